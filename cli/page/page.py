"""Pages: the content of reports, independent of the output format.

A page depends only on the rows of a report. A renderer prints the page on the terminal
(:mod:`dragoman.cli.page.terminal`), or writes the page as Markdown
(:mod:`dragoman.cli.page.markdown`) or HTML (:mod:`dragoman.cli.page.html`). Renderers know nothing
about the subject of the report. Pages are msgspec structs for speed: a page may have 50,000 rows,
and every command imports this module. The text in a page is as recorded; the renderer removes
control characters.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal

from msgspec import Struct

from dragoman.cli.output import StyledText, styled
from dragoman.cli.page.marks import GLYPHS, PROSE
from dragoman.domain import MONTH_NAMES, WEEKDAY_NAMES
from dragoman.exchange import safe_lines


class Label(Struct, frozen=True):
    """A label above an axis, on one of its lines, from ``start`` to ``end``.

    The renderer writes the first of the ``texts`` that fits, or none.
    """

    start: int
    end: int
    texts: Sequence[str]
    line: int = 0
    style: str = ""


class Axis(Struct, frozen=True):
    """The axis of the strips in a column: positions from 0 to ``length``, such as days.

    ``bands`` are pairs of positions between which the strips have a shade, ``rules`` are positions
    of vertical lines, and ``now`` is the position of a line for the present, with its label. If
    ``squared`` is not 0, the strips have an empty square at each position, and it is the number of
    characters in the longest text of a square.
    """

    length: int
    labels: Sequence[Label] = ()
    bands: Sequence[tuple[int, int]] = ()
    rules: Sequence[int] = ()
    now: tuple[float, str] | None = None
    squared: int = 0


class Piece(Struct, frozen=True):
    """A piece of a strip: a mark in the middle of its positions, a bar, or a square.

    The piece is on one of the lines of its strip, from ``start`` to ``end``. A bar has its ``mark``
    at its start. ``text`` is beside the mark if it fits before ``free``, the position at which the
    next piece starts, or in the middle of a square. ``title`` says in words what the piece shows,
    and ``ref`` is the ref of its record.
    """

    shape: Literal["mark", "bar", "square"]
    start: int
    end: int
    line: int = 0
    style: str = ""
    mark: str = ""
    text: str = ""
    free: int = 0
    title: str = ""
    ref: str | None = None


class Strip(Struct, frozen=True):
    """A row of a picture: pieces on one or more lines."""

    pieces: Sequence[Piece]
    lines: int = 1


class Cell(Struct, frozen=True):
    """A cell: an optional ``mark``, then text, then a ``suffix`` that is never cut off.

    A cell with a ``strip`` is a drawing, and its text says what the drawing shows.
    """

    text: str = ""
    style: str = ""
    suffix: str = ""
    mark: str = ""
    strip: Strip | None = None


EMPTY = Cell()


def cells_of(*parts: Cell | str | None) -> tuple[Cell, ...]:
    """Convert strings to cells; ``None`` becomes an empty cell."""
    return tuple(part if isinstance(part, Cell) else Cell(part or "") for part in parts)


class Column(Struct, frozen=True):
    """A column of a grid.

    ``least`` is the minimum width in cells, or ``None`` if the column must not shrink. The renderer
    never cuts text in a column that ``folds``, but puts text that does not fit below the line. The
    ``tree`` column shows which rows are parts of other rows. ``right`` aligns the column to the
    right. ``gap`` is the number of empty cells before the column. In a column of ``codes``, words
    that are codes of states or organisations can become links. The cells of a column with an
    ``axis`` are strips.
    """

    name: str
    style: str = ""
    least: int | None = None
    folds: bool = False
    tree: bool = False
    right: bool = False
    gap: int = 1
    codes: bool = False
    axis: Axis | None = None


Facets = Mapping[str, Sequence[str]]
"""The facets of a row, by which people can filter: ``{"kind": ["visit"], "party": ["Iraq"]}``."""


class Row(Struct, frozen=True):
    """A row of a grid, with the notes below the row.

    ``depth`` is the depth of the row in the tree of parts. ``ref`` is the ref of the row's record,
    and ``within`` is the ref of the record that contains it. ``facets`` is a function that returns
    the values by which people can filter the row; Dragoman calls the function only when necessary.
    ``hits`` are words to highlight.
    """

    cells: Sequence[Cell]
    depth: int = 0
    notes: Sequence[str] = ()
    ref: str | None = None
    within: str | None = None
    facets: Callable[[], Facets] = dict
    hits: Sequence[str] = ()


class Section(Struct, frozen=True):
    """A heading within a grid; ``month`` is its month, such as ``2025-04``, if it has one."""

    title: str
    month: str | None = None


class Grid(Struct, frozen=True):
    """A grid: rows that share columns, and headings; ``head`` is true to show column names.

    A grid with a ``caption`` is a picture; its rows are not entries to search and filter.
    """

    columns: Sequence[Column]
    lines: Sequence[Section | Row]
    head: bool = False
    caption: str = ""

    @property
    def rows(self) -> list[Row]:
        """The rows, without the headings."""
        return [line for line in self.lines if isinstance(line, Row)]

    @property
    def used(self) -> list[int]:
        """The indexes of the columns in which at least one row has content."""
        filled = (
            n for row in self.rows for n, cell in enumerate(row.cells) if cell.text or cell.mark
        )
        return sorted(set(filled))

    @property
    def sections(self) -> list[tuple[Section | None, list[Row]]]:
        """Each heading with the rows below it; rows above the first heading have ``None``."""
        found: list[tuple[Section | None, list[Row]]] = []
        for line in self.lines:
            if isinstance(line, Section):
                found.append((line, []))
            else:
                found = found or [(None, [])]
                found[-1][1].append(line)
        return found


class Fields(Struct, frozen=True):
    """Pairs of names and values; an empty name or the same name continues the previous field."""

    lines: Sequence[tuple[str, Sequence[StyledText]]]

    @property
    def named(self) -> list[tuple[str, list[Sequence[StyledText]]]]:
        """Each name once, with the values of all adjacent lines that have the same name or none."""
        found: list[tuple[str, list[Sequence[StyledText]]]] = []
        for label, parts in self.lines:
            if found and label in ("", found[-1][0]):
                found[-1][1].append(parts)
            else:
                found.append((label, [parts]))
        return found


def lines_of(parts: Sequence[StyledText]) -> list[list[StyledText]]:
    """Split the parts of a value into lines at the line breaks of prose; lines may be empty."""
    lines: list[list[StyledText]] = [[]]
    for part in parts:
        text, style = styled(part)
        if style != PROSE:
            lines[-1].append(part)
            continue
        first, *rest = safe_lines(text).split("\n")
        lines[-1].append(first)
        lines += [[line] if line else [] for line in rest]
    return lines


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


class Picture(Struct, frozen=True):
    """Blocks in two forms: ``plain`` for renderers of text, and ``drawn`` with strips.

    Both are functions that return blocks; a renderer calls only the function that it needs.
    """

    plain: Callable[[], Sequence[Block]]
    drawn: Callable[[], Sequence[Block]]

    @property
    def rows(self) -> list[Row]:
        """The rows of the plain form."""
        return [row for block in self.plain() if isinstance(block, Grid) for row in block.rows]


class Page(Struct, frozen=True):
    """A report: its title, the facts in its first line, and its blocks.

    If ``charted`` is true, the sections are months, and a renderer can show a chart. If
    ``explored`` is true, the rows are a list to search and filter.
    """

    title: str
    facts: Sequence[str]
    blocks: Sequence[Block | Picture]
    charted: bool = False
    explored: bool = True

    @property
    def plain(self) -> list[Block]:
        """The blocks, with the plain form of each picture."""
        return [one for block in self.blocks for one in _form(block, "plain")]

    @property
    def drawn(self) -> list[Block]:
        """The blocks, with the drawn form of each picture."""
        return [one for block in self.blocks for one in _form(block, "drawn")]


def _form(block: Block | Picture, form: Literal["plain", "drawn"]) -> Sequence[Block]:
    if not isinstance(block, Picture):
        return (block,)
    return block.plain() if form == "plain" else block.drawn()


def page_rows(page: Page) -> Iterator[dict[str, str]]:
    """Yield rows for CSV from the fields and grids of a page, each with its heading."""
    heading = ""
    for block in page.plain:
        match block:
            case Heading():
                heading = spoken(block.title)
            case Fields():
                for label, values in block.named:
                    yield from (_field_row(heading, label, parts) for parts in values)
            case Grid():
                for section, rows in block.sections:
                    title = spoken(section.title) if section else heading
                    yield from (_grid_row(title, block.columns, row) for row in rows)
            case Words() if not is_legend(block):
                yield _field_row(heading, "", block.parts)


def is_legend(block: Words) -> bool:
    """Return whether a paragraph explains marks."""
    styles = (styled(part) for part in block.parts)
    return any(style in GLYPHS and text.strip() == GLYPHS[style][0] for text, style in styles)


def _field_row(heading: str, label: str, parts: Sequence[StyledText]) -> dict[str, str]:
    text = "".join(styled(part)[0] for part in parts).strip()
    return {"section": heading, "field": label, "value": text}


def _grid_row(heading: str, columns: Sequence[Column], row: Row) -> dict[str, str]:
    cells = zip(columns, row.cells, strict=False)
    named = {one.name: f"{cell.text}{cell.suffix}" for one, cell in cells if one.name}
    return {"section": heading, **named, "notes": "; ".join(row.notes)}


def parted(text: str, hits: Sequence[str]) -> list[str]:
    """Split text into pieces: alternately plain text and a hit, starting with plain text."""
    words = "|".join(map(_whole_word, sorted(filter(None, hits), key=len, reverse=True)))
    return re.split(f"({words})", text) if words else [text]


def _whole_word(hit: str) -> str:
    """Return a pattern for a hit: as a whole word or, in a script without spaces, anywhere."""
    before, after = (r"(?<!\w)", r"(?!\w)") if hit < _WITHOUT_SPACES else ("", "")
    return f"{before}{re.escape(hit)}{after}"


_WITHOUT_SPACES = "\u2e80"
"""The first code point of the scripts without spaces between words."""


def spoken(title: str) -> str:
    """Convert a heading from capitals to sentence case; what follows a colon stays as it is."""
    head, colon, rest = title.partition(": ")
    if colon and not rest.isupper():
        return f"{spoken(head)}{colon}{rest}"
    if not title.isupper():
        return title
    return _DAYS_AND_MONTHS.sub(lambda found: found[0].capitalize(), title.capitalize())


_DAYS_AND_MONTHS = re.compile(rf"\b({'|'.join((*WEEKDAY_NAMES, *MONTH_NAMES))})\b", re.I)


def leads(depths: Sequence[int]) -> list[str]:
    """Return the lines of the tree in front of each row: ``├``, ``└`` and ``│``."""
    drawn = [""] * len(depths)
    goes_on: list[bool] = []
    for n in range(len(depths) - 1, -1, -1):
        depth = depths[n]
        goes_on = [*goes_on[: depth + 1], *[False] * (depth + 1 - len(goes_on))]
        stems = "".join("│ " if one else "  " for one in goes_on[1:depth])
        drawn[n] = f"{stems}{'├' if goes_on[depth] else '└'} " if depth else ""
        goes_on[depth] = True
    return drawn
