"""The shapes of timeline entries, for JSON and for display.

In these shapes, refs stand for records, codes stay codes, and dates include their bounds.
"""

from collections.abc import Iterable
from typing import cast
from uuid import UUID

from msgspec import UNSET, UnsetType

from dragoman.domain import called
from dragoman.projections.present_names import PersonNames, name_of, person_names
from dragoman.projections.record_doc import (
    PersonDoc,
    ReadingDoc,
    RecordDoc,
    SourceDoc,
    people_of,
    text_at,
)
from dragoman.projections.report import AsOf, DateShape, Report, Shape, report_tag
from dragoman.projections.reports.lateness import Lateness
from dragoman.projections.snapshot import Snapshot
from dragoman.projections.timeline import TimelineMatch

LINKS = (
    *("part_of", "margins", "series", "mechanism", "agreed_in", "by", "signed_in", "founds"),
    *("merged_into", "split_from"),
)
"""The fields of documents that hold the id of another record."""


class ParticipantShape(Shape, frozen=True, kw_only=True):
    """A participant, under the present name; ``name_as_written`` is the name in the record.

    ``name_as_written`` is set only if the record spells the name differently.
    """

    name: str | None
    post: str | None
    side: str | None
    role: str | None
    name_as_written: str | UnsetType = UNSET


class SourceShape(Shape, frozen=True, kw_only=True):
    """A source: see :class:`dragoman.domain.source.Source`.

    The fields have the same order as in stored documents.
    """

    credibility: str | UnsetType = UNSET
    dispatch: str | UnsetType = UNSET
    language: str | UnsetType = UNSET
    note: str | UnsetType = UNSET
    published: str | UnsetType = UNSET
    publisher: str | UnsetType = UNSET
    reliability: str | UnsetType = UNSET
    retrieved: str | UnsetType = UNSET
    row: str | UnsetType = UNSET
    sha256: str | UnsetType = UNSET
    title: str
    url: str | UnsetType = UNSET


class EntryShape(Shape, frozen=True, kw_only=True):
    """An entry of a timeline; only the report ``timeline`` sets ``late``."""

    ref: str
    kind: str
    status: str
    title: str | None
    occurred: DateShape | None
    formerly: list[str]
    disputed: list[str]
    place: str | None
    host: str | None
    parties: list[str]
    participants: list[ParticipantShape]
    topics: list[str]
    level: str
    mechanism: str | None
    session: int | None
    part_of: str | None
    margins: str | UnsetType = UNSET
    series: str | UnsetType = UNSET
    sources: list[SourceShape]
    unreadable_from: int | UnsetType = UNSET
    late: Lateness | UnsetType | None = UNSET


class TimelineGroup(Shape, frozen=True, kw_only=True):
    """A heading in a timeline, and the refs of the entries under the heading."""

    title: str
    refs: list[str]


class TimelineReport(Report, tag=report_tag("timeline"), frozen=True, kw_only=True):
    """A timeline; ``by`` and ``groups`` are set only if the headings are not months."""

    as_of: AsOf
    context: list[str]
    entries: list[EntryShape]
    by: str | UnsetType = UNSET
    groups: list[TimelineGroup] | UnsetType = UNSET


class AwaitsShape(Shape, frozen=True, kw_only=True):
    """The session that a follow-up awaits; an unset ``session`` means the next session."""

    mechanism: str | None
    session: int | None


def date_shape(doc: RecordDoc, field: str) -> DateShape | None:
    """Return the date in a field of a document; ``None`` if the date is unknown."""
    text = text_at(doc, field)
    if text is None:
        return None
    return DateShape.of(text, doc.get("as_written", {}).get(field))


def involved(doc: RecordDoc) -> list[str]:
    """Return the codes of all states and organisations that a record involves, each code once."""
    host = [doc[name] for name in ("sender", "host", "organiser") if doc.get(name)]
    sides = [person["side"] for person in people_of(doc) if person.get("side")]
    sides += doc.get("recipients", ())
    return list(dict.fromkeys([*doc.get("parties", ()), *host, *sides]))


def linked(doc: RecordDoc) -> Iterable[str]:
    """Yield the ids of the records that a document links to."""
    for field in LINKS:
        if link := text_at(doc, field):
            yield _hex(link)
    if awaited := doc.get("awaits"):
        yield _hex(awaited["mechanism"])


def _hex(uuid: str) -> str:
    return UUID(uuid).hex


def entry_shapes(snapshot: Snapshot, found: list[TimelineMatch]) -> list[EntryShape]:
    """Return the entries of a timeline."""
    snapshot.learn(one.record for one in found)
    snapshot.learn_ids(id_ for one in found for id_ in linked(one.doc))
    names = person_names(snapshot, (one.doc for one in found))
    return [entry_shape(snapshot, one, names) for one in found]


def entry_shape(snapshot: Snapshot, found: TimelineMatch, names: PersonNames) -> EntryShape:
    """Return a record as an entry of a timeline; the date of a mechanism is its founding date."""
    doc = found.doc
    return EntryShape(
        ref=snapshot.ref(found.record),
        kind=found.kind,
        status=_status(found.kind, doc),
        title=called(doc),
        occurred=date_shape(doc, date_field(found.kind, doc)),
        formerly=doc.get("formerly", []),
        disputed=open_disputes(doc),
        place=doc.get("place"),
        host=doc.get("host"),
        parties=involved(doc),
        participants=[_participant(person, names) for person in doc.get("participants", ())],
        topics=doc.get("topics", []),
        level=doc.get("level", "unspecified"),
        mechanism=_ref(snapshot, doc.get("mechanism")),
        session=doc.get("session"),
        part_of=snapshot.ref_of(found.part_of),
        margins=_ref(snapshot, doc.get("margins")) or UNSET,
        series=_ref(snapshot, doc.get("series")) or UNSET,
        sources=[source_shape(source) for source in doc.get("sources", ())],
        unreadable_from=snapshot.unreadable_from(found.record),
    )


def _participant(person: PersonDoc, names: PersonNames) -> ParticipantShape:
    name, written = name_of(person, names)
    return ParticipantShape(
        name=name,
        post=person.get("post"),
        side=person.get("side"),
        role=person.get("role"),
        name_as_written=written or UNSET,
    )


def _status(kind: str, doc: RecordDoc) -> str:
    status = str(doc["status"])
    return "established" if kind == "mechanism" and status == "standing" else status


def date_field(kind: str, doc: RecordDoc) -> str:
    """Return the field with the date that places a record in the timeline."""
    if kind == "instrument":  # this is the rule of the kind, but reports do not load its module
        own = _OF_STATUS.get(doc["status"], "signed")
        return next((name for name in (own, "signed", "in_force") if doc.get(name)), "terminated")
    return "established" if kind == "mechanism" else "occurred"


_OF_STATUS = {"in force": "in_force", "terminated": "terminated"}


def _ref(snapshot: Snapshot, uuid: str | None) -> str | None:
    return snapshot.ref_of(_hex(uuid)) if uuid else None


def open_disputes(doc: RecordDoc) -> list[str]:
    """Return the fields on which sources disagree and for which nobody has chosen a reading."""
    return list(dict.fromkeys(one["field"] for one in open_readings(doc)))


def open_readings(doc: RecordDoc) -> list[ReadingDoc]:
    """Return the readings of fields for which nobody has chosen a reading yet."""
    readings = doc.get("amendments", {}).get("readings", ())
    return [one for one in readings if one.get("verdict", "open") == "open"]


def source_shape(source: SourceDoc) -> SourceShape:
    """Return a source with all its fields."""
    known = {key: value for key, value in source.items() if value is not None}
    return SourceShape(**cast("SourceDoc", known))


def awaits_shape(snapshot: Snapshot, doc: RecordDoc) -> AwaitsShape | None:
    """Return the session that a follow-up awaits."""
    awaited = doc.get("awaits")
    if awaited is None:
        return None
    mechanism = _ref(snapshot, awaited["mechanism"])
    return AwaitsShape(mechanism=mechanism, session=awaited.get("session"))


def link_shapes(snapshot: Snapshot, doc: RecordDoc) -> dict[str, str | None]:
    """Return the links of a document, as refs."""
    links = ((field, text_at(doc, field)) for field in LINKS)
    return {field: _ref(snapshot, link) for field, link in links if link}
