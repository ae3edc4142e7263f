"""``dragoman audit``: the log of entries, its replay, its seals and proofs."""

from typing import Annotated, Any
from uuid import UUID

from cyclopts import App, Parameter

from dragoman.cli.audit import audit_diff, compare, proofs, replaying, sealing, verifying
from dragoman.cli.read.reports import AsOf, Machine, check_limit
from dragoman.cli.session import Injected, Session
from dragoman.cli.wording import print_act, words

app = App(name="audit", help="Read the log of entries, replay it, seal it and prove it.")

app.command(sealing.key)
for _command in (
    *(replaying.replay, audit_diff.diff),
    *(sealing.seal, sealing.seals, sealing.cosign, verifying.verify),
    *(proofs.prove, proofs.check, proofs.consistency, compare.compare, compare.export),
):
    app.command(_command)


@app.command
def log(
    *,
    limit: Annotated[
        int | None, Parameter(help="Show at most this many entries, the latest.")
    ] = None,
    as_of: AsOf = None,
    machine: Machine = False,
    session: Injected,
) -> int:
    """List the entries: who recorded what, when and why.

    If the machine's clock disagreed with the stamp of an entry, the list shows what it read.

    Example: dragoman audit log --limit 10
    """
    check_limit(limit)
    with session.reading(as_of) as (reading, _), session.engine.connect() as register:
        shapes = _entries(register, reading, limit)
    if session.output.as_json:
        session.output.document("audit-log", {"entries": shapes})
    else:
        with session.output.paged():
            for shape in shapes:
                _print(session, shape, machine)
        if not shapes:
            session.output.line("Nothing is recorded.")
    return 0


def _entries(register: Any, reading: Any, limit: int | None) -> list[dict[str, Any]]:
    from dragoman.projections.reports.steps import circumstances_shape
    from dragoman.store.log import queries

    rows = queries.entries(register, reading.position, limit)
    kept = queries.circumstances_between(register, rows[0].first, reading.position) if rows else {}
    events: dict[UUID, list[dict[str, Any]]] = {}
    found = queries.topics(register, rows[0].first, reading.position) if rows else ()
    reading.learn_ids(row.originator_id.hex for row in found)
    for row in found:
        ref = reading.ref_of(row.originator_id.hex)
        event = {"position": row.position, "type": row.topic, "ref": ref}
        if why := reading.why_unread(row.originator_id.hex, row.position):
            event["unreadable"] = why
        events.setdefault(row.entry, []).append(event)
    return [
        {
            "entry": str(row.entry),
            "first_position": row.first,
            "last_position": row.last,
            "recorded_at": queries.as_text(row.recorded_at),
            "recorded_by": row.recorded_by,
            "reason": row.reason,
            **circumstances_shape(kept.get((row.first, row.entry))),
            "events": events.get(row.entry, []),
        }
        for row in rows
    ]


def _print(session: Session, shape: dict[str, Any], machine: bool) -> None:
    output = session.output
    print_act(output, shape, shape["first_position"], shape["last_position"], machine)
    for event in shape["events"]:
        ref = output.cell(event["ref"] or "", 6)
        position = output.cell(str(event["position"]), 7)
        why = (f"  not read: {event['unreadable']}", "red") if "unreadable" in event else ""
        output.line((position, "dim"), ref, " ", words(event["type"]), why, indent=11)
