"""The rows projection: the record for each row of a data set, and the row's last digest."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from dragoman.domain import LETTERS
from dragoman.projections.forever import FOREVER
from dragoman.projections.projection import Projection, Rows
from dragoman.projections.snapshot import Snapshot
from dragoman.projections.tables import documents, refs, rows, timeline
from dragoman.store import ColumnElement, Connection, exists, select

ASKED = 500
"""The maximum number of rows per query, which is well below the limits of databases."""


def _rows(state: Any, doc: bytes) -> Rows:
    last = {one.dispatch: one for one in state.sources if one.row}
    return [(row_of(name or "", one.row), one.sha256 or "") for name, one in last.items()]


ROWS = Projection("rows", 1, dict.fromkeys(LETTERS, _rows), _rows)


def row_of(dataset: str, key: str) -> str:
    """Return the name of a row of a data set: ``DATASET/KEY``."""
    return f"{dataset}/{key}"


def known(snapshot: Snapshot, wanted: Sequence[str]) -> dict[str, tuple[UUID, str, bool]]:
    """Map each known row to its record's id, its digest, and whether the record is retracted."""
    columns = (rows.c.row, refs.c.id, rows.c.digest, documents.c.is_retracted)
    query = select(*columns).join(refs, refs.c.record == rows.c.record)
    query = query.join(documents, documents.c.record == rows.c.record)
    query = query.where(documents.c.until == FOREVER)
    found = snapshot.chunked(query.where(rows.c.until == FOREVER), rows.c.row, wanted)
    return {row.row: (UUID(hex=row.id), row.digest, row.is_retracted == 1) for row in found}


def all_of(views: Connection, dataset: str) -> Iterator[list[tuple[str, str, str]]]:
    """Yield the rows of a data set in batches; leave out the rows of retracted records.

    Each row has a key, a record id and a digest.
    """
    columns = (rows.c.row, refs.c.id, rows.c.digest)
    gone = exists().where(
        documents.c.record == rows.c.record,
        documents.c.until == FOREVER,
        documents.c.is_retracted == 1,
    )
    # SQLite starts at the first lower limit of a query; with two limits, it would read every row
    after, *others = of_dataset(dataset)
    query = select(*columns).join(refs, refs.c.record == rows.c.record)
    query = query.where(*others, ~gone).order_by(rows.c.row).limit(ASKED)
    found, prefix = views.execute(query.where(after)).all(), len(row_of(dataset, ""))
    while found:
        yield [(row[prefix:], id_, digest) for row, id_, digest in found]
        found = views.execute(query.where(rows.c.row > found[-1].row)).all()


def within(snapshot: Snapshot, ids: Sequence[str], first: int, last: int) -> Iterator[str]:
    """Yield the ids of those records that begin on a day from ``first`` to ``last`` (ordinals)."""
    query = select(refs.c.id).join(timeline, timeline.c.record == refs.c.record)
    query = query.where(timeline.c.until == FOREVER)
    query = query.where(timeline.c.first >= first, timeline.c.first <= last)
    return (row.id for row in snapshot.chunked(query, refs.c.id, ids))


def any_known(views: Connection, dataset: str) -> bool:
    """Return whether any row of a data set is known."""
    query = select(rows.c.row).where(*of_dataset(dataset)).limit(1)
    return views.execute(query).first() is not None


def of_dataset(dataset: str) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions for a data set's current rows: ``DATASET/`` <= row < ``DATASET0``."""
    after = row_of(dataset, "")
    return (rows.c.row >= after, rows.c.row < after[:-1] + "0", rows.c.until == FOREVER)
