"""Workbooks for tests, written cell by cell as XML so that tests can damage any part."""

import zipfile
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"

DAY = 1
"""The style of a cell that shows a number as a date."""

CODES = ("yyyy", r"mmmm\ yyyy", "[$-407]d. mmmm yyyy", '"y"0.0', "yyyy-mm-dd hh:mm", "mmm yy;@")
"""The codes of number formats; the style number of each is ``OF_CODES`` plus its index."""

BUILT_IN_MONTH, OF_CODES = 2, 3
STRUCK = OF_CODES + len(CODES)
"""The style of a cell whose text is struck through."""


def text(place: str, words: str, style: int = 0) -> str:
    """Return the XML of a cell with text."""
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t>{escape(words)}</t></is></c>'


def number(place: str, value: object, style: int = 0) -> str:
    """Return the XML of a cell with a number."""
    return f'<c r="{place}" s="{style}"><v>{value}</v></c>'


def rows(*lines: Sequence[str], hidden: Collection[int] = (), struck: Collection[int] = ()) -> str:
    """Return the XML of rows of text cells, beginning with the first row of the sheet.

    ``hidden`` and ``struck`` have the numbers of the hidden and of the struck-through rows. An
    empty text is an empty cell.
    """
    return "".join(
        _row(n, line, STRUCK if n in struck else 0, n in hidden) for n, line in enumerate(lines, 1)
    )


def _row(n: int, line: Sequence[str], style: int, is_hidden: bool) -> str:
    cells = (text(f"{chr(64 + c)}{n}", one, style) for c, one in enumerate(line, 1) if one)
    mark = ' hidden="1"' if is_hidden else ""
    return f'<row r="{n}"{mark}>{"".join(cells)}</row>'


def write(
    path: Path,
    sheets: Mapping[str, str] | str,
    merged: Sequence[str] = (),
    prolog: str = "",
    extra: Mapping[str, bytes] | None = None,
) -> Path:
    """Write a workbook from the XML rows of each sheet; ``merged`` lists ranges such as A2:A4."""
    found = {"Visits": sheets} if isinstance(sheets, str) else sheets
    merges = "".join(f'<mergeCell ref="{place}"/>' for place in merged)
    merges = f"<mergeCells>{merges}</mergeCells>" if merges else ""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as parcel:
        for name, content in _frame(list(found)).items():
            parcel.writestr(name, content)
        for n, content in enumerate(found.values(), 1):
            data = f"<sheetData>{content}</sheetData>{merges}"
            sheet = f'{prolog}<worksheet xmlns="{_MAIN}">{data}</worksheet>'
            parcel.writestr(f"xl/worksheets/sheet{n}.xml", sheet)
        for name, raw in (extra or {}).items():
            parcel.writestr(name, raw)
    return path


def _frame(names: list[str]) -> dict[str, str]:
    sheets = "".join(
        f'<sheet name="{escape(name)}" sheetId="{n}" r:id="rId{n}"/>'
        for n, name in enumerate(names, 1)
    )
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(names) + 1)
    )
    style = f'<Relationship Id="rId999" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    root = f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    kinds = "".join(
        f'<Override PartName="{part}" ContentType="application/'
        f'vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml"/>'
        for part, kind in (("/xl/workbook.xml", "sheet.main"), ("/xl/styles.xml", "styles"))
    )
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">{kinds}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{root}</Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
        f"<sheets>{sheets}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{links}'
        f"{style}</Relationships>",
        "xl/styles.xml": _styles(),
    }


def _styles() -> str:
    codes = "".join(
        f'<numFmt numFmtId="{164 + n}" formatCode="{escape(code, {chr(34): "&quot;"})}"/>'
        for n, code in enumerate(CODES)
    )
    numbers = (0, 14, 17, *(164 + n for n in range(len(CODES))))
    styles = "".join(f'<xf numFmtId="{one}"/>' for one in numbers)
    styles += '<xf numFmtId="0" fontId="1"/>'
    fonts = "<fonts><font/><font><strike/></font></fonts>"
    return (
        f'<styleSheet xmlns="{_MAIN}"><numFmts>{codes}</numFmts>{fonts}'
        f'<cellStyleXfs><xf numFmtId="17"/></cellStyleXfs><cellXfs>{styles}</cellXfs></styleSheet>'
    )
