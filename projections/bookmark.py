"""The bookmark of a disposable file: how far it has read."""

from sqlalchemy import BigInteger, Column, MetaData, Table, Text


def bookmark(metadata: MetaData) -> Table:
    """Return the table of one row: the file's register, its edition, and how far it has read.

    ``entry`` is the entry of the event at ``position``. In another log, that entry is different.
    """
    return Table(
        "progress",
        metadata,
        Column("register", Text, primary_key=True),
        Column("edition", Text, nullable=False),
        Column("position", BigInteger, nullable=False),
        Column("entry", Text),
    )
