"""The zip file that a workbook is: measured, before anything else unpacks it.

What its directory says of sizes may be a lie; here each part is unpacked in pieces, counted and
thrown away. In the sheet, the cells are looked at on the way: how far they reach, and which of them
hold an error, or a formula without the value that it had.
"""

import re
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

from attrs import define, field

from dragoman.exchange.faults import UsageError
from dragoman.exchange.tables.shown_dates import Shown, Styles
from dragoman.exchange.xml_encodings import is_readable

if TYPE_CHECKING:
    from xml.parsers.expat import XMLParserType


LARGEST_FILE = 128 * 1024 * 1024
"""Bytes of the largest workbook, packed."""

LARGEST_PARTS = 512 * 1024 * 1024
"""Bytes of all its parts that are read, unpacked."""

MOST_PARTS = 10_000
MOST_CELLS = 5_000_000
"""Cells of the largest sheet, empty ones between others included: the reader lays all of them out."""

MOST_BAD_CELLS = 100_000
_PIECE = 256 * 1024
_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


class _Refused(Exception):
    """Why a part is not read."""


@define
class Extent:
    """What a sheet holds: how far its cells reach (from 0), and which cannot be taken.

    ``bad`` is the reason by row and column, from 0; ``shown`` are the dates of which less than the
    day is.
    """

    first_row: int = 0
    last_row: int = -1
    first_column: int = 0
    last_column: int = -1
    bad: dict[tuple[int, int], str] = field(factory=dict)
    shown: Shown = field(factory=Shown)

    def add(self, row: int, column: int) -> None:
        """Take a cell in. Raises ``_Refused`` where the sheet becomes too large."""
        if self.last_row < 0:
            self.first_row = self.last_row = row
            self.first_column = self.last_column = column
        self.first_row, self.last_row = min(row, self.first_row), max(row, self.last_row)
        self.first_column = min(column, self.first_column)
        self.last_column = max(column, self.last_column)
        height = self.last_row - self.first_row + 1
        if height * (self.last_column - self.first_column + 1) > MOST_CELLS:
            raise _Refused(
                f"its cells reach over more than {MOST_CELLS:,} places; delete what stands far off"
            )


@contextmanager
def refusing(path: Path) -> Iterator[None]:
    """Say of whatever goes wrong with a workbook that it is the workbook's fault."""
    try:
        yield
    except (UsageError, MemoryError, KeyboardInterrupt):
        raise
    except _Refused as refusal:
        raise UsageError(f"{path}: {refusal}") from None
    except (BadZipFile, LargeZipFile, zlib.error, EOFError) as error:
        raise UsageError(f"{path}: is no whole XLSX workbook ({error})") from error
    except NotImplementedError as error:
        raise UsageError(f"{path}: is packed in a way that is not read ({error})") from error
    except RuntimeError as error:
        raise UsageError(f"{path}: is encrypted; save it without a password") from error
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}") from error


def measured(path: Path) -> None:
    """Unpack and count every part that is read. Raises :class:`UsageError` for a bomb."""
    with refusing(path):
        if path.stat().st_size > LARGEST_FILE:
            raise _Refused(f"has more than {LARGEST_FILE >> 20} MiB; save it as CSV")
        with ZipFile(path) as parcel:
            _measure(parcel)


def _measure(parcel: ZipFile) -> None:
    infos = parcel.infolist()
    if len(infos) > MOST_PARTS or len({info.filename for info in infos}) < len(infos):
        raise _Refused("has too many parts, or two of one name")
    read = [info for info in infos if info.filename.lower().endswith((".xml", ".rels"))]
    if sum(info.file_size for info in read) > LARGEST_PARTS:
        raise _Refused(_BOMB)
    left = LARGEST_PARTS
    for info in read:
        for number, piece in enumerate(_pieces(parcel, info)):
            left -= len(piece)
            if left < 0:
                raise _Refused(_BOMB)
            if number == 0 and (b"<!DOCTYPE" in piece or b"<!ENTITY" in piece):
                raise _Refused("defines entities of its own, which no workbook does; not read")


_BOMB = f"would unpack to more than {LARGEST_PARTS >> 20} MiB; save it as CSV"


def _pieces(parcel: ZipFile, info: ZipInfo) -> Iterator[bytes]:
    """A part in pieces, to where its packed data end, whatever the directory says of its size."""
    info.file_size = LARGEST_PARTS + _PIECE
    with parcel.open(info) as part:
        while piece := part.read(_PIECE):
            yield piece


def extent_of(path: Path, sheet: str) -> Extent:
    """What the sheet of a name holds. Raises :class:`UsageError`."""
    with refusing(path), ZipFile(path) as parcel:
        part = _part_of(parcel, sheet)
        scan = _Scan(_styles_of(parcel))
        _parse(scan.parser, _pieces(parcel, part))
        return scan.extent


def _part_of(parcel: ZipFile, sheet: str) -> ZipInfo:
    """The part in which a sheet stands."""
    names = {info.filename.lower(): info for info in parcel.infolist()}
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
            raise _Refused(f"is no whole XLSX workbook ({part} is missing)")
        parser = _parser()
        parser.StartElementHandler = open_sheet
        _parse(parser, _pieces(parcel, names[part]))
    target = targets.get(ids.get(sheet, ""), "").lower()
    for candidate in (target.lstrip("/"), f"xl/{target}"):
        if candidate in names:
            return names[candidate]
    raise _Refused(f"has no part for its sheet {sheet!r}")


def _styles_of(parcel: ZipFile) -> Styles:
    styles = Styles()
    for part in (one for one in parcel.infolist() if one.filename.lower() == "xl/styles.xml"):
        parser = _parser()
        parser.StartElementHandler = lambda name, facts: styles.open(_local(name), facts)
        _parse(parser, _pieces(parcel, part))
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
    raise _Refused("defines entities of its own, which no workbook does; not read")


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
    except (LookupError, ValueError):  # what Python says of an encoding that it is asked for
        raise _Refused("has a part in an encoding that is not supported") from None


class _Scan:
    """Looks at the cells of a sheet as they go by."""

    def __init__(self, styles: Styles) -> None:
        self.extent = Extent()
        self._styles = styles
        self.parser = _parser()
        self.parser.StartElementHandler = self._open
        self.parser.EndElementHandler = self._close
        self._row, self._column = -1, -1
        self._formula = self._value = self._filled = False

    def _open(self, name: str, facts: dict[str, str]) -> None:
        name = _local(name)
        if name == "c":
            self._place(facts.get("r"))
            self._formula = self._value = self._filled = False
            if facts.get("t") == "e":
                self._mark("holds an error")
            elif length := self._styles.shown(facts.get("s")):
                self.extent.shown.add(self._row, self._column, length)
        elif name == "row":
            self._row = int(facts["r"]) - 1 if facts.get("r", "").isdigit() else self._row + 1
            self._column = -1
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
        """Count the cell that ends here, unless nothing but a style is in it."""
        if self._filled:
            self.extent.add(self._row, self._column)
        if self._formula and not self._value:
            self._mark("holds a formula without a value; open and save the file in the spreadsheet")

    def _place(self, given: str | None) -> None:
        if given is None:
            self._column += 1
            self._row = max(self._row, 0)
            return
        found = _CELL.fullmatch(given)
        if found is None:
            raise _Refused(f"is damaged: {given[:20]!r} is no place of a cell")
        self._column = _number_of(found[1])
        self._row = int(found[2]) - 1

    def _mark(self, reason: str) -> None:
        if len(self.extent.bad) >= MOST_BAD_CELLS:
            raise _Refused(f"more than {MOST_BAD_CELLS:,} cells hold errors or no values")
        self.extent.bad[self._row, self._column] = reason


def _number_of(letters: str) -> int:
    """The number of a column, from 0: A is 0, AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def cell_name(row: int, column: int) -> str:
    """``B7`` for row 6, column 1, both from 0."""
    letters, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"
