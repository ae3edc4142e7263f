"""Demarche: a message that one party delivers to another. A message may ask for a reply."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar, Literal, get_args
from uuid import UUID

from attrs import frozen

from dragoman.domain import lifecycle, terms
from dragoman.domain.additions import Addition
from dragoman.domain.amendments import Amendments, Correction, is_retracted, unsettled
from dragoman.domain.dates import ImpreciseDate
from dragoman.domain.engagement import ENGAGEMENTS
from dragoman.domain.field import (
    Searched,
    as_written,
    choice,
    code,
    codes,
    day,
    external_ids,
    link,
    marking,
    prose,
    text,
    topics,
)
from dragoman.domain.kind import Kind, Step
from dragoman.domain.marking import Marking
from dragoman.domain.record import delta, evolved, to_event, united
from dragoman.domain.refusal import Refused, refuse_missing
from dragoman.domain.source import Source
from dragoman.domain.status import awaits_reply

Form = Literal["note verbale", "demarche", "letter"]
Reply = Literal["awaited", "not awaited"]


@frozen(kw_only=True)
class Message:
    """The known facts about a message. Unknown facts are ``None`` or empty.

    ``sender`` and ``recipients`` are codes, and ``delivered_by`` is the person who delivered the
    message. ``occurred`` is the date of delivery, and ``part_of`` is the engagement at which the
    message was delivered. ``reply`` says whether the sender awaits a reply, and ``reply_due`` is
    the deadline. ``answered`` is the date of the reply, and ``answer`` is its content. ``cause`` is
    the reason for a withdrawal.
    """

    subject: str | None = text("Subject, in a few words.", searched=Searched(10, is_name=True))
    form: Form | None = choice("Kind of message.", searched=Searched(3))
    occurred: ImpreciseDate | None = day(
        "Date of delivery: 2025-04-20, 2025-04, yesterday.", example="2025-04-20, yesterday"
    )
    sender: str | None = code("Sending state or organisation: AZ.", one="from")
    recipients: tuple[str, ...] = codes(
        "Receiving state or organisation (repeatable).", one="to", example="[IQ]"
    )
    delivered_by: str | None = text(
        "Who delivered the message, and to whom.", searched=Searched(5, "delivered by")
    )
    place: str | None = text("Place of delivery.", searched=Searched(6))
    reply: Reply | None = choice("Whether a reply is awaited; if so, Dragoman opens a follow-up.")
    reply_due: ImpreciseDate | None = day(
        "Date by which a reply is due: 2026-03-01, 'in 2 weeks'.",
        example="2026-03-01, in 2 weeks",
        is_ahead=True,
    )
    answered: ImpreciseDate | None = day("Date of the reply.", example="2025-05-02, today")
    answer: str | None = prose("Summary of the reply.")
    topics: tuple[str, ...] = topics()
    summary: str | None = prose("Summary of the message.")
    part_of: UUID | None = link(
        "Engagement where the message was delivered: V-12.", to=ENGAGEMENTS, example="V-12"
    )
    cause: str | None = prose("Reason for the withdrawal, as the source gives it.")
    marking: Marking | None = marking()
    external_ids: dict[str, str] = external_ids()
    as_written: dict[str, str] = as_written()
    sources: tuple[Source, ...] = ()


@frozen(kw_only=True)
class DemarcheDelivered(Message):
    """The message was delivered."""

    status: ClassVar = "delivered"


@frozen(kw_only=True)
class DemarcheAnswered(Message):
    """The recipients answered the message."""

    status: ClassVar = "answered"


@frozen(kw_only=True)
class DemarcheWithdrawn(Message):
    """The sender withdrew the message, so the message is no longer valid."""

    status: ClassVar = "withdrawn"


@frozen(kw_only=True)
class MessageAdded(Addition, Message):
    """More facts about a message became known.

    The event has only facts that were unknown before.
    """


@frozen(kw_only=True)
class DemarcheCorrected(Correction, Message):
    """Somebody corrected the record of the message."""

    status: Literal["delivered", "answered", "withdrawn"] | None = None
    cleared: tuple[str, ...] = ()


DemarcheEvent = (
    DemarcheDelivered | DemarcheAnswered | DemarcheWithdrawn | DemarcheCorrected | MessageAdded
)


@frozen(kw_only=True)
class Demarche(Message):
    """The state of a message."""

    stages: ClassVar[tuple[str, ...]] = ("delivered", "answered")
    milestones: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "delivered": ("occurred",),
        "answered": ("occurred", "answered"),
    }
    added: ClassVar[type[Any]] = MessageAdded
    status: str
    amendments: Amendments | None = None

    @property
    def awaits_reply(self) -> bool:
        """Whether the sender awaits a reply, or awaited a reply before the answer came."""
        return awaits_reply(self.reply, self.reply_due)

    @property
    def involved(self) -> tuple[str, ...]:
        """The codes of the sender and the recipients, each once."""
        return united((self.sender,) if self.sender else (), self.recipients)

    @property
    def terms(self) -> tuple[str, ...]:
        """The search terms of the message: its parties and topics."""
        return united(map(terms.involves, self.involved), map(terms.topic, self.topics))

    def refuse_incomplete(self) -> None:
        """Raise :class:`Refused` if the message lacks a subject, a sender or a recipient."""
        refuse_missing(
            (
                self.subject,
                "subject is missing: say in a few words what the message is about",
            ),
            (
                self.sender,
                "sender is missing: name the state or organisation that sent the message",
            ),
            (
                set(self.recipients) - {self.sender},
                "recipients are missing: name a state or organisation that received the message",
            ),
        )
        if self.status != "answered" and (self.answered or self.answer):
            field = "answered" if self.answered else "answer"
            raise Refused(
                f"the message is {self.status}, not answered;"
                " record the reply with dragoman demarche answer, or leave the answer out",
                field,
            )
        if self.reply == "not awaited" and self.reply_due:
            raise Refused("gives a date for the reply, but 'reply' is 'not awaited'", "reply_due")


def deliver(demarche: Demarche | None, message: Message, today: date) -> list[DemarcheEvent]:
    """Decide to record a message as delivered. Raises :class:`Refused` for a date in the future."""
    return lifecycle.advance(Demarche, DemarcheDelivered, demarche, message, today)


def answer(demarche: Demarche | None, message: Message, today: date) -> list[DemarcheEvent]:
    """Decide to record an answer to a message. Raises :class:`Refused` for a withdrawn message."""
    return lifecycle.advance(Demarche, DemarcheAnswered, demarche, message, today)


def withdraw(demarche: Demarche | None, message: Message, today: date) -> list[DemarcheEvent]:
    """Decide to withdraw a message. Raises :class:`Refused` for an answered message."""
    if demarche is None or demarche.status == "withdrawn":
        return lifecycle.advance(Demarche, DemarcheWithdrawn, demarche, message, today)
    if is_retracted(demarche):
        return []
    if demarche.status == "answered":
        raise Refused("was answered and cannot be withdrawn; undo the answer first")
    withdrawn = delta(demarche, unsettled(demarche, to_event(DemarcheWithdrawn, message)))
    evolved(Demarche, demarche, withdrawn).refuse_incomplete()
    return [withdrawn]


KIND = Kind(
    name="demarche",
    about="A delivered message: a note verbale, a démarche or a letter.",
    facts=Message,
    state=Demarche,
    own_events=get_args(DemarcheEvent),
    corrected=DemarcheCorrected,
    steps={
        "delivered": Step(deliver, Message),
        "answered": Step(answer, Message),
        "withdrawn": Step(withdraw, Message),
    },
    founded_with=("subject",),
)
