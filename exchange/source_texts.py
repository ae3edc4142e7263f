"""The kept texts of sources: their characters and lines, and the words of fields in them."""

import re
import unicodedata
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from dragoman.domain import INFERRED

_BREAK = re.compile(r"\r\n|\r|\n")


class Mark(NamedTuple):
    """The words of a field in a text: from ``start`` to ``end``, counted in characters from 0."""

    field: str
    start: int
    end: int


class TextLine(NamedTuple):
    """A line of a text: its number, from 1, and where it starts and ends, without the break."""

    number: int
    start: int
    end: int


def text_of(content: bytes) -> str | None:
    """Return a text in UTF-8, or in UTF-16 with a byte order mark; ``None`` for other files."""
    is_wide = content.startswith((BOM_UTF16_LE, BOM_UTF16_BE))
    try:
        text = content.removeprefix(BOM_UTF8).decode("utf-16" if is_wide else "utf-8")
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


def lines_in(text: str) -> Iterator[TextLine]:
    """Yield the lines of a text; a break at the end begins no further line."""
    start = number = 0
    for number, found in enumerate(_BREAK.finditer(text), 1):
        yield TextLine(number, start, found.start())
        start = found.end()
    if start < len(text):
        yield TextLine(number + 1, start, len(text))


def marks_in(text: str, as_written: Mapping[str, str]) -> list[Mark]:
    """Return where a text has the words of fields, in the order of the text.

    Case and white space do not matter. Words in the middle of a longer word count only if the text
    does not have the words elsewhere.
    """
    found = [
        Mark(field, match.start(), match.end())
        for field, words in as_written.items()
        for match in _matches(text, words)
    ]
    return sorted(found, key=lambda mark: (mark.start, mark.end, mark.field))


def quoted_fields(as_written: Mapping[str, str]) -> dict[str, str]:
    """Return the fields with words of a source, without those that Dragoman inferred."""
    return {
        field: words
        for field, words in as_written.items()
        if words.strip() and not words.startswith(INFERRED)
    }


def _matches(text: str, words: str) -> Sequence[re.Match[str]]:
    pattern = r"\s+".join(map(_either_form, words.split()))
    whole = [*re.finditer(rf"(?<!\w)(?:{pattern})(?!\w)", text, re.IGNORECASE)]
    return whole or [*re.finditer(pattern, text, re.IGNORECASE)]


def _either_form(word: str) -> str:
    """Return a pattern for a word with composed or decomposed accents."""
    forms = (unicodedata.normalize(form, word) for form in ("NFC", "NFD"))
    return "|".join(map(re.escape, dict.fromkeys((word, *forms)))).join(("(?:", ")"))
