"""``dragoman help``: the help and the manual page of a command."""

import subprocess
from importlib.resources import as_file, files
from shutil import which
from typing import Annotated

from dragoman.cli.parameters import Parameter
from dragoman.cli.session import Injected, Session
from dragoman.exchange import UsageError


def help_(
    *command: Annotated[
        str,
        Parameter(
            help="The command (meeting hold) or a topic: dates, or fields and a kind (fields meeting)."
        ),
    ],
    man: Annotated[
        bool, Parameter(negative=(), help="Show the manual page instead of the help.")
    ] = False,
    session: Injected,
) -> int:
    """Show the help or the manual page of a command, or a topic of the help."""
    from dragoman.cli.topics_of_help import TOPICS, show_topic

    if command and command[0] in TOPICS:
        if man:
            raise UsageError(f"--man: {command[0]} is a topic of the help, without a manual page")
        return show_topic(session, command)
    from dragoman.cli.main import app, interpreted
    from dragoman.cli.shorthand import resolved

    found = resolved(command)
    words = found.name.split()
    if found.length < len(command):
        from dragoman.cli.suggestions import unknown_command

        raise UsageError(unknown_command(app, words, command[found.length]))
    return _manual(session, words) if man else interpreted([*words, "--help"])


def _manual(session: Session, words: list[str]) -> int:
    """Open the manual page of a command or, without a terminal, print the source of the page."""
    name = "-".join(("dragoman", *words[:1]))
    page = files("dragoman.cli") / "man" / f"{name}.1"
    if not page.is_file():
        raise UsageError(
            f"there is no manual page {name}; to list the commands, type: dragoman --help"
        )
    if not session.output.is_terminal:
        session.output.verbatim(page.read_text("utf-8"))
        return 0
    if which("man") is None:
        raise UsageError("the program man is not installed; leave out --man to read the help")
    with as_file(page) as path:
        return subprocess.call(["man", "-l", str(path)])
