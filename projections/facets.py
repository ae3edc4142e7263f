"""Facets: the aspects in which a contact counts, for each party or pair of parties, or a person.

The tallies of the views and the reports that read contacts one by one use the same functions, so
that both count alike. A facet has keys: the facet of topics has a key for each topic.
"""

from collections.abc import Collection, Iterable, Iterator
from itertools import combinations, permutations

from dragoman.domain import highest_rank
from dragoman.projections.forever import NO_DAY
from dragoman.projections.reports.contacts import Contact

VERSION = 1
"""The version of these rules: views that were counted by another version are rebuilt."""

UNSORTED = 0
"""The sort key in facets that have no last contact."""


class Facet:
    """The numbers of the facets, which the views store.

    The keys of the first five facets are the codes of the parties that the subject met. ``ANY``
    counts all engagements, including planned and cancelled engagements; the other facets count only
    engagements that took place. ``UNDATED`` counts engagements that have no date, which count in no
    other facet. ``BEGAN`` counts engagements with a known earliest day on which they may have
    ended, and ``CLOSED`` counts engagements with a known latest such day. In both facets, this day
    decides which contact is the last.

    The numbers are plain integers, because building the views looks up millions of them.
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


LASTING = frozenset(
    {
        *(Facet.CONTACT, Facet.BEGAN, Facet.CLOSED, Facet.LEVEL),
        *(Facet.VISIT, Facet.TOPIC, Facet.SESSION),
    }
)
"""The facets that have a last contact; the other facets only count."""

MADE = "*"
"""The key for the visits that a party made."""

Count = tuple[int, str, int]
"""A facet in which a contact counts, the key, and the sort key for the last contact."""

SubjectCount = tuple[str, int, str, int]
"""A count of a subject: no party (``""``), a party (``AZ``) or a pair (``AZ IQ``)."""


def met(one: Contact) -> list[tuple[int, int]]:
    """Return the facets in which a contact with any party counts, each with the sort key."""
    found = [(Facet.ANY, UNSORTED)]
    if not one.took_place:
        return found
    if one.day is None:
        return [*found, (Facet.UNDATED, UNSORTED)]
    found.append((Facet.CONTACT, one.order))
    first, last = one.ended
    if first is not None:
        found.append((Facet.BEGAN, first))
    if last is not None:
        found.append((Facet.CLOSED, last))
    return found


def about(one: Contact) -> list[Count]:
    """Return the counts of a contact that are the same for all of its subjects."""
    if not one.took_place or one.day is None:
        return []
    order = one.order
    found = [(Facet.TOPIC, topic, order) for topic in dict.fromkeys(one.facts.topics)]
    if month := one.month:
        found.append((Facet.MONTH, f"{month} {one.kind}", UNSORTED))
    found.append((Facet.SPAN, f"{_text(one.first)}/{_text(one.last)}", UNSORTED))
    return found


def of_sides(one: Contact, sides: Collection[str]) -> list[Count]:
    """Return the counts of a contact that depend on the subject: its levels, and visits."""
    if not one.took_place or one.day is None:
        return []
    found: list[Count] = []
    if any(ranks := ranks_of(one, sides)):
        found.append((Facet.LEVEL, "|".join(rank or "" for rank in ranks), one.order))
    host = one.facts.host
    if one.kind == "visit" and host:
        if host in sides:
            found.append((Facet.VISIT, host, one.order))
        elif len(sides) == 1:
            found.append((Facet.VISIT, MADE, one.order))
    return found


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
    """Return the subject for no party, one party or a pair of parties."""
    return " ".join(sorted(sides))


class SessionKey:
    """The keys for a mechanism's sessions: all, the held ones, the last number, and each host."""

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
    mechanism = one.facts.mechanism.replace("-", "")
    for key, sort in keys:
        yield mechanism, Facet.SESSION, key, sort


def of_follow_up(status: str, parties: Iterable[str]) -> Iterator[SubjectCount]:
    """Yield the counts of a follow-up for its parties."""
    codes = sorted(set(parties))
    for size in range(3):
        for some in combinations(codes, size):
            yield subject_of(some), Facet.FOLLOW_UP, status, UNSORTED


def counts_of(one: Contact) -> list[SubjectCount]:
    """Return the counts of a contact for all of its subjects."""
    found = list(of_mechanism(one))
    sides = sorted(one.sides)
    facets, shared = met(one), about(one)
    subjects: list[tuple[str, ...]] = [(code,) for code in sides]
    subjects += combinations(sides, 2)
    for subject in subjects:
        name = subject_of(subject)
        found += [(name, *count) for count in shared]
        found += [(name, *count) for count in of_sides(one, subject)]
    for whose, party in (*(("", code) for code in sides), *permutations(sides, 2)):
        found += [(whose, facet, party, sort) for facet, sort in facets]
    return found
