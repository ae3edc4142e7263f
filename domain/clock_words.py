"""Times of day as people write them: 2 pm, 14h30, 14.30 Uhr, noon."""

import re
from collections.abc import Callable

from dragoman.domain.date_words import month_numbers, near_days
from dragoman.domain.dates import DateError
from dragoman.domain.text import fold

_HALVES = re.compile(
    r"(?<![0-9:.])(?P<hour>[0-9]{1,2})(?:[:.](?P<minute>[0-5][0-9]))? ?(?P<half>[ap])\.?m\b\.?",
    re.I,
)
_ONE_HALF = re.compile(
    r"(?<![0-9:.])(?P<start>[0-9]{1,2})(?P<dash> ?[-\N{EN DASH}] ?| to )"
    r"(?P<end>[0-9]{1,2})(?P<minute>(?:[:.][0-5][0-9])?) ?(?P<half>[ap])\.?m\b\.?",
    re.I,
)
"""Hours with one "am" or "pm" for both ends: 2-4 pm, 11-1 pm."""

_DOTTED = r"(?:[01]?[0-9]|2[0-3])\.[0-5][0-9]"
_TO = r"(?: ?[-\N{EN DASH}] ?| to | bis )"
_AT = "at|um|alle ore|alle|ore|às|à|a las|a la|saat|в"


def _with_colons(match: re.Match[str]) -> str:
    return match[0].replace(".", ":")


_OTHERS: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"\b(?:noon|midday)\b", re.I), "12:00"),
    (re.compile(r"(?<![0-9:.])([0-9]{1,2})[:.]([0-5][0-9]) ?(?:uhr|hrs|h)\b", re.I), r"\1:\2"),
    (re.compile(r"(?<![0-9:.])([0-9]{1,2}) ?(?:uhr|hrs|h)\b", re.I), r"\1:00"),
    (re.compile(r"(?<![0-9:.])([0-9]{1,2}) ?h ?([0-5][0-9])\b", re.I), r"\1:\2"),
    (re.compile(r"(?<=[0-9]{4})(,? (?:at )?[0-9]{1,2})\.([0-5][0-9])(?![0-9.])", re.I), r"\1:\2"),
    (re.compile(r"(?<![0-9.])(1[3-9]|2[0-3])\.(1[3-9]|[2-5][0-9])(?![0-9.])"), r"\1:\2"),
    (re.compile(r"(?<![0-9.])([01]?[0-9]|2[0-3])\.(00|3[2-9]|[45][0-9])(?![0-9.])"), r"\1:\2"),
    (re.compile(rf"\b(?:{_AT}) ([0-9]{{1,2}})[.:]([0-5][0-9])(?![0-9.])", re.I), r"at \1:\2"),
    (re.compile(rf"({_DOTTED}{_TO})(?=[0-9]{{1,2}}:)"), _with_colons),
    (re.compile(rf"([0-9]:[0-5][0-9]{_TO}){_DOTTED}(?![0-9.])"), _with_colons),
)
"""Patterns for times of day, each with the spelling that the grammar of dates reads.

A dot in a time of day is certain only after a day or a word such as "at", in a range with another
time of day, or if the numbers cannot be a day and a month.
"""
_DAY_AND_DOTS = re.compile(
    r"(?P<day>(?P<number>\b[0-9]{1,2}\.? (?:de )?)?(?P<word>[^\W\d_]+(?:'[^\W\d_]+)?)\.?)"
    rf"(?P<gap>,? ){_DOTTED}(?![0-9.])"
)


def with_plain_clocks(text: str) -> str:
    """Return a phrase in which every time of day is written as 14:30. Raises DateError."""
    if "midnight" in text.lower():
        raise DateError("write 00:00 for the start of a day, or 24:00 for the end")
    plain = _HALVES.sub(_in_24_hours, _ONE_HALF.sub(_both_halves, text))
    plain = _DAY_AND_DOTS.sub(_after_day, plain)
    for pattern, spelling in _OTHERS:
        plain = pattern.sub(spelling, plain)
    return plain


def _after_day(match: re.Match[str]) -> str:
    """Replace the dot of a time of day after a day: "today 9.30", "9 March 10.30"."""
    key = fold(match["word"])
    days = month_numbers() if match["number"] else {*near_days(), *near_days().values()}
    start = match.start("gap") - match.start()
    return f"{match['day']}{match[0][start:].replace('.', ':')}" if key in days else match[0]


def _both_halves(match: re.Match[str]) -> str:
    start, half = int(match["start"]), match["half"].lower()
    is_noon_between = half == "p" and start % 12 > int(match["end"]) % 12
    first = "a" if is_noon_between else half
    return f"{start}{first}m{match['dash']}{match['end']}{match['minute']}{half}m"


def _in_24_hours(match: re.Match[str]) -> str:
    hour, is_afternoon = int(match["hour"]), match["half"] in "pP"
    if not 1 <= hour <= 12:
        raise DateError(f"write {hour}:{match['minute'] or '00'} without am or pm")
    return f"{hour % 12 + 12 * is_afternoon}:{match['minute'] or '00'}"
