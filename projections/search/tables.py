"""The tables of the search index, for queries; their definition is the module ``schema``."""

from typing import TYPE_CHECKING

from dragoman.store import recorded

if TYPE_CHECKING:
    from dragoman.projections.search.schema import postings, progress, subjects, vocabulary

__all__ = ["postings", "progress", "subjects", "vocabulary"]

globals().update({name: recorded("dragoman.projections.search.schema", name) for name in __all__})
