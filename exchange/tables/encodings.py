"""Detect the encoding of a file if its bytes leave no doubt; otherwise the user has to name it.

A byte order mark determines the encoding. Valid UTF-8 is UTF-8, because text in another encoding is
hardly ever valid UTF-8 by accident. This module chooses an 8-bit code page only if all code pages
in which the bytes make words give the same text. For example, ``für`` is the same in Windows 1250,
1252 and 1254, but ``père`` is not.
"""

import codecs
import re
import unicodedata
from collections.abc import Callable, Collection
from functools import cache
from itertools import chain, pairwise
from pathlib import Path

from attrs import frozen

from dragoman.domain import quoted
from dragoman.exchange.usage_error import UsageError

SAMPLE = 256 * 1024
"""The number of bytes at the beginning of a file from which Dragoman detects the encoding."""

_CHUNK = 1024 * 1024
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CODE_PAGES = (
    *("cp1252", "cp1250", "cp1251", "cp1254", "cp1253", "cp1255", "cp1256", "cp1257"),
    *("koi8-r", "cp850", "mac-roman"),
)
"""The code pages that a file may have, the most common first."""

_NOT_OF_TEXT = (
    *("utf-7", "idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined"),
    *("charmap", "mbcs", "oem"),
)
_ASCII = bytes(range(128))


@frozen
class Encoding:
    """An encoding, and how it was determined: "named", "by its mark" or "recognised"."""

    name: str
    known: str


def encoding_of(path: Path, named: str | None) -> Encoding:
    """Return the encoding of a file, named or detected. Raises :class:`UsageError` if unclear."""
    return _encoding(_Bytes(path, sample_of(path), lambda: _high_bytes_in(path)), named)


def encoding_in(
    content: bytes, place: str, named: str | None, words: Collection[str] = ()
) -> Encoding:
    """Return the encoding of ``content``, named or detected.

    ``place`` begins the message of the :class:`UsageError` that is raised if the encoding is
    unclear. ``words`` are non-ASCII words in lower case that ``content`` is likely to have.
    """
    return _encoding(_Bytes(place, content[:SAMPLE], lambda: _high(content), words), named)


@frozen
class _Bytes:
    """The bytes of a file, and what the messages call the file.

    ``high`` returns the bytes of the whole file that are not ASCII. ``words`` are words in lower
    case that are likely, beside those that every file may have.
    """

    place: Path | str
    sample: bytes
    high: Callable[[], bytes]
    words: Collection[str] = ()


def _encoding(file: _Bytes, named: str | None) -> Encoding:
    place, sample = file.place, file.sample
    marked = next((name for mark, name in _MARKS if sample.startswith(mark)), None)
    if not (marked or named):
        _refuse_unmarked_utf16(place, sample)
    if not _is_wide(marked or named):
        _refuse_binary(place, sample)
    if named:
        return Encoding(_agreeing(place, text_encoding(named), marked), "named")
    if marked:
        return Encoding(marked, "by its mark")
    return Encoding(_recognised(file), "recognised")


def sample_of(path: Path) -> bytes:
    """Return a sample of bytes from the beginning of a file. Raises :class:`UsageError`."""
    try:
        with path.open("rb") as file:
            return file.read(SAMPLE)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from error


def text_encoding(named: str) -> str:
    """Return Python's name for a text encoding. Raises :class:`UsageError` if it is unknown."""
    try:
        found = codecs.lookup(named)
    except (LookupError, ValueError):
        found = None
    if found is None or not found._is_text_encoding or found.name.replace("_", "-") in _NOT_OF_TEXT:
        raise UsageError(
            f"unknown encoding {quoted(named)}; examples are utf-8, utf-16, cp1252 (western"
            " Windows), cp1251 (Cyrillic), cp1254 (Turkish), cp1256 (Arabic)"
        )
    return found.name


def _agreeing(place: Path | str, named: str, marked: str | None) -> str:
    """Return the named encoding. Raises UsageError if it contradicts the byte order mark."""
    if marked is None:
        if named in ("utf-16", "utf-32"):
            raise UsageError(
                f"{place}: has no byte order mark of {named}; give the byte order:"
                f" --encoding {named}-le or {named}-be"
            )
        return named
    if named.startswith(marked.removesuffix("-sig")):
        return marked
    raise UsageError(f"{place}: has the byte order mark of {marked}, but you gave {named}")


def _recognised(file: _Bytes) -> str:
    fitting, broken = _utf8_lines(file.sample)
    if fitting >= len(broken):  # the other lines are rejected one by one
        return "utf-8"
    if fitting:
        raise UsageError(
            f"{file.place}: some lines are UTF-8, but more are not; give the encoding of most lines, such"
            " as --encoding utf-8 or --encoding cp1252 (the other lines are rejected)"
        )
    return _code_page(file, broken)


def _is_wide(encoding: str | None) -> bool:
    """Return whether text in this encoding contains NUL bytes, as in UTF-16 and UTF-32."""
    return bool(encoding) and bool(re.match("u(tf)?[-_ ]?(16|32)", str(encoding), re.IGNORECASE))


def _refuse_binary(place: Path | str, sample: bytes) -> None:
    if sample.count(0) * 4 > len(sample):
        raise UsageError(f"{place}: this is a binary file, not text")


def _refuse_unmarked_utf16(place: Path | str, sample: bytes) -> None:
    for name, zeros, letters in (
        ("utf-16-le", sample[1::2], sample[::2]),
        ("utf-16-be", sample[::2], sample[1::2]),
    ):
        if zeros and zeros.count(0) > len(zeros) // 2 and letters.count(0) < len(letters) // 8:
            raise UsageError(
                f"{place}: looks like UTF-16 without a byte order mark; if it is, add"
                f" --encoding {name}"
            )


def _utf8_lines(sample: bytes) -> tuple[int, list[bytes]]:
    """Return the number of non-ASCII lines that are UTF-8, and the lines that are not UTF-8."""
    fitting, broken = 0, []
    lines = sample.split(b"\n")
    if len(sample) == SAMPLE and len(lines) > 1:
        lines.pop()  # the sample may end within a character
    for line in lines:
        try:
            fitting += not line.isascii() and bool(line.decode())
        except UnicodeDecodeError as error:
            cut = len(sample) == SAMPLE and len(lines) == 1 and error.end >= len(line) - 4
            if not cut:
                broken.append(line)
    return fitting, broken


def _code_page(file: _Bytes, lines: list[bytes]) -> str:
    """Return the code page in which the words of a file make sense. Raises UsageError if unsure."""
    words = list(dict.fromkeys(chain.from_iterable(map(_WORD.findall, lines))))
    fitting = [name for name in CODE_PAGES if all(_is_sensible(word, name) for word in words)]
    if not fitting:
        raise UsageError(
            f"{file.place}: is not UTF-8 or any of {', '.join(CODE_PAGES)};"
            " give its encoding with --encoding"
        )
    used = file.high()
    fitting = _by_known_words(words, fitting, _known_words().union(file.words))
    first = fitting[0]
    differing = [name for name in fitting if _reading(used, name) != _reading(used, first)]
    if not differing:
        return first
    raise UsageError(f"{file.place}: {_doubt(words, first, differing)}")


def _by_known_words(words: list[bytes], names: list[str], known: frozenset[str]) -> list[str]:
    """Return the code pages that give every known word, or else all code pages."""
    hits = {
        name: frozenset(word for word in words if _reading(word, name).casefold() in known)
        for name in names
    }
    known_in_any = frozenset(chain.from_iterable(hits.values()))
    return [name for name in names if hits[name] == known_in_any] or names


@cache
def _known_words() -> frozenset[str]:
    """Return the non-ASCII words of country names and column names, in lower case."""
    from dragoman.domain import COUNTRY_NAMES
    from dragoman.exchange.mappings.header_words import ROLES

    names = chain(ROLES.values(), *(names.values() for names in COUNTRY_NAMES.values()))
    words = chain.from_iterable(re.findall(r"[^\W\d_]+", name.casefold()) for name in names)
    return frozenset(word for word in words if len(word) > 2 and not word.isascii())


def _doubt(words: list[bytes], first: str, others: list[str]) -> str:
    """Return a message that lets the user choose: it shows a word in each possible code page."""
    readings: dict[str, str] = {}
    names = (first, *others)
    telling = max(words, key=lambda word: len({_reading(word, name) for name in names}))
    for name in names:
        readings.setdefault(_reading(telling, name), name)
    listed = ", ".join(f"--encoding {name} reads {text}" for text, name in readings.items())
    return f"is not UTF-8, and its code page is uncertain; choose one: {listed}"


def _reading(raw: bytes, name: str) -> str:
    return raw.decode(name, "replace")


def _high(content: bytes) -> bytes:
    """Return the distinct bytes that are not ASCII."""
    return bytes(sorted(set(content.translate(None, _ASCII))))


def _high_bytes_in(path: Path) -> bytes:
    """Return the distinct bytes in a file that are not ASCII."""
    found = b""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            found = _high(found + chunk)
    return found


_WORD = re.compile(rb"[A-Za-z\x80-\xff]*[\x80-\xff][A-Za-z\x80-\xff]*")
_SIGNS = "–—‘’“”„‚«»‹›…§°€£©®™•·´№\xa0\xad¿¡½¼¾²³±×ºª،؛؟\u200c\u200e\u200f"


def _is_sensible(word: bytes, name: str) -> bool:
    """Return whether the bytes make a word in the code page ``name``.

    In a word, all letters belong to one script, and no capital letter follows a small letter.
    """
    try:
        text = word.decode(name)
    except UnicodeDecodeError:
        return False
    letters = [part for part in re.split(f"[{re.escape(_SIGNS)}]+", text) if part]
    return all(map(_is_word, letters))


def _is_word(text: str) -> bool:
    if not all(char.isalpha() or unicodedata.category(char) == "Mn" for char in text):
        return False
    scripts = {unicodedata.name(char, "").split()[0] for char in text if char.isalpha()}
    if len(scripts) != 1 or not text[0].isalpha():
        return False
    if not text.isalpha() and not scripts <= {"ARABIC", "HEBREW"}:  # vowel signs
        return False
    if _ENDS_ONLY.search(text[:-1]) or len(_GREEK_ACCENTS.findall(text)) > 1:
        return False
    swapped = any(a.islower() and b.isupper() for a, b in pairwise(text))
    accents = sum(not char.isascii() for char in text)
    return not swapped and (scripts != {"LATIN"} or len(text) < 3 or accents * 2 <= len(text) + 1)


_ENDS_ONLY = re.compile("[ςךםןףץ]")
"""A pattern for the letters that occur only at the end of Greek and Hebrew words."""

_GREEK_ACCENTS = re.compile("[ΆΈΉΊΌΎΏΐΰάέήίόύώ]")

UNFIT = "dragoman.unfit"
"""The name of an error handler that decodes an invalid byte to U+DC00 plus the byte."""


def _unfit(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    bad = error.object[error.start : error.end]
    return "".join(chr(0xDC00 + byte) for byte in bad), error.end


codecs.register_error(UNFIT, _unfit)

_MISFIT = re.compile("[\ud800-\udfff]")


def misfit(text: str) -> str | None:
    """Return the first invalid byte in decoded ``text``, such as ``0xfc``, or ``None``."""
    found = None if text.isascii() else _MISFIT.search(text)
    return f"0x{ord(found[0]) & 0xFF:02x}" if found else None


def shown(text: str) -> str:
    """Return ``text`` with invalid bytes as escapes: ``f\\xfcr``."""
    return _MISFIT.sub(lambda found: f"\\x{ord(found[0]) & 0xFF:02x}", text)
