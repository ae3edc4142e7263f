"""``dragoman audit diff``: what changed in the register between two points in time."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

from attrs import frozen
from msgspec.structs import replace

from dragoman.cli.audit.app import is_page
from dragoman.cli.output import Output
from dragoman.cli.page.output_formats import PAGE_FORMS, OutputFormats, give, prepare
from dragoman.cli.page.page import Column, Grid, Page, Row, Section, cells_of
from dragoman.cli.parameters import Parameter
from dragoman.cli.read.reports import ALL_PARTIES, PartyFilters, check_ref
from dragoman.cli.session import Injected, Session
from dragoman.cli.wording import (
    change_in_words,
    day,
    late_part,
    local_day,
    print_undoes,
    rule,
    stamp_text,
    withheld,
    words,
)
from dragoman.domain import many

if TYPE_CHECKING:
    from dragoman.projections import AuditDiff, Difference, DifferenceEvent
    from dragoman.projections.reports.history import FieldChange

From = Annotated[
    str,
    Parameter(
        name="--from",
        help="The earlier state: the start of a day (2025-04-30, monday), a point in time, or a"
        " position in the log.",
    ),
]
To = Annotated[
    str | None,
    Parameter(
        name="--to",
        help="The later state: the end of a day, a point in time, or a position in the log"
        " (default: now).",
    ),
]


def diff(
    ref: Annotated[str | None, Parameter(help="Show only changes to this record.")] = None,
    /,
    *,
    from_: From,
    to: To = None,
    filters: PartyFilters = ALL_PARTIES,
    forms: OutputFormats = PAGE_FORMS,
    session: Injected,
) -> int:
    """Compare two states of the register.

    The report shows what became known, what happened, and what somebody corrected or retracted.

    Example: dragoman audit diff --from 2025-04-30 --to today --between AZ IQ
    """
    from dragoman.projections import AuditDiff, Difference

    prepare(session, forms)
    first = session.position_before(from_, "--from")
    terms = filters.terms(session.without_context())
    wanted = check_ref(ref) if ref is not None else None
    with session.reading(to, "--to") as (after, _), session.reading_at(first) as before:
        if before.position > after.position:
            before, after = after, before
        record = session.existing(after, wanted, to) if wanted else None
        head = AuditDiff(from_=before.as_of, to=after.as_of, events=[])
        with session.engine.connect() as register:
            found = Difference(register, before, after, terms, record)
            if not is_page(session, forms):
                return _stream(session, head, found)
            view = DiffView(
                replace(head, events=list(found.events())), _facts(session.output, found)
            )
    return give(session, forms, view.found, view.page, view.rows)


def _stream(session: Session, head: "AuditDiff", found: "Difference") -> int:
    """Print the events one by one, because there may be very many."""
    from dragoman.projections import SECTIONS

    if session.output.as_json:
        session.output.long_report(head, found.events())
        return 0
    with session.output.paged():
        dot = session.output.dot
        words_ = f" {dot} ".join((TITLE, *_facts(session.output, found)))
        session.output.paragraph((words_, "bold"), hanging=2)
        for section, title in SECTIONS.items():
            _print(session.output, title, found.events(section))
    return 0


TITLE = "What changed"


@frozen
class DiffView:
    """The view of the changes as a page."""

    found: "AuditDiff"
    head: Sequence[str]

    def page(self) -> Page:
        """Return the page: a row for each event, with its changes as notes."""
        return Page(TITLE, self.head, [Grid(_COLUMNS, list(self._lines()), head=True)])

    def _lines(self) -> Iterator[Section | Row]:
        from dragoman.projections import SECTIONS

        for name, title in SECTIONS.items():
            events = [one for one in self.found.events if one.section == name]
            if events:
                yield Section(title.upper())
            yield from map(self._row, events)

    def _row(self, event: "DifferenceEvent") -> Row:
        what = f"{words(event.type)}{', undone since' if event.undone else ''}"
        by = f"{event.position}, {event.recorded_by}"
        cells = cells_of(event.ref, event.called, what, by)
        notes = [change_in_words(one, is_whole=True) for one in _changes(event)]
        return Row(cells, notes=[*notes, *([event.reason] if event.reason else [])], ref=event.ref)

    def rows(self) -> Iterator[Mapping[str, Any]]:
        """Yield a row for CSV for each event."""
        for event in self.found.events:
            changes = "; ".join(change_in_words(one, is_whole=True) for one in event.changes)
            yield {
                "section": event.section,
                "position": event.position,
                "ref": event.ref,
                "called": event.called,
                "event": event.type,
                "recorded_at": event.recorded_at,
                "recorded_by": event.recorded_by,
                "reason": event.reason,
                "changes": changes,
            }


_COLUMNS = (
    Column("record", style="ref"),
    Column("title", least=24),
    Column("event", style="bold", least=12),
    Column("position, by", style="dim", least=10),
)


def _facts(output: Output, found: "Difference") -> list[str]:
    """Return the facts of the first line: the two states, and the number of events."""
    states = [
        f"event {one.position} ({day(local_day(one.recorded_at, output.zone))})"
        if one.recorded_at
        else "the start"
        for one in (found.before, found.after)
    ]
    counted = many(found.count(), "event")
    return [f"from {states[0]} to {states[1]}", counted, *withheld(found.after)]


def _print(output: Output, title: str, events: "Iterable[DifferenceEvent]") -> None:
    for number, event in enumerate(events):
        if not number:
            output.line((rule(output, title.upper()), "bold"))
        output.paragraph(
            (output.cell(event.ref or "", 6), "bold"),
            f" {event.called or ''}: ",
            (words(event.type), "bold"),
            ("  undone since" if event.undone else "", "yellow"),
            late_part(event.late),
            hanging=9,
        )
        for change in _changes(event):
            output.paragraph(change_in_words(change, is_whole=True), indent=7, hanging=9)
        print_undoes(output, event.undoes, 7)
        why = f"  {event.reason}" if event.reason else ""
        when = (
            stamp_text(event.recorded_at, output.zone)[:10] if event.recorded_at else "unreadable"
        )
        recorded = f"#{event.position} {when} {event.recorded_by}{why}"
        output.paragraph((recorded, "dim"), indent=7, hanging=9)


def _changes(event: "DifferenceEvent") -> "list[FieldChange]":
    """Return the changes of an event, without a title that the output already shows."""
    changes = [one for one in event.changes if one.before is not None or one.after != event.called]
    return changes or event.changes
