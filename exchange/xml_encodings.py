"""The encodings that XML may declare: those that the parser reads, and that are text."""

import codecs
import re

_BY_THE_PARSER = ("utf-8", "utf-16", "iso8859-1", "ascii")
"""What the parser reads by itself, under the names that Python has for it."""


_OTHERWISE = re.compile("iso2022|hz|utf-7|charmap|.*unicode.escape")
"""What has one byte for each letter of ASCII, until a sequence of them means something else."""


def is_readable(declared: str) -> bool:
    """Whether a declared encoding is read: of Unicode, or with one byte a character.

    The parser asks Python for any other. It gets all kinds of errors then, or readings that are no
    text: ``utf-7``, ``rot13``, ``hex``, ``idna``.
    """
    try:
        found = codecs.lookup(declared)
    except (LookupError, ValueError, UnicodeError):
        return False
    if not found._is_text_encoding or _OTHERWISE.match(found.name):
        return False
    return found.name in _BY_THE_PARSER or _is_of_bytes(found.name)


def _is_of_bytes(name: str) -> bool:
    """Whether each byte is a character of its own, or none, and those of ASCII are ASCII."""
    try:
        text = bytes(range(256)).decode(name, "replace")
    except (UnicodeError, ValueError):
        return False
    plain = bytes(range(32, 127))
    return len(text) == 256 and text[32:127].encode("ascii", "replace") == plain
