"""The brief: what you need to know about one or two parties before a call."""

from collections.abc import Sequence
from datetime import date

from dragoman.domain import awaits_reply
from dragoman.projections import documents
from dragoman.projections.facets import Facet, ranks_of
from dragoman.projections.mechanisms import MechanismShape
from dragoman.projections.record_doc import RecordDoc
from dragoman.projections.report import AsOf, DateShape, Report, Shape, extended, report_tag
from dragoman.projections.reports.contacts import (
    ContactShape,
    SilenceShape,
    contacts,
)
from dragoman.projections.reports.disputes import Dispute, disputes
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
from dragoman.projections.shapes import EntryShape, date_shape
from dragoman.projections.snapshot import Snapshot, Term
from dragoman.projections.timeline import TimelineQuery

MOST = 10
"""The maximum number of items in a list on a page."""


class LastContact(ContactShape, frozen=True, kw_only=True):
    """The last contact, and the highest ranks of its participants."""

    ranks: list[str | None]


class InstrumentShape(Shape, frozen=True, kw_only=True):
    """A signed instrument."""

    ref: str
    title: str
    form: str | None
    status: str
    signed: DateShape | None
    in_force: DateShape | None
    terminated: DateShape | None


class MessageShape(Shape, frozen=True, kw_only=True):
    """A message; ``is_awaited`` says whether the reply is still awaited."""

    ref: str
    subject: str
    form: str | None
    status: str
    sender: str
    recipients: list[str]
    occurred: DateShape | None
    is_awaited: bool
    reply_due: DateShape | None
    answered: DateShape | None


class BriefReport(Report, tag=report_tag("brief"), frozen=True, kw_only=True):
    """A brief on one or two subjects."""

    as_of: AsOf
    context: list[str]
    subjects: list[SubjectShape]
    engagements: int
    undated: list[str]
    last_contact: LastContact | None
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
    sheet, met, ids = _counted(snapshot, wanted, sides, people)
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
    snapshot: Snapshot, wanted: Sequence[Term], sides: Sequence[str], people: frozenset[str]
) -> tuple[Sheet, list[EncounterCount], list[str]]:
    """Return the subjects' sheet, the encounters and, if the views have no tallies, contact ids."""
    parties = stored_sides(snapshot, wanted)
    if parties:
        stored = StoredSheet(snapshot, parties)
        return stored, encounters(stored, sides, MOST), []
    counted, met = CountedSheet(sorted(sides)), Encounters(sides, people)
    ids: list[str] = []
    for one in contacts(snapshot, TimelineQuery(wanted)):
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


def signed(snapshot: Snapshot, wanted: Sequence[Term]) -> list[InstrumentShape]:
    """Return the instruments that match the search terms, newest first."""
    docs = documents.docs_of(snapshot, "instrument", wanted)
    shapes = [_instrument(snapshot, record, doc) for record, doc in docs.items()]
    return sorted(shapes, key=lambda one: _latest_day(one.signed), reverse=True)


def delivered(snapshot: Snapshot, wanted: Sequence[Term]) -> list[MessageShape]:
    """Return the messages that match the search terms, newest first."""
    docs = documents.docs_of(snapshot, "demarche", wanted)
    shapes = [_message(snapshot, record, doc) for record, doc in docs.items()]
    return sorted(shapes, key=lambda one: _latest_day(one.occurred), reverse=True)


def _latest_day(when: DateShape | None) -> str:
    return (when.latest if when else None) or ""


def _instrument(snapshot: Snapshot, record: int, doc: RecordDoc) -> InstrumentShape:
    return InstrumentShape(
        ref=snapshot.ref(record),
        title=doc["title"],
        form=doc.get("form"),
        status=doc["status"],
        signed=date_shape(doc, "signed"),
        in_force=date_shape(doc, "in_force"),
        terminated=date_shape(doc, "terminated"),
    )


def _message(snapshot: Snapshot, record: int, doc: RecordDoc) -> MessageShape:
    is_open = doc["status"] == "delivered"
    return MessageShape(
        ref=snapshot.ref(record),
        subject=doc["subject"],
        form=doc.get("form"),
        status=doc["status"],
        sender=doc["sender"],
        recipients=doc["recipients"],
        occurred=date_shape(doc, "occurred"),
        is_awaited=is_open and awaits_reply(doc.get("reply"), doc.get("reply_due")),
        reply_due=date_shape(doc, "reply_due"),
        answered=date_shape(doc, "answered"),
    )
