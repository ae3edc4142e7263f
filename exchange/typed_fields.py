"""Fields as people type them: words for single values, and participants."""

from collections.abc import Mapping
from functools import cache

from dragoman.domain import KINDS, PARTICIPANT, Participant, declared, quoted
from dragoman.exchange.faults import Fault

OF_PARTICIPANTS = tuple(declared(Participant))
"""The parts of a participant, in typing order."""


@cache
def plurals() -> Mapping[str, str]:
    """Return the fields with several values, by the word for one value."""
    fields = [one for kind in KINDS.values() for one in declared(kind.state).items()]
    return {field.one: name for name, field in fields if field.one}


def field_named(kind: str, word: str) -> str:
    """Return the field that a word means (``topics`` for ``topic``), or else the word itself."""
    return word if word in declared(KINDS[kind].state) else plurals().get(word, word)


def participant_of(text: str) -> dict[str, str]:
    """Parse a participant: ``NAME; POST; SIDE; ROLE; TYPE; PARTY``. Raises :class:`Fault`."""
    parts = [part.strip() for part in text.split(";")]
    if len(parts) > len(OF_PARTICIPANTS):
        raise Fault(f"{quoted(text)} has more parts than {PARTICIPANT}", ("participants",))
    return {key: part for key, part in zip(OF_PARTICIPANTS, parts, strict=False) if part}
