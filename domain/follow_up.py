"""FollowUp: something agreed and owed, perhaps the next session of a mechanism."""

from datetime import date
from typing import ClassVar, Literal
from uuid import UUID

from attrs import field, frozen

from domain import terms
from domain.dates import ImpreciseDate
from domain.engagement import Marking
from domain.record import cast, merged
from domain.refusal import Refused
from domain.source import Source, SourceCited


@frozen(kw_only=True)
class Awaits:
    """The session that settles it: of ``mechanism``, the next one or number ``session``."""

    mechanism: UUID
    session: int | None = None


@frozen(kw_only=True)
class Undertaking:
    """What was agreed; ``None`` or empty where it is not known.

    ``agreed_in`` is the engagement that agreed it, ``agreed`` when; ``due`` by when, ``place``
    where; ``owner`` who has to act; ``parties`` are codes.
    """

    what: str | None = None
    due: ImpreciseDate | None = None
    place: str | None = None
    awaits: Awaits | None = None
    agreed: ImpreciseDate | None = None
    agreed_in: UUID | None = None
    owner: str | None = None
    parties: tuple[str, ...] = ()
    summary: str | None = None
    marking: Marking | None = None
    as_written: dict[str, str] = field(factory=dict)
    sources: tuple[Source, ...] = ()


@frozen(kw_only=True)
class FollowUpAgreed(Undertaking):
    """The parties owe something."""

    status: ClassVar = "open"


@frozen(kw_only=True)
class FollowUpFulfilled:
    """It was done: ``by`` an engagement, where one did it, or as ``note`` tells."""

    status: ClassVar = "fulfilled"
    by: UUID | None = None
    fulfilled: ImpreciseDate | None = None
    note: str | None = None
    sources: tuple[Source, ...] = ()


FollowUpEvent = FollowUpAgreed | FollowUpFulfilled | SourceCited


@frozen(kw_only=True)
class FollowUp(Undertaking):
    """The state of a follow-up."""

    status: Literal["open", "fulfilled"] = "open"
    by: UUID | None = None
    fulfilled: ImpreciseDate | None = None
    note: str | None = None

    @property
    def terms(self) -> tuple[str, ...]:
        """What the follow-up is found by; the session it awaits as long as it is open."""
        parties = tuple(map(terms.involves, self.parties))
        if self.status == "open" and self.awaits:
            return (*parties, terms.awaits(self.awaits.mechanism))
        return parties


def evolve(follow_up: FollowUp | None, event: FollowUpEvent) -> FollowUp:
    """The follow-up after ``event``."""
    if follow_up is None:
        return cast(FollowUp, event)
    status = getattr(event, "status", follow_up.status)
    return merged(follow_up, event, status=status)


def agree(follow_up: FollowUp | None, undertaking: Undertaking) -> list[FollowUpEvent]:
    """Decide to record an undertaking; one that is recorded is left as it is.

    Refused when it does not say what is owed.
    """
    if follow_up is not None:
        return []
    if not undertaking.what:
        raise Refused("what is missing: say in a few words what is owed")
    return [cast(FollowUpAgreed, undertaking)]


def fulfil(follow_up: FollowUp | None, fulfilment: FollowUpFulfilled) -> list[FollowUpEvent]:
    """Decide to fulfil a follow-up. Refused when another engagement has fulfilled it."""
    if follow_up is None:
        raise Refused("there is no such follow-up to fulfil")
    if follow_up.status == "open":
        return [fulfilment]
    if fulfilment.by and follow_up.by and fulfilment.by != follow_up.by:
        raise Refused("already fulfilled by {by}", by=follow_up.by)
    return []


def is_settled_by(
    follow_up: FollowUp, mechanism: UUID, number: int | None, occurred: ImpreciseDate | None
) -> bool | None:
    """Whether a session that was held settles the follow-up; ``None`` where one cannot tell.

    It does when it is the awaited number, or, where any session will do, when it certainly came
    after the agreement.
    """
    awaited = follow_up.awaits
    if follow_up.status != "open" or awaited is None or awaited.mechanism != mechanism:
        return False
    if awaited.session is not None:
        return awaited.session == number
    return _comes_after(follow_up.agreed, occurred)


def _comes_after(agreed: ImpreciseDate | None, occurred: ImpreciseDate | None) -> bool | None:
    if agreed is None or occurred is None:
        return None
    if agreed.certainly_before(occurred):
        return True
    return False if occurred.certainly_before(agreed) else None


def is_overdue(follow_up: FollowUp, today: date) -> bool:
    """Whether the last day it may be done is over."""
    last = follow_up.due.last if follow_up.due else None
    return follow_up.status == "open" and last is not None and last < today.toordinal()
