"""Meeting: a bilateral or multilateral meeting, audience, roundtable, briefing or call."""

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
class MeetingScheduled(Particulars):
    """A meeting is planned."""

    status: ClassVar = "scheduled"


@frozen(kw_only=True)
class MeetingHeld(Particulars):
    """The meeting took place."""

    status: ClassVar = "held"


@frozen(kw_only=True)
class MeetingRescheduled(lifecycle.Moved, Particulars):
    """The meeting is to take place at another time, or otherwise, than was planned."""

    status: ClassVar = "scheduled"


@frozen(kw_only=True)
class MeetingPostponed(lifecycle.PutOff, Particulars):
    """The meeting does not take place as planned, and has no new date."""

    status: ClassVar = "postponed"


@frozen(kw_only=True)
class MeetingCancelled(Particulars):
    """The meeting does not take place."""

    status: ClassVar = "cancelled"


@frozen(kw_only=True)
class MeetingCorrected(ParticularsCorrected):
    """What was recorded of the meeting was wrong."""


MeetingEvent = (
    MeetingScheduled
    | MeetingHeld
    | MeetingRescheduled
    | MeetingPostponed
    | MeetingCancelled
    | MeetingCorrected
    | ParticularsAdded
)


@frozen(kw_only=True)
class Meeting(Engagement):
    """The state of a meeting."""

    kind: ClassVar = "meeting"
    stages: ClassVar = ("scheduled", "held")
    milestones: ClassVar = {"held": ("occurred",)}


def schedule(meeting: Meeting | None, particulars: Particulars, today: date) -> list[MeetingEvent]:
    """Decide to schedule a meeting."""
    return lifecycle.advance(Meeting, meeting, MeetingScheduled, particulars, today)


def hold(meeting: Meeting | None, particulars: Particulars, today: date) -> list[MeetingEvent]:
    """Decide to record a meeting as held. Refused when it lies after ``today``."""
    return lifecycle.advance(Meeting, meeting, MeetingHeld, particulars, today)


def reschedule(
    meeting: Meeting | None, particulars: Particulars, today: date
) -> list[MeetingEvent]:
    """Decide to reschedule a meeting. Refused when it was held or cancelled."""
    return lifecycle.reschedule(Meeting, meeting, MeetingRescheduled, particulars, today)


def postpone(meeting: Meeting | None, particulars: Particulars, today: date) -> list[MeetingEvent]:
    """Decide to postpone a meeting. Refused when it was held or cancelled."""
    return lifecycle.set_back(Meeting, meeting, MeetingPostponed, particulars, today)


def cancel(meeting: Meeting | None, particulars: Particulars, today: date) -> list[MeetingEvent]:
    """Decide to cancel a meeting. Refused when it was held."""
    return lifecycle.set_back(Meeting, meeting, MeetingCancelled, particulars, today)


KIND = Kind(
    name="meeting",
    about="A meeting, audience, roundtable, briefing or call.",
    facts=Particulars,
    state=Meeting,
    own_events=get_args(MeetingEvent),
    corrected=MeetingCorrected,
    steps={
        "scheduled": Step(schedule, Particulars),
        "held": Step(hold, Particulars),
        "rescheduled": Step(reschedule, Particulars),
        "postponed": Step(postpone, Particulars),
        "cancelled": Step(cancel, Particulars),
    },
    takes_names=True,
)
