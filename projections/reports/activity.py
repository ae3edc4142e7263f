"""Activity: how much there was in which month, with whom, in which body, or on what.

A fold over contacts: what took place counts in the month in which it began, and weighs as much as
:mod:`dragoman.domain.weight` says. A date that does not tell the month counts in none, and in the
total.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Literal, NamedTuple
from uuid import UUID

from attrs import define, evolve, field, frozen
from msgspec import Struct

from dragoman.domain import country_name, terms, weight_of
from dragoman.projections.mechanisms import titles
from dragoman.projections.report import AsOf, Report, Shape, report_tag
from dragoman.projections.reports.contacts import (
    Contact,
    ContactShape,
    Silence,
    SilenceShape,
    contacts,
)
from dragoman.projections.reports.tallies import Latest
from dragoman.projections.snapshot import Snapshot
from dragoman.projections.timeline import EVER, TimelineQuery, timeline

By = Literal["country", "mechanism", "topic"]
Unit = Literal["month", "year", "decade"]

MONTHS: dict[Unit, int] = {"month": 1, "year": 12, "decade": 120}
MOST: dict[Unit, int] = {"month": 24, "year": 60, "decade": 60}
"""How many columns there may be of a unit; where that is too few, they are of the next one."""

NO_DATE = (timeline.c.day.is_(None), timeline.c.last.is_(None))
"""What may have been at any time, and is found in no period."""

RECENT = 2_000
"""Contacts among which the last one with anybody is looked for, before it is with each of them."""


# --- Columns ----------------------------------------------------------------------------------


@frozen
class Window:
    """The days that are asked for, and the columns in which they lie.

    ``numbers`` are those of the columns, counted in their unit from the year 0.
    """

    first: date
    last: date
    unit: Unit
    numbers: range

    @classmethod
    def of(cls, first: date, last: date) -> "Window | None":
        """In months, years or decades; ``None`` if there are too many even of those."""
        for unit, most in MOST.items():
            start, end = (_number(one.toordinal(), unit) for one in (first, last))
            if end - start < most:
                return cls(first, last, unit, range(start, end + 1))
        return None

    @property
    def columns(self) -> list[str]:
        """The columns as EDTF: ``2026-01``, ``2026`` or ``202X``."""
        return [_edtf(number, self.unit) for number in self.numbers]

    def number_of(self, one: Contact) -> int | None:
        """The number of the column in which a contact began, if its date tells."""
        first, last = one.first, one.last
        if first is not None and last is not None and 0 < first <= last <= _LAST_DAY:
            number = _number(first, self.unit)
            if first == last or number == _number(last, self.unit):
                return number
        if one.month is None:
            return None
        year, _, month = one.month.rpartition("-")
        return _column(int(year), int(month), self.unit)


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
"""What a row is told apart by; ``None`` for what belongs to no other."""


@frozen
class RowGrouping:
    """What the rows are: those whom the report is ``about`` anyway have none of their own."""

    by: By
    about: Collection[str] = ()

    def of(self, one: Contact) -> Mapping[Key, str]:
        """The rows in which a contact counts, with their names as they are written in it."""
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
        """What everything in a row is found by."""
        match self.by:
            case "country":
                return terms.involves(key)
            case "mechanism":
                return terms.sessions_of(UUID(key))
        return terms.topic(name)


class ActivityCell(Struct):
    """How much there was: engagements, what they weigh together, and those that are planned."""

    count: int = 0
    weight: int = 0
    planned: int = 0

    def add(self, count: int, weight: int, planned: int) -> None:
        """Add to all of them."""
        self.count += count
        self.weight += weight
        self.planned += planned


@define
class RowTally:
    """A row: its cells by the numbers of columns, and one for what does not tell the column."""

    name: str
    cells: dict[int | None, ActivityCell] = field(factory=dict)

    def add(self, name: str, number: int | None, weight: int) -> None:
        """Take a contact; a plan weighs nothing. Of several spellings of a name, one is kept."""
        self.name = min(self.name, name)
        cell = self.cells.get(number) or self.cells.setdefault(number, ActivityCell())
        cell.add(weight > 0, weight, weight == 0)

    @property
    def sum(self) -> ActivityCell:
        """All cells together."""
        whole = ActivityCell()
        for cell in self.cells.values():
            whole.add(cell.count, cell.weight, cell.planned)
        return whole


@define
class Last:
    """The last contact, and the silence since.

    None on a day up to ``sure`` changes them.
    """

    silence: Silence
    latest: Latest = field(factory=Latest)
    sure: int = -EVER - 1

    def add(self, one: Contact) -> None:
        """Take a contact that took place, if it may be the last."""
        if one.day is None or (one.day <= self.sure and one.last is not None):
            return
        self.latest.add(one)
        self.silence.add(one)
        first, last = one.ended
        if first is not None and last is not None:
            self.sure = max(self.sure, first)


@define
class Tallies:
    """All rows, and the last contact in each; ``engagements`` are those that count, each once."""

    window: Window
    rows: RowGrouping
    today: date
    engagements: int = 0
    found: dict[Key, RowTally] = field(factory=dict)
    lasts: dict[Key, Last] = field(factory=dict)

    def add(self, one: Contact) -> None:
        """Take a contact."""
        number, done, names = self.window.number_of(one), one.took_place, self.rows.of(one)
        for key in names if done else ():
            self.last(key).add(one)
        if not self._counts(one, number, done):
            return
        weighs = _weight(one) if done else 0
        self.engagements += done
        for key, name in names.items():
            tally = self.found.get(key) or self.found.setdefault(key, RowTally(name))
            tally.add(name, number, weighs)

    def last(self, key: Key) -> Last:
        """The last contact in a row, as far as contacts were taken."""
        return self.lasts.get(key) or self.lasts.setdefault(key, Last(Silence(self.today)))

    def _counts(self, one: Contact, number: int | None, done: bool) -> bool:
        """What is off counts nowhere; a plan without a month only where it may still come."""
        if number is not None:
            return number in self.window.numbers and (done or one.is_planned)
        return done or (one.is_ahead(self.today) and self.window.last >= self.today)


def _weight(one: Contact) -> int:
    facts = one.facts
    return weight_of(one.kind, facts.level, (person.post for person in facts.participants))


# --- The last contact -------------------------------------------------------------------------


def _lasts(
    snapshot: Snapshot, wanted: TimelineQuery, tallies: Tallies, shown: Iterable[Key]
) -> dict[Key, Last]:
    """The last contact in each of the rows that are shown, whenever it was."""
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
    """Look for the last contacts; return the rows whose last one may lie further back."""
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
    """A row: its cells, one a column, the engagements ``elsewhere``, and the last contact.

    ``elsewhere`` counts those whose dates do not tell the column; ``total`` counts all.
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
    """How much there was in each column (EDTF), in the rows with the most weight.

    How many rows there are ``more``.
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
    """The rows with the most weight, with their cells and the last contact; how many ``more``."""
    within = evolve(wanted, first=window.first.toordinal(), last=window.last.toordinal())
    tallies = Tallies(window, rows, today)
    for found in (contacts(snapshot, within), contacts(snapshot, wanted, *NO_DATE)):
        for one in found:
            tallies.add(one)
    named = _named(snapshot, tallies)
    order = sorted(named, key=lambda key: _order(key, tallies.found, named))
    lasts = _lasts(snapshot, wanted, tallies, order[:limit])
    return ActivityReport(
        as_of=snapshot.as_of,
        context=list(context),
        by=rows.by,
        unit=window.unit,
        columns=window.columns,
        engagements=tallies.engagements,
        rows=[_row(named[key], tallies.found[key], last, window) for key, last in lasts.items()],
        more=len(order[limit:]),
    )


def newest(snapshot: Snapshot, wanted: TimelineQuery, today: date) -> ContactShape | None:
    """The last contact of all, whenever it was."""
    ever = evolve(wanted, first=None, last=today.toordinal())
    done = (one for one in contacts(snapshot, ever) if one.took_place)
    one = next(done, None)
    return one.shape() if one else None


class _Label(NamedTuple):
    """What a row is called: its key as it is shown, and its name."""

    key: str | None
    name: str | None


def _named(snapshot: Snapshot, tallies: Tallies) -> dict[Key, _Label]:
    """What each row is called."""
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
    return named


def _order(
    key: Key, found: Mapping[Key, RowTally], named: Mapping[Key, _Label]
) -> tuple[bool, int, str, Key]:
    """What weighs most comes first, what belongs to no other row last."""
    return key is None, -found[key].sum.weight, (named[key].name or "").casefold(), key


def _row(label: _Label, tally: RowTally, last: Last, window: Window) -> ActivityRow:
    return ActivityRow(
        key=label.key,
        name=label.name,
        cells=[tally.cells.get(number, ActivityCell()) for number in window.numbers],
        elsewhere=tally.cells.get(None, ActivityCell()).count,
        total=tally.sum.count,
        planned=tally.sum.planned,
        last=last.latest.last,
        silence=last.silence.shape(),
    )
