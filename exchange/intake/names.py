"""The names of people in a text: their extent, and their nominative."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from attrs import frozen

from dragoman.exchange.intake.gazetteer import stem
from dragoman.exchange.intake.lexicon.lexicon import Lexicon
from dragoman.exchange.intake.source_text import SourceText, Span, folded

_NEVER_FIRST = frozenset(("der", "den", "des")) | frozenset(
    ("de", "da", "do", "dos", "das", "del", "della", "di", "du", "la", "le", "of", "y", "e", "et")
)
"""Particles that do not begin a name: after a post, they begin the name of a place or a body."""
_MOST_WORDS = 8
_INITIAL = re.compile(r"\. ?")
_JOINED = re.compile(r" |-|'|\. ?| ?- ?")


@lru_cache(maxsize=16)
def _particles(lexicon: Lexicon) -> re.Pattern[str]:
    return re.compile(lexicon.links.particles or "(?!)")


@lru_cache(maxsize=16)
def _honorific(lexicon: Lexicon) -> re.Pattern[str]:
    return re.compile(lexicon.links.honorifics or "(?!)")


@frozen
class NameFinder:
    """Finds where a name begins and ends."""

    source: SourceText
    lexicon: Lexicon
    _places: frozenset[int]
    """The numbers of the words of states, posts and dates."""

    @classmethod
    def of(cls, source: SourceText, lexicon: Lexicon, taken: Sequence[Span]) -> "NameFinder":
        """Return a finder that leaves out the words of some spans."""
        numbers = (
            number
            for span in taken
            for number in range(source.word_from(span.start), source.word_from(span.end))
        )
        return cls(source, lexicon, frozenset(numbers))

    def at(self, offset: int, *, is_after_post: bool = False) -> Span | None:
        """Return the name that begins at an offset of the text, if any.

        Directly after a post, a name may begin with a word that is also a state: Jordan.
        """
        first = self.source.word_from(offset)
        if first < len(self.source.words) and self._word(first) in _NEVER_FIRST:
            return None
        if first >= len(self.source.words) or self.source.word_spans[first].start != offset:
            return None
        last = first - 1
        for number in range(first, min(first + _MOST_WORDS, len(self.source.words))):
            if number > first and not self._joins(number):
                break
            is_first = number == first
            is_name = self._is_part(number) or self._follows_article(number, first)
            if is_name or (is_first and is_after_post and self._is_forename(number)):
                last = number
            elif not self._is_particle(number):
                break
        return self._name(first, last)

    def before(self, offset: int) -> Span | None:
        """Return the name of at least two words that ends at an offset of the text, if any."""
        last = self.source.word_from(offset) - 1
        if last < 0 or self.source.word_spans[last].end != offset:
            return None
        first = last + 1
        for number in range(last, max(last - _MOST_WORDS, -1), -1):
            if number < last and not self._joins(number + 1):
                break
            if self._is_part(number):
                first = number
            elif not self._is_particle(number):
                break
        return self._name(first, last) if last > first else None

    def _name(self, first: int, last: int) -> Span | None:
        if last < first:
            return None
        spans = self.source.word_spans
        span = Span(spans[first].start, spans[last].end)
        return span if len(self.source.words_of(span)) > 1 else None

    def _joins(self, number: int) -> bool:
        """Return whether a word goes on with the name that the word before it belongs to."""
        spans = self.source.word_spans
        gap = self.source.between(spans[number - 1].end, spans[number].start)
        if _INITIAL.fullmatch(gap):
            return spans[number - 1].end - spans[number - 1].start <= 2
        return bool(_JOINED.fullmatch(gap))

    def _word(self, number: int) -> str:
        return self.source.plain[slice(*self.source.words[number])]

    def _is_part(self, number: int) -> bool:
        word = self._word(number)
        if number in self._places or word in self.lexicon.no_names or word.isdigit():
            return False
        if _honorific(self.lexicon).fullmatch(word):
            return False
        if self.lexicon.has_capitals:
            return self.source.is_capital(self.source.words[number][0])
        return not any(char.isascii() for char in word)

    def _follows_article(self, number: int, first: int) -> bool:
        """Return whether a hyphen joins a small word to a name: "al-ustroom", "Seok-jin"."""
        if number <= first or number in self._places:
            return False
        spans = self.source.word_spans
        gap = self.source.between(spans[number - 1].end, spans[number].start)
        is_suffix = self.lexicon.has_verb_last and not self._is_particle(number - 1)
        return gap == "-" and not is_suffix

    def _is_forename(self, number: int) -> bool:
        """Return whether a word that is also a place begins a name: a name must follow."""
        following = number + 1
        return (
            self.lexicon.has_capitals
            and self.source.is_capital(self.source.words[number][0])
            and following < len(self.source.words)
            and self._joins(following)
            and self._is_part(following)
        )

    def _is_particle(self, number: int) -> bool:
        if not _particles(self.lexicon).fullmatch(self._word(number)):
            return False
        following = number + 1
        return following < len(self.source.words) and self._joins(following)


def nominative(source: SourceText, lexicon: Lexicon, name: Span, post: Span | None) -> str:
    """Return a name in the nominative, as far as the text shows it.

    Of the forms in which the text has a word of the name, the shortest counts. If there is only one,
    the case of the post before the name tells the ending to remove.
    """
    words = source.words_of(name)
    if not lexicon.name_cases:
        return words
    before = source.between(post.start, post.end) if post and post.end <= name.start else ""
    forms = _forms(source, lexicon)
    made = [_nominative(word, lexicon, before, forms) for word in re.split(r"([^\w])", words)]
    return "".join(made)


def _nominative(word: str, lexicon: Lexicon, post: str, forms: Mapping[str, Sequence[str]]) -> str:
    known = forms.get(stem(folded(word), lexicon.endings), [])
    if not word[:1].isupper() or len(word) < _SHORTEST_INFLECTED:
        return word
    if len(set(known)) > 1:
        return min(known, key=len)
    for form, endings in lexicon.name_cases:
        if form and not re.search(form, post):
            continue
        for ending, plain in endings:
            if found := re.search(rf"(?:{ending})$", word):
                return word[: found.start()] + plain
    return word


_SHORTEST_INFLECTED = 4


@lru_cache(maxsize=4)
def _forms(source: SourceText, lexicon: Lexicon) -> Mapping[str, Sequence[str]]:
    """Return the capitalised words of a text by their stem."""
    found: dict[str, list[str]] = {}
    for (start, end), span in zip(source.words, source.word_spans, strict=True):
        if source.is_capital(start):
            key = stem(source.plain[start:end], lexicon.endings)
            found.setdefault(key, []).append(source.words_of(span))
    return found


def is_part_of(one: Sequence[str], other: Sequence[str]) -> bool:
    """Return whether each word of a name is a word of another name, or the initial of a word.

    At least one word must be more than an initial.
    """
    words = [word for word in one if len(word) > 1]
    initials = [word for word in one if len(word) == 1]
    rest = [word for word in other if word not in words]
    return (
        bool(words)
        and set(words) <= set(other)
        and all(any(word.startswith(initial) for word in rest) for initial in initials)
    )


def name_stems(name: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Return the words of a folded name without inflections."""
    words = re.findall(r"[^\W_]+", name)
    return tuple(stem(word, lexicon.endings) for word in words)
