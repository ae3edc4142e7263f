"""Projections: pure functions from the state of one record to rows of a table."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from attrs import frozen

Rows = Sequence[tuple[object, ...]]
RowsOf = Callable[[Any, bytes], Rows]
"""A function from the state of a record and its JSON to values of the table's own columns."""


def nothing(state: object, doc: bytes) -> Rows:
    """Return no rows."""
    return ()


@frozen
class Projection:
    """A read model: its name, the version of its code, and its rows for each kind of record.

    The table of a read model has the same name.

    Views made by another ``version`` are rebuilt automatically. A retracted record has the rows
    ``of_retracted``: none in most projections.
    """

    name: str
    version: int
    rows: Mapping[str, RowsOf]
    of_retracted: RowsOf = nothing
