"""Write the reference of all commands from their help texts.

``python scripts/generate_reference.py`` writes the reference; with ``--check``, the script writes
nothing, and exits 1 if the file is out of date.
"""

import sys
from collections.abc import Iterator
from inspect import cleandoc
from pathlib import Path
from typing import Any

from cyclopts import App

from dragoman.cli.main import app

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "docs/reference/commands.md"
HEAD = """\
# Commands

The common options go before or after the command. `dragoman COMMAND --help` shows the section of
this page about that command.
"""


def commands(parent: App = app, words: tuple[str, ...] = ()) -> Iterator[tuple[str, App]]:
    """Yield the words and the cyclopts object of every command except nouns, in order of help."""
    for name in parent:
        if name.startswith("-"):
            continue
        found = parent[name]
        if found.default_command is not None:
            yield " ".join((*words, name)), found
        yield from commands(found, (*words, name))


def arguments_of(command: App) -> list[Any]:
    """Return the arguments and options of a command in the order in which its help shows them."""
    shown = [one for one in command.assemble_argument_collection() if one.show and one.names]
    return sorted(shown, key=lambda one: bool(one.parameter.group))


def meaning_of(argument: Any, quote: str = "") -> str:
    """Return the help text of an argument, its choices in quotes, and whether it is required."""
    choices = [f"{quote}{one}{quote}" for one in argument.get_choices() or ()]
    listed = f" One of: {', '.join(choices)}." if len(choices) > 1 else ""
    return f"{argument.parameter.help or ''}{listed}{' Required.' if argument.required else ''}"


def _row(argument: Any) -> str:
    names = ", ".join(f"`{name}`" for name in argument.names if not name.startswith("--no-"))
    meaning = meaning_of(argument, "`").replace("|", "\\|")
    return f"| {names} | {meaning} |".replace("  ", " ")


def _line(line: str) -> str:
    """Return a line of a help text as Markdown; an indented line is code."""
    return f"  {line}" if line.startswith("  ") else line.strip()


def _section(title: str, command: App) -> str:
    about = "\n".join(map(_line, cleandoc(command.help or "").splitlines()))
    about = about.replace("Example: ", "Example:\n\n    ")
    rows = [_row(argument) for argument in arguments_of(command)]
    table = ["| argument | meaning |", "|---|---|", *rows] if rows else []
    return "\n".join([f"## {title}", about, "", *table]).rstrip() + "\n"


def reference() -> str:
    """Return the complete page as Markdown."""
    everywhere = _section("Options common to all commands", app.meta).replace(
        app.meta.help or "", ""
    )
    parts = [HEAD, everywhere]
    parts += [_section(f"dragoman {words}", command) for words, command in commands()]
    return "\n".join(parts)


def main(arguments: list[str]) -> int:
    """Write the reference, or check that it is up to date."""
    text = reference()
    if "--check" in arguments:
        return 0 if TARGET.exists() and TARGET.read_text("utf-8") == text else 1
    TARGET.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
