"""Check the zip archive of a workbook before the workbook library unpacks the archive.

The sizes that the archive states may be false, so this module unpacks each part in pieces, counts
the bytes, and discards the pieces. The module also examines the cells of the sheet: how far the
cells extend, and which cells contain an error or a formula without a stored value.
"""

import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

from attrs import define, field

from dragoman.exchange.tables.shown_dates import Shown, Styles
from dragoman.exchange.usage_error import UsageError
from dragoman.exchange.xml_encodings import is_readable

if TYPE_CHECKING:
    from xml.parsers.expat import XMLParserType


LARGEST_FILE = 128 * 1024 * 1024
"""The maximum size of a workbook, in compressed bytes."""

LARGEST_PARTS = 512 * 1024 * 1024
"""The maximum total size of the XML parts of a workbook, in uncompressed bytes."""

MOST_PARTS = 10_000
MOST_CELLS = 5_000_000
"""The maximum number of cells in the extent of a sheet.

Empty cells count, because the workbook library allocates memory for empty cells, too.
"""

MOST_BAD_CELLS = 100_000
_PIECE = 256 * 1024
_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


class _Refused(Exception):
    """Raised if Dragoman refuses a workbook; the message gives the reason."""


@define
class Extent:
    """The range of rows and columns that a sheet uses (from 0), and the unusable cells.

    ``bad`` says why a cell is unusable, by row and column (from 0); ``shown`` has the cells that
    display a date without its day. ``hidden`` has the hidden rows, and ``struck`` the number of
    struck-through cells in each row that has such cells.
    """

    first_row: int = 0
    last_row: int = -1
    first_column: int = 0
    last_column: int = -1
    bad: dict[tuple[int, int], str] = field(factory=dict)
    shown: Shown = field(factory=Shown)
    hidden: set[int] = field(factory=set)
    struck: Counter[int] = field(factory=Counter)

    def add(self, row: int, column: int) -> None:
        """Enlarge the extent to include a cell. Raises ``_Refused`` if it becomes too large."""
        if self.last_row < 0:
            self.first_row = self.last_row = row
            self.first_column = self.last_column = column
        self.first_row, self.last_row = min(row, self.first_row), max(row, self.last_row)
        self.first_column = min(column, self.first_column)
        self.last_column = max(column, self.last_column)
        height = self.last_row - self.first_row + 1
        if height * (self.last_column - self.first_column + 1) > MOST_CELLS:
            raise _Refused(
                f"its cells extend over more than {MOST_CELLS:,} places; delete the distant cells"
            )


@contextmanager
def refusing(path: Path) -> Iterator[None]:
    """Convert errors about a workbook to :class:`UsageError` with the path of the workbook."""
    try:
        yield
    except (UsageError, MemoryError, KeyboardInterrupt):
        raise
    except _Refused as refusal:
        raise UsageError(f"{path}: {refusal}") from None
    except (BadZipFile, LargeZipFile, zlib.error, EOFError) as error:
        raise UsageError(f"{path}: is not a complete XLSX workbook ({error})") from error
    except NotImplementedError as error:
        raise UsageError(f"{path}: has an unsupported compression ({error})") from error
    except RuntimeError as error:
        raise UsageError(f"{path}: is encrypted; save it without a password") from error
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}") from error


def measured(path: Path) -> None:
    """Unpack and measure every XML part of a workbook. Raises UsageError for a zip bomb."""
    with refusing(path):
        if path.stat().st_size > LARGEST_FILE:
            raise _Refused(f"has more than {LARGEST_FILE >> 20} MiB; save it as CSV")
        with ZipFile(path) as archive:
            _measure(archive)


def _measure(archive: ZipFile) -> None:
    infos = archive.infolist()
    if len(infos) > MOST_PARTS or len({info.filename for info in infos}) < len(infos):
        raise _Refused("has too many parts, or two parts with the same name")
    read = [info for info in infos if info.filename.lower().endswith((".xml", ".rels"))]
    if sum(info.file_size for info in read) > LARGEST_PARTS:
        raise _Refused(_BOMB)
    left = LARGEST_PARTS
    for info in read:
        for number, piece in enumerate(_pieces(archive, info)):
            left -= len(piece)
            if left < 0:
                raise _Refused(_BOMB)
            if number == 0 and (b"<!DOCTYPE" in piece or b"<!ENTITY" in piece):
                raise _Refused("defines XML entities, which are not allowed in a workbook")


_BOMB = f"would unpack to more than {LARGEST_PARTS >> 20} MiB; save it as CSV"


def _pieces(archive: ZipFile, info: ZipInfo) -> Iterator[bytes]:
    """Yield a part in pieces, up to the real end of its data; ignore its stated size."""
    info.file_size = LARGEST_PARTS + _PIECE
    with archive.open(info) as part:
        while piece := part.read(_PIECE):
            yield piece


def extent_of(path: Path, sheet: str) -> Extent:
    """Return the extent of the named sheet. Raises :class:`UsageError`."""
    with refusing(path), ZipFile(path) as archive:
        part = _part_of(archive, sheet)
        scan = _Scan(_styles_of(archive))
        _parse(scan.parser, _pieces(archive, part))
        return scan.extent


def _part_of(archive: ZipFile, sheet: str) -> ZipInfo:
    """Return the file in the archive that contains a sheet."""
    names = {info.filename.lower(): info for info in archive.infolist()}
    ids: dict[str, str] = {}
    targets: dict[str, str] = {}

    def open_sheet(name: str, facts: dict[str, str]) -> None:
        if _local(name) == "sheet":
            ids[facts.get("name", "")] = next(
                (value for key, value in facts.items() if _local(key) == "id"), ""
            )
        if _local(name) == "Relationship":
            targets[facts.get("Id", "")] = facts.get("Target", "")

    for part in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
        if part not in names:
            raise _Refused(f"is not a complete XLSX workbook ({part} is missing)")
        parser = _parser()
        parser.StartElementHandler = open_sheet
        _parse(parser, _pieces(archive, names[part]))
    target = targets.get(ids.get(sheet, ""), "").lower()
    for candidate in (target.lstrip("/"), f"xl/{target}"):
        if candidate in names:
            return names[candidate]
    raise _Refused(f"has no part for its sheet {sheet!r}")


def _styles_of(archive: ZipFile) -> Styles:
    styles = Styles()
    for part in (one for one in archive.infolist() if one.filename.lower() == "xl/styles.xml"):
        parser = _parser()
        parser.StartElementHandler = lambda name, facts: styles.open(_local(name), facts)
        _parse(parser, _pieces(archive, part))
    return styles


def _local(name: str) -> str:
    return name.rpartition("}")[2].rpartition(":")[2]


def _parser() -> "XMLParserType":
    from xml.parsers.expat import ParserCreate

    parser = ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.XmlDeclHandler = _refuse_encoding
    parser.buffer_text = True
    return parser


def _refuse_doctype(*_: object) -> None:
    raise _Refused("defines XML entities, which are not allowed in a workbook")


def _refuse_encoding(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding is not None and not is_readable(encoding):
        raise _Refused(f"has a part in the encoding {encoding[:40]!r}, which is not supported")


def _parse(parser: "XMLParserType", pieces: Iterable[bytes]) -> None:
    from xml.parsers.expat import ExpatError

    try:
        for piece in pieces:
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except ExpatError as error:
        raise _Refused(f"is damaged ({error})") from None
    except (LookupError, ValueError):  # raised by Python for an unknown encoding
        raise _Refused("has a part in an encoding that is not supported") from None


class _Scan:
    """A scan of a sheet; examines each cell while the parser reads it."""

    def __init__(self, styles: Styles) -> None:
        self.extent = Extent()
        self._styles = styles
        self._struck_styles = styles.striking
        self.parser = _parser()
        self.parser.StartElementHandler = self._open
        self.parser.EndElementHandler = self._close
        self._row, self._column = -1, -1
        self._formula = self._value = self._filled = self._struck = False

    def _open(self, name: str, facts: dict[str, str]) -> None:
        name = _local(name)
        if name == "c":
            self._place(facts.get("r"))
            self._formula = self._value = self._filled = False
            self._struck = facts.get("s", "0") in self._struck_styles
            if facts.get("t") == "e":
                self._mark("contains an error")
            elif length := self._styles.shown(facts.get("s")):
                self.extent.shown.add(self._row, self._column, length)
        elif name == "row":
            self._row = int(facts["r"]) - 1 if facts.get("r", "").isdigit() else self._row + 1
            self._column = -1
            if facts.get("hidden") in ("1", "true"):
                self.extent.hidden.add(self._row)
        elif name == "f":
            self._formula = self._filled = True
        elif name in ("v", "is"):
            self._filled = True
            self.parser.CharacterDataHandler = self._text

    def _text(self, text: str) -> None:
        self._value = self._value or bool(text)

    def _close(self, name: str) -> None:
        name = _local(name)
        if name in ("v", "is"):
            self.parser.CharacterDataHandler = None
        elif name == "c":
            self._take_in()

    def _take_in(self) -> None:
        """Include the current cell in the extent, unless the cell has only a style."""
        if self._filled:
            self.extent.add(self._row, self._column)
            if self._struck:
                self.extent.struck[self._row] += 1
        if self._formula and not self._value:
            self._mark("has a formula without a value; open and save the file in a spreadsheet")

    def _place(self, given: str | None) -> None:
        if given is None:
            self._column += 1
            self._row = max(self._row, 0)
            return
        found = _CELL.fullmatch(given)
        if found is None:
            raise _Refused(f"is damaged: {given[:20]!r} is not the position of a cell")
        self._column = _number_of(found[1])
        self._row = int(found[2]) - 1

    def _mark(self, reason: str) -> None:
        if len(self.extent.bad) >= MOST_BAD_CELLS:
            raise _Refused(f"more than {MOST_BAD_CELLS:,} cells have errors or no values")
        self.extent.bad[self._row, self._column] = reason


def _number_of(letters: str) -> int:
    """Return the number of a column, from 0: A is 0, AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def cell_name(row: int, column: int) -> str:
    """Return the name of a cell: ``B7`` for row 6, column 1, both from 0."""
    letters, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"
