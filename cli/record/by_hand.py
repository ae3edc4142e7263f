"""The commands that record what the user types; the options of a command form a document."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, Literal

from attrs import frozen

from dragoman.cli.context import worded
from dragoman.cli.noun import Noun
from dragoman.cli.record.answers import participant_understood
from dragoman.cli.record.margins import with_margins
from dragoman.cli.record.naming import ref_meant, with_refs
from dragoman.cli.record.options import (
    IN_DOUBT,
    PLAIN_RESTORING,
    DoubtOptions,
    RestoringOptions,
    SameAs,
    either_ref,
    existing_ref,
    fields_of,
    options_class,
    recurring,
)
from dragoman.cli.record.questions import (
    existing_record,
    missing_fields,
    recognise,
    settle_topics,
)
from dragoman.cli.record.recording import (
    answers_for,
    by_hand,
    by_option,
    by_same_as,
    option_of,
    recorded,
)
from dragoman.cli.session import Injected, Session
from dragoman.domain import KINDS, declared, known_side, with_article
from dragoman.exchange import document_class, refuse_together

About = Literal["new", "either", "existing"]
"""Whether a verb takes a new record, an existing record, or either."""


@frozen
class Verb:
    """A verb: a command that gives a record a ``status``; ``text`` is the help text."""

    name: str
    status: str | None
    text: str
    example: str
    about: About = "either"


def setbacks(kind: str, ref: str) -> Iterator[Verb]:
    """Yield the verbs that move, postpone and cancel engagements of a ``kind``."""
    for name, status, text, options in (
        (
            "reschedule",
            "rescheduled",
            f"Move a {kind} to another time.\n\n"
            "To fix a mistake in the record, use dragoman correct instead.",
            '--occurred 2027-01-15 --cause "clash of dates"',
        ),
        (
            "postpone",
            "postponed",
            f"Postpone a {kind} without setting a new date.",
            '--cause "illness of the minister"',
        ),
        ("cancel", "cancelled", f"Cancel a {kind}.", '--cause "elections"'),
    ):
        yield Verb(name, status, text, f"{ref} {options}", about="existing")


def addition(kind: str, ref: str, example: str) -> Verb:
    """Return the verb that adds facts to a record of a ``kind``."""
    text = (
        f"Add facts to {with_article(kind)}: values for empty fields, and more items in lists.\n\n"
        "Recorded values stay as they are; to change them, use dragoman correct."
    )
    return Verb("add", None, text, f"{ref} {example}", about="existing")


def app_of(kind: str, help: str, *verbs: Verb) -> Noun:
    """Return the noun for a kind of record, with its verbs."""
    app = Noun(name=kind, help=help)
    for verb in verbs:
        app.add(verb.name, partial(_command, kind, verb))
    return app


def _command(kind: str, verb: Verb) -> Callable[..., int]:
    """Return the function that runs a verb, with the verb's help text as its docstring."""
    command = _function(kind, verb)
    command.__doc__ = f"{verb.text}\n\nExample: dragoman {kind} {verb.name} {verb.example}"
    return command


def _function(kind: str, verb: Verb) -> Callable[..., int]:
    """Return the function that runs a verb; its parameters are the arguments of the command."""
    status = verb.status
    options = options_class(kind, status)
    nothing = options()
    either_type, existing_type = either_ref(kind), existing_ref(kind)

    def new(
        *,
        options: options = nothing,  # type: ignore[valid-type]
        same_as: SameAs = None,
        doubts: DoubtOptions = IN_DOUBT,
        act: RestoringOptions = PLAIN_RESTORING,
        session: Injected,
    ) -> int:
        ref = _one_ref(None, same_as, doubts)
        return bring(session, kind, verb, ref, options, act, doubts, same_as)

    def either(
        ref: either_type = None,  # type: ignore[valid-type]
        /,
        *,
        options: options = nothing,  # type: ignore[valid-type]
        same_as: SameAs = None,
        doubts: DoubtOptions = IN_DOUBT,
        act: RestoringOptions = PLAIN_RESTORING,
        session: Injected,
    ) -> int:
        one = _one_ref(ref, same_as, doubts)
        return bring(session, kind, verb, one, options, act, doubts, same_as)

    def existing(
        ref: existing_type,  # type: ignore[valid-type]
        /,
        *,
        options: options = nothing,  # type: ignore[valid-type]
        act: RestoringOptions = PLAIN_RESTORING,
        session: Injected,
    ) -> int:
        return bring(session, kind, verb, ref, options, act)

    def naming(
        ref: existing_type,  # type: ignore[valid-type]
        /,
        *,
        options: options = nothing,  # type: ignore[valid-type]
        doubts: DoubtOptions = IN_DOUBT,
        act: RestoringOptions = PLAIN_RESTORING,
        session: Injected,
    ) -> int:
        return bring(session, kind, verb, ref, options, act, doubts)

    if verb.about == "existing":
        return naming if hasattr(nothing, "participants") else existing
    return new if verb.about == "new" else either


def _one_ref(ref: str | None, same_as: str | None, doubts: DoubtOptions) -> str | None:
    """Return the ref that the user gave, if any. Raises :class:`UsageError` for a conflict."""
    given = {"REF": ref, "--same-as": same_as, "--new": doubts.new}
    refuse_together([name for name, one in given.items() if one])
    return ref or same_as


def bring(
    session: Session,
    kind: str,
    verb: Verb,
    ref: str | None,
    options: Any,
    act: RestoringOptions,
    doubts: DoubtOptions = IN_DOUBT,
    same_as: str | None = None,
) -> int:
    """Give a record, new or existing, the status of a ``verb`` and the fields in the options.

    ``ref`` is the ref of the existing record, or ``None`` for a new record. ``same_as`` is the same
    ref if the user gave it with ``--same-as``.
    """
    with by_option(by_same_as if same_as else option_of):
        fields = fields_of(options, partial(participant_understood, session))
        kind, status = recurring(kind, verb.status, fields)
        fields = with_margins(session, kind, "place", fields)
        fields = with_refs(session, kind, fields)
        if ref is None and verb.about == "either":
            ref = existing_record(session, kind, status, fields)
        if ref is None:
            fields |= context_parties(session, kind, fields)
            fields |= missing_fields(session, kind, verb.name, status, fields)
        else:
            ref = ref_meant(session, ref, (kind,), "ref")
        return record_fields(session, kind, status, ref, fields, act, doubts)


def record_fields(
    session: Session,
    kind: str,
    status: str | None,
    ref: str | None,
    fields: dict[str, Any],
    act: RestoringOptions,
    doubts: DoubtOptions = IN_DOUBT,
) -> int:
    """Give a record, new or existing, a ``status`` and the fields of a document."""
    settle_topics(session, fields)
    recognise(session, fields.get("participants", ()))
    data = as_document(kind, status, fields)
    answers = answers_for(doubts, act)
    doing = partial(
        by_hand, ref=ref, data=data, answers=answers, restores=act.restore, is_typed=True
    )
    return recorded(session, doing, act, answers=answers)


def as_document(kind: str, status: str | None, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields as data for a document; the status only if the documents have one."""
    has_status = "status" in document_class(kind).__struct_fields__
    return {"kind": kind, **({"status": status} if status and has_status else {}), **fields}


def context_parties(session: Session, kind: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parties of a new record, if the context adds parties to those in ``fields``.

    The parties of a linked record go before the context. A context of two parties holds unless
    ``fields`` name other parties. The only party of a context always takes part.
    """
    if not session.context or "parties" not in declared(KINDS[kind].state):
        return {}
    if {"mechanism", "awaits", "agreed_in", "signed_in"} & fields.keys():
        return {}
    if len(session.context) == 1:
        return _with_own_party(session, kind, fields)
    is_named = {"parties", "host"} & fields.keys()
    if is_named or not _sides_of_people(fields) <= {*session.context}:
        return {}
    session.output.notice(f"note: the parties come from {worded(session.context)}")
    return {"parties": list(session.context)}


def _with_own_party(session: Session, kind: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parties of a new record, with the only party of the context.

    If ``fields`` name the host and the guests of a visit, the context's party is neither of them.
    """
    [own] = session.context
    given = [*fields.get("parties", ())]
    host = [fields["host"]] if "host" in fields else []
    sides = {known_side(one) for one in (*given, *host)}
    others = sides | _sides_of_people(fields) - {own}
    is_part = not given and "part_of" in fields
    if own in sides or is_part or (others and own in _sides_of_people(fields)):
        return {}
    if kind == "visit" and given and host:
        session.output.notice(f"note: {own} does not take part; to add it, add --party {own}")
        return {}
    session.output.notice(
        f"note: {own} comes from the context; to leave it out, add --context none"
        if others
        else f"note: the parties come from {worded(session.context)}"
    )
    return {"parties": [own, *given]}


def _sides_of_people(fields: Mapping[str, Any]) -> set[str | None]:
    """Return the sides of the participants in ``fields``."""
    return {known_side(one.get("side", "")) for one in fields.get("participants", ())}
