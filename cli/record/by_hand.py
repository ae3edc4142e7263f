"""What all commands share that record by hand: a verb, and options that become one document."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Annotated, Any, Literal

from attrs import frozen
from cyclopts import App, Parameter

from dragoman.cli.context import worded
from dragoman.cli.record.options import PLAIN_ACT, ActOptions, Ref, fields_of, options_class
from dragoman.cli.record.questions import missing_fields, recognise
from dragoman.cli.record.recording import by_hand, by_option, recorded
from dragoman.cli.session import Injected, Session
from dragoman.domain import KINDS, declared
from dragoman.exchange import document_class

About = Literal["new", "either", "existing"]
"""Whether a verb is about a new record, one that is there, or either."""


@frozen
class Verb:
    """A command that brings a record to ``status``: its name, what it does, and an example."""

    name: str
    status: str | None
    text: str
    example: str
    about: About = "either"


def setbacks(kind: str, ref: str) -> Iterator[Verb]:
    """The commands by which plans of ``kind`` are moved, put off and given up."""
    for name, status, what, options in (
        (
            "reschedule",
            "rescheduled",
            "is to take place at another time, or otherwise, than was planned.\n\n"
            "What was recorded wrongly is set right with dragoman correct.",
            '--occurred 2027-01-15 --cause "clash of dates"',
        ),
        (
            "postpone",
            "postponed",
            "does not take place as planned, and has no new date.",
            '--cause "illness of the minister"',
        ),
        ("cancel", "cancelled", "does not take place.", '--cause "elections"'),
    ):
        text = f"Record that a {kind} {what}"
        yield Verb(name, status, text, f"{ref} {options}", about="existing")


def app_of(kind: str, help: str, *verbs: Verb) -> App:
    """The command of a kind of record, with its verbs."""
    app = App(name=kind, help=help)
    for verb in verbs:
        command = _command(kind, verb)
        command.__doc__ = f"{verb.text}\n\nExample: dragoman {kind} {verb.name} {verb.example}"
        app.command(command, name=verb.name)
    return app


def _command(kind: str, verb: Verb) -> Callable[..., int]:
    """The function of a verb: its parameters are what the command takes."""
    status = verb.status
    options = options_class(kind, status)
    nothing = options()

    def new(
        *,
        options: options = nothing,  # type: ignore[valid-type]
        act: ActOptions = PLAIN_ACT,
        session: Injected,
    ) -> int:
        return bring(session, kind, status, None, options, act)

    def either(
        ref: Ref = None,
        /,
        *,
        options: options = nothing,  # type: ignore[valid-type]
        act: ActOptions = PLAIN_ACT,
        session: Injected,
    ) -> int:
        return bring(session, kind, status, ref, options, act)

    def existing(
        ref: Annotated[str, Parameter(help="The record it is about (V-12).")],
        /,
        *,
        options: options = nothing,  # type: ignore[valid-type]
        act: ActOptions = PLAIN_ACT,
        session: Injected,
    ) -> int:
        return bring(session, kind, status, ref, options, act)

    commands: dict[About, Callable[..., int]] = {
        "new": new,
        "either": either,
        "existing": existing,
    }
    return commands[verb.about]


def bring(
    session: Session,
    kind: str,
    status: str | None,
    ref: str | None,
    options: Any,
    act: ActOptions,
) -> int:
    """Bring the record ``ref``, or a new one, to ``status`` with what the options say."""
    with by_option():
        fields = fields_of(options)
        if ref is None:
            fields |= of_context(session, kind, fields)
            fields |= missing_fields(session, kind, status, fields)
        recognise(session, fields.get("participants", ()))
        has_status = "status" in document_class(kind).__struct_fields__
        stage = {"status": status} if status and has_status else {}
        data = {"kind": kind, **stage, **fields}
        return recorded(session, partial(by_hand, ref=ref, data=data), act)


def of_context(session: Session, kind: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The parties of a new record, from the context of the desk, where the options name none."""
    named = {"parties", "participants", "host", "mechanism", "awaits", "agreed_in"} & fields.keys()
    if named or not session.context or "parties" not in declared(KINDS[kind].state):
        return {}
    session.output.notice(f"note: {worded(session.context)}: these are the parties")
    return {"parties": list(session.context)}
