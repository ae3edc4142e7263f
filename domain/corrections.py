"""Corrections: use cases that correct, retract, dispute or undo recorded facts.

These use cases do not change or remove earlier entries: each use case adds an entry with a reason.
The same entry also corrects other records that depend on the corrected record.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Literal
from uuid import UUID

from attrs import evolve as replaced

from dragoman.domain import amendments, namesakes, party, terms, undoing
from dragoman.domain.amendments import State, is_retracted
from dragoman.domain.field import declared
from dragoman.domain.field_values import value_at
from dragoman.domain.kind import Kind
from dragoman.domain.kinds import KINDS
from dragoman.domain.lifecycle import refuse_future, refuse_unfit
from dragoman.domain.mechanism import Mechanism
from dragoman.domain.participant import Participant, pairs, people_field, people_in
from dragoman.domain.party import KIND as PARTY
from dragoman.domain.refusal import Refused
from dragoman.domain.replies import reply_id
from dragoman.domain.source import Source
from dragoman.domain.text import many, with_article
from dragoman.domain.unit_of_work import (
    OnState,
    Outcome,
    RecordedEntry,
    UnitOfWork,
    decided,
    existing,
    register_parties,
)
from dragoman.domain.use_cases import consequences, merged_chain, refuse_borne, refuse_unknown_links


def correct(
    uow: UnitOfWork,
    record: UUID,
    facts: Mapping[str, object],
    cleared: Sequence[str],
    sources: tuple[Source, ...] = (),
) -> Outcome:
    """Correct wrong facts in a record, and clear the fields in ``cleared``."""
    kind = existing(uow, record)
    if kind is PARTY:
        _refuse_names_of_others(uow, record, facts)
    facts = with_same_people(uow, record, facts)
    decision = partial(amendments.correct, event_class=kind.corrected, facts=facts, cleared=cleared)
    return set_right(uow, kind, record, decision, sources)


def with_same_people(uow: UnitOfWork, record: UUID, facts: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the corrected facts, in which people with a corrected spelling stay the same."""
    state = uow.load(record)
    field = people_field(state)
    if not (field and facts.get(field)):
        return facts
    before = people_in(state)
    people = tuple(
        one if index is None else _respelt(uow, state, before[index], one)
        for index, one in pairs(before, facts[field])
    )
    return {**facts, field: people}


def _respelt(uow: UnitOfWork, state: State, old: Participant, new: Participant) -> Participant:
    """Return a participant whose spelling was corrected, as the same person.

    If no other record has the old spelling, correct the name of the party. Otherwise, link the
    participant to the party.
    """
    root = namesakes.person_of(uow, old)
    is_respelt = old.name and new.name and old.name != new.name and old.side == new.side
    if not (root and is_respelt) or new.party:
        return new
    is_same_term = namesakes.name_of(old) == namesakes.name_of(new)
    called = namesakes.people_called(uow, namesakes.name_of(new))
    if not is_same_term and called not in ([], [root]):
        return new
    if _is_spelt_elsewhere(uow, state, root, old):
        return new if is_same_term else replaced(new, party=root)
    _respell(uow, root, str(old.name), str(new.name))
    return replaced(new, party=old.party)


def _is_spelt_elsewhere(uow: UnitOfWork, own: State, root: UUID, old: Participant) -> bool:
    """Return whether another record has a person with this spelling."""
    wanted = (terms.linked_to(root), namesakes.name_of(old))
    others = (state for state in _naming(uow, wanted) if state != own)
    people = (one for state in others for one in people_in(state) if one.name == old.name)
    return any(namesakes.person_of(uow, one) == root for one in people)


def _respell(uow: UnitOfWork, record: UUID, old: str, new: str) -> None:
    """Correct a spelling of the name of a party."""
    state = uow.load(record)
    if state.name == old:
        correct(uow, record, {"name": new}, ())
    elif old in state.aliases:
        names = tuple(new if one == old else one for one in state.aliases)
        correct(uow, record, {"aliases": names}, ())


def set_right(
    uow: UnitOfWork,
    kind: Kind,
    record: UUID,
    decision: OnState,
    sources: tuple[Source, ...] = (),
) -> Outcome:
    """Correct a record with the events that ``decision`` returns for its current state.

    Raises :class:`Refused` if the corrected record would not be valid.
    """
    outcome = decided(uow, kind, record, decision, sources)
    _refuse_wrong(uow, record, outcome.state)
    return consequences(uow, outcome)


def _refuse_names_of_others(uow: UnitOfWork, record: UUID, facts: Mapping[str, Any]) -> None:
    state = uow.load(record)
    names = (facts.get("name", state.name), *facts.get("aliases", state.aliases))
    refuse_borne(uow, record, facts.get("side", state.side), names)


def _refuse_wrong(uow: UnitOfWork, record: UUID, state: Any) -> None:
    """Raise :class:`Refused` if the record is not valid in its current state."""
    refuse_unknown_links(uow, record, state)
    if hasattr(state, "refuse_incomplete"):
        refuse_unfit(state, uow.today)
    for name, field in declared(type(state)).items():
        if field.is_past:
            refuse_future(name, getattr(state, name), uow.today)
    refuse_lacking(existing(uow, record), state)
    if isinstance(state, party.Party):
        merged_chain(uow, record)


def refuse_lacking(kind: Kind, state: State) -> None:
    """Raise :class:`Refused` if the record lacks a field that its kind requires."""
    for name in kind.required:
        if not getattr(state, name):
            raise Refused("cannot be left empty", name)
    if isinstance(state, Mechanism) and len(set(state.parties)) < 2:
        raise Refused("a mechanism needs at least two different parties", "parties")


Meetings = Literal["all", "planned", "none"]
"""The meetings to retract together with their series."""


def retract(
    uow: UnitOfWork,
    record: UUID,
    duplicate_of: UUID | None = None,
    meetings: Meetings | None = None,
) -> Outcome:
    """Retract a record, for example because it duplicates another record.

    Raises :class:`Refused` for a series with meetings unless ``meetings`` says which to retract.
    """
    kind = existing(uow, record)
    for meeting in _meetings_to_retract(uow, kind, record, meetings):
        retract(uow, meeting)
    if duplicate_of is not None:
        _refuse_no_duplicate(uow, kind, record, duplicate_of)
    decision = partial(amendments.retract, duplicate_of=duplicate_of)
    outcome = decided(uow, kind, record, decision)
    _refuse_needed(uow, record)
    return consequences(uow, outcome)


def _meetings_to_retract(
    uow: UnitOfWork, kind: Kind, record: UUID, meetings: Meetings | None
) -> list[UUID]:
    """Return the meetings to retract together with their series."""
    is_series = kind.name == "series"
    found = list(uow.find(KINDS["meeting"], terms.in_series(record))) if is_series else []
    if meetings and not found:
        raise Refused("{record} is not a series with meetings", "meetings", record=record)
    if found and meetings is None:
        raise Refused(
            f"has {many(len(found), 'meeting')}; to say which to retract as well, add --meetings"
            " all, planned or none"
        )
    which = {"all": found, "planned": [one for one in found if one[1].is_planned]}
    return [one for one, _ in which.get(meetings or "none", [])]


def _refuse_needed(uow: UnitOfWork, record: UUID) -> None:
    """Raise :class:`Refused` if other records depend on the record."""
    for other, _ in uow.find(PARTY, terms.merged_into(record)):
        raise Refused(
            "{record} is still needed: {other} is merged into it; split {other} first",
            record=record,
            other=other,
        )
    for other, _ in uow.find(KINDS["consultation"], terms.sessions_of(record)):
        raise Refused(
            "{record} is still needed: {other} is one of its sessions; retract {other} first",
            record=record,
            other=other,
        )


def _refuse_no_duplicate(
    uow: UnitOfWork,
    kind: Kind,
    record: UUID,
    other: UUID,
    what: str = "a duplicate of",
    field: str = "duplicate_of",
) -> None:
    if other == record:
        raise Refused(f"cannot be {what} itself", field)
    if uow.kind_of(other) is not kind:
        raise Refused(f"{{other}} is not {with_article(kind.name)}", field, other=other)
    if is_retracted(uow.load(other)):
        raise Refused(
            "{other} is itself retracted; to restore it, type: dragoman correct {other} --restore",
            field,
            other=other,
        )


def brought_back(uow: UnitOfWork, record: UUID, restores: bool) -> Outcome | None:
    """Restore a retracted record that somebody records again; ``None`` if it is not retracted.

    If ``restores`` is false, raises :class:`Refused` with a message that says who retracted the
    record.
    """
    state = uow.load(record)
    if state is None or not is_retracted(state):
        return None
    if restores:
        return restore(uow, record)
    raise _refused_retracted(uow, record, "to bring the record back, add --restore")


def _refused_retracted(
    uow: UnitOfWork, record: UUID, advice: str, field: str | None = None
) -> Refused:
    """Return a refusal that says who retracted the record, when and why."""
    other, entry = amendments.amendments_of(uow.load(record)).duplicate_of, retraction(uow, record)
    how = " as a duplicate of {other}" if other else ""
    by = f" by {entry}" if entry else ""
    message = f"{{record}} was retracted{how}{by}; {advice}"
    return Refused(message, field, record=record, other=other or record)


def retraction(uow: UnitOfWork, record: UUID) -> RecordedEntry | None:
    """Return the entry that retracted a record; ``None`` if the current entry retracted it."""
    versions = undoing.retractions(uow.history(record))
    return uow.entry_of(record, versions[-1]) if versions else None


def restore(uow: UnitOfWork, record: UUID) -> Outcome:
    """Restore a retracted record, with the facts that it had before the retraction.

    Raises :class:`Refused` if the restored record would conflict with the current register.
    """
    entry = retraction(uow, record)
    outcome = _restored(uow, record)
    for other in _companions(outcome):
        if uow.kind_of(other) and is_retracted(uow.load(other)) and retraction(uow, other) == entry:
            _restored(uow, other)
    _refuse_session_of_retracted(uow, outcome.state)
    _refuse_wrong(uow, record, outcome.state)
    register_parties(uow, people_in(outcome.state))
    return consequences(uow, outcome)


def _restored(uow: UnitOfWork, record: UUID) -> Outcome:
    history = uow.history(record)
    return decided(uow, existing(uow, record), record, lambda state: undoing.restore(history))


def _companions(outcome: Outcome) -> Iterator[UUID]:
    """Yield the records created together with a record: its people, and a message's follow-up."""
    for person in people_in(outcome.state):
        if person.name:
            yield person.party or party.party_id(person.name, person.side)
    if outcome.kind.name == "demarche":
        yield reply_id(outcome.record)


def _refuse_session_of_retracted(uow: UnitOfWork, state: State) -> None:
    """Raise :class:`Refused` for a session whose mechanism is retracted."""
    body = getattr(state, "mechanism", None)
    if body and is_retracted(uow.load(body)):
        raise _refused_retracted(uow, body, "bring the mechanism back first", "mechanism")


def cite(uow: UnitOfWork, record: UUID, cited: Source) -> Outcome:
    """Record that another source reports the same facts as the record."""
    kind = existing(uow, record)
    amendments.refuse_retracted(uow.load(record))
    return decided(uow, kind, record, sources=(cited,))


def distinguish(
    uow: UnitOfWork, record: UUID, other: UUID, field: str = "distinct_from"
) -> Outcome:
    """Record that two similar records are not the same, so that Dragoman does not ask again."""
    kind = existing(uow, record)
    _refuse_no_duplicate(uow, kind, record, other, "distinct from", field)
    if record in amendments.amendments_of(uow.load(other)).distinct_from:
        return decided(uow, kind, record)
    return decided(uow, kind, record, partial(amendments.distinguish, other=other))


def dispute(uow: UnitOfWork, record: UUID, field: str, value: str, rival: Source) -> Outcome:
    """Record a different reading of a field alongside the record's value."""
    kind = existing(uow, record)
    own = _source_of_value(kind, uow.history(record), field)
    decision = partial(
        amendments.dispute,
        field=field,
        value=value,
        source=rival,
        own_source=own,
        is_own_unsourced=own is None,
    )
    return decided(uow, kind, record, decision)


def may_contradict(uow: UnitOfWork, record: UUID, field: str, source: Source) -> bool:
    """Return whether a source that a record cites may give another value of a field as a reading.

    The source that gave the value may not, and no cited source contradicts a correction.
    """
    kind, state = existing(uow, record), uow.load(record)
    is_settled = field.partition(".")[0] in amendments.amendments_of(state).settled
    return not is_settled and _source_of_value(kind, uow.history(record), field) != source


def _source_of_value(kind: Kind, history: Sequence[Any], field: str) -> Source | None:
    """Return the source that a field's value comes from; ``None`` if its event cites no source."""
    state, value, source = None, None, None
    for event in undoing.effective(history):
        state = kind.evolve(state, event)
        if (now := _value_at(state, field)) != value:
            value, source = now, next(iter(getattr(event, "sources", ())), None)
    return source


def _value_at(state: State, field: str) -> object:
    """Return the value of a field; ``None`` if the record lacks the value or the participant."""
    try:
        return value_at(state, field)
    except Refused:
        return None


def resolve(uow: UnitOfWork, record: UUID, field: str, value: str) -> Outcome:
    """Record which reading of a field is right."""
    decision = partial(amendments.resolve, field=field, value=value)
    outcome = decided(uow, existing(uow, record), record, decision)
    _refuse_wrong(uow, record, outcome.state)
    register_parties(uow, people_in(outcome.state))
    return consequences(uow, outcome)


def undo(uow: UnitOfWork, entry: UUID) -> list[Outcome]:
    """Undo an entry: retract the records that it created, and ignore its other events.

    Raises :class:`Refused` if later entries build on a record that the entry created.
    """
    touched = uow.touched(entry)
    if not touched:
        raise Refused("there is no such entry")
    parties_last = sorted(touched.items(), key=lambda one: uow.kind_of(one[0]) is PARTY)
    outcomes = [_undone(uow, record, versions, entry) for record, versions in parties_last]
    changed = [one for one in outcomes if one.events]
    for one in changed:
        if is_retracted(one.state):
            _refuse_needed(uow, one.record)
        else:
            _refuse_wrong(uow, one.record, one.state)
        consequences(uow, one)
    return changed


def _undone(uow: UnitOfWork, record: UUID, versions: Sequence[int], entry: UUID) -> Outcome:
    kind = existing(uow, record)
    if 1 not in versions:
        return _unfolded(uow, kind, record, versions, entry)
    if kind is PARTY and _is_named(uow, record, uow.load(record)):
        return decided(uow, kind, record)
    _refuse_built_upon(uow, record, versions)
    return decided(uow, kind, record, partial(_retract_once, entry=entry))


def _unfolded(
    uow: UnitOfWork, kind: Kind, record: UUID, versions: Sequence[int], entry: UUID
) -> Outcome:
    """Undo some events of a record.

    Raises :class:`Refused` if later events depend on these events.
    """
    history = uow.history(record)
    try:
        return decided(uow, kind, record, lambda state: undoing.undo(history, versions, entry))
    except Refused as refusal:
        raise Refused(
            "later entries about {record} depend on this entry; undo those entries first",
            record=record,
        ) from refusal


def _retract_once(state: State, entry: UUID) -> Sequence[amendments.Retracted]:
    return [] if is_retracted(state) else amendments.retract(state, undoes=entry)


def _is_named(uow: UnitOfWork, record: UUID, state: party.Party) -> bool:
    """Return whether any record names the party or links to it; ignore retracted records."""
    names = [terms.known_as(name, state.side) for name in state.names]
    whose = (None, namesakes.root_of(uow, record))
    own = [name for name in names if namesakes.owner(uow, name) in whose]
    return any(True for _ in _naming(uow, (terms.linked_to(record), *own)))


def _refuse_built_upon(uow: UnitOfWork, record: UUID, versions: Sequence[int]) -> None:
    later = {*undoing.effective_versions(uow.history(record))} - {*versions}
    if later and not is_retracted(uow.load(record)):
        raise Refused(
            "{record} has changed since; undo the later entries first, or retract {record}",
            record=record,
        )


def split(uow: UnitOfWork, record: UUID, records: Sequence[UUID]) -> list[Outcome]:
    """Move the given records from a party to a new person with the same name.

    This function links the participants in these records to the new person, and moves to that
    person every spelling of the name that no other record uses. Raises :class:`Refused` if the
    party does not take part in one of the records.
    """
    decided(uow, PARTY, record)
    amendments.refuse_retracted(uow.load(record))
    first, *_ = found = [_part_in(uow, one, record) for one in records]
    new = namesakes.split_id(record, records)
    namesakes.register(uow, new, first)
    linked = [_linked(uow, one, person, new) for one, person in zip(records, found, strict=True)]
    return [*linked, *_without_spellings(uow, record, found)]


def _without_spellings(
    uow: UnitOfWork, record: UUID, people: Sequence[Participant]
) -> Iterator[Outcome]:
    """Remove from a party the spellings that, apart from ``people``, no participant has."""
    state = uow.load(record)
    gone = {terms.term_of(one.name) for one in people if one.name} - _spellings_of(uow, record)
    kept = tuple(one for one in state.aliases if terms.term_of(one) not in gone)
    if kept != state.aliases:
        yield correct(uow, record, {"aliases": kept} if kept else {}, () if kept else ("aliases",))


def _spellings_of(uow: UnitOfWork, who: UUID) -> set[str]:
    """Return the folded names under which a party takes part in records."""
    wanted, root = (terms.linked_to(who), *uow.load(who).name_terms), namesakes.root_of(uow, who)
    people = (one for state in _naming(uow, wanted) for one in people_in(state) if one.name)
    return {terms.term_of(one.name) for one in people if namesakes.person_of(uow, one) == root}


def _naming(uow: UnitOfWork, wanted: Iterable[str]) -> Iterator[Any]:
    """Yield the states of the records whose participants match one of the terms."""
    kinds = [kind for kind in KINDS.values() if kind.takes_names]
    return (state for term in wanted for kind in kinds for _, state in uow.find(kind, term))


def _part_in(uow: UnitOfWork, record: UUID, who: UUID) -> Participant:
    """Return the participant of a record who stands for the party ``who``."""
    kind, state = existing(uow, record), uow.load(record)
    root = namesakes.root_of(uow, who)
    for person in people_in(state) if kind.takes_names else ():
        if namesakes.person_of(uow, person) == root:
            return person
    raise Refused("{other} does not take part in {record}", "record", record=record, other=who)


def _linked(uow: UnitOfWork, record: UUID, person: Participant, party: UUID) -> Outcome:
    """Link a participant of a record to a party."""
    state = uow.load(record)
    said = people_in(state)
    people = tuple(replaced(one, party=party) if one is person else one for one in said)
    return correct(uow, record, {people_field(state) or "": people}, ())
