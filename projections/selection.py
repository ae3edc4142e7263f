"""Selections: records in the order of first recording, with what is known of each, part by part.

However many there are, only some of them are in memory at once.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from attrs import field, frozen
from msgspec.json import decode
from sqlalchemy import ColumnElement, Row, func, select

from dragoman.domain.refs import Ref
from dragoman.projections.edition import TABLES
from dragoman.projections.reading import CHUNK, Reading
from dragoman.projections.retracted import retracted
from dragoman.projections.schema import refs, standing, unread
from dragoman.projections.shapes import linked
from dragoman.projections.timeline import Wanted, matching, timeline
from dragoman.projections.withholding import Withheld


@frozen
class Selection:
    """Which records are wanted: all that fit, of the ``records`` (numbers) if any are named.

    In a period are those that have a place in the timeline. ``withheld`` are left out, and with
    ``to_the_end`` those that this version cannot read to their end.
    """

    wanted: Wanted = field(factory=Wanted)
    records: tuple[int, ...] = ()
    withheld: Withheld = field(factory=Withheld)
    to_the_end: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left out of choice."""
        return self.wanted == Wanted() and not self.records


@frozen
class Item:
    """A record: its number, id (32 hexadecimal digits), ref and kind, and what is known of it."""

    record: int
    id: str
    ref: str
    kind: str
    doc: dict[str, Any]

    @property
    def is_retracted(self) -> bool:
        """Whether it should not be there."""
        return bool(self.doc.get("upkeep", {}).get("retracted"))


@frozen
class Part:
    """Some records, and a reading that knows what they link to."""

    reading: Reading
    items: list[Item]

    @property
    def ids(self) -> list[UUID]:
        """The ids of the records."""
        return [UUID(hex=item.id) for item in self.items]


def conditions(reading: Reading, selection: Selection) -> list[ColumnElement[bool]]:
    """What rows of the refs have to fulfil."""
    wanted = selection.wanted
    fitting = [refs.c.record <= reading.position, *reading.found(refs.c.record, wanted.terms)]
    if wanted.kinds:
        fitting.append(refs.c.kind.in_(wanted.kinds))
    if selection.records:
        fitting.append(refs.c.record.in_(selection.records))
    if selection.to_the_end:
        lost = select(unread.c.record).where(unread.c.position <= reading.position)
        fitting.append(refs.c.record.not_in(lost))
    if wanted.first is not None or wanted.last is not None:
        period = Wanted(first=wanted.first, last=wanted.last)
        dated = select(timeline.c.record).where(matching(reading, period))
        fitting.append(refs.c.record.in_(dated))
    return fitting


def counted(reading: Reading, selection: Selection) -> int:
    """How many records are wanted, those that are withheld among them."""
    query = select(func.count()).select_from(refs).where(*conditions(reading, selection))
    return int(reading.views.execute(query).scalar_one())


def parts(reading: Reading, selection: Selection) -> Iterator[Part]:
    """The records that are wanted and not withheld, in order, some at a time."""
    query = select(refs).where(*conditions(reading, selection)).order_by(refs.c.record)
    rows = reading.views.execute(query.execution_options(yield_per=CHUNK))
    for some in rows.partitions(CHUNK):
        yield part(reading, selection.withheld.open(some), selection.withheld)


def named(reading: Reading, ids: Iterable[str], withheld: Withheld) -> Part:
    """The records with these ids that are not withheld, in order."""
    rows = reading.chunked(select(refs), refs.c.id, list(ids))
    known = [row for row in rows if row.record <= reading.position]
    shown = [row for row in known if row.record not in withheld.records]
    return part(reading, sorted(shown, key=lambda row: int(row.record)), withheld)


def part(reading: Reading, rows: Sequence[Row[Any]], withheld: Withheld) -> Part:
    """Rows of the refs as records, without links to what is ``withheld``.

    What is looked up for them is forgotten with them.
    """
    near = Reading(reading.views, reading.position, reading.recorded_at)
    docs = _docs(near, rows)
    near.learn_ids(one for doc in docs.values() for one in leads_to(doc))
    known = (row for row in rows if row.record in docs)
    return Part(near, [_item(near, row, docs[row.record], withheld) for row in known])


def leads_to(doc: dict[str, Any]) -> Iterator[str]:
    """The ids of the records that a document links to, those who took part among them."""
    yield from linked(doc)
    for one in doc.get("participants", ()):
        if one.get("party"):
            yield UUID(one["party"]).hex


def _item(reading: Reading, row: Row[Any], doc: dict[str, Any], withheld: Withheld) -> Item:
    ref = str(Ref.of(row.kind, row.number))
    return Item(row.record, row.id, ref, row.kind, withheld.linked(reading, doc))


def _docs(reading: Reading, rows: Sequence[Row[Any]]) -> dict[int, dict[str, Any]]:
    """What is known of records, whatever their kind, and if they were retracted."""
    docs: dict[int, dict[str, Any]] = {}
    for table in (*dict.fromkeys(TABLES[row.kind] for row in rows), retracted):
        missing = [row.record for row in rows if row.record not in docs]
        query = select(table.c.record, table.c.doc).where(standing(table, reading.position))
        found = reading.chunked(query, table.c.record, missing)
        docs |= {row.record: decode(row.doc) for row in found}
    return docs
