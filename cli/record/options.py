"""The options of the commands that record by hand: an option for each field of a document."""

from collections.abc import Callable, Collection, Mapping
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self, cast, get_args

from attrs import asdict, frozen, make_class
from attrs import evolve as replaced
from attrs import field as attrs_field

from dragoman.cli.parameters import Group, Parameter, names_of
from dragoman.cli.prompts import asked
from dragoman.domain import (
    KINDS,
    LETTERS,
    Field,
    Participant,
    Source,
    declared,
    foreign,
    quoted,
    with_article,
)
from dragoman.exchange import (
    Fault,
    choices_of,
    document_class,
    elsewhere,
    field_named,
    option_of_field,
    participant_of,
    unfit_value,
)

if TYPE_CHECKING:
    from dragoman.cli.session import Session

Many = tuple[str, ...]


def _help(text: str, name: str | tuple[str, ...] | None = None) -> Parameter:
    return Parameter(name=name, help=text, negative_iterable=())


DryRun = Annotated[
    bool,
    Parameter(
        name=names_of("dry-run"),
        negative=(),
        help="Show what the command would record, but record nothing.",
    ),
]

Yes = Annotated[
    bool,
    Parameter(
        name=names_of("yes"),
        negative=(),
        help="Do not ask for confirmation, even if the system clock looks wrong.",
    ),
]


@Parameter(name="*")
@frozen(kw_only=True)
class ActOptions:
    """The options that every command that records has."""

    reason: Annotated[
        str | None, _help("Reason for the entry, kept in the log.", names_of("reason"))
    ] = None
    dry_run: DryRun = False
    yes: Yes = False

    def with_reason(self, session: "Session", question: str) -> Self:
        """Return the options with a reason; if there is none, ask for it, or raise UsageError."""
        if self.reason and self.reason.strip():
            return self
        return replaced(self, reason=asked(session, "reason", question))


PLAIN_ACT = ActOptions()


@Parameter(name="*")
@frozen(kw_only=True)
class DoubtOptions:
    """The options that say what to do if a new record looks like an existing record."""

    new: Annotated[
        bool,
        Parameter(
            negative=(), help="Create a new record, even if it looks like an existing record."
        ),
    ] = False
    strict: Annotated[
        bool,
        Parameter(
            negative=(), help="Record nothing if the new record looks like an existing record."
        ),
    ] = False


IN_DOUBT = DoubtOptions()

SameAs = Annotated[str | None, Parameter(help="Existing record of the same thing: M-12.")]
Restore = Annotated[
    bool, Parameter(negative=(), help="Bring back records that were retracted or undone.")
]


@Parameter(name="*")
@frozen(kw_only=True)
class RestoringOptions(ActOptions):
    """The options of commands that can restore retracted records."""

    restore: Restore = False


PLAIN_RESTORING = RestoringOptions()

ExistingRef = Annotated[str, Parameter(help="The record: V-12.")]


def existing_ref(kind: str) -> Any:
    """Return the declaration of an argument that names an existing record of a kind."""
    return Annotated[str, Parameter(help=f"The {kind}: {LETTERS[kind]}-12.")]


def either_ref(kind: str) -> Any:
    """Return the declaration of an argument for an existing record or, by default, a new one."""
    text = f"The {kind}: {LETTERS[kind]}-12 (default: a new {kind})."
    return Annotated[str | None, Parameter(help=text)]


_PLAIN = Parameter()
_IN_SOURCE = Parameter(group=Group("Source", sort_key=1))
"""The help lists the options of a source last, under a separate heading."""


_OPTIONAL: Mapping[str, Any] = {
    **dict.fromkeys(("text", "prose", "day", "code", "link", "number", "awaits"), str | None),
    **dict.fromkeys(("texts", "proses", "codes", "participants", "pairs"), Many),
}
"""The type of an option, by the type of its field; a choice has a ``Literal`` type instead."""


def _options(
    cls: type[Any], kind: str = "", apart: Collection[str] = (), more: Parameter = _PLAIN
) -> dict[str, Any]:
    """Return an option for each field of a domain class that has a help text."""
    made = {}
    for name, field in declared(cls).items():
        if field.help and name not in apart:
            made[field.option or name] = _option(cls, kind, name, field, more)
        if field.holds == "awaits":
            made[f"{name}_session"] = _typed(None, _AWAITED)
    return made


_AWAITED = Annotated[
    str | None,
    _help("Number of the session that settles the follow-up (default: the next session)."),
]


def _option(cls: type[Any], kind: str, name: str, field: Field, more: Parameter) -> Any:
    type_ = _OPTIONAL.get(field.holds) or _offered(choices_of(cls, kind, name), field) | None
    one = field.one if field.holds != "number" else ""
    word = (one or field.option or name).replace("_", "-")
    default = () if type_ is Many else None
    return _typed(default, Annotated[type_, _help(help_of(kind, field), names_of(word)), more])


def _offered(choices: Any, field: Field) -> Any:
    """Return a ``Literal`` type without the choices that only old records have."""
    if not field.retired:
        return choices
    return Literal[tuple(one for one in get_args(choices) if one not in field.retired)]


def help_of(kind: str, field: Field) -> str:
    """Return the help text of an option; for participants, also explain the parts."""
    only = field.choices.get(kind, ())
    if field.holds == "participants" and not field.takes_sides:
        return f"{field.help} {_choices_of_parts()}"
    if len(only) == 1:
        return f"{field.help[:-1]}; {with_article(kind)} is always {only[0]}."
    return field.help


@cache
def _choices_of_parts() -> str:
    parts = [name for name, field in declared(Participant).items() if field.holds == "choice"]
    words = {name: ", ".join(get_args(choices_of(Participant, "", name))) for name in parts}
    choices = " ".join(f"{name.upper()}: {listed}." for name, listed in words.items())
    return (
        f"SIDE: state or organisation (AZ). {choices} PARTY: ref of a registered party (P-1), or the"
        " word 'new' for a different party with the same name."
    )


def _typed(default: Any, type_: Any) -> Any:
    return attrs_field(default=default, type=type_)


def _class(name: str, about: str, options: dict[str, Any]) -> Any:
    """Make a class of options; a command that uses it has an option for each of its fields."""
    made = make_class(name, options, kw_only=True, frozen=True)
    made.__doc__ = about
    return Parameter(name="*")(made)


def _source_options() -> dict[str, Any]:
    return _options(Source, more=_IN_SOURCE)


if TYPE_CHECKING:

    class SourceOptions:
        """The source of a record."""
else:
    SourceOptions = _class("SourceOptions", "The source of a record.", _source_options())


NO_SOURCE = SourceOptions()


SINGLE = ("meeting", "scheduled")
"""The kind and status of the command that schedules one meeting or, if it recurs, a series."""

RECURRING = ("every", "until")
"""The options that make a series of a meeting."""


@cache
def options_class(kind: str, status: str | None) -> type[SourceOptions]:
    """Return the class of options for the command that gives a record of a kind a status.

    The fields of the kind are first, and the fields of the source are last.
    """
    of = KINDS[kind]
    facts = of.steps[status or of.first].facts
    options = _options(facts, kind, foreign(of.state))
    if (kind, status) == SINGLE:
        of_series = _options(KINDS["series"].state, "series")
        options |= {name: of_series[name] for name in RECURRING}
    options |= _source_options()
    made: type[SourceOptions] = _class(f"{facts.__name__}Options", of.about, options)
    return made


def fields_of(
    options: SourceOptions, person: Callable[[str], dict[str, str]] = participant_of
) -> dict[str, Any]:
    """Convert options to the fields of a document; ``person`` parses a participant.

    Raises :class:`Fault`.
    """
    fields = {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in asdict(cast("Any", options)).items()
        if value is not None and value != ()
    }
    _source(fields)
    _awaits(fields)
    for name in ("as_written", "external_ids"):
        if name in fields:
            fields[name] = _mapping(fields[name], name)
    # Owners stay as typed: dispatches can have owners in the same form.
    if "participants" in fields:
        fields["participants"] = [person(text) for text in fields["participants"]]
    return fields


def recurring(kind: str, status: str | None, fields: Mapping[str, Any]) -> tuple[str, str | None]:
    """Return the kind and status to record: those of a series if a meeting recurs.

    Raises :class:`Fault` for options that only make sense together, or for a single meeting.
    """
    if (kind, status) != SINGLE or not fields.keys() & set(RECURRING):
        return kind, status
    if "every" not in fields:
        raise Fault("add the rhythm with --every week", ("until",))
    own = document_class("series").__struct_fields__
    for name in fields:
        if name not in own:
            raise Fault(_of_one_meeting(option_of_field("meeting", name)), (name,))
    return "series", KINDS["series"].usual


def _of_one_meeting(option: str, value: str = "VALUE") -> str:
    """Return why an option does not fit a series, and what to type instead."""
    return (
        "belongs to a single meeting, not to a series; add it to the meetings of the series:"
        f" dragoman meeting add M-1 {option} {value}"
    )


def misplaced(kind: str, option: str, value: str) -> str | None:
    """Return the message for an option or value that belongs to another kind, or ``None``."""
    if kind not in KINDS:
        return None
    word = option.partition("=")[0].removeprefix("--").replace("-", "_")
    name = field_named(kind, word)
    if owner := elsewhere(kind, name):
        return f"{name} {owner}"
    if kind == "series" and _belongs_to_a_meeting(word):
        own = f"--{word.replace('_', '-')}"
        return f"{own} {_of_one_meeting(own, value or 'VALUE')}"
    if kind == "series" and name in TO_ADD:
        own = f"--{declared(KINDS[kind].state)[name].one or name}"
        return (
            f"{own} is not an option of this command; to add it to a series, type: dragoman series"
            f" add S-1 {own} {value or 'VALUE'}"
        )
    if typed := _typed_as(kind, word):
        return f"Unknown option: --{word}. Did you mean --{typed}?"
    why = unfit_value(kind, name, value)
    return f"{name}: {why}" if why else None


TO_ADD = ("participants", "topics", "summary", "reminders", "confidence", "marking")
"""The facts of a series that no amendment changes, but that the user can add."""


def _belongs_to_a_meeting(word: str) -> bool:
    """Return whether an option exists for meetings, but not for series."""
    name = field_named("meeting", word)
    is_of_meeting = name in declared(KINDS["meeting"].state)
    return is_of_meeting and name not in declared(KINDS["series"].state)


def _typed_as(kind: str, word: str) -> str | None:
    """Return the name of a field's option, if the option and the field have different names."""
    fields = declared(KINDS[kind].state)
    field = fields.get(word) or fields.get(f"{word}s")
    return field.one.replace("_", "-") if field and field.one not in ("", word) else None


def _source(fields: dict[str, Any]) -> None:
    details = {name: fields.pop(name) for name in OF_SOURCES if name in fields}
    if "source" in fields:
        own = {OF_SOURCES[name]: value for name, value in details.items()}
        fields["source"] = {"title": fields["source"], **own}
    elif details:
        raise Fault("add the title of the source with --source", (next(iter(details)),))


OF_SOURCES = {
    field.option or name: name for name, field in declared(Source).items() if name != "title"
}
"""The options for a source, each with the field of the source that it sets."""


def _awaits(fields: dict[str, Any]) -> None:
    number = fields.pop("awaits_session", None)
    if "awaits" in fields:
        session = {"session": number} if number else {}
        fields["awaits"] = {"mechanism": fields["awaits"], **session}
    elif number:
        raise Fault("add the mechanism with --awaits", ("awaits_session",))


def _mapping(pairs: list[str], name: str) -> dict[str, str]:
    mapping: dict[str, str] = {}
    for pair in pairs:
        key, _, value = pair.partition("=")
        if not (key and value):
            raise Fault(f"{quoted(pair)} is not NAME=VALUE", (name,))
        if key in mapping:
            raise Fault(f"{quoted(key)} appears twice", (name,))
        mapping[key] = value
    return mapping
