"""Follow-up: something that the parties agreed to do, such as holding the next session."""

from typing import ClassVar, Literal, get_args
from uuid import UUID

from attrs import NOTHING, frozen
from attrs import evolve as replaced

from dragoman.domain import terms
from dragoman.domain.additions import Addition, supplement
from dragoman.domain.amendments import (
    Amendments,
    Correction,
    is_known_from,
    is_retracted,
    settled_for,
    unsettled,
)
from dragoman.domain.dates import ImpreciseDate
from dragoman.domain.engagement import ENGAGEMENTS
from dragoman.domain.field import (
    PARTICIPANT,
    Declared,
    Searched,
    as_written,
    awaits,
    codes,
    day,
    link,
    marking,
    number,
    participants,
    prose,
    reminders,
    text,
)
from dragoman.domain.kind import Kind, Step, regardless_of_day
from dragoman.domain.marking import Marking
from dragoman.domain.participant import Participant
from dragoman.domain.record import Applied, delta, merged, tells_nothing, to_event
from dragoman.domain.refusal import Refused
from dragoman.domain.source import Source

_SETTLING = (*ENGAGEMENTS, "demarche")
"""The kinds of record in which the parties can agree on, or fulfil, a follow-up."""

Status = Literal["open", "fulfilled", "dropped"]


@frozen(kw_only=True)
class Awaits:
    """The session of ``mechanism`` that a follow-up awaits: number ``session`` or the next one."""

    mechanism: UUID = link("", to=("mechanism",), default=NOTHING, is_required=True)
    session: int | None = number()


@frozen(kw_only=True)
class Undertaking:
    """The facts of an agreement to do something. Unknown facts are ``None`` or empty.

    ``agreed_in`` is the engagement at which the follow-up was agreed, and ``agreed`` is the date.
    ``due`` is the deadline, ``place`` is the place of the follow-up, and ``owners`` are the sides,
    organisations and people who have to act. ``reminders`` are durations before the due date.
    ``split_from`` is the follow-up of which this one is a part. ``parties`` are codes.
    """

    what: str | None = text(
        "Agreed action, in a few words.", searched=Searched(10, is_name=True), is_required=True
    )
    due: ImpreciseDate | None = day(
        "Due date: 2026-03-01, 2026-03, 'in 2 weeks', Q1 2026.",
        example="2026-03-01, in 2 weeks",
        is_ahead=True,
    )
    place: str | None = text("Place of the agreed action.", searched=Searched(6))
    awaits: Awaits | None = awaits(
        "Mechanism whose next session settles the follow-up: B-2.",
        example="{mechanism: B-2, session: 4}",
    )
    agreed: ImpreciseDate | None = day(
        "Date of the agreement (default: the date of --agreed-in).",
        example="2025-04-20, yesterday",
        is_past=True,
    )
    agreed_in: UUID | None = link(
        "Engagement where the follow-up was agreed: C-3.", to=_SETTLING, example="C-3"
    )
    owners: tuple[Participant, ...] = participants(
        f"Who has to act: a side, a ref, or '{PARTICIPANT}' (repeatable).",
        one="owner",
        example="[{side: IQ}, {name: Ministry of Energy, side: AZ, type: organisation}]",
        takes_sides=True,
    )
    split_from: UUID | None = link(
        "Follow-up of which this one is a part: F-2.", to=("follow-up",), example="F-2"
    )
    parties: tuple[str, ...] = codes("Party to the follow-up (repeatable).")
    summary: str | None = prose("Details of the follow-up.")
    reminders: tuple[str, ...] = reminders("Calendar reminder, this long before the due date")
    marking: Marking | None = marking()
    as_written: dict[str, str] = as_written()
    sources: tuple[Source, ...] = ()


@frozen(kw_only=True)
class FollowUpAgreed(Undertaking):
    """The parties agreed on an action that they now owe."""

    status: ClassVar = "open"


@frozen(kw_only=True)
class FollowUpRevised(Applied, Undertaking):
    """The terms of the follow-up changed: the date, the owners or the place."""

    status: ClassVar = "open"

    def applied_to(self, state: "FollowUp") -> "FollowUp":
        """Return the revised follow-up; ``formerly`` keeps the former due date."""
        moved = self.due not in (None, state.due) and state.due is not None
        formerly = (*state.formerly, state.due) if moved else state.formerly
        return merged(state, self, formerly=formerly)


def _by() -> Declared:
    return link("Engagement that fulfilled the follow-up: C-4.", to=_SETTLING, example="C-4")


def _fulfilled() -> Declared:
    return day("Date of fulfilment.", example="2025-05-02, today", is_past=True)


def _note() -> Declared:
    return prose("How the follow-up ended.")


@frozen(kw_only=True)
class FollowUpFulfilled:
    """Somebody fulfilled the follow-up.

    ``by`` is the engagement that fulfilled the follow-up; ``note`` describes how.
    """

    status: ClassVar = "fulfilled"
    by: UUID | None = _by()
    fulfilled: ImpreciseDate | None = _fulfilled()
    note: str | None = _note()
    sources: tuple[Source, ...] = ()


@frozen(kw_only=True)
class FollowUpDropped:
    """Nobody owes the follow-up any longer, although nobody fulfilled it; ``note`` says why."""

    status: ClassVar = "dropped"
    note: str | None = _note()
    sources: tuple[Source, ...] = ()


@frozen(kw_only=True)
class FollowUpCorrected(Correction, Undertaking):
    """Somebody corrected the record of the follow-up."""

    status: Status | None = None
    by: UUID | None = _by()
    fulfilled: ImpreciseDate | None = _fulfilled()
    note: str | None = _note()
    cleared: tuple[str, ...] = ()


@frozen(kw_only=True)
class UndertakingAdded(Addition, Undertaking):
    """More facts about a follow-up became known.

    The event contains only facts that were unknown before.
    """


FollowUpEvent = (
    FollowUpAgreed
    | FollowUpRevised
    | FollowUpFulfilled
    | FollowUpDropped
    | FollowUpCorrected
    | UndertakingAdded
)


@frozen(kw_only=True)
class FollowUp(Undertaking):
    """The state of a follow-up; ``formerly`` lists its earlier due dates."""

    status: Status = "open"
    by: UUID | None = _by()
    fulfilled: ImpreciseDate | None = _fulfilled()
    note: str | None = _note()
    formerly: tuple[ImpreciseDate, ...] = ()
    amendments: Amendments | None = None

    @property
    def terms(self) -> tuple[str, ...]:
        """The search terms: parties, owners, the awaited session and the fulfilling engagement."""
        sides = dict.fromkeys(one.side for one in self.owners if one.side)
        found = [*map(terms.involves, dict.fromkeys((*self.parties, *sides)))]
        found += map(terms.owed_by, sides)
        found += dict.fromkeys(filter(None, (one.term for one in self.owners)))
        if self.status == "open" and self.awaits:
            found.append(terms.awaits(self.awaits.mechanism))
        elif self.by:
            found.append(terms.fulfilled_by(self.by))
        return tuple(found)


def agree(follow_up: FollowUp | None, undertaking: Undertaking) -> list[FollowUpEvent]:
    """Decide to record an undertaking, or to add missing facts to a recorded undertaking.

    Raises :class:`Refused` if the undertaking does not say what the parties agreed to do.
    """
    if follow_up is not None:
        return _added(follow_up, undertaking)
    if not undertaking.what:
        raise Refused("what is missing: say in a few words what is owed")
    return [to_event(FollowUpAgreed, undertaking)]


def _added(follow_up: FollowUp, undertaking: Undertaking) -> list[FollowUpEvent]:
    if is_retracted(follow_up):
        return []
    settled = settled_for(follow_up, undertaking)
    return [*supplement(follow_up, undertaking, UndertakingAdded, settled)]


def revise(follow_up: FollowUp | None, undertaking: Undertaking) -> list[FollowUpEvent]:
    """Decide to revise a follow-up. Raises :class:`Refused` if the follow-up is no longer open."""
    if follow_up is None:
        raise Refused("there is no such follow-up to revise", None, ("follow-up",))
    if is_retracted(follow_up) or _was_due_before(follow_up, undertaking):
        return []
    change = delta(follow_up, unsettled(follow_up, to_event(FollowUpRevised, undertaking)))
    if tells_nothing(change):
        return []
    if follow_up.status != "open":
        over = follow_up.status
        raise Refused(
            f"is already {over} and cannot be revised; first undo the entry that {over} it"
        )
    return [change]


def _was_due_before(follow_up: FollowUp, undertaking: Undertaking) -> bool:
    """Return whether ``undertaking`` repeats a former due date from a source already cited."""
    return undertaking.due in follow_up.formerly and is_known_from(follow_up, undertaking)


def fulfil(follow_up: FollowUp | None, fulfilment: FollowUpFulfilled) -> list[FollowUpEvent]:
    """Decide to fulfil a follow-up.

    Raises :class:`Refused` if the follow-up was dropped, or if another record has fulfilled it.
    """
    if follow_up is None:
        raise Refused("there is no such follow-up to fulfil", None, ("follow-up",))
    if is_retracted(follow_up) or "status" in settled_for(follow_up, fulfilment):
        return []
    if follow_up.status == "open":
        return [fulfilment]
    if follow_up.status == "dropped":
        raise Refused(
            "was dropped; if it was fulfilled after all, first undo the entry that dropped it"
        )
    if fulfilment.by and follow_up.by and fulfilment.by != follow_up.by:
        raise Refused("is already fulfilled by {by}", by=follow_up.by)
    return []


def drop(follow_up: FollowUp | None, dropping: FollowUpDropped) -> list[FollowUpEvent]:
    """Decide to drop a follow-up. Raises :class:`Refused` if the follow-up was fulfilled."""
    if follow_up is None:
        raise Refused("there is no such follow-up to drop", None, ("follow-up",))
    if is_retracted(follow_up) or follow_up.status == "dropped":
        return []
    if "status" in settled_for(follow_up, dropping):
        return []
    if follow_up.status == "fulfilled":
        raise Refused("was fulfilled and cannot be dropped; first undo the entry that fulfilled it")
    return [dropping]


SPLIT = "split into parts"
"""The note of a follow-up that was replaced by its parts."""


def refuse_splitting(whole: FollowUp | None, parts: int) -> None:
    """Raise :class:`Refused` for a follow-up that is not open, or for fewer than two parts."""
    if whole is None:
        raise Refused("there is no such follow-up to split")
    if is_retracted(whole):
        raise Refused("is retracted and cannot be split")
    if whole.status != "open":
        raise Refused(
            f"is already {whole.status} and cannot be split; first undo the entry that"
            f" {whole.status} it"
        )
    if parts < 2:
        raise Refused("needs at least two parts; repeat --into")


def part_of(whole: FollowUp, record: UUID, part: Undertaking) -> Undertaking:
    """Return a part of a follow-up, with the facts of the whole that the part does not change."""
    return replaced(
        part,
        split_from=record,
        agreed_in=whole.agreed_in,
        agreed=whole.agreed,
        due=part.due or whole.due,
        owners=part.owners or whole.owners,
        parties=whole.parties,
        place=whole.place,
        reminders=whole.reminders,
        marking=whole.marking,
        sources=part.sources or whole.sources,
    )


def is_settled_by(
    follow_up: FollowUp, mechanism: UUID | None, number: int | None, occurred: ImpreciseDate | None
) -> bool | None:
    """Return whether a session that took place settles the follow-up; ``None`` if unclear.

    A session settles the follow-up if the session has the awaited number. If the follow-up accepts
    any session, it must be certain that the session is later than the agreement. The status of the
    follow-up does not matter.
    """
    awaited = follow_up.awaits
    if awaited is None or awaited.mechanism != mechanism:
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


KIND = Kind(
    name="follow-up",
    about="An agreed action that somebody owes.",
    facts=Undertaking,
    state=FollowUp,
    own_events=get_args(FollowUpEvent),
    corrected=FollowUpCorrected,
    steps={
        "open": Step(regardless_of_day(agree), Undertaking),
        "revised": Step(regardless_of_day(revise), Undertaking),
        "fulfilled": Step(regardless_of_day(fulfil), FollowUpFulfilled, after="open"),
        "dropped": Step(regardless_of_day(drop), FollowUpDropped, after="open"),
    },
    usual="open",
    when=("due", "agreed"),
    founded_with=("what",),
    required=("what", "status"),
    takes_names=True,
)
