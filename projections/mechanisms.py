"""The mechanisms projection: the standing bodies."""

from collections.abc import Sequence
from typing import Any

from msgspec.json import decode
from sqlalchemy import Column, LargeBinary, select

from domain.terms import sessions as session_term
from projections.reading import Reading
from projections.schema import Projection, Rows, standing, versioned
from projections.shapes import date_shape, entry_shapes
from projections.timeline import Wanted, entries

mechanisms = versioned("mechanisms", Column("doc", LargeBinary, nullable=False))


def rows(state: Any, doc: bytes) -> Rows:
    """One row."""
    return [(doc,)]


MECHANISMS = Projection(mechanisms, 1, {"mechanism": rows})


def bodies(reading: Reading, wanted_terms: Sequence[str] = ()) -> list[dict[str, Any]]:
    """The mechanisms that have the terms, with their sessions."""
    query = select(mechanisms).where(standing(mechanisms, reading.position))
    for term in wanted_terms:
        query = query.where(mechanisms.c.record.in_(reading.having(term)))
    rows = reading.views.execute(query.order_by(mechanisms.c.record)).all()
    return [body(reading, row.record, decode(row.doc)) for row in rows]


def body(reading: Reading, record: int, doc: dict[str, Any]) -> dict[str, Any]:
    """One mechanism, with its sessions in the order of the world."""
    return {
        "ref": reading.ref(record),
        "body": doc["body"],
        "title": doc["title"],
        "aliases": doc.get("aliases", []),
        "parties": doc["parties"],
        "established": date_shape(doc, "established"),
        "instrument": doc.get("instrument"),
        "cadence": doc.get("cadence"),
        "hosting": doc.get("hosting"),
        "sessions": [_session(one) for one in sessions(reading, record)],
    }


def sessions(reading: Reading, record: int) -> list[dict[str, Any]]:
    """The sessions of a mechanism, oldest first."""
    wanted = Wanted(terms=(session_term(reading.id_of(record)),), kinds=("consultation",))
    return entry_shapes(reading, entries(reading, wanted))[::-1]


def _session(entry: dict[str, Any]) -> dict[str, Any]:
    return {key: entry[key] for key in ("ref", "session", "status", "occurred", "place")}
