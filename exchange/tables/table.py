"""Tables: files in any format, whose rows have named columns.

Dragoman reads a table row by row, in constant memory. If a row is unreadable, Dragoman rejects the
row, and reports its line number. If the file is unreadable, Dragoman raises
:class:`dragoman.exchange.faults.UsageError`.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Literal, Protocol

from attrs import define

from dragoman.domain import many, quoted
from dragoman.exchange.imports.drafts import Progress, Rejected, TableRow
from dragoman.exchange.usage_error import UsageError

Format = Literal["csv", "tsv", "jsonl", "xlsx", "xml"]

MOST_COLUMNS = 2_000
"""The maximum number of columns in a table."""

LONGEST_CELL = 1_000_000
"""The maximum length of a cell, in characters."""

SAMPLED_ROWS = 100
"""The number of rows whose width Dragoman compares with the header."""

FIRST_ROWS = 1_000
"""The number of rows to read ahead for the names of columns, if each row names its own columns."""


class Table(Protocol):
    """A file of rows with named columns.

    ``description`` says how Dragoman reads the file: "csv, utf-8 (recognised), separated by ;".
    ``complete`` is true if the table has no columns other than :attr:`columns`; ``whole`` is true
    if the file has all rows of the data set. Every call of :meth:`rows` starts at the first row.
    """

    path: Path
    format: Format
    complete: bool
    whole: bool
    description: str

    @property
    def columns(self) -> Sequence[str]:
        """The names of the columns."""

    @property
    def settings(self) -> dict[str, str]:
        """The settings with which the file was read, in the format of ``file`` in a mapping."""

    def rows(self) -> Iterator[TableRow | Rejected]:
        """Yield all rows that are not empty."""

    @property
    def progress(self) -> Progress:
        """The progress of :meth:`rows`."""


@define
class Steps:
    """Progress as two numbers; the code that reads the file sets them."""

    done: int = 0
    size: int = 0


def named_columns(
    path: Path, line: int, names: Sequence[str], below: Iterable[tuple[int, int]]
) -> tuple[str, ...]:
    """Return the names of the columns, without empty names at the end.

    ``names`` has the cells of the header, and ``below`` the line number and the width of each row
    below it. Raises :class:`UsageError` if the row is not a header but, for example, a title.
    """
    columns = [name.strip() for name in names[: width(names)]]
    where = f"{path}:{line}"
    named = len(columns) - columns.count("")
    lower, usual = _lower_header(below)
    if lower and named * 2 <= usual:
        raise UsageError(
            f"{where}: names {many(named, 'column')}, but the rows below have"
            f" {many(usual, 'cell')}; if line {lower} is the header line, add --header {lower}"
        )
    if not columns:
        raise UsageError(f"{where}: the line names no columns; give the header line with --header")
    if len(columns) > MOST_COLUMNS:
        raise UsageError(f"{where}: has {len(columns):,} columns; the limit is {MOST_COLUMNS:,}")
    if "" in columns:
        empty = columns.index("") + 1
        raise UsageError(
            f"{where}: column {empty} has no name; name it, or give the header line with --header"
        )
    [(name, times)] = Counter(columns).most_common(1)
    if times > 1:
        raise UsageError(f"{where}: {times} columns are named {quoted(name)}; rename them")
    return tuple(columns)


def width(cells: Sequence[str]) -> int:
    """Return the number of cells in a row, without empty cells at the end."""
    return max((number for number, cell in enumerate(cells, 1) if cell.strip()), default=0)


def _lower_header(below: Iterable[tuple[int, int]]) -> tuple[int, int]:
    """Return the line of the first row that is at least as wide as most rows, and their width.

    Both are 0 if there are no rows.
    """
    rows = [row for row in islice(below, SAMPLED_ROWS) if row[1]]
    [(usual, _)] = Counter(wide for _, wide in rows).most_common(1) or [(0, 0)]
    return next(((line, usual) for line, wide in rows if wide >= usual), (0, 0))


def unreadable(cells: Sequence[str]) -> str | None:
    """Return why a cell is unreadable (too long, or with a NUL); ``None`` if every cell is fine."""
    whole = "".join(cells)
    if len(whole) <= LONGEST_CELL and "\0" not in whole:
        return None
    for number, cell in enumerate(cells, 1):
        if len(cell) > LONGEST_CELL:
            return f"cell {number} has more than {LONGEST_CELL:,} characters"
        if "\0" in cell:
            return f"cell {number} contains a NUL character; remove it"
    return None
