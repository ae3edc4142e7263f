"""Marks: the glyphs of the reports, what each means, and the styles of what is shown."""

from typing import NamedTuple

from dragoman.domain import LETTERS


class Mark(NamedTuple):
    """A glyph, the letter that stands for it in ASCII, what a legend says of it, and its style."""

    glyph: str
    letter: str
    meaning: str
    style: str


MARKS = {
    "visit": Mark("▲", "V", "visit", "green"),
    "consultation": Mark("■", "C", "session", "blue"),
    "meeting": Mark("●", "M", "meeting", "cyan"),
    "mechanism": Mark("◆", "B", "standing body", "magenta"),
    "instrument": Mark("§", "I", "instrument", "bright_magenta"),
    "follow-up": Mark("□", "F", "follow-up", "yellow"),
    "party": Mark("◇", "P", "person or organisation", "cyan"),
    "demarche": Mark("✉", "D", "demarche", "bright_blue"),
    "planned": Mark("○", ".", "planned", "yellow"),
    "cancelled": Mark("×", "-", "cancelled", "dim"),
    "overdue": Mark("!", "!", "overdue", "bold red"),
    "open": Mark("?", "?", "open", "yellow"),
    "fulfilled": Mark("✓", "x", "done", "green"),
}
"""The marks by name: of the kinds of record, and of what has become of one. A kind that is not named
here has a plain one."""

MARKS |= {
    kind: Mark("•", letter, kind, "bright_blue")
    for kind, letter in LETTERS.items()
    if kind not in MARKS
}

GLYPHS = {name: (mark.glyph, mark.letter) for name, mark in MARKS.items()}
MEANINGS = {name: mark.meaning for name, mark in MARKS.items()}
STYLES = {
    **{name: mark.style for name, mark in MARKS.items()},
    "ref": "bold",
    "strong": "bold",
    "place": "cyan",
    "who": "cyan",
    "late": "yellow",
    "odd": "yellow",
    "hit": "bold reverse",
    "heat1": "dim green",
    "heat2": "green",
    "heat3": "bright_green",
    "heat4": "bold bright_green",
}
"""Terminal styles by what they mean; other names of styles stand for themselves."""


def glyph(mark: str, ascii: bool = False) -> str:
    """The glyph of a mark."""
    return MARKS[mark].letter if ascii else MARKS[mark].glyph


def lettered(text: str, style: str) -> str:
    """``text``, or the letter that stands for it if it is the glyph of the mark ``style``."""
    mark = MARKS.get(style)
    return mark.letter if mark and text == mark.glyph else text
