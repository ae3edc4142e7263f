"""Records of any kind, with all known facts."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Literal
from uuid import UUID

from dragoman.domain import KINDS, Place, chronological, holding, parse_date, terms
from dragoman.projections import documents, follow_ups, mechanisms, parties, timeline
from dragoman.projections.present_names import PersonNames, name_of, person_names
from dragoman.projections.record_doc import AmendmentsDoc, PersonDoc, ReadingDoc, RecordDoc
from dragoman.projections.report import DateShape, Shape, mapping_of
from dragoman.projections.reports.posts import posts, present_post
from dragoman.projections.shapes import (
    awaits_shape,
    date_shape,
    entry_shapes,
    involved,
    link_shapes,
    source_shape,
)
from dragoman.projections.snapshot import Snapshot
from dragoman.store import event_name


def known_of(snapshot: Snapshot, id_: UUID) -> RecordDoc:
    """Return the stored fields of a record; empty for a missing record."""
    row = snapshot.row(id_.hex)
    return documents.read(snapshot, [row.record]).get(row.record, {}) if row else {}


def whole(snapshot: Snapshot, record: int, today: date) -> dict[str, object] | None:
    """Return a record, with its fields, its parts, and the follow-ups that it opened or settled."""
    kind = snapshot.kind(record)
    doc = documents.read(snapshot, [record]).get(record)
    if doc is None:
        return _of_unread(snapshot, kind, record)
    amendments = doc.pop("amendments", {})
    shape = {"ref": snapshot.ref(record), "kind": kind} | doc | link_shapes(snapshot, doc)
    days = holding(KINDS[kind].state, "day")
    shape |= {field: date_shape(doc, field) for field in days if field in doc}
    shape["sources"] = [mapping_of(source_shape(one)) for one in doc.get("sources", ())]
    shape |= amendments_shape(snapshot, amendments)
    shape["distinct_from"] = _distinct_either_way(snapshot, record, amendments)
    shape |= _unreadable(snapshot, record)
    if amendments.get("retracted"):
        return shape | _of_retracted(snapshot, doc)
    return {**shape, **_BELONGING.get(kind, _of_other)(snapshot, record, doc, today)}


def _unreadable(snapshot: Snapshot, record: int) -> dict[str, object]:
    """Return a record's first unreadable event and the reason; empty for a readable record."""
    if found := snapshot.unread.get(record):
        about = {"type": event_name(found.topic), "why": found.why}
        return {"unreadable_from": found.position, "unreadable": about}
    return {}


def _of_unread(snapshot: Snapshot, kind: str, record: int) -> dict[str, object] | None:
    """Return a record that has no readable events; ``None`` if the record does not exist."""
    unreadable = _unreadable(snapshot, record)
    if not unreadable:
        return None
    shape = {"ref": snapshot.ref(record), "kind": kind, "sources": []}
    return shape | amendments_shape(snapshot, {}) | unreadable


def _of_retracted(snapshot: Snapshot, doc: RecordDoc) -> dict[str, object]:
    """Return the links of a retracted record, which has no parts and is not part of a record."""
    shapes = {
        "participants": _people(snapshot, doc),
        "owners": _people(snapshot, doc, "owners"),
        "positions": [parties.position(one) for one in doc.get("positions", ())],
        "awaits": awaits_shape(snapshot, doc) if "awaits" in doc else None,
    }
    return {name: shape for name, shape in shapes.items() if shape}


def amendments_shape(snapshot: Snapshot, amendments: AmendmentsDoc) -> dict[str, object]:
    """Return the corrections made to a record."""
    duplicate_of = amendments.get("duplicate_of")
    return {
        "retracted": amendments.get("retracted", False),
        "duplicate_of": snapshot.ref_of(UUID(duplicate_of).hex) if duplicate_of else None,
        "readings": [_reading(one) for one in amendments.get("readings", ())],
        "distinct_from": _distinct_from(snapshot, amendments),
    }


def _distinct_from(snapshot: Snapshot, amendments: AmendmentsDoc) -> list[str | None]:
    apart = amendments.get("distinct_from", ())
    return [snapshot.ref_of(UUID(one).hex) for one in apart]


def _distinct_either_way(
    snapshot: Snapshot, record: int, amendments: AmendmentsDoc
) -> list[str | None]:
    """Return the records that somebody distinguished from a record, or from which the record is."""
    others = snapshot.records(terms.distinct_from(snapshot.id_of(record)))
    own = _distinct_from(snapshot, amendments)
    return list(dict.fromkeys((*own, *map(snapshot.ref, others))))


def _reading(reading: ReadingDoc) -> dict[str, object]:
    source = reading.get("source")
    return {
        "field": reading["field"],
        "value": reading["value"],
        "verdict": reading.get("verdict", "open"),
        "source": mapping_of(source_shape(source)) if source else None,
    }


def _of_engagement(
    snapshot: Snapshot, record: int, doc: RecordDoc, today: date
) -> dict[str, object]:
    found = timeline.parts(snapshot, record)
    around = [snapshot.id_of(record).hex, *(one.id for one in found)]
    return {
        "parties": involved(doc),
        "participants": _people(snapshot, doc),
        "topics": doc.get("topics", []),
        "outcomes": doc.get("outcomes", []),
        "parts": entry_shapes(snapshot, found),
        "follow_ups": follow_ups.about(snapshot, today, around),
    }


def _people(
    snapshot: Snapshot, doc: RecordDoc, field: Literal["participants", "owners"] = "participants"
) -> list[dict[str, object]]:
    """Return the participants or owners, each with the present name and the ref of the party."""
    people = doc.get(field, ())
    names = person_names(snapshot, [doc])
    named = (one for one in people if not one.get("party"))
    refs = parties.refs_of_people(snapshot, named)
    return [_person(snapshot, person, names, refs) for person in people]


def _person(
    snapshot: Snapshot, person: PersonDoc, names: PersonNames, refs: Mapping[str, str]
) -> dict[str, object]:
    name, written = name_of(person, names)
    about = {key: person.get(key) for key in ("post", "side", "role", "type")}
    spelt = {"name_as_written": written} if written else {}
    link = person.get("party")
    ref = snapshot.ref_of(UUID(link).hex) if link else None
    party = ref if link else refs.get(parties.term_of_person(person) or "")
    return {"name": name, **about, "party": party, **spelt}


def _of_conference(
    snapshot: Snapshot, record: int, doc: RecordDoc, today: date
) -> dict[str, object]:
    """Return the engagements in the margins of a conference, oldest first."""
    term = terms.in_margins(snapshot.id_of(record))
    met = timeline.timeline_entries(snapshot, timeline.TimelineQuery(terms=(term,)))
    oldest_first = chronological(met, lambda one: one.place)
    return {"in_margins": entry_shapes(snapshot, oldest_first)}


class SeriesMeeting(Shape, frozen=True, kw_only=True):
    """A meeting of a series; ``is_moved`` says whether somebody moved it by hand."""

    ref: str
    status: str
    occurred: DateShape | None
    slot: DateShape | None
    is_moved: bool
    cause: str | None


def _of_series(snapshot: Snapshot, record: int, doc: RecordDoc, today: date) -> dict[str, object]:
    """Return the meetings of a series, oldest first."""
    term = terms.in_series(snapshot.id_of(record))
    found = documents.docs_of(snapshot, "meeting", [term])
    meetings = [_meeting(snapshot, one, doc) for one, doc in found.items()]
    return {
        "parties": involved(doc),
        "participants": _people(snapshot, doc),
        "meetings": chronological(meetings, _place_of),
    }


def _meeting(snapshot: Snapshot, record: int, doc: RecordDoc) -> SeriesMeeting:
    occurred, slot = date_shape(doc, "occurred"), date_shape(doc, "slot")
    is_moved = occurred is not None and slot is not None and occurred.edtf != slot.edtf
    return SeriesMeeting(
        ref=snapshot.ref(record),
        status=doc["status"],
        occurred=occurred,
        slot=slot,
        is_moved=is_moved,
        cause=doc.get("cause"),
    )


def _place_of(meeting: SeriesMeeting) -> Place:
    when = meeting.occurred or meeting.slot
    return parse_date(when.text).begins if when else (None, 0)


def _of_party(snapshot: Snapshot, record: int, doc: RecordDoc, today: date) -> dict[str, object]:
    merged = parties.merged(snapshot)
    wanted = parties.terms_of(snapshot, record, merged)
    met = timeline.timeline_entries(snapshot, timeline.TimelineQuery(terms=(wanted,)))
    about = mapping_of(parties.whole(snapshot, record))
    held = posts(snapshot, record)
    engagements = entry_shapes(snapshot, met)
    return {**about, "post": present_post(held), "posts": held, "engagements": engagements}


def _of_instrument(
    snapshot: Snapshot, record: int, doc: RecordDoc, today: date
) -> dict[str, object]:
    people = _people(snapshot, doc)
    return {"parties": involved(doc), "participants": people}


def _of_follow_up(
    snapshot: Snapshot, record: int, doc: RecordDoc, today: date
) -> dict[str, object]:
    owners = _people(snapshot, doc, "owners")
    parts = follow_ups.parts(snapshot, today, snapshot.id_of(record).hex)
    shape = mapping_of(follow_ups.item(snapshot, record, doc, today, {}))
    return {**shape, "owners": owners, "follow_ups": parts}


def _of_other(snapshot: Snapshot, record: int, doc: RecordDoc, today: date) -> dict[str, object]:
    id_ = snapshot.id_of(record).hex
    return {"parties": involved(doc), "follow_ups": follow_ups.about(snapshot, today, [id_])}


_BELONGING: dict[str, Callable[[Snapshot, int, RecordDoc, date], dict[str, object]]] = {
    **dict.fromkeys(timeline.ENGAGEMENTS, _of_engagement),
    "mechanism": lambda *about: mapping_of(mechanisms.body(*about)),
    "follow-up": _of_follow_up,
    "instrument": _of_instrument,
    "conference": _of_conference,
    "series": _of_series,
    "party": _of_party,
}
