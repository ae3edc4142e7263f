"""The timeline projection: everything that happened or is planned, in order of date."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, TypeAlias, TypeVarTuple

from attrs import evolve, frozen
from msgspec.json import decode

from dragoman.domain import (
    IN_TIMELINE,
    KINDS,
    PLANNED,
    ImpreciseDate,
    Place,
    chronological,
    parse_date,
)
from dragoman.projections.documents import of_record
from dragoman.projections.forever import NO_DAY, SHORT, is_long
from dragoman.projections.projection import Projection, Rows
from dragoman.projections.record_doc import RecordDoc
from dragoman.projections.snapshot import Snapshot, Term
from dragoman.projections.tables import (
    documents,
    is_of_kind,
    is_planned,
    refs,
    terms,
    timeline,
    valid_at,
)
from dragoman.store import (
    ColumnElement,
    Row,
    Select,
    and_,
    exists,
    func,
    literal_column,
    or_,
    select,
)

if TYPE_CHECKING:
    from dragoman.domain import Engagement

Ts = TypeVarTuple("Ts")

ENGAGEMENTS = ("visit", "consultation", "meeting")

LONG = is_long("timeline.")

LASTING = ("mechanism", "instrument")
"""Kinds of record that the timeline shows on the day when they began, if that day is known."""


def engagement_rows(state: "Engagement", doc: bytes) -> Rows:
    """Return the row for an engagement.

    A plan that has no date may still happen at any time after its former date.
    """
    days = placed_days(state.occurred)
    if state.occurred is None and state.is_planned:
        former = state.formerly[-1].first if state.formerly else None
        days = None, 0, storable(former), EVER
    return [(*days, state.part_of and state.part_of.hex)]


def dated_rows(state: object, doc: bytes, kind: str) -> Rows:
    """Return a row for the date of a record; undated mechanisms and instruments have no row."""
    of = KINDS[kind]
    field = of.date_field(getattr(state, "status", None), lambda name: getattr(state, name))
    when = getattr(state, field) if field else None
    within = getattr(state, of.within, None)
    return [(*placed_days(when), within and within.hex)] if when or kind not in LASTING else ()


def placed_days(
    when: ImpreciseDate | None,
) -> tuple[int | None, int, int | None, int | None]:
    """Return the day and the instant by which to sort, and the first and the last possible day."""
    if when is None:
        return None, 0, None, None
    day, moment = when.place
    return storable(day), moment, storable(when.first), storable(when.last)


def days_of(when: ImpreciseDate | None) -> tuple[int | None, int | None, int | None]:
    """Return the day by which to sort a date, and the first and the last possible day."""
    day, _, first, last = placed_days(when)
    return day, first, last


EVER = 2**62
"""A day that is later than any day in a query."""


def storable(day: int | None) -> int | None:
    """Limit a day to the range that the database can store.

    A day outside the range becomes the first or the last day of the range.
    """
    if day is None or -EVER < day < EVER:
        return day
    return EVER if day > 0 else -EVER


TIMELINE = Projection(
    "timeline",
    6,
    {
        kind: engagement_rows if kind in ENGAGEMENTS else partial(dated_rows, kind=kind)
        for kind in IN_TIMELINE
    },
)


@frozen
class TimelineQuery:
    """A query for engagements by terms, kind and period.

    The query selects engagements of the ``kinds`` (if empty, of any kind) that match every one of
    the ``terms`` and may be in the period from ``first`` to ``last`` (day ordinals). ``is_past``
    leaves out plans, including plans that were postponed or cancelled. ``limit`` counts only
    engagements that are not part of another engagement.
    """

    terms: Sequence[Term] = ()
    kinds: tuple[str, ...] = ()
    first: int | None = None
    last: int | None = None
    limit: int | None = None
    is_past: bool = False


@frozen
class TimelineMatch:
    """A matching engagement, and its depth: the number of matching engagements that contain it."""

    record: int
    id: str
    kind: str
    part_of: str | None
    doc: RecordDoc
    depth: int = 0
    place: Place = (None, 0)


TimelineColumns: TypeAlias = tuple[int, int | None, int, str | None, bytes, str, str]
"""The columns of a row: record, day and moment, parent's id, document, record's id, and kind."""


_COLUMNS = (
    timeline.c.record,
    timeline.c.day,
    timeline.c.moment,
    timeline.c.part_of,
    documents.c.doc,
    refs.c.id,
    refs.c.kind,
)


def _rows(snapshot: Snapshot) -> Select[*TimelineColumns]:
    """Return a query for the rows of the timeline with their documents."""
    query = select(*_COLUMNS).join(refs, refs.c.record == timeline.c.record)
    return query.join(documents, of_record(timeline.c.record, snapshot))


def found(row: Row[*TimelineColumns], depth: int = 0) -> TimelineMatch:
    """Decode a row of the timeline."""
    place = row.day, row.moment
    return TimelineMatch(row.record, row.id, row.kind, row.part_of, decode(row.doc), depth, place)


def in_order(matches: list[TimelineMatch], *, newest_first: bool = False) -> list[TimelineMatch]:
    """Sort matches by day and time; the matches must already be in order of days."""
    if not any(one.place[1] for one in matches):
        return matches
    return chronological(matches, lambda one: one.place, newest_first=newest_first)


def matching(snapshot: Snapshot, wanted: TimelineQuery) -> ColumnElement[bool]:
    """Return the condition for rows that match a query, whether or not a parent matches, too."""
    return and_(_fitting(snapshot, wanted), *_having(snapshot, wanted.terms))


def _fitting(snapshot: Snapshot, wanted: TimelineQuery) -> ColumnElement[bool]:
    """Return the condition for rows that match a query in every respect except its terms."""
    conditions: list[ColumnElement[bool]] = [valid_at(timeline, snapshot.position)]
    if wanted.kinds:
        conditions.append(is_of_kind(wanted.kinds))
    if wanted.is_past:
        conditions.append(_has_taken_place(snapshot))
    if wanted.first is not None or wanted.last is not None:
        conditions.append(or_(timeline.c.day.is_not(None), timeline.c.last.is_not(None)))
    if wanted.first is not None:
        first = storable(wanted.first)
        conditions.append(or_(timeline.c.last.is_(None), timeline.c.last >= first))
    if wanted.last is not None:
        conditions.append(
            or_(timeline.c.first.is_(None), timeline.c.first <= storable(wanted.last))
        )
    return and_(*conditions)


def _has_taken_place(snapshot: Snapshot) -> ColumnElement[bool]:
    """Return the condition for records that are neither plans nor cancelled plans."""
    now = documents.alias("now")
    is_other = (now.c.status != status for status in (*PLANNED, "cancelled"))
    return exists().where(
        now.c.record == timeline.c.record, valid_at(now, snapshot.position), *is_other
    )


def _having(snapshot: Snapshot, wanted: Sequence[Term]) -> list[ColumnElement[bool]]:
    """Return the conditions for rows of the timeline whose records match every term."""
    day = func.coalesce(timeline.c.day, NO_DAY)
    return snapshot.having_each(timeline.c.record, (day,), wanted)


NEWEST_FIRST = (timeline.c.day.desc(), timeline.c.moment.desc(), timeline.c.record)
OLDEST_FIRST = (timeline.c.day, timeline.c.moment, timeline.c.record)


def newest_first(
    snapshot: Snapshot,
    wanted: TimelineQuery,
    query: Select[*Ts],
    days: tuple[int, int] | None = None,
) -> Select[*Ts]:
    """Return a query for columns of the timeline and of the refs, restricted to matching rows.

    If the query has a term, SQLite reads the rows from the index of terms in order of their days,
    and finds the first rows without reading the other rows. If the first term has alternatives,
    such as the names of a person, SQLite looks up the records that have these terms. With ``days``,
    SQLite reads only the rows on these days.
    """
    first, *others = wanted.terms or ((),)
    if not isinstance(first, str):
        query = query.select_from(timeline).join(refs, refs.c.record == timeline.c.record)
        among = [timeline.c.record.in_(snapshot.having(*first))] if first else []
        query = query.where(*among, _fitting(snapshot, wanted), *_having(snapshot, others))
        query = query.where(*_between(timeline.c.day, days))
        return query.order_by(*NEWEST_FIRST).limit(wanted.limit)
    query = query.select_from(terms).join(timeline, timeline.c.record == terms.c.record)
    query = query.join(refs, refs.c.record == timeline.c.record)
    query = query.where(terms.c.term == first, valid_at(terms, snapshot.position))
    query = query.where(_fitting(snapshot, wanted), *_having(snapshot, others))
    query = query.where(*_between(terms.c.day, days))
    order = (terms.c.day.desc(), timeline.c.moment.desc(), terms.c.record)
    return query.order_by(*order).limit(wanted.limit)


def _between(
    day: ColumnElement[int | None], days: tuple[int, int] | None
) -> list[ColumnElement[bool]]:
    return [day.between(*days)] if days else []


def short_in(snapshot: Snapshot, wanted: TimelineQuery, query: Select[*Ts]) -> Select[*Ts]:
    """Return a query like :func:`newest_first` for the short rows of a period that has a start.

    The day of a short row is in the period, or at most a year after the period. SQLite does not
    read other rows.
    """
    first, last = storable(wanted.first) or 0, wanted.last
    days = first, EVER if last is None else storable(last + SHORT) or 0
    return newest_first(snapshot, wanted, query, days).where(literal_column(f"NOT ({LONG})"))


def long_in(snapshot: Snapshot, wanted: TimelineQuery) -> Sequence[int]:
    """Return the records whose rows match and are long, or open at one end."""
    query = select(timeline.c.record).join(refs, refs.c.record == timeline.c.record)
    query = query.where(matching(snapshot, wanted), literal_column(LONG))
    return snapshot.views.execute(query).scalars().all()


def timeline_entries(snapshot: Snapshot, wanted: TimelineQuery) -> list[TimelineMatch]:
    """Return the matching engagements, newest first; parts follow their parent, oldest first."""
    match = matching(snapshot, wanted)
    tops = _tops(snapshot, wanted, match)
    if wanted.limit and len(tops) == wanted.limit and any(one.place[1] for one in tops):
        last = tops[-1].place[0] or 0
        near = _tops(snapshot, evolve(wanted, limit=None), match, (last - DAYS_ABROAD, last))
        seen = {one.record for one in tops}
        tops += (one for one in near if one.record not in seen and one.place[1])
    tops = in_order(tops, newest_first=True)[: wanted.limit]
    return list(_with_parts(snapshot, _rows(snapshot).where(match), tops, depth=0))


DAYS_ABROAD = 2
"""The most days by which the later of two hours, in two time zones, can be written as earlier."""


def _tops(
    snapshot: Snapshot,
    wanted: TimelineQuery,
    match: ColumnElement[bool],
    days: tuple[int, int] | None = None,
) -> list[TimelineMatch]:
    """Return the matching engagements that are not part of another, by day, newest first."""
    query = newest_first(snapshot, wanted, select(*_COLUMNS), days)
    query = query.join(documents, of_record(timeline.c.record, snapshot))
    query = query.where(_alone(match, snapshot.position, wanted))
    return [found(row) for row in snapshot.views.execute(query)]


def ahead(snapshot: Snapshot, wanted: TimelineQuery, today: date) -> list[TimelineMatch]:
    """Return the matching engagements that are planned and not yet past, nearest first."""
    open_end = or_(timeline.c.last.is_(None), timeline.c.last >= today.toordinal())
    query = _planned(snapshot, wanted).where(open_end)
    query = query.order_by(timeline.c.day.is_(None), *OLDEST_FIRST)
    return chronological([found(row) for row in snapshot.views.execute(query)], _begins)


def _begins(one: TimelineMatch) -> Place:
    text = one.doc.get("occurred")
    return parse_date(text).begins if text else (None, 0)


def unconfirmed(snapshot: Snapshot, wanted: TimelineQuery, today: date) -> list[TimelineMatch]:
    """Return the matching engagements that were planned but whose outcome nobody has recorded."""
    query = _planned(snapshot, wanted).where(timeline.c.last < today.toordinal())
    query = query.order_by(*OLDEST_FIRST)
    return in_order([found(row) for row in snapshot.views.execute(query)])


def _planned(snapshot: Snapshot, wanted: TimelineQuery) -> Select[*TimelineColumns]:
    """Return a query for the matching engagements that are recorded only as planned."""
    return planned(snapshot, wanted, _rows(snapshot))


def planned(snapshot: Snapshot, wanted: TimelineQuery, query: Select[*Ts]) -> Select[*Ts]:
    """Restrict a query to matching engagements that are planned."""
    query = query.where(_fitting(snapshot, wanted), is_of_kind(ENGAGEMENTS), is_planned())
    return query.where(*_having(snapshot, wanted.terms))


def _alone(match: ColumnElement[bool], position: int, wanted: TimelineQuery) -> ColumnElement[bool]:
    """Return the condition for engagements that are not part of another matching engagement."""
    wholes = select(refs.c.id).join(timeline, refs.c.record == timeline.c.record).where(match)
    if wanted == TimelineQuery(limit=wanted.limit):
        return ~_parent_is_shown(position)
    return or_(timeline.c.part_of.is_(None), timeline.c.part_of.not_in(wholes))


def _parent_is_shown(position: int) -> ColumnElement[bool]:
    """Return the condition that the parent of an engagement is in the timeline.

    SQLite runs a subquery for each row, which suits unfiltered queries.
    """
    whole, its_ref = timeline.alias("whole"), refs.alias("its_ref")
    return exists().where(
        its_ref.c.id == timeline.c.part_of,
        whole.c.record == its_ref.c.record,
        whole.c.since <= position,
        whole.c.until > position,
    )


def parts(snapshot: Snapshot, record: int) -> list[TimelineMatch]:
    """Return all parts of a record, oldest first, including parts of parts."""
    rows = _rows(snapshot).where(valid_at(timeline, snapshot.position))
    row = snapshot.views.execute(rows.where(timeline.c.record == record)).one()
    return list(_with_parts(snapshot, rows, [found(row)], depth=0))[1:]


def _with_parts(
    snapshot: Snapshot, rows: Select[*TimelineColumns], wholes: Sequence[TimelineMatch], depth: int
) -> Iterator[TimelineMatch]:
    parts: dict[str, list[TimelineMatch]] = {}
    query = rows.order_by(*OLDEST_FIRST)
    for row in snapshot.chunked(query, timeline.c.part_of, [one.id for one in wholes]):
        parts.setdefault(row.part_of, []).append(found(row, depth + 1))
    for one in wholes:
        yield one
        if within := parts.get(one.id):
            yield from _with_parts(snapshot, rows, in_order(within), depth + 1)
