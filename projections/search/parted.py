"""Find words that a query writes together, and a text apart: Abdulsalam in Abdul Salam.

The index has no pairs of words. A search splits the typed word at every place, looks up both halves
in the vocabulary, and later reads the records that have both halves in one unit.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import product
from typing import NamedTuple

from dragoman.domain import fold
from dragoman.projections.search.query import Token
from dragoman.projections.search.tables import vocabulary
from dragoman.projections.search.word_matching import is_heard_as
from dragoman.projections.search.words import ARTICLES, forms, is_unspaced
from dragoman.store import Connection, queries, select

SHORTEST = 2
"""The minimum length, in letters, of half a word; a number may have a single digit."""

SHORTEST_HEARD = 3
"""The minimum length, in letters, of half a word that only sounds like a word."""

SHORTEST_BONES = 2
"""The minimum number of consonants by which half a word is looked up."""

_word = vocabulary.c


class Split(NamedTuple):
    """The words of the vocabulary that may be the two halves of a typed word, by number."""

    left: Mapping[int, str]
    right: Mapping[int, str]

    def pairs(self) -> Iterator[str]:
        """Yield the pairs of halves, each separated by a space."""
        for left, right in product(self.left.values(), self.right.values()):
            yield f"{left} {right}"


Halves = Mapping[str, Mapping[int, str]]
"""Halves of typed words: half → the number and the text of each word that the half may be."""


def spelt(connection: Connection, token: Token) -> Iterator[Split]:
    """Yield the ways to split a token into two words of the vocabulary."""
    return _known(connection, token.words, SHORTEST, _spelt)


def heard(connection: Connection, token: Token) -> Iterator[Split]:
    """Yield the ways to split a token, or a token and its neighbours, into words by sound."""
    return _known(connection, (*token.words, *token.joined), SHORTEST_HEARD, _heard)


def _known(
    connection: Connection,
    words: Iterable[str],
    shortest: int,
    look_up: Callable[[Connection, set[str]], Halves],
) -> Iterator[Split]:
    splits = {split for word in words for split in _splits(word, shortest)}
    known = look_up(connection, {half for split in splits for half in split})
    for left, right in sorted(splits):
        if known.get(left) and known.get(right):
            yield Split(known[left], known[right])


def _splits(word: str, shortest: int) -> Iterator[tuple[str, str]]:
    """Yield the halves of a word at each place; a number is split from letters, and stays whole."""
    if is_unspaced(word):
        return
    has_digits = any(map(str.isdigit, word))
    for at in range(1, len(word)):
        if has_digits:
            is_place = word[at - 1].isdigit() != word[at].isdigit()
        else:
            is_place = shortest <= at <= len(word) - shortest
        if is_place:
            yield word[:at], word[at:]


def _spelt(connection: Connection, halves: set[str]) -> Halves:
    found: dict[str, dict[int, str]] = {}
    folded = {half: fold(half) for half in halves}
    rows: dict[str, dict[int, str]] = {}
    query = select(_word.id, _word.word, _word.folded)
    for row in queries.chunked(connection, query, _word.folded, sorted(set(folded.values()))):
        rows.setdefault(row.folded, {})[row.id] = row.word
    for half, key in folded.items():
        if key in rows:
            found[half] = rows[key]
    return found


def _heard(connection: Connection, halves: set[str]) -> Halves:
    found: dict[str, dict[int, str]] = {half: {} for half in halves}
    for form in ("sounds", "bones"):
        wanted: dict[str, list[tuple[str, str]]] = {}
        for half in halves:
            for spelling in _without_article(half):
                key = getattr(forms(spelling), form)
                if len(key) >= SHORTEST_BONES:
                    wanted.setdefault(key, []).append((half, spelling))
        column = getattr(_word, form)
        query = select(_word.id, _word.word, column.label("form"))
        for row in queries.chunked(connection, query, column, sorted(wanted)):
            for half, spelling in wanted[row.form]:
                if form == "sounds" or is_heard_as(row.word, spelling):
                    found[half][row.id] = row.word
    return found


def _without_article(half: str) -> Iterator[str]:
    """Yield half a word and, if it begins with an article, the half without the article."""
    yield half
    if half.startswith(ARTICLES) and len(half) >= SHORTEST_HEARD + len(ARTICLES[0]):
        yield half[len(ARTICLES[0]) :]
