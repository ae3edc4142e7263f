"""Projections: pure functions from the state of one record to rows of a table."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from attrs import frozen

Rows = Sequence[tuple[object, ...]]
RowsOf = Callable[[Any, bytes], Rows]
"""A function that takes a record's state and JSON, and returns values for the table's own columns.
"""


def nothing(state: object, doc: bytes) -> Rows:
    """Return no rows."""
    return ()


@frozen
class Projection:
    """A read model: its name, the version of its code, and its rows for each kind of record.

    The table of a read model has the same name.

    Dragoman automatically rebuilds views that were built with another ``version``. The function
    ``of_retracted`` returns the rows of a retracted record: in most projections, none.
    """

    name: str
    version: int
    rows: Mapping[str, RowsOf]
    of_retracted: RowsOf = nothing
