"""Write the arguments and options of commands: ``python scripts/generate_commands.py``.

``--check`` writes nothing, and exits 1 if the file is out of date.
"""

import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import NoneType
from typing import Any, get_args, get_origin

from cyclopts import App

from dragoman.cli.main import PLACES, app
from dragoman.cli.noun import Noun, command_at

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "cli/compiled.py"
HEAD = '''"""The arguments and options of the commands, for ``quick``.

Written by scripts/generate_commands.py; do not edit.
"""

from typing import Any

'''


def commands(of: App = app, above: str = "") -> Iterator[tuple[str, App]]:
    """Yield the commands that take a session, with their names."""
    for word in of:
        if word.startswith("-"):
            continue
        name, command = f"{above} {word}".strip(), of[word]
        if command.default_command is None:
            yield from commands(command, name)
        elif "session" in command.default_command.__annotations__:
            yield name, command


def _types(hint: Any) -> set[Any]:
    """Return the types of the values that a hint permits."""
    parts = get_args(hint)
    if not parts or get_origin(hint).__name__ == "Literal":
        return {str if parts else hint} - {NoneType}
    return {type_ for part in parts if part is not Ellipsis for type_ in _types(part)}


_NAMES = {str: "text", int: "number", Path: "path", bool: "flag"}


def type_of(argument: Any) -> tuple[str, tuple[str, ...]]:
    """Return the type of an argument or option for the quick parser, and its choices.

    Raises :class:`KeyError` for a type that only cyclopts can read.
    """
    count, is_repeated = argument.token_count()
    [type_] = _types(argument.hint)
    name = "pair" if count == 2 else _NAMES[type_]
    if argument.parameter.allow_leading_hyphen:
        name = {"text": "file", "path": "file path"}.get(name, name)
    if argument.index is None and is_repeated:
        name = f"many {name}"
    return name, tuple(argument.get_choices() or ())


def option(argument: Any, group: str) -> tuple[str, str, Any]:
    """Return the entry of an option."""
    return group, argument.field_info.name, type_of(argument)


def entry(name: str, command: App) -> tuple[Any, ...]:
    """Return the entry of a command: its place, arguments, required values and options."""
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
    """Return the place of a command."""
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
    """Return the text of the module."""
    shared = app.meta.assemble_argument_collection()
    common = {one.names[0]: option(one, "") for one in shared if one.index is None and one.parse}
    lines = "".join(f"    {name!r}: {entry(name, one)!r},\n" for name, one in commands())
    return (
        f"{HEAD}COMMANDS: dict[str, Any] = {{\n{lines}}}\n\nCOMMON: dict[str, Any] = {common!r}\n"
    )


def main(arguments: list[str]) -> int:
    """Write the file, or check it."""
    made = text()
    if "--check" in arguments:
        return 0 if TARGET.read_text("utf-8") == made else 1
    TARGET.write_text(made, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
