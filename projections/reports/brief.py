"""The brief: what you need to know about one or two parties before a call."""

from collections.abc import Mapping, Sequence
from datetime import date

from dragoman.projections.facets import Facet, ranks_of
from dragoman.projections.mechanisms import MechanismShape
from dragoman.projections.report import AsOf, Report, extended, report_tag
from dragoman.projections.reports.contacts import (
    ContactShape,
    SilenceShape,
    contacts,
)
from dragoman.projections.reports.disputes import Dispute, disputes
from dragoman.projections.reports.papers import (
    InstrumentShape,
    MessageShape,
    delivered,
    signed,
)
from dragoman.projections.reports.past import PastEngagement, past
from dragoman.projections.reports.pending import PendingFollowUp, pending
from dragoman.projections.reports.sheet import (
    CountedSheet,
    Sheet,
    StoredSheet,
    Tally,
    silence_of,
    stored_sides,
)
from dragoman.projections.reports.subject import Subject, SubjectShape, subject_shape
from dragoman.projections.reports.tallies import (
    EncounterCount,
    Encounters,
    LevelCount,
    LongestGap,
    MonthCounts,
    PartnerCount,
    TopicCount,
    VisitCounts,
    encounters,
    levels,
    longest_silence,
    month_counts,
    partners,
    topics,
    visit_counts,
)
from dragoman.projections.shapes import EntryShape
from dragoman.projections.snapshot import Snapshot, Term
from dragoman.projections.timeline import TimelineQuery

RECENT = 5
"""The number of past engagements in a brief."""

MOST = 10
"""The maximum number of items in a list on a page."""


class LastContact(ContactShape, frozen=True, kw_only=True):
    """The last contact, and the highest ranks of its participants."""

    ranks: list[str | None]


class BriefReport(Report, tag=report_tag("brief"), frozen=True, kw_only=True):
    """A brief on one or two subjects."""

    as_of: AsOf
    context: list[str]
    subjects: list[SubjectShape]
    engagements: int
    undated: list[str]
    last_contact: LastContact | None
    last_engagements: list[PastEngagement]
    silence: SilenceShape | None
    longest_silence: LongestGap | None
    levels: list[LevelCount]
    visits: VisitCounts | None
    months: MonthCounts
    mechanisms: list[MechanismShape]
    agreed: list[PendingFollowUp]
    scheduled: list[EntryShape]
    unconfirmed: list[EntryShape]
    instruments: list[InstrumentShape]
    demarches: list[MessageShape]
    partners: list[PartnerCount]
    met: list[EncounterCount]
    topics: list[TopicCount]
    disputed: list[Dispute]


def brief(
    snapshot: Snapshot,
    today: date,
    subjects: Sequence[Subject],
    context: Sequence[str],
    whole: bool = True,
) -> BriefReport:
    """Return a brief on one or two subjects, as of the snapshot.

    Unless ``whole`` is true, the brief shows only the last and the planned sessions of a mechanism.
    """
    wanted = [subject.term for subject in subjects]
    sides = [subject.code for subject in subjects if subject.code]
    people = frozenset(term for subject in subjects for term in subject.terms)
    successors = {one: of.code for of in subjects for one in of.predecessors if of.code}
    sheet, met, ids = _counted(snapshot, wanted, sides, people, successors)
    contact = sheet.own(Facet.CONTACT)
    undated = sheet.own(Facet.UNDATED).times
    silence = contact, sheet.own(Facet.BEGAN), sheet.own(Facet.CLOSED)
    ahead = pending(snapshot, today, wanted, ids if people else (), True, whole)
    return BriefReport(
        as_of=snapshot.as_of,
        context=list(context),
        subjects=[subject_shape(snapshot, one) for one in subjects],
        engagements=contact.times + undated,
        undated=[one.ref for one in sheet.undated()] if undated else [],
        last_contact=_at_level(sheet, contact, sides),
        last_engagements=past(snapshot, wanted, RECENT),
        silence=silence_of(*silence, today),
        longest_silence=longest_silence(sheet, today),
        levels=levels(sheet, sides),
        visits=visit_counts(sheet, sides) if sides else None,
        months=month_counts(sheet, today),
        mechanisms=ahead.bodies,
        agreed=ahead.agreed,
        scheduled=ahead.scheduled,
        unconfirmed=ahead.unconfirmed,
        instruments=signed(snapshot, wanted),
        demarches=delivered(snapshot, wanted),
        partners=partners(sheet, MOST) if len(subjects) == 1 else [],
        met=met,
        topics=topics(sheet, MOST),
        disputed=disputes(snapshot, wanted),
    )


def _counted(
    snapshot: Snapshot,
    wanted: Sequence[Term],
    sides: Sequence[str],
    people: frozenset[str],
    successors: Mapping[str, str],
) -> tuple[Sheet, list[EncounterCount], list[str]]:
    """Return the subjects' sheet, the encounters and, if the views have no tallies, contact ids."""
    parties = stored_sides(snapshot, wanted)
    if parties:
        stored = StoredSheet(snapshot, parties)
        return stored, encounters(stored, sides, MOST), []
    counted, met = CountedSheet(sorted(sides)), Encounters(sides, people)
    ids: list[str] = []
    for contact in contacts(snapshot, TimelineQuery(wanted)):
        one = contact.counted_as(successors)
        ids.append(one.id)
        counted.add(one)
        if one.took_place and one.day is not None:
            met.add(one)
    return counted, met.shapes(snapshot, MOST), ids


def _at_level(sheet: Sheet, contact: Tally, sides: Sequence[str]) -> LastContact | None:
    if not contact.times:
        return None
    [last] = sheet.last(contact)
    return extended(LastContact, last.shape(), ranks=list(ranks_of(last, sides)))
