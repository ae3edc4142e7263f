"""Facets: what a contact counts in, for each party, for each pair of parties, and for a person.

The tallies of the views and the reports that read contacts one by one both use these functions, so
that they count alike. A facet has keys: the facet of topics has a key for each topic.
"""

from collections.abc import Collection, Iterable, Iterator
from enum import IntEnum
from itertools import combinations, permutations
from typing import NamedTuple

from dragoman.domain import highest_rank
from dragoman.projections.forever import NO_DAY
from dragoman.projections.reports.contacts import Contact

VERSION = 1
"""The version of these rules: views that were counted by another version are rebuilt."""

UNSORTED = 0
"""The sort key in facets without a last contact."""


class Facet(IntEnum):
    """The facets. Their values are stored in the views.

    The keys of the first five are the codes of parties: what a subject had with each party.
    ``ANY`` counts all engagements, also planned and cancelled ones; the other facets count only
    those that took place. ``UNDATED`` counts those without a date, which count in no other facet.
    ``BEGAN`` and ``CLOSED`` count those that are known to have ended from some day on, and by some
    day; their last contact is the last by that day.
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


LASTING = frozenset(Facet) - {
    *(Facet.ANY, Facet.UNDATED, Facet.MONTH, Facet.SPAN, Facet.FOLLOW_UP),
}
"""The facets with a last contact; the others only count."""

MADE = "*"
"""The key for the visits that a party made."""


class Count(NamedTuple):
    """A facet in which a contact counts, the key, and the sort key for the last contact."""

    facet: Facet
    key: str
    sort: int = UNSORTED


class SubjectCount(NamedTuple):
    """A count of a subject: no party (``""``), a party (``AZ``) or a pair (``AZ IQ``)."""

    subject: str
    facet: Facet
    key: str
    sort: int


def of_party(one: Contact, code: str) -> Iterator[Count]:
    """Yield the counts of a contact with a party."""
    yield Count(Facet.ANY, code)
    if not one.took_place:
        return
    if one.day is None:
        yield Count(Facet.UNDATED, code)
        return
    yield Count(Facet.CONTACT, code, one.order)
    first, last = one.ended
    if first is not None:
        yield Count(Facet.BEGAN, code, first)
    if last is not None:
        yield Count(Facet.CLOSED, code, last)


def of_sides(one: Contact, sides: Collection[str]) -> Iterator[Count]:
    """Yield the counts of a contact between one or two parties, or of a person (no ``sides``)."""
    if not one.took_place or one.day is None:
        return
    if any(ranks := ranks_of(one, sides)):
        yield Count(Facet.LEVEL, "|".join(rank or "" for rank in ranks), one.order)
    if one.kind == "visit" and one.facts.host:
        if one.facts.host in sides:
            yield Count(Facet.VISIT, one.facts.host, one.order)
        elif len(sides) == 1:
            yield Count(Facet.VISIT, MADE, one.order)
    for topic in dict.fromkeys(one.facts.topics):
        yield Count(Facet.TOPIC, topic, one.order)
    if one.month:
        yield Count(Facet.MONTH, f"{one.month} {one.kind}")
    yield Count(Facet.SPAN, f"{_text(one.first)}/{_text(one.last)}")


def _text(day: int | None) -> str:
    return "" if day is None else str(day)


def ranks_of(one: Contact, sides: Collection[str]) -> tuple[str | None, ...]:
    """Return the highest rank on each of two sides, or else of all participants.

    A rank is ``None`` if the posts do not show it.
    """
    if len(sides) == 2:
        return tuple(one.rank_of(side) for side in sides)
    return (highest_rank(person.post for person in one.facts.participants),)


def subject_of(sides: Collection[str]) -> str:
    """Return the subject of no party, of a party or of a pair of parties."""
    return " ".join(sorted(sides))


class SessionKey:
    """The keys of the sessions of a mechanism: all, those held, their numbers, and each host."""

    ALL = "all"
    HELD = "held"
    NUMBER = "number"
    HOST = "host "


def of_mechanism(one: Contact) -> Iterator[SubjectCount]:
    """Yield the counts of a session for its mechanism.

    Sessions are sorted by day, and numbers by number.
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
    for key, sort in keys:
        yield SubjectCount(one.facts.mechanism.replace("-", ""), Facet.SESSION, key, sort)


def of_follow_up(status: str, parties: Iterable[str]) -> Iterator[SubjectCount]:
    """Yield the counts of a follow-up for its parties."""
    codes = sorted(set(parties))
    for size in range(3):
        for some in combinations(codes, size):
            yield SubjectCount(subject_of(some), Facet.FOLLOW_UP, status, UNSORTED)


def counts_of(one: Contact) -> Iterator[SubjectCount]:
    """Yield the counts of a contact for all of its subjects."""
    yield from of_mechanism(one)
    sides = sorted(one.sides)
    for code in sides:
        for facet, key, sort in of_party(one, code):
            yield SubjectCount("", facet, key, sort)
        for facet, key, sort in of_sides(one, (code,)):
            yield SubjectCount(code, facet, key, sort)
    for pair in permutations(sides, 2):
        for facet, key, sort in of_party(one, pair[1]):
            yield SubjectCount(pair[0], facet, key, sort)
    for pair in combinations(sides, 2):
        for facet, key, sort in of_sides(one, pair):
            yield SubjectCount(subject_of(pair), facet, key, sort)
