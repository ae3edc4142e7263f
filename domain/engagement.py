"""Engagements: what visits, consultations and meetings have in common."""

from datetime import date
from typing import Any, ClassVar, Literal, TypeVar
from uuid import UUID

from attrs import field, frozen

from domain import terms
from domain.dates import ImpreciseDate
from domain.participant import Participant
from domain.record import cast, known, merged, news, supplement, united
from domain.refusal import Refused
from domain.source import Source

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
Confidence = Literal["high", "moderate", "low"]
Marking = Literal["TLP:RED", "TLP:AMBER+STRICT", "TLP:AMBER", "TLP:GREEN", "TLP:CLEAR"]


@frozen(kw_only=True)
class Particulars:
    """What is known of an engagement; ``None`` or empty where it is not.

    ``host`` and ``parties`` are codes of states or organisations; ``part_of`` is the engagement
    it took place within; ``mechanism`` is the standing body it belongs to, ``session`` its number
    there; ``confidence`` is that of an analyst (ICD 203), ``marking`` a TLP 2.0
    label; ``external_ids`` maps a system to its id; ``as_written`` maps a field to the words of
    the source wherever something was interpreted.
    """

    title: str | None = None
    occurred: ImpreciseDate | None = None
    place: str | None = None
    host: str | None = None
    parties: tuple[str, ...] = ()
    participants: tuple[Participant, ...] = ()
    level: Level | None = None
    format: Format | None = None
    mode: Mode | None = None
    topics: tuple[str, ...] = ()
    summary: str | None = None
    outcomes: tuple[str, ...] = ()
    part_of: UUID | None = None
    mechanism: UUID | None = None
    session: int | None = None
    confidence: Confidence | None = None
    marking: Marking | None = None
    external_ids: dict[str, str] = field(factory=dict)
    as_written: dict[str, str] = field(factory=dict)
    sources: tuple[Source, ...] = ()


@frozen(kw_only=True)
class ParticularsAdded(Particulars):
    """More became known of an engagement: what was not known before, and nothing else."""


@frozen(kw_only=True)
class Engagement(Particulars):
    """The state of an engagement: its particulars, and how far it has come.

    ``stages`` are the statuses it goes through, in order; the last ones may be reached directly.
    """

    stages: ClassVar[tuple[str, ...]] = ()
    status: str

    @property
    def involved(self) -> tuple[str, ...]:
        """Codes of all states and organisations that took part, each once."""
        codes = dict.fromkeys(self.parties)
        for code in (self.host, *(person.side for person in self.participants)):
            if code:
                codes[code] = None
        return tuple(codes)

    @property
    def engagement_terms(self) -> tuple[str, ...]:
        """The parties, topics and participants that the engagement is found by."""
        names = [terms.known_as(one.name, one.side) for one in self.participants if one.name]
        return united(map(terms.involves, self.involved), map(terms.topic, self.topics), names)

    @property
    def terms(self) -> tuple[str, ...]:
        """What the engagement is found by."""
        return self.engagement_terms


E = TypeVar("E", bound=Engagement)


def evolved(cls: type[E], state: E | None, event: Any) -> E:
    """The engagement after ``event``, which sets the status if it has one."""
    status = getattr(event, "status", None)
    if state is None:
        return cls(status=status or cls.stages[0], **known(event))
    return merged(state, event, status=status or state.status)


def advance(
    cls: type[E], state: E | None, event_class: type[Any], particulars: Any, today: date
) -> list[Any]:
    """Decide on the event that brings an engagement to its next stage.

    A stage that is reached already is not reached again; what was not known is added. Raises
    :class:`Refused` when the outcome would be incomplete, or would have happened after ``today``.
    """
    events = _next(state, cast(event_class, particulars))
    after = state
    for event in events:
        after = evolved(cls, after, event)
    if events and after is not None:
        refuse_incomplete(after)
        if after.status != cls.stages[0]:
            instead = f": what has not happened yet is {cls.stages[0]}, not {after.status}"
            refuse_future("occurred", after.occurred, today, instead)
    return events


def _next(state: Engagement | None, event: Any) -> list[Any]:
    if state is None:
        return [event]
    if has_reached(state, event.status):
        return [*supplement(state, event, ParticularsAdded)]
    return [news(state, event)]


def has_reached(state: Engagement, status: str) -> bool:
    """Whether the engagement has come to ``status`` or gone beyond."""
    return state.stages.index(state.status) >= state.stages.index(status)


def refuse_incomplete(engagement: Engagement) -> None:
    """Raise :class:`Refused` for an engagement without a title or anyone taking part."""
    if not engagement.title:
        raise Refused("title is missing: say in a few words what it is")
    if not engagement.involved:
        raise Refused("parties are missing: name the states or organisations that take part")


def refuse_future(field: str, when: ImpreciseDate | None, today: date, instead: str = "") -> None:
    """Raise :class:`Refused` for a ``field`` that tells of the past and lies after ``today``."""
    first = when.first if when else None
    # A day of grace: it may be tomorrow already where it happened.
    if first is not None and first > today.toordinal() + 1:
        raise Refused(f"{when} lies in the future{instead}", field)
