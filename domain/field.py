"""Fields: what a record may say, each declared once with all that is made of it.

A class of facts declares its fields with the functions below, in place of ``attrs.field``. The
function says what a field holds; its arguments are the words in which people meet the field.
Documents, options, drafts, reports, search, exports, the schema and the reference are made of
these declarations, see :func:`declared`.
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
"""What a field holds: short text or long, an imprecise date, the code of a state or organisation,
one of some words, a whole number, the id of another record; several texts or codes; texts by key;
participants; the session that is awaited; the posts that somebody held."""

SEVERAL: tuple[Holds, ...] = ("texts", "proses", "codes", "participants")
"""What is held of several values, which are typed one by one."""

Declared = Any
"""What a declaration gives to the class body: it stands for a value of whatever type is annotated
there, and mypy has to take it for one."""

_DECLARATION = "declaration"


@frozen
class Owner:
    """The kinds that a field belongs to, and a command to record it."""

    kinds: tuple[str, ...]
    command: str

    def __str__(self) -> str:
        kinds = " and ".join(f"{kind}s" for kind in self.kinds)
        return f"belongs to {kinds}; record it with: {self.command}"


@frozen
class Searched:
    """How a field is searched: the weight of its words, and what a hit calls it."""

    weight: int
    label: str = ""
    is_name: bool = False
    """Whether it is what the record is called."""
    is_together: bool = False
    """Whether several values are found as one text."""


@frozen(kw_only=True)
class Field:
    """The declaration of a field.

    ``help`` is that of its option, ``example`` what a draft shows; ``label`` is what a report calls
    it, if not by its name; ``one`` is the word with which one value is typed, likewise. ``form`` is
    a regular expression that a text matches, ``form_in_words`` says what that is. ``longest`` is
    how many characters a text may have, ``fewest`` how many values there are at least, ``most`` the
    highest number. ``to`` are the kinds of record that a link may lead to. The field belongs to the
    kinds of its ``owner`` alone, makes no sense in the modes ``not_by``, and takes fewer
    ``choices`` in some kinds. One that ``is_past`` tells of something that has happened, one that
    ``is_required`` is in every document. The functions take a ``default`` of the class, too.
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
    is_required: bool = False
    is_lower: bool = False
    """Whether a text is kept in lower case."""
    option: str = ""
    """The name of its option, if that is not its own."""


class _Options(TypedDict, total=False):
    """What a declaration may say of its field besides, see :class:`Field`."""

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
    is_past: bool
    is_required: bool
    is_lower: bool
    option: str


class _OptionsWithWord(_Options, total=False):
    one: str


def _declare(default: object, declaration: Field) -> Declared:
    metadata = {_DECLARATION: declaration}
    if declaration.holds == "pairs":
        return field(factory=dict, metadata=metadata)
    return field(default=default, metadata=metadata)


def text(help: str = "", *, default: object = None, **more: Unpack[_Options]) -> Declared:
    """A line of text; ``None`` where it is not known."""
    more.setdefault("searched", Searched(3))
    return _declare(default, Field(holds="text", help=help, **more))


def prose(help: str = "", **more: Unpack[_Options]) -> Declared:
    """Text of any length; ``None`` where it is not known."""
    more.setdefault("searched", Searched(3))
    return _declare(None, Field(holds="prose", help=help, **more))


def day(help: str = "", **more: Unpack[_Options]) -> Declared:
    """An imprecise date; ``None`` where it is not known."""
    return _declare(None, Field(holds="day", help=help, **more))


def code(help: str = "", **more: Unpack[_OptionsWithWord]) -> Declared:
    """The code of a state or organisation; ``None`` where it is not known."""
    more.setdefault("example", "IQ, Iraq, org:UN")
    return _declare(None, Field(holds="code", help=help, **more))


def choice(help: str = "", *, default: object = None, **more: Unpack[_Options]) -> Declared:
    """One of the words of its annotation; ``None`` where it is not known."""
    return _declare(default, Field(holds="choice", help=help, **more))


def number(help: str = "", **more: Unpack[_Options]) -> Declared:
    """A whole number from 1 on; ``None`` where it is not known."""
    return _declare(None, Field(holds="number", help=help, **more))


def link(
    help: str, to: tuple[str, ...], *, default: object = None, **more: Unpack[_Options]
) -> Declared:
    """The id of a record of one of the kinds ``to``; ``None`` where there is none."""
    return _declare(default, Field(holds="link", help=help, to=to, **more))


def texts(help: str, one: str, **more: Unpack[_Options]) -> Declared:
    """Several lines of text."""
    return _declare((), Field(holds="texts", help=help, one=one, **more))


def proses(help: str, one: str, **more: Unpack[_Options]) -> Declared:
    """Several texts of any length."""
    return _declare((), Field(holds="proses", help=help, one=one, **more))


def codes(help: str, **more: Unpack[_OptionsWithWord]) -> Declared:
    """The codes of several states or organisations."""
    more.setdefault("one", "party")
    more.setdefault("example", "[AZ, IQ]")
    return _declare((), Field(holds="codes", help=help, **more))


def pairs(help: str, **more: Unpack[_OptionsWithWord]) -> Declared:
    """Texts by key."""
    return _declare(None, Field(holds="pairs", help=help, **more))


def awaits(help: str, **more: Unpack[_Options]) -> Declared:
    """The session of a mechanism that settles something."""
    return _declare(None, Field(holds="awaits", help=help, **more))


def participants(help: str = "") -> Declared:
    """Those who took part; ``help`` may say in which way."""
    declaration = Field(
        holds="participants",
        help=f"{help}'{PARTICIPANT}'; any part can be empty; repeat for more.",
        example="[{name: …, post: …, side: AZ, role: head of delegation}]",
        one="participant",
    )
    return _declare((), declaration)


PARTICIPANT = "NAME; POST; SIDE; ROLE; TYPE; PARTY"
"""How a participant is typed."""


def posts() -> Declared:
    """The posts that somebody held."""
    example = "[{post: …, side: AZ, assumed: 2023, left: 2025-06}]"
    return _declare((), Field(holds="posts", example=example))


def topics() -> Declared:
    """What a record is about, in a few words each."""
    searched = Searched(5, "topic", is_together=True)
    help = "A topic; repeat."
    return texts(help, one="topic", example="[energy, trade]", searched=searched)


def marking() -> Declared:
    """Who may read a record: a TLP 2.0 label."""
    return choice("Traffic light of who may read it.")


def external_ids() -> Declared:
    """The ids of a record in other systems."""
    help = "SYSTEM=ID of another system; repeat."
    example = "{gdelt: 1234}"
    return pairs(help, one="external_id", label="other ids", example=example, longest=500)


def as_written(help: str = "The words of the source: FIELD=WORDS; repeat for more.") -> Declared:
    """The words of the source, by the field that they were interpreted for."""
    return pairs(help, example="{place: the words of the source}")


def declared(cls: type[AttrsInstance]) -> Mapping[str, Field]:
    """The fields that a class declares, by name and in order; those of others are left out."""
    return _declared(cls)


@lru_cache
def _declared(cls: type[AttrsInstance]) -> Mapping[str, Field]:
    found = {one.name: one.metadata.get(_DECLARATION) for one in fields(cls)}
    return {name: one for name, one in found.items() if one is not None}


def holding(cls: type[AttrsInstance], *holds: Holds) -> tuple[str, ...]:
    """The names of the fields of a class that hold one of these."""
    return tuple(name for name, one in declared(cls).items() if one.holds in holds)
