"""Replies: a message that awaits one opens a follow-up, which the answer fulfils."""

from functools import partial
from uuid import UUID

from dragoman.domain import amendments, follow_up
from dragoman.domain.amendments import is_retracted
from dragoman.domain.countries import name as country_name
from dragoman.domain.demarche import Demarche
from dragoman.domain.follow_up import KIND as FOLLOW_UP
from dragoman.domain.follow_up import (
    FollowUp,
    FollowUpCorrected,
    FollowUpDropped,
    FollowUpFulfilled,
    Undertaking,
)
from dragoman.domain.record import natural_id
from dragoman.domain.unit_of_work import Outcome, UnitOfWork


def keep_reply(uow: UnitOfWork, outcome: Outcome) -> Outcome:
    """Open, fulfil, drop or correct the follow-up for the reply to a message."""
    reply = reply_id(outcome.record)
    if uow.is_unreadable(reply):
        return outcome
    owed, message = uow.load(reply), outcome.state
    if is_retracted(message) or not message.awaits_reply:
        _close(uow, reply, owed)
    elif owed is None or is_retracted(owed):
        _open(uow, reply, owed, outcome.record, message)
    else:
        _correct(uow, reply, owed, outcome)
    _settle(uow, reply, outcome.record, message)
    return outcome


def reply_id(message: UUID) -> UUID:
    """The id of the follow-up for the reply to a message."""
    return natural_id("reply", message.hex)


def _undertaking(record: UUID, message: Demarche) -> Undertaking:
    return Undertaking(
        what=f"Reply to: {message.subject}",
        due=message.reply_due,
        agreed=message.occurred,
        agreed_in=record,
        owner=", ".join(map(country_name, message.recipients)),
        parties=message.involved,
        marking=message.marking,
        sources=message.sources,
    )


def _open(
    uow: UnitOfWork, reply: UUID, owed: FollowUp | None, record: UUID, message: Demarche
) -> None:
    """Open the follow-up, unless it was retracted by hand."""
    if owed is None and message.status != "withdrawn":
        undertaking = _undertaking(record, message)
        uow.decide(FOLLOW_UP, reply, partial(follow_up.agree, undertaking=undertaking))


def _close(uow: UnitOfWork, reply: UUID, owed: FollowUp | None) -> None:
    """No reply is awaited after all."""
    if owed is not None and not is_retracted(owed):
        uow.decide(FOLLOW_UP, reply, amendments.retract)


def _correct(uow: UnitOfWork, reply: UUID, owed: FollowUp, outcome: Outcome) -> None:
    """Carry a correction of the message over, where the follow-up says what the message said."""
    if outcome.before is None or outcome.before == outcome.state:
        return
    said = _undertaking(outcome.record, outcome.before)
    should = _undertaking(outcome.record, outcome.state)
    names = [
        name
        for name in ("what", "due", "agreed", "owner", "parties", "marking")
        if getattr(said, name) == getattr(owed, name) != getattr(should, name)
    ]
    facts = {name: getattr(should, name) for name in names if getattr(should, name)}
    cleared = [name for name in names if name not in facts]
    decision = partial(
        amendments.correct, event_class=FollowUpCorrected, facts=facts, cleared=cleared
    )
    if names:
        uow.decide(FOLLOW_UP, reply, decision)


def _settle(uow: UnitOfWork, reply: UUID, record: UUID, message: Demarche) -> None:
    """Bring the follow-up to where the message stands."""
    owed = uow.load(reply)
    if owed is None or is_retracted(owed):
        return
    if owed.status == "open" and message.status == "answered":
        done = FollowUpFulfilled(by=record, fulfilled=message.answered)
        uow.decide(FOLLOW_UP, reply, partial(follow_up.fulfil, fulfilment=done))
    elif owed.status == "open" and message.status == "withdrawn":
        gone = FollowUpDropped(note="the message was withdrawn")
        uow.decide(FOLLOW_UP, reply, partial(follow_up.drop, dropping=gone))
    elif owed.by == record and message.status != "answered":
        uow.decide(FOLLOW_UP, reply, _reopened)


def _reopened(owed: FollowUp) -> list[FollowUpCorrected]:
    return [FollowUpCorrected(status="open", cleared=("by", "fulfilled"))]
