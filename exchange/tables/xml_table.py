"""XML files as tables: an element is a row, and paths to its elements and attributes are columns.

The column ``name/surname`` is the text of an element, and ``post/@start`` is an attribute. If an
element appears several times, a cell has a line for each of them, and columns of the same element
have the same number of lines. ``../country`` is a text, and ``../@id`` an attribute, of the element
around the row, if it comes before the row in the file. For a folder of files, ``file()`` is the
name of the file.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from xml.parsers import expat

from attrs import define, field

from dragoman.domain import quoted
from dragoman.exchange.imports.drafts import Rejected, TableRow
from dragoman.exchange.tables.table import FIRST_ROWS, MOST_COLUMNS, Format, Steps, unreadable
from dragoman.exchange.usage_error import UsageError
from dragoman.exchange.xml_files import LARGEST_RECORD, LONGEST, RefusedXml, pieces

DEEPEST = 32
"""The maximum depth of nested elements."""

MOST_AROUND = 100
"""The maximum number of texts and attributes of an element around a row."""

FEW_ROWS = 20
"""The number of rows below which an element may be missing from all rows by chance."""

SAMPLED = 10_000
"""The number of elements to count when Dragoman looks for the element of a row."""

IN_FILE = "file()"
"""The column with the name of the file, in a folder of files."""

Cells = dict[str, str]


@define
class _Element:
    """An element that is open, with what is known of it so far."""

    name: str
    attributes: Mapping[str, str]
    line: int = 0
    parts: list["_Element"] = field(factory=list)
    words: list[str] = field(factory=list)

    @property
    def text(self) -> str:
        """The text of the element itself; every run of white space is one space."""
        return " ".join("".join(self.words).split())


@define
class _Reader:
    """Handles the events of the parser, and collects the rows of a file."""

    path: Sequence[str]
    parser: expat.XMLParserType
    rows: list[TableRow | Rejected] = field(factory=list)
    _open: list[_Element] = field(factory=list)
    _row: _Element | None = None
    _size: int = 0
    _outside: int = 0
    """The number of characters outside all rows."""
    _around: list[Cells] = field(factory=list)
    """The texts and attributes of each open element around a row."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Process the start of an element."""
        if len(self._open) >= DEEPEST:
            raise RefusedXml(f"<{name}> is nested more than {DEEPEST} levels deep")
        element = _Element(name, attributes, self.parser.CurrentLineNumber)
        self._open.append(element)
        if self._row is not None:
            self._open[-2].parts.append(element)
        elif self._is_row():
            self._row, self._size = element, 0
        else:
            self._around.append({f"@{key}": one for key, one in attributes.items()})
        self._measure(sum(map(len, attributes.values())) + len(name))

    def _is_row(self) -> bool:
        return [one.name for one in self._open[-len(self.path) :]] == list(self.path)

    def _measure(self, size: int) -> None:
        self._size += size
        if self._row is not None and self._size > LARGEST_RECORD:
            name = self._row.name
            raise RefusedXml(f"one <{name}> is longer than {LARGEST_RECORD:,} characters")

    def text(self, text: str) -> None:
        """Collect text; between elements, only text other than white space counts."""
        words = self._open[-1].words
        if text.isspace():
            words.extend((" ",) if words and words[-1] != " " else ())
            return
        self._measure(len(text))
        self._outside += len(text) if self._row is None else 0
        if self._outside > LONGEST:
            raise RefusedXml(f"text outside the rows is longer than {LONGEST:,} characters")
        words.append(text)

    def end(self, name: str) -> None:
        """Process the end of an element."""
        element = self._open.pop()
        if element is self._row:
            self.rows.append(self._finished(element))
            self._row = None
        elif self._row is None:
            self._around.pop()
            if self._around and len(self._around[-1]) < MOST_AROUND and element.text:
                self._around[-1].setdefault(name, element.text)

    def _finished(self, element: _Element) -> TableRow | Rejected:
        try:
            cells = dict(_cells("", element))
        except ValueError as error:
            return Rejected(element.line, str(error))
        for height, around in enumerate(reversed(self._around), 1):
            cells |= {f"{'../' * height}{name}": text for name, text in around.items()}
        fault = unreadable(list(cells.values()))
        return Rejected(element.line, fault) if fault else TableRow(element.line, cells)


def _cells(prefix: str, element: _Element) -> Iterator[tuple[str, str]]:
    """Yield the columns and cells of an element. Raises ``ValueError`` for too many columns."""
    for name, value in element.attributes.items():
        yield f"{prefix}@{name}", " ".join(value.split())
    if element.text or not element.parts:
        yield prefix.rstrip("/") or "text()", element.text
    names = Counter(part.name for part in element.parts)
    if len(names) > MOST_COLUMNS:
        raise ValueError(f"has more than {MOST_COLUMNS:,} columns")
    for name, times in names.items():
        some = [part for part in element.parts if part.name == name]
        if times == 1:
            yield from _cells(f"{prefix}{name}/", some[0])
        else:
            yield from _side_by_side(f"{prefix}{name}/", some)


def _side_by_side(prefix: str, some: Sequence[_Element]) -> Iterator[tuple[str, str]]:
    """Yield the cells of an element that appears several times, with a line for each."""
    flat = [dict(_cells(prefix, one)) for one in some]
    names = dict.fromkeys(name for one in flat for name in one)
    if len(names) * len(some) > LONGEST:
        raise ValueError(f"{quoted(prefix[:-1])} has too many parts")
    for name in names:
        yield name, "\n".join("; ".join(one.get(name, "").split("\n")) for one in flat)


class XmlTable:
    """An XML file, or a folder of XML files, as a table."""

    format: Format = "xml"
    whole = True

    def __init__(self, path: Path, element: str | None = None) -> None:
        self.path = path
        self._files = files_in(path)
        self.progress = Steps()
        self.element = element.strip("/") if element else _likely_row(self._files[0])
        self.settings = {"format": "xml", "element": self.element}
        self.description = f"xml, rows <{self.element}>"
        self.joins_rows = False
        self.titles: tuple[str, ...] = ()
        self.notes: list[str] = []
        self.columns: tuple[str, ...] = ()
        self.columns, self.complete = self._columns()

    def rows(self) -> Iterator[TableRow | Rejected]:
        """Yield the rows of all files, each with the line in its file."""
        sizes = [file.stat().st_size for file in self._files]
        self.progress.size, self.progress.done = sum(sizes), 0
        for file, size in zip(self._files, sizes, strict=True):
            for row in self._in_file(file):
                yield self._named(row, file)
            self.progress.done += size

    def _named(self, row: TableRow | Rejected, file: Path) -> TableRow | Rejected:
        """Return a row with the name of its file, if there are several files."""
        if not self.path.is_dir():
            return row
        name = file.relative_to(self.path).as_posix()
        if isinstance(row, TableRow):
            return TableRow(row.line, row.cells | {IN_FILE: name})
        return Rejected(row.line, row.reason, {**row.cells, IN_FILE: name})

    def _in_file(self, file: Path) -> Iterator[TableRow | Rejected]:
        parser = expat.ParserCreate()
        reader = _Reader(self.element.split("/"), parser)
        parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
        parser.CharacterDataHandler = reader.text
        for _ in pieces(file, parser):
            yield from reader.rows
            reader.rows.clear()

    def _columns(self) -> tuple[tuple[str, ...], bool]:
        """Return the columns of the first rows, and whether no other columns are to be expected."""
        found: dict[str, None] = {}
        number = 0
        for row in islice(self.rows(), FIRST_ROWS):
            number += 1
            if isinstance(row, TableRow):
                found.update(dict.fromkeys(row.cells))
            if len(found) > MOST_COLUMNS:
                raise UsageError(f"{self.path}: has more than {MOST_COLUMNS:,} columns")
        if not number:
            raise UsageError(
                f"{self.path}: has no <{self.element}>; name the element of a row with --element"
            )
        return tuple(found), FEW_ROWS <= number < FIRST_ROWS


def files_in(path: Path) -> list[Path]:
    """Return the file, or the XML files in a folder and its folders. Raises UsageError."""
    if not path.is_dir():
        return [path]
    found = sorted(one for one in path.rglob("*.xml") if one.is_file())
    if not found:
        raise UsageError(f"{path}: is not a file, and has no XML files")
    return found


def _likely_row(file: Path) -> str:
    """Return the element that most probably is a row: repeated in the root, or the root itself."""
    parser = expat.ParserCreate()
    root: list[str] = []
    inside: Counter[str] = Counter()
    depth = 0

    def start(name: str, _: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth == 1:
            root.append(name)
        elif depth == 2:
            inside[name] += 1

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    parser.StartElementHandler, parser.EndElementHandler = start, end
    for _ in pieces(file, parser):
        if inside.total() > SAMPLED:
            break
    most = inside.most_common(1)
    is_list = most and most[0][1] > 1 and most[0][1] * 2 > inside.total()
    return most[0][0] if is_list else root[0]
