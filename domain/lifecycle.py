"""The course of a record: the stages it goes through, and the setbacks on the way.

Visits, sessions, meetings and instruments have one. The first stage is a plan; of the others,
each may be reached directly. A plan may be put off, moved or given up.
"""

from datetime import date
from typing import Any, ClassVar, TypeVar

from attrs import evolve as replaced

from dragoman.domain.amendments import is_known_from, is_retracted, settled_for, unsettled
from dragoman.domain.belonging import refuse_misplaced
from dragoman.domain.dates import ImpreciseDate
from dragoman.domain.record import (
    Applied,
    delta,
    evolved,
    merged,
    non_empty,
    supplement,
    united,
    with_facts,
)
from dragoman.domain.refusal import Refused

POSTPONED, CANCELLED = "postponed", "cancelled"
SETBACKS = (POSTPONED, CANCELLED)
_GIVEN_UP = {CANCELLED: "cancellation", "withdrawn": "withdrawal"}
"""Statuses after which nothing follows, and what led to them."""

C = TypeVar("C")


class Moved(Applied):
    """What events have in common by which the world moves a plan to another date."""

    __slots__ = ()
    status: ClassVar[str]

    def applied_to(self, state: Any) -> Any:
        """The plan with its new date; the former one is remembered."""
        moved = getattr(self, "occurred", None) not in (None, state.occurred)
        formerly = _formerly(state) if moved else state.formerly
        return merged(state, self, status=self.status, formerly=formerly)


class PutOff(Applied):
    """What events have in common by which a plan has no date any more."""

    __slots__ = ()
    status: ClassVar[str]

    def applied_to(self, state: Any) -> Any:
        """The plan without a date; the former one is remembered."""
        facts = non_empty(self)
        facts.pop("occurred", None)
        gone: dict[str, Any] = {"occurred": None, "formerly": _formerly(state)}
        setbacks = united(state.setbacks, facts.get("sources", ()))
        return with_facts(state, facts, status=self.status, setbacks=setbacks, **gone)


def _formerly(state: Any) -> tuple[ImpreciseDate, ...]:
    """The dates that a plan has had, the present one included."""
    if state.occurred is None or state.occurred in state.formerly[-1:]:
        return tuple(state.formerly)
    return (*state.formerly, state.occurred)


def advance(cls: type[C], state: C | None, event_class: Any, facts: Any, today: date) -> list[Any]:
    """Decide on the event that brings a record to its next stage.

    A stage that is reached already is not reached again; what was not known is added. Raises
    :class:`Refused` when the outcome would be incomplete, or would have happened after ``today``,
    and when the plan was given up.
    """
    event = _said(cls, state, event_class, facts)
    return _fit(cls, state, _next(cls, state, event), today)


def _said(cls: Any, state: Any, event_class: Any, facts: Any) -> Any:
    """``facts`` as an event. Raises :class:`Refused` for what the record cannot say."""
    said = non_empty(facts)
    settled = settled_for(state, facts) if state is not None else ()
    refuse_misplaced(cls, state, {name: said[name] for name in said if name not in settled})
    return event_class(**said)


def _next(cls: Any, state: Any, event: Any) -> list[Any]:
    if state is None:
        return [event]
    if is_retracted(state):
        return []
    if not (has_reached(state, event.status) or "status" in settled_for(state, event)):
        if what := _GIVEN_UP.get(state.status):
            was = f"was {state.status}: if it was {event.status} after all"
            raise Refused(f"{was}, undo the {what} first")
        return [delta(state, unsettled(state, event))]
    old_plan = state.status == POSTPONED or _was_planned_for(state, event)
    known_of = _without_date(event) if old_plan else event
    return supplement(state, known_of, cls.added, settled_for(state, event))


def _was_planned_for(state: Any, event: Any) -> bool:
    """Whether an event tells a date that was given up."""
    formerly = getattr(state, "formerly", ())
    return bool(formerly) and event.occurred in formerly


def _without_date(event: Any) -> Any:
    """A plan without a date does not get one but by being rescheduled."""
    return replaced(event, occurred=None)


def reschedule(cls: type[C], state: Any, event_class: Any, facts: Any, today: date) -> list[Any]:
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
    return _fit(cls, state, [change], today) if set(non_empty(change)) - _NO_CHANGE else []


_NO_CHANGE = {"sources", "as_written"}


def set_back(cls: type[C], state: Any, event_class: Any, facts: Any, today: date) -> list[Any]:
    """Decide that a plan is postponed without a new date, or cancelled.

    Refused when it is no plan any more.
    """
    event = _said(cls, state, event_class, facts)
    if state is None:
        return _fit(cls, None, [event], today)
    if is_retracted(state) or state.status == event.status or _is_old_news(state, facts):
        return []
    refuse_unplanned(state, event.status)
    if facts.occurred not in (None, state.occurred, *state.formerly):
        raise Refused("a new date makes it rescheduled: say so instead", "occurred")
    change = delta(state, _without_date(unsettled(state, event)))
    return [replaced(change, sources=facts.sources)]


def _is_old_news(state: Any, facts: Any) -> bool:
    """Whether sources that told of a setback tell it again, after it has been overcome."""
    told = bool(facts.sources) and all(one in state.setbacks for one in facts.sources)
    return told or "status" in settled_for(state, facts)


def refuse_unplanned(state: Any, verb: str) -> None:
    """Raise :class:`Refused` for what is not ahead any more."""
    if state.status == CANCELLED:
        raise Refused(f"was cancelled, and cannot be {verb}; undo that first")
    if state.status not in (state.stages[0], POSTPONED):
        raise Refused(
            f"is {state.status} already, and cannot be {verb};"
            " a wrong date is set right with dragoman correct"
        )


def has_reached(state: Any, status: str) -> bool:
    """Whether a record has come to ``status`` or gone beyond."""
    return _stage(state, state.status) >= _stage(state, status)


def _stage(state: Any, status: str) -> int:
    return int(state.stages.index(status)) if status in state.stages else 0


def _fit(cls: Any, state: Any, events: list[Any], today: date) -> list[Any]:
    """``events``, unless the record would be incomplete after them, or told too early."""
    after = state
    for event in events:
        after = evolved(cls, after, event)
    if events:
        refuse_unfit(after, today)
    return events


def refuse_unfit(state: Any, today: date) -> None:
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
