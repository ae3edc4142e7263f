"""Formats of dates: ``DD.MM.YYYY`` and the like, answered in EDTF.

``YYYY`` is a year of four digits; ``MM`` and ``DD`` have two digits, ``M`` and ``D`` one or two;
``MMM`` and ``MMMM`` are the name of a month, short or full, in one of ten languages; ``HH``, ``mm``
and ``ss`` are a time of day. Other letters stand in square brackets: ``D [de] MMMM [de] YYYY``.
"""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import permutations
from unicodedata import decimal

from attrs import frozen

from cli.imports.mappings.months import month_numbers
from domain.dates import DateError, ImpreciseDate, UnknownFormError, parse
from domain.phrases import understand
from domain.text import fold, quoted

_TOKEN = re.compile(
    r"\[(?P<literal>[^\[\]]*)\]|YYYY|MMMM|MMM|MM|M|DD|D|HH|mm|ss|(?P<space>\s+)|(?P<sign>[^A-Za-z])"
)
_PATTERNS = {
    "YYYY": "(?P<year>[0-9]{4})",
    "MMMM": r"(?P<name>[^\W\d_]+)\.?",
    "MMM": r"(?P<name>[^\W\d_]+)\.?",
    "MM": "(?P<month>[0-9]{2})",
    "M": "(?P<month>[0-9]{1,2})",
    "DD": "(?P<day>[0-9]{2})",
    "D": "(?P<day>[0-9]{1,2})",
    "HH": "(?P<hour>[0-9]{2})",
    "mm": "(?P<minute>[0-9]{2})",
    "ss": "(?P<second>[0-9]{2})",
}
_WRITTEN = {
    "YYYY": "%Y",
    "MMMM": "%B",
    "MMM": "%b",
    "MM": "%m",
    "M": "%m",
    "DD": "%d",
    "D": "%d",
    "HH": "00",
    "mm": "00",
    "ss": "00",
}


@frozen
class DayFormat:
    """A format: its text, and the pattern of what it reads."""

    text: str
    pattern: re.Pattern[str]

    def read(self, text: str) -> str | None:
        """The EDTF of a text, ``None`` where it has another form. Raises :class:`DateError`."""
        found = self.pattern.fullmatch(_western(text))
        if found is None:
            return None
        parts = found.groupdict()
        month = parts.get("month")
        if name := parts.get("name"):
            month = str(month_numbers().get(fold(name), ""))
            if not month:
                raise DateError(f"{quoted(text)}: {quoted(name)} is no month that is known")
        return parse(_edtf(parts, month)).text

    def written(self, day: date) -> str:
        """A day in this format."""
        steps = (
            found["literal"] or day.strftime(_WRITTEN.get(found[0], found[0]))
            for found in _TOKEN.finditer(self.text)
        )
        return "".join(steps)


def _edtf(parts: dict[str, str | None], month: str | None) -> str:
    text = str(parts["year"])
    if month:
        text += f"-{int(month):02}"
    if day := parts.get("day"):
        text += f"-{int(day):02}"
    if hour := parts.get("hour"):
        text += f"T{hour}:{parts.get('minute') or '00'}:{parts.get('second') or '00'}"
    return text


def day_format(text: str) -> DayFormat:
    """A format as it is typed. Raises ``ValueError``."""
    tokens = list(_TOKEN.finditer(text))
    if "".join(found[0] for found in tokens) != text or "YYYYY" in text:
        raise ValueError(
            f"{quoted(text)} is no format of dates: write it with YYYY, MM or M, DD or D, MMM or"
            " MMMM, HH, mm, ss, and other letters in square brackets (a year has four digits)"
        )
    names = [found[0] for found in tokens if found[0] in _PATTERNS]
    pattern = "".join(_pattern(found) for found in tokens)
    _refuse_holes(text, names)
    try:
        return DayFormat(text, re.compile(pattern, re.IGNORECASE))
    except re.error:
        raise ValueError(f"{quoted(text)} names a part of the date twice") from None


def _pattern(found: re.Match[str]) -> str:
    if found["space"]:
        return r"\s+"
    return _PATTERNS.get(found[0]) or re.escape(found["literal"] or found["sign"] or "")


def _refuse_holes(text: str, names: Sequence[str]) -> None:
    """Refuse a format of a day without its month, and the like."""
    order = ("YYYY", "M", "D", "HH", "mm", "ss")
    given = {name[:1] if name[:1] in "MD" else name for name in names}
    depth = max((order.index(name) for name in given), default=0)
    missing = [name for name in order[: depth + 1] if name not in given]
    if missing or len(given) < len(names) or not names:
        what = f"leaves {missing[0]} out" if missing else "names a part of the date twice"
        raise ValueError(f"{quoted(text)} {what}")


def day_formats(texts: Sequence[str]) -> tuple[DayFormat, ...]:
    """Formats that are tried in order. Raises ``ValueError`` where two read one text differently."""
    formats = tuple(map(day_format, texts))
    day = date(2025, 3, 4)
    for one, other in permutations(formats, 2):
        written = one.written(day)
        if _read_or_none(other, written) not in (None, one.read(written)):
            raise ValueError(
                f"{quoted(one.text)} and {quoted(other.text)} read {written} differently: name one"
            )
    return formats


def _read_or_none(format: DayFormat, text: str) -> str | None:
    try:
        return format.read(text)
    except DateError:
        return None


def read_day(text: str, formats: Sequence[DayFormat]) -> str:
    """The EDTF of a text: by the first format that fits, or as everybody may write dates here.

    Raises :class:`DateError` for what is no date, is ambiguous, or means another day tomorrow.
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
    return _understood(text, formats).text


def _western(text: str) -> str:
    """A text with its digits, of whatever script, as 0 to 9."""
    return text if text.isascii() else "".join(str(decimal(char, char)) for char in text)


_SLASHED = re.compile(r"[0-9]{1,2}([/-])[0-9]{1,2}\1[0-9]{4}")
_SERIAL = re.compile(r"[1-7][0-9]{4}(\.[0-9]+)?")
_DAY_0 = date(1899, 12, 30)
"""The day from which spreadsheets count (ECMA-376, 18.17.4.1)."""

_SOME_DAY, _OTHER_DAY = date(2001, 1, 3), date(2012, 8, 14)


def _understood(text: str, formats: Sequence[DayFormat]) -> ImpreciseDate:
    plain = _western(text)
    if found := _SLASHED.fullmatch(plain):
        forms = f"DD{found[1]}MM{found[1]}YYYY", f"MM{found[1]}DD{found[1]}YYYY"
        raise DateError(
            f"{quoted(text)} could be read as {forms[0]} or as {forms[1]}; name one as the format"
        )
    try:
        understood = understand(plain, _SOME_DAY)
    except UnknownFormError:
        if _SERIAL.fullmatch(plain):
            day = _DAY_0 + timedelta(int(float(plain)))
            raise DateError(
                f"{quoted(text)} is no date; a spreadsheet may mean {day}: show the column as dates"
                " there, and save it again"
            ) from None
        if not formats:
            raise
        tried = ", ".join(format.text for format in formats)
        raise DateError(f"{quoted(text)} is no date of the form {tried}") from None
    if understood != understand(plain, _OTHER_DAY):
        raise DateError(
            f"{quoted(text)} depends on the day on which it was written; write the date"
        )
    return understood
