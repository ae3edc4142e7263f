"""Write tables of commands and options as modules in ``cli``.

Run it with ``python scripts/generate_commands.py``. ``--check`` writes nothing, and exits 1 if a
module is out of date.
"""

import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from pprint import pformat
from types import NoneType
from typing import Any, get_args, get_origin

from cyclopts import App

from dragoman.cli.completion import Shell
from dragoman.cli.main import PLACES, app
from dragoman.cli.noun import Noun, command_at
from dragoman.cli.settings import SETTINGS
from dragoman.domain import KINDS, LETTERS, declared
from dragoman.exchange import option_of_field

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "cli/compiled.py"
ANY = '"Any"'
"""The type of the tables, in quotes, because ``typing`` takes long to load."""
HELP_TARGET = ROOT / "cli/compiled_help.py"
HEAD = '''"""The arguments and options of the commands, for ``quick``.

Written by scripts/generate_commands.py; do not edit.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

'''


HELP_HEAD = '''"""The words of the command line and their help, for completion.

Written by scripts/generate_commands.py; do not edit.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

'''


def commands(of: App = app, above: str = "") -> Iterator[tuple[str, App]]:
    """Yield the name and the cyclopts object of each command that takes a session."""
    for word in of:
        if word.startswith("-"):
            continue
        name, command = f"{above} {word}".strip(), of[word]
        if command.default_command is None:
            yield from commands(command, name)
        elif "session" in command.default_command.__annotations__:
            yield name, command


def _types(hint: Any) -> set[Any]:
    """Return the types of values that a type hint allows."""
    parts = get_args(hint)
    if not parts or get_origin(hint).__name__ == "Literal":
        return {str if parts else hint} - {NoneType}
    return {type_ for part in parts if part is not Ellipsis for type_ in _types(part)}


_NAMES = {str: "text", int: "number", Path: "path", bool: "flag"}


def type_of(argument: Any) -> tuple[str, tuple[str, ...]]:
    """Return the type and the choices of an argument or option, for the quick parser.

    Raises :class:`KeyError` for a type that only cyclopts can parse.
    """
    count, is_repeated = argument.token_count()
    [type_] = _types(argument.hint)
    name = "pair" if count == 2 else _NAMES[type_]
    if argument.parameter.allow_leading_hyphen:
        name = {"text": "file", "path": "file path"}.get(name, name)
    if argument.index is None and is_repeated:
        name = f"many {name}"
    return name, tuple(map(str, choices(argument)))


def option(argument: Any, group: str) -> tuple[str, str, Any]:
    """Return the table entry of an option: its group, parameter and type."""
    return group, argument.field_info.name, type_of(argument)


def entry(name: str, command: App) -> tuple[Any, ...]:
    """Return a command's table entry: function, arguments, required options, and all options."""
    types: list[Any] = []
    required, repeats, group = 0, False, ""
    needed: list[tuple[str, str]] = []
    options: dict[str, Any] = {}
    for one in command.assemble_argument_collection():
        if not one.parse:
            continue
        if one.names == ("*",):
            group = one.field_info.name
        elif one.index is not None:
            types.append(type_of(one))
            repeats = one.token_count()[1]
            required += one.required
        else:
            with suppress(KeyError):
                made = option(one, group if one.keys else "")
                options |= {word: made for word in one.names if not _is_negative(word)}
                needed += [made[:2]] if one.required else []
    return place_of(name), (tuple(types), required, repeats), tuple(needed), options


def place_of(name: str) -> str:
    """Return the import path of a command's function in ``dragoman.cli``: ``module:name``."""
    noun, *verbs = name.split()
    place = PLACES[noun]
    for verb in verbs:
        above = command_at(place)
        assert isinstance(above, Noun)
        place = above.place(verb, place)
    return place


def _is_negative(word: str) -> bool:
    return word.startswith(("--no-", "--empty-"))


def text() -> str:
    """Return the source of the module ``cli/compiled.py``."""
    shared = app.meta.assemble_argument_collection()
    common = {one.names[0]: option(one, "") for one in shared if one.index is None and one.parse}
    lines = "".join(f"    {name!r}: {entry(name, one)!r},\n" for name, one in commands())
    parts = f"COMMANDS: {ANY} = {{\n{lines}}}", f"COMMON: {ANY} = {common!r}"
    return HEAD + "\n\n".join(parts) + "\n"


_HELD = {
    "link": "ref",
    "awaits": "ref",
    "code": "side",
    "codes": "side",
    "participants": "name",
}
_VALUES = {"--title": "title", "--place": "place", "--topic": "topics", "--named": "name"}
"""The options whose values are completed from the values in the register, by the field."""
_OPTIONS_OF_REPORTS = {
    "--party": "anyone",
    "--owner": "anyone",
    "--side": "side",
    "--between": "anyone",
    "--duplicate-of": "ref",
    "--margins": "ref",
}
_WORDS = {
    "compose": (tuple(LETTERS), "ref"),
    **{f"config {verb}": (tuple(SETTINGS), "") for verb in ("show", "set", "unset")},
    "completion": (get_args(Shell), ""),
    **dict.fromkeys(("record", "import", "undo", "search", "help", "feed revoke"), ((), "")),
    **dict.fromkeys(("brief", "who"), ((), "anyone")),
    "context": ((), "side"),
    "topic": ((), "topics"),
    "agenda": ((), ""),
}
"""For some commands, the fixed words of an argument, and what else it can be: ``ref``, ``side``,
``anyone`` (a side or a party), or a field whose recorded values complete the argument.

The arguments of other commands are refs.
"""


def takes(command: str, argument: Any) -> str:
    """Return the kind of value that an option takes: ``flag``, ``ref``, ``side``, or a field."""
    if argument.is_flag():
        return "flag"
    noun = command.split()[0] if command else ""
    for name, field in declared(KINDS[noun].state).items() if noun in KINDS else ():
        if option_of_field(noun, name) in argument.names:
            if field.takes_sides:
                return "anyone"
            return _HELD.get(field.holds) or _VALUES.get(argument.names[0], "")
    name = argument.names[0]
    return _OPTIONS_OF_REPORTS.get(name) or _VALUES.get(name, "")


def line(about: str | None) -> str:
    """Return the first line of a help text."""
    return next(iter((about or "").strip().splitlines()), "")


def described(name: str, command: App) -> tuple[tuple[Any, ...], ...]:
    """Return the names, help, type of value and choices of each option that a command has."""
    shown = [
        one
        for one in command.assemble_argument_collection()
        if one.show and one.names and one.names[0].startswith("--")
    ]
    return tuple(
        (one.names, line(one.parameter.help), takes(name, one), tuple(map(str, choices(one))))
        for one in shown
    )


def choices(argument: Any) -> Sequence[object]:
    """Return the choices of an argument or option; empty if the user can type any value."""
    return argument.get_choices() or ()


def nouns(of: App = app, name: str = "") -> Iterator[tuple[str, App]]:
    """Yield the name and the cyclopts object of the program, named ``""``, and of every noun."""
    if of.default_command is None:
        yield name, of
        for word in of:
            if not word.startswith("-"):
                yield from nouns(of[word], f"{name} {word}".strip())


def help_text() -> str:
    """Return the source of the module ``cli/compiled_help.py``, which completion uses."""
    verbs = {
        name: tuple((word, line(of[word].help)) for word in of if not word.startswith("-"))
        for name, of in nouns()
    }
    options = {"": described("", app.meta)} | {
        name: described(name, one) for name, one in commands()
    }
    parts = {
        "NOUNS": verbs,
        "OPTIONS": options,
        "WORDS": _WORDS,
        "COMMANDS": tuple(sorted({*verbs, *options} - {""})),
    }
    return HELP_HEAD + "\n".join(
        f"{name}: {ANY} = {pformat(part, width=160, sort_dicts=False)}\n"
        for name, part in parts.items()
    )


def main(arguments: list[str]) -> int:
    """Write the two modules, or check that they are up to date."""
    made = {TARGET: text(), HELP_TARGET: help_text()}
    if "--check" in arguments:
        return 0 if all(path.read_text("utf-8") == one for path, one in made.items()) else 1
    for path, one in made.items():
        path.write_text(one, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
