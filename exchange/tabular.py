"""Convert reports to CSV (RFC 4180, with LF as line breaks) for spreadsheets and scripts."""

from collections.abc import Mapping
from functools import cache
from typing import get_args

from msgspec import to_builtins
from msgspec.structs import fields

from dragoman.exchange.safe_text import inert, safe_lines
from dragoman.projections import DateShape, Shape

FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""The characters with which a spreadsheet formula can begin (OWASP, CSV injection)."""


def flat(shape: Shape) -> dict[str, object]:
    """Return part of a report as a CSV row; a date becomes three cells: EDTF, earliest, latest."""
    row: dict[str, object] = {}
    dates = _dates(type(shape))
    for name, value in to_builtins(shape).items():
        if name in dates:
            for part in ("edtf", "earliest", "latest"):
                row[name if part == "edtf" else f"{name}_{part}"] = value and value[part]
        else:
            row[name] = value if isinstance(value, (int, float)) else as_text(value)
    return row


@cache
def _dates(shape: type[Shape]) -> frozenset[str]:
    """Return the names of the fields in a report's data class that hold a date."""
    return frozenset(
        one.name for one in fields(shape) if DateShape in (one.type, *get_args(one.type))
    )


_LABELS = {"name_as_written": "as written: "}
"""The words before some parts of a value, which would be unclear without them."""


def as_text(value: object) -> str:
    """Return a value as text: a list with semicolons, and ``None`` as an empty string."""
    if value is None:
        return ""
    if isinstance(value, Mapping):
        parts = ((key, one) for key, one in value.items() if one not in (None, "", [], {}))
        return ", ".join(f"{_LABELS.get(key, '')}{as_text(one)}" for key, one in parts)
    return "; ".join(map(as_text, value)) if isinstance(value, (list, tuple)) else str(value)


def cell(value: object, has_lines: bool = False) -> str:
    """Return a value as text for a cell; spreadsheets do not treat the text as a formula.

    If ``has_lines`` is true, the cell keeps the line breaks of the text.
    """
    if value is None:
        return ""
    if not isinstance(value, str):
        return str(value)
    text = safe_lines(value).strip() if has_lines else inert(value).strip()
    return f"'{text}" if text.startswith(FORMULA) else text
