"""Join lines that were broken to fit a width, as in mails and in PDF files.

A line was broken if the first word of the next line did not fit on it. The width of a text is the
length of its longest line. A text with longer lines than a page has was not broken.
"""

import re
from collections.abc import Callable
from itertools import pairwise

from dragoman.exchange.intake.articles.clean_text import with_line_feeds

_NARROWEST, _WIDEST = 40, 130
"""The range of widths, in characters, to which programs break lines."""

_LONG = 0.6
"""A line that has less of the width, as in a list, does not show whether a text was broken."""

_OWN_LINE = re.compile(r"\s{2}|[>•·▪◦‣*–—-]\s|\d{1,3}[.)]\s")
"""The beginning of a line that starts a paragraph, an item of a list, or a quotation."""

_HYPHENATED = re.compile(r"([^\W\d_]+)-$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LONGEST_PART = 60
_DIVIDED = 0.05
"""The least part of the broken lines that end with a hyphen in a text that divides words."""


def unwrapped(text: str, tolerance: float = 0) -> str:
    """Return ``text`` with its broken lines joined.

    ``tolerance`` is the part of the width that may stay empty at the end of a broken line: letters
    of a printed text differ in width. Printed lines were broken; in other texts, one line may have
    its length by chance.
    """
    lines = [line.rstrip(" \t") for line in with_line_feeds(text).split("\n")]
    width = max((len(line) for line in lines if " " in line), default=0)
    if not _NARROWEST <= width <= _WIDEST:
        return text
    room = width * (1 - tolerance)
    broken = [_is_broken(line, after, room) for line, after in pairwise(lines)]
    long = sum(bool(after) and len(line) > _LONG * width for line, after in pairwise(lines))
    least = 1 if tolerance else 2
    if sum(broken) < least or sum(broken) * 2 < long:
        return text
    return _joined(lines, broken)


def joined_where(text: str, is_broken: Callable[[str], bool]) -> str:
    """Return ``text`` with each line for which ``is_broken`` is true joined to the next line."""
    lines = with_line_feeds(text).split("\n")
    return _joined(lines, [is_broken(line) for line in lines[:-1]])


def _is_broken(line: str, after: str, room: float) -> bool:
    if not line or not after or _OWN_LINE.match(after):
        return False
    return len(line) + 1 + len(after.split(" ", 1)[0]) > room


def _joined(lines: list[str], broken: list[bool]) -> str:
    hyphens = _Hyphens(lines, broken)
    parts = [lines[0]]
    for line, after, joins in zip(lines, lines[1:], broken, strict=False):
        if joins:
            parts[-1], between = hyphens.before_join(parts[-1], line, after)
            parts += (between, after.lstrip())
        else:
            parts += ("\n", after)
    return "".join(parts)


class _Hyphens:
    """Decide whether a hyphen at the end of a broken line belongs to the word.

    It belongs if the text has the word with the hyphen elsewhere, and not if the text has the word
    without it. Otherwise it belongs unless the text divides words, which shows in the number of
    lines with hyphens.
    """

    def __init__(self, lines: list[str], broken: list[bool]) -> None:
        self._known = {word.casefold() for line in lines for word in _WORD.findall(line)}
        ends = [line for line, joins in zip(lines, broken, strict=False) if joins]
        hyphens = sum(bool(_HYPHENATED.search(line[-_LONGEST_PART:])) for line in ends)
        self._divides = hyphens >= 2 and hyphens >= _DIVIDED * len(ends)

    def before_join(self, part: str, line: str, after: str) -> tuple[str, str]:
        """Return ``part`` as it is before a join, and what comes between it and the next line."""
        if part.endswith("\xad"):
            return part[:-1], ""
        start, rest = _HYPHENATED.search(line[-_LONGEST_PART:]), _WORD.match(after)
        if start is None or rest is None:
            return part.rstrip(" \t"), " "
        return (part[:-1], "") if self._is_divided(start[1], rest[0]) else (part, "")

    def _is_divided(self, start: str, rest: str) -> bool:
        if f"{start}-{rest}".casefold() in self._known or not rest[0].islower():
            return False
        return self._divides or f"{start}{rest}".casefold() in self._known
