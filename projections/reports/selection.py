"""Selections: records with their documents, in order of first recording and in batches.

Only one batch is in memory at a time, even if there are many records.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import cast
from uuid import UUID

from attrs import field, frozen

from dragoman.domain import Ref
from dragoman.projections import documents
from dragoman.projections.record_doc import RecordDoc, people_of
from dragoman.projections.reports.withholding import Withheld
from dragoman.projections.shapes import linked
from dragoman.projections.snapshot import CHUNK, Snapshot
from dragoman.projections.tables import RefRow, refs, timeline, unread
from dragoman.projections.timeline import TimelineQuery, matching
from dragoman.store import ColumnElement, func, select


@frozen
class Selection:
    """The conditions that select records, such as a query and the numbers in ``records``.

    A period selects only records that are in the timeline. The selection leaves out ``withheld``
    records. With ``to_the_end``, the selection also leaves out records that this version cannot
    read to the end.
    """

    wanted: TimelineQuery = field(factory=TimelineQuery)
    records: tuple[int, ...] = ()
    withheld: Withheld = field(factory=Withheld)
    to_the_end: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether no filter is set."""
        return self.wanted == TimelineQuery() and not self.records


@frozen
class SelectedRecord:
    """A record: its number, id (32 hexadecimal digits), ref, kind and document."""

    record: int
    id: str
    ref: str
    kind: str
    doc: RecordDoc

    @property
    def is_retracted(self) -> bool:
        """Whether the record is retracted."""
        return bool(self.doc.get("amendments", {}).get("retracted"))


@frozen
class SelectionBatch:
    """A batch of records, and a snapshot that has already looked up their links."""

    snapshot: Snapshot
    items: list[SelectedRecord]

    @property
    def ids(self) -> list[UUID]:
        """The ids of the records."""
        return [UUID(hex=item.id) for item in self.items]


def conditions(snapshot: Snapshot, selection: Selection) -> list[ColumnElement[bool]]:
    """Return the SQL conditions of a selection for rows of the table of refs."""
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
    """Return the number of selected records, including withheld records."""
    query = select(func.count()).select_from(refs).where(*conditions(snapshot, selection))
    return int(snapshot.views.execute(query).scalar_one())


def parts(snapshot: Snapshot, selection: Selection) -> Iterator[SelectionBatch]:
    """Yield the selected records that are not withheld, in order, in batches."""
    query = select(refs).where(*conditions(snapshot, selection)).order_by(refs.c.record)
    rows = snapshot.views.execute(query.execution_options(yield_per=CHUNK))
    for some in rows.partitions(CHUNK):
        yield part(snapshot, selection.withheld.open(some), selection.withheld)


def named(snapshot: Snapshot, ids: Iterable[str], withheld: Withheld) -> SelectionBatch:
    """Return the records with the given ids that are not withheld, in order."""
    rows = snapshot.chunked(select(refs), refs.c.id, list(ids))
    known = [row for row in rows if row.record <= snapshot.position]
    shown = [row for row in known if row.record not in withheld.records]
    return part(snapshot, sorted(shown, key=lambda row: int(row.record)), withheld)


def part(snapshot: Snapshot, rows: Sequence[RefRow], withheld: Withheld) -> SelectionBatch:
    """Return the records for rows of the table of refs, without links to ``withheld`` records.

    A separate snapshot caches the lookups; Python frees this snapshot together with the records.
    """
    near = snapshot.near()
    docs = documents.read(near, [row.record for row in rows])
    near.learn_ids(one for doc in docs.values() for one in leads_to(doc))
    known = (row for row in rows if row.record in docs)
    return SelectionBatch(near, [_item(near, row, docs[row.record], withheld) for row in known])


def leads_to(doc: RecordDoc) -> Iterator[str]:
    """Yield the ids of the records to which a document or one of its participants links."""
    yield from linked(doc)
    for one in people_of(doc):
        if one.get("party"):
            yield UUID(one["party"]).hex


def _item(snapshot: Snapshot, row: RefRow, doc: RecordDoc, withheld: Withheld) -> SelectedRecord:
    ref = str(Ref.of(row.kind, row.number))
    shown = withheld.of_party(row.id, withheld.linked(snapshot, doc))
    return SelectedRecord(row.record, row.id, ref, row.kind, cast("RecordDoc", shown))
