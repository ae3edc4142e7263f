"""The quoting of bash: read an unfinished command line, and write completions for it.

bash gives a completion function the words as the user typed them, split also at ``:`` and ``=``,
and replaces only the last piece. This module reads the whole line instead, as bash would, and
returns for each candidate the text that replaces the last piece.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

Candidates = Callable[[Sequence[str], str], Iterator[tuple[str, str]]]

_SPECIAL = set(" \t\n|&;()<>\"'\\$`*?[]#~!{}^")
"""The characters that mean something to bash outside quotation marks."""


class Line(NamedTuple):
    """The words of an unfinished command line, and the quotation mark that is still open."""

    words: list[str]
    quote: str


def split(line: str) -> Line:
    """Split a line into words as bash does; the last word may be empty or unfinished."""
    words, quote, started = [""], "", False
    chars = iter(line)
    for char in chars:
        if char == "\\" and quote != "'":
            words[-1] += _escaped(next(chars, ""), quote)
            started = True
        elif char == quote:
            quote = ""
        elif not quote and char in "\"'":
            quote, started = char, True
        elif not quote and char.isspace():
            if started:
                words.append("")
            started = False
        else:
            words[-1] += char
            started = True
    return Line(words, quote)


def _escaped(char: str, quote: str) -> str:
    """Return what a backslash and ``char`` mean, outside or inside double quotation marks."""
    return f"\\{char}" if quote and char not in '"\\$`' else char


def completed(line: str, piece: str, candidates: Candidates) -> Iterator[tuple[str, str]]:
    """Yield the text that replaces ``piece`` for each candidate, and the candidate's description.

    ``piece`` is the last part of the line, as bash passes it: without an open quotation mark.
    """
    words, quote = split(line)
    _, *before, last = words if len(words) > 1 else [*words, ""]
    for candidate, about in candidates(before, last):
        if candidate.startswith(last):
            yield piece + _quoted(candidate[len(last) :], quote), about
        elif _is_whole(piece, last):
            yield _quoted(candidate, quote), about


def _is_whole(piece: str, last: str) -> bool:
    """Return whether bash replaces the whole last word."""
    return split(piece).words[-1] == last or piece == last


def _quoted(text: str, quote: str) -> str:
    """Return text as a user would type it outside or inside quotation marks."""
    if quote == "'":
        return text.replace("'", "'\\''")
    special = set('"\\$`') if quote else _SPECIAL
    return "".join(f"\\{char}" if char in special else char for char in text)
