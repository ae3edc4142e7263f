"""The tables of the views, and the definition of a projection.

A projection is a pure function from the state of one record to rows. Rows are versioned by
position: ``since`` is the position that added a row, and ``until`` is the position that replaced it
(``FOREVER`` for current rows). So a filter gives the views as of any position. ``record`` is the
position of the record's first event.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from attrs import frozen
from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Row,
    Table,
    Text,
    and_,
)

from dragoman.projections.disposable import bookmark

metadata = MetaData()

progress = bookmark(metadata)

refs = Table(
    "refs",
    metadata,
    Column("record", BigInteger().with_variant(Integer(), "sqlite"), primary_key=True),
    Column("kind", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("id", Text, nullable=False),
    Index("refs_number", "kind", "number", unique=True),
    Index("refs_id", "id", unique=True),
)
"""The number of each record, in order of first recording within its kind, and the id of the record.
"""

RefRow: TypeAlias = Row[int, str, int, str]
"""The columns: record, kind, number and id."""

unread = Table(
    "unread",
    metadata,
    Column("record", BigInteger().with_variant(Integer(), "sqlite"), primary_key=True),
    Column("id", Text, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("topic", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("is_damaged", Integer, nullable=False),
)
"""The records that this version cannot read to the end, with the first unreadable event and the
reason.

For such a record, the views show the state before this event.
"""


def versioned(name: str, *columns: Column[int] | Column[str], key: str | None = None) -> Table:
    """Return a table of rows about records that are versioned by position.

    At any position, a record has one row or, with a ``key``, one row for each value of the key. The
    key comes first, as in the primary key: SQLite 3.40 reports a table without row ids as damaged
    if its columns are in another order.
    """
    keys = [column for column in columns if column.name == key]
    return Table(
        name,
        metadata,
        *keys,
        Column("record", BigInteger, nullable=False),
        Column("since", BigInteger, nullable=False),
        Column("until", BigInteger, nullable=False),
        *(column for column in columns if column.name != key),
        PrimaryKeyConstraint(*([key] if key else []), "record", "since"),
        sqlite_with_rowid=False,
        info={"key": key},
    )


def where_known(name: str, column: Column[str]) -> Index:
    """Return an index on a column that is mostly empty."""
    return Index(name, column, sqlite_where=column.is_not(None))


def valid_at(table: Table, position: int) -> ColumnElement[bool]:
    """Return the condition for the rows of a versioned table as of ``position``."""
    return and_(table.c.since <= position, table.c.until > position)


Rows = Sequence[tuple[object, ...]]
RowsOf = Callable[[Any, bytes], Rows]
"""A function that takes the state and the JSON of a record and returns values for the table's own
columns.
"""


def nothing(state: object, doc: bytes) -> Rows:
    """Return no rows."""
    return ()


@frozen
class Projection:
    """A read model: its table, the version of its code, and its rows for each kind of record.

    Views made by another ``version`` are rebuilt automatically. A retracted record has the rows
    that ``of_retracted`` returns; most projections return none.
    """

    table: Table
    version: int
    rows: Mapping[str, RowsOf]
    of_retracted: RowsOf = nothing

    @property
    def name(self) -> str:
        """The name of the projection and of its table."""
        return self.table.name
