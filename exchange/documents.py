"""Documents: the fields of a dispatch and of its records, as the user typed them.

Every value is a string as typed; :mod:`dragoman.exchange.translate` interprets the strings. Each
domain class declares the fields that its documents have (see :mod:`dragoman.domain.field`).
"""

from collections.abc import Callable, Iterable
from functools import cache, reduce
from operator import or_
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias, cast

from attrs import AttrsInstance, fields_dict
from msgspec import UNSET, Meta, Struct, UnsetType, defstruct

from dragoman.domain import (
    KINDS,
    Awaits,
    Field,
    Kind,
    Participant,
    Position,
    Source,
    declared,
    foreign,
)
from dragoman.exchange.value_types import Annotation, choices_in

Words = Annotated[str, Meta(min_length=1, max_length=500)]
Prose = Annotated[str, Meta(min_length=1, max_length=20_000)]
Day = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=200,
        description="EDTF (2025-04-20, 2025-04, ../2025-04-21, 2025~) or '20 April 2025', 'today'",
        examples=["2025-04-20", "2025-04-20/2025-04-21", "../2025-04", "2025?"],
    ),
]
Code = Annotated[
    str,
    Meta(min_length=1, max_length=200, description="A state (IQ, Iraq) or organisation (org:UN)"),
]
Link = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=200,
        description="A handle of this file, a ref (V-12), or DISPATCH/HANDLE of another file",
    ),
]
Numeral = Annotated[
    str,
    Meta(min_length=1, max_length=40, description="A number as written: VII, 7th, seventh"),
]
Handle = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$")]
QualifiedHandle = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,79}(/[A-Za-z0-9][A-Za-z0-9._-]{0,79})?$",
        description="A name for the record; DISPATCH/HANDLE means the record of another file",
    ),
]
AsWritten = Annotated[
    dict[str, Prose],
    Meta(
        description="Field → the original words of the source. For one part of a value, write participants.1.post or topics.3"
    ),
]


class Document(Struct, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The base class of all documents; a document refuses unknown fields."""


Convert: TypeAlias = Callable[[Field, str, Annotation], Annotation]
"""A function that converts the annotation of a domain field for the documents of a kind.
"""

DocumentField: TypeAlias = tuple[str, Any] | tuple[str, Any, object]
"""A field as ``defstruct`` takes it: name, annotation and, if there is one, a default."""

# --- The types of fields ----------------------------------------------------------------------


def _text(field: Field, kind: str, annotation: Annotation) -> Annotation:
    if field.form:
        longest, example = field.longest or None, field.example or None
        return Annotated[str, Meta(pattern=field.form, max_length=longest, description=example)]
    return Words


def _choice(field: Field, kind: str, annotation: Annotation) -> Annotation:
    """Return the choices that a field has for this kind, or else those in the annotation."""
    return Literal[field.choices.get(kind) or choices_in(annotation)]


def choices_of(cls: type[AttrsInstance], kind: str, name: str) -> Any:
    """Return the values that a field allows in documents of a kind, as a ``Literal`` type."""
    return _choice(declared(cls)[name], kind, fields_dict(cls)[name].type)


def _number(field: Field, kind: str, annotation: Annotation) -> Annotation:
    """Return the type of a number, which people may also write as ``VII``, ``7th``, ``seventh``."""
    return Annotated[int, Meta(ge=1, le=field.most)] | Numeral


def _list(of: Any) -> Convert:
    def made(field: Field, kind: str, annotation: Annotation) -> Annotation:
        if field.fewest > 1:
            return Annotated[list[of], Meta(min_length=field.fewest)]
        return list[of]

    return made


def _always(type_: Annotation) -> Convert:
    return lambda field, kind, annotation: type_


def _fields(cls: type[AttrsInstance], kind: str = "") -> list[DocumentField]:
    """Return the document fields of a domain class; leave out fields that belong to other kinds."""
    apart = {*foreign(cls), "as_written"}
    made: list[DocumentField] = []
    for name, field in declared(cls).items():
        if name not in apart:
            type_ = _TYPES[field.holds](field, kind, fields_dict(cls)[name].type)
            made.append((name, type_) if field.is_required else (name, type_ | UnsetType, UNSET))
    return made


_TYPES: dict[str, Convert] = {
    "text": _text,
    "prose": _always(Prose),
    "day": _always(Day),
    "code": _always(Code),
    "choice": _choice,
    "number": _number,
    "link": _always(Link),
    "texts": _list(Words),
    "proses": _list(Prose),
    "codes": _list(Code),
    "pairs": lambda field, kind, annotation: dict[str, Words] if field.longest else AsWritten,
}
"""The document type of a field, by the type of its content."""


# --- Documents --------------------------------------------------------------------------------


def _part(name: str, about: str, cls: type[AttrsInstance]) -> Any:
    """Return the document class for a part of a record, such as a participant."""
    namespace = {"__doc__": about, "__module__": __name__}
    return defstruct(name, _fields(cls), bases=(Document,), namespace=namespace, kw_only=True)


if TYPE_CHECKING:
    SourceDocument: TypeAlias = Document
    ParticipantDocument: TypeAlias = Document
    PositionDocument: TypeAlias = Document
    AwaitsDocument: TypeAlias = Document
else:
    SourceDocument = _part("SourceDocument", "A document that supports records.", Source)
    ParticipantDocument = _part(
        "ParticipantDocument", "A participant: a name or a post.", Participant
    )
    PositionDocument = _part(
        "PositionDocument",
        "A post that a person held: when it was assumed and left, if known.",
        Position,
    )
    AwaitsDocument = _part(
        "AwaitsDocument",
        "The session that settles a follow-up: the next session, or the session with a given number.",
        Awaits,
    )


_TYPES |= {
    "participants": _always(list[ParticipantDocument | Words] | Words),
    "posts": _list(PositionDocument),
    "awaits": _always(AwaitsDocument),
}


class RecordDocument(Document, tag_field="kind", kw_only=True):
    """The base class of the documents of records."""

    handle: QualifiedHandle | UnsetType = UNSET
    source: SourceDocument | UnsetType = UNSET
    as_written: AsWritten | UnsetType = UNSET
    readings: (
        Annotated[
            dict[str, Prose],
            Meta(
                description="Field → the value that this source gives; the record keeps both values. For one part of a value, write participants.2.name"
            ),
        ]
        | UnsetType
    ) = UNSET
    distinct_from: (
        Annotated[
            list[Link],
            Meta(
                description="Similar records that are not the same; Dragoman no longer asks about these records"
            ),
        ]
        | UnsetType
    ) = UNSET


APART = ("handle", "source", "as_written", "readings", "distinct_from")
"""The fields that every document has, whatever its kind."""


@cache
def document_class(kind: str) -> type[RecordDocument]:
    """Return the document class of a kind; it has a status and the fields of the kind's state."""
    of = KINDS[kind]
    namespace = {"__doc__": of.about, "__module__": __name__}
    made = defstruct(
        f"{of.state.__name__}Document",
        [*_status(of), *_fields(of.state, kind)],
        bases=(RecordDocument,),
        namespace=namespace,
        tag=kind,
        kw_only=True,
    )
    return cast("type[RecordDocument]", made)


def _status(kind: Kind) -> list[DocumentField]:
    """Return the status field of a document; a kind with only one status has no such field."""
    if len(kind.steps) == 1:
        return []
    statuses: Any = Literal[tuple(kind.steps)]
    return [("status", statuses, kind.usual) if kind.usual else ("status", statuses)]


@cache
def record_documents() -> UnionType:
    """Return the union of the document classes of all kinds."""
    classes: Iterable[Any] = map(document_class, KINDS)
    return cast("UnionType", reduce(or_, classes))
