"""Resemblance: whether two records of the same kind may be about the same thing in the world.

Two sources that report one visit differ in its title, its dates and the spelling of its names. Two
records resemble each other if both are about the same states at the same time, if no fact
contradicts this, and if both share a person, a mechanism, a place or a title. Dragoman only asks: a
person has to decide whether two records are the same.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import combinations
from typing import Any, TypeVar
from uuid import UUID

from attrs import frozen

from dragoman.domain import terms
from dragoman.domain.amendments import is_retracted
from dragoman.domain.countries import country_name
from dragoman.domain.dates import ImpreciseDate
from dragoman.domain.engagement import ENGAGEMENTS
from dragoman.domain.lifecycle import CANCELLED
from dragoman.domain.names import LIKELY, LONG, SURE, likeness, sounds
from dragoman.domain.participant import Participant, are_posts_alike
from dragoman.domain.text import fold
from dragoman.domain.titles import CALLED

T = TypeVar("T")

MONTH = 31
"""If a date spans more days than this, the date says little, and the place alone does not show that
two records are the same.
"""

SLACK = 1
"""The number of days by which two independent sources may differ on the date of the same event."""


@frozen(kw_only=True)
class Span:
    """A range of days, as ordinals; an end is ``None`` if it is open or unknown."""

    first: int | None = None
    last: int | None = None

    @property
    def is_vague(self) -> bool:
        """Whether the range is open, unknown, or longer than a month."""
        return self.first is None or self.last is None or self.last - self.first > MONTH

    def is_near(self, other: "Span", slack: int = 0) -> bool:
        """Return whether the ranges overlap, or are at most ``slack`` days apart."""
        return _begins_by(self.first, other.last, slack) and _begins_by(
            other.first, self.last, slack
        )

    def adjoins(self, other: "Span") -> bool:
        """Return whether the other range begins on the last day of this range, and not earlier."""
        return self.last == other.first is not None and self.first != other.first


def _begins_by(first: int | None, last: int | None, slack: int) -> bool:
    return first is None or last is None or first <= last + slack


def span_of(when: ImpreciseDate | None) -> Span:
    """Return the days that a date can mean."""
    return Span(first=when.first, last=when.last) if when else Span()


@frozen(kw_only=True)
class Profile:
    """The facts by which a record is recognised.

    ``title`` comes from the field that holds the title of this kind, and ``also`` lists other
    titles. ``body`` is the mechanism of a session, or the mechanism that a follow-up awaits, with
    the ``number`` of the session. ``sort`` is the mode of an engagement, the form of a document, or
    the kind of body. ``whole`` is the record that includes this record. ``series`` is the series of
    a meeting; two meetings of a series are never the same. ``distinct_from`` lists similar records
    that a user has marked as distinct from this record. ``told_by`` names the data
    sets and dispatches that report the record. ``date`` and ``cited`` (titles of
    sources) are shown, and are compared only for two parts of the same engagement.
    """

    kind: str
    states: frozenset[str]
    when: Span = Span()
    agreed: Span = Span()
    title: str = ""
    place: str = ""
    host: str | None = None
    people: tuple[Participant, ...] = ()
    body: UUID | None = None
    number: int | None = None
    sort: str | None = None
    sender: str | None = None
    whole: UUID | None = None
    series: UUID | None = None
    distinct_from: frozenset[UUID] = frozenset()
    told_by: frozenset[str] = frozenset()
    also: tuple[str, ...] = ()
    date: ImpreciseDate | None = None
    cited: tuple[str, ...] = ()


_WHEN = {"instrument": "signed", "follow-up": "due", "mechanism": ""}
_SORT = {"mechanism": "body", "instrument": "form", "demarche": "form"}
_STATES = ("parties", "host", "sender", "recipients")


def profile_of(kind: str, facts: Any) -> Profile:
    """Return the profile of a record, from its state or from the facts about a new record."""
    awaited = getattr(facts, "awaits", None)
    amendments = getattr(facts, "amendments", None)
    titles = (getattr(facts, name, None) for name in CALLED)
    date = getattr(facts, _WHEN.get(kind, "occurred"), None)
    return Profile(
        kind=kind,
        states=frozenset(_states(facts)),
        when=span_of(date),
        agreed=span_of(getattr(facts, "agreed", None)),
        title=next(filter(None, titles), ""),
        place=getattr(facts, "place", None) or "",
        host=getattr(facts, "host", None),
        people=getattr(facts, "participants", ()),
        body=awaited.mechanism if awaited else getattr(facts, "mechanism", None),
        number=awaited.session if awaited else _number(facts),
        sort=getattr(facts, _SORT.get(kind, "mode"), None),
        sender=getattr(facts, "sender", None),
        whole=getattr(facts, "part_of", None),
        series=getattr(facts, "series", None),
        distinct_from=frozenset(amendments.distinct_from if amendments else ()),
        told_by=frozenset(one.dispatch for one in facts.sources if one.dispatch),
        also=getattr(facts, "aliases", ()),
        date=date,
        cited=tuple(one.title for one in facts.sources),
    )


def _number(facts: Any) -> int | None:
    """Return the number of a session; ``None`` if the session is cancelled.

    The number of a cancelled session is free again (decision 39).
    """
    is_free = getattr(facts, "status", None) == CANCELLED
    return None if is_free else getattr(facts, "session", None)


def _states(facts: Any) -> Iterator[str]:
    for name in _STATES:
        value = getattr(facts, name, None)
        yield from (value,) if isinstance(value, str) else value or ()
    yield from filter(None, (one.side for one in getattr(facts, "participants", ())))


def groups_of(kind: str, facts: Any) -> Iterator[str]:
    """Yield the groups to which a record belongs: one for each of its states, and for each pair.

    A new record is compared only with the records of a few groups; see :func:`groups_sought`.
    """
    if kind not in _RULES:
        return
    states = sorted(set(_states(facts)))
    yield from (_group(kind, one) for one in states)
    yield from (_group(kind, *pair) for pair in combinations(states, 2))
    if is_retracted(facts):
        yield _gone(kind)


def groups_sought(profile: Profile) -> Iterator[str]:
    """Yield the groups and terms by which the records that may resemble a new record are found.

    These are the records that share the first state, and another state if there is one, and the
    retracted records of the same kind.
    """
    yield _gone(profile.kind)
    if profile.body is not None:
        yield terms.awaits(profile.body)
        yield terms.sessions_of(profile.body)
    if profile.kind == "conference":
        yield from map(terms.conference, filter(None, (profile.title, *profile.also)))
    if profile.states:
        first, *others = sorted(profile.states)
        yield from (_group(profile.kind, first, one) for one in others)
        if not others:
            yield _group(profile.kind, first)


def _group(kind: str, *states: str) -> str:
    return f"like:{kind}:{'+'.join(states)}"


def _gone(kind: str) -> str:
    return f"like:{kind}:retracted"


def in_common(one: Profile, other: Profile) -> tuple[str, ...]:
    """Return the features that two possibly identical records share, strongest first.

    Returns ``()`` if the records cannot be the same.
    """
    rule = _RULES.get(one.kind)
    if rule is None or one.kind != other.kind or not _may_be_same(one, other):
        return ()
    return rule(one, other)


def _may_be_same(one: Profile, other: Profile) -> bool:
    """Return whether the states and days of two records allow that the records are the same."""
    is_now = one.when.is_near(other.when, SLACK) or is_same_session(one, other)
    return is_now and _share_states(one, other)


def _share_states(one: Profile, other: Profile) -> bool:
    """Return whether all states of one record are also states of the other record."""
    if not (one.states and other.states):
        if one.kind == "conference":  # its host is often unknown
            return True
        return one.body is not None and one.body == other.body
    return one.states <= other.states or other.states <= one.states


def _differ(one: object, other: object) -> bool:
    """Return whether both values are known and different."""
    return one is not None and other is not None and one != other


def _shared(**found: bool) -> tuple[str, ...]:
    return tuple(_IN_WORDS[name] for name, is_shared in found.items() if is_shared)


_IN_WORDS = {
    "people": "the same people",
    "body": "the same mechanism",
    "title": "a similar title",
    "place": "the same place",
    "session": "the same session",
}


# --- Engagements ------------------------------------------------------------------------------


def _engagement(one: Profile, other: Profile) -> tuple[str, ...]:
    is_other = _differ(one.body, other.body) or _differ(one.number, other.number)
    is_other = is_other or (one.series is not None and one.series == other.series)
    is_other = is_other or _are_other_parts(one, other)
    if is_other or _differ(one.sort, other.sort) or _does_source_part(one, other):
        return ()
    if is_same_session(one, other):
        return _shared(session=True)
    has_body = one.body is not None and one.body == other.body
    people = _met(one, other)
    if (people is False and not has_body) or not _is_at_the_same_time(one, other, bool(people)):
        return ()
    title = _shared_titles(one, other)
    place = is_same_place(one.place, other.place) and _does_place_count(one, other)
    return (*_shared(people=bool(people), body=has_body), *title, *_shared(place=place))


def _are_other_parts(one: Profile, other: Profile) -> bool:
    """Return whether two parts of one engagement have different days, hours or titles.

    Titles count only if the two records do not come from different sources, because each source has
    its own title for the same part.
    """
    if one.whole is None or one.whole != other.whole:
        return False
    has_other_source = bool(one.cited and other.cited) and {*one.cited}.isdisjoint(other.cited)
    is_titled = bool(one.title and other.title) and not has_other_source
    return (
        not one.when.is_near(other.when)
        or _have_other_hours(one.date, other.date)
        or (is_titled and not _shared_titles(one, other))
    )


def _have_other_hours(one: ImpreciseDate | None, other: ImpreciseDate | None) -> bool:
    """Return whether both dates have times of day, and the times are different."""
    if one is None or other is None or not (one.has_time and other.has_time):
        return False
    return one.instants != other.instants


def is_same_session(one: Profile, other: Profile) -> bool:
    """Return whether two records are sessions with the same number in the same mechanism."""
    numbered = one.body is not None and one.number is not None and one.kind == "consultation"
    return numbered and (one.body, one.number) == (other.body, other.number)


def _does_source_part(one: Profile, other: Profile) -> bool:
    """Return whether one source reports both as separate: in different places or in succession."""
    if one.told_by.isdisjoint(other.told_by):
        return False
    is_elsewhere = bool(one.place and other.place) and not is_same_place(one.place, other.place)
    return is_elsewhere or one.when.adjoins(other.when) or other.when.adjoins(one.when)


HOURS_APART = 2 * 60 * 60
"""The number of seconds by which engagements on the same day have to be apart to count as
different.
"""


def _are_hours_apart(one: ImpreciseDate | None, other: ImpreciseDate | None) -> bool:
    """Return whether both dates have times of day, and these times are far apart."""
    if one is None or other is None:
        return False
    (start, end), (begin, finish) = one.instants, other.instants
    if start is None or end is None or begin is None or finish is None:
        return False
    return max(start, begin) - min(end, finish) > HOURS_APART


def _is_at_the_same_time(one: Profile, other: Profile, has_people: bool) -> bool:
    """Return whether the dates of two records overlap.

    If the records share people, the dates from two sources may be one day apart.
    """
    if _are_hours_apart(one.date, other.date):
        return False
    is_slack = has_people and one.told_by.isdisjoint(other.told_by)
    return one.when.is_near(other.when, SLACK if is_slack else 0)


def _does_place_count(one: Profile, other: Profile) -> bool:
    """Return whether a shared place is a sign that two records are the same.

    For meetings, the place is not a sign, because a delegation has many meetings in one place. Nor
    is the place a sign if a date is vague.
    """
    return one.kind != "meeting" and not (one.when.is_vague or other.when.is_vague)


def _met(one: Profile, other: Profile) -> bool | None:
    """Return whether the same people took part in both records; ``None`` if this is unknown.

    For meetings, somebody has to match on each side. For visits, only the guests count, because the
    same host receives many guests.
    """
    verdicts = [
        verdict
        for side in _decisive_sides(one, other)
        if (verdict := _met_on_side(side, one, other)) is not None
    ]
    return all(verdicts) if verdicts else None


def _decisive_sides(one: Profile, other: Profile) -> set[str | None]:
    sides = {person.side for person in one.people} & {person.side for person in other.people}
    if one.kind == "visit":
        sides -= {one.host, other.host} - {None}
    return sides


def _met_on_side(side: str | None, one: Profile, other: Profile) -> bool | None:
    known = [
        verdict
        for person in one.people
        for second in other.people
        if person.side == second.side == side
        and (verdict := is_same_person(person, second)) is not None
    ]
    return any(known) if known else None


@lru_cache(maxsize=16_384)
def is_same_person(one: Participant, other: Participant) -> bool | None:
    """Return whether two participants on one side could be the same person; ``None`` if unknown."""
    if one.party and other.party:
        return one.party == other.party
    if one.name and other.name:
        if likeness(one.name, other.name) >= LIKELY:
            return True
        return _share_word(one.name, other.name) and not _have_other_posts(one, other)
    if not (one.post or one.name) or not (other.post or other.name):
        return None
    if one.post and other.post:
        return are_posts_alike(one.post, other.post)
    return None


def _have_other_posts(one: Participant, other: Participant) -> bool:
    return bool(one.post and other.post) and not are_posts_alike(one.post or "", other.post or "")


@lru_cache(maxsize=16_384)
def _share_word(one: str, other: str) -> bool:
    """Return whether two names share a word, such as a family name. The word may be misspelt."""
    from rapidfuzz import fuzz

    return any(
        word == second or (min(len(word), len(second)) > LONG and fuzz.ratio(word, second) >= SURE)
        for word in sounds(one).split()
        for second in sounds(other).split()
        if min(len(word), len(second)) > 1
    )


@lru_cache(maxsize=16_384)
def is_same_place(one: str, other: str) -> bool:
    """Return whether two names of places mean the same place, perhaps in different spellings."""
    if not (one and other):
        return False
    return fold(one) == fold(other) or likeness(one, other) >= SURE


# --- Titles -----------------------------------------------------------------------------------

ALIKE_TITLES = 85.0
"""The minimum similarity, in percent, of two wordings of a title."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_SAYS_LITTLE = frozenset(
    _words(
        """
        a an and at by for from in into of on the to with between its their his her
        visit visits visiting official working state private trip tour arrives travels
        meeting meets meet met talks session round held holds call phone audience
        about bilateral delegation minister ministers ministry president foreign deputy
        agreement memorandum protocol treaty statement joint signed sign signing
        besuch reise treffen gesprach sitzung der die das des den dem und mit von zu
        """
    )
)
"""Words that titles often share although the records are about different things."""


def _shared_titles(one: Profile, other: Profile) -> tuple[str, ...]:
    titles = [(fold(mine), fold(its)) for mine in _titles(one) for its in _titles(other)]
    if any(mine == its for mine, its in titles):
        return ("the same title",)
    states = one.states | other.states
    return _shared(title=any(are_titles_alike(mine, its, states) for mine, its in titles))


def _titles(profile: Profile) -> list[str]:
    return [title for title in (profile.title, *profile.also) if title]


@lru_cache(maxsize=16_384)
def are_titles_alike(one: str, other: str, states: frozenset[str] = frozenset()) -> bool:
    """Return whether two titles may be wordings of the same title.

    Names of ``states`` in the titles do not count. Numbers have to agree: the 3rd session is not
    the 4th session.
    """
    if not (one and other):
        return False
    if fold(one) == fold(other):
        return True
    if _numbers(one) != _numbers(other):
        return False
    first, second = title_words(one, states), title_words(other, states)
    if not (first and second):
        return False
    from rapidfuzz import fuzz

    one_text, other_text = " ".join(first), " ".join(second)
    whole = fuzz.token_sort_ratio(one_text, other_text)
    if min(len(first), len(second)) == 1 and max(len(first), len(second)) > _FEW:
        return whole >= ALIKE_TITLES
    return max(whole, fuzz.token_set_ratio(one_text, other_text)) >= ALIKE_TITLES


_FEW = 2
"""If a title has more significant words than this, a single shared word is not enough."""


def _numbers(title: str) -> frozenset[str]:
    """Return the numbers in a title, written as digits or as words."""
    words = (_ORDINALS.get(word, word) for word in fold(title).split())
    digits = ("".join(filter(str.isdigit, word)) for word in words)
    return frozenset(filter(None, digits))


_ORDINALS = {
    word: str(number)
    for number, word in enumerate(
        _words("first second third fourth fifth sixth seventh eighth ninth tenth"), 1
    )
}


@lru_cache(maxsize=16_384)
def title_words(title: str, states: frozenset[str]) -> tuple[str, ...]:
    """Return the words that distinguish a title from other titles."""
    stems = {word[:_STEM] for code in states for word in _names_of(code)}
    words = dict.fromkeys(_ORDINALS.get(word, word) for word in fold(title).split())
    return tuple(
        word
        for word in words
        if word not in _SAYS_LITTLE and not (len(word) >= _STEM and word[:_STEM] in stems)
    )


_STEM = 4
"""The number of letters that the name of a state and its adjective share: Iraq, Iraqi."""


def _names_of(code: str) -> list[str]:
    return [word for word in fold(country_name(code)).split() if len(word) >= _STEM]


# --- Other kinds ------------------------------------------------------------------------------


def _instrument(one: Profile, other: Profile) -> tuple[str, ...]:
    if _differ(one.sort, other.sort) or not one.when.is_near(other.when, SLACK):
        return ()
    return _shared_titles(one, other)


def _message(one: Profile, other: Profile) -> tuple[str, ...]:
    if _differ(one.sort, other.sort) or _differ(one.sender, other.sender):
        return ()
    if not one.when.is_near(other.when, SLACK):
        return ()
    return _shared_titles(one, other)


AGREED_APART = 31
"""If the parties agree on the same action again after more than this number of days, the agreement
is a different follow-up.
"""


def _follow_up(one: Profile, other: Profile) -> tuple[str, ...]:
    if _differ(one.body, other.body) or _differ(one.number, other.number):
        return ()
    if not (one.when.is_near(other.when) and one.agreed.is_near(other.agreed, AGREED_APART)):
        return ()
    has_body = one.body is not None and one.body == other.body
    return (*_shared(body=has_body), *_shared_titles(one, other))


def _series(one: Profile, other: Profile) -> tuple[str, ...]:
    return _shared_titles(one, other) if one.when.is_near(other.when, SLACK) else ()


def _conference(one: Profile, other: Profile) -> tuple[str, ...]:
    if not one.when.is_near(other.when):
        return ()
    mine, its = ({terms.conference(name) for name in _titles(which)} for which in (one, other))
    return ("the same title",) if mine & its else _shared_titles(one, other)


def _mechanism(one: Profile, other: Profile) -> tuple[str, ...]:
    if one.sort != other.sort or one.states != other.states:
        return ()
    return _shared_titles(one, other)


_RULES: Mapping[str, Callable[[Profile, Profile], tuple[str, ...]]] = {
    **dict.fromkeys(ENGAGEMENTS, _engagement),
    "instrument": _instrument,
    "demarche": _message,
    "follow-up": _follow_up,
    "mechanism": _mechanism,
    "conference": _conference,
    "series": _series,
}
"""The rules for recognising records, by kind; parties have rules of their own."""

RECOGNISED = tuple(_RULES)
"""The kinds of record that Dragoman recognises."""


# --- Pairs ------------------------------------------------------------------------------------


def pairs(profiles: Iterable[tuple[T, Profile]]) -> Iterator[tuple[T, T, tuple[str, ...]]]:
    """Yield all pairs of records that resemble each other, with the features that they share."""
    groups: dict[tuple[str, str], list[tuple[T, Profile]]] = {}
    for key, profile in profiles:
        for state in profile.states or ("",):
            groups.setdefault((profile.kind, state), []).append((key, profile))
    seen: set[frozenset[T]] = set()
    for group in groups.values():
        for one, other, shared in _pairs_in(group):
            if (pair := frozenset((one, other))) not in seen:
                seen.add(pair)
                yield one, other, shared


def _pairs_in(group: list[tuple[T, Profile]]) -> Iterator[tuple[T, T, tuple[str, ...]]]:
    """Yield the similar pairs in a group of records about one state, by a sweep over the days."""
    never = float("-inf")
    group.sort(key=lambda one: one[1].when.first or never)
    running: list[tuple[T, Profile]] = []
    for key, profile in group:
        first = profile.when.first
        if first is not None:
            running = [one for one in running if _begins_by(first, one[1].when.last, SLACK)]
        for other, second in running:
            if shared := in_common(second, profile):
                yield other, key, shared
        running.append((key, profile))
