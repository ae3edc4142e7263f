"""The recorder, which stores events in the register's table."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from threading import local
from time import sleep
from typing import TypeVarTuple
from uuid import UUID, uuid4

from attrs import frozen
from eventsourcing.persistence import (
    ApplicationRecorder,
    IntegrityError,
    Notification,
    StoredEvent,
    Subscription,
)

from dragoman.store.engines.database import Database, schema_version, writing
from dragoman.store.engines.sqlite import upgrade
from dragoman.store.log.formats import SCHEMA_VERSION, rfc3339
from dragoman.store.log.notifications import between
from dragoman.store.log.queries import ASKED, head
from dragoman.store.log.tables import SCHEMA, events
from dragoman.store.machine import Machine, this_machine
from dragoman.store.sql import Connection, Row, Select, func, select, table_of

_STORED = (
    events.c.originator_id,
    events.c.originator_version,
    events.c.topic,
    events.c.state,
)


def utc_now() -> datetime:
    """Return the current time by the machine's clock, in UTC."""
    return datetime.now(UTC)


Ts = TypeVarTuple("Ts")


class RegisterRecorder(ApplicationRecorder):
    """A recorder that appends events atomically to their aggregates and to the register.

    Writers take turns. Because positions are consecutive, a writer keeps the lock from the moment
    it reads the last position until it commits.
    """

    def __init__(self, engine: Database) -> None:
        self.engine = engine
        self._open = local()

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Open a write transaction; other methods that this thread calls use the same transaction.

        A nested transaction joins the outer transaction.
        """
        if joined := getattr(self._open, "connection", None):
            yield joined
            return
        with writing(self.engine) as connection:
            self._open.connection = connection
            try:
                yield connection
            finally:
                self._open.connection = None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a connection for reading, or use the connection of this thread's transaction."""
        if joined := getattr(self._open, "connection", None):
            yield joined
        else:
            with self.engine.connect() as connection:
                yield connection

    def insert_events(
        self,
        stored_events: Sequence[StoredEvent],
        *,
        entry: UUID | None = None,
        recorded_by: str = "",
        reason: str = "",
        clock: datetime | None = None,
        machine: Machine | None = None,
        **kwargs: object,
    ) -> Sequence[int]:
        """Append events as one entry, with its circumstances; return their positions.

        ``clock`` is the clock reading; ``recorded_at`` is either the clock reading or the time of
        the last event, whichever is later. Raises the library's ``IntegrityError`` if an aggregate
        already has an event with the same version.
        """
        if not stored_events:
            return []
        try:
            with self.transaction() as connection:
                meta = EntryMeta(
                    entry or uuid4(),
                    recorded_by,
                    reason,
                    clock or utc_now(),
                    machine or this_machine(),
                )
                return _append(connection, stored_events, meta)
        except sqlite3.IntegrityError as error:
            raise IntegrityError(str(error)) from error

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        """Return the events of one aggregate between two versions, in order."""
        version = events.c.originator_version
        query = select(*_STORED).where(events.c.originator_id == originator_id).limit(limit)
        if gt is not None:
            query = query.where(version > gt)
        if lte is not None:
            query = query.where(version <= lte)
        query = query.order_by(version.desc() if desc else version)
        return [StoredEvent(*row) for row in self._all(query)]

    def select_histories(self, originators: Sequence[UUID]) -> Sequence[StoredEvent]:
        """Return all events of some aggregates, grouped by aggregate, in order."""
        of_one = (events.c.originator_id, events.c.originator_version)
        query = select(*_STORED).where(events.c.originator_id.in_(originators)).order_by(*of_one)
        return [StoredEvent(*row) for row in self._all(query)]

    def select_existing(self, originators: Iterable[UUID]) -> set[UUID]:
        """Return the given aggregates that have events."""
        wanted = list(originators)
        found: set[UUID] = set()
        with self.reading() as connection:
            for start in range(0, len(wanted), ASKED):
                found |= _existing(connection, wanted[start : start + ASKED])
        return found

    def select_entry(self, entry: UUID) -> Sequence[tuple[UUID, int]]:
        """Return the aggregate and the version of each event in an entry, in order."""
        columns = (events.c.originator_id, events.c.originator_version)
        query = select(*columns).where(events.c.entry == entry).order_by(events.c.position)
        return [(row[0], row[1]) for row in self._all(query)]

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """Return the events of the register between two positions, in order."""
        columns = select(*_STORED, events.c.position)
        query = between(columns, start, stop, inclusive_of_start=inclusive_of_start)
        if topics:
            query = query.where(events.c.topic.in_(topics))
        return [Notification(*row) for row in self._all(query.limit(limit))]

    def max_notification_id(self) -> int | None:
        """Return the last position; ``None`` if the register has no events."""
        return next(iter(self._all(select(func.max(events.c.position)))))[0]  # type: ignore[no-any-return]

    def _all(self, query: Select[*Ts]) -> Sequence[Row[*Ts]]:
        with self.reading() as connection:
            return connection.execute(query).all()

    def subscribe(
        self, gt: int | None = None, topics: Sequence[str] = ()
    ) -> Subscription[ApplicationRecorder]:
        """Return an iterator that yields events above position ``gt`` and waits for new events."""
        return PollingSubscription(self, gt, topics)


@frozen
class EntryMeta:
    """The metadata of an entry: who recorded it and why, and its circumstances."""

    entry: UUID
    recorded_by: str
    reason: str
    clock: datetime
    machine: Machine


def _append(
    connection: Connection, stored_events: Sequence[StoredEvent], meta: EntryMeta
) -> Sequence[int]:
    if not _is_current(connection):
        upgrade(connection)
    last = head(connection)
    stamp = max(meta.clock, last.recorded_at) if last.recorded_at else meta.clock
    positions = list(range(last.position + 1, last.position + 1 + len(stored_events)))
    _keep_circumstances(connection, positions[0], meta)
    _insert(connection, zip(positions, stored_events, strict=True), meta, stamp)
    return positions


def _keep_circumstances(connection: Connection, position: int, meta: EntryMeta) -> None:
    """Store the circumstances of an entry, before storing its first event.

    Recording must not fail if somebody has tampered with the table by inserting a row at this
    position. In this case, the entry has no circumstances, and verification reports the row.
    """
    machine = meta.machine
    row = (position, meta.entry.hex, rfc3339(meta.clock), machine.os_user, machine.host, position)
    connection.exec_driver_sql(_circumstances(), row)


@cache
def _circumstances() -> str:
    entries = table_of(SCHEMA, "entries")
    values = ", ".join("?" * len(entries.columns))
    return (
        f"INSERT INTO {entries.name} ({', '.join(entries.columns)}) SELECT {values}"
        f" WHERE NOT EXISTS (SELECT 1 FROM {entries.name} WHERE position = ?)"
    )


def _is_current(connection: Connection) -> bool:
    """Return whether a register has the schema of this version."""
    return schema_version(connection) == SCHEMA_VERSION


def _insert(
    connection: Connection,
    numbered: Iterable[tuple[int, StoredEvent]],
    meta: EntryMeta,
    stamp: datetime,
) -> None:
    """Append events at their positions, in the stored format of their values."""
    shared = (meta.entry.hex, rfc3339(stamp), meta.recorded_by, meta.reason)
    rows = []
    for position, one in numbered:
        record = one.originator_id
        kept = record.hex if isinstance(record, UUID) else record
        rows.append((position, kept, one.originator_version, one.topic, one.state, *shared))
    connection.exec_driver_sql(table_of(SCHEMA, "events").insertion(), rows)


def _existing(connection: Connection, originators: Sequence[UUID]) -> set[UUID]:
    """Return the aggregates that have events."""
    query = select(events.c.originator_id).where(events.c.originator_version == 1)
    found = connection.execute(query.where(events.c.originator_id.in_(originators)))
    return set(found.scalars())


class PollingSubscription(Subscription[ApplicationRecorder]):
    """A subscription that polls for new events, because other processes cannot notify this one."""

    pause = 0.1
    """The number of seconds between two polls."""

    def __next__(self) -> Notification:
        while not self._has_been_stopped:
            found = self._recorder.select_notifications(
                self._last_notification_id, 1, topics=self._topics, inclusive_of_start=False
            )
            if found:
                self._last_notification_id = found[0].id
                return found[0]
            sleep(self.pause)
        raise StopIteration
