"""Instrument: an agreement, memorandum, protocol or joint statement between parties."""

from collections.abc import Mapping
from functools import partial
from typing import Any, ClassVar, Literal
from uuid import UUID

from attrs import frozen

from dragoman.domain import lifecycle, terms
from dragoman.domain.additions import Addition
from dragoman.domain.amendments import Amendments, Correction
from dragoman.domain.dates import ImpreciseDate
from dragoman.domain.engagement import ENGAGEMENTS
from dragoman.domain.field import (
    PARTICIPANT,
    Searched,
    as_written,
    choice,
    codes,
    day,
    external_ids,
    link,
    marking,
    participants,
    prose,
    text,
    topics,
)
from dragoman.domain.kind import Kind, Step
from dragoman.domain.marking import Marking
from dragoman.domain.participant import Participant
from dragoman.domain.record import united
from dragoman.domain.refusal import refuse_missing
from dragoman.domain.source import Source

Form = Literal[
    "treaty",
    "agreement",
    "protocol",
    "memorandum of understanding",
    "exchange of notes",
    "joint statement",
    "joint declaration",
    "minutes",
    "action plan",
]
"""The UN Treaty Collection's names for instruments, and the names of other signed documents."""


@frozen(kw_only=True)
class Provisions:
    """The known facts about an instrument. Unknown facts are ``None`` or empty.

    ``parties`` are codes, and ``participants`` are the signatories. ``signed_in`` is the engagement
    at which the instrument was signed, and ``founds`` is the mechanism that the instrument
    established. ``signed``, ``in_force`` and ``terminated`` are the dates of signature, entry into
    force and termination. ``registration`` is the number of the instrument in a treaty series
    (``UNTS 1155, 331``).
    """

    title: str | None = text("Title of the instrument.", searched=Searched(10, is_name=True))
    form: Form | None = choice("Kind of instrument.", searched=Searched(3))
    parties: tuple[str, ...] = codes("Party to the instrument (repeatable).")
    participants: tuple[Participant, ...] = participants(
        f"Signatory, as '{PARTICIPANT}'; any part can be empty (repeatable)."
    )
    signed: ImpreciseDate | None = day(
        "Date of signature: 2025-04-20, 2025-04, today.", example="2025-04-20, today"
    )
    place: str | None = text("Place of signature.", searched=Searched(6))
    signed_in: UUID | None = link(
        "Engagement where the instrument was signed: V-3.", to=ENGAGEMENTS, example="V-3"
    )
    founds: UUID | None = link(
        "Mechanism that the instrument establishes: B-2.", to=("mechanism",), example="B-2"
    )
    in_force: ImpreciseDate | None = day("Date of entry into force.", example="2025-06-01")
    terminated: ImpreciseDate | None = day("Date of termination.", example="2030-05-31")
    registration: str | None = text(
        "Registration number in a treaty series.", example="UNTS 1155, 331", searched=Searched(5)
    )
    topics: tuple[str, ...] = topics()
    summary: str | None = prose("Summary of the provisions.")
    cause: str | None = prose("Reason for the termination, as the source gives it.")
    marking: Marking | None = marking()
    external_ids: dict[str, str] = external_ids()
    as_written: dict[str, str] = as_written()
    sources: tuple[Source, ...] = ()


@frozen(kw_only=True)
class InstrumentSigned(Provisions):
    """The parties signed the instrument."""

    status: ClassVar = "signed"


@frozen(kw_only=True)
class InstrumentEnteredIntoForce(Provisions):
    """The instrument became binding on its parties."""

    status: ClassVar = "in force"


@frozen(kw_only=True)
class InstrumentTerminated(Provisions):
    """The instrument stopped binding its parties; ``cause`` gives the reason."""

    status: ClassVar = "terminated"


@frozen(kw_only=True)
class ProvisionsAdded(Addition, Provisions):
    """More facts about an instrument became known.

    The event contains only facts that were unknown before.
    """


@frozen(kw_only=True)
class InstrumentCorrected(Correction, Provisions):
    """Somebody corrected the record of the instrument."""

    status: Literal["signed", "in force", "terminated"] | None = None
    cleared: tuple[str, ...] = ()


@frozen(kw_only=True)
class Instrument(Provisions):
    """The state of an instrument."""

    stages: ClassVar[tuple[str, ...]] = ("signed", "in force", "terminated")
    milestones: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "signed": ("signed",),
        "in force": ("signed", "in_force"),
        "terminated": ("signed", "in_force", "terminated"),
    }
    added: ClassVar[type[Any]] = ProvisionsAdded
    status: str
    amendments: Amendments | None = None

    @property
    def involved(self) -> tuple[str, ...]:
        """The codes of all parties and of the sides of all signatories, each once."""
        sides = (person.side for person in self.participants if person.side)
        return united(self.parties, sides)

    @property
    def terms(self) -> tuple[str, ...]:
        """The search terms of the instrument: its parties, topics and signatories."""
        people = [term for one in self.participants if (term := one.term)]
        return united(map(terms.involves, self.involved), map(terms.topic, self.topics), people)

    def refuse_incomplete(self) -> None:
        """Raise :class:`Refused` if the instrument has no title or fewer than two parties."""
        refuse_missing(
            (self.title, "title is missing: give the title of the instrument"),
            (
                len(self.involved) > 1,
                "parties are missing: an instrument needs at least two different parties",
            ),
        )


sign = partial(lifecycle.advance, Instrument, InstrumentSigned)
enter_into_force = partial(lifecycle.advance, Instrument, InstrumentEnteredIntoForce)
terminate = partial(lifecycle.advance, Instrument, InstrumentTerminated)
"""The decisions on an instrument. Each decision takes the instrument's state, the new facts and the
day.
"""

KIND = Kind(
    name="instrument",
    about="An agreement, memorandum, protocol or joint statement.",
    facts=Provisions,
    state=Instrument,
    own_events=(
        InstrumentSigned,
        InstrumentEnteredIntoForce,
        InstrumentTerminated,
        InstrumentCorrected,
        ProvisionsAdded,
    ),
    corrected=InstrumentCorrected,
    steps={
        "signed": Step(sign, Provisions),
        "in force": Step(enter_into_force, Provisions),
        "terminated": Step(terminate, Provisions),
    },
    within="signed_in",
    when=("signed", "in_force", "terminated"),
    when_in={"in force": "in_force", "terminated": "terminated"},
    founded_with=("title",),
    takes_names=True,
)
