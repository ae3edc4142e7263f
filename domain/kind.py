"""Kind: the definition of a kind of record, declared in the module of its aggregate."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from attrs import field, frozen

from dragoman.domain.amendments import (
    Correction,
    Distinguished,
    ReadingDisputed,
    ReadingResolved,
    Retracted,
    State,
)
from dragoman.domain.field import declared
from dragoman.domain.original_words import referring_to, refers_to_record
from dragoman.domain.record import Event, Facts, evolved
from dragoman.domain.source import SourceCited
from dragoman.domain.undoing import (
    TAKING_BACK,
    Restored,
    Undone,
    effective_versions,
    undone_versions,
)

ANY = (SourceCited, Retracted, Distinguished, ReadingDisputed, ReadingResolved, Undone, Restored)
"""The classes of events that apply to any record."""

UNDOING = (Undone, Retracted)
"""The classes of events that undo another entry; their field ``undoes`` identifies that entry."""

Decision = Callable[[Any, Any, date], Sequence[Event]]
"""A decision: a function that takes the state of a record (``None`` if the record is new), facts
and the day, and returns events.
"""


def regardless_of_day(decision: Callable[[Any, Any], Sequence[Event]]) -> Decision:
    """Wrap a decision that does not depend on the day, so that it accepts and ignores a day."""
    return lambda state, facts, today: decision(state, facts)


@frozen
class Step:
    """A step to a status: the decision, and the class of the facts that the decision takes.

    ``after`` is the status that the record has to reach first.
    """

    decision: Decision
    facts: type[Facts]
    after: str | None = None


@frozen(kw_only=True)
class Kind:
    """A kind of record.

    ``about`` describes the kind in one sentence. ``facts`` is the class of the known facts.
    ``own_events`` lists the event classes of the kind, with the founding events first. ``state`` is
    the class of the folded state, and ``corrected`` is the class of corrections. ``steps`` maps
    each status that a document can give to a step. ``usual`` is the default status of a document.
    The date of a record is in the field that ``when_in`` gives for the record's status or, if that
    field is unknown, in the first known field of ``when``. ``within`` is the link from a record to
    the record that contains it. ``founded_with`` lists the fields that all founding events have had
    in all versions so far. ``required`` lists the fields that you cannot clear.
    """

    name: str
    about: str
    facts: type[Facts]
    state: type[State]
    own_events: tuple[type[Event], ...]
    corrected: type[Correction]
    steps: Mapping[str, Step]
    usual: str | None = None
    when: tuple[str, ...] = ("occurred",)
    when_in: Mapping[str, str] = field(factory=dict)
    within: str = "part_of"
    founded_with: tuple[str, ...] = ()
    required: tuple[str, ...] = ("status",)
    takes_names: bool = field(default=False)
    """Whether records name participants."""

    @cached_property
    def first(self) -> str:
        """The first status, which new records usually have."""
        return self.usual or next(iter(self.steps))

    def step_of(self, state: State) -> str:
        """Return the status to give again in order to add facts to a record."""
        status = getattr(state, "status", "")
        return status if status in getattr(self.state, "stages", ()) else self.first

    def way_to(self, status: str) -> tuple[str, ...]:
        """Return the statuses that lead to a status, including the status itself."""
        before = self.steps[status].after
        return (*(self.way_to(before) if before else ()), status)

    def date_field(self, status: str | None, is_known: Callable[[str], object]) -> str | None:
        """Return the name of the field that holds a record's date; ``None`` if no date is known."""
        own = self.when_in.get(status or "")
        return next((name for name in (own, *self.when) if name and is_known(name)), None)

    def statuses_with(self, name: str) -> tuple[str, ...]:
        """Return the statuses whose facts have a field.

        Returns an empty tuple if the facts of every status have the field.
        """
        if name in declared(self.facts):
            return ()
        return tuple(one for one, step in self.steps.items() if name in declared(step.facts))

    @cached_property
    def decisions(self) -> Mapping[str, Decision]:
        """The decision for each status that a document can give."""
        return {status: step.decision for status, step in self.steps.items()}

    @cached_property
    def events(self) -> tuple[type[Event], ...]:
        """The event classes, with the founding events first."""
        return (*self.own_events, *ANY)

    @cached_property
    def takes(self) -> frozenset[type[Event]]:
        """The event classes as a set, for fast lookup."""
        return frozenset(self.events)

    def evolve(self, state: State | None, event: Event) -> Any:
        """Return the state after ``event``; ``None`` is the state before the first event."""
        return evolved(self.state, state, event)

    def fold(self, history: Sequence[Event]) -> Any:
        """Fold all events of a record, except the undone events, and return the state.

        An event can have words of the source for a participant whom only the record names. The
        record that the event meant is the record at that time, before a later undo.
        """
        return self._folded(history, len(history), {})

    def _folded(self, history: Sequence[Event], length: int, known: dict[int, Any]) -> Any:
        """Fold the first events of a history; ``known`` are the states that are already known."""
        if length in known:
            return known[length]
        state, first = None, history[:length]
        gone = undone_versions(first)
        for version in effective_versions(first):
            event = first[version - 1]
            if state is not None and refers_to_record(event):
                before = first[: version - 1]
                if undone_versions(before) != {one for one in gone if one < version}:
                    then = self._folded(history, version - 1, known)
                    event = referring_to(event, then, state)
            state = self.evolve(state, event)
        known[length] = state
        return state

    def after(self, state: State | None, history: Sequence[Event]) -> Any:
        """Return the state after the last event of ``history``; ``state`` is the state before."""
        takes_back = isinstance(history[-1], TAKING_BACK)
        return self.fold(history) if takes_back else self.evolve(state, history[-1])
