"""Phrases: a closed English grammar for dates, translated to EDTF.

The grammar also accepts every date that Dragoman displays, and the names of months and weekdays in
other languages. A command can show how it understood a phrase. Dragoman never guesses: an unknown
or ambiguous phrase raises a `DateError` that says what to write instead. A phrase without a year
means the nearest such date.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta

from dragoman.domain import zones
from dragoman.domain.clock_words import CLOCK, with_plain_clocks
from dragoman.domain.date_words import NUMBERS, begins_day, in_english, western, without_year_words
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
from dragoman.domain.day_ranges import ranges_of_days, with_dots_of
from dragoman.domain.period_words import BEFORE_DAYS, OF_DAYS
from dragoman.domain.zone_words import DOTTED_I, SHIFT, placed_zone, split_zone, with_zoned_clock

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
_DAYS_OF = {"day": 1, "week": 7, "fortnight": 14}
_MONTHS_OF = {"month": 1, "quarter": 3, "year": 12}
_UNITS = {"d": "day", "w": "week", "m": "month", "y": "year"}
_ORDINALS = {"first": "1", "second": "2", "third": "3", "fourth": "4"}

_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})"
_YEAR = r"(?P<year>-?[0-9]{4}|y-?[0-9]{5,})"
_STEP = r"(?P<step>last|this|next)"
_WEEKDAY = rf"(?P<weekday>{'|'.join(_WEEKDAYS)})"
_COUNTED = rf"(?P<count>[0-9]{{1,4}}|{'|'.join(NUMBERS)}) (?P<unit>day|week|fortnight|month|year)s?"
_NTH = rf"(?:(?P<number>[1-4])(?:st|nd|rd|th)|(?P<word>{'|'.join(_ORDINALS)}))"

_Reading = Callable[..., str | None]
_PHRASES: list[tuple[str, _Reading]] = []


def _phrase(pattern: str) -> Callable[[_Reading], _Reading]:
    """Register a function that takes today and the groups of a pattern, and returns EDTF or None.

    To load fast, this module keeps the patterns as text. `re` compiles and caches the patterns when
    Dragoman reads the first phrase.
    """

    def register(reading: _Reading) -> _Reading:
        _PHRASES.append((pattern, reading))
        return reading

    return register


def _read_phrase(phrase: str, today: date) -> str | None:
    """Return the EDTF of a phrase for a point in time or a closed period."""
    try:
        known = None if _has_words(phrase) else parse_date(phrase.upper())
    except UnknownFormError:
        known = None
    if known is not None:
        return None if known.first is None or known.last is None else known.text
    for pattern, reading in _PHRASES:
        if (match := re.fullmatch(pattern, phrase)) and (
            text := reading(today, **match.groupdict())
        ):
            return text.upper()
    return None


def _has_words(phrase: str) -> bool:
    """Return whether a phrase contains letters that EDTF does not use."""
    return bool(re.search(r"[^\W\d_XYTZExytze]", phrase))


def _month_text(months: int) -> str:
    """Format the month that is `months` months after January of the year 0."""
    year, index = divmod(months, 12)
    return f"{year_text(year)}-{index + 1:02}"


@_phrase(r"(?P<name>today|tomorrow|yesterday)")
def _near_day(today: date, name: str) -> str:
    return day_text(today.toordinal() + _OFFSETS[name])


@_phrase(r"(?:the )?day (?P<side>before yesterday|after tomorrow)")
def _next_but_one(today: date, side: str) -> str:
    return day_text(today.toordinal() + (2 if side.startswith("after") else -2))


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
@_phrase(rf"{_COUNTED} from (?:now|today)")
def _ahead(today: date, count: str, unit: str) -> str:
    return _moved(today, _count(count), unit)


@_phrase(rf"{_COUNTED} ago")
def _ago(today: date, count: str, unit: str) -> str:
    return _moved(today, -_count(count), unit)


@_phrase(r"(?P<sign>[+-])(?P<count>[0-9]{1,4}) ?(?P<unit>[dwmy])")
def _shifted(today: date, sign: str, count: str, unit: str) -> str:
    return _moved(today, int(f"{sign}{count}"), _UNITS[unit])


def _count(text: str) -> int:
    return NUMBERS.get(text) or int(text)


def _moved(today: date, count: int, unit: str) -> str:
    """Move a day by a number of units; if the new month has no such day, use its last day."""
    if unit in _DAYS_OF:
        return day_text(today.toordinal() + count * _DAYS_OF[unit])
    months = today.year * 12 + today.month - 1 + count * _MONTHS_OF[unit]
    year, index = divmod(months, 12)
    return f"{_month_text(months)}-{min(today.day, days_in_month(year, index + 1)):02}"


@_phrase(rf"{_YEAR}-?w(?P<week>[0-9]{{2}})(?:-?(?P<day>[1-7]))?")
@_phrase(rf"(?:week|[ck]?w) ?(?P<week>[0-9]{{1,2}})(?P<day>),? (?:of )?{_YEAR}")
def _week(today: date, week: str, day: str | None, year: str) -> str:
    """Return an ISO 8601 week (Monday to Sunday), or one day of such a week."""
    try:
        monday = date.fromisocalendar(int(year), int(week), 1).toordinal()
    except ValueError:
        raise DateError(f"{year} has no week {int(week)}") from None
    return day_text(monday + int(day) - 1) if day else f"{day_text(monday)}/{day_text(monday + 6)}"


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


@_phrase(rf"q(?P<number>[1-4])[ /]?(?P<word>){_YEAR}")
@_phrase(rf"{_YEAR}[-/ ]?q(?P<number>[1-4])(?P<word>)")
@_phrase(rf"(?:the )?{_NTH} quarter (?:of )?{_YEAR}")
def _quarter(today: date, number: str | None, word: str | None, year: str) -> str:
    return quarter_text(year, int(number or _ORDINALS[word or ""]))


@_phrase(rf"h(?P<number>[12])[ /]?(?P<word>){_YEAR}")
@_phrase(rf"{_YEAR}[-/ ]?h(?P<number>[12])(?P<word>)")
@_phrase(rf"(?:the )?{_NTH} half (?:of )?{_YEAR}")
def _half(today: date, number: str | None, word: str | None, year: str) -> str | None:
    half = int(number or _ORDINALS[word or ""])
    return f"{year}-{half * 6 - 5:02}/{year}-{half * 6:02}" if half < 3 else None


@_phrase(rf"{_DAY} (?:of )?{_MONTH},? {_YEAR}")
@_phrase(rf"{_MONTH} {_DAY},? {_YEAR}")
def _named_day(today: date, day: str, month: str, year: str) -> str:
    return f"{year}-{_MONTHS[month]:02}-{int(day):02}"


@_phrase(rf"{_YEAR}(?P<sign>[-/.]?)(?P<month>[0-9]{{1,2}})(?P=sign)(?P<day>[0-9]{{1,2}})")
def _year_first(today: date, sign: str, year: str, month: str, day: str) -> str | None:
    """Read 2025-4-20, 2025/04/20 or 20250420: the year is first, so the day is last."""
    if not sign and len(month + day) < 4:
        return None
    return _dotted_day(today, day, month, year)


@_phrase(rf"{_YEAR}-(?P<month>[1-9])")
def _short_month(today: date, year: str, month: str) -> str:
    return f"{year}-{int(month):02}"


@_phrase(rf"(?P<one>[0-9]{{1,2}})(?P<sign>[/-])(?P<other>[0-9]{{1,2}})(?P=sign){_YEAR}")
def _slashed_day(today: date, one: str, sign: str, other: str, year: str) -> str | None:
    """Read 20/04/2025 or 04/20/2025, where only one of the numbers can be the month."""
    if int(one) > 12 or one == other:
        return _dotted_day(today, one, other, year)
    return _dotted_day(today, other, one, year) if int(other) > 12 else None


@_phrase(rf"(?P<day>[0-9]{{1,2}})\.(?P<month>[0-9]{{1,2}})\.{_YEAR}")
def _dotted_day(today: date, day: str, month: str, year: str) -> str:
    if int(month) > 12:
        raise DateError(f"there is no month {month}; write day.month.year, as in 20.04.2025")
    return f"{year}-{int(month):02}-{int(day):02}"


@_phrase(rf"{_MONTH} {_YEAR}")
def _named_month(today: date, month: str, year: str) -> str:
    return f"{year}-{_MONTHS[month]:02}"


@_phrase(rf"winter {_YEAR}/(?P<end>[0-9]{{2}}|[0-9]{{4}})")
def _winter(today: date, year: str, end: str) -> str | None:
    """Read a winter with both of its years: "winter 2025/26"."""
    return f"{year}-24" if (int(year) + 1) % 100 == int(end) % 100 else None


@_phrase(rf"(?:the )?(?P<season>{'|'.join(_SEASON_CODES)}) (?:of )?{_YEAR}")
def _named_season(today: date, season: str, year: str) -> str:
    return f"{year}-{_SEASON_CODES[season]}"


@_phrase(rf"{_MONTH} (?P<start>[0-9]{{1,2}})(?: ?- ?| to )(?P<end>[0-9]{{1,2}}),? {_YEAR}")
def _days_of_month(today: date, month: str, start: str, end: str, year: str) -> str:
    return "/".join(f"{year}-{_MONTHS[month]:02}-{int(day):02}" for day in (start, end))


_PARTS = {"early": 0, "beginning": 0, "start": 0, "mid": 1, "middle": 1, "late": 2, "end": 2}


@_phrase(r"(?P<part>early|mid|late)[ -](?:in )?(?P<rest>.+)")
@_phrase(r"(?:the )?(?P<part>beginning|start|middle|end) of (?P<rest>.+)")
def _part(today: date, part: str, rest: str) -> str | None:
    """Return the first, the middle or the last third of a period."""
    whole = re.sub(r"^the (?=(?:week|month|quarter|year)$)", "this ", rest)
    text = _read_phrase(whole, today)
    period = parse_date(text) if text else None
    if period is None or period.first is None or period.last is None:
        return None
    thirds = _thirds(period.first, period.last)
    if thirds is None:
        return None
    first, last = map(day_text, thirds[_PARTS[part]])
    if period.last - period.first > MONTHS_LONG:
        first, last = first.rpartition("-")[0], last.rpartition("-")[0]
    return f"{first}/{last}"


@_phrase(rf"(?:the )?(?:{_NTH}|last) week (?:of|in) (?P<rest>.+)")
def _week_of_month(today: date, number: str | None, word: str | None, rest: str) -> str | None:
    """Return a week of a month, counted from its first day; the last week ends with the month."""
    text = _read_phrase(rest, today)
    month = parse_date(text) if text else None
    if month is None or month.first is None or month.last is None:
        return None
    if not 27 <= month.last - month.first <= 30:
        return None
    nth = number or _ORDINALS.get(word or "")
    first = month.first + 7 * (int(nth) - 1) if nth else month.last - 6
    return f"{day_text(first)}/{day_text(first + 6)}"


MONTHS_LONG = 80
"""The number of days above which the thirds of a period are whole months."""


def _thirds(first: int, last: int) -> list[tuple[int, int]] | None:
    """Return the thirds of a period, such as days 1-10 of a month, or Friday to Sunday."""
    length = last - first + 1
    if length == 7:
        starts = [first, first + 2, first + 4]
    elif 28 <= length <= 31:
        starts = [first, first + 10, first + 20]
    elif length > MONTHS_LONG:
        months = round(length / 30.4)
        starts = [_months_later(first, months * third // 3) for third in range(3)]
    else:
        return None
    return list(zip(starts, [*(start - 1 for start in starts[1:]), last], strict=True))


def _months_later(day: int, months: int) -> int:
    """Return the first day of the month that is ``months`` months after the month of ``day``."""
    known = parse_date(day_text(day))
    year, month = (known.text.removeprefix("Y")).rsplit("-", 2)[:2]
    first = parse_date(_month_text(int(year) * 12 + int(month) - 1 + months)).first
    assert first is not None
    return first


_SHIFT = rf"(?P<shift>{SHIFT}|)"
_HOURS = rf"(?P<clock>{CLOCK})(?:(?P<dash> ?- ?| to )(?P<end>{CLOCK}))?{_SHIFT}"


@_phrase(rf"(?P<rest>.+?),? (?:at )?{_HOURS}")
def _timed_day(
    today: date, rest: str, clock: str, dash: str | None, end: str | None, shift: str
) -> str | None:
    """Read a day with a time or times: "5 Dec 2025 14:30", "5 Dec 2025 14:30-16:00 UTC+04:00".

    If the time at the end is earlier than the time at the start, the end is on the next day.
    """
    text = _read_phrase(rest, today)
    if text is None or not parse_date(text).is_exact_day or "T" in text:
        return None
    if hour := re.fullmatch(r" ?[+-]([0-9]{1,2})", shift):
        hours = f"{clock} to {hour[1]}:00" if shift.strip()[0] == "-" else f"{clock} as hours"
        raise DateError(f"write {hours}, or {clock} UTC{shift.strip()}:00 for an offset")
    offset, start = _offset(shift), _full_clock(clock)
    if end is None:
        return f"{text}T{start}{offset}"
    last = _full_clock(end)
    if last == start:
        raise DateError(f"the hours end when they begin; write {rest} {clock}{shift}")
    if last < start and dash == "-":
        raise DateError(f"write {clock} to {end} for hours, or {clock} UTC-{end} for an offset")
    return f"{text}T{start}{offset}/{_day_after(text) if last <= start else text}T{last}{offset}"


def _full_clock(clock: str) -> str:
    """Format a time of day for EDTF, with two digits for the hours, and with seconds."""
    hour, *others = clock.split(":")
    return ":".join((f"{int(hour):02}", *others, *(["00"] if len(others) == 1 else [])))


def _offset(shift: str) -> str:
    """Format an offset from UTC for EDTF: "Z", "+04", "+04:00"; return "" if there is none."""
    plain = re.sub("utc|gmt|[ :]", "", shift)
    if not plain:
        return "Z" if shift else ""
    sign, digits = plain[0], plain[1:]
    hours, minutes = (digits, "") if len(digits) < 3 else (digits[:-2], digits[-2:])
    return f"{sign}{int(hours):02}{minutes and ':'}{minutes}"


@_phrase(rf"{_YEAR}, (?P<what>month unknown|month and day unknown)")
def _unknown_month(today: date, year: str, what: str) -> str:
    return f"{year}-XX-XX" if "day" in what else f"{year}-XX"


@_phrase(r"(?P<rest>.+), day unknown")
def _unknown_day(today: date, rest: str) -> str | None:
    text = _read_phrase(rest, today)
    return f"{text}-XX" if text and re.fullmatch(r".+-[0-9]{2}", text) else None


@_phrase(r"(?P<start>-?[0-9]{4})-(?P<end>-?[0-9]{4}), year unknown")
def _unknown_year(today: date, start: str, end: str) -> str | None:
    """Read a century, or a decade BC, from its first and last year: "1900-1999, year unknown"."""
    for length in (1, 2):
        text = f"{start[:-length]}{'X' * length}"
        with suppress(DateError):
            years = parse_date(text)
            if {years.earliest, years.latest} == {f"{start}-01-01", f"{end}-12-31"}:
                return text
    return None


@_phrase(r"(?P<decade>[0-9]{3})0s")
def _decade(today: date, decade: str) -> str:
    return f"{decade}X"


@_phrase(rf"{_WEEKDAY},? (?P<rest>.+)")
def _checked_weekday(today: date, weekday: str, rest: str) -> str | None:
    """Read a weekday followed by a date; the date has to fall on that weekday."""
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


_BACK, _AHEAD = ("since", "from", "after"), ("by", "until", "before")


_TIME_FIRST = rf"(?P<bound>(?:(?:{'|'.join((*_BACK, *_AHEAD))}) )?)(?:at )?(?P<hours>{_HOURS})"


def _hours_last(phrase: str) -> str:
    """Move hours at the start of a phrase to its end, so that words for the day come first."""
    match = re.fullmatch(
        rf"(?:at )?(?P<hours>{_HOURS}),? (?:{OF_DAYS} (?=[0-9]))?(?P<day>[^:]+)", phrase
    )
    return f"{match['day']} {match['hours']}" if match and begins_day(match["day"]) else phrase


def _time_last(phrase: str) -> str:
    """Move a time of day to the end of a phrase; a time without a day means today."""
    match = re.fullmatch(
        rf"{_TIME_FIRST}(?:,? (?:(?:on|{BEFORE_DAYS}) )?(?P<day>[a-z0-9].*))?", phrase
    )
    return f"{match['bound']}{match['day'] or 'today'} {match['hours']}" if match else phrase


# --- English: bounds, ranges and advice -------------------------------------------------------

_RANGES = (
    r"between (?P<start>.+) and (?P<end>.+)",
    r"from (?P<start>.+) (?:to|until) (?P<end>.+)",
    r"(?P<start>.+) (?:to|-) (?P<end>.+)",
    rf"(?P<start>(?:{_DAY}|{_MONTH}|{'|'.join(_SEASON_CODES)}) ?)-(?P<end>.+)",
    rf"(?P<start>{_DAY} {_MONTH})-(?P<end>[0-9]{{1,2}} .+)",
    r"(?P<start>-?[0-9]{4,})-(?P<end>-?[0-9]{4,})",
    r"(?P<start>.*[a-z:].*?) ?/ ?(?P<end>.*[a-z:].*)",
)
_BOUND = r"(?P<word>by|until|before|since|from|after) (?P<rest>.+)"
_OPEN = {
    "any time": "../..",
    "any time, end unknown": "../",
    "any time, start unknown": "/..",
}


def _weekday_first(match: re.Match[str]) -> str:
    """Return "tuesday 12 may 2026" for the Turkish order "12 may 2026 tuesday"."""
    return f"{match['weekday']} {match[1]}"


_SPELLINGS = (
    (r"^on (?=.)", ""),
    (r"(?<=.),? all day$", ""),
    (rf"\b({'|'.join(_MONTHS)})/\1\b", r"\1"),
    (rf"\b({_WEEKDAY}) at (?=[0-9])", r"\1 "),
    (rf"\bend[- ](?={_MONTH}\b|[0-9]{{4}}$)", "end of "),
    (r"\b(year|month|quarter)(?:'s)?[- ]end$", r"end of \1"),
    (r"\bend of (?:the )?year (?=[0-9]{4})", "end of "),
    (r"^((?:\w+ )?)end of (?=week|month|quarter|year)", r"\1end of the "),
    (r"^before (?=(?:(?:about|around|circa) )?(?:the )?end of )", "by "),
    (rf"^({_DAY} {_MONTH} {_YEAR}),? ({_WEEKDAY})(?: günü)?\b(?! at [a-z])", _weekday_first),
    (r"^(?:no|not) later than |^at the latest |^latest ", "by "),
    (r"^(?:not before|no earlier than|starting) ", "since "),
    (r"\b([0-9]+) bce?\b", lambda match: year_text(1 - int(match[1])).lower()),
    (rf"(?<=[0-9])t({CLOCK}) ?([+-])", r" \1 utc\2"),
    (rf"(?<=[0-9])t(?={CLOCK})", " "),
    (rf"({CLOCK}) ?z\b", r"\1 utc"),
    (r"^\.\./(?=.+:)", "by "),
    (r"^(.+:.+)/\.\.$", r"since \1"),
)
"""Patterns for other spellings, each with the spelling that the grammar reads."""
_ABOUT = r"(?:(?:about|around|circa) |~ ?)(?P<rest>.+)"


def _read_term(phrase: str, today: date) -> str | None:
    """Return the EDTF of a phrase that can begin with "about", or end with a question mark."""
    about = re.fullmatch(_ABOUT, phrase)
    rest = about["rest"] if about else phrase
    text = _read_phrase(rest, today)
    if text is None and rest.endswith("?"):
        text = _read_phrase(rest[:-1].rstrip(), today)
        text = text and "/".join(f"{end}?" for end in text.split("/"))
    if not about:
        return text
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
        if (hours := re.fullmatch(rf"{CLOCK}{_SHIFT}", end)) and ":" in start:
            shift = hours["shift"]
            return _read_term(f"{start.removesuffix(shift)} to {end}", today)
        first = _read_term(start, today)
        last = _read_term(end, today)
        if last and not first:
            has_month = re.search(rf"\b{_MONTH}\b", start) is not None
            first = _read_start(_completed(start, end), last, today, has_month)
        if first and last:
            return f"{first.split('/')[0]}/{last.split('/')[-1]}"
    return None


def _read_days(text: str, today: date, toward: int) -> str | None:
    """Return the EDTF of two days with words of any language between them, or with a dash.

    Dragoman reads these ranges last, so they do not change the meaning of other phrases.
    """
    lower = western(" ".join(text.replace(DOTTED_I, "i").split())).lower()
    for start, end in ranges_of_days(without_year_words(lower)):
        last = _plain_phrase(end)[0]
        if dotted := with_dots_of(start, last):
            return _read_dotted(*dotted, last, today)
        phrase = f"{_plain_phrase(start)[0]} to {last}"
        if edtf := _read_range(phrase, today) or _read_nearest(phrase, today, toward):
            return edtf
    return None


def _read_dotted(start: str, has_month: bool, end: str, today: date) -> str | None:
    last = _read_term(end, today)
    first = last and _read_start(start, last, today, has_month)
    return f"{first}/{last}" if first else None


def _read_start(phrase: str, last: str, today: date, has_month: bool) -> str | None:
    """Return the EDTF of the start of a range, completed with the year of its end.

    If the start has its own month, it can be in the year before the end: 29 Dec - 2 Jan 2026.
    """
    text = _read_term(phrase, today)
    begins, ends = parse_date(text).first if text else None, parse_date(last).last
    if not has_month or begins is None or ends is None or begins <= ends:
        return text
    before = re.sub(r"[0-9]{4}$", lambda year: f"{int(year[0]) - 1:04}", phrase)
    return _read_term(before, today)


def _completed(start: str, end: str) -> str:
    """Complete the start of a range ("20", "30 april", "april") from the end of the range."""
    if start in _PARTS and (part := re.fullmatch(rf"(?:{'|'.join(_PARTS)})[ -](.+)", end)):
        return f"{start} {part[1]}"
    tail = re.search(rf"(?P<month>[a-z]+)?,? {_YEAR}$", end)
    if tail is None:
        return start
    month = f" {tail['month']}" if re.fullmatch(_DAY, start) else ""
    return f"{start}{month} {tail['year']}"


def _read_bound(phrase: str, today: date) -> str | None:
    """Return the EDTF of "by X", "until X", "before X", "since X", "from X", "after X"."""
    unknown = re.fullmatch(r"(?P<word>until|from) (?P<rest>.+), (?:start|end) unknown", phrase)
    match = unknown or re.fullmatch(_BOUND, phrase)
    text = match and _read_term(match["rest"], today)
    if not match or not text:
        return None
    word, start, end = match["word"], text.split("/")[0], text.split("/")[-1]
    if unknown:
        return f"/{end}" if word == "until" else f"{start}/"
    if "T" in text:
        return f"{end if word == 'after' else start}/.." if word in _BACK else f"../{end}"
    if word == "after":
        return f"{_day_after(text)}/.."
    if word in ("since", "from"):
        return f"{start}/.."
    return f"../{end}" if word in ("by", "until") else f"../{_day_before(text)}"


def _day_after(text: str) -> str:
    """Return the day after a closed period, with the qualifier of the period."""
    start, end = _read(text)
    last = end if "/" in text else start
    return ".." if last.last is None else f"{day_text(last.last + 1)}{last.qualifier}"


def _day_before(text: str) -> str:
    """Return the day before a closed period, with the qualifier of the period."""
    start, _ = _read(text)
    return ".." if start.first is None else f"{day_text(start.first - 1)}{start.qualifier}"


_ADVICE = (
    (
        r"[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{2}|.*[a-z],? '?[0-9]{2}"
        rf"|.*-{_MONTH}-[0-9]{{2}}",
        "needs a year of four digits, as in 20.04.2025",
    ),
    (
        r"[0-9]{1,2}[/-][0-9]{1,2}[/-][0-9]{4}",
        "is ambiguous: which is the day, and which the month? Write the date in one of these"
        " forms: 2025-05-04, 4 May 2025",
    ),
    (r"[0-9]{1,2}[/.][0-9]{1,2}\.?", "has no year and is ambiguous; write 4 May 2025"),
    (
        rf".*{CLOCK} ?[^-0-9:].*",
        "does not name a day and a known time zone; write 4 May 2025 14:30 Asia/Baku, or"
        " 4 May 2025 14:30 UTC+04:00",
    ),
)


def _refusal(text: str, phrase: str) -> DateError:
    """Return an error with specific advice or, if there is none, with all known formats."""
    forms = (re.sub(rf",? {_HOURS}$", "", phrase), text.lower())
    for pattern, advice in _ADVICE:
        if any(re.fullmatch(pattern, form) for form in forms):
            return DateError(f"{shown(text)} {advice}")
    return not_understood(text, ALL_FORMS)


def _read_english(phrase: str, today: date) -> str | None:
    return (
        _OPEN.get(phrase)
        or _read_term(phrase, today)
        or _read_range(phrase, today)
        or _read_bound(phrase, today)
    )


# --- Dates without a year ---------------------------------------------------------------------

_YEARLESS = rf"(?:.*\b)?(?:{_MONTH}|{'|'.join(_SEASON_CODES)}|[qh][1-4]|quarter|half)(?: {_DAY})?"
_WITH_TIME = re.compile(r"(?P<day>.*?)(?P<time>,? (?:at )?[0-9]{1,2}:.*)")
_BOUNDS = "|".join((*_BACK, *_AHEAD))
_ANY_WEEK = rf"(?P<bound>(?:(?:{_BOUNDS}) )?){_WEEKDAY}(?P<time>(?:,? [0-9]{{1,2}}:.*)?)"


def _read_nearest(phrase: str, today: date, toward: int) -> str | None:
    """Return the EDTF of the nearest date that a weekday, or a phrase without a year, can mean."""
    first = phrase.partition(" ")[0]
    is_range = any(re.fullmatch(pattern, phrase) for pattern in _RANGES)
    own = 0 if is_range else -1 if first in _BACK else 1 if first in _AHEAD else 0
    toward = toward or own
    found = [parse_date(text) for text in _candidates(phrase, today)]
    best = min(found, key=lambda one: _distance(one, today, toward), default=None)
    if best and toward and _distance(best, today, toward)[0]:
        _refuse_other_weekday(phrase, today, toward)
    return best.text if best else None


def _refuse_other_weekday(phrase: str, today: date, toward: int) -> None:
    """Raise DateError if the weekday does not fit the date on the right side of today."""
    if not (match := re.match(rf"(?P<bound>(?:(?:{_BOUNDS}) )?){_WEEKDAY},? ", phrase)):
        return
    bare = match["bound"] + phrase[match.end() :]
    for year in (today.year, today.year + toward):
        text = _read_english(f"{bare} {year_text(year)}", today)
        if text and not _distance(parse_date(text), today, toward)[0]:
            _read_english(f"{phrase} {year_text(year)}", today)


def _candidates(phrase: str, today: date) -> Iterator[str]:
    """Yield the EDTF of a phrase for each of the weeks or years around today."""
    if match := re.fullmatch(_ANY_WEEK, phrase):
        this = today.toordinal() + _WEEKDAYS[match["weekday"]] - today.weekday()
        days = [day_text(this + 7 * week) for week in (-1, 0, 1)]
        phrases = [f"{match['bound']}{day}{match['time']}" for day in days]
    else:
        parts = _WITH_TIME.fullmatch(phrase)
        day, time = (parts["day"], parts["time"]) if parts else (phrase, "")
        if not re.fullmatch(_YEARLESS, day) or re.search("[0-9]{3}", day):
            return
        phrases = [f"{day} {year_text(today.year + year)}{time}" for year in (-1, 0, 1)]
    for one in phrases:
        with suppress(DateError):
            if text := _read_english(one, today):
                yield text


def _distance(one: ImpreciseDate, today: date, toward: int) -> tuple[bool, int]:
    """Sort key: the distance of a date from today; dates on the wrong side of today come last."""
    day = today.toordinal()
    first = one.last if one.first is None else one.first
    last = first if one.last is None or one.has_time else one.last
    assert first is not None
    assert last is not None
    wrong = (toward < 0 and first > day) or (toward > 0 and last < day)
    return wrong, max(first - day, day - last, 0)


# --- Time zones -------------------------------------------------------------------------------


def _in_zone(edtf: str, named: str | None, desk: str) -> str:
    """Add UTC offsets to the times in an EDTF text, and append the name of the zone.

    `named` is the zone that the phrase names, and `desk` is the zone of the desk.
    """
    if "T" not in edtf:
        if named is not None:
            raise DateError("a time zone needs a time of day, as in 20 April 2025 14:30 Asia/Baku")
        return edtf
    if named == zones.NO_ZONE:
        return edtf
    ends = edtf.split("/")
    if named:
        named = placed_zone(named, _local_times(ends), desk)
    has_offset = all(_offset_of(end) for end in ends if "T" in end)
    zone = named or (zones.NO_ZONE if has_offset else desk)
    if zone:
        ends = [_with_offset(end, zone) if "T" in end else end for end in ends]
    is_name = zone not in (zones.NO_ZONE, zones.UTC_ZONE) and not zone.startswith(("+", "-"))
    return "/".join(ends) + (f"[{zone}]" if is_name else "")


def _local_times(ends: list[str]) -> list[datetime]:
    """Return the ends that have a time, without offsets; the years 1 to 9999 only."""
    times = []
    for end in ends:
        with suppress(ValueError, OverflowError):
            times += [_local(end.removesuffix(_offset_of(end)))] if "T" in end else []
    return times


def _offset_of(end: str) -> str:
    return re.sub(r".+T[0-9:]+", "", end)


def _with_offset(end: str, zone: str) -> str:
    """Return a time with its offset from UTC in a zone.

    Raises DateError if the time does not exist in the zone or occurs twice, or if the text gives an
    offset that the zone does not have at that time.
    """
    given = _offset_of(end)
    local = end.removesuffix(given)
    possible = _offsets(local, zone)
    texts = [zones.offset_text(one) for one in possible]
    if given:
        if _minutes(given) not in [one // timedelta(minutes=1) for one in possible]:
            if zone.startswith(("+", "-")):
                raise DateError(f"the time has two offsets, {given} and {zone}; write one of them")
            raise DateError(
                f"the offset in {zone} is not {given}; write {' or '.join(texts) or 'UTC'}"
            )
        return end
    if len(texts) == 1:
        return local + texts[0]
    day, _, clock = local.partition("T")
    if texts:
        forms = " or ".join(f"{day} {clock[:5]} UTC{text}" for text in texts)
        raise DateError(f"{day} {clock[:5]} exists twice in {zone}; write {forms}")
    around = (zones.offsets(zone, _local(local) + timedelta(hours=n))[:1] for n in (-3, 3))
    found = [f"{day} {clock[:5]} UTC{zones.offset_text(one)}" for some in around for one in some]
    forms = " or ".join(found) or "another day"
    raise DateError(f"{day} {clock[:5]} does not exist in {zone}; write {forms}")


def _offsets(local: str, zone: str) -> tuple[timedelta, ...]:
    """Return the possible offsets of a local time in a zone.

    Raises DateError if the offsets are unknown, or if they are not whole minutes.
    """
    try:
        possible = zones.offsets(zone, _local(local))
    except LookupError:
        raise DateError(f"{zone} is not in the time zone database of this machine") from None
    except (ValueError, OverflowError):
        possible = ()
        raise DateError(f"{local}: write the offset from UTC, as in {local}Z") from None
    if any(one % timedelta(minutes=1) for one in possible):
        raise DateError(f"{local}: write the offset from UTC, as in {local}Z")
    return possible


def _local(text: str) -> datetime:
    """Convert a local time to a ``datetime``; 24:00 is midnight at the end of the day."""
    late = timedelta(days="T24" in text)
    return datetime.fromisoformat(text.replace("T24", "T00")) + late


def _minutes(offset: str) -> int:
    if offset == "Z":
        return 0
    hours, _, minutes = offset[1:].partition(":")
    size = int(hours) * 60 + int(minutes or 0)
    return -size if offset.startswith("-") else size


def understand(
    text: str, today: date, toward: int = 0, zone: str = zones.UTC_ZONE
) -> ImpreciseDate:
    """Read EDTF, or one of a closed set of English phrases relative to `today` in a time zone.

    Case and surrounding whitespace do not matter. The phrases are: today, tomorrow, yesterday;
    next|last|this with a weekday, week, month, quarter or year; in 2 weeks, three days ago, +3d; Q1
    2026, first quarter of 2026, H1 2026, 2026-W49; 20 April 2025, April 20, 2025, 20.04.2025,
    20/04/2025, 2025-4-20, with or without a weekday before it or a time after it; 20-21 April 2025;
    April 2025; spring 2025; early, mid- or late April 2025, end of 2025; and, with any of these as
    X and Y: by X, until X, before X, since X, from X, after X, about X, X to Y, between X and Y.

    "Next monday" is the first Monday after today, "last monday" is the last Monday before today,
    and "this monday" is the Monday of the current week (Monday to Sunday). "In 1 month", counted
    from the 31st, is the last day of the next month if that month is shorter. "Before X" ends on
    the day before the first day of X, but "before the end of X" ends on the last day of X.

    A weekday alone, and a date without a year, mean the nearest such date. With "since" or a
    negative `toward`, they mean the latest such date that is not in the future. With "by" or a
    positive `toward`, they mean the next such date.

    Hours (14:30, 2 pm, 14:30-16:00 or 14:30 to 16:00) can follow a day, and a time zone (Baku,
    Asia/Baku, UTC or +04:00) can follow the hours. Hours without a time zone are in `zone`. EDTF
    input stays unchanged.

    Raises DateError for ambiguous phrases, and never guesses.
    """
    stripped = text.strip()
    if len(stripped) > LONGEST_TEXT:
        raise not_understood(stripped, ALL_FORMS)
    if not _has_words(stripped.partition("[")[0]):
        with suppress(UnknownFormError):
            return _checked_zone(parse_date(stripped))
    return _understand_english(stripped, today, toward, zone)


def _checked_zone(when: ImpreciseDate) -> ImpreciseDate:
    """Return ``when``. Raises DateError if the zone of the date is unknown."""
    if when.zone and zones.zone_of(when.zone) != when.zone:
        raise DateError(f"{shown(when.zone)} is not a time zone; write a name such as Asia/Baku")
    return when


def has_only_hours(text: str) -> bool:
    """Return whether a text is hours without a day: "15:00", "2-4 pm Baku"."""
    with suppress(DateError):
        return bool(re.fullmatch(rf"(?:at )?{_HOURS}", _plain_phrase(text)[0]))
    return False


def understand_past(
    text: str, today: date, zone: str = zones.UTC_ZONE, plan: ImpreciseDate | None = None
) -> ImpreciseDate:
    """Read the date of something past, like `understand`; ``plan`` is its planned date, if any.

    A date without a year is in the past. If this date is about a year ago and the same date is
    soon, the year is the year of the plan. Raises DateError if there is no plan.
    """
    past = understand(text, today, -1, zone)
    if past.last is None or today.toordinal() - past.last < _LONG_AGO:
        return past
    try:
        coming = understand(text, today, 1, zone)
    except DateError:
        return past
    if coming.first is None or coming.first - past.last < _LONG_AGO:
        return past
    if plan and plan.first is not None:
        planned = plan.first
        return min(past, coming, key=lambda one: abs((one.first or 0) - planned))
    if coming.first - today.toordinal() > _SOON:
        return past
    one, other = (parse_date(re.sub(r"T[^/]*", "", when.edtf)) for when in (past, coming))
    raise DateError(f"{shown(text)}: {one.for_people()} or {other.for_people()}? write the year")


_LONG_AGO, _SOON = 300, 62
"""The numbers of days after which a date is long ago, and up to which a date is soon."""


def _plain_phrase(text: str) -> tuple[str, str | None]:
    """Return a text in the spelling of the grammar, and the time zone that it names."""
    try:
        plain = western(" ".join(text.replace("\N{ARABIC COMMA}", ",").split()))
        spaced = with_plain_clocks(with_zoned_clock(plain))
        dashed = re.sub(rf"(?<=[0-9]) ?{EN_DASH} ?(?={CLOCK})", " to ", spaced)
        plain, named = split_zone(dashed.replace(EN_DASH, "-"))
    except DateError as error:
        raise DateError(f"{shown(text)}: {error}") from None
    phrase = in_english(_hours_last(plain.replace(DOTTED_I, "i").lower()))
    for pattern, spelling in _SPELLINGS:
        phrase = re.sub(pattern, spelling, phrase)
    return phrase, named


def _understand_english(text: str, today: date, toward: int, zone: str) -> ImpreciseDate:
    plain, named = _plain_phrase(text)
    phrase = _time_last(plain)
    try:
        edtf = _read_english(phrase, today) or _read_nearest(phrase, today, toward)
        edtf = edtf or _read_days(text, today, toward)
        if edtf is not None:
            return parse_date(_in_zone(parse_date(edtf).text, named, zone))
    except DateError as error:
        raise DateError(f"{shown(text)}: {error}") from None
    raise _refusal(text, phrase)
