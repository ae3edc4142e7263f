"""The JSON of a record's state, as the event store encodes it: the fields that reports read.

The JSON leaves out fields that have no value. The fields depend on the kind; see
:mod:`dragoman.domain.field` for their declarations.
"""

from collections.abc import Mapping
from typing import TypedDict


class SourceDoc(TypedDict, total=False):
    """A source: see :class:`dragoman.domain.source.Source`."""

    credibility: str
    dispatch: str
    language: str
    note: str
    published: str
    publisher: str
    reliability: str
    retrieved: str
    row: str
    sha256: str
    title: str
    url: str


class PersonDoc(TypedDict, total=False):
    """A participant; ``party`` is the id of the linked party."""

    name: str
    post: str
    side: str
    role: str
    type: str
    party: str


class PositionDoc(TypedDict, total=False):
    """A post that a party held or holds; the dates are EDTF."""

    post: str
    side: str
    assumed: str
    left: str
    held: bool


class AwaitsDoc(TypedDict, total=False):
    """The session that a follow-up awaits; ``mechanism`` is an id."""

    mechanism: str
    session: int


class ReadingDoc(TypedDict, total=False):
    """The value that a source gives for a field, and the verdict on that value."""

    field: str
    value: str
    verdict: str
    source: SourceDoc


class AmendmentsDoc(TypedDict, total=False):
    """The corrections made to a record."""

    retracted: bool
    duplicate_of: str
    readings: list[ReadingDoc]
    distinct_from: list[str]


class RecordDoc(TypedDict, total=False):
    """A record of any kind; links are ids, dates are EDTF."""

    status: str
    title: str
    subject: str
    what: str
    name: str
    type: str
    side: str
    former_sides: list[str]
    post: str
    body: str
    form: str
    place: str
    host: str
    organiser: str
    sender: str
    recipients: list[str]
    delivered_by: str
    parties: list[str]
    participants: list[PersonDoc]
    positions: list[PositionDoc]
    aliases: list[str]
    topics: list[str]
    outcomes: list[str]
    stops: list[str]
    level: str
    owners: list[PersonDoc]
    cadence: str
    reminders: list[str]
    hosting: str
    instrument: str
    session: int
    formerly: list[str]
    occurred: str
    signed: str
    in_force: str
    terminated: str
    established: str
    dissolved: str
    agreed: str
    due: str
    reply: str
    reply_due: str
    answered: str
    answer: str
    stay: str
    format: str
    mode: str
    cause: str
    summary: str
    note: str
    confidence: str
    marking: str
    awaits: AwaitsDoc
    mechanism: str
    part_of: str
    margins: str
    series: str
    slot: str
    since: str
    until: str
    every: str
    agreed_in: str
    split_from: str
    signed_in: str
    founds: str
    by: str
    merged_into: str
    external_ids: dict[str, str]
    as_written: dict[str, str]
    sources: list[SourceDoc]
    setbacks: list[SourceDoc]
    amendments: AmendmentsDoc


def text_at(doc: Mapping[str, object], field: str) -> str | None:
    """Return the string in a field whose name is known only at run time, or ``None``."""
    text = doc.get(field)
    return text if isinstance(text, str) else None


def people_at(doc: RecordDoc, name: str) -> list[PersonDoc]:
    """Return the people in a field whose name is known only at run time."""
    people: object = doc.get(name)
    return people if isinstance(people, list) else []


def people_of(doc: RecordDoc) -> list[PersonDoc]:
    """Return the people in a document: the participants, or the owners of a follow-up."""
    return doc.get("participants") or doc.get("owners") or []


def texts_at(doc: Mapping[str, object], field: str) -> list[str]:
    """Return the strings in a field whose name is known only at run time."""
    texts = doc.get(field)
    return texts if isinstance(texts, list) else []


def cited_in(doc: RecordDoc) -> list[SourceDoc]:
    """Return the sources that a record cites, also for setbacks and readings, each of them once."""
    readings = doc.get("amendments", {}).get("readings", ())
    of_readings = (one["source"] for one in readings if one.get("source"))
    found: list[SourceDoc] = []
    for source in (*doc.get("sources", ()), *doc.get("setbacks", ()), *of_readings):
        if source not in found:
            found.append(source)
    return found


def digest_in(source: SourceDoc) -> str | None:
    """Return the digest of the text of a source; ``None`` if there is none, or for a row."""
    return None if source.get("row") else source.get("sha256")
