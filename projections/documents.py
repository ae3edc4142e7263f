"""The documents projection: what is known of each record, as JSON; and what documents are found by.

Of a retracted record, too: whoever asks for it still gets it. All other reports leave it out.
"""

from collections.abc import Iterable
from typing import Any

from msgspec.json import decode
from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Index,
    Integer,
    LargeBinary,
    Select,
    Table,
    Text,
    and_,
    select,
)

from dragoman.domain import LETTERS
from dragoman.projections.record_doc import RecordDoc
from dragoman.projections.schema import Projection, Rows, metadata, refs, standing
from dragoman.projections.snapshot import Snapshot, Term

documents = Table(
    "documents",
    metadata,
    Column("record", BigInteger, nullable=False),
    Column("since", BigInteger().with_variant(Integer(), "sqlite"), primary_key=True),
    Column("until", BigInteger, nullable=False),
    Column("is_retracted", Integer, nullable=False),
    Column("status", Text),
    Column("marking", Text),
    Column("is_disputed", Integer, nullable=False),
    Column("links_people", Integer, nullable=False),
    Column("doc", LargeBinary, nullable=False),
    info={"key": None},
)
"""``is_disputed`` if sources disagree about a field and nobody has chosen; ``links_people`` if a
participant is linked to a party.

A position brings at most one document, so that ``since`` alone is the key: documents are written
one after the other, and pages are full of them. ``doc`` comes last, and is not read for the others.
"""

Index("documents_record", documents.c.record, documents.c.until)
Index(
    "documents_open",
    documents.c.status,
    documents.c.until,
    sqlite_where=documents.c.status == "open",
)


def rows(state: Any, doc: bytes) -> Rows:
    """One row."""
    from dragoman.domain import amendments_of  # a report needs no decisions

    amendments = amendments_of(state)
    people = getattr(state, "participants", ())
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


DOCUMENTS = Projection(documents, 5, dict.fromkeys(LETTERS, rows), rows)


def of_record(record: ColumnElement[int], snapshot: Snapshot) -> ColumnElement[bool]:
    """The document of the record in a column of another table: the condition of a join."""
    return and_(documents.c.record == record, standing(documents, snapshot.position))


def of_kind(snapshot: Snapshot, *kinds: str) -> Select[int, bytes]:
    """A query for the records of these kinds that were not retracted, in the order of recording.

    Its columns are the record and the document.
    """
    query = select(documents.c.record, documents.c.doc)
    query = query.join(refs, refs.c.record == documents.c.record)
    query = query.where(refs.c.kind.in_(kinds), documents.c.is_retracted == 0)
    return query.where(standing(documents, snapshot.position)).order_by(documents.c.record)


def docs_of(snapshot: Snapshot, kind: str, wanted: Iterable[Term] = ()) -> dict[int, RecordDoc]:
    """The documents of the records of a kind that have the terms, and were not retracted."""
    query = of_kind(snapshot, kind).where(*snapshot.found(documents.c.record, wanted))
    rows = snapshot.views.execute(query).all()
    snapshot.learn(row.record for row in rows)
    return {row.record: decode(row.doc) for row in rows}


def read(snapshot: Snapshot, records: Iterable[int]) -> dict[int, RecordDoc]:
    """The documents of these records, whether they were retracted or not."""
    query = select(documents.c.record, documents.c.doc)
    query = query.where(standing(documents, snapshot.position))
    rows = snapshot.chunked(query, documents.c.record, list(records))
    return {row.record: decode(row.doc) for row in rows}
