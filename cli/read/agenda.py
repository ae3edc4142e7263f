"""``dragoman agenda``: what happens and what is due, day by day and hour by hour."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

from attrs import frozen

from dragoman.cli.page.output_formats import PAGE_FORMS, OutputFormats, give, prepare
from dragoman.cli.page.page import Cell, Grid, Page, Row, Section, Words, cells_of
from dragoman.cli.parameters import Parameter
from dragoman.cli.read.entries import (
    COLUMNS,
    codes_of,
    facets_of,
    legend,
    mark_for,
    near_date,
    owner_notes,
    sides_of,
)
from dragoman.cli.read.reports import ALL_PARTIES, AsOf, PartyFilters
from dragoman.cli.session import Injected
from dragoman.cli.wording import bounds_for_people, day, facts
from dragoman.domain import PLANNED, UNDER_WAY, DateError, parse_date, quoted
from dragoman.exchange import UsageError, flat, title_of

if TYPE_CHECKING:
    from dragoman.projections.reports.agenda import AgendaDay, AgendaItem, AgendaReport

DAYS = 7
"""The number of days in the default period, which begins today."""

LONGEST = 366
"""The maximum number of days in a period."""


def agenda(
    *period: Annotated[
        str,
        Parameter(
            help="The period: tomorrow, next week, december, 2026-12, 15 Dec to 20 Dec"
            " (default: 7 days, beginning today)."
        ),
    ],
    filters: PartyFilters = ALL_PARTIES,
    as_of: AsOf = None,
    forms: OutputFormats = PAGE_FORMS,
    session: Injected,
) -> int:
    """Show what happens and what is due, by day and hour."""
    from dragoman.projections.reports.agenda import Clock
    from dragoman.projections.reports.agenda import agenda as looked_up

    prepare(session, forms)
    text = " ".join(period).strip()
    terms, context = filters.terms(session), filters.context(session)
    with session.reading(as_of) as (reading, today):
        now = None if as_of else session.local(session.now())
        clock = Clock(session.zone, today, now)
        found = looked_up(reading, clock, period_given(text, today), terms, context)
        head = facts(reading, today, as_of, context)
    view = AgendaView(found, today)
    return give(session, forms, found, lambda: view.page(head), view.rows)


def period_given(text: str, today: date) -> tuple[date, date]:
    """Return the first and the last day of a period. Raises :class:`UsageError`."""
    if not text:
        return _checked(f"{DAYS} days", today.toordinal(), today.toordinal() + DAYS - 1)
    if counted := _counted(text):
        return _checked(text, today.toordinal(), today.toordinal() + counted - 1)
    from dragoman.domain import understand

    try:
        when = understand(text, today, 1)
    except DateError:
        raise UsageError(f"agenda: {quoted(text)} is not a period; {EXAMPLES}") from None
    if when.has_time:
        raise UsageError(f"agenda: {quoted(text)} has a time of day; {EXAMPLES}")
    if when.last is None:
        raise UsageError(f"agenda: {quoted(text)} has no end; {EXAMPLES}")
    first = today.toordinal() if when.first is None else when.first
    if when.last < first:
        raise UsageError(f"agenda: {quoted(text)} ends before today; {EXAMPLES}")
    return _checked(text, first, when.last)


EXAMPLES = "type, for example: tomorrow, next week, december, 2026-12, 15 Dec to 20 Dec"

_NEXT = r"(?:the )?(?:next|coming) (?P<count>[0-9]{1,3}|[a-z]+) (?P<unit>day|week)s?"


def _counted(text: str) -> int | None:
    """Return the number of days in a period such as "next 10 days", which begins today."""
    found = re.fullmatch(_NEXT, " ".join(text.lower().split()))
    if found is None:
        return None
    from dragoman.domain import NUMBERS

    count = NUMBERS.get(found["count"]) or (found["count"].isdecimal() and int(found["count"]))
    return count * (7 if found["unit"] == "week" else 1) if count else None


def _checked(text: str, first: int, last: int) -> tuple[date, date]:
    if not 1 <= first <= last <= date.max.toordinal():
        raise UsageError(f"agenda: {quoted(text)} is not a period in the years 1 to 9999")
    if last - first >= LONGEST:
        raise UsageError(
            f"agenda: {quoted(text)} is longer than a year; choose a shorter period, or type:"
            " dragoman timeline"
        )
    return date.fromordinal(first), date.fromordinal(last)


@frozen
class AgendaView:
    """The view of an agenda."""

    found: "AgendaReport"
    today: date

    def page(self, head: Sequence[str]) -> Page:
        """Return the page of the report."""
        first, last = map(date.fromisoformat, (self.found.first, self.found.last))
        period = day(first) if first == last else f"{day(first)} – {day(last)}"
        owed = [f"{self.found.overdue} overdue"] if self.found.overdue else []
        hours = [f"hours in {self.found.zone}"] if any(map(_has_hours, self.found.days)) else []
        grid = Grid(COLUMNS, [*self._days(), *self._inexact()])
        end = legend(grid.rows) if grid.rows else Words(["Nothing is planned or due."])
        return Page("Agenda", [*head, period, *owed, *hours], [grid, end])

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield a row for CSV for each entry of each day, and for each entry without a day."""
        for one in self.found.days:
            yield from ({"date": one.date} | flat(item) for item in one.items)
        yield from ({"date": ""} | flat(item) for item in self.found.inexact)

    def _days(self) -> Iterator[Section | Row]:
        for one in self.found.days:
            yield Section(self._heading(date.fromisoformat(one.date)))
            for item in one.items:
                yield self._row(item, _hours(item, one.date), one.date == str(self.today))

    def _heading(self, one: date) -> str:
        year = "" if one.year == self.today.year else f" {one.year}"
        near = {0: ", TODAY", 1: ", TOMORROW"}.get((one - self.today).days, "")
        return f"{one:%A} {one.day} {one:%B}{year}".upper() + near

    def _inexact(self) -> Iterator[Section | Row]:
        if self.found.inexact:
            yield Section("NO EXACT DAY")
        for item in self.found.inexact:
            yield self._row(item, near_date(item.occurred, self.today))

    def _row(self, item: "AgendaItem", when: str, is_today: bool = False) -> Row:
        title, session = title_of(item)
        past = "past" if item.is_past and is_today else ""
        remarks = (self._status(item), past, _elsewhere(item))
        cells = cells_of(
            when,
            Cell(item.ref, mark=mark_for(item.kind, item.status)),
            Cell(title, suffix=session),
            item.place,
            sides_of(item) if item.what == "engagement" else codes_of(item.parties),
            ", ".join(filter(None, remarks)),
        )
        facets = partial(facets_of, kind=[item.kind], party=item.parties)
        notes = owner_notes(item.owners)
        return Row(cells, notes=notes, ref=item.ref, facets=facets)

    def _status(self, item: "AgendaItem") -> str:
        if item.what != "engagement":
            due = "reply due" if item.what == "reply" else "due"
            return f"{due}, overdue" if item.status == "overdue" else due
        last = parse_date(item.occurred.text).last if item.occurred else None
        if item.status in PLANNED:
            is_over = last is not None and last < self.today.toordinal()
            return "not confirmed" if is_over else item.status
        return "under way" if item.status in UNDER_WAY else ""


def _has_hours(one: "AgendaDay") -> bool:
    return any(item.begins for item in one.items)


def _hours(item: "AgendaItem", on: str) -> str:
    """Return the hours of an entry on a day, or the number of the day, or an empty text."""
    number = f"day {item.day} of {item.days}" if item.days else ""
    if item.begins is None or item.ends is None:
        return number
    begins, ends = datetime.fromisoformat(item.begins), datetime.fromisoformat(item.ends)
    start = f"{begins:%H:%M}" if str(begins.date()) == on else ""
    end = f"{ends:%H:%M}" if str(ends.date()) == on and ends != begins else ""
    if start and end:
        return f"{start}–{end}"
    if start:
        return f"from {start}" if item.days else start
    return f"until {end}" if end else number


def _elsewhere(item: "AgendaItem") -> str:
    """Return the hours as recorded, if they are in another time zone than the desk's."""
    if item.begins is None or item.occurred is None:
        return ""
    recorded = parse_date(item.occurred.text).edtf.split("/")[0].partition("T")[2][:5]
    shown = f"{datetime.fromisoformat(item.begins):%H:%M}"
    return bounds_for_people(item.occurred) if recorded and recorded != shown else ""
