"""The course of a record: the stages it goes through, and the setbacks on the way.

Visits, sessions, meetings and instruments have one. The first stage is a plan; of the others,
each may be reached directly. A plan may be put off, moved or given up.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, ClassVar, Protocol, TypeVar

from dragoman.domain.amendments import State, is_known_from, is_retracted, settled_for, unsettled
from dragoman.domain.belonging import refuse_misplaced
from dragoman.domain.dates import ImpreciseDate
from dragoman.domain.record import (
    Applied,
    Facts,
    InterpretedFacts,
    delta,
    evolved,
    merged,
    non_empty,
    supplement,
    tells_nothing,
    united,
    with_facts,
    with_fields,
)
from dragoman.domain.refusal import Refused
from dragoman.domain.source import Source

POSTPONED, CANCELLED = "postponed", "cancelled"
SETBACKS = (POSTPONED, CANCELLED)
_GIVEN_UP = {CANCELLED: "cancellation", "withdrawn": "withdrawal"}
"""Statuses after which nothing follows, and what led to them."""


class Staged(State, Protocol):
    """The state of a record that goes through stages.

    ``added`` is the class of the events that add what was not known.
    """

    added: ClassVar[type[Any]]

    @property
    def stages(self) -> tuple[str, ...]:
        """The stages, in order; the first one is the plan."""

    @property
    def milestones(self) -> Mapping[str, tuple[str, ...]]:
        """The fields that say when a stage, and those before it, were reached."""

    @property
    def status(self) -> str:
        """The stage that it has come to, or a setback."""

    def refuse_incomplete(self) -> None:
        """Raise :class:`Refused` for a record that lacks what each of its kind has."""


class Dated(InterpretedFacts, Protocol):
    """Facts that say when something took place, or is to."""

    @property
    def occurred(self) -> ImpreciseDate | None:
        """When; ``None`` where it is not known."""


class Plan(Staged, Dated, Protocol):
    """The state of a record that may be put off, moved or given up."""

    @property
    def formerly(self) -> tuple[ImpreciseDate, ...]:
        """The dates that were planned and given up."""

    @property
    def setbacks(self) -> tuple[Source, ...]:
        """The sources that told of it."""


C = TypeVar("C", bound=Staged)
P = TypeVar("P", bound=Plan)
E = TypeVar("E", bound=InterpretedFacts)


class Moved(Applied):
    """What events have in common by which the world moves a plan to another date."""

    __slots__ = ()
    status: ClassVar[str]

    def applied_to(self, state: P) -> P:
        """The plan with its new date; the former one is remembered."""
        moved = getattr(self, "occurred", None) not in (None, state.occurred)
        formerly = _formerly(state) if moved else state.formerly
        return merged(state, self, status=self.status, formerly=formerly)


class PutOff(Applied):
    """What events have in common by which a plan has no date any more."""

    __slots__ = ()
    status: ClassVar[str]

    def applied_to(self, state: P) -> P:
        """The plan without a date; the former one is remembered."""
        facts = non_empty(self)
        facts.pop("occurred", None)
        gone: dict[str, object] = {"occurred": None, "formerly": _formerly(state)}
        setbacks = united(state.setbacks, facts.get("sources", ()))
        return with_facts(state, facts, status=self.status, setbacks=setbacks, **gone)


def _formerly(state: Plan) -> tuple[ImpreciseDate, ...]:
    """The dates that a plan has had, the present one included."""
    if state.occurred is None or state.occurred in state.formerly[-1:]:
        return tuple(state.formerly)
    return (*state.formerly, state.occurred)


def advance(
    cls: type[C], event_class: Callable[..., E], state: C | None, facts: Facts, today: date
) -> list[E]:
    """Decide on the event that brings a record to its next stage.

    A stage that is reached already is not reached again; what was not known is added. Raises
    :class:`Refused` when the outcome would be incomplete, or would have happened after ``today``,
    and when the plan was given up.
    """
    event = _said(cls, state, event_class, facts)
    return _fit(cls, state, _next(cls, state, event), today)


def _said(cls: type[C], state: C | None, event_class: Callable[..., E], facts: Facts) -> E:
    """``facts`` as an event. Raises :class:`Refused` for what the record cannot say."""
    said = non_empty(facts)
    settled = settled_for(state, facts) if state is not None else ()
    refuse_misplaced(cls, state, {name: said[name] for name in said if name not in settled})
    return event_class(**said)


def _next(cls: type[C], state: C | None, event: E) -> list[E]:
    if state is None:
        return [event]
    if is_retracted(state):
        return []
    status = _status_of(event)
    if not (has_reached(state, status) or "status" in settled_for(state, event)):
        if what := _GIVEN_UP.get(state.status):
            was = f"was {state.status}: if it was {status} after all"
            raise Refused(f"{was}, undo the {what} first")
        return [delta(state, unsettled(state, event))]
    old_plan = state.status == POSTPONED or _was_planned_for(state, event)
    known_of = _without_date(event) if old_plan else event
    return supplement(state, known_of, cls.added, settled_for(state, event))


def _status_of(event: Facts) -> str:
    """The status that an event of the lifecycle brings."""
    return getattr(event, "status", "")


def _was_planned_for(state: Staged, event: Facts) -> bool:
    """Whether an event tells a date that was given up."""
    formerly = getattr(state, "formerly", ())
    return bool(formerly) and getattr(event, "occurred", None) in formerly


def _without_date(event: E) -> E:
    """A plan without a date does not get one but by being rescheduled."""
    return with_fields(event, occurred=None)


def reschedule(
    cls: type[P], event_class: Callable[..., E], state: P | None, facts: Dated, today: date
) -> list[E]:
    """Decide that a plan takes place at another time, or otherwise than was planned.

    Refused when it is no plan any more, and without a date after it was postponed.
    """
    event = _said(cls, state, event_class, facts)
    if state is None:
        return _fit(cls, None, [event], today)
    if is_retracted(state) or (facts.occurred in state.formerly and is_known_from(state, facts)):
        return []
    refuse_unplanned(state, "rescheduled")
    if state.status == POSTPONED and facts.occurred is None:
        raise Refused("is missing: say when it is to take place now", "occurred")
    change = delta(state, unsettled(state, event))
    return [] if tells_nothing(change) else _fit(cls, state, [change], today)


def set_back(
    cls: type[P], event_class: Callable[..., E], state: P | None, facts: Dated, today: date
) -> list[E]:
    """Decide that a plan is postponed without a new date, or cancelled.

    Refused when it is no plan any more.
    """
    event = _said(cls, state, event_class, facts)
    if state is None:
        return _fit(cls, None, [event], today)
    status = _status_of(event)
    if is_retracted(state) or state.status == status or _is_old_news(state, facts):
        return []
    refuse_unplanned(state, status)
    if facts.occurred not in (None, state.occurred, *state.formerly):
        raise Refused("a new date makes it rescheduled: say so instead", "occurred")
    change = delta(state, _without_date(unsettled(state, event)))
    return [with_fields(change, sources=facts.sources)]


def _is_old_news(state: Plan, facts: Facts) -> bool:
    """Whether sources that told of a setback tell it again, after it has been overcome."""
    told = bool(facts.sources) and all(one in state.setbacks for one in facts.sources)
    return told or "status" in settled_for(state, facts)


def refuse_unplanned(state: Staged, verb: str) -> None:
    """Raise :class:`Refused` for what is not ahead any more."""
    if state.status == CANCELLED:
        raise Refused(f"was cancelled, and cannot be {verb}; undo that first")
    if state.status not in (state.stages[0], POSTPONED):
        raise Refused(
            f"is {state.status} already, and cannot be {verb};"
            " a wrong date is set right with dragoman correct"
        )


def has_reached(state: Staged, status: str) -> bool:
    """Whether a record has come to ``status`` or gone beyond."""
    return _stage(state, state.status) >= _stage(state, status)


def _stage(state: Staged, status: str) -> int:
    return state.stages.index(status) if status in state.stages else 0


def _fit(cls: type[C], state: C | None, events: list[E], today: date) -> list[E]:
    """``events``, unless the record would be incomplete after them, or told too early."""
    after = state
    for event in events:
        after = evolved(cls, after, event)
    if events and after is not None:
        refuse_unfit(after, today)
    return events


def refuse_unfit(state: Staged, today: date) -> None:
    """Raise :class:`Refused` for a record that is incomplete, or tells of the future."""
    state.refuse_incomplete()
    first = state.stages[0]
    instead = f": what has not happened yet is {first}, not {state.status}"
    instead = instead if state.status != first else ""
    for field in state.milestones.get(state.status, ()):
        refuse_future(field, getattr(state, field), today, instead)


def refuse_future(field: str, when: ImpreciseDate | None, today: date, instead: str = "") -> None:
    """Raise :class:`Refused` for a ``field`` that tells of the past and lies after ``today``."""
    first = when.first if when else None
    # A day of grace: it may be tomorrow already where it happened.
    if first is not None and first > today.toordinal() + 1:
        raise Refused(f"{when} lies in the future{instead}", field)
