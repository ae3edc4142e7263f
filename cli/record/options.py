"""The options of the commands that record by hand: the fields of a document, one option each."""

from collections.abc import Collection, Mapping
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, cast

from attrs import asdict, frozen, make_class
from attrs import evolve as replaced
from attrs import field as attrs_field
from cyclopts import Parameter

from dragoman.cli.prompts import asked
from dragoman.domain import KINDS, Field, Source, declared, foreign, quoted
from dragoman.exchange import Fault, choices_of, elsewhere, field_named, participant_of, unfit_value

if TYPE_CHECKING:
    from dragoman.cli.session import Session

Many = tuple[str, ...]


def _help(text: str, name: str | None = None) -> Parameter:
    return Parameter(name=name, help=text, negative_iterable=())


DryRun = Annotated[
    bool, Parameter(negative=(), help="Show what would be recorded, and record nothing.")
]

Yes = Annotated[bool, Parameter(negative=(), help="Do not ask, even if the clock looks wrong.")]


@Parameter(name="*")
@frozen(kw_only=True)
class ActOptions:
    """What every act takes."""

    reason: Annotated[str | None, _help("Why it is recorded; kept with the entry.")] = None
    dry_run: DryRun = False
    yes: Yes = False

    def with_reason(self, session: "Session", question: str) -> "ActOptions":
        """The same with a reason: asked for on a terminal, refused without one elsewhere."""
        if self.reason and self.reason.strip():
            return self
        return replaced(self, reason=asked(session, "reason", question))


PLAIN_ACT = ActOptions()

Ref = Annotated[str | None, Parameter(help="The record it is about (V-12); a new one if left out.")]


_OPTIONAL: Mapping[str, Any] = {
    **dict.fromkeys(("text", "prose", "day", "code", "link", "number", "awaits"), str | None),
    **dict.fromkeys(("texts", "proses", "codes", "participants", "pairs"), Many),
}
"""The type of an option, by what its field holds; a choice has that of its words."""


def _options(cls: type[Any], kind: str = "", apart: Collection[str] = ()) -> dict[str, Any]:
    """The options for the fields that a class of the domain declares, and that have a help."""
    made = {}
    for name, field in declared(cls).items():
        if field.help and name not in apart:
            made[field.option or name] = _option(cls, kind, name, field)
        if field.holds == "awaits":
            made[f"{name}_session"] = _typed(None, _AWAITED)
    return made


_AWAITED = Annotated[str | None, _help("The number of that session.")]


def _option(cls: type[Any], kind: str, name: str, field: Field) -> Any:
    type_ = _OPTIONAL.get(field.holds) or choices_of(cls, kind, name) | None
    word = (field.one or name if field.holds != "number" else name).replace("_", "-")
    named = f"--{word}" if field.one or field.holds == "number" else None
    default = () if type_ is Many else None
    only = field.choices.get(kind, ())
    help = f"Always {only[0]}." if len(only) == 1 else field.help
    return _typed(default, Annotated[type_, _help(help, named)])


def _typed(default: Any, type_: Any) -> Any:
    return attrs_field(default=default, type=type_)


def _class(name: str, about: str, options: dict[str, Any], bases: tuple[type[Any], ...]) -> Any:
    """A class of options, which a command takes as its own."""
    made = make_class(name, options, bases=bases, kw_only=True, frozen=True)
    made.__doc__ = about
    return Parameter(name="*")(made)


if TYPE_CHECKING:

    class SourceOptions:
        """Where it is known from."""
else:
    SourceOptions = _class("SourceOptions", "Where it is known from.", _options(Source), (object,))


NO_SOURCE = SourceOptions()


@cache
def options_class(kind: str, status: str | None) -> type[SourceOptions]:
    """The options of the command that brings a record of a kind to a status, or the usual one."""
    of = KINDS[kind]
    facts = of.steps[status or of.usual or ""].facts
    options = _options(facts, kind, foreign(of.state))
    made: type[SourceOptions] = _class(
        f"{facts.__name__}Options", of.about, options, (SourceOptions,)
    )
    return made


def fields_of(options: SourceOptions) -> dict[str, Any]:
    """The fields of a document as options give them. Raises :class:`Fault`."""
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
    if "participants" in fields:
        fields["participants"] = [participant_of(text) for text in fields["participants"]]
    return fields


def misplaced(kind: str, option: str, value: str) -> str | None:
    """What to say of an option, or its value, that belongs to another kind of record."""
    if kind not in KINDS:
        return None
    word = option.partition("=")[0].removeprefix("--").replace("-", "_")
    name = field_named(kind, word)
    if owner := elsewhere(kind, name):
        return f"{name} {owner}"
    if typed := _typed_as(kind, word):
        return f"Unknown option: --{word}. Did you mean --{typed}?"
    why = unfit_value(kind, name, value)
    return f"{name}: {why}" if why else None


def _typed_as(kind: str, word: str) -> str | None:
    """With which word a field is typed, if somebody types its name in a document instead."""
    fields = declared(KINDS[kind].state)
    field = fields.get(word) or fields.get(f"{word}s")
    return field.one.replace("_", "-") if field and field.one not in ("", word) else None


def _source(fields: dict[str, Any]) -> None:
    details = {name: fields.pop(name) for name in OF_SOURCES if name in fields}
    if "source" in fields:
        own = {OF_SOURCES[name]: value for name, value in details.items()}
        fields["source"] = {"title": fields["source"], **own}
    elif details:
        raise Fault("give the title of the source too, with --source", (next(iter(details)),))


OF_SOURCES = {
    field.option or name: name for name, field in declared(Source).items() if name != "title"
}
"""The options about a source, and the fields of the source that they set."""


def _awaits(fields: dict[str, Any]) -> None:
    number = fields.pop("awaits_session", None)
    if "awaits" in fields:
        session = {"session": number} if number else {}
        fields["awaits"] = {"mechanism": fields["awaits"], **session}
    elif number:
        raise Fault("name the mechanism too, with --awaits", ("awaits_session",))


def _mapping(pairs: list[str], name: str) -> dict[str, str]:
    mapping: dict[str, str] = {}
    for pair in pairs:
        key, _, value = pair.partition("=")
        if not (key and value):
            raise Fault(f"{quoted(pair)} is not of the form NAME=VALUE", (name,))
        if key in mapping:
            raise Fault(f"{quoted(key)} is given twice", (name,))
        mapping[key] = value
    return mapping
