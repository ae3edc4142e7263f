"""Field values: access to the fields of a record by path, as strings and as typed values.

A path can point to a fact about a participant: ``participants.2.name`` is the name of the second
participant. :mod:`dragoman.domain.part_paths` declares what a path can be.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Literal, TypeVar, get_args, get_origin

from attrs import AttrsInstance, fields_dict

from dragoman.domain.dates import ImpreciseDate, parse_date
from dragoman.domain.part_paths import part_path
from dragoman.domain.participant import PEOPLE, Participant
from dragoman.domain.record import S, with_fields
from dragoman.domain.refusal import Refused
from dragoman.domain.text import with_article

T = TypeVar("T")

SEPARATOR = "; "
"""The separator between several values in a text."""


def text_of(value: object) -> str:
    """Convert a value to a string; return an empty string if there is no value."""
    if value is None:
        return ""
    return SEPARATOR.join(map(text_of, value)) if isinstance(value, tuple) else str(value)


def value_at(state: AttrsInstance, path: str) -> Any:
    """Return the value at ``path``. Raises :class:`Refused` if the field does not exist."""
    name, number, part = _steps(type(state), path)
    if not part:
        return getattr(state, name)
    return getattr(_nth(getattr(state, name), number, path), part)


def with_value(state: S, path: str, value: object) -> S:
    """Return the record with ``value`` at ``path``."""
    name, number, part = _steps(type(state), path)
    if not part:
        return with_fields(state, **{name: value})
    items = list(getattr(state, name))
    items[number - 1] = with_fields(_nth(items, number, path), **{part: value})
    return with_fields(state, **{name: tuple(items)})


def has_plain_value(cls: type[AttrsInstance], path: str) -> bool:
    """Return whether ``path`` holds a single value that a string can express."""
    name, _, part = _steps(cls, path)
    try:
        return get_origin(_plain_type(Participant if part else cls, part or name)) is not tuple
    except Refused:
        return False


def typed(cls: type[AttrsInstance], path: str, text: str) -> object:
    """Parse ``text`` as a value for ``path`` of records of ``cls``.

    Raises :class:`Refused` for text that is not valid, and for fields that have no plain values,
    such as links and sources.
    """
    name, _, part = _steps(cls, path)
    kind = _plain_type(Participant if part else cls, part or name)
    try:
        return _typed(kind, path, text)
    except ValueError as error:
        raise Refused(str(error), path) from error


def _typed(kind: object, path: str, text: str) -> object:
    if kind is ImpreciseDate:
        return parse_date(text)
    if kind is int:
        if not text.isdecimal():
            raise Refused(f"{text!r} is not a number", path)
        return int(text)
    if get_origin(kind) is tuple:
        return tuple(text.split(SEPARATOR))
    if get_origin(kind) is Literal and text not in get_args(kind):
        raise Refused(f"{text!r} is not one of: {', '.join(get_args(kind))}", path)
    return text


@lru_cache
def _plain_type(cls: type[AttrsInstance], name: str) -> object:
    """Return the type of a field's value (other than ``None``).

    Raises :class:`Refused` for types with parts, such as participants.
    """
    options = [one for one in get_args(fields_dict(cls)[name].type) if one is not type(None)]
    kind = options[0] if len(options) == 1 else fields_dict(cls)[name].type
    if (name != "status" and kind in (str, int, ImpreciseDate)) or get_origin(kind) is Literal:
        return kind
    if get_args(fields_dict(cls)[name].type) == (str, ...):
        return tuple[str, ...]
    raise Refused("this field has no plain value; correct it with: dragoman correct", name)


def _steps(cls: type[AttrsInstance], path: str) -> tuple[str, int, str]:
    """Split a path into field, participant number (0 if none) and participant field (or ``""``)."""
    name, *more = path.split(".")
    if name not in fields_dict(cls):
        raise Refused(f"there is no field {name!r}", path)
    if not more:
        return name, 0, ""
    if name not in PEOPLE:
        raise Refused("this field has no parts", path)
    found = part_path(cls, path)
    return name, found.number or 0, found.part


def _nth(items: Sequence[T], number: int, path: str) -> T:
    if not items:
        name, *_ = path.split(".")
        raise Refused(
            f"there are no {name}; add {with_article(name[:-1])} with: dragoman correct",
            path,
        )
    if not 1 <= number <= len(items):
        name, _, part = path.split(".")
        raise Refused(f"write {name}.1.{part} for the {part} of the first of {len(items)}", path)
    return items[number - 1]
