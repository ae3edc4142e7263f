"""Checks of the log that need no seal: some run on each event, and others are queries."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine

from dragoman.store.engines.health import EventCheck, findings_beyond_events
from dragoman.store.engines.opening import open_register
from dragoman.store.log.formats import rfc3339
from dragoman.store.log.register import Register
from dragoman.store.proof.leaves import leaf_hashes
from tests.conftest import tamper
from tests.store.registers import NOON, Clock, Nowhere, meet, number

SOUND = (7, number(1).hex, 1, "MeetingHeld", number(2).hex, rfc3339(NOON), "who", "", b"{}")


def with_value(column: int, value: object) -> Any:
    """Return a valid event, but with this value in one column."""
    return (*SOUND[:column], value, *SOUND[column + 1 :])


def test_sound_events_are_accepted():
    """The check accepts valid events with the same instant, in one batch or in several."""
    check = EventCheck()
    check.see([SOUND] * 3)
    check.see([SOUND])
    assert check.is_sound


WRONG_VALUES = {
    "no record": (1, None),
    "a record of bytes": (1, SOUND[1].encode()),
    "a short record": (1, "ab"),
    "a record with a zero byte": (1, f"{SOUND[1][:31]}\0"),
    "a version as text": (2, "1"),
    "a fractional version": (2, 1.0),
    "no topic": (3, None),
    "a long entry": (4, SOUND[4] + "0"),
    "a day that does not exist": (5, "2025-02-30T08:30:00.000000Z"),
    "the last hour twice": (5, "2025-02-28T24:00:00.000000Z"),
    "another form of instant": (5, "2025-W08-1T08:30:00.000000Z"),
    "another time zone": (5, "2025-02-28T08:30:00.0000+00:00"),
    "an instant with a zero byte": (5, f"{SOUND[5]}\0"),
    "an author as number": (6, 1),
    "a reason of bytes": (7, b""),
    "a state of text": (8, "{}"),
}


@pytest.mark.parametrize("wrong", WRONG_VALUES.values(), ids=WRONG_VALUES)
def test_a_wrong_value_is_not_accepted(wrong: tuple[int, object]):
    """The check rejects a log with one invalid event, even if valid events follow."""
    check = EventCheck()
    changed = with_value(*wrong)
    together = [SOUND, changed, SOUND] if wrong[0] in (1, 2, 3, 8) else [changed]
    for run in ([SOUND], together, [SOUND]):
        check.see(run)
    assert not check.is_sound


def test_an_instant_before_the_last_one_is_not_accepted():
    """The check rejects an event that is earlier than the previous event."""
    check = EventCheck()
    check.see([SOUND])
    check.see([with_value(5, SOUND[5].replace("2", "1", 1))])
    assert not check.is_sound


def test_reading_shows_every_event_to_the_check(engine, path):
    """When Dragoman reads the log in batches, the check sees every event."""
    register = Register(engine, "officer", Clock())
    many = [meet(number(one), person=f"Person {one}") for one in range(1, 301)]
    register.record(lambda book: [act(book) for act in many], Nowhere())
    for position in (1, 256, 257, 600):
        tamper(path, f"UPDATE events SET entry = '{position}' WHERE position = {position}")
        check = EventCheck()
        with open_register(path).connect() as connection:
            assert len(list(leaf_hashes(connection, 600, 0, check.see))) == 600
        assert not check.is_sound
        tamper(path, "UPDATE events SET entry = (SELECT entry FROM entries)")


@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(1, 5)), max_size=8))
def test_versions_out_of_order_are_named(log: list[tuple[str, int]]):
    """The versions of a record's events are 1, 2, 3 and so on.

    The check names the first event with another version.
    """
    wrong = []
    for record in "ab":
        before = 0
        events = sorted((one[1], at) for at, one in enumerate(log, 1) if one[0] == record)
        for expected, (version, position) in enumerate(events, 1):
            if version != expected or position < before:
                wrong.append(position)
            before = position
    assert named(log) == (min(wrong) if wrong else None)


@pytest.mark.parametrize("version", [0, -1, -(2**63), 2**63 - 1])
def test_impossible_versions_are_named(version: int):
    """The check names an event whose version is below 1 or is the largest possible integer."""
    assert named([("a", 1), ("a", version)]) == 2


def named(log: list[tuple[str, int]]) -> int | None:
    """Return the first position that the check names in a log whose table has no constraints."""
    with create_engine("sqlite://").connect() as connection:
        connection.exec_driver_sql(
            "CREATE TABLE events (position INTEGER PRIMARY KEY AUTOINCREMENT,"
            " originator_id TEXT, originator_version INTEGER)"
        )
        for event in log:
            connection.exec_driver_sql("INSERT INTO events VALUES (NULL, ?, ?)", event)
        found = findings_beyond_events(connection)
    return found[0].first if found else None
