"""Match a typed word with words in the register, and measure how similar the words are."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import product
from typing import NamedTuple

from dragoman.projections.search import codes
from dragoman.projections.search.codes import sign
from dragoman.projections.search.query import Token
from dragoman.projections.search.tables import vocabulary
from dragoman.projections.search.words import (
    ROMANIZED,
    WordForms,
    alike,
    forms,
    is_unspaced,
    is_vowelless,
)
from dragoman.store import ColumnElement, Connection, func, or_, select

MOST = 500
"""The maximum number of words that a typed word may match at each level."""

LIKELY = 80.0
"""The minimum similarity, in percent, of a misspelt word."""

NEAR = 70.0
"""The minimum similarity, in percent, of a suggested word."""

HEARD = 60.0
"""The minimum similarity in sound, in percent, of a word with vowels to a word written without."""

LIKELIER = 85.0
"""The minimum similarity, in percent, of misspelt words that a search by sound includes."""

SHORTEST = 4
"""The minimum length, in letters, of a typed word that counts as misspelt.

In a word of three letters, a single wrong letter makes a different word.
"""

JOINED = 90
"""The closeness, in percent, of a word that the query writes apart, or a text."""

ROMAN = 80
"""The closeness, in percent, of a name in a script without spaces to a name in Latin letters."""

AFTER_ROMANIZED = chr(ord(ROMANIZED) + 1)
"""The text after which no romanized word is sorted."""

READ = 10_000
"""The number of words to compare at once."""

_word = vocabulary.c


class WordMatch(NamedTuple):
    """A word of the register that matches: its number, and its closeness in percent."""

    word: int
    closeness: int


def exact(connection: Connection, token: Token) -> Iterator[WordMatch]:
    """Yield the words that equal the token in Latin letters, or without accents and marks."""
    known = _forms(token)
    named = [code for word in token.words for code in codes.with_word(word)]
    yield from _signs(connection, (*token.signs, *map(sign, named)))
    yield from (
        WordMatch(one, 100) for one in _having(connection, _word.folded, _of(known, "folded"))
    )
    yield from (WordMatch(one, 98) for one in _having(connection, _word.latin, _of(known, "latin")))


def parts(connection: Connection, token: Token) -> Iterator[WordMatch]:
    """Yield the words that contain the token, shortest first.

    If the token is short, the words have to start with the token.
    """
    known = _forms(token)
    folded = _of(known, "folded")
    begun = [code for part in folded for code in codes.beginning(part)]
    yield from _signs(connection, (*token.hints, *map(sign, begun)))
    for part in {*folded, *_of(known, "latin")}:
        if len(part) > 1 and not is_unspaced(part):
            yield from _with_part(connection, part)


def joined(connection: Connection, token: Token) -> Iterator[WordMatch]:
    """Yield the words that the token and its neighbours form together."""
    known = [forms(word) for word in token.joined]
    for column, form in ((_word.folded, "folded"), (_word.latin, "latin")):
        yield from (WordMatch(one, JOINED) for one in _having(connection, column, _of(known, form)))


def joined_by_sound(connection: Connection, token: Token) -> Iterator[WordMatch]:
    """Yield the words that sound like the word that the token and its neighbours form."""
    known = [forms(word) for word in token.joined]
    heard = select(_word.id, _word.word).where(_word.sounds.in_(_of(known, "sounds")))
    boned = select(_word.id, _word.word).where(_word.bones.in_(_of(known, "bones")))
    for query in (heard, boned) if known else ():
        for number, word in connection.execute(query.limit(MOST)):
            if any(is_heard_as(word, one) for one in token.joined):
                yield WordMatch(number, JOINED)


def is_heard_as(word: str, typed: str) -> bool:
    """Return whether a word with the consonants of a typed word also sounds like it."""
    is_bare = is_vowelless(word) != is_vowelless(typed)
    return alike(word, typed) >= (HEARD if is_bare else LIKELIER)


def romanized(connection: Connection, token: Token) -> Iterator[WordMatch]:
    """Yield the names in a script without spaces that have the token, or a part with the token."""
    from rapidfuzz import fuzz

    words = [word for word in token.words if not is_unspaced(word)]
    single = set(filter(None, map(_sound, words)))
    several = {one for one in map(_sound, (*words, *token.joined)) if len(one) >= SHORTEST}
    if not single:
        return
    query = select(_word.id, _word.sounds)
    query = query.where(_word.word >= ROMANIZED, _word.word < AFTER_ROMANIZED)
    for number, heard in connection.execute(query):
        parts = heard.split()
        pairs = product(several, _together(parts))
        if single & set(parts) or any(fuzz.ratio(*pair) >= LIKELIER for pair in pairs):
            yield WordMatch(number, ROMAN)


def _sound(word: str) -> str:
    return forms(word).sounds


def _together(parts: Sequence[str]) -> Iterator[str]:
    """Yield the sounds of each two or more successive syllables of a name."""
    for start in range(len(parts)):
        for end in range(start + 2, len(parts) + 1):
            yield "".join(parts[start:end])


def _with_part(connection: Connection, part: str) -> Iterator[WordMatch]:
    is_short = len(part) < 3 or part.isdigit()
    at = [func.instr(column, part) for column in (_word.folded, _word.latin)]
    size = func.length(_word.folded)
    query = select(_word.id, size, or_(*(one == 1 for one in at)).label("begins"))
    query = query.where(or_(*(one == 1 if is_short else one > 0 for one in at)))
    for number, letters, begins in connection.execute(query.order_by(size).limit(MOST)):
        yield WordMatch(number, min(95, 50 + 40 * len(part) // letters + 5 * begins))


def sounds(connection: Connection, token: Token) -> Iterator[WordMatch]:
    """Yield the words that sound like the token, or would sound like it if written with vowels."""
    known = _forms(token)
    heard = select(_word.id, _word.word).where(_word.sounds.in_(_of(known, "sounds")))
    boned = select(_word.id, _word.word).where(_word.bones.in_(_of(known, "bones")))
    is_bare = is_vowelless(token.typed)
    for query, is_heard in ((heard, True), (boned, False)):
        for number, word in connection.execute(query.limit(MOST)):
            closeness = max(alike(word, one) for one in token.words)
            if is_heard or (is_vowelless(word) != is_bare and closeness >= HEARD):
                yield WordMatch(number, int(closeness))
    yield from (match for match, _ in misspelt(connection, token, LIKELIER))


def misspelt(connection: Connection, token: Token, from_: float) -> list[tuple[WordMatch, str]]:
    """Return the words that resemble the token, likeliest first, each with its spelling."""
    found: dict[str, WordMatch] = {}
    for word in token.words:
        for match, written in (
            *_near(connection, word, from_),
            *_near_codes(connection, word, from_),
        ):
            if written not in found or found[written].closeness < match.closeness:
                found[written] = match
    likely = sorted(found.items(), key=lambda one: (-one[1].closeness, one[0]))
    return [(match, written) for written, match in likely[:MOST]]


def _near(connection: Connection, word: str, from_: float) -> Iterator[tuple[WordMatch, str]]:
    from rapidfuzz import fuzz, process

    wanted = forms(word)
    size = len(wanted.latin)
    if size < SHORTEST or not wanted.sounds:
        return
    columns = (_word.id, _word.word, _word.latin, _word.sounds, _word.bones)
    is_near = func.length(_word.latin).between(size // 2, size * 2)
    result = connection.execute(select(*columns).where(_word.sounds != "", is_near))
    is_bare = is_vowelless(word)
    while rows := result.fetchmany(READ):
        for form in ("bones",) if is_bare else ("latin", "sounds"):
            column = [getattr(row, form) for row in rows]
            near = process.extract(
                getattr(wanted, form), column, scorer=fuzz.ratio, limit=MOST, score_cutoff=from_
            )
            for _, score, at in near:
                if not is_bare or alike(rows[at].word, word) >= HEARD:
                    yield WordMatch(rows[at].id, int(score) // 2), rows[at].word


def _near_codes(connection: Connection, word: str, from_: float) -> Iterator[tuple[WordMatch, str]]:
    if len(word) < SHORTEST:
        return
    for code, score in codes.near(word, from_):
        for match in _signs(connection, [sign(code)]):
            yield WordMatch(match.word, score // 2), codes.named(code)


def _signs(connection: Connection, signs: Collection[str]) -> Iterator[WordMatch]:
    return (WordMatch(one, 100) for one in _having(connection, _word.word, signs))


def _having(
    connection: Connection, column: ColumnElement[str], values: Collection[str]
) -> Sequence[int]:
    if not values:
        return ()
    query = select(_word.id).where(column.in_(values)).limit(MOST)
    return connection.execute(query).scalars().all()


def _forms(token: Token) -> list[WordForms]:
    return [forms(word) for word in token.words]


def _of(known: Iterable[WordForms], form: str) -> list[str]:
    """Return one form of each word, such as ``latin``; leave out empty forms."""
    return list(dict.fromkeys(filter(None, (getattr(one, form) for one in known))))
