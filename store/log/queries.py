"""Queries for the head of the log, for events in order, for entries, and for past states."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import NamedTuple, TypeVar, TypeVarTuple
from uuid import UUID

from attrs import frozen

from dragoman.store.engines.database import schema_version
from dragoman.store.errors import NoSingleRow, RegisterError
from dragoman.store.log.circumstances import OF_EVENT
from dragoman.store.log.formats import ENTRIES_SINCE, TEST_MARK, UNREADABLE
from dragoman.store.log.tables import Key, events, marks, register
from dragoman.store.log.tables import entries as entries_
from dragoman.store.sql import (
    ColumnElement,
    Connection,
    Row,
    Select,
    func,
    select,
    type_coerce,
)

BATCH = 5_000
"""The number of events read at once."""

ASKED = 500
"""The number of keys in one query, which is well below the limits of databases."""


T = TypeVar("T")
Ts = TypeVarTuple("Ts")


def chunked(
    connection: Connection,
    query: Select[*Ts],
    column: ColumnElement[T],
    keys: Sequence[T],
) -> Iterator[Row[*Ts]]:
    """Yield the rows of ``query`` whose ``column`` is in ``keys``, which can have any length."""
    for start in range(0, len(keys), ASKED):
        yield from connection.execute(query.where(column.in_(keys[start : start + ASKED])))


@frozen
class Head:
    """The last event of a register: its position (0 if there is no event), entry and instant."""

    position: int = 0
    entry: UUID | None = None
    recorded_at: datetime | None = None

    @property
    def entry_hex(self) -> str | None:
        """The id of the entry, as 32 hexadecimal digits."""
        return self.entry.hex if self.entry else None


def head(connection: Connection, position: int | None = None) -> Head:
    """Return the last event of the register, or the last event up to ``position``."""
    query = select(events.c.position, events.c.entry, events.c.recorded_at)
    if position is not None:
        query = query.where(events.c.position <= position)
    row = connection.execute(query.order_by(events.c.position.desc()).limit(1)).first()
    if row is None:
        return Head()
    stamp = row.recorded_at
    return Head(
        row.position, row.entry, stamp if stamp > UNREADABLE else _before(connection, row.position)
    )


def _before(connection: Connection, position: int) -> datetime | None:
    """Return the last readable time of recording before a position, or ``None``."""
    query = select(events.c.recorded_at).where(events.c.position < position)
    earlier = connection.execute(query.order_by(events.c.position.desc())).scalars()
    return next((instant for instant in earlier if instant > UNREADABLE), None)


def last_position(connection: Connection) -> int:
    """Return the last position; 0 if nothing is recorded."""
    last = connection.execute(select(func.max(events.c.position))).scalar_one()
    return int(last or 0)


def identity(connection: Connection) -> Row[UUID, int, datetime]:
    """Return the register's id, schema version and time of creation."""
    query = select(register.c.id, register.c.schema_version, register.c.created_at)
    try:
        return connection.execute(query).one()
    except (NoSingleRow, ValueError):
        raise RegisterError("the id of the register is missing; restore a backup") from None


def position_at(connection: Connection, instant: datetime) -> int:
    """Return the position of the last event recorded at or before ``instant``; 0 if there is none.

    This function uses bisection, because ``recorded_at`` never decreases.
    """
    low, high = 0, head(connection).position
    while low < high:
        middle = (low + high + 1) // 2
        if (head(connection, middle).recorded_at or UNREADABLE) <= instant:
            low = middle
        else:
            high = middle - 1
    return low


def as_text(instant: datetime) -> str | None:
    """Return an instant as ISO 8601; ``None`` if the instant is unreadable."""
    return instant.isoformat() if instant > UNREADABLE else None


def position_of(connection: Connection, record: UUID, version: int) -> int:
    """Return the position of the event with this version in a record's sequence."""
    query = select(events.c.position).where(events.c.originator_id == record)
    query = query.where(events.c.originator_version == version)
    return int(connection.execute(query).scalar_one())


def begun(connection: Connection, beginning: str, until: int) -> int:
    """Count the records that were created up to a position.

    Only records whose first event has a topic that starts with ``beginning`` count, even if this
    version of Dragoman does not know the topic; see :mod:`dragoman.store.log.topics`.
    """
    after = beginning[:-1] + chr(ord(beginning[-1]) + 1)
    query = select(func.count()).where(events.c.originator_version == 1)
    query = query.where(events.c.topic >= beginning, events.c.topic < after)
    return int(connection.execute(query.where(events.c.position <= until)).scalar_one())


def founding(connection: Connection, record: UUID) -> tuple[int, str] | None:
    """Return the position and topic of a record's first event, or ``None`` if it has no event."""
    query = select(events.c.position, events.c.topic).where(events.c.originator_id == record)
    row = connection.execute(query.where(events.c.originator_version == 1)).first()
    return (row.position, row.topic) if row else None


def instants(connection: Connection, positions: Iterable[int]) -> dict[int, datetime]:
    """Return the times of recording of the events at the given positions."""
    query = select(events.c.position, events.c.recorded_at)
    rows = chunked(connection, query, events.c.position, sorted(set(positions)))
    return {row.position: row.recorded_at for row in rows}


class EntryCircumstances(NamedTuple):
    """The circumstances of an entry: the clock reading, the account and the host."""

    clock: datetime
    os_user: str
    host: str


def circumstances(connection: Connection, position: int) -> EntryCircumstances | None:
    """Return the circumstances of the event at a position, or ``None`` if none are stored."""
    if schema_version(connection) < ENTRIES_SINCE:
        return None
    query = select(entries_.c.clock, entries_.c.os_user, entries_.c.host)
    query = query.join_from(events, entries_, OF_EVENT).where(events.c.position == position)
    row = connection.execute(query).first()
    return EntryCircumstances(*row) if row else None


def circumstances_between(
    connection: Connection, first: int, last: int
) -> dict[tuple[int, UUID], EntryCircumstances]:
    """Return the circumstances of entries that begin between two positions, by position and id."""
    if schema_version(connection) < ENTRIES_SINCE:
        return {}
    query = select(entries_).where(entries_.c.position.between(first, last))
    return {(row[0], row[1]): EntryCircumstances(*row[2:]) for row in connection.execute(query)}


def is_for_tests(connection: Connection) -> bool:
    """Return whether the register is marked as a test register, created under ``DRAGOMAN_NOW``."""
    if schema_version(connection) < ENTRIES_SINCE:
        return False
    query = select(marks.c.value).where(marks.c.name == TEST_MARK)
    return connection.execute(query).first() is not None


def read_records(
    connection: Connection, records: Sequence[UUID], until: int
) -> dict[str, list[tuple[str, bytes]]]:
    """Return the events (topic and state) of records up to ``until``, in order, by record id."""
    columns = (type_coerce(events.c.originator_id, Key), events.c.topic, events.c.state)
    query = select(*columns).where(events.c.originator_id.in_(records))
    query = query.where(events.c.position <= until)
    query = query.order_by(events.c.originator_id, events.c.originator_version)
    found: dict[str, list[tuple[str, bytes]]] = {}
    for record, topic, state in connection.execute(query):
        found.setdefault(record, []).append((topic, state))
    return found


_ENTRY_COLUMNS = (events.c.entry, events.c.recorded_at, events.c.recorded_by, events.c.reason)


def before_entries(connection: Connection, until: int, limit: int) -> int:
    """Return the position before the last ``limit`` entries up to ``until``.

    This function reads the events from the end, so its speed does not depend on the length of the
    log.
    """
    query = select(events.c.position, events.c.entry).order_by(events.c.position.desc())
    last: UUID | None = None
    above = until + 1
    while batch := connection.execute(query.where(events.c.position < above).limit(ASKED)).all():
        for row in batch:
            if row.entry != last:
                if not limit:
                    return int(row.position)
                limit, last = limit - 1, row.entry
        above = batch[-1].position
    return 0


def topics(connection: Connection, first: int, last: int) -> Sequence[Row[int, UUID, str, UUID]]:
    """Return the position, originator id, topic and entry of the events ``first`` to ``last``."""
    columns = (events.c.position, events.c.originator_id, events.c.topic, events.c.entry)
    query = select(*columns).where(events.c.position.between(first, last))
    return connection.execute(query.order_by(events.c.position)).all()


def topic_batches(
    connection: Connection, after: int, until: int, size: int, record: UUID | None = None
) -> Iterator[Sequence[Row[int, UUID, str, UUID]]]:
    """Yield the :func:`topics` above position ``after`` up to ``until``, in batches of ``size``.

    If a ``record`` is given, yields only the events of that record.
    """
    columns = (events.c.position, events.c.originator_id, events.c.topic, events.c.entry)
    query = select(*columns).where(events.c.position <= until)
    if record:
        query = query.where(events.c.originator_id == record)
    query = query.order_by(events.c.position).limit(size)
    while batch := connection.execute(query.where(events.c.position > after)).all():
        yield batch
        after = batch[-1].position


class LoggedEntry(NamedTuple):
    """An entry of the log, with the positions, records and topics of its events."""

    entry: UUID
    recorded_at: datetime
    recorded_by: str
    reason: str
    events: list[tuple[int, UUID, str]]

    @property
    def first(self) -> int:
        """The position of the first event."""
        return self.events[0][0]

    @property
    def last(self) -> int:
        """The position of the last event."""
        return self.events[-1][0]


def logged_entries(
    connection: Connection, until: int, after: int = 0, record: UUID | None = None
) -> Iterator[LoggedEntry]:
    """Yield the entries with events above position ``after`` up to ``until``, oldest first.

    With a ``record``, include only the events of that record.
    """
    columns = (*_ENTRY_COLUMNS, events.c.position, events.c.originator_id, events.c.topic)
    query = select(*columns).where(events.c.position <= until).order_by(events.c.position)
    if record:
        query = query.where(events.c.originator_id == record)
    for (entry, at, by, reason), rows in groupby(
        _rows(connection, query, after), lambda row: tuple(row[:4])
    ):
        own = [(row.position, row.originator_id, row.topic) for row in rows]
        yield LoggedEntry(entry, at, by, reason, own)


def _rows(connection: Connection, query: Select[*Ts], after: int) -> Iterator[Row[*Ts]]:
    while batch := connection.execute(query.where(events.c.position > after).limit(BATCH)).all():
        yield from batch
        after = batch[-1].position


def count_entries(connection: Connection) -> int:
    """Return the number of entries in the register.

    Entries that precede the first row of the table of entries come from older versions, which had
    no such table. The function reads events only to count these entries.
    """
    of_events = select(func.count(events.c.entry.distinct()))
    if schema_version(connection) < ENTRIES_SINCE:
        return connection.execute(of_events).scalar_one()
    query = select(func.count(), func.min(entries_.c.position)).select_from(entries_)
    [[count, first]] = connection.execute(query)
    earlier = of_events if first is None else of_events.where(events.c.position < first)
    return int(count) + connection.execute(earlier).scalar_one()


def entries_of(connection: Connection, records: Sequence[UUID], until: int) -> frozenset[UUID]:
    """Return the entries that have events of any of the records, up to position ``until``."""
    query = select(events.c.entry).where(events.c.position <= until)
    rows = chunked(connection, query, events.c.originator_id, records)
    return frozenset(row.entry for row in rows)


class RecordedEvent(NamedTuple):
    """An event of a record, with its entry."""

    position: int
    version: int
    topic: str
    state: bytes
    entry: UUID
    recorded_at: datetime
    recorded_by: str
    reason: str


def record_history(connection: Connection, record: UUID, until: int) -> list[RecordedEvent]:
    """Return the events of one record up to position ``until``, in order."""
    return record_histories(connection, [record], until).get(record, [])


def record_histories(
    connection: Connection, records: Sequence[UUID], until: int
) -> dict[UUID, list[RecordedEvent]]:
    """Return the events of records up to position ``until``, in order, by record id."""
    columns = (events.c.position, events.c.originator_version, events.c.topic, events.c.state)
    query = select(events.c.originator_id, *columns, *_ENTRY_COLUMNS)
    query = query.where(events.c.position <= until)
    query = query.order_by(events.c.originator_id, events.c.originator_version)
    found: dict[UUID, list[RecordedEvent]] = {}
    for record, *row in chunked(connection, query, events.c.originator_id, records):
        found.setdefault(record, []).append(RecordedEvent(*row))
    return found


class Revisions(NamedTuple):
    """The times of a record's first and last event, and the version of the last event."""

    first: datetime
    last: datetime
    version: int


def revisions(register: Connection, records: Sequence[UUID], position: int) -> dict[str, Revisions]:
    """Return the revisions of records as of a position, by record id (32 hexadecimal digits)."""
    id_ = type_coerce(events.c.originator_id, Key)
    first, last = func.min(events.c.recorded_at), func.max(events.c.recorded_at)
    query = select(id_, first, last, func.max(events.c.originator_version))
    query = query.where(events.c.originator_id.in_(records), events.c.position <= position)
    rows = register.execute(query.group_by(events.c.originator_id))
    return {record: Revisions(*row) for record, *row in rows}
