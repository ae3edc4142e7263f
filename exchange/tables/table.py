"""Tables: files of rows under named columns, whatever their format.

A table is read row by row: what it takes of memory does not grow with the file. A row that cannot
be read is rejected with its line; a file that cannot is a :class:`dragoman.exchange.faults.UsageError`.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Literal, Protocol

from attrs import define

from dragoman.domain import many, quoted
from dragoman.exchange.faults import UsageError
from dragoman.exchange.imports.drafts import Progress, Rejected, TableRow

Format = Literal["csv", "tsv", "jsonl", "xlsx"]

MOST_COLUMNS = 2_000
"""Columns of the widest table."""

LONGEST_CELL = 1_000_000
"""Characters of the longest cell."""

SAMPLED_ROWS = 100
"""Rows below the names of the columns that tell whether they are these."""

FIRST_ROWS = 1_000
"""Rows that are read ahead where the columns stand in the rows."""


class Table(Protocol):
    """A file of rows.

    ``told`` is how it is read, for people: "csv, utf-8 (recognised), parted by ;". ``complete``
    where no other columns than :attr:`columns` can come, ``whole`` where all rows stand in it that
    there are. :meth:`rows` may be called again.
    """

    path: Path
    format: Format
    complete: bool
    whole: bool
    told: str

    @property
    def columns(self) -> Sequence[str]:
        """The names of the columns."""

    @property
    def settings(self) -> dict[str, str]:
        """How the file is read, as the keys below ``file`` of a mapping say it."""

    def rows(self) -> Iterator[TableRow | Rejected]:
        """The rows, from the first; those without any text are left out."""

    @property
    def progress(self) -> Progress:
        """How far :meth:`rows` has come."""


@define
class Steps:
    """Progress that is counted by hand."""

    done: int = 0
    size: int = 0


def named_columns(
    path: Path, line: int, names: Sequence[str], below: Iterable[tuple[int, int]]
) -> tuple[str, ...]:
    """The names of the columns, without empty ones at the end.

    ``below`` are the next rows, each with its line and its width. Raises :class:`UsageError` for
    names that are none, such as a title above the table.
    """
    columns = [name.strip() for name in names[: width(names)]]
    where = f"{path}:{line}"
    named = len(columns) - columns.count("")
    lower, usual = _lower_header(below)
    if lower and named * 2 <= usual:
        raise UsageError(
            f"{where}: names {many(named, 'column')}, but the rows below it have"
            f" {many(usual, 'cell')}; if line {lower} names the columns, add --header {lower}"
        )
    if not columns:
        raise UsageError(f"{where}: no columns are named there; name the line with --header")
    if len(columns) > MOST_COLUMNS:
        raise UsageError(
            f"{where}: has {len(columns):,} columns; at most {MOST_COLUMNS:,} are taken"
        )
    if "" in columns:
        empty = columns.index("") + 1
        raise UsageError(
            f"{where}: column {empty} has no name; name it, or name the line of the names with"
            " --header"
        )
    [(name, times)] = Counter(columns).most_common(1)
    if times > 1:
        raise UsageError(f"{where}: {times} columns are called {quoted(name)}; rename them")
    return tuple(columns)


def width(cells: Sequence[str]) -> int:
    """How many cells there are without empty ones at the end."""
    return max((number for number, cell in enumerate(cells, 1) if cell.strip()), default=0)


def _lower_header(below: Iterable[tuple[int, int]]) -> tuple[int, int]:
    """The first row that is as wide as most are, and how wide; both 0 without rows."""
    rows = [row for row in islice(below, SAMPLED_ROWS) if row[1]]
    [(usual, _)] = Counter(wide for _, wide in rows).most_common(1) or [(0, 0)]
    return next(((line, usual) for line, wide in rows if wide >= usual), (0, 0))


def unreadable(cells: Sequence[str]) -> str | None:
    """Why cells cannot be taken: one is too long, or holds NUL; ``None`` where all can."""
    whole = "".join(cells)
    if len(whole) <= LONGEST_CELL and "\0" not in whole:
        return None
    for number, cell in enumerate(cells, 1):
        if len(cell) > LONGEST_CELL:
            return f"cell {number} has more than {LONGEST_CELL:,} characters"
        if "\0" in cell:
            return f"cell {number} holds a NUL character; remove it"
    return None
