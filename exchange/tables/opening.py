"""Open a file as a table, and detect its format."""

from pathlib import Path
from typing import Any

from dragoman.exchange.tables.delimited import Delimited
from dragoman.exchange.tables.json_lines import JsonLines
from dragoman.exchange.tables.rejects import is_rejects_file, open_rejects
from dragoman.exchange.tables.table import Format, Header, HeaderError, Table, Treatment
from dragoman.exchange.tables.xml_table import XmlTable
from dragoman.exchange.usage_error import UsageError


def open_table(
    path: str | Path,
    format: Format | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
    header: Header = None,
    element: str | None = None,
    hidden: Treatment | None = None,
    struck: Treatment | None = None,
) -> Table:
    """Open a file as a table, and detect the settings that are ``None``.

    ``header`` is the number of the line with the names of the columns (default 1); in a workbook,
    it is the number of the row. A header may have several lines, which ``header`` then lists.
    ``element`` is the element of an XML file that is a row; an XML table may be a folder of files.
    ``hidden`` and ``struck`` say whether to keep or skip hidden and struck-through rows of a
    workbook (default: keep). Raises :class:`UsageError` if the file is not a table, or if its
    format is uncertain.
    """
    place = Path(path)
    given = {"encoding": encoding, "delimiter": delimiter, "sheet": sheet, "header": header}
    if place.is_dir() and format in (None, "xml"):
        _refuse_idle("xml", **given, hidden=hidden, struck=struck)
        return XmlTable(place, element)
    beginning = _beginning(place)
    if is_rejects_file(beginning):
        return open_rejects(place)
    chosen = _format(place, format, beginning)
    _refuse_idle(chosen, **given, element=element, hidden=hidden, struck=struck)
    if chosen == "xml":
        return XmlTable(place, element)
    if chosen == "xlsx":
        from dragoman.exchange.tables.workbook import Workbook

        return Workbook(place, sheet, header or 1, hidden or "keep", struck or "keep")
    if chosen == "jsonl":
        return JsonLines(place, encoding)
    return Delimited(place, chosen, encoding, delimiter, header or 1)


def open_unmapped(path: str | Path, **settings: Any) -> tuple[Table, list[str]]:
    """Open a table that has no mapping yet; return the table, and questions about its header.

    If the first line is not the header, this function takes the lines that look like the header.
    Raises :class:`UsageError`, like :func:`open_table`.
    """
    questions: list[str] = []
    while True:
        try:
            return open_table(path, **settings), questions
        except HeaderError as error:
            if settings.get("header") is not None and not questions:
                raise
            if settings.get("header") == error.header:
                raise
            settings["header"] = error.header
            questions = [_question(error.header)]


def _question(header: tuple[int, ...]) -> str:
    if len(header) == 1:
        return f"is line {header[0]} the header? (file: header)"
    return f"are lines {header[0]} and {header[-1]} the header? (file: header)"


def _beginning(path: Path) -> bytes:
    """Return the first bytes of a file. Raises :class:`UsageError`."""
    if not path.is_file():
        what = "is not a file" if path.exists() else "no such file"
        raise UsageError(f"{path}: {what}")
    try:
        with path.open("rb") as file:
            beginning = file.read(4096)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from error
    if not beginning:
        raise UsageError(f"{path}: the file is empty")
    return beginning


_BY_SUFFIX: dict[str, Format] = {
    ".csv": "csv",
    ".txt": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
    ".xml": "xml",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
}
_ZIP = b"PK\x03\x04"
_OTHERS = {
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "is an .xls file or a workbook with a password;"
    " save it as .xlsx without a password",
    b"%PDF": "is a PDF, not a table",
    b"\x1f\x8b": "is compressed with gzip; unpack it first",
    b"SQLite format 3\0": "is a database, not a table",
}


def _format(path: Path, named: Format | None, beginning: bytes) -> Format:
    """Return the format of a file. Raises :class:`UsageError`."""
    for mark, what in _OTHERS.items():
        if beginning.startswith(mark):
            raise UsageError(f"{path}: {what}")
    chosen = named or _BY_SUFFIX.get(path.suffix.lower()) or _by_look(beginning)
    if beginning.startswith(_ZIP) != (chosen == "xlsx"):
        is_zip = beginning.startswith(_ZIP)
        what = "is a zip file, not CSV or JSON Lines" if is_zip else "is not an XLSX workbook"
        raise UsageError(f"{path}: {what}; give another --format or another file")
    return chosen


def _by_look(beginning: bytes) -> Format:
    if beginning.startswith(_ZIP):
        return "xlsx"
    if beginning.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<?xml"):
        return "xml"
    return "jsonl" if beginning.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") else "csv"


_TAKES: dict[Format, tuple[str, ...]] = {
    "csv": ("encoding", "delimiter", "header"),
    "tsv": ("encoding", "delimiter", "header"),
    "jsonl": ("encoding",),
    "xlsx": ("sheet", "header", "hidden", "struck"),
    "xml": ("element",),
}


_NOTHING = {"header": 1}


def _refuse_idle(format: Format, **given: object) -> None:
    """Raise :class:`UsageError` for a setting that has no effect on files of this format."""
    for name, value in given.items():
        if value not in (None, _NOTHING.get(name)) and name not in _TAKES[format]:
            raise UsageError(f"{name} {value}: has no effect on {format} files; leave it out")
