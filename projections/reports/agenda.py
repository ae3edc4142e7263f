"""The agenda: what happens and what is due on each day of a period, by hour.

Days and hours are those of the desk's time zone. On each day, entries without hours come first.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from attrs import frozen
from msgspec import field
from msgspec.structs import asdict, replace

from dragoman.domain import parse_date, rules_of
from dragoman.projections import follow_ups
from dragoman.projections.follow_ups import FollowUpShape, OwnerShape
from dragoman.projections.report import (
    AsOf,
    NamedRecord,
    Report,
    Shape,
    report_tag,
)
from dragoman.projections.reports.contacts import Contact, contacts, met_by
from dragoman.projections.reports.lanes import exact_days
from dragoman.projections.snapshot import Snapshot, Term
from dragoman.projections.timeline import DAYS_ABROAD, TimelineQuery

What = Literal["engagement", "follow-up", "reply"]

Days = tuple[date, date]
"""The first and the last day of a period."""


class AgendaItem(NamedRecord, frozen=True, kw_only=True):
    """An engagement, a follow-up that is due, or a reply that is due.

    ``begins`` and ``ends`` are the hours (ISO 8601, in the desk's time zone). For an entry of
    several days, ``day`` is the number of the day, and ``days`` is the number of all days.
    ``is_past`` says whether the entry has ended. For a follow-up, ``title`` is the agreed action,
    ``occurred`` is the due date, and ``owners`` have to act.
    """

    what: What
    begins: str | None = None
    ends: str | None = None
    day: int | None = None
    days: int | None = None
    is_past: bool = False
    owners: list[OwnerShape] = field(default_factory=list)
    part_of: str | None = None


class AgendaDay(Shape, frozen=True, kw_only=True):
    """A day (ISO date), and its entries: entries without hours first, then by hour."""

    date: str
    items: list[AgendaItem]


class AgendaReport(Report, tag=report_tag("agenda"), frozen=True, kw_only=True):
    """The days of a period that have entries, and the entries without an exact day.

    ``zone`` is the time zone of the days and hours. ``overdue`` is the number of follow-ups that
    are overdue today.
    """

    as_of: AsOf
    context: list[str]
    zone: str
    first: str
    last: str
    days: list[AgendaDay]
    inexact: list[AgendaItem]
    overdue: int


@frozen
class Clock:
    """The time zone of the desk and, unless the report shows a past state, the present time."""

    zone: str
    today: date
    now: datetime | None

    def local(self, instant: datetime) -> datetime:
        """Return an instant in the desk's time zone."""
        return instant.astimezone(rules_of(self.zone))


@frozen
class _Hours:
    """The beginning and the end of an entry, in the desk's time zone."""

    begins: datetime
    ends: datetime

    @classmethod
    def of(cls, text: str, clock: Clock) -> "_Hours | None":
        """Return the hours of a date; ``None`` unless both ends have a time of day."""
        when = parse_date(text)
        parts = when.edtf.split("/")
        first, last = when.instants
        if first is None or last is None:
            return None
        return cls(_instant(first, parts[0], clock), _instant(last, parts[-1], clock))

    @property
    def days(self) -> tuple[int, int]:
        """The first and the last day (ordinals); an end at midnight belongs to the day before."""
        last = self.ends.date().toordinal()
        at_midnight = self.ends > self.begins and self.ends.time() == time()
        return self.begins.date().toordinal(), last - at_midnight


def _instant(seconds: int, edtf: str, clock: Clock) -> datetime:
    """Return an instant in the desk's time zone; a time without an offset is in that zone."""
    utc = datetime.min.replace(tzinfo=UTC) + timedelta(days=-1, seconds=seconds)
    if re.search(r"T[0-9:]+(Z|[+-])", edtf):
        return clock.local(utc)
    return utc.replace(tzinfo=rules_of(clock.zone))


def agenda(
    snapshot: Snapshot,
    clock: Clock,
    period: Days,
    wanted: Sequence[Term],
    context: Sequence[str] = (),
) -> AgendaReport:
    """Return the agenda of a period."""
    first, last = (day.toordinal() for day in period)
    items = [*_engagements(snapshot, wanted, first, last)]
    owed = follow_ups.most_urgent(
        snapshot,
        clock.today,
        TimelineQuery(wanted, last=max(last, clock.today.toordinal()) + DAYS_ABROAD),
        None,
        met_by(snapshot, wanted),
    )
    items += [_due(one) for one in owed.shown]
    placed = [(_days_of(item, clock), item) for item in items]
    exact = [(days, item) for days, item in placed if days]
    inexact = [item for days, item in placed if not days and _may_be_in(item, first, last)]
    return AgendaReport(
        as_of=snapshot.as_of,
        context=list(context),
        zone=clock.zone,
        first=period[0].isoformat(),
        last=period[1].isoformat(),
        days=list(_by_day(exact, clock, range(first, last + 1))),
        inexact=sorted(inexact, key=_possible),
        overdue=sum(one.state == "overdue" for one in owed.shown),
    )


def _engagements(
    snapshot: Snapshot, wanted: Sequence[Term], first: int, last: int
) -> Iterator[AgendaItem]:
    """Yield the engagements that may be in a period, except cancelled and undated engagements."""
    query = TimelineQuery(wanted, first=first - DAYS_ABROAD, last=last + DAYS_ABROAD)
    found = [one for one in contacts(snapshot, query) if one.facts.occurred and _is_on(one)]
    snapshot.learn_ids(one.part_of for one in found if one.part_of)
    for one in found:
        shape = {name: value for name, value in asdict(one.shape()).items() if name != "level"}
        yield AgendaItem(**shape, what="engagement", part_of=snapshot.ref_of(one.part_of))


def _is_on(one: Contact) -> bool:
    return one.took_place or one.is_planned


def _due(one: FollowUpShape) -> AgendaItem:
    return AgendaItem(
        ref=one.ref,
        kind="follow-up",
        status=one.state,
        title=one.what,
        session=None,
        occurred=one.due,
        place=one.place,
        host=None,
        parties=one.parties,
        what="reply" if (one.agreed_in or "").startswith("D-") else "follow-up",
        owners=one.owners,
        part_of=one.agreed_in,
    )


def _days_of(item: AgendaItem, clock: Clock) -> tuple[int, int] | None:
    """Return the first and the last day of an entry; ``None`` without an exact day.

    A follow-up that is due by a day is due on that day.
    """
    if item.occurred is None:
        return None
    text = item.occurred.text
    if hours := _Hours.of(text, clock):
        return hours.days
    if item.what == "engagement":
        return exact_days(text)
    end = item.occurred.edtf.split("/")[-1]
    last = parse_date(end) if end not in ("", "..") else None
    is_exact = last is not None and last.is_exact_day and last.last is not None
    return (last.last, last.last) if is_exact and last and last.last else None


def _may_be_in(item: AgendaItem, first: int, last: int) -> bool:
    """Return whether an entry without an exact day may be in a period that it does not exceed.

    A follow-up that is due in a month is in the period that has the last day of the month.
    """
    if item.occurred is None:
        return False
    when = parse_date(item.occurred.text)
    if when.first is None and when.last is None:
        return False
    begins = when.last if when.first is None else when.first
    ends = when.first if when.last is None else when.last
    if item.what != "engagement":
        begins = ends
    return (begins or 0) <= last and (ends or 0) >= first


def _possible(item: AgendaItem) -> tuple[int, int, str]:
    when = parse_date(item.occurred.text) if item.occurred else None
    first = when.first if when else None
    last = when.last if when else None
    return (last or first or 0), (first or last or 0), item.ref


def _by_day(
    items: Iterable[tuple[tuple[int, int], AgendaItem]], clock: Clock, period: range
) -> Iterator[AgendaDay]:
    """Yield the days that have entries; an entry of several days is on each of its days."""
    found: dict[int, list[tuple[tuple[object, ...], AgendaItem]]] = {}
    for (first, last), item in items:
        hours = _Hours.of(item.occurred.text, clock) if item.occurred else None
        for day in range(max(first, period.start), min(last, period.stop - 1) + 1):
            placed = _placed(item, hours, clock, day, (first, last))
            found.setdefault(day, []).append((_order(placed, hours, day, first), placed))
    for day in sorted(found):
        ordered = sorted(found[day], key=lambda one: one[0])
        yield AgendaDay(date=date.fromordinal(day).isoformat(), items=[item for _, item in ordered])


def _placed(
    item: AgendaItem, hours: _Hours | None, clock: Clock, day: int, days: tuple[int, int]
) -> AgendaItem:
    """Return an entry on one of its days."""
    first, last = days
    number = (day - first + 1, last - first + 1) if last > first else (None, None)
    today = clock.today.toordinal()
    over = day < today
    if hours and clock.now and day == today == last:
        over = hours.ends < clock.now
    placed = replace(item, day=number[0], days=number[1], is_past=over)
    if hours is None:
        return placed
    return replace(placed, begins=hours.begins.isoformat(), ends=hours.ends.isoformat())


def _order(item: AgendaItem, hours: _Hours | None, day: int, first: int) -> tuple[object, ...]:
    """Return the sort key of an entry on a day: without hours, then by hour, and by end."""
    kind = item.what != "engagement"
    number = int(item.ref.partition("-")[2])
    if hours is None:
        return 0, kind, -(item.days or 0), item.ref[0], number
    begins = hours.begins.timestamp() if day == first else 0.0
    return 1, begins, hours.ends.timestamp(), item.ref[0], number
