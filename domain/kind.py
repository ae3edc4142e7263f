"""Kind: what there is to know of a kind of record, declared in the file of its aggregate."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from attrs import field, frozen

from dragoman.domain.amendments import (
    Correction,
    ReadingDisputed,
    ReadingResolved,
    Retracted,
    State,
)
from dragoman.domain.field import declared
from dragoman.domain.record import Event, Facts, evolved
from dragoman.domain.source import SourceCited
from dragoman.domain.undoing import Undone, effective

ANY = (SourceCited, Retracted, ReadingDisputed, ReadingResolved, Undone)
"""The events that any record takes."""

UNDOING = (Undone, Retracted)
"""The events that may undo those of another entry: the one that ``undoes`` names."""

Decision = Callable[[Any, Any, date], Sequence[Event]]
"""Takes the state of a record (``None`` for a new one), facts and the day; gives the events."""


def regardless_of_day(decision: Callable[[Any, Any], Sequence[Event]]) -> Decision:
    """A decision for which it does not matter what day it is."""
    return lambda state, facts, today: decision(state, facts)


@frozen
class Step:
    """How a record comes to a status: by a decision on facts of a class.

    ``after`` is the status that it has to come to before.
    """

    decision: Decision
    facts: type[Facts]
    after: str | None = None


@frozen(kw_only=True)
class Kind:
    """A kind of record.

    ``about`` says in a sentence what it is. ``facts`` is the class of what is known of a record,
    ``own_events`` are the classes of its events, the founding ones first, and ``state`` is what
    they are folded into; ``corrected`` is the class of its corrections. ``steps`` maps the statuses
    that a document may tell to how they are come to; a document that tells none means the ``usual``
    one. ``when`` are the dates of which the first that is known says when it was, ``within`` is the
    link to what it is part of. ``founded_with`` are the fields that every first event has said so
    far, ``required`` those that may not be emptied.
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
    within: str = "part_of"
    founded_with: tuple[str, ...] = ()
    required: tuple[str, ...] = ("status",)
    takes_names: bool = field(default=False)
    """Whether records name people that take part."""

    def way_to(self, status: str) -> tuple[str, ...]:
        """The statuses that a record comes to on its way to one, that one included."""
        before = self.steps[status].after
        return (*(self.way_to(before) if before else ()), status)

    def statuses_with(self, name: str) -> tuple[str, ...]:
        """The statuses whose facts alone have a field; none where the usual facts have it."""
        if name in declared(self.facts):
            return ()
        return tuple(one for one, step in self.steps.items() if name in declared(step.facts))

    @property
    def decisions(self) -> Mapping[str, Decision]:
        """The decision that leads to each status that a document may tell."""
        return {status: step.decision for status, step in self.steps.items()}

    @cached_property
    def events(self) -> tuple[type[Event], ...]:
        """The event classes, the founding ones first."""
        return (*self.own_events, *ANY)

    @cached_property
    def takes(self) -> frozenset[type[Event]]:
        """The event classes, to look one up."""
        return frozenset(self.events)

    def evolve(self, state: State | None, event: Event) -> Any:
        """The state after ``event``; ``None`` stands for the state before the first one."""
        return evolved(self.state, state, event)

    def fold(self, history: Sequence[Event]) -> Any:
        """The state after all events of a record; what was undone does not count."""
        state = None
        for event in effective(history):
            state = self.evolve(state, event)
        return state

    def after(self, state: State | None, history: Sequence[Event]) -> Any:
        """The state after the last event of ``history``, with ``state`` before it."""
        undone = isinstance(history[-1], Undone)
        return self.fold(history) if undone else self.evolve(state, history[-1])
