"""The rows for engagements and follow-ups, which all reports share."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct

from dragoman.cli.output import StyledText
from dragoman.cli.page.marks import GLYPHS, MEANINGS
from dragoman.cli.page.page import Cell, Column, Facets, Row, Words, cells_of
from dragoman.cli.unreadable import remark
from dragoman.cli.wording import age, late_in_words
from dragoman.domain import PLANNED, UNDER_WAY, ImpreciseDate, country_name, parse_date
from dragoman.exchange import date_text, owners_text, title_of

if TYPE_CHECKING:
    from dragoman.projections import (
        DateShape,
        EntryShape,
        FollowUpShape,
        OwnerShape,
        SearchResult,
        WindowShape,
    )
    from dragoman.projections.reports.agenda import AgendaItem
    from dragoman.projections.reports.contacts import ContactShape
    from dragoman.projections.reports.digest import DigestItem

    AnyEntry = EntryShape | ContactShape | SearchResult | AgendaItem

COLUMNS = (
    Column("when"),
    Column("record", style="ref", tree=True),
    Column("title", least=28),
    Column("place", style="place", least=8, folds=True),
    Column("parties", style="dim", least=11, codes=True),
    Column("remark", style="dim", least=10, folds=True),
)

MOST_SIDES = 3
"""The maximum number of codes that a row shows; the row only counts further codes."""


class EntryLine(Struct, frozen=True):
    """An engagement in the timeline, with its depth in the tree of parts."""

    entry: "EntryShape"
    depth: int = 0

    @property
    def when(self) -> ImpreciseDate | None:
        """The date of the engagement, or ``None`` if it has no date."""
        occurred = self.entry.occurred
        return parse_date(occurred.text) if occurred else None

    def is_to_come(self, today: date) -> bool:
        """Return whether the engagement is planned and its date has not passed."""
        last = self.when.last if self.when else None
        return self.entry.status in PLANNED and (last is None or last >= today.toordinal())

    def row(self, today: date, when: str | None = None, notes: Sequence[str] = ()) -> Row:
        """Return the row of the engagement; ``when`` replaces the usual wording of the date."""
        entry = self.entry
        cells = entry_cells(entry, today, when, ", ".join(filter(None, self._remarks(today))))
        facets = partial(facets_of, kind=[entry.kind], party=entry.parties, topic=entry.topics)
        return Row(cells, self.depth, notes, entry.ref, entry.part_of, facets)

    def _remarks(self, today: date) -> Sequence[str]:
        entry = self.entry
        level = entry.level if entry.level != "unspecified" else ""
        disputed = "disputed" if entry.disputed else ""
        late = late_in_words(entry.late) if entry.late else ""
        margins = f"margins of {entry.margins}" if entry.margins else ""
        return (remark(entry.unreadable_from), self._status(today), margins, disputed, level, late)

    def _status(self, today: date) -> str:
        """Return the status as text (``not confirmed``), or "" if the mark already shows it."""
        status, formerly = self.entry.status, self.entry.formerly
        if status == "postponed":
            return f"postponed, was {date_text(formerly[-1])}" if formerly else status
        if status in PLANNED:
            moved = ", moved" if formerly else ""
            return f"{status}{moved}" if self.is_to_come(today) else "not confirmed"
        if status in UNDER_WAY:
            last = self.when.last if self.when else None
            over = "not closed" if status == "opened" else "not concluded"
            return "under way" if last is None or last >= today.toordinal() else over
        return status if status in ("cancelled", "in force", "terminated") else ""


MOST_OF_SERIES = 3
"""The maximum number of planned meetings of one series that a list of plans shows."""


def first_of_series(entries: "Iterable[EntryShape]") -> dict[str, list[str]]:
    """Return the refs of the planned meetings to show, with notes, for lists of plans.

    ``entries`` are in order. Of each series, the result has only the first meetings. The note at
    the last of these says how many meetings follow.
    """
    by_series: dict[str, list[EntryShape]] = {}
    shown: dict[str, list[str]] = {}
    for one in entries:
        if one.series and one.status == "scheduled":
            by_series.setdefault(one.series, []).append(one)
        else:
            shown[one.ref] = []
    for series, meetings in by_series.items():
        shown |= {one.ref: [] for one in meetings[:MOST_OF_SERIES]}
        if rest := meetings[MOST_OF_SERIES:]:
            last = rest[-1].occurred
            until = f", the last on {date_text(last.text)}" if last else ""
            shown[meetings[MOST_OF_SERIES - 1].ref] = [f"and {len(rest)} more of {series}{until}"]
    return shown


def plans(entries: "Sequence[EntryShape]", today: date) -> "Iterator[Row]":
    """Yield the rows of planned engagements; of a series, only the first meetings."""
    notes = first_of_series(entries)
    for one in entries:
        if one.ref in notes:
            yield EntryLine(one).row(today, notes=notes[one.ref])


def entry_cells(
    entry: "AnyEntry", today: date, when: str | None = None, *more: str
) -> tuple[Cell, ...]:
    """Return the cells of an engagement: date, ref, title, place and parties."""
    title, session = title_of(entry)
    date_cell = when if when is not None else near_date(entry.occurred, today)
    record = Cell(entry.ref, mark=mark_of(entry))
    return cells_of(
        date_cell, record, Cell(title, suffix=session), entry.place, sides_of(entry), *more
    )


def mark_of(entry: "AnyEntry") -> str:
    """Return the name of a record's mark: its kind, ``planned`` or ``cancelled``."""
    return mark_for(entry.kind, entry.status)


def mark_for(kind: str, status: str) -> str:
    """Return the name of the mark for a kind and a status; for a follow-up, the status decides."""
    if kind == "follow-up":
        return _FOLLOW_UP_MARKS.get(status, "open")
    if status == "cancelled":
        return "cancelled"
    return "planned" if status in PLANNED else kind


_FOLLOW_UP_MARKS = {"fulfilled": "fulfilled", "dropped": "cancelled", "overdue": "overdue"}


def sides_of(entry: "AnyEntry | DigestItem") -> str:
    """Return the sides that took part: ``AZ–IQ`` or, for visits and messages, ``AZ → IQ``."""
    host, codes = entry.host, entry.parties
    if entry.kind == "visit" and host:
        guests = [code for code in codes if code != host]
        return f"{codes_of(guests, ', ')} → {host}" if guests else f"→ {host}"
    if entry.kind == "demarche" and codes:  # the sender comes first
        return directed(codes[0], codes[1:])
    return codes_of(sorted(codes))


def directed(sender: str, recipients: Sequence[str]) -> str:
    """Return the sender and the recipients of a message: ``AZ → IQ, TR``."""
    return f"{sender} → {codes_of(recipients, ', ')}"


def codes_of(codes: Sequence[str], between: str = "–") -> str:
    """Return the first codes, and how many more there are: ``AZ–IQ–TR +2``."""
    more = len(codes) - MOST_SIDES
    return f"{between.join(codes[:MOST_SIDES])}{f' +{more}' if more > 0 else ''}"


def facets_of(**values: Sequence[str]) -> Facets:
    """Return the facets of a row, with the name of each country in place of its code."""
    named = {
        label: [country_name(code) for code in some] if label in ("party", "side") else some
        for label, some in values.items()
    }
    return {label: some for label, some in named.items() if some}


def near(when: ImpreciseDate, today: date) -> str:
    """Return a date as text, without the year if it is the current year."""
    return when.without_year(today.year)


def near_date(
    shape: "DateShape | WindowShape | None", today: date, unknown: str = "no date"
) -> str:
    """Return a date in a report as text, without the year if it is the current year."""
    return near(parse_date(shape.text), today) if shape else unknown


def owed_cells(one: "FollowUpShape", today: date) -> tuple[str, Cell]:
    """Return the cells for the due date and the ref of a follow-up."""
    return near_date(one.due, today, "undated"), Cell(
        one.ref, mark=mark_for("follow-up", one.state)
    )


def row_owed(one: "FollowUpShape", today: date) -> Row:
    """Return the row of a follow-up."""
    due, ref = owed_cells(one, today)
    cells = cells_of(due, ref, one.what, one.place, codes_of(one.parties), age(one, today))
    facets = partial(facets_of, kind=["follow-up"], party=one.parties)
    return Row(cells, ref=one.ref, facets=facets)


def owner_notes(owners: "Iterable[OwnerShape]") -> list[str]:
    """Return a note on who has to act; no note if there are no owners."""
    named = owners_text(owners)
    return [f"owner {named}"] if named else []


def legend(rows: Sequence[Row]) -> Words:
    """Return the legend of the marks in the rows."""
    marks = {cell.mark for row in rows for cell in row.cells}
    parts: list[StyledText] = []
    for mark, meaning in MEANINGS.items():
        if mark in marks:
            parts += [(GLYPHS[mark][0], mark), (f" {meaning}  ", "dim")]
    return Words(parts)
