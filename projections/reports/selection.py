"""Selections: records in the order of first recording, with what is known of each, part by part.

However many there are, only some of them are in memory at once.
"""

from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from attrs import field, frozen
from sqlalchemy import ColumnElement, func, select

from dragoman.domain import Ref
from dragoman.projections import documents
from dragoman.projections.record_doc import RecordDoc
from dragoman.projections.reports.withholding import Withheld
from dragoman.projections.schema import RefRow, refs, unread
from dragoman.projections.shapes import linked
from dragoman.projections.snapshot import CHUNK, Snapshot
from dragoman.projections.timeline import TimelineQuery, matching, timeline


@frozen
class Selection:
    """Which records are wanted: all that fit, of the ``records`` (numbers) if any are named.

    In a period are those that have a place in the timeline. ``withheld`` are left out, and with
    ``to_the_end`` those that this version cannot read to their end.
    """

    wanted: TimelineQuery = field(factory=TimelineQuery)
    records: tuple[int, ...] = ()
    withheld: Withheld = field(factory=Withheld)
    to_the_end: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left out of choice."""
        return self.wanted == TimelineQuery() and not self.records


@frozen
class SelectedRecord:
    """A record: its number, id (32 hexadecimal digits), ref and kind, and what is known of it."""

    record: int
    id: str
    ref: str
    kind: str
    doc: RecordDoc

    @property
    def is_retracted(self) -> bool:
        """Whether it should not be there."""
        return bool(self.doc.get("amendments", {}).get("retracted"))


@frozen
class SelectionBatch:
    """Some records, and a reading that knows what they link to."""

    snapshot: Snapshot
    items: list[SelectedRecord]

    @property
    def ids(self) -> list[UUID]:
        """The ids of the records."""
        return [UUID(hex=item.id) for item in self.items]


def conditions(snapshot: Snapshot, selection: Selection) -> list[ColumnElement[bool]]:
    """What rows of the refs have to fulfil."""
    wanted = selection.wanted
    fitting = [refs.c.record <= snapshot.position, *snapshot.found(refs.c.record, wanted.terms)]
    if wanted.kinds:
        fitting.append(refs.c.kind.in_(wanted.kinds))
    if selection.records:
        fitting.append(refs.c.record.in_(selection.records))
    if selection.to_the_end:
        lost = select(unread.c.record).where(unread.c.position <= snapshot.position)
        fitting.append(refs.c.record.not_in(lost))
    if wanted.first is not None or wanted.last is not None:
        period = TimelineQuery(first=wanted.first, last=wanted.last)
        dated = select(timeline.c.record).where(matching(snapshot, period))
        fitting.append(refs.c.record.in_(dated))
    return fitting


def counted(snapshot: Snapshot, selection: Selection) -> int:
    """How many records are wanted, those that are withheld among them."""
    query = select(func.count()).select_from(refs).where(*conditions(snapshot, selection))
    return int(snapshot.views.execute(query).scalar_one())


def parts(snapshot: Snapshot, selection: Selection) -> Iterator[SelectionBatch]:
    """The records that are wanted and not withheld, in order, some at a time."""
    query = select(refs).where(*conditions(snapshot, selection)).order_by(refs.c.record)
    rows = snapshot.views.execute(query.execution_options(yield_per=CHUNK))
    for some in rows.partitions(CHUNK):
        yield part(snapshot, selection.withheld.open(some), selection.withheld)


def named(snapshot: Snapshot, ids: Iterable[str], withheld: Withheld) -> SelectionBatch:
    """The records with these ids that are not withheld, in order."""
    rows = snapshot.chunked(select(refs), refs.c.id, list(ids))
    known = [row for row in rows if row.record <= snapshot.position]
    shown = [row for row in known if row.record not in withheld.records]
    return part(snapshot, sorted(shown, key=lambda row: int(row.record)), withheld)


def part(snapshot: Snapshot, rows: Sequence[RefRow], withheld: Withheld) -> SelectionBatch:
    """Rows of the refs as records, without links to what is ``withheld``.

    What is looked up for them is forgotten with them.
    """
    near = Snapshot(snapshot.views, snapshot.position, snapshot.recorded_at)
    docs = documents.read(near, [row.record for row in rows])
    near.learn_ids(one for doc in docs.values() for one in leads_to(doc))
    known = (row for row in rows if row.record in docs)
    return SelectionBatch(near, [_item(near, row, docs[row.record], withheld) for row in known])


def leads_to(doc: RecordDoc) -> Iterator[str]:
    """The ids of the records that a document links to, those who took part among them."""
    yield from linked(doc)
    for one in doc.get("participants", ()):
        if one.get("party"):
            yield UUID(one["party"]).hex


def _item(snapshot: Snapshot, row: RefRow, doc: RecordDoc, withheld: Withheld) -> SelectedRecord:
    ref = str(Ref.of(row.kind, row.number))
    return SelectedRecord(row.record, row.id, ref, row.kind, withheld.linked(snapshot, doc))
