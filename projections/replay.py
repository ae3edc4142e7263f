"""Replay: the views built anew, compared with the live ones row by row."""

from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from attrs import frozen
from sqlalchemy import Connection, Table, select

from projections.schema import metadata
from projections.views import Views

MOST = 20
"""Differences that are told."""


@frozen
class Verdict:
    """What a comparison found: the tables and how many rows, and the differences, in words."""

    tables: list[str]
    rows: int
    differences: list[str]


def compare(fresh: Views, live: Views) -> Verdict:
    """Compare every row of every table; at most :data:`MOST` differences are told."""
    rows = 0
    differences: list[str] = []
    tables = list(metadata.sorted_tables)
    with fresh.engine.connect() as expected, live.engine.connect() as found:
        for table in tables:
            for expected_row, found_row in _pairs(table, expected, found):
                rows += 1
                if expected_row != found_row and len(differences) < MOST:
                    differences.append(_difference(table, expected_row, found_row))
    return Verdict([table.name for table in tables], rows, differences)


def _pairs(table: Table, one: Connection, other: Connection) -> Iterator[tuple[Any, Any]]:
    """The rows of both, those with the same key together."""
    query = select(table).order_by(*table.c)
    return zip_longest(one.execute(query), other.execute(query))


def _difference(table: Table, expected: Any, found: Any) -> str:
    if expected is None:
        return f"{table.name}: a row too many: {tuple(found)!r:.200}"
    if found is None:
        return f"{table.name}: a row is missing: {tuple(expected)!r:.200}"
    columns = [
        f"{column.name} is {found[n]!r:.80}, replay gives {expected[n]!r:.80}"
        for n, column in enumerate(table.c)
        if expected[n] != found[n]
    ]
    return f"{table.name}, {expected[0]}: {'; '.join(columns)}"
