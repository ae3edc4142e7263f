"""Meeting: a bilateral or multilateral meeting, audience, roundtable, briefing or call."""

from datetime import date
from typing import ClassVar

from attrs import frozen

from domain.engagement import Engagement, Particulars, ParticularsAdded, advance, evolved
from domain.source import SourceCited


@frozen(kw_only=True)
class MeetingScheduled(Particulars):
    """A meeting is planned."""

    status: ClassVar = "scheduled"


@frozen(kw_only=True)
class MeetingHeld(Particulars):
    """The meeting took place."""

    status: ClassVar = "held"


MeetingEvent = MeetingScheduled | MeetingHeld | ParticularsAdded | SourceCited


@frozen(kw_only=True)
class Meeting(Engagement):
    """The state of a meeting."""

    stages: ClassVar = ("scheduled", "held")


def evolve(meeting: Meeting | None, event: MeetingEvent) -> Meeting:
    """The meeting after ``event``."""
    return evolved(Meeting, meeting, event)


def schedule(meeting: Meeting | None, particulars: Particulars, today: date) -> list[MeetingEvent]:
    """Decide to schedule a meeting."""
    return advance(Meeting, meeting, MeetingScheduled, particulars, today)


def hold(meeting: Meeting | None, particulars: Particulars, today: date) -> list[MeetingEvent]:
    """Decide to record a meeting as held. Refused when it lies after ``today``."""
    return advance(Meeting, meeting, MeetingHeld, particulars, today)
