"""Building the views: events become versioned rows, each exactly once."""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from attrs import define, field
from sqlalchemy import Connection, Engine, Table, bindparam, func, select, update

from domain.catalogue import KIND_OF, KINDS, Kind
from projections.edition import PROJECTIONS
from projections.schema import FOREVER, Projection, Rows, RowsOf, metadata, progress, refs
from store import log
from store.codec import decode, encode
from store.database import writing

Told = Callable[[int, int], None]
"""Is told the position that has been reached, and the last one."""

REMEMBERED = 20_000
"""States kept in memory while building."""


def _rows_of(kind: str) -> tuple[tuple[int, RowsOf], ...]:
    """The numbers of the projections that take a kind of record, with their functions."""
    return tuple((n, one.rows[kind]) for n, one in enumerate(PROJECTIONS) if kind in one.rows)


_ROWS_OF = {kind: _rows_of(kind) for kind in KINDS}


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
    rows = [rows_of(state, doc) for _, rows_of in _ROWS_OF[kind.name]]
    return Known(known.number if known else position, kind, state, rows)


@define
class Records:
    """The records as the log goes by; those not at hand are read again."""

    register: Connection
    _known: dict[UUID, Known] = field(factory=dict)

    def before(self, record: UUID, version: int, position: int) -> Known | None:
        """The record before its event ``version`` at ``position``; ``None`` for its first one."""
        if known := self._known.get(record):
            return known
        return self._read(record, position) if version > 1 else None

    def remember(self, record: UUID, known: Known) -> None:
        """Keep a record; the one that has been kept for longest is dropped."""
        self._known[record] = known
        if len(self._known) > REMEMBERED:
            del self._known[next(iter(self._known))]

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
    changes = [Changes(one) for one in PROJECTIONS]
    founded = _apply(stored, records, changes)
    cursor = views.connection.cursor()
    for change in changes:
        change.write(cursor)
    _number(views, founded)
    end = log.head(register, stored[-1].position)
    entry = end.entry and end.entry.hex
    views.execute(update(progress).values(position=end.position, entry=entry))
    return end.position


def _apply(
    stored: Sequence[log.StoredRow], records: Records, changes: Sequence[Changes]
) -> Sequence[tuple[int, str, str]]:
    """Apply events to the changes; return the records they found: number, kind and id."""
    founded = []
    for position, record, version, topic, state in stored:
        before = records.before(record, version, position)
        known = after(before, position, decode(topic, state))
        records.remember(record, known)
        if before is None:
            founded.append((position, known.kind.name, record.hex))
        _note(known, before, position, changes)
    return founded


def _note(known: Known, before: Known | None, position: int, changes: Sequence[Changes]) -> None:
    """Note the rows of a record that differ from those before."""
    for n, (change, _) in enumerate(_ROWS_OF[known.kind.name]):
        former = before.rows[n] if before else ()
        if known.rows[n] != former:
            changes[change].replace(known.number, position, former, known.rows[n])


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
