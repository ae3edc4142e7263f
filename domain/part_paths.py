"""Paths to one part of a value: ``participants.2.name``, ``topics.3``, ``awaits.session``.

The disputed readings of a record and the words of its sources use these paths. Numbers count from
1. This module declares the grammar once: which fields have parts, and how a path names a part.
"""

from functools import lru_cache
from typing import Any

from attrs import AttrsInstance, fields_dict, frozen

from dragoman.domain.field import SEVERAL, declared, holding
from dragoman.domain.participant import Participant
from dragoman.domain.refusal import Refused


@frozen
class PartPath:
    """A path to one part of the value of a ``field``.

    ``number`` counts the items of a list from 1; it is ``None`` for a field that is not a list.
    ``part`` is the name of a fact about a person or a session; it is empty for a whole item.
    """

    field: str
    number: int | None = None
    part: str = ""

    def __str__(self) -> str:
        steps = (self.field, str(self.number or ""), self.part)
        return ".".join(filter(None, steps))

    def at(self, number: int) -> "PartPath":
        """Return the path to the same part of another item."""
        return PartPath(self.field, number, self.part)

    def value_in(self, value: Any) -> Any:
        """Return the part of a field's ``value``; ``None`` if the value has no such part."""
        item = self.item_in(value)
        return getattr(item, self.part, None) if self.part else item

    def item_in(self, value: Any) -> Any:
        """Return the item of a list, or a value that is not a list; ``None`` if there is none."""
        if self.number is None:
            return value
        return value[self.number - 1] if 0 < self.number <= len(value or ()) else None


def is_part(text: str) -> bool:
    """Return whether a text is a path to a part, rather than the name of a field."""
    return "." in text


def field_of(text: str) -> str:
    """Return the field that a path begins with: ``participants`` of ``participants.2.name``."""
    return text.partition(".")[0]


def known_path(text: str) -> PartPath | None:
    """Return a path that Dragoman has stored; ``None`` for the name of a field and other texts."""
    field, *steps = text.split(".")
    number = int(steps.pop(0)) if steps and steps[0].isdecimal() else None
    if number == 0 or len(steps) > 1 or not all((field, number or steps, *steps)):
        return None
    return PartPath(field, number, *steps)


def parts_of(cls: type[AttrsInstance], field: str) -> tuple[str, ...]:
    """Return the facts that paths to an item of a ``field`` can name: ``name``, ``post`` …"""
    if field in holding(cls, "participants"):
        return tuple(fields_dict(Participant))
    return _parts_of_session() if field in holding(cls, "awaits") else ()


@lru_cache
def _parts_of_session() -> tuple[str, ...]:
    from dragoman.domain.follow_up import Awaits

    return tuple(fields_dict(Awaits))


def part_path(cls: type[AttrsInstance], text: str) -> PartPath:
    """Parse a path to a part of a value in records of ``cls``.

    Raises :class:`Refused` for a path that names no part; the message says what to write.
    """
    name, *steps = text.split(".")
    if name not in fields_dict(cls):
        raise Refused(f"there is no field {name!r}", text)
    known, is_list = parts_of(cls, name), _is_list(cls, name)
    if not (known or is_list):
        raise Refused("this field has no parts", text)
    number = int(steps.pop(0)) if is_list and steps and steps[0].isdecimal() else None
    is_complete = (number is not None) == is_list and len(steps) == bool(known)
    if not is_complete or (known and steps[0] not in known):
        raise Refused(_what_to_write(cls, name), text)
    return PartPath(name, number, *steps)


def _is_list(cls: type[AttrsInstance], name: str) -> bool:
    field = declared(cls).get(name)
    return field is not None and field.holds in SEVERAL


def _what_to_write(cls: type[AttrsInstance], name: str) -> str:
    if name in holding(cls, "awaits"):
        return f"write {' or '.join(f'{name}.{part}' for part in parts_of(cls, name))}"
    if parts_of(cls, name):
        return f"write {name}.2.name for the name of the second {name[:-1]}"
    return f"write {name}.2 for the second of the {name}"
