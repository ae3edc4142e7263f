"""Abbreviated commands, short options, ``help``, ``edit``, and values that begin with a hyphen."""

import shlex
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.cli import shorthand
from dragoman.cli.compiled import COMMANDS
from dragoman.cli.compiled_help import NOUNS
from dragoman.cli.parameters import SHORT
from dragoman.cli.shorthand import in_full
from dragoman.exchange import UsageError
from tests.conftest import Desk
from tests.copies import after, both

pytestmark = pytest.mark.once

PAIR = ("-p", "AZ", "-p", "IQ")
HOLD = ("meeting", "hold", *PAIR, "-o", "2025-04-03")


@pytest.fixture
def story(desk: Desk) -> Desk:
    """A desk that has recorded the sample story."""
    return after(desk, both)


# --- Abbreviations ----------------------------------------------------------------------------

SHORTENED = {
    "meet hold": "meeting hold",
    "mee h": "meeting hold",
    "time": "timeline",
    "tl": "timeline",
    "follow agree": "follow-up agree",
    "follow-u a": None,
    "follow": None,
    "follow --party AZ": None,
    "re": None,
    "aud verif": "audit verify",
    "meeting re M-1": "meeting reschedule M-1",
    "--json tim": "--json timeline",
    "--context none tim --limit 1": "--context none timeline --limit 1",
    "reg inf": "register info",
    "zzz": "zzz",
    "meeting zzz": "meeting zzz",
    "show tl": "show tl",
}
"""Command lines, each with the complete command line, or ``None`` if it is ambiguous."""


@pytest.mark.parametrize("line", SHORTENED)
def test_a_command_can_be_shortened_if_the_meaning_is_clear(line: str) -> None:
    wanted = SHORTENED[line]
    if wanted is None:
        with pytest.raises(UsageError, match="is short for several commands; type one of: drago"):
            in_full(line.split())
    else:
        assert in_full(line.split()) == wanted.split()


@given(st.data())
def test_the_beginning_of_a_command_never_means_another_command(data: st.DataObject) -> None:
    """The beginning of a command means this command, or it is refused with all candidates."""
    name = data.draw(st.sampled_from(sorted(COMMANDS))).split()
    cut = [word[: data.draw(st.integers(1, len(word)))] for word in name]
    try:
        found = in_full(cut)
    except UsageError as error:
        begun = [full for full, word in zip(name, cut, strict=True) if full != word]
        assert any(full in str(error) for full in begun)
    else:
        exact = {one for words in NOUNS.values() for one, _ in words} | {*shorthand.ALIASES}
        assert found == name or exact & {*cut}


def test_no_new_command_takes_an_abbreviation_over() -> None:
    """No command is the beginning of another one, except ``follow-up``, ``read`` and ``seal``.

    If such a command were added, the abbreviation of the longer command would run the new one. The
    command ``reading`` has only verbs, none of which is a press item, so ``read`` cannot harm.
    """
    for words in NOUNS.values():
        names = sorted(name for name, _ in words)
        clashes = [(one, other) for one, other in pairwise(names) if other.startswith(one)]
        known = {("follow-up", "follow-ups"), ("read", "reading"), ("seal", "seals")}
        assert set(clashes) <= known


def test_a_new_command_makes_an_abbreviation_ambiguous(monkeypatch: pytest.MonkeyPatch) -> None:
    assert in_full(["meet", "hold"]) == ["meeting", "hold"]
    monkeypatch.setitem(NOUNS, "", (*NOUNS[""], ("meetup", "")))
    monkeypatch.setitem(NOUNS, "meetup", (("hold", ""),))
    with pytest.raises(UsageError, match="dragoman meeting, dragoman meetup"):
        in_full(["meet", "hold"])


def test_an_ambiguous_command_records_nothing(desk: Desk) -> None:
    answer = desk.run("meeting", "p", *PAIR)
    assert answer.code == 2
    answer = desk.run("meeting", *("", "x"))
    assert answer.code == 2
    answer = desk.run("follow")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == (
        "dragoman: 'follow' is short for several commands; type one of: dragoman follow-up,"
        " dragoman follow-ups\n"
    )
    assert not (desk.home / "data").exists()


def test_a_shortened_command_runs(desk: Desk) -> None:
    assert desk.run("meet", "hold", "-t", "Talks", *PAIR, "-o", "2025-04-03").code == 0
    assert desk.run("tim").out == desk.run("timeline").out
    assert "Talks" in desk.run("tl").out


# --- Short options ----------------------------------------------------------------------------


def test_a_short_option_means_the_same_in_every_command() -> None:
    meanings = {short: f"--{word}" for word, short in SHORT.items()}
    seen = set()
    for _, _, _, options in COMMANDS.values():
        for short in (name for name in options if not name.startswith("--")):
            assert options[short] == options[meanings[short]]
            seen.add(short)
    assert seen == {*SHORT.values()}


def test_short_options_are_in_the_help_and_completed(desk: Desk) -> None:
    assert "--title -t" in desk.run("meeting", "hold", "--help").out
    found = desk.run("__complete", "meeting", "hold", "-").lines
    assert any(line.startswith("-t\t") for line in found)


# --- Values that begin with a hyphen ----------------------------------------------------------


@pytest.mark.parametrize(
    "value", ["-5 degrees", "- talks -", "-", "-x", "-1", "–", "-- a --", "-é"]
)
@pytest.mark.parametrize("form", ["--title {}", "--title={}", "-t {}"])
def test_a_title_can_begin_with_a_hyphen(desk: Desk, form: str, value: str) -> None:
    words = [word.format(value) for word in form.split(" ")]
    answer = desk.run(*HOLD, *words)
    assert answer.code == 0, answer.err
    assert desk.read("show", "M-1")["record"]["title"] == value


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (("--title", "--party"), "--title needs a value, but --party is an option"),
        (("--title", "-p"), "--title needs a value, but -p is an option"),
        (("-t", "--prty"), "-t needs a value; if --prty is the value, type: --title=--prty"),
        (("-t", "-pAZ"), "-t needs a value; if -pAZ is the value, type: --title=-pAZ"),
        (("--title", "--help"), "--title needs a value, but --help is an option"),
        (("--title", "--json=x y"), "type: '--title=--json=x y'"),
        (("--title",), "--title needs 1 value"),
    ],
)
def test_an_option_in_place_of_a_value_is_refused(
    desk: Desk, typed: tuple[str, ...], told: str
) -> None:
    answer = desk.run(*HOLD, *typed)
    assert (answer.code, answer.out) == (2, "")
    assert told in answer.err
    assert answer.err.count("\n") == 1


def test_a_correction_and_a_reason_can_begin_with_a_hyphen(story: Desk) -> None:
    answer = story.run("correct", "M-1", "title=-x", "--reason", "- typo")
    assert answer.code == 0, answer.err
    assert story.read("show", "M-1")["record"]["title"] == "-x"
    assert story.read("audit", "log", "--limit", "1")["entries"][0]["reason"] == "- typo"


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("search '-5 degrees'", 1),
        ("search -5", 1),
        ("search --limit 3 -5", 1),
        ("search -5 --limit 3", 1),
        ("search -- -x", 1),
        ("search -5 --limit 3 -- degrees", 1),
        ("search -9", 0),
    ],
)
def test_an_argument_can_begin_with_a_hyphen(desk: Desk, line: str, found: int) -> None:
    for title in ("-5 degrees", "-x"):
        assert desk.run(*HOLD, "--new", "--title", title).code == 0
    answer = desk.run("--json", *shlex.split(line))
    assert (answer.code, len(answer.json["results"])) == (0, found)


def test_the_value_of_a_common_option_can_begin_with_a_hyphen(desk: Desk) -> None:
    assert desk.run("--register", "-r.db", *HOLD, "-t", "T").code == 0
    assert desk.run("timeline", "--register", "-r.db").code == 0
    assert (desk.home / "-r.db").exists()
    refused = desk.run("--register", "--json", "timeline")
    assert (refused.code, refused.out) == (2, "")
    assert "type: --register=--json" in refused.err


def test_the_value_of_an_unknown_option_stays_behind_its_option() -> None:
    """Dragoman does not reorder a line with an option that it does not know."""
    for line in ("export C-1 --titles -", "search --unknown -5 x", "search -5 --unknown x"):
        assert in_full(line.split()) == line.split()


def test_an_argument_that_looks_like_an_option_is_refused_with_advice(desk: Desk) -> None:
    answer = desk.run("search", "-x")
    assert answer.code == 2
    assert answer.err.endswith("If -x is not an option, put -- before it\n")


# --- help and edit ----------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["", "meeting", "meeting hold", "timeline", "audit verify"])
def test_help_shows_the_help_of_a_command(desk: Desk, command: str) -> None:
    answer = desk.run("help", *command.split())
    assert answer.code == 0
    assert answer.out == desk.run(*command.split(), "--help").out


def test_help_understands_a_shortened_command(desk: Desk) -> None:
    assert desk.run("help", "meet", "ho").out == desk.run("meeting", "hold", "--help").out
    assert "is short for several commands" in desk.run("help", "follow").err


def test_help_suggests_a_command_for_an_unknown_word(desk: Desk) -> None:
    answer = desk.run("help", "meeting", "hodl")
    assert (answer.code, answer.out) == (2, "")
    assert "Did you mean: dragoman meeting hold?" in answer.err


def test_help_works_with_invalid_settings(desk: Desk) -> None:
    desk.write("config/dragoman/config.toml", "zone = \n")
    assert desk.run("help", "timeline").code == 0


def test_edit_is_compose(story: Desk) -> None:
    """``edit V-1`` opens the same draft, and records the same correction, as ``compose V-1``."""
    editor = "sed -i s/Baghdad/Basra/;s/^reason:.*/reason:\\ wrong/"
    times = ("2026-01-16T08:00:00Z", "2026-01-17T08:00:00Z")
    answers = [
        story.run(command, "V-1", "--dry-run", now=now, env={"EDITOR": editor, "VISUAL": ""})
        for command, now in zip(("compose", "edit"), times, strict=True)
    ]
    assert [answer.code for answer in answers] == [0, 0], answers[0].err
    assert answers[0].out == answers[1].out
    assert "Basra" in answers[0].out
    assert story.run("edit", "V-99").err == story.run("compose", "V-99").err
