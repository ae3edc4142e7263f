"""``dragoman audit``: the log of entries, and its replay."""

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from cyclopts import App, Parameter

from cli.progress import told
from cli.reports import AsOf, check_limit
from cli.session import Injected, Session
from cli.wording import words

if TYPE_CHECKING:
    from projections.replay import Verdict

app = App(name="audit", help="Read the log of entries, and replay it.")


@app.command
def log(
    *,
    limit: Annotated[int | None, Parameter(help="The last so many entries.")] = None,
    as_of: AsOf = None,
    session: Injected,
) -> int:
    """List the entries: who recorded what, when and why.

    Example: dragoman audit log --limit 10
    """
    check_limit(limit)
    with session.reading(as_of) as (reading, _), session.engine.connect() as register:
        shapes = _entries(register, reading, limit)
    if session.output.as_json:
        session.output.document("audit-log", {"entries": shapes})
    else:
        for shape in shapes:
            _print(session, shape)
        if not shapes:
            session.output.line("Nothing is recorded.")
    return 0


def _entries(register: Any, reading: Any, limit: int | None) -> list[dict[str, Any]]:
    from store.log import entries, topics

    rows = entries(register, reading.position, limit)
    events: dict[UUID, list[dict[str, Any]]] = {}
    found = topics(register, rows[0].first, reading.position) if rows else ()
    reading.learn_ids(row.originator_id.hex for row in found)
    for row in found:
        ref = reading.ref_of(row.originator_id.hex)
        event = {"position": row.position, "type": row.topic, "ref": ref}
        events.setdefault(row.entry, []).append(event)
    return [
        {
            "entry": str(row.entry),
            "first_position": row.first,
            "last_position": row.last,
            "recorded_at": row.recorded_at.isoformat(),
            "recorded_by": row.recorded_by,
            "reason": row.reason,
            "events": events.get(row.entry, []),
        }
        for row in rows
    ]


def _print(session: Session, shape: dict[str, Any]) -> None:
    output = session.output
    first, last = shape["first_position"], shape["last_position"]
    at = datetime.fromisoformat(shape["recorded_at"])
    positions = f"{first}" if first == last else f"{first}–{last}"
    output.paragraph(
        (output.cell(positions, 10), "bold"),
        f" {at:%Y-%m-%d %H:%M:%S}Z  ",
        (shape["recorded_by"], "cyan"),
        f"  {shape['reason'] or '(no reason given)'}",
        (f"  {shape['entry'][:8]}", "dim"),
        hanging=11,
    )
    for event in shape["events"]:
        ref = output.cell(event["ref"] or "", 6)
        position = output.cell(str(event["position"]), 7)
        output.line((position, "dim"), ref, " ", words(event["type"]), indent=11)


@app.command
def replay(*, session: Injected) -> int:
    """Rebuild everything from position 1 in an empty place, and compare it with the live views.

    Exit 1 when a row differs, when events are missing, or when the file is not protected any more.

    Example: dragoman audit replay
    """
    from projections import replay as replaying
    from projections.views import open_views
    from store.health import faults

    with session.engine.connect() as register:
        found = faults(register)
    live = session.views()
    with told(session.output, "Bringing the views up to date") as tell:
        live.refresh(tell)
    with TemporaryDirectory(prefix="dragoman-replay-") as folder:
        fresh = open_views(session.engine, Path(folder) / "views.db")
        with told(session.output, "Replaying", patience=0) as tell:
            verdict = replaying.replay(live, fresh, tell)
        fresh.engine.dispose()
    return _tell(session, found, verdict)


def _tell(session: Session, found: list[str], verdict: "Verdict") -> int:
    from projections.replay import TABLES

    sound = not (found or verdict.differences)
    if session.output.as_json:
        facts = {"position": verdict.position, "rows": verdict.rows, "tables": list(TABLES)}
        outcome = {"equal": not verdict.differences, "differences": verdict.differences}
        session.output.document("audit-replay", facts | outcome | {"faults": found})
        return 0 if sound else 1
    for fault in (*found, *verdict.differences):
        session.output.line((fault, "red"))
    what = (
        f"Replayed up to event {verdict.position}, {verdict.rows} rows of {len(TABLES)} tables"
        " compared"
    )
    if verdict.differences:
        session.output.paragraph(
            f"{what}: the views DIFFER. Either they were changed, or events were since the views"
            " were made. Compare with a backup before dragoman register rebuild makes them anew."
        )
    else:
        session.output.line(f"{what}: the views are equal.")
    return 0 if sound else 1
