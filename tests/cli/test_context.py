"""The context of a desk: the default parties for reports and new records."""

import pytest

from tests.cli.commands import REPORTS, act, shown
from tests.cli.terminals import converse, start_forked
from tests.conftest import Desk
from tests.copies import after, both


@pytest.fixture
def story(desk: Desk) -> Desk:
    """A desk that has recorded the sample story."""
    return after(desk, both)


OPTION, VARIABLE, SETTING, NONE = "--context", "DRAGOMAN_CONTEXT", "config.toml", "none"

# name: (the option, the variable, the setting, the resulting context)
CONTEXTS: dict[str, tuple[str | None, str | None, str | None, list[str]]] = {
    "by option": ("TR-AZ", None, None, ["TR", "AZ"]),
    "by option, by name": ("Türkiye,Azerbaijan", None, None, ["TR", "AZ"]),
    "by variable": (None, "TR-AZ", None, ["TR", "AZ"]),
    "by setting": (None, None, "TR-AZ", ["TR", "AZ"]),
    "an option before a variable": ("TR", "IQ", "IQ", ["TR"]),
    "a variable before a setting": (None, "TR", "IQ", ["TR"]),
    "none by option": ("none", "TR", "TR", []),
    "none by variable": (None, "none", "TR", []),
    "an empty variable": (None, "", "TR", []),
    "nothing at all": (None, None, None, []),
}


def add_a_third(desk: Desk) -> None:
    """Record the sample story, and a visit, a mechanism and a follow-up with a third party."""
    both(desk)
    act(desk, "visit announce --title Elsewhere --host TR --party AZ --occurred 2026-03")
    act(desk, "mechanism establish --body 'working group' --title G --party AZ --party TR")
    act(desk, "follow-up agree --what 'A reply' --party AZ --party TR")


@pytest.fixture
def triangle(desk: Desk) -> Desk:
    """A desk with a visit, a mechanism and a follow-up of another pair of parties."""
    return after(desk, add_a_third)


@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.parametrize("case", CONTEXTS)
def test_reports_follow_the_context(triangle: Desk, case: str, report: str) -> None:
    """The option for the context overrides the variable, and the variable overrides the setting.

    The context appears in the JSON document and the heading. ``--context none`` ignores the
    context.
    """
    option, variable, setting, codes = CONTEXTS[case]
    if setting:
        triangle.write("config/dragoman/config.toml", f'context = "{setting}"\n')
    env = {VARIABLE: variable} if variable is not None else {}
    words = [*report.split(), *((OPTION, option) if option else ())]
    document = triangle.read(*words, env=env)
    heading = triangle.run(*words, env=env).lines[0]
    assert document["context"] == codes
    assert ("context " in heading) == bool(codes)
    assert f"context {'-'.join(codes)}" in heading or not codes
    filters = [word for code in codes for word in ("--party", code)]
    asked = triangle.read(*report.split(), *filters, OPTION, NONE)
    assert document | {"context": []} == asked


@pytest.mark.parametrize("filter_", ["--between AZ IQ", "--party IQ"])
@pytest.mark.parametrize("report", REPORTS)
def test_naming_a_party_replaces_the_context(triangle: Desk, report: str, filter_: str) -> None:
    words = (*report.split(), *filter_.split())
    assert triangle.read(*words, OPTION, "TR") == triangle.read(*words)
    assert "context" not in triangle.run(*words, OPTION, "TR").lines[0]


def test_a_context_can_be_set_shown_and_removed(story: Desk) -> None:
    """``context`` sets and shows the context, and keeps the other settings.

    ``context none`` removes the context.
    """
    settings = story.write("config/dragoman/config.toml", '# mine\nname = "A desk"\n')
    assert act(story, "context AZ Iraq").out == "context AZ-IQ\n"
    assert settings.read_text() == '# mine\nname = "A desk"\ncontext = "AZ-IQ"\n'
    assert story.read("context") == {"schema": "dragoman/context/1", "context": ["AZ", "IQ"]}
    assert act(story, "context TR").out == "context TR\n"
    assert settings.read_text().count("context") == 1
    assert act(story, "context none").out == "No context is set.\n"
    assert settings.read_text() == '# mine\nname = "A desk"\n'


def test_new_records_get_the_parties_of_the_context(story: Desk) -> None:
    """A new record gets the context's parties, and a note names the context.

    Parties that you give replace the parties of the context.
    """
    answer = act(story, "meeting hold --title T --occurred today --context AZ-TR")
    assert answer.err == "note: the parties come from context AZ-TR\n"
    assert shown(story, "M-4")["parties"] == ["AZ", "TR"]
    for line in (
        "meeting hold --title T --party IQ --occurred today --context AZ-TR",
        "consultation schedule --mechanism B-1 --context AZ-TR",
        "follow-up agree --what W --agreed-in C-7 --context AZ-TR",
        "meeting hold M-4 --place Baku --context TR-IQ",
    ):
        assert "context" not in act(story, line).err
    assert shown(story, "M-5")["parties"] == ["IQ"]
    assert shown(story, "C-8")["parties"] == ["AZ", "IQ"]


# line: (the parties of the new record, the start of the note)
OWN = {
    "meeting hold --title T --party DE --occurred today": (["GE", "DE"], "note: GE comes from"),
    "meeting hold --title T --party DE --party GE --occurred today": (["DE", "GE"], ""),
    "meeting hold --title T --participant 'A; B; DE' --occurred today": (
        ["GE", "DE"],
        "note: GE comes",
    ),
    "meeting hold --title T --participant 'A; B; GE' --occurred today": (["GE"], "note: the part"),
    "visit conclude --title T --host PL --occurred today": (
        ["GE", "PL"],
        "note: GE comes from the",
    ),
    "visit conclude --title T --host PL --party DE --occurred today": (
        ["DE", "PL"],
        "note: GE does not",
    ),
    "visit conclude --title T --host GE --party DE --occurred today": (["DE", "GE"], ""),
    "follow-up agree --what W --party DE --owner DE": (["GE", "DE"], "note: GE comes from"),
    "follow-up agree --what W --agreed-in V-1 --party DE": (["AZ", "IQ", "DE"], ""),
    "meeting hold --title T --part-of V-1 --occurred today": (["AZ", "IQ"], ""),
    "meeting hold --title T --part-of V-1 --party DE --occurred today": (["GE", "DE"], "note: GE"),
    "consultation schedule --mechanism B-1 --occurred 2027": (["AZ", "IQ"], ""),
}


@pytest.mark.parametrize("line", OWN)
def test_the_only_party_of_a_context_takes_part_in_new_records(story: Desk, line: str) -> None:
    """A named party or host does not replace the only party of a context; a note says so."""
    parties, note = OWN[line]
    answer = act(story, f"{line} --context GE")
    assert answer.err.startswith(note)
    assert bool(answer.err) == bool(note)
    [ref] = [line.split()[0] for line in answer.lines[1:2]]
    assert shown(story, ref)["parties"] == parties


@pytest.mark.parametrize(
    "line", [one for one, (_, note) in OWN.items() if note.startswith("note: GE comes")]
)
def test_context_none_leaves_out_the_party_of_a_context(story: Desk, line: str) -> None:
    answer = act(story, f"{line} --context none")
    assert "GE" not in shown(story, answer.lines[1].split()[0])["parties"]


def test_a_part_has_the_parties_of_the_whole_unless_you_name_others(story: Desk) -> None:
    act(story, "meeting hold --title T --part-of V-1 --occurred today")
    act(story, "meeting hold --title T --part-of V-1 --party TR --occurred today")
    assert shown(story, "M-4")["parties"] == ["AZ", "IQ"]
    assert shown(story, "M-5")["parties"] == ["TR"]


# what was asked for in add: (the answers to the questions about states, the host and the parties)
ADDED = {
    "phone call": ([("states", "DE")], None, ["GE", "DE"]),
    "planned visit": ([("host?", "PL"), ("guests", "")], "PL", ["GE", "PL"]),
    "planned visit from DE": ([("host?", "GE"), ("guests", "DE")], "GE", ["DE", "GE"]),
}


@pytest.mark.parametrize("case", ADDED)
def test_add_gives_the_same_parties_as_the_options(desk: Desk, case: str) -> None:
    sides, host, parties = ADDED[case]
    terminal = start_forked(desk, "add", case.split(" from")[0], "--context", "GE")
    converse(terminal, ("title", "T"), *sides, ("Record it?", "y"))
    assert terminal.end() == 0, terminal.seen
    ref = "M-1" if host is None else "V-1"
    record = shown(desk, ref)
    assert (record.get("host"), record["parties"]) == (host, parties)
