"""Remove characters from user text that control a terminal or reorder a line."""

import re

_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def inert(text: str) -> str:
    """Return ``text`` without control characters and bidirectional overrides.

    Line breaks and tabs become spaces.
    """
    if text.isprintable():
        return text
    return _UNSAFE.sub("", text.replace("\r", " ").replace("\n", " ").replace("\t", " "))


def safe(text: str) -> str:
    """Return ``text`` without control characters, and with single spaces."""
    return " ".join(inert(text).split())
