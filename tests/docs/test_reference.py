"""The command reference is complete, and the help of every command explains the command."""

import subprocess
import sys

import pytest

from scripts.generate_reference import TARGET, arguments_of, commands
from tests.docs.pages import ROOT

COMMANDS = dict(commands())


def section(words: str) -> str:
    """Return the section about a command from the command reference."""
    text = TARGET.read_text("utf-8")
    _, _, rest = text.partition(f"## dragoman {words}\n")
    return rest.partition("\n## ")[0]


@pytest.mark.parametrize("words", COMMANDS)
def test_every_command_has_help_with_an_example(words):
    """The help of every command says what the command does, and shows an example."""
    about = COMMANDS[words].help or ""
    assert about.strip().splitlines()[0].endswith(".")
    assert f"Example: dragoman {words}" in about


@pytest.mark.parametrize("words", COMMANDS)
def test_every_option_has_help_and_is_in_the_reference(words):
    said = section(words)
    for argument in arguments_of(COMMANDS[words]):
        assert argument.parameter.help, argument.names
        assert argument.parameter.help.replace("|", r"\|") in said
        assert all(f"`{name}`" in said for name in argument.names if name.startswith("--"))


def test_the_reference_is_up_to_date():
    """The reference in the repository equals the generated reference."""
    script = ROOT / "scripts/generate_reference.py"
    done = subprocess.run([sys.executable, script, "--check"], cwd=ROOT, check=False)
    assert done.returncode == 0


def test_every_example_parses():
    """Every example in the help is a valid command line."""
    import shlex

    from dragoman.cli.main import app

    for words, command in COMMANDS.items():
        [line] = [line for line in (command.help or "").splitlines() if "Example: " in line]
        tokens = shlex.split(line.partition("Example: dragoman ")[2])
        found, _, _ = app.parse_args(tokens, print_error=False, exit_on_error=False)
        assert found is not app.help_print, words
