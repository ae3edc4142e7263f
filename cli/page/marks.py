"""Marks, which are the glyphs in reports, with their meanings and their terminal styles."""

from typing import NamedTuple

from dragoman.domain import LETTERS


class Mark(NamedTuple):
    """A mark: a glyph, the letter for ASCII, the meaning in a legend, and the style."""

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
    "conference": Mark("◈", "E", "conference", "magenta"),
    "series": Mark("↻", "S", "series", "cyan"),
    "planned": Mark("○", ".", "planned", "yellow"),
    "cancelled": Mark("×", "-", "cancelled", "dim"),
    "overdue": Mark("!", "!", "overdue", "bold red"),
    "open": Mark("?", "?", "open", "yellow"),
    "fulfilled": Mark("✓", "x", "done", "green"),
}
"""The marks by name, for kinds and statuses of records; other kinds have a plain mark."""

MARKS |= {
    kind: Mark("•", letter, kind, "bright_blue")
    for kind, letter in LETTERS.items()
    if kind not in MARKS
}

GLYPHS = {name: (mark.glyph, mark.letter) for name, mark in MARKS.items()}
MEANINGS = {name: mark.meaning for name, mark in MARKS.items()}
PROSE = "prose"
"""The style of text whose line breaks and paragraphs every form of a page keeps."""

STYLES = {
    **{name: mark.style for name, mark in MARKS.items()},
    "ref": "bold",
    "strong": "bold",
    "place": "cyan",
    "who": "cyan",
    "late": "yellow",
    "odd": "yellow",
    "hit": "bold reverse",
    "quoted": "bold underline",
    PROSE: "",
    "topic": "",
    "side": "",
    "heat0": "dim",
    "heat1": "dim green",
    "heat2": "green",
    "heat3": "bright_green",
    "heat4": "bold bright_green",
}
"""The terminal styles, by meaning; all other names of styles are names in Rich."""


def glyph(mark: str, ascii: bool = False) -> str:
    """Return the glyph of a mark or, if ``ascii`` is true, the letter of the mark."""
    return MARKS[mark].letter if ascii else MARKS[mark].glyph


def lettered(text: str, style: str) -> str:
    """If ``text`` is the glyph of the mark ``style``, return its letter, or else ``text``."""
    mark = MARKS.get(style)
    return mark.letter if mark and text == mark.glyph else text
