"""A register on a PostgreSQL server, compared with the event sourcing library and with COPY.

The benchmark starts a server of its own, on a disk and with ``fsync``, because waiting for the disk
is a part of recording. Every writer is a process with a copy of the log of its own, as if it were
on another machine. The library's store records no author, time or reason, does not prevent changes
to events, and keeps no copies.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from importlib.util import find_spec
from itertools import count, islice
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import psycopg
from attrs import frozen

from dragoman.domain import use_cases
from dragoman.domain.dates import parse_date
from dragoman.domain.engagement import Particulars
from dragoman.domain.meeting import KIND as MEETING
from dragoman.domain.meeting import MeetingHeld
from dragoman.domain.participant import Participant
from dragoman.domain.party import PartyRegistered
from dragoman.projections.views import open_views
from dragoman.store import Location, servers
from dragoman.store.engines.opening import open_register
from dragoman.store.engines.postgresql import local_copy
from dragoman.store.engines.postgresql.copying import EVENT_TYPES, send
from dragoman.store.engines.postgresql.engine import ServerRegister
from dragoman.store.engines.postgresql.server import Server
from dragoman.store.engines.register_file import open_file
from dragoman.store.log.entry import Basis, EntryMeta
from dragoman.store.log.mapper import Envelope, EnvelopeMapper
from dragoman.store.log.recorder import RegisterRecorder, utc_now
from dragoman.store.log.register import Register
from dragoman.store.machine import this_machine
from dragoman.store.proof.verification import examine
from tests import servers as cluster
from tests.benchmarks.building import build
from tests.benchmarks.material import ENTRY, envelopes, register_of
from tests.benchmarks.measure import Ratio, compared
from tests.benchmarks.writers import Act, Prepare, in_turn, writers
from tests.proxy import Proxy
from tests.servers import PORT

if TYPE_CHECKING:
    from eventsourcing.persistence import StoredEvent
    from eventsourcing.postgres import PostgresApplicationRecorder

DISK = Path("/var/tmp")
"""Where the server has its data: a folder on a disk, not in memory."""

OPTIONS = (
    "fsync=on",
    "synchronous_commit=on",
    "full_page_writes=on",
    "shared_buffers=256MB",
    "max_wal_size=4GB",
)
DESK = "desk"
"""The role with which writers record."""

WRITERS = (1, 8, 32)
DURATION = 1.5
"""How long a round of writers takes, in seconds."""

BULK = ((500, 20), (5_000, 2))
"""The numbers of events of an entry and of entries that are recorded in bulk."""

EVENTS = 100_000
PAGE = 5_000
ROUNDS = 3
LONG_ROUNDS = 1
"""The rounds of what takes many seconds."""
FAR_DURATION = 6.0
FAR, NEAR = 4, 8
"""The numbers of desks far from the server, and near it."""

ROUND_TRIP = 0.08
"""The time that an answer from the server takes to a far desk, in seconds."""

Row = tuple[Any, ...]

LIBRARY_TWICE = "at most 0.5"
COPY_HALF = "at most 2"


def run(folder: Path) -> Iterator[Ratio]:
    """Return the time ratios; nothing if no server is installed."""
    with server() as started:
        if started is None:
            print("serving: left out: PostgreSQL is not installed")
            return
        for benchmark in (one_entry, far_desks, bulk, catching_up, copying):
            yield from benchmark(started, folder)


# --- The server ---------------------------------------------------------------------------------


@frozen
class Cluster:
    """The server of the benchmark."""

    folder: Path

    def database(self, name: str) -> str:
        """Create an empty database; return its URL."""
        with cluster.connected(self.folder, "postgres") as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)".encode())
            connection.execute(f"CREATE DATABASE {name}".encode())
        return cluster.url(self.folder, name)

    def register(self, name: str) -> Location:
        """Create a register; return its location for a desk."""
        owner = Location.parse(self.database(name))
        servers.create_on_server(owner, datetime.now(UTC))
        return self.for_desk(owner, name)

    def for_desk(self, owner: Location, name: str) -> Location:
        """Let the desks record in a register; return its location for them."""
        servers.grant(owner, DESK, "recorder")
        return Location.parse(cluster.url(self.folder, name, DESK))

    def plain(self, name: str) -> psycopg.Connection[Row]:
        """Create a table without triggers in a new database; return a connection to it."""
        connection = psycopg.connect(self.database(name), autocommit=True)
        connection.execute(PLAIN)
        return connection

    def execute(self, database: str, *statements: str) -> None:
        """Run statements as the administrator."""
        with cluster.connected(self.folder, database) as connection:
            for one in statements:
                connection.execute(one.encode())

    def library(self, name: str, *, functions: bool = False) -> "PostgresApplicationRecorder":
        """Return the library's recorder on a database."""
        from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore

        place = (name, str(self.folder), PORT, "postgres", "")
        return PostgresApplicationRecorder(PostgresDatastore(*place, enable_db_functions=functions))

    def new_library(self, name: str) -> "PostgresApplicationRecorder":
        """Create the library's table in a new database; return the recorder."""
        self.database(name)
        recorder = self.library(name)
        recorder.create_table()
        return recorder


@contextmanager
def server() -> Iterator[Cluster | None]:
    """Start a server that writes to a disk; ``None`` if no server is installed."""
    if cluster.programs() is None:
        yield None
        return
    folder = Path(mkdtemp(prefix="dragoman-server-", dir=DISK if DISK.exists() else None))
    try:
        cluster.start(folder, cluster.PORT, *OPTIONS)
        started = Cluster(folder)
        started.execute("postgres", f"CREATE ROLE {DESK} LOGIN")
        yield started
    finally:
        cluster.stop_in(folder)


_numbers = count()


def opened(location: Location, folder: Path) -> ServerRegister:
    """Open a register as on a machine that has never opened it."""
    cache = Path(mkdtemp(prefix="cache-", dir=folder))
    engine = open_register(location, lambda: cache)
    assert isinstance(engine, ServerRegister)
    return engine


# --- One entry ----------------------------------------------------------------------------------


def one_entry(started: Cluster, folder: Path) -> Iterator[Ratio]:
    """Return the time from one entry to the next, of all writers, and the library's."""
    if find_spec("psycopg_pool") is None:
        print("serving: the library is left out: psycopg_pool is not installed")
        return
    location = started.register("entries")
    for name in ("ordered", "unordered"):
        started.new_library(name).datastore.close()  # its threads are not to be forked
    for number in WRITERS:
        prepare = partial(_recorders, started, location, folder)
        with writers([prepare] * number) as pipes:
            found = in_turn(pipes, ("ours", "alone", "ordered", "unordered"), DURATION, ROUNDS)
        ours, alone, ordered, unordered = (one.interval for one in found.values())
        what = f"one entry, {number} writer{'s' if number > 1 else ''}"
        yield Ratio(f"{what}, the library's recorder", ours, ordered, LIBRARY_TWICE)
        yield Ratio(f"{what}, without local copies, the library's", alone, ordered, "")
        yield Ratio(f"{what}, the library's without order", ours, unordered, "")


def _recorders(started: Cluster, location: Location, folder: Path) -> Mapping[str, Act]:
    """Return the ways to record an entry."""
    engine = opened(location, folder)
    recorder = RegisterRecorder(engine)
    position = engine.copy.head().position

    def alone() -> None:
        nonlocal position
        stored = meeting()
        meta = EntryMeta(uuid4(), "", "", utc_now(), this_machine(), basis(position, stored))
        position = engine.server.append(stored, meta).position

    def ours() -> None:
        stored = meeting()
        known = recorder.max_notification_id() or 0
        recorder.insert_events(stored, basis=basis(known, stored))

    ordered = started.library("ordered")
    unordered = started.library("unordered", functions=True)
    return {
        "ours": ours,
        "alone": alone,
        "ordered": lambda: ordered.insert_events(meeting()),
        "unordered": lambda: unordered.insert_events(meeting()),
    }


def meeting() -> "Sequence[StoredEvent]":
    """Return the events of an entry: a meeting, and a person who is new."""
    name = f"Person {uuid4().hex}"
    facts: dict[str, Any] = {
        "title": "Talks",
        "occurred": parse_date("2025-04-20"),
        "parties": ("AZ", "IQ"),
        "participants": (Participant(name=name, side="AZ"),),
    }
    events = (MeetingHeld(**facts), PartyRegistered(name=name, side="AZ"))
    to_stored = EnvelopeMapper().to_stored_event
    return [to_stored(Envelope(uuid4(), 1, event)) for event in events]


def basis(position: int, stored: "Sequence[StoredEvent]") -> Basis:
    """Return what a decision rests on: as many keys as those of a real act."""
    touches = keys(stored)
    return Basis(position, touches[:3], touches)


def keys(stored: "Sequence[StoredEvent]") -> Sequence[str]:
    """Return as many keys as real events touch."""
    return [f"{one.originator_id}{key}" for one in stored for key in range(4)]


# --- Far desks ----------------------------------------------------------------------------------

STATES = "AZ IQ TR GE KZ DE FR IT GB US UZ TM KG TJ IR AM RU UA PL CZ SK HU RO BG".split()


def far_desks(started: Cluster, folder: Path) -> Iterator[Ratio]:
    """Return the times of desks far and near, and those of decisions under the lock."""
    location = started.register("desks")
    line = Proxy(str(started.folder / f".s.PGSQL.{PORT}"), ROUND_TRIP / 2)
    far = Location.parse(f"postgresql://{DESK}@127.0.0.1:{line.port}/desks")
    places = [far] * FAR + [location] * NEAR
    prepares: list[Prepare] = [
        partial(_desk, place, folder, (STATES[2 * number], STATES[2 * number + 1]))
        for number, place in enumerate(places)
    ]
    with line, writers(prepares) as pipes:
        found = in_turn(pipes, ("ours", "under the lock"), FAR_DURATION, ROUNDS)
    ours, locked = found["ours"], found["under the lock"]
    what = f"{FAR} desks at {ROUND_TRIP * 1e3:.0f} ms, {NEAR} near"
    yield Ratio(f"{what}: one entry, under the lock", ours.interval, locked.interval, "")
    for name, some in (("far", slice(FAR)), ("near", slice(FAR, None))):
        for percent in (50, 99):
            of = (one.percentile(percent, some) for one in (ours, locked))
            yield Ratio(f"{what}: {name} p{percent}, under the lock", *of, "")


def _desk(place: Location, folder: Path, states: tuple[str, str]) -> Mapping[str, Act]:
    """Return the ways in which a desk records meetings; each has people of its own."""
    engine = opened(place, folder)
    views = open_views(engine, folder / f"views-{os.getpid()}.db")
    register = Register(engine, "bench")
    return {
        "ours": lambda: register.record(_meet(states), views),
        "under the lock": lambda: register.record(_meet(states), views, in_turn=True),
    }


def _meet(states: tuple[str, str]) -> Callable[[Any], Any]:
    """Return a use case that records a meeting with a new participant."""
    facts = Particulars(
        title="Talks",
        occurred=parse_date("2025-04-20"),
        parties=states,
        participants=(Participant(name=f"Person {uuid4().hex}", side=states[0]),),
    )
    return lambda uow: use_cases.engage(uow, MEETING, uuid4(), "held", facts)


# --- Bulk ---------------------------------------------------------------------------------------

PLAIN = """
CREATE TABLE plain (position bigint PRIMARY KEY, originator_id uuid NOT NULL,
  originator_version integer NOT NULL, topic text NOT NULL, state bytea NOT NULL,
  entry uuid NOT NULL, recorded_at timestamptz NOT NULL, recorded_by text NOT NULL,
  reason text NOT NULL, UNIQUE (originator_id, originator_version));
CREATE INDEX plain_entry ON plain (entry)
"""
"""A table with the columns and the indexes of the events, but without triggers."""


def bulk(started: Cluster, folder: Path) -> Iterator[Ratio]:
    """Return the time of long entries, and that of COPY of the same rows."""
    for size, entries in BULK:
        name = f"bulk_{size}"
        recorder = RegisterRecorder(opened(started.register(name), folder))
        plain = started.plain(f"plain_{size}")
        stored = stored_events(size * entries * (ROUNDS + 1))
        batches = [stored[start : start + size] for start in range(0, len(stored), size)]
        rows = iter(list(rows_of(batches)))
        ours = partial(_record, recorder, iter([(one, keys(one)) for one in batches]), entries)
        copy = partial(_copy, plain, rows, size, entries)
        what = f"{entries} entries of {size:,} events"
        yield compared(f"{what}, COPY", ours, copy, COPY_HALF, ROUNDS)
        recorder.engine.dispose()
        plain.close()


def _record(
    recorder: RegisterRecorder,
    batches: "Iterator[tuple[Sequence[StoredEvent], Sequence[str]]]",
    many: int,
) -> None:
    """Record some entries, each in one call."""
    for batch, touches in islice(batches, many):
        known = recorder.max_notification_id() or 0
        recorder.insert_events(batch, basis=Basis(known, (), touches))


def _copy(plain: psycopg.Connection[Row], rows: Iterator[Row], size: int, many: int) -> None:
    """Copy rows to a plain table, so many in one transaction."""
    for _ in range(many):
        with plain.cursor() as cursor, cursor.copy("COPY plain FROM STDIN (FORMAT BINARY)") as copy:
            copy.set_types(EVENT_TYPES)
            for row in islice(rows, size):
                copy.write_row(row)


def stored_events(number: int) -> "list[StoredEvent]":
    """Return events like those of a desk officer."""
    to_stored = EnvelopeMapper().to_stored_event
    return [to_stored(one) for one in envelopes(number)]


def rows_of(batches: "Iterable[Sequence[StoredEvent]]") -> Iterator[Row]:
    """Yield the rows of a table of events, one entry a batch."""
    positions = count(1)
    for batch in batches:
        entry, now = uuid4(), datetime.now(UTC)
        for one in batch:
            of_record = (UUID(str(one.originator_id)), one.originator_version)
            yield (next(positions), *of_record, one.topic, one.state, entry, now, DESK, "")


# --- Catching up --------------------------------------------------------------------------------


def catching_up(started: Cluster, folder: Path) -> Iterator[Ratio]:
    """Return the time to get a whole register, and the views from it."""
    file = _register_file(folder)
    yield _sending(started, file)
    location = _on_server(started, file, "whole")
    copied = partial(_copy_and_forget, location, folder)
    with psycopg.connect(location.url, autocommit=True) as reader:
        fetched, read = partial(_fetch, Server(location), reader), partial(_read, reader)
        what = f"{EVENTS:,} events"
        views, of_file = partial(_view, location, folder), partial(_view_file, file, folder)
        yield compared(f"{what}, new copy and views; of a file", views, of_file, "", LONG_ROUNDS)
        yield compared(f"{what}, new copy; COPY read to the end", copied, read, "", ROUNDS)
        yield compared(f"{what}, rows; COPY read to the end", fetched, read, COPY_HALF, ROUNDS)
        if find_spec("psycopg_pool") is None:
            return
        recorder = _filled(started.new_library("notifications"))
        selected = partial(_select, recorder)
        for name, ours in (("new copy", copied), ("rows", fetched)):
            name = f"{what}, {name}; the library's notifications"
            yield compared(name, ours, selected, LIBRARY_TWICE, ROUNDS)
        recorder.datastore.close()


def _copy_and_forget(location: Location, folder: Path) -> None:
    """Open a register on a machine that has no copy yet."""
    _forget(opened(location, folder))


def _view(location: Location, folder: Path) -> None:
    """Build the views on a machine that has no copy yet."""
    engine = opened(location, folder)
    build(Register(engine, "bench"), folder / "views.db")
    _forget(engine)


def _view_file(file: Path, folder: Path) -> None:
    """Build the views of a register in a file."""
    engine = open_register(file)
    build(Register(engine, "bench"), folder / "views.db")
    engine.dispose()


def _fetch(server: Server, reader: psycopg.Connection[Row]) -> None:
    """Read all events as a machine without a copy does."""
    for _ in server.news(reader, 0):
        pass


def _read(reader: psycopg.Connection[Row]) -> None:
    """Read what COPY sends, without decoding it."""
    query = b"COPY dragoman.events TO STDOUT (FORMAT BINARY)"
    with reader.cursor() as cursor, cursor.copy(query) as copy:
        for _ in copy:
            pass


def _filled(recorder: "PostgresApplicationRecorder") -> "PostgresApplicationRecorder":
    stored = stored_events(EVENTS)
    for start in range(0, EVENTS, ENTRY):  # longer entries than this can block the library
        recorder.insert_events(stored[start : start + ENTRY])
    return recorder


def _select(recorder: "PostgresApplicationRecorder") -> None:
    """Read all events through the interface of the library."""
    position = 0
    while some := recorder.select_notifications(position, PAGE, inclusive_of_start=False):
        position = some[-1].id


def _forget(engine: ServerRegister) -> None:
    """Close a register, and remove its copy."""
    path = engine.copy.path
    engine.dispose()
    local_copy.remove(path)


# --- Copying ------------------------------------------------------------------------------------


def copying(started: Cluster, folder: Path) -> Iterator[Ratio]:
    """Return the time to copy a register to a server and back, and to prove both of its ends."""
    file = _register_file(folder)
    names = [f"copied_{number}" for number in range(LONG_ROUNDS + 1)]
    urls = [Location.parse(started.database(name)) for name in names]
    there, back = iter(urls), iter(urls)
    cache = folder / "cache"
    cache.mkdir(exist_ok=True)
    roots = set()

    def to_server() -> None:
        roots.add(servers.copied(Location(file), next(there), lambda: cache))

    def to_file() -> None:
        target = folder / f"back-{next(_numbers)}.db"
        roots.add(servers.copied(next(back), Location(target), lambda: cache))
        target.unlink()

    def verified() -> None:
        engine = open_register(file)
        for _ in range(2):
            with engine.whole_log(lambda *_: None) as log:
                examine(log)
        engine.dispose()

    what = f"{EVENTS:,} events"
    yield compared(f"{what}, to a server; verified twice", to_server, verified, "", LONG_ROUNDS)
    yield compared(f"{what}, to a file; verified twice", to_file, verified, "", LONG_ROUNDS)
    assert len(roots) == 1


def _register_file(folder: Path) -> Path:
    """Return the file of a register."""
    path = folder / f"{EVENTS}.db"
    if not path.exists():
        register_of(path, EVENTS).engine.dispose()
    return path


def _on_server(started: Cluster, file: Path, name: str) -> Location:
    """Copy the register of a file to a new database; return its location for a desk."""
    owner = Location.parse(started.database(name))
    _send(file, owner)
    return started.for_desk(owner, name)


def _send(file: Path, location: Location) -> None:
    engine = open_file(file)
    with engine.connect() as source:
        send(source, location)
    engine.dispose()


def _sending(started: Cluster, file: Path) -> Ratio:
    """Return the time to send a register to a server, and that of COPY of its events."""
    names = [f"sent_{number}" for number in range(ROUNDS + 1)]
    targets = iter([Location.parse(started.database(name)) for name in names])
    rows = list(rows_of([stored_events(EVENTS)]))
    with started.plain("plain_sent") as plain:

        def copied() -> None:
            plain.execute("TRUNCATE plain")
            _copy(plain, iter(rows), EVENTS, 1)

        what = f"{EVENTS:,} events sent to a server, COPY"
        return compared(what, lambda: _send(file, next(targets)), copied, COPY_HALF, ROUNDS)
