"""Acts: what one act of recording does, across records.

An act makes a decision on a record and carries out what follows from it on others, in the same
entry: participants are registered as parties, a session that is held fulfils the follow-up that
awaits it.
"""

from functools import partial
from typing import Any
from uuid import UUID

from attrs import evolve as replaced

from dragoman.domain import consultation, follow_up, mechanism, party, terms
from dragoman.domain.book import Book, Outcome, carried_out, decided
from dragoman.domain.catalogue import CONSULTATION, FOLLOW_UP, INSTRUMENT, MECHANISM, PARTY, Kind
from dragoman.domain.course import CANCELLED, SETBACKS, refuse_future
from dragoman.domain.dates import ImpreciseDate
from dragoman.domain.engagement import Engagement, Particulars
from dragoman.domain.follow_up import (
    FollowUpCorrected,
    FollowUpDropped,
    FollowUpFulfilled,
    Undertaking,
)
from dragoman.domain.instrument import Provisions
from dragoman.domain.mechanism import Charter, Mechanism, MechanismDissolved
from dragoman.domain.party import Identity, PositionAssumed, PositionLeft
from dragoman.domain.refusal import Refused
from dragoman.domain.upkeep import is_retracted


def engage(book: Book, kind: Kind, record: UUID, status: str, particulars: Particulars) -> Outcome:
    """Bring an engagement to ``status``, with what is known of it."""
    refuse_unknown_links(book, record, particulars)
    particulars = _of_mechanism(book, kind, record, particulars)
    decision = kind.decisions[status]
    outcome = carried_out(
        book, kind, record, particulars, lambda state: decision(state, particulars, book.today)
    )
    return consequences(book, outcome)


def conclude(book: Book, record: UUID, status: str, provisions: Provisions) -> Outcome:
    """Bring an instrument to ``status``, with what is known of it."""
    refuse_unknown_links(book, record, provisions)
    decision = INSTRUMENT.decisions[status]
    return carried_out(
        book, INSTRUMENT, record, provisions, lambda state: decision(state, provisions, book.today)
    )


def _of_mechanism(book: Book, kind: Kind, record: UUID, particulars: Particulars) -> Particulars:
    """The facts of a new session, with what its mechanism tells of it."""
    if kind is not CONSULTATION or particulars.mechanism is None or book.load(record) is not None:
        return particulars
    return consultation.of_mechanism(particulars, _mechanism(book, particulars.mechanism))


def consequences(book: Book, outcome: Outcome) -> Outcome:
    """What follows for others from a record as it stands now."""
    if isinstance(outcome.state, Engagement) and outcome.existed:
        _reopen_follow_ups(book, outcome)
    refuse_second_session(book, outcome.kind, outcome.record, outcome.state)
    if outcome.kind is CONSULTATION:
        return replaced(outcome, undecided=_settle_follow_ups(book, outcome.record))
    if outcome.kind is FOLLOW_UP:
        return replaced(outcome, undecided=_settle(book, outcome.record))
    return outcome


def refuse_second_session(book: Book, kind: Kind, record: UUID, state: Any) -> None:
    """Raise :class:`Refused` for a session whose number another one of its mechanism bears."""
    if kind is CONSULTATION:
        consultation.refuse_same_number(state, _same_number(book, record, state))


def _same_number(book: Book, record: UUID, session: consultation.Consultation) -> UUID | None:
    """Another session of the same mechanism that bears the same number."""
    if is_retracted(session) or not (session.mechanism and session.session):
        return None
    term = terms.session(session.mechanism, session.session)
    others = (
        found
        for found, other in book.find(CONSULTATION, term)
        if found != record and other.status != CANCELLED
    )
    return next(others, None)


_LINKS_TO_ENGAGEMENTS = ("part_of", "agreed_in", "by", "signed_in")
_LINKS_TO_MECHANISMS = ("mechanism", "founds")


def refuse_unknown_links(book: Book, record: UUID, facts: Any) -> None:
    """Raise :class:`Refused` for links to what is not there, and for a part of itself.

    What was retracted is no longer linked to; links from before it was stay as they are.
    """
    _refuse_retracted_links(book, record, facts)
    for name in _LINKS_TO_MECHANISMS:
        if linked := getattr(facts, name, None):
            _mechanism(book, linked, name)
    for name in _LINKS_TO_ENGAGEMENTS:
        _engagement(book, name, getattr(facts, name, None))
    if awaited := getattr(facts, "awaits", None):
        _mechanism(book, awaited.mechanism, "awaits")
    whole = getattr(facts, "part_of", None)
    while whole:
        if whole == record:
            raise Refused("{record} would be part of itself", "part_of", record=record)
        engagement = _engagement(book, "part_of", whole)
        whole = engagement.part_of if engagement else None


def _refuse_retracted_links(book: Book, record: UUID, facts: Any) -> None:
    for name in (*_LINKS_TO_MECHANISMS, *_LINKS_TO_ENGAGEMENTS):
        linked = getattr(facts, name, None)
        if linked and linked != getattr(book.load(record), name, None):
            target = book.load(linked)
            if target is not None and is_retracted(target):
                raise Refused("{record} is retracted", name, record=linked)


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


def _reopen_follow_ups(book: Book, outcome: Outcome) -> None:
    """Set right what an engagement had fulfilled, where it stands otherwise now."""
    for found, owed in list(book.find(FOLLOW_UP, terms.fulfilled_by(outcome.record))):
        if book.is_unreadable(found):
            continue
        if not _could_settle(owed, outcome.state):
            book.decide(FOLLOW_UP, found, _reopen)
            _settle(book, found)
        elif _follows_its_date(owed, outcome):
            book.decide(FOLLOW_UP, found, partial(_move, day=outcome.state.occurred))


def _reopen(owed: follow_up.FollowUp) -> list[Any]:
    """Decide that a follow-up is owed after all."""
    return [FollowUpCorrected(status="open", cleared=("by", "fulfilled"))]


def _move(owed: follow_up.FollowUp, day: ImpreciseDate | None) -> list[Any]:
    """Decide that a follow-up was fulfilled on another day."""
    return [FollowUpCorrected(fulfilled=day, cleared=() if day else ("fulfilled",))]


def _follows_its_date(owed: follow_up.FollowUp, outcome: Outcome) -> bool:
    """Whether a follow-up was fulfilled on the day of an engagement, which has another one now."""
    before = outcome.before.occurred if outcome.before else None
    return before is not None and owed.fulfilled == before != outcome.state.occurred


def _could_settle(owed: follow_up.FollowUp, engagement: Any) -> bool:
    """Whether an engagement is still one that fulfils what it was taken to fulfil."""
    if is_retracted(engagement):
        return False
    if owed.awaits is None or not isinstance(engagement, consultation.Consultation):
        return True
    return engagement.status == "held" and _verdict(owed, engagement) is not False


def _verdict(owed: follow_up.FollowUp, session: consultation.Consultation) -> bool | None:
    return follow_up.is_settled_by(owed, session.mechanism, session.session, session.occurred)


def _settle_follow_ups(book: Book, record: UUID) -> tuple[UUID, ...]:
    """Fulfil what awaits the session ``record``; return what it may settle, but cannot tell."""
    session = book.load(record)
    if session.status != "held" or is_retracted(session):
        return ()
    undecided = []
    for found, owed in list(book.find(FOLLOW_UP, terms.awaits(session.mechanism))):
        settled = None if book.is_unreadable(found) else _is_settled(owed, record, session)
        if settled:
            _fulfil(book, found, record, session)
        elif settled is None:
            undecided.append(found)
    return tuple(undecided)


def _is_settled(
    owed: follow_up.FollowUp, record: UUID, session: consultation.Consultation
) -> bool | None:
    is_open = owed.status == "open" and owed.agreed_in != record
    return _verdict(owed, session) if is_open else False


def _fulfil(book: Book, owed: UUID, record: UUID, session: consultation.Consultation) -> None:
    done = FollowUpFulfilled(by=record, fulfilled=session.occurred)
    book.decide(FOLLOW_UP, owed, partial(follow_up.fulfil, fulfilment=done))


def establish(book: Book, record: UUID, charter: Charter) -> Outcome:
    """Establish a mechanism; add what is new of one that is known, under this title or another."""
    refuse_future("established", charter.established, book.today)
    before = book.load(record)
    decide = mechanism.establish if before is None else mechanism.complete
    outcome = carried_out(book, MECHANISM, record, charter, lambda state: decide(state, charter))
    other = {name: told for name, told in outcome.unrecorded.items() if name not in _TITLES}
    return replaced(outcome, unrecorded=other)


_TITLES = ("title", "aliases")
"""Any title will do: those that are new are added, in whichever field they came."""


def amend(book: Book, record: UUID, charter: Charter) -> Outcome:
    """Amend the charter of a mechanism."""
    refuse_future("established", charter.established, book.today)
    decision = partial(mechanism.amend, charter=charter)
    return carried_out(book, MECHANISM, record, charter, decision)


def dissolve(book: Book, record: UUID, dissolution: MechanismDissolved) -> Outcome:
    """Record that a mechanism does not meet any more."""
    refuse_future("dissolved", dissolution.dissolved, book.today)
    decision = partial(mechanism.dissolve, dissolution=dissolution)
    return carried_out(book, MECHANISM, record, dissolution, decision)


def mechanism_record(book: Book, charter: Charter) -> UUID:
    """The id of a mechanism: of the one known under any of the titles, or a new one."""
    for title in (charter.title or "", *charter.aliases):
        term = terms.standing_body(charter.body or "", charter.parties, title)
        for found, _ in book.find(MECHANISM, term):
            return found
    return mechanism.mechanism_id(charter)


def session_record(book: Book, body: UUID, number: int) -> UUID | None:
    """The session of that number of a mechanism, if it is recorded."""
    found = book.find(CONSULTATION, terms.session(body, number))
    return next((record for record, _ in found), None)


def agree(book: Book, record: UUID, undertaking: Undertaking) -> Outcome:
    """Record what is owed; if a recorded session has settled it since, it is fulfilled at once."""
    refuse_future("agreed", undertaking.agreed, book.today)
    refuse_unknown_links(book, record, undertaking)
    if book.load(record) is None:
        undertaking = _of_engagement(book, undertaking)
    decision = partial(follow_up.agree, undertaking=undertaking)
    outcome = carried_out(book, FOLLOW_UP, record, undertaking, decision)
    return outcome if outcome.existed else consequences(book, outcome)


def revise(book: Book, record: UUID, undertaking: Undertaking) -> Outcome:
    """Revise what is owed; if a recorded session settles it as revised, it is fulfilled at once."""
    refuse_unknown_links(book, record, undertaking)
    decision = partial(follow_up.revise, undertaking=undertaking)
    outcome = carried_out(book, FOLLOW_UP, record, undertaking, decision)
    return consequences(book, outcome) if undertaking.awaits else outcome


def drop(book: Book, record: UUID, dropping: FollowUpDropped) -> Outcome:
    """Record that something is not owed any more."""
    decision = partial(follow_up.drop, dropping=dropping)
    return carried_out(book, FOLLOW_UP, record, dropping, decision)


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
    """Fulfil a follow-up if a session has settled it; return those of which one cannot tell."""
    owed = book.load(record)
    if owed.awaits is None or owed.status != "open" or is_retracted(owed):
        return ()
    sessions = book.find(CONSULTATION, terms.sessions(owed.awaits.mechanism))
    held = [(found, session) for found, session in sessions if session.status == "held"]
    verdicts = [(found, session, _is_settled(owed, found, session)) for found, session in held]
    settling = [(found, session) for found, session, yes in verdicts if yes]
    if settling:
        _fulfil(book, record, *min(settling, key=lambda one: _age(one[1])))
        return ()
    return tuple(found for found, _, verdict in verdicts if verdict is None)


def _age(session: consultation.Consultation) -> tuple[bool, Any]:
    """Orders sessions by date, those without one last."""
    when = session.occurred
    return when is None, when and when.sort_key


def fulfil(book: Book, record: UUID, fulfilment: FollowUpFulfilled) -> Outcome:
    """Record that a follow-up was done."""
    engagement = _engagement(book, "by", fulfilment.by)
    if engagement and engagement.status in (engagement.stages[0], *SETBACKS):
        by = {"record": fulfilment.by} if fulfilment.by else {}
        raise Refused("{record} has not taken place", "by", **by)
    refuse_future("fulfilled", fulfilment.fulfilled, book.today)
    return carried_out(
        book, FOLLOW_UP, record, fulfilment, lambda state: follow_up.fulfil(state, fulfilment)
    )


def register_party(
    book: Book, record: UUID, identity: Identity, aliases: tuple[str, ...]
) -> Outcome:
    """Register a party, with the other spellings of its name."""
    refuse_borne(book, record, identity.side, aliases)
    outcome = carried_out(book, PARTY, record, identity, partial(party.register, identity=identity))
    added = book.decide(PARTY, record, partial(party.alias, names=aliases))
    other = {name: told for name, told in outcome.unrecorded.items() if name != "name"}
    return replaced(
        outcome,
        events=(*outcome.events, *added),
        state=book.load(record),
        unrecorded=other,
    )


def party_record(book: Book, name: str, side: str | None) -> UUID:
    """The id of a party: of the one that bears the name, or a new one."""
    found = book.find(PARTY, terms.known_as(name, side))
    return next((record for record, _ in found), None) or party.party_id(name, side)


def alias(book: Book, record: UUID, names: tuple[str, ...]) -> Outcome:
    """Add spellings of a party's name. Refused for one that another party bears."""
    refuse_borne(book, record, getattr(book.load(record), "side", None), names)
    return decided(book, PARTY, record, partial(party.alias, names=names))


def refuse_borne(book: Book, record: UUID, side: str | None, names: tuple[str, ...]) -> None:
    """Raise :class:`Refused` for names of a party that is not merged with this one."""
    for name in names:
        for found, _ in book.find(PARTY, terms.known_as(name, side)):
            if found != record and record not in merged_chain(book, found):
                raise Refused(
                    f"{name!r} is the name of {{other}}: merge the two instead", other=found
                )


def assume(book: Book, record: UUID, assumed: PositionAssumed) -> Outcome:
    """Record that a party took up a post."""
    refuse_future("assumed", assumed.assumed, book.today)
    return decided(book, PARTY, record, partial(party.assume, assumed=assumed))


def leave(book: Book, record: UUID, left: PositionLeft) -> Outcome:
    """Record that a party gave up a post."""
    refuse_future("left", left.left, book.today)
    return decided(book, PARTY, record, partial(party.leave, left=left))


def merge(book: Book, record: UUID, into: UUID) -> Outcome:
    """Record that two parties are one: ``record`` is merged ``into`` the other."""
    if book.kind_of(into) is not PARTY:
        raise Refused("{record} is not a party", "into", record=into)
    chain = tuple(merged_chain(book, into))
    return decided(book, PARTY, record, lambda state: party.merge(state, record, into, chain))


def merged_chain(book: Book, record: UUID) -> list[UUID]:
    """The parties into which one is merged, one after the other.

    Raises :class:`Refused` for a chain that ends at a retracted party, or never.
    """
    chain: list[UUID] = []
    while True:
        state = book.load(record)
        if is_retracted(state):
            raise Refused("{record} is retracted, and nobody can be merged into it", record=record)
        if state.merged_into is None:
            return chain
        record = state.merged_into
        if record in chain:
            raise Refused("{record} would be merged into itself", record=record)
        chain.append(record)


def split(book: Book, record: UUID) -> Outcome:
    """Record that a merged party is one of its own."""
    return decided(book, PARTY, record, party.split)
