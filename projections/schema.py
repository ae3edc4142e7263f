"""The tables of the views, and what every projection is made of.

A projection is a pure function from the state of one record to rows. Rows are position-versioned:
``since`` is the position that brought them, ``until`` the one that replaced them, so that the
views as of any position are a filter; ``founded`` is the position of the record's first event.
"""

from collections.abc import Callable, Sequence
from typing import Any

from attrs import frozen
from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    and_,
)

FOREVER = 2**62
"""``until`` of the rows that stand."""

metadata = MetaData()

progress = Table(
    "progress",
    metadata,
    Column("register", Text, primary_key=True),
    Column("edition", Text, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("entry", Text),
)
"""One row: whose views these are, by which projections, up to which position and entry."""

refs = Table(
    "refs",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("record", Text, nullable=False, unique=True),
    Column("since", BigInteger, nullable=False),
)
"""The number of each record: the order of first recording within its kind."""


def versioned(name: str, *columns: Column[Any]) -> Table:
    """A table of position-versioned rows about records."""
    return Table(
        name,
        metadata,
        Column("record", Text, nullable=False),
        Column("since", BigInteger, nullable=False),
        Column("until", BigInteger, nullable=False),
        Column("founded", BigInteger, nullable=False),
        *columns,
        Index(f"{name}_record", "record"),
    )


def standing(table: Table, position: int) -> ColumnElement[bool]:
    """The rows of a versioned table as of ``position``."""
    return and_(table.c.since <= position, table.c.until > position)


Rows = Sequence[tuple[Any, ...]]


@frozen
class Projection:
    """A read model: its table, the version of its code, and its rows for the state of a record.

    ``rows`` takes the kind, the state and its JSON, and gives the values of the table's columns
    after the four that all have. Views made by another ``version`` are rebuilt by themselves.
    """

    table: Table
    version: int
    rows: Callable[[str, Any, bytes], Rows]

    @property
    def name(self) -> str:
        """The name of the projection, and of its table."""
        return self.table.name
