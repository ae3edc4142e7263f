"""The shapes in which the views are given out: plain mappings, ready for JSON and for print.

Records are named by their refs, codes stay codes, and a date comes with its bounds.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from dragoman.domain.dates import parse
from dragoman.domain.record import called
from dragoman.projections.snapshot import Snapshot
from dragoman.projections.timeline import TimelineMatch

_PARTICIPANT = ("name", "post", "side", "role")

LINKS = ("part_of", "mechanism", "agreed_in", "by", "signed_in", "founds", "merged_into")
"""The fields of documents that hold the id of another record."""


def date_shape(doc: dict[str, Any], field: str) -> dict[str, Any] | None:
    """``{edtf, earliest, latest, as_written}`` of a field; ``None`` when it is not known."""
    text = doc.get(field)
    if text is None:
        return None
    date = parse(text)
    words = doc.get("as_written", {}).get(field)
    return {"edtf": text, "earliest": date.earliest, "latest": date.latest, "as_written": words}


def involved(doc: dict[str, Any]) -> list[str]:
    """The codes of all who take part in an engagement, or are parties to anything else."""
    host = [doc[name] for name in ("sender", "host") if doc.get(name)]
    sides = [person["side"] for person in doc.get("participants", ()) if person.get("side")]
    sides += doc.get("recipients", ())
    return list(dict.fromkeys([*doc.get("parties", ()), *host, *sides]))


def linked(doc: dict[str, Any]) -> Iterable[str]:
    """The ids that a document links to."""
    for field in LINKS:
        if doc.get(field):
            yield _hex(doc[field])
    if awaited := doc.get("awaits"):
        yield _hex(awaited["mechanism"])


def _hex(uuid: str) -> str:
    return UUID(uuid).hex


def entry_shapes(snapshot: Snapshot, found: list[TimelineMatch]) -> list[dict[str, Any]]:
    """The entries of a timeline."""
    snapshot.learn(one.record for one in found)
    snapshot.learn_ids(id_ for one in found for id_ in linked(one.doc))
    return [entry_shape(snapshot, one) for one in found]


def entry_shape(snapshot: Snapshot, found: TimelineMatch) -> dict[str, Any]:
    """One entry of a timeline; of a mechanism, its founding."""
    doc = found.doc
    when = _when(found.kind, doc)
    shape = {
        "ref": snapshot.ref(found.record),
        "kind": found.kind,
        "status": _status(found.kind, doc),
        "title": called(doc),
        "occurred": date_shape(doc, when),
        "formerly": doc.get("formerly", []),
        "disputed": open_disputes(doc),
        "place": doc.get("place"),
        "host": doc.get("host"),
        "parties": involved(doc),
        "participants": [
            {key: person.get(key) for key in _PARTICIPANT} for person in doc.get("participants", ())
        ],
        "topics": doc.get("topics", []),
        "level": doc.get("level", "unspecified"),
        "mechanism": _ref(snapshot, doc.get("mechanism")),
        "session": doc.get("session"),
        "part_of": snapshot.ref_of(found.part_of),
        "sources": [source_shape(source) for source in doc.get("sources", ())],
    }
    return snapshot.marked(shape, found.record)


def _status(kind: str, doc: dict[str, Any]) -> str:
    status = str(doc["status"])
    return "established" if kind == "mechanism" and status == "standing" else status


def _when(kind: str, doc: dict[str, Any]) -> str:
    """The field by which a record stands in the timeline."""
    if kind == "instrument":
        return next((name for name in ("signed", "in_force") if doc.get(name)), "terminated")
    return "established" if kind == "mechanism" else "occurred"


def _ref(snapshot: Snapshot, uuid: str | None) -> str | None:
    return snapshot.ref_of(_hex(uuid)) if uuid else None


def open_disputes(doc: dict[str, Any]) -> list[str]:
    """The fields of which sources tell different things, and nobody has chosen yet."""
    readings = doc.get("amendments", {}).get("readings", ())
    fields = (one["field"] for one in readings if one.get("verdict", "open") == "open")
    return list(dict.fromkeys(fields))


def source_shape(source: dict[str, Any]) -> dict[str, Any]:
    """A source, with what is known of it."""
    return {key: value for key, value in source.items() if value is not None}


def awaits_shape(snapshot: Snapshot, doc: dict[str, Any]) -> dict[str, Any] | None:
    """The session that a follow-up awaits: ``{mechanism, session}``."""
    awaited = doc.get("awaits")
    if awaited is None:
        return None
    mechanism = _ref(snapshot, awaited["mechanism"])
    return {"mechanism": mechanism, "session": awaited.get("session")}


def link_shapes(snapshot: Snapshot, doc: dict[str, Any]) -> dict[str, Any]:
    """The links of a document, as refs."""
    return {field: _ref(snapshot, doc[field]) for field in LINKS if doc.get(field)}
