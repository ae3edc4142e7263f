"""The mechanisms projection: the standing bodies."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from msgspec.json import decode
from sqlalchemy import Column, LargeBinary, select

from domain import sequence
from domain.dates import parse
from domain.terms import sessions as session_term
from projections.instruments import instruments
from projections.reading import Reading
from projections.schema import Projection, Rows, standing, versioned
from projections.shapes import date_shape, entry_shapes
from projections.timeline import Wanted, entries

mechanisms = versioned("mechanisms", Column("doc", LargeBinary, nullable=False))


def rows(state: Any, doc: bytes) -> Rows:
    """One row."""
    return [(doc,)]


MECHANISMS = Projection(mechanisms, 2, {"mechanism": rows})


def bodies(reading: Reading, today: date, wanted_terms: Sequence[str] = ()) -> list[dict[str, Any]]:
    """The mechanisms that have the terms, with their sessions."""
    query = select(mechanisms).where(standing(mechanisms, reading.position))
    for term in wanted_terms:
        query = query.where(mechanisms.c.record.in_(reading.having(term)))
    rows = reading.views.execute(query.order_by(mechanisms.c.record)).all()
    return [body(reading, row.record, decode(row.doc), today) for row in rows]


def body(reading: Reading, record: int, doc: dict[str, Any], today: date) -> dict[str, Any]:
    """One mechanism: its sessions in the order of the world, what is odd about them, what is next.

    ``inferred_next`` is not recorded anywhere; it is ``None`` where a session is planned, or
    nothing tells.
    """
    found = sessions(reading, record)
    order = [_in_sequence(one) for one in found]
    return {
        "ref": reading.ref(record),
        "body": doc["body"],
        "title": doc["title"],
        "status": doc.get("status", "standing"),
        "aliases": doc.get("aliases", []),
        "parties": doc["parties"],
        "established": date_shape(doc, "established"),
        "dissolved": date_shape(doc, "dissolved"),
        "instrument": doc.get("instrument"),
        "instruments": _founding(reading, record),
        "cadence": doc.get("cadence"),
        "hosting": doc.get("hosting"),
        "sessions": [_session(one) for one in found],
        "flags": [
            {"kind": flag.kind, "session": flag.session, "message": flag.message}
            for flag in sequence.flags(order, today)
        ],
        "inferred_next": _next(doc, order, today),
    }


def flags_of(reading: Reading, id_: UUID | None, today: date) -> list[sequence.Flag]:
    """What is odd about the sessions of a mechanism."""
    row = reading.row(id_.hex) if id_ else None
    order = [_in_sequence(one) for one in sessions(reading, row.record)] if row else []
    return sequence.flags(order, today)


def _in_sequence(entry: dict[str, Any]) -> sequence.Session:
    when = entry["occurred"]
    return sequence.Session(
        name=entry["ref"],
        number=entry["session"],
        status=entry["status"],
        occurred=parse(when["edtf"]) if when else None,
        host=entry["host"],
    )


def _next(
    doc: dict[str, Any], order: Sequence[sequence.Session], today: date
) -> dict[str, Any] | None:
    """The next session as inferred, unless one is planned."""
    planned = ("scheduled", "postponed")
    if any(one.status in planned and not sequence.unconfirmed(one, today) for one in order):
        return None
    if doc.get("status") == "dissolved":
        return None
    found = sequence.next_session(order, doc["parties"], doc.get("cadence"), doc.get("hosting"))
    if found is None:
        return None
    window = found.window
    shape = (
        {"edtf": str(window), "earliest": window.earliest, "latest": window.latest}
        if window
        else None
    )
    return {
        "session": found.number,
        "host": found.host,
        "window": shape,
        "basis": list(found.basis),
    }


def _founding(reading: Reading, record: int) -> list[str]:
    """The refs of the instruments that found a mechanism."""
    query = select(instruments.c.record).where(standing(instruments, reading.position))
    query = query.where(instruments.c.founds == reading.id_of(record).hex)
    return [reading.ref(one) for one in reading.views.execute(query).scalars().all()]


def sessions(reading: Reading, record: int) -> list[dict[str, Any]]:
    """The sessions of a mechanism, oldest first."""
    wanted = Wanted(terms=(session_term(reading.id_of(record)),), kinds=("consultation",))
    return entry_shapes(reading, entries(reading, wanted))[::-1]


def _session(entry: dict[str, Any]) -> dict[str, Any]:
    return {key: entry[key] for key in ("ref", "session", "status", "occurred", "place", "host")}
