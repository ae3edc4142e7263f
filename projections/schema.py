"""The tables of the views, and what every projection is made of.

A projection is a pure function from the state of one record to rows. Rows are position-versioned:
``since`` is the position that brought them, ``until`` the one that replaced them (``FOREVER`` for
those that stand), so that the views as of any position are a filter. ``record`` is the position of
the record's first event.
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
"""The number of each record, which is the order of first recording within its kind; and its id."""

RefRow: TypeAlias = Row[int, str, int, str]
"""Record, kind, number and id."""

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
"""The records that this version cannot read to their end: the first event it cannot read, and why.

What the views say of such a record is what it said before that event.
"""


def versioned(name: str, *columns: Column[int] | Column[str], key: str | None = None) -> Table:
    """A table of position-versioned rows about records.

    At any position one row stands for a record; with a ``key``, one for each value of it. The
    key comes first, as in the primary key: SQLite 3.40 takes a table without row ids for damaged
    whose columns are in another order.
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
    """An index on a column that is mostly empty."""
    return Index(name, column, sqlite_where=column.is_not(None))


def standing(table: Table, position: int) -> ColumnElement[bool]:
    """The rows of a versioned table as of ``position``."""
    return and_(table.c.since <= position, table.c.until > position)


Rows = Sequence[tuple[object, ...]]
RowsOf = Callable[[Any, bytes], Rows]
"""Takes the state of a record and its JSON, gives the values of the table's own columns."""


def nothing(state: object, doc: bytes) -> Rows:
    """No row."""
    return ()


@frozen
class Projection:
    """A read model: its table, the version of its code, and its rows for each kind of record.

    Views made by another ``version`` are rebuilt by themselves. A record that was retracted has the
    rows ``of_retracted``: in most projections, none.
    """

    table: Table
    version: int
    rows: Mapping[str, RowsOf]
    of_retracted: RowsOf = nothing

    @property
    def name(self) -> str:
        """The name of the projection, and of its table."""
        return self.table.name
