"""Recurrence: the use cases that record a series together with its meetings."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from itertools import islice, zip_longest
from typing import Any
from uuid import UUID

from attrs import evolve as replaced
from attrs import frozen

from dragoman.domain import series, terms, use_cases
from dragoman.domain.dates import ImpreciseDate
from dragoman.domain.engagement import Particulars
from dragoman.domain.lifecycle import CANCELLED
from dragoman.domain.meeting import KIND as MEETING
from dragoman.domain.meeting import Meeting
from dragoman.domain.moved_dates import days_later, with_hours_of
from dragoman.domain.record import natural_id, non_empty, with_fields
from dragoman.domain.refusal import Refused
from dragoman.domain.rhythm import Rhythm, in_words
from dragoman.domain.series import KIND as SERIES
from dragoman.domain.series import Outline, Series, SeriesAmended, SeriesEnded
from dragoman.domain.source import Source
from dragoman.domain.unit_of_work import Outcome, UnitOfWork, carried_out

MOST_MEETINGS = 500
"""The maximum number of meetings in a series: almost ten years of weekly calls."""


# --- Dates ------------------------------------------------------------------------------------


def slots(first: ImpreciseDate, every: str, until: ImpreciseDate) -> Iterator[ImpreciseDate]:
    """Yield the dates of a series. Hours stay the same local hours when the clocks change."""
    if first.first is not None and until.last is not None:
        last = date.fromordinal(min(until.last, date.max.toordinal()))
        for one in Rhythm.of(every).dates(_first_day(first), last):
            with_hours = days_later(first, one.toordinal() - first.first)
            if with_hours:
                yield with_hours


def _first_day(when: ImpreciseDate) -> date:
    return date.fromordinal(when.first or 1)


def _checked_first(when: ImpreciseDate | None, every: str) -> ImpreciseDate:
    """Return the date of the first meeting. Raises :class:`Refused` if it is not a known day."""
    if when is None:
        raise Refused(
            "is missing: give the day of the first meeting, such as '2026-12-01 10:00'", "occurred"
        )
    is_short = when.is_interval and None not in (when.first, when.last) and when.ends_on_known_day
    if not (when.is_exact_day or is_short) or not 0 < (when.first or 0) < date.max.toordinal():
        raise Refused(
            f"{when} is not an exact day: give the day of the first meeting, such as 2026-12-01",
            "occurred",
        )
    rhythm, first = Rhythm.of(every), _first_day(when)
    if not rhythm.fits(first):
        fitting = next(rhythm.dates(first, date.max), None)
        on = in_words(every).partition(" on ")[2]
        instead = f"; write {fitting}" if fitting else ""
        raise Refused(f"{first} is not {on} of a month{instead}", "occurred")
    return when


def _checked_until(until: ImpreciseDate | None, first: ImpreciseDate) -> ImpreciseDate:
    """Return the end of a series. Raises :class:`Refused` if it is open or before the start."""
    if until is None:
        raise Refused("is missing: give the last day of the series, such as 2027-11-30", "until")
    if until.last is None:
        raise Refused(f"{until} has no end: give a day, such as 2027-11-30", "until")
    if until.last < (first.first or 0):
        raise Refused(f"{until} is before the first meeting on {_first_day(first)}", "until")
    return until


def _counted(dates: Iterable[ImpreciseDate], already: int = 0) -> list[ImpreciseDate]:
    """Return dates as a list. Raises :class:`Refused` if there are too many."""
    found = list(islice(dates, MOST_MEETINGS + 1))
    if len(found) + already > MOST_MEETINGS:
        raise Refused(
            f"the series would have more than {MOST_MEETINGS} meetings: give an earlier day",
            "until",
        )
    return found


# --- Scheduling -------------------------------------------------------------------------------


def schedule(uow: UnitOfWork, record: UUID, outline: Outline) -> Outcome:
    """Record a series and all its meetings, or add missing facts to a known series.

    Raises :class:`Refused` if the dates of the meetings do not follow from the facts.
    """
    is_new = uow.load(record) is None
    if is_new:
        _refuse_single(*_checked(outline))
    outcome = listed(uow, record, outline)
    if is_new:
        state: Series = uow.load(record)
        for when in _planned(state):
            _add(uow, record, state, when)
    return outcome


def listed(uow: UnitOfWork, record: UUID, outline: Outline) -> Outcome:
    """Record a series without its meetings, because the same dispatch lists the meetings."""
    use_cases.refuse_unknown_links(uow, record, outline)
    if uow.load(record) is None:
        _checked(outline)
    else:
        outline = _unrepeated(uow, record, outline)
    decision = partial(series.schedule, outline=outline)
    return carried_out(uow, SERIES, record, outline, decision)


def _unrepeated(uow: UnitOfWork, record: UUID, outline: Outline) -> Outline:
    """Return facts without those that the series had first and that an amendment has changed."""
    founding = uow.history(record)[0]
    same = [
        name
        for name, value in non_empty(outline).items()
        if name in series.CHANGES and getattr(founding, name, None) == value
    ]
    return with_fields(outline, **dict.fromkeys(same))


def _checked(outline: Outline) -> tuple[ImpreciseDate, str, ImpreciseDate]:
    """Return the first date, the rhythm and the end of a series. Raises :class:`Refused`."""
    if outline.every is None:
        raise Refused("is missing: give the rhythm, such as week or 2 weeks", "every")
    first = _checked_first(outline.occurred, outline.every)
    return first, outline.every, _checked_until(outline.until, first)


def _refuse_single(first: ImpreciseDate, every: str, until: ImpreciseDate) -> None:
    """Raise :class:`Refused` for a series of a single meeting, or of too many."""
    if len(_counted(slots(first, every, until))) < 2:
        raise Refused(
            f"{until} leaves a single meeting: give a later day, or schedule one meeting without"
            " --every",
            "until",
        )


def _planned(state: Outline) -> list[ImpreciseDate]:
    """Return the dates that the current rhythm of a series plans."""
    if state.occurred is None or state.every is None or state.until is None:
        return []
    return list(slots(state.occurred, state.every, state.until))


def _add(uow: UnitOfWork, record: UUID, state: Outline, when: ImpreciseDate) -> None:
    """Schedule a meeting of a series."""
    shared = {name: getattr(state, name) for name in series.TO_MEETINGS}
    sources = _without_rows(state.sources)
    facts = Particulars(series=record, occurred=when, slot=when, sources=sources, **shared)
    use_cases.engage(uow, MEETING, _new_id(uow, record, when), "scheduled", facts)


def _without_rows(sources: Iterable[Source]) -> tuple[Source, ...]:
    """Return the sources of a series for its meetings: a row of a list is about the series only."""
    return tuple(replaced(one, row=None, sha256=None) if one.row else one for one in sources)


def _new_id(uow: UnitOfWork, record: UUID, when: ImpreciseDate) -> UUID:
    """Return an id for a new meeting; the same entry gives the same ids in every copy."""
    number = 0
    while True:
        key = f"{record.hex}/{when.edtf}/{number}"
        found = natural_id("meeting of a series", key)
        if uow.kind_of(found) is None:
            return found
        number += 1


# --- Changing ---------------------------------------------------------------------------------


@frozen
class _Planned:
    """A meeting of a series, found by its slot."""

    record: UUID
    state: Meeting

    @property
    def is_untouched(self) -> bool:
        """Whether the meeting is still planned, and nobody moved it by hand."""
        return self.state.status == "scheduled" and self.state.occurred == self.state.slot

    @property
    def day(self) -> int:
        """The day of the meeting or, if it has no date, the day of its slot."""
        return _day_of(self.state.occurred or self.state.slot)

    @property
    def slot_day(self) -> int:
        """The day that the series planned; 0 for a meeting that somebody added by hand."""
        return _day_of(self.state.slot)


def amend(uow: UnitOfWork, record: UUID, change: SeriesAmended) -> Outcome:
    """Change a series from a day on: move, add and cancel its later meetings.

    Meetings that somebody held, cancelled or moved by hand stay; ``left`` names those that are
    still planned.
    """
    before: Series | None = uow.load(record)
    if before is not None:
        change = _with_first(before, _meetings(uow, record), change)
    outcome = carried_out(uow, SERIES, record, change, partial(series.amend, change=change))
    if before is None or not outcome.events:
        return outcome
    left = _followed(uow, record, before, change)
    return replaced(outcome, left=left, state=uow.load(record))


def _with_first(
    before: Series, meetings: Sequence["_Planned"], change: SeriesAmended
) -> SeriesAmended:
    """Return a change with the date on which its rhythm begins.

    Raises :class:`Refused` if the dates do not follow from the change.
    """
    if change.since is None or before.occurred is None or before.every is None:
        return change
    since = _checked_day(change.since)
    every, first = change.every or before.every, change.occurred
    if first:
        first = with_hours_of(before.occurred, first)
    if first is None and change.every not in (None, before.every):
        first = _first_since(every, _slots_since(before, meetings, since), since)
    if first is None:
        until = _checked_until(change.until, change.since) if change.until else None
        return replaced(change, until=until)
    if (_checked_first(first, every).first or 0) < since:
        raise Refused(f"{first} is before --from {change.since}", "occurred")
    until = _checked_until(change.until or before.until, first)
    _counted(slots(first, every, until))
    return replaced(change, occurred=first)


def days_of_change(uow: UnitOfWork, record: UUID, since: ImpreciseDate) -> tuple[date, date] | None:
    """Return the days to which the words for the new date of a changed series refer.

    Weekdays count from the first day: the Monday of the week of the first meeting that changes, or
    ``since`` if it is later. Hours without a day are on the second day, which is the day of that
    meeting. Return ``None`` if ``since`` is not an exact day.
    """
    first = _day_of(since)
    if not since.is_exact_day or not 0 < first < date.max.toordinal():
        return None
    later = [one.slot_day for one in _meetings(uow, record) if one.slot_day >= first]
    next_meeting = date.fromordinal(min(later, default=first))
    monday = next_meeting - timedelta(days=next_meeting.weekday())
    return max(monday, date.fromordinal(first)), next_meeting


def _checked_day(since: ImpreciseDate) -> int:
    if not since.is_exact_day or since.first is None:
        raise Refused(f"{since} is not an exact day: write a day, such as 2026-06-01", "since")
    return since.first


def _first_since(every: str, later: Sequence[ImpreciseDate], since: int) -> ImpreciseDate:
    """Return the first date of a new rhythm, given the ``later`` dates of the former rhythm.

    This is the first of these dates or, for a weekday of the month, the next such weekday.
    """
    if not later:
        raise Refused(
            "has no meeting on or after this day; give the new date with --occurred", "since"
        )
    rhythm, first = Rhythm.of(every), later[0]
    if rhythm.nth is None:
        return first
    day = next(rhythm.dates(date.fromordinal(since), date.max), None)
    return (day and days_later(first, day.toordinal() - (first.first or 0))) or first


def _followed(
    uow: UnitOfWork, record: UUID, before: Series, change: SeriesAmended
) -> tuple[UUID, ...]:
    """Change the meetings of an amended series; return those that stay as they are."""
    after: Series = uow.load(record)
    since = _day_of(change.since)
    meetings = _meetings(uow, record)
    by_slot = _by_slot(meetings)
    old = _slots_since(before, meetings, since)
    new = _new_slots(old, before, after, since)
    earlier = sum(0 < one.slot_day < since for one in meetings)
    _counted(new, earlier)
    left: list[UUID] = []
    for slot, when in _pairs(old, new, before, after):
        found = by_slot.get(slot) if slot else None
        if found is not None and not found.is_untouched:
            left += [found.record] if found.state.is_planned else []
        elif found is not None:
            _change(uow, found.record, when, change)
        elif slot is None and when is not None:
            _add(uow, record, after, when)
    return (*left, *_by_hand(meetings, since))


def _by_hand(meetings: Iterable[_Planned], since: int) -> Iterator[UUID]:
    """Yield the later planned meetings that somebody added to the series by hand."""
    for one in meetings:
        if one.state.slot is None and one.state.is_planned and one.day >= since:
            yield one.record


def _meetings(uow: UnitOfWork, record: UUID) -> list[_Planned]:
    """Return the readable meetings of a series."""
    found = uow.find(MEETING, terms.in_series(record))
    return [_Planned(one, state) for one, state in found if not uow.is_unreadable(one)]


def _by_slot(meetings: Iterable[_Planned]) -> dict[ImpreciseDate, _Planned]:
    """Return the meetings by slot; a cancelled meeting yields to another meeting with its slot."""
    cancelled_first = sorted(meetings, key=lambda one: one.state.status != CANCELLED)
    return {one.state.slot: one for one in cancelled_first if one.state.slot}


def _slots_since(before: Series, meetings: Iterable[_Planned], since: int) -> list[ImpreciseDate]:
    """Return the dates that the series has planned so far from a day on, in order.

    A meeting that stayed as it was in an earlier change keeps its former slot, which stands for the
    nearest date of the current rhythm. If an earlier change cancelled a meeting, its slot no longer
    counts.
    """
    planned = dict.fromkeys(_planned(before))
    by_slot = _by_slot(meetings)
    free = [one for one in planned if one not in by_slot]
    found = set(planned)
    for slot, meeting in by_slot.items():
        if slot in planned or meeting.slot_day < _day_of(before.occurred):
            found.add(slot)
        elif meeting.state.status != CANCELLED:
            found.add(slot)
            if (near := _nearest(free, slot, _reach(before))) is not None:
                free.remove(near)
                found.remove(near)
    return sorted((one for one in found if _day_of(one) >= since), key=lambda one: one.sort_key)


def _day_of(when: ImpreciseDate | None) -> int:
    return (when.first if when else None) or 0


def _reach(state: Outline) -> int:
    """Return the number of days by which a date can differ from a date of the same meeting."""
    rhythm = Rhythm.of(state.every or "P1D")
    return (rhythm.days or 30 * rhythm.months) // 2


def _nearest(
    dates: Iterable[ImpreciseDate], when: ImpreciseDate, reach: int
) -> ImpreciseDate | None:
    """Return the date that is nearest to ``when``; ``None`` if it is more than ``reach`` days away.

    If two dates are equally near, return the first.
    """
    near = min(dates, key=lambda one: abs(_day_of(one) - _day_of(when)), default=None)
    return near if near and abs(_day_of(near) - _day_of(when)) <= reach else None


def _new_slots(
    old: Sequence[ImpreciseDate], before: Series, after: Series, since: int
) -> list[ImpreciseDate]:
    """Return the dates of an amended series from a day on."""
    planned = [one for one in _planned(after) if _day_of(one) >= since]
    if after.occurred != before.occurred or after.every != before.every:
        return planned
    last, former = ((one.until.last if one.until else None) or 0 for one in (after, before))
    kept = [one for one in old if _day_of(one) <= last]
    return [*kept, *(one for one in planned if _day_of(one) > former)]


Pair = tuple[ImpreciseDate | None, ImpreciseDate | None]


def _pairs(
    old: Sequence[ImpreciseDate], new: Sequence[ImpreciseDate], before: Series, after: Series
) -> Iterator[Pair]:
    """Yield the former and the new date of each meeting.

    If the rhythm stays, the dates correspond one by one. If the rhythm changes, a new date
    corresponds to the nearest former date, unless that date is too far away.
    """
    if after.every == before.every:
        yield from zip_longest(old, new)
        return
    free, reach = list(old), min(_reach(before), _reach(after))
    for when in new:
        near = _nearest(free, when, reach)
        if near is not None:
            free.remove(near)
        yield near, when
    yield from ((one, None) for one in free)


def _change(
    uow: UnitOfWork, meeting: UUID, when: ImpreciseDate | None, change: SeriesAmended
) -> None:
    """Move a meeting to a new date, or cancel the meeting if there is no date."""
    if when is None:
        facts = Particulars(cause=change.cause, sources=_without_rows(change.sources))
        use_cases.engage(uow, MEETING, meeting, "cancelled", facts)
        return
    shared = {name: getattr(change, name) for name in (*series.PARTICULARS, "cause")}
    sources = _without_rows(change.sources)
    facts = Particulars(occurred=when, slot=when, sources=sources, **shared)
    state: Meeting = uow.load(meeting)
    said = non_empty(replaced(facts, cause=None, sources=()))
    if any(getattr(state, name) != value for name, value in said.items()):
        use_cases.engage(uow, MEETING, meeting, "rescheduled", facts)


def end(uow: UnitOfWork, record: UUID, ending: SeriesEnded) -> Outcome:
    """End a series early: cancel all meetings that are still planned from a day on."""
    if ending.since is not None:
        _checked_day(ending.since)
    outcome = carried_out(uow, SERIES, record, ending, partial(series.end, ending=ending))
    since = _day_of(ending.since)
    for one in _meetings(uow, record) if outcome.events else ():
        if one.state.is_planned and max(one.day, one.slot_day) >= since:
            facts = Particulars(cause=ending.cause, sources=_without_rows(ending.sources))
            use_cases.engage(uow, MEETING, one.record, "cancelled", facts)
    return outcome


def meeting_on(
    uow: UnitOfWork, record: UUID, when: ImpreciseDate, name: Callable[[UUID], str]
) -> UUID:
    """Return the meeting of a series on a day.

    Raises :class:`Refused` if the series has no meeting, or several meetings, on that day.
    """
    meetings = _meetings(uow, record)
    day = [one for one in meetings if one.state.occurred and when.overlaps(one.state.occurred)]
    day = day or [one for one in meetings if one.state.slot and when.overlaps(one.state.slot)]
    if len(day) == 1:
        return day[0].record
    shown = when.for_people()
    if day:
        refs = " and ".join(name(one.record) for one in day[:3])
        raise Refused(f"has several meetings on {shown}: write {refs}", "occurred")
    near = min(meetings, key=lambda one: abs(one.day - (when.first or 0)), default=None)
    hint = ""
    if near is not None and near.state.occurred:
        hint = f"; the nearest is {name(near.record)} on {near.state.occurred.for_people()}"
    raise Refused(f"has no meeting on {shown}{hint}", "occurred")


# --- Steps ------------------------------------------------------------------------------------

LISTED = "listed"
"""The step for a series whose meetings the same dispatch lists."""

STEPS: Mapping[str, Callable[[UnitOfWork, UUID, Any], Outcome]] = {
    "running": schedule,
    LISTED: listed,
    "amended": amend,
    "ended": end,
}
"""The use case for each step of a series."""
