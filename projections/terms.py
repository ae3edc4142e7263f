"""The terms projection: an index of records by term."""

from typing import Any

from sqlalchemy import Column, Text

from dragoman.domain import LETTERS
from dragoman.projections.schema import Projection, Rows, versioned

terms = versioned("terms", Column("term", Text, nullable=False), key="term")


def rows(state: Any, doc: bytes) -> Rows:
    """Return one row for each term; names that fold to the same term share a row."""
    return list(zip(dict.fromkeys(state.terms)))


TERMS = Projection(terms, 4, dict.fromkeys(LETTERS, rows))
