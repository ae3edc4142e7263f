"""Upkeep: how a record is set right. Any record takes these events besides its own.

What is wrong about the past is corrected, what should not be there is retracted; where sources
disagree, their readings stand side by side until one is chosen. None of it changes what was
recorded: it is told, with a reason, by a further event.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal, Protocol, TypeVar
from uuid import UUID

from attrs import AttrsInstance, fields_dict, frozen
from attrs import evolve as replaced

from dragoman.domain.belonging import refuse_contradiction, refuse_foreign
from dragoman.domain.field_values import text_of, typed, value_at, with_value
from dragoman.domain.record import (
    Applied,
    Facts,
    as_dict,
    non_empty,
    united,
    with_facts,
    with_fields,
)
from dragoman.domain.refusal import Refused
from dragoman.domain.source import Source

Verdict = Literal["open", "chosen", "rejected"]


@frozen(kw_only=True)
class Reading:
    """What a source says of a field, as text; ``verdict`` tells what became of it.

    ``field`` may lead into a participant: ``participants.2.name``.
    """

    field: str
    value: str
    source: Source | None = None
    verdict: Verdict = "open"


@frozen(kw_only=True)
class Amendments:
    """What was set right about a record, apart from its facts.

    ``settled`` are the fields that were corrected or chosen: a source that is cited already does
    not change them any more.
    """

    retracted: bool = False
    duplicate_of: UUID | None = None
    settled: tuple[str, ...] = ()
    readings: tuple[Reading, ...] = ()


UNAMENDED = Amendments()


class State(Facts, Protocol):
    """What the states of all kinds of record have."""

    @property
    def amendments(self) -> Amendments | None:
        """What was set right about the record, if anything was."""


S = TypeVar("S", bound=State)
F = TypeVar("F", bound=Facts)


def amendments_of(state: State) -> Amendments:
    """What was set right about a record so far."""
    return state.amendments or UNAMENDED


def is_retracted(state: State) -> bool:
    """Whether a record should not be there."""
    return state.amendments is not None and state.amendments.retracted


def is_known_from(state: Facts, facts: Facts) -> bool:
    """Whether all that ``facts`` rest on is cited already."""
    return bool(facts.sources) and all(one in state.sources for one in facts.sources)


def settled_for(state: State, facts: Facts) -> tuple[str, ...]:
    """The fields that ``facts`` do not change any more: they were settled, against its sources."""
    return amendments_of(state).settled if is_known_from(state, facts) else ()


def unsettled(state: State, facts: F) -> F:
    """``facts`` without what was settled against their sources."""
    held = fields_dict(type(facts))
    names = [name for name in settled_for(state, facts) if name in held]
    return with_fields(facts, **{name: _empty(type(facts), name) for name in names})


class Correction(Applied):
    """What events have in common that correct facts: ``cleared`` are fields that hold nothing."""

    __slots__ = ()

    cleared: tuple[str, ...]

    def applied_to(self, state: Any) -> Any:
        """The state with other facts, which count as settled."""
        facts = non_empty(self)
        cleared = facts.pop("cleared", ())
        empty = {name: _empty(type(state), name) for name in cleared}
        after = with_facts(state, facts, **empty)
        facts.pop("sources", None)
        return _settled(after, (*facts, *cleared))


C = TypeVar("C", bound=Correction)


def _empty(cls: type[AttrsInstance], name: str) -> object:
    """What a field holds of which nothing is known."""
    default: Any = fields_dict(cls)[name].default
    return default.factory() if hasattr(default, "factory") else default


def _settled(state: S, names: Iterable[str]) -> S:
    amendments = amendments_of(state)
    settled = tuple(dict.fromkeys((*amendments.settled, *names)))
    return with_fields(state, amendments=replaced(amendments, settled=settled))


@frozen(kw_only=True)
class Retracted(Applied):
    """The record should not be there: as ``duplicate_of`` another, or as the reason tells.

    ``undoes`` is the entry that had brought it, where the retraction undoes one.
    """

    duplicate_of: UUID | None = None
    undoes: UUID | None = None

    def applied_to(self, state: S) -> S:
        """The record, retracted."""
        amendments = replaced(amendments_of(state), retracted=True, duplicate_of=self.duplicate_of)
        return with_fields(state, amendments=amendments)


@frozen(kw_only=True)
class ReadingDisputed(Applied):
    """A source says otherwise of a field than the record does."""

    field: str
    value: str
    source: Source | None = None

    def applied_to(self, state: S) -> S:
        """The record with both readings; its own is the first."""
        amendments = amendments_of(state)
        own = _own_reading(state, self.field)
        own = () if own and own[0].value in _values(state, self.field) else own
        rival = Reading(field=self.field, value=self.value, source=self.source)
        return with_fields(
            state, amendments=replaced(amendments, readings=(*amendments.readings, *own, rival))
        )


@frozen(kw_only=True)
class ReadingResolved(Applied):
    """One of the readings of a field was chosen, for the reason given."""

    field: str
    value: str

    def applied_to(self, state: S) -> S:
        """The record as the chosen reading has it; the others stay beside it."""
        amendments = amendments_of(state)
        readings = tuple(self._judged(one) for one in amendments.readings)
        after = with_fields(state, amendments=replaced(amendments, readings=readings))
        value = typed(type(state), self.field, self.value)
        return _settled(with_value(after, self.field, value), (self.field.partition(".")[0],))

    def _judged(self, reading: Reading) -> Reading:
        if reading.field != self.field:
            return reading
        return replaced(reading, verdict="chosen" if reading.value == self.value else "rejected")


def _readings(state: State, field: str) -> tuple[Reading, ...]:
    return tuple(one for one in amendments_of(state).readings if one.field == field)


def _values(state: State, field: str) -> set[str]:
    return {one.value for one in _readings(state, field)}


def _own_reading(state: State, field: str) -> tuple[Reading, ...]:
    value = value_at(state, field)
    source = state.sources[0] if state.sources else None
    return (Reading(field=field, value=text_of(value), source=source),) if value else ()


def correct(
    state: State, event_class: Callable[..., C], facts: Mapping[str, object], cleared: Iterable[str]
) -> list[C]:
    """Decide to correct facts, and to clear the fields that hold nothing.

    ``event_class`` is that of the record's corrections. What the record says already is left out;
    sources are cited apart.
    """
    refuse_retracted(state)
    refuse_foreign(type(state), facts)
    has = as_dict(state)
    should = {name: united(one) if isinstance(one, tuple) else one for name, one in facts.items()}
    changed = {
        name: value for name, value in should.items() if name != "sources" and has[name] != value
    }
    emptied = tuple(name for name in cleared if has[name])
    if not changed and not emptied:
        return []
    correction = event_class(**changed, cleared=emptied)
    refuse_contradiction(correction.applied_to(state), (*changed, *emptied))
    return [correction]


def retract(
    state: State | None, duplicate_of: UUID | None = None, undoes: UUID | None = None
) -> list[Retracted]:
    """Decide to retract a record. Refused when it is retracted for another reason."""
    if state is None:
        raise Refused("there is no such record to retract")
    amendments = amendments_of(state)
    if not amendments.retracted:
        return [Retracted(duplicate_of=duplicate_of, undoes=undoes)]
    if amendments.duplicate_of != duplicate_of:
        raise Refused("is retracted already; undo that first")
    return []


def dispute(state: State, field: str, value: str, source: Source) -> list[ReadingDisputed]:
    """Decide to keep what another source says of a field beside what the record says.

    Refused when the record says just that.
    """
    refuse_retracted(state)
    typed(type(state), field, value)
    refuse_foreign(type(state), {field: value})
    rivals = _readings(state, field)
    if any((one.value, one.source) == (value, source) for one in rivals):
        return []
    if not rivals and text_of(value_at(state, field)) == value:
        raise Refused("says just that; to add a source: dragoman source cite", field)
    return [ReadingDisputed(field=field, value=value, source=source)]


def resolve(state: State, field: str, value: str) -> list[ReadingResolved]:
    """Decide which reading of a field counts. Refused when no reading has that ``value``."""
    refuse_retracted(state)
    rivals = _readings(state, field)
    if not rivals:
        raise Refused("is not disputed; there is nothing to choose from", field)
    if value not in _values(state, field):
        told = ", ".join(dict.fromkeys(repr(one.value) for one in rivals))
        raise Refused(f"{value!r} is not among the readings: {told}", field)
    if {(one.value == value, one.verdict) for one in rivals} <= _DECIDED:
        return []
    resolved = ReadingResolved(field=field, value=value)
    refuse_contradiction(resolved.applied_to(state), (field,))
    return [resolved]


_DECIDED = {(True, "chosen"), (False, "rejected")}


def refuse_retracted(state: State | None, what: str = "record") -> None:
    """Raise :class:`Refused` for a record that is not there, or should not be."""
    if state is None:
        raise Refused(f"there is no such {what}")
    if is_retracted(state):
        raise Refused("is retracted; undo that first")
