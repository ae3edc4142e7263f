"""Remove characters from user text that control a terminal or reorder a line."""

import re

_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

_BLANK_LINES = re.compile(r"\n{3,}")


def inert(text: str) -> str:
    """Return ``text`` without control characters and bidirectional overrides.

    Line breaks and tabs become spaces.
    """
    if text.isprintable():
        return text
    return _UNSAFE.sub("", text.replace("\r", " ").replace("\n", " ").replace("\t", " "))


def safe_lines(text: str) -> str:
    """Return ``text`` without control characters, and with its line breaks and paragraphs."""
    given = text.replace("\u2028", "\n").replace("\u2029", "\n\n").split("\n")
    lines = "\n".join(inert(line).rstrip() for line in given)
    return _BLANK_LINES.sub("\n\n", lines).strip("\n")


def safe(text: str) -> str:
    """Return ``text`` without control characters, and with single spaces."""
    return " ".join(inert(text).split())
