"""``dragoman timeline``: what is ahead, then what happened, going back."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated, Any, Literal

from attrs import frozen
from cyclopts import Parameter
from rich.cells import cell_len

from cli.output import Output, safe
from cli.reports import (
    AsOf,
    Between,
    PartyFilter,
    Since,
    TopicFilter,
    Until,
    applied_context,
    check_limit,
    filter_terms,
    period,
    whose,
)
from cli.session import Injected
from cli.wording import (
    PLANNED,
    age,
    bounds_for_people,
    date_text,
    glyph,
    heading,
    mark_of,
    rule,
    title_of,
)
from domain.dates import ImpreciseDate, parse

KindFilter = Annotated[
    tuple[Literal["visit", "consultation", "meeting", "mechanism", "instrument"], ...],
    Parameter(help="Only this kind; repeat.", negative_iterable=()),
]
Limit = Annotated[int | None, Parameter(help="The newest so many, with their parts.")]


def timeline(
    *,
    between: Between = None,
    party: PartyFilter = (),
    topic: TopicFilter = (),
    kind: KindFilter = (),
    since: Since = None,
    until: Until = None,
    limit: Limit = None,
    as_of: AsOf = None,
    session: Injected,
) -> int:
    """Show what is ahead, and what happened, newest first."""
    from projections import follow_ups
    from projections.shapes import entry_shapes
    from projections.timeline import Wanted, entries

    check_limit(limit)
    context = applied_context(session.context, between, party)
    first = period("--since", since, session.today)
    last = period("--until", until, session.today)
    wanted = Wanted(
        terms=filter_terms(session.context, between, party, topic),
        kinds=tuple(kind),
        first=first.first if first else None,
        last=last.last if last else None,
        limit=limit,
    )
    with session.reading(as_of) as (reading, today):
        found = entries(reading, wanted)
        shapes = entry_shapes(reading, found)
        if session.output.as_json:
            session.output.document("timeline", whose(reading, context) | {"entries": shapes})
            return 0
        items = [Item(shape, one.depth) for shape, one in zip(shapes, found, strict=True)]
        owed = [] if kind or topic else follow_ups.items(reading, today, wanted.terms, still=True)
        linked = follow_ups.about(reading, today, [one.id for one in found])
        head = heading(session.output, "Timeline", reading, today, as_of, context)
        page = Page(session.output, today, items, owed, _links(linked))
    page.print(head)
    return 0


@frozen
class Item:
    """An entry of the timeline, and how deep it lies within another."""

    entry: dict[str, Any]
    depth: int

    @property
    def when(self) -> ImpreciseDate | None:
        """When it happened, or is to."""
        shape = self.entry["occurred"]
        return parse(shape["edtf"]) if shape else None

    def is_to_come(self, today: date) -> bool:
        """Whether it is planned, and its time has not gone by."""
        last = self.when.last if self.when else None
        return self.entry["status"] in PLANNED and (last is None or last >= today.toordinal())


@frozen
class Line:
    """A line of the timeline: its cells, and what it opened or fulfilled."""

    when: str
    mark: str
    ref: str
    title: str
    suffix: str = ""
    place: str = ""
    remark: str = ""
    depth: int = 0
    links: Sequence[str] = ()


@frozen
class Widths:
    """Cells of the columns that give way."""

    when: int
    ref: int
    title: int
    place: int


@frozen
class Page:
    """A timeline on its way to the terminal."""

    output: Output
    today: date
    items: Sequence[Item]
    owed: Sequence[dict[str, Any]]
    links: dict[str, list[str]]

    def print(self, head: str) -> None:
        """Print the whole page."""
        self.output.paragraph((head, "bold"), self._counts(), hanging=2)
        blocks = list(self._blocks())
        widths = self._widths([block for block in blocks if isinstance(block, Line)])
        for block in blocks:
            if isinstance(block, Line):
                self._print_line(block, widths)
            else:
                self.output.line((rule(self.output, block), "dim"))
        if blocks:
            self._print_legend({block.mark for block in blocks if isinstance(block, Line)})
        else:
            self.output.line("Nothing is recorded that fits. dragoman record --help tells how.")

    def _counts(self) -> str:
        standing = ("mechanism", "instrument")
        engagements = [item.entry for item in self.items if item.entry["kind"] not in standing]
        planned = sum(entry["status"] in PLANNED for entry in engagements)
        off = sum(entry["status"] == "cancelled" for entry in engagements)
        dot = self.output.dot
        done = len(engagements) - planned - off
        cancelled = f" {dot} {off} cancelled" if off else ""
        return f" {dot} {done} done {dot} {planned} planned{cancelled} {dot} {len(self.owed)} open"

    def _blocks(self) -> Iterator[str | Line]:
        """Headings and lines: what is ahead, the nearest first, then the past, going back."""
        wholes = _with_parts(self.items)
        ahead = [items for items in wholes if items[0].is_to_come(self.today)]
        if ahead or self.owed:
            yield "AHEAD"
        yield from map(self._line_of_owed, self.owed)
        for items in reversed(ahead):
            yield from (self._line(item, _when(item.when, "AHEAD")) for item in items)
        section = ""
        for items in wholes:
            if items[0].is_to_come(self.today):
                continue
            if (title := _section(items[0].when)) != section:
                section = title
                yield title
            yield from (self._line(item, _when(item.when, section)) for item in items)

    def _line_of_owed(self, one: dict[str, Any]) -> Line:
        mark = "overdue" if one["state"] == "overdue" else "open"
        when = bounds_for_people(self.output, one["due"]) if one["due"] else "undated"
        place = one["place"] or ""
        return Line(when, mark, one["ref"], one["what"], place=place, remark=age(one, self.today))

    def _line(self, item: Item, when: str) -> Line:
        entry = item.entry
        title = title_of(entry)
        links = self.links.get(entry["ref"], ())
        place = entry["place"] or ""
        return Line(
            when, mark_of(entry), entry["ref"], *title, place, self._remark(item), item.depth, links
        )

    def _remark(self, item: Item) -> str:
        entry = item.entry
        level = entry["level"] if entry["level"] != "unspecified" else ""
        disputed = "disputed" if entry["disputed"] else ""
        words = (self._status(item), disputed, level, _sides(entry))
        return " ".join(word for word in words if word)

    def _status(self, item: Item) -> str:
        """What the glyph does not tell: that it is planned, off, or was never confirmed."""
        status = str(item.entry["status"])
        if status == "postponed":
            formerly = item.entry["formerly"]
            was = f", was {date_text(self.output, formerly[-1])}" if formerly else ""
            return f"postponed{was}"
        if status in PLANNED:
            moved = ", moved" if item.entry["formerly"] else ""
            return f"{status}{moved}" if item.is_to_come(self.today) else "not confirmed"
        return status if status in ("cancelled", "in force", "terminated") else ""

    def _widths(self, lines: Sequence[Line]) -> Widths:
        """As wide as the widest cell in a pipe; on a terminal what its width leaves."""
        when = max((cell_len(line.when) for line in lines), default=0)
        ref = max((len(line.ref) for line in lines), default=0) + 1
        place = max((cell_len(safe(line.place)) for line in lines), default=0)
        if not self.output.is_laid_out:
            return Widths(when, ref, max(map(_length, lines), default=0), place)
        place = min(place, 12 if self.output.width < 100 else 20)
        remark = max((cell_len(line.remark) for line in lines), default=0)
        room = self.output.width - when - ref - place - remark - 6
        title = min(room, max(map(_length, lines), default=0))
        return Widths(when, ref, max(20, title), place)

    def _print_line(self, line: Line, widths: Widths) -> None:
        output = self.output
        sign, style = glyph(output, line.mark)
        lead = "  " * max(0, line.depth - 1) + ("├ " if line.depth else "")
        output.line(
            output.cell(line.when, widths.when),
            (f" {lead}", "dim"),
            (f"{sign} ", style),
            (output.cell(line.ref, widths.ref), "bold"),
            self._title(line, widths.title - len(lead)),
            (f" {output.cell(line.place, widths.place, cut=True)} ", "cyan"),
            (line.remark, "dim"),
        )
        if line.links:
            output.line((f"└ {', '.join(line.links)}", "dim"), indent=widths.when + len(lead) + 1)

    def _title(self, line: Line, room: int) -> str:
        """The title in its column; the number of a session is never cut."""
        short = self.output.cell(line.title, room - len(line.suffix), cut=True).rstrip()
        return self.output.cell(short + line.suffix, room)

    def _print_legend(self, marks: set[str]) -> None:
        """What the marks on the page mean."""
        parts: list[tuple[str, str]] = []
        for mark in (one for one in _LEGEND if one in marks):
            words = _LEGEND[mark]
            parts += [glyph(self.output, mark), (f" {words}  ", "dim")]
        self.output.paragraph(*parts)


_LEGEND = {
    "visit": "visit",
    "consultation": "session",
    "meeting": "meeting",
    "mechanism": "standing body",
    "instrument": "instrument",
    "planned": "planned",
    "cancelled": "cancelled",
    "overdue": "overdue",
    "open": "open",
}


def _length(line: Line) -> int:
    return cell_len(safe(line.title + line.suffix)) + 2 * line.depth


def _links(linked: Sequence[dict[str, Any]]) -> dict[str, list[str]]:
    """What each engagement opened and fulfilled, in words."""
    links: dict[str, list[str]] = {}
    for one in linked:
        for field, word in (("agreed_in", "opened"), ("fulfilled_by", "fulfilled")):
            if one[field]:
                links.setdefault(one[field], []).append(f"{word} {one['ref']}")
    return links


def _sides(entry: dict[str, Any]) -> str:
    if entry["kind"] == "visit" and entry["host"]:
        guests = [code for code in entry["parties"] if code != entry["host"]]
        return f"{', '.join(guests)} → {entry['host']}"
    return "–".join(sorted(entry["parties"]))


def _section(when: ImpreciseDate | None) -> str:
    """The heading under which a date stands: its last month, or its year where that is all."""
    if when is None or (when.earliest or when.latest) is None:
        return "NO DATE"
    start, end = when.earliest or when.latest or "", when.latest or when.earliest or ""
    if when.is_interval or start[:7] == end[:7]:
        return _month(end).upper()
    return f"{when.for_people().upper()}, NO MONTH"


def _month(iso: str) -> str:
    try:
        return f"{date.fromisoformat(iso):%B %Y}"
    except ValueError:  # a year that no calendar date can hold
        return iso.rsplit("-", 2)[0]


def _with_parts(items: Sequence[Item]) -> list[list[Item]]:
    """Each engagement that stands for itself, with its parts."""
    wholes: list[list[Item]] = []
    for item in items:
        if item.depth == 0:
            wholes.append([])
        wholes[-1].append(item)
    return wholes


def _when(when: ImpreciseDate | None, section: str) -> str:
    """A date without what its heading says; of a day in the month of the heading, its weekday."""
    if when is None:
        return "no date"
    if _section(when) != section:
        return when.for_people()
    year = (when.latest or when.earliest or "")[:4]
    if when.is_exact_day and year.isdigit() and "T" not in when.text:
        day = date.fromisoformat(when.latest or "")
        return f"{day:%a} {day.day}"
    return when.for_people().replace(f" {year}", "")
