"""``dragoman audit replay``: show the log step by step, or compare the whole log with the views."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from dragoman.cli.audit.verifying import replayed
from dragoman.cli.output import Output, binary_stdout
from dragoman.cli.parameters import Parameter
from dragoman.cli.read.reports import Machine, check_ref
from dragoman.cli.session import Injected, Session
from dragoman.cli.unreadable import UnreadableEvent, said
from dragoman.cli.wording import change_in_words, late_part, print_entry, print_undoes, words
from dragoman.exchange import UsageError
from dragoman.projections import Report, report_tag

if TYPE_CHECKING:
    from dragoman.projections.reports.history import StatedFact, StepEvent
    from dragoman.projections.reports.steps import StepEntry


class AuditReplay(Report, tag=report_tag("audit-replay"), frozen=True, kw_only=True):
    """The result of a replay: differences from the replayed views, and faults in the log."""

    position: int
    rows: int
    tables: list[str]
    equal: bool
    differences: list[str]
    faults: list[str]
    unreadable: list[UnreadableEvent]


def replay(
    ref: Annotated[str | None, Parameter(help="Step through the events of this record.")] = None,
    /,
    *,
    until: Annotated[
        str | None,
        Parameter(
            help="Step through the log up to a day, a point in time, or a position in the log."
        ),
    ] = None,
    steps: Annotated[bool, Parameter(negative=(), help="Step through the whole log.")] = False,
    machine: Machine = False,
    session: Injected,
) -> int:
    """Step through the log, or compare the stored views with views rebuilt from the log.

    With REF, --until or --steps, the command shows each entry, who recorded it and why, the events of
    the entry, and the record after each event. Otherwise, the command rebuilds all views from event 1
    in a temporary folder, and compares them with the stored views.

    Exit code 0: the views match. 1: a row differs, events are missing, or the file is no longer
    protected against changes. 3: this version cannot read some of the events.

    Example: dragoman audit replay F-1 --until 2025-12-05
    """
    if steps or (ref, until) != (None, None):
        return _step_through(session, ref, until, machine)
    if machine:
        raise UsageError("--machine works only with --steps, --until or a record")
    return _compare(session)


def _step_through(session: Session, ref: str | None, until: str | None, machine: bool) -> int:
    from dragoman.projections.reports.steps import audit_steps

    wanted = check_ref(ref) if ref is not None else None
    with session.reading(until, "--until") as (reading, _), session.engine.connect() as register:
        record: UUID | None = None
        if wanted:
            record = session.existing(reading, wanted, until)
        entries = audit_steps(register, reading, record)
        if session.output.as_json:
            _write_entries(session.output, entries)
        else:
            with session.output.paged():
                for entry in entries:
                    _print_entry(session.output, entry, machine)
            if not reading.position:
                session.output.line("Nothing is recorded.")
    return 0


def _write_entries(output: Output, entries: Iterable["StepEntry"]) -> None:
    """Write one JSON document entry by entry, because the log may not fit into memory."""
    from dragoman.projections.reports.steps import AuditSteps

    with binary_stdout() as stdout:
        stdout.write(f'{{"schema": "{AuditSteps.__struct_config__.tag}", "entries": ['.encode())
        for number, entry in enumerate(entries):
            stdout.write(f"{',' if number else ''}\n{output.json(entry)}".encode())
        stdout.write(b"]}\n")


def _print_entry(output: Output, entry: "StepEntry", machine: bool) -> None:
    events = entry.events
    print_entry(output, entry, events[0].position, events[-1].position, machine)
    for event in events:
        output.paragraph(
            (output.cell(f"#{event.position}", 7), "dim"),
            output.cell(event.ref or "", 6),
            (f" {words(event.type)}", "bold"),
            late_part(event.late),
            indent=2,
            hanging=16,
        )
        if event.unreadable:
            output.paragraph((f"! not read: {event.unreadable}", "red"), indent=9, hanging=11)
        print_undoes(output, event.undoes, 9)
        for change in event.changes:
            output.paragraph(
                ("* ", "green"), change_in_words(change, is_whole=True), indent=9, hanging=13
            )
        if unchanged := _unchanged(event):
            output.paragraph((f"= {unchanged}", "dim"), indent=9, hanging=11)


def _unchanged(event: "StepEvent") -> str:
    """List the fields of a record that an event did not change, with their values."""
    changed = {one.field for one in event.changes if one.is_of_state}
    return "; ".join(
        f"{name.replace('_', ' ')} {_in_words(value)}"
        for name, value in event.state.items()
        if name not in changed
    )


def _in_words(value: "StatedFact") -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key}: {one}" for key, one in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _compare(session: Session) -> int:
    from dragoman.store import health

    with session.engine.connect() as register:
        found = [*health.schema(register), *health.findings(register)]
    verdict = replayed(session)
    sound = not (found or verdict.differences)
    code = 1 if not sound else 3 if verdict.unread else 0
    faults = [one.what for one in found]
    if session.output.as_json:
        report = AuditReplay(
            position=verdict.position,
            rows=verdict.rows,
            tables=list(verdict.tables),
            equal=not verdict.differences,
            differences=verdict.differences,
            faults=faults,
            unreadable=[UnreadableEvent.of(one) for one in verdict.unread],
        )
        session.output.report(report)
        return code
    for fault in (*faults, *verdict.differences):
        session.output.line((fault, "red"))
    what = f"Replayed up to event {verdict.position} and compared {verdict.rows} rows in {len(verdict.tables)} tables"
    if verdict.differences:
        session.output.paragraph(
            f"{what}: the views DIFFER. Either the views were changed, or events were changed after the"
            " views were built. Compare the register with a backup before you type: dragoman register"
            " rebuild"
        )
    else:
        session.output.line(f"{what}: the views match.")
    for one in verdict.unread:
        session.output.paragraph((f"{said(one)}: {one.why}.", "late"))
    return code
