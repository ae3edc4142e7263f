"""Instrument: an agreement, memorandum, protocol or joint statement between parties."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar, Literal
from uuid import UUID

from attrs import field, frozen

from dragoman.domain import lifecycle, terms
from dragoman.domain.amendments import Amendments, Correction
from dragoman.domain.dates import ImpreciseDate
from dragoman.domain.engagement import Marking
from dragoman.domain.participant import Participant
from dragoman.domain.record import evolved, united
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

    title: str | None = None
    form: Form | None = None
    parties: tuple[str, ...] = ()
    participants: tuple[Participant, ...] = ()
    signed: ImpreciseDate | None = None
    place: str | None = None
    signed_in: UUID | None = None
    founds: UUID | None = None
    in_force: ImpreciseDate | None = None
    terminated: ImpreciseDate | None = None
    registration: str | None = None
    topics: tuple[str, ...] = ()
    summary: str | None = None
    cause: str | None = None
    marking: Marking | None = None
    external_ids: dict[str, str] = field(factory=dict)
    as_written: dict[str, str] = field(factory=dict)
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


InstrumentEvent = (
    InstrumentSigned
    | InstrumentEnteredIntoForce
    | InstrumentTerminated
    | InstrumentCorrected
    | ProvisionsAdded
)


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


def evolve(instrument: Instrument | None, event: InstrumentEvent) -> Instrument:
    """The instrument after ``event``."""
    return evolved(Instrument, instrument, event)


def sign(
    instrument: Instrument | None, provisions: Provisions, today: date
) -> list[InstrumentEvent]:
    """Decide to record an instrument as signed. Refused when it lies after ``today``."""
    return lifecycle.advance(Instrument, instrument, InstrumentSigned, provisions, today)


def enter_into_force(
    instrument: Instrument | None, provisions: Provisions, today: date
) -> list[InstrumentEvent]:
    """Decide to record that it entered into force, signed before or not."""
    return lifecycle.advance(Instrument, instrument, InstrumentEnteredIntoForce, provisions, today)


def terminate(
    instrument: Instrument | None, provisions: Provisions, today: date
) -> list[InstrumentEvent]:
    """Decide to record that it ended."""
    return lifecycle.advance(Instrument, instrument, InstrumentTerminated, provisions, today)
