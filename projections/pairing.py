"""Pair the rows of two tables that should have the same rows, in key order."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

AnyRow = TypeVar("AnyRow", bound=Sequence[object])


def pairs(
    one: Iterable[AnyRow], other: Iterable[AnyRow], keys: Sequence[int]
) -> Iterator[tuple[AnyRow | None, AnyRow | None]]:
    """Yield the rows of both tables in pairs; ``None`` stands for a missing row.

    Both tables must be sorted by ``keys`` (the indexes of the key columns) in database order.
    """
    lefts, rights = iter(one), iter(other)
    left, right = next(lefts, None), next(rights, None)
    while left is not None or right is not None:
        before, after = _key(left, keys), _key(right, keys)
        yield (left if before <= after else None), (right if after <= before else None)
        left = next(lefts, None) if before <= after else left
        right = next(rights, None) if after <= before else right


def _key(row: Sequence[object] | None, keys: Sequence[int]) -> tuple[object, ...]:
    """Return the sort key for database order: NULL, numbers, text, bytes; missing rows are last."""
    if row is None:
        return (_NO_ROW,)
    return tuple(_ranked(row[place]) for place in keys)


def _ranked(value: object) -> tuple[int, object]:
    return (0, 0) if value is None else (_RANKS[type(value)], value)


_RANKS = {int: 1, float: 1, str: 2, bytes: 3}
_NO_ROW = (9, 0)
