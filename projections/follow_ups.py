"""The follow-ups projection: what was agreed, and whether it is still owed."""

from typing import Any

from sqlalchemy import Column, Index, LargeBinary, Text

from projections.schema import Projection, Rows, versioned

follow_ups = versioned(
    "follow_ups",
    Column("status", Text, nullable=False),
    Column("agreed_in", Text),
    Column("fulfilled_by", Text),
    Column("doc", LargeBinary, nullable=False),
)
Index("follow_ups_status", follow_ups.c.status)
Index("follow_ups_agreed_in", follow_ups.c.agreed_in)
Index("follow_ups_fulfilled_by", follow_ups.c.fulfilled_by)


def rows(kind: str, state: Any, doc: bytes) -> Rows:
    """A row for a follow-up."""
    if kind != "follow-up":
        return []
    agreed_in = state.agreed_in and state.agreed_in.hex
    return [(state.status, agreed_in, state.by and state.by.hex, doc)]


FOLLOW_UPS = Projection(follow_ups, 1, rows)
