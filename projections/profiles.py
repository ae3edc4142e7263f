"""Profiles for recognising duplicates of records; see :mod:`dragoman.domain.resemblance`."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from msgspec.json import decode

from dragoman.domain import (
    IN_TIMELINE,
    KINDS,
    RECOGNISED,
    SLACK,
    Participant,
    Profile,
    declared,
    parse_date,
    profile_of,
)
from dragoman.domain import terms as terms_of
from dragoman.projections.documents import of_kind, retracted
from dragoman.projections.forever import NO_DAY
from dragoman.projections.record_doc import RecordDoc
from dragoman.projections.snapshot import Snapshot, Term
from dragoman.projections.tables import documents, refs, terms, valid_at
from dragoman.store import ColumnElement, exists, or_, select


def _person(doc: Mapping[str, Any]) -> Participant:
    party = doc.get("party")
    return Participant(**{**doc, "party": UUID(party) if party else None})


def _source(doc: Mapping[str, Any]) -> SimpleNamespace:
    return SimpleNamespace(title=doc["title"], dispatch=doc.get("dispatch"))


def _awaited(doc: Mapping[str, Any]) -> SimpleNamespace:
    return SimpleNamespace(mechanism=UUID(doc["mechanism"]), session=doc.get("session"))


_READ: Mapping[str, Callable[[Any], object]] = {
    "day": parse_date,
    "link": UUID,
    "participants": lambda people: tuple(map(_person, people)),
    "awaits": _awaited,
    "texts": tuple,
    "codes": tuple,
}
"""The functions that read the fields of a document, by the type of the field."""


def profile_of_doc(kind: str, doc: RecordDoc) -> Profile:
    """Return the profile of a record, from its document."""
    facts: dict[str, Any] = {"status": doc.get("status")}
    for name, field in declared(KINDS[kind].state).items():
        if (value := doc.get(name)) is not None:
            read = _READ.get(field.holds)
            facts[name] = read(value) if read else value
    apart = doc.get("amendments", {}).get("distinct_from", ())
    facts["amendments"] = SimpleNamespace(distinct_from=tuple(map(UUID, apart)))
    facts["sources"] = tuple(map(_source, doc.get("sources", ())))
    return profile_of(kind, SimpleNamespace(**facts))


def all_profiles(snapshot: Snapshot, wanted: Sequence[Term] = ()) -> Iterator[tuple[int, Profile]]:
    """Yield the profiles of the records that match the search terms, kind by kind."""
    for kind in RECOGNISED:
        query = of_kind(snapshot, kind).where(*snapshot.found(documents.c.record, wanted))
        for record, doc in snapshot.views.execute(query):
            yield record, profile_of_doc(kind, decode(doc))


MOST = 300
"""The maximum number of records to compare with a new record; the latest records are compared."""

YEAR = 366
"""The maximum number of days from the end of a profile's date to the day of a record to compare."""


def near(snapshot: Snapshot, profile: Profile) -> list[tuple[int, Profile]]:
    """Return the profiles of records that are about the same states, at about the same time."""
    found = dict.fromkeys(_records(snapshot, profile))
    docs = of_kind(snapshot, profile.kind)
    rows = snapshot.chunked(docs, documents.c.record, list(found))
    return [(row.record, profile_of_doc(profile.kind, decode(row.doc))) for row in rows]


MOST_RETRACTED = 1_000
"""The maximum number of retracted records to compare; the latest records are compared."""


def retracted_near(snapshot: Snapshot, profile: Profile) -> Iterator[tuple[int, Profile]]:
    """Yield the profiles of retracted records of the same kind as ``profile``, latest first."""
    for record, doc in retracted(snapshot, profile.kind, latest=MOST_RETRACTED).items():
        yield record, profile_of_doc(profile.kind, doc)


def _records(snapshot: Snapshot, profile: Profile) -> Iterator[int]:
    if profile.body is not None:
        about = terms_of.awaits if profile.kind == "follow-up" else terms_of.sessions_of
        yield from snapshot.records(about(profile.body))
    if profile.kind == "conference":
        names = filter(None, (profile.title, *profile.also))
        yield from snapshot.records(*map(terms_of.conference, names))
    if not profile.states:
        return
    first, *others = sorted(profile.states)
    query = select(terms.c.record).join(refs, refs.c.record == terms.c.record)
    query = query.where(terms.c.term == terms_of.involves(first), refs.c.kind == profile.kind)
    query = query.where(valid_at(terms, snapshot.position), *_on_days(profile))
    if others:
        second = terms.alias("second")
        of_others = [terms_of.involves(one) for one in others]
        is_it = second.c.record == terms.c.record, second.c.day == terms.c.day
        there = exists().where(second.c.term.in_(of_others), *is_it)
        query = query.where(there.where(valid_at(second, snapshot.position)))
    query = query.order_by(terms.c.day.desc()).limit(MOST)
    yield from snapshot.views.execute(query).scalars()


def _on_days(profile: Profile) -> list[ColumnElement[bool]]:
    """Return the condition for records on or near the days of a profile, or without a date."""
    first, last = profile.when.first, profile.when.last
    if profile.kind not in IN_TIMELINE or first is last is None:
        return []
    begin = (last or 0) - YEAR if first is None else first
    end = begin + YEAR if last is None else last
    return [or_(terms.c.day.between(begin - SLACK, end + YEAR), terms.c.day == NO_DAY)]
