"""Write the options of reports for the quick parser: ``python scripts/generate_commands.py``.

``--check`` writes nothing, and exits 1 if the file is out of date.
"""

import sys
from pathlib import Path
from typing import Any

from cyclopts import App

from dragoman.cli.main import app

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "cli/compiled.py"
HEAD = '''"""The options of reports, for ``quick``.

Written by scripts/generate_commands.py; do not edit.
"""

from typing import Any

'''

REPORTS = (
    "timeline",
    "follow-ups",
    "brief",
    "activity",
    "lanes",
    "silence",
    "show",
    "search",
    "mechanism list",
    "party list",
    "context",
)


def place(found: Any) -> str:
    """Return where a function or a class is, below ``dragoman.cli``."""
    return f"{found.__module__.removeprefix('dragoman.cli.')}:{found.__qualname__}"


def type_of(argument: Any) -> str:
    """Return the type of an option for the quick parser."""
    count, is_repeated = argument.token_count()
    hint = str(argument.hint)
    if is_repeated:
        return "many"
    if count != 1:
        return {0: "flag", 2: "pair"}[count]
    if "Path" in hint:
        return "path"
    return "number" if "int" in hint else "text"


def option(argument: Any, group: str) -> tuple[str, str, str, tuple[str, ...]]:
    """Return the entry of an option."""
    choices = tuple(argument.get_choices() or ())
    return group, argument.field_info.name, type_of(argument), choices


def entry(command: App) -> tuple[str, str, dict[str, str], dict[str, Any]]:
    """Return the entry of a command: its function, its values, its groups and its options."""
    groups: dict[str, str] = {}
    options: dict[str, Any] = {}
    values = "none"
    group = ""
    for one in command.assemble_argument_collection():
        if not one.parse:
            continue
        if one.names == ("*",):
            group = one.field_info.name
            groups[group] = place(one.hint)
        elif one.index is not None:
            values = "many" if one.token_count()[1] else "one"
        else:
            options |= {
                name: option(one, group if one.keys else "")
                for name in one.names
                if not name.startswith("--no-")
            }
    return place(command.default_command), values, groups, options


def named(words: str) -> App:
    """Return the command with this name."""
    found = app
    for word in words.split():
        found = found[word]
    return found


def text() -> str:
    """Return the text of the module."""
    shared = app.meta.assemble_argument_collection()
    common = {one.names[0]: option(one, "") for one in shared if one.index is None and one.parse}
    lines = "".join(f"    {name!r}: {entry(named(name))!r},\n" for name in REPORTS)
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
