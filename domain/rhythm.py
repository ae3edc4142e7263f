"""Rhythms: how often something takes place, such as every two weeks or on the last Friday.

A rhythm is stored as an ISO 8601 duration with one unit (``P1W``, ``P6M``). For the weekday of a
month, which ISO 8601 cannot express, the words follow the duration: ``P1M last friday``.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from attrs import frozen

from dragoman.domain.date_words import NUMBERS, weekday_numbers
from dragoman.domain.dates import WEEKDAY_NAMES, days_in_month
from dragoman.domain.text import fold, quoted

INTERVAL_FORMS = "weekly, monthly, yearly, 2 weeks, 6 months, P1W or P1Y"
RHYTHM_FORMS = "week, 2 weeks, month, year, weekly, P1W or 'last friday of the month'"

_NTHS = {"first": 0, "second": 1, "third": 2, "fourth": 3, "last": -1}
_NTH_WORDS = {"1st": "first", "2nd": "second", "3rd": "third", "4th": "fourth"}
_WEEKDAYS = {name.lower(): index for index, name in enumerate(WEEKDAY_NAMES)}
_LAST_DAY = "day"
"""The word that stands for any weekday: the last day of the month."""
_FULL_WEEKDAYS = {
    **{name: name for name in _WEEKDAYS},
    **{name[:3]: name for name in _WEEKDAYS},
    "tues": "tuesday",
    "thur": "thursday",
    "thurs": "thursday",
}

_WORDS = {
    "daily": "P1D",
    "weekly": "P1W",
    "fortnightly": "P2W",
    "monthly": "P1M",
    "quarterly": "P3M",
    "half-yearly": "P6M",
    "half-year": "P6M",
    "semi-annually": "P6M",
    "semiannually": "P6M",
    "twice a year": "P6M",
    "yearly": "P1Y",
    "annually": "P1Y",
    "annual": "P1Y",
}
_TWO_MEANINGS = {
    **dict.fromkeys(("biweekly", "bi-weekly"), ("twice a week", "every two weeks", "2 weeks")),
    **dict.fromkeys(("bimonthly", "bi-monthly"), ("twice a month", "every two months", "2 months")),
    **dict.fromkeys(
        ("biannual", "bi-annual", "biannually", "biyearly"),
        ("twice a year", "every two years", "6 months' or '2 years"),
    ),
}

_UNITS = {
    "day": (1, "D"),
    "week": (1, "W"),
    "fortnight": (2, "W"),
    "month": (1, "M"),
    "quarter": (3, "M"),
    "year": (1, "Y"),
}
_COUNTS = {**NUMBERS, "other": 2, "second": 2, "2nd": 2, "third": 3, "3rd": 3}
_COUNTED = (
    rf"(?:(?P<count>[0-9]{{1,4}}|{'|'.join(_COUNTS)}) )?"
    r"(?P<unit>day|week|fortnight|month|quarter|year)s?"
)
_NTH = (
    rf"(?:the )?(?P<nth>{'|'.join((*_NTHS, *_NTH_WORDS))})"
    rf" (?P<weekday>{'|'.join((*sorted(_FULL_WEEKDAYS, key=len, reverse=True), _LAST_DAY))})"
)
_ISO = re.compile(r"P(?P<count>[1-9][0-9]{0,3})(?P<unit>[DWMY])")
_STORED = re.compile(rf"{_ISO.pattern}(?: (?P<nth>{'|'.join(_NTHS)}) (?P<weekday>[a-z]+))?")

MOST_UNITS = 99

_ARABIC_THE = "ال"
_EVERY = re.compile(
    r"(?:every|each|on|an? jede[nm]|am|jede[nm]?|tous les|toutes les|chaque|le|cada|todos los"
    r"|todos os|todas as|los|el|ogni|tutti i|каждый|каждую|каждое|her|hər|كل(?: يوم)?|يوم) "
)
_DAY_AFTER_WEEKDAY = re.compile(" (?:günü|günleri|günləri)$")
"""The words around a weekday on which something recurs: "jeden Dienstag", "tous les mardis"."""


def weekday_of(words: str) -> int | None:
    """Return the weekday of a rhythm such as ``every Tuesday`` or ``mardi``; Monday is 0.

    Return ``None`` for other words.
    """
    plain = _EVERY.sub("", " ".join(words.split()).lower(), count=1)
    name = fold(_DAY_AFTER_WEEKDAY.sub("", plain))
    english = _FULL_WEEKDAYS.get(name.removesuffix("s"))
    if english:
        return _WEEKDAYS[english]
    known = weekday_numbers()
    forms = (name, re.sub(r"s(?= feira)|s$", "", name), f"{_ARABIC_THE}{name}")
    if (found := next((known[one] for one in forms if one in known), None)) is not None:
        return found
    dative = re.fullmatch(r"по (?P<stem>.+)[ая]м", plain)
    stem = fold(dative["stem"]) if dative else None
    return next((one for full, one in known.items() if stem and full.startswith(stem)), None)


def interval_of(words: str) -> str:
    """Return the interval that words describe, as an ISO 8601 duration: ``P1W``.

    Raises ``ValueError`` for words that are not an interval, with a message that says what to type.
    """
    text = " ".join(words.split()).lower()
    found = _duration(text.removeprefix("every ").removeprefix("each ").removeprefix("once a "))
    if found is None:
        why = _why(words, text, "write weekly")
        raise ValueError(why or _is_not(words, "an interval", INTERVAL_FORMS))
    return found


def rhythm_of(words: str) -> str:
    """Return the rhythm that words describe, as stored: ``P1W``, ``P1M last friday``.

    A weekday means a week; :func:`weekday_of` returns the weekday.

    Raises ``ValueError`` for words that are not a rhythm, with a message that says what to type.
    """
    text = " ".join(words.split()).lower()
    plain = text.removeprefix("every ").removeprefix("each ").removeprefix("once a ")
    found = _duration(plain) or _on_weekday(plain) or _stored(text)
    if found is None and weekday_of(words) is not None:
        return "P1W"
    if found is None:
        why = _why(words, text, "write week, and give the first such day with --occurred")
        raise ValueError(why or _is_not(words, "a rhythm", RHYTHM_FORMS))
    return found


def _is_not(words: str, what: str, forms: str) -> str:
    return f"{quoted(words)} is not {what}; write {forms}"


def _why(words: str, text: str, on_a_weekday: str) -> str | None:
    """Return why words are not a rhythm, if Dragoman can say more than that they are not.

    ``on_a_weekday`` is the advice for the name of a weekday.
    """
    plain = text.removeprefix("every ").removeprefix("each ").removeprefix("on ")
    if meanings := _TWO_MEANINGS.get(plain):
        one, other, instead = meanings
        return f"{quoted(words)} can mean {one} or {other}; write '{instead}'"
    if plain in _FULL_WEEKDAYS or plain.removesuffix("s") in _FULL_WEEKDAYS:
        return f"{quoted(words)}: {on_a_weekday}"
    if match := re.fullmatch(r"p?([0-9]+)[dwmy]|([0-9]+) [a-z]+", plain):
        count = int(match[1] or match[2])
        if not 1 <= count <= MOST_UNITS:
            return f"{quoted(words)}: write a number from 1 to {MOST_UNITS}"
    return None


def _stored(text: str) -> str | None:
    """Return the stored form of a rhythm, which may be typed in lower case."""
    duration, _, on = text.partition(" ")
    stored = f"{duration.upper()} {on}".strip()
    match = _STORED.fullmatch(stored)
    is_known = match and match["unit"] in "MY" and match["weekday"] in (*_WEEKDAYS, _LAST_DAY)
    return stored if is_known else None


def _duration(text: str) -> str | None:
    """Return the ISO 8601 duration of ``week``, ``2 weeks``, ``weekly`` or ``p1w``."""
    if text in _WORDS:
        return _WORDS[text]
    if match := _ISO.fullmatch(text.upper()):
        return match[0] if int(match["count"]) <= MOST_UNITS else None
    if match := re.fullmatch(_COUNTED, text):
        return _counted(match["count"], match["unit"])
    return None


def _counted(count: str | None, unit: str) -> str | None:
    size, letter = _UNITS[unit]
    number = size * int(_COUNTS.get(count, count) if count else 1)
    return f"P{number}{letter}" if 1 <= number <= MOST_UNITS else None


def _on_weekday(text: str) -> str | None:
    """Return the rhythm of ``last friday of the month`` or ``2 months on the first monday``."""
    of = rf"{_NTH}(?: (?:of|in) (?:the|every|each|a)? ?{_COUNTED})?"
    on = rf"(?:{_COUNTED}|(?P<word>monthly|quarterly|yearly)),? (?:on )?{_NTH}"
    match = re.fullmatch(of, text) or re.fullmatch(on, text)
    if match is None:
        return None
    parts = match.groupdict()
    duration = _WORDS[word] if (word := parts.get("word")) else "P1M"
    if parts["unit"]:
        duration = _counted(parts["count"], parts["unit"]) or ""
    if not duration.endswith(("M", "Y")):
        return None
    nth, weekday = _NTH_WORDS.get(parts["nth"], parts["nth"]), parts["weekday"]
    if weekday == _LAST_DAY and nth != "last":
        return None
    return f"{duration} {nth} {_FULL_WEEKDAYS.get(weekday, weekday)}"


# --- Dates ------------------------------------------------------------------------------------


@frozen
class Rhythm:
    """A rhythm: every ``count`` units (D, W, M or Y), or on the ``nth`` weekday of such a month.

    If there is an ``nth`` but no ``weekday``, the rhythm means the last day of the month.
    """

    count: int
    unit: str
    nth: int | None = None
    weekday: int | None = None

    @classmethod
    def of(cls, stored: str) -> "Rhythm":
        """Return the rhythm with this stored form."""
        match = _STORED.fullmatch(stored)
        if match is None:
            raise ValueError(f"{stored} is not a rhythm")
        nth = _NTHS[match["nth"]] if match["nth"] else None
        return cls(int(match["count"]), match["unit"], nth, _WEEKDAYS.get(match["weekday"]))

    @property
    def days(self) -> int | None:
        """The number of days between two dates; ``None`` for months and years."""
        return {"D": 1, "W": 7}[self.unit] * self.count if self.unit in "DW" else None

    @property
    def months(self) -> int:
        """The number of months between two dates; 0 for days and weeks."""
        return {"M": 1, "Y": 12}.get(self.unit, 0) * self.count

    def fits(self, first: date) -> bool:
        """Return whether a rhythm that begins on a day has this day as its first date."""
        return self.nth is None or self._nth_day(first.year, first.month) == first

    def dates(self, first: date, last: date) -> Iterator[date]:
        """Yield the dates from ``first`` to ``last``; the first date is on or after ``first``.

        In a month without the day of ``first``, such as the 31st, the date is the last day.
        """
        index = 0
        while (day := self._date(first, index)) is not None and day <= last:
            if day >= first:
                yield day
            index += 1

    def _date(self, first: date, index: int) -> date | None:
        """Return the date after ``index`` steps; ``None`` after the year 9999."""
        try:
            if self.days is not None:
                return first + timedelta(days=self.days * index)
            years, month_index = divmod(first.month - 1 + self.months * index, 12)
            year, month = first.year + years, month_index + 1
            if self.nth is not None:
                return self._nth_day(year, month)
            return date(year, month, min(first.day, days_in_month(year, month)))
        except (ValueError, OverflowError):
            return None

    def _nth_day(self, year: int, month: int) -> date:
        """Return the first, second, third, fourth or last weekday of a month."""
        length = days_in_month(year, month)
        days = [
            day
            for day in range(1, length + 1)
            if self.weekday in (None, date(year, month, day).weekday())
        ]
        return date(year, month, days[self.nth or 0])


def in_words(stored: str) -> str:
    """Describe a stored rhythm: ``every 2 weeks``, ``every month on the last Friday``."""
    match = _STORED.fullmatch(stored)
    if match is None:
        return stored
    unit = {"D": "day", "W": "week", "M": "month", "Y": "year"}[match["unit"]]
    often = unit if match["count"] == "1" else f"{match['count']} {unit}s"
    weekday = match["weekday"] or ""
    named = weekday if weekday == _LAST_DAY else weekday.capitalize()
    on = f" on the {match['nth']} {named}" if match["nth"] else ""
    return f"every {often}{on}"
