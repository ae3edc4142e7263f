"""Reports: the events of a text, found sentence by sentence and joined into one event each."""

import re
from collections.abc import Iterator, Mapping, Sequence

from attrs import define, field

from dragoman.exchange.intake.circumstances import Circumstances
from dragoman.exchange.intake.completion import Completer
from dragoman.exchange.intake.events import (
    FEWEST,
    Event,
    Mentions,
    Sentence,
    Status,
    Words,
    distance,
    ordinal,
    pattern,
)
from dragoman.exchange.intake.lexicon.shared import (
    ATTENDED,
    FORMER_WORDS,
    JOINTLY,
    SITUATION,
)
from dragoman.exchange.intake.mentions import PersonMention
from dragoman.exchange.intake.source_text import Span

_EVENTS_BY_THEMSELVES = ("political consultations", "consular consultations", "strategic dialogue")
_NEAR_BEFORE = 60
_NEAR_AFTER = 140
"""How far from a body, in characters, the word for its session may stand."""

_NEAR_SPEECH = 12
"""How far after a verb of speech, in characters, its speaker may stand."""


_MODES = {"call": "phone", "video": "video"}
_LONGEST_CLAUSE = 300
_NEAR_TOPIC = 24


@define
class EventFinder:
    """Finds the events of a text in the order of its sentences."""

    mentions: Mentions
    events: list[Event] = field(factory=list)
    circumstances: Circumstances = field(init=False)
    _lead: PersonMention | None = None
    _current: Event | None = None

    def __attrs_post_init__(self) -> None:
        """Let dates and places depend on the events found so far."""
        self.circumstances = Circumstances(self.mentions, self.events)

    def find(self) -> list[Event]:
        """Return the events that the text reports as its news."""
        for sentence in self._sentences():
            self._read(sentence)
        return Completer(self.mentions, self.circumstances, self.events).complete()

    def _sentences(self) -> list[Sentence]:
        source = self.mentions.source
        return [
            Sentence(number, span, self.mentions, span == source.headline)
            for number, span in enumerate(source.sentence_spans)
        ]

    # --- One sentence -------------------------------------------------------------------------

    def _read(self, sentence: Sentence) -> None:
        """Take the events, or more facts about the current event, from a sentence."""
        is_denied = sentence.find(self.mentions.lexicon.marks.denied) is not None
        if is_denied or self._is_background(sentence):
            return
        added = [self._add(event, sentence) for event in self._events_of(sentence)]
        if added:
            self._current = next((one for one in added if one.kind != "visit"), added[0])
        elif self._current:
            self._enrich(self._current, sentence)

    def _is_background(self, sentence: Sentence) -> bool:
        """Return whether a sentence reports something earlier, such as a visit last year."""
        marks = self.mentions.lexicon.marks
        found = sentence.every(marks.past)
        past = next((one for one in found if not self._is_no_past(one)), None)
        if past is None or sentence.find(marks.planned):
            return False
        acts = [span for _, span in self._acts(sentence)]
        return not acts or past.start < max(span.end for span in acts) + 60

    def _is_no_past(self, span: Span) -> bool:
        """Return whether words only say that somebody held a post, or name a year that lies ahead."""
        words, published = (
            self.mentions.source.between(span.start, span.end),
            self.mentions.published,
        )
        year = re.search(r"(?:19|20)[0-9]{2}", words)
        is_ahead = year is not None and published is not None and year[0] >= published[-10:][:4]
        return is_ahead or words.startswith(FORMER_WORDS)

    def _acts(self, sentence: Sentence) -> list[tuple[str, Span]]:
        acts = self.mentions.lexicon.acts
        said = self._speech(sentence)
        return [
            (name, span)
            for name in ("sign", "call", "video", "visit", "receive", "meet")
            for span in sentence.every(getattr(acts, name))
            if said is None or span.start < said.start
        ]

    def _speech(self, sentence: Sentence) -> Span | None:
        """Return the verb of speech after which a sentence only repeats what a person said."""
        said = sentence.find(self.mentions.lexicon.marks.said)
        if said is None or not sentence.people:
            return None
        places = [place for one in sentence.people for place in one.places]
        is_participant = any(
            place.end <= said.start or 0 <= place.start - said.end < _NEAR_SPEECH
            for place in places
            if sentence.span.holds(place)
        )
        return said if is_participant else None

    def _events_of(self, sentence: Sentence) -> Iterator[Event]:
        """Yield the events that a sentence reports; talks at a session or a signing are no others."""
        if self._current and self._joins(sentence):
            known = self._current.people
            known += [one for one in sentence.people if one not in known]
            return
        body = sentence.first(self.mentions.bodies)
        acts = dict(reversed(self._acts(sentence)))  # the first words of each act
        is_session = body is not None and self._is_session_of(sentence, body)
        if body and is_session:
            yield self._session(sentence, body)
        if "sign" in acts:
            yield from self._signed(sentence, acts["sign"])
        if "visit" in acts and self._is_visit(sentence):
            yield self._event(sentence, "visit", acts["visit"])
        elif self._current and (invited := sentence.find(self.mentions.lexicon.marks.invited)):
            yield self._event(sentence, "visit", invited, is_owed=True)
        if body is None and (later := self._later_session(sentence)):
            yield later
        elif not is_session and ("sign" not in acts or len(sentence.people) >= FEWEST):
            yield from self._talks(sentence, acts, has_body=body is not None)

    def _later_session(self, sentence: Sentence) -> Event | None:
        """Return the next session of the current body, if the sentence does not name the body."""
        current, marks = self._current, self.mentions.lexicon.marks
        if current is None or current.body is None or sentence.people:
            return None
        following = sentence.find(marks.following)
        noun = sentence.find(self.mentions.lexicon.acts.consult)
        number = self._ordinal(sentence)
        is_later = number is not None and sentence.find(marks.planned) is not None
        if noun is None or not (following or is_later):
            return None
        event = self._event(sentence, "consultation", following or noun, body=current.body)
        event.is_owed, event.session = True, number
        return event

    def _talks(
        self, sentence: Sentence, acts: Mapping[str, Span], has_body: bool
    ) -> Iterator[Event]:
        """Yield the calls and meetings of a sentence."""
        gathering = sentence.find(self.mentions.lexicon.acts.gathering)
        met = acts.get("receive") or acts.get("meet")
        if remote := next((name for name in ("call", "video") if name in acts), None):
            yield self._event(sentence, "meeting", acts[remote], mode=remote)
        elif gathering and self._lead in sentence.people:
            yield self._event(sentence, "meeting", gathering, is_gathering=True)
        elif met and not has_body and not self._is_session(sentence):
            yield from self._meetings(sentence, met)

    def _is_session(self, sentence: Sentence) -> bool:
        """Return whether "the talks" are those of the session that the text has just reported."""
        last = self._current
        if last is None or last.kind != "consultation" or last.is_owed:
            return False
        sides = {one.side for one in sentence.people if one.side}
        return len(last.people) < FEWEST and len(sides) >= FEWEST

    def _joins(self, sentence: Sentence) -> bool:
        """Return whether a sentence only names more people who attended the current event."""
        acts = self.mentions.lexicon.acts
        is_other = sentence.find(acts.receive) or sentence.find(acts.sign)
        attends = sentence.find(ATTENDED) is not None
        is_meeting = self._current is not None and self._current.kind != "visit"
        return attends and is_meeting and not is_other and self._lead not in sentence.people

    def _is_session_of(self, sentence: Sentence, body: Words) -> bool:
        """Return whether a sentence reports a session of a body, and does not only name it.

        Consultations and dialogues are events by themselves; of a commission or a group, a word
        such as "session" has to stand near.
        """
        lexicon = self.mentions.lexicon
        if body.value in _EVENTS_BY_THEMSELVES:
            words = (lexicon.acts.consult, lexicon.links.head, lexicon.acts.meet)
            return sentence.is_headline or any(sentence.find(form) for form in words)
        return any(
            -_NEAR_AFTER < body.span.start - span.end < _NEAR_BEFORE
            for span in sentence.every(lexicon.acts.consult)
            if not body.span.holds(span)
        )

    def _is_visit(self, sentence: Sentence) -> bool:
        """Return whether a sentence says who visits, and where."""
        if sentence.is_headline:
            return True
        is_somebody = bool(sentence.people or self._lead)
        return is_somebody and bool(sentence.states or sentence.cities)

    def _event(
        self,
        sentence: Sentence,
        kind: str,
        act: Span,
        *,
        mode: str = "",
        body: Words | None = None,
        is_owed: bool = False,
        is_gathering: bool = False,
    ) -> Event:
        """Return an event that a sentence reports by the words ``act``."""
        return Event(
            kind=kind,
            act=act,
            sentence=sentence.number,
            status=self._status(sentence, act),
            mode=Words(_MODES[mode], act) if mode else None,
            body=body,
            is_owed=is_owed,
            is_gathering=is_gathering,
            reports=[sentence.number],
            sentences=[sentence.number],
        )

    def _status(self, sentence: Sentence, act: Span) -> Words:
        marks = self.mentions.lexicon.marks
        names: tuple[Status, ...] = ("cancelled", "postponed", "planned")
        for name in names:
            if span := sentence.find(getattr(marks, name)):
                return Words(name, span)
        return Words("held", act)

    def _session(self, sentence: Sentence, body: Words) -> Event:
        lexicon = self.mentions.lexicon
        event = self._event(sentence, "consultation", body.span, body=body)
        following = sentence.find(lexicon.marks.following)
        if following and not sentence.is_headline:
            event.is_owed, event.act = True, following
        event.session = self._ordinal(sentence)
        if event.status.value == "planned" and self._current and not sentence.is_headline:
            event.is_owed = True
        return event

    def _ordinal(self, sentence: Sentence) -> Words | None:
        """Return the number of a session: the ordinal next to the body or to "session"."""
        lexicon, form = self.mentions.lexicon, self.mentions.ordinal_form
        if not form:
            return None
        nouns = "|".join((lexicon.acts.consult, *(form for form, _ in self.mentions.bodies)))
        gap = r"[ -](?:[^\W\d_]+[ -]){0,3}?"
        found = pattern(rf"{form}{gap}(?:{nouns})").search(sentence.plain)
        number = ordinal(found["number"], lexicon) if found else None
        return Words(str(number), sentence.span_of(found)) if found and number else None

    def _signed(self, sentence: Sentence, signed: Span) -> Iterator[Event]:
        for form in sentence.values(self.mentions.lexicon.instruments):
            event = self._event(sentence, "instrument", form.span)
            event.form = form
            event.is_owed = event.status.value == "planned"
            yield event

    def _meetings(self, sentence: Sentence, met: Span) -> Iterator[Event]:
        people = sentence.people
        if not people and not sentence.is_headline:
            return
        if self._lead and self._lead not in people and self._has_no_subject(sentence, met):
            people = [self._lead, *people]
        is_led = self._lead in people or len(people) < FEWEST
        others = [one for one in people if one is not self._lead]
        if not others or (len(people) < 2 and self._lead is None and not sentence.states):
            return
        if is_led and sentence.find(JOINTLY) is None and self._are_apart(others):
            for other in others:
                event = self._event(sentence, "meeting", met)
                event.people = [*([self._lead] if self._lead else ()), other]
                yield event
        else:
            event = self._event(sentence, "meeting", met)
            event.people = list(people)
            yield event

    def _has_no_subject(self, sentence: Sentence, met: Span) -> bool:
        """Return whether nobody is named before the verb: "She met with the president"."""
        places = [
            place for one in sentence.people for place in one.places if sentence.span.holds(place)
        ]
        is_usual = not self.mentions.lexicon.has_verb_last and self.mentions.lexicon.has_capitals
        return is_usual and bool(places) and min(places).start > met.end

    def _are_apart(self, others: Sequence[PersonMention]) -> bool:
        """Return whether people of different sides were met one after the other."""
        sides = [one.side for one in others]
        is_listed = self._lead is not None and len(sides) >= FEWEST
        return is_listed and None not in sides and len(set(sides)) == len(sides)

    # --- Joining ------------------------------------------------------------------------------

    def _add(self, event: Event, sentence: Sentence) -> Event:
        """Add an event, or join it to the event of the text that it repeats; return the event."""
        event.people = event.people or self._people_of(event, sentence)
        is_short = event.kind == "meeting" and len(event.people) < FEWEST
        if is_short and self._lead and self._lead not in event.people:
            event.people.insert(0, self._lead)
        self._take_for_agreed(event, sentence)
        if event.is_owed and not (event.body or event.form):
            event.words = self._clause(sentence)
        known = next((one for one in reversed(self.events) if _is_same(one, event)), None)
        if known is None:
            self.events.append(event)
            known = event
        else:
            _join(known, event)
        if event.people and self._lead is None and not event.is_owed:
            self._lead = event.people[0]
        self._enrich(known, sentence, event.act)
        return known

    def _clause(self, sentence: Sentence) -> Words:
        """Return the words of a sentence, cut at the end of a word if they are many."""
        words = self.mentions.source.words_of(sentence.span)
        cut = words if len(words) <= _LONGEST_CLAUSE else words[:_LONGEST_CLAUSE].rpartition(" ")[0]
        span = Span(sentence.span.start, sentence.span.start + len(cut))
        return Words(" ".join(cut.split()), span)

    def _take_for_agreed(self, event: Event, sentence: Sentence) -> None:
        """Take an event for owed if the sentence says that it was agreed."""
        named = [one for one in sentence.people if one.name]
        is_later = self._current is not None and len(named) < FEWEST
        if (
            is_later
            and event.kind != "instrument"
            and sentence.find(self.mentions.lexicon.marks.agreed)
        ):
            event.is_owed = True

    def _people_of(self, event: Event, sentence: Sentence) -> list[PersonMention]:
        """Return the people in a sentence who took part in its event; of a visit, the guest."""
        if event.kind == "instrument":
            return []
        if event.kind != "visit":
            return list(sentence.people)
        before = [one for one in sentence.people if self._stands_before(one, sentence, event.act)]
        acts = self.mentions.lexicon.acts
        met = sentence.find(acts.receive) or sentence.find(acts.meet)
        if met and met.end <= event.act.start and len(before) >= FEWEST:
            return before[-1:]  # the host comes first: "received X, who is on a visit"
        lead = [self._lead] if self._lead else list(sentence.people)
        return (before or lead)[:1]

    def _stands_before(self, person: PersonMention, sentence: Sentence, act: Span) -> bool:
        places = (place for place in person.places if sentence.span.holds(place))
        return any(place.start < act.start for place in places)

    def _enrich(self, event: Event, sentence: Sentence, act: Span | None = None) -> None:
        """Add the date, the place, the level and the topics of a sentence to an event.

        ``act`` are the words of the sentence that report the event, if it has any.
        """
        lexicon = self.mentions.lexicon
        links = lexicon.links
        if sentence.number not in event.sentences:
            event.sentences.append(sentence.number)
        is_own = (
            self._reports(event, sentence)
            or self._is_session(sentence)
            or any(map(sentence.find, (links.head, links.heads_after, links.side)))
        )
        if event.kind == "consultation" and is_own:
            event.people += [one for one in sentence.people if one not in event.people]
        if self._reports(event, sentence) and not sentence.is_headline:
            self._add_day_and_place(event, sentence, act or event.act)
        event.heads += [
            one for one in sentence.people if one.head_at and sentence.span.holds(one.head_at)
        ]
        if event.kind == "visit" and event.level is None:
            event.level = next(sentence.values(lexicon.levels), None)
        if event.session is None and event.kind == "consultation" and event.body:
            event.session = self._ordinal(sentence)
        if not sentence.is_headline:
            self._add_topics(event, sentence)

    def _add_day_and_place(self, event: Event, sentence: Sentence, act: Span) -> None:
        """Add the date and the place of a sentence, unless another act of it is nearer to them."""
        others = [
            span
            for name, span in self._acts(sentence)
            if (name == "visit") != (event.kind == "visit") and not span.touches(act)
        ]

        def is_own(span: Span) -> bool:
            return all(distance(span, act) <= distance(span, other) for other in others)

        day = (
            self.circumstances.day(sentence, event, act, self._current)
            if event.day is None
            else None
        )
        if day and is_own(day.span):
            event.day = day
        place = self.circumstances.place(sentence) if event.place is None else None
        if place and is_own(place.span):
            event.place = place
        if event.kind == "instrument" and event.place is None and self._current:
            event.place = self._current.place

    def _reports(self, event: Event, sentence: Sentence) -> bool:
        """Return whether the date and the place in a sentence are those of an event."""
        return sentence.number in event.reports

    def _add_topics(self, event: Event, sentence: Sentence) -> None:
        if event.kind == "consultation" and self._reports(event, sentence):
            return  # the title of a body names its subjects
        taken = [post.span for post in self.mentions.posts]
        taken += [one.span for one in sentence.values(self.mentions.bodies)]
        taken += [one.span for one in self.mentions.states if one.code.startswith("org:")]
        known = {one.value for one in event.topics}
        for topic in sentence.values(self.mentions.topics):
            if topic.value in known or any(place.touches(topic.span) for place in taken):
                continue
            known.add(topic.value)
            event.topics.append(topic)
        for cue in sentence.every(SITUATION):
            state = next((one for one in sentence.states if _follows(cue, one.span)), None)
            if state and state.form == "name" and state.code not in known:
                known.add(state.code)
                event.topics.append(Words(state.code, Span(cue.start, state.span.end)))


def _follows(cue: Span, span: Span) -> bool:
    """Return whether a state follows words such as "the situation in"."""
    return 0 <= span.start - cue.end < _NEAR_TOPIC


def _is_same(known: Event, event: Event) -> bool:
    """Return whether an event repeats an earlier one of the same text."""
    if known.kind != event.kind or known.is_owed != event.is_owed:
        return False
    if known.is_gathering != event.is_gathering:
        return False
    if event.kind == "consultation":
        same = known.body and event.body and known.body.value == event.body.value
        numbers = known.session and event.session and known.session.value == event.session.value
        return bool(same or numbers)
    if event.kind == "instrument":
        return bool(known.form and event.form and known.form.value == event.form.value)
    if not event.people or not known.people:
        return True
    if event.kind == "visit":
        return event.people[0] in known.people or known.people[0] in event.people
    if (known.mode and known.mode.value) != (event.mode and event.mode.value):
        return all(one in known.people for one in event.people)
    shared = [one for one in event.people if one in known.people]
    return len(shared) >= min(2, len(known.people), len(event.people))


def _join(known: Event, event: Event) -> None:
    """Add the people and the sentences of a repeated event."""
    known.people += [one for one in event.people if one not in known.people]
    known.mode = known.mode or event.mode
    if event.status.value in ("postponed", "cancelled"):
        known.status = event.status
    known.session = known.session or event.session
    known.reports += event.reports
    known.sentences += [one for one in event.sentences if one not in known.sentences]
