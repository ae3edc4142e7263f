"""The terms projection: which records are found under a term."""

from typing import Any

from sqlalchemy import Column, Text

from dragoman.domain import LETTERS
from dragoman.projections.schema import Projection, Rows, versioned

terms = versioned("terms", Column("term", Text, nullable=False), key="term")


def rows(state: Any, doc: bytes) -> Rows:
    """A row a term; names that fold to the same have the same."""
    return list(zip(dict.fromkeys(state.terms)))


TERMS = Projection(terms, 4, dict.fromkeys(LETTERS, rows))
