"""``dragoman follow-up``: agreed actions that the parties still owe."""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID, uuid4

from dragoman.cli.parameters import Parameter
from dragoman.cli.record.by_hand import Verb, addition, app_of
from dragoman.cli.record.naming import ref_meant
from dragoman.cli.record.options import PLAIN_ACT, ActOptions
from dragoman.cli.record.recording import by_option, recorded
from dragoman.cli.session import Injected
from dragoman.domain import UnitOfWork, quoted, use_cases
from dragoman.exchange import (
    Answers,
    Performed,
    Persons,
    RecordNames,
    Translator,
    UsageError,
    at,
    converted,
    document_class,
)

app = app_of(
    "follow-up",
    "Agree, revise, split, fulfil and drop follow-ups.",
    Verb(
        "agree",
        None,
        "Record something that the parties agreed to do.",
        '--what "Send the draft" --due "in 2 weeks" --agreed-in M-1',
        about="new",
    ),
    Verb(
        "revise",
        "revised",
        "Change the due date or the owners of a follow-up.",
        "F-1 --due 2026-03-01",
        about="existing",
    ),
    Verb(
        "fulfil",
        "fulfilled",
        "Record that a follow-up was fulfilled.",
        "F-1 --by C-4",
        about="existing",
    ),
    Verb(
        "drop",
        "dropped",
        "Drop an unfulfilled follow-up that is no longer needed.",
        'F-1 --reason "overtaken by the May agreement"',
        about="existing",
    ),
    addition("follow-up", "F-1", "--owner IQ --source Minutes"),
)

Part = dict[str, list[str]]
"""The options of one part of a follow-up, by name."""

_OF_PART = ("owner", "due")


@app.command
def split(
    ref: Annotated[str, Parameter(help="The follow-up: F-12.")],
    /,
    *,
    into: Annotated[
        tuple[str, ...],
        Parameter(
            help="A part, in a few words (repeatable; at least two parts).", negative_iterable=()
        ),
    ] = (),
    owner: Annotated[
        tuple[str, ...],
        Parameter(
            help="Who has to act on the part that the preceding --into names (default: the owners of"
            " the follow-up).",
            negative_iterable=(),
        ),
    ] = (),
    due: Annotated[
        tuple[str, ...],
        Parameter(
            help="Due date of the part that the preceding --into names (default: the due date of the"
            " follow-up).",
            negative_iterable=(),
        ),
    ] = (),
    act: ActOptions = PLAIN_ACT,
    session: Injected,
) -> int:
    """Split a follow-up into parts with different owners or due dates.

    Example: dragoman follow-up split F-2 --into "Send the data" --owner IQ --into "Comment on it"
    """
    if len(into) < 2:
        raise UsageError("--into: name at least two parts, each with its own --into")
    parts = [_document(one) for one in parts_typed(session.typed)]

    def divide(names: RecordNames, uow: UnitOfWork) -> list[Performed]:
        with at("ref"):
            record = names.link(ref)
        translator = Translator.of_entry(uow, names.link)
        persons = Persons(names.snapshot, Answers())
        commands = [persons.identified(uow, translator.command(one, uuid4())) for one in parts]
        with names.naming(record):
            parts_of: list[tuple[UUID, Any]] = [(one.record, one.steps[0][1]) for one in commands]
            outcomes = use_cases.divide(uow, record, parts_of)
        return [Performed(None, one) for one in outcomes]

    with by_option():
        ref = ref_meant(session, ref, ("follow-up",), "ref")
        return recorded(session, divide, act)


def parts_typed(words: Sequence[str]) -> list[Part]:
    """Return the parts on a command line: each ``--into`` with the options that follow it.

    Raises :class:`UsageError` for an option of a part before the first ``--into``.
    """
    parts: list[Part] = []
    rest = iter(words)
    for word in rest:
        name, equals, value = word.removeprefix("--").partition("=")
        if not word.startswith("--") or name not in ("into", *_OF_PART):
            continue
        value = value if equals else next(rest, "")
        if name == "into":
            parts.append({"what": [value]})
        elif not parts:
            raise UsageError(f'--{name} belongs to a part; write --into "…" before --{name}')
        else:
            parts[-1].setdefault(name, []).append(value)
    return parts


def _document(part: Part) -> Any:
    """Return the document of a part. Raises :class:`UsageError` for two due dates."""
    [what], dates = part["what"], part.get("due", [])
    if len(dates) > 1:
        raise UsageError(f"--due: the part {quoted(what)} has two due dates; give one")
    data = {"kind": "follow-up", "what": what, "owners": part.get("owner", [])}
    with by_option():
        return converted(data | ({"due": dates[0]} if dates else {}), document_class("follow-up"))
