"""The quick parser of reports means by a command line what cyclopts means by it."""

import inspect
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dragoman.cli.compiled import COMMANDS, COMMON
from dragoman.cli.main import app
from dragoman.cli.quick import Parsed, parsed
from tests.cli.test_completion import loaded_by
from tests.conftest import Desk

ROOT = Path(__file__).parents[2]

PLAIN = st.sampled_from(["AZ", "IQ", "2025", "V-1", "7", "today", "energy", "a b", "ə", "x=1"])
SPECIAL = st.sampled_from(["none", "NULL", "-1", "--", "[1]", '{"a": 1}', "", "--since", "-x", "0"])


def values(option: tuple[str, str, str, tuple[str, ...]]) -> st.SearchStrategy[list[str]]:
    """Return values that an option takes, or does not take."""
    _, _, type_, choices = option
    one = st.sampled_from(choices) if choices else PLAIN
    number = st.integers(-2, 10**19).map(str)
    of_type = {"flag": [], "text": [one], "many": [one], "number": [number], "path": [PLAIN]}
    count = {"pair": 2, "flag": 0}.get(type_, 1)
    good = st.tuples(*of_type.get(type_, [PLAIN, PLAIN])).map(list)
    return good | st.lists(PLAIN | SPECIAL, min_size=0, max_size=count + 1)


@st.composite
def command_lines(draw: st.DrawFn) -> list[str]:
    """Draw the command line of a report, with any options in any order."""
    name = draw(st.sampled_from(sorted(COMMANDS)))
    options = COMMANDS[name][3]
    parts = [[one] for one in draw(st.lists(PLAIN | SPECIAL, max_size=2))]
    for option in draw(st.lists(st.sampled_from([*options, *COMMON, "--unknown"]), max_size=4)):
        given = options.get(option) or COMMON.get(option) or ("", "", "text", ())
        value = draw(values(given))
        joined = len(value) == 1 and draw(st.integers(0, 9)) == 0
        parts.append([f"{option}={value[0]}"] if joined else [option, *value])
    parts = draw(st.permutations(parts))
    before = draw(st.integers(0, len(parts))) if draw(st.booleans()) else 0
    words = [*parts[:before], name.split(), *parts[before:]]
    return [word for part in words for word in part]


def by_cyclopts(words: list[str]) -> Parsed:
    """Return what cyclopts parses; raise its error."""
    _, outer, _ = app.meta.parse_args(words, print_error=False, exit_on_error=False)
    common = dict(outer.arguments)
    tokens = common.pop("tokens", ())
    command, bound, _ = app.parse_args(tokens, print_error=False, exit_on_error=False)
    return Parsed(command, list(bound.args), dict(bound.kwargs), common)


def complete(found: Parsed) -> tuple[Any, dict[str, Any], dict[str, Any]]:
    """Return the command and all its arguments, with the defaults of those that are not given."""
    bound = inspect.signature(found.command).bind_partial(*found.values, **found.options)
    bound.apply_defaults()
    return found.command, dict(bound.arguments), found.common


@settings(deadline=None, max_examples=300)
@given(words=command_lines())
@example(words=["timeline", "--since", "--json", "2025"])
@example(words=["--context", "none", "timeline"])
def test_both_parsers_agree(words: list[str]) -> None:
    """Whatever the quick parser understands, cyclopts understands in the same way."""
    quick = parsed(words)
    if quick is not None:
        assert complete(quick) == complete(by_cyclopts(words))


def lines_of_docs() -> list[str]:
    """Return the command lines in the docs that begin with the name of a report."""
    pages = "\n".join(path.read_text("utf-8") for path in (ROOT / "docs").rglob("*.md"))
    found = re.findall(r"(?m)^\s*(?:\$ )?dragoman ([^|>#`\n]+?)\s*$", pages)
    return sorted({one for one in found if one.startswith(tuple(COMMANDS)) and '"' not in one})


@pytest.mark.parametrize("line", lines_of_docs())
def test_the_lines_of_the_docs_are_parsed_alike(line: str) -> None:
    """Those without help are parsed quickly."""
    quick = parsed(line.split())
    assert quick is not None or "--help" in line or "none" in line
    if quick is not None:
        assert complete(quick) == complete(by_cyclopts(line.split()))


@pytest.mark.parametrize("report", ["timeline --limit 1", "follow-ups", "show V-1", "brief AZ"])
def test_a_report_does_not_load_the_parser(desk: Desk, report: str) -> None:
    """It loads neither cyclopts nor the list of all commands."""
    desk.record(str(ROOT / "docs/examples/baghdad-2025.yaml"))
    loaded, _ = loaded_by(*report.split())
    assert not loaded & {"cyclopts", "dragoman.cli.main"}
