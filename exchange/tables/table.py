"""Tables: files in any format, whose rows have named columns.

Dragoman reads a table row by row, in constant memory. If a row is unreadable, Dragoman rejects the
row, and reports its line number. If the file is unreadable, Dragoman raises
:class:`dragoman.exchange.faults.UsageError`.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Literal, Protocol, TypeAlias

from attrs import define

from dragoman.domain import many, quoted
from dragoman.exchange.imports.drafts import Progress, Rejected, TableRow
from dragoman.exchange.usage_error import UsageError

Format = Literal["csv", "tsv", "jsonl", "xlsx", "xml"]
Treatment = Literal["keep", "skip"]
"""What to do with hidden rows, or with rows that are struck through."""

Header: TypeAlias = int | Sequence[int] | None
"""The number of the header line (from 1), or of several adjacent header lines."""

MOST_HEADER_LINES = 3

MOST_COLUMNS = 2_000
"""The maximum number of columns in a table."""

LONGEST_CELL = 1_000_000
"""The maximum length of a cell, in characters."""

SAMPLED_ROWS = 100
"""The number of rows whose width Dragoman compares with the header."""

TableLine: TypeAlias = tuple[int, Sequence[str]]
"""The number of a line (from 1), and its cells."""

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

    @property
    def joins_rows(self) -> bool:
        """Whether cells are merged over several rows below the header."""

    def rows(self) -> Iterator[TableRow | Rejected]:
        """Yield all rows that are not empty."""

    @property
    def progress(self) -> Progress:
        """The progress of :meth:`rows`."""

    @property
    def titles(self) -> Sequence[str]:
        """The texts above the header."""

    @property
    def notes(self) -> list[str]:
        """What to tell the user about the rows that :meth:`rows` has read, such as hidden rows."""


MOST_TITLES = 20
"""The maximum number of texts above the header to keep."""


class HeaderError(UsageError):
    """An error about the header line; ``header`` has the lines that look like the header."""

    def __init__(self, message: str, header: Sequence[int]) -> None:
        super().__init__(message)
        self.header = tuple(header)


@define
class Steps:
    """Progress as two numbers; the code that reads the file sets them."""

    done: int = 0
    size: int = 0


def header_lines(header: Header) -> tuple[int, int]:
    """Return the number of the first header line (from 1), and the number of header lines.

    Raises :class:`UsageError` for lines that are not adjacent.
    """
    if header is None or isinstance(header, int):
        return header or 1, 1
    first, count = header[0], len(header)
    if count > MOST_HEADER_LINES or list(header) != list(range(first, first + count)):
        raise UsageError(
            f"header {', '.join(map(str, header))}: give up to {MOST_HEADER_LINES} lines, one below"
            " the other, such as 1-2"
        )
    return first, count


def header_setting(first: int, count: int) -> str:
    """Return the value of ``header`` in a mapping: ``3``, or ``[1, 2]`` for several lines."""
    lines = [str(first + n) for n in range(count)]
    return lines[0] if count == 1 else f"[{', '.join(lines)}]"


def joined_header(lines: Sequence[Sequence[str]], fills: bool = True) -> list[str]:
    """Return the names of the columns under a header of one or several lines.

    In a header of several lines, a name consists of the words above each other: "Visit From". If
    ``fills`` is true, a cell above a word gets the text of the next cell to its left, because a
    group such as "Visit" is written once.
    """
    if len(lines) == 1:
        return list(lines[0])
    wide = max(map(len, lines))
    padded = [[cell.strip() for cell in line] + [""] * (wide - len(line)) for line in lines]
    if fills:
        padded[:-1] = [_filled(line, padded[n + 1 :]) for n, line in enumerate(padded[:-1])]
    return [" ".join(dict.fromkeys(filter(None, words))) for words in zip(*padded, strict=True)]


def _filled(line: Sequence[str], below: Sequence[Sequence[str]]) -> list[str]:
    filled: list[str] = []
    for n, cell in enumerate(line):
        has_word = any(lower[n] for lower in below)
        filled.append(cell or (filled[-1] if filled and has_word else ""))
    return filled


def named_columns(
    path: Path, header: tuple[int, int], names: Sequence[str], below: Iterable[TableLine]
) -> tuple[str, ...]:
    """Return the names of the columns, without empty names at the end.

    ``header`` is the number of the first header line and the number of header lines, ``names`` has
    the cells of the header, and ``below`` the line number and the cells of each row below it. A
    column without a name gets a name such as "column 1" if it is the first column, where programs
    write the number of the row, or if it is empty. Raises :class:`UsageError` if the row is not a
    header but, for example, a title.
    """
    columns = [name.strip() for name in names[: width(names)]]
    line, count = header
    where = f"{path}:{line}"
    rows = list(islice(below, SAMPLED_ROWS))
    named = len(columns) - columns.count("")
    lower, usual = _lower_header(rows)
    if lower and named * 2 <= usual:
        above = next((cells for at, cells in rows if at == lower - 1), [])
        above = names if lower == line + count else above
        is_double = width(above) > 1 and _is_second_header(above, dict(rows)[lower])
        if is_double:
            is_header, given = f"lines {lower - 1} and {lower} are", f"{lower - 1}-{lower}"
        else:
            is_header, given = f"line {lower} is", str(lower)
        raise HeaderError(
            f"{where}: names {many(named, 'column')}, but the rows below have"
            f" {many(usual, 'cell')}; if {is_header} the header"
            f" line{'s' if is_double else ''}, add --header {given}",
            [lower - 1, lower] if is_double else [lower],
        )
    if not columns:
        raise UsageError(f"{where}: the line names no columns; give the header line with --header")
    if len(columns) > MOST_COLUMNS:
        raise UsageError(f"{where}: has {len(columns):,} columns; the limit is {MOST_COLUMNS:,}")
    if count == 1 and rows and _is_second_header(columns, rows[0][1]):
        raise HeaderError(
            f"{where}: some columns have no name of their own; if lines {line} and {line + 1} are"
            f" both header lines, add --header {line}-{line + 1}",
            [line, line + 1],
        )
    columns = _with_nameless(columns, [cells for _, cells in rows])
    if "" in columns:
        empty = columns.index("") + 1
        raise UsageError(
            f"{where}: column {empty} has no name; name it, or give the header line with --header"
        )
    [(name, times)] = Counter(columns).most_common(1)
    if times > 1:
        raise UsageError(f"{where}: {times} columns are named {quoted(name)}; rename them")
    return tuple(columns)


NAMELESS = "column {}"
"""The name that Dragoman gives to a column without a name; the number counts from 1."""


def _with_nameless(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return the columns with names for the first column, and for columns without cells."""

    def is_needless(number: int) -> bool:
        return number == 0 or not any(row[number : number + 1] != [""] for row in rows if row)

    return [
        name or (NAMELESS.format(n + 1) if is_needless(n) else "") for n, name in enumerate(columns)
    ]


_DIGIT = re.compile(r"\d")


def _is_second_header(names: Sequence[str], second: Sequence[str]) -> bool:
    """Return whether the row below the header has the missing names of the header's columns.

    Such a row has words for columns that have no name or share a name, and no digits.
    """
    counts = Counter(names)
    words = [cell.strip() for cell in second[: width(second)]]
    bare = [n for n, name in enumerate(names) if n and (not name or counts[name] > 1)]
    bare += range(len(names), len(words))
    if not any(words[n : n + 1] != [""] for n in bare) or any(map(_DIGIT.search, words)):
        return False
    joined = joined_header([names, words])
    return "" not in joined[1:] and len(set(joined)) == len(joined)


def width(cells: Sequence[str]) -> int:
    """Return the number of cells in a row, without empty cells at the end."""
    return max((number for number, cell in enumerate(cells, 1) if cell.strip()), default=0)


def _lower_header(below: Iterable[TableLine]) -> tuple[int, int]:
    """Return the line of the first row that is at least as wide as most rows, and their width.

    Both are 0 if there are no rows.
    """
    rows = [(line, wide) for line, cells in below if (wide := width(cells))]
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
