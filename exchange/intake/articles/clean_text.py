"""Clean the text of a press item: nothing invisible, one form for each letter, plain spaces."""

import re
import unicodedata

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028]")

_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b"
    "\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff"
    "\uffa0\ufff0-\ufffb\ufffe\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff]"
)
"""Controls, bidirectional marks and overrides, tags, fillers, variation selectors, surrogates."""

_JOINERS = re.compile(
    "(?<![\u0600-\u0dff\u0f00-\u109f\u1780-\u18af\ufb50-\ufdff\ufe70-\ufefc])[\u200c\u200d]+"
    "|[\u200c\u200d]+(?![\u0600-\u0dff\u0f00-\u109f\u1780-\u18af\ufb50-\ufdff\ufe70-\ufefc])"
)
"""Zero-width joiners, except between letters of scripts whose spelling needs them (Persian)."""

_MARKS = re.compile(r"[^\w\s\x00-\x7f]{31,}")
MOST_MARKS = 30
"""The most accents on one letter; sorting them, as NFC does, takes quadratic time."""

_SPACES = re.compile(r"[^\S\n]+")
_AROUND_LINE_END = re.compile(" ?\n ?")
_BLANK_LINES = re.compile("\n{3,}")


def with_line_feeds(text: str) -> str:
    """Return ``text`` whose lines end with LF, whatever they ended with."""
    return _LINE_ENDS.sub("\n", text).replace("\u2029", "\n\n")


def clean(text: str) -> str:
    """Return ``text`` in NFC, without invisible characters, with single spaces and blank lines."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    text = with_line_feeds(text)
    text = _INVISIBLE.sub("", text)
    if not text.isascii():
        text = _JOINERS.sub("", text)
        text = unicodedata.normalize("NFC", _MARKS.sub(_fewer_marks, text))
    text = _AROUND_LINE_END.sub("\n", _SPACES.sub(" ", text))
    return _BLANK_LINES.sub("\n\n", text).strip()


def clean_line(text: str) -> str:
    """Return ``text`` on one line, cleaned as in :func:`clean`."""
    return " ".join(clean(text).split())


def _fewer_marks(found: re.Match[str]) -> str:
    kept, marks = [], 0
    for char in found[0]:
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks <= MOST_MARKS:
            kept.append(char)
    return "".join(kept)
