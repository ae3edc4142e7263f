"""Reimport: changing a record to match a newer version of a data set.

This module compares three values for every field: the earlier and the current value in the data
set, and the value of the record. If the record still has the earlier value, Dragoman corrects it to
the current value. If somebody has corrected the field since the last import, the field keeps the
correction, and Dragoman reports the field as contested.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from attrs import evolve as replaced
from attrs import field, frozen

from dragoman.domain import amendments
from dragoman.domain.additions import Addition, extended
from dragoman.domain.amendments import State, is_retracted
from dragoman.domain.corrections import set_right, with_same_people
from dragoman.domain.kind import Kind
from dragoman.domain.lifecycle import CANCELLED, SETBACKS, has_reached
from dragoman.domain.original_words import has_parts, joined, placed
from dragoman.domain.party import POST_EVENTS, Party, Position
from dragoman.domain.record import Event, Facts, as_dict, non_empty, with_fields
from dragoman.domain.refusal import Refused
from dragoman.domain.source import Source
from dragoman.domain.terms import term_of
from dragoman.domain.text import quoted
from dragoman.domain.undoing import effective
from dragoman.domain.unit_of_work import Outcome, UnitOfWork, decided, existing


@frozen
class Change:
    """The changes in a data set since the last import.

    ``facts`` are new values, and ``cleared`` lists the fields to empty. ``contested`` holds the new
    values of fields that somebody else has corrected since the last import.
    """

    facts: Mapping[str, object] = field(factory=dict)
    cleared: tuple[str, ...] = ()
    contested: Mapping[str, object] = field(factory=dict)


def renew_record(
    uow: UnitOfWork, record: UUID, facts: Facts, status: str | None, said: Source
) -> tuple[Outcome, Mapping[str, object]]:
    """Correct a record to match a newer version of a data set.

    ``said`` is the source, which names the row of the data set. Returns the outcome and the
    contested fields, which keep the values that somebody else has set. A retracted record stays
    unchanged.
    """
    kind = existing(uow, record)
    state = uow.load(record)
    if is_retracted(state):
        return Outcome(kind, record, state, state), {}
    before = told_by(uow.history(record), said.dispatch)
    status = _back_on(state, before, status)
    now = _facts(non_empty(facts)) | ({"status": status} if status else {})
    moved = _moved_on(uow, kind, record, facts, before, now)
    if status and status not in (*getattr(state, "stages", ()), *SETBACKS):
        now["status"] = before.get("status")  # a step such as rescheduled is not a status itself
    change = changed(before, now, uow.load(record))
    outcome = _corrected(uow, kind, record, change, said)
    events = (*moved, *outcome.events)
    return replaced(outcome, before=state, events=events), change.contested


def _back_on(state: State, before: Mapping[str, Any], status: str | None) -> str | None:
    """Return the status of a plan that the data set had cancelled and now moves to another day."""
    is_cancelled = getattr(state, "status", None) == CANCELLED == before.get("status")
    if is_cancelled and status == "rescheduled":
        return str(state.stages[0])  # type: ignore[attr-defined]
    return status


def told_by(history: Sequence[Event], dataset: str | None) -> dict[str, Any]:
    """Return the facts about a record that a data set has given so far, including the status."""
    known: dict[str, Any] = {}
    for event in _from_dataset(history, dataset):
        if not isinstance(event, POST_EVENTS):
            facts = non_empty(event)
            known = _after(known, facts, isinstance(event, Addition))
            if status := getattr(event, "status", None):
                known["status"] = status
    return known


def _after(known: Mapping[str, Any], facts: dict[str, Any], is_addition: bool) -> dict[str, Any]:
    """Return the facts in a data set after an event with ``facts``."""
    cleared = facts.pop("cleared", ())
    known = {name: one for name, one in known.items() if name not in cleared}
    after = dict(known)
    for name, value in _facts(facts).items():
        after[name] = _told(after.get(name), value, is_addition)
    if has_parts(after.get("as_written", {})):
        place = joined if is_addition else placed
        own = place(facts.get("as_written", {}), {**known, **facts}, after)
        after["as_written"] = placed(known.get("as_written", {}), known, after) | own
    return after


def _from_dataset(history: Sequence[Event], dataset: str | None) -> Iterator[Event]:
    """Yield the events that cite a row of the data set, and that count."""
    for event in effective(history):
        if any(one.dispatch == dataset and one.row for one in getattr(event, "sources", ())):
            yield event


def refuse_changed_posts(
    uow: UnitOfWork, record: UUID, facts: Sequence[Event], said: Source
) -> None:
    """Raise :class:`Refused` if a data set gives a post of a person other dates than before.

    Posts are never corrected, so the other dates would be a second post. A date that was unknown
    before may be added. ``facts`` are the facts of the row.
    """
    told = _posts(_from_dataset(uow.history(record), said.dispatch))
    now = _posts(facts)
    for post in told:
        if not any(_completes(post, one) for one in now):
            since, until = post.assumed or "unknown", post.left or "unknown"
            raise Refused(
                f"{quoted(post.post)} was imported before, from {since} to {until}, but the file no"
                " longer says so; undo the earlier import first",
                "positions",
            )


def _posts(events: Iterable[Event]) -> tuple[Position, ...]:
    known = Party(name="")
    for event in events:
        if isinstance(event, POST_EVENTS):
            known = event.applied_to(known)
    return known.positions


def _completes(before: Position, now: Position) -> bool:
    is_same = term_of(before.post) == term_of(now.post) and before.side == now.side
    return is_same and before.assumed in (None, now.assumed) and before.left in (None, now.left)


def _told(before: Any, value: Any, is_addition: bool) -> Any:
    """Fold a value from the data set into the value that the data set gave ``before``."""
    if isinstance(value, dict):
        return (before or {}) | value
    return extended(before, value) if is_addition and before and type(value) is tuple else value


def changed(before: Mapping[str, Any], now: Mapping[str, Any], state: State) -> Change:
    """Return the changes to a record, given the facts in a data set ``before`` and ``now``."""
    facts: dict[str, object] = {}
    contested: dict[str, object] = {}
    cleared = []
    for name in dict.fromkeys((*now, *before)):
        if name == "as_written":
            continue  # the paths depend on the lists; see below
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
    if words := _changed_words(before, now, state, {**facts, **dict.fromkeys(cleared)}):
        facts["as_written"] = words
    return Change(facts, tuple(cleared), contested)


def _changed_words(
    before: Mapping[str, Any], now: Mapping[str, Any], state: State, facts: Mapping[str, object]
) -> dict[str, object] | None:
    """Return the changed words of the source, as words for the record corrected with ``facts``."""
    if not now.get("as_written"):
        return None
    has = as_dict(state)
    after = {**has, **facts}
    given = (before, now, has)
    was, should, known = (placed(one.get("as_written", {}), one, after) for one in given)
    return _differing(was, should, known)


def _differing(
    was: Mapping[str, object], should: Mapping[str, object], has: Mapping[str, object]
) -> dict[str, object] | None:
    """Return the changed items of a mapping, without items that somebody else has changed."""
    new = {key: one for key, one in should.items() if one != was.get(key)}
    return {key: one for key, one in new.items() if has.get(key) == was.get(key)} or None


def _facts(known: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in known.items() if name != "sources"}


def _moved_on(
    uow: UnitOfWork,
    kind: Kind,
    record: UUID,
    facts: Facts,
    before: Mapping[str, Any],
    now: Mapping[str, Any],
) -> Iterable[Event]:
    """Decide to bring a record to its new status in the data set; return the events."""
    status, state = now.get("status"), uow.load(record)
    decision = kind.decisions.get(status or "")
    if decision is None or not _goes_on(state, before.get("status"), status):
        return ()
    said = non_empty(facts)
    news = {name: one for name, one in said.items() if before.get(name) != one}
    if words := news.get("as_written"):
        news["as_written"] = placed(words, said, {**as_dict(state), **news})
    added = type(facts)(**news)
    return decided(uow, kind, record, lambda one: decision(one, added, uow.today)).events


def _goes_on(state: Any, before: str | None, status: Any) -> bool:
    """Return whether ``status`` comes after ``before``, which is still the status of the record."""
    if status == before or state.status != before:
        return False
    return status not in state.stages or not has_reached(state, status)


def _corrected(uow: UnitOfWork, kind: Kind, record: UUID, change: Change, said: Source) -> Outcome:
    """Correct a record if necessary, and cite the row of the data set."""
    facts = with_same_people(uow, record, change.facts)

    def decision(state: State) -> list[amendments.Correction]:
        events = amendments.correct(state, kind.corrected, facts, change.cleared)
        return [with_fields(one, sources=(said,)) for one in events]

    return set_right(uow, kind, record, decision, (said,))
