"""Replay: the views built anew, compared with the live ones row by row."""

from collections.abc import Iterator
from typing import Any

from attrs import frozen
from msgspec import DecodeError
from msgspec.json import decode
from sqlalchemy import Connection, Table, select

from projections.reading import Reading
from projections.schema import metadata, progress
from projections.views import Views
from store.progress import Told

MOST = 20
"""Differences that are told."""


@frozen
class Verdict:
    """What a comparison found: up to which position, how many rows, and what differs, in words."""

    position: int
    rows: int
    differences: list[str]


TABLES = tuple(str(table.name) for table in metadata.sorted_tables)
"""The tables that are compared."""


def replay(live: Views, fresh: Views, told: Told = lambda *_: None) -> Verdict:
    """Build the views in ``fresh`` up to where the live ones stand, and compare every row.

    At most :data:`MOST` differences are told. The live views are read as they stand at one
    moment, whatever is recorded meanwhile.
    """
    with live.engine.connect() as found:
        position = found.execute(select(progress.c.position)).scalar_one()
        fresh.refresh(told, position)
        with fresh.engine.connect() as expected:
            return _compared(position, expected, found)


def _compared(position: int, expected: Connection, found: Connection) -> Verdict:
    rows = 0
    refs = Reading(expected)
    differences: list[str] = []
    for table in metadata.sorted_tables:
        for pair in _pairs(table, expected, found):
            rows += 1
            if pair[0] != pair[1] and len(differences) < MOST:
                differences.append(_difference(refs, table, *pair))
    return Verdict(position, rows, differences)


def _pairs(table: Table, one: Connection, other: Connection) -> Iterator[tuple[Any, Any]]:
    """The rows of both in the order of their keys; ``None`` stands for a row that is missing."""
    keys = list(table.primary_key)
    query = select(table).order_by(*keys)
    places = [list(table.c).index(key) for key in keys]
    lefts, rights = iter(one.execute(query)), iter(other.execute(query))
    left, right = next(lefts, None), next(rights, None)
    while left is not None or right is not None:
        before, after = _key(left, places), _key(right, places)
        yield (left if before <= after else None), (right if after <= before else None)
        left = next(lefts, None) if before <= after else left
        right = next(rights, None) if after <= before else right


def _key(row: Any, places: list[int]) -> tuple[Any, ...]:
    """Orders rows as the database does: numbers before text before bytes; no row comes last."""
    if row is None:
        return (_NO_ROW,)
    return tuple((_RANKS.get(type(row[place]), 3), row[place]) for place in places)


_RANKS = {int: 0, float: 0, str: 1, bytes: 2}
_NO_ROW = (9, 0)


def _difference(refs: Reading, table: Table, expected: Any, found: Any) -> str:
    place = _place(refs, table, found if expected is None else expected)
    if expected is None:
        return f"{place}: a row too many"
    if found is None:
        return f"{place}: a row is missing"
    return f"{place}: {'; '.join(_values(table, expected, found))}"


def _values(table: Table, expected: Any, found: Any) -> Iterator[str]:
    """What differs in a row, value by value; a document is taken apart."""
    for number, column in enumerate(table.c):
        if found[number] != expected[number]:
            if column.name == "doc":
                yield from _facts(found[number], expected[number])
            else:
                yield _unequal(column.name, found[number], expected[number])


def _facts(found: bytes, expected: bytes) -> Iterator[str]:
    try:
        had, has = decode(found), decode(expected)
    except (DecodeError, UnicodeError):
        had = has = None
    if had == has or not (isinstance(had, dict) and isinstance(has, dict)):
        yield _unequal("doc", found, expected)
        return
    for name in sorted(had.keys() | has.keys()):
        if had.get(name) != has.get(name):
            yield _unequal(name, had.get(name), has.get(name))


def _unequal(name: str, found: Any, expected: Any) -> str:
    return f"{name} is {found!r:.80}, replay gives {expected!r:.80}"


def _place(refs: Reading, table: Table, row: Any) -> str:
    """Which row it is: of which record, since which event, or by its keys."""
    if "since" in table.c:
        record = refs.ref_if_known(row.record)
        key = table.info["key"]
        which = f", {key} {getattr(row, key)!r:.60}" if key else ""
        return f"{record} since event {row.since} ({table.name}{which})"
    keys = [str(column.name) for column in table.primary_key]
    return f"{table.name}, " + ", ".join(f"{key} {getattr(row, key)!r:.60}" for key in keys)
