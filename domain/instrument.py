"""Instrument: an agreement, memorandum, protocol or joint statement between parties."""

from collections.abc import Mapping
from functools import partial
from typing import Any, ClassVar, Literal
from uuid import UUID

from attrs import frozen

from dragoman.domain import lifecycle, terms
from dragoman.domain.amendments import Amendments, Correction
from dragoman.domain.dates import ImpreciseDate
from dragoman.domain.engagement import ENGAGEMENTS, Marking
from dragoman.domain.field import (
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
from dragoman.domain.participant import Participant
from dragoman.domain.record import united
from dragoman.domain.refusal import Refused
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
"""Designations of the United Nations Treaty Collection, and what desks sign besides."""


@frozen(kw_only=True)
class Provisions:
    """What is known of an instrument; ``None`` or empty where it is not.

    ``parties`` are codes, ``participants`` those who signed; ``signed_in`` is the engagement at
    which it was signed, ``founds`` the mechanism that rests on it; ``signed``, ``in_force`` and
    ``terminated`` are when it was signed, entered into force and ended; ``registration`` is its
    number in a treaty series (``UNTS 1155, 331``).
    """

    title: str | None = text("What it is called.", searched=Searched(10, is_name=True))
    form: Form | None = choice("What kind of instrument.", searched=Searched(3))
    parties: tuple[str, ...] = codes("A party to it; repeat.")
    participants: tuple[Participant, ...] = participants("Who signed: ")
    signed: ImpreciseDate | None = day(
        "When it was signed: 2025-04-20, 2025-04, today.", example="2025-04-20, today"
    )
    place: str | None = text("Where it was signed.", searched=Searched(6))
    signed_in: UUID | None = link(
        "The engagement at which it was signed: V-3.", to=ENGAGEMENTS, example="V-3"
    )
    founds: UUID | None = link(
        "The mechanism that it founds: B-2.", to=("mechanism",), example="B-2"
    )
    in_force: ImpreciseDate | None = day("When it entered into force.", example="2025-06-01")
    terminated: ImpreciseDate | None = day("When it ended.", example="2030-05-31")
    registration: str | None = text(
        "Its number in a treaty series.", example="UNTS 1155, 331", searched=Searched(5)
    )
    topics: tuple[str, ...] = topics()
    summary: str | None = prose("What it provides.")
    cause: str | None = prose("Why it ended, as the source says.")
    marking: Marking | None = marking()
    external_ids: dict[str, str] = external_ids()
    as_written: dict[str, str] = as_written()
    sources: tuple[Source, ...] = ()


@frozen(kw_only=True)
class InstrumentSigned(Provisions):
    """The parties have signed."""

    status: ClassVar = "signed"


@frozen(kw_only=True)
class InstrumentEnteredIntoForce(Provisions):
    """The instrument binds its parties."""

    status: ClassVar = "in force"


@frozen(kw_only=True)
class InstrumentTerminated(Provisions):
    """The instrument does not bind its parties any more, for the ``cause`` given."""

    status: ClassVar = "terminated"


@frozen(kw_only=True)
class ProvisionsAdded(Provisions):
    """More became known of an instrument: what was not known before, and nothing else."""


@frozen(kw_only=True)
class InstrumentCorrected(Correction, Provisions):
    """What was recorded of the instrument was wrong."""

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
        """Codes of all states and organisations that are parties, or signed; each once."""
        sides = (person.side for person in self.participants if person.side)
        return united(self.parties, sides)

    @property
    def terms(self) -> tuple[str, ...]:
        """The parties, topics and signatories that the instrument is found by."""
        names = [terms.known_as(one.name, one.side) for one in self.participants if one.name]
        return united(map(terms.involves, self.involved), map(terms.topic, self.topics), names)

    def refuse_incomplete(self) -> None:
        """Raise :class:`Refused` for an instrument without a title or at least two parties."""
        if not self.title:
            raise Refused("title is missing: say what the instrument is called")
        if len(self.involved) < 2:
            raise Refused("parties are missing: an instrument has at least two different ones")


sign = partial(lifecycle.advance, Instrument, InstrumentSigned)
enter_into_force = partial(lifecycle.advance, Instrument, InstrumentEnteredIntoForce)
terminate = partial(lifecycle.advance, Instrument, InstrumentTerminated)
"""The decisions on an instrument: each takes its state, what is known, and the day."""

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
    founded_with=("title",),
    takes_names=True,
)
