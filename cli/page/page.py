"""Pages: what a report says, whatever it is shown on.

A page is a pure function of rows. It is printed (:mod:`dragoman.cli.page.terminal`), or written as Markdown
(:mod:`dragoman.cli.page.markdown`) or HTML (:mod:`dragoman.cli.page.html`); none of them knows what the report is about.
It is made of structs: there may be a row for each of 50,000 records, and every command starts here.
Texts are given as they were recorded: whoever shows a page makes them inert.
"""

import re
from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct

from dragoman.cli.output import StyledText


class Cell(Struct, frozen=True):
    """A text in a column, with a ``mark`` before it; ``suffix`` is what is never cut off."""

    text: str = ""
    style: str = ""
    suffix: str = ""
    mark: str = ""


EMPTY = Cell()


def cells_of(*parts: Cell | str | None) -> tuple[Cell, ...]:
    """Cells, made of texts where nothing but a text is given; ``None`` is an empty one."""
    return tuple(part if isinstance(part, Cell) else Cell(part or "") for part in parts)


class Column(Struct, frozen=True):
    """A column of a grid.

    ``least`` is how many cells are left of it when there is no room, ``None`` for all. Nothing is
    cut in one that ``folds``: what does not fit there goes below the line. The ``tree`` column
    shows which row is part of which. ``gap`` is what parts it from the column before.
    """

    name: str
    style: str = ""
    least: int | None = None
    folds: bool = False
    tree: bool = False
    right: bool = False
    gap: int = 1


Facets = Mapping[str, Sequence[str]]
"""What a reader may choose rows by: ``{"kind": ["visit"], "party": ["Iraq"]}``."""


class Row(Struct, frozen=True):
    """A line of a grid, and what is told below it.

    ``depth`` is how deep it lies within the rows above. ``ref`` is the record it is about,
    ``within`` the one that record is part of; ``facets`` tells what a reader may choose it by, to
    those who ask. ``hits`` are words that stand out wherever they are in it.
    """

    cells: Sequence[Cell]
    depth: int = 0
    notes: Sequence[str] = ()
    ref: str | None = None
    within: str | None = None
    facets: Callable[[], Facets] = dict
    hits: Sequence[str] = ()


class Section(Struct, frozen=True):
    """A heading within a grid; ``month`` (``2025-04``) where one is what it is about."""

    title: str
    month: str | None = None


class Grid(Struct, frozen=True):
    """Rows under common columns; with a ``head``, the columns are named."""

    columns: Sequence[Column]
    lines: Sequence[Section | Row]
    head: bool = False

    @property
    def rows(self) -> list[Row]:
        """The rows, without the headings."""
        return [line for line in self.lines if isinstance(line, Row)]

    @property
    def used(self) -> list[int]:
        """The columns in which there is anything."""
        filled = (
            n for row in self.rows for n, cell in enumerate(row.cells) if cell.text or cell.mark
        )
        return sorted(set(filled))

    @property
    def sections(self) -> list[tuple[Section | None, list[Row]]]:
        """The rows under each heading; those before the first one have none."""
        found: list[tuple[Section | None, list[Row]]] = []
        for line in self.lines:
            if isinstance(line, Section):
                found.append((line, []))
            else:
                found = found or [(None, [])]
                found[-1][1].append(line)
        return found


class Fields(Struct, frozen=True):
    """Names and what belongs to them; a name may come more than once, an empty one goes on."""

    lines: Sequence[tuple[str, Sequence[StyledText]]]

    @property
    def named(self) -> list[tuple[str, list[Sequence[StyledText]]]]:
        """Each name once, with all that follows under it."""
        found: list[tuple[str, list[Sequence[StyledText]]]] = []
        for label, parts in self.lines:
            if found and label in ("", found[-1][0]):
                found[-1][1].append(parts)
            else:
                found.append((label, [parts]))
        return found


class Heading(Struct, frozen=True):
    """What the blocks that follow are about."""

    title: str


class Words(Struct, frozen=True):
    """A paragraph."""

    parts: Sequence[StyledText]


class Drawing(Struct, frozen=True):
    """Lines in which every column counts."""

    lines: Sequence[Sequence[StyledText]]


Block = Grid | Fields | Heading | Words | Drawing


class Page(Struct, frozen=True):
    """A report: what it is, the facts of its first line, and its blocks.

    ``charted`` where its sections are months that can be shown as a chart; ``explored`` where its
    rows are a list in which a reader may search and choose.
    """

    title: str
    facts: Sequence[str]
    blocks: Sequence[Block]
    charted: bool = False
    explored: bool = True


def parted(text: str, hits: Sequence[str]) -> list[str]:
    """What stands between the hits in a text, and the hits, in turn."""
    words = "|".join(map(_whole_word, sorted(filter(None, hits), key=len, reverse=True)))
    return re.split(f"({words})", text) if words else [text]


def _whole_word(hit: str) -> str:
    """The form of a word that is no part of another, where its script parts words at all."""
    before, after = (r"(?<!\w)", r"(?!\w)") if hit < _UNPARTED else ("", "")
    return f"{before}{re.escape(hit)}{after}"


_UNPARTED = "\u2e80"
"""From here on scripts have no spaces between words."""


def spoken(title: str) -> str:
    """A heading in capitals as people write it."""
    return title.capitalize() if title.isupper() else title


def leads(depths: Sequence[int]) -> list[str]:
    """What is drawn before each row of a tree, given how deep each lies."""
    drawn = [""] * len(depths)
    goes_on: list[bool] = []
    for n in range(len(depths) - 1, -1, -1):
        depth = depths[n]
        goes_on = [*goes_on[: depth + 1], *[False] * (depth + 1 - len(goes_on))]
        stems = "".join("│ " if one else "  " for one in goes_on[1:depth])
        drawn[n] = f"{stems}{'├' if goes_on[depth] else '└'} " if depth else ""
        goes_on[depth] = True
    return drawn
