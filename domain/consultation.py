"""Consultation: one session of a standing mechanism."""

from functools import partial
from typing import ClassVar
from uuid import UUID

from attrs import evolve as replaced
from attrs import frozen

from dragoman.domain import lifecycle, terms
from dragoman.domain.engagement import (
    Engagement,
    Particulars,
    ParticularsAdded,
    ParticularsCorrected,
)
from dragoman.domain.kind import Kind, Step
from dragoman.domain.mechanism import Mechanism
from dragoman.domain.record import united
from dragoman.domain.refusal import Refused, refuse_missing


@frozen(kw_only=True)
class ConsultationScheduled(Particulars):
    """A session is planned."""

    status: ClassVar = "scheduled"


@frozen(kw_only=True)
class ConsultationHeld(Particulars):
    """The session took place."""

    status: ClassVar = "held"


@frozen(kw_only=True)
class ConsultationRescheduled(lifecycle.Moved, Particulars):
    """The plan changed: the session has a new time or other new particulars."""

    status: ClassVar = "scheduled"


@frozen(kw_only=True)
class ConsultationPostponed(lifecycle.PutOff, Particulars):
    """The session will not take place as planned, and has no new date."""

    status: ClassVar = "postponed"


@frozen(kw_only=True)
class ConsultationCancelled(Particulars):
    """The session will not take place."""

    status: ClassVar = "cancelled"


@frozen(kw_only=True)
class ConsultationCorrected(ParticularsCorrected):
    """Somebody corrected the record of the session."""


@frozen(kw_only=True)
class Consultation(Engagement):
    """The state of a session."""

    kind: ClassVar = "consultation"
    stages: ClassVar = ("scheduled", "held")
    milestones: ClassVar = {"held": ("occurred",)}

    @property
    def terms(self) -> tuple[str, ...]:
        """The search terms of the session, including its number within the mechanism."""
        mechanism = (terms.sessions_of(self.mechanism),) if self.mechanism else ()
        if self.mechanism and self.session:
            mechanism = (*mechanism, terms.session(self.mechanism, self.session))
        return (*super().terms, *mechanism)

    @property
    def next_attempt(self) -> str:
        """Advice on how to record a cancelled session that took place after all."""
        return "; if the session took place later, record a new session, without this ref"

    def refuse_incomplete(self) -> None:
        """Raise :class:`Refused` for a session without a mechanism, or an incomplete engagement."""
        refuse_missing(
            (
                self.mechanism,
                "mechanism is missing: name the mechanism that this session belongs to",
            ),
            seeks=("mechanism",),
        )
        super().refuse_incomplete()


def of_mechanism(particulars: Particulars, mechanism: Mechanism) -> Particulars:
    """Return ``particulars`` with the parties of the mechanism and, by default, its title."""
    return replaced(
        particulars,
        title=particulars.title or mechanism.title,
        parties=united(particulars.parties, mechanism.parties),
    )


def refuse_same_number(session: Particulars, other: UUID | None) -> None:
    """Raise :class:`Refused` if the session ``other`` of the mechanism already has this number."""
    if other is not None and session.mechanism is not None:
        raise Refused(
            f"session {session.session} of {{mechanism}} is already recorded as {{other}}",
            "session",
            mechanism=session.mechanism,
            other=other,
        )


schedule = partial(lifecycle.advance, Consultation, ConsultationScheduled)
hold = partial(lifecycle.advance, Consultation, ConsultationHeld)
reschedule = partial(lifecycle.reschedule, Consultation, ConsultationRescheduled)
postpone = partial(lifecycle.set_back, Consultation, ConsultationPostponed)
cancel = partial(lifecycle.set_back, Consultation, ConsultationCancelled)
"""The decisions on a session. Each decision takes the session's state, the new facts and the day.
"""

KIND = Kind(
    name="consultation",
    about="One session of a mechanism.",
    facts=Particulars,
    state=Consultation,
    own_events=(
        ConsultationScheduled,
        ConsultationHeld,
        ConsultationRescheduled,
        ConsultationPostponed,
        ConsultationCancelled,
        ConsultationCorrected,
        ParticularsAdded,
    ),
    corrected=ConsultationCorrected,
    steps={
        "scheduled": Step(schedule, Particulars),
        "held": Step(hold, Particulars),
        "rescheduled": Step(reschedule, Particulars),
        "postponed": Step(postpone, Particulars),
        "cancelled": Step(cancel, Particulars),
    },
    takes_names=True,
)
