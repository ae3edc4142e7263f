"""The terms projection: an index of records by term and day."""

from functools import partial
from typing import Any

from dragoman.domain import LETTERS, terms
from dragoman.projections.forever import NO_DAY, NOT_IN_TIMELINE
from dragoman.projections.projection import Projection, Rows
from dragoman.projections.timeline import TIMELINE


def rows(state: Any, doc: bytes, kind: str) -> Rows:
    """Return a row for each term of a record; names that fold to the same term share a row.

    The terms of the views include the records that somebody distinguished from the record.
    """
    day = _day(state, doc, kind)
    amendments = state.amendments
    apart = map(terms.distinct_from, amendments.distinct_from if amendments else ())
    return [(term, day) for term in dict.fromkeys((*state.terms, *apart))]


def _day(state: Any, doc: bytes, kind: str) -> int:
    """Return the day of a record in the timeline."""
    of_kind = TIMELINE.rows.get(kind)
    if of_kind is None:
        return NOT_IN_TIMELINE
    days = [day for day, *_ in of_kind(state, doc)]
    day = days[0] if days else None
    return day if isinstance(day, int) else NO_DAY


TERMS = Projection("terms", 7, {kind: partial(rows, kind=kind) for kind in LETTERS})
