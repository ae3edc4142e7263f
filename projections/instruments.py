"""The founding instruments projection: the instruments that found a mechanism."""

from typing import TYPE_CHECKING

from sqlalchemy import Column, Index, Text

from dragoman.projections.schema import Projection, Rows, versioned

if TYPE_CHECKING:
    from dragoman.domain import Instrument

founding_instruments = versioned("founding_instruments", Column("founds", Text, nullable=False))
Index("founding_instruments_founds", founding_instruments.c.founds)


def rows(state: "Instrument", doc: bytes) -> Rows:
    """Return a row for an instrument that founds a mechanism."""
    return [(state.founds.hex,)] if state.founds else ()


FOUNDING_INSTRUMENTS = Projection(founding_instruments, 2, {"instrument": rows})
