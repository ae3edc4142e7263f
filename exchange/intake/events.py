"""Events in a text: which sentences report a visit, a session, a meeting or a signing."""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cached_property, lru_cache
from typing import Literal

from attrs import define, field, frozen

from dragoman.domain import parse_date, whole_number
from dragoman.exchange.intake.known import NOTHING, Known
from dragoman.exchange.intake.lexicon.lexicon import Lexicon, Patterns
from dragoman.exchange.intake.mentions import (
    CityMention,
    DayMention,
    PersonMention,
    PostMention,
    StateMention,
)
from dragoman.exchange.intake.source_text import SourceText, Span

Status = Literal["held", "planned", "postponed", "cancelled"]


@frozen
class Words:
    """A value, and the span of the words that it rests on."""

    value: str
    span: Span


@define
class Event:
    """Something that happened or is planned, with the words that say so."""

    kind: str
    act: Span
    sentence: int
    status: Words
    mode: Words | None = None
    level: Words | None = None
    form: Words | None = None
    body: Words | None = None
    session: Words | None = None
    day: Words | None = None
    place: Words | None = None
    host: Words | None = None
    people: list[PersonMention] = field(factory=list)
    heads: list[PersonMention] = field(factory=list)
    """The people of whom the sentences about the event say that they led a delegation."""
    parties: list[Words] = field(factory=list)
    topics: list[Words] = field(factory=list)
    reports: list[int] = field(factory=list)
    """The sentences that report the event itself."""
    sentences: list[int] = field(factory=list)
    """All sentences about the event."""
    words: Words | None = None
    """The words of the sentence, for something owed that no other field describes."""
    is_gathering: bool = False
    """Whether many people took part whom the text does not name, as in a roundtable."""
    is_owed: bool = False
    """Whether the event is owed: agreed or announced for later, and so a follow-up."""


@frozen(kw_only=True)
class Mentions:
    """All that the words of a text stand for."""

    source: SourceText
    lexicon: Lexicon
    states: Sequence[StateMention]
    cities: Sequence[CityMention]
    days: Sequence[DayMention]
    posts: Sequence[PostMention]
    people: Sequence[PersonMention]
    published: str | None = None
    known: Known = NOTHING

    @cached_property
    def bodies(self) -> Patterns:
        """The patterns of bodies: the titles that the register knows come first."""
        return (*self.known.bodies, *self.lexicon.bodies)

    @cached_property
    def topics(self) -> Patterns:
        """The patterns of topics: those of the register come first."""
        return (*self.known.topic_patterns, *self.lexicon.topics)

    def sentence(self, number: int) -> "Sentence":
        """Return a sentence of the body by its number."""
        return Sentence(number, self.source.sentence_spans[number], self, False)

    def ordinals_in(self, words: str) -> Iterator[int]:
        """Yield the numbers that the ordinals in folded words stand for."""
        form = self.ordinal_form
        for found in pattern(form).finditer(words) if form else ():
            if number := ordinal(found["number"], self.lexicon):
                yield number

    @property
    def ordinal_form(self) -> str:
        """The pattern of an ordinal, with the group ``number``; "" if the language has none."""
        words = "|".join(sorted(self.lexicon.ordinal_words, key=len, reverse=True))
        return self.lexicon.ordinals.replace("{words}", words)


def ordinal(words: str, lexicon: Lexicon) -> int | None:
    """Return the number that a numeral, a Roman numeral or an ordinal word stands for."""
    if words in lexicon.ordinal_words:
        return lexicon.ordinal_words[words]
    with suppress(ValueError):
        return whole_number(words.upper() if words.isalpha() else words, 999)
    return None


FEWEST = 2
"""The number of people or sides that make a meeting."""


def distance(one: Span, other: Span) -> int:
    """Return how many characters are between two spans."""
    return max(one.start - other.end, other.start - one.end, 0)


def up_to(published: str) -> str:
    """Return the EDTF of "some day until the publication"."""
    return f"../{published.rpartition('/')[2]}"


def is_after(day: str, published: str) -> bool:
    """Return whether all of a date lies after the publication."""
    first, last = parse_date(day).first, parse_date(published).last
    return first is not None and last is not None and first > last


@lru_cache(maxsize=1024)
def pattern(form: str) -> re.Pattern[str]:
    """Return a compiled pattern of whole words; an empty form matches nothing."""
    return re.compile(rf"(?<!\w)(?:{form})(?!\w)" if form else r"(?!)")


_NEXT_TO = 12
_FAR = 60


@frozen
class Sentence:
    """One sentence and what it mentions."""

    number: int
    span: Span
    mentions: Mentions
    is_headline: bool

    @cached_property
    def plain(self) -> str:
        """The folded words of the sentence, without what stands in quotation marks."""
        words = self.mentions.source.between(self.span.start, self.span.end)
        return re.sub(r'"[^"]{40,}("|$)', lambda one: " " * len(one[0]), words)

    def find(self, form: str) -> Span | None:
        """Return the first words that match a pattern, as a span of the text."""
        found = pattern(form).search(self.plain)
        return self.span_of(found) if found else None

    def every(self, form: str) -> Iterator[Span]:
        """Yield all words that match a pattern."""
        yield from (self.span_of(found) for found in pattern(form).finditer(self.plain))

    def span_of(self, found: re.Match[str]) -> Span:
        """Return the span of the text for a match in the folded words of the sentence."""
        source = self.mentions.source
        first = source.place(self.span.start)
        return source.span(first + found.start(), first + found.end())

    def values(self, forms: Sequence[tuple[str, str]]) -> Iterator[Words]:
        """Yield the values of the patterns that match; words count only once, longest first."""
        found = [Words(value, span) for form, value in forms for span in self.every(form)]
        kept: list[Words] = []
        for one in sorted(found, key=lambda one: one.span.start - one.span.end):
            if not any(one.span.touches(other.span) for other in kept):
                kept.append(one)
        yield from sorted(kept, key=lambda one: one.span.start)

    def first(self, forms: Sequence[tuple[str, str]]) -> Words | None:
        """Return the value of the first words that match; of the same place, the first pattern."""
        found = [Words(value, span) for form, value in forms if (span := self.find(form))]
        return min(found, key=lambda one: one.span.start, default=None)

    def _held(self, found: Sequence) -> list:  # type: ignore[type-arg]
        return [one for one in found if self.span.holds(one.span)]

    @cached_property
    def states(self) -> list[StateMention]:
        """The states that the sentence names."""
        return self._held(self.mentions.states)

    @cached_property
    def cities(self) -> list[CityMention]:
        """The cities that the sentence names."""
        return self._held(self.mentions.cities)

    @cached_property
    def days(self) -> list[DayMention]:
        """The dates that the sentence gives."""
        return self._held(self.mentions.days)

    @cached_property
    def people(self) -> list[PersonMention]:
        """The people in the sentence who may have taken part, in the order of their mention."""
        marks = self.mentions.lexicon.marks
        away = [*self.every(marks.greetings), *self.every(marks.guest_of)]
        found = []
        for person in self.mentions.people:
            places = [one for one in person.places if self.span.holds(one)]
            if places and not any(self._belongs_to(places, one) for one in away):
                found.append((min(places), person))
        return [person for _, person in sorted(found, key=lambda one: one[0])]

    def _belongs_to(self, places: Sequence[Span], words: Span) -> bool:
        """Return whether a person stands next to words such as "greetings of".

        The person comes after such words, or before them in languages with the verb at the end.
        """
        if self.mentions.lexicon.has_verb_last:
            return 0 <= words.start - max(places).end < _NEXT_TO
        gap = self.mentions.source.between(words.end, min(places).start)
        return min(places).start >= words.end and len(gap) < _FAR and not re.search(r"[.;:]", gap)
