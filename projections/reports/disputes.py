"""Disputes: fields about which sources disagree, and for which nobody has chosen a reading yet."""

from collections.abc import Iterator, Sequence

from msgspec.json import decode

from dragoman.domain import called
from dragoman.projections.record_doc import RecordDoc
from dragoman.projections.report import Shape
from dragoman.projections.shapes import SourceShape, open_readings, source_shape
from dragoman.projections.snapshot import Snapshot, Term
from dragoman.projections.tables import documents, valid_at
from dragoman.store import select


class RivalReading(Shape, frozen=True, kw_only=True):
    """The value that a source gives for a field."""

    value: str
    source: SourceShape | None


class Dispute(Shape, frozen=True, kw_only=True):
    """A field of a record about which sources disagree, and the reading of each source."""

    ref: str
    called: str | None
    field: str
    readings: list[RivalReading]


def disputes(snapshot: Snapshot, wanted: Sequence[Term]) -> list[Dispute]:
    """Return the open disputes about records that match the terms, in order of recording."""
    found = dict(_disputed(snapshot, wanted))
    snapshot.learn(found)
    return [
        Dispute(ref=snapshot.ref(record), called=called(doc), field=field, readings=rivals)
        for record, doc in sorted(found.items())
        for field, rivals in _open(doc).items()
    ]


def _disputed(snapshot: Snapshot, wanted: Sequence[Term]) -> Iterator[tuple[int, RecordDoc]]:
    query = select(documents.c.record, documents.c.doc)
    query = query.where(valid_at(documents, snapshot.position))
    query = query.where(documents.c.is_disputed == 1, documents.c.is_retracted == 0)
    query = query.where(*snapshot.found(documents.c.record, wanted))
    return ((record, decode(doc)) for record, doc in snapshot.views.execute(query))


def _open(doc: RecordDoc) -> dict[str, list[RivalReading]]:
    """Return the readings of each field for which nobody has chosen a reading yet."""
    rivals: dict[str, list[RivalReading]] = {}
    for one in open_readings(doc):
        source = source_shape(one["source"]) if one.get("source") else None
        reading = RivalReading(value=one["value"], source=source)
        rivals.setdefault(one["field"], []).append(reading)
    return rivals
