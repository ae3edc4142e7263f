"""The Markdown renderer (CommonMark with GitHub tables)."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from dragoman.cli.output import StyledText, styled
from dragoman.cli.page.marks import glyph
from dragoman.cli.page.page import (
    Drawing,
    Fields,
    Grid,
    Heading,
    Page,
    Row,
    Words,
    leads,
    lines_of,
    parted,
    spoken,
)
from dragoman.exchange import inert, safe

_SIGNS = re.compile(r"[\\`*_\[\]<>|~&$@]|:(?=//)|^[#+=-]|(?<=^\d)[.)]|(?i:(?<=\bwww))\.")


def markdown(page: Page) -> str:
    """Return a page as Markdown, with a final line break."""
    return "\n\n".join(_blocks(page)) + "\n"


def _blocks(page: Page) -> Iterator[str]:
    yield f"# {_escaped(page.title)}"
    if page.facts:
        yield " · ".join(_escaped(one) for one in page.facts)
    for block in page.plain:
        match block:
            case Grid():
                yield from _grid(block)
            case Fields():
                yield "\n".join(_fields(block))
            case Heading():
                yield f"## {_escaped(spoken(block.title))}"
            case Words():
                yield _parts(block.parts)
            case Drawing():
                yield _drawing(block)


def _fields(block: Fields) -> Iterator[str]:
    """Yield a list item for each name and its first value; nest further values below it."""
    for label, parts in block.lines:
        lead, indent = (f"- **{_escaped(label)}**", "  ") if label else ("  -", "    ")
        yield f"{lead} {_paragraphs(parts, indent)}"


def _paragraphs(parts: Sequence[StyledText], indent: str) -> str:
    """Return the lines of a value, with hard line breaks, indented as part of a list item."""
    first, *rest = map(_parts, lines_of(parts))
    text = first
    for before, line in pairwise([first, *rest]):
        if line:
            text += f"\\\n{indent}{line}" if before else f"\n\n{indent}{line}"
    return text


def _grid(grid: Grid) -> Iterator[str]:
    """Yield the Markdown of a grid: a table for each section."""
    used = grid.used
    head = (_row([grid.columns[n].name for n in used]), "|" + " --- |" * len(used))
    drawn = iter(leads([row.depth for row in grid.rows]))
    for section, rows in grid.sections:
        if section:
            yield f"## {_escaped(spoken(section.title))}"
        if rows:
            lines = (line for row in rows for line in _lines(grid, row, used, next(drawn)))
            yield "\n".join((*head, *lines))


def _lines(grid: Grid, row: Row, used: Sequence[int], lead: str) -> Iterator[str]:
    texts = []
    for n in used:
        cell = row.cells[n]
        sign = f"{glyph(cell.mark)} " if cell.mark else ""
        before = lead if grid.columns[n].tree else ""
        texts.append(f"{before}{sign}{_escaped(cell.text + cell.suffix, row.hits)}")
    yield _row(texts)
    main = next((at for at, n in enumerate(used) if grid.columns[n].least is not None), 0)
    for note in row.notes:
        yield _row(
            [f"*{_escaped(note, row.hits)}*" if at == main else "" for at in range(len(used))]
        )


def _row(texts: Sequence[str]) -> str:
    return f"| {' | '.join(texts)} |"


def _parts(parts: Sequence[StyledText]) -> str:
    return "".join(_spaced(styled(part)[0]) for part in parts).strip()


def _spaced(text: str) -> str:
    """Return escaped text; keep a space at its beginning and at its end."""
    words = _escaped(text)
    if not words:
        return " " if text else ""
    return f"{' ' * text[:1].isspace()}{words}{' ' * text[-1:].isspace()}"


def _drawing(drawing: Drawing) -> str:
    """Return a code block; its fence is longer than any run of backquotes in the block."""
    lines = ["".join(inert(styled(part)[0]) for part in line).rstrip() for line in drawing.lines]
    longest = max((len(run) for run in re.findall("`+", "\n".join(lines))), default=0)
    fence = "`" * max(3, longest + 1)
    return "\n".join((f"{fence}text", *lines, fence))


def _escaped(text: str, hits: Sequence[str] = ()) -> str:
    """Return escaped text, with the hits in bold."""
    parts = (
        _SIGNS.sub(lambda found: f"\\{found[0]}", part)
        for part in parted(safe(text), [safe(one) for one in hits])
    )
    return "".join(f"**{part}**" if n % 2 else part for n, part in enumerate(parts))
