"""Pending items: agreements, schedules and inferences.

The report keeps the three separate. An agreement is recorded, and somebody owes it; a schedule is
recorded, and may change; an inference is not recorded.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from attrs import frozen

from dragoman.domain import PLANNED, SETTLED
from dragoman.projections import follow_ups, mechanisms
from dragoman.projections.facets import Facet
from dragoman.projections.follow_ups import FollowUpShape
from dragoman.projections.mechanisms import (
    MechanismShape,
    NextSession,
    SessionShape,
    Turn,
)
from dragoman.projections.report import AsOf, Report, Shape, WindowShape, extended, report_tag
from dragoman.projections.reports.contacts import met_by
from dragoman.projections.reports.outlooks import outlooks
from dragoman.projections.reports.sheet import StoredSheet, stored_sides
from dragoman.projections.shapes import EntryShape, entry_shapes
from dragoman.projections.snapshot import Snapshot, Term
from dragoman.projections.timeline import TimelineQuery, ahead, unconfirmed


class PendingFollowUp(FollowUpShape, frozen=True, kw_only=True):
    """A follow-up and, if it awaits a session of a mechanism, the next sessions of that mechanism.

    ``scheduled`` lists planned sessions. Dragoman infers ``inferred_next`` and ``turn``.
    """

    scheduled: list[SessionShape]
    inferred_next: NextSession | None
    turn: Turn | None
    is_dissolved: bool


class InferredSession(Shape, frozen=True, kw_only=True):
    """A session that Dragoman expects, although nobody has agreed on or scheduled the session."""

    mechanism: str
    title: str
    parties: list[str]
    session: int | None
    host: str | None
    window: WindowShape | None
    basis: list[str]
    turn: Turn | None


class FollowUpsReport(Report, tag=report_tag("follow-ups"), frozen=True, kw_only=True):
    """Follow-ups that are owed, and everything else that is pending."""

    as_of: AsOf
    context: list[str]
    items: list[PendingFollowUp]
    scheduled: list[EntryShape]
    unconfirmed: list[EntryShape]
    inferred: list[InferredSession]


@frozen
class Pending:
    """Follow-ups, planned engagements, past engagements that nobody confirmed, and next sessions.

    In ``agreed``, a follow-up that awaits a session also has the ``scheduled`` sessions and the
    ``inferred_next`` session of the mechanism. ``bodies`` are the mechanisms.
    """

    agreed: list[PendingFollowUp]
    scheduled: list[EntryShape]
    unconfirmed: list[EntryShape]
    inferred: list[InferredSession]
    bodies: list[MechanismShape]


def pending(
    snapshot: Snapshot,
    today: date,
    terms: Sequence[Term],
    ids: Sequence[str] = (),
    still: bool = False,
    whole: bool = False,
) -> Pending:
    """Return the pending items that match the terms; with ``still``, only open follow-ups.

    Also includes the follow-ups that were agreed in the records whose ids are in ``ids``; by
    default, in the engagements of a person whom the terms name. With ``whole``, mechanisms have all
    their sessions; otherwise, only the last and the planned sessions.
    """
    ids = ids or met_by(snapshot, terms)
    items = follow_ups.items(snapshot, today, terms, still, ids)
    of_terms = (mechanisms.bodies if whole else outlooks)(snapshot, today, terms)
    bodies = {one.ref: one for one in of_terms}
    awaited = {one.awaits.mechanism for one in items if one.awaits and _is_open(one)}
    planned = entry_shapes(snapshot, ahead(snapshot, TimelineQuery(terms), today))
    inferred = [
        _inferred(body, found)
        for ref, body in bodies.items()
        if (found := _if_informative(body.inferred_next)) and ref not in awaited
    ]
    agreed = [_with_sessions(one, bodies) for one in items]
    gone = entry_shapes(snapshot, unconfirmed(snapshot, TimelineQuery(terms), today))
    return Pending(agreed, planned, gone, inferred, list(bodies.values()))


def _is_open(one: FollowUpShape) -> bool:
    return one.state not in SETTLED


def _with_sessions(one: FollowUpShape, bodies: Mapping[str, MechanismShape]) -> PendingFollowUp:
    """Add the scheduled and inferred sessions of the awaited mechanism to an open follow-up."""
    body = bodies.get(one.awaits.mechanism or "") if one.awaits and _is_open(one) else None
    return extended(
        PendingFollowUp,
        one,
        scheduled=[one for one in body.sessions if one.status in PLANNED] if body else [],
        inferred_next=_if_informative(body.inferred_next) if body else None,
        turn=body.turn if body else None,
        is_dissolved=body is not None and body.status == "dissolved",
    )


def _if_informative(inferred: NextSession | None) -> NextSession | None:
    """Return an inferred session; ``None`` if the inference has no basis."""
    return inferred if inferred and inferred.basis else None


def _inferred(body: MechanismShape, found: NextSession) -> InferredSession:
    return extended(
        InferredSession,
        found,
        mechanism=body.ref,
        title=body.title,
        parties=body.parties,
        turn=body.turn,
    )


@frozen
class OwnedBy:
    """A condition on the owners of follow-ups: their sides, or the refs of people and bodies.

    With ``others``, the condition is that a side other than the given sides owes the follow-up.
    """

    sides: frozenset[str] = frozenset()
    refs: frozenset[str] = frozenset()
    others: bool = False

    def has(self, one: FollowUpShape) -> bool:
        """Return whether a follow-up meets the condition."""
        sides = {owner.side for owner in one.owners if owner.side}
        if self.others:
            return bool(sides - self.sides)
        return bool(sides & self.sides or {owner.party for owner in one.owners} & self.refs)

    def settled(self, found: Pending) -> dict[str, int]:
        """Return the numbers of fulfilled and of dropped follow-ups that meet the condition."""
        states = [one.state for one in found.agreed if self.has(one)]
        return {status: states.count(status) for status in SETTLED}

    def of(self, found: Pending, still: bool) -> Pending:
        """Return the follow-ups that meet the condition; with ``still``, only open ones."""
        agreed = [one for one in found.agreed if self.has(one)]
        kept = [one for one in agreed if _is_open(one)] if still else agreed
        return Pending(kept, [], [], [], found.bodies)


def settled(snapshot: Snapshot, wanted: Sequence[Term]) -> dict[str, int]:
    """Return the numbers of fulfilled and of dropped follow-ups that match the terms."""
    sides = stored_sides(snapshot, wanted)
    if sides is None:
        found = follow_ups.statuses(snapshot, wanted, met_by(snapshot, wanted))
    else:
        tallies = StoredSheet(snapshot, sides).tallies(Facet.FOLLOW_UP)
        found = {status: one.times for status, one in tallies.items()}
    return {status: found.get(status, 0) for status in SETTLED}
