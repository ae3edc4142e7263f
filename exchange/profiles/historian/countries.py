"""Codes for the countries in the lists, which use historical names.

Each list gives a name and an id for a country. The name takes precedence, because the id stands for
the present-day country: the U.S.S.R. is not Russia. The id helps only if the name is ambiguous
(``Korea``, with the id ``korea-south``) or has no code (``Tanganyika``, with the id ``tanzania``).
"""

import re
from datetime import date

from dragoman.domain import CountryError, side

_OWN = {
    "Hawaii": "org:HAWAII",  # a kingdom and then a republic, without an ISO 3166 code
    "Korea": "KR",  # the lists use "Korea, North" for North Korea
    "Serbia-Montenegro (Kosovo)": "YUCS",
    "Somoa": "WS",
    "West Bank": "PS",
}
_CHINAS = ("China, Republic of", "Republic of China")
_BEIJING = date(1949, 10, 1)
"""The day since which the Republic of China has been Taiwan."""

_GLOSS = re.compile(r" \([^()]*\)$")


def code_of(name: str, slug: str = "", day: date | None = None) -> str:
    """Return the code of a country on a day.

    Raises :class:`dragoman.domain.countries.CountryError`.
    """
    if name in _OWN:
        return _OWN[name]
    if name in _CHINAS and _is_whole_china(slug, day):
        return "CN"
    problem = None
    for text in (name, _GLOSS.sub("", name), slug.replace("-", " "), _turned(slug)):
        try:
            return side(text, "en")
        except CountryError as error:
            problem = problem or error
    assert problem is not None
    raise problem


def _is_whole_china(slug: str, day: date | None) -> bool:
    """Return whether the Republic of China is China; if the id does not say so, the day does."""
    return slug == "china" or (slug != "taiwan" and day is not None and day < _BEIJING)


def _turned(slug: str) -> str:
    """Return the words of an id in reverse order: ``south korea`` for ``korea-south``."""
    first, _, second = slug.partition("-")
    return f"{second} {first}".strip()
