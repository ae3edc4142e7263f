"""The words for a meeting in the margins of a conference, in several languages."""

import re
from collections.abc import Sequence

from attrs import frozen


@frozen
class InMargins:
    """A reading of "in the margins of …": the conference, and the place, or "" if none is named."""

    conference: str
    place: str


_PHRASES = (
    r"(?:in|on|at) (?:the )?(?:margins?|side-?lines?|fringes?) of(?: the)?",
    r"(?:margins?|side-?lines?) of(?: the)?",
    r"en marge (?:de la|de l['’]|des|du|de|d['’])",
    r"am rande? (?:der|des|dem|von|vom|einer|eines)",
    r"al margen (?:del|de las?|de los|de)",
    r"en los márgenes (?:del|de las?|de los|de)",
    r"a margine (?:dell['’]|dello|della|delle|dei|degli|del|di)",
    r"à margem (?:dos?|das?|de)",
    r"(?:в|на) (?:кулуарах|полях)",
    r"кулуарах",
)
"""The phrases, in English, German, French, Spanish, Italian, Portuguese and Russian."""

_PHRASE = re.compile(rf"(?<!\w)(?:{'|'.join(_PHRASES)})(?:(?<=['’])|\s+)(?=\S)", re.IGNORECASE)
_BEFORE_PLACE = re.compile(r"(?:,| in| at| à| en| a| в)\s+(?=[^\W\d_])")
_BRACKETS = " ,;:()[]–—-"


def in_margins(text: str) -> Sequence[InMargins]:
    """Return the readings of text about the margins of a conference; empty for any other text.

    The text after the last "in" or comma may be a place: "in the margins of UNGA 81 in New York".
    This reading is the last. Words before the phrase are the place of every reading.
    """
    found = _PHRASE.search(text)
    if found is None:
        return ()
    before, name = text[: found.start()].strip(_BRACKETS), text[found.end() :].strip(_BRACKETS)
    if not name:
        return ()
    whole = InMargins(name, before)
    [*_, split] = [None, *_BEFORE_PLACE.finditer(name)]
    if before or split is None or not name[: split.start()].strip(_BRACKETS):
        return (whole,)
    shorter = name[: split.start()].strip(_BRACKETS)
    return (whole, InMargins(shorter, name[split.end() :].strip(_BRACKETS)))
