"""Disputes: where sources tell different things, and nobody has chosen yet."""

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec.json import decode
from sqlalchemy import func, select

from dragoman.domain.record import called
from dragoman.projections.follow_ups import follow_ups
from dragoman.projections.instruments import instruments
from dragoman.projections.mechanisms import mechanisms
from dragoman.projections.parties import parties
from dragoman.projections.schema import standing
from dragoman.projections.shapes import source_shape
from dragoman.projections.snapshot import Snapshot, Term
from dragoman.projections.timeline import timeline

_TABLES = (timeline, follow_ups, mechanisms, instruments, parties)


def disputes(snapshot: Snapshot, wanted: Sequence[Term]) -> list[dict[str, Any]]:
    """The open disputes of the records that have the terms, in the order of recording.

    Each is ``{ref, called, field, readings: [{value, source}]}``.
    """
    found = dict(_disputed(snapshot, wanted))
    snapshot.learn(found)
    return [
        {"ref": snapshot.ref(record), "called": called(doc), "field": field, "readings": rivals}
        for record, doc in sorted(found.items())
        for field, rivals in _open(doc).items()
    ]


def _disputed(snapshot: Snapshot, wanted: Sequence[Term]) -> Iterator[tuple[int, dict[str, Any]]]:
    for table in _TABLES:
        query = select(table.c.record, table.c.doc).where(standing(table, snapshot.position))
        query = query.where(*snapshot.found(table.c.record, wanted))
        query = query.where(func.instr(table.c.doc, b'"readings"') > 0)
        yield from ((record, decode(doc)) for record, doc in snapshot.views.execute(query))


def _open(doc: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """The readings of each field on which nobody has decided."""
    rivals: dict[str, list[dict[str, Any]]] = {}
    for one in doc.get("amendments", {}).get("readings", ()):
        if one.get("verdict", "open") == "open":
            source = source_shape(one["source"]) if one.get("source") else None
            rivals.setdefault(one["field"], []).append({"value": one["value"], "source": source})
    return rivals
