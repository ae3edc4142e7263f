"""Changes in the register between two positions, grouped by the meaning of the events."""

from typing import Literal

from msgspec import UNSET, UnsetType, field
from msgspec.structs import asdict

from dragoman.domain import called
from dragoman.projections.report import AsOf, Report, Shape, report_tag
from dragoman.projections.reports.history import FieldChange, HistoryEvent, history
from dragoman.projections.reports.lateness import Lateness
from dragoman.projections.reports.records import known_of
from dragoman.projections.snapshot import Snapshot
from dragoman.projections.tables import terms
from dragoman.store import Connection, queries, select

Section = Literal["known", "changed", "corrected", "retracted"]

SECTIONS: dict[Section, str] = {
    "known": "became known",
    "changed": "happened since",
    "corrected": "corrected",
    "retracted": "retracted",
}
"""The sections of a report on changes, in order of display."""

_RIGHTING = ("Undone", "PartiesMerged", "PartiesSplit", "ReadingResolved")
_LEARNING = ("SourceCited", "ReadingDisputed", "PartyAliased")


class DifferenceEvent(Shape, frozen=True, kw_only=True):
    """An event in a history, with the ref and name of the record and the ``section``."""

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


def difference(
    register: Connection, before: Snapshot, after: Snapshot, wanted: tuple[str, ...] = ()
) -> list[DifferenceEvent]:
    """Return the events between two snapshots in order, each with a section and the changes.

    Include only records that had each of the ``wanted`` terms at some position between the
    snapshots.
    """
    having = _having(before, after, wanted)
    rows = queries.topics(register, before.position + 1, after.position)
    touched = list(dict.fromkeys(row.originator_id for row in rows))
    after.learn_ids(one.hex for one in touched)
    events: list[DifferenceEvent] = []
    for one in touched:
        place = after.row(one.hex)
        if place and (not wanted or place.record in having):
            ref, name = after.ref_of(one.hex), called(known_of(after, one))
            events += [
                DifferenceEvent(
                    ref=ref, called=name, section=section(step, place.record), **asdict(step)
                )
                for step in history(register, after, one)
                if step.position > before.position
            ]
    return sorted(events, key=lambda event: event.position)


def _having(before: Snapshot, after: Snapshot, wanted: tuple[str, ...]) -> set[int]:
    """Return the records that had each of the terms at some position between two snapshots."""
    found: list[set[int]] = []
    for term in wanted:
        query = select(terms.c.record).where(terms.c.term == term)
        query = query.where(terms.c.since <= after.position, terms.c.until > before.position)
        found.append(set(after.views.execute(query).scalars()))
    return set.intersection(*found) if found else set()


def section(step: HistoryEvent, first: int) -> Section:
    """Return the section of an event; ``first`` is the position of the record's first event."""
    topic = step.type
    if topic == "Retracted":
        return "retracted"
    if topic.endswith("Corrected") or topic in _RIGHTING:
        return "corrected"
    if step.position == first or topic.endswith("Added") or topic in _LEARNING:
        return "known"
    return "changed"
