"""When and where an event took place, as the sentences about it say."""

import re
from collections.abc import Sequence

from attrs import frozen

from dragoman.exchange.intake.events import Event, Mentions, Sentence, Words, pattern, up_to
from dragoman.exchange.intake.lexicon.shared import FIRST_DAY, SAME_DAY
from dragoman.exchange.intake.source_text import Span

_DATELINE = 90
_AGENCY = re.compile(
    r"[^.!?]{2,60}?(?: - | ?/[^/]{2,20}/| \([^)0-9]{2,30}\)(?: ?[-:]|\. ?-)|, azertac| ?[.:] ?-)"
    r"|[\w /,-]{2,40}: "
)
"""The beginning of an agency's text, such as "BAKU, April 21 (AZERTAC) - "."""


@frozen
class Circumstances:
    """Finds the date and the place of an event, given the events found so far."""

    mentions: Mentions
    events: Sequence[Event]

    def day(
        self, sentence: Sentence, event: Event, act: Span, before: Event | None = None
    ) -> Words | None:
        """Return the date of an event in a sentence, the one nearest to the words ``act``.

        ``before`` is the event that the text has reported before.
        """
        is_planned = event.status.value != "held"
        days = [one for one in sentence.days if not self.is_dateline(sentence, one.span)]
        for day in sorted(days, key=lambda one: abs(one.span.start - act.start)):
            if edtf := day.edtf(is_planned):
                return Words(edtf, day.span)
        recent = sentence.find(self.mentions.lexicon.marks.recently)
        if recent and self.mentions.published:
            return Words(up_to(self.mentions.published), recent)
        if first := self._first_day(sentence):
            return first
        if before and before is not event and before.day and self._is_same_day(sentence, event):
            return before.day
        return None

    def _first_day(self, sentence: Sentence) -> Words | None:
        """Return the first day of the visit if the sentence is about that day."""
        if sentence.find(FIRST_DAY) is None:
            return None
        days = (one.day for one in self.events if one.kind == "visit" and one.day)
        ranges = (day for day in days if "/" in day.value.strip("./"))
        return next((Words(day.value.split("/")[0], day.span) for day in ranges), None)

    def _is_same_day(self, sentence: Sentence, event: Event) -> bool:
        """Return whether an event took place on the day of the event before, as a signing does."""
        return event.kind == "instrument" or sentence.find(SAME_DAY) is not None

    def place(self, sentence: Sentence) -> Words | None:
        """Return the city in which the event of a sentence took place."""
        taken = [place for one in self.mentions.people for place in one.places]
        for city in sentence.cities:
            is_part = any(place.touches(city.span) for place in taken)
            if is_part or self._is_in_name(city.span) or self.is_dateline(sentence, city.span):
                continue
            return Words(city.city, city.span)
        if sentence.find(self.mentions.lexicon.marks.margins):
            return self._place_before(sentence)
        return None

    def _place_before(self, sentence: Sentence) -> Words | None:
        """Return the place of the conference in whose margins people met: the last city named."""
        cities = [
            one
            for one in self.mentions.cities
            if one.span.end <= sentence.span.start
            and not self._is_in_name(one.span)
            and pattern(self.mentions.lexicon.links.place).search(
                self.mentions.source.between(max(0, one.span.start - 12), one.span.start)
            )
        ]
        return Words(cities[-1].city, cities[-1].span) if cities else None

    def _is_in_name(self, span: Span) -> bool:
        """Return whether a city belongs to the name of a body: "the Rewaq Baghdad Center"."""
        source, lexicon = self.mentions.source, self.mentions.lexicon
        number = source.word_from(span.start) - 1
        if number < 0 or not lexicon.has_capitals:
            return False
        before = source.word_spans[number]
        word = source.plain[slice(*source.words[number])]
        is_word = word in lexicon.no_names or pattern(lexicon.links.place).fullmatch(word)
        is_name = source.is_capital(source.words[number][0]) and not is_word
        gap = source.between(before.end, span.start)
        is_joined = gap == "-" or source.between(span.end, span.end + 1) == "-"
        return (is_name and gap == " ") or is_joined

    def is_dateline(self, sentence: Sentence, span: Span) -> bool:
        """Return whether words stand in a dateline: "BAKU, April 21 (AZERTAC) - "."""
        start = sentence.span.start
        found = _AGENCY.match(self.mentions.source.between(start, start + _DATELINE))
        if found is None:
            return False
        end = self.mentions.source.after(start, found.end())
        return span.end <= end and any(
            one.span.start < end for one in sentence.cities if one.span.start >= start
        )
