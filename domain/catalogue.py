"""The catalogue: every kind of record, with its events and its decisions."""

from collections.abc import Callable, Mapping
from typing import Any, get_args

from attrs import field, frozen

from domain import consultation, follow_up, mechanism, meeting, party, visit
from domain.record import S


@frozen
class Kind:
    """A kind of record.

    ``event`` is the union of its event classes, ``evolve``
    folds them; ``decisions`` maps the status of an engagement to the decision that leads to it.
    """

    name: str
    state: type[Any]
    event: Any
    evolve: Callable[[Any, Any], Any]
    decisions: Mapping[str, Callable[..., Any]] = field(factory=dict)

    @property
    def events(self) -> tuple[type[Any], ...]:
        """The event classes, the founding ones first."""
        return get_args(self.event)


VISIT = Kind(
    "visit",
    visit.Visit,
    visit.VisitEvent,
    visit.evolve,
    {"announced": visit.announce, "started": visit.start, "concluded": visit.conclude},
)
CONSULTATION = Kind(
    "consultation",
    consultation.Consultation,
    consultation.ConsultationEvent,
    consultation.evolve,
    {"scheduled": consultation.schedule, "held": consultation.hold},
)
MEETING = Kind(
    "meeting",
    meeting.Meeting,
    meeting.MeetingEvent,
    meeting.evolve,
    {"scheduled": meeting.schedule, "held": meeting.hold},
)
MECHANISM = Kind("mechanism", mechanism.Mechanism, mechanism.MechanismEvent, mechanism.evolve)
FOLLOW_UP = Kind("follow-up", follow_up.FollowUp, follow_up.FollowUpEvent, follow_up.evolve)
PARTY = Kind("party", party.Party, party.PartyEvent, party.evolve)

KINDS = {kind.name: kind for kind in (VISIT, CONSULTATION, MEETING, MECHANISM, FOLLOW_UP, PARTY)}
ENGAGEMENTS = (VISIT, CONSULTATION, MEETING)

EVENTS: dict[str, type[Any]] = {
    event.__name__: event for kind in KINDS.values() for event in kind.events
}
"""Every event class by its topic: the name under which it is stored, for ever."""


def _founded_by() -> dict[type[Any], Kind]:
    """The kind of record that an event belongs to; events that any record takes have none."""
    owners: dict[type[Any], list[Kind]] = {}
    for kind in KINDS.values():
        for event in kind.events:
            owners.setdefault(event, []).append(kind)
    return {event: kinds[0] for event, kinds in owners.items() if len(kinds) == 1}


KIND_OF = _founded_by()


def fold(kind: Kind, state: S, events: Any) -> Any:
    """The state after ``events``."""
    for event in events:
        state = kind.evolve(state, event)
    return state
