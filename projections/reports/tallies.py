"""Tallies: counts over a stream of contacts.

Each tally takes one contact at a time. A tally keeps counts instead of contacts, so even a long
history fits in memory. Add only contacts that took place.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from heapq import nsmallest
from typing import TypeVar

from attrs import define, evolve, field

from dragoman.domain import RANKS, day_text, longest_gap, next_host, term_of
from dragoman.domain.terms import is_link
from dragoman.projections.facets import MADE, Beginning, Facet
from dragoman.projections.mechanisms import Turn
from dragoman.projections.parties import (
    NamedParty,
    bearers,
    identities,
    same_people,
    term_of_who,
)
from dragoman.projections.report import Shape, extended
from dragoman.projections.reports.contacts import (
    Contact,
    ContactShape,
    Person,
    Who,
    contacts_of,
    who_of,
)
from dragoman.projections.reports.posts import PostShape, post_on, posts_of
from dragoman.projections.reports.sheet import NONE, Sheet, StoredSheet, Tally
from dragoman.projections.snapshot import Snapshot

Key = TypeVar("Key")


class ContactCount(Shape, frozen=True, kw_only=True):
    """The number of contacts, and the last contact."""

    times: int
    last: ContactShape | None


@define
class Latest:
    """A running count of contacts, and the last contact so far."""

    count: int = 0
    contact: Contact | None = None

    def add(self, one: Contact) -> None:
        """Add a contact."""
        self.count += 1
        if self.contact is None or one.order > self.contact.order:
            self.contact = one

    @property
    def last(self) -> ContactShape | None:
        """The last contact, as shown in reports."""
        return self.contact.shape() if self.contact else None

    def shape(self) -> ContactCount:
        """Return the number of contacts, and the last contact."""
        return ContactCount(times=self.count, last=self.last)


def latest(sheet: Sheet, found: Mapping[str, Tally]) -> dict[str, Latest]:
    """Look up the last contact of each of the given tallies."""
    contacts = sheet.last(*found.values())
    return {
        key: Latest(one.times, contact)
        for (key, one), contact in zip(found.items(), contacts, strict=True)
    }


class LevelCount(Shape, frozen=True, kw_only=True):
    """The ranks at which people met, and how often they met at these ranks.

    ``ranks`` has the rank for each side, or ``None`` if the posts do not show the rank.
    """

    ranks: list[str | None]
    times: int
    last: ContactShape | None


def levels(sheet: Sheet, sides: Sequence[str]) -> list[LevelCount]:
    """Return the levels of meetings of one side or between two sides, highest first.

    For a person, returns the levels of the people whom that person met.
    """
    found = sheet.tallies(Facet.LEVEL)
    newest = sorted(found.items(), key=lambda one: one[1].place, reverse=True)
    shapes = [
        extended(LevelCount, one.shape(), ranks=_ranks(key, sides))
        for key, one in latest(sheet, dict(newest)).items()
    ]
    return sorted(shapes, key=lambda one: _height(one.ranks))


def _ranks(key: str, sides: Sequence[str]) -> list[str | None]:
    """Parse a key of the facet ``LEVEL``: the ranks, in the order of the sides."""
    ranks = [rank or None for rank in key.split("|")]
    return ranks[::-1] if len(sides) == 2 and list(sides) != sorted(sides) else ranks


def _height(ranks: Sequence[str | None]) -> list[int]:
    return sorted(RANKS.index(rank) if rank else len(RANKS) for rank in ranks)


class VisitCounts(Shape, frozen=True, kw_only=True):
    """Visits ``received`` by each side, and whose turn it is to host.

    A single side also has the visits that it ``made``.
    """

    received: dict[str, ContactCount]
    made: ContactCount | None
    turn: Turn | None


def visit_counts(sheet: Sheet, sides: Sequence[str]) -> VisitCounts:
    """Return the visits to each of the sides and, for a single side, the visits that it made."""
    found = latest(sheet, sheet.tallies(Facet.VISIT))
    received = {side: found.get(side, Latest()) for side in sides}
    return VisitCounts(
        received={side: one.shape() for side, one in received.items()},
        made=found.get(MADE, Latest()).shape() if len(sides) == 1 else None,
        turn=_turn(sides, received.values()),
    )


def _turn(sides: Sequence[str], received: Iterable[Latest]) -> Turn | None:
    found = [one.contact for one in received if one.contact]
    last = max(found, key=lambda one: one.order, default=None)
    host = next_host(sides, last.facts.host) if last else None
    if last is None or host is None:
        return None
    basis = f"by custom, the last visit, {last.ref}, was to {last.facts.host}"
    return Turn(host=host, basis=basis)


class PartnerCount(Shape, frozen=True, kw_only=True):
    """The number of contacts with a state or organisation."""

    code: str
    times: int
    last: ContactShape | None


def partners(sheet: Sheet, most: int) -> list[PartnerCount]:
    """Return the other parties with which the subject had contact, most contacts first."""
    found = _most_times(sheet.tallies(Facet.CONTACT), most)
    return [
        extended(PartnerCount, one.shape(), code=code) for code, one in latest(sheet, found).items()
    ]


def _most_times(found: Mapping[str, Tally], most: int) -> dict[str, Tally]:
    """Return the tallies with the most contacts; ties are sorted by name."""
    return dict(sorted(found.items(), key=lambda one: (-one[1].times, one[0]))[:most])


class MonthCounts(Shape, frozen=True, kw_only=True):
    """The number of engagements that began in each month (``2025-04``), by kind, oldest first."""

    months: list[str]
    visit: list[int]
    consultation: list[int]
    meeting: list[int]


def month_counts(sheet: Sheet, today: date) -> MonthCounts:
    """Return the number of engagements that began in each of the last twelve months."""
    end = today.year * 12 + today.month
    months = [f"{month // 12:04}-{month % 12 + 1:02}" for month in range(end - 12, end)]
    found: Counter[tuple[str | None, str]] = Counter()
    for key, one in sheet.tallies(Facet.MONTH, min(months)).items():
        began = Beginning.read(key)
        found[began.month, began.kind] += one.times
    visits, sessions, meetings = (
        [found[month, kind] for month in months] for kind in ("visit", "consultation", "meeting")
    )
    return MonthCounts(months=months, visit=visits, consultation=sessions, meeting=meetings)


class LongestGap(Shape, frozen=True, kw_only=True):
    """The longest time without contact: the number of days, and the dates (ISO) around it."""

    days: int
    after: str
    before: str


def longest_silence(sheet: Sheet, today: date) -> LongestGap | None:
    """Return the longest time without contact; ``None`` if there were fewer than two contacts."""
    found = sheet.tallies(Facet.SPAN)
    gap = longest_gap(
        span
        for key, one in found.items()
        for span in [_span(key, today.toordinal())] * min(one.times, 2)
    )
    if gap is None:
        return None
    return LongestGap(days=gap.days, after=day_text(gap.after), before=day_text(gap.before))


def _span(key: str, now: int) -> tuple[int, int]:
    """Parse a key of the facet ``SPAN``: the first and the last possible day."""
    first, _, end = key.partition("/")
    last = int(end) if end else now
    return (int(first) if first else last), last


class TopicCount(Shape, frozen=True, kw_only=True):
    """The number of contacts about a topic."""

    topic: str
    times: int
    last: ContactShape | None


def topics(sheet: Sheet, most: int) -> list[TopicCount]:
    """Return the topics, most frequent first, each as spelled in the topic's last contact."""
    found: dict[str, list[tuple[str, Tally]]] = {}
    for spelling, one in sheet.tallies(Facet.TOPIC).items():
        found.setdefault(term_of(spelling), []).append((spelling, one))
    spelt = {term: max(some, key=lambda one: one[1].place) for term, some in found.items()}
    whole = {
        term: evolve(last, times=sum(one.times for _, one in found[term]))
        for term, (_, last) in spelt.items()
    }
    return [
        extended(TopicCount, one.shape(), topic=spelt[term][0])
        for term, one in latest(sheet, _most_times(whole, most)).items()
    ]


class Met(Shape, frozen=True, kw_only=True):
    """A person who took part in an encounter: the ref (if known), name and side.

    ``post`` is the post that the person had on the day of the last encounter.
    """

    ref: str | None
    name: str
    side: str | None
    post: str | None


class EncounterCount(Shape, frozen=True, kw_only=True):
    """Two people, and how often they met."""

    people: list[Met]
    times: int
    last: ContactShape | None


@define
class Encounters:
    """Encounters between people on one side and people on the other side, or on any other side.

    With ``own`` terms, counts only the encounters of the person to whom those terms refer.
    """

    sides: Sequence[str]
    own: Collection[str] = ()
    _met: dict[tuple[Who, Who], Tally] = field(factory=dict)
    _named: set[Who] = field(factory=set)

    def add(self, one: Contact) -> None:
        """Add a contact. A person of a former state keeps the recorded name and side."""
        counted, recorded = one.facts.participants, (one.recorded or one.facts).participants
        both = zip(recorded, counted, strict=True)
        people = [(who_of(person), as_counted) for person, as_counted in both if person.name]
        pairs = {
            (left, right)
            for left, ours in people
            for right, other in people
            if self._is_ours(left, ours) and self._is_other(left, right, other)
        }
        place = Tally(1, one.order, one.day or 0, one.record) if pairs else NONE
        for pair in pairs:
            self._met.setdefault(pair, Tally()).include(place)
        self._named.update(who for who, _ in people)

    def _is_ours(self, who: Who, person: Person) -> bool:
        return self._is_own(who) if self.own else person.side == self.sides[0]

    def _is_other(self, left: Who, right: Who, person: Person) -> bool:
        if self.own:
            return not self._is_own(right) and (not self.sides or person.side in self.sides)
        return person.side == self.sides[1] if len(self.sides) == 2 else right[1] != left[1]

    def _is_own(self, who: Who) -> bool:
        return term_of_who(who) in self.own

    def shapes(self, snapshot: Snapshot, most: int) -> list[EncounterCount]:
        """Return the most frequent pairs; merge different spellings of a person's name."""
        same = same_people(snapshot, self._named)
        found: dict[tuple[Who, Who], Tally] = {}
        for (left, right), one in self._met.items():
            pair = same.get(left, left), same.get(right, right)
            found.setdefault(pair, Tally()).include(one)
        shown = nsmallest(most, found.items(), key=lambda one: (-one[1].times, str(one[0])))
        contacts = contacts_of(snapshot, [one.record for _, one in shown])
        last = [contacts[one.record] for _, one in shown]
        return _encounter_shapes(snapshot, shown, last)


def encounters(sheet: StoredSheet, sides: Sequence[str], most: int) -> list[EncounterCount]:
    """Return the most frequent encounters between people of the sides, from the views."""
    found = sheet.encounters(sides, most)
    return _encounter_shapes(sheet.snapshot, found, sheet.last(*(one for _, one in found)))


def _encounter_shapes(
    snapshot: Snapshot, found: Sequence[tuple[tuple[Who, Who], Tally]], last: Sequence[Contact]
) -> list[EncounterCount]:
    """Return encounters as shown in reports, with the posts that people had at the last one."""
    named = {who_of(it) for one in last for it in one.facts.participants if it.name}
    same = same_people(snapshot, named)
    known = identities(snapshot, {who for pair, _ in found for who in pair})
    at = [(contact, who) for (pair, _), contact in zip(found, last, strict=True) for who in pair]
    said = {(id(contact), who): _post_said(contact, who, same) for contact, who in at}
    held = _posts_known(snapshot, {who for (_, who), post in said.items() if post is None})

    def post_at(contact: Contact, who: Who) -> str | None:
        post = said[id(contact), who]
        day = contact.day
        return post if post or day is None else post_on(held.get(who, []), day)

    return [
        extended(
            EncounterCount,
            Latest(one.times, contact).shape(),
            people=[met(known, who, post_at(contact, who)) for who in pair],
        )
        for (pair, one), contact in zip(found, last, strict=True)
    ]


def _post_said(contact: Contact, who: Who, same: Mapping[Who, Who]) -> str | None:
    """Return the post that the record of a contact gives a person."""
    for person in contact.facts.participants:
        spelt = who_of(person)
        if person.post and same.get(spelt, spelt) == who:
            return person.post
    return None


def _posts_known(snapshot: Snapshot, people: Collection[Who]) -> dict[Who, list[PostShape]]:
    """Return the posts of people; leave out unregistered people."""
    if not people:
        return {}
    records = bearers(snapshot, {term_of_who(who) for who in people})
    held = posts_of(snapshot, list(dict.fromkeys(records.values())))
    terms = {who: term_of_who(who) for who in people}
    return {who: held.get(records[one], []) for who, one in terms.items() if one in records}


def met(known: Mapping[Who, NamedParty], who: Who, post: str | None) -> Met:
    """Return a person as shown in the report, named as in a contact or, if linked, as the party."""
    name, side = who
    party = known.get(who)
    shown = party.name if party and is_link(name) else name
    return Met(ref=party.ref if party else None, name=shown, side=side, post=post)
