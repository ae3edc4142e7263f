"""Lifecycle: the stages of a record, and setbacks such as a postponement.

Visits, sessions, meetings, messages and instruments have a lifecycle. For engagements, the first
stage is a plan, which can be postponed, moved or cancelled. A record can skip a stage.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, ClassVar, Protocol, TypeVar

from dragoman.domain.additions import apart, supplement
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
"""Final statuses, each with a noun for the event that leads to the status."""


class Staged(State, Protocol):
    """The state of a record with stages.

    ``added`` is the class of the events that add missing facts.
    """

    added: ClassVar[type[Any]]

    @property
    def stages(self) -> tuple[str, ...]:
        """The stages, in order; for engagements, the first stage is the plan."""

    @property
    def milestones(self) -> Mapping[str, tuple[str, ...]]:
        """A mapping from each stage to the date fields of that stage and the earlier stages."""

    @property
    def status(self) -> str:
        """The current stage or, after a setback, the setback, such as ``postponed``."""

    def refuse_incomplete(self) -> None:
        """Raise :class:`Refused` if the record lacks facts that its kind requires."""


class Dated(InterpretedFacts, Protocol):
    """Facts about something that took place or is planned on a date."""

    @property
    def occurred(self) -> ImpreciseDate | None:
        """The date of the event or plan; ``None`` if unknown."""


class Plan(Staged, Dated, Protocol):
    """The state of a record that can be postponed, moved or cancelled."""

    @property
    def formerly(self) -> tuple[ImpreciseDate, ...]:
        """The earlier planned dates."""

    @property
    def setbacks(self) -> tuple[Source, ...]:
        """The sources that reported a setback."""


C = TypeVar("C", bound=Staged)
P = TypeVar("P", bound=Plan)
E = TypeVar("E", bound=InterpretedFacts)


class Moved(Applied):
    """The base class of events that move a plan to another date."""

    __slots__ = ()
    status: ClassVar[str]

    def applied_to(self, state: P) -> P:
        """Return the plan with its new date; ``formerly`` keeps the former date."""
        moved = getattr(self, "occurred", None) not in (None, state.occurred)
        formerly = _formerly(state) if moved else state.formerly
        return merged(state, self, status=self.status, formerly=formerly)


class PutOff(Applied):
    """The base class of events that leave a plan without a date."""

    __slots__ = ()
    status: ClassVar[str]

    def applied_to(self, state: P) -> P:
        """Return the plan without a date; ``formerly`` keeps the former date."""
        facts = non_empty(self)
        facts.pop("occurred", None)
        gone: dict[str, object] = {"occurred": None, "formerly": _formerly(state)}
        setbacks = united(state.setbacks, facts.get("sources", ()))
        return with_facts(state, facts, status=self.status, setbacks=setbacks, **gone)


def _formerly(state: Plan) -> tuple[ImpreciseDate, ...]:
    """Return all dates that a plan has had, including the current date."""
    if state.occurred is None or state.occurred in state.formerly[-1:]:
        return tuple(state.formerly)
    return (*state.formerly, state.occurred)


def advance(
    cls: type[C], event_class: Callable[..., E], state: C | None, facts: Facts, today: date
) -> list[E]:
    """Decide on the event that brings a record to its next stage.

    If the record has already reached the stage, the event only adds missing facts. Raises
    :class:`Refused` if the record would be incomplete or its date would be after ``today``, or if
    the plan was cancelled.
    """
    event = _said(cls, state, event_class, facts)
    return _fit(cls, state, _next(cls, state, event), today)


def _said(cls: type[C], state: C | None, event_class: Callable[..., E], facts: Facts) -> E:
    """Return ``facts`` as an event. Raises :class:`Refused` for fields of other kinds."""
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
            was = f"was {state.status}; if it was {status} after all"
            raise Refused(f"{was}, undo the {what} first{getattr(state, 'next_attempt', '')}")
        step, lists = apart(state, event)
        return [delta(state, unsettled(state, step)), *_added(cls, state, lists)]
    old_plan = state.status == POSTPONED or _was_planned_for(state, event)
    known_of = _without_date(event) if old_plan else event
    return _added(cls, state, known_of)


def _added(cls: type[C], state: C, facts: InterpretedFacts) -> list[Any]:
    """Return the event that adds facts to an existing record; an empty list if no fact is new."""
    return supplement(state, facts, cls.added, settled_for(state, facts))


def _status_of(event: Facts) -> str:
    """Return the status that an event of the lifecycle sets."""
    return getattr(event, "status", "")


def _was_planned_for(state: Staged, event: Facts) -> bool:
    """Return whether the date of an event is a former date of the plan."""
    formerly = getattr(state, "formerly", ())
    return bool(formerly) and getattr(event, "occurred", None) in formerly


def _without_date(event: E) -> E:
    """Remove the date from an event: only rescheduling gives a postponed plan a date."""
    return with_fields(event, occurred=None)


def reschedule(
    cls: type[P], event_class: Callable[..., E], state: P | None, facts: Dated, today: date
) -> list[E]:
    """Decide to change the date or other particulars of a plan.

    Raises :class:`Refused` if the record is no longer a plan, or if the plan is postponed and
    ``facts`` have no new date.
    """
    event = _said(cls, state, event_class, facts)
    if state is None:
        return _fit(cls, None, [event], today)
    if is_retracted(state) or (facts.occurred in state.formerly and is_known_from(state, facts)):
        return []
    refuse_unplanned(state, "rescheduled")
    if state.status == POSTPONED and facts.occurred is None:
        raise Refused("is missing: give the new date", "occurred")
    step, lists = apart(state, event)
    change = delta(state, unsettled(state, step))
    moved = [] if tells_nothing(change) else [change]
    return _fit(cls, state, [*moved, *_added(cls, state, lists)], today)


def set_back(
    cls: type[P], event_class: Callable[..., E], state: P | None, facts: Dated, today: date
) -> list[E]:
    """Decide to cancel a plan, or to postpone a plan without a new date.

    Raises :class:`Refused` if the record is no longer a plan.
    """
    event = _said(cls, state, event_class, facts)
    if state is None:
        return _fit(cls, None, [event], today)
    status = _status_of(event)
    if is_retracted(state):
        return []
    if state.status == status:
        return _added(cls, state, _without_date(event))
    if _is_old_news(state, facts):
        return []
    refuse_unplanned(state, status)
    if facts.occurred not in (None, state.occurred, *state.formerly):
        raise Refused("to give a new date, use reschedule", "occurred")
    step, lists = apart(state, event)
    change = delta(state, _without_date(unsettled(state, step)))
    return [with_fields(change, sources=facts.sources), *_added(cls, state, lists)]


def _is_old_news(state: Plan, facts: Facts) -> bool:
    """Return whether ``facts`` repeat an earlier setback, which the plan has since overcome."""
    is_known = bool(facts.sources) and all(one in state.setbacks for one in facts.sources)
    return is_known or "status" in settled_for(state, facts)


def refuse_unplanned(state: Staged, verb: str) -> None:
    """Raise :class:`Refused` if the record is no longer a plan."""
    if state.status == CANCELLED:
        raise Refused(f"was cancelled and cannot be {verb}; undo the cancellation first")
    if state.status not in (state.stages[0], POSTPONED):
        raise Refused(
            f"is already {state.status} and cannot be {verb}; to fix a wrong date: dragoman correct"
        )


def has_reached(state: Staged, status: str) -> bool:
    """Return whether a record has reached ``status`` or a later stage."""
    return _stage(state, state.status) >= _stage(state, status)


def _stage(state: Staged, status: str) -> int:
    return state.stages.index(status) if status in state.stages else 0


def _fit(cls: type[C], state: C | None, events: list[E], today: date) -> list[E]:
    """Return ``events`` if they lead to a valid state.

    Raises :class:`Refused` if the events lead to an incomplete record or a date in the future.
    """
    after = state
    for event in events:
        after = evolved(cls, after, event)
    if events and after is not None:
        refuse_unfit(after, today)
    return events


def refuse_unfit(state: Staged, today: date) -> None:
    """Raise :class:`Refused` if the record is incomplete or has a date in the future."""
    state.refuse_incomplete()
    for field in state.milestones.get(state.status, ()):
        refuse_future(field, getattr(state, field), today, _until_then(state))


def refuse_hours_to_come(state: Staged, now: datetime) -> None:
    """Raise :class:`Refused` if something that took place has hours that begin after ``now``."""
    for field in state.milestones.get(state.status, ()):
        when = getattr(state, field)
        if when and when.begins_after(now):
            raise Refused(f"{when.for_people()} is in the future{_until_then(state)}", field)


def _until_then(state: Staged) -> str:
    first = state.stages[0]
    return (
        f"; until then, the status is {first}, not {state.status}" if state.status != first else ""
    )


def refuse_future(field: str, when: ImpreciseDate | None, today: date, instead: str = "") -> None:
    """Raise :class:`Refused` for a date after ``today`` in a ``field`` about the past."""
    first = when.first if when else None
    # One day of grace: in another time zone it can already be tomorrow.
    if first is not None and first > today.toordinal() + 1:
        raise Refused(f"{when} is in the future{instead}", field)
