"""The book: the register as an act sees it, and what an act comes to.

Acts see the register through a :class:`Book` and do no I/O of their own. What an act decides on
one record has its outcome; all outcomes of an act are one entry.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, Protocol
from uuid import UUID

from attrs import field, frozen

from domain import party, source, terms
from domain.catalogue import PARTY, Kind
from domain.participant import Participant
from domain.record import differences
from domain.refusal import Refused
from domain.source import Source
from domain.upkeep import is_retracted


class Book(Protocol):
    """The register as an act sees it: what is recorded, and what this entry has added."""

    @property
    def today(self) -> date:
        """The day on which the act is recorded."""

    def load(self, record: UUID) -> Any:
        """The state of a record, ``None`` when there is none."""

    def find(self, kind: Kind, term: str) -> Iterable[tuple[UUID, Any]]:
        """The records of ``kind`` that have ``term``, with their states."""

    def decide(
        self, kind: Kind, record: UUID, decision: Callable[[Any], Sequence[Any]]
    ) -> Sequence[Any]:
        """Make ``decision`` on a record, and keep its events for the entry.

        Raises :class:`Refused` when the record is of another kind, or the decision does.
        """

    def kind_of(self, record: UUID) -> Kind | None:
        """The kind of a record, ``None`` when there is none."""

    def history(self, record: UUID) -> Sequence[Any]:
        """All events of a record, from version 1 on."""

    def touched(self, entry: UUID) -> Mapping[UUID, Sequence[int]]:
        """The records that an entry has events of, with their versions; empty if there is none."""


@frozen
class Outcome:
    """What an act came to.

    ``existed`` tells whether the record was there before, ``events`` what the act added to it,
    ``before`` how it stood, and ``state`` how it stands now. ``unrecorded`` maps fields to what the
    record has and what the act said, where the act did not change them. ``undecided`` are
    the follow-ups that a session may settle, or the sessions that may settle a follow-up, where one
    cannot tell.
    """

    kind: Kind
    record: UUID
    existed: bool
    state: Any
    events: tuple[Any, ...] = ()
    unrecorded: Mapping[str, tuple[Any, Any]] = field(factory=dict)
    undecided: tuple[UUID, ...] = ()
    before: Any = None


def carried_out(
    book: Book,
    kind: Kind,
    record: UUID,
    facts: Any,
    decision: Callable[[Any], Sequence[Any]],
) -> Outcome:
    """Make a decision, cite the sources of its facts, and tell what of them is not recorded."""
    before = book.load(record)
    if isinstance(before, kind.state) and is_retracted(before):
        return Outcome(kind, record, True, before)
    events = list(book.decide(kind, record, decision))
    for event in events:
        register_parties(book, getattr(event, "participants", ()))
    events += cited(book, kind, record, facts.sources)
    after = book.load(record)
    if before is None:
        return Outcome(kind, record, False, after, tuple(events))
    unrecorded = differences(after, facts)
    return Outcome(kind, record, True, after, tuple(events), unrecorded, before=before)


def cited(book: Book, kind: Kind, record: UUID, sources: Iterable[Source]) -> list[Any]:
    cited: list[Any] = []
    for one in sources:
        cited += book.decide(kind, record, partial(source.cite, source=one))
    return cited


def existing(book: Book, record: UUID) -> Kind:
    kind = book.kind_of(record)
    if kind is None:
        raise Refused("there is no such record")
    return kind


def decided(
    book: Book,
    kind: Kind,
    record: UUID,
    decision: Callable[[Any], Sequence[Any]] = lambda state: (),
    sources: tuple[Source, ...] = (),
) -> Outcome:
    """Make a decision on a record that is there, and cite its sources."""
    before = book.load(record)
    events = list(book.decide(kind, record, decision))
    events += cited(book, kind, record, sources)
    after = book.load(record)
    return Outcome(kind, record, before is not None, after, tuple(events), before=before)


def register_parties(book: Book, participants: Iterable[Participant]) -> None:
    """Register every participant that has a name nobody bears yet on that side.

    Of one that is linked to a party, the name is another spelling of that party's.
    """
    for person in participants:
        if person.name and not any(book.find(PARTY, terms.known_as(person.name, person.side))):
            if person.party:
                book.decide(PARTY, person.party, partial(party.alias, names=(person.name,)))
            else:
                record = party.party_id(person.name, person.side)
                book.decide(PARTY, record, partial(party.register, identity=party.met(person)))
