"""The quick parser understands a command line in the same way as cyclopts."""

import ast
import inspect
import re
import shlex
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dragoman.cli.compiled import COMMANDS, COMMON
from dragoman.cli.main import app, common_first
from dragoman.cli.quick import Arguments, Option, Parsed, parsed
from tests.cli.test_completion import loaded_by
from tests.conftest import Desk
from tests.golden import REPORTS

pytestmark = pytest.mark.once

ROOT = Path(__file__).parents[2]

PLAIN = st.sampled_from(["AZ", "IQ", "2025", "V-1", "7", "today", "energy", "a b", "ə", "x=1"])
SPECIAL = st.sampled_from(
    ["none", "NULL", "-1", "-", "--", "[1]", '{"a": 1}', "", "--since", "-x", "0"]
)

FIRST = {name.split()[0] for name in COMMANDS}
"""The first word of each command."""


def values(option: Option) -> st.SearchStrategy[list[str]]:
    """Draw values for an option; some of the values are invalid."""
    type_, choices = option[2]
    one = st.sampled_from(choices) if choices else PLAIN
    number = st.integers(-2, 10**19).map(str)
    of_type = {"flag": [], "pair": [PLAIN, PLAIN], "number": [number]}
    good = st.tuples(*of_type.get(type_.removeprefix("many "), [one])).map(list)
    return good | st.lists(PLAIN | SPECIAL, min_size=0, max_size=3)


def arguments(taken: Arguments) -> st.SearchStrategy[list[list[str]]]:
    """Draw arguments for a command; most of the arguments are valid.

    Each argument is a list that contains one word.
    """
    plain = [st.sampled_from(choices) if choices else PLAIN for _, choices in taken.types]
    good = st.tuples(*plain).map(lambda words: [[word] for word in words])
    return good | st.lists(PLAIN | SPECIAL, max_size=3).map(lambda words: [[one] for one in words])


@st.composite
def command_lines(draw: st.DrawFn) -> list[str]:
    """Draw a command line, with any options in any order."""
    name = draw(st.sampled_from(sorted(COMMANDS)))
    _, taken, _, options = COMMANDS[name]
    parts = draw(arguments(Arguments(*taken)))
    for option in draw(st.lists(st.sampled_from([*options, *COMMON, "--unknown"]), max_size=4)):
        given = options.get(option) or COMMON.get(option) or ("", "", ("text", ()))
        value = draw(values(given))
        joined = len(value) == 1 and draw(st.integers(0, 9)) == 0
        parts.append([f"{option}={value[0]}"] if joined else [option, *value])
    parts = draw(st.permutations(parts))
    before = draw(st.integers(0, len(parts))) if draw(st.booleans()) else 0
    words = [*parts[:before], name.split(), *parts[before:]]
    return [word for part in words for word in part]


def by_cyclopts(words: list[str]) -> Parsed:
    """Return the command that cyclopts parses, or raise the error that cyclopts raises."""
    _, outer, _ = app.meta.parse_args(common_first(words), print_error=False, exit_on_error=False)
    common = dict(outer.arguments)
    tokens = common.pop("tokens", ())
    command, bound, _ = app.parse_args(tokens, print_error=False, exit_on_error=False)
    return Parsed(command, list(bound.args), dict(bound.kwargs), common)


def complete(found: Parsed) -> tuple[Any, dict[str, Any], dict[str, Any]]:
    """Return the command with all its arguments, including defaults."""
    bound = inspect.signature(found.command).bind_partial(*found.values, **found.options)
    bound.apply_defaults()
    return found.command, dict(bound.arguments), found.common


@settings(deadline=None, max_examples=250)
@given(words=command_lines())
@example(words=["timeline", "--since", "--json", "2025"])
@example(words=["--context", "none", "timeline"])
@example(words=["record", "--json", "a.yaml"])
@example(words=["export", "--csv", "-", "--ascii", "V-1"])
@example(words=["audit log"])
def test_both_parsers_agree(words: list[str]) -> None:
    """If the quick parser understands a command line, cyclopts gives the same result."""
    quick = parsed(words)
    if quick is not None:
        assert complete(quick) == complete(by_cyclopts(words))


def commands_in_docs() -> Iterator[list[str]]:
    """Yield the words of each command line in the docs."""
    for path in (ROOT / "docs").rglob("*.md"):
        if path.name != "contributing.md":  # the examples on this page add options
            for line in re.findall(r"(?m)^\s*(?:\$ )?dragoman ([^|>#`\n]+?)\s*$", path.read_text()):
                with suppress(ValueError):  # a command that continues on the next line
                    yield shlex.split(line)


def commands_in_tests() -> Iterator[list[str]]:
    """Yield the words of each string and each call in the tests that may be a command."""
    for path in (ROOT / "tests").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and may_be_command(node.value):
                with suppress(ValueError):  # a quotation mark without a partner
                    yield shlex.split(node.value)
            elif isinstance(node, ast.Call):
                words = [one.value for one in node.args if isinstance(one, ast.Constant)]
                yield [word for word in words if isinstance(word, str)]


def may_be_command(value: object) -> bool:
    """Return whether a constant is a text that begins with the first word of a command."""
    return isinstance(value, str) and bool({*value.split(None, 1)[:1]} & FIRST)


def shape(words: list[str]) -> tuple[str, ...]:
    """Return the form of a command line: the command and options, and ``""`` for each value."""
    return tuple(word if word.startswith("--") or n < 2 else "" for n, word in enumerate(words))


@cache
def commands() -> list[list[str]]:
    """Return one command line of each form from the docs, the tests and the reports."""
    found = [*commands_in_docs(), *commands_in_tests(), *map(str.split, REPORTS.values())]
    return list({shape(words): words for words in found if is_known(words)}.values())


def is_known(words: list[str]) -> bool:
    """Return whether a command line starts with the name of a command."""
    return any(" ".join(words[:length]) in COMMANDS for length in (1, 2, 3))


@pytest.mark.parametrize("part", range(4))
def test_the_commands_of_docs_and_tests_are_parsed_alike(part: int) -> None:
    """The quick parser and cyclopts agree on the command lines in the docs and the tests."""
    known = commands()
    assert len(known) > 400
    for words in known[part::4]:
        if quick := parsed(words):
            assert complete(quick) == complete(by_cyclopts(words)), words


def test_the_commands_of_the_docs_are_parsed_quickly() -> None:
    """The quick parser understands every command line in the docs.

    Exceptions are the lines with ``--help``, ``none`` or ``echo``.
    """
    slow = [words for words in commands_in_docs() if is_known(words) and parsed(words) is None]
    assert [words for words in slow if not {"--help", "none", "echo"} & set(words)] == []


@pytest.mark.parametrize("report", ["timeline --limit 1", "follow-ups", "show V-1", "brief AZ"])
def test_a_report_does_not_load_the_parser(desk: Desk, report: str) -> None:
    """A report loads neither cyclopts nor the list of all commands."""
    desk.record(str(ROOT / "docs/examples/baghdad-2025.yaml"))
    loaded, _ = loaded_by(*report.split())
    assert not loaded & {"cyclopts", "dragoman.cli.main"}
