"""Tables: files of rows under named columns, whatever their format.

A table is read row by row: what it takes of memory does not grow with the file. A row that cannot
be read is rejected with its line; a file that cannot is a :class:`dragoman.cli.faults.UsageError`.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Literal, Protocol

from dragoman.cli.faults import UsageError
from dragoman.cli.imports.drafts import Progress, Rejected, Row
from dragoman.domain.text import many, quoted

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

    def rows(self) -> Iterator[Row | Rejected]:
        """The rows, from the first; those without any text are left out."""

    @property
    def progress(self) -> Progress:
        """How far :meth:`rows` has come."""


class Steps:
    """Progress that is counted by hand."""

    def __init__(self, size: int = 0) -> None:
        self.done = 0
        self.size = size


def open_table(
    path: str | Path,
    format: Format | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
    header: int | None = None,
) -> Table:
    """Open a file as a table; what is not named is recognised.

    ``header`` is the line (in a workbook, the row) of the names of the columns; 1 where it is not
    named. Raises :class:`UsageError` for a file that is no table, and in doubt what it is.
    """
    place = Path(path)
    beginning = _beginning(place)
    from dragoman.cli.imports.tables.rejects import is_rejects_file, open_rejects

    if is_rejects_file(beginning):
        return open_rejects(place)
    chosen = _format(place, format, beginning)
    _refuse_idle(chosen, encoding=encoding, delimiter=delimiter, sheet=sheet, header=header)
    if chosen == "xlsx":
        from dragoman.cli.imports.tables.workbook import Workbook

        return Workbook(place, sheet, header or 1)
    if chosen == "jsonl":
        from dragoman.cli.imports.tables.json_lines import JsonLines

        return JsonLines(place, encoding)
    from dragoman.cli.imports.tables.delimited import Delimited

    return Delimited(place, chosen, encoding, delimiter, header or 1)


def _beginning(path: Path) -> bytes:
    """The first bytes of a file. Raises :class:`UsageError`."""
    if not path.is_file():
        what = "is no file of rows" if path.exists() else "there is no such file"
        raise UsageError(f"{path}: {what}")
    try:
        with path.open("rb") as file:
            beginning = file.read(4096)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from error
    if not beginning:
        raise UsageError(f"{path}: the file is empty")
    return beginning


_BY_SUFFIX: dict[str, Format] = {
    ".csv": "csv",
    ".txt": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
}
_ZIP = b"PK\x03\x04"
_OTHERS = {
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "is an .xls file, or a workbook with a password:"
    " save it as .xlsx without a password",
    b"%PDF": "is a PDF, not a table",
    b"\x1f\x8b": "is packed with gzip: unpack it first",
    b"SQLite format 3\0": "is a database, not a table",
}


def _format(path: Path, named: Format | None, beginning: bytes) -> Format:
    """The format of a file. Raises :class:`UsageError`."""
    for mark, what in _OTHERS.items():
        if beginning.startswith(mark):
            raise UsageError(f"{path}: {what}")
    chosen = named or _BY_SUFFIX.get(path.suffix.lower()) or _by_look(beginning)
    if beginning.startswith(_ZIP) != (chosen == "xlsx"):
        is_zip = beginning.startswith(_ZIP)
        what = "is packed (zip), and is no CSV or JSON Lines" if is_zip else "is no XLSX workbook"
        raise UsageError(f"{path}: {what}; name another --format, or another file")
    return chosen


def _by_look(beginning: bytes) -> Format:
    if beginning.startswith(_ZIP):
        return "xlsx"
    return "jsonl" if beginning.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") else "csv"


_TAKES: dict[Format, tuple[str, ...]] = {
    "csv": ("encoding", "delimiter", "header"),
    "tsv": ("encoding", "delimiter", "header"),
    "jsonl": ("encoding",),
    "xlsx": ("sheet", "header"),
}


_NOTHING = {"header": 1}


def _refuse_idle(format: Format, **given: object) -> None:
    """Refuse a setting that would do nothing."""
    for name, value in given.items():
        if value not in (None, _NOTHING.get(name)) and name not in _TAKES[format]:
            raise UsageError(f"{name} {value}: {format} files take no {name}")


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
