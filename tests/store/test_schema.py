"""The schema: a register is append-only even for other programs that open the file."""

import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.store.log.formats import rfc3339
from dragoman.store.log.register import Register
from dragoman.store.log.schema import events, metadata
from tests.store.registers import NOON, SHARED, Clock, Nowhere, dump, meet

COLUMNS = [column.name for column in events.columns]
EVENTS = 4
"""The number of events in the register: those of two meetings and two parties."""

NEXT = {
    "position": EVENTS + 1,
    "originator_id": UUID(int=9).hex,
    "originator_version": 1,
    "topic": "MeetingHeld",
    "state": b"{}",
    "entry": UUID(int=8).hex,
    "recorded_at": rfc3339(NOON),
    "recorded_by": "mallory",
    "reason": "",
}
"""A valid next event, which the tests change."""

VALUES = f"({', '.join(COLUMNS)}) VALUES ({', '.join(f':{name}' for name in COLUMNS)})"
REGISTER = "register (id, schema_version, created_at) VALUES ('x', 1, 'x')"
UPSERT_POSITION = f"INSERT INTO events {VALUES} ON CONFLICT (position) DO UPDATE SET topic = 'X'"
UPSERT_VERSION = (
    f"INSERT INTO events {VALUES}"
    " ON CONFLICT (originator_id, originator_version) DO UPDATE SET topic = 'X'"
)
FIRST_VERSION = {"originator_id": SHARED.hex, "originator_version": 1}
EARLIER = rfc3339(NOON - timedelta(microseconds=1))

TAMPERING = {
    **{f"update of {name}": (f"UPDATE events SET {name} = :{name}", {}) for name in COLUMNS},
    "update to itself": ("UPDATE events SET topic = topic", {}),
    "update or replace": ("UPDATE OR REPLACE events SET position = 1 WHERE position = 2", {}),
    "update of the rowid": ("UPDATE events SET rowid = 99 WHERE rowid = 4", {}),
    "delete of the first": ("DELETE FROM events WHERE position = 1", {}),
    "delete of the last": (f"DELETE FROM events WHERE position = {EVENTS}", {}),
    "delete of all": ("DELETE FROM events", {}),
    "update of the identity": ("UPDATE register SET id = 'x'", {}),
    "update of the age": ("UPDATE register SET created_at = '1999'", {}),
    "delete of the identity": ("DELETE FROM register", {}),
    "second identity": (f"INSERT INTO {REGISTER}", {}),
    "other identity": (f"INSERT OR REPLACE INTO {REGISTER}", {}),
    "same identity, replaced": (
        "REPLACE INTO register SELECT id, 2, created_at FROM register",
        {},
    ),
    "upsert on position": (UPSERT_POSITION, {"position": 1}),
    "upsert on version": (UPSERT_VERSION, FIRST_VERSION),
    **{
        f"{verb}, {fault}": (f"{verb} INTO events {VALUES}", changed)
        for verb in ("INSERT", "INSERT OR REPLACE", "REPLACE")
        for fault, changed in {
            "position reused": {"position": EVENTS},
            "position lower": {"position": 1},
            "position negative": {"position": -1},
            "position zero": {"position": 0},
            "position skipped": {"position": EVENTS + 2},
            "position last of all": {"position": 2**63 - 1},
            "position null": {"position": None},
            "position text": {"position": "five"},
            "position real": {"position": 5.5},
            "version taken": FIRST_VERSION,
            "version text": {"originator_version": "one"},
            "version null": {"originator_version": None},
            "recorded earlier": {"recorded_at": EARLIER},
            "recorded never": {"recorded_at": None},
            "topic a blob": {"topic": b"MeetingHeld"},
            "state text": {"state": "{}"},
            "state null": {"state": None},
            "entry a blob": {"entry": b"entry"},
            "reason null": {"reason": None},
            "person null": {"recorded_by": None},
            "id null": {"originator_id": None},
        }.items()
    },
}


@pytest.fixture
def path(path, engine):
    """Return a register with two meetings."""
    clock = Clock(NOON - timedelta(hours=1))
    register = Register(engine, "officer", clock)
    register.record(meet(SHARED), Nowhere())
    clock.wait(hours=1)
    register.record(meet(UUID(int=2), person="E. Kaya"), Nowhere())
    engine.dispose()
    return path


def execute(path, statement, values=(), *, recursive=False):
    """Run and commit one SQL statement on the register's file, as another program could."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA recursive_triggers = {'ON' if recursive else 'OFF'}")
        connection.execute(statement, values)
        connection.commit()


def test_the_next_event_may_be_appended(path):
    """The register accepts a valid next event.

    The other tests change this event, so the register refuses the event only because of the change.
    """
    execute(path, f"INSERT INTO events {VALUES}", NEXT)
    assert len(dump(path)) > 0
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT max(position) FROM events").fetchone() == (EVENTS + 1,)


@pytest.mark.parametrize("recursive", [False, True], ids=["plain", "recursive triggers"])
@pytest.mark.parametrize(("statement", "changed"), TAMPERING.values(), ids=TAMPERING)
def test_tampering_is_prevented(path, statement, changed, recursive):
    """The register refuses every statement that tampers with events, and no byte changes."""
    before = dump(path)
    with pytest.raises(sqlite3.IntegrityError):
        execute(path, statement, {**NEXT, **changed}, recursive=recursive)
    assert dump(path) == before


@pytest.mark.parametrize("verb", ["INSERT OR IGNORE", "INSERT OR FAIL", "INSERT OR ROLLBACK"])
@pytest.mark.parametrize("changed", [{"position": 1}, FIRST_VERSION], ids=["position", "version"])
def test_conflict_clauses_do_not_help(path, verb, changed):
    """A conflict clause such as ``OR IGNORE`` does not help a program to replace an event."""
    before = dump(path)
    with suppress(sqlite3.IntegrityError):
        execute(path, f"{verb} INTO events {VALUES}", {**NEXT, **changed})
    assert dump(path) == before


def test_a_cut_tail_is_not_replaced(path):
    """If somebody has deleted the last event, the register refuses a new event at its position."""
    execute(path, "DROP TRIGGER events_keep_delete")
    execute(path, f"DELETE FROM events WHERE position = {EVENTS}")
    before = dump(path)
    with pytest.raises(sqlite3.IntegrityError, match="positions are consecutive"):
        execute(path, f"INSERT INTO events {VALUES}", {**NEXT, "position": EVENTS})
    assert dump(path) == before


@pytest.mark.parametrize(
    "turned_back", ["UPDATE sqlite_sequence SET seq = 1", "DELETE FROM sqlite_sequence"]
)
def test_no_event_is_replaced_by_setting_the_counter_back(path, turned_back):
    """If a program sets the position counter back, the register still refuses to replace events."""
    execute(path, turned_back)
    position = 2 if "UPDATE" in turned_back else 1
    before = dump(path)
    with pytest.raises(sqlite3.IntegrityError):
        execute(path, f"INSERT OR REPLACE INTO events {VALUES}", {**NEXT, "position": position})
    assert dump(path) == before


def test_the_tables_are_strict(path):
    """All tables are strict: SQLite checks the type of each value."""
    with closing(sqlite3.connect(path)) as connection:
        strict = connection.execute("SELECT name FROM pragma_table_list WHERE strict").fetchall()
    assert {name for (name,) in strict} == set(metadata.tables)


def test_instants_sort_as_text_as_in_time():
    """The stored form of an instant never changes, because the leaves contain instants."""
    assert rfc3339(datetime(2025, 4, 22, 8, 30, tzinfo=UTC)) == "2025-04-22T08:30:00.000000Z"


@given(*[st.datetimes(datetime(1, 1, 2), timezones=st.just(UTC))] * 2)
def test_any_two_instants_sort_as_text_as_in_time(first, second):
    """The stored strings of any two instants sort in the same order as the instants."""
    assert (rfc3339(first) < rfc3339(second)) == (first < second)
