"""Split texts into words, so that a search finds the texts in any spelling.

The index keeps each word in lower case, and compares words in four forms: folded (without accents
and the like), in Latin letters, by sound, and by "bones" (the consonants that a script without
vowels shows). Search splits queries in the same way as recorded texts.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from dragoman.domain import fold, names, remembered

LONGEST = 64
"""The maximum number of letters of a word; longer words are truncated."""

_NOT_SPACE = re.compile(r"\S+")
_JOINING = frozenset("-‐‑‒–'’‘`´ʹ′.·/_&+")
_UNSPACED = re.compile(
    "[\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3105-\u312f\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f\U0001b000-\U0001b16f\U00020000-\U0003134f]+"
)
"""Scripts with few or no spaces between words.

The index has each character, and each pair of characters, of words in these scripts.
"""

_VOWELLESS = re.compile("[\u0590-\u05ff\u0600-\u06ff\u0750-\u077f\ufb1d-\ufdff\ufe70-\ufeff]")
_ARTICLES = ("وال", "بال", "كال", "فال", "ال", "لل")
"""The Arabic article, and the prefixes that may be joined to the article."""


class WordRun(NamedTuple):
    """A run of letters, marks and digits: its start and end in a text, and its word."""

    start: int
    end: int
    word: str


Group = Sequence[WordRun]
"""A group of runs that are separated only by a hyphen, an apostrophe or the like."""


def groups(text: str) -> Iterator[Group]:
    """Yield the groups of runs in a text, in order."""
    for found in _NOT_SPACE.finditer(text):
        start = found.start()
        for group in _groups(found[0]):
            yield [WordRun(start + one.start, start + one.end, one.word) for one in group]


def _groups(chunk: str) -> tuple[Group, ...]:
    """Return the groups of runs in a piece of text that has no spaces."""
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
    """Yield the runs of letters, marks and digits; invisible characters do not split a run."""
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
    """Split a run where the script changes from or to a script without spaces."""
    at = start
    for found in _UNSPACED.finditer(chunk, start, end):
        yield from _run(chunk, at, found.start())
        yield from _run(chunk, found.start(), found.end())
        at = found.end()
    yield from _run(chunk, at, end)


def _run(chunk: str, start: int, end: int) -> Iterator[WordRun]:
    """Yield a run, unless it is empty."""
    if word := "".join(filter(_is_seen, _plain(chunk[start:end]))):
        yield WordRun(start, end, word)


def _is_seen(char: str) -> bool:
    return char.isprintable() and char != " "


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def is_unspaced(word: str) -> bool:
    """Return whether a word is written in a script without spaces between words."""
    return _UNSPACED.match(word) is not None


def signs(word: str) -> Iterator[tuple[int, int]]:
    """Yield the start and end of each character, and of each pair of characters, in a word."""
    for at in range(len(word)):
        yield at, at + 1
        if at:
            yield at - 1, at + 1


@lru_cache(maxsize=16_384)
def stems(word: str) -> tuple[str, ...]:
    """Return a word and, if it has the Arabic article, the word without the article."""
    plain = fold(word)
    for article in _ARTICLES:
        if plain.startswith(article) and len(plain) >= len(article) + 2:
            return (word[:LONGEST], plain.removeprefix(article)[:LONGEST])
    return (word[:LONGEST],)


def words(text: str) -> Iterator[WordRun]:
    """Yield all words by which a search finds a text, each with its place.

    A search also finds joined words as a single word. The index leaves out the English article.
    """
    for found in _NOT_SPACE.finditer(text):
        start = found.start()
        for one in _words_in(found[0]):
            yield WordRun(start + one.start, start + one.end, one.word)


ARTICLES = ("al", "el", "ul")
_LINKS = frozenset(("", *ARTICLES))
"""What may be between two words that a query writes together; articles do not count."""

_SEEN_FROM = 4
"""The number of following words in which to look for a neighbour; joined words are extra words."""


def neighbours(text: str, runs: Sequence[WordRun]) -> Iterator[WordRun]:
    """Yield each pair of neighbouring words in a text, as a word that contains a space."""
    for at, left in enumerate(runs):
        for right in runs[at + 1 : at + 1 + 2 * _SEEN_FROM]:
            if right.start >= left.end and _link(text[left.end : right.start]) in _LINKS:
                yield WordRun(left.start, right.end, f"{left.word} {right.word}")


def _link(between: str) -> str:
    return "".join(filter(str.isalnum, between)).casefold()


def indexed(text: str) -> set[str]:
    """Return all words by which a search finds a text."""
    return set().union(*map(_indexed, text.split()))


def _words_in(chunk: str) -> Iterator[WordRun]:
    """Yield the words in a piece of text that has no spaces."""
    for group in _groups(chunk):
        for run in group:
            yield from _words_of(run)
        if joined := whole(group):
            yield from (WordRun(group[0].start, group[-1].end, one) for one in stems(joined))


_indexed = remembered(lambda chunk: {one.word for one in _words_in(chunk)}, most=16_384)


def _words_of(run: WordRun) -> Iterator[WordRun]:
    start, end, word = run
    if is_unspaced(word):
        for at, to in signs(word):
            yield WordRun(min(start + at, end - 1), min(start + to, end), word[at:to])
    elif fold(word):
        yield from (WordRun(start, end, one) for one in stems(word))


def whole(group: Group) -> str | None:
    """Return the word that several runs form when joined; ``None`` for a single run."""
    return "".join(run.word for run in group) if len(group) > 1 else None


ROMANIZED = "~"
"""The first character of an index word for a name in a script without spaces; nobody can type it.

The index has such words only for names, because a syllable such as ``an`` occurs in every text.
"""


def romanized(text: str) -> Iterator[WordRun]:
    """Yield a word for each part of a name that is written in a script without spaces."""
    for group in groups(text):
        for run in group:
            if is_unspaced(run.word):
                yield WordRun(run.start, run.end, ROMANIZED + run.word[: LONGEST - 1])


def syllables(word: str) -> str:
    """Return the sounds of the characters of a word of :func:`romanized`, separated by spaces."""
    from anyascii import anyascii

    heard = (names.sounds(anyascii(char)) for char in word.removeprefix(ROMANIZED))
    return " ".join(filter(None, heard))


class WordForms(NamedTuple):
    """The forms of a word for comparison.

    ``sounds`` (the phonetic form) and ``bones`` (the consonants) are empty for a word that cannot
    be part of a name.
    """

    folded: str
    latin: str
    sounds: str
    bones: str


@lru_cache(maxsize=4096)
def forms(word: str) -> WordForms:
    """Return the forms of a word; a romanized name has only sounds, one for each character."""
    if word.startswith(ROMANIZED):
        return WordForms("", "", syllables(word), "")
    folded = fold(word)
    if is_unspaced(word):
        return WordForms(folded, "", "", "")
    latin = names.latin(word)
    if not latin.isalpha() or len(latin) < 2:
        return WordForms(folded, latin, "", "")
    return WordForms(folded, latin, names.sounds(word), _bones(latin, is_vowelless(word)))


def is_vowelless(word: str) -> bool:
    """Return whether a word is written in a script that leaves vowels out."""
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
    """Return a word's consonants as Arabic script would show them: f stands for v, b for p."""
    text = latin if is_vowelless else _SLAVIC.sub("f", _DOUBLED.sub(r"\1", latin))
    for pattern, bone in _BONES:
        text = pattern.sub(bone, text)
    return re.sub("[aeiouwy]", "", text) or latin[:1]


_VOWELS = str.maketrans({"ا": "a", "آ": "a", "أ": "a", "و": "o", "ي": "i", "ی": "i", "ى": "a"})


def voiced(word: str) -> str:
    """Return the sound of a word, with only the vowels that a script without short vowels shows."""
    return names.sounds(word.translate(_VOWELS)).replace("v", "f")


def alike(one: str, other: str) -> float:
    """Return the similarity in sound of two words, in percent."""
    from rapidfuzz import fuzz

    return fuzz.ratio(voiced(one), voiced(other))
