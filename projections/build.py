"""Build the views: turn each event into versioned rows, exactly once."""

import gc
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from operator import itemgetter
from typing import Any
from uuid import UUID

from attrs import AttrsInstance, define, field, frozen

from dragoman.domain import KINDS, Kind, State, is_retracted, kind_of
from dragoman.projections.counting import count_up
from dragoman.projections.disposable import move_bookmark
from dragoman.projections.edition import PROJECTIONS
from dragoman.projections.forever import FOREVER
from dragoman.projections.projection import Projection, Rows, RowsOf
from dragoman.projections.tables import SCHEMA, progress, refs
from dragoman.store import (
    SECTION_SIZE,
    Connection,
    Database,
    NotificationLog,
    ProgressCallback,
    StoredNotification,
    TableDesign,
    UnreadableEvent,
    codec,
    driver_of,
    func,
    kind_founded_by,
    select,
    tables_of,
    writing,
)

REMEMBERED = 2_500
"""The number of records in each half of the memory; see :class:`Records`."""


_PROJECTIONS_OF = {kind: [one for one in PROJECTIONS if kind in one.rows] for kind in KINDS}
"""For each kind of record, the projections that have rows for records of that kind."""

_ROWS_OF: dict[str, list[RowsOf]] = {
    kind: [one.rows[kind] for one in takers] for kind, takers in _PROJECTIONS_OF.items()
}


@define(eq=False)
class RecordState:
    """The state of a record while Dragoman reads the log.

    ``number`` is the position of the first event. ``rows`` holds the rows for each projection of
    the record's kind, and ``since`` is the position from which these rows are valid. If this
    version cannot read an event of the record, ``is_unread`` is true and the state no longer
    changes. If this version cannot read the first event, the ``kind`` may be unknown.
    """

    number: int
    kind: Kind | None
    state: State | None
    rows: list[Rows]
    since: list[int]
    is_unread: bool = False

    def follow(self, position: int, state: State) -> list[tuple[int, int, Rows]]:
        """Replace the state with the ``state`` after the event at ``position``.

        For each projection whose rows are no longer valid, returns the number of the projection,
        the position from which the rows were valid, and the rows.
        """
        assert self.kind is not None
        following = _rows(self.kind, state)
        former, self.rows, self.state = self.rows, following, state
        ended = []
        for n, rows in enumerate(former):
            if self.rows[n] != rows:
                ended.append((n, self.since[n], rows))
                self.since[n] = position
        return ended


def founded(position: int, event: AttrsInstance) -> RecordState:
    """Return the record that starts with ``event`` at ``position``.

    Raises :class:`UnreadableEvent`.
    """
    kind = kind_of(type(event))
    if kind is None:
        raise UnreadableEvent("no record begins with this event")
    state = kind.evolve(None, event)
    for name in kind.founded_with:
        if not getattr(state, name):
            raise UnreadableEvent(f"{name} is missing")
    rows = _rows(kind, state)
    return RecordState(position, kind, state, rows, [position] * len(rows))


def _rows(kind: Kind, state: State) -> list[Rows]:
    doc = codec.encode(state)
    if is_retracted(state):
        return [one.of_retracted(state, doc) for one in _PROJECTIONS_OF[kind.name]]
    return [rows_of(state, doc) for rows_of in _ROWS_OF[kind.name]]


@define
class Records:
    """A cache of the records that a build has read.

    If a record is no longer in the cache, the build reads its events again. The cache has two
    halves; when the newer half is full, the build drops the older half. ``highest`` maps each kind
    to the highest number of a record of that kind, if the build has already looked up that number.
    """

    log: NotificationLog
    highest: dict[str, int] = field(factory=dict)
    _newer: dict[str, RecordState] = field(factory=dict)
    _older: dict[str, RecordState] = field(factory=dict)

    def before(self, record: str, position: int) -> RecordState:
        """Return the record as it was before its event at ``position``."""
        known = self._newer.get(record) or self._older.get(record)
        return known or self._read(record, position)

    def remember(self, record: str, known: RecordState) -> None:
        """Keep a record in the cache."""
        newer = self._newer
        if record not in newer:
            newer[record] = known
            if len(newer) >= REMEMBERED:
                self._newer, self._older = {}, newer

    def state_after(
        self, known: RecordState, record: str, position: int, event: AttrsInstance
    ) -> Any:
        """Return the state of a record after ``event``. Raises :class:`UnreadableEvent`."""
        kind = known.kind
        assert kind is not None
        if type(event) not in kind.takes:
            raise UnreadableEvent(f"this is not an event of a {kind.name}")
        return kind.after(known.state, _History(self.log, record, position, event))

    def _read(self, record: str, position: int) -> RecordState:
        first, *others = self.log.select_history(UUID(record), position - 1)
        known, _ = begin(first.position, first.topic, first.state)
        for row in others:
            if known.is_unread:
                break
            apply_event(known, record, row.position, row.topic, row.state, self)
        return known


class _History(Sequence[AttrsInstance]):
    """The events of a record up to ``last``, the event at ``position``.

    Loads the earlier events only on demand, because most events can be applied without them.
    """

    __slots__ = ("_all", "_last", "_log", "_position", "_record")

    def __init__(
        self, log: NotificationLog, record: str, position: int, last: AttrsInstance
    ) -> None:
        self._log, self._record, self._position, self._last = log, record, position, last
        self._all: list[AttrsInstance] | None = None

    def __len__(self) -> int:
        return len(self._read())

    def __getitem__(self, index: Any) -> Any:
        return self._last if index == -1 else self._read()[index]

    def _read(self) -> list[AttrsInstance]:
        if self._all is None:
            rows = self._log.select_history(UUID(self._record), self._position)
            self._all = [codec.decode(row.topic, row.state) for row in rows]
        return self._all


@define
class RowBatch:
    """The rows that become valid or stop being valid in a batch of events after ``start``.

    ``founded`` lists the number, kind and id of each record that starts in the batch. ``unread``
    lists a row for each record that becomes unreadable in the batch.
    """

    start: int
    founded: list[tuple[int, str, str]] = field(factory=list)
    unread: list[tuple[object, ...]] = field(factory=list)
    _touched: dict[int, RecordState] = field(factory=dict)
    _opened: dict[str, list[tuple[object, ...]]] = field(
        factory=lambda: {one.name: [] for one in PROJECTIONS}
    )
    _closed: dict[str, list[tuple[object, ...]]] = field(
        factory=lambda: {one.name: [] for one in PROJECTIONS}
    )

    def found(self, record: str, known: RecordState) -> None:
        """Add a record that starts in this batch."""
        if known.kind is not None:
            self.founded.append((known.number, known.kind.name, record))
            self._touched[known.number] = known

    def follow(
        self, known: RecordState, position: int, ended: Sequence[tuple[int, int, Rows]]
    ) -> None:
        """Note that a record changed and that the rows in ``ended`` are no longer valid."""
        assert known.kind is not None
        self._touched[known.number] = known
        takers = _PROJECTIONS_OF[known.kind.name]
        for n, since, rows in ended:
            self._end(takers[n], known.number, since, position, rows)

    def mark_unread(
        self, known: RecordState, record: str, position: int, topic: str, fault: "EventFault"
    ) -> None:
        """Note that this version cannot read a record from the event at ``position`` on."""
        why = (fault.why, int(fault.is_damaged))
        self.unread.append((known.number, record, position, topic, *why))

    def _end(self, projection: Projection, record: int, since: int, until: int, rows: Rows) -> None:
        """End the validity of ``rows`` at ``until``, in this batch or in the database."""
        if since > self.start:
            self._opened[projection.name] += [(record, since, until, *row) for row in rows]
        else:
            size = len(_key(_TABLES[projection.name]))
            self._closed[projection.name] += [(until, record, since, *row[:size]) for row in rows]

    def write(self, cursor: sqlite3.Cursor) -> None:
        """Write the changes to the database."""
        for number, known in self._touched.items():
            if known.kind is None or not known.rows:
                continue
            takers = _PROJECTIONS_OF[known.kind.name]
            for one, since, rows in zip(takers, known.since, known.rows, strict=True):
                if since > self.start:
                    current = [(number, since, FOREVER, *row) for row in rows]
                    self._opened[one.name] += current
        for one in PROJECTIONS:
            close, insert = _STATEMENTS[one.name]
            cursor.executemany(close, self._closed[one.name])
            cursor.executemany(insert, sorted(self._opened[one.name], key=_PLACE_OF[one.name]))
        cursor.executemany(_STATEMENTS["unread"][1], self.unread)


_TABLES = {table.name: table for table in tables_of(SCHEMA)}


def _key(table: TableDesign) -> list[str]:
    """Return the columns of the primary key that distinguish the rows of one record."""
    return [column for column in table.primary_key if column not in ("record", "since")]


def _written(table: TableDesign) -> list[str]:
    """Return the columns of a table, in the order in which the build writes their values."""
    first = ["record", "since", "until"] if "until" in table.columns else []
    return first + [column for column in table.columns if column not in first]


def _statements(table: TableDesign) -> tuple[str, str]:
    """Return two SQL statements: one ends the validity of rows, and the other inserts rows.

    The parameters of the first statement are ``until``, the record, ``since`` and the key.
    """
    same_key = "".join(f" AND {column} = ?" for column in _key(table))
    return (
        f"UPDATE {table.name} SET until = ? WHERE record = ? AND since = ?{same_key}",
        table.insertion(_written(table)),
    )


_PLACE_OF = {
    table.name: itemgetter(*map(_written(table).index, table.primary_key))
    for table in _TABLES.values()
}
"""For each projection, the sort key for its rows. Rows that are written in the order of the primary
key fill the pages of the database.
"""

# Call the driver directly: for millions of small rows, any other way takes a third longer.
_STATEMENTS = {table.name: _statements(table) for table in _TABLES.values()}


def catch_up(
    register: Connection,
    views: Database,
    last: int,
    on_progress: ProgressCallback = lambda *_: None,
    *,
    counts: bool = True,
) -> None:
    """Bring the views to position ``last`` of the register, batch by batch.

    The build commits each batch together with the position that the batch reaches. If two processes
    build at once, the second process finds the work already done. If ``counts`` is true, the build
    also brings the tallies to that position.
    """
    log = NotificationLog(register)
    records = Records(log)
    reached = 0
    with uncollected():
        while reached < last:
            with writing(views) as connection:
                start = connection.execute(select(progress.c.position)).scalar_one()
                if start != reached:
                    records = Records(log)  # another process has continued, or has started over
                reached = _apply_batch(connection, records, start, last)
            on_progress(reached, last)
        if counts:
            count_up(views)


@contextmanager
def uncollected() -> Iterator[None]:
    """Turn off garbage collection for the block.

    A build creates no reference cycles, but garbage collection would take a fifth of its time.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _apply_batch(views: Connection, records: Records, start: int, last: int) -> int:
    stored = records.log.select(start, SECTION_SIZE, last, inclusive_of_start=False)
    if not stored:
        return last
    batch = RowBatch(start)
    _apply(stored, records, batch)
    batch.write(driver_of(views).cursor())
    _number(views, records.highest, batch.founded)
    end = records.log.head(stored[-1].position)
    move_bookmark(views, end.position, end.entry_hex)
    return end.position


def _apply(stored: Sequence[StoredNotification], records: Records, batch: RowBatch) -> None:
    """Apply events to their records, and collect the changes of the rows."""
    for position, record, version, topic, state in stored:
        fault: EventFault | None = None
        if version == 1:
            known, fault = begin(position, topic, state)
            batch.found(record, known)
        else:
            known = records.before(record, position)
            if not known.is_unread:
                fault, ended = apply_event(known, record, position, topic, state, records)
                batch.follow(known, position, ended)
        if fault:
            batch.mark_unread(known, record, position, topic, fault)
        records.remember(record, known)


@frozen
class EventFault:
    """The reason why this version cannot read an event, or cannot apply the event to its record."""

    why: str
    is_damaged: bool = False


_FORGERY_ERRORS = (ValueError, TypeError, AttributeError, LookupError)
"""Errors that a forged event may cause in a fold or a projection."""


def begin(position: int, topic: str, state: bytes) -> tuple[RecordState, EventFault | None]:
    """Return the record that starts with an event and, if the event is unreadable, the reason."""
    try:
        return founded(position, codec.decode(topic, state)), None
    except (UnreadableEvent, *_FORGERY_ERRORS) as error:
        kind = kind_founded_by(topic)
        return RecordState(position, kind, None, [], [], is_unread=True), _fault(error)


def apply_event(
    known: RecordState, record: str, position: int, topic: str, state: bytes, records: Records
) -> tuple[EventFault | None, list[tuple[int, int, Rows]]]:
    """Apply an event to a record; return the fault, if any, and the rows no longer valid."""
    try:
        after = records.state_after(known, record, position, codec.decode(topic, state))
        return None, known.follow(position, after)
    except (UnreadableEvent, *_FORGERY_ERRORS) as error:
        known.is_unread = True
        return _fault(error), []


def _fault(error: Exception) -> EventFault:
    return EventFault(str(error), isinstance(error, UnreadableEvent) and error.is_damaged)


def _number(
    views: Connection, highest: dict[str, int], founded: Sequence[tuple[int, str, str]]
) -> None:
    """Number the new records of each kind, starting after the ``highest`` number of the kind."""
    for kind in {kind for _, kind, _ in founded} - highest.keys():
        of_kind = select(func.max(refs.c.number)).where(refs.c.kind == kind)
        highest[kind] = views.execute(of_kind).scalar() or 0
    numbered = []
    for record, kind, id_ in founded:
        highest[kind] += 1
        numbered.append((record, kind, highest[kind], id_))
    if numbered:
        driver_of(views).cursor().executemany(_STATEMENTS["refs"][1], numbered)
