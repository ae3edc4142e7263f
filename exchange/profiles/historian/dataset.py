"""The code that both Historian lists share, for files, progress and dates."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import ClassVar, TypeVar

from attrs import define, field

from dragoman.domain import quoted
from dragoman.exchange.imports.drafts import Draft, Rejected, TableRow
from dragoman.exchange.profiles.historian.prose import ProseFinding
from dragoman.exchange.profiles.historian.xml_records import files_of, records
from dragoman.exchange.tables.table import Steps
from dragoman.exchange.usage_error import UsageError

T = TypeVar("T")


@define
class HistorianList:
    """An XML list from the Office of the Historian: a file or a folder of files."""

    element: ClassVar[str]
    name: ClassVar[str]
    source: ClassVar[dict[str, str]]
    columns: ClassVar[Sequence[str]]
    numbered: ClassVar[bool] = True
    whole: ClassVar[bool] = True
    skipped: ClassVar[int] = 0
    notes: ClassVar[Sequence[str]] = ()
    path: Path
    today: date
    progress: Steps = field(factory=Steps)

    def check(self) -> None:
        """Read each file once to check it. Raises :class:`UsageError` if a file is not valid."""
        for _ in self.rows():
            pass

    def rows(self) -> Iterator[TableRow]:
        """Yield the records of all files as rows."""
        files = files_of(self.path)
        self.progress.size, self.progress.done = sum(one.stat().st_size for one in files), 0
        found = False
        for file in files:
            for row in records(file, self.element):
                found = True
                yield row
            self.progress.done += file.stat().st_size
        if not found:
            raise UsageError(f"{self.path}: has no <{self.element}>")

    def drafts(self) -> Iterator[Draft | Rejected]:
        """Yield each record as a draft, or as a rejected row with the reason."""
        for row in self.rows():
            yield self.drafted(row)

    def drafted(self, row: TableRow) -> Draft | Rejected:
        """Convert a record to a draft, or reject the record."""
        if not row.cells.get("id"):
            return Rejected(row.line, "id is missing; every record needs one", row.cells)
        try:
            return Draft(row.cells["id"], row.line, self.data(row.cells), row.cells)
        except ValueError as error:
            return Rejected(row.line, str(error), row.cells)

    def data(self, cells: dict[str, str]) -> dict[str, object]:
        """Convert a record to data in the format of a dispatch. Raises ``ValueError``."""
        raise NotImplementedError

    def visit(
        self,
        days: tuple[date, date],
        facts: Mapping[str, object],
        found: Mapping[str, ProseFinding | None],
        words: Mapping[str, str],
    ) -> dict[str, object]:
        """Return a visit in the format of a dispatch; ``days`` are its first and last day.

        ``found`` has the findings in the prose, by field. ``words`` has the original words for
        ``facts``, by field.
        """
        first, last = days
        plain = {
            "kind": "visit",
            "status": self._status(first, last),
            "occurred": str(first) if first == last else f"{first}/{last}",
            **facts,
            **{name: one.value for name, one in found.items() if one},
        }
        quoted_words = {name: one.words for name, one in found.items() if one}
        return known(plain | {"as_written": known({**quoted_words, **words})})

    def _status(self, first: date, last: date) -> str:
        """Return the status that a visit with these dates has today."""
        if first > self.today:
            return "announced"
        return "started" if last > self.today else "concluded"


def source_of(title: str, path: str) -> dict[str, str]:
    """Return the source that records of a list cite, given the title and URL path of the list."""
    return {
        "title": title,
        "publisher": "Office of the Historian, U.S. Department of State",
        "language": "en",
        "url": f"https://history.state.gov/departmenthistory/{path}",
    }


def day(cells: dict[str, str], name: str) -> date:
    """Return the day in the field ``name`` of a record. Raises ``ValueError``."""
    text = cells.get(name, "")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{name}: {quoted(text)} is not a day; write 1987-12-08") from None


def span(cells: dict[str, str]) -> tuple[date, date]:
    """Return the first and the last day of a record. Raises ``ValueError``."""
    first, last = day(cells, "start-date"), day(cells, "end-date")
    if last < first:
        raise ValueError(f"end-date {last} is before start-date {first}; swap them")
    return first, last


def known(data: Mapping[str, T]) -> dict[str, T]:
    """Return ``data`` without empty fields."""
    return {name: value for name, value in data.items() if value not in (None, "", [], {})}
