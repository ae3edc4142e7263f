"""Names: a search for the people in the register to whom a written name may refer.

This module compares names in three forms. The first form is the name in Latin letters. The second
form represents the sounds of the name, because languages spell the same sounds very differently
(Rəfiyev, Rafijew, Рафиев). The third form contains only the consonants, because Arabic script shows
few vowels. Dragoman only suggests similar names: only an explicit command links two spellings to
the same person.
"""

import re
from collections.abc import Hashable, Iterable, Sequence
from functools import lru_cache
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)

LIKELY = 80.0
"""The minimum similarity, in percent, of names that are a likely match."""

_BEFORE_ASCII = str.maketrans(
    {
        "ə": "a",  # Azerbaijani letters, as the Azerbaijani press spells them in English
        "ç": "ch",
        "ş": "sh",
        "ğ": "gh",
        "x": "kh",
        "ı": "i",
        "ö": "o",
        "ü": "u",
        "ع": "",  # Arabic letters for sounds that few other languages have
        "ء": "",
        "ة": "a",
        "ى": "a",
    }
)
_TITLES = frozenset(
    (
        *("dr", "mr", "mrs", "ms", "prof", "sir", "herr", "frau", "mme", "m"),
        *("he", "hrh", "amb", "gen", "sheikh", "sheik", "shaykh", "shaikh", "sheikha"),
        *("sayyid", "seyyed", "hadj", "hajj", "archbishop"),
    )
)
_ARTICLES = frozenset(
    (
        *("al", "el", "ul", "as", "ad", "ar", "az", "es", "ash", "esh", "bin", "ibn", "bint"),
        *("de", "von", "van", "der", "la", "le"),
    )
)
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("dzh|dsch|dsh|dj|gi(?=[aou])", "j"),
        ("tsch|tch|tsh|cz|ch|tš", "c"),
        ("sch|sh", "s"),
        ("kh|gh|ch", "h"),
        ("ph", "f"),
        ("ck|q|g", "k"),
        ("ou|oo|u", "o"),
        ("w", "v"),
        ("ff", "f"),
        ("ss|z", "s"),
        (r"(?<=[aeiou])[yj](?=[aeiou])|y|ij|ie|ee|j(?=[aeiou]|\b)|i", "i"),
        ("(?<=i)e(?=v)", ""),
        ("e", "a"),
        (r"(.)\1+", r"\1"),
        (r"(?<=[aio])h(?=[^aio]|$)", ""),
    )
)


_DIGITS = re.compile(r"\d")


@lru_cache(maxsize=65_536)
def latin(name: str) -> str:
    """Return a name in lower-case Latin letters, without titles, articles or punctuation."""
    from anyascii import anyascii

    plain = anyascii(name.casefold().translate(_BEFORE_ASCII)).lower()
    words = re.sub(r"[^a-z0-9 ]", "", re.sub(r"[-_.,;/]", " ", plain)).split()
    kept = [word for word in words if word not in _TITLES and word not in _ARTICLES]
    return " ".join(kept or words)


@lru_cache(maxsize=65_536)
def sounds(name: str) -> str:
    """Return the approximate sounds of a name, regardless of the language of its spelling."""
    text = latin(name)
    for pattern, sound in _SOUNDS:
        text = pattern.sub(sound, text)
    return text


@lru_cache(maxsize=65_536)
def skeleton(name: str) -> str:
    """Return the consonants of a name."""
    words = (re.sub("[aiovhy]", "", word) or word[:1] for word in sounds(name).split())
    return " ".join(words)


def likeness(one: str, other: str) -> float:
    """Return the similarity of two names, in percent."""
    from rapidfuzz import fuzz

    if _DIGITS.findall(one) != _DIGITS.findall(other):
        return 0.0
    spelt = _alike(fuzz, latin(one), latin(other))
    heard = _alike(fuzz, sounds(one), sounds(other))
    bones = _alike(fuzz, skeleton(one), skeleton(other))
    vowels_missing = omits_vowels(one) or omits_vowels(other)
    return max(spelt, heard * 0.98, bones * (0.95 if vowels_missing else 0.85))


def has_part(name: str, wanted: str) -> bool:
    """Return whether every word of ``wanted`` sounds like a word, or part of a word, of a name."""
    from rapidfuzz import fuzz

    heard = sounds(name).split()
    return all(
        any(word in one or fuzz.ratio(word, one) >= LIKELY for one in heard)
        for word in sounds(wanted).split()
    )


SURE = 88.0
"""The minimum similarity, in percent, of two words that count as spellings of the same word."""


def is_called(name: str, wanted: str) -> bool:
    """Return whether every word of ``wanted`` sounds exactly or almost like a word of a name."""
    from rapidfuzz import fuzz

    heard, words = sounds(name).split(), sounds(wanted).split()
    return bool(words) and all(
        any(word == one or (len(word) > LONG and fuzz.ratio(word, one) >= SURE) for one in heard)
        for word in words
    )


def has_words(name: str, wanted: str) -> bool:
    """Return whether every word of ``wanted`` is a word of a name, letter for letter in Latin."""
    known, words = latin(name).split(), latin(wanted).split()
    return bool(words) and all(word in known for word in words)


def is_short_for(name: str, full: str) -> bool:
    """Return whether each word of ``name`` is a word of ``full``, or the first letter of a word.

    At least one word of ``name`` has to be more than a first letter.
    """
    words, known = latin(name).split(), latin(full).split()
    initials = [word for word in words if len(word) == 1]
    written = " ".join(word for word in words if len(word) > 1)
    if len(words) > len(known) or not is_called(full, written):
        return False
    rest = [one for one in known if not is_called(written, one)]
    return all(any(one.startswith(initial) for one in rest) for initial in initials)


LONG = 4
"""The length in letters above which a slightly misspelt word still matches."""


def _alike(fuzz: "object", one: str, other: str) -> float:
    """Return the similarity of two names in any word order; a missing word costs little."""
    if not (one and other):
        return 0.0
    whole: float = fuzz.token_sort_ratio(one, other)  # type: ignore[attr-defined]
    joined: float = fuzz.ratio(one.replace(" ", ""), other.replace(" ", ""))  # type: ignore[attr-defined]
    part = 0.0
    if min(len(one.split()), len(other.split())) > 1:
        part = 0.92 * fuzz.token_set_ratio(one, other)  # type: ignore[attr-defined]
    return max(whole, joined, part)


def omits_vowels(name: str) -> bool:
    """Return whether a name is written in a script that omits vowels."""
    return any("\u0600" <= char <= "\u06ff" for char in name)


def ranked(name: str, candidates: Iterable[tuple[Key, str]]) -> Sequence[tuple[Key, float]]:
    """Return the keys of the likely candidates with their similarity, best first."""
    best: dict[Key, float] = {}
    for key, spelling in candidates:
        best[key] = max(best.get(key, 0.0), likeness(name, spelling))
    likely = [(key, score) for key, score in best.items() if score >= LIKELY]
    return sorted(likely, key=lambda one: -one[1])
