"""Replication: copying the history of a record from another register, unchanged.

The other register has already made the decisions. This module only checks that the events form a
valid record, and that the record does not conflict with other records.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from dragoman.domain.amendments import State, is_retracted
from dragoman.domain.corrections import refuse_lacking
from dragoman.domain.countries import is_code
from dragoman.domain.field import declared, holding
from dragoman.domain.kind import Kind
from dragoman.domain.kinds import kind_of
from dragoman.domain.participant import people_in
from dragoman.domain.record import Event
from dragoman.domain.refusal import Refused
from dragoman.domain.unit_of_work import UnitOfWork
from dragoman.domain.use_cases import refuse_second_session


def copy_record(
    uow: UnitOfWork, kind: Kind, record: UUID, history: Sequence[Event]
) -> Sequence[Event]:
    """Copy the history of a record, and return the events that this register did not have.

    Raises :class:`Refused` if the record has a different history in this register, if the events do
    not form a record of that kind, or if the record would conflict with other records.
    """
    known = uow.history(record)
    common = min(len(known), len(history))
    if list(known[:common]) != list(history[:common]):
        raise Refused(
            "{record} was not changed, because its history in this register is different",
            record=record,
        )
    if len(history) == common:
        return ()
    state = _folded(kind, history)
    _refuse_circle(uow, record, state, "part_of")
    _refuse_circle(uow, record, state, "merged_into")
    refuse_second_session(uow, record, state)
    return uow.decide(kind, record, lambda _: history[len(known) :])


def _folded(kind: Kind, history: Sequence[Event]) -> Any:
    """Fold all events. Raises :class:`Refused` if the state after any of the events is invalid."""
    if kind_of(type(history[0])) is not kind or not {*map(type, history)} <= {*kind.events}:
        raise Refused(f"the events do not form a valid {kind.name}")
    state = None
    for count in range(1, len(history) + 1):
        try:
            state = kind.after(state, history[:count])
        except (AttributeError, LookupError, TypeError, ValueError) as error:
            raise Refused(f"event {count} does not follow from the events before it") from error
        _refuse_unable(kind, state)
    return state


def _refuse_unable(kind: Kind, state: State) -> None:
    """Raise :class:`Refused` for a state that no command can produce."""
    if not is_retracted(state):  # an undo can leave a retracted record incomplete
        if hasattr(state, "refuse_incomplete"):
            state.refuse_incomplete()
        refuse_lacking(kind, state)
    _refuse_nameless(state)
    for code in _codes(state):
        if not is_code(code):
            raise Refused(f"{code!r} is not the code of a country or an organisation")


def _refuse_nameless(state: State) -> None:
    """Raise :class:`Refused` for a participant without a name, a post or a link."""
    fields = declared(type(state))
    for name in holding(type(state), "participants"):
        for person in getattr(state, name):
            is_side = fields[name].takes_sides and person.side
            if not (person.name or person.post or person.party or is_side):
                raise Refused("a participant needs a name or a post")


def _codes(state: State) -> Sequence[str]:
    people = (*people_in(state), *getattr(state, "positions", ()))
    several = (one for name in holding(type(state), "codes") for one in getattr(state, name))
    single = (getattr(state, name) for name in holding(type(state), "code"))
    return [one for one in (*several, *single, *(one.side for one in people)) if one]


def _refuse_circle(uow: UnitOfWork, record: UUID, state: State, link: str) -> None:
    """Raise :class:`Refused` for a circle of links; ignore links to missing records."""
    linked = getattr(state, link, None)
    while linked:
        if linked == record:
            raise Refused(f"{link} would form a cycle back to {{record}}", record=record)
        linked = getattr(uow.load(linked), link, None)
