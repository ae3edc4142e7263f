"""The encodings of XML that the parser can read safely."""

import codecs
import re

_BY_THE_PARSER = ("utf-8", "utf-16", "iso8859-1", "ascii")
"""The encodings that the parser reads without Python's codecs, by their Python names."""


_OTHERWISE = re.compile("iso2022|hz|utf-7|charmap|.*unicode.escape")
"""A pattern for encodings that look like ASCII, but in which some letters mean something else."""


def is_readable(declared: str) -> bool:
    """Return whether a declared encoding is Unicode or has one byte per character.

    For every other encoding (``utf-7``, ``rot13``, ``hex``, ``idna``), the parser uses a codec of
    Python, which may raise any error or return something that is not text.
    """
    try:
        found = codecs.lookup(declared)
    except (LookupError, ValueError, UnicodeError):
        return False
    if not found._is_text_encoding or _OTHERWISE.match(found.name):
        return False
    return found.name in _BY_THE_PARSER or _is_of_bytes(found.name)


def _is_of_bytes(name: str) -> bool:
    """Return whether an encoding has at most one character per byte, and includes ASCII."""
    try:
        text = bytes(range(256)).decode(name, "replace")
    except (UnicodeError, ValueError):
        return False
    plain = bytes(range(32, 127))
    return len(text) == 256 and text[32:127].encode("ascii", "replace") == plain
