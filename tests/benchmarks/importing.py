"""Importing a table by a mapping, against ``executemany`` of the same rows by the plain driver.

And against saving the same events through the event sourcing library's own SQLite store, in
batches of the same size. The views are brought up to date apart: see ``building``.
"""

import csv
import random
import sqlite3
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

from tests.benchmarks.measure import Ratio, compared

ROWS = 20_000

MAPPING = """\
dataset: benchmark
source: {title: A list, publisher: Somebody}
key: [id]
record:
  kind: visit
  status: concluded
  title: {text: "Visit of {guest}"}
  occurred: {column: from, until: to}
  place: {column: place}
  host: {column: host}
  parties: [{column: country}, {column: host}]
  participants: [{name: {column: guest}, post: {column: post}, side: {column: country}}]
  level: {column: level}
  topics: [{column: topics, split: ";"}]
  summary: {column: summary}
"""
COLUMNS = "id from to guest post country host place level topics summary".split()
CODES = "AZ IQ DE FR TR GB IT ES PL UA GE KZ UZ CN JP IN BR EG SA QA".split()


def write_table(path: Path, rows: int) -> None:
    """A CSV file of so many visits, by some thousands of people."""
    chance = random.Random(1)
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(COLUMNS)
        for number in range(rows):
            first = date(1990, 1, 1) + timedelta(days=chance.randrange(12_000))
            last = first + timedelta(days=chance.randrange(3))
            person = chance.randrange(5_000)
            guest, host = CODES[person % 20], CODES[(person + 1 + chance.randrange(19)) % 20]
            out.writerow(
                [
                    *(f"R{number}", first, last, f"Person {person}", "foreign minister"),
                    *(guest, host, f"City {chance.randrange(300)}", "working", "trade; energy"),
                    f"Talks number {number} on this and that, with some words.",
                ]
            )


def run(folder: Path, rows: int = ROWS) -> Iterator[Ratio]:
    """The ratios of times: 2 is half of the plain speed."""
    numbers = count()
    table, mapping = folder / "table.csv", folder / "mapping.yaml"
    write_table(table, rows)
    mapping.write_text(MAPPING)
    first = folder / "first.db"
    imported(table, mapping, first)
    events = stored(first)
    sizes = batches(first)

    def ours() -> None:
        imported(table, mapping, folder / f"ours-{next(numbers)}.db")

    def plain() -> None:
        with sqlite3.connect(folder / f"plain-{next(numbers)}.db", isolation_level=None) as one:
            one.execute("PRAGMA journal_mode = WAL")
            one.execute("PRAGMA synchronous = FULL")
            one.execute(_TABLE)
            for start, end in sizes:
                one.execute("BEGIN IMMEDIATE")
                one.executemany("INSERT INTO events VALUES (?,?,?,?,?,?,?,?,?)", events[start:end])
                one.execute("COMMIT")

    library = _library(folder, numbers, events, sizes)
    what = f"import {rows:,} rows ({len(events):,} events)"
    yield compared(f"{what}, executemany", ours, plain, "at most 2", rounds=2)
    yield compared(f"{what}, the library's store", ours, library, "", rounds=2)


_TABLE = """
CREATE TABLE events (position INTEGER PRIMARY KEY, originator_id TEXT, originator_version INTEGER,
topic TEXT, state BLOB, entry TEXT, recorded_at TEXT, recorded_by TEXT, reason TEXT,
UNIQUE (originator_id, originator_version))
"""


def imported(table: Path, mapping: Path, register: Path) -> Any:
    """Import a table into a new register; return what came of it."""
    from cli.imports.mapping import open_mapped, read_mapping
    from cli.imports.run import Run, Wanted
    from cli.output import Output
    from cli.session import Session
    from projections.views import open_views

    session = Session(register, Output())
    dataset = open_mapped(table, read_mapping(str(mapping), lambda _: b"", session.today))
    session.register()
    views = open_views(session.engine, register.with_suffix(".views"))
    views.refresh()
    tally = Run(session, views, dataset, Wanted(), "benchmark", lambda _: None).perform()
    session.close()
    views.engine.dispose()
    return tally


def stored(register: Path) -> list[tuple[Any, ...]]:
    """All events of a register, as they are stored."""
    with sqlite3.connect(register) as one:
        return one.execute("SELECT * FROM events ORDER BY position").fetchall()


def batches(register: Path) -> list[tuple[int, int]]:
    """Where each entry begins and ends among the events."""
    query = "SELECT min(position) - 1, max(position) FROM events GROUP BY entry ORDER BY 1"
    with sqlite3.connect(register) as one:
        return [(start, end) for start, end in one.execute(query)]


def _library(
    folder: Path,
    numbers: Iterator[int],
    events: list[tuple[Any, ...]],
    sizes: list[tuple[int, int]],
) -> Any:
    """Saving the same events with the recorder of the library, which has no mapper to run."""
    from eventsourcing.persistence import StoredEvent
    from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteDatastore

    def save() -> None:
        store = SQLiteDatastore(str(folder / f"library-{next(numbers)}.db"))
        recorder = SQLiteApplicationRecorder(store)
        recorder.create_table()
        for start, end in sizes:
            some = [StoredEvent(UUID(one[1]), one[2], one[3], one[4]) for one in events[start:end]]
            recorder.insert_events(some)
        store.close()

    return save
