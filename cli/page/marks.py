"""Marks: the glyphs of the reports, what each means, and the styles of what is shown."""

GLYPHS = {
    "visit": ("▲", "V"),
    "consultation": ("■", "C"),
    "meeting": ("●", "M"),
    "mechanism": ("◆", "B"),
    "instrument": ("§", "I"),
    "follow-up": ("□", "F"),
    "party": ("◇", "P"),
    "planned": ("○", "."),
    "open": ("?", "?"),
    "overdue": ("!", "!"),
    "fulfilled": ("✓", "x"),
    "cancelled": ("×", "-"),
}
"""The glyph of a mark, and the letter that stands for it in ASCII."""

MEANINGS = {
    "visit": "visit",
    "consultation": "session",
    "meeting": "meeting",
    "mechanism": "standing body",
    "instrument": "instrument",
    "follow-up": "follow-up",
    "party": "person or organisation",
    "planned": "planned",
    "cancelled": "cancelled",
    "overdue": "overdue",
    "open": "open",
    "fulfilled": "done",
}
"""What a legend says of a mark."""

STYLES = {
    "visit": "green",
    "consultation": "blue",
    "meeting": "cyan",
    "mechanism": "magenta",
    "instrument": "bright_magenta",
    "follow-up": "yellow",
    "party": "cyan",
    "planned": "yellow",
    "open": "yellow",
    "overdue": "bold red",
    "fulfilled": "green",
    "cancelled": "dim",
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
    return GLYPHS[mark][ascii]


def lettered(text: str, style: str) -> str:
    """``text``, or the letter that stands for it if it is the glyph of the mark ``style``."""
    sign, letter = GLYPHS.get(style, ("", ""))
    return letter if text == sign else text
