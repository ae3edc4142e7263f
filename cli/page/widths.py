"""Work out column widths from the content of the columns and the available room."""

from collections.abc import Mapping, Sequence

from dragoman.cli.output import Output
from dragoman.cli.page.page import Cell, Column, Grid

Sizes = Sequence[Sequence[int]]
"""For each column, the width of each row's text, in cells."""


def fitted(output: Output, grid: Grid, drawn: Mapping[int, str]) -> list[int]:
    """Return the width of each column in cells: enough for its texts, or less if room is short.

    ``drawn`` has the tree lines in front of each row, by the ``id()`` of the row. A column that
    folds is as wide as the longest text that stays on the line; its width is 0 if none stays.
    """
    sizes = [
        [_size(output, column, row.cells[n], drawn[id(row)]) for row in grid.rows]
        for n, column in enumerate(grid.columns)
    ]
    heads = [output.cells(column.name) if grid.head else 0 for column in grid.columns]
    if output.is_laid_out:
        return _within(grid.columns, heads, sizes, output.width)
    return _wanted(heads, sizes)


def _wanted(heads: Sequence[int], sizes: Sizes) -> list[int]:
    return [max(head, *size, 0) for head, size in zip(heads, sizes, strict=True)]


def _size(output: Output, column: Column, cell: Cell, lead: str) -> int:
    before = len(lead) if column.tree else 0
    return before + 2 * bool(cell.mark) + output.cells(cell.text + cell.suffix)


def _within(columns: Sequence[Column], heads: Sequence[int], sizes: Sizes, room: int) -> list[int]:
    """Return widths that fit ``room``.

    The room that some columns save by folding goes to the other columns.
    """
    wanted = _wanted(heads, sizes)
    least = [
        width if column.least is None else min(width, column.least)
        for column, width in zip(columns, wanted, strict=True)
    ]
    folding = [n for n, column in enumerate(columns) if column.folds and least[n]]
    while folding and _total(columns, least) > room:
        least[folding.pop(0)] = 0
    most = [width if low else 0 for width, low in zip(wanted, least, strict=True)]
    widths = _cut(columns, most, least, room)
    for n, column in enumerate(columns):
        if column.folds and widths[n]:
            standing = max((size for size in sizes[n] if size <= widths[n]), default=0)
            widths[n] = max(heads[n], standing)
    return _widened(columns, widths, wanted, room)


def _cut(
    columns: Sequence[Column], widths: list[int], least: Sequence[int], room: int
) -> list[int]:
    """Repeatedly shrink the column that is furthest above its minimum, until all columns fit."""
    for _ in range(_total(columns, widths) - room):
        widest = max(range(len(widths)), key=lambda n: widths[n] - least[n])
        if widths[widest] == least[widest]:
            break
        widths[widest] -= 1
    return widths


def _widened(
    columns: Sequence[Column], widths: list[int], wanted: Sequence[int], room: int
) -> list[int]:
    """Give the room that is left to columns that are too narrow, from the first to the last."""
    for n, column in enumerate(columns):
        if not column.folds:
            widths[n] += max(0, min(wanted[n] - widths[n], room - _total(columns, widths)))
    return widths


def _total(columns: Sequence[Column], widths: Sequence[int]) -> int:
    return sum(
        width + (column.gap if n else 0)
        for n, (column, width) in enumerate(zip(columns, widths, strict=True))
        if width
    )
