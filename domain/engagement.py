"""Engagements: the facts and rules that visits, consultations and meetings share."""

from collections.abc import Mapping
from typing import Any, ClassVar, Literal, get_args
from uuid import UUID

from attrs import frozen

from dragoman.domain import terms
from dragoman.domain.additions import Addition
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
    reminders,
    text,
    texts,
    topics,
)
from dragoman.domain.lifecycle import POSTPONED
from dragoman.domain.marking import Marking
from dragoman.domain.participant import Participant
from dragoman.domain.refusal import refuse_missing
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

ENGAGEMENTS = ("visit", "consultation", "meeting")
"""The kinds of record that are engagements."""

_STAY = Owner(("visit",), "dragoman visit conclude --stay 2025-04-18/2025-04-22")
_STOPS = Owner(("visit",), "dragoman visit conclude --stop Baku --stop Ganja")
_LEVEL = Owner(("visit",), "dragoman visit announce --level official")
_SESSION = Owner(("consultation",), "dragoman consultation hold --mechanism B-2 --session 4")
_SERIES = Owner(("meeting",), "dragoman meeting schedule --every week --until 2027-11-30")
_REMOTE = ("phone", "written")
"""The modes in which an engagement has no host and no place.

A session by video is different: it has a host (the party whose turn it is), and often a room in
which one side sits.
"""


@frozen(kw_only=True)
class Particulars:
    """The known facts about an engagement. Unknown facts are ``None`` or empty.

    ``stay`` is the time that the guests spent in the country, if this time is longer than the
    visit. ``stops`` lists the places on the route, in order, if there were several. ``host`` and
    ``parties`` are codes of states or organisations. ``part_of`` is the larger engagement that
    included this engagement, and ``margins`` is the conference in whose margins it takes place.
    ``mechanism`` is the standing body that a session belongs to, and ``session`` is the number of
    the session. ``series`` is the series that planned the meeting, and ``slot`` is the date that
    the series planned. ``cause`` is the reason why a plan was postponed, moved or cancelled.
    ``confidence`` is an analyst's confidence in the facts (ICD 203), and ``marking`` is a TLP 2.0
    label. ``external_ids`` maps another system to the id of the record in that system.
    ``as_written`` maps an interpreted field, or a part of its value, to the source's wording.

    Each field declares the kinds that it belongs to; see :mod:`dragoman.domain.belonging`.
    """

    title: str | None = text("Title, in a few words.", searched=Searched(10, is_name=True))
    occurred: ImpreciseDate | None = day(
        "Date or period: 2025-04-20, 2025-04, ../2025-04-21, yesterday, '20 Apr 2025 14:30 Baku'.",
        example="2025-04-20, 2025-04, ../2025-04-21, 2025?, yesterday, in 2 weeks",
    )
    stay: ImpreciseDate | None = day(
        "Dates of the guests' stay, if longer than the visit: 2025-04-18/2025-04-25.",
        example="2025-04-18/2025-04-25",
        owner=_STAY,
    )
    place: str | None = text("City or venue.", searched=Searched(6), not_by=_REMOTE)
    stops: tuple[str, ...] = texts(
        "Place on the route of a visit to several places (repeatable).",
        one="stop",
        example="[Baku, Ganja]",
        searched=Searched(5, "stop"),
        owner=_STOPS,
    )
    host: str | None = code("Host state or organisation: IQ, Iraq, org:UN.", not_by=_REMOTE)
    parties: tuple[str, ...] = codes("Participating state or organisation (repeatable).")
    participants: tuple[Participant, ...] = participants()
    level: Level | None = choice("Level of the visit.", searched=Searched(3), owner=_LEVEL)
    format: Format | None = choice("Format of the engagement.", retired=("in the margins",))
    mode: Mode | None = choice("How the sides meet.", choices={"visit": get_args(VisitMode)})
    topics: tuple[str, ...] = topics()
    summary: str | None = prose("Summary of what happened.")
    outcomes: tuple[str, ...] = proses(
        "Outcome (repeatable).",
        one="outcome",
        example="[joint statement]",
        searched=Searched(3, "outcome"),
    )
    part_of: UUID | None = link(
        "Engagement that the record is part of: V-12.", to=ENGAGEMENTS, example="V-12"
    )
    margins: UUID | None = link(
        "Conference in whose margins the engagement takes place: E-3, 'UNGA 81'.",
        to=("conference",),
        one="margins_of",
        label="margins of",
        example="E-3",
    )
    mechanism: UUID | None = link(
        "Mechanism that the session belongs to: B-2.",
        to=("mechanism",),
        example="B-2",
        owner=_SESSION,
    )
    session: int | None = number(
        "Number of the session within the mechanism.", example="4", owner=_SESSION
    )
    series: UUID | None = link(
        "Series that the meeting belongs to: S-1.", to=("series",), example="S-1", owner=_SERIES
    )
    slot: ImpreciseDate | None = day(label="planned for", owner=_SERIES)
    cause: str | None = prose("Reason for the change of plan, as the source gives it.")
    reminders: tuple[str, ...] = reminders("Calendar reminder, this long before the start")
    confidence: Confidence | None = choice("How confident you are in the record.")
    marking: Marking | None = marking()
    external_ids: dict[str, str] = external_ids()
    as_written: dict[str, str] = as_written()
    sources: tuple[Source, ...] = ()


@frozen(kw_only=True)
class ParticularsAdded(Addition, Particulars):
    """More facts about an engagement became known.

    The event contains only facts that were unknown before.
    """


@frozen(kw_only=True)
class ParticularsCorrected(Correction, Particulars):
    """Somebody corrected the record of an engagement; ``status`` is the correct status."""

    status: str | None = None
    cleared: tuple[str, ...] = ()


@frozen(kw_only=True)
class Engagement(Particulars):
    """The state of an engagement: its particulars and its status.

    ``formerly`` lists the earlier planned dates, and ``setbacks`` lists the sources that reported a
    change of date. ``cause``, a field of the particulars, is the reason for the last change. For
    ``stages`` and ``milestones``, see :mod:`dragoman.domain.lifecycle`. ``kind`` is the name of the
    kind of record.
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
        """Whether the engagement is still planned, with or without a date."""
        return self.status in (self.stages[0], POSTPONED)

    @property
    def involved(self) -> tuple[str, ...]:
        """The codes of all participating states and organisations, each once."""
        sides = [person.side for person in self.participants]
        return tuple(dict.fromkeys(filter(None, (*self.parties, self.host, *sides))))

    @property
    def terms(self) -> tuple[str, ...]:
        """The search terms of the engagement: its parties, topics and participants."""
        people = [term for one in self.participants if (term := one.term)]
        margins = (terms.in_margins(self.margins),) if self.margins else ()
        involved = map(terms.involves, self.involved)
        series = (terms.in_series(self.series),) if self.series else ()
        return (*involved, *map(terms.topic, self.topics), *people, *margins, *series)

    def refuse_incomplete(self) -> None:
        """Raise :class:`Refused` if the engagement has no title or no participants."""
        refuse_missing(
            (self.title, "title is missing: give a short title"),
            (
                self.involved,
                "parties are missing: name the states or organisations that take part",
            ),
        )
