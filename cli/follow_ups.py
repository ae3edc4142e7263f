"""``dragoman follow-ups``: what is owed, the most pressing first."""

from datetime import date
from typing import Annotated, Any

from cyclopts import Parameter

from cli.output import Output
from cli.reports import AsOf, Between, PartyFilter, applied_context, filter_terms, whose
from cli.session import Injected
from cli.wording import (
    age,
    bounds_for_people,
    glyph,
    heading,
    moved_from,
    rule,
    which_session,
)

CLOSED = ("fulfilled", "dropped")
_HEADINGS = {
    "overdue": "OVERDUE",
    "soon": "SOON",
    "later": "LATER",
    "undated": "UNDATED",
    "fulfilled": "FULFILLED",
    "dropped": "DROPPED",
}


def follow_ups(
    *,
    between: Between = None,
    party: PartyFilter = (),
    all_: Annotated[
        bool, Parameter(name="--all", negative=(), help="Show what is fulfilled, too.")
    ] = False,
    as_of: AsOf = None,
    session: Injected,
) -> int:
    """Show what was agreed and is still owed."""
    from projections.follow_ups import items

    context = applied_context(session.context, between, party)
    with session.reading(as_of) as (reading, today):
        found = items(reading, today, filter_terms(session.context, between, party))
        shown = [one for one in found if all_ or one["state"] not in CLOSED]
        if session.output.as_json:
            session.output.document("follow-ups", whose(reading, context) | {"items": shown})
            return 0
        head = heading(session.output, "Follow-ups", reading, today, as_of, context)
        counts = _counts(session.output, found, all_)
        session.output.paragraph((head, "bold"), counts, hanging=2)
        _print(session.output, shown, today)
    return 0


def _counts(output: Output, found: list[dict[str, Any]], all_: bool) -> str:
    still = [one for one in found if one["state"] not in CLOSED]
    closed = len(found) - len(still)
    dropped = sum(one["state"] == "dropped" for one in found)
    overdue = sum(one["state"] == "overdue" for one in still)
    hidden = " (--all)" if closed and not all_ else ""
    return f" {output.dot} {len(still)} open {output.dot} {overdue} overdue {output.dot} {closed - dropped} fulfilled{_dropped(output, dropped)}{hidden}"


def _dropped(output: Output, count: int) -> str:
    return f" {output.dot} {count} dropped" if count else ""


def _print(output: Output, shown: list[dict[str, Any]], today: date) -> None:
    state = None
    for one in shown:
        if one["state"] != state:
            state = one["state"]
            output.line((rule(output, _HEADINGS[state]), "dim"))
        _print_item(output, one, today)
    if not shown:
        output.line("Nothing is owed.")


def _print_item(output: Output, one: dict[str, Any], today: date) -> None:
    state = one["state"]
    sign, style = glyph(output, state if state in ("overdue", "fulfilled") else "open")
    when = bounds_for_people(output, one["due"]) if one["due"] else "undated"
    end = _end(one, today)
    room = max(20, output.width - len(end) - 32)
    output.line(
        output.cell(when, 12),
        (f"{sign} ", style),
        (output.cell(one["ref"], 5) + " ", "bold"),
        output.cell(one["what"], room, cut=True),
        (f" {output.cell('–'.join(one['parties']), 8)} ", "cyan"),
        end,
    )
    details = ", ".join(_details(output, one))
    if details:
        output.paragraph((details, "dim"), indent=20, hanging=20)


def _end(one: dict[str, Any], today: date) -> str:
    if one["state"] in CLOSED:
        by = f" by {one['fulfilled_by']}" if one["fulfilled_by"] else ""
        return f"{one['state']}{by}"
    return age(one, today)


def _details(output: Output, one: dict[str, Any]) -> list[str]:
    details = []
    if awaited := one["awaits"]:
        which = which_session(awaited["session"])
        details.append(f"awaits {which} of {awaited['mechanism']}")
    if slipped := one["slippage"]:
        days = f" by {slipped['days']} d" if slipped["days"] is not None else ""
        times = "once" if slipped["times"] == 1 else f"{slipped['times']} times"
        formerly = moved_from(output, slipped["formerly"])
        details.append(f"slipped {times}{days}, {formerly}")
    if one["agreed_in"]:
        details.append(f"agreed in {one['agreed_in']}")
    if one["place"]:
        details.append(f"in {one['place']}")
    if one["owner"]:
        details.append(f"owner {one['owner']}")
    if one["fulfilled"]:
        details.append(f"done {bounds_for_people(output, one['fulfilled'])}")
    return details
