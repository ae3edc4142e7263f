"""Replies: a message that awaits a reply opens a follow-up, and the reply fulfils the follow-up."""

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from attrs import evolve as replaced

from dragoman.domain import amendments, follow_up
from dragoman.domain.amendments import is_retracted
from dragoman.domain.follow_up import KIND as FOLLOW_UP
from dragoman.domain.follow_up import (
    FollowUp,
    FollowUpCorrected,
    FollowUpDropped,
    FollowUpFulfilled,
    Undertaking,
)
from dragoman.domain.participant import Participant
from dragoman.domain.record import natural_id
from dragoman.domain.unit_of_work import Outcome, UnitOfWork

if TYPE_CHECKING:
    from dragoman.domain.demarche import Demarche

WITHDRAWN = "the message was withdrawn"
NOT_AWAITED = "no reply is awaited"


def keep_reply(uow: UnitOfWork, outcome: Outcome) -> None:
    """Open, correct, fulfil, drop or retract the follow-up that awaits the reply to a message."""
    reply, message = reply_id(outcome.record), outcome.state
    if uow.is_unreadable(reply):
        return
    owed = uow.load(reply)
    if owed is None:
        _open(uow, reply, outcome.record, message)
    elif is_retracted(owed):
        return
    elif is_retracted(message):
        uow.decide(FOLLOW_UP, reply, amendments.retract)
    else:
        _correct(uow, reply, owed, outcome)
    _settle(uow, reply, outcome.record, message)


def reply_id(message: UUID) -> UUID:
    """Return the id of the follow-up that awaits the reply to a message."""
    return natural_id("reply", message.hex)


def is_for_reply(record: UUID, agreed_in: UUID | None) -> bool:
    """Return whether a follow-up awaits the reply to the message ``agreed_in``."""
    return agreed_in is not None and reply_id(agreed_in) == record


def what_is_owed(subject: str | None) -> str:
    """Return the name of the follow-up that awaits a reply about ``subject``."""
    return f"Reply to: {subject}"


def who_owes(recipients: Iterable[str]) -> tuple[Participant, ...]:
    """Return the sides that have to reply."""
    return tuple(Participant(side=code) for code in recipients)


def undertaking(record: UUID, message: "Demarche") -> Undertaking:
    """Return the facts of the follow-up that awaits the reply to a message."""
    return Undertaking(
        what=what_is_owed(message.subject),
        due=message.reply_due,
        agreed=message.occurred,
        agreed_in=record,
        owners=who_owes(message.recipients),
        parties=message.involved,
        marking=message.marking,
        # A data set's row is about the message, not about the follow-up.
        sources=tuple(replaced(one, row=None) for one in message.sources),
    )


def _open(uow: UnitOfWork, reply: UUID, record: UUID, message: "Demarche") -> None:
    if message.awaits_reply and message.status != "withdrawn" and not is_retracted(message):
        owed = undertaking(record, message)
        uow.decide(FOLLOW_UP, reply, partial(follow_up.agree, undertaking=owed))


def _correct(uow: UnitOfWork, reply: UUID, owed: FollowUp, outcome: Outcome) -> None:
    """Apply a correction of a message to the fields that the follow-up copied from the message."""
    if outcome.before is None or outcome.before == outcome.state:
        return
    was = _expected(owed, outcome.record, outcome.before)
    should = _expected(owed, outcome.record, outcome.state)
    names = [name for name in was if was[name] == getattr(owed, name) != should[name]]
    facts = {name: should[name] for name in names if should[name]}
    cleared = [name for name in names if name not in facts]
    decision = partial(
        amendments.correct, event_class=FollowUpCorrected, facts=facts, cleared=cleared
    )
    if names:
        uow.decide(FOLLOW_UP, reply, decision)


def _expected(owed: FollowUp, record: UUID, message: "Demarche") -> dict[str, object]:
    """Return the values that a follow-up copies from a message, by field."""
    opened = undertaking(record, message)
    names = ("what", "due", "agreed", "owners", "parties", "marking")
    answered = {"fulfilled": message.answered} if owed.by == record else {}
    return {name: getattr(opened, name) for name in names} | answered


def _settle(uow: UnitOfWork, reply: UUID, record: UUID, message: "Demarche") -> None:
    """Adapt the follow-up to the status of the message, but keep the decisions of users."""
    owed = uow.load(reply)
    if owed is None or is_retracted(owed):
        return
    end = _end(record, message)
    if _is_ended_by(owed, record) and not _is_so(owed, end):
        uow.decide(FOLLOW_UP, reply, _reopened)
        owed = uow.load(reply)
    if owed.status != "open" or end is None:
        return
    if isinstance(end, FollowUpFulfilled):
        uow.decide(FOLLOW_UP, reply, partial(follow_up.fulfil, fulfilment=end))
    else:
        uow.decide(FOLLOW_UP, reply, partial(follow_up.drop, dropping=end))


def _end(record: UUID, message: "Demarche") -> FollowUpFulfilled | FollowUpDropped | None:
    """Return the event that closes the follow-up; ``None`` while the recipients owe a reply."""
    if not message.awaits_reply:
        return FollowUpDropped(note=NOT_AWAITED)
    if message.status == "withdrawn":
        return FollowUpDropped(note=WITHDRAWN)
    if message.status == "answered":
        return FollowUpFulfilled(by=record, fulfilled=message.answered)
    return None


def _is_ended_by(owed: FollowUp, record: UUID) -> bool:
    """Return whether a message closed its follow-up."""
    return owed.by == record or (owed.status == "dropped" and owed.note in (WITHDRAWN, NOT_AWAITED))


def _is_so(owed: FollowUp, end: FollowUpFulfilled | FollowUpDropped | None) -> bool:
    if isinstance(end, FollowUpDropped):
        return (owed.status, owed.note) == (end.status, end.note)
    return end is not None and owed.status == end.status


def _reopened(owed: FollowUp) -> list[FollowUpCorrected]:
    ended = tuple(name for name in ("by", "fulfilled", "note") if getattr(owed, name))
    return [FollowUpCorrected(status="open", cleared=ended)]
