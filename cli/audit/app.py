"""``dragoman audit``: the log of entries, its replay, seals and proofs."""

from typing import TYPE_CHECKING, Annotated

from dragoman.cli.noun import Noun
from dragoman.cli.parameters import Parameter
from dragoman.cli.read.reports import AsOf, Machine, check_limit
from dragoman.cli.session import Injected, Session
from dragoman.cli.wording import print_entry, words

if TYPE_CHECKING:
    from dragoman.projections.reports.log import LogEntry

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
    session: Injected,
) -> int:
    """List the entries: who recorded what, when and why.

    If the timestamp of an entry differs from the system clock at the time of recording, the list
    also shows the time that the clock showed then.

    Example: dragoman audit log --limit 10
    """
    from dragoman.projections.reports.log import AuditLog, read_log

    check_limit(limit)
    with session.reading(as_of) as (reading, _), session.engine.connect() as register:
        entries = read_log(register, reading, limit)
        if session.output.as_json:
            session.output.long_report(AuditLog(entries=[]), entries)
        else:
            with session.output.paged():
                for entry in entries:
                    _print(session, entry, machine)
            if not reading.position:
                session.output.line("Nothing is recorded.")
    return 0


def _print(session: Session, entry: "LogEntry", machine: bool) -> None:
    output = session.output
    print_entry(output, entry, entry.first_position, entry.last_position, machine)
    for event in entry.events:
        ref = output.cell(event.ref or "", 6)
        position = output.cell(str(event.position), 7)
        why = (f"  not read: {event.unreadable}", "red") if event.unreadable else ""
        output.line((position, "dim"), ref, " ", words(event.type), why, indent=11)
