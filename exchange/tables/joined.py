"""Several tables as one: the rows of all files, in the order of the files."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec.structs import replace

from dragoman.exchange.imports.drafts import Rejected, TableRow
from dragoman.exchange.tables.table import Format, Steps, Table


class JoinedTable:
    """Tables with the same columns as one table; the lines of rows are those in their own files."""

    def __init__(self, tables: Sequence[Table]) -> None:
        self._tables = tables
        first = tables[0]
        self.path: Path = first.path
        self.format: Format = first.format
        self.complete = all(one.complete for one in tables)
        self.whole = all(one.whole for one in tables)
        self.description = f"{len(tables)} files, the first as {first.description}"
        self.settings = dict(first.settings)
        self.progress = Steps()

    @property
    def columns(self) -> Sequence[str]:
        """The names of the columns of all tables."""
        return tuple(dict.fromkeys(name for one in self._tables for name in one.columns))

    @property
    def joins_rows(self) -> bool:
        """Whether cells of any table are merged over several rows below the header."""
        return any(one.joins_rows for one in self._tables)

    @property
    def titles(self) -> Sequence[str]:
        """The texts above the headers."""
        return [text for one in self._tables for text in one.titles]

    @property
    def notes(self) -> list[str]:
        """What to tell the user about the rows, with the file."""
        return [f"{one.path.name}: {note}" for one in self._tables for note in one.notes]

    def rows(self) -> Iterator[TableRow | Rejected]:
        """Yield the rows of all tables; the reason of a rejected row begins with its file."""
        self.progress.done, self.progress.size = (
            0,
            sum(one.path.stat().st_size for one in self._tables),
        )
        for one in self._tables:
            for row in one.rows():
                if isinstance(row, Rejected):
                    yield replace(row, reason=f"{one.path.name}: {row.reason}")
                else:
                    yield row
            self.progress.done += one.path.stat().st_size
