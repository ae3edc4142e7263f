"""Digest: what became known since a day, and what is due, as a mail to a desk would say it.

A record that became known is new; its later changes are part of the same item, which shows the
corrections. A record that was recorded and retracted within the period is left out.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Literal

from attrs import frozen
from msgspec import field

from dragoman.domain import (
    LETTERS,
    PLANNED,
    called,
    chronological,
    parse_date,
    terms,
    typed_ref,
)
from dragoman.projections import documents, follow_ups, parties
from dragoman.projections.differences import Difference, DifferenceEvent, records_having
from dragoman.projections.record_doc import RecordDoc
from dragoman.projections.report import AsOf, DateShape, Report, Shape, report_tag
from dragoman.projections.reports.contacts import met_by
from dragoman.projections.reports.history import FieldChange
from dragoman.projections.shapes import (
    EntryShape,
    date_field,
    date_shape,
    entry_shapes,
    involved,
)
from dragoman.projections.snapshot import Snapshot, Term
from dragoman.projections.tables import terms as term_rows
from dragoman.projections.tables import valid_at
from dragoman.projections.timeline import TimelineQuery, ahead
from dragoman.store import select

Section = Literal["new", "changed", "corrected", "retracted"]


class DigestItem(Shape, frozen=True, kw_only=True):
    """A record that became known or changed.

    ``occurred`` is the date of the record; for a series, the date of its next meeting, or else of
    its first. ``changes`` are the changes of the whole period; those of a new record are its
    corrections. ``parts`` are the follow-ups into which a follow-up was split. ``reason`` is the
    reason of the last of the changes, and ``recorded_by`` lists the people who recorded the events.
    """

    section: Section
    ref: str
    kind: str
    title: str
    status: str | None
    occurred: DateShape | None
    place: str | None
    host: str | None
    parties: list[str]
    outcomes: list[str]
    summary: str | None
    parts: list[str]
    changes: list[FieldChange]
    reason: str
    recorded_by: list[str]


class DigestReport(Report, tag=report_tag("digest"), frozen=True, kw_only=True):
    """A digest: what changed from one position to another, and what is due.

    ``ahead`` has the planned engagements, and ``due`` the follow-ups that are due, within ``days``
    days. ``has_news`` says whether anything changed or became due in the period. ``new_parties`` is
    the number of new people and organisations, which ``items`` leaves out. ``outside`` is the
    number of other records that changed, but do not belong to the parties of the digest.
    """

    from_: AsOf = field(name="from")
    to: AsOf
    context: list[str]
    days: int
    has_news: bool
    new_parties: int
    outside: int
    items: list[DigestItem]
    overdue: list[follow_ups.FollowUpShape]
    due: list[follow_ups.FollowUpShape]
    ahead: list[EntryShape]


@frozen
class Period:
    """The period of a digest: from the day ``first`` to ``today``, and ``days`` days ahead."""

    first: date
    today: date
    days: int

    @property
    def last(self) -> int:
        """The last day ahead, as an ordinal."""
        return (self.today + timedelta(days=self.days)).toordinal()

    def is_due(self, one: follow_ups.FollowUpShape) -> bool:
        """Return whether the deadline of a follow-up, its last day, is not after the period."""
        day = one.due.latest if one.due else None
        return day is not None and date.fromisoformat(day[:10]).toordinal() <= self.last

    def has_come(self, one: follow_ups.FollowUpShape) -> bool:
        """Return whether a follow-up became due or overdue in the period."""
        day = one.due.latest if one.due else None
        before = self.first - timedelta(days=1)
        return day is not None and before.isoformat() <= day[:10] <= self.today.isoformat()


def digest(
    found: Difference, period: Period, wanted: Sequence[Term], context: Sequence[str]
) -> DigestReport:
    """Return the digest of a period: the changes that were ``found``, and what is due.

    ``found`` has the changes of all records. The digest has those that belong to the ``wanted``
    parties, and of the people who take part in records of these parties.
    """
    snapshot = found.after
    query = TimelineQuery(tuple(wanted), last=period.last)
    agreed_in = met_by(snapshot, wanted)
    owed = follow_ups.most_urgent(snapshot, period.today, query, None, agreed_in).shown
    overdue = [one for one in owed if one.state == "overdue"]
    due = [one for one in owed if one.state != "overdue" and period.is_due(one)]
    changed = dict(_items(snapshot, found.events(), period.today))
    inside = _belonging(found, wanted, changed)
    every = [one for record, one in changed.items() if record in inside]
    others = [one for record, one in changed.items() if record not in inside]
    items = [one for one in every if not _is_new_party(one)]
    return DigestReport(
        from_=found.before.as_of,
        to=snapshot.as_of,
        context=list(context),
        days=period.days,
        has_news=bool(every) or any(map(period.has_come, owed)),
        new_parties=len(every) - len(items),
        outside=sum(not _is_new_party(one) for one in others),
        items=sorted(items, key=lambda one: _SECTIONS.index(one.section)),
        overdue=overdue,
        due=due,
        ahead=_planned(snapshot, query, period.today),
    )


_SERIES, _MEETING = (f"{LETTERS[kind]}-" for kind in ("series", "meeting"))
_SECTIONS: tuple[Section, ...] = ("new", "changed", "corrected", "retracted")


def _is_new_party(one: DigestItem) -> bool:
    return (one.kind, one.section) == ("party", "new")


def _planned(snapshot: Snapshot, query: TimelineQuery, today: date) -> list[EntryShape]:
    """Return the planned engagements that begin within the period ahead."""
    shapes = entry_shapes(snapshot, ahead(snapshot, query, today))
    return [one for one in shapes if one.status in PLANNED and one.occurred is not None]


def _belonging(
    found: Difference, wanted: Sequence[Term], changed: Mapping[int, DigestItem]
) -> Collection[int]:
    """Return the changed records of the wanted parties, and of the people in their records."""
    having = records_having(found.before, found.after, tuple(wanted))
    if having is None:
        return changed
    people = [
        record for record, one in changed.items() if one.kind == "party" and record not in having
    ]
    return having.union(_taking_part(found.after, people, having))


def _taking_part(snapshot: Snapshot, people: Sequence[int], having: Collection[int]) -> set[int]:
    """Return the people who take part in one of the records."""
    if not people:
        return set()
    groups = parties.grouped(snapshot, parties.read_parties(snapshot, people))
    owners = parties.terms_of_all(snapshot, groups)
    query = select(term_rows.c.term, term_rows.c.record)
    query = query.where(valid_at(term_rows, snapshot.position))
    rows = snapshot.chunked(query, term_rows.c.term, list(owners))
    return {owners[row.term] for row in rows if row.record in having}


def _items(
    snapshot: Snapshot, events: Iterable[DifferenceEvent], today: date
) -> Iterator[tuple[int, DigestItem]]:
    """Yield each record with events, with its item, in the order of its first event."""
    by_ref: dict[str, list[DifferenceEvent]] = {}
    for event in events:
        if event.ref:
            by_ref.setdefault(event.ref, []).append(event)
    of_series = {
        event.entry for ref, some in by_ref.items() if ref.startswith(_SERIES) for event in some
    }
    places = {ref: place for ref in by_ref if (place := typed_ref(ref))}
    records = snapshot.numbered(places.values())
    docs = documents.read(snapshot, list(records.values()))
    for ref, some in by_ref.items():
        record = records.get(places[ref]) if ref in places else None
        if record is None or _is_told_by_series(ref, some, of_series):
            continue
        if item := _item(snapshot, record, docs.get(record, {}), some, today):
            yield record, item


def _is_told_by_series(
    ref: str, events: Sequence[DifferenceEvent], of_series: Collection[str]
) -> bool:
    """Return whether a meeting changed only together with its series, which is an item itself."""
    return ref.startswith(_MEETING) and all(one.entry in of_series for one in events)


def _item(
    snapshot: Snapshot,
    record: int,
    doc: RecordDoc,
    events: Sequence[DifferenceEvent],
    today: date,
) -> DigestItem | None:
    # A record's number is the position of its first event.
    is_new = record == events[0].position
    is_gone = doc.get("amendments", {}).get("retracted", False)
    corrections = [one for one in events if one.type.endswith("Corrected") and not one.undone]
    shown = corrections if is_new else events
    changes = [] if is_gone else net_changes(shown)
    if (is_gone and is_new) or not (changes or is_new or is_gone):
        return None
    kind = snapshot.kind(record)
    return DigestItem(
        section="retracted" if is_gone else "new" if is_new else _section(events),
        ref=snapshot.ref(record),
        kind=kind,
        title=called(doc) or kind,
        status=doc.get("status"),
        occurred=_date_of(snapshot, record, doc, today),
        place=doc.get("place"),
        host=doc.get("host"),
        parties=involved(doc),
        outcomes=doc.get("outcomes", []) if is_new else [],
        summary=doc.get("summary") if is_new else None,
        parts=_parts(snapshot, record, doc, today) if kind == "follow-up" else [],
        changes=changes,
        reason=(shown or events)[-1].reason,
        recorded_by=list(dict.fromkeys(one.recorded_by for one in events)),
    )


def _date_of(snapshot: Snapshot, record: int, doc: RecordDoc, today: date) -> DateShape | None:
    """Return the date of a record; for a series, the date of its next or first meeting."""
    kind = snapshot.kind(record)
    if kind == "follow-up":
        return date_shape(doc, "due")
    if kind == "series" and (next_ := _next_meeting(snapshot, record, today)):
        return date_shape(next_, "occurred")
    return date_shape(doc, date_field(kind, doc))


def _next_meeting(snapshot: Snapshot, record: int, today: date) -> RecordDoc | None:
    """Return the first planned meeting of a series from today on, or else the first meeting."""
    found = documents.docs_of(snapshot, "meeting", [terms.in_series(snapshot.id_of(record))])
    dated = [doc for doc in found.values() if doc.get("occurred")]
    meetings = chronological(dated, lambda doc: parse_date(doc["occurred"]).begins)
    ahead_ = (
        doc
        for doc in meetings
        if doc.get("status") in PLANNED
        and (parse_date(doc["occurred"]).last or 0) >= today.toordinal()
    )
    return next(ahead_, next(iter(meetings), None))


def _parts(snapshot: Snapshot, record: int, doc: RecordDoc, today: date) -> list[str]:
    """Return the refs of the follow-ups into which a follow-up was split."""
    if doc.get("status") != "dropped":
        return []
    return [one.ref for one in follow_ups.parts(snapshot, today, snapshot.id_of(record).hex)]


def _section(events: Sequence[DifferenceEvent]) -> Section:
    is_corrected = all(one.section == "corrected" for one in events)
    return "corrected" if is_corrected else "changed"


def net_changes(events: Iterable[DifferenceEvent]) -> list[FieldChange]:
    """Return the changes of several events; drop the values between the first and the last."""
    net: dict[str, FieldChange] = {}
    others: list[FieldChange] = []
    for change in (change for event in events for change in event.changes):
        if not change.is_of_state or isinstance(change.added, list):
            others.append(change)
        elif before := net.get(change.field):
            net[change.field] = FieldChange(
                field=change.field, before=before.before, after=change.after
            )
        else:
            net[change.field] = change
    return [*(one for one in net.values() if one.before != one.after), *others]
