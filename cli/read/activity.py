"""``dragoman activity``: engagements by month, as a heat map."""

from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal

from attrs import frozen

from dragoman.cli.output import StyledText
from dragoman.cli.page.output_formats import PAGE_FORMS, OutputFormats, give, prepare
from dragoman.cli.page.page import EMPTY, Cell, Column, Grid, Page, Row, Words
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

TIGHT = 24
"""The maximum number of months that leave room for the last contact in HTML."""


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
        view = ActivityView(shown, today, last, is_html=forms.html is not None)
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
    """The view of an activity report; ``last`` is the last contact if the report has no rows.

    In HTML, the view also shows the names of columns, and the weight of each cell.
    """

    shown: "ActivityReport"
    today: date
    last: "ContactShape | None" = None
    is_html: bool = False

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
        return Page("Activity", about, list(self._blocks()))

    def _blocks(self) -> Iterator[Grid | Words]:
        rows = self.shown.rows
        if not rows:
            yield Words([self._nothing()])
            return
        shades = shades_for(cell.weight for row in rows for cell in row.cells)
        undated = any(map(_undated, rows))
        lines = [self._row(row, shades, undated) for row in rows]
        yield Grid(self._columns(undated), lines, head=True)
        if more := self.shown.more:
            yield Words([(f"… {more} more (--limit {len(rows) + more})", "dim")])
        unknown = f"? {self.shown.unit} unknown" if undated else ""
        marks = _legend([cell for line in lines for cell in line.cells], shades)
        yield Words([*marks, (unknown, "dim")])
        yield Words([(_WEIGHED, "dim")])

    def _nothing(self) -> str:
        """Return the text of an empty report, with a hint on what to type."""
        when = self.last and self.last.occurred
        year = ((when and (when.latest or when.earliest)) or "")[:4]
        hint = f" (--year {year})" if year.isdecimal() else ""
        return nothing_but(self.last, "in this period", hint)

    @property
    def _is_tight(self) -> bool:
        """Whether the map leaves no room in HTML, so that the last contact goes below each name."""
        return self.is_html and len(self.shown.columns) > TIGHT

    def _columns(self, undated: bool) -> list[Column]:
        last, ago = ("last contact", "silence") if self.is_html else ("last", "ago")
        return [
            Column(self.shown.by, least=8),
            *(Column(self._label(n), gap=self._gap(n)) for n in range(len(self.shown.columns))),
            *([Column("?", right=True)] if undated else []),
            Column("total", right=True),
            Column(last, folds=True, gap=2),
            Column("ref", style="ref", folds=True),
            Column(ago, right=True, folds=True, gap=2),
        ]

    def _label(self, n: int) -> str:
        """Return the heading of a month's column, shortened to the available room."""
        columns, unit = self.shown.columns, self.shown.unit
        whole = date_text(columns[n])
        if len(columns) <= LOOSE:
            short = {"month": whole[:1], "year": whole[2:], "decade": whole[2:]}[unit]
            return str(whole.split()[0] if self.is_html else short)
        if self.is_html and n and self._gap(n):
            short = columns[n][2:4]
        elif unit == "month":
            short = whole[:1]
        else:
            short = columns[n].rstrip("X")[-1]
        return str(short).ljust(self._digits) if self.is_html else str(short)

    @property
    def _digits(self) -> int:
        """The number of digits for which the squares in HTML have room."""
        cells = (cell for row in self.shown.rows for cell in row.cells)
        return 2 if self._is_tight else len(str(max(cell.weight for cell in cells)))

    def _gap(self, n: int) -> int:
        """Return the number of empty cells before a column; 0 within a group of columns."""
        columns = self.shown.columns
        if n == 0 or len(columns) <= LOOSE:
            return 1
        begins = {"month": "-01", "year": "0", "decade": "0X"}[self.shown.unit]
        return int(columns[n].endswith(begins) and len(columns) <= GROUPED)

    def _row(self, row: "ActivityRow", shades: Sequence[int], undated: bool) -> Row:
        last = list(self._last(row))
        cells = (
            Cell(_name(row, self.shown.by)),
            *(self._heat(cell, shades) for cell in row.cells),
            *([_undated(row) or EMPTY] if undated else []),
            Cell(str(row.total)),
            *([EMPTY] * len(last) if self._is_tight else last),
        )
        notes = [", ".join(cell.text for cell in last if cell.text)] if self._is_tight else []
        ref = row.key if self.shown.by == "mechanism" else None
        return Row(cells, notes=notes, ref=ref)

    def _heat(self, cell: "ActivityCell", shades: Sequence[int]) -> Cell:
        """Return a cell of the map: a shade or, in HTML, a coloured square with the weight."""
        if not cell.weight:
            return Cell("○", style="planned") if cell.planned else Cell("·", style="dim")
        shade = bisect(shades, cell.weight)
        narrow = " dim" if self.is_html and len(self.shown.columns) > LOOSE else ""
        is_number = self.is_html and not self._is_tight
        text = str(cell.weight) if is_number else SHADES[shade - 1]
        return Cell(text, style=f"heat{shade}{narrow}")

    def _last(self, row: "ActivityRow") -> Iterator[Cell]:
        """Yield the cells for the last contact, and for the days of silence since then."""
        last, silence = row.last, row.silence
        yield Cell(self._when(last) if last else "none")
        yield Cell(last.ref if last else "")
        is_long = silence is not None and silence.at_least > LONG
        words = days_in_words(silence) if silence else ""
        yield Cell(f"{'! ' if is_long else ''}{words}", style="overdue" if is_long else "")

    def _when(self, last: "ContactShape") -> str:
        """Return the date of the last contact, without the current year if it has a day."""
        assert last.occurred is not None
        when = parse_date(last.occurred.text)
        short = near(when, self.today)
        return short if len(short) > len("May") else when.for_people()


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


def _legend(cells: Sequence[Cell], shades: Sequence[int]) -> Iterator[StyledText]:
    """Yield the legend of the shades and marks in the map."""
    yield ("· 0  ", "dim")
    for n, (least, above) in enumerate(zip(shades, [*shades[1:], None], strict=True)):
        most = "+" if above is None else "" if above == least + 1 else f"–{above - 1}"
        yield SHADES[n], f"heat{n + 1}"
        yield f" {least}{most}  ", "dim"
    if any(cell.style == "planned" for cell in cells):
        yield "○", "planned"
        yield " planned  ", "dim"
    if any(cell.style == "overdue" for cell in cells):
        yield "!", "overdue"
        yield f" over {LONG} days  ", "dim"


_WEIGHED = (
    "Each cell is the total weight of its engagements; the weights range from"
    f" {min(OF_KIND.values())} to {max(OF_LEVEL.values())}"
    f" ({max(OF_LEVEL.values())}: state visit, heads of state)."
)
