"""The tables of the views, for queries; their definition is :mod:`dragoman.projections.schema`."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

from dragoman.domain import PLANNED
from dragoman.store import (
    ColumnElement,
    Connection,
    Row,
    Text,
    and_,
    cast,
    literal_column,
    recorded,
    select,
)

if TYPE_CHECKING:
    from sqlalchemy import FromClause

    from dragoman.projections.schema import (
        documents,
        follow_ups,
        founding_instruments,
        merged_parties,
        progress,
        refs,
        rows,
        tallies,
        terms,
        timeline,
        unread,
        visits,
    )

SCHEMA = "dragoman.projections.schema"
"""The module that defines the tables."""

__all__ = [
    "SCHEMA",
    "documents",
    "follow_ups",
    "founding_instruments",
    "merged_parties",
    "progress",
    "refs",
    "rows",
    "tallies",
    "terms",
    "timeline",
    "unread",
    "visits",
]

globals().update({name: recorded(SCHEMA, name) for name in __all__ if name != "SCHEMA"})

RefRow: TypeAlias = Row[int, str, int, str]
"""The columns of a row in the table of refs: record, kind, number and id."""


def is_planned() -> ColumnElement[bool]:
    """Return the condition for documents of planned engagements, exactly as in the index."""
    return literal_column(f"documents.status IN {PLANNED}")


def is_owed() -> ColumnElement[bool]:
    """Return the condition for documents of open follow-ups, exactly as in the index."""
    return literal_column("documents.status = 'open'")


def is_of_kind(kinds: Sequence[str]) -> ColumnElement[bool]:
    """Return the condition for records of the given kinds.

    Without the cast in the condition, SQLite would first read all records of a kind, although most
    other conditions exclude more records.
    """
    return cast(refs.c.kind, Text).in_(kinds)


def valid_at(table: "FromClause", position: int) -> ColumnElement[bool]:
    """Return the condition for the rows of a versioned table as of ``position``."""
    return and_(table.c.since <= position, table.c.until > position)


REACHED = ("", 0, "")
"""The subject, facet and item of the tally that stores the position of the last count."""


def counted(views: Connection) -> int:
    """Return the position that the tallies have reached; see :func:`counting.count_up`."""
    subject, facet, item = REACHED
    query = select(tallies.c.times).where(
        tallies.c.subject == subject, tallies.c.facet == facet, tallies.c.item == item
    )
    return views.execute(query).scalar() or 0
