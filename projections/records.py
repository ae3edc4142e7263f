"""One record with everything that is known of it, whatever its kind."""

from datetime import date
from typing import Any
from uuid import UUID

from msgspec.json import decode
from sqlalchemy import Table, select

from dragoman.domain.fields import DATES
from dragoman.domain.terms import known_as
from dragoman.projections import follow_ups, mechanisms, parties, timeline
from dragoman.projections.edition import TABLES
from dragoman.projections.reading import Reading
from dragoman.projections.retracted import retracted
from dragoman.projections.schema import standing
from dragoman.projections.shapes import (
    awaits_shape,
    date_shape,
    entry_shapes,
    involved,
    link_shapes,
    source_shape,
)


def known_of(reading: Reading, id_: UUID) -> dict[str, Any]:
    """What is known of a record, field by field, as it is stored; empty when there is none."""
    row = reading.row(id_.hex)
    return (_doc(reading, row.kind, row.record) or {}) if row else {}


def _doc(reading: Reading, kind: str, record: int) -> dict[str, Any] | None:
    raw = _raw(reading, TABLES[kind], record) or _raw(reading, retracted, record)
    return decode(raw) if raw is not None else None


def _raw(reading: Reading, table: Table, record: int) -> bytes | None:
    query = select(table.c.doc).where(table.c.record == record, standing(table, reading.position))
    raw: bytes | None = reading.views.execute(query).scalar()
    return raw


def whole(reading: Reading, record: int, today: date) -> dict[str, Any] | None:
    """A record with all its fields, what belongs to it and what it opened or settled."""
    kind = reading.kind(record)
    doc = _doc(reading, kind, record)
    if doc is None:
        return _of_unread(reading, kind, record)
    upkeep = doc.pop("upkeep", {})
    shape = {"ref": reading.ref(record), "kind": kind} | doc | link_shapes(reading, doc)
    shape |= {field: date_shape(doc, field) for field in DATES if field in doc}
    shape["sources"] = [source_shape(source) for source in doc.get("sources", ())]
    shape |= upkeep_shape(reading, upkeep)
    shape |= _unreadable(reading, record)
    if upkeep.get("retracted"):
        return shape | _of_retracted(reading, doc)
    return {**shape, **_BELONGING[kind](reading, record, doc, today)}


def _unreadable(reading: Reading, record: int) -> dict[str, Any]:
    """From which event on a record cannot be read, and why; empty if it can."""
    if found := reading.unread.get(record):
        about = {"type": found.topic, "why": found.why}
        return {"unreadable_from": found.position, "unreadable": about}
    return {}


def _of_unread(reading: Reading, kind: str, record: int) -> dict[str, Any] | None:
    """A record of which nothing can be read; ``None`` where there is none."""
    unreadable = _unreadable(reading, record)
    if not unreadable:
        return None
    shape = {"ref": reading.ref(record), "kind": kind, "sources": []}
    return shape | upkeep_shape(reading, {}) | unreadable


def _of_retracted(reading: Reading, doc: dict[str, Any]) -> dict[str, Any]:
    """What a retracted record says of others; it belongs to nothing, and nothing to it."""
    shapes = {
        "participants": [_person(reading, person) for person in doc.get("participants", ())],
        "positions": [parties.position(one) for one in doc.get("positions", ())],
        "awaits": awaits_shape(reading, doc) if "awaits" in doc else None,
    }
    return {name: shape for name, shape in shapes.items() if shape}


def upkeep_shape(reading: Reading, upkeep: dict[str, Any]) -> dict[str, Any]:
    """What was set right about a record."""
    duplicate_of = upkeep.get("duplicate_of")
    return {
        "retracted": upkeep.get("retracted", False),
        "duplicate_of": reading.ref_of(UUID(duplicate_of).hex) if duplicate_of else None,
        "readings": [_reading(one) for one in upkeep.get("readings", ())],
    }


def _reading(reading: dict[str, Any]) -> dict[str, Any]:
    source = reading.get("source")
    return {
        "field": reading["field"],
        "value": reading["value"],
        "verdict": reading.get("verdict", "open"),
        "source": source_shape(source) if source else None,
    }


def _of_engagement(
    reading: Reading, record: int, doc: dict[str, Any], today: date
) -> dict[str, Any]:
    found = timeline.parts(reading, record)
    around = [reading.id_of(record).hex, *(one.id for one in found)]
    return {
        "parties": involved(doc),
        "participants": [_person(reading, person) for person in doc.get("participants", ())],
        "topics": doc.get("topics", []),
        "outcomes": doc.get("outcomes", []),
        "parts": entry_shapes(reading, found),
        "follow_ups": follow_ups.about(reading, today, around),
    }


def _person(reading: Reading, person: dict[str, Any]) -> dict[str, Any]:
    """A participant, with the ref of the party that bears the name on that side, if only one."""
    keys = ("name", "post", "side", "role", "type")
    shape = {key: person.get(key) for key in keys}
    return shape | {"party": party_of(reading, person)}


def party_of(reading: Reading, person: dict[str, Any]) -> str | None:
    """The ref of the party that a participant is."""
    if person.get("party"):
        return reading.ref_of(person["party"].replace("-", ""))
    if not person.get("name"):
        return None
    found = reading.records(known_as(person["name"], person.get("side")))
    reading.learn(found)
    bearers = [one for one in found if reading.kind(one) == "party"]
    persons = {parties.standing_for(reading, one) for one in bearers}
    return reading.ref(persons.pop()) if len(persons) == 1 else None


def _of_mechanism(
    reading: Reading, record: int, doc: dict[str, Any], today: date
) -> dict[str, Any]:
    return mechanisms.body(reading, record, doc, today)


def _of_follow_up(
    reading: Reading, record: int, doc: dict[str, Any], today: date
) -> dict[str, Any]:
    return follow_ups.item(reading, record, doc, today)


def _of_party(reading: Reading, record: int, doc: dict[str, Any], today: date) -> dict[str, Any]:
    merged = parties.merged(reading)
    names = tuple(known_as(*one) for one in parties.all_names(reading, record, doc, merged))
    met = timeline.entries(reading, timeline.Wanted(terms=(names,)))
    return {**parties.whole(reading, record), "engagements": entry_shapes(reading, met)}


def _of_instrument(
    reading: Reading, record: int, doc: dict[str, Any], today: date
) -> dict[str, Any]:
    people = [_person(reading, person) for person in doc.get("participants", ())]
    return {"parties": involved(doc), "participants": people}


_BELONGING = {
    "visit": _of_engagement,
    "consultation": _of_engagement,
    "meeting": _of_engagement,
    "mechanism": _of_mechanism,
    "follow-up": _of_follow_up,
    "instrument": _of_instrument,
    "party": _of_party,
}
