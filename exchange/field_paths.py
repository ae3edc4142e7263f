"""Paths to fields as people type them: ``occurred``, ``topic``, ``participants.2.name``.

:mod:`dragoman.domain.part_paths` declares the grammar of paths to one part of a value.
"""

from functools import cache
from typing import Any, get_type_hints

from attrs import frozen
from msgspec import Struct, defstruct

from dragoman.domain import (
    KINDS,
    PEOPLE,
    SEVERAL,
    Field,
    Participant,
    PartPath,
    Refused,
    as_dict,
    declared,
    foreign,
    part_path,
    parts_of,
)
from dragoman.exchange.documents import ParticipantDocument, document_class
from dragoman.exchange.faults import Fault, at, converted, no_field, unknown_field
from dragoman.exchange.typed_fields import field_named


@frozen
class Place:
    """A field and its path, in a record or in one of the record's participants."""

    path: str
    field: Field
    document: Any
    part: str

    @property
    def name(self) -> str:
        """The first step of the path, which is a field of the record: ``participants``."""
        return self.path.partition(".")[0]

    def converted(self, text: str) -> Any:
        """Convert text to a value that this field can have in a document. Raises :class:`Fault`."""
        several = self.field.holds in SEVERAL
        one = converted({self.part: [text] if several else text}, _alone(self.document, self.part))
        return getattr(one, self.part)


@cache
def _alone(document: Any, name: str) -> type[Struct]:
    """Return a new document class that has only the field ``name`` of ``document``."""
    hint = get_type_hints(document, include_extras=True)[name]
    kind = document.__struct_config__.tag
    return defstruct("Alone", [(name, hint)], tag=kind, forbid_unknown_fields=True)


def plain_field(kind: str, path: str) -> Place | None:
    """Return the field at a path, or ``None`` if the field does not hold simple values.

    Raises :class:`Fault` for an unknown field.
    """
    name, *steps = path.replace("-", "_").split(".")
    name = field_named(kind, name)
    fields = declared(KINDS[kind].state)
    if name == "status":
        return None
    known = fields.keys() - foreign(KINDS[kind].state).keys()
    if name not in known:
        raise no_field(kind, name, sorted(known))
    if fields[name].holds == "participants" and len(steps) == 2:
        return _of_participant(kind, ".".join((name, *steps)))
    if steps or fields[name].holds in ("pairs", "participants", "awaits", "posts"):
        return None
    return Place(name, fields[name], document_class(kind), name)


def _of_participant(kind: str, path: str) -> Place:
    with at(path):
        found = part_at(kind, path)
    return Place(str(found), declared(Participant)[found.part], ParticipantDocument, found.part)


def part_at(kind: str, path: str) -> PartPath:
    """Return the part of a value that a path names. Raises :class:`Fault` if it names no part."""
    name, *steps = path.replace("-", "_").split(".")
    name, state = field_named(kind, name), KINDS[kind].state
    known = parts_of(state, name)
    if len(steps) == (2 if name in PEOPLE else 1) and known and steps[-1] not in known:
        what = name.removesuffix("s") if name in PEOPLE else "session"
        raise Fault(unknown_field(what, steps[-1], known))
    try:
        return part_path(state, ".".join((name, *steps)))
    except Refused as refusal:
        raise Fault(refusal.message) from refusal


def absent_part(field: Field, path: PartPath, value: Any) -> str:
    """Return the message for a path to a part that a value lacks: what there is instead."""
    if not value:
        return f"the record has no {path.field}"
    if path.number is None:
        return f"{path.field} has no {path.part}{_other_parts(path, value)}"
    item, count = path.item_in(value), len(value)
    word = field.one or path.field.removesuffix("s")
    if item is None:
        numbers = dict.fromkeys((1, count))
        paths = (" or " if count <= 2 else " to ").join(str(path.at(one)) for one in numbers)
        return f"the record has {count} {path.field if count > 1 else word}; write {paths}"
    return f"{word} {path.number} has no {path.part}{_other_parts(path, item)}"


def _other_parts(path: PartPath, item: Any) -> str:
    """Return which parts of an item have a value, as the end of a message."""
    named = [name for name, value in as_dict(item).items() if value and value != "person"]
    paths = [str(PartPath(path.field, path.number, name)) for name in named]
    return f"; write {' or '.join(paths)}" if paths else ""
