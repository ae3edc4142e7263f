"""If a command is unknown, the refusal suggests the command that the user probably meant."""

import re
import shlex

import pytest

from dragoman.cli import suggestions
from dragoman.cli.main import app
from tests.conftest import ARTICLE, Desk

pytestmark = pytest.mark.once

MEANT = {
    "modify": "edit or dragoman correct",
    "settings": "config show or dragoman config set",
    "ls": "timeline",
    "log": "audit log or dragoman timeline",
    "new": "add, dragoman compose or dragoman record",
    "rm": "retract",
    "todo": "follow-ups",
    "grep": "search",
    "verify": "audit verify",
    "DELETE": "retract",
    "seal": "audit seal",
    "hold": "consultation hold or dragoman meeting hold",
    "timelime": "timeline",
    "visit new": "visit announce, dragoman visit start or dragoman add",
    "visit delete": "retract",
    "visit show": "show",
    "visit list": "timeline --kind visit",
    "visit anounce": "visit announce",
    "meeting done": "meeting hold",
    "mechanism edit": "mechanism amend or dragoman edit",
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


OPTIONS = {
    "meeting hold --title T --date 2026": "Did you mean --occurred?",
    "meeting hold --with IQ": "Did you mean --party?",
    "meeting hold --where Baku": "Did you mean --place?",
    "follow-up agree --what X --deadline 2026": "Did you mean --due?",
    "instrument sign --title T --when 2026": "Did you mean --signed?",
    "party register --country AZ": "Did you mean --side?",
    "timeline --from 2025": "Did you mean --since?",
    "timeline --to=2025": "Did you mean --until?",
    "timeline --max 5": "Did you mean --limit?",
    "timeline --ics -": "To export records, type: dragoman export --ics FILE",
}
"""Command lines with an unknown option, each with the end of the refusal."""


@pytest.mark.parametrize("line", OPTIONS)
def test_an_option_that_people_may_guess_is_refused_with_its_name(desk: Desk, line: str) -> None:
    answer = desk.run(*line.split())
    assert (answer.code, answer.out) == (2, "")
    assert re.fullmatch(
        rf"dragoman: Unknown option: --[a-z]+\. {re.escape(OPTIONS[line])}\n", answer.err
    )


def test_a_field_that_people_may_guess_is_refused_with_its_name(desk: Desk) -> None:
    """``date`` is not a field, and the refusal names the field that holds the date."""
    desk.record(ARTICLE)
    answer = desk.run("correct", "V-1", "date=2025-04-20", "--reason", "wrong")
    assert answer.err == "dragoman: unknown field 'date'; did you mean occurred?\n"


def test_a_name_instead_of_a_ref_leads_to_the_search(desk: Desk) -> None:
    desk.record(ARTICLE)
    assert "type: dragoman search 'Fuad Hussein'" in desk.run("show", "Fuad Hussein").err
