"""Participants: the people and organisations in a record, with their posts and sides."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from operator import eq
from typing import Any, Literal, TypeVar
from uuid import UUID

from attrs import evolve, frozen

from dragoman.domain.field import choice, code, link, text
from dragoman.domain.terms import participant, term_of
from dragoman.domain.text import fold

T = TypeVar("T")

Role = Literal["head of delegation", "co-chair", "host", "member", "observer", "interpreter"]


@frozen(kw_only=True)
class Participant:
    """One person or organisation that took part.

    ``name`` is spelled as in the source, or ``None`` if only a post is known. ``side`` is the code
    of a state or organisation. ``party`` links to a registered party if the name alone does not
    identify the party.
    """

    name: str | None = text()
    post: str | None = text()
    side: str | None = code()
    role: Role | None = choice()
    type: Literal["person", "organisation"] = choice(default="person")
    party: UUID | None = link("", to=("party",))

    @property
    def term(self) -> str | None:
        """The term for finding this person's records: the link or, without a link, the name."""
        return participant(self.name, self.side, self.party)


PEOPLE = ("participants", "owners")
"""The fields that hold people: those who took part in a record, or those who owe a follow-up.

A record has at most one of these fields.
"""


def people_field(facts: object) -> str | None:
    """Return the name of the field that holds people; ``None`` if the facts have no such field."""
    return next((name for name in PEOPLE if hasattr(facts, name)), None)


def people_in(facts: object) -> tuple[Participant, ...]:
    """Return the people in the facts or the state of a record: participants or owners."""
    name = people_field(facts)
    people: tuple[Participant, ...] = getattr(facts, name) if name else ()
    return people


def pairs(
    has: Sequence[Participant], said: Iterable[Participant]
) -> Iterator[tuple[int | None, Participant]]:
    """Yield each participant in ``said`` with the index of the matching participant in ``has``.

    The index is ``None`` for a new participant. This function pairs equal participants first, then
    less similar participants. If two people in ``said`` have the same name, each gets a different
    index, provided that ``has`` contains enough participants with that name.
    """
    people = list(said)
    found = matches(people, has, (eq, _is_same, partial(_is_spelt_otherwise, among=has)))
    taken = {index: filled(has[index], people[number]) for number, index in found.items()}
    for number, person in enumerate(people):
        yield found.get(number, _first(taken, person, _is_same)), person


def same_people(before: Sequence[Participant], after: Sequence[Participant]) -> Mapping[int, int]:
    """Return the index in ``after`` of each participant in ``before`` who is still there.

    Unlike :func:`pairs`, this function compares two versions of one list, in which somebody may
    have corrected a side or the wording of a post. Two participants never get the same index.
    """
    spelt = partial(_is_spelt_otherwise, among=after)
    return matches(before, after, (eq, _is_same, spelt, _have_same_name, _are_unnamed_alike))


IsSame = Callable[[T, T], bool]


def matches(items: Sequence[T], others: Sequence[T], tests: Iterable[IsSame[T]]) -> dict[int, int]:
    """Return the index in ``others`` of each item that matches, by the index of the item.

    Each index counts only once. The pairs of an earlier test come before those of a later test.
    """
    free = dict(enumerate(others))
    found: dict[int, int] = {}
    for is_same in tests:
        for number, item in enumerate(items):
            if number not in found:
                index = _first(free, item, is_same)
                if index is not None:
                    found[number] = index
                    free.pop(index)
    return found


def _first(known: Mapping[int, T], item: T, is_same: IsSame[T]) -> int | None:
    return next((index for index, other in known.items() if is_same(other, item)), None)


def _is_same(one: Participant, other: Participant) -> bool:
    """Return whether two participants have the same name or, if one has no name, the same post."""
    if one == other:
        return True
    if one.party and other.party:
        return one.party == other.party
    if _differ(one.side, other.side):
        return False
    if one.name and other.name:
        return term_of(one.name) == term_of(other.name)
    return bool(one.post and other.post) and term_of(one.post) == term_of(other.post)


def _is_spelt_otherwise(
    one: Participant, other: Participant, among: Iterable[Participant] = ()
) -> bool:
    """Return whether two participants on one side have different spellings of the same name.

    If the names are only roughly similar, the posts must also be similar, and no other participant
    on that side in ``among`` may have a similar post.
    """
    if not (one.name and other.name) or one.side != other.side or (one.party and other.party):
        return False
    from dragoman.domain.names import LIKELY, SURE, is_short_for, likeness

    similarity = likeness(one.name, other.name)
    names = (one.name, other.name)
    if similarity >= SURE or is_short_for(*names) or is_short_for(*reversed(names)):
        return True
    alike = [some for some in among if some.side == other.side and _have_posts_alike(some, other)]
    return similarity >= LIKELY and _have_posts_alike(one, other) and len(alike) <= 1


def _have_posts_alike(one: Participant, other: Participant) -> bool:
    return bool(one.post and other.post) and are_posts_alike(one.post or "", other.post or "")


def _have_same_name(one: Participant, other: Participant) -> bool:
    """Return whether two participants have the same name, perhaps on different sides."""
    if not (one.name and other.name) or (one.party and other.party):
        return False
    return term_of(one.name) == term_of(other.name)


def _are_unnamed_alike(one: Participant, other: Participant) -> bool:
    """Return whether two participants without names are on one side and have similar posts."""
    is_named = one.name or other.name or one.party or other.party
    return not is_named and one.side == other.side and _have_posts_alike(one, other)


def may_be_taken_for(one: Participant, other: Participant) -> bool:
    """Return whether the names or posts of two participants are alike, whatever their links."""
    plain, second = evolve(one, party=None), evolve(other, party=None)
    return _is_same(plain, second) or _is_spelt_otherwise(plain, second)


def _differ(one: str | None, other: str | None) -> bool:
    return bool(one and other) and one != other


ALIKE_POSTS = 80.0
"""The minimum similarity, in percent, of two wordings of the same post."""


@lru_cache(maxsize=8192)
def are_posts_alike(one: str, other: str) -> bool:
    """Return whether two strings are different wordings of the same post."""
    if term_of(one) == term_of(other):
        return True
    from rapidfuzz.fuzz import token_sort_ratio

    return token_sort_ratio(post_words(one), post_words(other)) >= ALIKE_POSTS


_FILLERS = frozenset(
    (
        *("of", "for", "the", "and", "to", "affairs", "der", "des", "fur", "und", "de", "du", "la"),
        *("do", "da", "dos", "das", "e", "y", "et", "del", "los", "las", "di", "della", "dei"),
        *("degli", "delle"),
    )
)


@lru_cache(maxsize=8192)
def post_words(post: str) -> str:
    """Return the distinctive words of a post, without accents, prepositions or "affairs"."""
    return " ".join(word for word in fold(post).split() if word not in _FILLERS)


def gaps_between(known: Participant, said: Participant) -> dict[str, object]:
    """Return the facts about a participant that ``known`` lacks, by field."""
    return {
        name: value
        for name in _FACTS
        if (value := getattr(said, name)) and not getattr(known, name)
    }


def filled(known: Participant, said: Participant) -> Participant:
    """Return a participant with missing facts filled from ``said``."""
    gaps: dict[str, Any] = gaps_between(known, said)
    return evolve(known, **gaps) if gaps else known


def conflicts_between(known: Participant, said: Participant) -> dict[str, tuple[object, object]]:
    """Return the facts about a participant on which ``known`` and ``said`` differ, by field."""
    return {
        name: (has, value)
        for name in _FACTS
        if (value := getattr(said, name))
        and (has := getattr(known, name))
        and has != value
        and not (name == "post" and _is_reworded(has, value))
    }


def _is_reworded(one: str, other: str) -> bool:
    """Return whether two posts consist of the same words: "minister of oil", "oil minister"."""
    return sorted(post_words(one).split()) == sorted(post_words(other).split())


_FACTS = ("name", "post", "side", "role", "party")
