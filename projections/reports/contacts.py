"""Contacts: the fields of engagements that reports count, read without the other fields.

Reports that read thousands of engagements to print a few lines (silence, activity, the history
between two parties) are folds over contacts.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from heapq import merge
from itertools import islice
from typing import TypeAlias
from uuid import UUID

from attrs import define
from msgspec import Struct
from msgspec.json import Decoder
from msgspec.structs import replace

from dragoman.domain import PLANNED, TAKEN_PLACE, Ref, highest_rank, is_container, parse_date
from dragoman.domain.terms import linked_to
from dragoman.projections.documents import of_record
from dragoman.projections.forever import NO_DAY
from dragoman.projections.report import DateShape, NamedRecord, Shape
from dragoman.projections.snapshot import Snapshot, Term
from dragoman.projections.tables import documents, is_of_kind, refs, terms, timeline, valid_at
from dragoman.projections.timeline import (
    ENGAGEMENTS,
    EVER,
    NEWEST_FIRST,
    TimelineQuery,
    days_of,
    long_in,
    newest_first,
    planned,
    short_in,
)
from dragoman.store import ColumnElement, Row, Select, select


class Person(Struct):
    """A participant, as stored."""

    name: str | None = None
    post: str | None = None
    side: str | None = None
    party: str | None = None


Who = tuple[str, str | None]
"""A person: the name (or, for a linked person, the term for the link), and the side."""


def who_of(person: Person) -> Who:
    """Return the identity of a participant: the link (as a term) or the name, and the side."""
    return linked_to(UUID(person.party)) if person.party else person.name or "", person.side


class Written(Struct, frozen=True):
    """The words of the source for the date, as stored."""

    occurred: str | None = None


NO_WORDS = Written()


class Facts(Struct):
    """The stored fields of an engagement that reports count."""

    status: str
    title: str | None = None
    occurred: str | None = None
    place: str | None = None
    host: str | None = None
    organiser: str | None = None
    parties: tuple[str, ...] = ()
    participants: tuple[Person, ...] = ()
    level: str | None = None
    format: str | None = None
    margins: str | None = None
    topics: tuple[str, ...] = ()
    mechanism: str | None = None
    session: int | None = None
    as_written: Written = NO_WORDS


read_facts = Decoder(Facts).decode


class ContactShape(NamedRecord, frozen=True, kw_only=True):
    """A contact as shown in reports: ref, kind, title, date, place and parties."""

    level: str


class SilenceShape(Shape, frozen=True, kw_only=True):
    """The number of days without contact: at least and at most.

    ``at_most`` is ``None`` if the last contact may have been at any time in the past.
    """

    at_least: int
    at_most: int | None


class Contact(Struct, frozen=True):
    """An engagement: its record, kind, possible days and counted fields.

    ``number`` is the number in the ref.
    """

    record: int
    id: str
    kind: str
    number: int
    day: int | None
    first: int | None
    last: int | None
    part_of: str | None
    facts: Facts
    recorded: Facts | None = None
    """The facts as recorded, if ``facts`` count a predecessor of a state as the state."""

    def counted_as(self, successors: Mapping[str, str]) -> "Contact":
        """Return the contact with present states in place of their predecessors."""
        facts = self.facts
        if successors.keys().isdisjoint(self.sides):
            return self
        people = (replace(one, side=_among(successors, one.side)) for one in facts.participants)
        counted = replace(
            facts,
            host=_among(successors, facts.host),
            parties=tuple(dict.fromkeys(successors.get(one, one) for one in facts.parties)),
            participants=tuple(people),
        )
        return replace(self, facts=counted, recorded=facts)

    @property
    def ref(self) -> str:
        """The ref of the engagement."""
        return str(Ref.of(self.kind, self.number))

    @property
    def took_place(self) -> bool:
        """Whether the engagement is recorded as having begun or taken place.

        A journey that only holds its visits together counts nowhere.
        """
        return self.facts.status in TAKEN_PLACE and not self.is_container

    @property
    def is_planned(self) -> bool:
        """Whether the engagement is only planned: no later stage is recorded."""
        return self.facts.status in PLANNED and not self.is_container

    @property
    def is_container(self) -> bool:
        """Whether the engagement only holds its parts together."""
        facts, when = self.facts, self.facts.as_written.occurred
        return bool(when) and is_container(self.kind, facts.host, self.sides, when)

    def is_ahead(self, today: date) -> bool:
        """Return whether the engagement is planned, and its time has not passed."""
        return self.is_planned and (self.last is None or self.last >= today.toordinal())

    @property
    def sides(self) -> tuple[str, ...]:
        """The codes of the parties, the host, the organiser and the participants' sides."""
        return _sides(self.facts)

    @property
    def guests(self) -> tuple[str, ...]:
        """The sides that travelled, if the engagement is a visit."""
        return tuple(code for code in self.sides if code != self.facts.host)

    @property
    def ended(self) -> tuple[int | None, int | None]:
        """The first and the last day on which the engagement may have ended.

        If the end is open, the engagement may have ended on any day after its start:
        ``(first, None)``.
        """
        first, last = _ended(self.facts.occurred) if self.facts.occurred else (None, None)
        return (self.first, None) if first is None and last is None else (first, last)

    @property
    def order(self) -> int:
        """The sort key: the earliest possible day of the end or, if unknown, the latest one."""
        return order_of(*self.ended)

    @property
    def moment(self) -> int:
        """The instant of the engagement's time of day, in seconds; 0 if no time of day is known."""
        return parse_date(self.facts.occurred).place[1] if self.facts.occurred else 0

    @property
    def month(self) -> str | None:
        """The month when the engagement (possibly) began: ``2025-04``; ``None`` if unknown."""
        return parse_date(self.facts.occurred).month if self.facts.occurred else None

    def rank_of(self, side: str) -> str | None:
        """Return the highest rank among the participants of a side."""
        return highest_rank(one.post for one in self.facts.participants if one.side == side)

    def shape(self) -> ContactShape:
        """Return the contact as shown in reports."""
        facts = self.recorded or self.facts
        return ContactShape(
            ref=self.ref,
            kind=self.kind,
            status=facts.status,
            title=facts.title,
            session=facts.session,
            occurred=DateShape.of(facts.occurred) if facts.occurred else None,
            place=facts.place,
            host=facts.host,
            parties=list(_sides(facts)),
            level=facts.level or "unspecified",
        )


def _sides(facts: Facts) -> tuple[str, ...]:
    hosts = filter(None, (facts.host, facts.organiser))
    people = (person.side for person in facts.participants if person.side)
    return tuple(dict.fromkeys((*facts.parties, *hosts, *people)))


def _among(successors: Mapping[str, str], code: str | None) -> str | None:
    return successors.get(code, code) if code else code


@lru_cache(maxsize=65_536)
def _ended(occurred: str) -> tuple[int | None, int | None]:
    return parse_date(occurred).ended


def order_of(first: int | None, last: int | None) -> int:
    """Return the sort key of an engagement that ended on a day from ``first`` to ``last``."""
    known = last if first is None else first
    return -EVER if known is None else known


ContactColumns: TypeAlias = tuple[
    int, str, str, int, int | None, int | None, int | None, str | None, bytes
]
"""The columns: the attributes of a contact up to ``part_of``, and the document."""

_COLUMNS = (
    timeline.c.record,
    refs.c.id,
    refs.c.kind,
    refs.c.number,
    timeline.c.day,
    timeline.c.first,
    timeline.c.last,
    timeline.c.part_of,
    documents.c.doc,
)


def contacts(
    snapshot: Snapshot,
    wanted: TimelineQuery,
    *only: ColumnElement[bool],
    kinds: Sequence[str] = ENGAGEMENTS,
) -> Iterator[Contact]:
    """Yield the engagements that match the query and the conditions, newest first.

    With other ``kinds``, yield the records of these kinds, such as conferences, instead.
    """
    if wanted.first is None:
        query = newest_first(snapshot, wanted, select(*_COLUMNS))
        return _found(snapshot, query.where(*only), kinds)
    short = _found(snapshot, short_in(snapshot, wanted, select(*_COLUMNS)), kinds)
    long = contacts_of(snapshot, long_in(snapshot, wanted)).values()
    ordered = sorted((one for one in long if one.kind in kinds), key=_newness)
    return islice(merge(short, ordered, key=_newness), wanted.limit)


def met_by(snapshot: Snapshot, wanted: Sequence[Term]) -> list[str]:
    """Return the ids of the engagements of people; empty unless a term is about a person.

    A follow-up is about a person if the person owns it, or if it was agreed in an engagement of the
    person. Search terms find only the owners, so callers need these ids too.
    """
    if not names_people(wanted):
        return []
    return [one.id for one in contacts(snapshot, TimelineQuery(wanted))]


def names_people(wanted: Sequence[Term]) -> bool:
    """Return whether a term stands for a person: a tuple with one term for each name."""
    return not all(isinstance(one, str) for one in wanted)


def mechanisms_met(snapshot: Snapshot, wanted: Sequence[Term]) -> list[str]:
    """Return the ids of the mechanisms whose sessions match the terms, most recent first."""
    found = contacts(snapshot, TimelineQuery(wanted, ("consultation",)))
    ids = (UUID(one.facts.mechanism).hex for one in found if one.facts.mechanism)
    return list(dict.fromkeys(ids))


def _found(
    snapshot: Snapshot, query: Select[*ContactColumns], kinds: Sequence[str]
) -> Iterator[Contact]:
    query = query.join(documents, of_record(timeline.c.record, snapshot))
    return _read(snapshot.views.execute(query.where(is_of_kind(kinds))))


def _newness(one: Contact) -> tuple[bool, int, int]:
    """Return the sort key of a contact: newest contacts first, undated contacts last."""
    return one.day is None, -(one.day or 0), one.record


def contact_of(record: int, kind: str, facts: Facts) -> Contact:
    """Build a contact from the fields of a document, without its id, number and parent."""
    days = days_of(parse_date(facts.occurred) if facts.occurred else None)
    return Contact(record, "", kind, 0, *days, None, facts)


def undated(snapshot: Snapshot, term: str) -> Iterator[Contact]:
    """Yield the engagements that match a search term and took place, but have no date."""
    none = terms.c.day == NO_DAY
    return (one for one in contacts(snapshot, TimelineQuery((term,)), none) if one.took_place)


NO_DATE = (timeline.c.day.is_(None), timeline.c.last.is_(None))
"""The condition for engagements that may be at any time, which queries for a period leave out."""


def without_date(wanted: TimelineQuery) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions with which :func:`contacts` yields only engagements without a date.

    If the query has a search term, the conditions include one that the index of terms can use.
    """
    has_term = bool(wanted.terms) and isinstance(wanted.terms[0], str)
    return (*NO_DATE, terms.c.day == NO_DAY) if has_term else NO_DATE


def planned_contacts(
    snapshot: Snapshot, wanted: TimelineQuery, *only: ColumnElement[bool]
) -> Iterator[Contact]:
    """Yield the planned engagements that match the query and the conditions, newest first."""
    query = planned(snapshot, wanted, _with_documents(snapshot)).where(*only)
    found = _read(snapshot.views.execute(query.order_by(*NEWEST_FIRST)))
    return (one for one in found if not one.is_container)


def contacts_of(snapshot: Snapshot, records: Sequence[int]) -> dict[int, Contact]:
    """Return the engagements with the given record numbers."""
    query = _with_documents(snapshot).where(valid_at(timeline, snapshot.position))
    rows = snapshot.chunked(query, timeline.c.record, records)
    return {one.record: one for one in _read(rows)}


def _with_documents(snapshot: Snapshot) -> Select[*ContactColumns]:
    query = select(*_COLUMNS).join(refs, refs.c.record == timeline.c.record)
    return query.join(documents, of_record(timeline.c.record, snapshot))


def _read(rows: Iterable[Row[*ContactColumns]]) -> Iterator[Contact]:
    return (Contact(*row[:-1], read_facts(row.doc)) for row in rows)


@define
class Silence:
    """The number of days without contact, computed from the contacts that took place."""

    today: date
    _latest: int | None = None
    _earliest: int | None = None

    def add(self, one: Contact) -> None:
        """Add a contact."""
        now = self.today.toordinal()
        first, last = one.ended
        if first is None and last is None:
            return
        self._latest = _later(self._latest, now if last is None else min(last, now))
        if first is not None:
            self._earliest = _later(self._earliest, min(first, now))

    def shape(self) -> SilenceShape | None:
        """Return the silence; ``None`` if no contact has a date."""
        now = self.today.toordinal()
        if self._latest is None:
            return None
        at_most = None if self._earliest is None else now - self._earliest
        return SilenceShape(at_least=now - self._latest, at_most=at_most)


def _later(known: int | None, day: int) -> int:
    return day if known is None else max(known, day)
