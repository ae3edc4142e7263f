"""Use cases: operations that record something, and that can change several records at once.

A use case makes a decision on a record and, in the same entry, changes other records accordingly.
For example, a use case registers participants as parties, and a held session fulfils the follow-up
that awaits the session.
"""

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

from attrs import AttrsInstance
from attrs import evolve as replaced

from dragoman.domain import consultation, follow_up, mechanism, namesakes, party, terms
from dragoman.domain.amendments import State, is_retracted
from dragoman.domain.belonging import refuse_contradiction
from dragoman.domain.consultation import KIND as CONSULTATION
from dragoman.domain.dates import ImpreciseDate
from dragoman.domain.engagement import ENGAGEMENTS, Engagement, Particulars
from dragoman.domain.field import declared, holding
from dragoman.domain.follow_up import KIND as FOLLOW_UP
from dragoman.domain.follow_up import (
    FollowUpCorrected,
    FollowUpDropped,
    FollowUpFulfilled,
    Undertaking,
)
from dragoman.domain.kind import Kind
from dragoman.domain.lifecycle import CANCELLED, SETBACKS, refuse_future, refuse_hours_to_come
from dragoman.domain.mechanism import KIND as MECHANISM
from dragoman.domain.mechanism import Charter, Mechanism, MechanismDissolved
from dragoman.domain.participant import people_field, people_in
from dragoman.domain.party import KIND as PARTY
from dragoman.domain.party import Identity, PositionAssumed, PositionLeft
from dragoman.domain.record import as_dict, united
from dragoman.domain.refusal import Refused
from dragoman.domain.replies import keep_reply
from dragoman.domain.text import with_article
from dragoman.domain.unit_of_work import Outcome, UnitOfWork, carried_out, decided


def engage(
    uow: UnitOfWork, kind: Kind, record: UUID, status: str, particulars: Particulars
) -> Outcome:
    """Bring an engagement, an instrument or a message to ``status``, and add its facts."""
    refuse_unknown_links(uow, record, particulars)
    particulars = _of_mechanism(uow, kind, record, particulars)
    decision = kind.decisions[status]
    outcome = carried_out(
        uow, kind, record, particulars, lambda state: decision(state, particulars, uow.today)
    )
    if outcome.before is not None and outcome.events:
        refuse_contradiction(outcome.state, _changed(outcome))
    return consequences(uow, outcome)


def _changed(outcome: Outcome) -> list[str]:
    """Return the fields of a record that an outcome has changed."""
    before, after = as_dict(outcome.before), as_dict(outcome.state)
    return [name for name, value in after.items() if value != before[name]]


def _of_mechanism(
    uow: UnitOfWork, kind: Kind, record: UUID, particulars: Particulars
) -> Particulars:
    """Return the facts of a session, with missing facts taken from its mechanism."""
    if kind is not CONSULTATION or particulars.mechanism is None or uow.load(record) is not None:
        return particulars
    return consultation.of_mechanism(particulars, _mechanism(uow, particulars.mechanism))


def consequences(uow: UnitOfWork, outcome: Outcome) -> Outcome:
    """Update the records that depend on a changed record.

    Raises :class:`Refused` if the record does not fit the present time or the other records.
    """
    if outcome.events and hasattr(outcome.state, "milestones"):
        refuse_hours_to_come(outcome.state, uow.now)
    if outcome.kind.name == "demarche":
        keep_reply(uow, outcome)
    if outcome.existed and (isinstance(outcome.state, Engagement) or is_retracted(outcome.state)):
        _reopen_follow_ups(uow, outcome)
    refuse_second_session(uow, outcome.record, outcome.state)
    if outcome.kind is CONSULTATION:
        return replaced(outcome, undecided=_settle_follow_ups(uow, outcome.record))
    if outcome.kind is FOLLOW_UP:
        return replaced(outcome, undecided=_settle(uow, outcome.record))
    return outcome


def refuse_second_session(uow: UnitOfWork, record: UUID, state: State) -> None:
    """Raise :class:`Refused` if another session of the mechanism has the same number."""
    if isinstance(state, consultation.Consultation):
        consultation.refuse_same_number(state, _same_number(uow, record, state))


def _same_number(uow: UnitOfWork, record: UUID, session: consultation.Consultation) -> UUID | None:
    """Return another session of the same mechanism with the same number, if there is one.

    A cancelled session leaves its number to another session (decision 39).
    """
    is_free = is_retracted(session) or session.status == CANCELLED
    if is_free or not (session.mechanism and session.session):
        return None
    term = terms.session(session.mechanism, session.session)
    others = (
        found
        for found, other in uow.find(CONSULTATION, term)
        if found != record and other.status != CANCELLED
    )
    return next(others, None)


def refuse_unknown_links(uow: UnitOfWork, record: UUID, facts: AttrsInstance) -> None:
    """Raise :class:`Refused` for links to missing records, or for a record that contains itself.

    Also raises :class:`Refused` for new links to retracted records; existing links stay.
    """
    links = _links(facts)
    for name, linked in links.items():
        _refuse_retracted_link(uow, record, name, linked)
    for person in people_in(facts):
        if person.party:
            _refuse_retracted_person(uow, record, person.party, people_field(facts))
    for name, linked in links.items():
        _refuse_other_kind(uow, linked, declared(type(facts))[name].to, name)
    if awaited := getattr(facts, "awaits", None):
        _refuse_other_kind(uow, awaited.mechanism, ("mechanism",), "awaits")
    whole = links.get("part_of")
    while whole:
        if whole == record:
            raise Refused("{record} would be part of itself", "part_of", record=record)
        whole = getattr(uow.load(whole), "part_of", None)


def _links(facts: AttrsInstance) -> dict[str, UUID]:
    """Return the linked records by the name of the field that holds the link."""
    found = {name: getattr(facts, name) for name in holding(type(facts), "link")}
    return {name: linked for name, linked in found.items() if linked}


def _refuse_retracted_link(uow: UnitOfWork, record: UUID, name: str, linked: UUID) -> None:
    if linked != getattr(uow.load(record), name, None):
        target = uow.load(linked)
        if target is not None and is_retracted(target):
            raise Refused("{record} is retracted", name, record=linked)


def _refuse_retracted_person(
    uow: UnitOfWork, record: UUID, party_: UUID, field: str | None
) -> None:
    known = people_in(uow.load(record))
    target = uow.load(party_)
    if target is not None and is_retracted(target) and party_ not in {one.party for one in known}:
        raise Refused("{record} is retracted", field, record=party_)


def _refuse_other_kind(uow: UnitOfWork, linked: UUID, to: tuple[str, ...], name: str) -> None:
    """Raise :class:`Refused` for a link to a missing record, or to a record of another kind."""
    kind = uow.kind_of(linked) if uow.load(linked) is not None else None
    if kind is None or kind.name not in to:
        others = [with_article(one) for one in to if one not in ENGAGEMENTS]
        what = " or ".join(("an engagement", *others) if len(others) < len(to) else others)
        raise Refused(f"{{record}} is not {what}", name, to, record=linked)


def _mechanism(uow: UnitOfWork, record: UUID, field: str = "mechanism") -> Mechanism:
    _refuse_other_kind(uow, record, ("mechanism",), field)
    state: Mechanism = uow.load(record)
    return state


def _reopen_follow_ups(uow: UnitOfWork, outcome: Outcome) -> None:
    """Correct the follow-ups that a changed record fulfilled."""
    for found, owed in list(uow.find(FOLLOW_UP, terms.fulfilled_by(outcome.record))):
        if uow.is_unreadable(found) or is_retracted(uow.load(found)):
            continue
        if not _could_settle(owed, outcome.state):
            uow.decide(FOLLOW_UP, found, _reopen)
            _settle(uow, found)
        elif _follows_its_date(owed, outcome):
            uow.decide(FOLLOW_UP, found, partial(_move, day=outcome.state.occurred))


def _reopen(owed: follow_up.FollowUp) -> list[FollowUpCorrected]:
    """Decide to reopen a follow-up."""
    return [FollowUpCorrected(status="open", cleared=("by", "fulfilled"))]


def _move(owed: follow_up.FollowUp, day: ImpreciseDate | None) -> list[FollowUpCorrected]:
    """Decide to change the day on which a follow-up was fulfilled."""
    return [FollowUpCorrected(fulfilled=day, cleared=() if day else ("fulfilled",))]


def _follows_its_date(owed: follow_up.FollowUp, outcome: Outcome) -> bool:
    """Return whether a follow-up was fulfilled on the former date of a moved engagement."""
    before = outcome.before.occurred if outcome.before else None
    return before is not None and owed.fulfilled == before != outcome.state.occurred


def _could_settle(owed: follow_up.FollowUp, engagement: Engagement) -> bool:
    """Return whether an engagement, in its present state, still fulfils a follow-up."""
    if is_retracted(engagement):
        return False
    if owed.awaits is None or not isinstance(engagement, consultation.Consultation):
        return True
    return engagement.status == "held" and _verdict(owed, engagement) is not False


def _verdict(owed: follow_up.FollowUp, session: consultation.Consultation) -> bool | None:
    return follow_up.is_settled_by(owed, session.mechanism, session.session, session.occurred)


def _settle_follow_ups(uow: UnitOfWork, record: UUID) -> tuple[UUID, ...]:
    """Fulfil the follow-ups that a session settles; return those that it may or may not settle."""
    session = uow.load(record)
    if session.status != "held" or is_retracted(session):
        return ()
    undecided = []
    for found, owed in list(uow.find(FOLLOW_UP, terms.awaits(session.mechanism))):
        settled = None if uow.is_unreadable(found) else _is_settled(owed, record, session)
        if settled:
            _fulfil(uow, found, record, session)
        elif settled is None:
            undecided.append(found)
    return tuple(undecided)


def _is_settled(
    owed: follow_up.FollowUp, record: UUID, session: consultation.Consultation
) -> bool | None:
    is_open = owed.status == "open" and owed.agreed_in != record
    return _verdict(owed, session) if is_open else False


def _fulfil(uow: UnitOfWork, owed: UUID, record: UUID, session: consultation.Consultation) -> None:
    done = FollowUpFulfilled(by=record, fulfilled=session.occurred)
    uow.decide(FOLLOW_UP, owed, partial(follow_up.fulfil, fulfilment=done))


def establish(uow: UnitOfWork, record: UUID, charter: Charter) -> Outcome:
    """Establish a mechanism, or add new facts to a mechanism that has any of the given titles."""
    refuse_future("established", charter.established, uow.today)
    before = uow.load(record)
    decide = mechanism.establish if before is None else mechanism.complete
    outcome = carried_out(uow, MECHANISM, record, charter, lambda state: decide(state, charter))
    other = {name: one for name, one in outcome.unrecorded.items() if name not in _TITLES}
    return replaced(outcome, unrecorded=other)


_TITLES = ("title", "aliases")
"""The fields that hold titles. Dragoman adds new titles in either field as aliases."""


def amend(uow: UnitOfWork, record: UUID, charter: Charter) -> Outcome:
    """Amend the charter of a mechanism."""
    refuse_future("established", charter.established, uow.today)
    decision = partial(mechanism.amend, charter=charter)
    return carried_out(uow, MECHANISM, record, charter, decision)


def dissolve(uow: UnitOfWork, record: UUID, dissolution: MechanismDissolved) -> Outcome:
    """Record that a mechanism was dissolved."""
    refuse_future("dissolved", dissolution.dissolved, uow.today)
    decision = partial(mechanism.dissolve, dissolution=dissolution)
    return carried_out(uow, MECHANISM, record, dissolution, decision)


def mechanism_record(uow: UnitOfWork, charter: Charter) -> UUID:
    """Return the id of the mechanism that has any of the titles, or the id of a new mechanism."""
    for title in (charter.title or "", *charter.aliases):
        term = terms.standing_body(charter.body or "", charter.parties, title)
        for found, _ in uow.find(MECHANISM, term):
            return found
    return mechanism.mechanism_id(charter)


def session_record(uow: UnitOfWork, body: UUID, number: int) -> UUID | None:
    """Return the session of a mechanism with this number, if it is recorded and not cancelled."""
    found = uow.find(CONSULTATION, terms.session(body, number))
    return next((record for record, one in found if one.status != CANCELLED), None)


def agree(uow: UnitOfWork, record: UUID, undertaking: Undertaking) -> Outcome:
    """Record a follow-up; if a recorded session has already settled it, fulfil it at once."""
    refuse_future("agreed", undertaking.agreed, uow.today)
    refuse_unknown_links(uow, record, undertaking)
    if uow.load(record) is None:
        undertaking = of_engagement(uow, undertaking)
    decision = partial(follow_up.agree, undertaking=undertaking)
    outcome = carried_out(uow, FOLLOW_UP, record, undertaking, decision)
    return outcome if outcome.existed else consequences(uow, outcome)


def revise(uow: UnitOfWork, record: UUID, undertaking: Undertaking) -> Outcome:
    """Revise a follow-up; if a recorded session now settles the follow-up, fulfil it at once."""
    refuse_unknown_links(uow, record, undertaking)
    decision = partial(follow_up.revise, undertaking=undertaking)
    outcome = carried_out(uow, FOLLOW_UP, record, undertaking, decision)
    return consequences(uow, outcome) if undertaking.awaits else outcome


def drop(uow: UnitOfWork, record: UUID, dropping: FollowUpDropped) -> Outcome:
    """Record that nobody owes a follow-up any longer."""
    decision = partial(follow_up.drop, dropping=dropping)
    return carried_out(uow, FOLLOW_UP, record, dropping, decision)


def divide(
    uow: UnitOfWork, record: UUID, parts: Sequence[tuple[UUID, Undertaking]]
) -> list[Outcome]:
    """Replace an open follow-up with several follow-ups, each of which is a part of it.

    A part takes its missing facts from the whole. Raises :class:`Refused` if the follow-up is not
    open, or if there are fewer than two parts.
    """
    decided(uow, FOLLOW_UP, record)
    whole = uow.load(record)
    follow_up.refuse_splitting(whole, len(parts))
    outcomes = [
        agree(uow, part, follow_up.part_of(whole, record, undertaking))
        for part, undertaking in parts
    ]
    return [drop(uow, record, FollowUpDropped(note=follow_up.SPLIT)), *outcomes]


def of_engagement(uow: UnitOfWork, undertaking: Undertaking) -> Undertaking:
    """Return ``undertaking``, with the parties and the missing date of its engagement."""
    engagement = uow.load(undertaking.agreed_in) if undertaking.agreed_in else None
    engagement = engagement if hasattr(engagement, "involved") else None
    body = _mechanism(uow, undertaking.awaits.mechanism, "awaits") if undertaking.awaits else None
    agreed = getattr(engagement, "occurred", None)
    own = undertaking.parties or (body.parties if body and not engagement else ())
    return replaced(
        undertaking,
        agreed=undertaking.agreed or agreed,
        parties=united(engagement.involved if engagement else (), own),
    )


def _settle(uow: UnitOfWork, record: UUID) -> tuple[UUID, ...]:
    """Fulfil a follow-up if a session settled it; otherwise, return the sessions that may have."""
    owed = uow.load(record)
    if owed.awaits is None or owed.status != "open" or is_retracted(owed):
        return ()
    sessions = uow.find(CONSULTATION, terms.sessions_of(owed.awaits.mechanism))
    held = [(found, session) for found, session in sessions if session.status == "held"]
    verdicts = [(found, session, _is_settled(owed, found, session)) for found, session in held]
    settling = [(found, session) for found, session, yes in verdicts if yes]
    if settling:
        _fulfil(uow, record, *min(settling, key=lambda one: _age(one[1])))
        return ()
    return tuple(found for found, _, verdict in verdicts if verdict is None)


def _age(session: consultation.Consultation) -> tuple[bool, Any]:
    """Return a sort key that puts sessions in order of date, with undated sessions last."""
    when = session.occurred
    return when is None, when and when.sort_key


def fulfil(uow: UnitOfWork, record: UUID, fulfilment: FollowUpFulfilled) -> Outcome:
    """Record that somebody fulfilled a follow-up."""
    refuse_unknown_links(uow, record, fulfilment)
    engagement = uow.load(fulfilment.by) if fulfilment.by else None
    if isinstance(engagement, Engagement) and (
        engagement.is_planned or engagement.status in SETBACKS
    ):
        by = {"record": fulfilment.by} if fulfilment.by else {}
        raise Refused("{record} has not taken place", "by", **by)
    refuse_future("fulfilled", fulfilment.fulfilled, uow.today)
    return carried_out(
        uow, FOLLOW_UP, record, fulfilment, lambda state: follow_up.fulfil(state, fulfilment)
    )


def register_party(
    uow: UnitOfWork, record: UUID, identity: Identity, aliases: tuple[str, ...]
) -> Outcome:
    """Register a party, with the other spellings of its name."""
    known = uow.load(record)
    if isinstance(known, party.Party) and not is_retracted(known):
        names = (identity.name,) if identity.name else ()
        aliases = (*terms.new_spellings(known.names, names), *aliases)
    refuse_borne(uow, record, identity.side, aliases)
    outcome = carried_out(uow, PARTY, record, identity, partial(party.register, identity=identity))
    added = uow.decide(PARTY, record, partial(party.alias, names=aliases))
    other = {name: one for name, one in outcome.unrecorded.items() if name != "name"}
    return replaced(
        outcome,
        events=(*outcome.events, *added),
        state=uow.load(record),
        unrecorded=other,
    )


def party_record(uow: UnitOfWork, name: str, side: str | None) -> UUID:
    """Return the id of the party that had a name first, or the id of a new party."""
    found = [record for record, _ in uow.find(PARTY, terms.known_as(name, side))]
    if len(found) > 1 and (first := namesakes.owner(uow, terms.known_as(name, side))):
        return first
    return found[0] if found else party.party_id(name, side)


def alias(uow: UnitOfWork, record: UUID, names: tuple[str, ...]) -> Outcome:
    """Add spellings of a party's name. Raises :class:`Refused` for a spelling of another party."""
    known = uow.load(record)
    if isinstance(known, party.Party):
        refuse_borne(uow, record, known.side, names)
    return decided(uow, PARTY, record, partial(party.alias, names=names))


def refuse_borne(uow: UnitOfWork, record: UUID, side: str | None, names: tuple[str, ...]) -> None:
    """Raise :class:`Refused` for names that another party has.

    Two parties may share a name if one is merged into the other, or if the register knows that they
    are two people with the same name.
    """
    for name in names:
        for found, _ in uow.find(PARTY, terms.known_as(name, side)):
            if found == record or record in merged_chain(uow, found):
                continue
            if not namesakes.share_a_name(uow, record, found):
                raise Refused(
                    f"{name!r} is the name of {{other}}; merge the two parties instead", other=found
                )


def assume(uow: UnitOfWork, record: UUID, assumed: PositionAssumed) -> Outcome:
    """Record that a party took up a post."""
    refuse_future("assumed", assumed.assumed, uow.today)
    return decided(uow, PARTY, record, partial(party.assume, assumed=assumed))


def leave(uow: UnitOfWork, record: UUID, left: PositionLeft) -> Outcome:
    """Record that a party left a post."""
    refuse_future("left", left.left, uow.today)
    return decided(uow, PARTY, record, partial(party.leave, left=left))


def merge(uow: UnitOfWork, record: UUID, into: UUID) -> Outcome:
    """Merge the party ``record`` ``into`` another party, because both are the same."""
    if uow.kind_of(into) is not PARTY:
        raise Refused("{record} is not a party", "into", record=into)
    chain = tuple(merged_chain(uow, into))
    return decided(uow, PARTY, record, lambda state: party.merge(state, record, into, chain))


def merged_chain(uow: UnitOfWork, record: UUID) -> list[UUID]:
    """Return the chain of parties that a party is merged into.

    Raises :class:`Refused` if the chain ends at a retracted party, or if the chain is a circle.
    """
    chain: list[UUID] = []
    while True:
        state = uow.load(record)
        if is_retracted(state):
            raise Refused("{record} is retracted; you cannot merge a party into it", record=record)
        if state.merged_into is None:
            return chain
        record = state.merged_into
        if record in chain:
            raise Refused("{record} would be merged into itself", record=record)
        chain.append(record)


def split(uow: UnitOfWork, record: UUID) -> Outcome:
    """Undo the merge of a party."""
    return decided(uow, PARTY, record, party.split)
