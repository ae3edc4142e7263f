"""The tables of the search index."""

from sqlalchemy import BigInteger, Column, Integer, MetaData, PrimaryKeyConstraint, Table, Text

from dragoman.projections.bookmark import bookmark

metadata = MetaData()
progress = bookmark(metadata)

vocabulary = Table(
    "vocabulary",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("word", Text, nullable=False, unique=True),
    Column("folded", Text, nullable=False, index=True),
    Column("latin", Text, nullable=False, index=True),
    Column("sounds", Text, nullable=False, index=True),
    Column("bones", Text, nullable=False, index=True),
)
"""The words and their forms; see :mod:`dragoman.projections.search.words`."""

postings = Table(
    "postings",
    metadata,
    Column("word", Integer, nullable=False),
    Column("record", BigInteger, nullable=False),
    Column("unit", Integer, nullable=False),
    Column("since", BigInteger, nullable=False),
    Column("weight", Integer, nullable=False),
    Column("until", BigInteger),
    PrimaryKeyConstraint("word", "record", "unit", "since"),
    sqlite_with_rowid=False,
)
"""The places where words occur: the record, the unit, and the weight of the word there.

``until`` is empty while the row is valid. This saves space in millions of rows.
"""

subjects = Table(
    "subjects",
    metadata,
    Column("record", BigInteger, nullable=False),
    Column("since", BigInteger, nullable=False),
    Column("letter", Text, nullable=False),
    Column("day", BigInteger),
    Column("first", BigInteger),
    Column("last", BigInteger),
    Column("until", BigInteger),
    PrimaryKeyConstraint("record", "since"),
    sqlite_with_rowid=False,
)
"""The records, and their dates, as in the timeline."""
