"""``dragoman mechanism``: standing bodies."""

from functools import partial
from typing import Any

from cyclopts import App

from cli.by_hand import add_verb
from cli.options import DissolutionOptions, MechanismOptions
from cli.reports import AsOf, Between, PartyFilter, applied_context, filter_terms, whose
from cli.session import Injected, Session
from cli.wording import bounds_for_people, heading, inferred_next

app = App(name="mechanism", help="Establish, amend and dissolve standing bodies, and list them.")

_verb = partial(add_verb, app, "mechanism")

_verb(
    MechanismOptions,
    "establish",
    None,
    "new",
    """Record a standing body; what is new of one that is known is added to it.

    Example: dragoman mechanism establish --body "joint commission" --title "Joint commission" --party AZ --party IQ
    """,
)
_verb(
    MechanismOptions,
    "amend",
    "amended",
    "existing",
    """Record that the charter of a standing body has changed.

    Example: dragoman mechanism amend B-1 --cadence P1Y --hosting alternating
    """,
)
_verb(
    DissolutionOptions,
    "dissolve",
    "dissolved",
    "existing",
    """Record that a standing body does not meet any more.

    Example: dragoman mechanism dissolve B-1 --dissolved 2026 --note "replaced by a strategic council"
    """,
)


@app.command(name="list")
def list_(
    *,
    between: Between = None,
    party: PartyFilter = (),
    as_of: AsOf = None,
    session: Injected,
) -> int:
    """List the standing bodies, with their sessions.

    Example: dragoman mechanism list --between AZ IQ
    """
    from projections.mechanisms import bodies

    context = applied_context(session.context, between, party)
    terms = filter_terms(session.context, between, party)
    with session.reading(as_of) as (reading, today):
        found = bodies(reading, today, terms)
        if session.output.as_json:
            session.output.document("mechanisms", whose(reading, context) | {"mechanisms": found})
        else:
            _print(
                session,
                found,
                heading(session.output, "Mechanisms", reading, today, as_of, context),
            )
    return 0


def _print(session: Session, bodies: list[dict[str, Any]], head: str) -> None:
    output = session.output
    output.paragraph((head, "bold"), hanging=2)
    for body in bodies:
        parties = "–".join(body["parties"])
        ref = (output.cell(body["ref"], 6), "bold")
        over = f"  dissolved {bounds_for_people(output, body['dissolved'], '')}".rstrip()
        ended = over if body["status"] == "dissolved" else ""
        output.paragraph(ref, f" {body['title']}  ", (parties, "cyan"), ended, hanging=7)
        for alias in body["aliases"]:
            output.paragraph((f"also {alias}", "dim"), indent=7, hanging=12)
        for one in body["sessions"]:
            _print_session(session, one)
        for flag in body["flags"]:
            output.paragraph((f"! {flag['message']}", "yellow"), indent=7, hanging=9)
        if body["inferred_next"]:
            words = inferred_next(output, body["inferred_next"])
            output.paragraph((f"next, inferred: {words}", "dim"), indent=7, hanging=9)
    if not bodies:
        output.line("No mechanism is recorded. dragoman mechanism establish --help tells how.")


def _print_session(session: Session, one: dict[str, Any]) -> None:
    number = f"session {one['session']}" if one["session"] else "session not numbered"
    when = bounds_for_people(session.output, one["occurred"])
    cells = ((one["ref"], 6), (number, 20), (one["status"], 10), (when, 16))
    line = " ".join(session.output.cell(text, width) for text, width in cells)
    session.output.paragraph(f"{line} {one['place'] or ''}", indent=7, hanging=9)
