"""Recording in bulk, compared with ``executemany`` and with the event sourcing library.

``executemany`` writes the rows into the simplest possible table, and into a register's table, which
has triggers against tampering. The library's store takes the same events in batches of the same
size. The library's store records no author, time or reason, and does not prevent changes to events.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any

from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteDatastore

from dragoman.projections.build import uncollected
from dragoman.store.log.mapper import Envelope, EnvelopeMapper
from tests.benchmarks.material import BULK, envelopes, record, register_of
from tests.benchmarks.measure import Ratio, compared

SIZES = (100_000, 1_000_000)
ROUNDS = 3

_TABLE = """
CREATE TABLE events (position INTEGER PRIMARY KEY, originator_id TEXT, originator_version INTEGER,
topic TEXT, state BLOB, entry TEXT, recorded_at TEXT, recorded_by TEXT, reason TEXT,
UNIQUE (originator_id, originator_version))
"""


def run(folder: Path) -> Iterator[Ratio]:
    """Return the time ratios; a ratio of 2 means half the speed of the baseline."""
    for size in SIZES:
        events = envelopes(size)
        rows = _rows(folder, events)
        ours = _on_new_file(folder, _recorded, events)
        for name, other, bound in (
            ("plain rows", _on_new_file(folder, _in_plain_table, rows), "at most 2"),
            ("rows of a register", _on_new_file(folder, _in_register, rows), ""),
            ("the library's store", _on_new_file(folder, _in_library, events), ""),
        ):
            yield compared(f"record {size:,} events, {name}", ours, other, bound, ROUNDS)


_numbers = count()


def _on_new_file(folder: Path, write: Callable[[Path, Any], None], what: Any) -> Callable[[], None]:
    """Return a function that calls ``write`` with the path of a new file, and deletes the file."""

    def once() -> None:
        path = folder / f"{next(_numbers)}.db"
        with uncollected():  # an import turns off the garbage collector, too
            write(path, what)
        path.unlink()

    return once


def _recorded(path: Path, events: list[Envelope]) -> None:
    register = register_of(path, 0)
    record(register, events, BULK)
    register.engine.dispose()


def _in_plain_table(path: Path, rows: Sequence[tuple[object, ...]]) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(_TABLE)
        _insert(connection, rows)


def _in_register(path: Path, rows: Sequence[tuple[object, ...]]) -> None:
    register_of(path, 0).engine.dispose()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        _insert(connection, rows)


def _insert(connection: sqlite3.Connection, rows: Sequence[tuple[object, ...]]) -> None:
    connection.execute("PRAGMA synchronous = FULL")
    for start in range(0, len(rows), BULK):
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(
            "INSERT INTO events VALUES (?,?,?,?,?,?,?,?,?)", rows[start : start + BULK]
        )
        connection.execute("COMMIT")


def _in_library(path: Path, events: list[Envelope]) -> None:
    datastore = SQLiteDatastore(str(path))
    recorder = SQLiteApplicationRecorder(datastore)
    recorder.create_table()
    to_stored = EnvelopeMapper().to_stored_event
    for start in range(0, len(events), BULK):
        recorder.insert_events([to_stored(event) for event in events[start : start + BULK]])
    datastore.close()


def _rows(folder: Path, events: list[Envelope]) -> list[tuple[object, ...]]:
    path = folder / "rows.db"
    _recorded(path, events)
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT * FROM events ORDER BY position").fetchall()
    path.unlink()
    return rows
