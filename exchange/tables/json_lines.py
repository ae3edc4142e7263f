"""JSON Lines: one object per line (https://jsonlines.org).

Nested objects become columns with dots: ``{"a": {"b": 1}}`` is the column ``a.b``. A list of values
becomes one cell, with a line for each value. A list of objects becomes one such cell for each of
their columns. Numbers stay as in the file; null becomes an empty cell.
"""

import json
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

from dragoman.domain import quoted
from dragoman.exchange.imports.drafts import Progress, Rejected, TableRow
from dragoman.exchange.tables.encodings import encoding_of, misfit, shown
from dragoman.exchange.tables.lines import LONGEST_ROW, Endless, Lines, TooLong
from dragoman.exchange.tables.table import FIRST_ROWS, MOST_COLUMNS, Format, Steps, unreadable
from dragoman.exchange.usage_error import UsageError
from dragoman.exchange.value_types import Plain

DEEPEST = 8
"""The maximum depth of nested objects."""


class JsonLines:
    """A file of objects, one per line."""

    format: Format = "jsonl"
    whole = True
    joins_rows = False

    def __init__(self, path: Path, encoding: str | None = None) -> None:
        self.path = path
        self._encoding = encoding_of(path, encoding)
        self.progress: Progress = Steps()
        self.settings = {"format": "jsonl", "encoding": self._encoding.name}
        self.description = f"jsonl, {self._encoding.name} ({self._encoding.known})"
        self.columns: tuple[str, ...] = ()
        self.notes: list[str] = []
        self.titles: list[str] = []
        self.columns, self.complete = self._columns()

    def rows(self) -> Iterator[TableRow | Rejected]:
        """Yield the rows, each with the number of its line."""
        with Lines(self.path, self._encoding) as lines:
            self.progress = lines
            yield from self._rows(lines)

    def _rows(self, lines: Lines) -> Iterator[TableRow | Rejected]:
        while True:
            lines.begin()
            try:
                text = next(lines, None)
            except TooLong as error:
                yield Rejected(lines.line, str(error))
                if isinstance(error, Endless):
                    return
                continue
            if text is None:
                return
            if text.strip():
                yield self._row(lines.line, text)

    def _row(self, line: int, text: str) -> TableRow | Rejected:
        if byte := misfit(text):
            reason = f"byte {byte} is not {self._encoding.name}; save the file in one encoding"
            return Rejected(line, reason, self._whole(text))
        try:
            cells = _flat(_parsed(text))
        except RecursionError:
            return Rejected(line, "is nested too deeply", self._whole(text))
        except ValueError as error:
            return Rejected(line, str(error), self._whole(text))
        fault = unreadable(list(cells.values())) or _misfit_in(cells)
        return Rejected(line, fault, self._whole(text)) if fault else TableRow(line, cells)

    def _whole(self, text: str) -> dict[str, str]:
        """Return the cells of an invalid line: the first column has the beginning of its text."""
        return {self.columns[0] if self.columns else "": shown(text[:200].strip())}

    def _columns(self) -> tuple[tuple[str, ...], bool]:
        """Return the columns of the first rows, and whether these are all columns of the file.

        Raises :class:`UsageError`.
        """
        found: dict[str, None] = {}
        first: Rejected | None = None
        number, complete = 0, True
        rows = self.rows()
        for number, row in enumerate(rows, 1):
            if isinstance(row, TableRow):
                found.update(dict.fromkeys(row.cells))
            else:
                first = first or row
            if number == FIRST_ROWS or len(found) > MOST_COLUMNS:
                complete = False
                break
        rows.close()  # type: ignore[attr-defined]
        self._refuse_no_columns(found, first)
        return tuple(found), complete

    def _refuse_no_columns(self, found: dict[str, None], first: Rejected | None) -> None:
        if len(found) > MOST_COLUMNS:
            raise UsageError(f"{self.path}: has more than {MOST_COLUMNS:,} columns")
        if not found:
            why = f"{first.line}: {first.reason}" if first else "1: no objects found"
            raise UsageError(f"{self.path}:{why}; a JSON Lines file has one object per line")


def _parsed(text: str) -> dict[str, Plain]:
    """Return the object in a line, with numbers as text. Raises ``ValueError``."""
    try:
        found = _DECODER.decode(text.strip())
    except json.JSONDecodeError as error:
        raise ValueError(f"is not JSON: {error.msg} (column {error.colno})") from None
    if not isinstance(found, dict):
        raise ValueError("is not a JSON object: {…}")
    return found


def _no_number(name: str) -> str:
    raise ValueError(f"{name} is not a number in JSON")


def _once(pairs: list[tuple[str, Plain]]) -> dict[str, Plain]:
    found: dict[str, Plain] = {}
    for name, value in pairs:
        if name in found:
            raise ValueError(f"{quoted(name)} appears twice in one object")
        found[name] = value
    return found


_DECODER = json.JSONDecoder(
    object_pairs_hook=_once, parse_int=str, parse_float=str, parse_constant=_no_number
)


def _flat(found: dict[str, Plain]) -> dict[str, str]:
    """Return the cells of an object, by column. Raises ``ValueError``."""
    cells: dict[str, str] = {}
    for name, text in _cells("", found, 0):
        if name in cells:
            raise ValueError(f"column {quoted(name)} appears twice, nested and with a dot")
        cells[name] = text
    if len(cells) > MOST_COLUMNS:
        raise ValueError(f"has {len(cells):,} columns; the limit is {MOST_COLUMNS:,}")
    return cells


def _cells(prefix: str, found: dict[str, Plain], depth: int) -> Iterator[tuple[str, str]]:
    if depth > DEEPEST:
        raise ValueError("is nested too deeply")
    for key, value in found.items():
        name = prefix + key
        if isinstance(value, dict):
            yield from _cells(f"{name}.", value, depth + 1)
        elif isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
            yield from _side_by_side(f"{name}.", value, depth + 1)
        elif isinstance(value, list):
            yield name, "\n".join(_item(name, one) for one in value)
        else:
            yield name, _scalar(value)


def _side_by_side(prefix: str, items: Sequence[Plain], depth: int) -> Iterator[tuple[str, str]]:
    """Yield a column and its cell for each field of a list's objects, with a line per object."""
    flat = [dict(_cells(prefix, item, depth)) for item in items if isinstance(item, dict)]
    names = dict.fromkeys(name for one in flat for name in one)
    if len(names) * len(items) > LONGEST_ROW:
        raise ValueError(f"the list {quoted(prefix[:-1])} has too many parts")
    for name in names:
        yield name, "\n".join(_item(name, one.get(name, "")) for one in flat)


def _item(name: str, value: Plain) -> str:
    if isinstance(value, (list, dict)):
        raise ValueError(f"column {quoted(name)}: lists within lists are not supported")
    text = _scalar(value)
    if "\n" in text:
        raise ValueError(f"column {quoted(name)}: text in a list has a line break")
    return text


def _scalar(value: Plain) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _misfit_in(cells: dict[str, str]) -> str | None:
    """Return an error message if a cell contains half a surrogate pair, or else ``None``."""
    if not misfit("".join(chain(*cells.items()))):
        return None
    for name, text in cells.items():
        if misfit(text) or misfit(name):
            return f"column {quoted(name)} contains half a character (\\ud800 to \\udfff)"
    return None
