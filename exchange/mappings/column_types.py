"""Column types: guess from the values of a column whether it has dates or countries."""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache

from dragoman.domain import DateError, known_side
from dragoman.exchange.mappings.cells import as_code
from dragoman.exchange.mappings.day_formats import DayFormat, day_format, day_formats, read_day

LOOKED_AT = 50
"""The number of values to look at when guessing the type of a column."""

Reading = Callable[[DayFormat, str], str | None]
"""A function that reads text with a format: ``DayFormat.read`` or ``DayFormat.read_one``."""

_ORDERS = ("DD{0}MM{0}YYYY", "D{0}M{0}YYYY"), ("MM{0}DD{0}YYYY", "M{0}D{0}YYYY")
_TIMES = ("", " HH:mm", " HH:mm:ss")
_FORMATS = (
    *("DD.MM.YYYY", "D.M.YYYY", "YYYY/MM/DD", "YYYY/M/D", "YYYY.MM.DD", "YYYYMMDD", "YYYY-MM-DD"),
    *("MM.YYYY", "M.YYYY", "MM/YYYY", "M/YYYY", "YYYY/MM", "D MMMM YYYY", "D. MMMM YYYY"),
    *("D MMMM, YYYY", "MMMM D, YYYY", "D [de] MMMM [de] YYYY", "MMMM YYYY", "MMMM [de] YYYY"),
    *("D-MMM-YYYY", "D/MMM/YYYY", "D MMMM YYYY [г.]", "D MMMM YYYY [г]"),
)


def pieces_of(values: Iterable[str], sign: str) -> list[str]:
    """Split all values at a separator, and return the pieces."""
    return [piece for value in values for piece in value.split(sign)]


def split_of_countries(values: Sequence[str]) -> str | None:
    """Return the separator between the countries in a column, or ``None`` if it has no countries.

    The separator is empty if each cell has one country. Up to one value in five may be something
    other than a country, such as "various".
    """
    for sign in ("", ";", ",", "/", "\n", "|", " and ", " und ", " et ", " y ", " ve ", "-"):
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


def formats_of(values: Sequence[str]) -> tuple[list[str], str]:
    """Return a column's date formats, and a question if the day and month are ambiguous."""
    left = [value for value in values if not reads((), value)]
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
    return chosen, question


@cache
def _candidates() -> tuple[DayFormat, ...]:
    timed = [f"{form}{time}" for form in _FORMATS if "D" in form for time in _TIMES]
    return tuple(map(day_format, (*timed, *(form for form in _FORMATS if "D" not in form))))


def _count(form: DayFormat, values: Iterable[str]) -> int:
    return sum(_reads_by(form, value) for value in values)


def _ordered(values: Sequence[str], sign: str, time: str) -> tuple[list[str], str]:
    """Return the format of the dates separated by ``sign``, if a day above 12 shows the order.

    The order is day before month, or month before day. A period does not show the order, because
    ``1/2-3/2025`` may be a mistake. With dots, however, a period shows that the day comes first,
    unless another value contradicts this. If the order is unclear, the function returns a question.
    """
    orders = [[form.format(sign) + time for form in forms] for forms in _ORDERS]
    fits = [_fitting(forms, values) for forms in orders]
    one = DayFormat.read if sign == "." else DayFormat.read_one
    alone = [_fitting(forms, values, one) for forms in orders]
    for mine, other in ((0, 1), (1, 0)):
        if alone[mine] - alone[other] and not alone[other] - alone[mine]:
            return [_simplest(orders[mine], fits[mine])], ""
    unsure = alone[0] | alone[1] or fits[0] | fits[1]
    if unsure and sign != ".":
        example = min(alone[0] & alone[1] or unsure)
        return [], f"{example}: is it {orders[0][0]} or {orders[1][0]}? Add format: […]"
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
    """Return the formats for dates in which the order of day and month may be unclear."""
    forms = (form.format(sign) for forms in _ORDERS for form in forms for sign in "/-")
    return tuple(day_format(form + time) for form in forms for time in _TIMES)


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
