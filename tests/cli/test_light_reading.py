"""Reports load only the modules that they need."""

import pytest

from tests.cli.test_completion import loaded_by
from tests.conftest import Desk
from tests.copies import after, both

pytestmark = pytest.mark.once

HEAVY = {"sqlalchemy", "eventsourcing", "ruamel.yaml", "asyncio", "concurrent.futures"}

REPORTS = (
    "timeline",
    "timeline --limit 5 --between AZ IQ",
    "timeline --since 2025 --kind visit --kind meeting --as-of 3",
    "timeline --by mechanism --json",
    "follow-ups",
    "timeline --party P-1",
    "follow-ups --party IQ",
    "follow-ups --owner IQ",
    "follow-ups --owner P-1",
    "follow-ups --party P-1",
    "brief AZ IQ",
    "brief P-1",
    "topic energy",
    "topic reconstruction",
    "who P-1",
    "who Rafiyev",
    "agenda",
    "agenda 2025-04 --party P-1",
    "activity",
    "activity --by country",
    "lanes",
    "silence",
    "show V-1",
    "show P-1",
    "mechanism list",
    "party list",
    "audit log --limit 1",
    "register info",
    "context",
    "config show",
)


@pytest.fixture
def story(desk: Desk) -> Desk:
    """A desk that has recorded the sample story, and has views that are up to date."""
    after(desk, both)
    back = "visit conclude --title Return --host AZ --party IQ --occurred 2025-05-25".split()
    assert desk.run(*back).code == 0
    desk.run("timeline")
    return desk


@pytest.mark.parametrize("report", REPORTS)
def test_a_report_loads_nothing_heavy(story: Desk, report: str) -> None:
    """A report loads neither SQLAlchemy nor the event sourcing library."""
    loaded, _ = loaded_by(*report.split())
    assert not loaded & HEAVY


@pytest.mark.parametrize(
    "line",
    [
        "meeting hold --title Talks --party AZ --party IQ --occurred 2025-03-01",
        "correct M-1 place=Basra --reason wrong",
        "follow-up agree --what Draft --party AZ --party IQ --due 2026-03-01 --agreed-in M-1",
        "retract M-2 --reason twice",
        "undo",
    ],
)
def test_recording_loads_neither_sqlalchemy_nor_cyclopts(story: Desk, line: str) -> None:
    """A recording command loads neither SQLAlchemy nor cyclopts.

    The command runs compiled statements, and the quick parser parses the command line.
    """
    loaded, out = loaded_by(*line.split())
    assert b"Recorded as entry" in out
    assert not loaded & {"sqlalchemy", "cyclopts", "asyncio"}
