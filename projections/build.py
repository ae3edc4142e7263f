"""Building the views: events become versioned rows, each exactly once."""

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from attrs import define, field
from sqlalchemy import Connection, Engine, Table, bindparam, func, select, update

from domain.catalogue import KIND_OF, KINDS, Kind
from projections.edition import PROJECTIONS
from projections.schema import FOREVER, Projection, Rows, RowsOf, metadata, progress, refs
from store import log
from store.codec import UnreadableEvent, decode, encode
from store.database import writing

Told = Callable[[int, int], None]
"""Is told the position that has been reached, and the last one."""

REMEMBERED = 10_000
"""Records kept in memory while building, in each of two halves."""


_ROWS_OF: dict[str, list[RowsOf]] = {
    kind: [one.rows[kind] for one in PROJECTIONS if kind in one.rows] for kind in KINDS
}
"""What makes the rows of a kind of record, in the order of the projections that take it."""


@define(eq=False)
class Known:
    """A record at a point of the log.

    ``number`` is the position of its first event, ``rows`` are those of each projection that
    takes its kind.
    """

    number: int
    kind: Kind
    state: Any
    rows: list[Rows]


def after(known: Known | None, position: int, event: Any) -> Known:
    """The record after ``event`` at ``position``."""
    kind = known.kind if known else KIND_OF[type(event)]
    state = kind.evolve(known.state if known else None, event)
    doc = encode(state)
    rows = [rows_of(state, doc) for rows_of in _ROWS_OF[kind.name]]
    return Known(known.number if known else position, kind, state, rows)


@define
class Records:
    """The records as the log goes by; those not at hand are read again.

    Of the two halves that are kept, the older one is dropped when the newer one is full.
    """

    register: Connection
    _newer: dict[UUID, Known] = field(factory=dict)
    _older: dict[UUID, Known] = field(factory=dict)

    def before(self, record: UUID, position: int) -> Known | None:
        """The record before its event at ``position``."""
        known = self._newer.get(record) or self._older.get(record)
        return known or self._read(record, position)

    def remember(self, record: UUID, known: Known) -> None:
        """Keep a record."""
        self._newer[record] = known
        if len(self._newer) >= REMEMBERED:
            self._newer, self._older = {}, self._newer

    def _read(self, record: UUID, position: int) -> Known | None:
        known: Known | None = None
        for row in log.read_record(self.register, record, position):
            known = after(known, row.position, decode(row.topic, row.state))
        return known


@define
class Changes:
    """The rows that a batch of events opens and closes in the table of one projection."""

    projection: Projection
    _standing: dict[int, tuple[int, Rows]] = field(factory=dict)
    _opened: list[tuple[Any, ...]] = field(factory=list)
    _closed: list[tuple[Any, ...]] = field(factory=list)

    def open(self, record: int, rows: Rows) -> None:
        """``rows`` stand for the new ``record``, from its first position on."""
        if rows:
            self._standing[record] = (record, rows)

    def replace(self, record: int, position: int, before: Rows, rows: Rows) -> None:
        """From ``position`` on, ``rows`` stand for the record instead of ``before``."""
        if record in self._standing:
            since, standing = self._standing.pop(record)
            self._opened += [(*row, record, since, position) for row in standing]
        elif before:
            size = 1 if self.projection.table.info["key"] else 0
            self._closed += [(position, record, *row[:size]) for row in before]
        if rows:
            self._standing[record] = (position, rows)

    def write(self, cursor: Any) -> None:
        """Carry the changes out."""
        for record, (since, rows) in self._standing.items():
            self._opened += [(*row, record, since, FOREVER) for row in rows]
        close, insert = _STATEMENTS[self.projection.name]
        cursor.executemany(close, self._closed)
        cursor.executemany(insert, self._opened)


def _statements(table: Table) -> tuple[str, str]:
    """How rows of a table are closed (until, record and the key given), and inserted."""
    key = table.info.get("key")
    same_key = f" AND {key} = ?" if key else ""
    marks = ", ".join("?" * len(table.c))
    return (
        f"UPDATE {table.name} SET until = ? WHERE record = ?{same_key} AND until = {FOREVER}",
        f"INSERT INTO {table.name} VALUES ({marks})",
    )


# The driver is called as it is: of millions of small rows, every other way costs a third more.
_STATEMENTS = {table.name: _statements(table) for table in metadata.sorted_tables}


def catch_up(register: Connection, views: Engine, last: int, told: Told = lambda *_: None) -> None:
    """Bring the views to position ``last`` of the register, batch by batch.

    Each batch and the position it reaches are committed together: of two builders at once, the
    second finds the work done.
    """
    records = Records(register)
    reached = 0
    with _uncollected():
        while reached < last:
            with writing(views) as connection:
                start = connection.execute(select(progress.c.position)).scalar_one()
                if start != reached:
                    records = Records(register)  # another builder has gone on, or begun anew
                reached = _apply_batch(register, connection, records, start, last)
            told(reached, last)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the search for cycles: there are none here, and it takes a fifth of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _apply_batch(
    register: Connection, views: Connection, records: Records, start: int, last: int
) -> int:
    stored = next(log.read(register, start, last), ())
    if not stored:
        return last
    changes = {one.name: Changes(one) for one in PROJECTIONS}
    founded = _apply(stored, records, changes)
    cursor = views.connection.cursor()
    for change in changes.values():
        change.write(cursor)
    _number(views, founded)
    end = log.head(register, stored[-1].position)
    entry = end.entry and end.entry.hex
    views.execute(update(progress).values(position=end.position, entry=entry))
    return end.position


def _apply(
    stored: Sequence[log.StoredRow], records: Records, changes: Mapping[str, Changes]
) -> Sequence[tuple[int, str, str]]:
    """Apply events to the changes; return the records they found: number, kind and id."""
    takers = {
        kind: [changes[one.name] for one in PROJECTIONS if kind in one.rows] for kind in KINDS
    }
    founded = []
    for position, record, version, topic, state in stored:
        before = records.before(record, position) if version > 1 else None
        try:
            known = after(before, position, decode(topic, state))
        except (UnreadableEvent, ValueError) as error:
            raise UnreadableEvent(f"event {position} ({topic}) cannot be read: {error}") from error
        records.remember(record, known)
        kind = known.kind.name
        if before is None:
            founded.append((position, kind, record.hex))
            for change, rows in zip(takers[kind], known.rows, strict=True):
                change.open(position, rows)
        else:
            for change, former, rows in zip(takers[kind], before.rows, known.rows, strict=True):
                if rows != former:
                    change.replace(known.number, position, former, rows)
    return founded


_HIGHEST = select(func.max(refs.c.number)).where(refs.c.kind == bindparam("of"))


def _number(views: Connection, founded: Sequence[tuple[int, str, str]]) -> None:
    """Give new records their refs: the next number of their kind."""
    kinds = {kind for _, kind, _ in founded}
    highest = {kind: views.execute(_HIGHEST, {"of": kind}).scalar() or 0 for kind in kinds}
    numbered = []
    for record, kind, id_ in founded:
        highest[kind] += 1
        numbered.append((record, kind, highest[kind], id_))
    if numbered:
        views.connection.cursor().executemany(_STATEMENTS[refs.name][1], numbered)
