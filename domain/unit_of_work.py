"""The unit of work: the register as a use case sees it, and what a use case comes to.

Acts see the register through a :class:`UnitOfWork` and do no I/O of their own. What an act decides
on one record has its outcome; all outcomes of an act are one entry.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, Protocol
from uuid import UUID

from attrs import evolve as replaced
from attrs import field, frozen

from dragoman.domain import party, source, terms
from dragoman.domain.amendments import is_retracted
from dragoman.domain.kind import Kind
from dragoman.domain.participant import Participant
from dragoman.domain.party import KIND as PARTY
from dragoman.domain.record import Event, Facts, differences
from dragoman.domain.refusal import Refused
from dragoman.domain.source import Source

OnState = Callable[[Any], Sequence[Event]]
"""A decision that waits for the state of its record, ``None`` for a new one."""


class UnitOfWork(Protocol):
    """The register as an act sees it: what is recorded, and what this entry has added."""

    @property
    def today(self) -> date:
        """The day on which the act is recorded."""

    def load(self, record: UUID) -> Any:
        """The state of a record, ``None`` when there is none."""

    def is_unreadable(self, record: UUID) -> bool:
        """Whether this version cannot read a record to its end, and so must not change it."""

    def refuse_unreadable(self, record: UUID) -> None:
        """Raise :class:`Refused` for a record that this version cannot read to its end."""

    def find(self, kind: Kind, term: str) -> Sequence[tuple[UUID, Any]]:
        """The records of ``kind`` that have ``term``, with their states."""

    def decide(self, kind: Kind, record: UUID, decision: OnState) -> Sequence[Event]:
        """Make ``decision`` on a record, and keep its events for the entry.

        Raises :class:`Refused` when the record is of another kind, or the decision does.
        """

    def kind_of(self, record: UUID) -> Kind | None:
        """The kind of a record, ``None`` when there is none."""

    def history(self, record: UUID) -> Sequence[Event]:
        """All events of a record, from version 1 on."""

    def touched(self, entry: UUID) -> Mapping[UUID, Sequence[int]]:
        """The records that an entry has events of, with their versions; empty if there is none."""


@frozen
class Outcome:
    """What an act came to.

    ``before`` is how the record stood, ``None`` for a new one, ``state`` how it stands now, and
    ``events`` are what the act added to it. ``unrecorded`` maps fields to what the record has and
    what the act said, where the act did not change them. ``undecided`` are the follow-ups that a
    session may settle, or the sessions that may settle a follow-up, where one cannot tell.
    """

    kind: Kind
    record: UUID
    before: Any
    state: Any
    events: tuple[Event, ...] = ()
    unrecorded: Mapping[str, tuple[object, object]] = field(factory=dict)
    undecided: tuple[UUID, ...] = ()

    @property
    def existed(self) -> bool:
        """Whether the record was there before."""
        return self.before is not None


def carried_out(
    uow: UnitOfWork,
    kind: Kind,
    record: UUID,
    facts: Facts,
    decision: OnState,
) -> Outcome:
    """Make a decision, cite the sources of its facts, and tell what of them is not recorded."""
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
    """Make a decision, register those who take part, and cite its sources."""
    before = uow.load(record)
    events = list(uow.decide(kind, record, decision))
    for event in events:
        register_parties(uow, getattr(event, "participants", ()))
    after = uow.load(record)
    uncited = [one for one in sources if after is None or one not in after.sources]
    for one in uncited:
        events += uow.decide(kind, record, partial(source.cite, source=one))
    if uncited:
        after = uow.load(record)
    return Outcome(kind, record, before, after, tuple(events))


def existing(uow: UnitOfWork, record: UUID) -> Kind:
    """The kind of a record that is to be changed. Raises :class:`Refused` when there is none."""
    kind = uow.kind_of(record)
    if kind is None:
        raise Refused("there is no such record")
    uow.refuse_unreadable(record)
    return kind


def register_parties(uow: UnitOfWork, participants: Iterable[Participant]) -> None:
    """Register every participant that has a name nobody bears yet on that side.

    Of one that is linked to a party, the name is another spelling of that party's. A party that
    this version cannot read stays as it is.
    """
    for person in participants:
        name = person.name
        if name and not uow.find(PARTY, terms.known_as(name, person.side)):
            record = person.party or party.party_id(name, person.side)
            if not uow.is_unreadable(record):
                uow.decide(PARTY, record, _naming(person, name))


def _naming(person: Participant, name: str) -> OnState:
    """The decision by which the register knows the name of a participant."""
    if person.party:
        return partial(party.alias, names=(name,))
    return partial(party.register, identity=party.met(person))
