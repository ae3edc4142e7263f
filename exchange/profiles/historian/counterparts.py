"""The states and people whom a traveller met, according to the prose of the Historian lists.

The prose says ``Met with Soviet Foreign Minister Gromyko and Prime Minister Sharon``. A meeting is
a word such as ``met with`` and a list of people, of officials of a state, or of states. Each item
of the list has to fit the grammar completely; at the first item that does not fit, the list ends.
Meetings that were only planned, or are only the topic of other talks, do not count.
"""

import re
from collections.abc import Callable, Collection, Iterator
from datetime import date
from functools import lru_cache

from attrs import define, field, frozen

from dragoman.domain import known_side, state_of_adjective
from dragoman.exchange.profiles.historian import vocabulary
from dragoman.exchange.profiles.historian.days import took_place
from dragoman.exchange.profiles.historian.posts import POST, either, spelt
from dragoman.exchange.profiles.historian.presidents import president_called


@frozen
class Counterpart:
    """Somebody whom a traveller met: the name as written, the post and the side."""

    name: str
    post: str
    side: str
    is_full: bool = False
    """Whether the name identifies the person, because it is more than a surname."""

    @property
    def may_be_short(self) -> bool:
        """Whether the name may be a part of a longer name; not that of a king or a President."""
        return not _ROYAL.match(self.post) and not (self.side == "US" and self.is_full)


@frozen
class Meeting:
    """A meeting in the prose: its people, the states and organisations, and the words."""

    people: tuple[Counterpart, ...]
    sides: tuple[str, ...]
    words: str
    is_bilateral: bool = False


_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĖĘĚĞĠĢĪĮİĶĹĻĽŁŃŅŇŌŐŘŚŞŠŢŤŪŮŰŲŹŻŽƏȘȚ"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? ?\d"
_SHORT = either(vocabulary.SHORT_TITLES)
_PARTICLE = rf"(?:{either(vocabulary.PARTICLES)})"
_WORD = rf"(?!{_MONTH})(?:(?:{_SHORT})\. )*(?:[dD][’'])?(?:(?:[aAeEuU][a-z]{{1,2}}|[aA])[-’'])?[{_UPPER}](?:\.|[\w’'‘-]*)"
_NAME = re.compile(rf"(?:{_PARTICLE} )*{_WORD}(?: (?:{_PARTICLE} )*{_WORD}){{0,6}}")
_POST = re.compile(rf"{POST}(?:(?:,? and | & |/|-){POST})*(?=[ ,.;]|$)")
_PLURAL = re.compile(
    rf"(?:{POST}|(?:Prime |Foreign |Defense |Finance )?(?:Presidents|Ministers|Premiers|Chancellors"
    r"|Kings|Secretaries|Chairmen|Speakers|Heads of (?:State|Government)))(?!\w)"
)
_MANNER = re.compile(rf"(?:(?:the|a|an|his|her|its|{either(vocabulary.MANNERS)}),? )+")
_FORMER = re.compile(rf"(?:the )?(?:{either(vocabulary.NOT_IN_OFFICE)})[ -]?")
_GROUP = re.compile(
    rf"(?:(?:{either(vocabulary.GROUP_WORDS)})(?: and|,)? )*(?:{either(vocabulary.GROUPS)})\b"
)
_FOR = re.compile(r" (?:for|to|on) (?:the )?")
_REGION = re.compile(either(vocabulary.REGIONS))
_OTHER_PEOPLE = re.compile(rf" [{_UPPER}]\w+(?=,| and )")
_OF = re.compile(r",? (?:of|from) (?:the )?")
_AND = re.compile(
    r"(?:,? (?:together|along)(?= with)|[,;]? (?:and|as well as|&)|,)"
    r"(?: (?:also|then|later|separately|privately|briefly|afterwards?|again)\b)*(?: met)?(?: with)?(?: |$)"
)
_BETWEEN_SIDES = re.compile(r",? and (?:of )?| ?, |-| & ")
_ASIDE = re.compile(rf"(?:{either(vocabulary.NAMED_BEFORE)}) ")
_US = re.compile(rf"(?:{either(vocabulary.US_POSTS)})")
_LONGEST_SIDE = 5
_FIRST_WORDS = re.compile(
    rf"[{_UPPER}][\w.’'-]*(?: (?:and |of |the |of the |d[’'])?[{_UPPER}][\w.’'-]*)*"
)
_SKIPPED = re.compile(
    rf"(?:(?:[a-z][\w’'-]*|[{_UPPER}][\w.’'+-]*) ){{0,5}}(?:{either(vocabulary.GROUPS)}|members)\b"
    r"(?: (?:of|from|in) [^,;]*?(?=,| and |$))?"
)


@lru_cache(maxsize=4096)
def _side_of(words: str, host: str) -> str | None:
    """Return the side that an adjective, a name or an abbreviation means; ``None`` for others.

    An adjective that several states share means the host, if the host is one of them.
    """
    plain = re.sub(r"(?:[’']s|(?<=s)[’'])$", "", words)
    if plain in vocabulary.BODIES:
        return vocabulary.BODIES[plain]
    if plain.isupper() and len(plain) == 2 and plain not in ("UN", "EU", "UK"):
        return None
    return state_of_adjective(plain, host) or known_side(plain, "en")


@define
class _Scan:
    """A reader of one list in a clause. ``pos`` is the place up to which the text has been read."""

    text: str
    pos: int
    host: str
    people: list[Counterpart] = field(factory=list)
    sides: list[str] = field(factory=list)
    assumed: list[Counterpart] = field(factory=list)
    """The people whose side is not written."""
    carried: str | None = None
    """The side of the next person: ``Soviet President A and Foreign Minister B``."""

    def take(self, pattern: re.Pattern[str]) -> str | None:
        """Read what fits a pattern, if anything does."""
        found = pattern.match(self.text, self.pos)
        if found is None:
            return None
        self.pos = found.end()
        return found[0]

    def side(self) -> str | None:
        """Read a side: ``Soviet``, ``Saudi Arabian``, ``South Korea’s``, ``UN``."""
        found = _FIRST_WORDS.match(self.text, self.pos)
        if found is None:
            return None
        words = found[0].split(" ")
        for count in range(min(_LONGEST_SIDE, len(words)), 0, -1):
            said = " ".join(words[:count])
            if code := _side_of(said, self.host):
                self.pos += len(said)
                self.take(_BRACKET)
                return code
        return None

    def several_sides(self) -> list[str]:
        """Read ``Belgian and Dutch``, ``Egypt, Israel, and Jordan``."""
        found = []
        while code := self.side():
            if not self.take(_OTHER_PEOPLE):  # the Bosnian Serbs are not Bosnia
                found.append(code)
            before = self.pos
            if self.take(_BETWEEN_SIDES) is None or self.take(_ARTICLE) is None:
                break
        else:
            if found:
                self.pos = before
        return found

    def items(self) -> bool:
        """Read the whole list; return whether anything was found."""
        end = self.pos
        while self._tried(self.item):
            end = self.pos
            joined = self.take(_AND)
            if joined is None:
                break
            if joined != " and ":
                self.carried = None
        self.pos = end
        self._leave_out_doubles()
        return bool(self.people or self.sides)

    def _leave_out_doubles(self) -> None:
        """Leave out heads of the same rank without a written side: a state has only one of them."""
        posts = [one.post for one in self.people if one in self.assumed]
        twice = {post for post in posts if posts.count(post) > 1 and _ONLY_ONE.fullmatch(post)}
        self.people = [
            one for one in self.people if one.post not in twice or one not in self.assumed
        ]

    def _tried(self, reads: Callable[[], bool]) -> bool:
        before = self.pos
        if reads():
            return True
        self.pos = before
        return False

    def item(self) -> bool:
        """Read an item: a person, people of the same post, a group, or something to skip."""
        ways = self.former, self.person, self.posts, self.group, self.skipped
        return any(self._tried(way) for way in ways)

    def former(self) -> bool:
        """Read somebody who holds no post any more, and take no notice."""
        if self.take(_FORMER) is None:
            return False
        kept = list(self.people), list(self.sides)
        found = any(map(self._tried, (self.person, self.posts, self.name_alone)))
        self.people, self.sides = kept
        return found

    def person(self) -> bool:
        """Read a person with a post."""
        self.take(_MANNER)
        aside = self.take(_ASIDE)
        start = self.pos
        own = self.side() if not self._has_post() else None
        if own is None and aside:
            self.pos = start - len(aside)
        elif own and self.take(_SPACE) is None:
            return False
        post = self.take(_POST)
        if post is None:
            return False
        post = f"{aside if own and aside else ''}{post}{self._charge()}"
        own = own or self._of_side()
        if self.take(_SPACE) is None:
            return False
        name = self.name()
        if name is None:
            return False
        own = self._of_side() or own
        if side := own or self._default(post):
            self.add(name, spelt(post), side, is_assumed=own is None)
        self.carried = own if own and not own.startswith("org:") else None
        return True

    def _charge(self) -> str:
        """Read the region that an envoy is for: `` for Syria``."""
        start = self.pos
        if self.take(_FOR) and (self.take(_REGION) or self.side()):
            return self.text[start : self.pos]
        self.pos = start
        return ""

    def _has_post(self) -> bool:
        return _POST.match(self.text, self.pos) is not None

    def _default(self, post: str) -> str | None:
        """Return the side of somebody whose side is not written; ``None`` if it is not clear."""
        if _US.fullmatch(post):
            return "US"
        if post in vocabulary.ONLY_SIDES:
            sides = vocabulary.ONLY_SIDES[post].split()
            return self.host if self.host in sides else sides[0] if len(sides) == 1 else None
        return self.host if _HEAD_OF_STATE.match(post) else self.carried or self.host

    def _of_side(self) -> str | None:
        """Read ``of Jordan`` after a post or a name."""
        before = self.pos
        if self.take(_OF) and (code := self.side()):
            return code
        self.pos = before
        return None

    def name(self) -> str | None:
        """Read a name; a name ends before a verb, a month or a comma."""
        found = self.take(_NAME)
        if found is None:
            return None
        plain = _DOTTED_TITLES.sub("", re.sub(r"(?<=\w\w)\.$|[’']s?$", "", found))
        return None if not plain or _NO_NAME.search(plain) else plain

    def add(self, name: str, post: str, side: str, *, is_assumed: bool) -> None:
        """Add a person; ``is_assumed`` says that the side is not written."""
        person = Counterpart(name, post, side, is_full(name, post))
        self.people.append(person)
        if is_assumed:
            self.assumed.append(person)

    def posts(self) -> bool:
        """Read people by post alone: ``the Presidents of Chad and Mali``, ``Dutch Ministers``."""
        self.take(_MANNER)
        own = self.several_sides()
        if own and self.take(_SPACE) is None:
            return False
        post = self.take(_PLURAL)
        if post is None:
            return False
        if post.endswith("s") and own and all(one.startswith("org:") for one in own):
            return True  # the ministers of the members, who are not named
        if not own and self.take(_OF):
            own = self.several_sides()
        elif post.endswith("s") and self._named(post, own):
            return True
        if self.take(_MORE_NAMES) is not None:
            return False
        self.sides += own
        return bool(own)

    def _named(self, post: str, own: list[str]) -> bool:
        """Read names after a post in the plural: ``Presidents Ortega and Arias``."""
        before, names = self.pos, []
        if self.take(_SPACE) is None:
            return False
        while name := self.name():
            names.append(name)
            joined = self.pos
            if self.take(_BETWEEN_SIDES) is None:
                break
            if self._has_post() or self.side():
                self.pos = joined
                break
        if not names or len(own) > 1:
            self.pos = before
            return False
        for name in names:
            self.add(name, post.removesuffix("s"), (own or [self.host])[0], is_assumed=not own)
        return True

    def group(self) -> bool:
        """Read the officials of a state: ``senior Egyptian officials``, ``leaders of Japan``."""
        self.take(_MANNER)
        while self.take(_GROUP_WORD):
            pass
        own = self.several_sides()
        if own and self.take(_SPACE) is None:
            return False
        if self.take(_GROUP) is None:
            return False
        if not own and self.take(_OF):
            own = self.several_sides()
        self.sides += own
        return bool(own)

    def skipped(self) -> bool:
        """Read a group that stands for no state, or a name without a post; take no notice."""
        self.take(_MANNER)
        return self.take(_SKIPPED) is not None or self.name_alone()

    def name_alone(self) -> bool:
        """Read a full name without a post."""
        name = self.take(_NAME)
        return name is not None and " " in name and self.take(_LIST_GOES_ON) is not None

    def states(self) -> bool:
        """Read a list of states: ``Japan and South Korea``."""
        self.take(_ARTICLE)
        self.sides = self.several_sides()
        return bool(self.sides)


_MORE_NAMES = re.compile(rf" [{_UPPER}]")
_LIST_GOES_ON = re.compile(r"(?=,| and )")
_SPACE = re.compile(" ")
_BRACKET = re.compile(r" \([^)]*\)")
_ARTICLE = re.compile("(?:the )?")
_GROUP_WORD = re.compile(rf"(?:{either(vocabulary.GROUP_WORDS)})(?: and|,)? ")
_NO_NAME = re.compile(rf"\b(?:{either(vocabulary.NOT_IN_NAMES)})\b")
_DOTTED_TITLES = re.compile(rf"^(?:(?:{_SHORT})\. )+")
_ROYAL = re.compile(rf"(?:{either(vocabulary.ROYAL)})\b")
_HEAD_OF_STATE = re.compile(rf"President\b|{_ROYAL.pattern}")
"""A post that the list names before the other posts of its state."""
_ONLY_ONE = re.compile("President|Prime Minister|Premier|Chancellor")
_DYNASTY = re.compile("[Aa]l[- ]")
_TITLES = frozenset((*vocabulary.HONORIFICS, *vocabulary.PARTICLES))


def is_full(name: str, post: str) -> bool:
    """Return whether a name is more than a surname; a king is known by one name."""
    words = [one for one in name.split() if not _TITLES.intersection((one.lower(), one.strip(".")))]
    return len(words) > 1 or bool(_ROYAL.match(post) and not _DYNASTY.match(name))


_MET = re.compile(
    rf"\b(?:(?i:{either(vocabulary.VERBS)})\b(?: (?!with\b)[\w.’-]+){{0,4}}? with(?: met with)? "
    rf"|(?i:{either(vocabulary.DIRECT_VERBS)}) (?!with\b)"
    r"|[Vv]isited (?=(?:the )?(?:President|Prime Minister|Premier|Chancellor|Pope)\b)"
    rf"|(?P<noun>(?i:{either(vocabulary.MEETINGS)}))\b"
    r"(?: (?:in|on|at|of|about|regarding|concerning) (?:(?! and )[^,;.]){1,60}?)? with )"
)
_ABOUT = re.compile(rf"\b(?i:{either(vocabulary.TOPIC_VERBS)})\b")
_NOUN = re.compile(rf"(?i:{either(vocabulary.MEETINGS)})\b")
_GOES_ON = re.compile(r"[’']s|[ -][\w-]")
_WITH = re.compile(r"\b(\w+),? with ")
_NOT_YET = re.compile(rf"\b(?:{either(vocabulary.NOT_YET)})\b", re.IGNORECASE)
_TOPICS = frozenset(vocabulary.ABOUT_MEETINGS)
_INTENDED = re.compile(r"\b(?:to|not|would|could|cannot) $")
_CLAUSE = re.compile(
    r"(?<!\b(?:St|Ft|Mt|Dr|Mr))(?<!\b[A-Z])\.(?: (?=[A-Z\"“])|$)|;(?! ?and with) ?"
)
_ATTENDED = re.compile(
    rf"\b(?i:{either(vocabulary.ATTENDED)}|accompanied .{{0,80}}? (?:to|for|at))\b"
)
_WITH_US = re.compile(
    r"\b(?:(?:meetings?|sessions?|rounds?|plenary)(?: session)? of (?:the )?(?:[\w-]+ )?)?"
    rf"(?:U\.S\.|US|U\.S|United States|American)\s?[-–—]\s?(?P<other>[{_UPPER}][\w.]*(?: [{_UPPER}]\w+){{0,3}}?)"
    r"(?P<more>\s?[-–—])? (?:[\w’&-]+,? ){0,7}?"
    r"(?i:summit|meetings?|dialogue|commission|council|consultations?|talks|committee|ministerial"
    r"|conference|forum|negotiations|partnership|mechanism|group)\b"
)


def meetings(prose: str, host: str, first: date, last: date) -> Iterator[Meeting]:
    """Yield the meetings in the prose of a record.

    ``host`` is the side of a person whose side the prose does not write. ``first`` and ``last`` are
    the days of the record; a meeting on another day does not count.
    """
    start = 0
    for end in (*(found.start() for found in _CLAUSE.finditer(prose)), len(prose)):
        clause = prose[start:end].strip(" .;")
        start = end + 1
        if clause:
            yield from _in_clause(clause, host, (first, last))


def _in_clause(clause: str, host: str, days: tuple[date, date]) -> Iterator[Meeting]:
    done = 0
    for begin, at in sorted(_openings(clause)):
        if at < done:
            continue
        scan = _Scan(clause, at, host)
        if not scan.items():
            scan = _Scan(clause, at, host)
            if not _attended(clause, scan, begin):
                continue
        if not took_place(clause, begin, scan.pos, *days):
            continue
        if not scan.people and _is_topic(clause[begin:at]):
            continue
        done = scan.pos
        people = tuple(_named(one, *days) for one in scan.people)
        sides = dict.fromkeys((*(one.side for one in people), *scan.sides))
        yield Meeting(people, tuple(sides), clause[begin:done])
    if with_us := _with_us(clause, host):
        yield with_us


def _is_elsewhere(before: str) -> bool:
    """Return whether a meeting after these words is only a topic, or was at another time."""
    said = list(_NOT_YET.finditer(before))
    return bool(said) and not _ATTENDED.search(before, said[-1].end())


def _is_topic(words: str) -> bool:
    """Return whether a state after these words is only the topic: ``Discussed relations with``."""
    before = words.rstrip().rsplit(" ", 2)
    return len(before) > 2 and before[1] in _TOPICS and bool(_ABOUT.match(words))


def _openings(clause: str) -> Iterator[tuple[int, int]]:
    """Yield the places of the word for a meeting and of the list after it."""
    for found in _MET.finditer(clause):
        before = clause[: found.start()]
        is_out = _is_elsewhere(before) if found["noun"] else _INTENDED.search(before)
        if not is_out:
            yield found.start(), found.end()
    for verb in _ABOUT.finditer(clause):
        if not _INTENDED.search(clause[: verb.start()]):
            for found in _WITH.finditer(clause, verb.end()):
                yield verb.start(), found.end()


def _attended(clause: str, scan: _Scan, begin: int) -> bool:
    """Read states after the noun of a meeting: ``Attended a meeting with Japan and Korea``."""
    before = clause[:begin]
    if not _NOUN.match(clause, begin) or _is_elsewhere(before) or not _ATTENDED.search(before):
        return False
    return scan.states() and not _GOES_ON.match(clause, scan.pos)


def _with_us(clause: str, host: str) -> Meeting | None:
    """Return a meeting of the United States and one other side: ``U.S.-Soviet summit``."""
    found = _WITH_US.search(clause)
    if found is None or found["more"] or _is_elsewhere(clause[: found.start()]):
        return None
    code = _side_of(found["other"], host)
    if code is None or not _ATTENDED.search(clause[: found.start()]):
        return None
    return Meeting((), (code,), found[0], is_bilateral=not code.startswith("org:"))


def _named(person: Counterpart, first: date, last: date) -> Counterpart:
    """Return a person; a President of the United States gets the full name."""
    name = president_called(person.name, person.post, first, last)
    return Counterpart(name, person.post, "US", is_full=True) if name else person


@frozen
class Found:
    """What the prose of a record says about meetings.

    ``states`` are the third states and organisations, with the words for them. ``people`` are the
    counterparts, with the words for them.
    """

    states: tuple[str, ...] = ()
    states_words: str = ""
    people: tuple[Counterpart, ...] = ()
    people_words: str = ""
    bilateral: str = ""
    """The words for a meeting of two sides, if the prose names one."""


def counterparts(prose: str, host: str, parties: tuple[str, ...], first: date, last: date) -> Found:
    """Return the third states and the people of the meetings in the prose of a record.

    ``parties`` are the parties that the record names itself. Words that do not fit the grammar
    stay in the summary only.
    """
    found = tuple(meetings(prose, host, first, last))
    third = [one for one in found if not set(parties).issuperset(one.sides)]
    sides = dict.fromkeys(code for one in third for code in one.sides if code not in parties)
    return Found(
        states=tuple(sides),
        states_words="; ".join(one.words for one in third),
        people=_once(dict.fromkeys(one for meeting in found for one in meeting.people)),
        people_words="; ".join(one.words for one in found if one.people),
        bilateral=next((one.words for one in found if one.is_bilateral), ""),
    )


def _once(people: Collection[Counterpart]) -> tuple[Counterpart, ...]:
    """Return people without those whom the prose also calls by a longer name."""
    names = {(one.post, one.side, f" {one.name}") for one in people}
    return tuple(
        one
        for one in people
        if not any(
            (post, side) == (one.post, one.side) and name.endswith(f" {one.name}")
            for post, side, name in names - {(one.post, one.side, f" {one.name}")}
        )
    )
