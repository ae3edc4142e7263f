"""``dragoman lanes``: where people are, day by day, with overlaps and inexact dates."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Annotated, Literal

from attrs import field, frozen
from rich.cells import cell_len

from dragoman.cli.output import PIPE_WIDTH, Output, StyledText
from dragoman.cli.page.marks import glyph
from dragoman.cli.page.output_formats import PAGE_FORMS, OutputFormats, give, prepare
from dragoman.cli.page.page import (
    Block,
    Cell,
    Column,
    Drawing,
    Grid,
    Page,
    Picture,
    Row,
    Section,
    Words,
    cells_of,
)
from dragoman.cli.parameters import Parameter
from dragoman.cli.read.entries import (
    entry_cells,
    facets_of,
    legend,
    mark_of,
    near,
    near_date,
    sides_of,
)
from dragoman.cli.read.reports import (
    ALL_ENGAGEMENTS,
    AsOf,
    EngagementFilters,
    period,
    whole_number,
)
from dragoman.cli.session import Injected
from dragoman.cli.wording import facts, nothing_but
from dragoman.domain import PLANNED, parse_date
from dragoman.exchange import UsageError, flat, safe, title_of

if TYPE_CHECKING:
    from dragoman.projections.reports.contacts import ContactShape
    from dragoman.projections.reports.lanes import Lane, LaneEngagement, LanesReport, Overlap

LONGEST = 26
"""The maximum number of weeks."""

LABEL = 24
"""The maximum width of a name beside its lane, in cells."""

REST = {"party": "no party", "person": "nobody named", "place": "no place"}
"""For each grouping, the name of the lane for engagements that belong to no other lane."""

IMPORTANCE = ("visit", "consultation", "meeting", "planned")
"""The order of importance of marks; a day with several marks shows the most important mark."""

BARS = ("·", "━", "┄")
"""The glyphs between the marks of a line."""

LEAST = 24
"""The minimum width of a title, in cells."""

STRIP = 110
"""The width of a strip in a picture, in relation to the widths of names in cells."""

MANY = 2
"""The maximum number of engagements for which a day shows a mark; for more, it shows a number."""


def lanes(
    *,
    since: Annotated[
        str | None,
        Parameter(
            help="Start with the week that contains this day (default: two weeks ago).",
            allow_leading_hyphen=True,
        ),
    ] = None,
    weeks: Annotated[int, whole_number("Show this many weeks, at most 26 (default 6).")] = 6,
    by: Annotated[
        Literal["party", "person", "place"],
        Parameter(help="Group the engagements into lanes."),
    ] = "party",
    filters: EngagementFilters = ALL_ENGAGEMENTS,
    as_of: AsOf = None,
    forms: OutputFormats = PAGE_FORMS,
    session: Injected,
) -> int:
    """Show who is where, day by day."""
    from dragoman.projections import TimelineQuery
    from dragoman.projections.reports.activity import newest
    from dragoman.projections.reports.lanes import lanes as looked_up

    prepare(session, forms)
    if not 1 <= weeks <= LONGEST:
        raise UsageError(f"--weeks: {weeks} is not a number from 1 to {LONGEST}")
    start = _start(since, session.today)
    context = filters.context(session)
    wanted = TimelineQuery(filters.terms(session), filters.kind)
    with session.reading(as_of) as (reading, today):
        days = _whole_weeks(start or today - timedelta(weeks=2), weeks)
        shown = looked_up(reading, wanted, days, by, today, context)
        last = None if shown.lanes else newest(reading, wanted, today)
        head = facts(reading, today, as_of, context)
    canvas = Canvas.of(session.output, is_page=forms.html is not None or forms.markdown)
    view = LanesView(shown, today, canvas, last)
    return give(session, forms, shown, lambda: view.page(head), view.rows)


def _start(since: str | None, today: date) -> date | None:
    """Return the first day of the date in ``--since``. Raises :class:`UsageError`."""
    when = period("--since", since, today)
    if when is None:
        return None
    if when.first is None or not 0 < when.first <= date.max.toordinal() - 7 * (LONGEST + 1):
        raise UsageError(f"--since: {when.for_people()} is not a date in the years 1 to 9998")
    return date.fromordinal(when.first)


def _whole_weeks(start: date, weeks: int) -> tuple[date, date]:
    """Return the first and last day of whole weeks, the first of which contains ``start``."""
    monday = start - timedelta(days=start.weekday())
    return monday, monday + timedelta(days=7 * weeks - 1)


# --- Layout -----------------------------------------------------------------------------------


@frozen
class Canvas:
    """A drawing surface: its width in cells, how to measure text, and whether lines wrap."""

    width: int
    cells: Callable[[str], int]
    wraps: bool

    @classmethod
    def of(cls, output: Output, is_page: bool) -> "Canvas":
        """Return the surface for a page, or for the terminal."""
        if is_page:
            return cls(PIPE_WIDTH, lambda text: cell_len(safe(text)), wraps=True)
        return cls(output.width, output.cells, output.is_laid_out)

    def padded(self, text: str, width: int) -> str:
        """Return ``text`` padded to ``width`` cells."""
        return text + " " * (width - self.cells(text))

    def lines(self, text: str, room: int) -> list[str]:
        """Split text into lines of at most ``room`` cells, between words if possible."""
        if not self.wraps:
            return [text]
        lines = [""]
        for word in text.split():
            joined = f"{lines[-1]} {word}".strip()
            if self.cells(joined) <= room:
                lines[-1] = joined
                continue
            pieces = list(self._pieces(word, room))
            lines = [*filter(None, lines), *pieces]
        return lines

    def _pieces(self, word: str, room: int) -> Iterator[str]:
        """Yield a word in pieces that fit on a line; a short word is one piece."""
        piece = ""
        for char in word:
            if piece and self.cells(piece + char) > room:
                yield piece
                piece = ""
            piece += char
        yield piece


def is_even(text: str) -> bool:
    """Return whether every character is one cell wide and runs from left to right."""
    return cell_len(text) == len(text) and all(map(_is_plain, text))


def _is_plain(char: str) -> bool:
    is_symbol = unicodedata.category(char) == "So"  # includes halves of flags, and many emoji
    return not is_symbol and unicodedata.bidirectional(char) not in ("R", "AL", "AN")


@frozen
class Frame:
    """Weeks side by side, to the right of a ``label`` column, with a ``gap`` between the weeks."""

    first: date
    weeks: int
    label: int
    gap: int

    @property
    def days(self) -> list[str]:
        """The days of the frame in ISO 8601."""
        return [self.day(n) for n in range(7 * self.weeks)]

    def day(self, n: int) -> str:
        """Return the n-th day of the frame (from 0) in ISO 8601."""
        return (self.first + timedelta(n)).isoformat()

    def column(self, n: int) -> int:
        """Return the column, in cells, at which the n-th day of the frame is drawn."""
        return self.label + 1 + n + n // 7 * self.gap

    def holds(self, one: "LaneEngagement") -> bool:
        """Return whether any day of an engagement is in this frame."""
        return one.is_within(self.day(0), self.day(7 * self.weeks - 1))


def frames(first: date, weeks: int, label: int, width: int) -> list[Frame]:
    """Split weeks into frames; each frame has as many weeks as fit into ``width``."""
    room, gap = width - label - 1, 1
    most = max(1, (room + gap) // (7 + gap))
    if most < weeks <= room // 7:
        most, gap = weeks, 0
    return [
        Frame(first + timedelta(weeks=n), min(most, weeks - n), label, gap)
        for n in range(0, weeks, most)
    ]


# --- Drawing ----------------------------------------------------------------------------------


@frozen
class Track:
    """A line of a lane.

    ``spans`` are engagements of several days, which do not overlap. ``points`` are engagements of
    one day.
    """

    spans: list["LaneEngagement"] = field(factory=list)
    points: list["LaneEngagement"] = field(factory=list)

    def span_on(self, day: str) -> "LaneEngagement | None":
        """Return the span that includes a day, or ``None``."""
        return next((one for one in self.spans if one.is_within(day, day)), None)

    def is_free(self, one: "LaneEngagement") -> bool:
        """Return whether no span includes the first day of an engagement."""
        return one.first is not None and self.span_on(one.first) is None

    def sign(self, day: str, today: str) -> tuple[str, str]:
        """Return the glyph to draw for a day, and its style."""
        span = self.span_on(day)
        if span and span.occurred and day in (span.occurred.earliest, span.occurred.latest):
            return glyph(mark_of(span)), mark_of(span)
        some = [one for one in self.points if one.first == day]
        if some:
            mark = min(map(mark_of, some), key=IMPORTANCE.index)
            return (glyph(mark) if len(some) <= MANY else f"{min(len(some), 9)}"), mark
        if span:
            return ("┄" if mark_of(span) == "planned" else "━"), mark_of(span)
        return ("┊", "late") if day == today else ("·", "dim")


def tracks(engagements: Iterable["LaneEngagement"]) -> list[Track]:
    """Return the lines of a lane, with overlapping spans on separate lines.

    A part that takes one day goes on the line of its parent, if possible.
    """
    drawn = [one for one in engagements if one.first]
    wholes, found = _wholes(drawn), [Track()]
    for one in filter(_lasts, drawn):
        free = (track for track in found if track.is_free(one))
        _first(free, found).spans.append(one)
    for one in drawn:
        if not _lasts(one):
            own = (track for track in found if wholes[one.ref] & {of.ref for of in track.spans})
            free = (track for track in found if track.is_free(one))
            _first((*own, *free), found).points.append(one)
    return found


def _wholes(engagements: Iterable["LaneEngagement"]) -> dict[str, set[str]]:
    """Return the refs of everything that contains each engagement: its parent and ancestors."""
    part_of = {one.ref: one.part_of for one in engagements}
    found: dict[str, set[str]] = {}
    for ref, whole in part_of.items():
        wholes = found.setdefault(ref, set())
        while whole and whole not in wholes:
            wholes.add(whole)
            whole = part_of.get(whole)
    return found


def _lasts(one: "LaneEngagement") -> bool:
    return bool(one.kind == "visit" or one.first != one.last)


def _first(some: Iterable[Track], found: list[Track]) -> Track:
    """Return the first track in ``some``; if there is none, add a new track to ``found``."""
    track = next(iter(some), None)
    if track is None:
        track = Track()
        found.append(track)
    return track


def drawn(track: Track, frame: Frame, today: str) -> list[StyledText]:
    """Draw a track as pieces of styled text; each mark is a separate piece."""
    parts: list[StyledText] = []
    for week in range(frame.weeks):
        if week and frame.gap:
            parts.append(" " * frame.gap)
        signs = [track.sign(frame.day(n), today) for n in range(7 * week, 7 * week + 7)]
        for (text, style), run in groupby(signs):
            many = len(list(run))
            parts += [(text * many, style)] if text in BARS else [(text, style)] * many
    return parts


def head(frame: Frame, today: str) -> Iterator[list[StyledText]]:
    """Yield a line with the first day of each week and, if today is in the frame, a today line."""
    weeks = [frame.first + timedelta(weeks=n) for n in range(frame.weeks)]
    dates = "".join(f"{f'{day.day} {day:%b}':<{7 + frame.gap}}" for day in weeks)
    yield [" " * (frame.label + 1), (dates.rstrip(), "dim")]
    if today in frame.days:
        column = frame.column(frame.days.index(today))
        left = column + len("┊ today") > frame.column(7 * frame.weeks - 1) + 1
        yield [" " * (column - len("today ") * left), ("today ┊" if left else "┊ today", "late")]


# --- The page ---------------------------------------------------------------------------------

LISTED = (
    Column("when"),
    Column("record", style="ref"),
    Column("title", least=28),
    Column("place", style="place", least=8, folds=True),
    Column("parties", style="dim", least=12, codes=True),
)

OVERLAPS = (
    Column("when"),
    Column("who", least=20),
    Column("records", style="ref", folds=True),
    Column("place", style="place", folds=True),
)


def _counted(engagements: Iterable["LaneEngagement"], frame: Frame) -> str:
    """Return in words how many engagements of a lane a frame shows."""
    many = sum(map(frame.holds, engagements))
    return f"{many} engagement{'s' if many != 1 else ''}"


@frozen
class LanesView:
    """The view of the lanes report.

    ``canvas`` is the surface to draw on. ``last`` is the last contact if the lanes are empty.
    """

    shown: "LanesReport"
    today: date
    canvas: Canvas
    last: "ContactShape | None" = None

    def rows(self) -> Iterator[dict[str, object]]:
        """Yield a row for CSV for each engagement in each lane."""
        for lane in self.shown.lanes:
            for one in lane.engagements:
                yield {"lane": lane.key, "name": lane.name} | flat(one)

    def page(self, about: Sequence[str]) -> Page:
        """Return the page of the report."""
        found = self._engagements()
        planned = sum(one.status in PLANNED for one in found)
        period = near(parse_date(f"{self.shown.first}/{self.shown.last}"), self.today)
        counts = (f"{len(found) - planned} done", f"{planned} planned")
        forms = Picture(partial(self._plain, found), partial(self._drawn, found))
        blocks = [forms] if found else [Words([self._nothing()])]
        return Page("Lanes", (*about, period, *counts), blocks)

    def _engagements(self) -> list["LaneEngagement"]:
        """Return all engagements by date, without duplicates."""
        every = (one for lane in self.shown.lanes for one in lane.engagements)
        found = {one.ref: one for one in every}
        return sorted(found.values(), key=lambda one: one.first or "~")

    def _plain(self, found: Sequence["LaneEngagement"]) -> list[Block]:
        """Return the blocks for text: drawings with the engagements of each lane below it."""
        some = any(one.first for one in found)
        drawings = map(Drawing, self._drawings()) if some else ()
        return [*drawings, *self._inexact(found), *self._overlapping(), self._legend(found)]

    def _drawn(self, found: Sequence["LaneEngagement"]) -> list[Block]:
        """Return the blocks for pictures: strips, and below them a list of all engagements."""
        exact = [self._listing(one) for one in found if one.first]
        day_by_day = [Grid(LISTED, [Section("DAY BY DAY"), *exact])] if exact else []
        pictures = self._pictures() if exact else ()
        every = (*day_by_day, *self._inexact(found))
        return [*pictures, self._legend(found), *self._overlapping(), *every]

    def _inexact(self, found: Sequence["LaneEngagement"]) -> Iterator[Block]:
        if rows := [self._listing(one) for one in found if not one.first]:
            yield Grid(LISTED, [Section("NO EXACT DAY"), *rows])

    def _overlapping(self) -> Iterator[Block]:
        if rows := list(map(self._overlap, self.shown.overlaps)):
            yield Grid(OVERLAPS, [Section("AT THE SAME TIME"), *rows])

    def _legend(self, found: Sequence["LaneEngagement"]) -> Words:
        return legend([Row([Cell(mark=mark) for mark in {mark_of(one) for one in found}])])

    def _nothing(self) -> str:
        """Return the text of an empty report, with a hint on what to type."""
        when = self.last and self.last.occurred
        day = (when and (when.earliest or when.latest)) or ""
        hint = f" (--since {day})" if day[:4].isdecimal() else ""
        return nothing_but(self.last, "on these days", hint)

    def _drawings(self) -> Iterator[list[list[StyledText]]]:
        """Yield drawings of all lanes; each drawing has as many weeks as fit."""
        names = [self._name(lane) for lane in self.shown.lanes]
        label = max((self.canvas.cells(name) for name in names if self._fits(name)), default=0)
        laid_out = frames(self._first, self._weeks, label, self.canvas.width)
        for n, frame in enumerate(laid_out):
            lines: list[list[StyledText]] = [
                *([[]] if n else []),
                *head(frame, self.today.isoformat()),
            ]
            for name, lane in zip(names, self.shown.lanes, strict=True):
                lines += self._lane(frame, name, lane.engagements)
            yield lines

    def _pictures(self) -> Iterator[Block]:
        """Yield a picture for every few weeks, and a sentence for weeks without engagements."""
        from dragoman.cli.read.lane_strips import drawn_frames

        every = [one for lane in self.shown.lanes for one in lane.engagements]
        found = [tracks(lane.engagements) for lane in self.shown.lanes]
        weeks = drawn_frames(self._first, self._weeks)
        for is_filled, run in groupby(weeks, lambda frame: any(map(frame.holds, every))):
            some = list(run)
            if is_filled:
                yield from (self._picture(frame, found) for frame in some)
            else:
                days = near(parse_date(f"{some[0].days[0]}/{some[-1].days[-1]}"), self.today)
                yield Words([(f"{days}: nothing on an exact day", "dim")])

    def _picture(self, frame: Frame, found: Sequence[Sequence[Track]]) -> Grid:
        """Return the picture of the lanes that are not empty in a frame."""
        from dragoman.cli.read.lane_strips import axis_of, strip_of

        by, names = self.shown.by, list(map(self._name, self.shown.lanes))
        widest = max(min(cell_len(name), LABEL) for name in names)
        columns = (
            Column(by, style="strong", least=widest, codes=by == "party"),
            Column("days", least=STRIP, axis=axis_of(frame, self.today.isoformat())),
        )
        rows = [
            Row((Cell(name), Cell(_counted(lane.engagements, frame), strip=strip)))
            for name, lane, some in zip(names, self.shown.lanes, found, strict=True)
            if (strip := strip_of(some, frame, by))
        ]
        days = near(parse_date(f"{frame.days[0]}/{frame.days[-1]}"), self.today)
        return Grid(columns, rows, head=True, caption=f"Who is where, {days}")

    @property
    def _first(self) -> date:
        """The first day of the report."""
        return date.fromisoformat(self.shown.first)

    @property
    def _weeks(self) -> int:
        """The number of weeks of the report."""
        return (date.fromisoformat(self.shown.last) - self._first).days // 7 + 1

    def _name(self, lane: "Lane") -> str:
        by = self.shown.by
        if lane.key is None:
            return REST[by]
        name = lane.name or ""
        from dragoman.projections.reports.lanes import OF_CONFERENCES

        has_code = by == "party" and lane.key not in OF_CONFERENCES
        return safe(f"{lane.key} {name}" if has_code else name)

    def _fits(self, name: str) -> bool:
        """Return whether a name fits beside its lane, so that it need not go above the lane."""
        return is_even(name) and self.canvas.cells(name) <= min(LABEL, self.canvas.width // 3)

    def _lane(
        self, frame: Frame, name: str, engagements: Sequence["LaneEngagement"]
    ) -> Iterator[list[StyledText]]:
        """Yield the lines of a lane and the list of its engagements, unless the lane is empty."""
        some = [one for one in engagements if frame.holds(one)]
        if some and not self._fits(name):
            for line in self.canvas.lines(name, self.canvas.width):
                yield [(line, "strong")]
            name = ""
        for track in tracks(engagements) if some else ():
            if any(map(frame.holds, (*track.spans, *track.points))):
                label = self.canvas.padded(name, frame.label)
                yield [(label, "strong"), " ", *drawn(track, frame, self.today.isoformat())]
                name = ""
        yield from self._listed(some)

    def _listed(self, some: Sequence["LaneEngagement"]) -> Iterator[list[StyledText]]:
        """Yield lines for each engagement: its mark, ref, date and title."""
        cells = self.canvas.cells
        dates = [near_date(one.occurred, self.today) for one in some]
        wide = max((cells(one.ref) for one in some), default=0)
        far = max(map(cells, dates), default=0)
        indent = wide + far + 7
        for one, when in zip(some, dates, strict=True):
            mark, ref = mark_of(one), self.canvas.padded(one.ref, wide)
            room = max(LEAST, self.canvas.width - indent)
            first, *rest = self.canvas.lines(self._about(one), room)
            about = f" {self.canvas.padded(when, far)}  {first}"
            yield ["  ", (glyph(mark), mark), " ", (ref, "ref"), (about, "dim")]
            for line in rest:
                yield [" " * indent, (line, "dim")]

    def _about(self, one: "LaneEngagement") -> str:
        """Return the title of an engagement, and its place or, if lanes are places, its parties."""
        more = sides_of(one) if self.shown.by == "place" else one.place
        return safe(", ".join(filter(None, ("".join(title_of(one)), more))))

    def _listing(self, one: "LaneEngagement") -> Row:
        facets = partial(facets_of, kind=[one.kind], party=one.parties)
        cells = entry_cells(one, self.today)
        return Row(cells, ref=one.ref, within=one.part_of, facets=facets)

    def _overlap(self, one: "Overlap") -> Row:
        """Return the row of an overlap: somebody is in several places, or hosts several visits."""
        when = near(parse_date(f"{one.first}/{one.last}"), self.today)
        hosts = f"{one.who} hosts {len(one.refs)} visits"
        who = hosts if one.role == "host" else one.who
        return Row(cells_of(when, who, ", ".join(one.refs), ", ".join(one.places)))
