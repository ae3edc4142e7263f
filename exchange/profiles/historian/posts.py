"""Patterns for posts, made from the words in :mod:`.vocabulary`."""

import re
from collections.abc import Iterable

from dragoman.exchange.profiles.historian import vocabulary


def either(words: Iterable[str]) -> str:
    """Return a pattern for one of the words; a longer word goes before its own beginning."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


_NOT_YET_HELD = r"(?:-(?:[Ee]lect|[Dd]esignate))?"
_ASIDE = f"(?:{either(vocabulary.BEFORE_OFFICE)})"
_OF = either(vocabulary.INSTITUTIONS[: vocabulary.VISITORS_INSTITUTIONS])
VISITORS_POST = (
    rf"(?:{_ASIDE} )*(?:{either(vocabulary.OFFICES)}){_NOT_YET_HELD}(?: of (?:the )?(?:{_OF}))?"
)
"""A post in the list of visitors."""

_OFFICE = f"(?:{either({*vocabulary.OFFICES, *vocabulary.OTHER_OFFICES})})"
_PORTFOLIO = f"(?:{either(vocabulary.PORTFOLIOS)})"
_FIELD = rf"{_PORTFOLIO}(?:(?:,? and |, | & | ){_PORTFOLIO}\b)*"
_BEFORE = (
    f"(?:{either({*vocabulary.BEFORE_OFFICE, *vocabulary.BEFORE_OTHER_OFFICES})}|{_PORTFOLIO})"
)
_INSTITUTION = either(vocabulary.INSTITUTIONS)
POST = (
    rf"(?:{_BEFORE}(?: and(?= {_PORTFOLIO}))? )*{_OFFICE}(?!\w){_NOT_YET_HELD}"
    rf"(?: (?:of|for) (?:the )?(?:{_FIELD}|{_INSTITUTION})\b)*"
)
"""A post of somebody whom a traveller meets."""

_spelt = re.compile(rf"\b(?:{either(vocabulary.MISSPELT)})\b")


def spelt(post: str) -> str:
    """Correct the known misspellings of a post."""
    right = _spelt.sub(lambda found: vocabulary.MISSPELT[found[0]], post)
    return re.sub("-(Elect|Designate)", lambda found: found[0].lower(), right)
