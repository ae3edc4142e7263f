"""``dragoman audit diff``: what changed in the register between two points in time."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

from dragoman.cli.output import Output
from dragoman.cli.parameters import Parameter
from dragoman.cli.read.reports import ALL_PARTIES, PartyFilters, check_ref
from dragoman.cli.session import Injected
from dragoman.cli.wording import (
    change_in_words,
    day,
    late_part,
    local_day,
    print_undoes,
    rule,
    stamp_text,
    words,
)

if TYPE_CHECKING:
    from dragoman.projections import Difference, DifferenceEvent
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
    session: Injected,
) -> int:
    """Compare two states of the register.

    The report shows what became known, what happened, and what somebody corrected or retracted.

    Example: dragoman audit diff --from 2025-04-30 --to today --between AZ IQ
    """
    from dragoman.projections import SECTIONS, AuditDiff, Difference

    first = session.position_before(from_, "--from")
    terms = filters.terms(session.without_context())
    wanted = check_ref(ref) if ref is not None else None
    with session.reading(to, "--to") as (after, _), session.views().reading(first) as before:
        before = session.as_clocks_tell(before)
        if before.position > after.position:
            before, after = after, before
        record = session.existing(after, wanted, to) if wanted else None
        with session.engine.connect() as register:
            found = Difference(register, before, after, terms, record)
            if session.output.as_json:
                report = AuditDiff(from_=before.as_of, to=after.as_of, events=[])
                session.output.long_report(report, found.events())
                return 0
            with session.output.paged():
                head = _head(session.output, found)
                session.output.paragraph((head, "bold"), hanging=2)
                for section, title in SECTIONS.items():
                    _print(session.output, title, found.events(section))
    return 0


def _head(output: Output, found: "Difference") -> str:
    zone = output.zone
    states = [
        f"event {one.position} ({day(local_day(one.recorded_at, zone))})"
        if one.recorded_at
        else "the start"
        for one in (found.before, found.after)
    ]
    count = found.count()
    counted = "1 event" if count == 1 else f"{count} events"
    return f"What changed {output.dot} from {states[0]} to {states[1]} {output.dot} {counted}"


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
