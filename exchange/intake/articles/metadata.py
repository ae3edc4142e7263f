"""Check what files say about their items: languages, addresses, titles and names."""

import re
from html import unescape

from dragoman.exchange.intake.articles.clean_text import clean_line

LONGEST_NAME = 300
"""The longest title or name that is taken from a file, in characters."""

_LONGEST_ADDRESS = 2000
_LANGUAGE = re.compile(r"\s*([A-Za-z]{2,3})(?:[-_][A-Za-z0-9@.]+)*\s*(?:,|$)")
_NO_LANGUAGES = frozenset(["und", "mul", "zxx", "mis"])
_ADDRESS = re.compile(r"https?://[^\s/]\S*", re.IGNORECASE)


def language(stated: str | None) -> str | None:
    """Return the primary tag of a language that a file declares: ``de`` for ``de_AT``."""
    found = _LANGUAGE.match((stated or "")[:100])
    tag = found[1].lower() if found else None
    return None if tag in _NO_LANGUAGES else tag


def address(stated: str | None) -> str | None:
    """Return a complete address on the web, or ``None`` for anything else."""
    text = clean_line((stated or "")[: _LONGEST_ADDRESS + 1])
    return text if len(text) <= _LONGEST_ADDRESS and _ADDRESS.fullmatch(text) else None


def short(stated: str | None) -> str | None:
    """Return a title or a name on one line; ``None`` if it is empty or too long to be one."""
    text = clean_line(unescape((stated or "")[: 4 * LONGEST_NAME]))
    return text if 0 < len(text) <= LONGEST_NAME else None
