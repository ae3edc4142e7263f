"""Column types: guess from the values of a column whether it has dates or countries."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache

from dragoman.domain import DateError, known_side
from dragoman.exchange.mappings.cells import as_code
from dragoman.exchange.mappings.day_formats import DayFormat, day_format, day_formats, read_day

LOOKED_AT = 50
"""The number of values to look at when guessing the type of a column."""

Reading = Callable[[DayFormat, str], str | None]
"""A function that reads text with a format: ``DayFormat.read`` or ``DayFormat.read_one``."""

_ORDERS = ("DD{0}MM{0}{1}", "D{0}M{0}{1}"), ("MM{0}DD{0}{1}", "M{0}D{0}{1}")
_TIMES = ("", " HH:mm", " HH:mm:ss")
_FORMATS = (
    *("DD.MM.YYYY", "D.M.YYYY", "YYYY/MM/DD", "YYYY/M/D", "YYYY.MM.DD", "YYYYMMDD", "YYYY-MM-DD"),
    *("MM.YYYY", "M.YYYY", "MM/YYYY", "M/YYYY", "YYYY/MM", "D MMMM YYYY", "D. MMMM YYYY"),
    *("D MMMM, YYYY", "MMMM D, YYYY", "D [de] MMMM [de] YYYY", "MMMM YYYY", "MMMM [de] YYYY"),
    *("D-MMM-YYYY", "D/MMM/YYYY", "D MMMM YYYY [г.]", "D MMMM YYYY [г]"),
    *("YYYY[年]M[月]D[日]", "YYYY[年]M[月]"),
)
_SHORT_FORMATS = (
    *("D-MMM-{0}", "D/MMM/{0}", "D.MMM.{0}", "D MMMM {0}", "D. MMMM {0}", "D MMMM, {0}"),
    "MMMM D, {0}",
)
"""Formats with a year of two digits, in the century that replaces the braces."""

_SHORT_YEAR = re.compile(
    r"\d{1,2}([./-])\d{1,2}\1\d\d|\d{1,2}[-/. ]+[^\W\d_]{3,}[-/., ]+\d\d|[^\W\d_]{3,}\.? \d{1,2}, ?\d\d"
)
_MIDNIGHT = re.compile(
    r"(?P<day>\S.*?)(?P<gap> *)"
    r"(?P<time>T?0?0:00(?::00(?:\.0+)?)?(?:Z|[+-]00:?00)?|12:00(?::00)? ?AM)",
    re.IGNORECASE,
)
MOST_OF_A_SHAPE = 100
"""The maximum number of values of the same shape from which Dragoman finds the date formats."""


def is_short(text: str) -> bool:
    """Return whether a text is a date with a year of two digits."""
    return _SHORT_YEAR.fullmatch(text) is not None


def pieces_of(values: Iterable[str], sign: str) -> list[str]:
    """Split all values at a separator, and return the pieces."""
    return [piece for value in values for piece in value.split(sign)]


_BETWEEN_COUNTRIES = (
    *(
        "",
        ";",
        ",",
        "/",
        "\n",
        "|",
        "،",
        "、",
        "，",
        "；",
        "؛",
        "+",
        " & ",
        " and ",
        " und ",
        " et ",
    ),
    *(" y ", " e ", " ve ", " və ", " и ", " و", "和", "与", " - ", "–", "-"),
)
"""The separators between countries in a cell; empty if each cell has one country."""


def split_of_countries(values: Sequence[str]) -> str | None:
    """Return the separator between the countries in a column, or ``None`` if it has no countries.

    The separator is empty if each cell has one country. Up to one value in five may be something
    other than a country, such as "various".
    """
    for sign in _BETWEEN_COUNTRIES:
        pieces = pieces_of(values, sign) if sign else list(values)
        known = sum(map(_is_country, pieces))
        if pieces and known * 5 >= len(pieces) * 4:
            return sign
    return None


_code = as_code(None)


def _is_country(text: str) -> bool:
    """Return whether an import would read text as a country."""
    plain = text.strip()
    try:
        return known_side(plain) is not None and bool(_code(plain))
    except ValueError:
        return False


def formats_of(values: Sequence[str], century: str | None = None) -> tuple[list[str], str]:
    """Return a column's date formats, and a question if the dates are ambiguous.

    The day and the month may be ambiguous, and the century of years with two digits, unless
    ``century`` gives its first two digits. A time of midnight is not part of a date: spreadsheets
    write it after every day.
    """
    some = list(_of_every_shape(values))
    midnights = {text: found for text in some if (found := _MIDNIGHT.fullmatch(text))}
    days, question = _day_formats_of([one for one in some if one not in midnights], century)
    chosen: list[str] = []
    endings = dict.fromkeys((one["gap"], one["time"]) for one in midnights.values())
    for gap, ending in endings:
        alone = [
            one["day"] for one in midnights.values() if (one["gap"], one["time"]) == (gap, ending)
        ]
        forms, unsure = _day_formats_of(alone, century, is_native=False)
        question = question or unsure
        chosen += [f"{form}{gap[:1]}[{ending}]" for form in forms]
    return chosen + days, question


def _of_every_shape(values: Iterable[str]) -> Iterator[str]:
    """Yield the values, but only the first values of each shape: 3.4.2025 has the shape of 5.6.2024.

    A number above 12 has another shape than a smaller number.
    """
    counts: Counter[str] = Counter()
    for value in values:
        shape = _NUMBER.sub(_shape_of_number, value)
        counts[shape] += 1
        if counts[shape] <= MOST_OF_A_SHAPE:
            yield value


_NUMBER = re.compile(r"\d+")


def _shape_of_number(number: re.Match[str]) -> str:
    digits = number[0]
    return "9" * len(digits) if len(digits) > 2 or int(digits) <= 12 else "8" * len(digits)


def _day_formats_of(
    values: Sequence[str], century: str | None, is_native: bool = True
) -> tuple[list[str], str]:
    """Return the formats and the question for dates that do not end with midnight.

    If ``is_native`` is true, dates that need no format get none.
    """
    left = [value for value in values if not (is_native and reads((), value))]
    chosen: list[str] = []
    question = ""
    for sign in "/-.":
        for time in _TIMES:
            forms, unsure = _ordered(left, sign, time)
            chosen += forms
            question = question or unsure
            read = _fitting(forms, left)
            left = [one for one in left if one not in read]
    while left:
        best = max(_candidates(), key=lambda form: _count(form, left))
        if not _count(best, left):
            break
        chosen.append(best.text)
        left = [value for value in left if not _reads_by(best, value)]
    short = [value for value in left if _SHORT_YEAR.fullmatch(value)]
    forms, unsure = _short_formats_of(short, century or "20")
    if short and not century:
        form = forms[0] if forms else "…"
        return chosen, question or unsure or (
            f"has unreadable dates such as {short[0]}, with years of two digits; add"
            f" format: [{form}], or 19YY for the last century"
        )
    return chosen + forms, question or unsure


def _short_formats_of(values: Sequence[str], century: str) -> tuple[list[str], str]:
    """Return the formats and the question for dates with a year of two digits."""
    year, left = f"{century}YY", list(values)
    chosen: list[str] = []
    question = ""
    for sign in "/-.":
        forms, unsure = _ordered(left, sign, "", year)
        if sign == "." and not forms and any(map(_DOTTED.fullmatch, left)):
            forms = [_simplest(_orders(".", "", year)[0], filter(_DOTTED.fullmatch, left))]
        chosen += forms
        question = question or unsure
        read = _fitting(forms, left)
        left = [one for one in left if one not in read]
    for form in (one.format(year) for one in _SHORT_FORMATS):
        if read := _fitting([form], left):
            chosen.append(form)
            left = [one for one in left if one not in read]
    return chosen, question


_DOTTED = re.compile(r"\d{1,2}\.\d{1,2}\.\d\d")


@cache
def _candidates() -> tuple[DayFormat, ...]:
    timed = [f"{form}{time}" for form in _FORMATS if "D" in form for time in _TIMES]
    return tuple(map(day_format, (*timed, *(form for form in _FORMATS if "D" not in form))))


def _count(form: DayFormat, values: Iterable[str]) -> int:
    return sum(_reads_by(form, value) for value in values)


def _orders(sign: str, time: str, year: str) -> list[list[str]]:
    return [[form.format(sign, year) + time for form in forms] for forms in _ORDERS]


def _ordered(
    values: Sequence[str], sign: str, time: str, year: str = "YYYY"
) -> tuple[list[str], str]:
    """Return the format of the dates separated by ``sign``, if a day above 12 shows the order.

    The order is day before month, or month before day. A period does not show the order, because
    ``1/2-3/2025`` may be a mistake. With dots, however, a period shows that the day comes first,
    unless another value contradicts this. If the order is unclear, the function returns a question.
    """
    orders = _orders(sign, time, year)
    fits = [_fitting(forms, values) for forms in orders]
    one = DayFormat.read if sign == "." else DayFormat.read_one
    alone = [_fitting(forms, values, one) for forms in orders]
    for mine, other in ((0, 1), (1, 0)):
        if alone[mine] - alone[other] and not alone[other] - alone[mine]:
            return [_simplest(orders[mine], fits[mine])], ""
    unsure = alone[0] | alone[1] or fits[0] | fits[1]
    if unsure and sign != ".":
        example = min(alone[0] & alone[1] or unsure)
        forms = f"{orders[0][0]} or {orders[1][0]}"
        return [], f"has dates such as {example}: is it {forms}? Add format: […]"
    return [], ""


def _fitting(
    forms: Iterable[str], values: Iterable[str], read: Reading = DayFormat.read
) -> set[str]:
    formats = [day_format(form) for form in forms]
    return {value for value in values if any(_reads_by(form, value, read) for form in formats)}


def _simplest(forms: Sequence[str], values: Iterable[str]) -> str:
    """Return the format with two-digit days and months, unless a value has a one-digit number."""
    strict = day_format(forms[0])
    return forms[0] if all(_reads_by(strict, value) for value in values) else forms[1]


def _reads_by(form: DayFormat, value: str, read: Reading = DayFormat.read) -> bool:
    try:
        return read(form, value) is not None
    except DateError:
        return False


def reads(formats: Sequence[DayFormat], value: str) -> bool:
    """Return whether an import with ``formats`` would read a value as a date."""
    try:
        return bool(read_day(value, formats))
    except DateError:
        return False


def are_dates(values: Sequence[str]) -> bool:
    """Return whether most values are dates in any format."""
    some = values[:LOOKED_AT]
    formats = (*day_formats(formats_of(some)[0]), *_either_order())
    return sum(reads(formats, value) for value in some) * 5 >= len(some) * 4 > 0


@cache
def _either_order() -> tuple[DayFormat, ...]:
    """Return the formats for dates in which the order of day and month, or the year, is unclear."""
    forms = [form.format(sign, "YYYY") for forms in _ORDERS for form in forms for sign in "/-"]
    timed = [form + time for form in forms for time in _TIMES]
    short = [form.format(sign, "20YY") for forms in _ORDERS for form in forms for sign in "/-."]
    short += [form.format("20YY") for form in _SHORT_FORMATS]
    return tuple(map(day_format, (*timed, *short)))


def are_countries(values: Sequence[str]) -> bool:
    """Return whether most values name one or more countries or organisations."""
    return split_of_countries(values[:LOOKED_AT]) is not None


_BARE = re.compile(r"\d+(?:\W?\d+)?")
"""A pattern for numbers such as 1203, 3/2025 and 2021-10.

These numbers are years or months only if the name of the column says so.
"""

DAY_LIKE = re.compile(r"\d{4}|\d+\D+\d+\D+\d")
"""A pattern that occurs in every date, but never in a time of day or the name of a city."""

LETTER = re.compile(r"[^\W\d_]")
"""A pattern for a letter, which occurs in names, but not in numbers and times."""


def most(values: Sequence[str], holds: Callable[[str], object]) -> bool:
    """Return whether ``holds`` is true for more than half of the values."""
    return sum(bool(holds(value)) for value in values[:LOOKED_AT]) * 2 > len(values[:LOOKED_AT])


def looks_like(values: Sequence[str]) -> str | None:
    """Return the role of a column, if its values alone make the role almost certain."""
    if not most(values, lambda value: not _BARE.fullmatch(value)):
        return None
    if are_dates(values):
        return "dated"
    codes_alone = not most(values, lambda value: len(value) > 3)  # AM and PM, MR and MS
    if are_countries(values) and not (codes_alone and len(values) < 3):
        return "country"
    return None
