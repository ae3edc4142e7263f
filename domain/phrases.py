"""Phrases: a small, closed English grammar for dates, translated to EDTF.

A command can show how it understood a phrase. Dragoman never guesses: an unknown, ambiguous or
incomplete phrase raises a `DateError` that says what to write instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from dragoman.domain.dates import (
    ALL_FORMS,
    EN_DASH,
    LONGEST_TEXT,
    MONTH_NAMES,
    SEASONS,
    WEEKDAY_NAMES,
    DateError,
    ImpreciseDate,
    UnknownFormError,
    _read,
    day_text,
    days_in_month,
    not_understood,
    parse_date,
    quarter_text,
    shown,
    year_text,
)

_MONTHS = {
    **{name.lower(): number for number, name in enumerate(MONTH_NAMES, 1)},
    **{name[:3].lower(): number for number, name in enumerate(MONTH_NAMES, 1)},
    "sept": 9,
}
_WEEKDAYS = {
    **{name.lower(): index for index, name in enumerate(WEEKDAY_NAMES)},
    **{name[:3].lower(): index for index, name in enumerate(WEEKDAY_NAMES)},
}
_SEASON_CODES = {**{name: code for code, name in SEASONS.items()}, "fall": "23"}
_OFFSETS = {"yesterday": -1, "today": 0, "tomorrow": 1}
_STEPS = {"last": -1, "this": 0, "next": 1}
_DAYS_OF = {"day": 1, "week": 7}
_MONTHS_OF = {"month": 1, "quarter": 3, "year": 12}

_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})"
_YEAR = r"(?P<year>[0-9]{4})"
_STEP = r"(?P<step>last|this|next)"
_WEEKDAY = rf"(?P<weekday>{'|'.join(_WEEKDAYS)})"
_COUNTED = r"(?P<count>[0-9]{1,4}) (?P<unit>day|week|month|year)s?"

_Reading = Callable[..., str | None]
_PHRASES: list[tuple[str, _Reading]] = []


def _phrase(pattern: str) -> Callable[[_Reading], _Reading]:
    """Register a function that takes today and the groups of a pattern, and returns EDTF or None.

    The patterns stay text so that this module loads fast. `re` compiles and caches the patterns
    when Dragoman reads the first phrase.
    """

    def register(reading: _Reading) -> _Reading:
        _PHRASES.append((pattern, reading))
        return reading

    return register


def _read_phrase(phrase: str, today: date) -> str | None:
    """Return the EDTF of a phrase without open bounds: a point in time or a closed period."""
    try:
        known = parse_date(phrase.upper())
    except UnknownFormError:
        for pattern, reading in _PHRASES:
            if (match := re.fullmatch(pattern, phrase)) and (
                text := reading(today, **match.groupdict())
            ):
                return text
        return None
    return None if known.first is None or known.last is None else known.text


def _month_text(months: int) -> str:
    """Format the month that is `months` months after January of the year 0."""
    year, index = divmod(months, 12)
    return f"{year_text(year)}-{index + 1:02}"


@_phrase(r"(?P<name>today|tomorrow|yesterday)")
def _near_day(today: date, name: str) -> str:
    return day_text(today.toordinal() + _OFFSETS[name])


@_phrase(rf"{_STEP} {_WEEKDAY}")
def _stepped_weekday(today: date, step: str, weekday: str) -> str:
    """Return the next, last or this week's occurrence of a weekday, relative to today."""
    ahead = _WEEKDAYS[weekday] - today.weekday()
    if step == "next" and ahead <= 0:
        ahead += 7
    if step == "last" and ahead >= 0:
        ahead -= 7
    return day_text(today.toordinal() + ahead)


@_phrase(rf"in {_COUNTED}")
def _ahead(today: date, count: str, unit: str) -> str:
    return _moved(today, int(count), unit)


@_phrase(rf"{_COUNTED} ago")
def _ago(today: date, count: str, unit: str) -> str:
    return _moved(today, -int(count), unit)


def _moved(today: date, count: int, unit: str) -> str:
    """Move a day by a number of units; if the new month has no such day, use its last day."""
    if unit in _DAYS_OF:
        return day_text(today.toordinal() + count * _DAYS_OF[unit])
    months = today.year * 12 + today.month - 1 + count * _MONTHS_OF[unit]
    year, index = divmod(months, 12)
    return f"{_month_text(months)}-{min(today.day, days_in_month(year, index + 1)):02}"


@_phrase(rf"{_STEP} week")
def _stepped_week(today: date, step: str) -> str:
    monday = today.toordinal() - today.weekday() + 7 * _STEPS[step]
    return f"{day_text(monday)}/{day_text(monday + 6)}"


@_phrase(rf"{_STEP} month")
def _stepped_month(today: date, step: str) -> str:
    return _month_text(today.year * 12 + today.month - 1 + _STEPS[step])


@_phrase(rf"{_STEP} quarter")
def _stepped_quarter(today: date, step: str) -> str:
    year, index = divmod(today.year * 4 + (today.month - 1) // 3 + _STEPS[step], 4)
    return quarter_text(year_text(year), index + 1)


@_phrase(rf"{_STEP} year")
def _stepped_year(today: date, step: str) -> str:
    return year_text(today.year + _STEPS[step])


@_phrase(rf"q(?P<number>[1-4]) {_YEAR}")
@_phrase(rf"(?P<number>1(?=st)|2(?=nd)|3(?=rd)|4(?=th))[a-z]{{2}} quarter (?:of )?{_YEAR}")
def _quarter(today: date, number: str, year: str) -> str:
    return quarter_text(year, int(number))


@_phrase(rf"{_DAY} (?:of )?{_MONTH},? {_YEAR}")
@_phrase(rf"{_MONTH} {_DAY},? {_YEAR}")
def _named_day(today: date, day: str, month: str, year: str) -> str:
    return f"{year}-{_MONTHS[month]:02}-{int(day):02}"


@_phrase(rf"(?P<day>[0-9]{{1,2}})\.(?P<month>[0-9]{{1,2}})\.{_YEAR}")
def _dotted_day(today: date, day: str, month: str, year: str) -> str:
    if int(month) > 12:
        raise DateError(f"there is no month {month}; write day.month.year, as in 20.04.2025")
    return f"{year}-{int(month):02}-{int(day):02}"


@_phrase(rf"{_MONTH} {_YEAR}")
def _named_month(today: date, month: str, year: str) -> str:
    return f"{year}-{_MONTHS[month]:02}"


@_phrase(rf"(?P<season>{'|'.join(_SEASON_CODES)}) {_YEAR}")
def _named_season(today: date, season: str, year: str) -> str:
    return f"{year}-{_SEASON_CODES[season]}"


@_phrase(rf"{_MONTH} (?P<start>[0-9]{{1,2}}) ?- ?(?P<end>[0-9]{{1,2}}),? {_YEAR}")
def _days_of_month(today: date, month: str, start: str, end: str, year: str) -> str:
    return "/".join(f"{year}-{_MONTHS[month]:02}-{int(day):02}" for day in (start, end))


@_phrase(rf"{_WEEKDAY},? (?P<rest>.+)")
def _checked_weekday(today: date, weekday: str, rest: str) -> str | None:
    """Read a weekday and a day, which has to fall on that weekday."""
    text = _read_phrase(rest, today)
    if text is None:
        return None
    day = parse_date(text)
    if day.first is None or not day.is_exact_day:
        raise DateError(f"a weekday needs a day, as in {weekday} 20 April 2025")
    actual, named = (day.first - 1) % 7, _WEEKDAYS[weekday]
    if actual != named:
        raise DateError(f"{text} is a {WEEKDAY_NAMES[actual]}, not a {WEEKDAY_NAMES[named]}")
    return text


# --- English: bounds, ranges and advice -------------------------------------------------------

_RANGES = (
    r"between (?P<start>.+) and (?P<end>.+)",
    r"from (?P<start>.+) (?:to|until) (?P<end>.+)",
    r"(?P<start>.+) (?:to|-) (?P<end>.+)",
    rf"(?P<start>(?:{_DAY}|{_MONTH}) ?)-(?P<end>.+)",
    r"(?P<start>[0-9]{4})-(?P<end>[0-9]{4})",
)
_BOUND = r"(?P<word>by|until|before|since|from) (?P<rest>.+)"
_ABOUT = r"(?:(?:about|around|circa) |~ ?)(?P<rest>.+)"


def _read_term(phrase: str, today: date) -> str | None:
    """Return the EDTF of a phrase that can begin with "about"."""
    about = re.fullmatch(_ABOUT, phrase)
    if about is None:
        return _read_phrase(phrase, today)
    text = _read_phrase(about["rest"], today)
    return text and "/".join(_made_approximate(end) for end in text.split("/"))


def _made_approximate(text: str) -> str:
    if text.endswith(("?", "%")):
        return f"{text[:-1]}%"
    return text if text.endswith("~") else f"{text}~"


def _read_range(phrase: str, today: date) -> str | None:
    """Return the EDTF interval of "X to Y", "between X and Y", "20-21 April 2025"."""
    for pattern in _RANGES:
        if not (match := re.fullmatch(pattern, phrase)):
            continue
        start, end = match["start"].strip(), match["end"].strip()
        first = _read_term(start, today) or _read_term(_completed(start, end), today)
        last = _read_term(end, today)
        if first and last:
            return f"{first.split('/')[0]}/{last.split('/')[-1]}"
    return None


def _completed(start: str, end: str) -> str:
    """Complete the start of a range ("20", "30 april", "april") from the end of the range."""
    tail = re.search(r"(?P<month>[a-z]+)?,? (?P<year>[0-9]{4})$", end)
    if tail is None:
        return start
    month = f" {tail['month']}" if re.fullmatch(_DAY, start) else ""
    return f"{start}{month} {tail['year']}"


def _read_bound(phrase: str, today: date) -> str | None:
    """Return the EDTF of "by X", "until X", "before X", "since X", "from X"."""
    match = re.fullmatch(_BOUND, phrase)
    text = match and _read_term(match["rest"], today)
    if not match or not text:
        return None
    if match["word"] in ("since", "from"):
        return f"{text.split('/')[0]}/.."
    if match["word"] in ("by", "until"):
        return f"../{text.split('/')[-1]}"
    return f"../{_day_before(text)}"


def _day_before(text: str) -> str:
    """Return the day before a closed period, with the qualifier of the period."""
    start, _ = _read(text)
    return ".." if start.first is None else f"{day_text(start.first - 1)}{start.qualifier}"


_NO_YEAR = "has no year; write February 2025 or 20 April 2025"
_ADVICE = (
    (
        r"[0-9]{1,2}[/-][0-9]{1,2}[/-](?:[0-9]{2}|[0-9]{4})",
        "is ambiguous: which is the day, and which the month? Write the date in one of these"
        " forms: 2025-05-04, 4 May 2025",
    ),
    (r"[0-9]{1,2}[/.][0-9]{1,2}\.?", "has no year and is ambiguous; write 4 May 2025"),
    (r"[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{2}", "needs a year of four digits, as in 20.04.2025"),
    (rf"(?:{_DAY} (?:of )?)?{_MONTH}", _NO_YEAR),
    (rf"{_MONTH} {_DAY}", _NO_YEAR),
    (r"q[1-4]|spring|summer|autumn|fall|winter", "has no year; write Q1 2026 or spring 2025"),
    (_WEEKDAY, "could be in any week; write next monday, last monday or this monday"),
    (r"[0-9]{4}([/.])[0-9]{1,2}\1[0-9]{1,2}", "needs hyphens, as in 2025-04-20"),
    (r"[0-9]{8}", "needs hyphens, as in 2025-04-20"),
)


def _refusal(text: str, phrase: str) -> DateError:
    """Return an error with specific advice if possible, or else with all known formats."""
    for pattern, advice in _ADVICE:
        if re.fullmatch(pattern, phrase):
            return DateError(f"{shown(text)} {advice}")
    return not_understood(text, ALL_FORMS)


def _read_english(phrase: str, today: date) -> str | None:
    return _read_term(phrase, today) or _read_range(phrase, today) or _read_bound(phrase, today)


def understand(text: str, today: date) -> ImpreciseDate:
    """Read EDTF, or one of a closed set of English phrases relative to `today`.

    Case and surrounding whitespace do not matter. The phrases are: today, tomorrow,
    yesterday; next|last|this with a weekday, week, month, quarter or year; in 2 weeks, 3 days
    ago; Q1 2026, 1st quarter 2026; 20 April 2025, April 20, 2025, 20.04.2025, with or without
    a weekday before it; 20-21 April 2025; April 2025; spring 2025; and, with any of these as X
    and Y: by X, until X, before X, since X, from X, about X, X to Y, between X and Y.

    "Next monday" is the first Monday after today, "last monday" is the last Monday before today,
    and "this monday" is the Monday of the current week (Monday to Sunday). "In 1 month" from the
    31st is the last day of a shorter month. "Before X" ends on the day before the first day of X.

    Raises DateError for ambiguous and incomplete phrases, and never guesses.
    """
    stripped = text.strip()
    if len(stripped) > LONGEST_TEXT:
        raise not_understood(stripped, ALL_FORMS)
    try:
        return parse_date(stripped)
    except UnknownFormError:
        return _understand_english(stripped, today)


def _understand_english(text: str, today: date) -> ImpreciseDate:
    phrase = " ".join(text.lower().replace(EN_DASH, "-").split())
    try:
        edtf = _read_english(phrase, today)
        if edtf is not None:
            return parse_date(edtf)
    except DateError as error:
        raise DateError(f"{shown(text)}: {error}") from None
    raise _refusal(text, phrase)
