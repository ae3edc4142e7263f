"""Consultation: one session of a standing mechanism."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from attrs import evolve as replaced
from attrs import frozen

from domain import terms
from domain.engagement import Engagement, Particulars, ParticularsAdded, advance, evolved
from domain.mechanism import Mechanism
from domain.record import united
from domain.refusal import Refused
from domain.source import SourceCited


@frozen(kw_only=True)
class ConsultationScheduled(Particulars):
    """A session is planned."""

    status: ClassVar = "scheduled"


@frozen(kw_only=True)
class ConsultationHeld(Particulars):
    """The session took place."""

    status: ClassVar = "held"


ConsultationEvent = ConsultationScheduled | ConsultationHeld | ParticularsAdded | SourceCited


@frozen(kw_only=True)
class Consultation(Engagement):
    """The state of a session."""

    stages: ClassVar = ("scheduled", "held")

    @property
    def terms(self) -> tuple[str, ...]:
        """What the session is found by, its number within the mechanism included."""
        mechanism = (terms.sessions(self.mechanism),) if self.mechanism else ()
        if self.mechanism and self.session:
            mechanism = (*mechanism, terms.session(self.mechanism, self.session))
        return (*self.engagement_terms, *mechanism)


def evolve(consultation: Consultation | None, event: ConsultationEvent) -> Consultation:
    """The session after ``event``."""
    return evolved(Consultation, consultation, event)


def of_mechanism(particulars: Particulars, mechanism: Mechanism) -> Particulars:
    """``particulars`` with the mechanism's title where they give none, and its parties added."""
    return replaced(
        particulars,
        title=particulars.title or mechanism.title,
        parties=united(particulars.parties, mechanism.parties),
    )


def schedule(
    consultation: Consultation | None,
    particulars: Particulars,
    today: date,
    same_number: UUID | None = None,
) -> list[ConsultationEvent]:
    """Decide to schedule a session; see :func:`hold` for ``same_number``."""
    refuse_unfit(consultation, particulars, same_number)
    return advance(Consultation, consultation, ConsultationScheduled, particulars, today)


def hold(
    consultation: Consultation | None,
    particulars: Particulars,
    today: date,
    same_number: UUID | None = None,
) -> list[ConsultationEvent]:
    """Decide to record a session as held.

    ``same_number`` is another record that bears this number within the mechanism, if there is
    one. Refused then, without a mechanism, and when it lies after ``today``.
    """
    refuse_unfit(consultation, particulars, same_number)
    return advance(Consultation, consultation, ConsultationHeld, particulars, today)


def refuse_unfit(
    consultation: Consultation | None, particulars: Particulars, same_number: UUID | None
) -> None:
    """Raise :class:`Refused` for a session of no mechanism, or with a number that is taken."""
    session = consultation or particulars
    if session.mechanism is None:
        raise Refused("mechanism is missing: name the standing body that this is a session of")
    if same_number is not None:
        raise Refused(
            f"session {particulars.session} of {{mechanism}} is already recorded as {{other}}",
            "session",
            mechanism=session.mechanism,
            other=same_number,
        )
