"""Pictures in a page: strips of marks, bars and squares below an axis, as SVG with text.

A strip is as wide as its column, so that one file fits a desk, a phone and paper: positions are
percentages, and only heights and texts have a size in pixels. A drawing has no style of its own,
because the policy of a page forbids it; classes lead to the colours of the page.
"""

from collections.abc import Callable, Iterator
from html import escape

from rich.cells import cell_len, set_cell_size

from dragoman.cli.page.marks import STYLES, glyph
from dragoman.cli.page.page import Axis, Cell, Label, Piece, Strip
from dragoman.exchange import safe

LINE, PADDING, SQUARE, LABEL = 20, 5, 26, 15
"""Heights in pixels: of a line, above the first and below the last line, of a square, of a label."""

LONGEST = 28
"""The maximum length of the text beside a mark, in cells."""

CHAR, SMALL = 6.6, 5.8
"""The usual width of a character in a picture, in pixels, and in a small square."""

PHONE, NARROW, WIDE = 330, 270, 450
"""Widths of a strip in pixels: on a phone, the narrowest on any screen, and on a large screen."""

TABLET, DESK = 470, 740
"""Least widths of a strip with marks, in pixels: on paper or a tablet, and on a large screen."""

Link = Callable[[str], str | None]
"""A function that returns the address of a record, or ``None`` if the record has none."""


def axis_head(axis: Axis, name: str) -> str:
    """Return the labels of an axis, and the background of its strips under the id ``name``."""
    lines = 1 + max((one.line for one in axis.labels), default=0)
    labels = "".join([*(_label(axis, one) for one in axis.labels), _present(axis, lines)])
    height = LABEL * (lines + bool(axis.now)) + 4
    return (
        f'<svg class="axis" width="100%" height="{height}" aria-hidden="true">'
        f'<defs><g id="{name}">{"".join(_background(axis))}</g></defs>{labels}</svg>'
    )


def strip_drawing(axis: Axis, name: str, cell: Cell, link: Link) -> str:
    """Return the drawing of a cell with a strip, over the background with the id ``name``.

    The text of the cell says in words what the drawing shows. A background of bands is a drawing of
    its own, because it fills the cell, which may be higher than the strip.
    """
    strip = cell.strip or Strip([])
    below = f'<use href="#{name}"/>'
    before = "" if axis.squared else f'<svg class="backdrop" aria-hidden="true">{below}</svg>'
    height = SQUARE if axis.squared else LINE * strip.lines + 2 * PADDING
    role = "group" if any(one.ref for one in strip.pieces) else "img"
    pieces = "".join(_piece(axis, one, link) for one in strip.pieces)
    return (
        f'{before}<svg class="strip" width="100%" height="{height}" role="{role}"'
        f' aria-label="{escape(safe(cell.text))}">{below if axis.squared else ""}{pieces}</svg>'
    )


# --- The axis ---------------------------------------------------------------------------------


def _label(axis: Axis, label: Label) -> str:
    """Return a label, in its shortest form if a phone has no room for more; or nothing."""
    room = (label.end - label.start) * PHONE / axis.length
    text = next((one for one in label.texts if _width(one) <= room), "")
    middle = label.end - label.start == 1
    x = _percent(label.start + 0.5 * middle, axis)
    classes = _classes("middle" if middle else "", _known(label.style))
    y = LABEL * (label.line + 1) - 3
    return f'<text{classes} x="{x}" y="{y}">{escape(safe(text))}</text>' if text else ""


def _present(axis: Axis, line: int) -> str:
    """Return the label of the line for the present, below the other labels; or nothing."""
    if axis.now is None:
        return ""
    at, text = axis.now
    side = "middle" if 0.05 < at / axis.length < 0.95 else "end" if at > axis.length / 2 else ""
    y = LABEL * (line + 1) - 3
    classes = _classes(side, "late")
    return f'<text{classes} x="{_percent(at, axis)}" y="{y}">{escape(safe(text))}</text>'


def _background(axis: Axis) -> Iterator[str]:
    """Yield what is behind every strip: bands, lines, and empty squares."""
    for first, end in axis.bands:
        yield f'<rect class="band" {_span(axis, first, end)} y="0" height="100%"/>'
    for at in range(axis.length if axis.squared else 0):
        yield f'<rect class="heat0" {_span(axis, at, at + 1)} y="0" height="{SQUARE}"/>'
    for rule in axis.rules:
        yield _vertical(axis, rule, "rule")
    if axis.now:
        yield _vertical(axis, axis.now[0], "now")


def _vertical(axis: Axis, at: float, style: str) -> str:
    x = _percent(at, axis)
    return f'<line class="{style}" x1="{x}" x2="{x}" y1="0" y2="100%"/>'


# --- Pieces -----------------------------------------------------------------------------------


def _piece(axis: Axis, piece: Piece, link: Link) -> str:
    """Return a piece with its title, as a link if its record has an address."""
    draw = {"mark": _mark, "bar": _bar, "square": _square}[piece.shape]
    title = f"<title>{escape(safe(piece.title))}</title>" if piece.title else ""
    inside = title + "".join(draw(axis, piece))
    href = link(piece.ref) if piece.ref else None
    return f'<a href="{escape(href)}">{inside}</a>' if href else f"<g>{inside}</g>"


def _mark(axis: Axis, piece: Piece) -> Iterator[str]:
    """Yield a mark in the middle of its positions, and the text beside it."""
    top, x = _top(piece), _percent((piece.start + piece.end) / 2, axis)
    span = _span(axis, piece.start, piece.end)
    yield f'<rect class="slot" {span} y="{top}" height="{LINE}"/>'
    y = top + LINE // 2 if not axis.squared else SQUARE // 2
    if not piece.mark:
        yield f'<text class="middle" x="{x}" y="{y}">{escape(safe(piece.text))}</text>'
        return
    yield _sign(axis, piece, (piece.start + piece.end) / 2, y)
    yield from _beside(axis, piece, piece.end, y)


def _bar(axis: Axis, piece: Piece) -> Iterator[str]:
    """Yield a bar, the mark at its start, and the text beside the mark."""
    top = _top(piece)
    y = top + LINE // 2
    span = _span(axis, piece.start + 0.08, piece.end - 0.08)
    look = _classes("bar", _known(piece.style))
    yield f'<rect{look} {span} y="{top + 2}" height="{LINE - 4}" rx="3"/>'
    if piece.mark:
        yield _sign(axis, piece, piece.start + 0.5, y)
    inside = piece.start + bool(piece.mark)
    fits = _width(_short(piece)) <= (piece.end - inside) * TABLET / axis.length
    yield from _beside(axis, piece, inside if fits else piece.end, y)


def _short(piece: Piece) -> str:
    """Return the text of a piece, cut if it is long; the title has the whole text."""
    text = safe(piece.text)
    return text if cell_len(text) <= LONGEST else f"{set_cell_size(text, LONGEST - 1).rstrip()}…"


def _sign(axis: Axis, piece: Piece, at: float, y: int) -> str:
    """Return the glyph of a piece's mark."""
    classes = _classes("sign", piece.mark)
    return f'<text{classes} x="{_percent(at, axis)}" y="{y}">{escape(glyph(piece.mark))}</text>'


def _beside(axis: Axis, piece: Piece, start: int, y: int) -> Iterator[str]:
    """Yield the text of a piece, if it fits between a position and the next piece.

    A text that needs a large screen has a class.
    """
    text, each = _short(piece), (piece.free - start) / axis.length
    if text and _width(text) <= DESK * each:
        classes = _classes("beside", "" if _width(text) <= TABLET * each else "wide")
        yield f'<text{classes} x="{_percent(start, axis)}" y="{y}" dx="2">{escape(text)}</text>'


def _square(axis: Axis, piece: Piece) -> Iterator[str]:
    """Yield a square and its text, if squares have room for their texts."""
    look = _known(piece.style)
    span = _span(axis, piece.start, piece.end)
    yield f'<rect{_classes(look)} {span} y="0" height="{SQUARE}"/>'
    size = _size(axis)
    if size is not None:
        x = _percent((piece.start + piece.end) / 2, axis)
        classes = _classes("on", look, size)
        yield f'<text{classes} x="{x}" y="{SQUARE // 2}">{escape(safe(piece.text))}</text>'


def _size(axis: Axis) -> str | None:
    """Return the classes for the texts of squares; ``None`` if no screen has room for them."""
    each, normal = 1 / axis.length, axis.squared * CHAR + 2
    if normal <= NARROW * each:
        return ""
    if normal <= WIDE * each:
        return "wide"
    return "wide small" if axis.squared * SMALL + 1 <= WIDE * each else None


def _top(piece: Piece) -> int:
    """Return the distance of the piece's line from the top of the strip, in pixels."""
    return PADDING + LINE * piece.line


def _span(axis: Axis, start: float, end: float) -> str:
    return f'x="{_percent(start, axis)}" width="{_percent(end - start, axis)}"'


def _percent(at: float, axis: Axis) -> str:
    return f"{100 * at / axis.length:.5g}%"


def _width(text: str) -> float:
    """Return about how wide a text is, in pixels."""
    return cell_len(text) * CHAR + 3


def _known(style: str) -> str:
    return style if style in STYLES else ""


def _classes(*names: str) -> str:
    joined = " ".join(filter(None, names))
    return f' class="{joined}"' if joined else ""
