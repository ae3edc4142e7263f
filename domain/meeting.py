"""Meeting: a bilateral or multilateral meeting, audience, roundtable, briefing or call."""

from functools import partial
from typing import ClassVar

from attrs import frozen

from dragoman.domain import lifecycle
from dragoman.domain.engagement import (
    Engagement,
    Particulars,
    ParticularsAdded,
    ParticularsCorrected,
)
from dragoman.domain.kind import Kind, Step

CALENDAR = "icalendar"
"""The system in ``external_ids`` that gives the UID of a meeting in calendars."""


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
    """The plan changed: the meeting has a new time or other new particulars."""

    status: ClassVar = "scheduled"


@frozen(kw_only=True)
class MeetingPostponed(lifecycle.PutOff, Particulars):
    """The meeting will not take place as planned, and has no new date."""

    status: ClassVar = "postponed"


@frozen(kw_only=True)
class MeetingCancelled(Particulars):
    """The meeting will not take place."""

    status: ClassVar = "cancelled"


@frozen(kw_only=True)
class MeetingCorrected(ParticularsCorrected):
    """Somebody corrected the record of the meeting."""


@frozen(kw_only=True)
class Meeting(Engagement):
    """The state of a meeting."""

    kind: ClassVar = "meeting"
    stages: ClassVar = ("scheduled", "held")
    milestones: ClassVar = {"held": ("occurred",)}

    def refuse_incomplete(self) -> None:
        """Raise :class:`Refused` if the meeting has no title or no participants.

        A calendar does not say which states meet, so a planned meeting from a calendar may lack
        its parties.
        """
        if self.title and self.status != "held" and CALENDAR in self.external_ids:
            return
        super().refuse_incomplete()


schedule = partial(lifecycle.advance, Meeting, MeetingScheduled)
hold = partial(lifecycle.advance, Meeting, MeetingHeld)
reschedule = partial(lifecycle.reschedule, Meeting, MeetingRescheduled)
postpone = partial(lifecycle.set_back, Meeting, MeetingPostponed)
cancel = partial(lifecycle.set_back, Meeting, MeetingCancelled)
"""The decisions on a meeting. Each decision takes the meeting's state, the new facts and the day.
"""

KIND = Kind(
    name="meeting",
    about="A meeting, audience, roundtable, briefing or call.",
    facts=Particulars,
    state=Meeting,
    own_events=(
        MeetingScheduled,
        MeetingHeld,
        MeetingRescheduled,
        MeetingPostponed,
        MeetingCancelled,
        MeetingCorrected,
        ParticularsAdded,
    ),
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
