"""The bookmark of a disposable file: the position up to which the file has read the log."""

from sqlalchemy import BigInteger, Column, MetaData, Table, Text


def bookmark(metadata: MetaData) -> Table:
    """Return a one-row table with the file's register, its edition, and the position reached.

    ``entry`` is the entry of the event at ``position``. Another log has a different entry at that
    position.
    """
    return Table(
        "progress",
        metadata,
        Column("register", Text, primary_key=True),
        Column("edition", Text, nullable=False),
        Column("position", BigInteger, nullable=False),
        Column("entry", Text),
    )
