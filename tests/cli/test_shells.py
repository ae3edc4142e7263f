"""Completion in real shells: bash, zsh and fish, at a prompt where a test presses Tab.

The words of a completed line are checked as the shell passes them to the command.
"""

import os
import shutil
from collections.abc import Iterator

import pytest

from dragoman.cli.bash_words import completed, split
from tests.conftest import Desk
from tests.copies import after, both
from tests.terminal import Terminal, at_terminal
from tests.warm import warm

pytestmark = pytest.mark.once

START = {
    "bash": (["--norc", "--noprofile", "-i"], 'eval "$(dragoman completion bash)"'),
    "zsh": (
        ["-f", "-i"],
        'autoload -Uz compinit; compinit -u; eval "$(dragoman completion zsh)"',
    ),
    "fish": (["--no-config", "-i"], "dragoman completion fish | source"),
}
"""For each shell, its options, and the line that sets up completion."""

STUB = """#!/bin/sh
case $1 in __complete|completion) exec {real} "$@";; esac
printf 'ARGS'; printf '|%s' "$@"; printf '|%s\\n' END
"""
"""A command that completes like Dragoman, and otherwise prints its arguments."""

TYPED = {
    "dragoman meet ho\t": "meet|hold",
    "dragoman show V-2\t": "show|V-2",
    "dragoman brief Yalchin\t": "brief|Yalchin Rafiyev",
    'dragoman brief "Yalchin R\t': "brief|Yalchin Rafiyev",
    "dragoman brief 'Yalchin R\t": "brief|Yalchin Rafiyev",
    "dragoman brief Yalchin\\ R\t": "brief|Yalchin Rafiyev",
    "dragoman show Official\t": "show|V-2",
    "dragoman timeline -p Iraq\t": "timeline|-p|IQ",
    "dragoman meeting hold --place=Bagh\t": "meeting|hold|--place=Baghdad",
    'dragoman visit announce --level "official w\t': "visit|announce|--level|official working",
    "dragoman config set zo\t": "config|set|zone",
    "dragoman help meet sch\t": "help|meet|schedule",
    "dragoman meeting hold --marking TLP:G\t": "meeting|hold|--marking|TLP:GREEN",
    "dragoman timeline --topic economic\t": "timeline|--topic|economic relations",
}
"""Lines with a Tab, each with the arguments that the command gets."""


@pytest.fixture(params=START)
def shell(request: pytest.FixtureRequest, desk: Desk) -> Iterator[Terminal]:
    """A shell on a terminal, with completion, in the folder of a desk with the sample story."""
    found = shutil.which(request.param)
    if found is None:
        pytest.skip(f"{request.param} is not installed")
    after(desk, both)
    desk.run(*"meeting hold -t T -p AZ -p TR -o 2025-01-02 --topic".split(), "economic relations")
    desk.run("timeline")
    folder = desk.home / "bin"
    folder.mkdir()
    warm().script(folder / "real-dragoman")
    stub = desk.write("bin/dragoman", STUB.format(real=folder / "real-dragoman"))
    stub.chmod(0o755)
    env = {**os.environ, "PATH": f"{folder}:{os.environ['PATH']}", "INPUTRC": "/dev/null"}
    options, setup = START[request.param]
    terminal = at_terminal([found, *options], env)
    terminal.type(f"{setup}; echo rea''dy")
    terminal.until("ready")
    yield terminal
    terminal.type("exit")
    terminal.end()


def test_tab_completes_commands_names_titles_and_values(shell: Terminal) -> None:
    """The Tab key completes commands, refs, names, titles, codes and choices, in any quotes.

    If several titles have the typed word, the shell lists the records, and keeps the word.
    """
    for keys, arguments in TYPED.items():
        shell.type(keys)
        shell.until("ARGS|")
        seen = shell.until("|END")
        assert seen == f"{arguments}|END", keys
    os.write(shell.fd, b"dragoman show Consul\t")
    if "dragoman completion bash" in shell.seen:
        os.write(shell.fd, b"\t")  # bash lists at the second Tab
    shell.until("Consular consultations")
    shell.type("")
    shell.until("ARGS|show|Consul|END")


@pytest.mark.parametrize(
    ("line", "words", "quote"),
    [
        ("a ", ["a", ""], ""),
        ("a b\\ c", ["a", "b c"], ""),
        ('a "b c', ["a", "b c"], '"'),
        ("a 'b \\c", ["a", "b \\c"], "'"),
        ('a "b \\" \\x', ["a", 'b " \\x'], '"'),
        ("a ''", ["a", ""], ""),
        ("a '' b", ["a", "", "b"], ""),
        ("  a", ["a"], ""),
        ("a\\", ["a"], ""),
    ],
)
def test_an_unfinished_line_is_split_as_bash_splits_it(
    line: str, words: list[str], quote: str
) -> None:
    assert split(line) == (words, quote)


@pytest.mark.parametrize("start", ["", "O", "O'B", "O'Brien $("])
@pytest.mark.parametrize("quote", ["", "'", '"'])
def test_a_completion_is_quoted_so_that_it_stays_one_word(start: str, quote: str) -> None:
    """A name with special characters is completed to a word that bash reads back as the name."""
    name = 'O\'Brien $(x) `y` \\ "z"'
    typed = {
        "": "".join(f"\\{char}" if not char.isalnum() else char for char in start),
        "'": start.replace("'", "'\\''"),
        '"': start.replace("$", "\\$"),
    }[quote]
    [(text, _)] = completed(f"dragoman brief {quote}{typed}", typed, lambda *_: iter([(name, "")]))
    assert split(f"dragoman brief {quote}{text}{quote}").words == ["dragoman", "brief", name]
