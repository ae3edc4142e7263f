"""The catalogue: every kind of record, with its events and its decisions."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any, get_args

from attrs import field, frozen

from dragoman.domain import consultation, follow_up, instrument, mechanism, meeting, party, visit
from dragoman.domain.amendments import ReadingDisputed, ReadingResolved, Retracted
from dragoman.domain.source import SourceCited
from dragoman.domain.undoing import Undone, effective

ANY = (SourceCited, Retracted, ReadingDisputed, ReadingResolved, Undone)
"""The events that any record takes."""


@frozen
class Kind:
    """A kind of record.

    ``event`` is the union of its own event classes, ``evolve`` folds them; ``corrected`` is the
    class of its corrections, ``decisions`` maps what a document says of its status to the decision
    that leads to it.
    """

    name: str
    state: type[Any]
    event: Any
    evolve: Callable[[Any, Any], Any]
    corrected: type[Any]
    decisions: Mapping[str, Callable[..., Any]] = field(factory=dict)

    @cached_property
    def events(self) -> tuple[type[Any], ...]:
        """The event classes, the founding ones first."""
        return (*get_args(self.event), *ANY)

    @cached_property
    def takes(self) -> frozenset[type[Any]]:
        """The event classes, to look one up."""
        return frozenset(self.events)

    def fold(self, history: Sequence[Any]) -> Any:
        """The state after all events of a record; what was undone does not count."""
        state = None
        for event in effective(history):
            state = self.evolve(state, event)
        return state

    def after(self, state: Any, history: Sequence[Any]) -> Any:
        """The state after the last event of ``history``, with ``state`` before it."""
        undone = isinstance(history[-1], Undone)
        return self.fold(history) if undone else self.evolve(state, history[-1])


VISIT = Kind(
    "visit",
    visit.Visit,
    visit.VisitEvent,
    visit.evolve,
    visit.VisitCorrected,
    {
        "announced": visit.announce,
        "started": visit.start,
        "concluded": visit.conclude,
        "rescheduled": visit.reschedule,
        "postponed": visit.postpone,
        "cancelled": visit.cancel,
    },
)
CONSULTATION = Kind(
    "consultation",
    consultation.Consultation,
    consultation.ConsultationEvent,
    consultation.evolve,
    consultation.ConsultationCorrected,
    {
        "scheduled": consultation.schedule,
        "held": consultation.hold,
        "rescheduled": consultation.reschedule,
        "postponed": consultation.postpone,
        "cancelled": consultation.cancel,
    },
)
MEETING = Kind(
    "meeting",
    meeting.Meeting,
    meeting.MeetingEvent,
    meeting.evolve,
    meeting.MeetingCorrected,
    {
        "scheduled": meeting.schedule,
        "held": meeting.hold,
        "rescheduled": meeting.reschedule,
        "postponed": meeting.postpone,
        "cancelled": meeting.cancel,
    },
)
MECHANISM = Kind(
    "mechanism",
    mechanism.Mechanism,
    mechanism.MechanismEvent,
    mechanism.evolve,
    mechanism.MechanismCorrected,
)
FOLLOW_UP = Kind(
    "follow-up",
    follow_up.FollowUp,
    follow_up.FollowUpEvent,
    follow_up.evolve,
    follow_up.FollowUpCorrected,
)
INSTRUMENT = Kind(
    "instrument",
    instrument.Instrument,
    instrument.InstrumentEvent,
    instrument.evolve,
    instrument.InstrumentCorrected,
    {
        "signed": instrument.sign,
        "in force": instrument.enter_into_force,
        "terminated": instrument.terminate,
    },
)
PARTY = Kind("party", party.Party, party.PartyEvent, party.evolve, party.PartyCorrected)

_ALL = (VISIT, CONSULTATION, MEETING, MECHANISM, FOLLOW_UP, INSTRUMENT, PARTY)
KINDS = {kind.name: kind for kind in _ALL}

EVENTS: dict[str, type[Any]] = {
    event.__name__: event for kind in KINDS.values() for event in kind.events
}
"""Every event class by its topic: the name under which it is stored, for ever."""


def _founded_by() -> dict[type[Any], Kind]:
    """The kind of record that an event belongs to; events that several kinds take have none."""
    owners: dict[type[Any], list[Kind]] = {}
    for kind in KINDS.values():
        for event in kind.events:
            owners.setdefault(event, []).append(kind)
    return {event: kinds[0] for event, kinds in owners.items() if len(kinds) == 1}


KIND_OF = _founded_by()
