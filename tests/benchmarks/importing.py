"""The time to import a table with a mapping, compared with the SQLite driver's ``executemany``.

The benchmark also compares the import with the event sourcing library's own SQLite store, which
saves the same events in batches of the same size. Another ratio covers only the time to encode and
store events that are already in memory. For the time to update the views, see ``building``.
"""

import csv
import random
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any
from uuid import UUID

from dragoman.projections.build import uncollected
from dragoman.store import Location
from dragoman.store.engines.sqlite import create_register
from dragoman.store.log.codec import decode
from dragoman.store.log.mapper import Envelope
from tests.benchmarks.material import PendingEntry, by, register_of
from tests.benchmarks.measure import Ratio, cpu_seconds, peak_memory, seconds

SIZES = (95_000,)
MILLION = (995_000,)
"""The numbers of rows to import.

With 5,000 people, an import gives about as many events as the other benchmarks use.
"""

ROWS = 100_000
"""The number of rows in the table for the complete commands."""

NEW, UNCHANGED, SEARCH = 20, 2, 2
"""Time limits in seconds: for new rows with views, unchanged rows, and the first search."""

MEMORY = 150
"""The memory limit for an import, in MB."""

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
    """Write a CSV table of visits in random order.

    The same number of rows always gives the same table.
    """
    chance = random.Random(1)
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(COLUMNS)
        for number in range(rows):
            first = date(1990, 1, 1) + timedelta(days=chance.randrange(9_000))
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


def run(folder: Path) -> Iterator[Ratio]:
    """Return ratios of time, memory and bytes; a time ratio of 2 means half the driver's speed."""
    mapping = folder / "mapping.yaml"
    mapping.write_text(MAPPING)
    yield from _whole(folder, mapping)
    yield from _imported(folder, mapping, SIZES)


def run_million(folder: Path) -> Iterator[Ratio]:
    """Return the ratios of an import of about a million events."""
    mapping = folder / "mapping.yaml"
    mapping.write_text(MAPPING)
    yield from _imported(folder, mapping, MILLION)


def _imported(folder: Path, mapping: Path, sizes: Sequence[int]) -> Iterator[Ratio]:
    """Return the ratios for tables of these sizes."""
    for rows in sizes:
        table, register = folder / f"{rows}.csv", folder / f"{rows}.db"
        write_table(table, rows)
        taken, memory = apart(table, mapping, register)
        yield from _compared(folder, register, rows, taken)
        yield Ratio(
            f"import {rows:,} rows, peak memory in MB", memory / 1e3, MEMORY / 1e3, "at most 1"
        )
        for file in folder.glob("*.db*"):
            file.unlink()


def _whole(folder: Path, mapping: Path) -> Iterator[Ratio]:
    """Measure the CPU time of complete imports, and of other programs that load the same table."""
    table, register = folder / "whole.csv", folder / "whole.db"
    write_table(table, ROWS)
    files = tuple(map(str, (table, mapping, folder / "apart.db")))
    code = f"from tests.benchmarks.importing import Path, imported; imported(*map(Path, {files!r}))"
    new = cpu_seconds([sys.executable, "-c", code], {})
    yield Ratio(f"import {ROWS:,} new rows with views, CPU", new, NEW, "at most 1")
    environment = {"HOME": str(folder), "XDG_CACHE_HOME": str(folder / "cache")}
    environment |= {"DRAGOMAN_REGISTER": str(register)}
    command = [str(Path(sys.executable).parent / "dragoman"), "import", str(table), "--map"]
    whole = cpu_seconds([*command, str(mapping)], environment)
    yield Ratio(f"import {ROWS:,} new rows with views and index, CPU", whole, NEW, "")
    search = cpu_seconds([command[0], "search", "minister"], environment)
    yield Ratio(f"first search after {ROWS:,} new rows, CPU", search, SEARCH, "at most 1")
    unchanged = cpu_seconds([*command, str(mapping)], environment)
    yield Ratio(f"import {ROWS:,} unchanged rows, CPU", unchanged, UNCHANGED, "at most 1")
    for program, (load, share) in LOADING.items():
        if shutil.which(program) is None:
            print(f"{program:<58} left out: {program} is not installed")
            continue
        theirs = cpu_seconds([program, *load(table, folder)], environment)
        yield Ratio(f"import {ROWS:,} new rows, {program}, CPU", new, theirs, share)


def _rows(table: Path) -> Iterator[dict[str, str]]:
    with table.open(newline="", encoding="utf-8") as file:
        yield from csv.DictReader(file)


def _hledger(table: Path, folder: Path) -> list[str]:
    journal = folder / "whole.journal"
    with journal.open("w") as file:
        for row in _rows(table):
            tags = ", ".join(f"{name}: {row[name]}" for name in ("to", "post", "place", "level"))
            file.write(
                f"{row['from']} ({row['id']}) {row['guest']} | {row['summary']}\n"
                f"    ; {tags}, topics: {row['topics']}\n"
                f"    guests:{row['country']}  1\n    hosts:{row['host']}\n\n"
            )
    return ["-f", str(journal), "stats"]


def _beancount(table: Path, folder: Path) -> list[str]:
    ledger = folder / "whole.beancount"
    with ledger.open("w") as file:
        for code in CODES:
            file.write(f"1900-01-01 open Assets:{code}\n1900-01-01 open Income:{code}\n")
        for row in _rows(table):
            names = ("id", "post", "place", "level", "topics")
            tags = "".join(f'  {name}: "{row[name]}"\n' for name in names)
            file.write(
                f'{row["from"]} * "{row["guest"]}" "{row["summary"]}"\n  to: {row["to"]}\n{tags}'
                f"  Assets:{row['country']}  1 VISIT\n  Income:{row['host']}\n\n"
            )
    return ["--no-cache", str(ledger)]


LOADING: dict[str, tuple[Callable[[Path, Path], list[str]], str]] = {
    "hledger": (_hledger, "at most 1"),
    "bean-check": (_beancount, "at most 0.5"),
}
"""Programs that load a file with the same entries.

Each program has a function that writes the file and returns the command, and a target ratio.
"""


def apart(table: Path, mapping: Path, register: Path) -> tuple[float, float]:
    """Import a table in a separate process; return its time in seconds and peak memory in MB."""
    seconds_file = register.with_suffix(".seconds")
    files = tuple(map(str, (table, mapping, register)))
    memory = peak_memory(
        "from tests.benchmarks.importing import Path, imported, seconds\n"
        f"files = [Path(file) for file in {files!r}]\n"
        "taken = seconds(lambda: imported(*files))\n"
        f"Path({str(seconds_file)!r}).write_text(str(taken))"
    )
    return float(seconds_file.read_text()), memory


def _compared(folder: Path, register: Path, rows: int, ours: float) -> Iterator[Ratio]:
    """Compare an import with the plain driver and with the library's store, for the same events."""
    sizes = batches(register)
    count = sizes[-1][1]
    what = f"import {rows:,} rows ({count:,} events)"
    plain = _plain(register, folder / "plain.db", sizes)
    yield Ratio(f"{what}, executemany", ours, plain, "at most 2")
    storing = _storing(register, folder / "again.db", sizes)
    yield Ratio(f"{what}, storing alone, executemany", storing, plain, "at most 2")
    library = _library(register, folder / "library.db", sizes)
    yield Ratio(f"{what}, the library's store", ours, library, "")
    bytes_ = register.stat().st_size / rows / 1e3
    plainly = (folder / "plain.db").stat().st_size / rows / 1e3
    yield Ratio(f"{what}, bytes of the register a row", bytes_, plainly, "")


@uncollected()
def _plain(register: Path, path: Path, sizes: list[tuple[int, int]]) -> float:
    """Return how long the driver takes to insert rows that are already in memory."""
    taken = 0.0
    with sqlite3.connect(path, isolation_level=None) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(_TABLE)
        for start, end in sizes:
            some = stored(register, start, end)
            started = perf_counter()
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany("INSERT INTO events VALUES (?,?,?,?,?,?,?,?,?)", some)
            connection.execute("COMMIT")
            taken += perf_counter() - started
    return taken


@uncollected()
def _storing(register: Path, path: Path, sizes: list[tuple[int, int]]) -> float:
    """Return how long a register takes to encode and store events that are already in memory."""
    again = register_of(path, 0)
    taken = 0.0
    for start, end in sizes:
        some = [
            Envelope(UUID(item[1]), item[2], decode(*item[3:5]))
            for item in stored(register, start, end)
        ]
        taken += seconds(lambda: again.save(PendingEntry(some), **by(again)))  # noqa: B023
    again.engine.dispose()
    return taken


_TABLE = """
CREATE TABLE events (position INTEGER PRIMARY KEY, originator_id TEXT, originator_version INTEGER,
topic TEXT, state BLOB, entry TEXT, recorded_at TEXT, recorded_by TEXT, reason TEXT,
UNIQUE (originator_id, originator_version))
"""


def imported(table: Path, mapping: Path, register: Path) -> Any:
    """Import a table into a new register; return the result of the import."""
    from dragoman.cli.output import Output
    from dragoman.cli.session import Session
    from dragoman.exchange.context import ExchangeContext
    from dragoman.exchange.imports.run import ImportOptions, Run
    from dragoman.exchange.mappings.mapping import open_mapped, read_mapping
    from dragoman.projections.views import open_views

    create_register(register, datetime.now(UTC))
    session = Session(Location(register), Output())
    dataset = open_mapped(table, read_mapping(str(mapping), lambda _: b"", session.today))
    views = open_views(session.engine, register.with_suffix(".views"))
    views.refresh()
    context = ExchangeContext(session.register(), views, session.today)
    tally = Run(context, dataset, ImportOptions(), "benchmark", lambda _: None).perform()
    session.close()
    views.engine.dispose()
    return tally


def stored(register: Path, start: int, end: int) -> list[tuple[Any, ...]]:
    """Return the events of a register in their stored form."""
    with sqlite3.connect(register) as connection:
        query = "SELECT * FROM events WHERE position > ? AND position <= ? ORDER BY position"
        return connection.execute(query, (start, end)).fetchall()


def batches(register: Path) -> list[tuple[int, int]]:
    """Return the start and end of each entry's slice of the list of events."""
    query = "SELECT min(position) - 1, max(position) FROM events GROUP BY entry ORDER BY 1"
    with sqlite3.connect(register) as connection:
        return [(start, end) for start, end in connection.execute(query)]


@uncollected()
def _library(register: Path, path: Path, sizes: list[tuple[int, int]]) -> float:
    """Return how long the library's recorder takes to insert events already in memory."""
    from eventsourcing.persistence import StoredEvent
    from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteDatastore

    store = SQLiteDatastore(str(path))
    recorder = SQLiteApplicationRecorder(store)
    recorder.create_table()
    taken = 0.0
    for start, end in sizes:
        some = [StoredEvent(UUID(item[1]), *item[2:5]) for item in stored(register, start, end)]
        taken += seconds(lambda: recorder.insert_events(some))  # noqa: B023
    store.close()
    return taken
