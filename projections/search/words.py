"""Words: what a text is taken apart into, so that it is found however it is written.

A word is kept as it stands, in lower case, and compared in four forms: folded (without accents and
the like), in Latin letters, by its sounds, and by the bones that are left of it in a script that
writes no vowels. What was typed is taken apart in the same way as what was recorded.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from dragoman.domain import fold, names

LONGEST = 64
"""Letters by which a word is known; what is longer is cut."""

_NOT_SPACE = re.compile(r"\S+")
_JOINING = frozenset("-‐‑‒–'’‘`´ʹ′.·/_&+")
_UNSPACED = re.compile(
    "[\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3105-\u312f\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f\U0001b000-\U0001b16f\U00020000-\U0003134f]+"
)
"""Scripts without spaces between words, or with few: known by each sign and each two in a row."""

_VOWELLESS = re.compile("[\u0590-\u05ff\u0600-\u06ff\u0750-\u077f\ufb1d-\ufdff\ufe70-\ufeff]")
_ARTICLES = ("وال", "بال", "كال", "فال", "ال", "لل")
"""The Arabic article, with what may be written together with it."""


class WordRun(NamedTuple):
    """Letters, marks and digits in a row: where they stand in a text, and the word for them."""

    start: int
    end: int
    word: str


Group = Sequence[WordRun]
"""Runs that nothing parts but a hyphen, an apostrophe or the like."""


def groups(text: str) -> Iterator[Group]:
    """The groups of a text, in order."""
    for found in _NOT_SPACE.finditer(text):
        start = found.start()
        for group in _groups(found[0]):
            yield [WordRun(start + one.start, start + one.end, one.word) for one in group]


@lru_cache(maxsize=16_384)
def _groups(chunk: str) -> tuple[Group, ...]:
    """The groups of a text without spaces."""
    found: list[list[WordRun]] = []
    end = -1
    for start, stop in _stretches(chunk):
        is_joined = found and start - end == 1 and chunk[end] in _JOINING
        group = found[-1] if is_joined else []
        group.extend(_runs(chunk, start, stop))
        if group and not is_joined:
            found.append(group)
        end = stop
    return tuple(map(tuple, found))


def _stretches(chunk: str) -> Iterator[tuple[int, int]]:
    """Where letters, marks and digits stand in a row; what is invisible parts nothing."""
    start = None
    for at, char in enumerate(chunk):
        category = unicodedata.category(char)
        if category[0] in "LMN":
            start = at if start is None else start
            end = at + 1
        elif category != "Cf" and start is not None:
            yield start, end
            start = None
    if start is not None:
        yield start, end


def _runs(chunk: str, start: int, end: int) -> Iterator[WordRun]:
    """A stretch, parted where the script changes from one without spaces to another."""
    at = start
    for found in _UNSPACED.finditer(chunk, start, end):
        yield from _run(chunk, at, found.start())
        yield from _run(chunk, found.start(), found.end())
        at = found.end()
    yield from _run(chunk, at, end)


def _run(chunk: str, start: int, end: int) -> Iterator[WordRun]:
    """A run, unless nothing is left of it."""
    if word := "".join(filter(_is_seen, _plain(chunk[start:end]))):
        yield WordRun(start, end, word)


def _is_seen(char: str) -> bool:
    return char.isprintable() and char != " "


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def is_unspaced(word: str) -> bool:
    """Whether a word is of a script that has no spaces between words."""
    return _UNSPACED.match(word) is not None


def signs(word: str) -> Iterator[tuple[int, int]]:
    """Where each sign, and each two in a row, stand in a word of such a script."""
    for at in range(len(word)):
        yield at, at + 1
        if at:
            yield at - 1, at + 1


@lru_cache(maxsize=16_384)
def stems(word: str) -> tuple[str, ...]:
    """A word, and what it is without the Arabic article."""
    plain = fold(word)
    for article in _ARTICLES:
        if plain.startswith(article) and len(plain) >= len(article) + 2:
            return (word[:LONGEST], plain.removeprefix(article)[:LONGEST])
    return (word[:LONGEST],)


def words(text: str) -> Iterator[WordRun]:
    """Every word under which a text is found, and where it stands.

    Joined words are found as one, too; the English article is no word.
    """
    for group in groups(text):
        for run in group:
            yield from _words_of(run)
        if joined := whole(group):
            yield from (WordRun(group[0].start, group[-1].end, one) for one in stems(joined))


def _words_of(run: WordRun) -> Iterator[WordRun]:
    start, end, word = run
    if is_unspaced(word):
        for at, to in signs(word):
            yield WordRun(min(start + at, end - 1), min(start + to, end), word[at:to])
    elif fold(word):
        yield from (WordRun(start, end, one) for one in stems(word))


def whole(group: Group) -> str | None:
    """The word that joined runs are together; ``None`` for a single one."""
    return "".join(run.word for run in group) if len(group) > 1 else None


class WordForms(NamedTuple):
    """The forms in which a word is compared; of what is no name, sounds and bones are empty."""

    folded: str
    latin: str
    sounds: str
    bones: str


@lru_cache(maxsize=4096)
def forms(word: str) -> WordForms:
    """The forms of a word."""
    folded = fold(word)
    if is_unspaced(word):
        return WordForms(folded, "", "", "")
    latin = names.latin(word)
    if not latin.isalpha() or len(latin) < 2:
        return WordForms(folded, latin, "", "")
    return WordForms(folded, latin, names.sounds(word), _bones(latin, is_vowelless(word)))


def is_vowelless(word: str) -> bool:
    """Whether a word is written in a script that leaves vowels out."""
    return _VOWELLESS.search(word) is not None


_DOUBLED = re.compile(r"(.)\1+")
_SLAVIC = re.compile(r"(?<=[eo])w(?=a?$)")
_BONES = tuple(
    (re.compile(pattern), bone)
    for pattern, bone in (
        ("dzh|dsch|dsh|dj", "j"),
        ("tsch|tch|tsh|cz|ch", "c"),
        ("sch|sh|z", "s"),
        ("gh", "k"),
        ("kh|h", ""),
        ("ph|v", "f"),
        ("p", "b"),
        ("ck|c(?![aeiouy])|q|g", "k"),
        (r"(?<=[aeiou])j(?=[aeiou])|(?<!^)j$", ""),
    )
)


def _bones(latin: str, is_vowelless: bool) -> str:
    """The consonants as Arabic script tells them: ``f`` is also v, ``b`` is also p."""
    text = latin if is_vowelless else _SLAVIC.sub("f", _DOUBLED.sub(r"\1", latin))
    for pattern, bone in _BONES:
        text = pattern.sub(bone, text)
    return re.sub("[aeiouwy]", "", text) or latin[:1]


_VOWELS = str.maketrans({"ا": "a", "آ": "a", "أ": "a", "و": "o", "ي": "i", "ی": "i", "ى": "a"})


def voiced(word: str) -> str:
    """How a word sounds, with the long vowels that a script without short ones does tell."""
    return names.sounds(word.translate(_VOWELS)).replace("v", "f")


def alike(one: str, other: str) -> float:
    """How alike two words sound, in percent."""
    from rapidfuzz import fuzz

    return fuzz.ratio(voiced(one), voiced(other))
