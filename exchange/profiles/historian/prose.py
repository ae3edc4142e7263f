"""Findings in the prose of the Historian lists: a visit's level, dates of stay, and stops.

Each finding keeps the words that support it. This module never guesses; unclear words stay in the
summary only.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from attrs import frozen

from dragoman.domain import CountryError, country
from dragoman.exchange.profiles.historian.days import DAY, MONTH, MONTHS


@frozen
class ProseFinding:
    """A finding in the prose, and the words that support the finding."""

    value: str
    words: str


_LEVELS = {
    "official working": "official working",
    "state": "state",
    "official select": "official",
    "official": "official",
    "offical": "official",
    "working": "working",
    "private": "private",
    "unofficial": "unofficial",
    "informal": "informal",
}
_LEVEL = re.compile(rf"\b({'|'.join(_LEVELS)}) visit\b", re.IGNORECASE)
_INFORMALLY = re.compile(r"\binformal (?:meeting|discussions?|conversations?)\b", re.IGNORECASE)


def level(prose: str) -> ProseFinding | None:
    """Return the level of a visit: the first level that the prose names, if any."""
    if found := _LEVEL.search(prose):
        return ProseFinding(_LEVELS[found[1].lower()], found[0])
    if found := _INFORMALLY.search(prose):
        return ProseFinding("informal", found[0])
    return None


_LEG_LEVEL = re.compile(
    rf"(?:^|(?<=[.;] )|\b(?:on|during|for|paid|made|joined)(?: (?:an?|the|his|her))?"
    rf"(?: President [\w. ]+[’']s)? )({'|'.join(_LEVELS)}) visit\b",
    re.IGNORECASE,
)
_HOLIDAY = re.compile(r"(?:^|(?<=[.;] ))(?:Private )?[Vv]acation\b(?: trip)?")
_NOT_OWN = re.compile(
    r"\b(?:for|briefed|discussed|arrange\w*|prepar\w*|concerning|regarding|repaid|returned)\b[^.;]*$",
    re.IGNORECASE,
)


def level_of_leg(prose: str) -> ProseFinding | None:
    """Return the level of a leg of travel: "transit", or the level of the visit on the leg.

    A visit that the traveller only prepared or discussed is another visit.
    """
    if passing := transit(prose):
        return passing
    for visit in _LEG_LEVEL.finditer(prose):
        if not _NOT_OWN.search(prose[: visit.start()]):
            return ProseFinding(_LEVELS[visit[1].lower()], visit[0].strip())
    if found := _HOLIDAY.search(prose):
        return ProseFinding("private", found[0])
    return ProseFinding("informal", found[0]) if (found := _INFORMALLY.search(prose)) else None


_NOT_YET_IN_OFFICE = re.compile(r"\b(?:as|while) (?:the )?([A-Z][\w ]*?[- ](?:elect|designate))\b")


def not_yet_in_office(prose: str) -> ProseFinding | None:
    """Return the post of a traveller who is elected, but does not hold the office yet."""
    found = _NOT_YET_IN_OFFICE.search(prose)
    if found is None:
        return None
    return ProseFinding(re.sub("[- ](?=(?:elect|designate)$)", "-", found[1]), found[0])


_TRANSIT = re.compile(
    r"\b(?:stop(?:ped|over)?(?: \w+){0,3} (?:while|en route|on (?:the )?way)|(?:in )?transit(?:ed)?\b"
    r"|refuel\w*|en route)\b[^.;]*"
)


def transit(prose: str) -> ProseFinding | None:
    """Return the level "transit" if the prose says that the traveller only passed through."""
    found = _TRANSIT.search(prose) or re.search(r"^Stopped\b[^.;]*", prose)
    return ProseFinding("transit", found[0].strip()) if found else None


_ON = r"(?:[^.;]|U\.S\.|U\.N\.)*"
_FORMATS = (
    ("in the margins", re.compile(rf"\b(?:at|while attending|during)\b{_ON}\bGeneral Assembly\b")),
    (
        "multilateral",
        re.compile(
            rf"\b(?:[Aa]ttended|[Pp]articipated in|[Cc]o-chaired|[Cc]haired)\b{_ON}"
            r"\b(?:[Ss]ummit|[Cc]onference|Ministerial|Meeting|meetings? of|Leaders|Council|G-\d+)\b"
        ),
    ),
)


def format_(prose: str) -> ProseFinding | None:
    """Return the format of a visit if the prose names a conference or the General Assembly."""
    found = ((name, form.search(prose)) for name, form in _FORMATS)
    return next((ProseFinding(name, place[0]) for name, place in found if place), None)


def format_with(prose: str, bilateral: str) -> ProseFinding | None:
    """Return the format of a visit; ``bilateral`` are the words for a meeting of two states."""
    found = format_(prose.replace(bilateral, "") if bilateral else prose)
    return found or (ProseFinding("bilateral", bilateral) if bilateral else None)


_TO = r"\s?[–—-]\s?"
_STAYS = re.compile(
    rf"\b(?:[Ii]n|[Vv]isited) (?:the )?U\.?S\.?,? {DAY}{_TO}(?:({MONTH}) ?)?(\d{{1,2}})\b"
    rf"(?:, (\d{{4}}))?"
)
_ARRIVED = re.compile(
    rf"\b(?:[Aa]rrived (?:in (?:the )?(?:U\.?S\.?,?|[A-Z][^.;]*?) )?(?:on )?|[Ii]n (?:the )?U\.S\. ){DAY}"
)
_LEFT = re.compile(
    rf"\b(?:[Dd]eparted|[Ll]eft) (?:(?:the )?U\.?S\.?,? |for [A-Z]\w+ )?(?:on )?{DAY}"
)


def stay(prose: str, first: date, last: date) -> ProseFinding | None:
    """Return the dates of the guests' stay in the country as EDTF, if the prose gives them.

    ``first`` and ``last`` are the days of the record, which are the days of the meetings. If the
    prose leaves out the year, the function chooses the year in which the stay includes these days.
    If there is no such year, the dates are not those of the stay, and the function returns
    ``None``.
    """
    if found := _STAYS.search(prose):
        month, day, year, month_to, day_to, year_to = found.groups()
        arrived = _day(month, day, year or (year_to if month == month_to else None), first, -1)
        left = _day(month_to or month, day_to, year_to, last, 1)
        return _interval(arrived, left, first, last, found[0]) if arrived and left else None
    arrival, departure = _ARRIVED.search(prose), _LEFT.search(prose)
    arrived = _day(arrival[1], arrival[2], arrival[3], first, -1) if arrival else None
    left = _day(departure[1], departure[2], departure[3], last, 1) if departure else None
    words = "; ".join(one[0] for one in (arrival, departure) if one)
    return _interval(arrived, left, first, last, words)


def _interval(
    arrived: date | None, left: date | None, first: date, last: date, words: str
) -> ProseFinding | None:
    if arrived is None and left is None:
        return None
    if (arrived and arrived > first) or (left and left < last):
        return None
    return ProseFinding(f"{arrived or '..'}/{left or '..'}", words)


FAR = timedelta(days=200)
"""A day without a year is in another year if it is farther than this from the visit."""


def _day(month: str, day: str, year: str | None, near: date, side: int) -> date | None:
    """Return a day in its year or, without a year, the closest day before or after ``near``.

    ``side`` is -1 for a day before ``near``, and 1 for a day after ``near``.
    """
    number = MONTHS.index(month[:3].lower()) + 1
    years = [int(year)] if year else [near.year, near.year + side]
    for one in years:
        if int(day) <= monthrange(one, number)[1]:
            found = date(one, number, int(day))
            if year or (0 <= side * (found - near).days <= FAR.days):
                return found
    return None


_STATE_NAMES = (
    "Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|Guam"
    "|Hawaii|Idaho|Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts"
    "|Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|New Hampshire|New Jersey"
    "|New Mexico|New York|North Carolina|North Dakota|Ohio|Oklahoma|Oregon|Pennsylvania"
    "|Puerto Rico|Rhode Island|South Carolina|South Dakota|Tennessee|Texas|Utah|Vermont"
    "|West Virginia|Virginia|Washington|Wisconsin|Wyoming"
)
_ABBREVIATED = "Ala|Calif|Conn|Fla|Ga|Ia|Ill|Kans|Ky|Mass|Md|Me|Mich|Minn|Miss|Okla|Pa|Tenn|Tex|Va|[A-Z][.][A-Z]"
_SHORT_STATE = rf"(?:[A-Z]{{2}}|(?:{_ABBREVIATED})(?:\.|$))"
_NAME = rf"(?!{MONTH}\b)(?:(?:St|Ft|Mt|[A-Z])\.|[A-Z][\w’'-]+)"
_PLACE = (
    rf"{_NAME}(?: (?:(?:de|del|do|la|of|the) )?{_NAME})*"
    rf"(?:, (?:{_STATE_NAMES}|{_SHORT_STATE}(?!\w)))?(?: \([^()]*\))?"
)
_SENTENCE = re.compile(r"(?<!\b(?:St|Ft|Mt))(?<!U\.N)\. (?=[A-Z])|; |\.$")
_VISITED = re.compile(
    r"\b(?:[Vv]isit(?:ed|ing)|[Vv]isted|[Rr]evisited|[Ss]tops included|U\.S\. travel included"
    r"|[Pp]rivate visit to|[Tt]ravell?ed to) (.*)"
)
_GAP = re.compile(r"[,;]? and (?:then )?|[,;] ?")
_REST = re.compile(
    rf"(?: ?\(?\b(?:on |after |before |from |until )?{MONTH} ?\d.*"
    r"|,? \b(?:after|before|while|en route|during|for|as|where|with|at|in|on|covering|afterwards?"
    r"|until|privately|aboard|to)\b.*| \([a-z].*| \([^)]*$)$"
)
_NO_PLACE = re.compile(
    rf"(?:President|Prime|King|Queen|Secretary|Vice|Chancellor|General|U\.S|{MONTH}\b)"
)


def stops(prose: str) -> list[str]:
    """Return the stops of a visit as the prose lists them, without duplicates."""
    found: dict[str, None] = {}
    for sentence in _sentences(prose):
        if visited := _VISITED.search(sentence):
            found |= dict.fromkeys(places(visited[1]))
    return list(found)


def _sentences(prose: str) -> Iterator[str]:
    """Yield the sentences of prose; a semicolon ends a sentence unless "and" follows it."""
    parts = [one for one in _SENTENCE.split(prose) if one]
    for number, one in enumerate(parts):
        more = parts[number + 1] if number + 1 < len(parts) else ""
        yield f"{one}; {more}" if more.startswith("and ") else one


def places(words: str) -> list[str]:
    """Split a list of places: ``Guilin, Hong Kong`` are two places, ``Mexico, D.F.`` is one."""
    found: list[str] = []
    parts = list(_parted(words))
    for number, (gap, one) in enumerate(parts):
        if found and gap.strip() == "," and _is_state(one, _last_of_list(parts, number)):
            found[-1] = _dotted(f"{found[-1]}, {one}")
        elif place := _place(one):
            found.append(place)
        else:
            break
    return found


def _last_of_list(parts: list[tuple[str, str]], number: int) -> bool:
    """Return whether the part with this number is the last part of its list."""
    return number + 1 == len(parts) or parts[number + 1][0].startswith(";")


def _is_state(part: str, is_last: bool) -> bool:
    """Return whether a part of a list is the state in which the previous place is."""
    if re.fullmatch(_SHORT_STATE, part):
        return True
    return is_last and bool(re.fullmatch(_STATE_NAMES, part)) and part not in ("New York", "Hawaii")


def _place(part: str) -> str | None:
    plain = _REST.sub("", part).strip(" ,")
    plain = plain if re.search(r"\b[A-Z]\.$", plain) else plain.rstrip(".")
    plain = plain.removeprefix("the ")
    fits = plain[:1].isupper() and len(plain) <= 60 and not _NO_PLACE.match(plain)
    return plain if fits else None


def _parted(words: str) -> Iterator[tuple[str, str]]:
    """Yield each part of a list and the separator before it; do not split inside brackets."""
    start, before = 0, ""
    for gap in _GAP.finditer(words):
        if words.count("(", 0, gap.start()) == words.count(")", 0, gap.start()):
            if part := words[start : gap.start()].strip():
                yield before, part
            start, before = gap.end(), gap[0]
    if part := words[start:].strip():
        yield before, part


_WHERE = re.compile(rf"\b(?:in|at) ({_PLACE})")
_EVENT = re.compile(
    r"(?:Met|Attended|Participated|Signed|.*\bvisit\b|.*\b[Mm]eeting\b|.*\b[Ss]ummit\b"
    r"|.*\b[Cc]onference\b)"
)
_ELSEWHERE = re.compile(
    r"\b(?:en route|after|before|following|prior|despatch|concerning|regarding|between|to establish"
    r"|while in|about)\b.*"
)
_NOWHERE = re.compile(
    rf"(?:U\.|UN\b|NATO|OAS|C5|Korea|(?:\w+ )?(?:Africa|America)\b|President|{MONTH}\b|White House|.*\b(?:Conference|Summit|Assembly"
    r"|Congress|Government|Bank|Meeting|Council|Affairs|Commission|University)\b)"
)


def place(prose: str) -> str | None:
    """Return the place where people met or signed something, according to the prose."""
    for sentence in _sentences(prose):
        if _EVENT.match(sentence):
            for one in _WHERE.finditer(_ELSEWHERE.sub("", sentence)):
                if not _NOWHERE.match(one[1]) and not _is_country(one[1]):
                    return _dotted(one[1])
    return None


def _dotted(place: str) -> str:
    """Add the missing dot to an abbreviated state at the end of a sentence: ``Camp David, Md``."""
    return f"{place}." if re.search(rf", (?:{_ABBREVIATED})$", place) else place


def _is_country(text: str) -> bool:
    try:
        return bool(country(text))
    except CountryError:
        return False
