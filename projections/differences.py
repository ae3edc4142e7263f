"""What changed in the register between two of its positions, sorted by what the events tell."""

from typing import Any

from sqlalchemy import Connection, select

from dragoman.domain.record import called
from dragoman.projections.reports.history import history
from dragoman.projections.reports.records import known_of
from dragoman.projections.snapshot import Snapshot
from dragoman.projections.terms import terms
from dragoman.store.log import queries

SECTIONS = {
    "known": "became known",
    "changed": "changed in the world",
    "corrected": "corrected",
    "retracted": "retracted",
}
"""What an event can tell, in the order in which a difference is told."""

_RIGHTING = ("Undone", "PartiesMerged", "PartiesSplit", "ReadingResolved")
_LEARNING = ("SourceCited", "ReadingDisputed", "PartyAliased")


def difference(
    register: Connection, before: Snapshot, after: Snapshot, wanted: tuple[str, ...] = ()
) -> list[dict[str, Any]]:
    """The events between two readings, in order, each with what it tells and what it changed.

    Of the records that had each of the terms that are ``wanted`` at some time in between.
    """
    having = _having(before, after, wanted)
    rows = queries.topics(register, before.position + 1, after.position)
    touched = list(dict.fromkeys(row.originator_id for row in rows))
    after.learn_ids(one.hex for one in touched)
    events = []
    for one in touched:
        place = after.row(one.hex)
        if place and (not wanted or place.record in having):
            about = {"ref": after.ref_of(one.hex), "called": called(known_of(after, one))}
            events += [
                {**about, "section": section(step, place.record), **step}
                for step in history(register, after, one)
                if step["position"] > before.position
            ]
    return sorted(events, key=lambda event: event["position"])


def _having(before: Snapshot, after: Snapshot, wanted: tuple[str, ...]) -> set[int]:
    """The records that had each of the terms at some position from one reading to the other."""
    found: list[set[int]] = []
    for term in wanted:
        query = select(terms.c.record).where(terms.c.term == term)
        query = query.where(terms.c.since <= after.position, terms.c.until > before.position)
        found.append(set(after.views.execute(query).scalars()))
    return set.intersection(*found) if found else set()


def section(step: dict[str, Any], first: int) -> str:
    """What an event tells: of :data:`SECTIONS`; ``first`` is the position of its record's first."""
    topic = step["type"]
    if topic == "Retracted":
        return "retracted"
    if topic.endswith("Corrected") or topic in _RIGHTING:
        return "corrected"
    if step["position"] == first or topic.endswith("Added") or topic in _LEARNING:
        return "known"
    return "changed"
