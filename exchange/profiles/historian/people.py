"""Visitors in the lists: a post and then a name, sometimes without a space in between.

``President Andrzej Duda and Prime Minister Donald Tusk`` are two people; ``Premier and Prince
Sihanouk`` is one person with two titles; ``Benigno S. Aquino, 3rd`` is also one person.
"""

import re
from collections.abc import Iterator

_BEFORE = (
    "Acting|Interim|Provisional|Vice|Deputy|Federal|Former|Crown|Grand|Brigadier|Lieutenant"
    "|Regent|Junta|Foreign|Major"
)
_OFFICE = (
    "Prime Minister-Prince|Prime Ministere|Prime Minister|Prime Minster|Presidetn|President"
    "|Secretary General|General Secretary|First Secretary|First Minister|Governor General"
    "|Secretary of State|Governor|General|Colonel|Captain|Marshal|Minister|Premier|Taoiseach"
    "|Chancellor|Chairman|Chief|Head|Member|King|Queen|Princess|Prince|Duchess|Duke|Emperor"
    "|Empress|Shah|Sultan|Amir|Emir|Pope|Regent"
)
_OF = "Council of Ministers|Presidency|State|Government|Parliament|National Assembly"
_POST = (
    rf"(?:(?:{_BEFORE}) )*(?:{_OFFICE})(?:-(?:[Ee]lect|[Dd]esignate))?"
    rf"(?: of (?:the )?(?:{_OF}))?"
)
_POSTS = re.compile(rf"({_POST}(?: (?:and|&) {_POST})*) (\S.*)")
_GLUED = re.compile(rf"({_POST})(?=[A-Z][a-z])")
_NEXT = re.compile(rf"(?:,| and| &|;) (?={_POST} ?[A-Z])")
_MISSPELT = {
    "Presidetn": "President",
    "Prime Minster": "Prime Minister",
    "Prime Ministere": "Prime Minister",
}


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
    return {"name": found[2], "post": _spelt(found[1])}


def _spelt(post: str) -> str:
    """Correct the known misspellings of a post."""
    for wrong, right in _MISSPELT.items():
        post = re.sub(rf"\b{wrong}\b", right, post)
    return re.sub("-(Elect|Designate)", lambda found: found[0].lower(), post)
