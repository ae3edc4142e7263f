"""States and organisations: conversion of typed text to a code, and of a code to a name.

A code is ISO 3166-1 alpha-2 (`IQ`), `XK` for Kosovo, the four letters of ISO 3166-3 for a state
that no longer exists (`SUHH`), or, for an organisation, `org:` and a code that Dragoman defines
(`org:UN`). Text matches a name only if the two are equal after folding. Dragoman suggests names for
a near miss, but never accepts a near miss.

A renamed state keeps its code: Burma is `MM` and Zaire is `CD`. A state that was dissolved, divided
or absorbed has its own code: the Soviet Union is `SUHH`, never `RU`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from dragoman.domain.country_table import COUNTRY_OF, ORGANISATION_OF, SETTLED_IN, UNSETTLED
from dragoman.domain.text import fold, quoted

_COUNTRY_CODES = frozenset(COUNTRY_OF.values())
_PREFIXED = re.compile(r" *org:(.*?) *", re.IGNORECASE | re.DOTALL)
_ORGANISATION_CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{0,30}[A-Z0-9]")
_INVERTED = re.compile(r"([^,()]+)[,(]([^,()]+)\)? *")
_GLOSSED = re.compile(r"([^()]+)\(([^()]+)\) *")
_LONGEST_NAME = 120
_SHORTEST_OFFICIAL = 3
_SHORTEST_TYPO = 3  # two letters are close to every code
_CLOSE_ENOUGH = 60  # percent similarity in rapidfuzz
_MOST_SUGGESTIONS = 3
_REGIONAL_INDICATOR_A = 0x1F1E6


class CountryError(ValueError):
    """Raised for text that matches no code or several codes. The message has one line."""


def country(text: str, language: str | None = None) -> str:
    """Return the code of a country: `IQ` for "IQ", "irq", "Iraq", "Irak", "العراق" or "İraq".

    Accepts ISO 3166-1 alpha-2 and alpha-3 codes, CLDR names in twelve languages, official names and
    common aliases, withdrawn codes and names (ISO 3166-3), the inverted form that lists use
    ("Korea, Republic of", "Korea (North)"), and a name followed by another name or code for the
    same state ("Burma (Myanmar)", "Iraq (IQ)").

    Raises CountryError when the text names no country, or is ambiguous ("Congo") even in
    ``language``, the BCP 47 tag of the surrounding text. In Spanish, for example, "Congo" is not
    ambiguous: there, CLDR uses this name only for the Republic of the Congo.
    """
    code = _country(text, language)
    if code is None:
        raise CountryError(_country_problem(text))
    return code


def organisation(text: str) -> str:
    """Return the code of an organisation: `org:UN` for "UN", "United Nations" or "org:UN".

    The table has only the major organisations. For others, this function accepts `org:` and any
    well-formed code (2 to 32 capital letters, digits and hyphens).

    Raises CountryError when the text is neither in the table nor a well-formed code.
    """
    code = _organisation(text)
    if code is None:
        raise CountryError(_organisation_problem(text))
    return code


def side(text: str, language: str | None = None) -> str:
    """Return the code of the state or organisation that the text names.

    If the text could name either a state or an organisation, the state takes precedence ("NAM" is
    Namibia, "AU" is Australia). For an organisation, start the text with `org:`.

    Raises CountryError when the text names no state or organisation, or is ambiguous even in
    ``language``; see :func:`country`.
    """
    code = known_side(text, language)
    if code is None:
        raise CountryError(_side_problem(text))
    return code


def known_side(text: str, language: str | None = None) -> str | None:
    """Return the same code as :func:`side`, or None where :func:`side` raises CountryError."""
    return _country(text, language) or _organisation(text)


def country_name(code: str, language: str = "en") -> str:
    """Return the name to show for a code, from CLDR.

    Historical states and organisations have English names only. For an organisation that is not in
    the table, the name is the code.

    Raises CountryError when the code is not canonical, or the language is not supported.
    """
    from dragoman.domain.country_names import COUNTRY_NAMES, HISTORICAL, ORGANISATIONS

    if language not in COUNTRY_NAMES:
        raise CountryError(
            f"unknown language {quoted(language)}; choose one of: {', '.join(COUNTRY_NAMES)}"
        )
    if not is_code(code):
        raise CountryError(f"{quoted(code)} is not the code of a country or an organisation")
    known = COUNTRY_NAMES[language].get(code) or HISTORICAL.get(code) or ORGANISATIONS.get(code)
    return known or code.removeprefix("org:")


def is_code(text: str) -> bool:
    """Return whether the text is a canonical code; `side` returns canonical codes unchanged."""
    return text in _COUNTRY_CODES or (text.startswith("org:") and _organisation(text) == text)


def flag(code: str) -> str:
    """Return the flag of an existing country as an emoji; an empty string for any other code."""
    if len(code) != 2 or code not in _COUNTRY_CODES:
        return ""
    return "".join(chr(_REGIONAL_INDICATOR_A + ord(letter) - ord("A")) for letter in code)


def _country(text: str, language: str | None) -> str | None:
    if text in _COUNTRY_CODES:
        return text
    codes = (COUNTRY_OF[key] for key in _readings(text) if key in COUNTRY_OF)
    return next(codes, None) or _glossed(text) or _settled(text, language) or _official(text)


def _official(text: str) -> str | None:
    """Return the code for an official name, such as "Republik Irak"; ``None`` for other text."""
    if len(text) > _LONGEST_NAME or len(text) < _SHORTEST_OFFICIAL:
        return None
    from dragoman.domain.official_names import official

    return official(text, COUNTRY_OF.get)


def _settled(text: str, language: str | None) -> str | None:
    """Return the code for a name that is ambiguous in general, but not in ``language``."""
    if language is None or len(text) > _LONGEST_NAME:
        return None
    return SETTLED_IN.get(f"{language.partition('-')[0].lower()}:{fold(text)}")


def _readings(text: str) -> Iterator[str]:
    """Yield the lookup key of a name and, for an inverted name, also that of its normal order."""
    if len(text) > _LONGEST_NAME:
        return
    yield fold(text)
    if inverted := _INVERTED.fullmatch(text):
        yield fold(f"{inverted[2]} {inverted[1]}")


def _glossed(text: str) -> str | None:
    """Return the code of a string such as "Burma (Myanmar)" if both names share exactly one."""
    parts = _GLOSSED.fullmatch(text) if len(text) <= _LONGEST_NAME else None
    if parts is None:
        return None
    agreed = _candidates(parts[1]) & _candidates(parts[2])
    return agreed.pop() if len(agreed) == 1 else None


def _candidates(text: str) -> set[str]:
    key = fold(text)
    return {COUNTRY_OF[key]} if key in COUNTRY_OF else set(UNSETTLED.get(key, ()))


def _organisation(text: str) -> str | None:
    if len(text) > _LONGEST_NAME:
        return None
    prefixed = _PREFIXED.fullmatch(text)
    if prefixed is None:
        return ORGANISATION_OF.get(fold(text))
    code = prefixed[1]
    own = f"org:{code}" if _ORGANISATION_CODE.fullmatch(code) else None
    return ORGANISATION_OF.get(fold(code), own)


def _country_problem(text: str) -> str:
    if organisation_code := _organisation(text):
        return f"{quoted(text)} is not a country but {_either([organisation_code])}"
    return _unsettled(text) or _unknown("country", text, COUNTRY_OF)


def _organisation_problem(text: str) -> str:
    if len(text) <= _LONGEST_NAME and _PREFIXED.fullmatch(text):
        return f"{quoted(text)}: after org:, write 2 to 32 capital letters, digits and hyphens"
    return _unknown("organisation", text, ORGANISATION_OF)


def _side_problem(text: str) -> str:
    if text.startswith("org:"):
        return _organisation_problem(text)
    table = COUNTRY_OF | ORGANISATION_OF
    return _unsettled(text) or _unknown("country or organisation", text, table)


def _unsettled(text: str) -> str | None:
    codes = next((UNSETTLED[key] for key in _readings(text) if key in UNSETTLED), ())
    if not codes:
        return None
    if len(codes) == 1:
        return f"{quoted(text)} has no code of its own; did you mean {_either(codes)}?"
    return f"{quoted(text)} is ambiguous: {_either(codes)}"


def _unknown(kind: str, text: str, table: Mapping[str, str]) -> str:
    if codes := _suggestions(text, table):
        return f"unknown {kind} {quoted(text)}; did you mean {_either(codes)}?"
    return f"unknown {kind} {quoted(text)}; write {_ACCEPTED[kind]}"


_ACCEPTED = {
    "country": "a name or an ISO 3166 code, such as Iraq or IQ",
    "organisation": "a name, or a code in capitals, such as org:UN",
    "country or organisation": "a name or a code, such as Iraq, IQ or org:UN",
}


def _suggestions(text: str, table: Mapping[str, str]) -> list[str]:
    """Return the codes of the names nearest to the text, best first."""
    if not _SHORTEST_TYPO <= len(text) <= _LONGEST_NAME:
        return []
    best: dict[str, float] = {}
    for code, score in _likenesses(text, table):
        best[code] = max(score, best.get(code, 0))
    return sorted(best, key=lambda code: (-best[code], code))[:_MOST_SUGGESTIONS]


def _likenesses(text: str, table: Mapping[str, str]) -> Iterator[tuple[str, float]]:
    from anyascii import anyascii
    from rapidfuzz import fuzz, process

    keys = list(table)
    unglossed = text.partition("(")[0]
    for spelling in {fold(text), fold(unglossed), fold(anyascii(text))}:
        for key, score, _ in process.extract(spelling, keys, scorer=fuzz.ratio, limit=20):
            if score >= _CLOSE_ENOUGH:
                yield table[key], score


def _either(codes: Iterable[str]) -> str:
    *others, last = [f"{country_name(code)} ({code})" for code in codes]
    return f"{', '.join(others)} or {last}" if others else last
