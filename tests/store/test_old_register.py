"""Dragoman reads a register of an older version without changing it, and can add entries to it."""

import json
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest

from dragoman.store.engines.database import schema_objects
from dragoman.store.engines.opening import open_register
from dragoman.store.engines.sqlite import create_register
from dragoman.store.log.formats import SCHEMA_VERSION
from dragoman.store.sql import ObjectDesign
from tests.conftest import Answer, Desk, change, rows, tamper

FIXTURES = Path(__file__).parents[1] / "fixtures"
NOW = "2026-03-23T00:00:00Z"
REPORTS: dict[str, dict[str, Any]] = {
    name: json.loads((FIXTURES / f"{name}.json").read_text("utf-8"))
    for name in ("register-of-0.1", "register-of-schema-2")
}
"""The answers of older versions, by register and command line.

``register-of-0.1`` has the first version of the schema and no seals. ``register-of-schema-2`` has
the second version, every kind of record, and two seals. That register was created under
``DRAGOMAN_NOW``, but registers of that version did not record this fact.
"""


@pytest.fixture(params=REPORTS)
def name(request: pytest.FixtureRequest) -> str:
    """Return the name of each old register in turn."""
    return str(request.param)


@pytest.fixture
def old(desk: Desk, name: str) -> Path:
    """Copy an old register to a desk whose clock is set to ``NOW``; return the path of the copy."""
    desk.now = NOW
    return copyfile(FIXTURES / f"{name}.db", desk.home / "old.db")


def write(desk: Desk, register: Path, *arguments: str) -> Answer:
    """Run a command with the machine's clock, because an old register is not a test register."""
    answer = desk.run("--register", register, *arguments, "--yes", env={"DRAGOMAN_NOW": ""})
    assert answer.code == 0, answer.err
    return answer


MAY_DIFFER = ("/views", "/sentence")
"""Parts of an answer that may differ: facts about rebuilt views, and sentences for people."""

IN_FORCE = {"kind": "instrument", "status": "in force"}
"""The facts of an instrument whose date may differ.

Older versions dated an instrument in force by its signature. Now, its entry into force gives the
date.
"""


def lost(told: Any, now: Any, at: str = "") -> Iterator[str]:
    """Yield the paths of values in ``told`` that ``now`` lacks; ignore additions in ``now``."""
    match told, now:
        case {"field": "owner"}, {"field": "owners"}:
            return  # the owner used to be one string
        case dict(), dict():
            dated = told.items() >= IN_FORCE.items()
            for key, value in told.items():
                if (dated and key == "occurred") or (key == "owner" and "owners" in now):
                    continue
                yield from lost(value, now.get(key, "(missing)"), f"{at}/{key}")
        case list(), list() if len(told) == len(now):
            for number, (one, other) in enumerate(zip(told, now, strict=True)):
                yield from lost(one, other, f"{at}/{number}")
        case _ if told != now and at not in MAY_DIFFER:
            yield f"{at}: {told!r} was told, now {now!r}"


@pytest.mark.parametrize(
    ("name", "report"), [(name, report) for name, told in REPORTS.items() for report in told]
)
def test_an_old_register_gives_the_same_answers(
    desk: Desk, old: Path, name: str, report: str
) -> None:
    """Reports on an old register have every value that the older version reported."""
    answer = desk.run("--register", old, *report.split(), "--json")
    assert answer.code == (3 if report == "audit verify" else 0)
    assert list(lost(REPORTS[name][report], answer.json)) == []


def test_an_old_register_is_replayed(desk: Desk, old: Path) -> None:
    """Replaying an old register finds no difference."""
    assert desk.read("--register", old, "audit", "replay")["equal"]


def test_an_old_register_is_extended(desk: Desk, old: Path) -> None:
    """New entries follow the entries of an old register, and do not change the old entries."""
    before = desk.read("--register", old, "audit", "log")["entries"]
    told = ("--title", "Visit to Basra", "--host", "IQ", "--occurred", "2026-03-14")
    write(desk, old, "visit", "conclude", *told)
    after = desk.read("--register", old, "audit", "log")["entries"]
    assert after[: len(before)] == before
    assert after[len(before) :] != []
    timeline = desk.read("--register", old, "timeline")["entries"]
    assert "Visit to Basra" in [one["title"] for one in timeline]
    assert desk.read("--register", old, "audit", "replay")["equal"]


def test_an_old_record_is_corrected(desk: Desk, old: Path, name: str) -> None:
    """Commands can correct a record of an older version, and undo the correction."""
    write(desk, old, "correct", "V-1", "place=Basra", "--reason", "the wrong city")
    assert desk.read("--register", old, "show", "V-1")["record"]["place"] == "Basra"
    write(desk, old, "undo")
    shown = desk.read("--register", old, "show", "V-1")["record"]
    assert list(lost(REPORTS[name]["show V-1"]["record"], shown)) == []
    assert desk.read("--register", old, "audit", "replay")["equal"]


def test_reading_an_old_register_does_not_change_it(desk: Desk, old: Path, name: str) -> None:
    """Reading an old register does not change its schema, but recording upgrades the schema."""
    before = version(old)
    assert before == {"register-of-0.1": 1, "register-of-schema-2": 2}[name]
    desk.read("--register", old, "timeline")
    desk.run("--register", old, "meeting", "hold", "--title", "Talks", "--party", "AZ", "--dry-run")
    assert version(old) == before
    write(desk, old, "meeting", "hold", "--title", "Talks", "--party", "AZ", "--party", "IQ")
    assert version(old) == SCHEMA_VERSION


def test_an_old_register_accepts_no_fixed_clock(desk: Desk, old: Path) -> None:
    """Dragoman refuses ``DRAGOMAN_NOW`` for an old register, which has no mark of a test register.

    Dragoman prints a one-line message and records nothing.
    """
    before = rows(old, "SELECT * FROM events")
    refused = desk.run("--register", old, "meeting", "hold", "--title", "T", "--party", "AZ")
    assert (refused.code, refused.out) == (2, "")
    assert "unset DRAGOMAN_NOW" in refused.err
    assert refused.err.count("\n") == 1
    assert rows(old, "SELECT * FROM events") == before


def objects(path: Path) -> set[ObjectDesign]:
    """Return the tables, indexes and triggers in the schema of a register."""
    with open_register(path).connect() as connection:
        return set(schema_objects(connection))


def test_an_upgraded_register_has_the_schema_of_a_new_one(
    desk: Desk, old: Path, tmp_path: Path
) -> None:
    """An upgraded register has the same tables, indexes and triggers as a new register."""
    write(desk, old, "meeting", "hold", "--title", "Talks", "--party", "AZ", "--party", "IQ")
    new = tmp_path / "new.db"
    create_register(new, datetime(2026, 1, 1, tzinfo=UTC))
    assert objects(old) == objects(new)
    assert desk.read("--register", old, "audit", "replay")["faults"] == []


# --- Sealed by an older version ------------------------------------------------------------------

SEALED = FIXTURES / "register-of-schema-2"
KEY = f"{SEALED}.vkey"
SEALS = [f"{SEALED}-seal-1.txt", f"{SEALED}-seal-2.txt"]
AGAINST = ["--against", SEALS[0], "--against", SEALS[1], "--key", KEY]


@pytest.fixture
def sealed(desk: Desk) -> Path:
    """Copy a register that an older version has sealed twice; return the path of the copy."""
    desk.now = NOW
    return copyfile(f"{SEALED}.db", desk.home / "sealed.db")


def exported(desk: Desk, register: Path) -> list[str]:
    """Return the events of a register as JSON Lines."""
    return desk.run("--register", register, "audit", "export", "--jsonl", "-").lines


def test_old_seals_still_prove(desk: Desk, sealed: Path) -> None:
    """Seals that an older version made still prove their events with the key of that time."""
    told = desk.read("--register", sealed, "audit", "verify", *AGAINST)
    assert (told["verdict"], told["proven"], told["size"]) == ("proven", 19, 20)
    assert told["root"] == REPORTS["register-of-schema-2"]["audit verify"]["root"]


def test_old_events_are_exported_unchanged(desk: Desk, sealed: Path) -> None:
    """After new entries, the export of old events has the same bytes as before.

    The export of a new event has more fields.
    """
    lines = Path(f"{SEALED}.jsonl").read_text("utf-8").splitlines()
    assert exported(desk, sealed) == lines
    write(desk, sealed, "meeting", "hold", "--title", "Talks", "--party", "AZ", "--party", "IQ")
    after = exported(desk, sealed)
    assert after[: len(lines)] == lines
    [new] = map(json.loads, after[len(lines) :])
    assert {"clock", "os_user", "host"} <= new.keys()


def test_old_seals_still_prove_after_the_upgrade(desk: Desk, sealed: Path) -> None:
    """After the upgrade, old seals still prove their events.

    A new seal also covers the events of the old seals.
    """
    write(desk, sealed, "meeting", "hold", "--title", "Talks", "--party", "AZ", "--party", "IQ")
    told = desk.read("--register", sealed, "audit", "verify", *AGAINST)
    assert (told["verdict"], told["proven"], told["size"]) == ("proven", 19, 21)
    key = desk.home / "new.key"
    made = desk.run("--register", sealed, "audit", "key", "new", "--key-file", key)
    seal = desk.home / "seal-3.txt"
    write(desk, sealed, "audit", "seal", "--key-file", str(key), "--out", str(seal))
    proof = desk.home / "growth.txt"
    grown = desk.run("--register", sealed, "audit", "consistency", SEALS[1], seal, "--out", proof)
    assert grown.code == 0, grown.err
    checked = desk.run("audit", "check", proof, "--against", SEALS[1], "--key", made.out.strip())
    assert (checked.code, checked.out[:6]) == (0, "PROVEN")
    later = ("--against", seal, "--key", made.out.strip())
    told = desk.read("--register", sealed, "audit", "verify", *AGAINST, *later)
    assert (told["verdict"], told["proven"], told["size"]) == ("proven", 21, 21)


def test_an_old_event_is_proven_in_its_old_form(desk: Desk, sealed: Path) -> None:
    """One seal proves an old event in its old form and a new event in its new form."""
    write(desk, sealed, "meeting", "hold", "--title", "Talks", "--party", "AZ", "--party", "IQ")
    key, proofs = desk.home / "new.key", desk.home / "proofs"
    made = desk.run("--register", sealed, "audit", "key", "new", "--key-file", key).out.strip()
    write(desk, sealed, "audit", "seal", "--key-file", str(key), "--out", str(desk.home / "3.txt"))
    for position, form in ((1, "dragoman-event/1"), (21, "dragoman-event/2")):
        assert (
            desk.run("--register", sealed, "audit", "prove", str(position), "--out", proofs).code
            == 0
        )
        assert (proofs / f"{position}.leaf").read_text("utf-8").splitlines()[0] == form
        files = (proofs / f"{position}.tlog-proof", "--event", proofs / f"{position}.json")
        checked = desk.run("audit", "check", *files, "--key", made)
        assert (checked.code, checked.out[:6]) == (0, "PROVEN"), checked.out + checked.err


def test_no_context_can_be_added_to_old_events(desk: Desk, sealed: Path) -> None:
    """The register refuses context for an old event.

    Context would change the leaf of the event.
    """
    write(desk, sealed, "meeting", "hold", "--title", "Talks", "--party", "AZ", "--party", "IQ")
    [(position, entry)] = rows(sealed, "SELECT position, entry FROM events WHERE position = 12")
    with pytest.raises(sqlite3.IntegrityError):
        change(sealed, f"INSERT INTO entries VALUES ({position}, '{entry}', 'x', 'x', 'x')")
    tamper(
        sealed,
        f"INSERT INTO entries VALUES ({position}, '{entry}', '2026-03-21T07:15:00.000000Z', 'x',"
        " 'x')",
    )
    found = desk.run("--register", sealed, "audit", "verify", *AGAINST)
    assert found.code == 1
    assert "within events 8 to 19" in found.out


def version(register: Path) -> int:
    """Return the version of a register's schema."""
    return int(rows(register, "PRAGMA user_version")[0][0])
