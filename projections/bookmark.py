"""The bookmark of a disposable file: the position up to which the file covers the log."""

from sqlalchemy import BigInteger, Column, MetaData, Table, Text


def bookmark(metadata: MetaData) -> Table:
    """Define a table with one row: the register, the edition of the file, the position reached.

    ``entry`` identifies the log entry that recorded the event at ``position``. If the log has a
    different entry there, the file was built from another log.
    """
    return Table(
        "progress",
        metadata,
        Column("register", Text, primary_key=True),
        Column("edition", Text, nullable=False),
        Column("position", BigInteger, nullable=False),
        Column("entry", Text),
    )
