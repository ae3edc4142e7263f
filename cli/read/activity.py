"""``dragoman activity``: engagements by month, as a heat map."""

from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Literal

from attrs import frozen

from dragoman.cli.output import StyledText
from dragoman.cli.page.output_formats import PAGE_FORMS, OutputFormats, give, prepare
from dragoman.cli.page.page import (
    EMPTY,
    Axis,
    Block,
    Cell,
    Column,
    Grid,
    Label,
    Page,
    Picture,
    Piece,
    Row,
    Strip,
    Words,
)
from dragoman.cli.parameters import Parameter
from dragoman.cli.read.entries import near
from dragoman.cli.read.reports import (
    ALL_ENGAGEMENTS,
    AsOf,
    EngagementFilters,
    Since,
    Until,
    check_limit,
    period,
    whole_number,
)
from dragoman.cli.session import Injected
from dragoman.cli.wording import days_in_words, facts, nothing_but
from dragoman.domain import OF_KIND, OF_LEVEL, ImpreciseDate, parse_date, quoted
from dragoman.exchange import UsageError, date_text, refuse_together

if TYPE_CHECKING:
    from dragoman.projections.reports.activity import (
        ActivityCell,
        ActivityReport,
        ActivityRow,
        Window,
    )
    from dragoman.projections.reports.contacts import ContactShape

SHADES = ("░", "▒", "▓", "█")
LEAST = (1, 3, 5, 7)
"""The lowest possible minimum weight for each shade; high weights raise these minimums."""

LONG = 180
"""The minimum length, in days, of a silence that gets a mark."""

REST = {"country": "no other party", "mechanism": "no mechanism", "topic": "no topic"}
"""For each grouping, the name of the row for engagements that belong to no other row."""

LOOSE = 12
"""The maximum number of columns with gaps in between; more columns form groups."""

GROUPED = 40
"""The maximum number of columns in groups; more columns have no gaps at all."""

STRIP = 60
"""The width of the map in a picture, in relation to the widths of the other columns in cells."""


def activity(
    *,
    by: Annotated[
        Literal["country", "mechanism", "topic"],
        Parameter(help="Group the engagements; organisations count as countries."),
    ] = "country",
    year: Annotated[str | None, Parameter(help="Show the months of the given year: 2026.")] = None,
    filters: EngagementFilters = ALL_ENGAGEMENTS,
    since: Since = None,
    until: Until = None,
    limit: Annotated[
        int, whole_number("Show at most this many rows, highest weight first (default 20).")
    ] = 20,
    as_of: AsOf = None,
    forms: OutputFormats = PAGE_FORMS,
    session: Injected,
) -> int:
    """Count engagements by month, weighted by level."""
    from dragoman.projections import TimelineQuery
    from dragoman.projections.reports.activity import RowGrouping, newest
    from dragoman.projections.reports.activity import activity as looked_up

    check_limit(limit)
    prepare(session, forms)
    asked = _Asked.of(year, since, until, session.today)
    context = filters.context(session)
    about = filters.codes(session)
    wanted = TimelineQuery(filters.terms(session), filters.kind)
    with session.reading(as_of) as (reading, today):
        rows = RowGrouping(by, about)
        shown = looked_up(reading, wanted, asked.window(today), rows, today, limit, context)
        last = None if shown.rows else newest(reading, wanted, today)
        view = ActivityView(shown, today, last)
        head = facts(reading, today, as_of, context)
    return give(session, forms, shown, lambda: view.page(head), view.rows)


# --- The period -------------------------------------------------------------------------------


@frozen
class _Asked:
    """The period that the options ask for; a missing start or end is ``None``."""

    first: date | None
    last: date | None

    @classmethod
    def of(cls, year: str | None, since: str | None, until: str | None, today: date) -> "_Asked":
        """Return the period that the options ask for. Raises :class:`UsageError`."""
        if year is not None:
            if since or until:
                refuse_together(["--year", "--since" if since else "--until"])
            return cls(date(_year(year), 1, 1), date(_year(year), 12, 31))
        start, end = period("--since", since, today), period("--until", until, today)
        asked = cls(
            _day("--since", start, start.first) if start else None,
            _day("--until", end, end.last) if end else None,
        )
        if asked.first and asked.last and asked.last < asked.first:
            raise UsageError(f"--until: {quoted(until or '')} ends before --since begins")
        return asked

    def window(self, today: date) -> "Window":
        """Return the period with both its ends; the default is the last twelve months.

        Raises :class:`UsageError`.
        """
        from dragoman.projections.reports.activity import Window

        last = self.last or _end_of_month(today)
        if self.first and self.first > last:
            last = _end_of_month(_months_on(self.first, 11))
        window = Window.of(self.first or _months_on(last, -11), last)
        if window is None:
            raise UsageError(
                f"--since: {self.first} is more than 600 years before {last}; choose a shorter period"
            )
        return window


def _year(text: str) -> int:
    plain = text.strip()
    if not (plain.isascii() and plain.isdecimal() and len(plain) == 4 and int(plain)):
        raise UsageError(f"--year: {quoted(text)} is not a year; write 2026")
    return int(plain)


def _day(option: str, when: ImpreciseDate, day: int | None) -> date:
    """Return a day of the period as a ``date``. Raises :class:`UsageError` if out of range."""
    if day is None or not 366 <= day <= date.max.toordinal() - 366:
        raise UsageError(f"{option}: {when.for_people()} is not a date in the years 2 to 9998")
    return date.fromordinal(day)


def _months_on(day: date, months: int) -> date:
    """Return the first day of the month that is ``months`` after the month of ``day``."""
    number = day.year * 12 + day.month - 1 + months
    return date(max(1, number // 12), number % 12 + 1, 1)


def _end_of_month(day: date) -> date:
    return date.fromordinal(_months_on(day, 1).toordinal() - 1)


# --- The page ---------------------------------------------------------------------------------


@frozen
class ActivityView:
    """The view of an activity report; ``last`` is the last contact if the report has no rows."""

    shown: "ActivityReport"
    today: date
    last: "ContactShape | None" = None

    def rows(self) -> Iterator[dict[str, object]]:
        """Yield the rows of the report for CSV, with a column for the weight of each month."""
        for row in self.shown.rows:
            last, silence = row.last, row.silence
            weights = (cell.weight for cell in row.cells)
            yield {
                "key": row.key,
                "name": row.name,
                **dict(zip(self.shown.columns, weights, strict=True)),
                "elsewhere": row.elsewhere,
                "total": row.total,
                "planned": row.planned,
                "last": last and last.ref,
                "last_occurred": last and last.occurred and last.occurred.edtf,
                "silence_at_least": silence and silence.at_least,
                "silence_at_most": silence and silence.at_most,
            }

    def page(self, head: Sequence[str]) -> Page:
        """Return the page of the report."""
        first, last = (date_text(self.shown.columns[n]) for n in (0, -1))
        period = first if first == last else f"{first} – {last}"
        about = (*head, period, f"{self.shown.engagements} done")
        nothing = [Words([self._nothing()])]
        blocks = [Picture(self._plain, self._drawn)] if self.shown.rows else nothing
        return Page("Activity", about, blocks)

    def _plain(self) -> list[Block]:
        """Return the blocks for text: a table with a character for each cell of the map."""
        lines = [self._row(row) for row in self.shown.rows]
        return [Grid(self._columns, lines, head=True), *self._below(("·", "dim"))]

    def _drawn(self) -> list[Block]:
        """Return the blocks for pictures: a table in which each row has a strip of squares."""
        lines = [self._strip_row(row) for row in self.shown.rows]
        return [Grid(self._drawn_columns, lines, head=True), *self._below(("░", "heat0"))]

    def _below(self, zero: StyledText) -> Iterator[Words]:
        """Yield the words below the table: the rows that are missing, and the legend."""
        if more := self.shown.more:
            limit = len(self.shown.rows) + more
            yield Words([(f"… {more} more (--limit {limit})", "dim")])
        unknown = f"? {self.shown.unit} unknown" if self._has_undated else ""
        yield Words([zero, *self._legend(), (unknown, "dim")])
        yield Words([(_WEIGHED, "dim")])

    @cached_property
    def _has_undated(self) -> bool:
        """Whether there are engagements whose date is too vague for a column."""
        return any(map(_undated, self.shown.rows))

    @cached_property
    def _shades(self) -> list[int]:
        """The minimum weight of each shade."""
        return shades_for(cell.weight for row in self.shown.rows for cell in row.cells)

    def _nothing(self) -> str:
        """Return the text of an empty report, with a hint on what to type."""
        when = self.last and self.last.occurred
        year = ((when and (when.latest or when.earliest)) or "")[:4]
        hint = f" (--year {year})" if year.isdecimal() else ""
        return nothing_but(self.last, "in this period", hint)

    @property
    def _columns(self) -> list[Column]:
        """The columns of the table for text."""
        return [
            Column(self.shown.by, least=8),
            *(Column(self._label(n), gap=self._gap(n)) for n in range(len(self.shown.columns))),
            *self._counts("last", "ago"),
        ]

    @property
    def _drawn_columns(self) -> list[Column]:
        """The columns of the table with the strips."""
        by = self.shown.by
        return [
            Column(by, least=8, codes=by == "country"),
            Column(f"weight by {self.shown.unit}", least=STRIP, axis=self._axis),
            *self._counts("last contact", "silence"),
        ]

    def _counts(self, last: str, ago: str) -> Iterator[Column]:
        """Yield the columns for the counts, the last contact and the days since then."""
        if self._has_undated:
            yield Column("?", right=True)
        yield Column("total", right=True)
        yield Column(last, folds=True, gap=2)
        yield Column("ref", style="ref", folds=True)
        yield Column(ago, right=True, folds=True, gap=2)

    @property
    def _axis(self) -> Axis:
        """The axis of the strips: the columns, and the year or century in which they begin."""
        columns = self.shown.columns
        starts = [n for n in range(len(columns)) if n == 0 or self._begins(n)]
        labels: list[Label] = []
        if self.shown.unit == "month" or len(columns) > LOOSE:
            groups = pairwise([*starts, len(columns)])
            labels += [Label(n, end, [self._group(n)], style="strong") for n, end in groups]
        if self.shown.unit == "month" or len(columns) <= LOOSE:
            line = 1 if labels else 0
            labels += [Label(n, n + 1, self._names(n), line) for n in range(len(columns))]
        heaviest = max(cell.weight for row in self.shown.rows for cell in row.cells)
        return Axis(len(columns), labels, squared=len(str(heaviest)))

    def _names(self, n: int) -> list[str]:
        """Return the names of a column, from long to short: ``Apr``, ``A``."""
        name = date_text(self.shown.columns[n]).split()[0]
        return [name, name[:1]] if self.shown.unit == "month" else [name, f"’{name[2:4]}"]

    def _group(self, n: int) -> str:
        """Return the name of the group of columns that begins with a column: ``2025``."""
        return self.shown.columns[n][:4].replace("X", "0")

    def _label(self, n: int) -> str:
        """Return the heading of a month's column, shortened to one or two characters."""
        columns, unit = self.shown.columns, self.shown.unit
        whole = date_text(columns[n])
        if len(columns) <= LOOSE:
            return {"month": whole[:1], "year": whole[2:], "decade": whole[2:]}[unit]
        return whole[:1] if unit == "month" else columns[n].rstrip("X")[-1]

    def _begins(self, n: int) -> bool:
        """Return whether a column begins a group of columns: a year, a decade or a century."""
        begins = {"month": "-01", "year": "0", "decade": "0X"}[self.shown.unit]
        return self.shown.columns[n].endswith(begins)

    def _gap(self, n: int) -> int:
        """Return the number of empty cells before a column; 0 within a group of columns."""
        columns = self.shown.columns
        if n == 0 or len(columns) <= LOOSE:
            return 1
        return int(self._begins(n) and len(columns) <= GROUPED)

    def _row(self, row: "ActivityRow") -> Row:
        heat = (self._heat(cell) for cell in row.cells)
        return Row(
            (Cell(_name(row, self.shown.by)), *heat, *self._counted(row)), ref=self._ref(row)
        )

    def _strip_row(self, row: "ActivityRow") -> Row:
        cells = (Cell(_name(row, self.shown.by)), self._strip(row), *self._counted(row))
        return Row(cells, ref=self._ref(row))

    def _ref(self, row: "ActivityRow") -> str | None:
        return row.key if self.shown.by == "mechanism" else None

    def _counted(self, row: "ActivityRow") -> Iterator[Cell]:
        """Yield the cells for the counts, the last contact and the days since then."""
        if self._has_undated:
            yield _undated(row) or EMPTY
        yield Cell(str(row.total))
        yield from self._last(row)

    def _heat(self, cell: "ActivityCell") -> Cell:
        """Return a cell of the map for text: a shade."""
        if not cell.weight:
            return Cell("○", style="planned") if cell.planned else Cell("·", style="dim")
        shade = bisect(self._shades, cell.weight)
        return Cell(SHADES[shade - 1], style=f"heat{shade}")

    def _strip(self, row: "ActivityRow") -> Cell:
        """Return the strip of a row: a square for each column that is not empty."""
        numbered = enumerate(zip(self.shown.columns, row.cells, strict=True))
        filled = [(n, date_text(when), cell) for n, (when, cell) in numbered if _is_filled(cell)]
        words = (f"{when}: {_in_words(cell)}" for _, when, cell in filled)
        name = row.name or _name(row, self.shown.by)
        pieces = [self._square(n, cell, f"{name}, {when}") for n, when, cell in filled]
        return Cell("; ".join(words) or "nothing", strip=Strip(pieces))

    def _square(self, n: int, cell: "ActivityCell", about: str) -> Piece:
        title = f"{about}: {_in_words(cell)}"
        if not cell.weight:
            return Piece("mark", n, n + 1, style="planned", mark="planned", title=title)
        style = f"heat{bisect(self._shades, cell.weight)}"
        return Piece("square", n, n + 1, style=style, text=str(cell.weight), title=title)

    def _last(self, row: "ActivityRow") -> Iterator[Cell]:
        """Yield the cells for the last contact, and for the days of silence since then."""
        last, silence = row.last, row.silence
        yield Cell(self._when(last) if last else "none")
        yield Cell(last.ref if last else "")
        is_long = _is_long(row)
        words = days_in_words(silence) if silence else ""
        yield Cell(f"{'! ' if is_long else ''}{words}", style="overdue" if is_long else "")

    def _legend(self) -> Iterator[StyledText]:
        """Yield the legend of the shades and marks in the map."""
        yield (" 0  ", "dim")
        above_each = [*self._shades[1:], None]
        for n, (least, above) in enumerate(zip(self._shades, above_each, strict=True)):
            most = "+" if above is None else "" if above == least + 1 else f"–{above - 1}"
            yield SHADES[n], f"heat{n + 1}"
            yield f" {least}{most}  ", "dim"
        if self._has_plans:
            yield "○", "planned"
            yield " planned  ", "dim"
        if any(_is_long(row) for row in self.shown.rows):
            yield "!", "overdue"
            yield f" over {LONG} days  ", "dim"

    @property
    def _has_plans(self) -> bool:
        """Whether a cell of the map has nothing but plans."""
        cells = (cell for row in self.shown.rows for cell in row.cells)
        undated = (_undated(row) for row in self.shown.rows)
        is_plan = (one is not None and one.style == "planned" for one in undated)
        return any(cell.planned and not cell.weight for cell in cells) or any(is_plan)

    def _when(self, last: "ContactShape") -> str:
        """Return the date of the last contact, without the current year if it has a day."""
        assert last.occurred is not None
        when = parse_date(last.occurred.text)
        short = near(when, self.today)
        return short if len(short) > len("May") else when.for_people()


def _is_long(row: "ActivityRow") -> bool:
    """Return whether the silence in a row is so long that it gets a mark."""
    return row.silence is not None and row.silence.at_least > LONG


def _is_filled(cell: "ActivityCell") -> bool:
    return bool(cell.weight or cell.planned)


def _in_words(cell: "ActivityCell") -> str:
    """Return a cell in words: ``weight 7, 2 planned``."""
    weight = f"weight {cell.weight}" if cell.weight else ""
    return ", ".join(filter(None, (weight, f"{cell.planned} planned" if cell.planned else "")))


def _name(row: "ActivityRow", by: str) -> str:
    if row.key is None:
        return REST[by]
    return str(row.name) if by == "topic" else f"{row.key} {row.name or ''}"


def shades_for(weights: Iterable[int]) -> list[int]:
    """Return the minimum weight of each shade, chosen so that the map uses every shade."""
    known = sorted(filter(None, weights))
    shades = list(LEAST)
    for n in range(1, len(shades)):
        quarter = known[len(known) * n // len(shades)] if known else 0
        shades[n] = max(LEAST[n], quarter, shades[n - 1] + 1)
    return shades


def _undated(row: "ActivityRow") -> Cell | None:
    """Return the cell for engagements whose date is too vague for a column, or ``None``."""
    if row.elsewhere:
        return Cell(str(row.elsewhere))
    planned = row.planned - sum(cell.planned for cell in row.cells)
    return Cell("○", style="planned") if planned else None


_WEIGHED = (
    "Each cell is the total weight of its engagements; the weights range from"
    f" {min(OF_KIND.values())} to {max(OF_LEVEL.values())}"
    f" ({max(OF_LEVEL.values())}: state visit, heads of state)."
)
