"""Demarche: a message that one party hands over to another, and perhaps wants an answer to."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar, Literal, get_args
from uuid import UUID

from attrs import frozen

from dragoman.domain import lifecycle, terms
from dragoman.domain.amendments import Amendments, Correction, is_retracted, unsettled
from dragoman.domain.dates import ImpreciseDate
from dragoman.domain.engagement import ENGAGEMENTS, Marking
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
from dragoman.domain.record import delta, to_event, united
from dragoman.domain.refusal import Refused
from dragoman.domain.source import Source
from dragoman.domain.status import awaits_reply

Form = Literal["note verbale", "demarche", "letter"]
Reply = Literal["awaited", "not awaited"]


@frozen(kw_only=True)
class Message:
    """What is known of a message; ``None`` or empty where it is not.

    ``sender`` and ``recipients`` are codes, ``delivered_by`` is who handed it over; ``occurred`` is
    when it was delivered, ``part_of`` the engagement at which; ``reply`` says whether an answer is
    awaited, ``reply_due`` by when; ``answered`` is when it was answered, ``answer`` how; ``cause``
    is why it was withdrawn.
    """

    subject: str | None = text(
        "What it is about, in a few words.", searched=Searched(10, is_name=True)
    )
    form: Form | None = choice("What kind of message.", searched=Searched(3))
    occurred: ImpreciseDate | None = day(
        "When it was delivered: 2025-04-20, 2025-04, yesterday.", example="2025-04-20, yesterday"
    )
    sender: str | None = code("The state or organisation that it is from: AZ.", one="from")
    recipients: tuple[str, ...] = codes(
        "A state or organisation that it is to; repeat.", one="to", example="[IQ]"
    )
    delivered_by: str | None = text(
        "Who handed it over, and to whom.", searched=Searched(5, "delivered by")
    )
    place: str | None = text("Where it was handed over.", searched=Searched(6))
    reply: Reply | None = choice("Whether a reply is awaited; it opens a follow-up.")
    reply_due: ImpreciseDate | None = day(
        "By when a reply is awaited: 2026-03-01, 'in 2 weeks'.", example="2026-03-01, in 2 weeks"
    )
    answered: ImpreciseDate | None = day("When it was answered.", example="2025-05-02, today")
    answer: str | None = prose("What the answer says.")
    topics: tuple[str, ...] = topics()
    summary: str | None = prose("What it says.")
    part_of: UUID | None = link(
        "The engagement at which it was handed over: V-12.", to=ENGAGEMENTS, example="V-12"
    )
    cause: str | None = prose("Why it was withdrawn, as the source says.")
    marking: Marking | None = marking()
    external_ids: dict[str, str] = external_ids()
    as_written: dict[str, str] = as_written()
    sources: tuple[Source, ...] = ()


@frozen(kw_only=True)
class DemarcheDelivered(Message):
    """The message was handed over."""

    status: ClassVar = "delivered"


@frozen(kw_only=True)
class DemarcheAnswered(Message):
    """The message was answered."""

    status: ClassVar = "answered"


@frozen(kw_only=True)
class DemarcheWithdrawn(Message):
    """The message does not count any more: its sender took it back."""

    status: ClassVar = "withdrawn"


@frozen(kw_only=True)
class MessageAdded(Message):
    """More became known of a message: what was not known before, and nothing else."""


@frozen(kw_only=True)
class DemarcheCorrected(Correction, Message):
    """What was recorded of the message was wrong."""

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
        """Whether an answer is awaited, or was until it came."""
        return awaits_reply(self.reply, self.reply_due)

    @property
    def involved(self) -> tuple[str, ...]:
        """Codes of all who sent or received it, each once."""
        return united((self.sender,) if self.sender else (), self.recipients)

    @property
    def terms(self) -> tuple[str, ...]:
        """The parties and topics that the message is found by."""
        return united(map(terms.involves, self.involved), map(terms.topic, self.topics))

    def refuse_incomplete(self) -> None:
        """Raise :class:`Refused` for a message without a subject, a sender or a recipient."""
        if not self.subject:
            raise Refused("subject is missing: say in a few words what the message is about")
        if not self.sender:
            raise Refused("sender is missing: name the state or organisation that it is from")
        if not set(self.recipients) - {self.sender}:
            raise Refused("recipients are missing: name a state or organisation that it is to")
        if self.status != "answered" and (self.answered or self.answer):
            field = "answered" if self.answered else "answer"
            raise Refused(
                f"the message is {self.status}, not answered;"
                " record its answer with dragoman demarche answer, or leave this out",
                field,
            )
        if self.reply == "not awaited" and self.reply_due:
            raise Refused("says by when a reply is awaited, but reply is not awaited", "reply_due")


def deliver(demarche: Demarche | None, message: Message, today: date) -> list[DemarcheEvent]:
    """Decide to record a message as delivered. Refused when that lies after ``today``."""
    return lifecycle.advance(Demarche, DemarcheDelivered, demarche, message, today)


def answer(demarche: Demarche | None, message: Message, today: date) -> list[DemarcheEvent]:
    """Decide to record that a message was answered. Refused when it was withdrawn."""
    return lifecycle.advance(Demarche, DemarcheAnswered, demarche, message, today)


def withdraw(demarche: Demarche | None, message: Message, today: date) -> list[DemarcheEvent]:
    """Decide to record that a message was withdrawn. Refused when it was answered."""
    if demarche is None or demarche.status == "withdrawn":
        return lifecycle.advance(Demarche, DemarcheWithdrawn, demarche, message, today)
    if is_retracted(demarche):
        return []
    if demarche.status == "answered":
        raise Refused("was answered, and cannot be withdrawn; undo that first")
    return [delta(demarche, unsettled(demarche, to_event(DemarcheWithdrawn, message)))]


KIND = Kind(
    name="demarche",
    about="A message handed over: a note verbale, a démarche or a letter.",
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
