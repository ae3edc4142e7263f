"""Facets: the aspects under which Dragoman counts the contacts of parties and pairs of parties.

The tallies of the views, and the reports that read contacts one by one, use the same functions, so
both count in the same way. Each facet has keys: for example, the facet of topics has a key for each
topic.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from itertools import chain, combinations, permutations
from typing import NamedTuple

from dragoman.domain import highest_rank, obliges, weight_of
from dragoman.projections.forever import NO_DAY
from dragoman.projections.reports.contacts import Contact, Who, order_of, who_of

VERSION = 3
"""The version of the counting rules. Dragoman rebuilds views that another version has counted."""

Place = tuple[int, int, int]
"""The place of a contact in the order of contacts; the last contact has the highest place."""

NOWHERE = (0, 0, 0)
"""The place of a contact in facets that have no last contact."""

Key = tuple[str, int, str]
"""The key of a tally: the subject, the facet, and the key within the facet."""

UNSORTED = 0
"""The sort key of a contact in facets that have no last contact."""


class Facet:
    """The numbers that stand for facets in the views.

    The keys of the first five facets are the codes of the parties that the subject met. ``ANY``
    counts all engagements, including planned and cancelled engagements; the next four facets count
    only engagements that took place. ``UNDATED`` counts engagements that have no date, and
    ``CONTACT`` counts engagements that have a date. ``BEGAN`` counts engagements whose earliest
    possible last day is known, and ``CLOSED`` counts engagements whose latest possible last day is
    known. In both facets, this day decides which contact is the last. ``MET`` counts encounters
    between people of two sides, and ``MOVED`` counts encounters if one of the two people now
    belongs to another side.

    The numbers are plain integers, because a build of the views uses them millions of times.
    """

    ANY = 1
    UNDATED = 2
    CONTACT = 3
    BEGAN = 4
    CLOSED = 5
    LEVEL = 6
    VISIT = 7
    TOPIC = 8
    MONTH = 9
    SPAN = 10
    FOLLOW_UP = 11
    SESSION = 12
    MET = 13
    MOVED = 14


LASTING = frozenset(
    {
        *(Facet.CONTACT, Facet.BEGAN, Facet.CLOSED, Facet.LEVEL),
        *(Facet.VISIT, Facet.TOPIC, Facet.SESSION, Facet.MET, Facet.MOVED),
    }
)
"""The facets that have a last contact; the other facets only count."""

MADE = "*"
"""The key for the visits that a party made."""

Count = tuple[int, str, int]
"""A facet in which a contact counts, the key within the facet, and the contact's sort key."""

SubjectCount = tuple[str, int, str, int]
"""The subject of a count, and the count.

The subject is no party (``""``), a party (``AZ``), a pair of parties (``AZ IQ``), a party without
any other party (``AZ alone``), or a mechanism (its id).
"""


class Beginning(NamedTuple):
    """A key of the facet ``MONTH``: when a contact began, its kind and its weight.

    ``first`` and ``last`` are the first and the last possible day. Both are ``None`` if every
    possible day is in the month.
    """

    month: str | None
    first: int | None
    last: int | None
    kind: str
    weight: int

    @classmethod
    def of(cls, one: Contact) -> "Beginning":
        """Return the ``MONTH`` key of a contact."""
        facts, month, days = one.facts, one.month, (one.first, one.last)
        if month and month == _month_of(one.first) == _month_of(one.last):
            days = None, None
        posts = (person.post for person in facts.participants)
        return cls(month, *days, one.kind, weight_of(one.kind, facts.level, posts))

    @classmethod
    def read(cls, key: str) -> "Beginning":
        """Parse the text of a key."""
        month, first, last, kind, weight = key.split(" ")
        return cls(month or None, _day(first), _day(last), kind, int(weight))

    def __str__(self) -> str:
        """Return the text of the key. Keys sort by month; keys without a month come first."""
        days = f"{_text(self.first)} {_text(self.last)}"
        return f"{self.month or ''} {days} {self.kind} {self.weight}"


_LAST_DAY = date.max.toordinal()


@lru_cache(maxsize=65_536)
def _month_of(day: int | None) -> str | None:
    if day is None or not 0 < day <= _LAST_DAY:
        return None
    return date.fromordinal(day).isoformat()[:7]


def _day(text: str) -> int | None:
    return int(text) if text else None


def met(one: Contact) -> list[tuple[int, int]]:
    """Return the facets in which a contact with a party counts, each with a sort key."""
    found = [(Facet.ANY, UNSORTED)]
    if not one.took_place:
        return found
    if one.day is None:
        return [*found, (Facet.UNDATED, UNSORTED)]
    first, last = one.ended
    found.append((Facet.CONTACT, order_of(first, last)))
    if first is not None:
        found.append((Facet.BEGAN, first))
    if last is not None:
        found.append((Facet.CLOSED, last))
    return found


def began(one: Contact) -> list[Count]:
    """Return the ``MONTH`` count of a contact, or no count if the contact did not take place."""
    return [(Facet.MONTH, str(Beginning.of(one)), UNSORTED)] if one.took_place else []


def about(one: Contact) -> list[Count]:
    """Return the counts of topics and time spans, which do not depend on the subject."""
    if not one.took_place or one.day is None:
        return []
    order = one.order
    found = [(Facet.TOPIC, topic, order) for topic in dict.fromkeys(one.facts.topics)]
    found.append((Facet.SPAN, f"{_text(one.first)}/{_text(one.last)}", UNSORTED))
    return found


def of_sides(one: Contact, sides: Collection[str]) -> list[Count]:
    """Return the counts of a contact that depend on the subject: counts of levels and visits."""
    if not one.took_place or one.day is None:
        return []
    found: list[Count] = []
    order = one.order
    if any(ranks := ranks_of(one, sides)):
        found.append((Facet.LEVEL, "|".join(rank or "" for rank in ranks), order))
    host = one.facts.host
    if one.kind == "visit" and host and (len(sides) == 1 or obliges(one.facts)):
        if host in sides:
            found.append((Facet.VISIT, host, order))
        elif len(sides) == 1:
            found.append((Facet.VISIT, MADE, order))
    return found


def encounters(one: Contact, known: Mapping[Who, Who]) -> Iterator[SubjectCount]:
    """Yield the counts of a contact for the pairs of people from different sides.

    The subject of each count is the pair of sides. ``known`` maps each person named in a contact to
    the person whom Dragoman counts. Each key has a line for each of the two people; keys sort like
    the pairs of names.
    """
    if not one.took_place or one.day is None:
        return
    order = one.order
    named = dict.fromkeys(who_of(person) for person in one.facts.participants if person.name)
    people = sorted(named, key=lambda who: who[1] or "")
    for left, right in combinations(people, 2):
        if left[1] != right[1]:
            some = known.get(left, left), known.get(right, right)
            is_moved = some[0][1] != left[1] or some[1][1] != right[1]
            facet = Facet.MOVED if is_moved else Facet.MET
            subject = subject_of((left[1] or "", right[1] or ""))
            yield subject, facet, f"{some[0]!r}\n{some[1]!r}", order


def read_who(line: str) -> Who:
    """Parse a line of an encounter key: the name and the side of a person."""
    from ast import literal_eval  # few reports need it

    name, side = literal_eval(line)
    return name, side


def _text(day: int | None) -> str:
    return "" if day is None else str(day)


def ranks_of(one: Contact, sides: Collection[str]) -> tuple[str | None, ...]:
    """Return the highest rank on each of two sides, or the highest rank of all participants.

    Returns the rank of all participants unless there are exactly two sides. A rank is ``None`` if
    the posts do not show a rank.
    """
    if len(sides) == 2:
        return tuple(one.rank_of(side) for side in sides)
    return (highest_rank(person.post for person in one.facts.participants),)


def subject_of(sides: Collection[str]) -> str:
    """Return the subject for no party, one party or a pair of parties."""
    return " ".join(sorted(sides))


class SessionKey:
    """The keys of a mechanism's session tallies: all, held, numbered, and by host."""

    ALL = "all"
    HELD = "held"
    NUMBER = "number"
    HOST = "host "


def of_mechanism(one: Contact) -> Iterator[SubjectCount]:
    """Yield the counts of a session for its mechanism.

    The sort key is the day of the session. For :data:`SessionKey.NUMBER`, the sort key is the
    number of the session.
    """
    if one.kind != "consultation" or not one.facts.mechanism:
        return
    day = NO_DAY if one.day is None else one.day
    keys = [(SessionKey.ALL, day)]
    if one.facts.status == "held":
        keys.append((SessionKey.HELD, day))
        if one.facts.session:
            keys.append((SessionKey.NUMBER, one.facts.session))
        if one.facts.host:
            keys.append((f"{SessionKey.HOST}{one.facts.host}", day))
    mechanism = one.facts.mechanism.replace("-", "")
    for key, sort in keys:
        yield mechanism, Facet.SESSION, key, sort


def of_follow_up(status: str, parties: Iterable[str]) -> Iterator[SubjectCount]:
    """Yield the counts of a follow-up for no party, each party, and each pair of parties."""
    codes = sorted(set(parties))
    for size in range(3):
        for some in combinations(codes, size):
            yield subject_of(some), Facet.FOLLOW_UP, status, UNSORTED


def alone(sides: Collection[str]) -> str:
    """Return the subject for contacts that involve only the given party, or no party at all."""
    return f"{subject_of(sides)} alone"


def _of_all(one: Contact, sides: Collection[str], months: Iterable[Count]) -> list[SubjectCount]:
    """Return a contact's counts among all contacts, and among contacts with at most one party."""
    found: list[SubjectCount] = [("", *count) for count in months]
    if len(sides) < 2:
        found += [(alone(sides), *count) for count in months]
        found += [(alone(sides), facet, "", sort) for facet, sort in met(one) if sides]
    return found


def counts_of(one: Contact, known: Mapping[Who, Who]) -> list[tuple[Key, Place]]:
    """Return the keys of all tallies in which a contact counts, each with the contact's place.

    ``known`` maps each person named in a contact to the person whom Dragoman counts.
    """
    sides, months = sorted(one.sides), began(one)
    facets = [(facet, _place(one, facet, sort)) for facet, sort in met(one)]
    shared = _placed(one, [*months, *about(one)])
    subjects: list[tuple[str, ...]] = [(code,) for code in sides]
    subjects += combinations(sides, 2)
    found: list[tuple[Key, Place]] = []
    for subject in subjects:
        name = subject_of(subject)
        counts = shared + _placed(one, of_sides(one, subject))
        found += [((name, facet, key), place) for facet, key, place in counts]
    for whose, party in (*(("", code) for code in sides), *permutations(sides, 2)):
        found += [((whose, facet, party), place) for facet, place in facets]
    others = chain(_of_all(one, sides, months), of_mechanism(one), encounters(one, known))
    found += [
        ((subject, facet, key), _place(one, facet, sort)) for subject, facet, key, sort in others
    ]
    return found


def _placed(one: Contact, counts: Iterable[Count]) -> list[tuple[int, str, Place]]:
    return [(facet, key, _place(one, facet, sort)) for facet, key, sort in counts]


def _place(one: Contact, facet: int, sort: int) -> Place:
    if facet not in LASTING:
        return NOWHERE
    # on the same day, the session that was recorded last is the last session
    return sort, one.record if facet == Facet.SESSION else one.day or 0, -one.record
