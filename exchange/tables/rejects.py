"""Rejected rows: a CSV file that a user can fix and then import with the same mapping.

Dragoman adds two columns at the beginning: the line number of the row, and the reason. Dragoman
recognises a file of rejected rows by the names of these columns, and an import ignores the columns.
If a spreadsheet would treat a cell as a formula, or if the cell begins with an apostrophe, Dragoman
puts an apostrophe in front of the cell. An import removes this apostrophe again.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import IO, Any

from msgspec.structs import replace

from dragoman.exchange.files import replacing
from dragoman.exchange.imports.drafts import Progress, Rejected, TableRow
from dragoman.exchange.tables.delimited import Delimited
from dragoman.exchange.tables.table import Format, Table
from dragoman.exchange.tabular import FORMULA
from dragoman.exchange.usage_error import UsageError

LINE, REASON = "dragoman:line", "dragoman:reason"
MARK = f"{LINE},{REASON}".encode()
"""The bytes at the beginning of a file of rejected rows."""

_PROTECTED = ("'", *FORMULA)


class RejectsFile(AbstractContextManager["RejectsFile"]):
    """A file for rejected rows, to use in a ``with`` block.

    The file appears at the end of the block, if there was a rejected row and no error. The file
    replaces an existing file only if the existing file also contains rejected rows. Otherwise,
    writing the first row raises :class:`dragoman.exchange.faults.UsageError`.
    """

    def __init__(self, path: str | Path, columns: Sequence[str]) -> None:
        self.path = Path(path)
        self._columns = list(columns)
        self._stack = ExitStack()
        self._file: IO[bytes] | None = None

    def write(self, row: Rejected) -> None:
        """Write a rejected row, and the other rows that it rejects."""
        if self._file is None:
            self._file = self._opened()
            self._put([LINE, REASON, *self._columns])
        for line, cells in ((row.line, row.cells), *((one.line, one.cells) for one in row.also)):
            self._put([str(line), row.reason, *(cells.get(name, "") for name in self._columns)])

    def _opened(self) -> IO[bytes]:
        file = replacing(self.path, MARK, "file of rejected rows")
        try:
            return self._stack.enter_context(file)
        except UsageError as error:
            raise UsageError(f"{error} (--rejected FILE)") from error

    def _put(self, values: Sequence[str]) -> None:
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerow(map(protected, values))
        assert self._file is not None
        self._file.write(text.getvalue().encode("utf-8", "backslashreplace"))

    def __exit__(self, *error: Any) -> None:
        self._stack.__exit__(*error)


def protected(text: str) -> str:
    """Return a cell's text, with an apostrophe if a spreadsheet would treat it as a formula."""
    return f"'{text}" if text.startswith(_PROTECTED) else text


def unprotected(text: str) -> str:
    """Remove the apostrophe that :func:`protected` puts in front of a cell."""
    is_protected = text[:1] == "'" and text[1:].startswith(_PROTECTED)
    return text[1:] if is_protected else text


def is_rejects_file(beginning: bytes) -> bool:
    """Return whether a file with this beginning contains rejected rows."""
    plain = beginning.removeprefix(b"\xef\xbb\xbf").replace(b'"', b"")
    return any(plain.startswith(MARK.replace(b",", sign)) for sign in (b",", b";", b"\t"))


def open_rejects(path: Path) -> Table:
    """Open a file of rejected rows as a table with the columns of the original file."""
    return _Fixed(Delimited(path, "csv"))


class _Fixed:
    """A table of rejected rows, without the two columns that Dragoman added."""

    format: Format = "csv"
    complete = True
    whole = False
    joins_rows = False

    def __init__(self, table: Table) -> None:
        self._table = table
        self.path = table.path
        self.notes: list[str] = []
        self.titles: list[str] = []
        self.settings: dict[str, str] = {}  # the settings of the original file do not apply
        self.description = f"rejected rows, {table.description}"
        self.columns = tuple(
            unprotected(name) for name in table.columns if name not in (LINE, REASON)
        )

    @property
    def progress(self) -> Progress:
        """The progress of reading the rows."""
        return self._table.progress

    def rows(self) -> Iterator[TableRow | Rejected]:
        """Yield the rows, each with its line number in the file of rejected rows."""
        for row in self._table.rows():
            kept = {
                unprotected(name): unprotected(text)
                for name, text in row.cells.items()
                if name not in (LINE, REASON)
            }
            yield replace(row, cells=kept)
