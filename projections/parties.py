"""The parties projection: people and organisations, under every name."""

from typing import Any

from sqlalchemy import Column, LargeBinary

from projections.schema import Projection, Rows, versioned

parties = versioned("parties", Column("doc", LargeBinary, nullable=False))


def rows(state: Any, doc: bytes) -> Rows:
    """One row."""
    return [(doc,)]


PARTIES = Projection(parties, 1, {"party": rows})
