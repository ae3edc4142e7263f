"""Pages: the content of a report, independent of the output format.

A page is a pure function of rows. Renderers print the page (:mod:`dragoman.cli.page.terminal`) or
write the page as Markdown (:mod:`dragoman.cli.page.markdown`) or HTML
(:mod:`dragoman.cli.page.html`). Renderers know nothing about the subject of the report. Pages are
msgspec structs, because there can be a row for each of 50,000 records, and because every command
imports this module. Texts are as recorded; the renderer makes them inert.
"""

import re
from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct

from dragoman.cli.output import StyledText


class Cell(Struct, frozen=True):
    """A text in a column, after an optional ``mark``; the ``suffix`` is never cut off."""

    text: str = ""
    style: str = ""
    suffix: str = ""
    mark: str = ""


EMPTY = Cell()


def cells_of(*parts: Cell | str | None) -> tuple[Cell, ...]:
    """Return cells, made from plain texts where needed; ``None`` becomes an empty cell."""
    return tuple(part if isinstance(part, Cell) else Cell(part or "") for part in parts)


class Column(Struct, frozen=True):
    """A column of a grid.

    ``least`` is the minimum width in cells, or ``None`` if the column must not shrink. A column
    that ``folds`` is never cut: text that does not fit goes below the line. The ``tree`` column
    shows which rows are parts of other rows. ``gap`` is the number of cells before the column.
    """

    name: str
    style: str = ""
    least: int | None = None
    folds: bool = False
    tree: bool = False
    right: bool = False
    gap: int = 1


Facets = Mapping[str, Sequence[str]]
"""The values by which people can filter rows: ``{"kind": ["visit"], "party": ["Iraq"]}``."""


class Row(Struct, frozen=True):
    """A line of a grid, with the notes below it.

    ``depth`` is the depth in the tree. ``ref`` is the record of the row, and ``within`` is the
    record that contains it. ``facets`` is a function that returns the values by which people can
    filter the row, so that Dragoman computes these values only when needed. ``hits`` are words to
    highlight.
    """

    cells: Sequence[Cell]
    depth: int = 0
    notes: Sequence[str] = ()
    ref: str | None = None
    within: str | None = None
    facets: Callable[[], Facets] = dict
    hits: Sequence[str] = ()


class Section(Struct, frozen=True):
    """A heading within a grid; ``month`` (``2025-04``) if the section is a month."""

    title: str
    month: str | None = None


class Grid(Struct, frozen=True):
    """Rows under common columns; with ``head``, the grid has a line with the column names."""

    columns: Sequence[Column]
    lines: Sequence[Section | Row]
    head: bool = False

    @property
    def rows(self) -> list[Row]:
        """The rows, without the headings."""
        return [line for line in self.lines if isinstance(line, Row)]

    @property
    def used(self) -> list[int]:
        """The indexes of the columns that are not empty."""
        filled = (
            n for row in self.rows for n, cell in enumerate(row.cells) if cell.text or cell.mark
        )
        return sorted(set(filled))

    @property
    def sections(self) -> list[tuple[Section | None, list[Row]]]:
        """The rows under each heading; rows before the first heading have no heading."""
        found: list[tuple[Section | None, list[Row]]] = []
        for line in self.lines:
            if isinstance(line, Section):
                found.append((line, []))
            else:
                found = found or [(None, [])]
                found[-1][1].append(line)
        return found


class Fields(Struct, frozen=True):
    """Names and values; names can be repeated, and an empty name continues the previous field."""

    lines: Sequence[tuple[str, Sequence[StyledText]]]

    @property
    def named(self) -> list[tuple[str, list[Sequence[StyledText]]]]:
        """Each name once, with all its values."""
        found: list[tuple[str, list[Sequence[StyledText]]]] = []
        for label, parts in self.lines:
            if found and label in ("", found[-1][0]):
                found[-1][1].append(parts)
            else:
                found.append((label, [parts]))
        return found


class Heading(Struct, frozen=True):
    """A heading above the blocks that follow."""

    title: str


class Words(Struct, frozen=True):
    """A paragraph."""

    parts: Sequence[StyledText]


class Drawing(Struct, frozen=True):
    """Preformatted lines."""

    lines: Sequence[Sequence[StyledText]]


Block = Grid | Fields | Heading | Words | Drawing


class Page(Struct, frozen=True):
    """A report: its title, the facts of its first line, and its blocks.

    ``charted`` means that the sections are months that can be shown as a chart. ``explored`` means
    that the rows are a list that people can search and filter.
    """

    title: str
    facts: Sequence[str]
    blocks: Sequence[Block]
    charted: bool = False
    explored: bool = True


def parted(text: str, hits: Sequence[str]) -> list[str]:
    """Split a text into alternating pieces of plain text and hits, beginning with plain text."""
    words = "|".join(map(_whole_word, sorted(filter(None, hits), key=len, reverse=True)))
    return re.split(f"({words})", text) if words else [text]


def _whole_word(hit: str) -> str:
    """Return a pattern for a complete word or, in scripts without spaces, for any occurrence."""
    before, after = (r"(?<!\w)", r"(?!\w)") if hit < _WITHOUT_SPACES else ("", "")
    return f"{before}{re.escape(hit)}{after}"


_WITHOUT_SPACES = "\u2e80"
"""The first code point of the scripts without spaces between words."""


def spoken(title: str) -> str:
    """Convert a heading from capitals to sentence case."""
    return title.capitalize() if title.isupper() else title


def leads(depths: Sequence[int]) -> list[str]:
    """Return the lines to draw before each row of a tree, given the depths of the rows."""
    drawn = [""] * len(depths)
    goes_on: list[bool] = []
    for n in range(len(depths) - 1, -1, -1):
        depth = depths[n]
        goes_on = [*goes_on[: depth + 1], *[False] * (depth + 1 - len(goes_on))]
        stems = "".join("│ " if one else "  " for one in goes_on[1:depth])
        drawn[n] = f"{stems}{'├' if goes_on[depth] else '└'} " if depth else ""
        goes_on[depth] = True
    return drawn
