"""Full copies of records with their history, as JSON Lines or as CSV for a spreadsheet.

:mod:`dragoman.exchange.imports.copies` imports both formats into another register. Each record has
its current fields, for people to read, and ``events``, its history in the stored format.
"""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache, partial
from typing import IO, Any
from uuid import UUID

import msgspec
from attrs import fields

from dragoman.domain import (
    CALLED,
    KINDS,
    PEOPLE,
    Awaits,
    Participant,
    Position,
    Source,
    declared,
    holding,
)
from dragoman.exchange.exports.export_format import (
    ExportFormat,
    ExportReport,
    Material,
    Summary,
    number,
    numbers,
)
from dragoman.exchange.tabular import as_text, cell
from dragoman.projections import (
    LINKS,
    PersonDoc,
    Snapshot,
    awaits_shape,
    cited_in,
    digest_in,
    link_shapes,
    mapping_of,
    people_at,
)
from dragoman.projections.reports.records import amendments_shape
from dragoman.projections.reports.selection import SelectedRecord, Selection, SelectionBatch
from dragoman.projections.reports.withholding import Withheld
from dragoman.store import digests_in, harmless, queries

SCHEMA = "dragoman/records/1"

UPKEEP = ("retracted", "duplicate_of", "readings", "distinct_from")
"""The fields that describe what happened to a record itself, such as its retraction."""

ABOUT_THE_COPY = ("id", "register", "as_of", "events")
"""The last columns of a table, which only an import into another register needs."""

Row = dict[str, object]


# --- The fields of a record -------------------------------------------------------------------


@lru_cache
def fields_of(kind: str) -> Mapping[str, object]:
    """Return the fields of a kind in order, each with its empty value."""
    state = {one.name: one.default for one in fields(KINDS[kind].state) if one.name != "amendments"}
    return {name: _empty(state[name]) for name in _in_order(state)}


def _in_order(names: Iterable[str]) -> list[str]:
    """Return fields without duplicates; status and title come first."""
    known = list(names)
    first = [name for name in ("status", *CALLED) if name in known]
    return list(dict.fromkeys((*first, *known)))


def _empty(default: object) -> object:
    """Return the empty value for a field's default: an empty list or mapping, or ``None``."""
    if default == ():
        return []
    return {} if hasattr(default, "factory") else None


def readable(snapshot: Snapshot, item: SelectedRecord) -> Row:
    """Return the fields of a record, with links as refs and dates as EDTF."""
    doc = {name: one for name, one in item.doc.items() if name != "amendments"}
    doc |= link_shapes(snapshot, item.doc)
    if awaits := awaits_shape(snapshot, item.doc):
        doc["awaits"] = mapping_of(awaits)
    doc |= {
        name: [_participant(snapshot, one) for one in people_at(item.doc, name)]
        for name in PEOPLE
        if name in item.doc
    }
    said = {name: doc.get(name, empty) for name, empty in fields_of(item.kind).items()}
    return said | amendments_shape(snapshot, item.doc.get("amendments", {}))


def _participant(snapshot: Snapshot, person: PersonDoc) -> Row:
    party = person.get("party")
    return {**person, "party": snapshot.ref_of(UUID(party).hex)} if party else {**person}


# --- The history of a record ------------------------------------------------------------------

Event = dict[str, Any]
"""An event: ``{"type": "VisitStarted", "data": {…}}``, with the data in the stored format."""


def histories(material: Material, part: SelectionBatch) -> dict[str, list[Event]]:
    """Return all events of a batch of records, by record id."""
    found = queries.read_records(material.register, part.ids, part.snapshot.position)
    events = {
        id_: [{"type": topic, "data": msgspec.Raw(state)} for topic, state in history]
        for id_, history in found.items()
    }
    withheld = material.selection.withheld
    return _open(events, part.snapshot, withheld) if withheld.records else events


def _open(
    events: dict[str, list[Event]], snapshot: Snapshot, withheld: Withheld
) -> dict[str, list[Event]]:
    """Remove links to withheld records, and facts about parties that only these records contain.

    If a history is not valid without such a link, the function empties that history.
    """
    plain = {
        id_: [one for event in history if (one := _of_party(id_, event, withheld))]
        for id_, history in events.items()
    }
    linked = (id_ for history in plain.values() for one in history for id_ in _ids(one["data"]))
    snapshot.learn_ids(UUID(id_).hex for id_ in linked)
    hidden = {
        id_: [_without(one, snapshot, withheld) for one in history]
        for id_, history in plain.items()
    }
    return {id_: [] if None in history else history for id_, history in hidden.items()}  # type: ignore[misc]


def _of_party(id_: str, event: Event, withheld: Withheld) -> Event | None:
    """Return a decoded event without withheld facts about a party; ``None`` if nothing remains."""
    data = withheld.of_party(id_, msgspec.json.decode(event["data"]))
    is_empty = event["type"] == "PartyAliased" and not data["aliases"]
    return None if is_empty else {**event, "data": data}


_OF_EVENTS = (*LINKS, "duplicate_of", "into", "other")


def _ids(data: Mapping[str, Any]) -> Iterator[str]:
    yield from (data[name] for name in _OF_EVENTS if data.get(name))
    for name in PEOPLE:
        yield from (one["party"] for one in data.get(name, ()) if one.get("party"))


def _without(event: Event, snapshot: Snapshot, withheld: Withheld) -> Event | None:
    """Return an event without links to withheld records, or ``None`` if nothing else is left."""
    data = event["data"]
    if not any(withheld.hides(snapshot, one) for one in _ids(data)):
        return event
    shown = withheld.linked(snapshot, data)
    if "into" in data and withheld.hides(snapshot, data["into"]):
        return None
    links = {name: data[name] for name in ("duplicate_of", "other") if name in data}
    hidden = {name for name, one in links.items() if withheld.hides(snapshot, one)}
    return {**event, "data": {name: one for name, one in shown.items() if name not in hidden}}


# --- Lines ------------------------------------------------------------------------------------


def json_text(value: object) -> str:
    """Return a value as JSON that is safe to open in a terminal or a spreadsheet."""
    return harmless(msgspec.json.encode(value).decode())


@lru_cache
def columns() -> tuple[str, ...]:
    """Return the columns of a table: the fields of all kinds, and columns for reimport."""
    said = _in_order((*(name for kind in KINDS for name in fields_of(kind)), *UPKEEP))
    return ("ref", "kind", *said, *ABOUT_THE_COPY)


def _in_cell(name: str, value: object) -> str:
    """Return a value as the text of a cell.

    Semicolons separate items; the text is never a formula.
    """
    if name in ("as_written", "external_ids") and isinstance(value, dict):
        value = [f"{key}: {one}" for key, one in value.items()]
    if name in PARTS_OF and isinstance(value, list):
        value = [{key: _part(one, key) for key in PARTS_OF[name]} for one in value]
    if isinstance(value, bool):
        return "yes" if value else ""
    return cell(as_text(value), has_lines=name in _prose())


@lru_cache
def _prose() -> frozenset[str]:
    """Return the names of the fields that hold text of any length."""
    return frozenset(
        name for kind in KINDS.values() for name in holding(kind.state, "prose", "proses")
    )


def _part(of: Mapping[str, object], name: str) -> object:
    """Return a part of a value, but ``None`` for the type "person", which is the default."""
    value = of.get(name)
    return None if (name, value) == ("type", "person") else value


PARTS_OF = {
    "sources": tuple(declared(Source)),
    "setbacks": tuple(declared(Source)),
    **dict.fromkeys(PEOPLE, tuple(declared(Participant))),
    "awaits": tuple(declared(Awaits)),
    "readings": ("field", "value", "verdict"),
    "positions": tuple(declared(Position)),
}
"""The parts of fields that a table shows; the column ``events`` has all other parts."""


def _table(rows: list[Row]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns(), restval="", lineterminator="\n")
    for row in rows:
        cells = {name: _in_cell(name, one) for name, one in row.items() if name != "events"}
        writer.writerow(cells | {"events": json_text(row["events"])})
    return text.getvalue()


def _lines(rows: list[Row]) -> str:
    return "".join(f"{json_text(row)}\n" for row in rows)


# --- Files ------------------------------------------------------------------------------------


def write_lines(material: Material, file: IO[bytes]) -> Summary:
    """Write JSON Lines: a header, and one line per record."""
    snapshot, selection = material.snapshot, material.selection
    recorded_at = snapshot.recorded_at.isoformat() if snapshot.recorded_at else None
    header = {
        "schema": SCHEMA,
        "register": str(queries.identity(material.register).id),
        "as_of": {"position": snapshot.position, "recorded_at": recorded_at},
        "complete": _is_complete(snapshot, selection),
    }
    file.write(f"{json_text(header)}\n".encode())
    return _written(material, file, lambda row: row, _lines)


def _is_complete(snapshot: Snapshot, selection: Selection) -> bool:
    """Return whether the file has every record of the register."""
    return selection.is_whole and not selection.withheld.records and not snapshot.unread


def write_table(material: Material, file: IO[bytes]) -> Summary:
    """Write CSV (RFC 4180, with LF): one row per record."""
    copied = {
        "register": str(queries.identity(material.register).id),
        "as_of": material.snapshot.position,
    }
    file.write(f"{','.join(columns())}\n".encode())
    return _written(material, file, lambda row: row | copied, _table)


def _written(
    material: Material,
    file: IO[bytes],
    completed: Callable[[Row], Row],
    render: Callable[[list[Row]], str],
) -> Summary:
    kinds: Counter[str] = Counter()
    for part in material.parts():
        rows = [completed(row) for row in _rows(material, part)]
        kinds.update(str(row["kind"]) for row in rows)
        file.write(render(rows).encode())
    total = number(kinds.total(), "record")
    words = f"{total} ({numbers(kinds)})" if kinds else total
    report = partial(ExportReport, records=kinds.total(), kinds=dict(kinds))
    return Summary(report, (words,))


def _rows(material: Material, part: SelectionBatch) -> Iterator[Row]:
    events = histories(material, part)
    for item in part.items:
        if events[item.id]:
            material.cited.update(_digests(events[item.id]))
            said = {"ref": item.ref, "id": str(UUID(item.id)), "kind": item.kind}
            yield said | readable(part.snapshot, item) | {"events": events[item.id]}
        else:
            material.selection.withheld.left_out[item.kind] += 1
            material.withheld.update(filter(None, map(digest_in, cited_in(item.doc))))


def _digests(history: list[Event]) -> Iterator[str]:
    """Yield the digests of the sources that a history cites."""
    for event in history:
        data = event["data"]
        raw = bytes(data) if isinstance(data, msgspec.Raw) else msgspec.json.encode(data)
        yield from digests_in(raw)


LINES = ExportFormat("export of records", f'"schema":"{SCHEMA}"'.encode(), write_lines, True, True)
TABLE = ExportFormat("table of records", ",".join(ABOUT_THE_COPY).encode(), write_table, True, True)
