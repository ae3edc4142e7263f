"""Alike: pairs of parties in the register that may be one person, with the evidence.

Lists spell one person in several ways: with or without a middle name, with initials, with a short
form of a given name, in another order, or in another transcription. Dragoman only lists such pairs:
a person has to decide whether the two are the same. The evidence of a pair has two sides: what the
two have in common, and what speaks against one person.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Literal

from attrs import frozen

from dragoman.domain.careers import Match, match_of, post_key
from dragoman.domain.given_names import is_short_form
from dragoman.domain.names import (
    LIKELY,
    LONG,
    SURE,
    latin,
    likeness,
    omits_vowels,
    skeleton,
    sounds,
)
from dragoman.domain.namesakes import MOST_YEARS, years_between

Verdict = Literal["likely", "possible", "unlikely"]
"""``likely``: the names say the same, and something else agrees. ``unlikely``: something speaks
against one person. ``possible``: all other pairs.
"""


@frozen(kw_only=True)
class Office:
    """A post of a person, and the days (ordinals) from which and until which it is known."""

    post: str
    first: int | None = None
    last: int | None = None

    def overlaps(self, other: "Office") -> bool:
        """Return whether both posts are known for the same day."""
        if self.first is None or self.last is None or other.first is None or other.last is None:
            return False
        return self.first <= other.last and other.first <= self.last


@frozen(kw_only=True)
class KnownParty:
    """What the register knows about a party: the facts by which two parties are compared.

    ``names`` has every spelling, the name of the party first. ``first`` and ``last`` are the days
    (ordinals) of the first and the last record. ``met`` has the other people in these records, and
    ``records`` the numbers of the records.
    """

    names: tuple[str, ...]
    sides: frozenset[str] = frozenset()
    type: str = "person"
    offices: tuple[Office, ...] = ()
    first: int | None = None
    last: int | None = None
    met: frozenset[int] = frozenset()
    records: frozenset[int] = frozenset()

    @property
    def period(self) -> tuple[int, int] | None:
        """The days of the first and the last record; ``None`` if no record has a date."""
        return None if self.first is None or self.last is None else (self.first, self.last)

    @property
    def first_year(self) -> int | None:
        """The year of the first record."""
        return None if self.first is None else _year(self.first)

    @property
    def last_year(self) -> int | None:
        """The year of the last record."""
        return None if self.last is None else _year(self.last)


@frozen(kw_only=True)
class Evidence:
    """What two parties have in common, and what speaks against one person.

    ``likeness`` is the similarity of the names, in percent. ``met`` has the people whom both met,
    and ``together`` the records in which both take part. ``is_likely`` says whether the names
    differ only in their spelling, or a post or a person met agrees as well.
    """

    likeness: int
    alike: tuple[str, ...]
    against: tuple[str, ...] = ()
    met: tuple[int, ...] = ()
    together: tuple[int, ...] = ()
    is_likely: bool = False

    @property
    def verdict(self) -> Verdict:
        """How likely it is that the two are one person."""
        if self.against or self.together:
            return "unlikely"
        return "likely" if self.is_likely else "possible"


# --- Pairs ------------------------------------------------------------------------------------


def alike_pairs(
    parties: Mapping[int, KnownParty], among: Iterable[int] | None = None
) -> Iterator[tuple[int, int, Evidence]]:
    """Yield the pairs of parties of one side with similar names, in order of recording.

    ``among`` limits the pairs to those with at least one of these parties.
    """
    wanted = None if among is None else set(among)
    for one, other in sorted(_near(parties, wanted)):
        found = evidence(parties[one], parties[other])
        if found:
            yield one, other, found


def _near(parties: Mapping[int, KnownParty], wanted: set[int] | None) -> set[tuple[int, int]]:
    """Return the pairs of parties that share the beginning or the consonants of a word."""
    having: dict[str, list[int]] = {}
    for number, party in parties.items():
        for key in {key for name in party.names for key in _keys(name)}:
            having.setdefault(key, []).append(number)
    return {
        (one, other)
        for numbers in having.values()
        for at, one in enumerate(numbers)
        for other in numbers[at + 1 :]
        if wanted is None or one in wanted or other in wanted
        if _are_comparable(parties[one], parties[other])
    }


@lru_cache(maxsize=65_536)
def _keys(name: str) -> frozenset[str]:
    """Return the keys of a name: parties are compared only if they share a key."""
    words = [word for word in sounds(name).split() if len(word) > 1]
    bones = [word for word in skeleton(name).split() if len(word) > 1]
    joined = "".join(skeleton(name).split())
    return frozenset((*(word[:4] for word in words), *(f"={word}" for word in bones), joined))


def _are_comparable(one: KnownParty, other: KnownParty) -> bool:
    """Return whether two parties are of one type, and may belong to the same side."""
    if one.type != other.type:
        return False
    return not (one.sides and other.sides) or not one.sides.isdisjoint(other.sides)


# --- Evidence ---------------------------------------------------------------------------------


def evidence(one: KnownParty, other: KnownParty) -> Evidence | None:
    """Compare two parties; return ``None`` if their names are not similar."""
    found = _closest(one.names, other.names)
    if found is None:
        return None
    percent, words, is_certain = found
    pairs = [(mine, yours) for mine in one.offices for yours in other.offices]
    matches = [match_of(mine.post, yours.post) for mine, yours in pairs]
    have_other_posts = set(matches) == {"different"}
    posts = tuple(_shared_posts(pairs, matches))
    against = (
        *_of_names(one.names[0], other.names[0]),
        *_years_apart(one, other),
        *(_held_together(pairs) if have_other_posts else ()),
    )
    if words == _SURNAME and (against or not posts):
        return None
    years = tuple(_same_years(one, other))
    agrees = bool(posts and (years or words != _INSIDE))
    is_likely = is_certain or agrees or not one.met.isdisjoint(other.met)
    return Evidence(
        likeness=percent,
        alike=(words, *posts, *years),
        against=against,
        met=tuple(sorted(one.met & other.met)),
        together=tuple(sorted(one.records & other.records)),
        is_likely=is_likely and not have_other_posts,
    )


def _shared_posts(
    pairs: Sequence[tuple[Office, Office]], matches: Sequence[Match]
) -> Iterator[str]:
    """Yield the post that both held, or else two posts of one career."""
    for mine, yours in pairs:
        if post_key(mine.post) == post_key(yours.post):
            yield f"the same post: {mine.post}"
            return
    for (mine, yours), match in zip(pairs, matches, strict=True):
        if match == "same":
            yield f"posts of one career: {mine.post}; {yours.post}"
            return


def _same_years(one: KnownParty, other: KnownParty) -> Iterator[str]:
    """Yield the years in which the records name both."""
    if one.period and other.period:
        first = max(one.period[0], other.period[0])
        last = min(one.period[1], other.period[1])
        if first <= last:
            begin, end = _year(first), _year(last)
            yield f"in {begin}" if begin == end else f"from {begin} to {end}"


def _year(day: int) -> int:
    return date.fromordinal(max(day, 1)).year


def _years_apart(one: KnownParty, other: KnownParty) -> Iterator[str]:
    """Yield the years between the records of both, if the years speak against one person."""
    if one.period and other.period:
        years = years_between(one.period, other.period)
        if years >= MOST_YEARS:
            yield f"{years} years apart"


def _held_together(pairs: Iterable[tuple[Office, Office]]) -> Iterator[str]:
    """Yield the first two posts that are known for the same day."""
    for mine, yours in pairs:
        if mine.overlaps(yours):
            yield f"other posts at the same time: {mine.post}; {yours.post}"
            return


# --- Names ------------------------------------------------------------------------------------

_SURNAME = "one name is only a surname"
_DESCENT = re.compile(r"\b(bin|ibn|bint|ben|binti|o[gğ]lu|q[iı]z[iı])\b")
"""Words before or after the name of a father: a name inside such a name is that of an ancestor."""

_NAME = "the same name"
_ORDER = "the same words in another order"
_ACCENTS = "the same name, spelt with other letters or signs"
_JOINED = "the same name, written together or apart"
_SHORTER = "one name is shorter"
_INSIDE = "one name is a part of the other"
_SHORT_FORM = "one name has a short form"
_SOUNDS = "the names sound alike"

Relation = tuple[int, str, bool]
"""The similarity of two names in percent, the relation in words, and whether only the spelling of
the names differs.
"""


def _closest(ours: Iterable[str], theirs: Iterable[str]) -> Relation | None:
    """Return the closest relation between any two of the names; ``None`` if there is none."""
    found = (relation(one, other) for one in ours for other in theirs)
    return max((one for one in found if one), default=None, key=lambda one: (one[2], one[0]))


@lru_cache(maxsize=65_536)
def relation(one: str, other: str) -> Relation | None:
    """Return how two names are related; ``None`` if they are the names of different people."""
    ours, theirs = _words(one), _words(other)
    if one.casefold() == other.casefold():
        return 100, _NAME, True
    same = _same_spelling(ours, theirs)
    if same or not (ours and theirs):
        return same
    percent = round(likeness(one, other))
    short, long = sorted((ours, theirs), key=len)
    if len(short) == 1:
        return _of_single(short[0], long, percent)
    if percent >= LIKELY and (omits_vowels(one) or omits_vowels(other)):
        return percent, _SOUNDS, False
    found = _by_words(short, long, percent)
    is_ancestor = found and found[1] == _INSIDE and _DESCENT.search(f"{one} {other}".casefold())
    return None if is_ancestor else found


def _same_spelling(ours: list[str], theirs: list[str]) -> Relation | None:
    """Return the relation of two names that have the same letters."""
    if ours == theirs:
        return 100, _ACCENTS, True
    if sorted(ours) == sorted(theirs):
        return 99, _ORDER, True
    return (98, _JOINED, True) if "".join(ours) == "".join(theirs) else None


def _of_single(word: str, long: list[str], percent: int) -> Relation | None:
    """Return the relation of a name of one word to another name."""
    if len(long) > 1:
        return (percent, _SURNAME, False) if len(word) > 2 and word == long[-1] else None
    return (percent, _SOUNDS, True) if len(word) > LONG and percent >= SURE else None


def _by_words(short: list[str], long: list[str], percent: int) -> Relation | None:
    """Return the relation of two names, each word of the shorter of which matches another word."""
    matches = _matches(short, long)
    if matches.isdisjoint(("same", "sound")):
        return None
    if len(short) == len(long) and matches <= {"same", "sound", "near"}:
        return max(percent, 90), _SOUNDS, "near" not in matches
    if "inside" in matches:
        return max(percent, 80), _INSIDE, False
    return max(percent, 80), _SHORT_FORM if "short" in matches else _SHORTER, False


def _matches(short: list[str], long: list[str]) -> set[str]:
    """Return how the words of the shorter name match words of the other; empty if one does not."""
    left = dict(enumerate(long))
    places: dict[int, int] = {}
    found: set[str] = set()
    for at, word in sorted(enumerate(short), key=lambda one: -len(one[1])):
        (strength, how), place = max((_match(word, one), -place) for place, one in left.items())
        if not strength:
            return set()
        found.add(how)
        places[at] = -place
        del left[-place]
    return found | _order([places[at] for at in range(len(short))], found)


def _order(places: list[int], found: set[str]) -> set[str]:
    """Return "inside" if the other name begins with another word.

    Clears ``found`` if the words do not stand in the same order in both names, even if a surname
    comes first in one of them.
    """
    if places == sorted(places):
        return set() if places[0] == 0 else {"inside"}
    turned = ([*places[1:], places[0]], [places[-1], *places[:-1]])
    if not any(one == sorted(one) for one in turned):
        found.clear()
    return set()


_NO_MATCH = (0, "")


@lru_cache(maxsize=65_536)
def _match(one: str, other: str) -> tuple[int, str]:
    """Return how well two words of names match, and how; ``(0, "")`` if they do not match."""
    from rapidfuzz import fuzz

    if one == other:
        return 5, "same" if len(one) > 1 else "initial"
    if 1 in (len(one), len(other)):
        return (1, "initial") if one[0] == other[0] else _NO_MATCH
    heard, known = sounds(one), sounds(other)
    is_long = min(len(one), len(other)) > LONG
    nearness = max(fuzz.ratio(heard, known), fuzz.ratio(one, other)) if is_long else 0
    bones = skeleton(one)
    if heard == known or nearness >= SURE or (len(bones) > 2 and bones == skeleton(other)):
        return 4, "sound"
    if is_short_form(one, other):
        return 3, "short"
    return (2, "near") if nearness >= LIKELY else _NO_MATCH


# --- What speaks against one person -----------------------------------------------------------

_GENERATIONS = {
    **dict.fromkeys(("jr", "jnr", "junior", "fils", "hijo", "filho"), "Jr"),
    **dict.fromkeys(("sr", "snr", "senior", "pere", "padre"), "Sr"),
}
_NUMBER = re.compile(r"(?:ii|iii|iv|vi|vii|viii|ix|xi|xii|xiii|xiv|xv|xvi|\d+(?:st|nd|rd|th)?)")
_LAST_NUMBER = re.compile(r"[iv]")
_OF_NUMBER = {"2nd": "ii", "3rd": "iii", "4th": "iv", "2": "ii", "3": "iii", "4": "iv"}


@lru_cache(maxsize=65_536)
def _words(name: str) -> list[str]:
    """Return the words of a name in Latin letters, without generations and numbers."""
    words = latin(name).split()
    return [word for word in words if word not in _marks(name)] or words


@lru_cache(maxsize=65_536)
def _marks(name: str) -> frozenset[str]:
    """Return the words that tell people of one name apart: Jr, II."""
    words = latin(name).split()
    marks = {word for word in words[1:] if word in _GENERATIONS or _NUMBER.fullmatch(word)}
    if len(words) > 1 and _LAST_NUMBER.fullmatch(words[-1]):
        marks.add(words[-1])
    return frozenset(marks)


def _of_names(one: str, other: str) -> Iterator[str]:
    """Yield what the names say against one person: another number, Jr, other initials."""
    ours, theirs = _generations(one), _generations(other)
    if ours != theirs:
        yield f"{ours or theirs} in one name only" if not (ours and theirs) else "Jr and Sr"
    first, second = _numbers(one), _numbers(other)
    if first and second and first != second:
        yield f"other numbers: {first} and {second}"
    mine, yours = _initials(one), _initials(other)
    if mine and yours and not (mine.startswith(yours) or yours.startswith(mine)):
        yield f"other initials: {'. '.join(mine.upper())}. and {'. '.join(yours.upper())}."


def _generations(name: str) -> str:
    return "/".join(sorted({_GENERATIONS[one] for one in _marks(name) if one in _GENERATIONS}))


def _numbers(name: str) -> str:
    found = (one for one in _marks(name) if one not in _GENERATIONS)
    return "/".join(sorted(_OF_NUMBER.get(one, one).upper() for one in found))


def _initials(name: str) -> str:
    """Return the first letters of the middle words, if any of these words is only an initial."""
    middle = _words(name)[1:-1]
    has_initial = any(len(word) == 1 and word not in _AND for word in middle)
    return "".join(word[0] for word in middle) if has_initial else ""


_AND = ("e", "y")
"""The words for "and" between two surnames, in Portuguese and Spanish."""
