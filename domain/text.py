"""Folding: the same lookup key for different spellings of a name.

`fold` returns a key for lookups, not a string for display. The key ignores only differences that do
not matter to a reader (case, accents, punctuation, Arabic and Persian letter forms). Folding never
guesses.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

T = TypeVar("T")

_LETTERS = {
    "ı": "i",  # Turkish and Azerbaijani
    "ə": "e",
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "æ": "ae",
    "œ": "oe",
    "ٱ": "ا",  # Arabic, and the Persian forms of the same letters
    "ى": "ي",
    "ی": "ي",
    "ک": "ك",
    "ة": "ه",
    "ە": "ه",
    "ہ": "ه",
    "ھ": "ه",
    "&": " & ",
}
_SPACES = "\t\n\r,()/·،、\N{ZERO WIDTH NON-JOINER}"
_SILENT = ".'`´‘’ʻʼʹ′\N{ARABIC TATWEEL}"
_SPACE_CATEGORIES = ("Zs", "Zl", "Zp", "Pd")
_SILENT_CATEGORIES = ("Mn", "Cf")

_BETWEEN_INITIALS = re.compile(r"(?<=\b\w) (?=\w\b)")
_ABBREVIATIONS = {"st": "saint", "&": "and"}


class _Plain(dict[int, str]):
    """A table for `str.translate` that computes the replacement of each character only once."""

    def __missing__(self, point: int) -> str:
        plain = self[point] = _plain(chr(point))
        return plain


def _plain(char: str) -> str:
    category = unicodedata.category(char)
    if char in _SPACES or category in _SPACE_CATEGORIES:
        return " "
    if char in _SILENT or category in _SILENT_CATEGORIES:
        return ""
    return _LETTERS.get(char, char)


_PLAIN = _Plain()


def fold(text: str) -> str:
    """Return the lookup key of a name: lower case, no marks, words separated by single spaces.

    Folding removes dots and apostrophes ("U.S." is "us") and the English article. Hyphens, commas
    and brackets separate words; "&" is "and", and "St." is "saint". Folding keeps control
    characters and other symbols, so a string with such characters matches no name. Folding is
    idempotent.
    """
    initials_joined = _BETWEEN_INITIALS.sub("", " ".join(_without_article(_bare(text))))
    return _spell_out(_without_article(initials_joined))


def many(number: int, one: str, several: str = "") -> str:
    """Return a number with a noun: ``1 row``, ``3,264 rows``."""
    return f"{number:,} {one if number == 1 else several or f'{one}s'}"


def quoted(text: str, longest: int = 60) -> str:
    """Quote a string for a message: on one line, escaped, and truncated if too long."""
    return repr(text if len(text) <= longest else text[: longest - 1] + "…")


def with_article(noun: str) -> str:
    """Return a noun with its article: ``a visit``, ``an instrument``."""
    return f"an {noun}" if noun[:1] in "aeiou" else f"a {noun}"


LONGEST_REMEMBERED = 100
"""The maximum length, in characters, of a text whose result is cached."""


def remembered(read: Callable[[str], T], most: int = 4096) -> Callable[[str], T]:
    """Cache the results of a function for up to ``most`` short strings.

    Callers must not modify the results.
    """
    found = lru_cache(maxsize=most)(read)
    return lambda text: found(text) if len(text) <= LONGEST_REMEMBERED else read(text)


def _bare(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return decomposed.translate(_PLAIN)


def _without_article(text: str) -> list[str]:
    """Return the words of a string, without the English articles.

    This function splits only at spaces, because `str.split()` would also split at U+001C.
    """
    return [word for word in text.split(" ") if word not in ("", "the")]


def _spell_out(words: list[str]) -> str:
    if len(words) == 1:  # "ST" alone is a code, and "&" is not a word
        return words[0]
    return " ".join(_ABBREVIATIONS.get(word, word) for word in words)
