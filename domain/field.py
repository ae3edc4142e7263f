"""Fields: the declarations of the fields of records.

A class of facts declares its fields with the functions below instead of ``attrs.field``. The choice
of function determines the type of the field, and most arguments are text for users. Dragoman builds
documents, options, drafts, reports, search, exports, the schema and the reference from these
declarations. See :func:`declared`.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Literal, TypedDict, Unpack

from attrs import AttrsInstance, field, fields, frozen

Holds = Literal[
    "text",
    "prose",
    "day",
    "code",
    "choice",
    "number",
    "link",
    "texts",
    "proses",
    "codes",
    "pairs",
    "participants",
    "awaits",
    "posts",
]
"""The type of a field's content: a short or a long text, an imprecise date, the code of a state or
organisation, a word from a list, an integer, the id of another record, several texts or codes,
texts by key, participants, the awaited session, or the posts that somebody held.
"""

SEVERAL: tuple[Holds, ...] = ("texts", "proses", "codes", "participants")
"""The types of fields with several values, which people type one by one."""

Declared = Any
"""The type of a declaration in a class body. mypy requires a declaration to be a valid value of the
annotated type.
"""

_DECLARATION = "declaration"


@frozen
class Owner:
    """The kinds of record that a field belongs to, and a command that records the field."""

    kinds: tuple[str, ...]
    command: str

    def __str__(self) -> str:
        kinds = " and ".join(f"{kind}s" for kind in self.kinds)
        return f"belongs to {kinds}; record it with: {self.command}"


@frozen
class Searched:
    """The search settings of a field: the weight of its words, and its label in results."""

    weight: int
    label: str = ""
    is_name: bool = False
    """Whether the field is the name of the record."""
    is_together: bool = False
    """Whether search treats several values as one text."""


@frozen(kw_only=True)
class Field:
    """The declaration of a field.

    ``help`` is the help text of the command-line option, and drafts of dispatches show the
    ``example``. ``label`` is the name of the field in reports. ``one`` is the name of a single
    value, if this name is different from the name of the field. ``form`` is a regular expression
    that a value has to match, and ``form_in_words`` describes it for users. ``longest`` is the
    maximum number of characters, ``fewest`` is the minimum number of values, and ``most`` is the
    maximum of a number. ``to`` lists the kinds of record that a link can point to. The field
    belongs only to the kinds of its ``owner``. Engagements in the modes ``not_by`` cannot have the
    field. ``choices`` maps a kind to the only words that the field accepts for that kind. If
    ``is_past`` is set, the field is about something that has happened. If ``is_required`` is set,
    every document must have the field. Some functions also take a ``default`` for the attribute.
    """

    holds: Holds
    help: str = ""
    example: str = ""
    label: str = ""
    one: str = ""
    form: str = ""
    form_in_words: str = ""
    longest: int = 0
    fewest: int = 1
    most: int = 100_000
    to: tuple[str, ...] = ()
    searched: Searched | None = None
    owner: Owner | None = None
    not_by: tuple[str, ...] = ()
    choices: Mapping[str, tuple[str, ...]] = field(factory=dict)
    is_past: bool = False
    is_ahead: bool = False
    """Whether a date without a year means the next such date."""
    of_period: Literal["", "first", "last"] = ""
    """Whether a period in the field, such as September, means its first or its last day."""
    is_required: bool = False
    is_lower: bool = False
    """Whether a text is stored in lower case."""
    is_duration: bool = False
    """Whether the texts in the field are durations: ``P7D``."""
    takes_sides: bool = False
    """Whether a participant in the field can be a side alone, without a name or a post."""
    reads: Literal["", "interval", "rhythm"] = ""
    """Whether a text is an interval or a rhythm, stored as in :mod:`dragoman.domain.rhythm`."""
    retired: tuple[str, ...] = ()
    """The choices that old records and files have, but that no command offers any longer."""
    option: str = ""
    """The name of the command-line option, if it is different from the name of the field."""


class _Options(TypedDict, total=False):
    """The optional arguments of a declaration; see :class:`Field`."""

    example: str
    label: str
    form: str
    form_in_words: str
    longest: int
    fewest: int
    most: int
    searched: Searched | None
    owner: Owner
    not_by: tuple[str, ...]
    choices: Mapping[str, tuple[str, ...]]
    is_ahead: bool
    is_past: bool
    of_period: Literal["", "first", "last"]
    is_required: bool
    is_lower: bool
    reads: Literal["", "interval", "rhythm"]
    retired: tuple[str, ...]
    option: str


class _OptionsWithWord(_Options, total=False):
    one: str


def _declare(default: object, declaration: Field) -> Declared:
    metadata = {_DECLARATION: declaration}
    if declaration.holds == "pairs":
        return field(factory=dict, metadata=metadata)
    return field(default=default, metadata=metadata)


def text(help: str = "", *, default: object = None, **more: Unpack[_Options]) -> Declared:
    """Declare a field that holds a line of text (``None`` if unknown)."""
    more.setdefault("searched", Searched(3))
    return _declare(default, Field(holds="text", help=help, **more))


def prose(help: str = "", **more: Unpack[_Options]) -> Declared:
    """Declare a field that holds text of any length (``None`` if unknown)."""
    more.setdefault("searched", Searched(3))
    return _declare(None, Field(holds="prose", help=help, **more))


def day(help: str = "", **more: Unpack[_OptionsWithWord]) -> Declared:
    """Declare a field that holds an imprecise date (``None`` if unknown)."""
    return _declare(None, Field(holds="day", help=help, **more))


def code(help: str = "", **more: Unpack[_OptionsWithWord]) -> Declared:
    """Declare a field that holds the code of a state or organisation (``None`` if unknown)."""
    more.setdefault("example", "IQ, Iraq, org:UN")
    return _declare(None, Field(holds="code", help=help, **more))


def choice(help: str = "", *, default: object = None, **more: Unpack[_Options]) -> Declared:
    """Declare a field that holds one of the words in its annotation (``None`` if unknown)."""
    return _declare(default, Field(holds="choice", help=help, **more))


def number(help: str = "", **more: Unpack[_Options]) -> Declared:
    """Declare a field that holds an integer of at least 1 (``None`` if unknown)."""
    return _declare(None, Field(holds="number", help=help, **more))


def link(
    help: str, to: tuple[str, ...], *, default: object = None, **more: Unpack[_OptionsWithWord]
) -> Declared:
    """Declare a field that links to a record whose kind is in ``to`` (``None`` if no link)."""
    return _declare(default, Field(holds="link", help=help, to=to, **more))


def texts(help: str, one: str, **more: Unpack[_Options]) -> Declared:
    """Declare a field that holds several lines of text."""
    return _declare((), Field(holds="texts", help=help, one=one, **more))


def proses(help: str, one: str, **more: Unpack[_Options]) -> Declared:
    """Declare a field that holds several strings of any length."""
    return _declare((), Field(holds="proses", help=help, one=one, **more))


def codes(help: str, **more: Unpack[_OptionsWithWord]) -> Declared:
    """Declare a field that holds the codes of several states or organisations."""
    more.setdefault("one", "party")
    more.setdefault("example", "[AZ, IQ]")
    return _declare((), Field(holds="codes", help=help, **more))


def pairs(help: str, **more: Unpack[_OptionsWithWord]) -> Declared:
    """Declare a field that holds a mapping from keys to strings."""
    return _declare(None, Field(holds="pairs", help=help, **more))


def awaits(help: str, **more: Unpack[_Options]) -> Declared:
    """Declare a field that says which session of a mechanism a follow-up awaits."""
    return _declare(None, Field(holds="awaits", help=help, **more))


def participants(
    help: str = "",
    *,
    one: str = "participant",
    example: str = "[Ali Hasan; minister of oil; IQ; head of delegation]",
    takes_sides: bool = False,
) -> Declared:
    """Declare a field that holds participants, or other people or organisations."""
    declaration = Field(
        holds="participants",
        help=help or f"Participant, as '{PARTICIPANT}'; any part can be empty (repeatable).",
        example=example,
        one=one,
        takes_sides=takes_sides,
    )
    return _declare((), declaration)


PARTICIPANT = "NAME; POST; SIDE; ROLE; TYPE; PARTY"
"""The format in which people type a participant."""


def posts() -> Declared:
    """Declare a field that holds the posts that somebody held."""
    example = "[{post: …, side: AZ, assumed: 2023, left: 2025-06}]"
    return _declare((), Field(holds="posts", example=example))


def topics() -> Declared:
    """Declare a field that holds the topics of a record, a few words each."""
    searched = Searched(5, "topic", is_together=True)
    help = "Topic (repeatable; one topic per --topic)."
    return texts(help, one="topic", example="[energy, trade]", searched=searched)


def reminders(help: str) -> Declared:
    """Declare a field that holds how long before its date the calendar reminds of a record."""
    declaration = Field(
        holds="texts",
        help=f"{help}: 7d, 2w, 3h, 30min (repeatable).",
        one="remind",
        example="[7d, 3h]",
        is_duration=True,
    )
    return _declare((), declaration)


def marking() -> Declared:
    """Declare a field that holds the marking of a record: a TLP 2.0 label."""
    return choice("TLP marking: who may read the record.")


def external_ids() -> Declared:
    """Declare a field that holds the ids of a record in other systems."""
    help = "ID in another system: SYSTEM=ID (repeatable)."
    example = "{gdelt: 1234}"
    return pairs(help, one="external_id", label="other ids", example=example, longest=500)


def as_written() -> Declared:
    """Declare a field that maps other fields, or parts of their values, to the source's wording."""
    help = "Original words of the source: FIELD=WORDS, participants.1.post=WORDS (repeatable)."
    return pairs(help, example="{place: the words of the source, participants.1.post: the words}")


def declared(cls: type[AttrsInstance]) -> Mapping[str, Field]:
    """Return the declared fields of a class by name, in the order of declaration."""
    return _declared(cls)


@lru_cache
def _declared(cls: type[AttrsInstance]) -> Mapping[str, Field]:
    found = {one.name: one.metadata.get(_DECLARATION) for one in fields(cls)}
    return {name: one for name, one in found.items() if one is not None}


@lru_cache
def holding(cls: type[AttrsInstance], *holds: Holds) -> tuple[str, ...]:
    """Return the names of the fields of a class that hold one of the given types."""
    return tuple(name for name, one in declared(cls).items() if one.holds in holds)
