"""Times of day as people write them: 2 pm, 14h30, 14.30 Uhr, noon, "von 9 bis 11 Uhr".

The words for hours are in the languages of :mod:`dragoman.domain.date_words`.
"""

import re
from collections.abc import Callable

from dragoman.domain.date_words import month_numbers, near_days, weekday_numbers
from dragoman.domain.dates import DateError
from dragoman.domain.text import fold

CLOCK = r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?"
"""The pattern of a time of day in the grammar of dates."""

_HALVES = (
    r"(?<![0-9:.])(?P<hour>[0-9]{1,2})(?:[:.](?P<minute>[0-5][0-9]))? ?(?P<half>[ap])\.?m\b\.?"
)
_ONE_HALF = (
    r"(?<![0-9:.])(?P<start>[0-9]{1,2})(?P<dash> ?[-\N{EN DASH}] ?| to )"
    r"(?P<end>[0-9]{1,2})(?P<minute>(?:[:.][0-5][0-9])?) ?(?P<half>[ap])\.?m\b\.?"
)
"""Hours with one "am" or "pm" for both ends: 2-4 pm, 11-1 pm."""

_DOTTED = r"(?:[01]?[0-9]|2[0-3])\.[0-5][0-9]"
_HOUR = r"(?<![0-9:.])(?P<hour>[0-9]{1,2})"
_MINUTES = r"[:.](?P<minute>[0-5][0-9])"
_UNIT = r"(?:uhr|hrs|heures?|horas?|hs|h|часов|часа|час|ч)(?!\w)\.?"
_ONLY_BEFORE_HOURS = "alle ore|dalle ore|dalle|alle|ore|às|das|a las|las|saat|الساعة|والساعة"
"""The words after which a number is a time of day, not a day of the month."""
_AT = f"at|um|à|a la|в|{_ONLY_BEFORE_HOURS}"
FROM = "from|von|de|desde|das|dalle|с|со|من"
BETWEEN = "(?:between|zwischen|entre|tra|fra|между|بين)"
TO = "to|till|until|bis|à|a|às|as|até às|até|hasta|alle|до|إلى|الى|حتى"
AND = "and|und|et|y|e|и|və|ve|و"
_THE = r"(?:(?:las|les|as|às|le|ore|saat|الساعة) )?"
"""An article or another word before hours: "de las 9 a las 11"."""
_DASH = r" ?[-\N{EN DASH}] ?"
_LINK = rf"(?:{_DASH}| (?:{TO}) {_THE})"
_ANY_HOUR = r"(?<![0-9:./-])(?P<start>[0-9]{1,2}(?::[0-5][0-9])?)"
_FULL_HOUR = r"(?P<end>[0-9]{1,2}:[0-5][0-9])(?![0-9:])"
_NAMED_HOURS = r"[0-9]{1,2}[:.][0-5][0-9]"

_Spelling = str | Callable[[re.Match[str]], str]
_Rules = tuple[tuple[str, _Spelling], ...]


def _with_colons(match: re.Match[str]) -> str:
    return match[0].replace(".", ":")


def _hour_and_minutes(match: re.Match[str]) -> str:
    """Return 9:30 for "9 h 30", but not for "9 h 30 mai", where the second number is a day."""
    if match["gap"] and fold(match["next"] or "") in month_numbers():
        return match[0]
    return f"{match['hour']}:{match['minute']}"


def _from_to(match: re.Match[str]) -> str:
    return f"{match['start']} to {match['end']}".replace(".", ":")


def _hours_to_hours(match: re.Match[str]) -> str:
    """Return a range of hours with minutes at both ends; keep a dash, which can be an offset."""
    start = match["start"] if ":" in match["start"] else f"{match['start']}:00"
    return f"{start}{match['dash'] or ' to '}{match['end']}"


_UNITS: _Rules = (
    (r"\b(?:noon|midday)\b", "12:00"),
    (r"\b([01][0-9]|2[0-3])([0-5][0-9]) ?(?:hrs|hours)\b", r"\1:\2"),
    (
        rf"(?P<start>{_NAMED_HOURS})['\N{{RIGHT SINGLE QUOTATION MARK}}-]?[dt][aeə]n (?:saat )?"
        rf"(?P<end>{_NAMED_HOURS})['\N{{RIGHT SINGLE QUOTATION MARK}}-]?(?:d[əa]k|y?[aeə])"
        r"(?: kadar| qədər| dek)?\b",
        _from_to,
    ),
    (
        rf"(?P<start>{_NAMED_HOURS})(?: (?:ile|ilə|ve|və) |{_DASH})(?P<end>{_NAMED_HOURS})"
        r" (?:saatleri )?aras[ıi](?:nda)?\b",
        _from_to,
    ),
    (
        rf"{_HOUR}{_MINUTES}['\N{{RIGHT SINGLE QUOTATION MARK}}-](?:[dt][aeə]n?|y?[aeə])\b",
        r"\g<hour>:\g<minute>",
    ),
    (
        rf"{_HOUR} ?(?:h|heures?|часов|часа|час|ч\.?)(?P<gap> ?)(?P<minute>[0-5][0-9])"
        r"(?: ?(?:minutes?|минут[аы]?|мин|min)\b\.?)?(?![\d.:/h])(?! ?(?:heures?|uhr)\b)"
        r"(?=(?: (?:de )?(?P<next>[^\W\d]+))?)",
        _hour_and_minutes,
    ),
    (rf"{_HOUR}{_MINUTES} ?{_UNIT}", r"\g<hour>:\g<minute>"),
    (rf"{_HOUR} ?{_UNIT}", r"\g<hour>:00"),
    (rf"\b({_ONLY_BEFORE_HOURS}) ([0-9]{{1,2}})\.([0-5][0-9])(?![0-9.])", r"\1 \2:\3"),
    (rf"\b({_ONLY_BEFORE_HOURS}) ([0-9]{{1,2}})(?=$|[,;)]| [^\W\d]|{_DASH}[0-9])", r"\1 \2:00"),
)
"""Patterns for the units of hours and the cases of nouns: 9 Uhr, 9 h 30, 9.30'da, "las 9"."""

_CERTAIN_DOTS: _Rules = (
    (r"(?<=[0-9]{4})(,? (?:at )?[0-9]{1,2})\.([0-5][0-9])(?![0-9.])", r"\1:\2"),
    (r"(?<![0-9.])(1[3-9]|2[0-3])\.(1[3-9]|[2-5][0-9])(?![0-9.])", r"\1:\2"),
    (r"(?<![0-9.])([01]?[0-9]|2[0-3])\.(00|3[2-9]|[45][0-9])(?![0-9.])", r"\1:\2"),
    (rf"({_DOTTED}{_LINK})(?=[0-9]{{1,2}}:)", _with_colons),
    (rf"([0-9]:[0-5][0-9]{_LINK}){_DOTTED}(?![0-9.])", _with_colons),
)
"""A dot in a time of day is certain only after a day or a word such as "at", in a range with
another time of day, or if the numbers cannot be a day and a month.
"""

_RANGES: _Rules = (
    (
        rf"\b{BETWEEN} {_THE}{_ANY_HOUR}(?P<dash>)(?: (?:{AND}) ?|{_LINK}){_THE}{_FULL_HOUR}",
        _hours_to_hours,
    ),
    (
        rf"\b(?:(?:{FROM}) )?{_THE}{_ANY_HOUR}(?:(?P<dash>{_DASH})|{_LINK}){_FULL_HOUR}",
        _hours_to_hours,
    ),
    (
        rf"\b(?:{FROM}) {_THE}(?P<start>{CLOCK})(?P<dash>){_LINK}(?P<end>[0-9]{{1,2}})(?=$|,)",
        r"\g<start> to \g<end>:00",
    ),
    (rf"\b(?:{_AT}) ([0-9]{{1,2}})[.:]([0-5][0-9])(?![0-9.])", r"at \1:\2"),
)
"""Patterns for ranges of hours, and for the words before a time of day."""

_DAY_AND_DOTS = (
    r"(?P<day>(?P<number>\b[0-9]{1,2}\.? (?:de )?)?(?P<word>[^\W\d_]+(?:'[^\W\d_]+)?)\.?)"
    rf"(?P<gap>,? ){_DOTTED}(?![0-9.])"
)
_MAY_HAVE_HOURS = (
    r"[0-9] ?(?:[:.]|h|uhr|ч|[ap]\.?m)|[0-9] (?:heure|hora)|noon|midday|midnight"
    rf"|\b(?:{_ONLY_BEFORE_HOURS}) [0-9]"
)
"""A pattern that all times of day match, so that Dragoman compiles the others only for these."""


def with_plain_clocks(text: str) -> str:
    """Return a phrase in which every time of day is written as 14:30. Raises DateError."""
    if not re.search(_MAY_HAVE_HOURS, text, re.I):
        return text
    if "midnight" in text.lower():
        raise DateError("write 00:00 for the start of a day, or 24:00 for the end")
    plain = re.sub(_ONE_HALF, _both_halves, text, flags=re.I)
    plain = re.sub(_HALVES, _in_24_hours, plain, flags=re.I)
    plain = re.sub(_DAY_AND_DOTS, _after_day, plain)
    for pattern, spelling in (*_UNITS, *_CERTAIN_DOTS, *_RANGES):
        plain = re.sub(pattern, spelling, plain, flags=re.I)
    return plain


def with_colon(text: str) -> str:
    """Return "9:30" for hours such as "9.30" that cannot be a day and a month, or the text.

    Only a caller that expects hours may call this function: "9.30" alone is not a date.
    """
    return re.sub(
        r"(?<![0-9.:])([01]?[0-9]|2[0-3])\.(00|1[3-9]|[2-5][0-9])(?![0-9.])", r"\1:\2", text
    )


def _after_day(match: re.Match[str]) -> str:
    """Replace the dot of a time of day after a day: "today 9.30", "9 March 10.30", "Tuesday 9.30".

    After a weekday, "9.10" can also be a day and a month.
    """
    key = fold(match["word"])
    days = month_numbers() if match["number"] else {*near_days(), *near_days().values()}
    if not match["number"] and not 1 <= int(match[0][-2:]) <= 12:
        days = {*days, *weekday_numbers()}
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
