"""If a command is unknown, the refusal suggests the command that the user probably meant."""

import re
import shlex

import pytest

from dragoman.cli import suggestions
from dragoman.cli.main import app
from tests.conftest import Desk

MEANT = {
    "edit": "compose or dragoman correct",
    "ls": "timeline",
    "log": "audit log or dragoman timeline",
    "new": "compose or dragoman record",
    "rm": "retract",
    "todo": "follow-ups",
    "grep": "search",
    "verify": "audit verify",
    "DELETE": "retract",
    "seal": "audit seal",
    "hold": "consultation hold or dragoman meeting hold",
    "timelime": "timeline",
    "visit new": "visit announce, dragoman visit start or dragoman compose",
    "visit delete": "retract",
    "visit show": "show",
    "visit list": "timeline --kind visit",
    "visit anounce": "visit announce",
    "meeting done": "meeting hold",
    "mechanism edit": "mechanism amend, dragoman compose or dragoman correct",
    "follow-up list": "follow-ups",
    "party rename": "party alias",
    "audit list": "audit log or dragoman timeline",
}
"""Typed words, each with the text that follows ``dragoman`` in the suggestion."""


@pytest.mark.parametrize("typed", MEANT)
def test_an_unknown_command_is_refused_with_a_suggestion(desk: Desk, typed: str) -> None:
    answer = desk.run(*shlex.split(typed))
    noun = typed.rpartition(" ")[0]
    listed = " ".join(filter(None, ("dragoman", noun, "--help")))
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == (
        f"dragoman: '{typed}' is not a command. Did you mean: dragoman {MEANT[typed]}?"
        f" To list the commands, type: {listed}\n"
    )


def test_a_word_like_no_command_gets_no_suggestion(desk: Desk) -> None:
    answer = desk.run("visit", "qqqq")
    assert answer.err == (
        "dragoman: 'visit qqqq' is not a command."
        " To list the commands, type: dragoman visit --help\n"
    )


def test_every_suggestion_is_a_command() -> None:
    """Every suggestion is an existing command or verb."""
    for command in {one for some in suggestions._COMMANDS.values() for one in some}:
        words = re.split(r" ?--", command)[0].split()
        here = app
        for word in words:
            here = here[word]
    verbs = {verb for noun in app if not noun.startswith("-") for verb in app[noun]}
    assert {one for some in suggestions._VERBS.values() for one in some} <= verbs


def test_no_synonym_at_the_top_is_a_command() -> None:
    """No synonym of a command is a command itself, because a known command gets no suggestion."""
    assert not [word for word in suggestions._COMMANDS if " " not in word and word in app]
