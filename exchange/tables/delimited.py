"""CSV and TSV files (RFC 4180, with any line endings).

The reader is strict about quotes. An unclosed quote makes only its own row unreadable: the reader
continues on the next line.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path

from attrs import frozen

from dragoman.domain import quoted
from dragoman.exchange.imports.drafts import Progress, Rejected, TableRow
from dragoman.exchange.tables.encodings import encoding_of, misfit, shown
from dragoman.exchange.tables.lines import LONGEST_ROW, Endless, Lines, TooLong
from dragoman.exchange.tables.table import (
    MOST_TITLES,
    SAMPLED_ROWS,
    Format,
    Header,
    Steps,
    TableLine,
    header_lines,
    header_setting,
    joined_header,
    named_columns,
    unreadable,
)
from dragoman.exchange.usage_error import UsageError

DELIMITERS = (",", ";", "\t", "|")
_NAMES = {"\t": "tab", "tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}

_HINT = re.compile(r'"?sep=([^\w\r\n"])"?\s*', re.IGNORECASE)
"""A pattern for the line above the header that tells spreadsheet programs the delimiter."""

SAMPLED_TEXT = 1024 * 1024
"""The maximum number of characters from which Dragoman detects the delimiter."""


@frozen
class _Bad:
    """A row that cannot be split into cells."""

    line: int
    reason: str
    text: str = ""


class Delimited:
    """A CSV or TSV file."""

    complete = True
    whole = True
    joins_rows = False

    def __init__(
        self,
        path: Path,
        format: Format = "csv",
        encoding: str | None = None,
        delimiter: str | None = None,
        header: Header = 1,
    ) -> None:
        self.path = path
        self.format: Format = format
        self._encoding = encoding_of(path, encoding)
        self.notes: list[str] = []
        self.titles: list[str] = []
        hinted = self._hinted()
        first, self._depth = header_lines(header)
        self._header = max(first, 2) if hinted else first
        named = _delimiter(delimiter) or ("\t" if format == "tsv" else None)
        self._delimiter = named or hinted or self._recognised()
        self.columns = self._columns()
        self.progress: Progress = Steps()
        sign = _NAMES.get(self._delimiter, self._delimiter)
        self.settings = {"format": format, "encoding": self._encoding.name, "delimiter": sign}
        if self._header > 1 or self._depth > 1:
            self.settings["header"] = header_setting(self._header, self._depth)
        self.description = (
            f"{format}, {self._encoding.name} ({self._encoding.known}), separated by {sign}"
        )
        if hinted:
            self.description += f" (from line 1: sep={_NAMES.get(hinted, hinted)})"

    def rows(self) -> Iterator[TableRow | Rejected]:
        """Yield the rows, each with the number of its first line."""
        with Lines(self.path, self._encoding) as lines:
            self.progress = lines
            records = _records(lines, self._delimiter, self._header)
            for _ in range(self._depth):
                next(records, None)
            for found in records:
                if isinstance(found, _Bad):
                    cells = {self.columns[0]: found.text[:200]} if found.text else {}
                    yield Rejected(found.line, found.reason, cells)
                elif any(found[1]):
                    yield self._row(*found)

    def _row(self, line: int, cells: list[str]) -> TableRow | Rejected:
        whole = "".join(cells)
        reason = self._fault(cells, whole)
        if len(cells) > len(self.columns):  # join extra cells to the last cell
            last = len(self.columns) - 1
            cells = [*cells[:last], self._delimiter.join(cells[last:]).rstrip(self._delimiter)]
        plain = map(_plain, cells) if "\r" in whole else cells
        by_column = dict(zip(self.columns, plain, strict=False))
        if reason is None:
            return TableRow(line, by_column)
        return Rejected(line, reason, {name: shown(text) for name, text in by_column.items()})

    def _fault(self, cells: list[str], whole: str) -> str | None:
        width = len(self.columns)
        if len(cells) < width:
            return f"has {len(cells)} cells, but there are {width} columns"
        if len(cells) > width and any(cells[width:]):
            return (
                f"has {len(cells)} cells, but there are {width} columns; put a cell that contains"
                f" {quoted(self._delimiter)} in quotes"
            )
        if byte := misfit(whole):
            return f"byte {byte} is not {self._encoding.name}; save the whole file in one encoding"
        return unreadable(cells)

    def _columns(self) -> tuple[str, ...]:
        with Lines(self.path, self._encoding) as lines:
            self.titles = list(_titles(lines, self._header - 1))
            records = _records(lines, self._delimiter, 1)
            heads = [next(records, None) for _ in range(self._depth)]
            below: list[TableLine] = [
                (row.line, []) if isinstance(row, _Bad) else row
                for row in islice(records, SAMPLED_ROWS)
            ]
        where = f"{self.path}:{self._header}"
        names: list[Sequence[str]] = []
        for found in heads:
            if found is None:
                raise UsageError(
                    f"{where}: the header line with the names of the columns is missing"
                )
            if isinstance(found, _Bad):
                raise UsageError(f"{where}: {found.reason}; this is not a table")
            self._refuse_binary(*found)
            names.append(found[1])
        header = self._header, self._depth
        columns = named_columns(self.path, header, joined_header(names), below)
        if not below:
            raise UsageError(f"{self.path}: no rows below the header line")
        return columns

    def _refuse_binary(self, line: int, names: Sequence[str]) -> None:
        if any("\0" in name for name in names):
            raise UsageError(f"{self.path}:{line}: this is a binary file, not {self.format}")
        if byte := next(filter(None, map(misfit, names)), None):
            raise UsageError(
                f"{self.path}:{line}: byte {byte} is not {self._encoding.name};"
                " give the right --encoding"
            )

    def _hinted(self) -> str | None:
        """Return the delimiter from a ``sep=`` line, or ``None`` if there is no such line."""
        with Lines(self.path, self._encoding) as lines:
            found = _HINT.fullmatch(next(_some(lines, 1), ""))
        return found[1] if found else None

    def _recognised(self) -> str:
        """Return the delimiter that splits the most rows into as many cells as the header has.

        Raises :class:`UsageError` if the delimiter is unclear.
        """
        with Lines(self.path, self._encoding) as lines:
            text = "".join(_some(lines, self._header))
        counts = {sign: _widths(text, sign) for sign in DELIMITERS}
        wide = {sign: found for sign, found in counts.items() if found and found[0] > 1}
        even = {sign: _evenness(found) for sign, found in wide.items()}
        best = max(even.values(), default=0)
        if best < 0.5 and (titled := _below_title(counts)):
            return titled
        if not wide:
            return ","
        likely = [sign for sign in wide if even[sign] == best]
        widest = max(wide[sign][0] for sign in likely)
        chosen = [sign for sign in likely if wide[sign][0] == widest]
        if len(chosen) > 1 or (best < 0.5 and len(wide) > 1):
            signs = ", ".join(_NAMES.get(sign, sign) for sign in chosen)
            raise UsageError(
                f"{self.path}: cannot tell which delimiter separates the cells ({signs});"
                " choose one with --delimiter"
            )
        return chosen[0]


def _some(lines: Lines, header: int) -> Iterator[str]:
    """Yield the lines from which Dragoman detects the delimiter, starting with the header."""
    length = 0
    for number in range(header + 10 * SAMPLED_ROWS):
        try:
            line = next(lines, "")
        except TooLong:
            return
        length += len(line)
        if not line or length > SAMPLED_TEXT:
            return
        lines.begin()
        if number >= header - 1:
            yield line


def _delimiter(named: str | None) -> str | None:
    """Convert the user's delimiter, a character or a word, to a character. Raises UsageError."""
    if named is None:
        return None
    sign = _NAMES.get(named.lower(), named) if len(named) > 1 else named
    if len(sign) != 1 or sign in '"\r\n\0 ':
        raise UsageError(f"delimiter {quoted(named)}: give a single character, such as ; or tab")
    return sign


def _widths(text: str, delimiter: str) -> list[int]:
    """Return the number of cells in each sample row, up to the first row with invalid quotes."""
    csv.field_size_limit(LONGEST_ROW)
    widths = []
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            if cells:
                widths.append(len(cells))
            if len(widths) > SAMPLED_ROWS:
                break
    except csv.Error:
        pass
    return widths


def _evenness(widths: list[int]) -> float:
    """Return the share of rows that have as many cells as the header; 1 if there are no rows."""
    others = widths[1:]
    return Counter(others)[widths[0]] / len(others) if others else 1.0


def _below_title(counts: Mapping[str, list[int]]) -> str | None:
    """Return the delimiter that splits most rows into the same number (3 or more) of cells."""
    usual = {sign: Counter(found[1:]).most_common(1) for sign, found in counts.items()}
    fitting = {
        sign: times
        for sign, most in usual.items()
        for cells, times in most
        if cells > 2 and times * 2 >= len(counts[sign])
    }
    return max(fitting, key=fitting.__getitem__, default=None)


def _records(lines: Lines, delimiter: str, header: int) -> Iterator[tuple[int, list[str]] | _Bad]:
    """Yield the line number and the cells of each row, header first, or a bad row."""
    csv.field_size_limit(LONGEST_ROW)
    for _ in range(header - 1):
        _pass_over(lines)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        lines.begin()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except Endless as error:
            yield _Bad(lines.line, str(error))
            return
        except (csv.Error, TooLong) as error:
            bad = _bad(lines, error)
            lines.again()
            yield bad
        else:
            yield lines.line, cells


def _titles(lines: Lines, count: int) -> Iterator[str]:
    """Yield the lines above the header that have text."""
    for number in range(count):
        if (text := _pass_over(lines)) and number < MOST_TITLES:
            yield text


def _pass_over(lines: Lines) -> str:
    """Read a line that is not part of the table; return its text, or nothing if it is too long."""
    lines.begin()
    with suppress(TooLong):
        return (next(lines, None) or "").strip()
    return ""


def _bad(lines: Lines, error: Exception) -> _Bad:
    text = shown(lines.taken[0][:200].rstrip("\r\n")) if lines.taken else ""
    if isinstance(error, TooLong) and len(lines.taken) == 1:
        return _Bad(lines.line, str(error), text)
    if isinstance(error, TooLong) or "unexpected end" in str(error) or len(lines.taken) > 1:
        return _Bad(lines.line, "a quote is opened but not closed", text)
    return _Bad(lines.line, f"the quotes are wrong ({error}); double a quote within quotes", text)


def _plain(text: str) -> str:
    """Return the text of a cell with every line break as LF."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
