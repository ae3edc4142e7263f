"""The timeline projection: everything that happened or is planned, in the order of the world."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from attrs import frozen
from msgspec.json import decode
from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Index,
    LargeBinary,
    Row,
    Text,
    and_,
    or_,
    select,
)

from domain.dates import ImpreciseDate
from projections.reading import Reading
from projections.schema import Projection, Rows, standing, versioned

timeline = versioned(
    "timeline",
    Column("kind", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("day", BigInteger),
    Column("first", BigInteger),
    Column("last", BigInteger),
    Column("part_of", Text),
    Column("doc", LargeBinary, nullable=False),
)
"""``day`` is what orders: the last day it may have been, else the first; all are day ordinals."""

Index("timeline_day", timeline.c.day.desc(), timeline.c.founded)
Index("timeline_part_of", timeline.c.part_of)


def rows(kind: str, state: Any, doc: bytes) -> Rows:
    """A row for an engagement, and for a mechanism whose founding is dated."""
    if kind in ("visit", "consultation", "meeting"):
        return [(kind, state.status, *_days(state.occurred), _hex(state.part_of), doc)]
    if kind == "mechanism" and state.established:
        return [(kind, "established", *_days(state.established), None, doc)]
    return []


def _days(when: ImpreciseDate | None) -> tuple[int | None, int | None, int | None]:
    if when is None:
        return None, None, None
    first, last = _storable(when.first), _storable(when.last)
    return first if last is None else last, first, last


def _storable(day: int | None) -> int | None:
    """Years of more digits than a database counts all lie at its edge."""
    return None if day is None else max(-(2**62), min(day, 2**62))


def _hex(record: UUID | None) -> str | None:
    return record.hex if record else None


TIMELINE = Projection(timeline, 1, rows)


@frozen
class Wanted:
    """What a timeline shows: engagements of these kinds that could have happened in the period.

    ``terms`` are those that each of them has; ``first`` and ``last`` are day ordinals; ``limit``
    counts those that are not part of another.
    """

    terms: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    first: int | None = None
    last: int | None = None
    limit: int | None = None


@frozen
class Found:
    """An engagement found: its row, and how deep it lies within another one found (0 for not)."""

    record: str
    kind: str
    status: str
    first: int | None
    last: int | None
    part_of: str | None
    doc: dict[str, Any]
    depth: int = 0


def found(row: Row[Any], depth: int = 0) -> Found:
    """A row of the timeline, read."""
    doc = decode(row.doc)
    return Found(row.record, row.kind, row.status, row.first, row.last, row.part_of, doc, depth)


def matching(reading: Reading, wanted: Wanted) -> ColumnElement[bool]:
    """The rows that are wanted, each for itself."""
    conditions: list[ColumnElement[bool]] = [standing(timeline, reading.position)]
    conditions += [timeline.c.record.in_(reading.having(term)) for term in wanted.terms]
    if wanted.kinds:
        conditions.append(timeline.c.kind.in_(wanted.kinds))
    if wanted.first is not None or wanted.last is not None:
        conditions.append(timeline.c.day.is_not(None))
    if wanted.first is not None:
        conditions.append(or_(timeline.c.last.is_(None), timeline.c.last >= wanted.first))
    if wanted.last is not None:
        conditions.append(or_(timeline.c.first.is_(None), timeline.c.first <= wanted.last))
    return and_(*conditions)


def entries(reading: Reading, wanted: Wanted) -> list[Found]:
    """The wanted engagements, newest first; parts follow what they are part of, oldest first."""
    match = matching(reading, wanted)
    wholes = select(timeline.c.record).where(match)
    filtered = wanted.terms or wanted.kinds or (wanted.first, wanted.last) != (None, None)
    alone: ColumnElement[bool] = timeline.c.part_of.is_(None)
    if filtered:
        alone = or_(alone, timeline.c.part_of.not_in(wholes))
    query = select(timeline).where(match, alone)
    query = query.order_by(timeline.c.day.desc(), timeline.c.founded).limit(wanted.limit)
    tops = [found(row) for row in reading.views.execute(query)]
    return list(_with_parts(reading, match, tops, depth=0))


def parts(reading: Reading, record: str) -> list[Found]:
    """Everything that is part of a record, oldest first, and what is part of that."""
    match = standing(timeline, reading.position)
    row = reading.views.execute(select(timeline).where(match, timeline.c.record == record)).one()
    return list(_with_parts(reading, match, [found(row)], depth=0))[1:]


def _with_parts(
    reading: Reading, match: ColumnElement[bool], wholes: Sequence[Found], depth: int
) -> Iterator[Found]:
    parts: dict[str, list[Found]] = {}
    for row in reading.chunked(
        select(timeline).where(match).order_by(timeline.c.day, timeline.c.founded),
        timeline.c.part_of,
        [one.record for one in wholes],
    ):
        parts.setdefault(row.part_of, []).append(found(row, depth + 1))
    for one in wholes:
        yield one
        yield from _with_parts(reading, match, parts.get(one.record, ()), depth + 1)
