"""``dragoman timeline``: planned engagements, and then past engagements, newest first."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

from attrs import evolve, frozen
from msgspec.structs import replace

from dragoman.cli.page.output_formats import PAGE_FORMS, OutputFormats, give, prepare
from dragoman.cli.page.page import Grid, Page, Row, Section, Words
from dragoman.cli.parameters import Parameter
from dragoman.cli.read.entries import COLUMNS, EntryLine, first_of_series, legend, row_owed
from dragoman.cli.read.grouping import (
    Group,
    Grouping,
    Whole,
    by_mechanism,
    by_month,
    by_party,
    by_topic,
    wholes_of,
    within,
)
from dragoman.cli.read.reports import ALL, AsOf, Filters, check_limit, whole_number
from dragoman.cli.session import Injected, Session
from dragoman.cli.wording import NOTHING, facts
from dragoman.domain import PLANNED, ImpreciseDate, Place, chronological, parse_date

if TYPE_CHECKING:
    from dragoman.projections import AsOf as AsOfShape
    from dragoman.projections import (
        FollowUpShape,
        MostUrgent,
        Snapshot,
        TimelineMatch,
        TimelineQuery,
        TimelineReport,
    )

By = Annotated[Grouping, Parameter(help="Group the timeline.")]
Limit = Annotated[
    int | None,
    whole_number(
        "Show at most this many engagements (the newest, with the meetings that belong to them), and"
        " at most this many follow-ups (the most urgent)."
    ),
]


def timeline(
    *,
    filters: Filters = ALL,
    by: By = "month",
    limit: Limit = None,
    past: Annotated[
        bool,
        Parameter(
            negative=(), help="Show only what has taken place: no plans, and no open follow-ups."
        ),
    ] = False,
    reverse: Annotated[
        bool, Parameter(negative=(), help="Show the oldest engagements first.")
    ] = False,
    as_of: AsOf = None,
    forms: OutputFormats = PAGE_FORMS,
    session: Injected,
) -> int:
    """Show what is ahead and what happened, newest first."""
    check_limit(limit)
    prepare(session, forms)
    view = looked_up(session, filters, by, limit, reverse, as_of, past)
    return give(session, forms, view.report(), view.page, view.rows)


def _newest(limit: int | None, found: "Sequence[TimelineMatch]") -> list[str]:
    """Say how many engagements the timeline shows, if there may be more."""
    if limit is None or sum(not one.depth for one in found) < limit:
        return []
    return ["the newest" if limit == 1 else f"the newest {limit}"]


def looked_up(
    session: Session,
    filters: Filters,
    by: Grouping = "month",
    limit: int | None = None,
    reverse: bool = False,
    as_of: str | None = None,
    past: bool = False,
) -> "TimelineView":
    """Look up the timeline, and return its view. Raises :class:`UsageError`."""
    from dragoman.projections import entry_shapes, follow_ups, timeline_entries, titles
    from dragoman.projections.reports.lateness import lateness

    wanted = evolve(filters.wanted(session, limit), is_past=past)
    context = filters.context(session)
    whole = not (filters.kind or filters.topic or past)
    with session.reading(as_of) as (reading, today), session.engine.connect() as register:
        found = timeline_entries(reading, wanted)
        late = lateness(register, reading, [one.record for one in found])
        shapes = [
            replace(shape, late=late.get(one.record))
            for shape, one in zip(entry_shapes(reading, found), found, strict=True)
        ]
        return TimelineView(
            items=_in_order(map(EntryLine, shapes, (one.depth for one in found)), reverse),
            owed=_owed(reading, today, wanted) if whole else None,
            links=_links(follow_ups.about(reading, today, [one.id for one in found])),
            about=filters.codes(session),
            bodies=titles(reading) if by == "mechanism" else {},
            today=today,
            head=[*facts(reading, today, as_of, context), *_newest(limit, found)],
            as_of=reading.as_of,
            context=context,
            by=by,
            reverse=reverse,
        )


def _owed(reading: "Snapshot", today: date, wanted: "TimelineQuery") -> "MostUrgent":
    from dragoman.projections import follow_ups
    from dragoman.projections.reports.contacts import met_by

    agreed_in = met_by(reading, wanted.terms)
    return follow_ups.most_urgent(reading, today, wanted, wanted.limit, agreed_in)


def _in_order(items: Iterable[EntryLine], reverse: bool) -> list[EntryLine]:
    """Return items newest first, or oldest first with ``reverse``; parts follow their parent."""
    wholes = wholes_of(items)
    return [item for whole in (reversed(wholes) if reverse else wholes) for item in whole]


@frozen(kw_only=True)
class TimelineView:
    """The view of a timeline, which shows engagements and open follow-ups.

    ``items`` are the engagements. ``owed`` are open follow-ups, the most urgent first, or ``None``
    if there is a filter by kind or topic. ``links`` has notes on the follow-ups that each
    engagement opened or fulfilled, by ref. ``about`` are the codes in the filter, ``bodies`` are
    the titles of mechanisms, by ref, and ``head`` are the facts in the first line.
    """

    items: Sequence[EntryLine]
    owed: "MostUrgent | None"
    links: Mapping[str, Sequence[str]]
    about: Sequence[str]
    bodies: Mapping[str, str]
    today: date
    head: Sequence[str]
    as_of: "AsOfShape"
    context: Sequence[str]
    by: Grouping
    reverse: bool

    def page(self) -> Page:
        """Return the page of the report."""
        past, ahead = list(self._past()), list(self._ahead())
        grid = Grid(COLUMNS, [*past, *ahead] if self.reverse else [*ahead, *past])
        end = legend(grid.rows) if grid.rows else Words([NOTHING])
        facts = (*self.head, *self._counts())
        return Page("Timeline", facts, [grid, end], charted=self.by == "month")

    def report(self) -> "TimelineReport":
        """Return the report for JSON; include the groups, except if the groups are months."""
        from dragoman.projections import TimelineGroup, TimelineReport

        report = TimelineReport(
            as_of=self.as_of,
            context=list(self.context),
            entries=[item.entry for item in self.items],
        )
        if self.by == "month":
            return report
        groups = [
            TimelineGroup(
                title=section.title, refs=[item.entry.ref for one in group for item in one]
            )
            for section, group in self._groups(wholes_of(self.items))
        ]
        return replace(report, by=self.by, groups=groups)

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield a row for CSV for each engagement.

        If the groups are not months, an engagement has a row for each of its groups.
        """
        from dragoman.exchange import flat

        for section, group in self._groups(wholes_of(self.items)):
            heading = {} if self.by == "month" else {"under": section.title}
            for item in (item for whole in group for item in whole):
                late = item.entry.late
                links = {name: item.entry[name] or None for name in ("margins", "series")}
                shown = {name: one for name, one in flat(item.entry).items() if name not in links}
                yield heading | shown | {"late": late.days if late else None} | links

    def _counts(self) -> Iterator[str]:
        standing = ("mechanism", "instrument")
        states = [one.entry.status for one in self.items if one.entry.kind not in standing]
        planned = sum(status in PLANNED for status in states)
        off = states.count("cancelled")
        yield f"{len(states) - planned - off} done"
        yield f"{planned} planned"
        yield from [f"{off} cancelled"] if off else []
        yield from [f"{self.owed.count} open"] if self.owed else []

    def _ahead(self) -> Iterator[Section | Row]:
        """Yield the rows of open follow-ups and planned engagements, the nearest first."""
        wholes = [one for one in wholes_of(self.items) if one[0].is_to_come(self.today)]
        owed = self.owed.shown if self.owed else []
        if wholes or owed:
            yield Section(f"AHEAD{self._left_out()}")
        ahead = [(_due(one), [row_owed(one, self.today)]) for one in owed]
        nearest = chronological(wholes, lambda whole: _begins(whole[0].when))
        notes = first_of_series(whole[0].entry for whole in nearest)
        ahead += [
            (_begins(whole[0].when), list(self._rows(whole, more=notes[whole[0].entry.ref])))
            for whole in wholes
            if whole[0].entry.ref in notes
        ]
        for _, rows in chronological(ahead, lambda one: one[0]):
            yield from rows

    def _left_out(self) -> str:
        """Return how many of the follow-ups the page shows; an empty string if it shows all."""
        owed = self.owed
        if owed is None or len(owed.shown) == owed.count:
            return ""
        return f", {len(owed.shown)} OF {owed.count} FOLLOW-UPS"

    def _past(self) -> Iterator[Section | Row]:
        wholes = [one for one in wholes_of(self.items) if not one[0].is_to_come(self.today)]
        for section, group in self._groups(wholes):
            yield section
            for whole in group:
                yield from self._rows(whole, section)

    def _groups(self, wholes: Sequence[Whole]) -> Iterable[Group]:
        match self.by:
            case "party":
                return by_party(wholes, self.about)
            case "mechanism":
                return by_mechanism(wholes, self.bodies)
            case "topic":
                return by_topic(wholes)
        return by_month(wholes)

    def _rows(
        self, whole: Whole, section: Section | None = None, more: Sequence[str] = ()
    ) -> Iterator[Row]:
        """Yield the rows of an engagement and its parts; a date does not repeat its heading.

        ``more`` are additional notes on the engagement.
        """
        for number, item in enumerate(whole):
            opened = self.links.get(item.entry.ref, ())
            notes = [", ".join(opened)] if opened else []
            when = within(item.when, section) if item.when and section else None
            yield item.row(self.today, when, [*notes, *(() if number else more)])


def _due(one: "FollowUpShape") -> Place:
    """Return a sort key for a follow-up: its due time, or else its last due day."""
    due = parse_date(one.due.text) if one.due else None
    if due is None or (due.last is None and not due.has_time):
        return None, 0
    return due.place


def _begins(when: ImpreciseDate | None) -> Place:
    return when.begins if when else (None, 0)


def _links(linked: "Sequence[FollowUpShape]") -> dict[str, list[str]]:
    """Return notes on the follow-ups that each engagement opened or fulfilled, by ref."""
    links: dict[str, list[str]] = {}
    for one in linked:
        for ref, word in ((one.agreed_in, "opened"), (one.fulfilled_by, "fulfilled")):
            if ref:
                links.setdefault(ref, []).append(f"{word} {one.ref}")
    return links
