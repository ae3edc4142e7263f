"""The log: its head, events in batches, entries, and the position at an instant."""

from bisect import bisect_right
from datetime import timedelta, timezone
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine, insert

from dragoman.store.log import queries
from dragoman.store.log.notifications import NotificationLog
from dragoman.store.log.queries import Head
from dragoman.store.log.recorder import RegisterRecorder
from dragoman.store.log.schema import events, metadata
from tests.store.registers import NOON, number


def row(position, seconds=0, entry=None, record=None, **act):
    """Return the row of an event, by default the first of a record, ``seconds`` after noon."""
    return {
        "position": position,
        "originator_id": record or number(position),
        "originator_version": 1,
        "topic": "MeetingHeld",
        "state": b"{}",
        "entry": entry or number(1000 + position),
        "recorded_at": NOON + timedelta(seconds=seconds),
        "recorded_by": "officer",
        "reason": "",
        **act,
    }


def holding(rows):
    """Return a connection to a register in memory that contains these ``rows``."""
    connection = create_engine("sqlite://").connect()
    metadata.create_all(connection)
    if rows:
        connection.execute(insert(events), rows)
    return connection


FIRST, SECOND = uuid4(), uuid4()


@pytest.fixture
def connection():
    """Yield a connection to a log with two entries.

    The first entry has two events at noon, and the second entry has one event a minute later.
    """
    rows = [
        row(1, entry=FIRST, reason="dispatch"),
        row(2, entry=FIRST, reason="dispatch"),
        row(3, 60, entry=SECOND, record=number(1), originator_version=2, topic="SourceCited"),
    ]
    with holding(rows) as connection:
        yield connection


def naive_position_at(instants, instant):
    """Return how many of the ``instants`` are not after ``instant``."""
    return sum(one <= instant for one in instants)


@given(st.lists(st.integers(0, 3)), st.integers(-2, 12))
def test_position_at_an_instant_is_that_of_the_last_event_by_then(pauses, seconds):
    """The position at an instant is the position of the last event up to the instant.

    Several events may have the same instant, and the instant may be before or after all events.
    """
    since = [sum(pauses[: count + 1]) for count in range(len(pauses))]
    instant = NOON + timedelta(seconds=seconds)
    with holding([row(n, after) for n, after in enumerate(since, 1)]) as connection:
        found = queries.position_at(connection, instant)
    assert found == naive_position_at([NOON + timedelta(seconds=one) for one in since], instant)
    assert found == bisect_right(since, seconds)


def test_an_instant_may_have_any_time_zone(connection):
    baku = timezone(timedelta(hours=4))
    assert queries.position_at(connection, (NOON + timedelta(seconds=59)).astimezone(baku)) == 2


def test_the_head_is_the_last_event(connection):
    """The head is the last event, or the last event up to a position."""
    assert queries.head(connection) == Head(3, SECOND, NOON + timedelta(minutes=1))
    assert queries.head(connection, 2) == Head(2, FIRST, NOON)
    assert queries.head(connection, 99) == queries.head(connection)


def test_an_empty_log_has_no_head():
    """An empty log has position 0, no entries and no events."""
    with holding([]) as empty:
        assert queries.head(empty) == Head(0, None, None)
        assert queries.position_at(empty, NOON) == 0
        assert list(NotificationLog(empty).select(1, 10)) == []
        assert (list(queries.logged_entries(empty, 10)), queries.count_entries(empty)) == ([], 0)


def test_there_is_no_head_at_position_0(connection):
    assert queries.head(connection, 0) == Head()


@given(st.integers(0, 12), st.integers(0, 12), st.integers(0, 14), st.integers(1, 5))
def test_reading_in_sections_reads_everything_once(count, after, stop, limit):
    """Reading in sections returns every event once, in order, and no section exceeds the limit."""
    sections = []
    with holding(list(map(row, range(1, count + 1)))) as held:
        log, last = NotificationLog(held), after
        while found := log.select(last, limit, stop, inclusive_of_start=False):
            sections.append([one.position for one in found])
            last = sections[-1][-1]
    positions = [position for section in sections for position in section]
    assert positions == list(range(after + 1, min(count, stop) + 1))
    assert all(len(section) <= limit for section in sections)


def reading(held):
    """Return the recorder of a register that SQLAlchemy itself reads."""
    engine = held.engine
    engine.refresh = lambda: None
    return RegisterRecorder(engine)


@given(st.integers(0, 4), st.integers(1, 4), st.integers(0, 4), st.booleans())
def test_select_matches_select_notifications(start, limit, stop, inclusive):
    """``select`` returns the same events as the library's method ``select_notifications``."""
    with holding(list(map(row, range(1, 4)))) as held:
        wanted = {"stop": stop, "inclusive_of_start": inclusive}
        found = NotificationLog(held).select(start, limit, **wanted)
        expected = reading(held).select_notifications(start, limit, **wanted)
    assert [one.position for one in found] == [one.id for one in expected]
    assert [one.state for one in found] == [one.state for one in expected]


def test_selected_events_are_those_stored(connection):
    """A selected event has the position, record, version, topic and bytes of the stored event."""
    last = NotificationLog(connection).select(1, 10)[-1]
    assert tuple(last) == (3, UUID(int=1).hex, 2, "SourceCited", b"{}")


def test_the_records_of_some_events_are_listed(connection):
    """The list of records that have events after a position contains each record once."""
    log = NotificationLog(connection)
    assert log.select_originators(0, 3) == [number(1).hex, number(2).hex]
    assert log.select_originators(2, 3) == [number(1).hex]


def test_a_history_is_read_up_to_a_position(connection):
    """The history of a record contains only events of the record, up to a position."""
    log = NotificationLog(connection)
    versions = [
        [one.originator_version for one in log.select_history(number(1), stop)]
        for stop in (0, 2, 3)
    ]
    assert versions == [[], [1], [1, 2]]


def test_entries_are_sorted_oldest_first(connection):
    """The oldest entry comes first; each entry has its positions, instant, author and reason."""
    found = list(queries.logged_entries(connection, 3))
    assert [(one.first, one.last, *one[:4]) for one in found] == [
        (1, 2, FIRST, NOON, "officer", "dispatch"),
        (3, 3, SECOND, NOON + timedelta(minutes=1), "officer", ""),
    ]


@pytest.mark.parametrize(
    ("until", "limit", "expected"),
    [(3, 1, [(3, 3)]), (3, 2, [(1, 2), (3, 3)]), (3, 5, [(1, 2), (3, 3)]), (1, 1, [(1, 1)])],
)
def test_the_last_entries_up_to_a_position_are_read(connection, until, limit, expected):
    """``limit`` is the number of entries to read, counted back from a position."""
    after = queries.before_entries(connection, until, limit)
    found = queries.logged_entries(connection, until, after)
    assert [(one.first, one.last) for one in found] == expected


def test_topics_of_an_entry(connection):
    """``topics`` returns the position, record, topic and entry of events between two positions."""
    assert [tuple(one) for one in queries.topics(connection, 2, 3)] == [
        (2, number(2), "MeetingHeld", FIRST),
        (3, number(1), "SourceCited", SECOND),
    ]


def test_entries_are_counted(connection):
    """The number of entries does not depend on the number of events in each entry."""
    assert queries.count_entries(connection) == 2
