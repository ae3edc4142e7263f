"""Which states and organisations words may mean, in any of the languages in which they are known.

Records name them by codes; a code is one word of the index, see :func:`sign`.
"""

from collections.abc import Iterator, Sequence
from functools import cache

from dragoman.domain import COUNTRY_OF, ORGANISATION_OF, CountryError, fold, is_code
from dragoman.domain import country_name as name_of

WIDEST = 6
"""Words that a name may have."""

SHORTEST = 3
"""Letters from which on the beginning of a name hints at it."""

MOST = 40
"""Names that may be meant by one that is misspelt."""


def sign(code: str) -> str:
    """The word for a code, which no text can be taken apart into."""
    return f"={code}"


def named(code: str) -> str:
    """The English name of a state or organisation."""
    try:
        return name_of(code)
    except CountryError:
        return code


def around(chunks: Sequence[str], at: int) -> Iterator[tuple[str, bool]]:
    """The codes that are named by words around one, and whether each may as well be a word."""
    for start in range(max(0, at - WIDEST + 1), at + 1):
        for end in range(at + 1, min(len(chunks), start + WIDEST) + 1):
            name = " ".join(chunks[start:end])
            yield from ((code, _is_common(name)) for code in _codes(name))


def _codes(name: str) -> Iterator[str]:
    """The codes for a name; one of our own for an organisation that no table knows."""
    key = fold(name)
    known = COUNTRY_OF.get(key) or ORGANISATION_OF.get(key)
    own = (name, f"org:{name.upper()}")
    yield from (known,) if known else filter(is_code, own)


def _is_common(name: str) -> bool:
    """Whether a code may as well be a word: ``and`` (Andorra), ``is`` (Iceland)."""
    return name.isascii() and len(name) <= 3 and not name.isupper()


def with_word(word: str) -> Sequence[str]:
    """The codes in whose English name a word stands."""
    return _by_word().get(fold(word), ()) if len(word) > SHORTEST else ()


@cache
def _by_word() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for code in dict.fromkeys((*COUNTRY_OF.values(), *ORGANISATION_OF.values())):
        for word in fold(named(code)).split():
            found.setdefault(word, []).append(code)
    return found


def beginning(part: str) -> Iterator[str]:
    """The codes of which a name, in any language, begins with ``part``; short names alone.

    Long ones begin with words such as republic.
    """
    if len(part) >= SHORTEST:
        for key, code in _names():
            if key.startswith(part) and key.count(" ") < 2:
                yield code


def near(word: str, from_: float) -> Iterator[tuple[str, int]]:
    """The codes whose names are written much like a word, and how much, in percent."""
    from rapidfuzz import fuzz, process

    names = _names()
    keys = [key for key, _ in names]
    found = process.extract(fold(word), keys, scorer=fuzz.ratio, limit=MOST, score_cutoff=from_)
    return ((names[at][1], int(score)) for _, score, at in found)


def _names() -> Sequence[tuple[str, str]]:
    return [*COUNTRY_OF.items(), *ORGANISATION_OF.items()]
