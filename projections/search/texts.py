"""The texts of a record in which it is searched, what they are, and how much each of them weighs.

What belongs together, such as the name of a participant, the post and the side, is a ``unit``:
words that are found in one unit count for more than words from here and there.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

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


TITLE, PLACE, PARTIES, TOPICS, SESSION = range(5)

_SINGLE = (
    ("name", TITLE, "name", 12),
    ("title", TITLE, "title", 10),
    ("what", TITLE, "what", 10),
    ("place", PLACE, "place", 6),
    ("body", 6, "kind of body", 4),
    ("owner", 7, "owner", 5),
    ("post", 8, "post", 6),
    ("instrument", 9, "instrument", 4),
    ("registration", 10, "registration", 5),
    ("summary", 11, "summary", 3),
    ("note", 12, "note", 3),
    ("cause", 13, "cause", 3),
    ("form", 14, "form", 3),
    ("level", 15, "level", 3),
)
_FIRST, _KINDS = 16, 9
ALIAS, PARTICIPANT, POSITION, OUTCOME, EXTERNAL, READING, WRITTEN, SOURCE, STOP = range(_KINDS)


def _nth(kind: int, number: int) -> int:
    """The unit of the ``number``-th of several texts of a kind."""
    return _FIRST + _KINDS * number + kind


def texts(doc: dict[str, Any]) -> Iterator[Text]:
    """The texts of a record, whatever its kind; those of a unit one after the other."""
    more = 1 if doc.get("body") else 0  # a standing body comes before its sessions
    for field, unit, label, weight in _SINGLE:
        if value := doc.get(field):
            yield Text(unit, label, weight + more, value)
    for code in sides(doc):
        yield _party(PARTIES, "party", code)
    for topic in doc.get("topics", ()):
        yield Text(TOPICS, "topic", 5, topic)
    if session := doc.get("session"):
        yield Text(SESSION, "session", 6, f"session {session}")
    for n, stop in enumerate(doc.get("stops", ())):
        yield Text(_nth(STOP, n), "stop", 5, stop)
    for n, outcome in enumerate(doc.get("outcomes", ())):
        yield Text(_nth(OUTCOME, n), "outcome", 3, outcome)
    yield from _people(doc)
    yield from _words_of_others(doc)


def sides(doc: dict[str, Any]) -> list[str]:
    """The codes of all who take part; of a person or organisation, that of its side."""
    return [doc["side"]] if doc.get("side") else involved(doc)


@lru_cache(maxsize=16_384)
def _party(unit: int, field: str, code: str) -> Text:
    return Text(unit, field, 5, named(code), sign(code))


def _people(doc: dict[str, Any]) -> Iterator[Text]:
    """Participants and posts, each with its side; and further names."""
    for n, alias in enumerate(doc.get("aliases", ())):
        yield Text(_nth(ALIAS, n), "alias", 9, alias)
    for kind, field, label in (
        (PARTICIPANT, "participants", "participant"),
        (POSITION, "positions", "post"),
    ):
        for n, one in enumerate(doc.get(field, ())):
            unit = _nth(kind, n)
            if name := one.get("name"):
                yield Text(unit, label, 7, name)
            if post := one.get("post"):
                yield Text(unit, label, 5, post)
            if code := one.get("side"):
                yield _party(unit, label, code)


def _words_of_others(doc: dict[str, Any]) -> Iterator[Text]:
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
            if text := source.get(field):
                yield Text(_nth(SOURCE, n), "source", weight, text)


_DATE = "is a date, not a text; find dates with timeline --since and --until"
_LINK = "is a link to a record that has its own text; show lists what belongs to a record"
_CHOICE = "is one of a few words, each of which would find half the register"
LEFT_OUT = {
    **dict.fromkeys(
        (
            *("occurred", "stay", "established", "dissolved", "due", "agreed", "fulfilled"),
            *("signed", "in_force", "terminated", "formerly", "positions.assumed"),
            *("positions.left", "source.published", "source.retrieved"),
        ),
        _DATE,
    ),
    **dict.fromkeys(
        (
            *("part_of", "mechanism", "agreed_in", "by", "signed_in", "founds", "awaits"),
            *("merged_into", "participants.party", "awaits.mechanism", "awaits.session"),
        ),
        _LINK,
    ),
    **dict.fromkeys(
        (
            *("status", "format", "mode", "confidence", "marking", "hosting", "cadence", "type"),
            *("participants.role", "participants.type", "source.language", "source.reliability"),
            *("source.credibility", "positions.held"),
        ),
        _CHOICE,
    ),
    "source.sha256": "is copied whole when it is needed; nobody searches for it",
    "source.dispatch": "is the name of a file: audit log has it as the reason of the entry",
    "source.row": "is the key of a row of an import: the texts of the row are searched",
    "former_sides": "are found by the party's terms; its side is searched",
}
"""The fields that are not searched, and why."""


_DATES = {
    "mechanism": ("established",),
    "instrument": ("signed", "in_force", "terminated"),
    "follow-up": ("due", "agreed"),
    "party": (),
}


def dated(kind: str, doc: dict[str, Any]) -> str | None:
    """The field that tells when a record of that kind was, or is to be, if any does."""
    return next((field for field in _DATES.get(kind, ("occurred",)) if doc.get(field)), None)
