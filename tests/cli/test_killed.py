"""If a recording is killed, the register has all of the recording's events or none.

This module kills a recording at a few moments. ``tests.crash`` covers every moment, and power loss.
"""

import os
import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from time import monotonic

import pytest
from attrs import frozen

from tests.conftest import Answer, Desk, rows

pytestmark = pytest.mark.once

RECORDS = 150
SEED = """\
dispatch: seed
source: {title: An earlier report}
records:
  - {kind: visit, handle: one, status: announced, title: A visit, host: IQ, parties: [AZ]}
"""
RECORD = "  - {{kind: visit, handle: visit-{n}, status: announced, title: Visit {n}, host: IQ}}\n"

MOMENTS = (0.05, 0.3, 0.5, 0.7, 0.9)
"""Fractions of the time that an undisturbed run takes, with the program already loaded."""


@frozen
class Place:
    """A register with its own cache, copied for each kill."""

    folder: Path

    @property
    def options(self) -> tuple[str, ...]:
        """The options that name the register."""
        return "--register", str(self.folder / "register.db")

    def positions(self) -> list[int]:
        """Return the positions in the register."""
        found = rows(self.folder / "register.db", "SELECT position FROM events ORDER BY position")
        return [position for (position,) in found]

    def check(self) -> str:
        """Return the result of SQLite's integrity check."""
        with closing(sqlite3.connect(self.folder / "register.db")) as connection:
            return str(connection.execute("PRAGMA integrity_check").fetchone()[0])


@pytest.fixture
def seeded(desk: Desk) -> Place:
    """A closed register that has one dispatch; the tests copy the register."""
    seeded = Place(desk.home / "seeded")
    seeded.folder.mkdir()
    assert desk.run(*seeded.options, "record", desk.write("seed.yaml", SEED)).code == 0
    head = "dispatch: many\nsource: {title: A long report}\nrecords:\n"
    records = (RECORD.format(n=number) for number in range(RECORDS))
    desk.write("many.yaml", head + "".join(records))
    return seeded


def copied(seeded: Place, name: str) -> Place:
    """Return a fresh copy of the seeded register."""
    return Place(shutil.copytree(seeded.folder, seeded.folder.parent / name))


def killed(desk: Desk, place: Place, after: float) -> bool:
    """Record a dispatch, and kill the process after ``after`` seconds.

    Return ``False`` if the process ended before that.
    """
    with open(os.devnull, "r+b") as nothing:
        streams = (nothing.fileno(),) * 3
        process = desk.fork(*place.options, "record", "many.yaml", streams=streams)
    with suppress(TimeoutError):
        process.wait(after)
        return False
    process.kill()
    process.wait()
    return True


def full_run(desk: Desk, place: Place) -> float:
    """Return the seconds that an undisturbed run takes."""
    started = monotonic()
    assert desk.forked(*place.options, "record", "many.yaml").code == 0
    assert len(place.positions()) == RECORDS + 1
    return monotonic() - started


def test_a_killed_dispatch_is_complete_or_absent(desk: Desk, seeded: Place) -> None:
    """A killed recording is complete or absent, and SQLite finds no error in the register.

    Afterwards, recording and replay work again.
    """
    seconds = full_run(desk, copied(seeded, "whole"))
    whole = list(range(1, RECORDS + 2))
    were_running = []
    for number, moment in enumerate(MOMENTS):
        place = copied(seeded, f"place-{number}")
        were_running.append(killed(desk, place, moment * seconds))
        positions = place.positions()
        assert positions == whole or (were_running[-1] and positions == [1])
        assert place.check() == "ok"
    assert any(were_running)
    recovered(desk, place)


def recovered(desk: Desk, place: Place) -> None:
    """Check that recording and reports work after a kill."""
    before = len(place.positions())
    report = desk.read(*place.options, "timeline")
    assert report["as_of"]["position"] == len(report["entries"]) == before
    assert replay(desk, place).code == 0
    assert desk.run(*place.options, "record", "many.yaml").code == 0
    assert len(place.positions()) == RECORDS + 1
    assert replay(desk, place).code == 0


def replay(desk: Desk, place: Place) -> Answer:
    """Run ``audit replay`` on the register, and return its answer."""
    return desk.run(*place.options, "audit", "replay")
