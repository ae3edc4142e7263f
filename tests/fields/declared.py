"""A recognisable value for each declared field of each kind of record.

The module reads the fields from the domain classes, so a new field is included automatically.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import sha256
from typing import Any, Literal, get_args, get_origin, get_type_hints

from attrs import fields, frozen, has
from msgspec import Struct

from dragoman.domain.belonging import own_fields
from dragoman.domain.countries import country_name
from dragoman.domain.dates import parse_date
from dragoman.domain.kinds import KINDS
from dragoman.exchange import documents
from dragoman.exchange.documents import Code, Day, Link, document_class

UNTYPED = {
    "amendments": "is recorded by dragoman retract, reading and undo",
    "formerly": "is what a rescheduling, a postponement or a revision leaves behind",
    "setbacks": "are the sources of a rescheduling, a postponement or a cancellation",
    "merged_into": "is recorded by dragoman party merge",
    "former_sides": "is left behind by a correction of the side",
    "dispatch": "is the id of the dispatch that the source came with",
    "row": "is the key of a row of an import",
    "held": "follows from the end of a post",
}
"""Fields that no document has, and the origin of their values."""

STATUS = {
    "visit": "concluded",
    "consultation": "held",
    "meeting": "held",
    "mechanism": "dissolved",
    "follow-up": "fulfilled",
    "instrument": "terminated",
    "demarche": "answered",
    "conference": "closed",
    "series": "ended",
}
"""The status in which a record of a kind can have all of its fields."""

LINKED = {
    "part_of": "V-1",
    "signed_in": "V-2",
    "margins": "E-1",
    "series": "S-1",
    "agreed_in": "M-1",
    "by": "M-2",
    "split_from": "F-1",
    "mechanism": "B-1",
    "founds": "B-2",
    "awaits.mechanism": "B-3",
    "party": "P-1",
}
"""The records in :data:`PRELUDE` that the full records link to."""

PRELUDE = """\
dispatch: prelude
source: {title: Prelude}
records:
  - {kind: party, name: Someone, side: AZ}
  - {kind: mechanism, body: working group, title: One, parties: [AZ, IQ]}
  - {kind: mechanism, body: working group, title: Two, parties: [AZ, IQ]}
  - {kind: mechanism, body: working group, title: Three, parties: [AZ, IQ]}
  - {kind: visit, handle: four, status: concluded, title: Four, host: IQ, parties: [AZ]}
  - {kind: visit, handle: five, status: concluded, title: Five, host: IQ, parties: [AZ]}
  - {kind: meeting, handle: six, status: held, title: Six, parties: [AZ, IQ]}
  - {kind: meeting, handle: seven, status: held, title: Seven, parties: [AZ, IQ]}
  - {kind: conference, status: announced, title: Eight, handle: eight}
  - {kind: series, handle: nine, title: Nine, parties: [AZ, IQ], every: year,
     occurred: 1945-05-05, until: 1946-12-31}
  - {kind: follow-up, handle: ten, what: Ten, parties: [AZ, IQ]}
"""

PLAIN = {"language": "eo", "cadence": "P5Y", "every": "P2M", "reminders": "P7D"}
"""Values of text fields that need a fixed form."""

CHOSEN = {"format": "trilateral", "mode": "video", "type": "organisation", "reply": "awaited"}
"""Choices that fit the other fields and differ from the default."""

_CODES = "MN PY IS KE LA BT FJ MW QA TG UY ZM BZ CR DM EC GA HN JM KM LV MZ NP OM PE".split()


@frozen
class Leaf:
    """A single value: its path, the string to type, and patterns that match the displayed value."""

    path: tuple[str, ...]
    typed: str
    shown: tuple[str, ...]

    @property
    def name(self) -> str:
        """The path with dots, such as ``participants.name``."""
        return ".".join(self.path)

    def is_in(self, text: str) -> bool:
        """Return whether ``text`` contains this value as a whole word."""
        return any(re.search(rf"(?<![\w-])(?:{one})(?![\w-])", text) for one in self.shown)


class Values:
    """A generator of field values, unique within a record where the type of the field allows."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.count = 0
        self.leaves: list[Leaf] = []

    def of(self, path: tuple[str, ...], hint: Any) -> Any:
        """Return a value of type ``hint`` for a field of a document."""
        self.count += 1
        bare = _bare(hint)
        if isinstance(bare, type) and issubclass(bare, Struct):
            return self.struct(path, bare)
        if get_origin(bare) is list:
            count = 1 if has_parts(get_args(bare)[0]) else 2
            return [self.of(path, get_args(bare)[0]) for _ in range(count)]
        if get_origin(bare) is dict:
            key = self.word(path) if path[-1] == "external_ids" else _called(self.kind)
            return {key: self._leaf(path, self.word((*path, "value")))}
        return self._plain(path, bare)

    def struct(self, path: tuple[str, ...], cls: Any) -> dict[str, Any]:
        """Return a document of class ``cls`` with a value in every field."""
        return {name: self.of((*path, name), hint) for name, hint in hints_of(cls).items()}

    def _plain(self, path: tuple[str, ...], bare: Any) -> Any:
        name = path[-1]
        if get_origin(bare) is Literal:
            choices = get_args(bare)
            chosen = CHOSEN.get(name)
            return self._leaf(
                path, chosen if chosen in choices else choices[self.count % len(choices)]
            )
        if bare is Day:
            edtf = f"{1950 + self.count}-0{self.count % 9 + 1}-{10 + self.count % 18}"
            return self._leaf(path, edtf, parse_date(edtf).for_people())
        if bare is Code:
            code = _CODES[self.count % len(_CODES)]
            while any(one.typed == code for one in self.leaves):
                code = _CODES[(_CODES.index(code) + 1) % len(_CODES)]
            return self._leaf(path, code, country_name(code), code.lower())
        if bare is Link:
            return self._leaf(path, LINKED.get(".".join(path[-2:])) or LINKED[name])
        if bare is int:
            self._leaf(path, str(700 + self.count))
            return 700 + self.count
        typed = self._text(path)
        return self._leaf(path, typed, *_IN_WORDS.get(path[-1], ()))

    def _text(self, path: tuple[str, ...]) -> str:
        name = path[-1]
        if name == "url":
            return f"https://{self.word(path)}.example/"
        if name == "sha256":
            return sha256(self.word(path).encode()).hexdigest()
        return PLAIN.get(name) or self.word(path)

    def word(self, path: tuple[str, ...]) -> str:
        """Return a unique word of Latin letters."""
        digest = sha256(f"{self.kind} {path} {self.count}".encode()).digest()
        syllables = ("bdfgklmnprstvz"[one % 14] + "aeiou"[one // 14 % 5] for one in digest[:5])
        return "".join(syllables).capitalize()

    def _leaf(self, path: tuple[str, ...], typed: str, *shown: str) -> str:
        also = _GRADES[path[-1]].format(typed) if path[-1] in _GRADES else ""
        forms = [*map(re.escape, (typed, *shown)), *filter(None, [also])]
        if path[-1] == "sha256":
            forms.append(re.escape(f"{typed[:12]}…"))
        if path[-1] in _GRADES:
            forms = [also, f'"{path[-1]}": ?"{typed}"', rf"\b{path[-1]}: {typed}"]
        self.leaves.append(Leaf(path, typed, tuple(forms)))
        return typed


_IN_WORDS = {"reminders": ("7 days",)}
"""The words for values that reports show in words."""

_GRADES = {"reliability": r"grade {}\d", "credibility": "grade [A-F]{}"}
"""Patterns for the letter and digit of the Admiralty code, which reports show together."""


CALLED = ("title", "what", "name", "subject")
"""The fields that hold the title or name of a record."""


def _called(kind: str) -> str:
    """Return the name of the field that holds the title or name of a record of this kind."""
    return next(name for name in CALLED if name in hints_of(document_class(kind)))


@cache
def hints_of(cls: Any) -> dict[str, Any]:
    """Return the type hint of each field of a document class."""
    own = cls.__struct_fields__
    return {
        name: hint for name, hint in get_type_hints(cls, include_extras=True).items() if name in own
    }


def _bare(hint: Any) -> Any:
    """Strip ``None`` and constraints from a type, but keep ``Day``, ``Code`` and ``Link`` as is."""
    if hint in (Day, Code, Link):
        return hint
    options = [one for one in get_args(hint) if "UnsetType" not in str(one)]
    if get_origin(hint) in (list, dict, Literal) or not options:
        return hint
    return _bare(options[0])


def has_parts(hint: Any) -> bool:
    """Return whether a type is a document class, whose values have fields of their own."""
    bare = _bare(hint)
    return isinstance(bare, type) and issubclass(bare, Struct)


def declared(kind: str) -> Iterator[str]:
    """Yield the names of the fields that people fill in for a kind of record."""
    return (name for name in own_fields(KINDS[kind].state) if name not in UNTYPED)


def as_document(name: str) -> str:
    """Return the name that documents use for a domain field."""
    return "source" if name == "sources" else name


class Full:
    """A complete record of a kind, with a value in every field."""

    def __init__(self, kind: str) -> None:
        values = Values(kind)
        hints = hints_of(document_class(kind))
        self.kind = kind
        self.data: dict[str, Any] = {"kind": kind}
        for name in map(as_document, declared(kind)):
            assert name in hints, f"no document of a {kind} says {name}, and no reason is stated"
            if name == "status":
                values._leaf(("status",), STATUS[kind])
                self.data["status"] = STATUS[kind]
            else:
                self.data[name] = values.of((name,), hints[name])
        self.leaves = values.leaves

    @property
    def called(self) -> str:
        """The title or the name of the record."""
        return str(self.data[_called(self.kind)])

    def paths(self) -> list[str]:
        """Return the paths of the values in the record, without duplicates."""
        return list(dict.fromkeys(leaf.name for leaf in self.leaves))


@cache
def full(kind: str) -> Full:
    """Return the complete record of a kind, with a value in every field.

    Every call returns the same record.
    """
    return Full(kind)


ALL = tuple(KINDS)


def parts_of(cls: Any) -> Iterator[tuple[str, Any]]:
    """Yield the name of each field that holds objects with fields, and the class of the objects."""
    for one in fields(cls):
        for hint in (one.type, *get_args(one.type)):
            for inner in (hint, *get_args(hint)):
                if isinstance(inner, type) and has(inner):
                    yield one.name, inner


PARTS: Mapping[str, Any] = {
    name: cls
    for kind in KINDS.values()
    for name, cls in parts_of(kind.state)
    if name not in UNTYPED
}
"""The class of the parts for each field that has parts."""

PART_DOCUMENTS = {
    "participants": documents.ParticipantDocument,
    "owners": documents.ParticipantDocument,
    "sources": documents.SourceDocument,
    "positions": documents.PositionDocument,
    "awaits": documents.AwaitsDocument,
}
"""The document class for each part."""
