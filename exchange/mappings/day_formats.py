"""Date formats such as ``DD.MM.YYYY``, which convert dates to EDTF.

``YYYY`` is a year with four digits, and ``20YY`` is a year with two digits in the given century.
``MM`` and ``DD`` have two digits; ``M`` and ``D`` have one or two digits. ``MMM`` and ``MMMM`` are
the short and the full name of a month in one of ten languages. ``HH``, ``mm`` and ``ss`` are hours,
minutes and seconds. Put other letters in square brackets: ``D [de] MMMM [de] YYYY``.

A format that contains a day also reads periods whose dates share a month or year: ``3.-5.4.2025``,
``28.4.–2.5.2025``, ``March 3–5, 2025``.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date, timedelta
from functools import cache
from itertools import permutations, product

from attrs import frozen

from dragoman.domain import (
    NO_ZONE,
    WEEKDAYS,
    DateError,
    ImpreciseDate,
    UnknownFormError,
    fold,
    month_numbers,
    parse_date,
    quoted,
    understand,
    western,
)

_TOKEN = re.compile(
    r"\[(?P<literal>[^\[\]]*)\]|YYYY|(?P<century>[0-9]{2})YY|MMMM|MMM|MM|M|DD|D|HH|mm|ss|(?P<space>\s+)|(?P<sign>[^A-Za-z])"
)
_PARTS = {
    "YYYY": ("(?P<year>[0-9]{4})", "%Y"),
    "YY": ("(?P<short>[0-9]{2})", "%y"),
    "MMMM": (r"(?P<name>(?:(?:كانون|تشرين)\s+)?[^\W\d_]+)\.?", "%B"),
    "MMM": (r"(?P<name>(?:(?:كانون|تشرين)\s+)?[^\W\d_]+)\.?", "%b"),
    "MM": ("(?P<month>0[1-9]|1[0-2])", "%m"),
    "M": ("(?P<month>0?[1-9]|1[0-2])", "%m"),
    "DD": ("(?P<day>[0-9]{2})", "%d"),
    "D": ("(?P<day>[0-9]{1,2})(?:er|st|nd|rd|th|º|°|ª)?", "%d"),
    "HH": ("(?P<hour>[0-9]{2})", "00"),
    "mm": ("(?P<minute>[0-9]{2})", "00"),
    "ss": ("(?P<second>[0-9]{2})", "00"),
}
"""The parts of a date format: for each part, the pattern to read and the code to write it.

The code is a ``strftime`` code.
"""


@frozen
class DayFormat:
    """A date format: its text, and the patterns for one date and for two dates."""

    text: str
    pattern: re.Pattern[str]
    century: str = ""
    """The first two digits of a year that has two digits in this format, such as ``20``."""
    periods: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = ()
    """Pairs of patterns for the first and the second date of a period."""

    def read(self, text: str) -> str | None:
        """Convert text to EDTF; ``None`` if the text does not match. Raises DateError."""
        plain = western(text)
        found = self.read_one(text) or self._read_two(text, plain)
        if found or (rest := without_weekday(plain)) == plain:
            return found
        return self._read_two(text, rest)

    def read_one(self, text: str) -> str | None:
        """Convert a single date to EDTF; ``None`` for any other text."""
        plain = western(text)
        found = self.pattern.fullmatch(plain) or self.pattern.fullmatch(without_weekday(plain))
        return self._read(text, found.groupdict()) if found else None

    def _read_two(self, text: str, plain: str) -> str | None:
        plain = _FROM.sub("", plain)
        for dash in _DASH.finditer(plain):
            for first, second in self.periods:
                start = first.fullmatch(plain, 0, dash.start())
                end = second.fullmatch(plain, dash.end())
                if start and end:
                    return self._period(text, start.groupdict(), end.groupdict())
        return None

    def _period(self, text: str, start: dict[str, str | None], end: dict[str, str | None]) -> str:
        first, last = self._read(text, end | start), self._read(text, start | end)
        if parse_date(first) > parse_date(last):
            raise DateError(f"{quoted(text)} ends before it starts; write the year of both days")
        return first if first == last else parse_date(f"{first}/{last}").text

    def _read(self, text: str, parts: dict[str, str | None]) -> str:
        year = parts.get("year") or f"{self.century}{parts.get('short')}"
        return _read(text, parts | {"year": year})

    def written(self, day: date) -> str:
        """Return a day as text in this format."""
        steps = (
            found["literal"] or day.strftime(_PARTS.get(_part(found), ("", found[0]))[1])
            for found in _TOKEN.finditer(self.text)
        )
        return "".join(steps)


def _read(text: str, parts: dict[str, str | None]) -> str:
    """Combine the matched parts of a date into EDTF. Raises :class:`DateError`."""
    month = parts.get("month")
    if name := parts.get("name"):
        month = str(month_numbers().get(fold(name), ""))
        if not month:
            raise DateError(f"{quoted(text)}: {quoted(name)} is not a known month")
    return parse_date(_edtf(parts, month)).text


def _edtf(parts: dict[str, str | None], month: str | None) -> str:
    text = str(parts["year"])
    if month:
        text += f"-{int(month):02}"
    if day := parts.get("day"):
        text += f"-{int(day):02}"
    if hour := parts.get("hour"):
        text += f"T{hour}:{parts.get('minute') or '00'}:{parts.get('second') or '00'}"
    return text


def _part(found: re.Match[str]) -> str:
    return "YY" if found["century"] else found[0]


def day_format(text: str) -> DayFormat:
    """Parse a format. Raises ``ValueError``."""
    tokens = list(_TOKEN.finditer(text))
    if "".join(found[0] for found in tokens) != text or "YYYYY" in text:
        raise ValueError(
            f"{quoted(text)} is not a date format; use YYYY, MM or M, DD or D, MMM or MMMM, HH, mm,"
            " ss, and put other letters in square brackets (for years of two digits, name the"
            " century: 20YY)"
        )
    names = ["YYYY" if found["century"] else found[0] for found in tokens if _part(found) in _PARTS]
    century = next((found["century"] for found in tokens if found["century"]), "")
    pattern = "".join(_pattern(found) for found in tokens)
    _refuse_holes(text, names)
    _refuse_run_together(text, map(_part, tokens))
    try:
        whole = re.compile(pattern, re.IGNORECASE)
        return DayFormat(text, whole, century, tuple(_periods(tokens)))
    except re.error:
        raise ValueError(f"{quoted(text)} has a part of the date twice") from None


_WEEKDAY = re.compile(
    r"([^\W\d_]{2,})\.?,?\s+"
    r"(?=[0-9]{1,2}([./-])[0-9]{1,2}\2[0-9]|[0-9]{1,2}\.?\s+[^\W\d_]|[0-9]{4}[./-][0-9])"
)
"""A pattern for a word in front of a date that has a day."""


def without_weekday(text: str) -> str:
    """Return a date without the weekday in front of it: "Do, 03.04.2025" is "03.04.2025"."""
    found = _WEEKDAY.match(text)
    return text[found.end() :] if found and fold(found[1]) in _beginnings_of_weekdays() else text


@cache
def _beginnings_of_weekdays() -> frozenset[str]:
    """Return the names of weekdays, and their first two to four letters."""
    names = {fold(name) for some in WEEKDAYS for name in some.split() if "_" not in name}
    short = {"пн", "вт", "ср", "чт", "пт", "сб", "вс"}
    return frozenset(names | short | {name[:length] for name in names for length in (2, 3, 4)})


_FROM = re.compile(
    r"^(?:from|von|vom|du|de|del|dal|do|desde|с|со|من|از|自|从)\s+(?=[0-9])", re.IGNORECASE
)
"""A pattern for the word in front of a period: "du 3 au 5 avril 2025"."""

_DASH = re.compile(
    r"\s*[\u2010-\u2015\u2212]\s*|\s+(?:-|to|until|till|bis|au|al?|à|até|до|по|إلى|الى|حتى|تا)\s+|-|至|到",
    re.IGNORECASE,
)
"""A pattern for the dash between the two dates of a period."""


def _periods(tokens: Sequence[re.Match[str]]) -> Iterator[tuple[re.Pattern[str], re.Pattern[str]]]:
    """Yield pairs of patterns for the two dates of a period, which may share parts.

    The first date may lack its last parts, or the second date its first parts, but both have a day.
    In a format with hyphens, no part can be missing, because ``2025-04-05`` is a day.
    """
    names = list(map(_part, tokens))
    day = next((n for n, name in enumerate(names) if name in ("D", "DD")), None)
    if day is None or "HH" in names:
        return
    whole = len(tokens)
    ends = [(whole, 0)]
    if "-" not in names:
        starts = [start for start in range(day + 1) if names[start] in _PARTS]
        ends += [(end, start) for end in range(day + 1, whole) for start in starts]
    for end, start in ends:
        first, second = "".join(map(_pattern, tokens[:end])), "".join(map(_pattern, tokens[start:]))
        yield re.compile(first, re.IGNORECASE), re.compile(second, re.IGNORECASE)


def _pattern(found: re.Match[str]) -> str:
    if found["space"]:
        return r"\s+"
    if _part(found) in _PARTS:
        return _PARTS[_part(found)][0]
    return re.escape(found["literal"] or found["sign"] or "")


def _refuse_holes(text: str, names: Sequence[str]) -> None:
    """Refuse a format that lacks a part, such as a day without its month."""
    order = ("YYYY", "M", "D", "HH", "mm", "ss")
    given = {name[:1] if name[:1] in "MD" else name for name in names}
    depth = max((order.index(name) for name in given), default=0)
    missing = [name for name in order[: depth + 1] if name not in given]
    if missing or len(given) < len(names) or not names:
        what = f"lacks {missing[0]}" if missing else "has a part of the date twice"
        raise ValueError(f"{quoted(text)} {what}")


def _refuse_run_together(text: str, tokens: Iterable[str]) -> None:
    """Refuse an ambiguous format: with ``DMYYYY``, ``1112025`` is in January or November."""
    before = ""
    for token in tokens:
        if token in ("D", "M") and before:
            raise ValueError(
                f"{quoted(text)} is ambiguous: {before} may have one digit or two; write"
                f" {2 * before} for two digits, or a separator between the parts"
            )
        if token in ("D", "M"):
            before = token
        elif token not in _OF_FIXED_LENGTH:
            before = ""


_OF_FIXED_LENGTH = ("YYYY", "YY", "MM", "DD", "HH", "mm", "ss")


def day_formats(texts: Sequence[str]) -> tuple[DayFormat, ...]:
    """Parse formats to try in order. Raises ``ValueError`` if two formats conflict."""
    formats = tuple(map(day_format, texts))
    for one, other in permutations(formats, 2):
        for day in _TRIED:
            written = one.written(day)
            if _day_or_none(other, written) not in (None, _day_or_none(one, written)):
                raise ValueError(
                    f"{quoted(one.text)} and {quoted(other.text)} read {written} differently;"
                    " choose one"
                )
    return formats


_TRIED = [
    date(year, month, day)
    for year, month, day in product((2025, 1020, 1112, 2012), range(1, 13), (4, 10, 12, 20))
]
"""Sample days. If two formats conflict, they read at least one of these days differently."""


def _day_or_none(format: DayFormat, text: str) -> str | None:
    """Return the date that a format reads, without its time; formats may differ in the time."""
    try:
        found = format.read(text)
    except DateError:
        return None
    return found.partition("T")[0] if found else None


def read_day(text: str, formats: Sequence[DayFormat]) -> str:
    """Convert text to EDTF with the first format that matches, or else with Dragoman's own formats.

    Raises :class:`DateError` for text that is not a date, is ambiguous, or is relative to today.
    """
    problem: DateError | None = None
    for format in formats:
        try:
            if found := format.read(text):
                return found
        except DateError as error:
            problem = problem or error
    if problem:
        raise problem
    try:
        return _understood(text, formats).text
    except DateError:
        if (rest := without_weekday(text)) != text:
            with suppress(DateError):
                return _understood(rest, formats).text
        raise


_SLASHED = re.compile(r"[0-9]{1,2}([/-])[0-9]{1,2}\1[0-9]{4}")
_SEASON = re.compile(r"[0-9]{4}-2[1-4]")
_SEASONS = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}
_SERIAL = re.compile(r"[1-7][0-9]{4}(\.[0-9]+)?")
_DAY_0 = date(1899, 12, 30)
"""The day from which spreadsheets count (ECMA-376, 18.17.4.1)."""

_SOME_DAY, _OTHER_DAY = date(2001, 1, 3), date(2012, 8, 14)


def _understood(text: str, formats: Sequence[DayFormat]) -> ImpreciseDate:
    plain = western(text)
    if found := _SLASHED.fullmatch(plain):
        forms = f"DD{found[1]}MM{found[1]}YYYY", f"MM{found[1]}DD{found[1]}YYYY"
        raise DateError(
            f"{quoted(text)} could be {forms[0]} or {forms[1]}; set format to one of them"
        )
    try:
        understood = understand(plain, _SOME_DAY, zone=NO_ZONE)
    except UnknownFormError:
        if _SERIAL.fullmatch(plain):
            day = _DAY_0 + timedelta(int(float(plain)))
            raise DateError(
                f"{quoted(text)} is not a date; it may be {day} in a spreadsheet: format the column"
                " as dates there, and save the file again"
            ) from None
        if not formats:
            raise
        tried = ", ".join(format.text for format in formats)
        raise DateError(f"{quoted(text)} is not a date in the format {tried}") from None
    if _SEASON.fullmatch(plain):
        raise DateError(
            f"{quoted(text)} could be a season or two years; write"
            f" {plain[:4]}/{plain[:2]}{plain[5:]} or {_SEASONS[plain[5:]]} {plain[:4]}"
        )
    if understood != understand(plain, _OTHER_DAY, zone=NO_ZONE):
        raise DateError(f"{quoted(text)} depends on the current day; write a date")
    return understood
