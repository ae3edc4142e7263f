"""The tables of the memory of rows."""

from sqlalchemy import Column, LargeBinary, MetaData, Table, Text

from dragoman.projections.bookmark import bookmark

metadata = MetaData()
progress = bookmark(metadata)

drafts = Table(
    "drafts",
    metadata,
    Column("cells", LargeBinary, primary_key=True),
    Column("key", Text, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
"""The key and the digest of the draft that a mapping makes from the cells of a row.

``cells`` is a digest of the cells and of the mapping.
"""
