"""Names of states, organisations and cities in a text, in all their cases.

Two words are the same if they are equal without the inflections that the lexicon lists. A name of
several words matches as a whole; the longest match counts.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from attrs import define, field

from dragoman.domain import (
    COUNTRY_NAMES,
    COUNTRY_OF,
    ORGANISATION_OF,
    demonyms_in_english,
    fold,
)
from dragoman.exchange.intake.lexicon.cities import CAUTIOUS, CITIES
from dragoman.exchange.intake.lexicon.lexicon import Lexicon
from dragoman.exchange.intake.mentions import CityMention, StateMention, without_overlaps
from dragoman.exchange.intake.source_text import SourceText, Span

Key = tuple[str, ...]

_SHORTEST_STEM = 3
_SHORTEST_CITY = 4
_MOST_WORDS = 8
_WORDS = re.compile(r"[^\W_]+")
_JOINED = re.compile(r"[ \n]?|-| ?'|\. ?")
_SKIPPED = "the"


def stem(word: str, endings: Iterable[str]) -> str:
    """Return a folded word without its longest inflection; at least three letters remain."""
    for ending in endings:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    return word


@define
class NameIndex:
    """Names of one or more words with their meanings, found regardless of inflection."""

    lexicon: Lexicon
    inflects: bool = True
    """Whether the endings of the lexicon apply to these names."""
    shortest: int = _SHORTEST_STEM
    """The fewest letters that an inflected name must have without its inflection."""
    _exact: dict[Key, str] = field(factory=dict)
    _stems: dict[Key, set[str]] = field(factory=dict)
    _longest: dict[str, int] = field(factory=dict)

    def add(self, name: str, meaning: str) -> None:
        """Add a folded name. The first meaning of a name wins."""
        words = tuple(one for one in _WORDS.findall(name) if one != _SKIPPED)
        if not words:
            return
        self._exact.setdefault(words, meaning)
        stems = self._stemmed(words)
        self._stems.setdefault(stems, set()).add(meaning)
        for first in (words[0], stems[0]):
            self._longest[first] = max(len(words), self._longest.get(first, 0))

    def find(self, source: SourceText) -> Iterator[tuple[int, int, str]]:
        """Yield each name in a text: its first and last word by number, and its meaning."""
        words = [source.plain[start:end] for start, end in source.words]
        at = 0
        while at < len(words):
            found = self._longest_at(source, words, at)
            if found:
                yield at, found[0], found[1]
                at = found[0]
            at += 1

    def _longest_at(self, source: SourceText, words: list[str], at: int) -> tuple[int, str] | None:
        for first in self._forms(words[at]):
            joined = self._without_apostrophes(source, first, at, min(at + 1, len(words) - 1))
            starts = (first, joined[0], self._stem(first), *self._shorter(first))
            most = max(self._longest.get(start, 0) for start in starts)
            for last in reversed(range(at, min(at + most + 1, len(words)))):
                key = (first, *(one for one in words[at + 1 : last + 1] if one != _SKIPPED))
                joined = self._without_apostrophes(source, first, at, last)
                is_word = words[last] != _SKIPPED
                meaning = (self._meaning(key) or self._meaning(joined)) if is_word else None
                if meaning and self._is_joined(source, at, last):
                    return last, meaning
        return None

    @staticmethod
    def _without_apostrophes(source: SourceText, first: str, at: int, last: int) -> Key:
        """Return words with those that an apostrophe joins as one: ``peoples``, as keys have it."""
        joined = [first]
        for number in range(at + 1, last + 1):
            (_, end), (start, stop) = source.words[number - 1], source.words[number]
            word = source.plain[start:stop]
            if source.plain[end:start] == "'":
                joined[-1] += word
            elif word != _SKIPPED:
                joined.append(word)
        return tuple(joined)

    def _meaning(self, key: Key) -> str | None:
        *others, last = key
        shorter = list(self._shorter(last))
        for word in (last, *shorter):
            if exact := self._exact.get((*others, word)):
                return exact
        stems = self._stemmed(tuple(others))
        for word in (self._stem(last), *shorter):
            if len(word) < self.shortest:
                continue
            meanings = self._stems.get((*stems, word), set())
            if len(meanings) == 1:
                return next(iter(meanings))
        return None

    def _shorter(self, word: str) -> Iterator[str]:
        """Yield a word without each of the inflections with which it ends."""
        for ending in self._endings:
            if word.endswith(ending) and len(word) - len(ending) >= self.shortest:
                yield word[: -len(ending)]

    def _forms(self, word: str) -> Iterator[str]:
        """Yield a word, and the word without particles that are written together with it."""
        yield word
        for prefix in self.lexicon.prefixes:
            rest = word.removeprefix(prefix)
            if rest != word and len(rest) >= _SHORTEST_STEM:
                yield rest
                yield f"ال{rest}"

    def _stemmed(self, words: Key) -> Key:
        return tuple(self._stem(word) for word in words)

    def _stem(self, word: str) -> str:
        return stem(word, self._endings)

    @property
    def _endings(self) -> tuple[str, ...]:
        return self.lexicon.endings if self.inflects else ()

    @staticmethod
    def _is_joined(source: SourceText, first: int, last: int) -> bool:
        """Return whether only spaces, hyphens and the like lie between words."""
        return all(
            _JOINED.fullmatch(source.plain, source.words[n][1], source.words[n + 1][0])
            for n in range(first, last)
        )


_ABBREVIATIONS = frozenset(
    [
        "usa",
        "us",
        "uk",
        "uae",
        "drc",
        "prc",
        "dprk",
        "сша",
        "оаэ",
        "фрг",
        "кнр",
        "кндр",
        "юар",
        "abd",
        "bae",
        "eau",
        "rdc",
        "vae",
        "ddr",
        "cin",
        "bh",
        "ee",
        "eeuu",
    ]
)
"""Short names that count only in capitals. Other short keys are codes, and mean nothing in prose."""
_LONGEST_ABBREVIATION = 5


@lru_cache(maxsize=16)
def _other_languages(language: str) -> frozenset[str]:
    """Return the folded names of states in languages other than the given one."""
    own = {fold(name) for name in COUNTRY_NAMES[language].values()}
    others = (names for tag, names in COUNTRY_NAMES.items() if tag != language)
    return frozenset(fold(name) for names in others for name in names.values()) - own


def _state_names(lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    """Yield the folded names of states and organisations that texts of a language use."""
    for code, names in _entries(lexicon.states):
        yield from ((fold(name), code) for name in names)
    for code, name in COUNTRY_NAMES[lexicon.language].items():
        yield fold(name), code
    foreign = _other_languages(lexicon.language)
    for name, code in (COUNTRY_OF | ORGANISATION_OF).items():
        is_code = len(name) < 4 and name not in _ABBREVIATIONS and not code.startswith("org:")
        if name not in foreign and not is_code:
            yield name, code


def _entries(text: str) -> Iterator[tuple[str, list[str]]]:
    """Yield code and words for each part of a text such as "AZ aserbaidschanisch; IQ irakisch"."""
    for entry in filter(None, map(str.strip, text.replace("\n", " ").split(";"))):
        code, _, words = entry.partition(" ")
        yield code, [word.strip() for word in words.split(",")]


@lru_cache(maxsize=16)
def _names_index(lexicon: Lexicon) -> NameIndex:
    index = NameIndex(lexicon, inflects=lexicon.has_cases)
    for name, code in _state_names(lexicon):
        index.add(name, code)
    return index


@lru_cache(maxsize=16)
def _demonyms_index(lexicon: Lexicon) -> NameIndex:
    index = NameIndex(lexicon)
    own = _entries(lexicon.demonyms) if lexicon.demonyms else demonyms_in_english()
    for code, words in own:
        for word in words:
            index.add(fold(word), code)
    return index


def states_in(source: SourceText, lexicon: Lexicon) -> list[StateMention]:
    """Return the states and organisations in a text, in order; none overlaps another."""
    names = [
        StateMention(span=_span(source, first, last), code=code, form="name")
        for first, last, code in _names_index(lexicon).find(source)
        if _is_written_as_name(source, lexicon, first, last)
        and (first < last or source.plain[slice(*source.words[first])] not in lexicon.no_names)
        and not _is_surname(source, lexicon, first, last)
        and not _follows_particle(source, lexicon, first)
    ]
    adjectives = [
        StateMention(span=_span(source, first, last), code=code, form="adjective")
        for first, last, code in _demonyms_index(lexicon).find(source)
        if not lexicon.demonyms_have_capitals or source.is_capital(source.words[first][0])
    ]
    return without_overlaps([*names, *adjectives])


def _is_written_as_name(source: SourceText, lexicon: Lexicon, first: int, last: int) -> bool:
    """Return whether words are written like a name: with a capital, an abbreviation in capitals."""
    if not lexicon.has_capitals:
        return True
    words = source.words_of(_span(source, first, last))
    letters = [char for char in words if char.isalpha()]
    if len(letters) <= _LONGEST_ABBREVIATION and first == last:
        plain = source.plain[slice(*source.words[first])]
        is_short = len(plain) < 4 or plain in _ABBREVIATIONS
        return words.isupper() if is_short else letters[0].isupper()
    starts = (source.words[number][0] for number in range(first, last + 1))
    return any(map(source.is_capital, starts))


def _is_surname(source: SourceText, lexicon: Lexicon, first: int, last: int) -> bool:
    """Return whether names surround the word for a state: "Emmanuel Jordan Quaye"."""
    if first != last or not lexicon.has_capitals or lexicon.has_cases:
        return False
    return _is_name(source, lexicon, first - 1, first) and _is_name(
        source, lexicon, first + 1, first
    )


def _follows_particle(source: SourceText, lexicon: Lexicon, number: int) -> bool:
    """Return whether a hyphen joins a word to a particle of names: "al-Iraqi"."""
    if number == 0 or not lexicon.links.particles:
        return False
    (start, end), (following, _) = source.words[number - 1], source.words[number]
    is_joined = source.plain[end:following] == "-"
    return is_joined and re.fullmatch(lexicon.links.particles, source.plain[start:end]) is not None


def _is_name(source: SourceText, lexicon: Lexicon, number: int, beside: int) -> bool:
    """Return whether a word next to another one is written like a part of a name."""
    if not 0 <= number < len(source.words):
        return False
    low, high = sorted((number, beside))
    gap = source.plain[source.words[low][1] : source.words[high][0]]
    start, end = source.words[number]
    is_plain_word = source.plain[start:end] in lexicon.no_names
    return gap in (" ", "-") and source.is_capital(start) and not is_plain_word


def _span(source: SourceText, first: int, last: int) -> Span:
    return source.span(source.words[first][0], source.words[last][1])


@lru_cache(maxsize=16)
def _cities_index(lexicon: Lexicon) -> NameIndex:
    index = NameIndex(lexicon, inflects=lexicon.has_cases, shortest=_SHORTEST_CITY)
    for name, entry in CITIES.items():
        state, *spellings = entry.split("; ")
        for spelling in filter(None, spellings):
            index.add(spelling, f"{state} {name}")
    return index


def cities_in(source: SourceText, lexicon: Lexicon) -> list[CityMention]:
    """Return the cities in a text, in order.

    A spelling that is also a common word or a personal name counts only after a preposition.
    """
    found = []
    for first, last, meaning in _cities_index(lexicon).find(source):
        start, end = source.words[first][0], source.words[last][1]
        is_doubtful = source.plain[start:end] in CAUTIOUS
        if is_doubtful and not _follows_place_word(source, lexicon, start):
            continue
        if _is_written_as_name(source, lexicon, first, last):
            state, _, city = meaning.partition(" ")
            found.append(CityMention(_span(source, first, last), city, state))
    return found


_LONGEST_PREPOSITION = 12


def _follows_place_word(source: SourceText, lexicon: Lexicon, at: int) -> bool:
    """Return whether a preposition of place stands before an offset of the folded copy."""
    before = source.plain[max(0, at - _LONGEST_PREPOSITION) : at]
    return re.search(rf"(?<!\w)(?:{lexicon.links.place}) $", before) is not None
