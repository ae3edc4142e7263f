"""Read the views as of a position: refs, terms, and rows for many keys at once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar, TypeVarTuple
from uuid import UUID

from attrs import field, frozen
from msgspec import UNSET, UnsetType

from dragoman.domain import Ref
from dragoman.projections.forever import FOREVER, NO_DAY, NOT_IN_TIMELINE
from dragoman.projections.report import AsOf
from dragoman.projections.tables import RefRow, progress, refs, terms, timeline, unread, valid_at
from dragoman.store import (
    ColumnElement,
    Connection,
    Row,
    Select,
    exists,
    func,
    or_,
    queries,
    select,
)

if TYPE_CHECKING:
    from dragoman.projections.redaction import Redaction

CHUNK = 500
"""The number of keys to look up in one query."""

Term = str | tuple[str, ...]
"""A term for finding records, or a tuple of terms, any of which may match."""


LATEST = FOREVER - 1
"""The position for a snapshot of the current views, without applying the latest events."""

LATER = "it follows an event that cannot be read"
"""The reason why Dragoman does not read the later events of an unreadable record."""


@frozen
class UnreadRecord:
    """A record that this version cannot read to the end.

    ``position`` and ``topic`` describe the first unreadable event, and ``why`` says what is wrong
    with this event. ``is_damaged`` is set if no version of Dragoman can have stored the event. If
    the kind is unknown, the record has no ``ref``.
    """

    record: int
    id: str
    ref: str | None
    position: int
    topic: str
    why: str
    is_damaged: bool

    @property
    def name(self) -> str:
        """The name to show: the ref or, if there is no ref, the position of the first event."""
        return self.ref or f"event {self.record}"

    @property
    def is_empty(self) -> bool:
        """Whether nothing is known about the record, because its first event is unreadable."""
        return self.position == self.record


Key = TypeVar("Key")
Ts = TypeVarTuple("Ts")


@frozen
class Snapshot:
    """The views as of ``position``.

    ``recorded_at`` is the time of the event at this position (``None`` in an empty register).
    ``redaction`` says which records the connection does not show, if any.

    Tables identify a record by number (the position of its first event), links identify it by id,
    and people identify it by ref. The snapshot caches its lookups.
    """

    views: Connection
    position: int = LATEST
    recorded_at: datetime | None = None
    redaction: "Redaction | None" = None
    _by_record: dict[int, RefRow] = field(factory=dict)
    _by_id: dict[str, RefRow] = field(factory=dict)

    @cached_property
    def unread(self) -> Mapping[int, UnreadRecord]:
        """The records that cannot be read to the end, by record number."""
        query = select(unread).where(unread.c.position <= self.position)
        rows = self.views.execute(query.order_by(unread.c.position)).all()
        if not rows:
            return {}
        self.learn_ids(row.id for row in rows)
        return {
            row.record: UnreadRecord(
                row.record,
                row.id,
                self.ref_of(row.id),
                row.position,
                row.topic,
                row.why,
                bool(row.is_damaged),
            )
            for row in rows
        }

    def redacted(self, redaction: "Redaction") -> "Snapshot":
        """Return a snapshot of the same connection, which no longer shows the withheld records."""
        redaction.apply(self.views)
        return Snapshot(self.views, self.position, self.recorded_at, redaction)

    @property
    def reached(self) -> int:
        """The position that the views have reached, which may be after that of the snapshot."""
        return int(self.views.execute(select(progress.c.position)).scalar_one())

    @property
    def state(self) -> tuple[object, ...]:
        """What the views have reached: their register, edition, position and entry."""
        return tuple(self.views.execute(select(progress)).first() or ())

    def near(self) -> "Snapshot":
        """Return a copy with an empty cache, for records that a report shows only once."""
        return Snapshot(self.views, self.position, self.recorded_at, self.redaction)

    @property
    def as_of(self) -> AsOf:
        """The position of the snapshot and the time of its last event, for reports."""
        at = self.recorded_at
        return AsOf(
            position=self.position,
            recorded_at=at.isoformat() if at else None,
            withheld=self.redaction.withheld if self.redaction else UNSET,
        )

    def why_unread(self, id_: str, position: int) -> str | None:
        """Return why this version cannot read the event at a position; ``None`` if it can."""
        found = self._unread_by_id.get(id_)
        if found is None or position < found.position:
            return None
        return found.why if position == found.position else LATER

    @cached_property
    def _unread_by_id(self) -> Mapping[str, UnreadRecord]:
        return {one.id: one for one in self.unread.values()}

    def unreadable_from(self, record: int) -> int | UnsetType:
        """Return the position of a record's first unreadable event; ``UNSET`` if there is none."""
        found = self.unread.get(record)
        return found.position if found else UNSET

    def record(self, ref: Ref) -> int | None:
        """Return the number of the record with this ref; ``None`` if the record did not exist."""
        query = select(refs).where(refs.c.kind == ref.kind, refs.c.number == ref.number)
        row = self.views.execute(query.where(refs.c.record <= self.position)).first()
        return row.record if row else None

    def numbered(self, wanted: Iterable[Ref]) -> dict[Ref, int]:
        """Map refs to the numbers of their records; leave out records that did not exist."""
        by_kind: dict[str | None, list[int]] = {}
        for one in wanted:
            by_kind.setdefault(one.kind, []).append(one.number)
        found: dict[Ref, int] = {}
        for kind, numbers in by_kind.items():
            query = select(refs).where(refs.c.kind == kind, refs.c.record <= self.position)
            for row in self.chunked(query, refs.c.number, numbers):
                self._by_record[row.record] = self._by_id[row.id] = row
                found[Ref.of(row.kind, row.number)] = row.record
        return found

    def learn(self, records: Iterable[int]) -> None:
        """Look up many record numbers at once, and cache the results."""
        self._learn(refs.c.record, [one for one in set(records) if one not in self._by_record])

    def learn_ids(self, ids: Iterable[str]) -> None:
        """Look up many ids (32 hexadecimal digits) at once, and cache the results."""
        self._learn(refs.c.id, [one for one in set(ids) if one not in self._by_id])

    def _learn(self, column: ColumnElement[Key], keys: Sequence[Key]) -> None:
        if not keys:
            return
        for row in self.chunked(select(refs), column, keys):
            self._by_record[row.record] = self._by_id[row.id] = row

    def _row_of(self, record: int) -> RefRow:
        if record not in self._by_record:
            self.learn([record])
        return self._by_record[record]

    def ref(self, record: int) -> str:
        """Return the ref of a record."""
        return _worded(self._row_of(record))

    def ref_if_known(self, record: int) -> str:
        """Return the ref of a record, or the record number if it has no ref."""
        row = self.rows_of([record]).get(record)
        return _worded(row) if row else f"record {record}"

    def ref_of(self, id_: str | None) -> str | None:
        """Return the ref of the record with this id; ``None`` if it did not exist yet."""
        row = self.row(id_) if id_ is not None else None
        return _worded(row) if row and row.record <= self.position else None

    def row(self, id_: str) -> RefRow | None:
        """Return the number, kind and ref of the record with this id; ``None`` if missing."""
        if id_ not in self._by_id:
            self.learn_ids([id_])
        return self._by_id.get(id_)

    def rows_of(self, records: Iterable[int]) -> dict[int, RefRow]:
        """Map records to their kinds, refs and ids; leave out records that have no ref."""
        some = list(records)
        self.learn(some)
        return {one: self._by_record[one] for one in some if one in self._by_record}

    def kind(self, record: int) -> str:
        """Return the kind of a record."""
        return str(self._row_of(record).kind)

    def id_of(self, record: int) -> UUID:
        """Return the id of a record."""
        return UUID(hex=self._row_of(record).id)

    def having(self, *any_of: str) -> Select[int]:
        """Return a query for the records that match any of the terms."""
        stand = valid_at(terms, self.position)
        if len(any_of) == 1:
            return select(terms.c.record).where(terms.c.term == any_of[0], stand)
        return select(terms.c.record).where(terms.c.term.in_(any_of), stand)

    def found(
        self, column: ColumnElement[int], wanted: Iterable[Term]
    ) -> list[ColumnElement[bool]]:
        """Return conditions for records, given in ``column``, that match every term."""
        own = timeline.alias("own_day")
        day = select(own.c.day).where(own.c.record == column, valid_at(own, self.position))
        known = day.correlate_except(own).scalar_subquery()
        days = (NOT_IN_TIMELINE, func.coalesce(known, NO_DAY))
        return self.having_each(column, days, wanted)

    def having_each(
        self,
        record: ColumnElement[int],
        days: Sequence[ColumnElement[int] | int],
        wanted: Iterable[Term],
    ) -> list[ColumnElement[bool]]:
        """Return conditions for records that match every term, on any of the given days.

        SQLite looks up the terms record by record, because many records have the same term.
        """
        found: list[ColumnElement[bool]] = []
        for number, term in enumerate(wanted, 1):
            own = terms.alias(f"own_{number}")
            any_of = (term,) if isinstance(term, str) else term
            on_day = or_(*(own.c.day == day for day in days))
            is_it = own.c.term.in_(any_of), own.c.record == record, on_day
            found.append(exists().where(*is_it, valid_at(own, self.position)))
        return found

    def records(self, *any_of: str) -> Sequence[int]:
        """Return the records that match any of the terms, each once, in order of recording."""
        query = self.having(*any_of).distinct().order_by(terms.c.record)
        return self.views.execute(query).scalars().all()

    def ids(self, kind: str, term: str) -> list[UUID]:
        """Return the ids of the records of ``kind`` that match ``term``, in order of recording."""
        query = select(refs.c.id).where(refs.c.kind == kind, refs.c.record.in_(self.having(term)))
        found = self.views.execute(query.order_by(refs.c.record)).scalars()
        return [UUID(hex=one) for one in found]

    def ids_of_all(self, kind: str, wanted: Sequence[str]) -> dict[str, list[UUID]]:
        """Return the :meth:`ids` for many terms at once; leave out terms that match no record."""
        query = select(terms.c.term, refs.c.id).join(refs, refs.c.record == terms.c.record)
        query = query.where(refs.c.kind == kind, valid_at(terms, self.position))
        found: dict[str, list[UUID]] = {}
        for row in self.chunked(query.order_by(terms.c.record), terms.c.term, wanted):
            found.setdefault(row.term, []).append(UUID(hex=row.id))
        return found

    def chunked(
        self, query: Select[*Ts], column: ColumnElement[Key], keys: Sequence[Key]
    ) -> Iterator[Row[*Ts]]:
        """Yield the rows of ``query`` whose ``column`` is among ``keys``."""
        return queries.chunked(self.views, query, column, keys)


def _worded(row: RefRow) -> str:
    return str(Ref.of(row.kind, row.number))
