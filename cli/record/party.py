"""``dragoman party``: people and organisations, their names and their posts."""

from typing import Annotated, Any
from uuid import UUID

from dragoman.cli.parameters import Parameter
from dragoman.cli.record.by_hand import Verb, app_of
from dragoman.cli.record.options import NO_SOURCE, PLAIN_RESTORING, RestoringOptions, SourceOptions
from dragoman.cli.record.recording import by_option, record_on, recorded, sources_given
from dragoman.cli.session import Injected
from dragoman.domain import (
    Outcome,
    PositionAssumed,
    PositionLeft,
    UnitOfWork,
    corrections,
    use_cases,
)
from dragoman.exchange import Performed, RecordNames, Translator, at, clean

app = app_of(
    "party",
    "Register people and organisations, and record their names and posts.",
    Verb(
        "register",
        None,
        "Register a person or an organisation. Dragoman registers the participants of a record automatically.",
        '--name "Yalchin Rafiyev" --side AZ --post "deputy foreign minister"',
        about="new",
    ),
)
Party = Annotated[str, Parameter(help="The party: P-12.")]

_PARTY = ("party",)
"""The only kind of record that the commands change."""


@app.command
def alias(
    ref: Party,
    /,
    *names: Annotated[str, Parameter(help="Other spellings of the name.")],
    act: RestoringOptions = PLAIN_RESTORING,
    session: Injected,
) -> int:
    """Add other spellings of a name.

    Example: dragoman party alias P-1 "Yalçın Rəfiyev" "Jaltschin Rafijew"
    """

    def decide(refs: RecordNames, uow: UnitOfWork, record: UUID) -> Outcome:
        with at("alias"):
            return use_cases.alias(uow, record, tuple(map(clean, names)))

    return record_on(session, ref, decide, act, kinds=_PARTY)


@app.command
def position(
    ref: Party,
    post: Annotated[str, Parameter(help="The title of the post.")],
    /,
    *,
    side: Annotated[
        str | None, Parameter(help="State or organisation for which the person holds the post: AZ.")
    ] = None,
    assumed: Annotated[str | None, Parameter(help="When the person took the post.")] = None,
    left: Annotated[str | None, Parameter(help="When the person left the post.")] = None,
    former: Annotated[
        bool, Parameter(negative=(), help="The person left the post on an unknown date.")
    ] = False,
    options: SourceOptions = NO_SOURCE,
    act: RestoringOptions = PLAIN_RESTORING,
    session: Injected,
) -> int:
    """Record that a person took or left a post.

    Example: dragoman party position P-1 "deputy foreign minister" --assumed 2023 --left 2025-06-01
    """

    def decide(refs: RecordNames, uow: UnitOfWork, record: UUID) -> Outcome:
        translator = Translator.of_entry(uow, refs.link)
        sources = sources_given(translator, options)
        facts: dict[str, Any] = {"sources": sources}
        with at("POST"):
            facts["post"] = clean(post)
        with at("side"):
            own = getattr(uow.load(record), "side", None)
            facts["side"] = translator.code(side) if side else own
        outcome = None
        if assumed or not (left or former):
            with at("assumed"):
                when = translator.past_day(assumed) if assumed else None
            outcome = use_cases.assume(uow, record, PositionAssumed(**facts, assumed=when))
        if left or former:
            with at("left"):
                when = translator.past_day(left) if left else None
            outcome = use_cases.leave(uow, record, PositionLeft(**facts, left=when))
        assert outcome is not None
        return outcome

    return record_on(session, ref, decide, act, kinds=_PARTY)


@app.command
def merge(
    ref: Party,
    into: Annotated[str, Parameter(help="The party that REF is merged into: P-1.")],
    /,
    *,
    act: RestoringOptions = PLAIN_RESTORING,
    session: Injected,
) -> int:
    """Merge two parties that are the same person or organisation.

    To reverse the merge, use dragoman party split.

    Example: dragoman party merge P-7 P-1 --reason "same person, different spelling"
    """

    def decide(refs: RecordNames, uow: UnitOfWork, record: UUID) -> Outcome:
        with at("into"):
            return use_cases.merge(uow, record, refs.link(into))

    return record_on(session, ref, decide, act, kinds=_PARTY)


@app.command
def split(
    ref: Party,
    /,
    *,
    record: Annotated[
        tuple[str, ...],
        Parameter(
            help="A record of the other person: M-7 (repeatable).",
            negative_iterable=(),
        ),
    ] = (),
    act: RestoringOptions = PLAIN_RESTORING,
    session: Injected,
) -> int:
    """Reverse a merge of parties, or separate two people with the same name.

    With --record, Dragoman registers a new person, and links the given records to that person.

    Example: dragoman party split P-3 --record M-7 --record M-9 --reason "two cousins"
    """
    if not record:
        return record_on(
            session, ref, lambda names, uow, one: use_cases.split(uow, one), act, kinds=_PARTY
        )
    act = act.with_reason(session, "How do you know that these are two different people?")

    def separate(names: RecordNames, uow: UnitOfWork) -> list[Performed]:
        with at("ref"):
            one = names.link(ref)
        with at("record"):
            others = [names.link(other) for other in dict.fromkeys(record)]
        with names.naming(one):
            outcomes = corrections.split(uow, one, others)
        return [Performed(None, outcome) for outcome in outcomes]

    with by_option():
        return recorded(session, separate, act)


app.at(
    "list",
    "read.parties:parties",
    help="""List people and organisations, with their spellings and posts.

    Example: dragoman party list --side AZ --named Rafiyev""",
)
app.at(
    "alike",
    "read.alike:alike",
    help="""List pairs of people or organisations that may be the same, with the evidence.

    The evidence for one person: the names, the years, the posts, and the people whom both met. The
    evidence against: different regnal numbers or initials, Jr in one name only, 25 years or more
    between the records, different posts at the same time, or a record in which both take part.

    Example: dragoman party alike --side IQ
    """,
)
app.at(
    "resolve",
    "record.resolve:resolve",
    help="""Say which people or organisations that look alike are the same, all in one entry.

    FILE has the rows of dragoman party alike --csv, with an answer in the first column: same,
    different or unsure. Without a file, Dragoman asks about one pair after another. Dragoman does
    not list a pair again after the answer different.

    Example: dragoman party resolve pairs.csv --reason "checked with the protocol office"
    """,
)
