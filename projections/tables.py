"""The tables of the views, for queries; their definition is :mod:`dragoman.projections.schema`."""

from typing import TYPE_CHECKING, TypeAlias

from dragoman.store import ColumnElement, Row, Table, and_, recorded

if TYPE_CHECKING:
    from dragoman.projections.schema import (
        documents,
        follow_ups,
        founding_instruments,
        merged_parties,
        progress,
        refs,
        rows,
        terms,
        timeline,
        unread,
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
    "terms",
    "timeline",
    "unread",
]

globals().update({name: recorded(SCHEMA, name) for name in __all__ if name != "SCHEMA"})

RefRow: TypeAlias = Row[int, str, int, str]
"""Record, kind, number and id."""


def valid_at(table: Table, position: int) -> ColumnElement[bool]:
    """Return the condition for the rows of a versioned table as of ``position``."""
    return and_(table.c.since <= position, table.c.until > position)
