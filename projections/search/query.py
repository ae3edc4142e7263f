"""Queries: typed strings, split into words to find; each word may have variants.

No typed character or word has a special meaning.
"""

from collections.abc import Iterator, Sequence

from attrs import evolve, field, frozen

from dragoman.domain import Ref, fold, typed_ref
from dragoman.projections.search.codes import around, sign
from dragoman.projections.search.words import (
    ARTICLES,
    LONGEST,
    Group,
    groups,
    is_unspaced,
    stems,
    whole,
)

WIDEST = 3
"""The maximum number of typed words that may be a single word: Abd ul Salam."""

FEW = 4
"""The maximum length, in words, of a query in which any three words may be a single word.

In a longer query, the second of the three has to be an article.
"""

_ARTICLES = frozenset(("al", "el", "ul", "ad", "an", "ar", "as", "ash", "at", "az"))
_LOOSE = frozenset(ARTICLES)


@frozen
class Token:
    """A word to find: the word as typed, and the other words that the typed word may stand for.

    ``words`` are the spellings of the token, and ``signs`` are the codes that the token may mean.
    The codes in ``hints`` count only if no record has the word. ``joined`` lists the words that the
    token and its neighbours form if they are written together. If ``may_lack`` is set, the token is
    an article, and a record need not contain it.
    """

    typed: str
    words: tuple[str, ...]
    signs: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    joined: tuple[str, ...] = field(default=(), eq=False)
    may_lack: bool = field(default=False, eq=False)


@frozen
class Query:
    """A parsed query: either every token has to match, or the record has to have the ``ref``."""

    tokens: Sequence[Token]
    ref: Ref | None = None


def query(text: str) -> Query:
    """Parse a typed string as a query.

    The query has no tokens if the string has no letters or digits.
    """
    return Query(_tokens(text.split()), typed_ref(text))


def _tokens(chunks: Sequence[str]) -> list[Token]:
    """Return the tokens of a query, without duplicates."""
    meant = [_meant(chunks, at) for at in range(len(chunks))]
    found = [
        evolve(token, signs=signs, hints=hints)
        for chunk, (signs, hints) in zip(chunks, meant, strict=True)
        for group in groups(chunk)
        for token in _of_group(chunk, group)
    ]
    found = list(_with_joined(found))
    needed = [one for one in found if not one.may_lack]
    return list(dict.fromkeys(needed or found))


def _with_joined(tokens: Sequence[Token]) -> Iterator[Token]:
    """Add to each token the words that it forms with its neighbours."""
    joined: dict[int, list[str]] = {}
    for width in range(2, WIDEST + 1):
        for start in range(len(tokens) - width + 1):
            some = tokens[start : start + width]
            word = "".join(one.words[0] for one in some)
            is_likely = width == 2 or len(tokens) <= FEW or some[1].may_lack
            is_spaced = not any(is_unspaced(one.words[0]) for one in some)
            if not (is_likely and is_spaced and len(word) <= LONGEST):
                continue
            for at in range(start, start + width):
                joined.setdefault(at, []).append(word)
    for at, token in enumerate(tokens):
        yield evolve(token, joined=tuple(joined.get(at, ())))


def _meant(chunks: Sequence[str], at: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the signs and the hints for the states that a word and its neighbours name."""
    codes = list(dict.fromkeys(around(chunks, at)))
    signs, hints = (
        tuple(sign(code) for code, may_be_word in codes if may_be_word is is_hint)
        for is_hint in (False, True)
    )
    return signs, hints


def _of_group(chunk: str, group: Group) -> Iterator[Token]:
    """Yield a token for each word of a group; each token may also match the joined words."""
    joined = whole(group)
    together = stems(joined) if joined else ()
    for run in group:
        typed = chunk[run.start : run.end]
        if is_unspaced(run.word):
            yield from (Token(one, (one, *together)) for one in _pairs(run.word))
        elif fold(run.word):
            may_lack = _is_article(typed, is_alone=joined is None)
            yield Token(typed, (*stems(run.word), *together), may_lack=may_lack)


def _is_article(typed: str, is_alone: bool) -> bool:
    return not typed.isupper() and fold(typed) in (_LOOSE if is_alone else _ARTICLES)


def _pairs(word: str) -> list[str]:
    """Return the pairs of neighbouring characters in a word; keep a single character as it is."""
    return [word[at : at + 2] for at in range(len(word) - 1)] or [word]
