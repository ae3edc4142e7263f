"""``dragoman correct`` and ``retract``: fix mistakes in the register."""

from typing import Annotated, Any, Literal, get_args
from uuid import UUID

from dragoman.cli.parameters import Parameter
from dragoman.cli.prompts import asked, can_ask
from dragoman.cli.record.field_menu import chosen_changes
from dragoman.cli.record.options import (
    IN_DOUBT,
    NO_SOURCE,
    PLAIN_ACT,
    PLAIN_RESTORING,
    ActOptions,
    RestoringOptions,
    SourceOptions,
)
from dragoman.cli.record.recording import answers_for, field_of, record_on, sources_given
from dragoman.cli.session import Injected, Session
from dragoman.domain import Outcome, UnitOfWork, corrections, many, terms, typed_ref
from dragoman.exchange import FieldEdits, Persons, RecordNames, Translator, at


def correct(
    ref: Annotated[str, Parameter(help="The record to correct: V-12.")],
    /,
    *changes: Annotated[
        str,
        Parameter(
            help="FIELD=VALUE sets a field; FIELD= clears a field; topics=X topics=Y replaces a list; topics+=X adds a value; topics-=X removes a value; participants.2.name=X sets one part of a value."
        ),
    ],
    options: SourceOptions = NO_SOURCE,
    act: RestoringOptions = PLAIN_RESTORING,
    session: Injected,
) -> int:
    """Correct a mistake in a record, with a reason. A new fact is not a correction."""
    answers = answers_for(IN_DOUBT, act)
    if not (changes or act.restore):
        changes = chosen_changes(session, ref)

    def decide(names: RecordNames, uow: UnitOfWork, record: UUID) -> Outcome:
        kind = uow.kind_of(record)
        assert kind is not None
        translator = Translator.of_entry(uow, names.link)
        wanted = FieldEdits(uow.load(record), kind, names.name)
        wanted.take(changes)
        facts, cleared = wanted.facts(translator)
        facts = Persons(names.snapshot, answers).corrected(uow, record, facts)
        sources = sources_given(translator, options)
        return corrections.correct(uow, record, facts, cleared, sources)

    act = act.with_reason(session, "What was wrong?")
    return record_on(session, ref, decide, act, field_of, answers)


def retract(
    ref: Annotated[str, Parameter(help="The record to retract: M-4.")],
    /,
    *,
    duplicate_of: Annotated[
        str | None, Parameter(help="The record that REF duplicates: M-2.")
    ] = None,
    meetings: Annotated[
        Literal["all", "planned", "none"] | None,
        Parameter(help="If REF is a series: the meetings to retract together with the series."),
    ] = None,
    act: ActOptions = PLAIN_ACT,
    session: Injected,
) -> int:
    """Remove a record from all reports, with a reason; the record stays in the log and keeps its ref."""

    def decide(names: RecordNames, uow: UnitOfWork, record: UUID) -> Outcome:
        with at("duplicate_of"):
            other = names.link(duplicate_of) if duplicate_of else None
        return corrections.retract(uow, record, other, chosen)

    act = act.with_reason(session, "Why are you retracting the record?")
    chosen = meetings or _meetings_of_series(session, ref)
    return record_on(session, ref, decide, act)


def _meetings_of_series(session: Session, text: str) -> Literal["all", "planned", "none"] | None:
    """Ask which meetings of a series to retract; return ``None`` if there is nothing to ask."""
    ref = typed_ref(text)
    if ref is None or ref.kind != "series" or not can_ask() or not session.location.exists():
        return None
    with session.reading() as (snapshot, _):
        record = snapshot.record(ref)
        term = None if record is None else terms.in_series(snapshot.id_of(record))
        count = len(snapshot.records(term)) if term else 0
    if not count:
        return None
    choices = get_args(corrections.Meetings)

    def check(answer: str) -> None:
        if answer not in choices:
            raise ValueError("answer all, planned or none")

    question = (
        f"{ref} has {many(count, 'meeting')}. Which of them do you want to retract too?"
        " (all, planned, none)"
    )
    answer: Any = asked(session, "meetings", question, check=check)
    return answer  # type: ignore[no-any-return]


def distinguish(
    ref: Annotated[str, Parameter(help="One of the two similar records: M-4.")],
    other: Annotated[str, Parameter(help="The other record: M-2.")],
    /,
    *,
    act: ActOptions = PLAIN_ACT,
    session: Injected,
) -> int:
    """Say that two similar records are not the same, so that Dragoman does not ask again."""

    def decide(names: RecordNames, uow: UnitOfWork, record: UUID) -> Outcome:
        with at("other"):
            second = names.link(other)
        return corrections.distinguish(uow, record, second, "other")

    return record_on(session, ref, decide, act)
