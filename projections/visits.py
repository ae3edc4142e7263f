"""The visits projection: the visits between each pair of parties, by day."""

from typing import TYPE_CHECKING

from dragoman.domain import TAKEN_PLACE, obliges
from dragoman.projections.facets import subject_of
from dragoman.projections.projection import Projection, Rows
from dragoman.projections.timeline import days_of

if TYPE_CHECKING:
    from dragoman.domain import Engagement


def rows(state: "Engagement", doc: bytes) -> Rows:
    """Return a row for the host and each guest of a visit that took place on known days.

    A visit that obliges nobody to return it has no row; see :func:`dragoman.domain.obliges`.
    """
    day, *_ = days_of(state.occurred)
    host = state.host
    if day is None or host is None or state.status not in TAKEN_PLACE or not obliges(state):
        return ()
    return [(subject_of((host, guest)), day, host) for guest in state.involved if guest != host]


VISITS = Projection("visits", 2, {"visit": rows})
