"""Countries as named in the lists, with the names of the time.

The name decides, and not the id beside it, because the id belongs to the present country: the
U.S.S.R. is not Russia. The id helps only if the name is ambiguous (``Korea``, with ``korea-south``)
or has no code (``Tanganyika``, with ``tanzania``).
"""

import re

from dragoman.domain import CountryError, side

_OWN = {
    "Hawaii": "org:HAWAII",  # a kingdom, then a republic; ISO 3166 has no code for it
    "Korea": "KR",  # the lists call the other one "Korea, North"
    "Serbia-Montenegro (Kosovo)": "YUCS",
    "Somoa": "WS",
    "West Bank": "PS",
}
_GLOSS = re.compile(r" \([^()]*\)$")


def code_of(name: str, slug: str = "") -> str:
    """Return the code of a country. Raises :class:`dragoman.domain.countries.CountryError`."""
    if name in _OWN:
        return _OWN[name]
    problem = None
    for text in (name, _GLOSS.sub("", name), slug.replace("-", " "), _turned(slug)):
        try:
            return side(text, "en")
        except CountryError as error:
            problem = problem or error
    assert problem is not None
    raise problem


def _turned(slug: str) -> str:
    """Return the parts of an id in reverse order: ``south korea`` for ``korea-south``."""
    first, _, second = slug.partition("-")
    return f"{second} {first}".strip()
