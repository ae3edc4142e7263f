"""``dragoman audit``: the log of entries, its replay, seals and proofs."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any

from attrs import frozen

from dragoman.cli.noun import Noun
from dragoman.cli.page.output_formats import PAGE_FORMS, OutputFormats, give, prepare
from dragoman.cli.page.page import Column, Grid, Page, Row, Words, cells_of
from dragoman.cli.parameters import Parameter
from dragoman.cli.read.reports import AsOf, Machine, check_limit
from dragoman.cli.session import Injected, Session
from dragoman.cli.wording import (
    facts,
    machine_of,
    print_entry,
    reason_of,
    stamp_text,
    withheld,
    words,
)
from dragoman.domain import many

if TYPE_CHECKING:
    from dragoman.projections.reports.log import AuditLog, LogEntry, LogEvent

app = Noun(name="audit", help="Read, replay, seal, verify and prove the log of entries.")

for _name, _module in (
    ("key", "sealing"),
    ("replay", "replaying"),
    ("diff", "audit_diff"),
    ("seal", "sealing"),
    ("seals", "sealing"),
    ("cosign", "sealing"),
    ("verify", "verifying"),
    ("prove", "proofs"),
    ("check", "proofs"),
    ("consistency", "proofs"),
    ("compare", "compare"),
    ("export", "compare"),
):
    app.at(_name, f"audit.{_module}:{_name}")


@app.command
def log(
    *,
    limit: Annotated[
        int | None, Parameter(help="Show at most this many of the latest entries.")
    ] = None,
    as_of: AsOf = None,
    machine: Machine = False,
    forms: OutputFormats = PAGE_FORMS,
    session: Injected,
) -> int:
    """List the entries: who recorded what, when and why.

    If the timestamp of an entry differs from the system clock at the time of recording, the list
    also shows the time that the clock showed then. With --withhold, the list leaves out the events of
    withheld records, and the reason of an entry that has such events.

    Example: dragoman audit log --limit 10
    """
    from dragoman.projections.reports.log import AuditLog, read_log

    check_limit(limit)
    prepare(session, forms)
    with session.reading(as_of) as (reading, today), session.engine.connect() as register:
        entries = read_log(register, reading, limit)
        if not is_page(session, forms):
            _stream(
                session, AuditLog(withheld=reading.as_of.withheld, entries=[]), entries, machine
            )
            if not (reading.position or session.output.as_json):
                session.output.line("Nothing is recorded.")
            for note in withheld(reading):
                session.output.notice(note)
            return 0
        found = AuditLog(withheld=reading.as_of.withheld, entries=list(entries))
        view = LogView(found, facts(reading, today, as_of), session.zone, machine)
    return give(session, forms, found, view.page, view.rows)


def is_page(session: Session, forms: OutputFormats) -> bool:
    """Return whether a report becomes a page; if not, it is printed entry by entry."""
    is_written = forms.csv or forms.markdown or forms.html is not None
    return is_written or session.on_report is not None


def _stream(
    session: Session, head: "AuditLog", entries: "Iterator[LogEntry]", machine: bool
) -> None:
    """Print entries one by one, because the whole log may not fit into memory."""
    if session.output.as_json:
        session.output.long_report(head, entries)
        return
    with session.output.paged():
        for entry in entries:
            _print(session, entry, machine)


@frozen
class LogView:
    """The view of the log as a page; the newest entry comes first.

    With ``machine``, the view also has the account and host that recorded each entry.
    """

    found: "AuditLog"
    head: Sequence[str]
    zone: str
    machine: bool

    def page(self) -> Page:
        """Return the page of the log: a row for each entry, with its events as notes."""
        rows = [self._row(one) for one in reversed(self.found.entries)]
        count = many(len(rows), "entry", "entries")
        blocks = [Grid(_COLUMNS, rows, head=True) if rows else Words(["Nothing is recorded."])]
        return Page("Log of entries", [*self.head, count], blocks)

    def _row(self, entry: "LogEntry") -> Row:
        first, last = entry.first_position, entry.last_position
        positions = f"{first}" if first == last else f"{first}–{last}"
        stamp = stamp_text(entry.recorded_at, self.zone)
        cells = cells_of(positions, stamp, entry.recorded_by, reason_of(entry))
        return Row(
            cells,
            notes=[*([machine_of(entry)] if self.machine else []), *map(_in_words, entry.events)],
            facets=lambda: {"by": [entry.recorded_by]},
        )

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield a row for CSV for each event, oldest first."""
        for entry in self.found.entries:
            about = {
                "entry": entry.entry,
                "recorded_at": entry.recorded_at,
                "recorded_by": entry.recorded_by,
                "reason": entry.reason,
            }
            if self.machine:
                about |= {"os_user": entry.os_user, "host": entry.host}
            for event in entry.events:
                yield {"position": event.position, "ref": event.ref, "event": event.type} | about


_COLUMNS = (
    Column("events", style="bold"),
    Column("recorded"),
    Column("by", style="who"),
    Column("reason", least=28),
)


def _in_words(event: "LogEvent") -> str:
    why = f" (not read: {event.unreadable})" if event.unreadable else ""
    return f"{event.position} {event.ref or ''} {words(event.type)}{why}"


def _print(session: Session, entry: "LogEntry", machine: bool) -> None:
    output = session.output
    print_entry(output, entry, entry.first_position, entry.last_position, machine)
    for event in entry.events:
        ref = output.cell(event.ref or "", 6)
        position = output.cell(str(event.position), 7)
        why = (f"  not read: {event.unreadable}", "red") if event.unreadable else ""
        output.line((position, "dim"), ref, " ", words(event.type), why, indent=11)
