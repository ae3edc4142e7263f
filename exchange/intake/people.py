"""People in a text: a name, a post and a side that stand together.

A name counts only next to a post, a form of address or words such as "led by", or if it repeats
such a name. The side counts only if the text states it: by the adjective or the name of a state
next to the post, or by the words for a side or a delegation of a state.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache

from attrs import define, field

from dragoman.exchange.intake.lexicon.lexicon import Lexicon
from dragoman.exchange.intake.lexicon.shared import (
    AT_HOME,
    FORMER,
    INSTITUTION,
    STATE_WORDS,
    TITLE,
)
from dragoman.exchange.intake.mentions import PersonMention, PostMention, StateMention
from dragoman.exchange.intake.names import NameFinder, is_part_of, name_stems, nominative
from dragoman.exchange.intake.source_text import SourceText, Span, folded

_LEFT = re.compile(rf"(?:'\w{{0,4}})?(?: {STATE_WORDS})*[ \n-]?")
_LONGEST_QUOTE = 300
_LONGEST_TITLE = 110
_ASIDE = re.compile(r" \([^)]{2,12}\)")
"""An abbreviation in brackets between a title and a name: "the National Assembly (APN)"."""
_FAR = 90


@lru_cache(maxsize=16)
def _glue(lexicon: Lexicon, name: str) -> re.Pattern[str]:
    """Return the pattern of the words that may stand between two mentions."""
    links = lexicon.links
    articles = rf"(?:(?:{links.articles}) ?)?" if links.articles else ""
    honorifics = rf"(?:(?:{links.honorifics}) ?)*" if links.honorifics else ""
    state = rf"[ \n]?(?:{links.of})[ \n]?"
    forms = {
        "state": state,
        "and state": rf"(?:,| (?:{links.and_}))[ \n](?:{links.of} ?)?{articles}",
        "post and name": rf"[ \n](?:- )?{honorifics}",
        "post, name": rf" ?[,(–-][ \n]?{articles}{honorifics}",
        "name, post": rf",? ?[,(-]?[ \n]?{articles}",
        "and name": rf"(?:,| (?:{links.and_}))[ \n]{honorifics}",
        "posted": rf" (?:{links.place}|to) {articles}",
        "head": rf"(?:{links.head})[ \n]{articles}{honorifics}",
    }
    return re.compile(forms[name])


@define
class PeopleFinder:
    """Finds the people of a text, given its states and posts."""

    source: SourceText
    lexicon: Lexicon
    states: Sequence[StateMention]
    posts: Sequence[PostMention]
    names: NameFinder
    begin: int = 0
    """Where the body begins. Headlines write all words like names, so only the body counts."""
    cities: Sequence[Span] = ()
    known: Sequence[Span] = ()
    """The names of people whom the register knows; these count without a post."""
    found: list[PersonMention] = field(factory=list)

    def people(self) -> list[PersonMention]:
        """Return the people of the text, each once, in the order of their first mention."""
        for post in self.posts:
            if post.span.start >= self.begin and not self._is_former(post):
                self.found += self._holders(post)
        self.found += self._heads()
        self.found += self._addressed()
        self.found += [self._named(one) for one in self.known if not self._is_known(one)]
        people = self._merged(self.found)
        self._find_repeated(people)
        people = self._merged([*people, *self._counterparts(people)])
        people = [one for one in people if one.name or one.side or " of " in (one.post or "")]
        self._find_repeated(people)
        self._find_sides(people)
        for person in people:
            if person.named_at:
                person.name = nominative(self.source, self.lexicon, person.named_at, person.post_at)
        return people

    # --- One post -----------------------------------------------------------------------------

    def _holders(self, post: PostMention) -> list[PersonMention]:
        """Return the people who hold a post: one or, if several states follow, one for each."""
        right = self._states_right(post.span.end)
        if len(right) > 1:
            return list(self._several(post, right))
        after = right[0].span.end if right else post.span.end
        beside = self._state_left(post.span.start)
        state = next((one for one in (*right, post.state, beside) if one), None)
        before = beside.span.start if beside else post.span.start
        after = self._after_posting(after)
        left = self._name_left(before)
        if left and self._is_known(left):
            left = None  # it belongs to the post before it
        name = self._name_right(after) or left or self._name_right(after, has_comma=True)
        person = self._person(post, name, state)
        person.head_at = self._head_before(before)
        return [person]

    def _head_before(self, offset: int) -> Span | None:
        """Return words such as "led by" that stand directly before a post."""
        start = max(0, offset - _FAR)
        before = self.source.between(start, offset)
        form = rf"(?<!\w)(?:{self.lexicon.links.head})[ \n](?:(?:{self.lexicon.links.articles}) )?$"
        found = re.search(form, before) if self.lexicon.links.head else None
        if found is None:
            return None
        return Span(self.source.after(start, found.start()), offset)

    def _is_former(self, post: PostMention) -> bool:
        """Return whether a word such as "former" stands before a post."""
        return bool(FORMER.search(self.source.between(post.span.start - 20, post.span.start)))

    def _several(
        self, post: PostMention, states: Sequence[StateMention]
    ) -> Iterator[PersonMention]:
        names = self._names_right(states[-1].span.end)
        for number, state in enumerate(states):
            name = names[number] if len(names) == len(states) else None
            yield self._person(post, name, state)

    def _person(
        self, post: PostMention, name: Span | None, state: StateMention | None
    ) -> PersonMention:
        places = [post.span, *([name] if name else ())]
        return PersonMention(
            name=self.source.words_of(name) if name else None,
            named_at=name,
            post=post.post,
            post_at=post.span,
            side=state.code if state else None,
            side_at=state.span if state else None,
            places=places,
        )

    def _states_right(self, offset: int) -> list[StateMention]:
        """Return the state after a post, or the states of a list: "of Azerbaijan and Iraq"."""
        found: list[StateMention] = []
        for state in self.states:
            if state.span.start < offset:
                continue
            if found and not self._is_next_of_list(found[-1], state):
                break
            gap = self.source.between(offset, min(state.span.start, offset + _FAR))
            if not found and not _glue(self.lexicon, "state").fullmatch(gap):
                break
            if self._begins_name(state, offset):
                break
            found.append(state)
            offset = state.span.end
        if not found and (further := self._state_further(offset)):
            return [further]
        if len(found) > 1 and found[0].form == "adjective":
            return found[:1]
        return found

    def _state_further(self, offset: int) -> StateMention | None:
        """Return the state after the rest of a long title.

        Either the words before the state name an institution, as in "state secretary at the
        ministry of economy of Slovakia", or a name follows the state.
        """
        state = next((one for one in self.states if one.span.start >= offset), None)
        if state is None:
            return None
        if state.form == "adjective" or state.span.start - offset > _LONGEST_TITLE:
            return None
        if any(offset <= one.span.start < state.span.start for one in self.posts):
            return None
        gap = self.source.between(offset, state.span.start)
        if INSTITUTION.fullmatch(gap):
            return state
        after = self._after_posting(state.span.end)
        has_name = self._name_right(after) or self._name_right(after, has_comma=True)
        return state if TITLE.fullmatch(gap) and has_name else None

    def _begins_name(self, state: StateMention, offset: int) -> bool:
        """Return whether the word for a state after a post begins a name: "Minister Jordan Bell"."""
        if state.form == "adjective" or not self.lexicon.has_capitals:
            return False
        is_bare = self.source.between(offset, state.span.start).strip() == ""
        if not is_bare or self.lexicon.has_cases:
            return False
        name = self.names.at(state.span.start, is_after_post=True)
        return name is not None and name.end > state.span.end

    def _state_left(self, offset: int) -> StateMention | None:
        number = bisect_right(self.states, offset, key=lambda one: one.span.end) - 1
        if number < 0 or offset - self.states[number].span.end > _FAR:
            return None
        gap = self.source.between(self.states[number].span.end, offset)
        return self.states[number] if _LEFT.fullmatch(gap) else None

    def _after_posting(self, offset: int) -> int:
        """Return the offset after the state to which somebody is posted: "ambassador … to Iraq"."""
        if aside := _ASIDE.match(self.source.between(offset, offset + _FAR)):
            offset = self.source.after(offset, aside.end())
        if city := next((one for one in self.cities if 0 < one.start - offset < _FAR), None):
            gap = self.source.between(offset, city.start)
            if _glue(self.lexicon, "posted").fullmatch(gap):
                return city.end
        here = AT_HOME.match(self.source.between(offset, offset + _FAR))
        if here:
            return self.source.after(offset, here.end())
        following = next((one for one in self.states if one.span.start >= offset), None)
        if following is None:
            return offset
        gap = self.source.between(offset, min(following.span.start, offset + _FAR))
        if not _glue(self.lexicon, "posted").fullmatch(gap):
            return offset
        return self._after_list(following)

    def _after_list(self, state: StateMention) -> int:
        """Return the offset after a state, or after the last state of a list that it begins."""
        end = state.span.end
        for other in self.states:
            if other.span.start >= end and self._is_next_of_list(state, other):
                state, end = other, other.span.end
        return end

    def _is_next_of_list(self, state: StateMention, other: StateMention) -> bool:
        """Return whether a state follows another in a list: "Iraq and Iran", or with a joined "wa"."""
        if other.span.start - state.span.end > _FAR:
            return False
        gap = self.source.between(state.span.end, other.span.start)
        word = self.source.between(other.span.start, other.span.start + 1)
        is_attached = gap == " " and word in self.lexicon.prefixes
        return is_attached or _glue(self.lexicon, "and state").fullmatch(gap) is not None

    # --- Names --------------------------------------------------------------------------------

    def _name_right(self, offset: int, has_comma: bool = False) -> Span | None:
        glue = _glue(self.lexicon, "post, name" if has_comma else "post and name")
        match = glue.match(self.source.between(offset, offset + _FAR))
        if match is None:
            return None
        starts = {offset + match.end()} | {
            offset + end for end in self._shorter(glue, offset, match.end())
        }
        for start in sorted(starts, reverse=True):
            name = self.names.at(start, is_after_post=not has_comma)
            if name and (not has_comma or self._has_words(name)):
                return name
        return None

    def _has_words(self, name: Span) -> bool:
        """Return whether a name has at least two words, so that it is not a place or a topic."""
        first, last = self.source.word_from(name.start), self.source.word_from(name.end)
        return last - first > 1

    def _shorter(self, glue: re.Pattern[str], offset: int, longest: int) -> Iterator[int]:
        """Yield the lengths of shorter matches: "Sir" may be a form of address or a name."""
        for end in range(1, longest):
            if glue.fullmatch(self.source.between(offset, offset + end)):
                yield end

    def _names_right(self, offset: int) -> list[Span]:
        first = self._name_right(offset, has_comma=True) or self._name_right(offset)
        found = [first] if first else []
        while found:
            end = found[-1].end
            match = _glue(self.lexicon, "and name").match(self.source.between(end, end + _FAR))
            name = self.names.at(end + match.end()) if match else None
            if name is None:
                break
            found.append(name)
        return found

    def _name_left(self, offset: int) -> Span | None:
        """Return the name before a post: "Fuad Hussein, the foreign minister"."""
        number = self.source.word_from(offset) - 1
        for last in range(number, max(number - 2, -1), -1):
            end = self.source.word_spans[last].end
            gap = self.source.between(end, offset)
            is_apart = any(sign in gap for sign in ",(-")
            if is_apart and _glue(self.lexicon, "name, post").fullmatch(gap):
                return self.names.before(end)
        return None

    # --- People without a post of their own ---------------------------------------------------

    def _counterparts(self, people: Sequence[PersonMention]) -> Iterator[PersonMention]:
        """Yield people who hold the same post as the person before them, on the other side."""
        for match in self._matches(self.lexicon.links.counterpart):
            span = self.source.span(*match.span())
            near = self._antecedent(people, span)
            if near is None or near.post_at is None or near.post is None:
                continue
            whole = Span(near.post_at.start, span.end)
            is_near = whole.end - whole.start <= _LONGEST_QUOTE
            post = PostMention(span=whole if is_near else near.post_at, post=near.post)
            left = self._state_left(span.start)
            right = self._states_right(span.end)
            state = left or (right[0] if right else None)
            after = right[0].span.end if right else span.end
            name = self._name_right(after) or self._name_right(after, has_comma=True)
            person = self._person(post, name, state)
            person.places = [span, *([name] if name else ())]
            person.apart_from = near
            yield person

    def _antecedent(self, people: Sequence[PersonMention], span: Span) -> PersonMention | None:
        """Return the person whose counterpart is meant: named in the sentence, or the first."""
        sentence = self.source.sentence_spans[self.source.sentence_of(span.start)]
        known = [one for one in people if one.post_at and one.post_at.end <= span.start]
        here = [
            (place.start, one)
            for one in known
            for place in one.places
            if sentence.holds(place) and place.end <= span.start
        ]
        if here:
            return max(here, key=lambda one: one[0])[1]
        return min(known, key=lambda one: (not one.name, one.first), default=None)

    def _heads(self) -> Iterator[PersonMention]:
        """Yield people without a post after words such as "led by"."""
        if not self.lexicon.links.head:
            return
        form = re.compile(rf"(?<!\w)(?:{_glue(self.lexicon, 'head').pattern})")
        for match in form.finditer(self.source.plain, self.source.place(self.begin)):
            start = self.source.span(match.end(), match.end()).start
            if (name := self.names.at(start)) and not self._is_known(name):
                yield self._named(name, head=self.source.span(*match.span()))

    def _addressed(self) -> Iterator[PersonMention]:
        """Yield people after a form of address: "Mr", "Dr"."""
        if not self.lexicon.links.honorifics:
            return
        form = re.compile(rf"(?<!\w)(?<![0-9] )(?:(?:{self.lexicon.links.honorifics})\.? )+")
        for match in form.finditer(self.source.plain, self.source.place(self.begin)):
            start = self.source.span(match.end(), match.end()).start
            if (name := self.names.at(start)) and not self._is_known(name):
                yield self._named(name)

    def _named(self, name: Span, head: Span | None = None) -> PersonMention:
        words = self.source.words_of(name)
        return PersonMention(name=words, named_at=name, head_at=head, places=[name])

    def _is_known(self, name: Span) -> bool:
        return any(name.touches(place) for one in self.found for place in one.places)

    def _matches(self, form: str) -> Iterator[re.Match[str]]:
        if form:
            begin = self.source.place(self.begin)
            yield from re.compile(rf"(?<!\w)(?:{form})(?!\w)").finditer(self.source.plain, begin)

    # --- The same person ----------------------------------------------------------------------

    def _merged(self, people: Sequence[PersonMention]) -> list[PersonMention]:
        """Return each person once; a shorter name, or a post alone, may refer to an earlier one."""
        merged: list[PersonMention] = []
        for person in sorted(people, key=lambda one: (not one.name, one.first)):
            alike = [one for one in merged if self._is_same(one, person)]
            before = [one for one in alike if one.first <= person.first]
            choose = min if person.post in _VAGUE else max
            same = choose(before, key=lambda one: one.first, default=next(iter(alike), None))
            if same is None:
                merged.append(person)
            else:
                _take_over(same, person)
        return sorted(merged, key=lambda one: one.first)

    def _is_same(self, known: PersonMention, other: PersonMention) -> bool:
        if other.apart_from is known or known.apart_from is other:
            return False
        if known.side and other.side and known.side != other.side:
            return False
        if known.name and other.name:
            one, two = self._stems(known.name), self._stems(other.name)
            return is_part_of(one, two) or is_part_of(two, one)
        if known.name and not other.name:
            is_first = other.first < known.first
            has_side = known.side == other.side or not other.side or (not known.side and is_first)
            return has_side and _is_short_for(other.post, known.post, is_vague=not other.side)
        return known.post == other.post and known.side == other.side

    def _stems(self, name: str) -> tuple[str, ...]:
        return name_stems(folded(name), self.lexicon)

    def _find_repeated(self, people: Sequence[PersonMention]) -> None:
        """Add the places where a part of a name stands alone: "Rafiyev"."""
        owners: dict[str, list[PersonMention]] = {}
        for person in people:
            for word in {one for one in self._stems(person.name or "") if len(one) > 2}:
                owners.setdefault(word, []).append(person)
        for (start, end), span in zip(self.source.words, self.source.word_spans, strict=True):
            if self.lexicon.has_capitals and not self.source.is_capital(start):
                continue
            known = owners.get(self._stems(self.source.plain[start:end])[0], [])
            if len(known) == 1 and not any(span.touches(place) for place in known[0].places):
                known[0].places.append(span)

    # --- Sides --------------------------------------------------------------------------------

    def _find_sides(self, people: Sequence[PersonMention]) -> None:
        """Take the side from words such as "the Iraqi delegation led by" or "on the side of Iraq"."""
        for state, span in self._stated_sides():
            sentence = self.source.sentence_spans[self.source.sentence_of(span.start)]
            person = self._nearest(people, span, sentence, state.code)
            if person and person.side is None:
                person.side, person.side_at = state.code, state.span

    def _stated_sides(self) -> Iterator[tuple[StateMention, Span]]:
        for match in self._matches(self.lexicon.links.side):
            noun = self.source.span(*match.span())
            before = self._state_left(noun.start)
            after = self._states_right(noun.end)
            if state := before or (after[0] if after else None):
                yield state, Span(min(noun.start, state.span.start), max(noun.end, state.span.end))

    def _nearest(
        self, people: Sequence[PersonMention], span: Span, sentence: Span, code: str
    ) -> PersonMention | None:
        """Return the person nearest to the words for a side, among those who may be on it."""
        heads = [
            (max(place.start - span.end, span.start - place.end), one)
            for one in people
            for place in one.places
            if sentence.holds(place)
            and one.side in (None, code)
            and (place.start >= span.end or not self.lexicon.has_verb_last)
        ]
        return min(heads, key=lambda one: one[0], default=(0, None))[1]


def _is_short_for(post: str | None, full: str | None, is_vague: bool) -> bool:
    """Return whether a post alone may refer to a person: "the minister" to a foreign minister."""
    if post == full:
        return True
    office = (full or "").split(" of ")[0]
    return is_vague and post in _VAGUE and post in office and "deputy" not in office


_VAGUE = ("minister", "president", "ambassador", "secretary", "minister of state", "envoy")
"""Posts that, without a side, refer to somebody whom the text has named."""


def _take_over(known: PersonMention, other: PersonMention) -> None:
    """Add what a second mention of a person says."""
    if other.name and (known.name is None or len(other.name) > len(known.name)):
        known.name, known.named_at = other.name, other.named_at
    if known.post is None:
        known.post, known.post_at = other.post, other.post_at
    if known.side is None:
        known.side, known.side_at = other.side, other.side_at
    known.head_at = known.head_at or other.head_at
    known.places += other.places
