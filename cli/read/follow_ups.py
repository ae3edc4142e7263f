"""``dragoman follow-ups``: follow-ups, most urgent first, and then the coming sessions."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Annotated

from attrs import frozen

from dragoman.cli.page.output_formats import PAGE_FORMS, OutputFormats, give, prepare
from dragoman.cli.page.page import Cell, Column, Grid, Page, Row, Section, Words, cells_of
from dragoman.cli.parameters import Parameter
from dragoman.cli.read.entries import (
    EntryLine,
    codes_of,
    facets_of,
    first_of_series,
    legend,
    near_date,
    owed_cells,
    owner_notes,
)
from dragoman.cli.read.reports import AsOf, PartyFilters
from dragoman.cli.read.subjects import subject_given
from dragoman.cli.session import Injected, Session
from dragoman.cli.unreadable import remark
from dragoman.cli.wording import (
    age,
    bounds_for_people,
    facts,
    inferred_next,
    moved_from,
    turn_in_words,
)
from dragoman.domain import SETTLED
from dragoman.exchange import UsageError, flat, refuse_together, which_session

if TYPE_CHECKING:
    from dragoman.projections import EntryShape
    from dragoman.projections.reports.pending import OwnedBy, Pending, PendingFollowUp

COLUMNS = (
    Column("due"),
    Column("record", style="ref"),
    Column("what", least=28),
    Column("parties", style="dim", least=11, codes=True),
    Column("state", style="dim"),
)


Owner = Annotated[
    tuple[str, ...],
    Parameter(
        help="Show only follow-ups of this owner: a side, a ref, or a name (repeatable).",
        negative_iterable=(),
    ),
]


@Parameter(name="*")
@frozen(kw_only=True)
class OwnerFilters(PartyFilters):
    """The options that filter follow-ups by party and by owner."""

    owner: Owner = ()
    ours: Annotated[
        bool,
        Parameter(
            negative=(), help="Show only what your side owes: the first party of the context."
        ),
    ] = False
    theirs: Annotated[bool, Parameter(negative=(), help="Show only what the other sides owe.")] = (
        False
    )

    def owned(self, session: Session) -> "OwnedBy | None":
        """Return the condition on the owners, or ``None``. Raises :class:`UsageError`."""
        from dragoman.projections.reports.pending import OwnedBy

        given = {"--ours": self.ours, "--theirs": self.theirs, "--owner": self.owner}
        names = [name for name, one in given.items() if one]
        if not names:
            return None
        refuse_together(names)
        if self.owner:
            about = [subject_given(session, "--owner", one) for one in self.owner]
            codes, refs = {one.code for one in about}, {one.ref for one in about}
            return OwnedBy(frozenset(filter(None, codes)), frozenset(filter(None, refs)))
        return OwnedBy(frozenset((own_side(session, names[0]),)), others=self.theirs)


def own_side(session: Session, option: str) -> str:
    """Return the desk's own side: the first party of the context. Raises UsageError."""
    if not session.context:
        raise UsageError(
            f"{option}: which side is yours? Set the context, with your own side first:"
            " dragoman context AZ IQ"
        )
    return session.context[0]


NO_FILTERS = OwnerFilters()


def follow_ups(
    *,
    filters: OwnerFilters = NO_FILTERS,
    all_: Annotated[
        bool,
        Parameter(name="--all", negative=(), help="Show fulfilled and dropped follow-ups too."),
    ] = False,
    as_of: AsOf = None,
    forms: OutputFormats = PAGE_FORMS,
    session: Injected,
) -> int:
    """Show what was agreed and is still owed, then what is scheduled and what is inferred."""
    from dragoman.projections.reports.pending import FollowUpsReport, pending, settled

    prepare(session, forms)
    context = filters.context(session)
    terms, owned = filters.terms(session), filters.owned(session)
    with session.reading(as_of) as (reading, today):
        found = pending(reading, today, terms, still=not (all_ or owned))
        over = owned.settled(found) if owned else settled(reading, terms)
        found = owned.of(found, still=not all_) if owned else found
        view = FollowUpsView(found, over, today, all_)
        content = FollowUpsReport(
            as_of=reading.as_of,
            context=list(context),
            items=view.shown,
            scheduled=view.pending.scheduled,
            unconfirmed=view.pending.unconfirmed,
            inferred=view.pending.inferred,
        )
        head = facts(reading, today, as_of, context)
    return give(session, forms, content, lambda: view.page(head), lambda: map(flat, view.shown))


@frozen
class FollowUpsView:
    """The view of pending items; with ``all``, the view also shows settled follow-ups.

    ``settled`` has the numbers of fulfilled and of dropped follow-ups.
    """

    pending: "Pending"
    settled: Mapping[str, int]
    today: date
    all: bool

    @property
    def shown(self) -> "list[PendingFollowUp]":
        """The follow-ups to show."""
        return self.pending.agreed

    def page(self, head: Sequence[str]) -> Page:
        """Return the page of the report."""
        planned = self._planned("SCHEDULED", self.pending.scheduled)
        gone = self._planned("PLANNED, NEVER CONFIRMED", self.pending.unconfirmed)
        grid = Grid(COLUMNS, [*self._agreed(), *gone, *planned, *self._inferred()])
        end = [legend(grid.rows)] if grid.rows else []
        nothing = [] if self.shown else [Words(["Nothing is owed."])]
        return Page("Follow-ups", (*head, *self._counts()), [*nothing, grid, *end])

    def _counts(self) -> Iterator[str]:
        states = [one.state for one in self.shown if one.state not in SETTLED]
        yield f"{len(states)} open"
        yield f"{states.count('overdue')} overdue"
        hidden = " (--all)" if any(self.settled.values()) and not self.all else ""
        dropped = self.settled["dropped"]
        over = [
            f"{self.settled['fulfilled']} fulfilled",
            *([f"{dropped} dropped"] if dropped else []),
        ]
        yield from [*over[:-1], f"{over[-1]}{hidden}"]

    def _agreed(self) -> Iterator[Section | Row]:
        for state, some in groupby(self.shown, lambda one: one.state):
            yield Section(state.upper())
            yield from map(self._row, some)

    def _row(self, one: "PendingFollowUp") -> Row:
        due, ref = owed_cells(one, self.today)
        end = Cell(self._end(one), style="overdue" if one.state == "overdue" else "")
        cells = cells_of(due, ref, one.what, codes_of(one.parties), end)
        facets = partial(facets_of, state=[one.state], party=one.parties)
        return Row(cells, notes=list(_notes(one)), ref=one.ref, facets=facets)

    def _end(self, one: "PendingFollowUp") -> str:
        if one.state in SETTLED:
            by = f" by {one.fulfilled_by}" if one.fulfilled_by else ""
            return f"{one.state}{by}"
        return age(one, self.today)

    def _planned(self, heading: str, entries: "Sequence[EntryShape]") -> Iterator[Section | Row]:
        """Yield a heading and the rows of planned engagements, if there are any."""
        if entries:
            yield Section(heading)
        shown = first_of_series(entries)
        for one in (one for one in entries if one.ref in shown):
            when, ref, title, _, sides, remark = EntryLine(one).row(self.today).cells
            notes = [*([f"in {one.place}"] if one.place else ()), *shown[one.ref]]
            yield Row((when, ref, title, sides, remark), notes=notes, ref=one.ref)

    def _inferred(self) -> Iterator[Section | Row]:
        """Yield a heading and the rows of inferred (not recorded) sessions, if there are any."""
        if self.pending.inferred:
            yield Section("INFERRED, NOT AGREED")
        for one in self.pending.inferred:
            when = near_date(one.window, self.today, "undated")
            body = Cell(one.mechanism, mark="mechanism")
            cells = cells_of(when, body, one.title, codes_of(one.parties), "inferred")
            notes = [inferred_next(one), *turn_in_words(one.turn, one)]
            yield Row(cells, notes=notes, ref=one.mechanism)


def _notes(one: "PendingFollowUp") -> Iterator[str]:
    """Yield notes on a follow-up: its origin, and the session that it awaits, if any.

    The session may be scheduled or inferred.
    """
    if agreed := ", ".join(_details(one)):
        yield agreed
    if one.is_dissolved and one.awaits:
        yield f"{one.awaits.mechanism} is dissolved"
    for session in one.scheduled:
        number = f" session {session.session}" if session.session else ""
        status = session.status if session.status != "scheduled" else ""
        about = (bounds_for_people(session.occurred), session.place, status)
        yield f"scheduled: {session.ref}{number}, {', '.join(filter(None, about))}"
    if one.inferred_next:
        yield f"inferred: {inferred_next(one.inferred_next)}"
    yield from turn_in_words(one.turn, one.inferred_next)


def _responsibility(one: "PendingFollowUp") -> Iterator[str]:
    yield from owner_notes(one.owners)
    if one.split_from:
        yield f"part of {one.split_from}"


def _details(one: "PendingFollowUp") -> Iterator[str]:
    if unreadable := remark(one.unreadable_from):
        yield unreadable
    if awaited := one.awaits:
        yield f"awaits {which_session(awaited.session)} of {awaited.mechanism}"
    if slipped := one.slippage:
        times = "once" if slipped.times == 1 else f"{slipped.times} times"
        far = f" by {slipped.days} d" if slipped.times == 1 else f", {slipped.days} d in total"
        days = far if slipped.days is not None else ""
        yield f"slipped {times}{days}, {moved_from(slipped.formerly)}"
    if one.agreed_in:
        yield f"agreed in {one.agreed_in}"
    if one.place:
        yield f"in {one.place}"
    yield from _responsibility(one)
    if one.fulfilled:
        yield f"done {bounds_for_people(one.fulfilled)}"
