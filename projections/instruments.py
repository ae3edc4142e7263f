"""The founding instruments projection: instruments that founded a mechanism."""

from typing import TYPE_CHECKING

from dragoman.projections.projection import Projection, Rows

if TYPE_CHECKING:
    from dragoman.domain import Instrument


def rows(state: "Instrument", doc: bytes) -> Rows:
    """Return a row if an instrument founded a mechanism."""
    return [(state.founds.hex,)] if state.founds else ()


FOUNDING_INSTRUMENTS = Projection("founding_instruments", 2, {"instrument": rows})
