"""The documents projection: each record as JSON, and columns for finding documents.

Retracted records also have documents, so that Dragoman can still show the records. Reports on
several records leave retracted records out.
"""

from collections.abc import Iterable
from typing import Any

from msgspec.json import decode

from dragoman.domain import LETTERS
from dragoman.projections.projection import Projection, Rows
from dragoman.projections.record_doc import RecordDoc
from dragoman.projections.snapshot import Snapshot, Term
from dragoman.projections.tables import documents, refs, valid_at
from dragoman.store import ColumnElement, Select, and_, select


def rows(state: Any, doc: bytes) -> Rows:
    """Return the row for a record, which may be retracted."""
    from dragoman.domain import amendments_of, people_in  # a report needs no decisions

    amendments = amendments_of(state)
    people = people_in(state)
    return [
        (
            int(amendments.retracted),
            getattr(state, "status", None),
            getattr(state, "marking", None),
            int(any(one.verdict == "open" for one in amendments.readings)),
            int(any(one.party for one in people)),
            doc,
        )
    ]


DOCUMENTS = Projection("documents", 5, dict.fromkeys(LETTERS, rows), rows)


def of_record(record: ColumnElement[int], snapshot: Snapshot) -> ColumnElement[bool]:
    """Return the condition that joins record numbers with documents valid in the snapshot."""
    return and_(documents.c.record == record, valid_at(documents, snapshot.position))


def of_kind(snapshot: Snapshot, *kinds: str) -> Select[int, bytes]:
    """Return a query for unretracted records of the given kinds, in order of recording.

    The columns of the query are the record number and the document.
    """
    query = select(documents.c.record, documents.c.doc)
    query = query.join(refs, refs.c.record == documents.c.record)
    query = query.where(refs.c.kind.in_(kinds), documents.c.is_retracted == 0)
    return query.where(valid_at(documents, snapshot.position)).order_by(documents.c.record)


def docs_of(snapshot: Snapshot, kind: str, wanted: Iterable[Term] = ()) -> dict[int, RecordDoc]:
    """Return the documents of unretracted records of one kind that match the search terms."""
    query = of_kind(snapshot, kind).where(*snapshot.found(documents.c.record, wanted))
    rows = snapshot.views.execute(query).all()
    snapshot.learn(row.record for row in rows)
    return {row.record: decode(row.doc) for row in rows}


def retracted(snapshot: Snapshot, kind: str, latest: int | None = None) -> dict[int, RecordDoc]:
    """Return the documents of the retracted records of one kind, in order of recording.

    With ``latest``, return only this number of records, the latest record first.
    """
    query = select(documents.c.record, documents.c.doc)
    query = query.join(refs, refs.c.record == documents.c.record)
    query = query.where(refs.c.kind == kind, documents.c.is_retracted == 1)
    query = query.where(valid_at(documents, snapshot.position))
    first = documents.c.record.desc() if latest else documents.c.record
    query = query.order_by(first).limit(latest)
    return {row.record: decode(row.doc) for row in snapshot.views.execute(query)}


def read(snapshot: Snapshot, records: Iterable[int]) -> dict[int, RecordDoc]:
    """Return the documents of the given records, including retracted records."""
    query = select(documents.c.record, documents.c.doc)
    query = query.where(valid_at(documents, snapshot.position))
    rows = snapshot.chunked(query, documents.c.record, list(records))
    return {row.record: decode(row.doc) for row in rows}
