"""Rectification: acts that set right what was recorded, across records.

Nothing is changed or removed: what was wrong is corrected, retracted, disputed or undone by a
further entry, which says why. What follows for other records is set right in the same entry.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from dragoman.domain import follow_up, party, terms, undoing, upkeep
from dragoman.domain.acts import consequences, merged_chain, refuse_borne, refuse_unknown_links
from dragoman.domain.book import Book, Outcome, decided, existing, register_parties
from dragoman.domain.catalogue import CONSULTATION, INSTRUMENT, MEETING, PARTY, VISIT, Kind
from dragoman.domain.course import refuse_future, refuse_unfit
from dragoman.domain.engagement import Engagement
from dragoman.domain.instrument import Instrument
from dragoman.domain.mechanism import Mechanism
from dragoman.domain.refusal import Refused
from dragoman.domain.source import Source
from dragoman.domain.text import a
from dragoman.domain.upkeep import is_retracted

_WITH_PARTICIPANTS = (VISIT, CONSULTATION, MEETING, INSTRUMENT)


def correct(
    book: Book,
    record: UUID,
    facts: Mapping[str, Any],
    cleared: Sequence[str],
    sources: tuple[Source, ...] = (),
) -> Outcome:
    """Set right what was recorded wrongly: facts as they should have been, or nothing at all."""
    kind = existing(book, record)
    if kind is PARTY:
        _refuse_names_of_others(book, record, facts)
    decision = partial(upkeep.correct, event_class=kind.corrected, facts=facts, cleared=cleared)
    return set_right(book, kind, record, decision, sources)


def set_right(
    book: Book,
    kind: Kind,
    record: UUID,
    decision: Callable[[Any], Sequence[Any]],
    sources: tuple[Source, ...] = (),
) -> Outcome:
    """Correct a record by ``decision``. Refused if it could not have been recorded like that."""
    outcome = decided(book, kind, record, decision, sources)
    _refuse_wrong(book, record, outcome.state)
    return consequences(book, outcome)


def _refuse_names_of_others(book: Book, record: UUID, facts: Mapping[str, Any]) -> None:
    state = book.load(record)
    names = (facts.get("name", state.name), *facts.get("aliases", state.aliases))
    refuse_borne(book, record, facts.get("side", state.side), names)


def _refuse_wrong(book: Book, record: UUID, state: Any) -> None:
    """Raise :class:`Refused` for a record that could not have been recorded as it stands."""
    refuse_unknown_links(book, record, state)
    if isinstance(state, Engagement | Instrument):
        refuse_unfit(state, book.today)
    for name in ("established", "agreed", "fulfilled", "dissolved"):
        refuse_future(name, getattr(state, name, None), book.today)
    refuse_lacking(state)
    if isinstance(state, party.Party):
        merged_chain(book, record)


def refuse_lacking(state: Any) -> None:
    """Raise :class:`Refused` for a record that lacks what each of its kind has."""
    for name in _REQUIRED[type(state)]:
        if not getattr(state, name):
            raise Refused("cannot be left empty", name)
    if isinstance(state, Mechanism) and len(set(state.parties)) < 2:
        raise Refused("a mechanism has at least two different ones", "parties")


_REQUIRED: dict[type[Any], tuple[str, ...]] = {
    Mechanism: ("body", "title", "status"),
    follow_up.FollowUp: ("what", "status"),
    party.Party: ("name", "type"),
    **{kind.state: ("status",) for kind in _WITH_PARTICIPANTS},
}


def retract(book: Book, record: UUID, duplicate_of: UUID | None = None) -> Outcome:
    """Record that a record should not be there."""
    kind = existing(book, record)
    if duplicate_of is not None:
        _refuse_no_duplicate(book, kind, record, duplicate_of)
    decision = partial(upkeep.retract, duplicate_of=duplicate_of)
    outcome = decided(book, kind, record, decision)
    _refuse_needed(book, record)
    return consequences(book, outcome)


def _refuse_needed(book: Book, record: UUID) -> None:
    """Raise :class:`Refused` for a record that cannot go while others stand."""
    for other, _ in book.find(PARTY, terms.merged_into(record)):
        raise Refused(
            "{record} cannot go: {other} is merged into it; split that first",
            record=record,
            other=other,
        )
    for other, _ in book.find(CONSULTATION, terms.sessions(record)):
        raise Refused(
            "{record} cannot go: {other} is a session of it; retract that first",
            record=record,
            other=other,
        )


def _refuse_no_duplicate(book: Book, kind: Kind, record: UUID, other: UUID) -> None:
    if other == record:
        raise Refused("cannot be a duplicate of itself", "duplicate_of")
    if book.kind_of(other) is not kind:
        raise Refused(f"{{other}} is not {a(kind.name)}", "duplicate_of", other=other)
    if is_retracted(book.load(other)):
        raise Refused("{other} is retracted itself", "duplicate_of", other=other)


def cite(book: Book, record: UUID, cited: Source) -> Outcome:
    """Record that a source reports what a record says."""
    kind = existing(book, record)
    upkeep.refuse_retracted(book.load(record))
    return decided(book, kind, record, sources=(cited,))


def dispute(book: Book, record: UUID, field: str, value: str, rival: Source) -> Outcome:
    """Record what another source says of a field, beside what the record says."""
    decision = partial(upkeep.dispute, field=field, value=value, source=rival)
    return decided(book, existing(book, record), record, decision)


def resolve(book: Book, record: UUID, field: str, value: str) -> Outcome:
    """Record which of the readings of a field counts."""
    decision = partial(upkeep.resolve, field=field, value=value)
    outcome = decided(book, existing(book, record), record, decision)
    _refuse_wrong(book, record, outcome.state)
    register_parties(book, getattr(outcome.state, "participants", ()))
    return consequences(book, outcome)


def undo(book: Book, entry: UUID) -> list[Outcome]:
    """Undo an entry: what it founded is retracted, whatever else it told does not count any more.

    Refused where others have built on what it founded.
    """
    touched = book.touched(entry)
    if not touched:
        raise Refused("there is no such entry")
    parties_last = sorted(touched.items(), key=lambda one: book.kind_of(one[0]) is PARTY)
    outcomes = [_undone(book, record, versions, entry) for record, versions in parties_last]
    changed = [one for one in outcomes if one.events]
    for one in changed:
        if is_retracted(one.state):
            _refuse_needed(book, one.record)
        else:
            _refuse_wrong(book, one.record, one.state)
        consequences(book, one)
    return changed


def _undone(book: Book, record: UUID, versions: Sequence[int], entry: UUID) -> Outcome:
    kind = existing(book, record)
    if 1 not in versions:
        return _unfolded(book, kind, record, versions, entry)
    if kind is PARTY and _is_named(book, book.load(record)):
        return decided(book, kind, record)
    _refuse_built_upon(book, record, versions)
    return decided(book, kind, record, partial(_retract_once, entry=entry))


def _unfolded(
    book: Book, kind: Kind, record: UUID, versions: Sequence[int], entry: UUID
) -> Outcome:
    """Leave out events of a record. Refused where a later one tells of what is left out."""
    history = book.history(record)
    try:
        return decided(book, kind, record, lambda state: undoing.undo(history, versions, entry))
    except Refused as refusal:
        raise Refused(
            "{record} has been changed since by what builds on it; undo that first", record=record
        ) from refusal


def _retract_once(state: Any, entry: UUID) -> Sequence[Any]:
    return [] if is_retracted(state) else upkeep.retract(state, undoes=entry)


def _is_named(book: Book, state: party.Party) -> bool:
    """Whether a record that stands still names the party."""
    found = (terms.known_as(name, state.side) for name in state.names)
    return any(any(book.find(kind, term)) for term in found for kind in _WITH_PARTICIPANTS)


def _refuse_built_upon(book: Book, record: UUID, versions: Sequence[int]) -> None:
    history = book.history(record)
    gone = undoing.undone_versions(history)
    later = [
        version
        for version, event in enumerate(history, 1)
        if version not in versions and version not in gone and type(event) is not undoing.Undone
    ]
    if later and not is_retracted(book.load(record)):
        raise Refused(
            "{record} has been changed since; undo those entries first, or retract {record}",
            record=record,
        )
