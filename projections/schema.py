"""The tables of the views.

Rows are versioned by position: ``since`` is the position that added a row, and ``until`` is the
position that replaced it (``FOREVER`` for current rows). So a filter gives the views as of any
position. ``record`` is the position of the record's first event.
"""

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    text,
)

from dragoman.domain import PLANNED
from dragoman.projections.bookmark import bookmark
from dragoman.projections.forever import is_long

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
"""For each record, its number (counted within its kind, in order of recording) and its id."""

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


def versioned(name: str, *columns: Column[int] | Column[str], keys: tuple[str, ...] = ()) -> Table:
    """Return the definition of a table whose rows about records are versioned by position.

    At any position, a record has one row or, with key columns, one row for each value of the keys.
    ``keys`` are the names of the key columns, which come first, as in the primary key: SQLite 3.40
    reports a table without row ids as damaged if its columns are in another order.
    """
    return Table(
        name,
        metadata,
        *columns[: len(keys)],
        Column("record", BigInteger, nullable=False),
        Column("since", BigInteger, nullable=False),
        Column("until", BigInteger, nullable=False),
        *columns[len(keys) :],
        PrimaryKeyConstraint(*keys, "record", "since"),
        sqlite_with_rowid=False,
    )


def where_known(name: str, column: Column[str]) -> Index:
    """Return the definition of an index on a column that is mostly empty."""
    return Index(name, column, sqlite_where=column.is_not(None))


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
)
"""The document of each record as JSON, with columns for finding the document.

``is_disputed`` is set if sources disagree about a field and nobody has chosen a reading yet;
``links_people`` is set if a participant is linked to a party.

A position adds at most one document, so ``since`` alone is the key. With this key, documents are
written one after the other and fill their pages. ``doc`` is the last column, so that a query for
the other columns does not load ``doc``.
"""

Index("documents_record", documents.c.record, documents.c.until)
Index(
    "documents_open",
    documents.c.status,
    documents.c.until,
    sqlite_where=documents.c.status == "open",
)
Index("documents_planned", documents.c.until, sqlite_where=text(f"status IN {PLANNED}"))
Index("documents_disputed", documents.c.until, sqlite_where=documents.c.is_disputed == 1)
Index("documents_retracted", documents.c.until, sqlite_where=documents.c.is_retracted == 1)


terms = versioned(
    "terms",
    Column("term", Text, nullable=False),
    Column("day", BigInteger, nullable=False),
    keys=("term", "day"),
)
"""The terms of each record, each with the day of the record in the timeline.

Because the key includes the day, a query finds the newest records with a term without reading the
other records.
"""


tallies = Table(
    "tallies",
    metadata,
    Column("subject", Text, nullable=False),
    Column("facet", Integer, nullable=False),
    Column("item", Text, nullable=False),
    Column("times", Integer, nullable=False),
    Column("sort", BigInteger, nullable=False),
    Column("day", BigInteger, nullable=False),
    Column("record", BigInteger, nullable=False),
    PrimaryKeyConstraint("subject", "facet", "item"),
    sqlite_with_rowid=False,
)
"""For each party and each pair of parties, the number of contacts in each facet, and the last
contact.

The rows are about the last position only; see :mod:`dragoman.projections.facets`. The last contact
is the contact with the highest ``sort``, then with the latest ``day``, then recorded first.
"""


visits = versioned(
    "visits",
    Column("pair", Text, nullable=False),
    Column("day", BigInteger, nullable=False),
    Column("host", Text, nullable=False),
    keys=("pair", "day"),
)


timeline = versioned(
    "timeline",
    Column("day", BigInteger),
    Column("moment", BigInteger, nullable=False),
    Column("first", BigInteger),
    Column("last", BigInteger),
    Column("part_of", Text),
)
"""The dates of records.

``day`` and ``moment`` are the sort key. ``day`` is the last possible day or, if there is no last
possible day, the first possible day. ``moment`` is the instant of the time of day in seconds (0
without a time of day).

All days are ordinals.
"""

Index("timeline_day", timeline.c.day.desc(), timeline.c.moment.desc(), timeline.c.record)
where_known("timeline_part_of", timeline.c.part_of)
Index("timeline_long", timeline.c.until, sqlite_where=text(is_long()))


follow_ups = versioned(
    "follow_ups",
    Column("agreed_in", Text),
    Column("fulfilled_by", Text),
    Column("split_from", Text),
)
where_known("follow_ups_agreed_in", follow_ups.c.agreed_in)
where_known("follow_ups_fulfilled_by", follow_ups.c.fulfilled_by)
where_known("follow_ups_split_from", follow_ups.c.split_from)


founding_instruments = versioned("founding_instruments", Column("founds", Text, nullable=False))
Index("founding_instruments_founds", founding_instruments.c.founds)


merged_parties = versioned("merged_parties", Column("merged_into", Text, nullable=False))
Index("merged_parties_merged_into", merged_parties.c.merged_into)


rows = versioned(
    "rows",
    Column("row", Text, nullable=False),
    Column("digest", Text, nullable=False),
    keys=("row",),
)
"""The rows of data sets, each with the record that was imported from the row.

``row`` is ``DATASET/KEY``. For each data set, a record keeps only the row from which it was last
imported.
"""
