"""The instruments projection: what was signed, and whether it binds."""

from typing import Any

from sqlalchemy import Column, LargeBinary, Text

from dragoman.projections.schema import Projection, Rows, versioned, where_known

instruments = versioned(
    "instruments", Column("founds", Text), Column("doc", LargeBinary, nullable=False)
)
where_known("instruments_founds", instruments.c.founds)


def rows(state: Any, doc: bytes) -> Rows:
    """One row."""
    return [(state.founds and state.founds.hex, doc)]


INSTRUMENTS = Projection(instruments, 1, {"instrument": rows})
