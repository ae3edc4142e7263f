"""Decode the bytes of a press item, in the encoding that they have or declare."""

import codecs
import re

from dragoman.domain import many
from dragoman.exchange.intake.articles.article import UnreadableArticle
from dragoman.exchange.intake.articles.frequent_words import FREQUENT_WORDS
from dragoman.exchange.tables.encodings import SAMPLE, encoding_in, text_encoding
from dragoman.exchange.usage_error import UsageError

_ALIASES = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "iso-8859-9": "cp1254",
    "iso8859-9": "cp1254",
    "latin5": "cp1254",
    "iso-8859-8-i": "iso-8859-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "utf-16": "utf-8",  # the declaration could not be read if it were true
    "utf-16le": "utf-8",
    "utf-16be": "utf-8",
    "unicode": "utf-8",
    "utf8mb4": "utf-8",
    "x-sjis": "cp932",
    "shift_jis": "cp932",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "windows-874": "cp874",
    "tis-620": "cp874",
    "x-mac-cyrillic": "mac-cyrillic",
}
"""The encodings that browsers use for declared names (https://encoding.spec.whatwg.org/#names)."""

_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_OF_ASCII = ("iso2022", "hz")
"""The encodings whose bytes are all ASCII, and so valid UTF-8."""

_CONTROLS = bytes({*range(32), 127} - set(b"\t\n\v\f\r\x1a\x1b"))
_MOST_CONTROLS = 0.01
"""The largest part of the bytes of a text that are control characters."""


def decoded(
    content: bytes, declared: str | None = None, named: str | None = None
) -> tuple[str, tuple[str, ...]]:
    """Return the text of ``content``, and notes about bytes that are not text.

    ``named`` is the encoding that the user gives. ``declared`` is the one that the file gives; it
    counts only if the bytes agree. Raises :class:`UnreadableArticle` if the encoding is unclear.
    """
    encoding = _encoding(content, declared, named)
    text = content.decode(encoding, "replace")
    unfit = text.count("\ufffd") - content.count(b"\xef\xbf\xbd")
    if unfit <= 0:
        return text, ()
    return text, (
        f"{many(unfit, 'character is', 'characters are')} not {encoding}, shown as \ufffd",
    )


def is_wide(content: bytes) -> bool:
    """Return whether ``content`` begins with the byte order mark of UTF-16 or UTF-32."""
    return content.startswith((*_MARKS[1:], codecs.BOM_UTF32_BE))


def _encoding(content: bytes, declared: str | None, named: str | None) -> str:
    marked = content.startswith(_MARKS) or is_wide(content)
    if not (marked or named):
        if (found := _fitting(content, declared)) is not None:
            return found
        _refuse_binary(content[:SAMPLE].replace(b"\0", b""))  # zeros may be UTF-16
    try:
        encoding = encoding_in(content, "", named, FREQUENT_WORDS).name
    except UsageError as error:
        raise UnreadableArticle(str(error).removeprefix(": ")) from error
    if not (marked or named):
        _refuse_binary(content[:SAMPLE])
    return encoding


def _fitting(content: bytes, declared: str | None) -> str | None:
    """Return UTF-8 or the declared encoding if the bytes are valid in it, without controls."""
    sample = content[:SAMPLE]
    if _has_controls(sample):
        return None
    stated = known_encoding(declared)
    if stated and stated.startswith(_OF_ASCII) and _decodes(content, stated):
        return stated
    return next((name for name in ("utf-8", stated) if name and _decodes(content, name)), None)


def known_encoding(declared: str | None) -> str | None:
    """Return Python's name for a declared encoding of text, or ``None`` if it is unknown."""
    name = (declared or "").strip(" \t\r\n\"'").lower()
    if not re.fullmatch(r"[a-z][a-z0-9_.:-]{1,30}", name):
        return None
    try:
        return text_encoding(_ALIASES.get(name, name))
    except UsageError:
        return None


def _decodes(content: bytes, name: str) -> bool:
    try:
        content.decode(name)
    except UnicodeError:
        return False
    return True


def _refuse_binary(sample: bytes) -> None:
    if _has_controls(sample):
        raise UnreadableArticle("this is a binary file, not text; give the text of the item")


def _has_controls(sample: bytes) -> bool:
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return controls > _MOST_CONTROLS * len(sample)


def refuse_known_binary(content: bytes) -> None:
    """Raise :class:`UnreadableArticle` for a file in a format of documents that is not read."""
    for magic, what in _BINARY.items():
        if content.startswith(magic):
            raise UnreadableArticle(f"is {what}; save the item as text, HTML or PDF")


_BINARY = {
    b"PK\x03\x04": "a document of a word processor, or another archive",
    b"\xd0\xcf\x11\xe0": "a document of an older word processor, or a message of Outlook",
    b"{\\rtf": "a document in RTF",
    b"\x1f\x8b": "compressed (gzip)",
    b"7z\xbc\xaf": "an archive (7z)",
    b"Rar!": "an archive (RAR)",
    b"\x89PNG": "a picture (PNG)",
    b"\xff\xd8\xff": "a picture (JPEG)",
    b"GIF8": "a picture (GIF)",
    b"II*\0": "a picture (TIFF)",
    b"MM\0*": "a picture (TIFF)",
    b"SQLite format 3": "a database",
    b"bplist": "a web archive of Safari",
}
