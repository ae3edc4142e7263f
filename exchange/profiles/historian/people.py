"""Visitors in the lists: a post and then a name, sometimes without a space in between.

``President Andrzej Duda and Prime Minister Donald Tusk`` are two people; ``Premier and Prince
Sihanouk`` is one person with two titles; ``Benigno S. Aquino, 3rd`` is also one person.
"""

import re
from collections.abc import Iterator

from dragoman.exchange.profiles.historian.posts import VISITORS_POST, spelt

_POSTS = re.compile(rf"({VISITORS_POST}(?: (?:and|&) {VISITORS_POST})*) (\S.*)")
_GLUED = re.compile(rf"({VISITORS_POST})(?=[A-Z][a-z])")
_NEXT = re.compile(rf"(?:,| and| &|;) (?={VISITORS_POST} ?[A-Z])")


def people(text: str) -> Iterator[dict[str, str]]:
    """Yield the name and, if known, the post of every person that a field names."""
    plain = re.sub(r"-\s+(?=\w)", "-", " ".join(text.split()))
    for one in _several(_GLUED.sub(r"\1 ", plain)):
        yield _person(one)


def _several(text: str) -> Iterator[str]:
    start = 0
    for place in _NEXT.finditer(text):
        if _POSTS.fullmatch(text[start : place.start()]):  # otherwise the text is only a title
            yield text[start : place.start()]
            start = place.end()
    yield text[start:]


def _person(text: str) -> dict[str, str]:
    found = _POSTS.fullmatch(text)
    if found is None:
        return {"name": text}
    return {"name": found[2], "post": spelt(found[1])}
