"""Engagements: what visits, consultations and meetings have in common."""

from collections.abc import Mapping
from typing import Any, ClassVar, Literal, get_args
from uuid import UUID

from attrs import frozen

from dragoman.domain import terms
from dragoman.domain.amendments import Amendments, Correction
from dragoman.domain.dates import ImpreciseDate
from dragoman.domain.field import (
    Owner,
    Searched,
    as_written,
    choice,
    code,
    codes,
    day,
    external_ids,
    link,
    marking,
    number,
    participants,
    prose,
    proses,
    text,
    texts,
    topics,
)
from dragoman.domain.lifecycle import POSTPONED
from dragoman.domain.participant import Participant
from dragoman.domain.refusal import Refused
from dragoman.domain.source import Source

Level = Literal[
    "state",
    "official",
    "official working",
    "working",
    "private",
    "informal",
    "unofficial",
    "transit",
    "unspecified",
]
Format = Literal["bilateral", "trilateral", "multilateral", "in the margins"]
Mode = Literal["in person", "phone", "video", "written"]
VisitMode = Literal["in person"]
Confidence = Literal["high", "moderate", "low"]
Marking = Literal["TLP:RED", "TLP:AMBER+STRICT", "TLP:AMBER", "TLP:GREEN", "TLP:CLEAR"]

ENGAGEMENTS = ("visit", "consultation", "meeting")
"""The kinds of record that are engagements."""

_STAY = Owner(("visit",), "dragoman visit conclude --stay 2025-04-18/2025-04-22")
_STOPS = Owner(("visit",), "dragoman visit conclude --stop Baku --stop Ganja")
_LEVEL = Owner(("visit",), "dragoman visit announce --level official")
_SESSION = Owner(("consultation",), "dragoman consultation hold --mechanism B-2 --session 4")
_REMOTE = ("phone", "written")
"""Modes in which nobody receives anybody anywhere. A session by video has a host, whose turn it
was, and often a room in which one side sits."""


@frozen(kw_only=True)
class Particulars:
    """What is known of an engagement; ``None`` or empty where it is not.

    ``stay`` is how long the guests were in the country, where that was longer than they were
    received; ``stops`` are the places it led to, in order, where there were several. ``host`` and
    ``parties`` are codes of states or organisations; ``part_of`` is the engagement it took place
    within; ``mechanism`` is the standing body it belongs to, ``session`` its number
    there; ``cause`` is why a plan was put off, moved or given up; ``confidence`` is that of an
    analyst (ICD 203), ``marking`` a TLP 2.0 label; ``external_ids`` maps a system to its id;
    ``as_written`` maps a field to the words of the source wherever something was interpreted.

    A field says to which kinds it belongs: see :mod:`dragoman.domain.belonging`.
    """

    title: str | None = text("What it is, in a few words.", searched=Searched(10, is_name=True))
    occurred: ImpreciseDate | None = day(
        "When: 2025-04-20, 2025-04, ../2025-04-21, '20 April 2025', yesterday.",
        example="2025-04-20, 2025-04, ../2025-04-21, 2025?, yesterday, in 2 weeks",
    )
    stay: ImpreciseDate | None = day(
        "When the guests were in the country, if longer: 2025-04-18/2025-04-25.",
        example="2025-04-18/2025-04-25",
        owner=_STAY,
    )
    place: str | None = text("Where.", searched=Searched(6), not_by=_REMOTE)
    stops: tuple[str, ...] = texts(
        "A place on the route, if several; repeat for more.",
        one="stop",
        example="[Baku, Ganja]",
        searched=Searched(5, "stop"),
        owner=_STOPS,
    )
    host: str | None = code("The hosting state or organisation: IQ, Iraq, org:UN.", not_by=_REMOTE)
    parties: tuple[str, ...] = codes("A state or organisation that takes part; repeat.")
    participants: tuple[Participant, ...] = participants()
    level: Level | None = choice("Level of the visit.", searched=Searched(3), owner=_LEVEL)
    format: Format | None = choice("How many sides.")
    mode: Mode | None = choice("In person or not.", choices={"visit": get_args(VisitMode)})
    topics: tuple[str, ...] = topics()
    summary: str | None = prose("What it was about.")
    outcomes: tuple[str, ...] = proses(
        "An outcome; repeat.",
        one="outcome",
        example="[joint statement]",
        searched=Searched(3, "outcome"),
    )
    part_of: UUID | None = link(
        "The engagement it took place within: V-12.", to=ENGAGEMENTS, example="V-12"
    )
    mechanism: UUID | None = link(
        "The standing body: B-2.", to=("mechanism",), example="B-2", owner=_SESSION
    )
    session: int | None = number("Number of the session within it.", example="4", owner=_SESSION)
    cause: str | None = prose("Why it was moved, put off or given up, as the source says.")
    confidence: Confidence | None = choice("How sure the recorder is.")
    marking: Marking | None = marking()
    external_ids: dict[str, str] = external_ids()
    as_written: dict[str, str] = as_written(
        "FIELD=WORDS of the source, where they were interpreted; repeat."
    )
    sources: tuple[Source, ...] = ()


@frozen(kw_only=True)
class ParticularsAdded(Particulars):
    """More became known of an engagement: what was not known before, and nothing else."""


@frozen(kw_only=True)
class ParticularsCorrected(Correction, Particulars):
    """What was recorded of an engagement was wrong; ``status`` as it should have been."""

    status: str | None = None
    cleared: tuple[str, ...] = ()


@frozen(kw_only=True)
class Engagement(Particulars):
    """The state of an engagement: its particulars, and how far it has come.

    ``formerly`` are the dates that were planned and given up, ``setbacks`` the sources that told of
    it; ``cause`` in the particulars is that of the last one. See :mod:`dragoman.domain.lifecycle`
    for ``stages`` and ``milestones``; ``kind`` is the name of its kind of record.
    """

    kind: ClassVar[str]
    stages: ClassVar[tuple[str, ...]] = ()
    milestones: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    added: ClassVar[type[Any]] = ParticularsAdded
    status: str
    formerly: tuple[ImpreciseDate, ...] = ()
    setbacks: tuple[Source, ...] = ()
    amendments: Amendments | None = None

    @property
    def is_planned(self) -> bool:
        """Whether it is still ahead, with a date or without."""
        return self.status in (self.stages[0], POSTPONED)

    @property
    def involved(self) -> tuple[str, ...]:
        """Codes of all states and organisations that took part, each once."""
        sides = [person.side for person in self.participants]
        return tuple(dict.fromkeys(filter(None, (*self.parties, self.host, *sides))))

    @property
    def terms(self) -> tuple[str, ...]:
        """The parties, topics and participants that the engagement is found by."""
        names = [terms.known_as(one.name, one.side) for one in self.participants if one.name]
        return (*map(terms.involves, self.involved), *map(terms.topic, self.topics), *names)

    def refuse_incomplete(self) -> None:
        """Raise :class:`Refused` for an engagement without a title or anyone taking part."""
        if not self.title:
            raise Refused("title is missing: say in a few words what it is")
        if not self.involved:
            raise Refused("parties are missing: name the states or organisations that take part")
