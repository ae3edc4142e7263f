"""Hypothesis strategies that draw plausible facts and events from the type hints of any class."""

from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from attrs import NOTHING, fields, has
from hypothesis import strategies as st

from dragoman.domain.dates import ImpreciseDate, parse_date

EDTF = (
    *("2025-04-20", "2025-04", "2025", "2025-XX", "2025-21", "201X", "2025?", "2025~", "2025%"),
    *("2025-04-20/2025-04-21", "../2025-04-21", "2025-04-21/..", "2025-04-20T10:30:00Z"),
    *("2025-04-XX", "-0044-03-15", "Y170000002"),
)
WORDS = ("Baku", "Bağdad", "محمد حسين", "İstişarələr", "协商", "🤝 🇦🇿🇮🇶", 'say "no"\n\\ %', "[b]")


def dates() -> st.SearchStrategy[ImpreciseDate]:
    """Draw imprecise dates in every EDTF form."""
    return st.sampled_from(EDTF).map(parse_date)


def words() -> st.SearchStrategy[str]:
    """Draw non-empty text in any script."""
    text = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12)
    return st.sampled_from(WORDS) | text


def told(cls: type[Any]) -> st.SearchStrategy[Any]:
    """Draw instances of a class of facts, with some of the optional fields empty."""
    hints = get_type_hints(cls)
    return st.builds(
        cls,
        **{
            field.name: _SIDES[field.name]
            if field.name in _SIDES
            else _values(hints[field.name], least=1 if field.default is NOTHING else 0)
            for field in fields(cls)
        },
    )


_CODES = st.sampled_from(("AZ", "IQ", "SUHH", "XK", "org:UN", "org:NEW-1"))
_SIDES = {
    "host": st.none() | _CODES,
    "side": st.none() | _CODES,
    "parties": st.lists(_CODES, max_size=3).map(tuple),
}
"""Strategies for the fields that must hold country or organisation codes."""


_PLAIN = {
    str: words(),
    int: st.integers(1, 200),
    bool: st.booleans(),
    UUID: st.uuids(),
    ImpreciseDate: dates(),
    NoneType: st.none(),
}


@cache
def _values(hint: Any, least: int = 0) -> st.SearchStrategy[Any]:
    """Draw values of the type ``hint``; collections have at least ``least`` items."""
    if hint in _PLAIN:
        return _PLAIN[hint]
    if has(hint):
        return told(hint)
    return _BY_ORIGIN[get_origin(hint)](get_args(hint), least)


def _tuples(arguments: tuple[Any, ...], least: int) -> st.SearchStrategy[Any]:
    return st.lists(_values(arguments[0]), min_size=least, max_size=2).map(tuple)


def _mappings(arguments: tuple[Any, ...], least: int) -> st.SearchStrategy[Any]:
    return st.dictionaries(*map(_values, arguments), min_size=least, max_size=2)


def _either(arguments: tuple[Any, ...], least: int) -> st.SearchStrategy[Any]:
    return st.one_of(_values(one, least) for one in arguments)


_BY_ORIGIN = {
    tuple: _tuples,
    dict: _mappings,
    Union: _either,
    UnionType: _either,
    Literal: lambda arguments, least: st.sampled_from(arguments),
}
