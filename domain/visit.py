"""Visit: the guests travel to the host."""

from datetime import date
from typing import ClassVar, get_args

from attrs import frozen

from dragoman.domain import lifecycle
from dragoman.domain.engagement import (
    Engagement,
    Particulars,
    ParticularsAdded,
    ParticularsCorrected,
)
from dragoman.domain.kind import Kind, Step


@frozen(kw_only=True)
class VisitAnnounced(Particulars):
    """A visit is planned."""

    status: ClassVar = "announced"


@frozen(kw_only=True)
class VisitStarted(Particulars):
    """The guests have arrived."""

    status: ClassVar = "started"


@frozen(kw_only=True)
class VisitConcluded(Particulars):
    """The visit is over."""

    status: ClassVar = "concluded"


@frozen(kw_only=True)
class VisitRescheduled(lifecycle.Moved, Particulars):
    """The visit is to take place at another time, or otherwise, than was planned."""

    status: ClassVar = "announced"


@frozen(kw_only=True)
class VisitPostponed(lifecycle.PutOff, Particulars):
    """The visit does not take place as planned, and has no new date."""

    status: ClassVar = "postponed"


@frozen(kw_only=True)
class VisitCancelled(Particulars):
    """The visit does not take place."""

    status: ClassVar = "cancelled"


@frozen(kw_only=True)
class VisitCorrected(ParticularsCorrected):
    """What was recorded of the visit was wrong."""


VisitEvent = (
    VisitAnnounced
    | VisitStarted
    | VisitConcluded
    | VisitRescheduled
    | VisitPostponed
    | VisitCancelled
    | VisitCorrected
    | ParticularsAdded
)


@frozen(kw_only=True)
class Visit(Engagement):
    """The state of a visit; its parties other than the host are the guests."""

    kind: ClassVar = "visit"
    stages: ClassVar = ("announced", "started", "concluded")
    milestones: ClassVar = {"started": ("occurred",), "concluded": ("occurred",)}


def announce(visit: Visit | None, particulars: Particulars, today: date) -> list[VisitEvent]:
    """Decide to announce a visit."""
    return lifecycle.advance(Visit, visit, VisitAnnounced, particulars, today)


def start(visit: Visit | None, particulars: Particulars, today: date) -> list[VisitEvent]:
    """Decide to start a visit, announced or not. Refused when it lies after ``today``."""
    return lifecycle.advance(Visit, visit, VisitStarted, particulars, today)


def conclude(visit: Visit | None, particulars: Particulars, today: date) -> list[VisitEvent]:
    """Decide to conclude a visit, started or not. Refused when it lies after ``today``."""
    return lifecycle.advance(Visit, visit, VisitConcluded, particulars, today)


def reschedule(visit: Visit | None, particulars: Particulars, today: date) -> list[VisitEvent]:
    """Decide to reschedule a visit. Refused when it has started, or was cancelled."""
    return lifecycle.reschedule(Visit, visit, VisitRescheduled, particulars, today)


def postpone(visit: Visit | None, particulars: Particulars, today: date) -> list[VisitEvent]:
    """Decide to postpone a visit. Refused when it has started, or was cancelled."""
    return lifecycle.set_back(Visit, visit, VisitPostponed, particulars, today)


def cancel(visit: Visit | None, particulars: Particulars, today: date) -> list[VisitEvent]:
    """Decide to cancel a visit. Refused when it has started."""
    return lifecycle.set_back(Visit, visit, VisitCancelled, particulars, today)


KIND = Kind(
    name="visit",
    about="A visit: the guests travel to the host.",
    facts=Particulars,
    state=Visit,
    own_events=get_args(VisitEvent),
    corrected=VisitCorrected,
    steps={
        "announced": Step(announce, Particulars),
        "started": Step(start, Particulars),
        "concluded": Step(conclude, Particulars),
        "rescheduled": Step(reschedule, Particulars),
        "postponed": Step(postpone, Particulars),
        "cancelled": Step(cancel, Particulars),
    },
    takes_names=True,
)
