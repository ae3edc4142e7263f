"""Fields as people type them in one text: the words for several values, a participant."""

from dragoman.domain.text import quoted
from dragoman.exchange.faults import Fault

PARTICIPANT = "NAME; POST; SIDE; ROLE; TYPE; PARTY"
"""How a participant is typed: see :func:`participant_of`."""

PLURAL = {
    "participant": "participants",
    "topic": "topics",
    "party": "parties",
    "outcome": "outcomes",
    "stop": "stops",
    "alias": "aliases",
    "external_id": "external_ids",
}
"""Fields that hold several values, by the word with which one of them is given."""


def participant_of(text: str) -> dict[str, str]:
    """The participant that ``NAME; POST; SIDE; ROLE; TYPE; PARTY`` tells. Raises :class:`Fault`."""
    parts = [part.strip() for part in text.split(";")]
    if len(parts) > len(OF_PARTICIPANTS):
        raise Fault(f"{quoted(text)} has more parts than {PARTICIPANT}", ("participants",))
    return {key: part for key, part in zip(OF_PARTICIPANTS, parts, strict=False) if part}


OF_PARTICIPANTS = ("name", "post", "side", "role", "type", "party")
"""The parts of a participant, in the order in which they are typed."""
