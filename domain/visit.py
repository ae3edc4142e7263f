"""Visit: an engagement for which the guests travel to the host."""

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
    """The plan changed: the visit has a new time or other new particulars."""

    status: ClassVar = "announced"


@frozen(kw_only=True)
class VisitPostponed(lifecycle.PutOff, Particulars):
    """The visit will not take place as planned, and has no new date."""

    status: ClassVar = "postponed"


@frozen(kw_only=True)
class VisitCancelled(Particulars):
    """The visit will not take place."""

    status: ClassVar = "cancelled"


@frozen(kw_only=True)
class VisitCorrected(ParticularsCorrected):
    """Somebody corrected the record of the visit."""


@frozen(kw_only=True)
class Visit(Engagement):
    """The state of a visit. All parties except the host are guests."""

    kind: ClassVar = "visit"
    stages: ClassVar = ("announced", "started", "concluded")
    milestones: ClassVar = {"started": ("occurred",), "concluded": ("occurred",)}


announce = partial(lifecycle.advance, Visit, VisitAnnounced)
start = partial(lifecycle.advance, Visit, VisitStarted)
conclude = partial(lifecycle.advance, Visit, VisitConcluded)
reschedule = partial(lifecycle.reschedule, Visit, VisitRescheduled)
postpone = partial(lifecycle.set_back, Visit, VisitPostponed)
cancel = partial(lifecycle.set_back, Visit, VisitCancelled)
"""The decisions on a visit. Each decision takes the visit's state, the new facts and the day."""

KIND = Kind(
    name="visit",
    about="A visit: the guests travel to the host.",
    facts=Particulars,
    state=Visit,
    own_events=(
        VisitAnnounced,
        VisitStarted,
        VisitConcluded,
        VisitRescheduled,
        VisitPostponed,
        VisitCancelled,
        VisitCorrected,
        ParticularsAdded,
    ),
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
