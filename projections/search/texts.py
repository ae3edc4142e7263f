"""The texts of a record in which it is searched, what they are, and how much each of them weighs.

What belongs together, such as the name of a participant, the post and the side, is a ``unit``:
words that are found in one unit count for more than words from here and there.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from dragoman.domain import KINDS, SEVERAL, declared
from dragoman.projections.record_doc import RecordDoc, text_at, texts_at
from dragoman.projections.search.codes import named, sign
from dragoman.projections.shapes import involved


class Text(NamedTuple):
    """A text: its unit, the field, its weight, and what it says.

    ``sign`` is what it is known by besides its words, where it is a state or organisation.
    """

    unit: int
    field: str
    weight: int
    text: str
    sign: str | None = None

    @property
    def code(self) -> str:
        """The code of the state or organisation that it is."""
        return self.sign[1:] if self.sign else ""


NAME, PARTIES, SESSION = range(3)
PARTICIPANT, POSITION, EXTERNAL, READING, WRITTEN, SOURCE = range(6)

_FIRST_FIELD, _FIRST_OF_MANY, _STRIDE = 8, 64, 64
"""Units: of single texts by field, then those of several texts, which go by field and number."""


class _Searched(NamedTuple):
    """A field that is searched: its unit, or that of its first value, and what a hit calls it."""

    name: str
    unit: int
    label: str
    weight: int
    has_several: bool
    is_together: bool


@lru_cache
def _fields(kind: str) -> tuple[_Searched, ...]:
    """The fields of a kind that are searched, those of most weight first."""
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
    """The unit of the ``number``-th of several texts of a kind."""
    return _FIRST_OF_MANY + _STRIDE * number + kind


def texts(kind: str, doc: RecordDoc) -> Iterator[Text]:
    """The texts of a record of a kind; those of a unit one after the other."""
    more = 1 if kind == "mechanism" else 0  # a standing body comes before its sessions
    for one in _fields(kind):
        if not one.has_several and (value := text_at(doc, one.name)):
            yield Text(one.unit, one.label, one.weight + more, value)
    for code in sides(doc):
        yield _party(PARTIES, "party", code)
    if session := doc.get("session"):
        yield Text(SESSION, "session", 6, f"session {session}")
    yield from _several(kind, doc)
    yield from _people(doc)
    yield from _words_of_others(doc)


def _several(kind: str, doc: RecordDoc) -> Iterator[Text]:
    """Each of several texts; those that belong together are one unit."""
    for one in filter(attrgetter("has_several"), _fields(kind)):
        for n, value in enumerate(texts_at(doc, one.name)):
            unit = one.unit if one.is_together else _nth(one.unit, n)
            yield Text(unit, one.label, one.weight, value)


def sides(doc: RecordDoc) -> list[str]:
    """The codes of all who take part; of a person or organisation, that of its side."""
    return [doc["side"]] if doc.get("side") else involved(doc)


@lru_cache(maxsize=16_384)
def _party(unit: int, field: str, code: str) -> Text:
    return Text(unit, field, 5, named(code), sign(code))


def _people(doc: RecordDoc) -> Iterator[Text]:
    """Participants and posts, each with its side."""
    several: tuple[tuple[int, str, Sequence[Mapping[str, object]]], ...] = (
        (PARTICIPANT, "participant", doc.get("participants", ())),
        (POSITION, "post", doc.get("positions", ())),
    )
    for kind, label, some in several:
        for n, one in enumerate(some):
            unit = _nth(kind, n)
            if name := text_at(one, "name"):
                yield Text(unit, label, 7, name)
            if post := text_at(one, "post"):
                yield Text(unit, label, 5, post)
            if code := text_at(one, "side"):
                yield _party(unit, label, code)


def _words_of_others(doc: RecordDoc) -> Iterator[Text]:
    """What other systems call a record, what sources say of it, and what they are."""
    for n, (system, id_) in enumerate(doc.get("external_ids", {}).items()):
        yield Text(_nth(EXTERNAL, n), "external id", 6, f"{system} {id_}")
    for n, words in enumerate(doc.get("as_written", {}).values()):
        yield Text(_nth(WRITTEN, n), "as written", 3, words)
    readings = doc.get("amendments", {}).get("readings", ())
    for n, reading in enumerate(readings):
        yield Text(_nth(READING, n), "reading", 2, reading["value"])
    told_by = (one["source"] for one in readings if one.get("source"))
    for n, source in enumerate((*doc.get("sources", ()), *doc.get("setbacks", ()), *told_by)):
        for field, weight in (("title", 2), ("publisher", 2), ("note", 1), ("url", 1)):
            if text := text_at(source, field):
                yield Text(_nth(SOURCE, n), "source", weight, text)


def dated(kind: str, doc: RecordDoc) -> str | None:
    """The field that tells when a record of that kind was, or is to be, if any does."""
    return next((field for field in KINDS[kind].when if doc.get(field)), None)
