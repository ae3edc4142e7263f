"""Flat records in XML files: ``<visit>`` or ``<trip>`` elements that contain text elements.

The reader accepts only elements, attributes and text. The reader stops with an error at the
beginning of a document type declaration, so a file cannot declare its own entities.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.parsers import expat

from attrs import define, field

from dragoman.exchange.imports.drafts import TableRow
from dragoman.exchange.usage_error import UsageError
from dragoman.exchange.xml_files import LARGEST_RECORD, LONGEST, PIECE, RefusedXml, pieces

DEEPEST = 3
"""The maximum depth of nested elements: the list, a record, a field."""


@define
class _Reader:
    """A reader of one file; it handles the events of the parser, and collects the records."""

    name: str
    parser: expat.XMLParserType
    rows: list[TableRow] = field(factory=list)
    _depth: int = 0
    _line: int = 0
    _cells: dict[str, str] = field(factory=dict)
    _text: list[str] = field(factory=list)
    _length: int = 0
    _size: int = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Process the start of an element."""
        self._depth += 1
        if self._depth > DEEPEST:
            raise RefusedXml(f"<{name}> is nested too deeply for a list of <{self.name}> records")
        if self._depth == 2:
            if name != self.name:
                raise RefusedXml(f"<{name}> is not a <{self.name}>; is this another list?")
            self._line, self._cells, self._size = self.parser.CurrentLineNumber, {}, 0
        self._text, self._length = [], 0
        if attributes and self._depth > 1:
            prefix = f"{name}@" if self._depth > 2 else "@"
            self._take({f"{prefix}{key}": value for key, value in attributes.items()})

    def text(self, text: str) -> None:
        """Collect text."""
        self._length += len(text)
        if self._length > LONGEST:
            raise RefusedXml(f"text is longer than {LONGEST:,} characters")
        self._text.append(text)

    def end(self, name: str) -> None:
        """Process the end of an element."""
        if self._depth == 3:
            if name in self._cells:
                raise RefusedXml(f"<{name}> appears twice in one <{self.name}>")
            self._take({name: " ".join("".join(self._text).split())})
        if self._depth == 2:
            self.rows.append(TableRow(self._line, self._cells))
        self._depth -= 1

    def _take(self, cells: dict[str, str]) -> None:
        for name, text in cells.items():
            self._size += len(name) + len(text)
        if self._size > LARGEST_RECORD:
            raise RefusedXml(f"one <{self.name}> is longer than {LARGEST_RECORD:,} characters")
        self._cells |= cells


def records(path: Path, name: str) -> Iterator[TableRow]:
    """Yield the elements called ``name`` in a file, with their texts and attributes (``from@id``).

    Every run of white space becomes one space. Raises :class:`UsageError` if the file is not such
    a list.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True  # one call for a text instead of one for each of its lines
    reader = _Reader(name, parser)
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler = reader.text
    for _ in pieces(path, parser):
        yield from reader.rows
        reader.rows.clear()


def first_element(path: Path) -> str | None:
    """Return the name of the first record in an XML file; ``None`` if the file has no such list."""
    parser, names = expat.ParserCreate(), list[str]()
    parser.StartElementHandler = lambda name, _: names.append(name)
    try:
        with path.open("rb") as file:
            parser.Parse(file.read(PIECE), False)
    except (expat.ExpatError, LookupError, ValueError, OSError):
        pass  # the names before the fault are enough
    return names[1] if len(names) > 1 else None


def files_of_all(paths: Sequence[Path]) -> list[Path]:
    """Return the XML files of several files and folders. Raises UsageError."""
    return list(dict.fromkeys(file for path in paths for file in files_of(path)))


def files_of(path: Path) -> list[Path]:
    """Return the XML files in a folder, sorted by name, or the given file. Raises UsageError."""
    if not path.exists():
        raise UsageError(f"{path}: no such file or folder")
    if path.is_file():
        return [path]
    if not path.is_dir():
        raise UsageError(f"{path}: is not a file or a folder")
    found = sorted(path.glob("*.xml"))
    if not found:
        raise UsageError(f"{path}: the folder has no XML files")
    return found
