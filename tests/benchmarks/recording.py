"""Recording in bulk, against ``executemany`` of the same rows by the plain driver."""

import sqlite3
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from tests.benchmarks.material import ENTRY, envelopes, record, register_of
from tests.benchmarks.measure import Ratio, compared

EVENTS = 50_000

_TABLE = """
CREATE TABLE events (position INTEGER PRIMARY KEY, originator_id TEXT, originator_version INTEGER,
topic TEXT, state BLOB, entry TEXT, recorded_at TEXT, recorded_by TEXT, reason TEXT,
UNIQUE (originator_id, originator_version))
"""


def run(folder: Path) -> Iterator[Ratio]:
    """The ratio of times: 4 is a quarter of the plain speed."""
    numbers = count()
    events = envelopes(EVENTS)
    rows = _rows(folder, EVENTS)

    def ours() -> None:
        record(register_of(folder / f"ours-{next(numbers)}.db", 0), events)

    def plain() -> None:
        with sqlite3.connect(folder / f"plain-{next(numbers)}.db", isolation_level=None) as one:
            one.execute("PRAGMA journal_mode = WAL")
            one.execute("PRAGMA synchronous = FULL")
            one.execute(_TABLE)
            for start in range(0, len(rows), ENTRY):
                one.execute("BEGIN IMMEDIATE")
                some = rows[start : start + ENTRY]
                one.executemany("INSERT INTO events VALUES (?,?,?,?,?,?,?,?,?)", some)
                one.execute("COMMIT")

    yield compared(f"record {EVENTS:,} events, {ENTRY} an entry", ours, plain, "at most 4")


def _rows(folder: Path, count: int) -> list[tuple[object, ...]]:
    path = folder / "rows.db"
    register_of(path, count)
    with sqlite3.connect(path) as one:
        return one.execute("SELECT * FROM events ORDER BY position").fetchall()
