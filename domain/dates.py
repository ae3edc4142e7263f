"""Imprecise dates: EDTF levels 0 and 1, with bounds, order and display form.

The Extended Date/Time Format is ISO 8601-2:2019, as profiled by the Library of Congress
(https://www.loc.gov/standards/datetime/). `parse_date` accepts EDTF only, and otherwise raises a
`DateError` that says what to write instead. `dragoman.domain.phrases` reads English phrases.

This module adds two features: an interval can have times of day (ISO 8601-1), and the name of the
time zone can follow a time (RFC 9557): "2025-12-11T14:30:00+04:00[Asia/Baku]".

A date stores its text. Everything else (bounds, order, display form) is derived from the text. Day
numbers are those of `datetime.date.toordinal`, extended to years before 1 and after 9999.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache, total_ordering

from attrs import evolve, frozen

LONGEST_TEXT = 100
"""The maximum length of a date, in characters; a year of thirty digits needs 32."""

_EDTF_FORMS = (
    "2025-04-20, 2025-04, 2025, 2025-04-20/2025-04-21, ../2025-04-21, 2025?, 2025~, 2025-XX"
)
ALL_FORMS = f"{_EDTF_FORMS}, 20 April 2025, today, tomorrow 14:30, in 2 weeks, late April, Q1 2026"

MONTH_NAMES = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
WEEKDAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class DateError(ValueError):
    """Raised for text that is not a date; the one-line message says what to write instead."""


class UnknownFormError(DateError):
    """Raised for an unknown format; `understand` then reads the text as an English phrase."""


def shown(text: str) -> str:
    """Quote `text` for a message: escape control characters, and truncate a long text."""
    if len(text) <= LONGEST_TEXT // 2:
        return repr(text)
    return f"{text[: LONGEST_TEXT // 2]!r}... ({len(text)} characters)"


def not_understood(text: str, forms: str) -> UnknownFormError:
    return UnknownFormError(
        f"{shown(text)} is not a date; write {forms} (more: dragoman help dates)"
    )


# --- Days, counted without limits in both directions ------------------------------------------

_CYCLE_YEARS = 400
_CYCLE_DAYS = 146_097


@lru_cache(maxsize=4096)
def _month_start(year: int, month: int) -> int:
    """Return the ordinal of the first day of a month; month 13 is January of the next year."""
    years, month_index = divmod(month - 1, 12)
    cycles, year_index = divmod(year + years - 1, _CYCLE_YEARS)
    return cycles * _CYCLE_DAYS + date(year_index + 1, month_index + 1, 1).toordinal()


def days_in_month(year: int, month: int) -> int:
    return _month_start(year, month + 1) - _month_start(year, month)


def year_text(year: int) -> str:
    if abs(year) > 9999:
        return f"Y{year}"
    return f"-{-year:04}" if year < 0 else f"{year:04}"


@lru_cache(maxsize=65_536)
def day_text(ordinal: int) -> str:
    """Format a day as ISO 8601; a year of more than four digits is in EDTF notation."""
    cycles, day_index = divmod(ordinal - 1, _CYCLE_DAYS)
    day = date.fromordinal(day_index + 1)
    return f"{year_text(day.year + cycles * _CYCLE_YEARS)}-{day.month:02}-{day.day:02}"


# --- The parts of an EDTF text ----------------------------------------------------------------

SEASONS = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}
"""Season codes of ISO 8601-2, which does not specify the hemisphere."""

SEASON_MONTHS = {"21": (3, 5), "22": (6, 8), "23": (9, 11), "24": (12, 14)}
"""First and last month of each season; month 14 is February of the next year.

The standard does not define the days of a season. The table has the meteorological seasons of the
northern hemisphere. Winter is last, so that the seasons of a year are in the order of their codes.
"""

_DATE = re.compile(
    r"(?P<year>-?[0-9]{2}(?:[0-9]{2}|[0-9]X|XX))"
    r"(?:-(?P<month>[0-9]{2}|XX)(?:-(?P<day>[0-9]{2}|XX))?)?"
    r"(?P<qualifier>[?~%]?)"
)
_LONG_YEAR_STARTS = ("Y-", *(f"Y{digit}" for digit in range(10)))
_LONG_YEAR = re.compile(r"Y(?P<year>-?[1-9][0-9]{4,})")
_CLOCK = re.compile(
    r"(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2}):(?P<second>[0-9]{2})"
    r"(?P<shift>Z|[+-][0-9]{2}(?::[0-9]{2})?|)"
)
_ZONE = re.compile(r"(?P<rest>[^\[\]]*)\[(?P<zone>[A-Za-z][A-Za-z0-9_+/-]*)\]")
_DAY_SECONDS = 86_400


@frozen
class _Clock:
    """A time of day with its UTC offset ("", "Z", "-04" or "+04:30"), as written."""

    hour: str
    minute: str
    second: str
    shift: str

    @property
    def shift_minutes(self) -> int:
        if self.shift in ("", "Z"):
            return 0
        hours, _, minutes = self.shift[1:].partition(":")
        size = int(hours) * 60 + int(minutes or 0)
        return -size if self.shift.startswith("-") else size

    @property
    def local_seconds(self) -> int:
        """The seconds from midnight to this time, both in local time."""
        return (int(self.hour) * 60 + int(self.minute)) * 60 + int(self.second)

    @property
    def seconds(self) -> int:
        """The seconds from midnight UTC on the written day to this time, for sorting."""
        return self.local_seconds - self.shift_minutes * 60


@frozen
class _Point:
    """A date or one end of an interval: the parts as written, and the days that they can mean."""

    text: str
    first: int | None = None
    last: int | None = None
    year: str = ""
    month: str = ""
    day: str = ""
    qualifier: str = ""
    clock: _Clock | None = None

    @property
    def is_plain(self) -> bool:
        """Whether the text has only a year, month and day, so that two ends can share parts."""
        return not (self.qualifier or self.clock or "X" in self.text)

    @property
    def instant(self) -> int | None:
        """The seconds from midnight UTC on day 0 to this time; ``None`` without a time of day."""
        if self.clock is None or self.first is None:
            return None
        return self.first * _DAY_SECONDS + self.clock.seconds


_OPEN = _Point("..")
_UNKNOWN = _Point("")


def _year_bounds(year: str) -> tuple[int, int]:
    """Return the first and last year that a string such as "1985", "-1985" or "20XX" can mean."""
    low, high = int(year.replace("X", "0")), int(year.replace("X", "9"))
    if year.startswith("-"):
        # "-0000" is not a year, so "-000X" ends with -0001.
        return high, min(low, -1)
    return low, high


def _month_bounds(month: str) -> tuple[int, int]:
    if month in ("", "XX"):
        return 1, 12
    return SEASON_MONTHS.get(month) or (int(month), int(month))


def _day_bounds(year: str, month: str, day: str) -> tuple[int, int]:
    """Return the ordinals of the first and the last day that the parts of a date can mean."""
    (first_year, last_year), (first_month, last_month) = _year_bounds(year), _month_bounds(month)
    first = _month_start(first_year, first_month)
    if day in ("", "XX"):
        return first, _month_start(last_year, last_month + 1) - 1
    ordinal = first + int(day) - 1
    return ordinal, ordinal


def _faults(year: str, month: str, day: str, qualifier: str) -> Iterator[str]:
    """Yield the errors in the parts of a well-formed date; callers report only the first error."""
    if year == "-0000":
        yield "the year before 0001 is 0000, without a sign"
    if "X" in year + month + day:
        yield from _unspecified_faults(year, month, day, qualifier)
    if month.isdigit() and month not in SEASONS and not 1 <= int(month) <= 12:
        yield f"there is no month {month}; months are 01 to 12, seasons 21 to 24"
    if month in SEASONS and day:
        yield f"{month} is a season ({SEASONS[month]}), which cannot have a day"
    if month.isdigit() and day.isdigit():
        length = days_in_month(int(year), int(month))
        if not 1 <= int(day) <= length:
            yield f"{MONTH_NAMES[int(month) - 1]} {year} has {length} days"


def _ordinal(year: str, month: str, day: str) -> int | None:
    """Return the ordinal of a valid day in the years 1 to 9999; ``None`` for anything else."""
    try:
        return date(int(year), int(month), int(day)).toordinal()
    except ValueError:
        return None


def _unspecified_faults(year: str, month: str, day: str, qualifier: str) -> Iterator[str]:
    if "X" in year and month:
        yield "an unspecified year cannot have a month; write 201X or 20XX"
    if month == "XX" and day.isdigit():
        yield "leave digits unspecified from the right, as in 1985-XX-XX or 1985-04-XX"
    if qualifier:
        yield "a date with unspecified digits cannot have ?, ~ or % in EDTF level 1"


def _read_long_year(text: str) -> _Point:
    match = _LONG_YEAR.fullmatch(text)
    if match is None:
        raise DateError(
            f"{shown(text)}: after Y, write a year of five or more digits, as in Y170000002"
        )
    return _Point(text, *_day_bounds(match["year"], "", ""), year=match["year"])


@lru_cache(maxsize=16_384)
def _read_date(text: str) -> _Point:
    """Read a date, a season or a year, without a time of day."""
    if text.startswith(_LONG_YEAR_STARTS):
        return _read_long_year(text)
    match = _DATE.fullmatch(text)
    if match is None:
        raise not_understood(text, _EDTF_FORMS)
    year, month, day, qualifier = match.groups("")
    if ordinal := _ordinal(year, month, day):
        return _Point(text, ordinal, ordinal, year, month, day, qualifier)
    for fault in _faults(year, month, day, qualifier):
        raise DateError(f"{text}: {fault}")
    return _Point(text, *_day_bounds(year, month, day), year, month, day, qualifier)


def _read_clock(text: str) -> _Clock | None:
    """Read a time of day; return None if the text is not a time of day."""
    match = _CLOCK.fullmatch(text)
    if match is None:
        return None
    clock = _Clock(**match.groupdict())
    end_of_day = (clock.hour, clock.minute, clock.second) == ("24", "00", "00")
    if not end_of_day and not (clock.hour < "24" and clock.minute < "60" and clock.second < "60"):
        raise DateError(f"{text}: a time of day is 00:00:00 to 24:00:00")
    _check_shift(clock)
    return clock


def _check_shift(clock: _Clock) -> None:
    hours, _, minutes = clock.shift[1:].partition(":")
    if minutes >= "60" or abs(clock.shift_minutes) > 14 * 60:
        raise DateError(f"{clock.shift}: an offset from UTC is -14:00 to +14:00")
    if clock.shift.startswith("-") and hours == "00" and clock.shift_minutes == 0:
        raise DateError(f"{clock.shift}: write a zero offset from UTC as Z or +00:00")


def _read_single(text: str) -> _Point:
    """Read a string that is not an interval: a date, or a day with a time of day."""
    day_text, tee, clock_text = text.partition("T")
    if not tee:
        return _read_date(text)
    clock = _read_clock(clock_text)
    match = _DATE.fullmatch(day_text)
    if clock is None or match is None:
        raise not_understood(text, _EDTF_FORMS)
    day = _read_date(day_text)
    if not day.day or not day.is_plain:
        raise DateError(f"{text}: a time of day needs a complete date, as in 1985-04-12T23:20:30")
    return _Point(text, day.first, day.last, day.year, day.month, day.day, clock=clock)


def _read_end(text: str) -> _Point:
    """Read one end of an interval."""
    if text == "..":
        return _OPEN
    if not text:
        return _UNKNOWN
    point = _read_single(text)
    if "X" in text:
        raise DateError(
            f"{text}: an interval cannot have unspecified digits; write 2025-04/2025-05"
        )
    if "Y" in text:
        raise DateError(f"{text}: a year in an interval has four digits, as in 2025/2026")
    return point


def _read_interval(text: str) -> tuple[_Point, _Point]:
    start_text, _, end_text = text.partition("/")
    if "/" in end_text or (not start_text and not end_text):
        raise not_understood(text, _EDTF_FORMS)
    start, end = _read_end(start_text), _read_end(end_text)
    if start.first is None or end.last is None:
        return start, end
    _check_clocks(text, start, end)
    if (end.instant or end.last) < (start.instant or start.first):
        raise DateError(f"{text} runs backwards: {end_text} is before {start_text}")
    return start, end


def _check_clocks(text: str, start: _Point, end: _Point) -> None:
    """Raise DateError if only one end of an interval has a time of day or an offset from UTC."""
    if (start.clock is None) != (end.clock is None):
        raise DateError(f"{shown(text)}: write a time of day at both ends, or at neither")
    if start.clock and end.clock and bool(start.clock.shift) != bool(end.clock.shift):
        raise DateError(f"{shown(text)}: write an offset from UTC at both ends, or at neither")


def _read(text: str) -> tuple[_Point, _Point]:
    """Read the start and the end of an EDTF text; they differ only for an interval."""
    if len(text) > LONGEST_TEXT:
        raise not_understood(text, _EDTF_FORMS)
    try:
        if "/" in text:
            return _read_interval(text)
        point = _read_single(text)
    except UnknownFormError:
        raise not_understood(text, _EDTF_FORMS) from None
    return point, point


def _read_zoned(text: str) -> tuple[tuple[_Point, _Point], str | None]:
    """Read an EDTF text and the optional time zone after it."""
    match = _ZONE.fullmatch(text) if text.endswith("]") else None
    if match is None:
        return _read(text), None
    ends = _read(match["rest"])
    clocks = [point.clock for point in ends if point.first is not None]
    if not all(clock and clock.shift for clock in clocks) or not clocks:
        raise DateError(
            f"{shown(text)}: a time zone follows a time with an offset, as in"
            " 1985-04-12T23:20:30+04:00[Asia/Baku]"
        )
    return ends, match["zone"]


# --- The value --------------------------------------------------------------------------------


@total_ordering
class ImpreciseDate:
    """An imprecise date. Equality depends on the text, and order depends on the possible days.

    `first` and `last` are the ordinals (`date.toordinal`) of the earliest and the latest day that
    the date can mean, or None if that end is open ("..") or unknown (""). A qualifier (?, ~, %)
    does not widen this range, and a time of day belongs to the day as written, whatever its UTC
    offset. `zone` is the name of the time zone that follows a time, or None.

    Raises DateError if `text` is not EDTF level 0 or 1 (ISO 8601-2:2019, LoC profile), with the
    additions of this module.
    """

    # Not an attrs class: serializers would store its parts, but a date is one value, its text.
    __slots__ = ("_ends", "first", "last", "text", "zone")

    text: str
    first: int | None
    last: int | None
    zone: str | None
    _ends: tuple[_Point, _Point]

    def __init__(self, text: str) -> None:
        ends, zone = _read_zoned(text)
        first, last = ends[0].first, ends[1].last
        if first is not None and last is not None and last < first:
            first, last = last, first  # the later instant, further west, is on the earlier day
        values = (ends, first, last, text, zone)
        for name, value in zip(self.__slots__, values, strict=True):
            object.__setattr__(self, name, value)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a date is immutable: {name}")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"a date is immutable: {name}")

    def __reduce__(self) -> tuple[type[ImpreciseDate], tuple[str]]:
        return ImpreciseDate, (self.text,)

    def __eq__(self, other: object) -> bool:
        return self.text == other.text if isinstance(other, ImpreciseDate) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.text)

    def __repr__(self) -> str:
        return f"ImpreciseDate({self.text!r})"

    @property
    def earliest(self) -> str | None:
        """The first possible day in ISO format ("2025-04-20", "-0005-01-01"); None if open."""
        return None if self.first is None else day_text(self.first)

    @property
    def latest(self) -> str | None:
        """The last possible day in ISO format ("2025-04-20", "Y12025-12-31"); None if open."""
        return None if self.last is None else day_text(self.last)

    @property
    def edtf(self) -> str:
        """The text without the name of the time zone."""
        return self.text.partition("[")[0]

    def is_vaguer_than(self, other: ImpreciseDate | None) -> bool:
        """Return whether this date is less precise than `other` but agrees with `other`."""
        if other is None or self.has_time or self.first is None or self.last is None:
            return False
        if other.first is None or other.last is None:
            return False
        if not self.first <= other.first <= other.last <= self.last:
            return False
        if self._is_stay and (other.is_exact_day or other._is_stay):
            return False
        is_wider = (self.first, self.last) != (other.first, other.last)
        return is_wider or other.has_time or self.text.endswith(("?", "~", "%"))

    @property
    def _is_stay(self) -> bool:
        """Whether the date lasts from one exact day to another."""
        return self.is_interval and all(
            point.day.isdigit() and not point.qualifier for point in self._ends
        )

    @property
    def is_interval(self) -> bool:
        """Whether the text gives a start and an end."""
        return "/" in self.edtf

    @property
    def has_time(self) -> bool:
        """Whether the text has a time of day."""
        return any(point.clock for point in self._ends)

    @property
    def place(self) -> tuple[int | None, int]:
        """The sort key in lists: a day, and the instant of the time of day in seconds.

        The day is the last possible day or, if the end is open, the first. If the date has times of
        day, the instant is the start; for an interval of several days, the instant is the end.
        Without a time of day, the instant is 0.
        """
        start, end = self._ends
        is_long = end.first is not None and start.first != end.first
        instant = (end if is_long else start).instant
        return (self.first if self.last is None else self.last), instant or 0

    @property
    def begins(self) -> tuple[int | None, int]:
        """The sort key in lists of future events: the start, if its day is known.

        If the day of the start is not known, the key is the last possible day, or None for an open
        end.
        """
        start = self._ends[0]
        if start.instant is not None:
            return start.first, start.instant
        if self.has_time:
            return self.place
        return (start.first if start.day.isdigit() else self.last), 0

    @property
    def instants(self) -> tuple[int | None, int | None]:
        """The seconds from midnight UTC on day 0 to the start and to the end.

        ``None`` means no time of day. A time without an offset counts as UTC.
        """
        start, end = self._ends
        return start.instant, end.instant

    def begins_after(self, now: datetime) -> bool:
        """Return whether a time with an offset from UTC begins after ``now`` (with a time zone)."""
        start = self._ends[0]
        if start.instant is None or start.clock is None or not start.clock.shift:
            return False
        utc = now.astimezone(UTC)
        clock = (utc.hour * 60 + utc.minute) * 60 + utc.second
        return start.instant > utc.toordinal() * _DAY_SECONDS + clock

    @property
    def is_exact_day(self) -> bool:
        """Whether the date is a single known day that has no qualifier; the day may have a time."""
        point = self._ends[0]
        return not self.is_interval and point.day.isdigit() and not point.qualifier

    @property
    def ended(self) -> tuple[int | None, int | None]:
        """The first and the last possible day of the end. A quarter counts as a single date."""
        start, end = self._ends
        if not self.is_interval or _quarter_for_people(start, end):
            return self.first, self.last
        return (None, self.last) if self.first is None else (end.first, end.last)

    @property
    def ends_on_known_day(self) -> bool:
        """Whether the start is not open, and the last day is known and has no qualifier."""
        point = self._ends[1] if self.is_interval else self._ends[0]
        return self.first is not None and point.day.isdigit() and not point.qualifier

    @property
    def month(self) -> str | None:
        """The month of the start (``2025-04``); ``None`` if there is no month, or for a quarter."""
        start, end = self._ends
        has_month = start.month.isdigit() and start.month not in SEASONS
        if not has_month or _quarter_for_people(start, end):
            return None
        return f"{start.year}-{start.month}"

    @property
    def sort_key(self) -> tuple[float, float, float, tuple[str, str], str]:
        """The sort key for a total order that agrees with equality and `certainly_before`.

        An open or unknown start sorts first, and an open or unknown end last. If the days are the
        same, the plain date comes first, then times of day in UTC order, then qualified dates. The
        text breaks any remaining tie.
        """
        start, end = self._ends
        return (
            float("-inf") if self.first is None else self.first,
            float("inf") if self.last is None else self.last,
            float("-inf") if start.clock is None else start.clock.seconds,
            (start.qualifier, end.qualifier),
            self.text,
        )

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, ImpreciseDate):
            return NotImplemented
        return self.sort_key < other.sort_key

    def certainly_before(self, other: ImpreciseDate) -> bool:
        """Return whether all possible days of this date are before all possible days of `other`."""
        return self.last is not None and other.first is not None and self.last < other.first

    def overlaps(self, other: ImpreciseDate) -> bool:
        """Return whether the two dates can share a day; an open or unknown end has no limit."""
        return not (self.certainly_before(other) or other.certainly_before(self))

    def __str__(self) -> str:
        return self.text

    def without_year(self, year: int | str) -> str:
        """Format the date for display; omit ``year`` after the name of a month: "20 Apr"."""
        return re.sub(rf"(?<=\b[A-Z][a-z][a-z]) {year}\b", "", self.for_people())

    def for_people(self, *, ascii: bool = False) -> str:
        """Format the date for display: "20\N{EN DASH}21 Apr 2025", "by 21 Apr 2025", "~2025".

        With `ascii`, the en dash becomes a hyphen. Years before 1 are shown as years BC. There is
        no year zero, so 0000 is 1 BC and -0099 is 100 BC.
        """
        start, end = self._shown_ends()
        printed = _interval_for_people(start, end) if self.is_interval else _for_people(start)
        printed += self._zone_for_people()
        return printed.replace(EN_DASH, "-") if ascii else printed

    def _shown_ends(self) -> tuple[_Point, _Point]:
        """Return the start and end to display, without UTC offsets that the zone implies."""
        start, end = self._ends
        if self.zone is None or not all(_is_usual(self.zone, point) for point in self._ends):
            return start, end
        return _without_shift(start), _without_shift(end)

    def _zone_for_people(self) -> str:
        if self.zone:
            from dragoman.domain.zones import label_of

            return f" ({label_of(self.zone)})"
        clocks = [point.clock for point in self._ends if point.clock]
        return WITHOUT_ZONE if clocks and not clocks[0].shift else ""


def parse_date(text: str) -> ImpreciseDate:
    """Parse strict EDTF, level 0 or 1; other spellings and surrounding whitespace are errors.

    Level 2 (sets, exponents, significant digits, qualified parts, sub-year groupings 25 to 41,
    unspecified digits elsewhere or in intervals) raises DateError.
    """
    return _parse_cached(text)


_parse_cached = lru_cache(maxsize=8192)(ImpreciseDate)
"""A cache that is large enough for all dates in one batch of an import."""


# --- Display ----------------------------------------------------------------------------------

EN_DASH = "\N{EN DASH}"
WITHOUT_ZONE = " (no zone)"
"""The text that follows a printed time without an offset from UTC."""


def _is_usual(zone: str, point: _Point) -> bool:
    """Return whether the offset of a time is the only offset that its zone can have then."""
    if point.clock is None or point.first is None:
        return True
    from dragoman.domain.zones import offsets

    try:
        local = datetime.fromordinal(point.first) + timedelta(seconds=point.clock.local_seconds)
        return offsets(zone, local) == (timedelta(minutes=point.clock.shift_minutes),)
    except (LookupError, ValueError, OverflowError):
        return False


def _without_shift(point: _Point) -> _Point:
    return evolve(point, clock=evolve(point.clock, shift="")) if point.clock else point


_OPEN_PHRASES = {
    ("..", ".."): "any time",
    ("..", ""): "any time, end unknown",
    ("", ".."): "any time, start unknown",
}


def _year_for_people(year: str) -> str:
    """Format a year: "2025", "Y170000002", "1986 BC", "2010s", "1900-1999, year unknown"."""
    first, last = _year_bounds(year)
    if year.endswith("XX") or (year.endswith("X") and first < 0):
        ends = (_year_for_people(f"{end:04}") for end in (first, last))
        return f"{EN_DASH.join(ends)}, year unknown"
    if year.endswith("X"):
        return f"{year[:-1]}0s"
    if first < 1:
        return f"{1 - first} BC"
    return f"Y{first}" if first > 9999 else year


def _words(point: _Point) -> list[str]:
    """Return the parts of a date in reading order: ["20", "Apr", "2025"]."""
    words = [_year_for_people(point.year)]
    if point.month in SEASONS:
        words.insert(0, SEASONS[point.month])
    elif point.month.isdigit():
        words.insert(0, MONTH_NAMES[int(point.month) - 1][:3])
    if point.day.isdigit():
        words.insert(0, str(int(point.day)))
    return words


def _unknown_parts(point: _Point) -> str:
    if point.month == "XX":
        return ", month and day unknown" if point.day else ", month unknown"
    return ", day unknown" if point.day == "XX" else ""


def _clock_for_people(clock: _Clock) -> str:
    """Format a time without its offset: "10:30", "23:20:30"."""
    seconds = "" if clock.second == "00" else f":{clock.second}"
    return f"{clock.hour}:{clock.minute}{seconds}"


def _shift_for_people(clock: _Clock) -> str:
    """Format an offset from UTC: " UTC", " UTC-04"; omit an unknown offset."""
    return f" UTC{clock.shift.replace('Z', '')}" if clock.shift else ""


def _for_people(point: _Point) -> str:
    about = "~" if point.qualifier in ("~", "%") else ""
    doubt = "?" if point.qualifier in ("?", "%") else ""
    clock = point.clock
    time = f" {_clock_for_people(clock)}{_shift_for_people(clock)}" if clock else ""
    return f"{about}{' '.join(_words(point))}{_unknown_parts(point)}{time}{doubt}"


def _interval_for_people(start: _Point, end: _Point) -> str:
    if start.first is None and end.first is None:
        return _OPEN_PHRASES[start.text, end.text]
    if start.first is None:
        return f"by {_for_people(end)}" if start is _OPEN else _unknown_start(end)
    if end.last is None:
        return f"from {_for_people(start)}{'' if end is _OPEN else ', end unknown'}"
    return _quarter_for_people(start, end) or _range_for_people(start, end)


def _unknown_start(end: _Point) -> str:
    return f"until {_for_people(end)}, start unknown"


def quarter_text(year: str, quarter: int) -> str:
    return f"{year}-{quarter * 3 - 2:02}/{year}-{quarter * 3:02}"


def _quarter_for_people(start: _Point, end: _Point) -> str | None:
    """Format the three months of a quarter as "Q1 2026"."""
    for quarter in range(1, 5):
        if quarter_text(start.year, quarter) == f"{start.text}/{end.text}":
            return f"Q{quarter} {_year_for_people(start.year)}"
    return None


def _range_for_people(start: _Point, end: _Point) -> str:
    """Format a start and an end; write common parts only once: "30 Apr - 2 May 2025"."""
    if start.text == end.text:
        return _for_people(start)
    if (
        start.clock
        and end.clock
        and (start.first, start.clock.shift) == (end.first, end.clock.shift)
    ):
        hours = f"{_clock_for_people(start.clock)}{EN_DASH}{_clock_for_people(end.clock)}"
        return f"{' '.join(_words(start))} {hours}{_shift_for_people(start.clock)}"
    start_words, end_words = _words(start), _words(end)
    if not (start.is_plain and end.is_plain and len(start_words) == len(end_words)):
        return f"{_for_people(start)} {EN_DASH} {_for_people(end)}"
    while len(start_words) > 1 and start_words[-1] == end_words[len(start_words) - 1]:
        start_words.pop()
    dash = EN_DASH if len(start_words) == 1 else f" {EN_DASH} "
    return f"{' '.join(start_words)}{dash}{' '.join(end_words)}"
