"""The tables of the search index, for queries; their definition is the module ``schema``."""

from typing import TYPE_CHECKING

from dragoman.store import recorded

if TYPE_CHECKING:
    from dragoman.projections.search.schema import postings, progress, subjects, vocabulary

SCHEMA = "dragoman.projections.search.schema"
"""The module that defines the tables."""

__all__ = ["SCHEMA", "postings", "progress", "subjects", "vocabulary"]

globals().update({name: recorded(SCHEMA, name) for name in __all__ if name != "SCHEMA"})
