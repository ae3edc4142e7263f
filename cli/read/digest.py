"""``dragoman digest``: what is new, what changed, and what is due, for a mail to the desk."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Annotated

from attrs import frozen
from msgspec.structs import replace

from dragoman.cli.page.output_formats import PAGE_FORMS, OutputFormats, give, prepare
from dragoman.cli.page.page import Block, Cell, Grid, Page, Row, Section, Words, cells_of
from dragoman.cli.parameters import Parameter
from dragoman.cli.read.blocks import cut, section
from dragoman.cli.read.entries import (
    COLUMNS,
    facets_of,
    legend,
    mark_for,
    near_date,
    owner_notes,
    plans,
    row_owed,
    sides_of,
)
from dragoman.cli.read.reports import ALL_PARTIES, AsOf, PartyFilters, whole_number
from dragoman.cli.session import Injected, Session
from dragoman.cli.wording import change_in_words, day, facts
from dragoman.domain import KINDS, holding, many
from dragoman.exchange import UsageError, date_text

if TYPE_CHECKING:
    from dragoman.projections import FollowUpShape
    from dragoman.projections.reports.digest import DigestItem, DigestReport
    from dragoman.projections.reports.history import FieldChange

MOST = 50
"""The maximum number of records in a section of a digest."""

LONGEST = 300
"""The maximum number of characters of a summary."""

Since = Annotated[
    str,
    Parameter(
        help="The start of the period: the start of a day (yesterday, monday, 2025-04-30), a point"
        " in time, or a position in the log."
    ),
]
Days = Annotated[int, whole_number("Show what is due within this number of days (default: 7).")]


def digest(
    *,
    since: Since,
    days: Days = 7,
    filters: PartyFilters = ALL_PARTIES,
    as_of: AsOf = None,
    forms: OutputFormats = PAGE_FORMS,
    session: Injected,
) -> int:
    """Print what is new, what changed, and what is due or overdue."""
    prepare(session, forms)
    view = looked_up(session, since, days, filters, as_of)
    is_silent = not (view.found.has_news or session.output.as_json or session.on_report)
    return 0 if is_silent else give(session, forms, view.found, view.page)


def looked_up(
    session: Session,
    since: str,
    days: int,
    filters: PartyFilters = ALL_PARTIES,
    as_of: str | None = None,
) -> "DigestView":
    """Look up a digest, and return its view. Raises :class:`UsageError`."""
    from dragoman.projections import Difference
    from dragoman.projections.reports import digest as projection

    if not 0 <= days <= 366:
        raise UsageError(f"--days: {days} is not a number from 0 to 366")
    first = session.position_before(since, "--since")
    terms = filters.terms(session)
    context = filters.context(session)
    with session.reading(as_of) as (after, today), session.reading_at(first) as before:
        begins = session.first_day(since, "--since", before)
        if begins > today:
            raise UsageError(f"--since: {since} is after {day(today)}; name an earlier day")
        period = projection.Period(begins, today, days)
        with session.engine.connect() as register:
            found = projection.digest(Difference(register, before, after), period, terms, context)
    head = [f"since {day(begins)}", *facts(after, today, as_of, context)]
    if people := found.new_parties:
        head.append(many(people, "new person or organisation", "new people and organisations"))
    if found.outside and context:
        head.append(f"{found.outside:,} more outside the context {'-'.join(context)}")
    return DigestView(found, today, head)


@frozen
class DigestView:
    """The view of a digest; ``head`` are the facts in its first line."""

    found: "DigestReport"
    today: date
    head: Sequence[str]

    def page(self) -> Page:
        """Return the page of the digest, without empty sections."""
        lines = [*self._news(), *self._owed()]
        return Page("Digest", self.head, _blocks(lines, "Nothing else is new."), explored=False)

    def day_page(self) -> Page:
        """Return a page that begins with what is ahead, and then says what is new."""
        lines = [*self._owed(), *self._news()]
        return Page("Today", self.head, _blocks(lines, "Nothing is ahead, and nothing is new."))

    def _news(self) -> Iterator[Section | Row]:
        for name, some in groupby(self.found.items, lambda one: one.section):
            yield from section(name.upper(), list(map(self._row, some)), MOST)

    def _row(self, one: "DigestItem") -> Row:
        cells = cells_of(
            near_date(one.occurred, self.today),
            Cell(one.ref, mark=mark_for(one.kind, one.status or "")),
            one.title,
            one.place,
            sides_of(one),
            "split" if one.parts else one.status,
        )
        facets = partial(facets_of, kind=[one.kind], party=one.parties)
        return Row(cells, notes=list(_notes(one)), ref=one.ref, facets=facets)

    def _owed(self) -> Iterator[Section | Row]:
        """Yield what is overdue, what is due soon, and the planned engagements."""
        days = self.found.days
        period = "TODAY" if days == 0 else f"WITHIN {days} DAYS" if days > 1 else "BY TOMORROW"
        overdue = list(map(self._follow_up, self.found.overdue))
        yield from section("OVERDUE", overdue, MOST)
        yield from section(f"DUE {period}", list(map(self._follow_up, self.found.due)), None)
        planned = list(plans(self.found.ahead, self.today))
        yield from section(f"PLANNED {period}", planned, None)

    def _follow_up(self, one: "FollowUpShape") -> Row:
        return replace(row_owed(one, self.today), notes=owner_notes(one.owners))


def _blocks(lines: Sequence[Section | Row], nothing: str) -> list[Block]:
    grid = Grid(COLUMNS, lines)
    return [grid, legend(grid.rows)] if lines else [Words([nothing])]


def _notes(one: "DigestItem") -> Iterator[str]:
    """Yield what became known: the changes or, for a new record, its summary and outcomes."""
    if one.section == "retracted":
        yield f"retracted: {one.reason}" if one.reason else "retracted"
        return
    days = holding(KINDS[one.kind].state, "day")
    if one.parts:
        yield f"split into {', '.join(one.parts)}"
    hidden = ("formerly", "slot", *(("status", "note") if one.parts else ()))
    for change in one.changes:
        if change.field not in hidden:
            yield change_in_words(_for_people(change) if change.field in days else change)
    if one.reason and one.changes and not one.parts:
        yield f"reason: {one.reason}"
    if one.summary:
        yield _on_one_line(one.summary)
    yield from (f"outcome: {_on_one_line(text)}" for text in one.outcomes)


def _for_people(change: "FieldChange") -> "FieldChange":
    """Return the change of a date, with the dates as text for people."""
    before, after = change.before or None, change.after or None
    return replace(
        change,
        before=date_text(before) if before else None,
        after=date_text(after) if after else None,
    )


def _on_one_line(text: str) -> str:
    return cut(" ".join(text.split()), LONGEST)
