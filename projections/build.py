"""Building the views: events become versioned rows, each exactly once."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from attrs import define, field
from sqlalchemy import Connection, Engine, Table, bindparam, func, select, update

from domain.catalogue import KIND_OF, KINDS, Kind
from domain.undoing import Undone
from domain.upkeep import is_retracted
from projections.edition import PROJECTIONS
from projections.schema import FOREVER, Projection, Rows, RowsOf, metadata, progress, refs
from store import log
from store.codec import UnreadableEvent, decode, encode
from store.database import writing
from store.progress import Told

REMEMBERED = 2_500
"""Records kept in memory while building, in each of two halves."""


_PROJECTIONS_OF = {kind: [one for one in PROJECTIONS if kind in one.rows] for kind in KINDS}
"""The projections that take a kind of record."""

_ROWS_OF: dict[str, list[RowsOf]] = {
    kind: [one.rows[kind] for one in takers] for kind, takers in _PROJECTIONS_OF.items()
}


@define(eq=False)
class Known:
    """A record as the log goes by.

    ``number`` is the position of its first event. ``rows`` are those of each projection that
    takes its kind, and ``since`` the position from which on they stand.
    """

    number: int
    kind: Kind
    state: Any
    rows: list[Rows]
    since: list[int]

    def follow(self, position: int, state: Any) -> list[tuple[int, int, Rows]]:
        """Go on to the ``state`` after the event at ``position``.

        Returns the rows that no longer stand: which projection's, since when, and the rows.
        """
        self.state = state
        former, self.rows = self.rows, _rows(self.kind, self.state)
        ended = []
        for n, rows in enumerate(former):
            if self.rows[n] != rows:
                ended.append((n, self.since[n], rows))
                self.since[n] = position
        return ended


def founded(position: int, event: Any) -> Known:
    """The record that begins with ``event`` at ``position``."""
    kind = KIND_OF[type(event)]
    state = kind.evolve(None, event)
    rows = _rows(kind, state)
    return Known(position, kind, state, rows, [position] * len(rows))


def _rows(kind: Kind, state: Any) -> list[Rows]:
    doc = encode(state)
    if is_retracted(state):
        return [one.of_retracted(state, doc) for one in _PROJECTIONS_OF[kind.name]]
    return [rows_of(state, doc) for rows_of in _ROWS_OF[kind.name]]


@define
class Records:
    """The records as the log goes by; those not at hand are read again.

    Of the two halves that are kept, the older one is dropped when the newer one is full.
    ``highest`` is the highest number of each kind, as far as it was asked for.
    """

    register: Connection
    highest: dict[str, int] = field(factory=dict)
    _newer: dict[str, Known] = field(factory=dict)
    _older: dict[str, Known] = field(factory=dict)

    def before(self, record: str, position: int) -> Known:
        """The record before its event at ``position``."""
        known = self._newer.get(record) or self._older.get(record)
        return known or self._read(record, position)

    def remember(self, record: str, known: Known) -> None:
        """Keep a record, unless it is at hand."""
        newer = self._newer
        if record not in newer:
            newer[record] = known
            if len(newer) >= REMEMBERED:
                self._newer, self._older = {}, newer

    def state_after(self, known: Known, record: str, position: int, event: Any) -> Any:
        """The state of a record after ``event`` at ``position``."""
        if not isinstance(event, Undone):
            return known.kind.evolve(known.state, event)
        history = log.read_record(self.register, UUID(record), position + 1)
        return known.kind.fold([decode(row.topic, row.state) for row in history])

    def _read(self, record: str, position: int) -> Known:
        first, *others = log.read_record(self.register, UUID(record), position)
        history = [decode(first.topic, first.state)]
        known = founded(first.position, history[0])
        for row in others:
            history.append(decode(row.topic, row.state))
            known.follow(row.position, known.kind.after(known.state, history))
        return known


@define
class Batch:
    """The rows that a batch of events, those after position ``start``, opens and closes.

    ``founded`` are the records that begin in it: number, kind and id.
    """

    start: int
    founded: list[tuple[int, str, str]] = field(factory=list)
    _touched: dict[int, Known] = field(factory=dict)
    _opened: dict[str, list[tuple[Any, ...]]] = field(
        factory=lambda: {one.name: [] for one in PROJECTIONS}
    )
    _closed: dict[str, list[tuple[Any, ...]]] = field(
        factory=lambda: {one.name: [] for one in PROJECTIONS}
    )

    def found(self, record: str, known: Known) -> None:
        """A record begins."""
        self._touched[known.number] = known
        self.founded.append((known.number, known.kind.name, record))

    def follow(self, known: Known, position: int, state: Any) -> None:
        """A record goes on."""
        self._touched[known.number] = known
        takers = _PROJECTIONS_OF[known.kind.name]
        for n, since, rows in known.follow(position, state):
            self._end(takers[n], known.number, since, position, rows)

    def _end(self, projection: Projection, record: int, since: int, until: int, rows: Rows) -> None:
        """``rows`` stood up to ``until``; those that were written before are closed."""
        if since > self.start:
            self._opened[projection.name] += [(*row, record, since, until) for row in rows]
        else:
            size = 1 if projection.table.info["key"] else 0
            self._closed[projection.name] += [(until, record, *row[:size]) for row in rows]

    def write(self, cursor: Any) -> None:
        """Carry the changes out."""
        for number, known in self._touched.items():
            takers = _PROJECTIONS_OF[known.kind.name]
            for one, since, rows in zip(takers, known.since, known.rows, strict=True):
                if since > self.start:
                    standing = [(*row, number, since, FOREVER) for row in rows]
                    self._opened[one.name] += standing
        for one in PROJECTIONS:
            close, insert = _STATEMENTS[one.name]
            cursor.executemany(close, self._closed[one.name])
            cursor.executemany(insert, self._opened[one.name])


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
    with uncollected():
        while reached < last:
            with writing(views) as connection:
                start = connection.execute(select(progress.c.position)).scalar_one()
                if start != reached:
                    records = Records(register)  # another builder has gone on, or begun anew
                reached = _apply_batch(register, connection, records, start, last)
            told(reached, last)


@contextmanager
def uncollected() -> Iterator[None]:
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
    batch = Batch(start)
    _apply(stored, records, batch)
    batch.write(views.connection.cursor())
    _number(views, records.highest, batch.founded)
    end = log.head(register, stored[-1].position)
    entry = end.entry and end.entry.hex
    views.execute(update(progress).values(position=end.position, entry=entry))
    return end.position


def _apply(stored: Sequence[log.StoredRow], records: Records, batch: Batch) -> None:
    """Apply events to their records, and keep what they change."""
    for position, record, version, topic, state in stored:
        try:
            event = decode(topic, state)
            if version == 1:
                known = founded(position, event)
                batch.found(record, known)
            else:
                known = records.before(record, position)
                after = records.state_after(known, record, position, event)
                batch.follow(known, position, after)
        except (UnreadableEvent, ValueError) as error:
            raise UnreadableEvent(f"event {position} ({topic}) cannot be read: {error}") from error
        records.remember(record, known)


_HIGHEST = select(func.max(refs.c.number)).where(refs.c.kind == bindparam("of"))


def _number(
    views: Connection, highest: dict[str, int], founded: Sequence[tuple[int, str, str]]
) -> None:
    """Give new records their refs: the next number of their kind, after the ``highest`` known."""
    for kind in {kind for _, kind, _ in founded} - highest.keys():
        highest[kind] = views.execute(_HIGHEST, {"of": kind}).scalar() or 0
    numbered = []
    for record, kind, id_ in founded:
        highest[kind] += 1
        numbered.append((record, kind, highest[kind], id_))
    if numbered:
        views.connection.cursor().executemany(_STATEMENTS[refs.name][1], numbered)
