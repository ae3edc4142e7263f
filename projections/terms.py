"""The terms projection: an index of records by term."""

from typing import Any

from dragoman.domain import LETTERS
from dragoman.projections.projection import Projection, Rows


def rows(state: Any, doc: bytes) -> Rows:
    """Return one row for each term; names that fold to the same term share a row."""
    return list(zip(dict.fromkeys(state.terms)))


TERMS = Projection("terms", 4, dict.fromkeys(LETTERS, rows))
