"""Acts: what one act of recording does, across records.

An act makes a decision on a record and carries out what follows from it on others, in the same
entry: participants are registered as parties, a session that is held fulfils the follow-up that
awaits it. Acts see the register through a :class:`Book` and do no I/O of their own.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, Protocol
from uuid import UUID

from attrs import evolve as replaced
from attrs import field, frozen

from domain import consultation, follow_up, mechanism, party, source, terms
from domain.catalogue import CONSULTATION, FOLLOW_UP, MECHANISM, PARTY, Kind
from domain.engagement import Engagement, Particulars, refuse_future
from domain.follow_up import FollowUpFulfilled, Undertaking
from domain.mechanism import Charter, Mechanism
from domain.participant import Participant
from domain.record import changes, differences
from domain.refusal import Refused
from domain.source import Source


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


@frozen
class Outcome:
    """What an act came to.

    ``existed`` tells whether the record was there before, ``events`` what the act added to it,
    ``state`` how it stands now. ``unrecorded`` maps fields to what the record has and what the
    act said, where the act did not change them; ``replaced`` maps fields to what they held before
    and hold now. ``undecided`` are follow-ups that it may settle, where one cannot tell.
    """

    kind: Kind
    record: UUID
    existed: bool
    state: Any
    events: tuple[Any, ...] = ()
    unrecorded: Mapping[str, tuple[Any, Any]] = field(factory=dict)
    replaced: Mapping[str, tuple[Any, Any]] = field(factory=dict)
    undecided: tuple[UUID, ...] = ()


def engage(book: Book, kind: Kind, record: UUID, status: str, particulars: Particulars) -> Outcome:
    """Bring an engagement to ``status``, with what is known of it."""
    if kind is CONSULTATION:
        return _hold_session(book, record, status, particulars)
    _refuse_unknown_links(book, record, particulars)
    decision = kind.decisions[status]
    return _decide(book, kind, record, particulars, lambda s: decision(s, particulars, book.today))


def _hold_session(book: Book, record: UUID, status: str, particulars: Particulars) -> Outcome:
    before = book.load(record)
    _refuse_unknown_links(book, record, particulars)
    particulars = _completed(book, before, particulars)
    taken = _same_number(book, record, before or particulars, particulars.session)
    decision = CONSULTATION.decisions[status]
    outcome = _decide(
        book,
        CONSULTATION,
        record,
        particulars,
        lambda state: decision(state, particulars, book.today, taken),
    )
    return replaced(outcome, undecided=_settle_follow_ups(book, record))


def _completed(
    book: Book, before: consultation.Consultation | None, particulars: Particulars
) -> Particulars:
    if before is not None or particulars.mechanism is None:
        return particulars
    return consultation.of_mechanism(particulars, _mechanism(book, particulars.mechanism))


def _same_number(book: Book, record: UUID, session: Particulars, number: int | None) -> UUID | None:
    """Another session of the same mechanism that bears ``number``."""
    if not (session.mechanism and number):
        return None
    term = terms.session(session.mechanism, number)
    others = (found for found, _ in book.find(CONSULTATION, term) if found != record)
    return next(others, None)


def _refuse_unknown_links(book: Book, record: UUID, particulars: Particulars) -> None:
    """Raise :class:`Refused` for links to what is not there, and for a part of itself."""
    if particulars.mechanism:
        _mechanism(book, particulars.mechanism)
    whole = particulars.part_of
    while whole:
        if whole == record:
            raise Refused("{record} would be part of itself", "part_of", record=record)
        engagement = _engagement(book, "part_of", whole)
        whole = engagement.part_of if engagement else None


def _engagement(book: Book, field: str, record: UUID | None) -> Engagement | None:
    """The engagement that ``field`` names; raise :class:`Refused` if it names something else."""
    state = book.load(record) if record else None
    if record and not isinstance(state, Engagement):
        raise Refused("{record} is not an engagement", field, record=record)
    return state


def _mechanism(book: Book, record: UUID, field: str = "mechanism") -> Mechanism:
    state = book.load(record)
    if not isinstance(state, Mechanism):
        raise Refused("{record} is not a mechanism", field, record=record)
    return state


def _decide(
    book: Book,
    kind: Kind,
    record: UUID,
    facts: Any,
    decision: Callable[[Any], Sequence[Any]],
) -> Outcome:
    """Make a decision, cite the sources of its facts, and tell what of them is not recorded."""
    before = book.load(record)
    events = list(book.decide(kind, record, decision))
    for event in events:
        register_parties(book, getattr(event, "participants", ()))
    events += _cite(book, kind, record, facts.sources)
    after = book.load(record)
    if before is None:
        return Outcome(kind, record, False, after, tuple(events))
    unrecorded, changed = differences(after, facts), changes(before, after)
    return Outcome(kind, record, True, after, tuple(events), unrecorded, changed)


def _cite(book: Book, kind: Kind, record: UUID, sources: Iterable[Source]) -> list[Any]:
    cited: list[Any] = []
    for one in sources:
        cited += book.decide(kind, record, partial(source.cite, source=one))
    return cited


def register_parties(book: Book, participants: Iterable[Participant]) -> None:
    """Register every participant that has a name nobody bears yet on that side."""
    for person in participants:
        if person.name and not person.party:
            term = terms.known_as(person.name, person.side)
            if not any(book.find(PARTY, term)):
                _register(book, person)


def _register(book: Book, person: Participant) -> None:
    record = party.party_id(person.name or "", person.side)
    book.decide(PARTY, record, lambda state: party.register(state, person))


def _settle_follow_ups(book: Book, record: UUID) -> tuple[UUID, ...]:
    """Fulfil what awaits the session ``record``; return what it may settle, but cannot tell."""
    session = book.load(record)
    if session.status != "held":
        return ()
    undecided = []
    for found, owed in list(book.find(FOLLOW_UP, terms.awaits(session.mechanism))):
        settled = _is_settled(owed, record, session)
        if settled:
            _fulfil(book, found, record, session)
        elif settled is None:
            undecided.append(found)
    return tuple(undecided)


def _is_settled(
    owed: follow_up.FollowUp, record: UUID, session: consultation.Consultation
) -> bool | None:
    if owed.agreed_in == record or session.mechanism is None:
        return False
    return follow_up.is_settled_by(owed, session.mechanism, session.session, session.occurred)


def _fulfil(
    book: Book, owed: UUID, record: UUID, session: consultation.Consultation
) -> Sequence[Any]:
    done = FollowUpFulfilled(by=record, fulfilled=session.occurred)
    return book.decide(FOLLOW_UP, owed, lambda state: follow_up.fulfil(state, done))


def establish(book: Book, record: UUID, charter: Charter) -> Outcome:
    """Establish a mechanism; add what is new of one that is known, under this title or another."""
    refuse_future("established", charter.established, book.today)
    before = book.load(record)
    decide = mechanism.establish if before is None else mechanism.complete
    outcome = _decide(book, MECHANISM, record, charter, lambda state: decide(state, charter))
    other = {name: told for name, told in outcome.unrecorded.items() if name not in _TITLES}
    return replaced(outcome, unrecorded=other)


_TITLES = ("title", "aliases")
"""Any title will do: those that are new are added, in whichever field they came."""


def known_mechanism(book: Book, charter: Charter) -> UUID | None:
    """The mechanism of that kind and those parties under any of the titles, if it is recorded."""
    for title in (charter.title or "", *charter.aliases):
        term = terms.standing_body(charter.body or "", charter.parties, title)
        for found, _ in book.find(MECHANISM, term):
            return found
    return None


def agree(book: Book, record: UUID, undertaking: Undertaking) -> Outcome:
    """Record what is owed; if a recorded session has settled it since, it is fulfilled at once."""
    refuse_future("agreed", undertaking.agreed, book.today)
    if book.load(record) is None:
        undertaking = _of_engagement(book, undertaking)
    outcome = _decide(
        book, FOLLOW_UP, record, undertaking, lambda state: follow_up.agree(state, undertaking)
    )
    return outcome if outcome.existed else replaced(outcome, undecided=_settle(book, record))


def _of_engagement(book: Book, undertaking: Undertaking) -> Undertaking:
    """``undertaking`` with the date and parties of what agreed it, where it gives none."""
    engagement = _engagement(book, "agreed_in", undertaking.agreed_in)
    body = _mechanism(book, undertaking.awaits.mechanism, "awaits") if undertaking.awaits else None
    agreed = engagement.occurred if engagement else None
    parties = engagement.involved if engagement else body.parties if body else ()
    return replaced(
        undertaking,
        agreed=undertaking.agreed or agreed,
        parties=undertaking.parties or parties,
    )


def _settle(book: Book, record: UUID) -> tuple[UUID, ...]:
    """Fulfil a new follow-up if a session has settled it already; return it if one cannot tell."""
    owed = book.load(record)
    if owed.awaits is None:
        return ()
    sessions = book.find(CONSULTATION, terms.sessions(owed.awaits.mechanism))
    held = [(found, session) for found, session in sessions if session.status == "held"]
    verdicts = [(found, session, _is_settled(owed, found, session)) for found, session in held]
    settling = [(found, session) for found, session, yes in verdicts if yes]
    if settling:
        _fulfil(book, record, *min(settling, key=lambda one: _age(one[1])))
        return ()
    return (record,) if any(verdict is None for *_, verdict in verdicts) else ()


def _age(session: consultation.Consultation) -> tuple[bool, Any]:
    """Orders sessions by date, those without one last."""
    when = session.occurred
    return when is None, when and when.sort_key


def fulfil(book: Book, record: UUID, fulfilment: FollowUpFulfilled) -> Outcome:
    """Record that a follow-up was done."""
    _engagement(book, "by", fulfilment.by)
    refuse_future("fulfilled", fulfilment.fulfilled, book.today)
    return _decide(
        book, FOLLOW_UP, record, fulfilment, lambda state: follow_up.fulfil(state, fulfilment)
    )


def register_party(
    book: Book, record: UUID, person: Participant, aliases: tuple[str, ...]
) -> Outcome:
    """Register a party, with the other spellings of its name."""
    before = book.load(record)
    events = list(book.decide(PARTY, record, lambda state: party.register(state, person)))
    events += book.decide(PARTY, record, lambda state: party.alias(state, aliases))
    return Outcome(PARTY, record, before is not None, book.load(record), tuple(events))
