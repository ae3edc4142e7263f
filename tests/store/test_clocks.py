"""Clocks: when Dragoman doubts a clock, and what time an entry gets if its clock was wrong."""

import itertools
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from eventsourcing.persistence import StoredEvent
from hypothesis import given
from hypothesis import strategies as st

from dragoman.store.engines.database import Database
from dragoman.store.log import clocks
from dragoman.store.log.clocks import APART, RELEASED, doubt, position_at, recorded_at
from dragoman.store.log.queries import last_position
from dragoman.store.log.queries import position_at as position_by_stamps
from dragoman.store.log.recorder import RegisterRecorder
from tests.conftest import change
from tests.store.registers import number

MADE = datetime(2025, 4, 22, tzinfo=UTC)
"""The date on which the tests' register was created."""

NOW = datetime(2027, 1, 1, tzinfo=UTC)
RELEASE = datetime(RELEASED.year, RELEASED.month, RELEASED.day, tzinfo=UTC)


def day(text: str) -> datetime:
    """Return noon of a day."""
    return datetime.fromisoformat(f"{text}T12:00:00+00:00")


def recording(engine: Database) -> Callable[[datetime], None]:
    """Return a function that records an entry of two events with a given clock reading."""
    count = itertools.count(1)
    recorder = RegisterRecorder(engine)

    def record(reading: datetime) -> None:
        new = (number(next(count)) for _ in range(2))
        events = [StoredEvent(one, 1, "MeetingHeld", b"{}") for one in new]
        recorder.insert_events(events, clock=reading)

    return record


def register_of(engine: Database, *readings: str) -> None:
    """Record an entry of two events for each of these clock readings."""
    record = recording(engine)
    for reading in readings:
        record(day(reading))


def entries_at(engine: Database, instant: str, now: datetime = NOW) -> int:
    """Return the number of entries recorded by the end of a day."""
    end = datetime.fromisoformat(f"{instant}T23:59:59+00:00")
    with engine.connect() as connection:
        return position_at(connection, end, now) // 2


# --- Corrected times -----------------------------------------------------------------------------


def test_later_entries_correct_a_clock_that_was_ahead(engine):
    """If the clock was ahead for one entry, that entry gets the time of the next entry."""
    register_of(engine, "2026-01-10", "2099-01-01", "2026-02-01", "2026-02-03")
    days = ["2026-01-09", "2026-01-10", "2026-01-31", "2026-02-01", "2026-02-02", "2026-02-03"]
    assert [entries_at(engine, one) for one in days] == [0, 1, 1, 3, 3, 4]
    with engine.connect() as connection:
        times = [recorded_at(connection, one, NOW) for one in range(1, 9)]
    expected = ["2026-01-10", "2026-02-01", "2026-02-01", "2026-02-03"]
    assert times == [day(one) for one in expected for _ in range(2)]


def test_the_first_entry_may_be_the_wrong_one(engine):
    """If the first clock reading is wrong, later entries correct the first entry's time."""
    register_of(engine, "2099-01-01", "2026-02-01")
    assert [entries_at(engine, one) for one in ("2026-01-31", "2026-02-01")] == [0, 2]


def test_a_clock_that_was_behind_moves_nothing_back(engine):
    """If a clock was behind for one entry, the other entries keep their times."""
    register_of(engine, "2026-01-10", "2026-02-10", "2020-01-01", "2026-03-10", "1999-01-01")
    days = ["2020-01-01", "2026-01-09", "2026-01-10", "2026-02-09", "2026-02-10", "2026-03-09"]
    assert [entries_at(engine, one) for one in days] == [0, 0, 1, 1, 2, 2]
    assert entries_at(engine, "2026-03-10") == 5  # the last entry has a stamp of this day


def test_one_clock_behind_does_not_outweigh_the_creation_of_the_register(engine):
    """If one of two clocks was behind, the register's creation time shows which of the two."""
    register_of(engine, "2026-02-10", "2020-01-01")
    assert [entries_at(engine, one) for one in ("2020-01-02", "2026-02-09", "2026-02-10")] == [
        *(0, 0, 2)
    ]


def test_the_later_entries_decide_between_two_wrong_clocks(engine):
    """Correct clock readings between and after wrong readings decide the times of all entries."""
    register_of(
        engine, "2026-01-10", "2099-01-01", "2099-01-02", "2026-01-20", "2098-05-05", "2026-01-30"
    )
    days = ["2026-01-10", "2026-01-19", "2026-01-20", "2026-01-29", "2026-01-30"]
    assert [entries_at(engine, one) for one in days] == [1, 1, 4, 4, 6]


def test_a_time_in_the_future_is_not_believed(engine):
    """Dragoman treats a clock reading in the future as wrong, however many entries have one."""
    register_of(engine, *["2099-01-01"] * 5, "2026-02-01")
    assert [entries_at(engine, one) for one in ("2026-01-31", "2026-02-01")] == [0, 6]


def test_small_differences_between_clocks_are_ignored(engine):
    """Dragoman ignores clock differences of a few minutes, because such differences are common."""
    record = recording(engine)
    for reading in ("2026-01-10", "2099-01-01", "2026-02-01"):
        record(day(reading))
    record(day("2026-02-01") - timedelta(minutes=4))
    record(day("2026-03-01"))
    assert [entries_at(engine, one) for one in ("2026-02-01", "2026-02-28")] == [4, 4]


def test_a_register_with_correct_clocks_is_not_read_through(engine, monkeypatch):
    """If all clocks agree within a few minutes, Dragoman does not read every entry.

    A query on the timestamps is enough.
    """

    def slow(*_):
        raise AssertionError("read through")

    record = recording(engine)
    for one in range(4):
        record(day("2026-01-10") - timedelta(minutes=one))
    monkeypatch.setattr(clocks, "_times", slow)
    assert entries_at(engine, "2026-01-10") == 4
    assert entries_at(engine, "2026-01-09") == 0


def test_events_without_context_keep_their_stamps(engine, path):
    """An event without context keeps its timestamp.

    Older versions of Dragoman recorded such events.
    """
    record = recording(engine)
    record(day("2026-01-10"))
    values = f"(3, '{number(70).hex}', 1, 'MeetingHeld', x'7b7d', '{number(71).hex}'"
    change(path, f"INSERT INTO events VALUES {values}, '2026-01-15T00:00:00.000000Z', 'me', '')")
    record(day("2099-01-01"))
    record(day("2026-02-01"))
    with engine.connect() as connection:
        at = [position_at(connection, day(f"2026-01-{one}"), NOW) for one in ("09", "11", "16")]
        assert at == [0, 2, 3]
        assert position_at(connection, day("2026-02-01"), NOW) == last_position(connection)


instants = st.datetimes(datetime(1990, 1, 1), datetime(2110, 1, 1), timezones=st.just(UTC))


@given(st.lists(instants, min_size=1, max_size=12), instants)
def test_times_never_decrease_or_exceed_later_stamps(readings, now):
    """Corrected times never decrease, and lie between the earliest reading and the latest stamp."""
    stamps = [max(readings[: one + 1]) for one in range(len(readings))]
    timed = [
        clocks.Timed(one + 1, *pair) for one, pair in enumerate(zip(stamps, readings, strict=True))
    ]
    times = [at for _, at in clocks.times_of(timed, MADE, now)]
    assert len(times) == len(readings)
    assert times == sorted(times)
    assert all(min(readings) <= at <= max(stamps) for at in times)


@given(st.lists(instants, min_size=1, max_size=12))
def test_times_are_the_stamps_if_no_clock_was_wrong(readings):
    stamps = sorted(readings)
    timed = [clocks.Timed(one + 1, at, at) for one, at in enumerate(stamps)]
    times = clocks.times_of(timed, stamps[0], stamps[-1])
    assert [at for _, at in times] == stamps


@given(st.lists(st.integers(0, 20), max_size=40))
def test_the_longest_run_never_decreases(numbers):
    """The longest non-decreasing run is as long as the run that a simple algorithm finds."""
    values = [MADE + timedelta(days=one) for one in numbers]
    run = clocks._longest_run(values)
    assert run == sorted(set(run))
    assert all(values[a] <= values[b] for a, b in itertools.pairwise(run))
    longest = [1] * len(values)
    for at, value in enumerate(values):
        longest[at] = 1 + max(
            (longest[one] for one in range(at) if values[one] <= value), default=0
        )
    assert len(run) == max(longest, default=0)


def test_position_at_by_stamps_and_by_clocks_agree(engine):
    """If no clock was wrong, timestamps and corrected times give the same position at any time."""
    register_of(engine, "2026-01-10", "2026-01-12", "2026-02-01")
    with engine.connect() as connection:
        for days in range(60):
            at = day("2026-01-01") + timedelta(days=days)
            assert position_at(connection, at, NOW) == position_by_stamps(connection, at)


# --- Doubtful clocks -----------------------------------------------------------------------------


@pytest.fixture
def used(tmp_path: Path) -> Path:
    """Return a folder with a file that was changed a year and a half after the release."""
    folder = tmp_path / "machine"
    folder.mkdir()
    file = folder / "log"
    file.touch()
    at = (RELEASE + timedelta(days=548)).timestamp()
    os.utime(file, (at, at))
    os.utime(folder, (0, 0))
    return folder


def years(count: float) -> datetime:
    """Return the time ``count`` years after the release of Dragoman."""
    return RELEASE + timedelta(days=365.25 * count)


@pytest.mark.parametrize(
    ("clock", "last", "is_doubted"),
    [
        (years(0) + timedelta(days=21), years(0), False),  # the last entry is three weeks old
        (years(0.9), years(0), False),
        (years(2), years(0), False),  # the last entry is old, but a file changed recently
        (years(4), years(0), True),  # the last entry is old, and no file changed recently
        (years(3.4), years(2.5), False),
        (years(4), None, False),  # a first entry
        (years(9), None, False),
        (years(73), None, True),
        (years(73), years(0), True),
        (years(73), years(72.5), False),  # the user has already confirmed this time
        (years(-20), None, False),
        (years(-20), years(0), False),
    ],
)
def test_a_clock_is_doubted_if_nothing_confirms_the_time_passed(used, clock, last, is_doubted):
    """Dragoman doubts a clock that is far ahead if nothing else shows that so much time has passed.

    Evidence comes from the last entry, recently changed files and the release date of Dragoman.
    """
    assert (doubt(clock, last, [used, used / "missing"]) is not None) == is_doubted


def test_files_changed_by_the_wrong_clock_prove_nothing(used):
    """A file that changed in the last day, or in the future, does not confirm the clock."""
    clock = years(4)
    for at in (clock, clock - timedelta(hours=23), clock + timedelta(days=30)):
        os.utime(used / "log", (at.timestamp(), at.timestamp()))
        assert doubt(clock, years(0), [used]) is not None
    at = clock - timedelta(days=2)
    os.utime(used / "log", (at.timestamp(), at.timestamp()))
    assert doubt(clock, years(0), [used]) is None


def test_apart_is_more_than_clocks_usually_differ():
    """Clocks that differ by at most five minutes count as equal, as in Kerberos."""
    assert timedelta(minutes=5) == APART
