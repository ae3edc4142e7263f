"""Renewal: what a newer state of a data set changes of a record.

Three things meet, field by field: what the data set told of the record before, what it tells now,
and how the record stands. Where the record stands as the data set had told it, what is new is a
correction. Where somebody has set it right since, that stays, and is reported as contested.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from attrs import evolve as replaced
from attrs import field, frozen

from dragoman.domain import amendments
from dragoman.domain.amendments import State, is_retracted
from dragoman.domain.corrections import set_right
from dragoman.domain.kind import Kind
from dragoman.domain.lifecycle import SETBACKS, has_reached
from dragoman.domain.record import Event, Facts, non_empty, with_fields
from dragoman.domain.source import Source
from dragoman.domain.undoing import effective
from dragoman.domain.unit_of_work import Outcome, UnitOfWork, decided, existing


@frozen
class Change:
    """What a data set tells otherwise than before.

    ``facts`` are fields as they should be, ``cleared`` those that should hold nothing, and
    ``contested`` those that somebody else has set otherwise since.
    """

    facts: Mapping[str, object] = field(factory=dict)
    cleared: tuple[str, ...] = ()
    contested: Mapping[str, object] = field(factory=dict)


def renew_record(
    uow: UnitOfWork, record: UUID, facts: Facts, status: str | None, said: Source
) -> tuple[Outcome, Mapping[str, object]]:
    """Record what a newer state of a data set tells of a record, as a correction.

    ``said`` is the row that tells it; with it, the outcome, and the fields that stay as somebody
    else has set them. A record that was retracted stays as it is.
    """
    kind = existing(uow, record)
    state = uow.load(record)
    if is_retracted(state):
        return Outcome(kind, record, state, state), {}
    before = told_by(uow.history(record), said.dispatch)
    now = _facts(non_empty(facts)) | ({"status": status} if status else {})
    moved = _moved_on(uow, kind, record, facts, before, now)
    if status and status not in (*getattr(state, "stages", ()), *SETBACKS):
        del now["status"]  # an act, such as rescheduled, that leads to none of its own
    change = changed(before, now, uow.load(record))
    outcome = _corrected(uow, kind, record, change, said)
    events = (*moved, *outcome.events)
    return replaced(outcome, before=state, events=events), change.contested


def told_by(history: Sequence[Event], dataset: str | None) -> dict[str, Any]:
    """What a data set has told of a record so far, by field; the status it told among it."""
    told: dict[str, Any] = {}
    for event in effective(history):
        if any(one.dispatch == dataset and one.row for one in getattr(event, "sources", ())):
            facts = non_empty(event)
            for name in facts.pop("cleared", ()):
                told.pop(name, None)
            for name, value in _facts(facts).items():
                told[name] = told.get(name, {}) | value if isinstance(value, dict) else value
            if status := getattr(event, "status", None):
                told["status"] = status
    return told


def changed(before: Mapping[str, Any], now: Mapping[str, Any], state: State) -> Change:
    """What changes of a record in ``state``, where a data set told ``before`` and tells ``now``."""
    facts: dict[str, object] = {}
    contested: dict[str, object] = {}
    cleared = []
    for name in dict.fromkeys((*now, *before)):
        was, should, has = before.get(name), now.get(name), getattr(state, name)
        if isinstance(has, Mapping):
            should = _differing(was or {}, should or {}, has)
            was, has = None, None
        if should == was or (should or None) == (has or None):
            continue
        if (has or None) != (was or None):
            contested[name] = should
        elif should:
            facts[name] = should
        else:
            cleared.append(name)
    return Change(facts, tuple(cleared), contested)


def _differing(
    was: Mapping[str, object], should: Mapping[str, object], has: Mapping[str, object]
) -> dict[str, object] | None:
    """The keys that tell something else than before; those that others have set stay."""
    new = {key: one for key, one in should.items() if one != was.get(key)}
    return {key: one for key, one in new.items() if has.get(key) == was.get(key)} or None


def _facts(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if name != "sources"}


def _moved_on(
    uow: UnitOfWork,
    kind: Kind,
    record: UUID,
    facts: Facts,
    before: Mapping[str, Any],
    now: Mapping[str, Any],
) -> Iterable[Event]:
    """The events by which a record comes to another status, where the world has moved on."""
    status, state = now.get("status"), uow.load(record)
    decision = kind.decisions.get(status or "")
    if decision is None or not _goes_on(state, before.get("status"), status):
        return ()
    news = {name: one for name, one in non_empty(facts).items() if before.get(name) != one}
    told = type(facts)(**news)
    return decided(uow, kind, record, lambda one: decision(one, told, uow.today)).events


def _goes_on(state: Any, before: str | None, status: Any) -> bool:
    """Whether a status is the next one of a record that stands as the data set had told it."""
    if status == before or state.status != before:
        return False
    return status not in state.stages or not has_reached(state, status)


def _corrected(uow: UnitOfWork, kind: Kind, record: UUID, change: Change, said: Source) -> Outcome:
    """Correct a record, and cite the row; where nothing is to be corrected, the row alone."""

    def decision(state: State) -> list[amendments.Correction]:
        events = amendments.correct(state, kind.corrected, change.facts, change.cleared)
        return [with_fields(one, sources=(said,)) for one in events]

    return set_right(uow, kind, record, decision, (said,))
