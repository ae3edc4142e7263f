"""The states and organisations that words may mean, with their names in all available languages.

Records name states by codes; a code is one word in the index (see :func:`sign`).
"""

from collections.abc import Iterator, Sequence
from functools import cache

from dragoman.domain import COUNTRY_OF, ORGANISATION_OF, CountryError, fold, is_code
from dragoman.domain import country_name as name_of

WIDEST = 6
"""The maximum number of words in a name."""

SHORTEST = 3
"""The minimum length, in letters, of a prefix that suggests a name."""

MOST = 40
"""The maximum number of names that a misspelt name may mean."""


def sign(code: str) -> str:
    """Return the index word for a code; no text can contain such a word."""
    return f"={code}"


def named(code: str) -> str:
    """Return the English name of a state or organisation."""
    try:
        return name_of(code)
    except CountryError:
        return code


def around(chunks: Sequence[str], at: int) -> Iterator[tuple[str, bool]]:
    """Yield each code that a word and its neighbours name, and whether it may be a common word."""
    for start in range(max(0, at - WIDEST + 1), at + 1):
        for end in range(at + 1, min(len(chunks), start + WIDEST) + 1):
            name = " ".join(chunks[start:end])
            yield from ((code, _is_common(name)) for code in _codes(name))


def _codes(name: str) -> Iterator[str]:
    """Yield the codes for a name; an organisation that is not in the table has a private code."""
    key = fold(name)
    known = COUNTRY_OF.get(key) or ORGANISATION_OF.get(key)
    own = (name, f"org:{name.upper()}")
    yield from (known,) if known else filter(is_code, own)


def _is_common(name: str) -> bool:
    """Return whether a name may be a common word: ``and`` (Andorra), ``is`` (Iceland)."""
    return name.isascii() and len(name) <= 3 and not name.isupper()


def with_word(word: str) -> Sequence[str]:
    """Return the codes whose English names contain a word."""
    return _by_word().get(fold(word), ()) if len(word) > SHORTEST else ()


@cache
def _by_word() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for code in dict.fromkeys((*COUNTRY_OF.values(), *ORGANISATION_OF.values())):
        for word in fold(named(code)).split():
            found.setdefault(word, []).append(code)
    return found


def beginning(part: str) -> Iterator[str]:
    """Yield the codes whose short name, in any language, begins with ``part``.

    This function ignores long names, which begin with words such as "republic".
    """
    if len(part) >= SHORTEST:
        for key, code in _names():
            if key.startswith(part) and key.count(" ") < 2:
                yield code


def near(word: str, from_: float) -> Iterator[tuple[str, int]]:
    """Yield the codes whose names resemble a word, each with the similarity in percent."""
    from rapidfuzz import fuzz, process

    names = _names()
    keys = [key for key, _ in names]
    found = process.extract(fold(word), keys, scorer=fuzz.ratio, limit=MOST, score_cutoff=from_)
    return ((names[at][1], int(score)) for _, score, at in found)


def _names() -> Sequence[tuple[str, str]]:
    return [*COUNTRY_OF.items(), *ORGANISATION_OF.items()]
