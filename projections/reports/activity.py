"""Activity: engagements counted by month, and by partner, mechanism or topic.

The report is a fold over contacts. An engagement that took place counts with the weight from
:mod:`dragoman.domain.weight`, in the month in which the engagement began. An engagement whose date
does not give the month counts only in the total.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import chain
from typing import Literal, NamedTuple
from uuid import UUID

from attrs import define, evolve, field, frozen
from msgspec import Struct

from dragoman.domain import country_name, terms, weight_of
from dragoman.projections.facets import Beginning, Facet
from dragoman.projections.mechanisms import titles
from dragoman.projections.report import AsOf, Report, Shape, report_tag
from dragoman.projections.reports.contacts import (
    NO_DATE,
    Contact,
    ContactShape,
    Silence,
    SilenceShape,
    contacts,
    planned_contacts,
    without_date,
)
from dragoman.projections.reports.sheet import (
    NONE,
    OWN,
    StoredSheet,
    silence_of,
    stored_sides,
)
from dragoman.projections.reports.tallies import Latest
from dragoman.projections.snapshot import Snapshot
from dragoman.projections.timeline import EVER, TimelineQuery

By = Literal["country", "mechanism", "topic"]
Unit = Literal["month", "year", "decade"]

MONTHS: dict[Unit, int] = {"month": 1, "year": 12, "decade": 120}
MOST: dict[Unit, int] = {"month": 24, "year": 60, "decade": 60}
"""The maximum number of columns of a unit (month, year, decade); longer periods use the next unit.
"""

RECENT = 2_000
"""The number of newest contacts in which to search for the last contact of every row. If the last
contact of a row is not among these contacts, the report makes a query for the row.
"""


# --- Columns ----------------------------------------------------------------------------------


@frozen
class Window:
    """The period of the report, and its columns.

    ``numbers`` are the numbers of the columns: months, years or decades since the year 0.
    """

    first: date
    last: date
    unit: Unit
    numbers: range

    @classmethod
    def of(cls, first: date, last: date) -> "Window | None":
        """Return a window in months, years or decades; ``None`` if that takes too many columns."""
        for unit, most in MOST.items():
            start, end = (_number(one.toordinal(), unit) for one in (first, last))
            if end - start < most:
                return cls(first, last, unit, range(start, end + 1))
        return None

    @property
    def columns(self) -> list[str]:
        """The columns as EDTF: ``2026-01``, ``2026`` or ``202X``."""
        return [_edtf(number, self.unit) for number in self.numbers]

    @property
    def months(self) -> tuple[str, str]:
        """The first month of the first column, and the last month of the last column."""
        size = MONTHS[self.unit]
        ends = self.numbers[0] * size, (self.numbers[-1] + 1) * size - 1
        first, last = (_edtf(month, "month") for month in ends)
        return first, last

    @property
    def has_whole_months(self) -> bool:
        """Whether the period begins and ends at the boundary of a month."""
        ends = self.last.day == 31 or (self.last + timedelta(days=1)).day == 1
        return self.first.day == 1 and ends

    def includes(self, began: Beginning) -> bool:
        """Return whether a contact may have been in the period.

        The period must consist of whole months. A contact at an unknown time may have been in any
        period.
        """
        first, last = began.first, began.last
        if began.month and first is None and last is None:
            return _month(self.first) <= began.month <= _month(self.last)
        return (last is None or last >= self.first.toordinal()) and (
            first is None or first <= self.last.toordinal()
        )

    def number_of(self, one: Contact | Beginning) -> int | None:
        """Return the number of the column in which a contact began; ``None`` if unknown."""
        first, last = one.first, one.last
        if first is not None and last is not None and 0 < first <= last <= _LAST_DAY:
            number = _number(first, self.unit)
            if first == last or number == _number(last, self.unit):
                return number
        if one.month is None:
            return None
        year, _, month = one.month.rpartition("-")
        return _column(int(year), int(month), self.unit)


def _month(day: date) -> str:
    return day.isoformat()[:7]


_LAST_DAY = date.max.toordinal()


@lru_cache(maxsize=65_536)
def _number(day: int, unit: Unit) -> int:
    when = date.fromordinal(day)
    return _column(when.year, when.month, unit)


def _column(year: int, month: int, unit: Unit) -> int:
    return (year * 12 + month - 1) // MONTHS[unit]


def _edtf(number: int, unit: Unit) -> str:
    year, month = divmod(number * MONTHS[unit], 12)
    if unit == "month":
        return f"{year:04}-{month + 1:02}"
    return f"{year:04}" if unit == "year" else f"{year // 10:03}X"


# --- Rows -------------------------------------------------------------------------------------

Key = str | None
"""The key of a row; ``None`` is the key of the row for engagements that belong to no other row."""


@frozen
class RowGrouping:
    """The grouping of engagements into rows; parties that the report is ``about`` have no row."""

    by: By
    about: Collection[str] = ()

    def of(self, one: Contact) -> Mapping[Key, str]:
        """Return the key and the name of each row in which a contact counts."""
        named: Mapping[Key, str]
        match self.by:
            case "country":
                named = {code: code for code in one.sides if code not in self.about}
            case "mechanism":
                named = {one.facts.mechanism: ""} if one.facts.mechanism else {}
            case "topic":
                named = {terms.term_of(topic): topic for topic in one.facts.topics}
        return named or {None: ""}

    def term(self, key: str, name: str) -> str:
        """Return the search term that finds all engagements in a row."""
        match self.by:
            case "country":
                return terms.involves(key)
            case "mechanism":
                return terms.sessions_of(UUID(key))
        return terms.topic(name)


class ActivityCell(Struct):
    """A cell: counts of engagements and of planned engagements, and the total weight."""

    count: int = 0
    weight: int = 0
    planned: int = 0

    def add(self, count: int, weight: int, planned: int) -> None:
        """Add counts to the counts of this cell."""
        self.count += count
        self.weight += weight
        self.planned += planned


@define
class RowTally:
    """A row: cells by column number, and a cell for engagements that fit no single column."""

    name: str
    cells: dict[int | None, ActivityCell] = field(factory=dict)

    def add(self, name: str, number: int | None, weight: int, times: int = 1) -> None:
        """Add contacts; planned contacts have the weight 0.

        If the name of the row has several spellings, the row keeps the first in sort order.
        """
        self.name = min(self.name, name)
        cell = self.cells.get(number) or self.cells.setdefault(number, ActivityCell())
        cell.add(times * (weight > 0), times * weight, times * (weight == 0))

    @property
    def sum(self) -> ActivityCell:
        """Return the total of all cells."""
        whole = ActivityCell()
        for cell in self.cells.values():
            whole.add(cell.count, cell.weight, cell.planned)
        return whole


@define
class Last:
    """The last contact, and the silence since then.

    Contacts whose day is ``sure`` or earlier are too old to change the result.
    """

    silence: Silence
    latest: Latest = field(factory=Latest)
    sure: int = -EVER - 1

    def add(self, one: Contact) -> None:
        """Add a contact that took place, if the contact may be the last contact."""
        if one.day is None or (one.day <= self.sure and one.last is not None):
            return
        self.latest.add(one)
        self.silence.add(one)
        first, last = one.ended
        if first is not None and last is not None:
            self.sure = max(self.sure, first)

    @property
    def shown(self) -> "LastShown":
        """The last contact and the silence, as shown in the report."""
        return LastShown(self.latest.last, self.silence.shape())


@define
class Tallies:
    """All rows, and the last contact in each row; ``engagements`` counts each engagement once."""

    window: Window
    rows: RowGrouping
    today: date
    engagements: int = 0
    found: dict[Key, RowTally] = field(factory=dict)
    lasts: dict[Key, Last] = field(factory=dict)

    def add(self, one: Contact) -> None:
        """Add a contact."""
        number, done, names = self.window.number_of(one), one.took_place, self.rows.of(one)
        for key in names if done else ():
            self.last(key).add(one)
        if not self._counts(one, number, done):
            return
        weighs = _weight(one) if done else 0
        self.engagements += done
        for key, name in names.items():
            self._row(key, name).add(name, number, weighs)

    def read(self, sheet: StoredSheet) -> None:
        """Add the contacts that took place, as counted by the tallies of the views."""
        for code, began, times in sheet.months(*self.window.months):
            number = self.window.number_of(began)
            is_shown = number is None or number in self.window.numbers
            if not is_shown or not self.window.includes(began):
                continue
            if code == OWN:
                self.engagements += times
            else:
                self._row(code, code or "").add(code or "", number, began.weight, times)

    def _row(self, key: Key, name: str) -> RowTally:
        return self.found.get(key) or self.found.setdefault(key, RowTally(name))

    def last(self, key: Key) -> Last:
        """Return the last contact in a row among the contacts added so far."""
        return self.lasts.get(key) or self.lasts.setdefault(key, Last(Silence(self.today)))

    def _counts(self, one: Contact, number: int | None, done: bool) -> bool:
        """Return whether a contact counts in the cells of the report.

        A cancelled engagement does not count. A plan whose date has no month counts only if the
        plan may still happen.
        """
        if number is not None:
            return number in self.window.numbers and (done or one.is_planned)
        return done or (one.is_ahead(self.today) and self.window.last >= self.today)


def _weight(one: Contact) -> int:
    facts = one.facts
    return weight_of(one.kind, facts.level, (person.post for person in facts.participants))


# --- The last contact -------------------------------------------------------------------------


class LastShown(NamedTuple):
    """The last contact in a row, and the silence since then, as shown in the report."""

    contact: ContactShape | None
    silence: SilenceShape | None


def _stored_lasts(
    sheet: StoredSheet, shown: Sequence[Key], today: date
) -> dict[Key, LastShown] | None:
    """Return the last contact in each displayed row, from the tallies of the views.

    Returns ``None`` if the tallies are not enough, because a row is for contacts without any party,
    or because the last contact is in the future.
    """
    if None in shown and not sheet.sides:
        return None
    dated, began, closed = (
        {None: sheet.alone(facet), **sheet.tallies(facet)}
        for facet in (Facet.CONTACT, Facet.BEGAN, Facet.CLOSED)
    )
    known = [key for key in shown if dated.get(key, NONE).times]
    if any(dated[key].sort > today.toordinal() for key in known):
        return None
    last = dict(zip(known, sheet.last(*(dated[key] for key in known)), strict=True))
    return {
        key: LastShown(
            last[key].shape() if key in last else None,
            silence_of(dated.get(key, NONE), began.get(key, NONE), closed.get(key, NONE), today),
        )
        for key in shown
    }


def _lasts(
    snapshot: Snapshot, wanted: TimelineQuery, tallies: Tallies, shown: Iterable[Key]
) -> dict[Key, Last]:
    """Return the last contact in each displayed row, even if the contact was outside the period."""
    today, window = tallies.today, tallies.window
    since = window.first.toordinal() if window.last >= today else today.toordinal() + 1
    found = {key: tallies.last(key) for key in shown}
    earlier = [key for key, last in found.items() if last.sure < since]
    if not earlier:
        return found
    anew = {key: Last(Silence(today)) for key in earlier}
    ever = evolve(wanted, first=None, last=today.toordinal())
    for key in _unsettled(snapshot, evolve(ever, limit=RECENT), tallies.rows, anew):
        anew[key] = Last(Silence(today))
        term = [tallies.rows.term(key, tallies.found[key].name)] if key else []
        own = evolve(ever, terms=(*wanted.terms, *term))
        _unsettled(snapshot, own, tallies.rows, {key: anew[key]})
    return found | anew


def _unsettled(
    snapshot: Snapshot, wanted: TimelineQuery, rows: RowGrouping, found: Mapping[Key, Last]
) -> Collection[Key]:
    """Search the newest contacts for each row's last contact; return the rows still to search."""
    left, day, seen = set(found), None, 0
    for one in contacts(snapshot, wanted):
        seen += 1
        if one.day is not None and one.day != day:
            day = one.day
            left = {key for key in left if found[key].sure < day}
        if not left:
            return ()
        if one.took_place:
            for key in left.intersection(rows.of(one)):
                found[key].add(one)
    return left if seen == wanted.limit else ()


# --- The report -------------------------------------------------------------------------------


class ActivityRow(Shape, frozen=True, kw_only=True):
    """A row: a cell for each column, the number of engagements, and the last contact.

    ``elsewhere`` counts engagements whose dates fit no single column; ``total`` counts all
    engagements.
    """

    key: str | None
    name: str | None
    cells: list[ActivityCell]
    elsewhere: int
    total: int
    planned: int
    last: ContactShape | None
    silence: SilenceShape | None


class ActivityReport(Report, tag=report_tag("activity"), frozen=True, kw_only=True):
    """The rows with the most weight, with a cell for each column; ``columns`` are EDTF.

    ``more`` is the number of rows that the report leaves out.
    """

    as_of: AsOf
    context: list[str]
    by: By
    unit: Unit
    columns: list[str]
    engagements: int
    rows: list[ActivityRow]
    more: int


def activity(
    snapshot: Snapshot,
    wanted: TimelineQuery,
    window: Window,
    rows: RowGrouping,
    today: date,
    limit: int,
    context: Sequence[str] = (),
) -> ActivityReport:
    """Return the rows with the most weight, with their cells and last contacts."""
    question = _Question(snapshot, wanted, window, rows, today, limit)
    table = question.read() or question.count()
    return ActivityReport(
        as_of=snapshot.as_of,
        context=list(context),
        by=rows.by,
        unit=window.unit,
        columns=window.columns,
        engagements=table.tallies.engagements,
        rows=[table.row(key) for key in table.lasts],
        more=len(table.labels) - len(table.lasts),
    )


def newest(snapshot: Snapshot, wanted: TimelineQuery, today: date) -> ContactShape | None:
    """Return the last contact of all rows, even if the contact was outside the period."""
    ever = evolve(wanted, first=None, last=today.toordinal())
    done = (one for one in contacts(snapshot, ever) if one.took_place)
    one = next(done, None)
    return one.shape() if one else None


class _Label(NamedTuple):
    """The label of a row: the key as displayed, and the name."""

    key: str | None
    name: str | None


def _labels(snapshot: Snapshot, tallies: Tallies) -> dict[Key, _Label]:
    """Return the labels of the rows, heaviest first."""
    known = titles(snapshot) if tallies.rows.by == "mechanism" else {}
    named: dict[Key, _Label] = {}
    for key, tally in tallies.found.items():
        shown, name = key, tally.name
        if key and tallies.rows.by == "country":
            name = country_name(key)
        elif key and tallies.rows.by == "mechanism":
            shown = snapshot.ref_of(UUID(key).hex)
            name = known.get(shown or "", "")
        named[key] = _Label(shown, name or None)
    return {
        key: named[key] for key in sorted(named, key=lambda key: _order(key, tallies.found, named))
    }


def _order(
    key: Key, found: Mapping[Key, RowTally], named: Mapping[Key, _Label]
) -> tuple[bool, int, str, Key]:
    """Return a sort key that puts the heaviest row first, and the row without a key last."""
    return key is None, -found[key].sum.weight, (named[key].name or "").casefold(), key


@frozen
class _Table:
    """The rows with their labels, heaviest first, and the last contact in each displayed row."""

    tallies: Tallies
    labels: Mapping[Key, _Label]
    lasts: Mapping[Key, LastShown]

    def row(self, key: Key) -> ActivityRow:
        """Return a row as shown in the report."""
        label, tally, last = self.labels[key], self.tallies.found[key], self.lasts[key]
        numbers = self.tallies.window.numbers
        return ActivityRow(
            key=label.key,
            name=label.name,
            cells=[tally.cells.get(number, ActivityCell()) for number in numbers],
            elsewhere=tally.cells.get(None, ActivityCell()).count,
            total=tally.sum.count,
            planned=tally.sum.planned,
            last=last.contact,
            silence=last.silence,
        )


@frozen
class _Question:
    """A request for the report: the query, the period, the grouping and the limit."""

    snapshot: Snapshot
    wanted: TimelineQuery
    window: Window
    rows: RowGrouping
    today: date
    limit: int

    @property
    def within(self) -> TimelineQuery:
        """The query for engagements that may be in the period."""
        first, last = self.window.first.toordinal(), self.window.last.toordinal()
        return evolve(self.wanted, first=first, last=last)

    def count(self) -> _Table:
        """Count the contacts; return the rows."""
        tallies = Tallies(self.window, self.rows, self.today)
        dated = contacts(self.snapshot, self.within)
        none = without_date(self.wanted)
        for one in chain(dated, contacts(self.snapshot, self.wanted, *none)):
            tallies.add(one)
        labels = _labels(self.snapshot, tallies)
        shown = list(labels)[: self.limit]
        lasts = _lasts(self.snapshot, self.wanted, tallies, shown)
        return _Table(tallies, labels, {key: last.shown for key, last in lasts.items()})

    def read(self) -> _Table | None:
        """Return the rows from the tallies of the views; ``None`` if the tallies do not suffice."""
        sheet = self._sheet()
        if sheet is None:
            return None
        tallies = Tallies(self.window, self.rows, self.today)
        tallies.read(sheet)
        dated = planned_contacts(self.snapshot, self.within)
        for one in chain(dated, planned_contacts(self.snapshot, self.wanted, *NO_DATE)):
            tallies.add(one)
        labels = _labels(self.snapshot, tallies)
        lasts = _stored_lasts(sheet, list(labels)[: self.limit], self.today)
        return None if lasts is None else _Table(tallies, labels, lasts)

    def _sheet(self) -> StoredSheet | None:
        """Return the tallies by country; ``None`` if the report has to count the contacts."""
        sides = stored_sides(self.snapshot, self.wanted.terms)
        if sides is None or len(sides) > 1 or sides != list(self.rows.about):
            return None
        if self.rows.by != "country" or self.wanted.kinds or not self.window.has_whole_months:
            return None
        return StoredSheet(self.snapshot, sides)
