"""Amendments: corrections, retractions and disputed readings, which apply to any kind of record.

A correction fixes wrong facts, and a retraction withdraws a record. When sources disagree, the
record keeps the reading of every source, and you can choose a reading. Recorded events never
change: each amendment is a new event with a reason.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal, Protocol, TypeVar
from uuid import UUID

from attrs import AttrsInstance, fields_dict, frozen
from attrs import evolve as replaced

from dragoman.domain.belonging import refuse_contradiction, refuse_foreign
from dragoman.domain.field_values import text_of, typed, value_at, with_value
from dragoman.domain.original_words import without_parts_of
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
    """The value that a source gives for a field, as a string, and the ``verdict`` on that value.

    ``field`` can be a path to a fact about a participant: ``participants.2.name``.
    """

    field: str
    value: str
    source: Source | None = None
    verdict: Verdict = "open"


@frozen(kw_only=True)
class Amendments:
    """The amendments to a record, apart from its facts.

    ``settled`` lists the fields that somebody corrected, or whose dispute somebody resolved. New
    facts from a source that the record already cites do not change the settled fields.
    ``distinct_from`` lists similar records that a user has marked as distinct from this record.
    """

    retracted: bool = False
    duplicate_of: UUID | None = None
    settled: tuple[str, ...] = ()
    readings: tuple[Reading, ...] = ()
    distinct_from: tuple[UUID, ...] = ()


UNAMENDED = Amendments()


class State(Facts, Protocol):
    """The base class of the states of all kinds of record."""

    @property
    def amendments(self) -> Amendments | None:
        """The amendments to the record, or ``None``."""


S = TypeVar("S", bound=State)
F = TypeVar("F", bound=Facts)


def amendments_of(state: State) -> Amendments:
    """Return the amendments to a record; if there are none, return ``UNAMENDED``."""
    return state.amendments or UNAMENDED


def is_retracted(state: State) -> bool:
    """Return whether a record is retracted."""
    return state.amendments is not None and state.amendments.retracted


def is_known_from(state: Facts, facts: Facts) -> bool:
    """Return whether the record already cites all sources of ``facts``."""
    return bool(facts.sources) and all(one in state.sources for one in facts.sources)


def settled_for(state: State, facts: Facts) -> tuple[str, ...]:
    """Return the settled fields if the record cites all sources of ``facts``; otherwise, ``()``."""
    return amendments_of(state).settled if is_known_from(state, facts) else ()


def unsettled(state: State, facts: F) -> F:
    """Return ``facts``; if the record cites all their sources, leave out the settled fields."""
    held = fields_dict(type(facts))
    names = [name for name in settled_for(state, facts) if name in held]
    left = with_fields(facts, **{name: _empty(type(facts), name) for name in names})
    return _without_words_for(left, names) if names else left


def _without_words_for(facts: F, names: Sequence[str]) -> F:
    words = getattr(facts, "as_written", {})
    return with_fields(facts, as_written=without_parts_of(words, names)) if words else facts


class Correction(Applied):
    """The base class of events that correct facts; ``cleared`` lists the fields to empty.

    An event that empties a mapping and also has items for it replaces the mapping.
    """

    __slots__ = ()

    cleared: tuple[str, ...]

    def applied_to(self, state: Any) -> Any:
        """Return the state with the corrected facts; the corrected fields count as settled."""
        facts = non_empty(self)
        cleared = facts.pop("cleared", ())
        empty = {name: _empty(type(state), name) for name in cleared}
        refilled = {name: empty.pop(name) for name in cleared if name in facts}
        before = with_fields(state, **refilled) if refilled else state
        after = with_facts(before, facts, **empty)
        facts.pop("sources", None)
        return _settled(after, (*facts, *cleared))


C = TypeVar("C", bound=Correction)


def _empty(cls: type[AttrsInstance], name: str) -> object:
    """Return the default of the field, which means that its value is unknown."""
    default: Any = fields_dict(cls)[name].default
    return default.factory() if hasattr(default, "factory") else default


def _settled(state: S, names: Iterable[str]) -> S:
    amendments = amendments_of(state)
    settled = tuple(dict.fromkeys((*amendments.settled, *names)))
    return with_fields(state, amendments=replaced(amendments, settled=settled))


@frozen(kw_only=True)
class Retracted(Applied):
    """Somebody withdrew the record, for example as a duplicate of another record.

    ``duplicate_of`` is the id of the other record. ``undoes`` is the entry that created the record,
    if the retraction undoes that entry.
    """

    duplicate_of: UUID | None = None
    undoes: UUID | None = None

    def applied_to(self, state: S) -> S:
        """Return the retracted record."""
        amendments = replaced(amendments_of(state), retracted=True, duplicate_of=self.duplicate_of)
        return with_fields(state, amendments=amendments)


@frozen(kw_only=True)
class Distinguished(Applied):
    """Somebody said that the record is not the same as a similar record.

    A copy of the register that withholds the ``other`` record has ``None`` instead.
    """

    other: UUID | None = None

    def applied_to(self, state: S) -> S:
        """Return the record, marked as distinct from the other record."""
        if self.other is None:
            return state
        amendments = amendments_of(state)
        distinct_from = united(amendments.distinct_from, (self.other,))
        return with_fields(state, amendments=replaced(amendments, distinct_from=distinct_from))


@frozen(kw_only=True)
class ReadingDisputed(Applied):
    """A source contradicts the record: the source gives another value for a field.

    ``own_source`` is the source of the record's current value; ``None`` means the first source of
    the record or, if ``is_own_unsourced`` is true, no source.
    """

    field: str
    value: str
    source: Source | None = None
    own_source: Source | None = None
    is_own_unsourced: bool = False

    def applied_to(self, state: S) -> S:
        """Return the record with both readings: its current value, then the new value."""
        amendments = amendments_of(state)
        own = _own_reading(state, self)
        own = () if own and own[0].value in _values(state, self.field) else own
        rival = Reading(field=self.field, value=self.value, source=self.source)
        return with_fields(
            state, amendments=replaced(amendments, readings=(*amendments.readings, *own, rival))
        )


@frozen(kw_only=True)
class ReadingResolved(Applied):
    """Somebody chose one of the readings of a field; the entry gives the reason."""

    field: str
    value: str

    def applied_to(self, state: S) -> S:
        """Return the record with the chosen value; the record keeps the other readings."""
        amendments = amendments_of(state)
        readings = tuple(self._judged(one) for one in amendments.readings)
        after = with_fields(state, amendments=replaced(amendments, readings=readings))
        value = typed(type(state), self.field, self.value)
        name, _, part = self.field.partition(".")
        chosen = with_value(after, self.field, value) if part else with_facts(after, {name: value})
        return _settled(chosen, (name,))

    def _judged(self, reading: Reading) -> Reading:
        if reading.field != self.field:
            return reading
        return replaced(reading, verdict="chosen" if reading.value == self.value else "rejected")


def _readings(state: State, field: str) -> tuple[Reading, ...]:
    return tuple(one for one in amendments_of(state).readings if one.field == field)


def _values(state: State, field: str) -> set[str]:
    return {one.value for one in _readings(state, field)}


def _own_reading(state: State, rival: ReadingDisputed) -> tuple[Reading, ...]:
    """Return the record's value as a reading; an empty tuple if the record has no value.

    If the record's first source is also the rival's source, somebody entered the record by hand,
    without a source, so the reading has no source either.
    """
    value = value_at(state, rival.field)
    first = state.sources[0] if state.sources else None
    first = None if rival.is_own_unsourced or first == rival.source else first
    source = rival.own_source or first
    return (Reading(field=rival.field, value=text_of(value), source=source),) if value else ()


def correct(
    state: State, event_class: Callable[..., C], facts: Mapping[str, object], cleared: Iterable[str]
) -> list[C]:
    """Decide to correct facts, and to clear the fields in ``cleared``.

    ``event_class`` is the class of corrections for this kind of record. A mapping in ``facts`` has
    the items to add or, if ``cleared`` also has the field, all items. The events leave out values
    that the record already has. They do not cite the sources; separate events do.
    """
    refuse_retracted(state)
    refuse_foreign(type(state), facts)
    cleared = tuple(cleared)
    has = as_dict(state)
    should = {name: united(one) if isinstance(one, tuple) else one for name, one in facts.items()}
    changed = {
        name: value for name, value in should.items() if name != "sources" and has[name] != value
    }
    cleared = tuple(name for name in cleared if name in changed or name not in should)
    emptied = tuple(name for name in cleared if has[name])
    if not changed and not emptied:
        return []
    if refuse := getattr(state, "refuse_correction", None):
        refuse((*changed, *emptied), changed)
    correction = event_class(**changed, cleared=emptied)
    filled = correction.applied_to(state)  # a new name adds the former name to the aliases
    if left := tuple(name for name in cleared if not has[name] and getattr(filled, name)):
        correction = event_class(**changed, cleared=(*emptied, *left))
    refuse_contradiction(correction.applied_to(state), (*changed, *emptied))
    return [correction]


def retract(
    state: State | None, duplicate_of: UUID | None = None, undoes: UUID | None = None
) -> list[Retracted]:
    """Decide to retract a record.

    Raises :class:`Refused` if the record does not exist, or if it is already retracted with a
    different ``duplicate_of``.
    """
    if state is None:
        raise Refused("there is no such record to retract")
    amendments = amendments_of(state)
    if not amendments.retracted:
        return [Retracted(duplicate_of=duplicate_of, undoes=undoes)]
    if amendments.duplicate_of != duplicate_of:
        raise Refused("is already retracted; undo the retraction first")
    return []


def distinguish(state: State, other: UUID) -> list[Distinguished]:
    """Decide to mark a record as distinct from another record of the same kind."""
    refuse_retracted(state)
    known = amendments_of(state).distinct_from
    return [] if other in known else [Distinguished(other=other)]


def dispute(
    state: State,
    field: str,
    value: str,
    source: Source,
    own_source: Source | None = None,
    *,
    is_own_unsourced: bool = False,
) -> list[ReadingDisputed]:
    """Decide to keep a different reading of a field alongside the record's value.

    Raises :class:`Refused` if the record already has that value.
    """
    refuse_retracted(state)
    typed(type(state), field, value)
    refuse_foreign(type(state), {field: value})
    rivals = _readings(state, field)
    if any((one.value, one.source) == (value, source) for one in rivals):
        return []
    if not rivals and text_of(value_at(state, field)) == value:
        raise Refused("already has this value; to add a source: dragoman source cite", field)
    own = None if rivals or own_source == source or own_source in state.sources[:1] else own_source
    is_unsourced = is_own_unsourced and not rivals and bool(state.sources)
    return [
        ReadingDisputed(
            field=field,
            value=value,
            source=source,
            own_source=own,
            is_own_unsourced=is_unsourced,
        )
    ]


def resolve(state: State, field: str, value: str) -> list[ReadingResolved]:
    """Decide which reading of a field is right.

    Raises :class:`Refused` if no reading has that ``value``.
    """
    refuse_retracted(state)
    rivals = _readings(state, field)
    if not rivals:
        raise Refused("is not disputed; there are no readings to choose from", field)
    if value not in _values(state, field):
        choices = ", ".join(dict.fromkeys(repr(one.value) for one in rivals))
        raise Refused(f"{value!r} is not among the readings: {choices}", field)
    if {(one.value == value, one.verdict) for one in rivals} <= _DECIDED:
        return []
    resolved = ReadingResolved(field=field, value=value)
    refuse_contradiction(resolved.applied_to(state), (field,))
    return [resolved]


_DECIDED = {(True, "chosen"), (False, "rejected")}


def refuse_retracted(state: State | None, what: str = "record") -> None:
    """Raise :class:`Refused` if the record does not exist or is retracted."""
    if state is None:
        raise Refused(f"there is no such {what}")
    if is_retracted(state):
        raise Refused("is retracted; to restore it, type: dragoman correct REF --restore")
