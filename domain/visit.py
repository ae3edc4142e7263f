"""Visit: the guests travel to the host."""

from datetime import date
from typing import ClassVar

from attrs import frozen

from domain.engagement import Engagement, Particulars, ParticularsAdded, advance, evolved
from domain.source import SourceCited


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


VisitEvent = VisitAnnounced | VisitStarted | VisitConcluded | ParticularsAdded | SourceCited


@frozen(kw_only=True)
class Visit(Engagement):
    """The state of a visit; its parties other than the host are the guests."""

    stages: ClassVar = ("announced", "started", "concluded")


def evolve(visit: Visit | None, event: VisitEvent) -> Visit:
    """The visit after ``event``."""
    return evolved(Visit, visit, event)


def announce(visit: Visit | None, particulars: Particulars, today: date) -> list[VisitEvent]:
    """Decide to announce a visit."""
    return advance(Visit, visit, VisitAnnounced, particulars, today)


def start(visit: Visit | None, particulars: Particulars, today: date) -> list[VisitEvent]:
    """Decide to start a visit, announced or not. Refused when it lies after ``today``."""
    return advance(Visit, visit, VisitStarted, particulars, today)


def conclude(visit: Visit | None, particulars: Particulars, today: date) -> list[VisitEvent]:
    """Decide to conclude a visit, started or not. Refused when it lies after ``today``."""
    return advance(Visit, visit, VisitConcluded, particulars, today)
