"""Find the cells of a workbook whose style matters: partial dates, and struck-through text.

A workbook stores a day even if the user typed ``Apr 2025``. The user did not choose that day, so
only the displayed part counts. For the codes of number formats, see ECMA-376, part 1, 18.8.30.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from operator import itemgetter

from attrs import define, field

YEAR, MONTH = 4, 7
"""The number of characters of an ISO date to display: ``2025`` or ``2025-04``."""

_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_BUILT_IN = {17: MONTH}
"""The built-in format that has a number but no code in the file: 17 is ``mmm-yy``."""


def shown_by(code: str) -> int | None:
    """Return the number of characters of an ISO date that a number format shows.

    Returns ``None`` if the format shows a complete date, or no date.
    """
    parts = set(_LITERAL.sub("", code.partition(";")[0]).lower())
    if "y" not in parts or parts & set("dhs"):
        return None
    return MONTH if "m" in parts else YEAR


@define
class Styles:
    """The cell styles of a workbook that display a date without its day, or strike text through."""

    _codes: dict[int, int | None] = field(factory=lambda: dict[int, int | None](_BUILT_IN))
    _styles: list[int] = field(factory=list)
    _fonts: list[int] = field(factory=list)
    """The number of the font of each style."""
    _struck_fonts: set[int] = field(factory=set)
    _font: int = field(default=-1, init=False)
    """The number of the current font."""
    _within: str = field(default="", init=False)

    def open(self, name: str, facts: dict[str, str]) -> None:
        """Process the start of an XML element in the styles of a workbook."""
        if name == "numFmt":
            self._codes[_number(facts.get("numFmtId"))] = shown_by(facts.get("formatCode", ""))
        elif name in ("fonts", "cellXfs", "cellStyleXfs", "dxfs"):
            self._within = name
        elif name == "font" and self._within == "fonts":
            self._font += 1
        elif name == "strike" and self._within == "fonts":
            if facts.get("val", "1") not in ("0", "false"):
                self._struck_fonts.add(self._font)
        elif name == "xf" and self._within == "cellXfs":
            self._styles.append(_number(facts.get("numFmtId")))
            self._fonts.append(_number(facts.get("fontId")))

    def shown(self, style: str | None) -> int | None:
        """Return the number of characters of a date that a style shows, or ``None`` for all."""
        number = _number(style)
        return self._codes.get(self._styles[number]) if number < len(self._styles) else None

    @property
    def striking(self) -> frozenset[str]:
        """The numbers of the styles that strike the text of their cells through, as in a cell."""
        return frozenset(str(n) for n, font in enumerate(self._fonts) if font in self._struck_fonts)


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0


@define
class Shown:
    """The cells of a sheet that display only part of a date.

    For each column, the class stores runs of rows: the first row, the last row, and the number of
    displayed characters.
    """

    _runs: dict[int, list[tuple[int, int, int]]] = field(factory=dict)

    def add(self, row: int, column: int, length: int) -> None:
        """Add a cell that displays part of a date; call this method row by row, from the top."""
        runs = self._runs.setdefault(column, [])
        if runs and runs[-1][1:] == (row - 1, length):
            runs[-1] = (runs[-1][0], row, length)
        else:
            runs.append((row, row, length))

    def of(self, row: int) -> Iterator[tuple[int, int]]:
        """Yield each column with a partial date in ``row``, and the number of shown characters."""
        for column, runs in self._runs.items():
            found = bisect_right(runs, row, key=itemgetter(0)) - 1
            if found >= 0 and runs[found][1] >= row:
                yield column, runs[found][2]
