"""The retracted projection: records that should not be there, kept for whoever asks for them."""

from typing import Any

from sqlalchemy import Column, LargeBinary

from dragoman.domain.kinds import LETTERS
from dragoman.projections.schema import Projection, Rows, nothing, versioned

retracted = versioned("retracted", Column("doc", LargeBinary, nullable=False))


def rows(state: Any, doc: bytes) -> Rows:
    """The record."""
    return [(doc,)]


RETRACTED = Projection(retracted, 1, dict.fromkeys(LETTERS, nothing), rows)
