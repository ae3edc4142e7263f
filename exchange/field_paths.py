"""Paths to fields as people type them: ``occurred``, ``topic``, ``participants.2.name``."""

from functools import cache
from typing import Any, get_type_hints

from attrs import frozen
from msgspec import Struct, defstruct

from dragoman.domain import KINDS, SEVERAL, Field, Participant, declared, foreign
from dragoman.exchange.documents import ParticipantDocument, document_class
from dragoman.exchange.faults import Fault, converted, no_field, unknown_field
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
        return _of_participant(name, *steps)
    if steps or fields[name].holds in ("pairs", "participants", "awaits", "posts"):
        return None
    return Place(name, fields[name], document_class(kind), name)


def _of_participant(people: str, number: str, name: str) -> Place:
    fields, path = declared(Participant), f"{people}.{number}.{name}"
    if name not in fields:
        raise Fault(unknown_field("participant", name, [*fields]), (path,))
    return Place(path, fields[name], ParticipantDocument, name)
