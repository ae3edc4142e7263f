"""The unit of work, through which use cases access the register, and the outcomes of use cases.

Use cases access the register through a :class:`UnitOfWork` and do no I/O of their own. The
decisions on one record form an :class:`Outcome`; all outcomes of a use case form one entry.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any, Protocol
from uuid import UUID

from attrs import evolve as replaced
from attrs import field, frozen

from dragoman.domain import party, source, terms
from dragoman.domain.additions import differences
from dragoman.domain.amendments import is_retracted
from dragoman.domain.kind import Kind
from dragoman.domain.participant import Participant, people_in
from dragoman.domain.party import KIND as PARTY
from dragoman.domain.record import Event, Facts
from dragoman.domain.refusal import Refused
from dragoman.domain.source import Source

OnState = Callable[[Any], Sequence[Event]]
"""A decision as a function of the state of its record; the state is ``None`` for a new record."""


@frozen
class RecordedEntry:
    """An entry of the register: its id, when and by whom it was recorded, and why."""

    id: UUID
    at: datetime
    by: str
    reason: str

    @property
    def short_id(self) -> str:
        """The beginning of the id, as people type it."""
        return str(self.id)[:8]

    @property
    def day(self) -> str:
        """The day on which the entry was recorded, formatted for display."""
        return f"{self.at.day} {self.at:%b %Y}"

    def __str__(self) -> str:
        """Format the entry for display: ``entry 3b459305 (15 Jan 2026, officer: a slip)``."""
        why = f": {self.reason}" if self.reason else ""
        return f"entry {self.short_id} ({self.day}, {self.by}{why})"


class UnitOfWork(Protocol):
    """The register as seen by a use case, including the events of the current entry."""

    @property
    def now(self) -> datetime:
        """The time at which the entry is recorded."""

    @property
    def today(self) -> date:
        """The day on which the entry is recorded, in the time zone of the desk."""

    @property
    def zone(self) -> str:
        """The time zone of the desk; see :mod:`dragoman.domain.zones`."""

    def load(self, record: UUID) -> Any:
        """Return the state of a record, or ``None`` if the record does not exist."""

    def is_unreadable(self, record: UUID) -> bool:
        """Return whether this version cannot read a record completely.

        A use case must not change such a record.
        """

    def refuse_unreadable(self, record: UUID) -> None:
        """Raise :class:`Refused` if this version of Dragoman cannot read a record completely."""

    def find(self, kind: Kind, term: str) -> Sequence[tuple[UUID, Any]]:
        """Return the records of ``kind`` that have ``term``, with their states."""

    def rely_on(self, looked_up: Iterable[str]) -> None:
        """Note keys of what a decision looked up elsewhere, such as in the views.

        If another desk touches one of these keys before the entry is recorded, the decision is made
        again. The methods of this class note what they look up themselves.
        """

    def decide(self, kind: Kind, record: UUID, decision: OnState) -> Sequence[Event]:
        """Make ``decision`` on a record, and add its events to the entry.

        Raises :class:`Refused` if the record is of another kind, or if the decision is refused.
        """

    def kind_of(self, record: UUID) -> Kind | None:
        """Return the kind of a record, or ``None`` if the record does not exist."""

    def history(self, record: UUID) -> Sequence[Event]:
        """Return all events of a record, from version 1."""

    def entry_of(self, record: UUID, version: int) -> RecordedEntry | None:
        """Return the entry that recorded an event; ``None`` for an event of the current entry."""

    def touched(self, entry: UUID) -> Mapping[UUID, Sequence[int]]:
        """Return the records and versions of an entry's events; empty for an unknown entry."""


@frozen
class Outcome:
    """The outcome of a use case for one record.

    ``before`` is the earlier state of the record (``None`` if it is new), ``state`` is the current
    state, and ``events`` are the new events. If the facts contradict the record in a field, the
    record keeps its value, and ``unrecorded`` maps the field to the record's value and the given
    value. For a session, ``undecided`` lists the follow-ups that the session may or may not settle;
    for a follow-up, ``undecided`` lists the sessions that may or may not settle the follow-up.
    """

    kind: Kind
    record: UUID
    before: Any
    state: Any
    events: tuple[Event, ...] = ()
    unrecorded: Mapping[str, tuple[object, object]] = field(factory=dict)
    undecided: tuple[UUID, ...] = ()
    left: tuple[UUID, ...] = ()
    """The planned meetings that an amendment of their series leaves as they are."""

    @property
    def existed(self) -> bool:
        """Whether the record existed before."""
        return self.before is not None


def together(first: Outcome, then: Outcome) -> Outcome:
    """Combine the outcomes of two successive use cases on the same record."""
    return replaced(
        then,
        before=first.before,
        events=(*first.events, *then.events),
        unrecorded={**first.unrecorded, **then.unrecorded},
    )


def carried_out(
    uow: UnitOfWork,
    kind: Kind,
    record: UUID,
    facts: Facts,
    decision: OnState,
) -> Outcome:
    """Make a decision, cite the sources of ``facts``, and find the unrecorded facts."""
    before = uow.load(record)
    if isinstance(before, kind.state) and is_retracted(before):
        return Outcome(kind, record, before, before)
    outcome = decided(uow, kind, record, decision, facts.sources)
    unrecorded = differences(outcome.state, facts) if outcome.existed else {}
    return replaced(outcome, unrecorded=unrecorded) if unrecorded else outcome


def decided(
    uow: UnitOfWork,
    kind: Kind,
    record: UUID,
    decision: OnState = lambda state: (),
    sources: Iterable[Source] = (),
) -> Outcome:
    """Make a decision, register the participants in its events, and cite the ``sources``."""
    before = uow.load(record)
    events = list(uow.decide(kind, record, decision))
    after = uow.load(record)
    for event in events:
        register_parties(uow, _taking_part(after, people_in(event)))
    uncited = [one for one in sources if after is None or one not in after.sources]
    for one in uncited:
        events += uow.decide(kind, record, partial(source.cite, source=one))
    if uncited:
        after = uow.load(record)
    return Outcome(kind, record, before, after, tuple(events))


def _taking_part(state: Any, people: Iterable[Participant]) -> Iterator[Participant]:
    """Yield the people who take part in a record under the given name, or have a link.

    Another spelling of a participant's name can be only a reading.
    """
    known = people_in(state)
    names = {terms.known_as(one.name, one.side) for one in known if one.name}
    for one in people:
        if one.party or (one.name and terms.known_as(one.name, one.side) in names):
            yield one


def existing(uow: UnitOfWork, record: UUID) -> Kind:
    """Return the kind of a record that a use case is about to change.

    Raises :class:`Refused` if the record does not exist.
    """
    kind = uow.kind_of(record)
    if kind is None:
        raise Refused("there is no such record")
    uow.refuse_unreadable(record)
    return kind


def register_parties(uow: UnitOfWork, participants: Iterable[Participant]) -> None:
    """Register every participant whose name is not yet registered for the participant's side.

    If the participant is linked to a party, the name becomes another spelling of that party's name.
    A party that this version of Dragoman cannot read stays unchanged.
    """
    for person in participants:
        name = person.name
        if name and not uow.find(PARTY, terms.known_as(name, person.side)):
            record = person.party or party.party_id(name, person.side)
            if not uow.is_unreadable(record):
                uow.decide(PARTY, record, _naming(person, name))


def _naming(person: Participant, name: str) -> OnState:
    """Return the decision that adds the name of a participant to the register."""
    if person.party:
        return partial(party.alias, names=(name,))
    return partial(party.register, identity=party.met(person))
