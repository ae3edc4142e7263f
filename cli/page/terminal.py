"""The terminal renderer, which prints a page as lines that fit the width of the terminal."""

import re
from collections.abc import Sequence

from rich.cells import cell_len

from dragoman.cli.output import Output, StyledText, styled, to_ascii
from dragoman.cli.page.marks import glyph
from dragoman.cli.page.page import (
    EMPTY,
    Column,
    Drawing,
    Fields,
    Grid,
    Heading,
    Page,
    Row,
    Section,
    Words,
    leads,
    lines_of,
    parted,
)
from dragoman.cli.page.widths import fitted
from dragoman.cli.wording import rule

_BULLET = re.compile(r"\s*(?:[-*•–]|\d{1,2}[.)])?\s+|")
"""The indentation and the bullet of a line in a list."""

LABEL = 14
"""The width for the names of fields, in cells."""


def print_lines(output: Output, page: Page) -> None:
    """Print a page, line by line."""
    _print_head_line(output, page)
    for block in page.plain:
        match block:
            case Grid():
                _print_grid(output, block)
            case Fields():
                _print_fields(output, block)
            case Heading():
                output.line((rule(output, block.title), "dim"))
            case Words():
                output.paragraph(*block.parts)
            case Drawing():
                for line in block.lines:
                    output.line(*line)


def _print_head_line(output: Output, page: Page) -> None:
    """Print the title and the facts; break a line within a fact only if the fact is too long."""
    lines = [page.title]
    for fact in page.facts:
        longer = f"{lines[-1]} {output.dot} {fact}"
        if output.is_laid_out and output.cells(longer) > output.width:
            lines.append(f"  {output.dot} {fact}")
        else:
            lines[-1] = longer
    first, *rest = lines
    output.paragraph((page.title, "bold"), first.removeprefix(page.title), hanging=4)
    for line in rest:
        output.paragraph(line, hanging=4)


def _print_fields(output: Output, block: Fields) -> None:
    for label, parts in block.lines:
        name = (f"{output.cell(label, LABEL - 1)} ", "dim")
        first, *rest = lines_of(parts)
        output.paragraph(name, *first, hanging=LABEL)
        for line in rest:
            bullet = _BULLET.match(styled(line[0])[0]) if line else None
            hanging = LABEL + (cell_len(bullet[0]) if bullet else 0)
            output.paragraph(*line, indent=LABEL, hanging=hanging)


def _print_grid(output: Output, grid: Grid) -> None:
    rows = grid.rows
    drawn = dict(zip(map(id, rows), leads([row.depth for row in rows]), strict=True))
    widths = fitted(output, grid, drawn)
    if grid.head:
        _print_head(output, grid.columns, widths)
    for line in grid.lines:
        if isinstance(line, Section):
            output.line((rule(output, line.title), "dim"))
        else:
            _print_row(output, grid.columns, line, widths, drawn[id(line)])


def _print_head(output: Output, columns: Sequence[Column], widths: Sequence[int]) -> None:
    parts: list[StyledText] = []
    for n, (column, width) in enumerate(zip(columns, widths, strict=True)):
        if width:
            parts.append((_gap(n, column) + _aligned(output, column, column.name, width), "dim"))
    output.line(*parts)


def _print_row(
    output: Output, columns: Sequence[Column], row: Row, widths: Sequence[int], lead: str
) -> None:
    parts: list[StyledText] = []
    below: list[str] = []
    indent = start = 0
    for n, (column, cell, width) in enumerate(zip(columns, row.cells, widths, strict=True)):
        if column.folds and output.cells(cell.text) > width:
            below.append(cell.text)
            cell = EMPTY
        if not width:
            continue
        parts.append(_gap(n, column))
        start += len(_gap(n, column))
        if column.least is not None and not indent:
            indent = start
        room = width
        if column.tree:
            parts.append((lead, "dim"))
            room -= len(lead)
        if cell.mark:
            parts.append((f"{glyph(cell.mark, output.ascii)} ", cell.mark))
            room -= 2
        style = cell.style or column.style
        text = _aligned(output, column, cell.text, room, cell.suffix)
        parts += _highlighted(output, text, style, row.hits)
        start += width
    output.line(*parts)
    folded = [f" {output.dot} ".join(below)] if below else []
    for note in (*folded, *row.notes):
        words = _highlighted(output, note, "dim", row.hits)
        output.paragraph(*words, indent=indent, hanging=indent + 2)


def _highlighted(output: Output, text: str, style: str, hits: Sequence[str]) -> list[StyledText]:
    """Split text into styled pieces in which the hits are highlighted."""
    if not hits:
        return [(text, style)]
    shown = to_ascii(text) if output.ascii else text
    parts = parted(shown, [output.plain(one) for one in hits])
    return [(part, "hit" if n % 2 else style) for n, part in enumerate(parts)]


def _gap(n: int, column: Column) -> str:
    return " " * column.gap if n else ""


def _aligned(output: Output, column: Column, text: str, width: int, suffix: str = "") -> str:
    """Align the text of a cell in its column; cut text that does not fit, but not the suffix."""
    if column.right:
        return output.right(text + suffix, width)
    if not suffix:
        return output.cell(text, width, cut=column.least is not None)
    room = max(1, width - cell_len(output.encoded(suffix)))
    short = output.cell(text, room, cut=column.least is not None).rstrip()
    return output.cell(short + suffix, width)
