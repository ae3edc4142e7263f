"""The mechanisms projection: the standing bodies."""

from typing import Any

from sqlalchemy import Column, LargeBinary

from projections.schema import Projection, Rows, versioned

mechanisms = versioned("mechanisms", Column("doc", LargeBinary, nullable=False))


def rows(kind: str, state: Any, doc: bytes) -> Rows:
    """A row for a mechanism."""
    return [(doc,)] if kind == "mechanism" else []


MECHANISMS = Projection(mechanisms, 1, rows)
