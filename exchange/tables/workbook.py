"""Read a sheet of a workbook (XLSX) as rows of text.

A date becomes the displayed part of its ISO form. An integer has no decimal point. A formula
becomes its stored value. Below the header, every cell within a merged cell gets the value of the
merged cell. A row whose only text is in a cell that is merged over most columns is a heading, not a
record.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from dragoman.domain import many, quoted
from dragoman.exchange.faults import suggestion
from dragoman.exchange.imports.drafts import Rejected, TableRow
from dragoman.exchange.tables.table import (
    MOST_COLUMNS,
    MOST_TITLES,
    Format,
    Header,
    Steps,
    Treatment,
    header_lines,
    header_setting,
    joined_header,
    named_columns,
    unreadable,
)
from dragoman.exchange.tables.xlsx_archive import Extent, cell_name, extent_of, measured
from dragoman.exchange.usage_error import UsageError

T = TypeVar("T")

Value: TypeAlias = str | bool | float | date | time | timedelta
"""The type of a value in a cell."""

MOST_MERGED = 50_000
"""The maximum number of merged cells in a sheet."""


class Workbook:
    """A sheet of a workbook, as a table."""

    format: Format = "xlsx"
    complete = True
    whole = True

    def __init__(
        self,
        path: Path,
        sheet: str | None = None,
        header: Header = 1,
        hidden: Treatment = "keep",
        struck: Treatment = "keep",
    ) -> None:
        self.path = path
        self._header, self._depth = header_lines(header)
        self._treatments: dict[str, Treatment] = {"hidden": hidden, "struck": struck}
        self._peculiar = _no_peculiar_rows()
        self.titles: list[str] = []
        measured(path)
        names = _guarded(path, lambda: _opened(path).sheet_names)
        self.sheet = _chosen(path, names, sheet)
        self._extent = extent_of(path, self.sheet)
        self._content: Any = None
        self.progress = Steps()
        """The progress of reading in bytes, estimated as if all rows had the same length."""
        self.columns = self._columns()
        self.settings = {"format": "xlsx"} | ({"sheet": self.sheet} if len(names) > 1 else {})
        if self._header > 1 or self._depth > 1:
            self.settings["header"] = header_setting(self._header, self._depth)
        self.settings |= {name: one for name, one in self._treatments.items() if one != "keep"}
        self.description = f"xlsx, sheet {self.sheet}"

    def rows(self) -> Iterator[TableRow | Rejected]:
        """Yield the rows below the header, each with its row number in the sheet."""
        size = self.path.stat().st_size
        self.progress.size = size
        last = max(self._extent.last_row, 1)
        below = self._header + self._depth - 1
        merged = _Merged(self.path, self._merged_ranges(), below)
        self._peculiar = _no_peculiar_rows()
        peculiar = {*merged.wide, *self._extent.hidden, *self._extent.struck}
        for number, values in self._lines():
            self.progress.done = size * number // last
            looks = self._looks(number, values, merged) if number in peculiar else None
            values = merged.filled(number, values)
            if number < below or not any(value != "" for value in values):
                continue
            if not (looks and self._is_left_out(number, looks)):
                yield self._row(number, values)
        self.progress.done = size

    def _looks(self, number: int, values: list[Value], merged: "_Merged") -> dict[str, bool]:
        """Return whether a row is a heading, hidden, or struck through."""
        filled = sum(value != "" for value in values)
        return {
            "heading": filled == 1 and merged.is_heading(number, values, len(self.columns)),
            "hidden": number in self._extent.hidden,
            "struck": self._extent.struck.get(number, 0) * 2 > filled,
        }

    def _is_left_out(self, number: int, looks: dict[str, bool]) -> bool:
        """Return whether to leave a row out; note the headings, hidden and struck-through rows."""
        for name in (name for name, is_so in looks.items() if is_so):
            self._peculiar[name].append(number + 1)
            if name == "heading" or self._treatments[name] == "skip":
                return True
        return False

    @property
    def notes(self) -> list[str]:
        """The headings, hidden and struck-through rows among the rows read so far."""
        return [
            _note(name, lines, self._treatments.get(name, "skip"))
            for name, lines in self._peculiar.items()
            if lines
        ]

    @property
    def joins_rows(self) -> bool:
        """Whether cells are merged over several rows below the header."""
        below = self._header + self._depth - 1
        return any(top >= below and bottom > top for (top, _), (bottom, _) in self._merged_ranges())

    def _merged_ranges(self) -> list[Any]:
        return self._sheet().merged_cell_ranges or []

    def _row(self, number: int, values: Sequence[Value]) -> TableRow | Rejected:
        cells = [_text(value) for value in values]
        reason = self._bad(number) or self._too_wide(cells) or unreadable(cells)
        by_column = dict(zip(self.columns, cells, strict=False))
        return (
            Rejected(number + 1, reason, by_column) if reason else TableRow(number + 1, by_column)
        )

    def _bad(self, number: int) -> str | None:
        if not self._extent.bad:
            return None
        for column in range(len(self.columns)):
            if reason := self._extent.bad.get((number, column)):
                return (
                    f"column {quoted(self.columns[column])}: {cell_name(number, column)} {reason}"
                )
        return None

    def _too_wide(self, cells: Sequence[str]) -> str | None:
        width = len(self.columns)
        beyond = next((n for n, cell in enumerate(cells[width:], width) if cell), None)
        if beyond is None:
            return None
        return f"{quoted(cells[beyond])} is to the right of all named columns (column {beyond + 1})"

    def _columns(self) -> tuple[str, ...]:
        lines = (
            (number + 1, [_text(value) for value in values]) for number, values in self._lines()
        )
        last = self._header + self._depth - 1
        heads = []
        for number, names in lines:
            if number >= self._header:
                heads.append(names)
            elif len(self.titles) < MOST_TITLES:
                self.titles += filter(None, names)
            if number >= last:
                break
        if len(heads) == self._depth:
            if last > self._extent.last_row:
                raise UsageError(f"{self.path}: no rows below row {last}")
            header = self._header, self._depth
            return named_columns(self.path, header, self._names(heads), lines)
        raise UsageError(
            f"{self.path}:{self._header}: the row with the names of columns is missing"
        )

    def _names(self, heads: Sequence[list[str]]) -> list[str]:
        """Return the names of the columns; a merged cell in the header names all its columns."""
        first, last = self._header - 1, self._header + self._depth - 1
        merged = [one for one in self._merged_ranges() if first <= one[0][0] < last - 1]
        for (top, left), (_, right) in merged:
            line = heads[top - first]
            line[left : right + 1] = [line[left]] * len(line[left : right + 1])
        return joined_header(heads, fills=not any(left < right for (_, left), (_, right) in merged))

    def _lines(self) -> Iterator[tuple[int, list[Value]]]:
        """Yield the rows of the sheet, each with its number (from 0) and cells from column A."""
        extent = self._extent
        if extent.last_column >= MOST_COLUMNS * 2:
            raise UsageError(f"{self.path}: has more than {MOST_COLUMNS:,} columns")
        sheet = self._sheet()
        if sheet.start is None:
            return
        number, width = 0, sheet.end[1] + 1
        for values in sheet.iter_rows():
            if number == 0 and any(value != "" for value in values):
                number = sheet.start[0]  # the reader may or may not yield blank rows at the top
            whole = [""] * (width - len(values)) + values
            for column, length in extent.shown.of(number):
                if isinstance(whole[column], date):
                    whole[column] = _text(whole[column])[:length]
            yield number, whole
            number += 1

    def _sheet(self) -> Any:
        if self._content is None:
            self._content = _guarded(
                self.path, lambda: _opened(self.path).get_sheet_by_name(self.sheet)
            )
            self._check_extent(self._content, self._extent)
        return self._content

    def _check_extent(self, sheet: Any, extent: Extent) -> None:
        """Refuse a sheet with cells outside the extent that :func:`extent_of` measured."""
        reach = (extent.last_row, extent.last_column)
        if any(seen > known for seen, known in zip(sheet.end or (), reach, strict=False)):
            raise UsageError(f"{self.path}: is damaged: cells are not at their stated positions")


def _opened(path: Path) -> Any:
    try:
        from python_calamine import CalamineWorkbook
    except ImportError:
        raise UsageError(f"{path}: to read workbooks, run: pip install 'dragoman[xlsx]'") from None
    return CalamineWorkbook.from_path(str(path))


def _guarded(path: Path, act: Callable[[], T]) -> T:
    """Call ``act``; convert errors of the workbook library to :class:`UsageError`."""
    try:
        return act()
    except (UsageError, KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # a panic in Rust is not an Exception
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        why = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise UsageError(f"{path}: cannot read the workbook ({why})") from error


def _chosen(path: Path, names: Sequence[str], sheet: str | None) -> str:
    """Return the name of the chosen sheet or, by default, of the only sheet. Raises UsageError."""
    if sheet is not None:
        if sheet not in names:
            raise UsageError(f"{path}: no sheet {quoted(sheet)}{suggestion(sheet, names)}")
        return sheet
    if len(names) != 1:
        raise UsageError(
            f"{path}: has {len(names)} sheets; choose one with --sheet: {', '.join(names)}"
        )
    return names[0]


MOST_NAMED = 5
"""The maximum number of rows that a note names."""


def _no_peculiar_rows() -> dict[str, list[int]]:
    return {"heading": [], "hidden": [], "struck": []}


def _note(name: str, lines: Sequence[int], treatment: Treatment) -> str:
    """Return a note about the rows in ``lines``, which are headings, hidden or struck through."""
    named = ", ".join(map(str, lines[:MOST_NAMED])) + (" …" if len(lines) > MOST_NAMED else "")
    where = f"row{'' if len(lines) == 1 else 's'} {named}"
    if name == "heading":
        headings = many(len(lines), "heading over the columns is", "headings over the columns are")
        return f"{headings} not a record: {where}"
    word = {"hidden": "hidden", "struck": "struck-through"}[name]
    rows = f"{many(len(lines), f'{word} row')} ({where})"
    if treatment == "skip":
        return f"left out {rows}"
    return f"read {rows} like other rows; to leave such rows out, add --{name} skip"


class _Merged:
    """The merged cells of a sheet, whose values Dragoman copies to every cell that they cover."""

    def __init__(self, path: Path, ranges: list[Any], header: int) -> None:
        if len(ranges) > MOST_MERGED:
            raise UsageError(f"{path}: has more than {MOST_MERGED:,} merged cells; unmerge them")
        below = [one for one in ranges if one[0][0] >= header]
        self._path = path
        self.wide = {top: (left, right) for (top, left), (bottom, right) in below if top == bottom}
        """The columns of a cell that is merged within a row, by row."""
        self._coming = sorted(below, reverse=True)
        self._open: list[tuple[int, int, int, Value]] = []

    def is_heading(self, number: int, values: Sequence[Value], columns: int) -> bool:
        """Return whether the only text of a row is in a cell merged over most of its columns."""
        left, right = self.wide.get(number, (0, -1))
        is_wide = (right + 1 - left) * 2 > columns and right > left
        return is_wide and values[left : left + 1] != [""] and not self._open_at(number)

    def _open_at(self, number: int) -> bool:
        """Return whether a merged cell from a row above covers cells of a row."""
        return any(bottom >= number for bottom, *_ in self._open)

    def filled(self, number: int, values: list[Value]) -> list[Value]:
        """Return the values of a row; copy the value of a merged cell to the cells it covers."""
        if not self._coming and not self._open:
            return values
        self._open = [one for one in self._open if one[0] >= number]
        while self._coming and self._coming[-1][0][0] <= number:
            (_, left), (bottom, right) = self._coming.pop()
            if bottom >= number and left < len(values):
                self._open.append((bottom, left, min(right, len(values) - 1), values[left]))
        if len(self._open) > MOST_COLUMNS:
            raise UsageError(f"{self._path}: merged cells overlap; unmerge them")
        for _, left, right, value in self._open:
            values[left : right + 1] = [value] * (right + 1 - left)
        return values


def _text(value: Value) -> str:
    """Return the value of a cell as text."""
    match value:
        case str():
            return value.replace("\r\n", "\n").replace("\r", "\n")
        case bool():
            return str(value).lower()
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case datetime():
            midnight = value.time() == time()
            return value.date().isoformat() if midnight else value.isoformat(timespec="seconds")
        case date() | time():
            return value.isoformat()
        case _:
            return str(value)
