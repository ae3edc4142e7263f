"""Tallies: counts over a stream of contacts.

Each tally takes one contact at a time. A tally keeps counts instead of contacts, so the history of
a state fits in memory. The contacts must have taken place.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import TypeVar

from attrs import define, field

from dragoman.domain import RANKS, day_text, highest_rank, longest_gap, next_host, term_of
from dragoman.projections.mechanisms import Turn
from dragoman.projections.parties import NamedParty, identities
from dragoman.projections.report import Shape, extended
from dragoman.projections.reports.contacts import Contact, ContactShape, Person
from dragoman.projections.snapshot import Snapshot

Key = TypeVar("Key")


class ContactCount(Shape, frozen=True, kw_only=True):
    """The number of contacts, and the last contact."""

    times: int
    last: ContactShape | None


@define
class Latest:
    """The number of contacts, and the last contact."""

    count: int = 0
    contact: Contact | None = None

    def add(self, one: Contact) -> None:
        """Add a contact."""
        self.count += 1
        if self.contact is None or one.order > self.contact.order:
            self.contact = one

    def include(self, other: "Latest") -> None:
        """Add everything that another tally has counted."""
        if other.contact:
            self.add(other.contact)
            self.count += other.count - 1

    @property
    def last(self) -> ContactShape | None:
        """The last contact, as shown in reports."""
        return self.contact.shape() if self.contact else None

    def shape(self) -> ContactCount:
        """Return the number of contacts, and the last contact."""
        return ContactCount(times=self.count, last=self.last)


def _most_frequent(found: Mapping[Key, Latest], most: int) -> list[tuple[Key, Latest]]:
    """Return the entries with the most contacts; ties are sorted by name."""
    return sorted(found.items(), key=lambda one: (-one[1].count, str(one[0])))[:most]


class LevelCount(Shape, frozen=True, kw_only=True):
    """The ranks that met, and how often they met.

    Each side has a rank; ``None`` if the posts do not show it.
    """

    ranks: list[str | None]
    times: int
    last: ContactShape | None


@define
class Levels:
    """The levels at which one or two sides met; for a person, the levels of the people met."""

    sides: Sequence[str]
    _met: dict[tuple[str | None, ...], Latest] = field(factory=dict)

    def add(self, one: Contact) -> None:
        """Add a contact."""
        ranks = self.ranks(one)
        if any(ranks):
            self._met.setdefault(ranks, Latest()).add(one)

    def ranks(self, one: Contact) -> tuple[str | None, ...]:
        """Return the highest rank on each side; ``None`` if the posts do not show a rank."""
        if len(self.sides) == 2:
            return tuple(one.rank_of(side) for side in self.sides)
        return (highest_rank(person.post for person in one.facts.participants),)

    def shapes(self) -> list[LevelCount]:
        """Return the levels, highest first."""
        ordered = sorted(self._met.items(), key=lambda one: _height(one[0]))
        return [extended(LevelCount, met.shape(), ranks=list(ranks)) for ranks, met in ordered]


def _height(ranks: Sequence[str | None]) -> list[int]:
    return sorted(RANKS.index(rank) if rank else len(RANKS) for rank in ranks)


class VisitCounts(Shape, frozen=True, kw_only=True):
    """Visits ``received`` by each side, and whose turn it is to host.

    A single side also has the visits that it ``made``.
    """

    received: dict[str, ContactCount]
    made: ContactCount | None
    turn: Turn | None


@define
class VisitTallies:
    """The visits to each of the sides and, for a single side, the visits that it made."""

    sides: Sequence[str]
    _received: dict[str, Latest] = field(factory=dict)
    _made: Latest = field(factory=Latest)

    def add(self, one: Contact) -> None:
        """Add a contact."""
        host = one.facts.host
        if one.kind != "visit" or host is None:
            return
        if host in self.sides:
            self._received.setdefault(host, Latest()).add(one)
        elif len(self.sides) == 1:
            self._made.add(one)

    def shape(self) -> VisitCounts:
        """Return the visits, and whose turn it is to host."""
        received = {side: self._received.get(side, Latest()) for side in self.sides}
        return VisitCounts(
            received={side: latest.shape() for side, latest in received.items()},
            made=self._made.shape() if len(self.sides) == 1 else None,
            turn=self._turn(),
        )

    def _turn(self) -> Turn | None:
        found = [one.contact for one in self._received.values() if one.contact]
        last = max(found, key=lambda one: one.order, default=None)
        host = next_host(self.sides, last.facts.host) if last else None
        if last is None or host is None:
            return None
        basis = f"by custom, the last visit, {last.ref}, was to {last.facts.host}"
        return Turn(host=host, basis=basis)


class PartnerCount(Shape, frozen=True, kw_only=True):
    """The number of contacts with a state or organisation."""

    code: str
    times: int
    last: ContactShape | None


@define
class Partners:
    """The other parties with which the sides had contact."""

    sides: Sequence[str]
    _found: dict[str, Latest] = field(factory=dict)

    def add(self, one: Contact) -> None:
        """Add a contact."""
        for code in one.sides:
            if code not in self.sides:
                self._found.setdefault(code, Latest()).add(one)

    def shapes(self, most: int) -> list[PartnerCount]:
        """Return the other parties, most frequent first."""
        found = _most_frequent(self._found, most)
        return [extended(PartnerCount, latest.shape(), code=code) for code, latest in found]


class MonthCounts(Shape, frozen=True, kw_only=True):
    """The number of engagements that began in each month (``2025-04``), by kind, oldest first."""

    months: list[str]
    visit: list[int]
    consultation: list[int]
    meeting: list[int]


@define
class Months:
    """The number of engagements of each kind that began in each of the last twelve months."""

    today: date
    _counts: Counter[tuple[str, str]] = field(factory=Counter)

    def add(self, one: Contact) -> None:
        """Add a contact."""
        if one.month:
            self._counts[one.kind, one.month] += 1

    def shape(self) -> MonthCounts:
        """Return the months, and the counts for each kind."""
        end = self.today.year * 12 + self.today.month
        months = [f"{month // 12:04}-{month % 12 + 1:02}" for month in range(end - 12, end)]
        visits, sessions, meetings = (
            [self._counts[kind, month] for month in months]
            for kind in ("visit", "consultation", "meeting")
        )
        return MonthCounts(months=months, visit=visits, consultation=sessions, meeting=meetings)


class LongestGap(Shape, frozen=True, kw_only=True):
    """The longest time without contact: the number of days, and the dates (ISO) around it."""

    days: int
    after: str
    before: str


@define
class Gaps:
    """The longest time without contact."""

    today: date
    _days: list[tuple[int, int]] = field(factory=list)

    def add(self, one: Contact) -> None:
        """Add a contact."""
        now = self.today.toordinal()
        last = now if one.last is None else one.last
        self._days.append((last if one.first is None else one.first, last))

    def shape(self) -> LongestGap | None:
        """Return the gap; ``None`` if there were fewer than two contacts."""
        gap = longest_gap(self._days)
        if gap is None:
            return None
        return LongestGap(days=gap.days, after=day_text(gap.after), before=day_text(gap.before))


class TopicCount(Shape, frozen=True, kw_only=True):
    """The number of contacts about a topic."""

    topic: str
    times: int
    last: ContactShape | None


@define
class Topics:
    """The number of contacts about each topic, and the last of these contacts."""

    _spelt: dict[str, str] = field(factory=dict)
    _found: dict[str, Latest] = field(factory=dict)

    def add(self, one: Contact) -> None:
        """Add a contact."""
        for topic in one.facts.topics:
            self._spelt.setdefault(term_of(topic), topic)
            self._found.setdefault(term_of(topic), Latest()).add(one)

    def shapes(self, most: int) -> list[TopicCount]:
        """Return the topics, most frequent first."""
        found = _most_frequent(self._found, most)
        return [extended(TopicCount, one.shape(), topic=self._spelt[key]) for key, one in found]


Who = tuple[str, str | None]
"""A person: the name and the side."""


class Met(Shape, frozen=True, kw_only=True):
    """A person at an encounter: the ref (if known), name, side and post."""

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
    """Encounters between people of one side and people of the other side, or of any other side.

    With ``own`` names, only the encounters of the person with those names count.
    """

    sides: Sequence[str]
    own: Collection[Who] = ()
    _met: dict[tuple[Who, Who], Latest] = field(factory=dict)
    _posts: dict[Who, str | None] = field(factory=dict)

    def add(self, one: Contact) -> None:
        """Add a contact."""
        people = [(_who(person), person) for person in one.facts.participants if person.name]
        pairs = {
            (left, right)
            for left, ours in people
            for right, other in people
            if self._is_ours(left, ours) and self._is_other(left, right, other)
        }
        for pair in sorted(pairs, key=str):
            self._met.setdefault(pair, Latest()).add(one)
        for who, person in people:
            self._posts.setdefault(who, person.post)

    def _is_ours(self, who: Who, person: Person) -> bool:
        return who in self.own if self.own else person.side == self.sides[0]

    def _is_other(self, left: Who, right: Who, person: Person) -> bool:
        if self.own:
            return right not in self.own and (not self.sides or person.side in self.sides)
        return person.side == self.sides[1] if len(self.sides) == 2 else right[1] != left[1]

    def shapes(self, snapshot: Snapshot, most: int) -> list[EncounterCount]:
        """Return the most frequent pairs; different spellings of a person's name are merged."""
        known = identities(snapshot, self._posts)
        found: dict[tuple[Who, Who], Latest] = {}
        for (left, right), latest in self._met.items():
            found.setdefault((_same(known, left), _same(known, right)), Latest()).include(latest)
        return [
            extended(EncounterCount, met.shape(), people=[self._person(known, who) for who in pair])
            for pair, met in _most_frequent(found, most)
        ]

    def _person(self, known: Mapping[Who, NamedParty], who: Who) -> Met:
        name, side = who
        ref = known[who].ref if who in known else None
        return Met(ref=ref, name=name, side=side, post=self._posts.get(who))


def _who(person: Person) -> Who:
    return person.name or "", person.side


def _same(known: Mapping[Who, NamedParty], who: Who) -> Who:
    """Return the name that is shown for a person, whatever the spelling in the record."""
    return (known[who].name, known[who].side) if who in known else who
