"""The retracted projection: records that should not be there, kept for whoever asks for them."""

from typing import Any

from sqlalchemy import Column, LargeBinary

from domain.refs import LETTERS
from projections.schema import Projection, Rows, versioned

retracted = versioned("retracted", Column("doc", LargeBinary, nullable=False))


def rows(state: Any, doc: bytes) -> Rows:
    """No row, as long as a record stands."""
    return ()


RETRACTED = Projection(retracted, 1, dict.fromkeys(LETTERS, rows), keeps_retracted=True)
