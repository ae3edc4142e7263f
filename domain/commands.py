"""Commands: the requests in a document as value objects, and the code that executes them.

Dragoman translates a document into a complete command before making any decision. For most kinds of
record, one generic use case brings the record to a status. A table lists the special use cases of
the other kinds.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from uuid import UUID

from attrs import evolve as replaced
from attrs import frozen

from dragoman.domain import corrections, terms, use_cases
from dragoman.domain.additions import about_world
from dragoman.domain.engagement import Particulars
from dragoman.domain.field_values import has_plain_value, text_of, value_at
from dragoman.domain.kind import Kind
from dragoman.domain.party import Identity, Registration
from dragoman.domain.record import Facts, non_empty
from dragoman.domain.resemblance import RECOGNISED
from dragoman.domain.source import Source
from dragoman.domain.unit_of_work import Outcome, UnitOfWork, together

UseCase = Callable[[UnitOfWork, UUID, Any], Outcome]


@frozen
class Command:
    """A request to bring a record to a status in steps; each step is a status and its facts.

    ``readings`` are the values in the ``source`` that differ from the record, as pairs of field and
    value (both text). ``distinct_from`` lists similar records to mark as distinct from the record,
    and ``restores`` says whether to restore a retracted record.
    """

    kind: Kind
    record: UUID
    steps: tuple[tuple[str, Facts], ...]
    source: Source | None = None
    readings: tuple[tuple[str, str], ...] = ()
    distinct_from: tuple[UUID, ...] = ()
    restores: bool = False


def without_meetings(command: Command) -> Command:
    """Return the command for a series whose meetings the same dispatch lists."""
    if command.kind.name != "series":
        return command
    from dragoman.domain.recurrence import LISTED

    steps = ((LISTED if status == "running" else status, facts) for status, facts in command.steps)
    return replaced(command, steps=tuple(steps))


def with_parties_of_whole(uow: UnitOfWork, command: Command) -> Command:
    """Return the command for a new record without parties: it has those of the whole.

    The whole is the record of which the new record is a part, or in which it was signed.
    """
    steps = tuple((status, _with_parties_of_whole(uow, facts)) for status, facts in command.steps)
    return replaced(command, steps=steps)


def _with_parties_of_whole(uow: UnitOfWork, facts: Any) -> Any:
    within = getattr(facts, "part_of", None) or getattr(facts, "signed_in", None)
    whole = uow.load(within) if within else None
    if whole is None or getattr(facts, "parties", True) or not hasattr(whole, "involved"):
        return facts
    return replaced(facts, parties=whole.involved)


def perform(uow: UnitOfWork, command: Command) -> Outcome:
    """Execute a command. Raises :class:`dragoman.domain.refusal.Refused`."""
    outcome = corrections.brought_back(uow, command.record, command.restores)
    is_again = bool(outcome) and _is_from_same_dispatch(command, uow.load(command.record))
    for status, facts in command.steps:
        then = _use_case(command.kind, status)(uow, command.record, facts)
        outcome = together(outcome, then) if outcome else then
    assert outcome is not None
    if is_again:
        corrected = corrections.correct(uow, command.record, _said(command), ())
        outcome = replaced(_followed(outcome, corrected), unrecorded={})
    outcome = _read_otherwise(uow, outcome, command.source)
    for field, value in command.readings:
        outcome = _disputed(uow, outcome, field, value, command.source)
    for other in command.distinct_from:
        outcome = _followed(outcome, corrections.distinguish(uow, command.record, other))
    return outcome


def _is_from_same_dispatch(command: Command, state: Any) -> bool:
    """Return whether a record came from an earlier version of the dispatch that gives a command."""
    dispatch = command.source and command.source.dispatch
    return bool(dispatch) and any(one.dispatch == dispatch for one in state.sources)


def _said(command: Command) -> dict[str, Any]:
    """Return the facts about the world that a command gives, by field."""
    return {name: one for _, facts in command.steps for name, one in about_world(facts).items()}


def _followed(outcome: Outcome, then: Outcome) -> Outcome:
    """Append the events of ``then``, a further decision on the same record, to an outcome."""
    return replaced(outcome, state=then.state, events=(*outcome.events, *then.events))


def _read_otherwise(uow: UnitOfWork, outcome: Outcome, source: Source | None) -> Outcome:
    """If another source contradicts a value of the record, keep the other value as a reading."""
    if source is None or outcome.before is None or outcome.kind.name not in RECOGNISED:
        return outcome
    is_further = source not in outcome.before.sources
    for field, (_, value) in outcome.unrecorded.items():
        is_other = is_further or corrections.may_contradict(uow, outcome.record, field, source)
        if is_other and has_plain_value(outcome.kind.state, field):
            outcome = _disputed(uow, outcome, field, text_of(value), source)
            left = {name: one for name, one in outcome.unrecorded.items() if name != field}
            outcome = replaced(outcome, unrecorded=left)
    return outcome


def _disputed(
    uow: UnitOfWork, outcome: Outcome, field: str, value: str, source: Source | None
) -> Outcome:
    """Keep the value from a source as a reading if it differs from the record's value."""
    if source is None or text_of(value_at(uow.load(outcome.record), field)) == value:
        return outcome
    return _followed(outcome, corrections.dispute(uow, outcome.record, field, value, source))


def _use_case(kind: Kind, status: str) -> UseCase:
    own = _own_steps(kind.name).get(status)
    return own or partial(_brought, kind=kind, status=status)


def _own_steps(kind: str) -> Mapping[str, UseCase]:
    """Return the special use cases of a kind by step; those of series are loaded when needed."""
    if kind == "series":
        from dragoman.domain.recurrence import STEPS

        return STEPS
    return _OWN.get(kind, {})


def _brought(uow: UnitOfWork, record: UUID, facts: Particulars, kind: Kind, status: str) -> Outcome:
    return use_cases.engage(uow, kind, record, status, facts)


def _changed(change: UseCase, begin: UseCase) -> UseCase:
    """Return a use case that changes a record, or creates the record if it does not exist."""
    return lambda uow, record, facts: (begin if uow.load(record) is None else change)(
        uow, record, facts
    )


def _register(uow: UnitOfWork, record: UUID, registration: Registration) -> Outcome:
    known = non_empty(registration)
    aliases = known.pop("aliases", ())
    return use_cases.register_party(uow, record, Identity(**known), aliases)


_OWN: Mapping[str, Mapping[str, UseCase]] = {
    "mechanism": {
        "standing": use_cases.establish,
        "amended": _changed(use_cases.amend, use_cases.establish),
        "dissolved": use_cases.dissolve,
    },
    "follow-up": {
        "open": use_cases.agree,
        "revised": _changed(use_cases.revise, use_cases.agree),
        "fulfilled": use_cases.fulfil,
        "dropped": use_cases.drop,
    },
    "party": {"registered": _register, "assumed": use_cases.assume, "left": use_cases.leave},
}
"""For each kind that needs more than a decision, except series, the use cases by step."""


# --- Identity ---------------------------------------------------------------------------------


def names_of(kind: Kind, facts: Any) -> list[str]:
    """Return the terms that identify a mechanism or a party; empty for other kinds."""
    if kind.name == "mechanism":
        titles = (facts.title or "", *facts.aliases)
        return [terms.standing_body(facts.body or "", facts.parties, one) for one in titles]
    return [terms.known_as(facts.name or "", facts.side)] if kind.name == "party" else []


def spellings_of(facts: Facts) -> list[str]:
    """Return the terms for the other spellings of a new party's name."""
    if not isinstance(facts, Registration):
        return []
    return [terms.known_as(name, facts.side) for name in facts.aliases]


def known_by_name(uow: UnitOfWork, kind: Kind, facts: Any) -> UUID | None:
    """Return the id of the mechanism or party that ``facts`` name; ``None`` for other kinds.

    If no such record exists, the id is the id that a new record will have.
    """
    if kind.name == "mechanism":
        return use_cases.mechanism_record(uow, facts)
    if kind.name == "party":
        return use_cases.party_record(uow, facts.name or "", facts.side)
    return None


def recognised(uow: UnitOfWork, kind: Kind, facts: Any) -> UUID | None:
    """Return the record that facts without a ref are about, or ``None``."""
    if kind.name == "consultation" and facts.mechanism and facts.session:
        return use_cases.session_record(uow, facts.mechanism, facts.session)
    return known_by_name(uow, kind, facts)
