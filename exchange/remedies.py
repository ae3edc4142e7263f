"""The way on: what to type if a record that a command needs is missing or unknown."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dragoman.domain import ENGAGEMENT_KINDS, LETTERS, typed_ref

if TYPE_CHECKING:
    from dragoman.projections import Snapshot

MOST = 3
"""The maximum number of records that a message names."""

_COMMANDS = {
    "visit": ("announce", "visit announce"),
    "consultation": ("record", "consultation hold"),
    "meeting": ("record", "meeting hold"),
    "mechanism": ("establish", "mechanism establish"),
    "follow-up": ("record", "follow-up agree"),
    "instrument": ("record", "instrument sign"),
    "party": ("register", "party register"),
    "demarche": ("record", "demarche deliver"),
    "conference": ("announce", "conference announce"),
    "series": ("schedule", "meeting schedule --every week"),
}
"""For each kind, a verb and the command that records a new record of the kind."""

_PLURALS = {"party": "parties", "series": "series"}


def way_on(snapshot: "Snapshot", kinds: Sequence[str]) -> str:
    """Return the latest records of some kinds, and the command that records another."""
    from dragoman.projections import latest

    found = "; ".join(map(str, latest(snapshot, kinds, MOST)))
    several, [verb, command] = _several(kinds), _command(kinds)
    if not found:
        return f"there are no {several} yet; {verb} one: dragoman {command}"
    return f"choose {found}; or {verb} one: dragoman {command}"


def _command(kinds: Sequence[str]) -> tuple[str, str]:
    """Return a verb and the command that records a new record of one of the kinds."""
    if len(kinds) > 1:
        return ("record", "add")
    return _COMMANDS.get(kinds[0], ("record", kinds[0]))  # kinds that others add are not listed


def _several(kinds: Sequence[str]) -> str:
    """Return the plural of some kinds: ``mechanisms``, ``engagements``."""
    if len(kinds) > 1:
        return "engagements" if set(kinds) <= set(ENGAGEMENT_KINDS) else "records"
    return _PLURALS.get(kinds[0], f"{kinds[0]}s")


def kinds_of(text: str) -> tuple[str, ...]:
    """Return the kind that the letter of a typed ref names, as a tuple; empty if there is none."""
    ref = typed_ref(text)
    return (ref.kind,) if ref and ref.kind in LETTERS else ()
