"""Rows as CSV (RFC 4180, with LF), for spreadsheets and scripts."""

from collections.abc import Mapping
from functools import cache
from typing import get_args

from msgspec import to_builtins
from msgspec.structs import fields

from dragoman.exchange.safe_text import inert
from dragoman.projections import DateShape, Shape

FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula (OWASP, CSV injection)."""


def flat(shape: Shape) -> dict[str, object]:
    """The shape of a report as a row: what has parts is told by them, dates by their bounds."""
    row: dict[str, object] = {}
    dates = _dates(type(shape))
    for name, value in to_builtins(shape).items():
        if name in dates:
            for part in ("edtf", "earliest", "latest"):
                row[name if part == "edtf" else f"{name}_{part}"] = value and value[part]
        else:
            row[name] = value if isinstance(value, (int, float)) else told(value)
    return row


@cache
def _dates(shape: type[Shape]) -> frozenset[str]:
    """The names of the fields of a shape that hold a date."""
    return frozenset(
        one.name for one in fields(shape) if DateShape in (one.type, *get_args(one.type))
    )


def told(value: object) -> str:
    """A value as text, whatever it is made of; empty where there is nothing."""
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return ", ".join(told(one) for one in value.values() if one not in (None, "", [], {}))
    return "; ".join(map(told, value)) if isinstance(value, (list, tuple)) else str(value)


def cell(value: object) -> str:
    """A value as text: several are parted by semicolons, and no text is a formula."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return str(value)
    text = inert(value).strip()
    return f"'{text}" if text.startswith(FORMULA) else text
