"""The searched texts of a record, and the weight of each text.

Texts that belong together, such as the name, post and side of a participant, form a ``unit``. Words
in the same unit count for more than words in different units.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from dragoman.domain import KINDS, SEVERAL, declared, field_of
from dragoman.projections.record_doc import RecordDoc, text_at, texts_at
from dragoman.projections.search.codes import named, sign
from dragoman.projections.shapes import LINKS, involved


class Text(NamedTuple):
    """A searched text: its unit, field, weight and content.

    ``sign`` is the code of a state or organisation, as a word of the index. ``is_name`` says
    whether the text is the name of a person or organisation.
    """

    unit: int
    field: str
    weight: int
    text: str
    sign: str | None = None
    is_name: bool = False

    @property
    def code(self) -> str:
        """Return the code of the state or organisation; ``""`` if there is none."""
        return self.sign[1:] if self.sign else ""


NAME, PARTIES, SESSION = range(3)
PARTICIPANT, POSITION, EXTERNAL, READING, WRITTEN, SOURCE, OWNER = range(7)

_FIRST_FIELD, _FIRST_OF_MANY, _STRIDE = 8, 64, 64
"""Constants for numbering units: first single texts by field, then repeated texts by field and
number.
"""


class _Searched(NamedTuple):
    """A searched field: its unit (or its first value's unit), and its label in search results."""

    name: str
    unit: int
    label: str
    weight: int
    has_several: bool
    is_together: bool


@lru_cache
def _fields(kind: str) -> tuple[_Searched, ...]:
    """Return the fields of a kind that are searched, heaviest first."""
    found = [
        (name, field.holds in SEVERAL, searched)
        for name, field in declared(KINDS[kind].state).items()
        if (searched := field.searched)
    ]
    found.sort(key=lambda one: -one[2].weight)
    return tuple(
        _Searched(
            name,
            NAME if one.is_name else _FIRST_FIELD + number,
            one.label or name,
            one.weight,
            several,
            one.is_together,
        )
        for number, (name, several, one) in enumerate(found)
    )


def _nth(kind: int, number: int) -> int:
    """Return the unit for text ``number`` among several texts of the same kind."""
    return _FIRST_OF_MANY + _STRIDE * number + kind


def texts(kind: str, doc: RecordDoc) -> Iterator[Text]:
    """Yield the texts of a record of a kind, grouped by unit."""
    more = 1 if kind == "mechanism" else 0  # list a standing body before its sessions
    for one in _fields(kind):
        if not one.has_several and (value := text_at(doc, one.name)):
            is_name = kind == "party" and one.unit == NAME
            yield Text(one.unit, one.label, one.weight + more, value, is_name=is_name)
    for code in sides(doc):
        yield _party(PARTIES, "party", code)
    if session := doc.get("session"):
        yield Text(SESSION, "session", 6, f"session {session}")
    yield from _several(kind, doc)
    yield from _people(doc)
    yield from _words_of_others(doc)


def _several(kind: str, doc: RecordDoc) -> Iterator[Text]:
    """Yield the texts of fields with several values; texts that belong together form one unit."""
    for one in filter(attrgetter("has_several"), _fields(kind)):
        is_alias = kind == "party" and one.name == "aliases"
        for n, value in enumerate(texts_at(doc, one.name)):
            unit = one.unit if one.is_together else _nth(one.unit, n)
            yield Text(unit, one.label, one.weight, value, is_name=is_alias)


def sides(doc: RecordDoc) -> list[str]:
    """Return the codes of the parties to a record, or the side of a person or organisation."""
    return [doc["side"]] if doc.get("side") else involved(doc)


@lru_cache(maxsize=16_384)
def _party(unit: int, field: str, code: str) -> Text:
    return Text(unit, field, 5, named(code), sign(code))


def _people(doc: RecordDoc) -> Iterator[Text]:
    """Yield the texts of participants and posts, each with its side."""
    several: tuple[tuple[int, str, Sequence[Mapping[str, object]]], ...] = (
        (PARTICIPANT, "participant", doc.get("participants", ())),
        (OWNER, "owner", doc.get("owners", ())),
        (POSITION, "post", doc.get("positions", ())),
    )
    for kind, label, some in several:
        for n, one in enumerate(some):
            unit = _nth(kind, n)
            if name := text_at(one, "name"):
                yield Text(unit, label, 7, name, is_name=True)
            if post := text_at(one, "post"):
                yield Text(unit, label, 5, post)
            if code := text_at(one, "side"):
                yield _party(unit, label, code)


def _words_of_others(doc: RecordDoc) -> Iterator[Text]:
    """Yield external ids, texts as the source wrote them, readings, and the sources themselves."""
    for n, (system, id_) in enumerate(doc.get("external_ids", {}).items()):
        yield Text(_nth(EXTERNAL, n), "external id", 6, f"{system} {id_}")
    for n, words in enumerate(_written(doc)):
        yield Text(_nth(WRITTEN, n), "as written", 3, words)
    readings = doc.get("amendments", {}).get("readings", ())
    for n, reading in enumerate(readings):
        yield Text(_nth(READING, n), "reading", 2, reading["value"])
    told_by = (one["source"] for one in readings if one.get("source"))
    for n, source in enumerate((*doc.get("sources", ()), *doc.get("setbacks", ()), *told_by)):
        for field, weight in (("title", 2), ("publisher", 2), ("note", 1), ("url", 1)):
            if text := text_at(source, field):
                yield Text(_nth(SOURCE, n), "source", weight, text)


def _written(doc: RecordDoc) -> Iterator[str]:
    """Yield the texts as the source wrote them, except those for a link.

    A reader from whom the linked record is withheld must not find its words.
    """
    words = doc.get("as_written", {}).items()
    return (text for path, text in words if field_of(path) not in (*LINKS, "awaits"))


def dated(kind: str, doc: RecordDoc) -> str | None:
    """Return the field that holds the date of the record, if the date is known."""
    return KINDS[kind].date_field(doc.get("status"), lambda name: text_at(doc, name))
