"""The parties projection: people and organisations, under every name."""

from typing import Any

from sqlalchemy import Column, LargeBinary

from projections.schema import Projection, Rows, versioned

parties = versioned("parties", Column("doc", LargeBinary, nullable=False))


def rows(kind: str, state: Any, doc: bytes) -> Rows:
    """A row for a party."""
    return [(doc,)] if kind == "party" else []


PARTIES = Projection(parties, 1, rows)
