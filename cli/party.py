"""``dragoman party``: persons and organisations, their names and their posts."""

from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from cyclopts import App, Parameter

from cli.by_hand import add_verb
from cli.faults import at
from cli.options import PLAIN_ACT, ActOptions, PartyOptions, SourceOptions
from cli.recording import Desk, record_on, sources_given
from cli.reports import AsOf, code_given, whose
from cli.session import Injected, Session
from cli.translation import Translator, clean
from cli.wording import heading
from domain import acts
from domain.book import Outcome
from domain.party import PositionAssumed, PositionLeft
from domain.terms import involves

if TYPE_CHECKING:
    from store.register import Work

app = App(name="party", help="Persons and organisations: their names and their posts.")

NO_SOURCE = SourceOptions()
Party = Annotated[str, Parameter(help="The party: P-12.")]

add_verb(
    app,
    "party",
    PartyOptions,
    "register",
    None,
    "new",
    """Register a person or an organisation; participants of a record register themselves.

    Example: dragoman party register --name "Yalchin Rafiyev" --side AZ --post "deputy foreign minister"
    """,
)


@app.command
def alias(
    ref: Party,
    /,
    *names: Annotated[str, Parameter(help="Another spelling of the name.")],
    act: ActOptions = PLAIN_ACT,
    session: Injected,
) -> int:
    """Record that a name is also written otherwise.

    Example: dragoman party alias P-1 "Yalçın Rəfiyev" "Jaltschin Rafijew"
    """

    def decide(desk: Desk, work: "Work", record: UUID) -> Outcome:
        with at("alias"):
            return acts.alias(work, record, tuple(map(clean, names)))

    return record_on(session, ref, decide, act)


@app.command
def position(
    ref: Party,
    post: Annotated[str, Parameter(help="The post, as it is called.")],
    /,
    *,
    side: Annotated[str | None, Parameter(help="For which state or organisation: AZ.")] = None,
    assumed: Annotated[str | None, Parameter(help="When it was assumed, as far as known.")] = None,
    left: Annotated[str | None, Parameter(help="When it was left.")] = None,
    former: Annotated[bool, Parameter(negative=(), help="It was left, nobody knows when.")] = False,
    options: SourceOptions = NO_SOURCE,
    act: ActOptions = PLAIN_ACT,
    session: Injected,
) -> int:
    """Record that somebody assumed a post, or left it.

    Example: dragoman party position P-1 "deputy foreign minister" --assumed 2023 --left 2025-06-01
    """

    def decide(desk: Desk, work: "Work", record: UUID) -> Outcome:
        translator = Translator(work.today, desk.link)
        sources = sources_given(translator, options)
        facts: dict[str, Any] = {"sources": sources}
        with at("POST"):
            facts["post"] = clean(post)
        with at("side"):
            own = getattr(work.load(record), "side", None)
            facts["side"] = translator.code(side) if side else own
        outcome = None
        if assumed or not (left or former):
            with at("assumed"):
                when = translator.day(assumed) if assumed else None
            outcome = acts.assume(work, record, PositionAssumed(**facts, assumed=when))
        if left or former:
            with at("left"):
                when = translator.day(left) if left else None
            outcome = acts.leave(work, record, PositionLeft(**facts, left=when))
        assert outcome is not None
        return outcome

    return record_on(session, ref, decide, act)


@app.command
def merge(
    ref: Party,
    into: Annotated[str, Parameter(help="The party that it is the same as: P-1.")],
    /,
    *,
    act: ActOptions = PLAIN_ACT,
    session: Injected,
) -> int:
    """Record that two parties are one; dragoman party split takes it back.

    Example: dragoman party merge P-7 P-1 --reason "same person, other spelling"
    """

    def decide(desk: Desk, work: "Work", record: UUID) -> Outcome:
        with at("into"):
            return acts.merge(work, record, desk.link(into))

    return record_on(session, ref, decide, act)


@app.command
def split(ref: Party, /, *, act: ActOptions = PLAIN_ACT, session: Injected) -> int:
    """Record that a party is not the one into which it was merged.

    Example: dragoman party split P-7 --reason "two brothers"
    """
    return record_on(session, ref, lambda desk, work, record: acts.split(work, record), act)


@app.command(name="list")
def list_(
    *,
    side: Annotated[
        tuple[str, ...], Parameter(help="Only those of this state or organisation; repeat.")
    ] = (),
    named: Annotated[str | None, Parameter(help="Only those whose name is like this.")] = None,
    as_of: AsOf = None,
    session: Injected,
) -> int:
    """List persons and organisations, with their spellings and their posts.

    Example: dragoman party list --side AZ --named Rafiyev
    """
    from projections.parties import people

    terms = tuple(involves(code_given("--side", text)) for text in side)
    with session.reading(as_of) as (reading, today):
        found = people(reading, terms, named)
        if session.output.as_json:
            session.output.document("parties", whose(reading) | {"parties": found})
        else:
            _print(session, found, heading(session.output, "Parties", reading, today, as_of))
    return 0


def _print(session: Session, people: list[dict[str, Any]], head: str) -> None:
    output = session.output
    output.paragraph((head, "bold"), hanging=2)
    for one in people:
        side = f" ({one['side']})" if one["side"] else ""
        ref = (output.cell(one["ref"], 6), "bold")
        post = f"  {one['post']}" if one["post"] else ""
        output.paragraph(ref, f" {one['name']}", (f"{side}{post}", "dim"), hanging=7)
        for name in one["aliases"]:
            output.paragraph((f"also {name}", "dim"), indent=7, hanging=12)
        for other in one["merged"]:
            output.paragraph(
                (f"merged: {other['ref']} {other['name']}", "dim"), indent=7, hanging=12
            )
    if not people:
        output.line("Nobody is recorded who fits.")
