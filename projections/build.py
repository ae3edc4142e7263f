"""Building the views: events become versioned rows, each exactly once."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from attrs import define, field, frozen
from sqlalchemy import Connection, Engine, func, insert, select, update

from domain.catalogue import KIND_OF, Kind
from projections.follow_ups import FOLLOW_UPS
from projections.mechanisms import MECHANISMS
from projections.parties import PARTIES
from projections.schema import FOREVER, Projection, Rows, progress, refs
from projections.terms import TERMS
from projections.timeline import TIMELINE
from store import log
from store.codec import decode, encode
from store.database import writing

PROJECTIONS = (TERMS, TIMELINE, FOLLOW_UPS, MECHANISMS, PARTIES)

EDITION = ", ".join(f"{one.name} {one.version}" for one in PROJECTIONS)
"""Views of another edition are rebuilt."""

Told = Callable[[int, int], None]
"""Is told the position that has been reached, and the last one."""

REMEMBERED = 20_000
"""States kept in memory while building."""


@frozen
class Known:
    """A record at a point of the log; ``founded`` is the position of its first event."""

    founded: int
    kind: Kind
    state: Any
    doc: bytes


@define
class Records:
    """The states of records as the log goes by; those not at hand are read again."""

    register: Connection
    _known: OrderedDict[UUID, Known] = field(factory=OrderedDict)

    def before(self, record: UUID, version: int, position: int) -> Known | None:
        """The record before its event ``version`` at ``position``; ``None`` for its first one."""
        if known := self._known.get(record):
            return known
        return self._read(record, position) if version > 1 else None

    def remember(self, record: UUID, known: Known) -> None:
        """Keep a state; the one that was not needed for longest is dropped."""
        self._known[record] = known
        self._known.move_to_end(record)
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)

    def _read(self, record: UUID, position: int) -> Known | None:
        known: Known | None = None
        for row in log.read_record(self.register, record, position):
            known = after(known, row.position, decode(row.topic, row.state))
        return known


def after(known: Known | None, position: int, event: Any) -> Known:
    """The record after ``event`` at ``position``."""
    kind = known.kind if known else KIND_OF[type(event)]
    state = kind.evolve(known.state if known else None, event)
    return Known(known.founded if known else position, kind, state, encode(state))


@define
class Changes:
    """The rows that a batch of events opens and closes in the table of one projection."""

    projection: Projection
    _standing: dict[str, list[list[Any]]] = field(factory=dict)
    _replaced: list[list[Any]] = field(factory=list)
    _closed: list[tuple[int, str]] = field(factory=list)

    def apply(self, record: str, position: int, before: Known | None, known: Known) -> None:
        """From ``position`` on, the rows of the record as ``known`` stand."""
        rows = self._rows(known)
        if before is not None:
            if rows == self._rows(before):
                return
            self._close(record, position)
        if rows:
            head = (record, position, FOREVER, known.founded)
            self._standing[record] = [[*head, *row] for row in rows]

    def _rows(self, known: Known) -> Rows:
        return self.projection.rows(known.kind.name, known.state, known.doc)

    def _close(self, record: str, position: int) -> None:
        if record not in self._standing:
            self._closed.append((position, record))
        for row in self._standing.pop(record, ()):
            row[2] = position
            self._replaced.append(row)

    def write(self, connection: Connection) -> None:
        """Carry the changes out."""
        table = self.projection.table
        if self._closed:
            close = f"UPDATE {table.name} SET until = ? WHERE record = ? AND until = {FOREVER}"
            connection.exec_driver_sql(close, self._closed)
        rows = [tuple(row) for some in self._standing.values() for row in some]
        rows += map(tuple, self._replaced)
        if rows:
            connection.exec_driver_sql(str(insert(table).compile(connection)), rows)


def catch_up(register: Connection, views: Engine, last: int, told: Told = lambda *_: None) -> None:
    """Bring the views to position ``last`` of the register, batch by batch.

    Each batch and the position it reaches are committed together: of two builders at once, the
    second finds the work done.
    """
    records = Records(register)
    reached = 0
    while reached < last:
        with writing(views) as connection:
            reached = _apply_batch(register, connection, records, last)
        told(reached, last)


def _apply_batch(register: Connection, views: Connection, records: Records, last: int) -> int:
    start = views.execute(select(progress.c.position)).scalar_one()
    rows = next(log.read(register, start, last), ())
    if not rows:
        return last
    changes = [Changes(one) for one in PROJECTIONS]
    founded = _apply(rows, records, changes)
    for change in changes:
        change.write(views)
    _number(views, founded)
    end = log.head(register, rows[-1].position)
    entry = end.entry and end.entry.hex
    views.execute(update(progress).values(position=end.position, entry=entry))
    return end.position


def _apply(
    rows: Sequence[log.StoredRow], records: Records, changes: Sequence[Changes]
) -> Sequence[tuple[str, str, int]]:
    """Apply events to the changes; return the records they found: kind, record, position."""
    founded = []
    for position, record, version, topic, state in rows:
        before = records.before(record, version, position)
        known = after(before, position, decode(topic, state))
        records.remember(record, known)
        if before is None:
            founded.append((known.kind.name, record.hex, position))
        for change in changes:
            change.apply(record.hex, position, before, known)
    return founded


def _number(connection: Connection, founded: Sequence[tuple[str, str, int]]) -> None:
    highest = dict(
        connection.execute(select(refs.c.kind, func.max(refs.c.number)).group_by(refs.c.kind))
        .tuples()
        .all()
    )
    numbered = []
    for kind, record, position in founded:
        highest[kind] = highest.get(kind, 0) + 1
        numbered.append((kind, highest[kind], record, position))
    if numbered:
        connection.exec_driver_sql(str(insert(refs).compile(connection)), numbered)
