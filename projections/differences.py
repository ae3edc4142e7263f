"""Changes between two positions: what became known, happened, was corrected or retracted."""

from collections.abc import Iterator
from typing import Literal
from uuid import UUID

from attrs import frozen
from msgspec import UNSET, UnsetType, field
from msgspec.structs import asdict

from dragoman.domain import called
from dragoman.projections import documents
from dragoman.projections.report import AsOf, Report, Shape, report_tag
from dragoman.projections.reports.history import FieldChange, histories
from dragoman.projections.reports.lateness import Lateness
from dragoman.projections.snapshot import Snapshot, Term
from dragoman.projections.tables import terms
from dragoman.store import Connection, Row, event_name, queries, select

Section = Literal["known", "changed", "corrected", "retracted"]

SECTIONS: dict[Section, str] = {
    "known": "became known",
    "changed": "happened since",
    "corrected": "corrected",
    "retracted": "retracted",
}
"""The sections of a report on changes, in order of display."""

_RIGHTING = ("Undone", "Restored", "PartiesMerged", "PartiesSplit", "ReadingResolved")
_LEARNING = ("SourceCited", "ReadingDisputed", "PartyAliased")


class DifferenceEvent(Shape, frozen=True, kw_only=True):
    """An event, with the ref and name of its record, and its ``section`` in the report."""

    ref: str | None
    called: str | None
    section: Section
    unreadable: str | UnsetType = UNSET
    position: int
    type: str
    entry: str
    recorded_at: str | None
    recorded_by: str
    reason: str
    undone: bool
    undoes: list[int]
    occurred: str | None
    late: Lateness | None
    changes: list[FieldChange]


class AuditDiff(Report, tag=report_tag("audit-diff"), frozen=True, kw_only=True):
    """Changes in the register between two positions."""

    from_: AsOf = field(name="from")
    to: AsOf
    events: list[DifferenceEvent]


BATCH = 500
"""The number of events to compare at once."""


@frozen
class Difference:
    """The events between two snapshots, filtered by terms and by record.

    The difference includes only events of records that had each of the ``terms`` at some position
    between the snapshots. If a ``record`` is given, the difference includes only events of that
    record.
    """

    register: Connection
    before: Snapshot
    after: Snapshot
    terms: tuple[Term, ...] = ()
    record: UUID | None = None

    def count(self) -> int:
        """Return the number of events."""
        if self.after.redaction:  # some events may say only what is withheld
            return sum(1 for _ in self.events())
        return sum(len(batch.rows) for batch in self._batches())

    def events(self, of: Section | None = None) -> Iterator[DifferenceEvent]:
        """Yield the events in order, each with its section and changes.

        If a section is given, yields only the events of that section.
        """
        for batch in self._batches():
            yield from batch.compared(self.register, of)

    def _batches(self) -> Iterator["_Batch"]:
        having = records_having(self.before, self.after, self.terms)
        limits = self.before.position, self.after.position
        for rows in queries.topic_batches(self.register, *limits, BATCH, self.record):
            near = self.after.near()
            near.learn_ids(row.originator_id.hex for row in rows)
            firsts = {row.originator_id: near.row(row.originator_id.hex) for row in rows}
            known = {
                id_: place.record
                for id_, place in firsts.items()
                if place and (having is None or place.record in having)
            }
            yield _Batch(near, known, [row for row in rows if row.originator_id in known])


@frozen
class _Batch:
    """A batch of stored events, and a snapshot that has already looked up their records.

    ``records`` maps the id of each record to its number.
    """

    near: Snapshot
    records: dict[UUID, int]
    rows: list[Row[int, UUID, str, UUID]]

    def compared(self, register: Connection, of: Section | None) -> list[DifferenceEvent]:
        """Return the events in order, each with its changes.

        If a section is given, returns only the events of that section.
        """
        shown = {
            row.position: row.originator_id for row in self.rows if of in (None, self._section(row))
        }
        steps = histories(register, self.near, list(dict.fromkeys(shown.values())))
        docs = documents.read(self.near, [self.records[one] for one in steps])
        found = [
            DifferenceEvent(
                ref=self.near.ref(self.records[one]),
                called=called(docs.get(self.records[one], {})),
                section=section(step.position, step.type, self.records[one]),
                **asdict(step),
            )
            for one, some in steps.items()
            for step in some
            if step.position in shown
        ]
        return sorted(found, key=lambda event: event.position)

    def _section(self, row: Row[int, UUID, str, UUID]) -> Section:
        name = event_name(row.topic)
        return section(row.position, name, self.records[row.originator_id])


def records_having(before: Snapshot, after: Snapshot, wanted: tuple[Term, ...]) -> set[int] | None:
    """Return the records that had each of the terms at some position between two snapshots.

    Returns ``None`` if there are no terms, because all records match.
    """
    found: list[set[int]] = []
    for term in wanted:
        is_it = terms.c.term == term if isinstance(term, str) else terms.c.term.in_(term)
        query = select(terms.c.record).where(is_it)
        query = query.where(terms.c.since <= after.position, terms.c.until > before.position)
        found.append(set(after.views.execute(query).scalars()))
    return set.intersection(*found) if found else None


def section(position: int, name: str, first: int) -> Section:
    """Return the section of an event; ``first`` is the position of the record's first event."""
    if name == "Retracted":
        return "retracted"
    if name.endswith("Corrected") or name in _RIGHTING:
        return "corrected"
    if position == first or name.endswith("Added") or name in _LEARNING:
        return "known"
    return "changed"
