"""The context of entries: stored beside the events, append-only, and covered by seals."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from dragoman.store import machine
from dragoman.store.engines import health
from dragoman.store.engines.database import Database
from dragoman.store.engines.opening import open_register
from dragoman.store.engines.sqlite import create_register
from dragoman.store.log.formats import rfc3339
from dragoman.store.log.queries import (
    circumstances,
    circumstances_between,
    is_for_tests,
    last_position,
)
from dragoman.store.log.register import Register
from dragoman.store.machine import Machine, this_machine
from dragoman.store.proof.leaves import leaf_hashes
from dragoman.store.proof.verification import examine
from tests.conftest import change, rows, tamper
from tests.store.registers import NOON, Clock, Nowhere, dump, meet, number

ENTRIES = 3
"""The number of entries in the register; each entry has a meeting and a person."""

POSITIONS = [1, 3, 5]
NEXT = 2 * ENTRIES + 1
AT = rfc3339(NOON)


@pytest.fixture
def clock() -> Clock:
    """Return a clock that a test sets by hand."""
    return Clock()


@pytest.fixture
def register(engine: Database, clock: Clock) -> Register:
    """Return a register with three entries."""
    register = Register(engine, "officer", clock)
    for one in range(ENTRIES):
        register.record(meet(number(one + 1), person=f"Person {one}"), Nowhere())
        clock.wait(hours=1)
    return register


def roots(engine: Database) -> list[bytes]:
    """Return the hash of every leaf of the log."""
    with engine.connect() as connection:
        return list(leaf_hashes(connection, last_position(connection)))


def found(engine: Database) -> list[str]:
    """Return the errors that ``examine`` finds in the log."""
    with engine.connect() as connection:
        return [one.what for one in (*health.schema(connection), *health.findings(connection))]


# --- Recording -----------------------------------------------------------------------------------


def test_every_entry_has_one_row_at_its_first_event(register: Register, path: Path):
    """Every entry has a context row at the position of its first event.

    The row has the clock reading, the operating system account, and the host.
    """
    kept = rows(path, "SELECT * FROM entries ORDER BY position")
    entries = rows(path, "SELECT min(position), entry FROM events GROUP BY entry ORDER BY 1")
    here = this_machine()
    clocks = [rfc3339(NOON + timedelta(hours=one)) for one in range(ENTRIES)]
    assert [row[:2] for row in kept] == entries
    assert [row[2:] for row in kept] == [(at, here.os_user, here.host) for at in clocks]
    assert found(register.engine) == []


def test_the_clock_reading_is_kept_and_the_stamp_never_decreases(register: Register, clock: Clock):
    """If somebody sets the clock back, the context keeps the actual clock reading.

    The timestamp of the entry does not decrease.
    """
    clock.wait(days=-1)
    entry = register.record(meet(number(9)), Nowhere())
    with register.engine.connect() as connection:
        [first, *_] = entry.positions
        kept = circumstances(connection, first)
        assert kept is not None
        assert kept.clock == clock.now
        [(stamp,)] = connection.exec_driver_sql(
            "SELECT DISTINCT recorded_at FROM events WHERE position >= ?", (first,)
        ).all()
    assert stamp == rfc3339(NOON + timedelta(hours=ENTRIES - 1))


def test_a_refused_entry_leaves_no_context(register: Register, path: Path):
    """Neither a failed use case nor a dry run stores context.

    Dragoman writes events and context in one transaction.
    """
    before = dump(path)

    def broken(work):
        meet(number(9))(work)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        register.record(broken, Nowhere())
    register.rehearse(meet(number(9)), Nowhere())
    assert dump(path) == before


def test_an_entry_without_events_has_no_context(register: Register, path: Path):
    """A use case that makes no events stores no context."""
    register.record(lambda _: None, Nowhere())
    assert rows(path, "SELECT position FROM entries") == [(one,) for one in POSITIONS]


def test_all_events_of_an_entry_have_its_context(register: Register):
    """All events of an entry have the context of the entry."""
    with register.engine.connect() as connection:
        kept = circumstances_between(connection, 1, NEXT)
        told = [circumstances(connection, one) for one in range(1, NEXT)]
    assert [one for pair in zip(kept.values(), kept.values(), strict=True) for one in pair] == told


def test_events_of_other_programs_have_no_context(register: Register, path: Path):
    """An event that another program has recorded has no context.

    Later entries of Dragoman do have a context.
    """
    values = f"({NEXT}, '{number(70).hex}', 1, 'MeetingHeld', x'7b7d', '{number(71).hex}'"
    change(path, f"INSERT INTO events VALUES {values}, '2025-04-23T00:00:00.000000Z', 'me', '')")
    register.record(meet(number(72)), Nowhere())
    with register.engine.connect() as connection:
        assert circumstances(connection, NEXT) is None
        assert circumstances(connection, NEXT + 1) is not None
    assert found(register.engine) == []


# --- Append-only ---------------------------------------------------------------------------------

ROW = "(:position, :entry, :clock, 'mallory', 'elsewhere')"
TAMPERING = {
    "update of the clock": "UPDATE entries SET clock = :clock",
    "update of the account": "UPDATE entries SET os_user = 'root'",
    "update to itself": "UPDATE entries SET host = host",
    "update or replace": "UPDATE OR REPLACE entries SET position = 1 WHERE position = 3",
    "delete of the last": "DELETE FROM entries WHERE position = 5",
    "delete of all": "DELETE FROM entries",
    "a mark once there are entries": "INSERT INTO marks VALUES ('test', 'x')",
    "upsert": f"INSERT INTO entries VALUES {ROW} ON CONFLICT DO UPDATE SET host = 'x'",
    **{
        f"{verb}, position {position}": f"{verb} INTO entries VALUES {ROW}".replace(
            ":position", str(position)
        )
        for verb in ("INSERT", "INSERT OR REPLACE", "REPLACE")
        for position in (0, 1, 2, 5, 6, NEXT + 1, 2**63 - 1, -1, "NULL", "'x'", 7.5)
    },
}


@pytest.mark.parametrize("recursive", ["OFF", "ON"])
@pytest.mark.parametrize("statement", TAMPERING.values(), ids=TAMPERING)
def test_context_is_never_changed_or_added(register, path, statement, recursive):
    """No program can change or add context, whether SQLite's recursive triggers are on or off."""
    values = {"position": 2, "entry": UUID(int=1).hex, "clock": AT}
    before = dump(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA recursive_triggers = {recursive}")
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute(statement, values)
    assert dump(path) == before


def test_nothing_is_added_by_setting_the_counter_back(register, path):
    """A program that sets the counter of positions back still cannot add context."""
    change(path, "UPDATE sqlite_sequence SET seq = 1")
    with pytest.raises(sqlite3.IntegrityError):
        change(path, f"INSERT INTO entries VALUES (2, '{UUID(int=1).hex}', '{AT}', 'x', 'x')")


def test_a_planted_row_does_not_prevent_recording(register, path):
    """If somebody plants a context row at the next position, recording still works.

    Verification reports the planted row.
    """
    stray = f"INSERT INTO entries VALUES ({NEXT}, '{UUID(int=1).hex}', '{AT}', 'x', 'x')"
    change(path, stray)
    register.record(meet(number(9), person="Nine"), Nowhere())
    with register.engine.connect() as connection:
        assert circumstances(connection, NEXT) is None
    assert found(register.engine) == [
        f"the row of entries at position {NEXT} does not belong to an entry"
    ]
    register.record(meet(number(10), person="Ten"), Nowhere())
    with register.engine.connect() as connection:
        assert circumstances(connection, NEXT + 2) is not None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entries SET clock = '2020-01-01T00:00:00.000000Z' WHERE position = 3",
        "UPDATE entries SET os_user = 'mallory' WHERE position = 3",
        "UPDATE entries SET host = '' WHERE position = 3",
        f"UPDATE entries SET entry = '{UUID(int=1).hex}' WHERE position = 3",
        "DELETE FROM entries WHERE position = 3",
        "DELETE FROM entries",
        "UPDATE entries SET position = 4 WHERE position = 3",
    ],
)
def test_forged_context_changes_leaves(register, path, statement):
    """Forging the context of an entry changes the leaves of the entry, and so the sealed root."""
    before = roots(register.engine)
    tamper(path, statement)
    after = roots(register.engine)
    assert after[2] != before[2]
    assert len(after) == len(before)


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("UPDATE entries SET clock = 'noon' WHERE position = 3", "wrong type or format"),
        ("UPDATE entries SET entry = 'x' WHERE position = 3", "wrong type or format"),
        ("UPDATE entries SET position = 4 WHERE position = 3", "does not belong to an entry"),
        (
            f"INSERT INTO entries VALUES (99, '{UUID(int=1).hex}', '{AT}', 'x', 'x')",
            "position 99 does not belong",
        ),
        (
            "INSERT INTO entries SELECT 4, entry, clock, os_user, host FROM entries"
            " WHERE position = 3",
            "position 4 does not belong",
        ),
    ],
)
def test_impossible_rows_are_found_without_a_seal(register, path, statement, what):
    """Verification finds impossible context rows even without a seal.

    Such rows have invalid values, or do not belong to an entry.
    """
    tamper(path, statement)
    assert what in "; ".join(found(register.engine))


def test_an_undecodable_text_is_named_by_its_position(register, path):
    """If a string in the context is not UTF-8, verification names the position and continues."""
    tamper(path, "UPDATE entries SET host = CAST(x'ff' AS TEXT) WHERE position = 3")
    with register.engine.connect() as connection:
        told = examine(connection).findings
    assert "event 3 has a text that is not UTF-8" in [one.what for one in told]


def test_many_stray_rows_are_counted(register, path):
    """If there are many stray rows, verification lists some of them and counts the others."""
    planted = f"INSERT INTO entries VALUES (%d, '{UUID(int=1).hex}', '{AT}', 'x', 'x')"
    tamper(path, *(planted % position for position in range(100, 200)))
    told = found(register.engine)
    assert len(told) == health.MOST + 1
    assert told[-1] == f"{100 - health.MOST} more rows of entries do not belong to an entry"


# --- Marks ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("is_test", [True, False])
def test_a_test_register_is_marked_when_it_is_created(tmp_path, is_test):
    """A register is marked as a test register, if at all, when Dragoman creates it."""
    path = tmp_path / "register.db"
    create_register(path, NOON, test=is_test)
    with open_register(path).connect() as connection:
        assert is_for_tests(connection) is is_test


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE marks SET value = 'x'",
        "UPDATE marks SET name = 'x'",
        "DELETE FROM marks",
        "INSERT OR REPLACE INTO marks VALUES ('test', 'x')",
        "REPLACE INTO marks VALUES ('test', 'x')",
    ],
)
def test_a_mark_is_never_changed(tmp_path, statement):
    """The mark of a test register cannot change, even while the register has no events."""
    path = tmp_path / "register.db"
    create_register(path, NOON, test=True)
    before = dump(path)
    with pytest.raises(sqlite3.IntegrityError):
        change(path, statement)
    assert dump(path) == before


# --- The machine ---------------------------------------------------------------------------------


def test_the_account_is_that_of_the_operating_system(monkeypatch):
    """The account comes from the operating system, not from environment variables.

    Any user can set environment variables.
    """
    from os import geteuid
    from pwd import getpwuid

    for name in ("LOGNAME", "USER", "LNAME", "USERNAME", "HOSTNAME"):
        monkeypatch.setenv(name, "mallory")
    this_machine.cache_clear()
    here = this_machine()
    this_machine.cache_clear()
    assert here.os_user == getpwuid(geteuid()).pw_name
    assert "mallory" not in (here.os_user, here.host)


def test_an_account_without_a_passwd_entry_has_its_number(monkeypatch):
    """If an account has no passwd entry, as in some containers, its name is the user id."""
    monkeypatch.setattr(machine.os, "geteuid", lambda: 123456789)
    this_machine.cache_clear()
    here = this_machine()
    this_machine.cache_clear()
    assert here.os_user == "uid 123456789"


def test_an_undecodable_name_is_kept_escaped(engine, monkeypatch):
    """Dragoman stores the bytes of a host name that is not UTF-8 as escape sequences."""
    assert machine.storable("h\udcffost") == "h\\udcffost"


def test_a_recorder_may_name_another_machine(engine):
    """If the caller passes another machine, the recorder stores its account and host."""
    from eventsourcing.persistence import StoredEvent

    register = Register(engine, "officer", Clock())
    event = StoredEvent(number(1), 1, "MeetingHeld", b"{}")
    register.recorder.insert_events([event], machine=Machine("lea", "desk-3"))
    with engine.connect() as connection:
        assert circumstances(connection, 1)[1:] == ("lea", "desk-3")
