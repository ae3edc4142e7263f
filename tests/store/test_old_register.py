"""A register that an older version wrote is read as it was, and written on."""

import json
from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest

from tests.conftest import Desk

FIXTURES = Path(__file__).parents[1] / "fixtures"
NOW = "2026-03-15T00:00:00Z"
REPORTS: dict[str, Any] = json.loads((FIXTURES / "register-of-0.1.json").read_text("utf-8"))
"""What version 0.1 answered, by the command line."""


@pytest.fixture
def old(desk: Desk) -> Path:
    """A copy of a register of version 0.1, on a desk of its time."""
    desk.now = NOW
    return copyfile(FIXTURES / "register-of-0.1.db", desk.home / "old.db")


def lost(told: Any, now: Any, at: str = "") -> Iterator[str]:
    """What ``told`` says that ``now`` does not, by its place; what is new is left out."""
    match told, now:
        case dict(), dict():
            for key, value in told.items():
                yield from lost(value, now.get(key, "(missing)"), f"{at}/{key}")
        case list(), list() if len(told) == len(now):
            for number, (one, other) in enumerate(zip(told, now, strict=True)):
                yield from lost(one, other, f"{at}/{number}")
        case _ if told != now:
            yield f"{at}: {told!r} was told, now {now!r}"


def test_the_reports_are_those_that_the_desk_asks_for() -> None:
    """No report is left out of what is compared."""
    assert set(REPORTS) == {
        *("timeline", "follow-ups --all", "mechanism list"),
        *("show V-1", "show P-1", "audit log"),
    }


@pytest.mark.parametrize("report", REPORTS)
def test_an_old_register_tells_what_it_told(desk: Desk, old: Path, report: str) -> None:
    """Whatever the older version reported is reported still, with the same values."""
    now = desk.read("--register", old, *report.split())
    assert list(lost(REPORTS[report], now)) == []


def test_an_old_register_is_replayed(desk: Desk, old: Path) -> None:
    """Views made of it anew are equal to those that it is read by."""
    assert desk.read("--register", old, "audit", "replay")["equal"]


def test_an_old_register_is_written_on(desk: Desk, old: Path) -> None:
    """What is recorded on it comes after what was there, which it does not change."""
    before = desk.read("--register", old, "audit", "log")["entries"]
    told = ("--title", "Visit to Baghdad", "--host", "IQ", "--occurred", "2026-03-14")
    assert desk.run("--register", old, "visit", "conclude", *told).code == 0
    after = desk.read("--register", old, "audit", "log")["entries"]
    assert after[: len(before)] == before
    assert after[len(before) :] != []
    timeline = desk.read("--register", old, "timeline")["entries"]
    assert "Visit to Baghdad" in [one["title"] for one in timeline]
    assert desk.read("--register", old, "audit", "replay")["equal"]


def test_an_old_record_is_set_right(desk: Desk, old: Path) -> None:
    """Records of the older version take the acts of this one, and lose nothing when undone."""
    told = ("place=Basra", "--reason", "the wrong city")
    assert desk.run("--register", old, "correct", "V-1", *told).code == 0
    assert desk.read("--register", old, "show", "V-1")["record"]["place"] == "Basra"
    assert desk.run("--register", old, "undo").code == 0
    shown = desk.read("--register", old, "show", "V-1")["record"]
    assert list(lost(REPORTS["show V-1"]["record"], shown)) == []
    assert desk.read("--register", old, "audit", "replay")["equal"]
