"""The HTML renderer: it writes a page as one self-contained file to read, print and search.

Everything is readable without JavaScript; the script only adds filters, and zooms the chart. This
module does not trust any text: it removes control characters, and escapes the rest. The content
security policy of the file allows only the file's own script and style, and no requests.
"""

import re
from base64 import b64encode
from calendar import month_name
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from html import escape
from importlib.resources import files
from typing import NamedTuple

from attrs import define, field, frozen
from msgspec.json import encode
from rich.cells import cell_len, set_cell_size

from dragoman.cli.output import StyledText
from dragoman.cli.page.frame import Frame
from dragoman.cli.page.marks import GLYPHS, MEANINGS, STYLES, glyph
from dragoman.cli.page.page import (
    Block,
    Cell,
    Column,
    Drawing,
    Fields,
    Grid,
    Heading,
    Page,
    Row,
    Section,
    Words,
    is_legend,
    lines_of,
    parted,
    spoken,
)
from dragoman.cli.page.picture import axis_head, strip_drawing
from dragoman.domain import LETTERS, is_code
from dragoman.exchange import inert, safe

GENERATOR = '<meta name="generator" content="Dragoman, a register of diplomatic activity">'
"""The mark by which Dragoman recognises an HTML file that it wrote."""

LONG = 1000
"""If a page has at least this many rows, a browser lays out only the visible part."""

LEAF = 100
"""The number of rows in a table; a table may be longer, to keep parts with their parent."""

UNITS = {1: 36, 12: 72, 120: 72, 1200: 100}
"""For each unit of the chart (months per bar), the maximum number of bars."""

STACKED = {mark: MEANINGS[mark] for mark in GLYPHS} | {"": "other"}
"""The marks in a bar of the chart, from bottom to top, with their names."""

HEIGHT = 84
"""The height of the chart, in pixels."""

DEEPEST = 6
"""The maximum number of levels by which the page indents a row."""

ROOM, MOST, FOLDED, GAP = 84, 24, 15, 3
"""Widths in cells.

``ROOM`` is the maximum total of all columns except the main column, ``MOST`` is the maximum of one
column, ``FOLDED`` is the maximum of a folding column, and ``GAP`` is the gap between columns.
"""

NAME = 72
"""The maximum length of the name beside a strip of a picture, in cells; a tooltip has the rest."""

_REF = re.compile(rf"\b([{''.join(LETTERS.values())}]-[1-9][0-9]*)\b", re.ASCII)
_CODE = re.compile(r"\b(org:[\w-]+|[A-Z]{2}|[A-Z]{4})\b")
_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
_OPTION = re.compile(r"(?:(?<=\()|(?<=; ))--(?:(all|history)\b|([a-z]+) ([0-9][0-9-]*))")
"""An option that a report mentions: a flag, or a name and a value."""
_CLASSES = {*STYLES, "bold", "dim", "red", "green", "yellow", "blue", "cyan", "magenta", "reverse"}


class Document(NamedTuple):
    """A page as HTML, and its content security policy."""

    text: str
    policy: str


def html(page: Page) -> str:
    """Return a page as HTML, for a file, with a final line break."""
    return document(page).text


def document(page: Page, frame: Frame | None = None) -> Document:
    """Return a page as HTML, for a file or, with a frame, for a server."""
    blocks = page.drawn
    shapes = [_Shape.of(block) for block in blocks if isinstance(block, Grid)]
    rows = [row for shape in shapes for row in shape.grid.rows]
    refs = {row.ref for row in rows if row.ref and _REF.fullmatch(row.ref)}
    found, numbers = _choices(rows if page.explored else ())
    writer = _Writer(shapes, refs, numbers, frame)
    style = _asset("page.css") + "".join(shape.style(n) for n, shape in enumerate(shapes))
    script = _asset("page.js") + (_asset("site.js") if frame else "")
    policy = _policy(style, script, bool(frame))
    facets = [[name, value, GLYPHS.get(value, ("",))[0]] for name, value in found]
    shape = "long" if len(rows) >= LONG else "short"
    text = "\n".join(
        [
            '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            GENERATOR,
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="color-scheme" content="light dark">\n<link rel="icon" href="data:,">',
            f"<title>{escape(safe(page.title))}</title>",
            f"<style>{style}</style>\n</head>\n<body{_state(frame)}>",
            *(frame.begin if frame else ()),
            "<header>",
            f"<h1>{_bare(page.title)}</h1>",
            *([_facts(page.facts, frame)] if page.facts else []),
            f'</header>\n<main id="content" class="{shape}{_use(page, rows, frame)}" data-facets="{escape(encode(facets).decode())}" '
            f'data-marks="{escape(encode(STACKED).decode())}">',
            *writer.blocks(blocks, page.charted),
            *_legend(blocks, rows),
            "</main>",
            *(frame.end if frame else ()),
            f"<script>{script}</script>\n</body>\n</html>\n",
        ]
    )
    return Document(text, policy)


def _use(page: Page, rows: Sequence[Row], frame: Frame | None) -> str:
    """Return the class for the script: rows to filter, or a text, which a server makes searchable."""
    if page.explored and (rows or not frame):
        return ""
    return " text" if frame else " still"


def _state(frame: Frame | None) -> str:
    """Return the attribute with the state of the register, for the script of a server's page."""
    return f' data-state="{escape(frame.tag)}"' if frame and frame.tag else ""


@define
class _Writer:
    """A writer of blocks; turns the ``refs`` in texts into links, and keeps element ids unique.

    ``choices`` maps the ``id()`` of a row to the numbers of the row's facets. In a ``frame``, links
    lead to other pages, and states, organisations and topics are links, too.
    """

    shapes: Sequence["_Shape"]
    refs: set[str]
    choices: Mapping[int, str]
    frame: Frame | None = None
    _given: set[str] = field(factory=set, init=False)

    def blocks(self, blocks: Sequence[Block], charted: bool) -> Iterator[str]:
        """Yield the HTML of each block, with the chart, if any, before the first grid."""
        level, number = "h2", 0
        for block in blocks:
            if isinstance(block, Grid):
                if charted and not number:
                    yield from _chart(shape.grid for shape in self.shapes)
                yield from self._grid(self.shapes[number], number, level)
                number += 1
            else:
                level = "h3" if isinstance(block, Heading) else level
                yield self._block(block)

    def _block(self, block: Fields | Heading | Words | Drawing) -> str:
        match block:
            case Fields():
                return f"<dl>{''.join(self._fields(block))}</dl>"
            case Heading():
                return f"<h2>{_bare(spoken(block.title))}</h2>"
            case Words():
                words = _with_options(self._parts(block.parts), self.frame)
                return f'<p class="words">{words}</p>'
            case Drawing():
                lines = "\n".join(self._parts(line) for line in block.lines)
                return f'<pre tabindex="0">\n{lines}</pre>'

    def _fields(self, block: Fields) -> Iterator[str]:
        """Yield the HTML of fields: each name once, with all its values."""
        for label, values in block.named:
            items = "".join(
                f"<dd>{'<br>'.join(map(self._parts, lines_of(parts)))}</dd>" for parts in values
            )
            yield f"<div><dt>{_bare(label)}</dt>{items}</div>"

    def _grid(self, shape: "_Shape", number: int, level: str) -> Iterator[str]:
        """Yield the HTML of a grid: each section with its tables."""
        if shape.grid.caption:
            yield self._picture(shape, number)
            return
        for section, rows in shape.grid.sections:
            month = section.month if section and _month(section) is not None else None
            about = f'{self._name(f"m-{month}")} data-month="{month}"' if month else ""
            yield f'<section class="rows"{about}>'
            if section:
                yield f"<{level}>{_bare(spoken(section.title))}</{level}>"
            for n, leaf in enumerate(_leaves(rows if shape.used else ())):
                head = f"{'<col>' * len(shape.used)}{_head(shape, number, not n)}"
                yield f'<div class="leaf"><table class="g{number}">{head}<tbody>'
                yield from (self._row(shape, number, row) for row in leaf)
                yield "</tbody></table></div>"
            yield "</section>"

    def _picture(self, shape: "_Shape", number: int) -> str:
        """Return a grid that is a picture: one table, whose head stays visible."""
        head = f"{'<col>' * len(shape.used)}{_head(shape, number, is_first=True)}"
        rows = "".join(self._row(shape, number, row) for row in shape.grid.rows)
        label = escape(safe(shape.grid.caption))
        return (
            f'<figure class="picture"><table class="g{number}" aria-label="{label}">'
            f"{head}<tbody>{rows}</tbody></table></figure>"
        )

    def _row(self, shape: "_Shape", number: int, row: Row) -> str:
        depth = f' data-depth="{min(row.depth, DEEPEST)}"' if row.depth else ""
        numbers = self.choices.get(id(row))
        chosen_by = f' data-f="{numbers}"' if numbers else ""
        name = self._name(row.ref) if row.ref in self.refs else ""
        cells = "".join(
            self._cell(shape, n, row)
            if shape.grid.columns[n].axis is None
            else self._strip(shape.grid.columns[n], row.cells[n], number)
            for n in shape.used
        )
        return f"<tr{name}{depth}{chosen_by}>{cells}</tr>"

    def _strip(self, column: Column, cell: Cell, number: int) -> str:
        """Return a cell with a drawing, over the background that the head of its grid defines."""
        if not column.axis or not cell.strip:
            return "<td></td>"
        drawing = strip_drawing(column.axis, _axis(number), cell, self._place)
        return f'<td class="drawn">{drawing}</td>'

    def _place(self, ref: str) -> str | None:
        """Return where the link to a record leads: to its page, or to its row if it has one."""
        if not _REF.fullmatch(ref):
            return None
        if self.frame:
            return self.frame.record(ref)
        return f"#{ref}" if ref in self.refs else None

    def _cell(self, shape: "_Shape", n: int, row: Row) -> str:
        cell, column = row.cells[n], shape.grid.columns[n]
        label = f' data-label="{escape(safe(column.name))}"' if shape.grid.head else ""
        whole = _whole(row.within) if n == shape.tree and row.within in self.refs else ""
        sign = f"{_sign(cell.mark)}&nbsp;" if cell.mark else ""
        text, whole_text = _cut(safe(cell.text)) if shape.grid.caption else (safe(cell.text), "")
        main = self._codes(text) if self.frame and column.codes else self._text(text, row.hits)
        words = f"{main}{self._text(cell.suffix, row.hits)}"
        notes = row.notes if n == shape.main else ()
        below = "".join(f'<p class="note">{self._text(one, row.hits)}</p>' for one in notes)
        look = _class(cell.style or column.style)
        return f"<td{look}{label}{whole_text}>{whole}{sign}{words}{below}</td>"

    def _parts(self, parts: Sequence[StyledText]) -> str:
        return "".join(
            self._text(part)
            if isinstance(part, str)
            else f"<span{_class(part[1])}>{self._styled(*part)}</span>"
            for part in parts
        )

    def _styled(self, text: str, style: str) -> str:
        path = self.frame.styled(text, style) if self.frame else None
        return f'<a href="{escape(path)}">{_bare(text)}</a>' if path else self._text(text)

    def _codes(self, text: str) -> str:
        """Return text as HTML in which codes of states and organisations are links."""
        assert self.frame
        frame = self.frame
        return "".join(
            f'<a href="{escape(frame.side(part))}">{escape(part)}</a>'
            if n % 2 and is_code(part)
            else self._text(part)
            for n, part in enumerate(_CODE.split(text))
        )

    def _text(self, text: str, hits: Sequence[str] = ()) -> str:
        """Return text as HTML, with marked hits, and with links to the records on the page."""
        if not text:
            return ""
        parts = enumerate(_split(text))
        return _isolated(text, "".join(self._linked(n, one, hits) for n, one in parts))

    def _linked(self, n: int, text: str, hits: Sequence[str]) -> str:
        if not n % 2:
            return _hit(text, hits)
        if self.frame:
            return f'<a href="{self.frame.record(text)}">{_hit(text, hits)}</a>'
        return f'<a href="#{text}">{text}</a>' if text in self.refs else _unbroken(_hit(text, hits))

    def _name(self, name: str | None) -> str:
        """Return the ``id`` attribute for an element, or an empty string if the id is taken."""
        if name is None or name in self._given:
            return ""
        self._given.add(name)
        return f' id="{name}"'


def _policy(style: str, script: str, is_served: bool) -> str:
    """Return a content security policy that allows this script, this style and nothing else.

    A page on a server may also send its forms to the server, and listen to it.
    """
    more = "form-action 'self'; connect-src 'self'" if is_served else "form-action 'none'"
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        f"img-src data:; base-uri 'none'; {more}"
    )


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _asset(name: str) -> str:
    return files("dragoman.cli.page").joinpath("assets", name).read_text(encoding="utf-8")


def _split(text: str) -> list[str]:
    """Split text into pieces: alternately plain text and a ref, starting with plain text."""
    return _REF.split(inert(text))


def _hit(text: str, hits: Sequence[str]) -> str:
    """Return text as HTML in which the hits are marked."""
    if not hits:
        return escape(text)
    return "".join(
        f'<mark class="hit">{escape(part)}</mark>' if n % 2 else escape(part)
        for n, part in enumerate(parted(text, [inert(one) for one in hits]))
    )


def _unbroken(ref: str) -> str:
    """Keep a ref on one line: a browser would break the line after the hyphen."""
    return f'<span class="unbroken">{ref}</span>'


def _bare(text: str) -> str:
    parts = enumerate(_split(safe(text)))
    written = "".join(_unbroken(escape(one)) if n % 2 else escape(one) for n, one in parts)
    return _isolated(text, written)


def _isolated(text: str, written: str) -> str:
    """Isolate text that may run from right to left, so that it does not reorder its line."""
    return written if text.isascii() else f"<bdi>{written}</bdi>"


@lru_cache
def _class(style: str) -> str:
    names = [style] if style in _CLASSES else [one for one in style.split() if one in _CLASSES]
    return f' class="{" ".join(names)}"' if names else ""


@lru_cache
def _sign(mark: str) -> str:
    meaning = MEANINGS[mark]
    return (
        f'<span class="mark {mark}" role="img" title="{meaning}" aria-label="{meaning}">'
        f"{escape(glyph(mark))}</span>"
    )


def _whole(ref: str | None) -> str:
    return f'<a class="whole" href="#{ref}" title="part of {ref}" aria-label="part of {ref}">↳</a>'


def _axis(number: int) -> str:
    """Return the id of the background of the strips in a grid."""
    return f"axis-{number}"


def _cut(text: str) -> tuple[str, str]:
    """Return a name as it is shown beside a strip, and an attribute with the whole name."""
    if cell_len(text) <= NAME:
        return text, ""
    return f"{set_cell_size(text, NAME - 1).rstrip()}…", f' title="{escape(text)}"'


def _facts(facts: Iterable[str], frame: Frame | None) -> str:
    shown = (f"<span>{_with_options(_bare(one), frame)}</span>" for one in facts)
    return f'<p class="facts">{" · ".join(shown)}</p>'


def _with_options(written: str, frame: Frame | None) -> str:
    """Return HTML in which the options that a report mentions are links on a server."""
    if not frame:
        return written

    def link(found: re.Match[str]) -> str:
        path = frame.with_option(found[1] or found[2], found[3] or "")
        return f'<a href="{escape(path)}">{found[0][2:]}</a>'

    return _OPTION.sub(link, written.replace(" (--limit)", ""))  # more rows have a link below


def _head(shape: "_Shape", number: int, is_first: bool) -> str:
    """Return the row with the names of the columns; if hidden, it is for screen readers only."""
    unseen = "" if shape.grid.head and is_first else ' class="unseen"'
    names = (_column(shape.grid.columns[n], number, not unseen) for n in shape.used)
    return f"<thead{unseen}><tr>{''.join(names)}</tr></thead>"


def _column(column: Column, number: int, is_seen: bool) -> str:
    """Return the head of a column: its name, or the labels of its axis."""
    name = _bare(column.name)
    if not column.axis or not is_seen:
        return f'<th scope="col">{name}</th>'
    labels = axis_head(column.axis, _axis(number))
    return f'<th scope="col" class="drawn"><span class="unseen">{name}</span>{labels}</th>'


def _legend(blocks: Sequence[Block], rows: Iterable[Row]) -> Iterator[str]:
    """Yield a legend of the marks on the page, unless the page has its own legend."""
    if any(isinstance(block, Words) and is_legend(block) for block in blocks):
        return
    marks = {cell.mark for row in rows for cell in row.cells}
    known = [
        f"<li>{_sign(one)} {meaning}</li>" for one, meaning in MEANINGS.items() if one in marks
    ]
    if known:
        yield f'<ul class="legend" aria-label="Marks">{"".join(known)}</ul>'


def _leaves(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Split rows into tables that a browser lays out separately; keep parts with their whole."""
    leaf: list[Row] = []
    for row in rows:
        if len(leaf) >= LEAF and not row.depth:
            yield leaf
            leaf = []
        leaf.append(row)
    if leaf:
        yield leaf


def _choices(rows: Iterable[Row]) -> tuple[list[tuple[str, str]], dict[int, str]]:
    """Return all facets of the page and, by ``id()`` of the row, the numbers of its facets."""
    chosen_by = {id(row): dict.fromkeys(_facets(row)) for row in rows}
    found = dict.fromkeys(one for some in chosen_by.values() for one in some)
    names = list(dict.fromkeys(name for name, _ in found))
    order = {value: at for at, value in enumerate(GLYPHS)}
    ordered = sorted(found, key=lambda one: (names.index(one[0]), order.get(one[1], 99), one[1]))
    numbers = {one: str(number) for number, one in enumerate(ordered)}
    return ordered, {row: " ".join(numbers[one] for one in some) for row, some in chosen_by.items()}


def _facets(row: Row) -> Iterator[tuple[str, str]]:
    for name, values in row.facets().items():
        yield from (_facet(name, value) for value in values)


@lru_cache(maxsize=65_536)
def _facet(name: str, value: str) -> tuple[str, str]:
    return safe(name), safe(value)


def _month(section: Section) -> int | None:
    """Return the month of a section as a number of months since the year 0."""
    found = _MONTH.fullmatch(section.month or "")
    return int(found[1]) * 12 + int(found[2]) - 1 if found else None


def _head_size(grid: Grid, column: Column) -> int:
    """Return the size of the head of a column, in cells; in a picture, at least its least size."""
    if column.axis or grid.caption:
        return max(column.least or 0, len(column.name))
    return len(column.name) if grid.head else 0


@frozen
class _Shape:
    """The layout of a grid: the columns that are ``used``, and the size of each in cells.

    The ``main`` column has the notes, and gets the room that the other columns leave.
    """

    grid: Grid
    used: Sequence[int]
    sizes: Sequence[int]
    main: int
    tree: int

    @classmethod
    def of(cls, grid: Grid) -> "_Shape":
        """Work out the layout of a grid."""
        sizes = [_head_size(grid, one) for one in grid.columns]
        for row in grid.rows:
            for n, cell in enumerate(row.cells):
                if (cell.text or cell.mark) and not cell.strip:
                    deep = 2 * (row.depth + bool(row.within)) if grid.columns[n].tree else 0
                    size = cell_len(cell.text + cell.suffix) + 2 * bool(cell.mark) + deep
                    sizes[n] = max(sizes[n], size)
        used = grid.used or list(range(len(grid.columns)))
        yielding = [n for n in used if grid.columns[n].least is not None]
        main = max(
            yielding or used, key=lambda n: (grid.columns[n].least or 0, sizes[n]), default=0
        )
        tree = next((n for n in used if grid.columns[n].tree), main)
        return cls(grid, used, sizes, main, tree)

    def style(self, number: int) -> str:
        """Return the CSS rules for the tables of a grid: widths, indents and alignment."""
        if not self.used:
            return ""
        main = self._place(self.main)
        rules = [
            f"td:nth-child({main}){{flex:1 0 100%;font-size:1em}}",
            f"td:nth-child({self._place(self.tree)}){{--indent:1.1em}}",
            *(
                f"tr>:nth-child({self._place(n)}){{text-align:right}}"
                for n in self.used
                if self.grid.columns[n].right
            ),
            *(f"col:nth-child({self._place(n)}){{width:{size}}}" for n, size in self._widths()),
        ]
        if self.grid.columns[self.main].least is None:  # no column stretches
            wide = sum(min(self.sizes[n], MOST) + GAP for n in self.used)
            rules.append(f"{{max-width:{wide}ch}}")
        return "".join(f".g{number} {rule}\n" for rule in rules)

    def _place(self, n: int) -> int:
        return self.used.index(n) + 1

    def _widths(self) -> Iterator[tuple[int, str]]:
        """Yield the CSS width of each column but the main one, or of all if room is short."""
        columns = self.grid.columns
        most = {n: FOLDED if columns[n].folds and n != self.main else MOST for n in self.used}
        most |= {n: self.sizes[n] for n in self.used if columns[n].axis}
        sizes = {n: min(self.sizes[n], most[n]) + GAP for n in self.used}
        others = sum(size for n, size in sizes.items() if n != self.main)
        is_tight = others > ROOM or self.grid.columns[self.main].axis is not None
        for n, size in sizes.items():
            if is_tight:
                yield n, f"{100 * size / (others + sizes[self.main]):.2f}%"
            elif n != self.main:
                yields = columns[n].least is not None
                yield n, f"min({size}ch,14vw)" if yields else f"{size}ch"


def _chart(grids: Iterable[Grid]) -> Iterator[str]:
    """Draw the same chart as the script: a bar per month or longer, linked to its section."""
    tally: dict[int, Counter[str]] = {}
    for section, rows in (one for grid in grids for one in grid.sections):
        month = _month(section) if section else None
        if month is not None:
            marks = (next((cell.mark for cell in row.cells if cell.mark), "") for row in rows)
            tally.setdefault(month, Counter()).update(marks)
    if not tally:
        return
    first, last = min(tally), max(tally)
    unit = next((one for one, most in UNITS.items() if last - first < one * most), max(UNITS))
    bars = [_Bar(at * unit, unit) for at in range(first // unit, last // unit + 1)]
    for month, counts in tally.items():
        bars[month // unit - first // unit].add(month, counts)
    most = max(4, *(bar.counts.total() for bar in bars))
    slot = min(100 / len(bars), 8)
    drawn = "".join(bar.drawn(n * slot, slot, most) for n, bar in enumerate(bars))
    yield (
        f'<figure class="chart"><svg width="100%" height="{HEIGHT + 34}" role="group" '
        f'aria-label="Entries over time">{drawn}{"".join(_labels(bars, slot, most))}</svg></figure>'
    )


@define
class _Bar:
    """A bar of the chart, for a month, a year or more; links to the first section of that time."""

    first: int
    unit: int
    counts: Counter[str] = field(factory=Counter)
    section: int = -1

    def add(self, month: int, counts: Counter[str]) -> None:
        """Add the counts of a month to the bar."""
        self.counts.update(counts)
        self.section = month if self.section < 0 else self.section

    @property
    def year(self) -> int:
        """The first year that the bar covers."""
        return self.first // 12

    @property
    def name(self) -> str:
        """The period that the bar covers: ``April 2025``, ``2025`` or ``2020–2029``."""
        if self.unit == 1:
            return f"{month_name[self.first % 12 + 1]} {self.year}"
        return (
            f"{self.year}" if self.unit == 12 else f"{self.year}–{self.year + self.unit // 12 - 1}"
        )

    @property
    def marks(self) -> list[str]:
        """The marks in the bar, from bottom to top."""
        return [mark for mark in STACKED if self.counts[mark]]

    def drawn(self, x: float, slot: float, most: int) -> str:
        """Draw the slot of the bar and, unless the bar is empty, a stack with a part per mark."""
        place = f'<rect class="slot" x="{x:.3f}%" y="0" width="{slot:.3f}%" height="{HEIGHT}"/>'
        left, width = x + slot * 0.12, slot * 0.76
        if not self.counts:
            at = f'x="{left:.3f}%" y="{HEIGHT - 1}" width="{width:.3f}%" height="1"'
            return f'{place}<rect class="none" {at}/>'
        y, stack = float(HEIGHT), []
        for mark in self.marks:
            height = self.counts[mark] / most * HEIGHT
            y -= height
            at = f'x="{left:.3f}%" y="{y:.2f}" width="{width:.3f}%" height="{height:.2f}"'
            stack.append(f'<rect class="bar {mark}" {at}/>')
        each = ", ".join(f"{STACKED[mark]} {self.counts[mark]}" for mark in self.marks)
        about = f"{self.name}: {self.counts.total()} ({each})"
        link = f"#m-{self.section // 12:04d}-{self.section % 12 + 1:02d}"
        return f'<a href="{link}" aria-label="{about}"><title>{about}</title>{place}{"".join(stack)}</a>'


def _labels(bars: Sequence[_Bar], slot: float, most: int) -> Iterator[str]:
    """Yield labels: the highest count, the initials of months, and years that fit on a phone."""
    peak = max(bar.counts.total() for bar in bars)
    below = HEIGHT + (29 if bars[0].unit == 1 else 15)
    years = len(bars) * bars[0].unit / 12
    every = next((one for one in (1, 2, 5, 10, 20, 50, 100, 200, 500) if years / one <= 8), 1000)
    for n, bar in enumerate(bars):
        middle = f'<text x="{(n + 0.5) * slot:.3f}%"'
        if bar.counts.total() == peak:
            yield f'{middle} y="{HEIGHT * (1 - peak / most) - 4:.1f}">{peak}</text>'
        if bar.unit == 1:
            initial = month_name[bar.first % 12 + 1][0]
            yield f'{middle} y="{HEIGHT + 14}">{initial}</text>'
        starts = bar.first % 12 == 0 or (n == 0 and (len(bars) <= 12 or bar.first % 12 < 9))
        if starts and (bar.unit == 1 or bar.year % every == 0):
            yield f'{middle} y="{below}" class="year">{bar.year}</text>'
