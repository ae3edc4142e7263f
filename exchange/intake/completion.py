"""Complete the events of a text: what an event takes from the others, and which are no news."""

from attrs import define

from dragoman.domain import parse_date
from dragoman.exchange.intake.circumstances import Circumstances
from dragoman.exchange.intake.events import (
    FEWEST,
    Event,
    Mentions,
    Words,
    distance,
    is_after,
)
from dragoman.exchange.intake.source_text import Span

_OLD = 100
"""The number of days after which an event is background."""
_FIRST_SENTENCES = 4


@define
class Completer:
    """Adds hosts, parties, dates and places to the events of a text."""

    mentions: Mentions
    circumstances: Circumstances
    events: list[Event]

    def complete(self) -> list[Event]:
        """Return the events that are news, each with what it takes from the others."""
        for event in self.events:
            self._add_from_first_sentences(event)
        self.events = [
            one
            for one in self.events
            if not (self._is_only_headline(one) or self._is_long_ago(one) or self._is_empty(one))
        ]
        for event in self.events:
            if event.kind == "visit":
                self._add_host(event)
            self._add_parties(event)
        for event in self.events:
            self._add_open_day(event)
            self._look_ahead(event)
            self._take_for_owed(event)
            self._take_from_round_up(event)
            if event.kind == "instrument" and len(event.parties) < FEWEST:
                self._add_signatories(event)
            parties = {one.value for one in event.parties}
            event.topics = [one for one in event.topics if one.value not in parties]
        return self.events

    def _take_from_round_up(self, event: Event) -> None:
        """Take the place and the date of a conference if people met in its margins all day long.

        They stand in the first sentences of an item, which reports several meetings.
        """
        meetings = [one for one in self.events if one.kind == "meeting" and not one.mode]
        if event not in meetings or len(meetings) < FEWEST or event.status.value != "held":
            return
        spans = self.mentions.source.sentence_spans
        for number in range(min(_FIRST_SENTENCES, len(spans))):
            sentence = self.mentions.sentence(number)
            if sentence.find(self.mentions.lexicon.marks.margins):
                event.place = event.place or self.circumstances.place(sentence)
                event.day = event.day or self.circumstances.day(sentence, event, sentence.span)
                return

    def _take_for_owed(self, event: Event) -> None:
        """Take a planned session for a follow-up if the text reports something that took place."""
        is_later = event.kind == "consultation" and event.status.value == "planned"
        if is_later and any(one.status.value == "held" for one in self.events):
            event.is_owed = True

    def _look_ahead(self, event: Event) -> None:
        """Take an event for planned if its day is after the publication."""
        published = self.mentions.published
        if (
            event.day
            and published
            and event.status.value == "held"
            and is_after(event.day.value, published)
        ):
            event.status = Words("planned", event.day.span)

    def _add_signatories(self, event: Event) -> None:
        """Take the parties of an instrument from the last event before it."""
        before = [one for one in self.events if one.sentence <= event.sentence and one.people]
        for party in before[-1].parties if before else ():
            if party.value not in {one.value for one in event.parties}:
                event.parties.append(party)

    def _add_open_day(self, event: Event) -> None:
        """Take over "recently" from the visit during which an event took place."""
        visits = [one for one in self.events if one.kind == "visit" and one.day]
        if event.day is None and event.status.value == "held" and not event.is_owed:
            for visit in visits:
                is_guest = any(one in event.people for one in visit.people)
                if is_guest and visit.day and visit.day.value.startswith("../"):
                    event.day = visit.day

    def _add_from_first_sentences(self, event: Event) -> None:
        """Take the date and the place from any sentence that reports the event, if still unknown."""
        for number in dict.fromkeys(event.reports):
            sentence = self.mentions.sentence(number)
            event.day = event.day or self.circumstances.day(sentence, event, event.act)
            event.place = event.place or self.circumstances.place(sentence)

    def _is_long_ago(self, event: Event) -> bool:
        """Return whether an event took place so long before the publication that it is no news."""
        published = parse_date(self.mentions.published) if self.mentions.published else None
        if published is None or published.first is None or event.day is None:
            return False
        last = parse_date(event.day.value).last
        is_held = event.status.value == "held"
        return is_held and last is not None and published.first - last > _OLD

    def _is_empty(self, event: Event) -> bool:
        """Return whether nobody takes part in a visit, although other events have people."""
        is_nobody = event.kind == "visit" and not event.people
        return is_nobody and any(one.people for one in self.events)

    def _is_only_headline(self, event: Event) -> bool:
        """Return whether only the headline reports an event, although the body reports others."""
        headline = self.mentions.source.headline
        is_only = headline is not None and set(event.reports) == {0} and not event.people
        return is_only and any(set(one.reports) != {0} for one in self.events)

    def _add_host(self, event: Event) -> None:
        """Take the host of a visit from its place, or from the state named after the visit."""
        guest = event.people[0].side if event.people else None
        headline = self.mentions.source.headline is not None
        for number in sorted(event.sentences[:3], key=lambda one: (headline and one == 0, one)):
            sentence = self.mentions.sentence(number)
            cities = (one for one in sentence.cities if one.state != guest)
            states = (
                one
                for one in sentence.states
                if one.form == "name"
                and one.code != guest
                and not one.code.startswith("org:")
                and not self._is_side(one.span)
            )
            city = next(
                (one for one in cities if not self.circumstances.is_dateline(sentence, one.span)),
                None,
            )
            state = next(
                (one for one in states if not self.circumstances.is_dateline(sentence, one.span)),
                None,
            )
            if state:
                event.host = Words(state.code, state.span)
                return
            if city:
                event.host = Words(city.state, city.span)
                return

    def _is_side(self, span: Span) -> bool:
        return any(one.side_at == span for one in self.mentions.people)

    def _states_near(self, event: Event) -> list[Words]:
        """Return the states in the sentences that report an event, the nearest to its act first."""
        found = []
        for number in dict.fromkeys(event.reports):
            sentence = self.mentions.sentence(number)
            act = event.act if sentence.span.holds(event.act) else sentence.span
            states = [one for one in sentence.states if not one.code.startswith("org:")]
            states = [
                one for one in states if not self.circumstances.is_dateline(sentence, one.span)
            ]
            found += sorted(states, key=lambda one: distance(one.span, act))
        return [Words(one.code, one.span) for one in found]

    def _add_parties(self, event: Event) -> None:
        """Add the sides of the people, and the states next to the act of an event."""
        found = [Words(one.side, one.side_at) for one in event.people if one.side and one.side_at]
        if event.host:
            found.append(event.host)
        sides = {one.value for one in found}
        for one in self._states_near(event):
            if len(sides) >= FEWEST:
                break
            found.append(one)
            sides.add(one.value)
        for one in found:
            if one.value not in {known.value for known in event.parties}:
                event.parties.append(one)
