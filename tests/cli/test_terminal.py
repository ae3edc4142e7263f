"""At a terminal: prompts, records written in an editor, and completion."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from attrs import define

from tests.conftest import ARTICLE, Desk
from tests.copies import after, both
from tests.terminal import Terminal, at_terminal, forked_at_terminal
from tests.warm import warm

ANSI = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")


@pytest.fixture
def story(desk: Desk) -> Desk:
    """A desk where the whole story is recorded."""
    return after(desk, both)


def sit(desk: Desk, *words: str, **env: str) -> Terminal:
    """Run a command at a terminal."""
    return forked_at_terminal(words, {**os.environ, "DRAGOMAN_NOW": desk.now, **env})


def start(desk: Desk, *words: str) -> Terminal:
    """Start the real command at a terminal."""
    return at_terminal(desk.words(*words), {**os.environ, "DRAGOMAN_NOW": desk.now})


def seen(terminal: Terminal) -> list[str]:
    """Return the printed lines without colours."""
    return ANSI.sub("", terminal.seen).splitlines()


def last_entry(desk: Desk) -> Any:
    """Return the last entry of the log."""
    return desk.read("audit", "log", "--limit", "1")["entries"][-1]


# --- Questions --------------------------------------------------------------------------------

TITLE, PARTIES, WHEN = "in a few words? ", "take part? (AZ, IQ) ", "20 April 2025) "
TODAY = "20 April 2025) [today] "
NAMESAKE = "meeting hold --title T --participant 'Yaltschin Rafijew;;AZ'"

# name: (the command line, the questions with their answers, the ref, the recorded fields)
ASKED: dict[str, tuple[str, list[tuple[str, str]], str, dict[str, Any]]] = {
    "visit": (
        "visit announce",
        [
            (TITLE, "Talks"),
            ("Who is the host? (IQ, Iraq, org:UN) ", "Iraq"),
            ("Whose are the guests? (AZ) ", "AZ; Azerbaijan"),
            (WHEN, "in 2 weeks"),
        ],
        "V-3",
        {"title": "Talks", "host": "IQ", "parties": ["AZ", "IQ"], "status": "announced"},
    ),
    "meeting": (
        "meeting hold --place Baku",
        [(TITLE, "Talks"), (PARTIES, "AZ, IQ"), (TODAY, "yesterday")],
        "M-4",
        {"title": "Talks", "place": "Baku", "status": "held"},
    ),
    "meeting with a date": (
        "meeting hold --occurred yesterday --title Talks",
        [(PARTIES, "AZ, org:UN")],
        "M-4",
        {"parties": ["AZ", "org:UN"]},
    ),
    "consultation": (
        "consultation schedule",
        [("Of which mechanism is it a session? (B-2) ", "b1"), (WHEN, "2026-05")],
        "C-8",
        {"mechanism": "B-1", "status": "scheduled"},
    ),
    "mechanism": (
        "mechanism establish",
        [
            ("What kind of body? (joint commission, working group …) ", "working group"),
            ("What is its official title? ", "Working group on transit"),
            ("Which are its parties? (AZ, IQ) ", "AZ, IQ"),
        ],
        "B-4",
        {"body": "working group", "title": "Working group on transit", "parties": ["AZ", "IQ"]},
    ),
    "demarche": (
        "demarche deliver --form letter",
        [
            ("What is it about, in a few words? ", "Visas"),
            ("Who is it from? (AZ) ", "AZ"),
            ("Who is it to? (IQ) ", "IQ, TR"),
            ("When was it delivered? (yesterday) [today] ", "2026-01-05"),
        ],
        "D-1",
        {"subject": "Visas", "form": "letter", "sender": "AZ", "recipients": ["IQ", "TR"]},
    ),
    "instrument": (
        "instrument sign --form protocol",
        [
            ("What is it called? ", "Protocol"),
            ("Which are its parties? (AZ, IQ) ", "AZ, IQ"),
            ("When was it signed? (2025-12-04, today) [today] ", "2025-12-04"),
        ],
        "I-1",
        {"title": "Protocol", "form": "protocol", "status": "signed"},
    ),
    "follow-up": (
        "follow-up agree --agreed-in C-7",
        [("What is owed, in a few words? ", "Send the draft")],
        "F-3",
        {"what": "Send the draft", "agreed_in": "C-7"},
    ),
    "party": (
        "party register --side IQ",
        [("What is the name, as the source writes it? ", "Fuad Hussein")],
        "P-5",
        {"name": "Fuad Hussein", "side": "IQ"},
    ),
}


@pytest.mark.parametrize("case", ASKED)
def test_prompts_ask_for_the_missing_fields(story: Desk, case: str) -> None:
    """Each kind of record asks only for required fields that the command line does not give."""
    words, questions, ref, facts = ASKED[case]
    terminal = sit(story, *words.split())
    for question, answer in questions:
        terminal.until(question)
        terminal.type(answer)
    assert terminal.end() == 0, terminal.seen
    asked = [line for line in seen(terminal) if "? " in line]
    assert len(asked) == len(questions)
    record = story.read("show", ref)["record"]
    assert {name: record[name] for name in facts} == facts


# name: (the command line, earlier questions with their answers, the question, a bad answer,
# the message, a good answer)
REFUSED: dict[str, tuple[str, list[tuple[str, str]], str, str, str, str]] = {
    "nothing": ("meeting hold --party AZ --occurred today", [], TITLE, "", "", "Talks"),
    "nothing but spaces": (
        "instrument sign --party AZ --party IQ --signed today",
        [],
        "called? ",
        "   ",
        "",
        "T",
    ),
    "unknown party": (
        "meeting hold --title T --occurred today",
        [],
        PARTIES,
        "AZ, Iraak",
        "unknown country or organisation 'Iraak'; did you mean Iraq (IQ)",
        "AZ, IQ",
    ),
    "no date": (
        "meeting hold --title T",
        [(PARTIES, "AZ")],
        TODAY,
        "sometime",
        "'sometime' is not a date; write 2025-04-20",
        "yesterday",
    ),
    "one party of two": (
        "instrument sign --title T --signed today",
        [],
        "Which are its parties? (AZ, IQ) ",
        "AZ, Azerbaijan",
        "name at least two different ones: AZ, IQ",
        "AZ, IQ",
    ),
    "no mechanism": (
        "consultation schedule --occurred 2026-05",
        [],
        "(B-2) ",
        "V-1",
        "that is no mechanism; they look like B-2 (dragoman mechanism list)",
        "B-1",
    ),
    "no kind of body": (
        "mechanism establish --title T --party AZ --party IQ",
        [],
        "working group …) ",
        "talking shop",
        "choose from: political consultations,",
        "working group",
    ),
    "neither y nor n": (
        f"{NAMESAKE} --occurred today",
        [],
        "(y/n) [n] ",
        "perhaps",
        "answer y or n",
        "no",
    ),
    "no reason": (
        "correct V-1 place=Baku",
        [],
        "What was wrong? ",
        "",
        "",
        "the place of the report",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_bad_answer_is_explained_and_the_question_repeated(story: Desk, case: str) -> None:
    words, before, question, wrong, said, right = REFUSED[case]
    position = story.position
    terminal = sit(story, *shlex.split(words))
    for one, answer in before:
        terminal.until(one)
        terminal.type(answer)
    terminal.until(question)
    terminal.type(wrong)
    assert said in ANSI.sub("", terminal.until(question))
    assert story.position == position
    terminal.type(right)
    assert terminal.end() == 0, terminal.seen
    assert story.position > position


def test_enter_accepts_the_proposal(story: Desk) -> None:
    """The answer in brackets is taken, and the command shows how it reads it before recording."""
    terminal = start(story, "meeting", "hold", "--title", "Talks")
    terminal.until(PARTIES)
    terminal.type("AZ, IQ")
    terminal.until(TODAY)
    terminal.type("")
    assert terminal.end() == 0
    assert any("understood: 15 Jan 2026 [2026-01-15]" in line for line in seen(terminal))
    assert story.read("show", "M-4")["record"]["occurred"]["edtf"] == "2026-01-15"


def test_a_pipe_is_never_prompted(story: Desk) -> None:
    """The same command is refused without waiting."""
    position = story.position
    for words in ("meeting hold", "visit announce", "follow-up agree", "party register"):
        answer = story.command(*words.split(), stdin="Talks\nAZ, IQ\n\n")
        assert (answer.code, answer.out) == (2, "")
        assert "missing" in answer.err
    assert story.position == position


# name: (the command line, the questions answered first, the question at which it ends)
LEFT: dict[str, tuple[str, list[tuple[str, str]], str]] = {
    "at the first question": ("meeting hold", [], TITLE),
    "at the last question": ("meeting hold", [(TITLE, "Talks"), (PARTIES, "AZ")], TODAY),
    "after a wrong answer": ("instrument sign", [("called? ", "P"), ("IQ) ", "AZ")], "IQ) "),
    "at a namesake": (NAMESAKE, [], "(y/n) [n] "),
    "at the reason of a correction": ("correct V-1 place=Baku", [], "What was wrong? "),
    "at the reason of a retraction": ("retract M-1", [], "Why should it not be there? "),
}


@pytest.mark.parametrize(
    ("key", "code", "said"),
    [
        ("Ctrl-C", 130, "dragoman: interrupted; nothing was recorded"),
        ("Ctrl-D", 2, "dragoman: no answer; nothing was recorded (--"),
    ],
)
@pytest.mark.parametrize("case", LEFT)
def test_leaving_at_a_question_records_nothing(
    story: Desk, case: str, key: str, code: int, said: str
) -> None:
    """Ctrl-C and Ctrl-D end the command at any question, and nothing is half recorded."""
    words, answered, question = LEFT[case]
    before = story.events()
    terminal = (sit if answered else start)(story, *shlex.split(words))
    for one, answer in answered:
        terminal.until(one)
        terminal.type(answer)
    terminal.until(question)
    terminal.press(key)
    assert terminal.end() == code
    assert said in seen(terminal)[-1]
    assert "Traceback" not in terminal.seen
    assert story.events() == before


@pytest.mark.parametrize("key", ["Ctrl-C", "Ctrl-D"])
def test_leaving_at_a_question_creates_no_register(desk: Desk, key: str) -> None:
    terminal = start(desk, "meeting", "hold")
    terminal.until(TITLE)
    terminal.press(key)
    assert terminal.end() != 0
    assert not (desk.home / "data").exists()


# name: (the command line, the question)
REASONS = {
    "correct": ("correct V-1 place=Baku", "What was wrong? "),
    "retract": ("retract M-2", "Why should it not be there? "),
    "resolve": ("reading resolve M-1 place --choose Baku", "Why that one? "),
}


@pytest.fixture
def disputed(story: Desk) -> Desk:
    """A desk where two sources disagree about a place."""
    act = ("reading", "dispute", "M-1", "place=Baku", "--source", "Another report")
    assert story.run(*act).code == 0
    return story


@pytest.mark.parametrize("case", REASONS)
def test_an_amendment_asks_for_a_reason(disputed: Desk, case: str) -> None:
    """The reason is kept with the entry."""
    words, question = REASONS[case]
    terminal = sit(disputed, *words.split())
    terminal.until(question)
    terminal.type("the second source is surer")
    assert terminal.end() == 0
    assert last_entry(disputed)["reason"] == "the second source is surer"


@pytest.mark.parametrize("case", REASONS)
def test_an_amendment_in_a_pipe_needs_the_reason_option(disputed: Desk, case: str) -> None:
    """The message names the option, and nothing is recorded."""
    before = disputed.events()
    answer = disputed.forked(*REASONS[case][0].split(), stdin="a reason\n")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == f"dragoman: --reason is missing: {REASONS[case][1].strip()}\n"
    assert disputed.events() == before


@pytest.mark.parametrize("case", REASONS)
def test_a_given_reason_is_not_asked_for(disputed: Desk, case: str) -> None:
    terminal = sit(disputed, *REASONS[case][0].split(), "--reason", "surer")
    assert terminal.end() == 0
    assert "?" not in terminal.seen
    assert last_entry(disputed)["reason"] == "surer"


# --- Who is who -------------------------------------------------------------------------------

SPELT = ("meeting", "hold", "--title", "Talks", "--occurred", "today", "--participant")
KNOWN_PERSON = "did you mean P-1 Yalchin Rafiyev (deputy foreign minister, AZ)? (y/n) [n] "


def spellings(desk: Desk) -> dict[str, list[str]]:
    """Return the parties of Azerbaijan with the other spellings of their names."""
    people = desk.read("party", "list", "--side", "AZ")["parties"]
    return {one["name"]: one["aliases"] for one in people}


@pytest.mark.parametrize("answer", ["y", "Yes"])
def test_a_recognised_spelling_becomes_an_alias(story: Desk, answer: str) -> None:
    """The prompt does not come again for that spelling."""
    before = spellings(story)
    terminal = sit(story, *SPELT, "Yaltschin Rafijew;deputy minister;AZ")
    assert terminal.until(KNOWN_PERSON).startswith("Yaltschin Rafijew: ")
    terminal.type(answer)
    assert terminal.end() == 0
    assert spellings(story) == before | {
        "Yalchin Rafiyev": [*before["Yalchin Rafiyev"], "Yaltschin Rafijew"]
    }
    [person] = story.read("show", "M-4")["record"]["participants"]
    assert (person["name"], person["party"]) == ("Yaltschin Rafijew", "P-1")
    again = sit(story, *SPELT, "Yaltschin Rafijew;deputy minister;AZ")
    assert again.end() == 0
    assert "did you mean" not in again.seen


@pytest.mark.parametrize("answer", ["n", "NO", ""])
def test_a_different_person_is_registered(story: Desk, answer: str) -> None:
    """Pressing Enter means that the person is new."""
    before = spellings(story)
    terminal = sit(story, *SPELT, "Yaltschin Rafijew;deputy minister;AZ")
    terminal.until(KNOWN_PERSON)
    terminal.type(answer)
    assert terminal.end() == 0
    assert spellings(story) == before | {"Yaltschin Rafijew": []}


def test_a_new_name_is_registered_without_a_question(story: Desk) -> None:
    """The name is not similar to any other."""
    terminal = sit(story, *SPELT, "Somebody Else;;AZ")
    assert terminal.end() == 0
    assert "did you mean" not in terminal.seen


def test_a_participant_of_an_unknown_side_is_refused_at_a_terminal(story: Desk) -> None:
    """The refusal is the same as in a pipe."""
    words = (*SPELT, "A Person;;Atlantis")
    terminal = sit(story, *words)
    assert terminal.end() == story.forked(*words).code == 2
    assert "fault of dragoman" not in terminal.seen


# --- The editor -------------------------------------------------------------------------------


@define
class Editor:
    """A scripted editor that does one step each time it is opened."""

    folder: Path

    def does(self, *steps: str) -> None:
        """Set the shell command for each time it is opened; ``$1`` is the draft."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        for number, step in enumerate(steps, 1):
            (self.folder / f"step-{number}").write_text(f"{step}\n")
        script = self.folder / "editor"
        folder = shlex.quote(str(self.folder))
        script.write_text(
            f"#!/bin/sh\ncd {folder}\nnumber=$(($(ls | grep -c '^seen-') + 1))\n"
            'cp "$1" seen-$number\n. ./step-$number\n'
        )
        script.chmod(0o755)

    @property
    def seen(self) -> list[list[str]]:
        """Return the lines of the draft for each time it was opened."""
        times = range(1, len(list(self.folder.glob("seen-*"))) + 1)
        return [(self.folder / f"seen-{time}").read_text().splitlines() for time in times]

    @property
    def env(self) -> dict[str, str]:
        """Return the environment variable that names the editor."""
        return {"EDITOR": shlex.quote(str(self.folder / "editor"))}


@pytest.fixture
def editor(desk: Desk) -> Editor:
    """An editor in its own folder, with a name that must be quoted."""
    return Editor(desk.home / "an editor")


def fill(**fields: str) -> str:
    """Return an editor step that fills in fields, replacing their values."""
    changes = (f"-e {shlex.quote(f's|^{name}:.*|{name}: {to}|')}" for name, to in fields.items())
    return f'sed -i {" ".join(changes)} "$1"'


def drafts(desk: Desk) -> list[Path]:
    """Return the drafts that are kept."""
    return sorted((desk.home / "state" / "dragoman").glob("draft-*"))


MEETING = fill(status="held", title="Talks", parties="[AZ, IQ]", occurred="yesterday")


@pytest.mark.parametrize(
    ("kind", "fields", "ref"),
    [
        ("meeting", {"status": "held", "title": "Talks", "parties": "[AZ, IQ]"}, "M-4"),
        ("visit", {"status": "announced", "title": "Talks", "host": "Iraq"}, "V-3"),
        ("consultation", {"status": "held", "mechanism": "B-1", "session": "3"}, "C-8"),
        ("mechanism", {"title": "G", "body": "working group", "parties": "[AZ, IQ]"}, "B-4"),
        ("follow-up", {"what": "A reply", "awaits": "{mechanism: B-1, session: 3}"}, "F-3"),
        ("instrument", {"status": "signed", "title": "P", "parties": "[AZ, IQ]"}, "I-1"),
        ("party", {"name": "Fuad Hussein", "side": "IQ"}, "P-5"),
        (
            "demarche",
            {"status": "delivered", "subject": "Visas", "sender": "AZ", "recipients": "[IQ]"},
            "D-1",
        ),
    ],
)
def test_every_kind_can_be_written_in_an_editor(
    story: Desk, editor: Editor, kind: str, fields: dict[str, str], ref: str
) -> None:
    """The draft is recorded with its reason and deleted."""
    editor.does(fill(**fields, reason="as the desk says"))
    answer = story.forked("compose", kind, env=editor.env)
    assert (answer.code, answer.err) == (0, "")
    assert ref in answer.out
    assert story.read("show", ref)["record"]["kind"] == kind
    assert last_entry(story)["reason"] == "as the desk says"
    assert drafts(story) == []


def test_a_draft_offers_every_field_with_its_form(story: Desk, editor: Editor) -> None:
    """A new draft says what to do, and names the fields and the values that they take."""
    editor.does(MEETING)
    assert story.forked("compose", "meeting", env=editor.env).code == 0
    [lines] = editor.seen
    assert lines[0] == "# A new meeting."
    assert "kind: meeting" in lines
    assert any(re.match(r"status: +# scheduled \| held", line) for line in lines)
    assert any(line.startswith("participants:") and "role" in line for line in lines)


def test_a_new_draft_has_the_parties_of_the_context(story: Desk, editor: Editor) -> None:
    editor.does(fill(status="held", title="Talks"))
    env = editor.env | {"DRAGOMAN_CONTEXT": "AZ-IQ"}
    assert story.forked("compose", "meeting", env=env).code == 0
    assert story.read("show", "M-4")["record"]["parties"] == ["AZ", "IQ"]


# name: (the bad values, the line of the draft, the message)
FAULTS: dict[str, tuple[dict[str, str], str, str]] = {
    "unknown party": ({"parties": "[AZ, Iraak]"}, "parties: [AZ, Iraak]", "parties 2: unknown"),
    "no date": ({"occurred": "someday"}, "occurred: someday", "occurred: 'someday' is not a date"),
    "unknown status": ({"status": "over"}, "status: over", "status: 'over' is not one of"),
    "a broken list": ({"topics": "[energy, "}, "", "not YAML"),
    "a list for a text": ({"place": "[a, b]"}, "place: [a, b]", "place: expected text, got a list"),
    "a link to nowhere": ({"part_of": "V-99"}, "part_of: V-99", "part_of: there is no 'V-99'"),
    "a link to no visit": ({"part_of": "B-1"}, "part_of: B-1", "part_of: B-1 is not an engagement"),
    "too early": ({"occurred": "2031"}, "occurred: 2031", "occurred: 2031 lies in the future"),
    "no kind": ({"kind": "dispatch"}, "kind: dispatch", "kind is one of: visit,"),
    "source": ({"source": "{title: S, published: x}"}, "source: {title: S, published: x}", "'x'"),
}


@pytest.mark.parametrize("case", FAULTS)
def test_an_error_is_shown_above_its_line(story: Desk, editor: Editor, case: str) -> None:
    """The editor opens again, and nothing that was typed is lost."""
    wrong, line, said = FAULTS[case]
    right = {"kind": "meeting", "status": "held", "occurred": "today", "parties": "[AZ, IQ]"}
    mended = fill(**dict.fromkeys(wrong, "") | right)
    editor.does(f"{MEETING}\n{fill(**wrong, summary='kept')}", mended)
    answer = story.forked("compose", "meeting", env=editor.env)
    assert answer.code == 0, answer.err
    first, second = editor.seen
    [told] = [number for number, one in enumerate(second) if one.startswith("#!! ")]
    assert said in second[told]
    assert not line or second[told + 1] == line
    assert "summary: kept" in second
    assert len(second) == len(first) + 1
    [notice] = answer.err.splitlines()
    assert said in notice
    assert story.read("show", "M-4")["record"]["summary"] == "kept"
    assert drafts(story) == []


def test_each_error_replaces_the_previous_one(story: Desk, editor: Editor) -> None:
    """The draft shows one error at a time."""
    editor.does(
        f"{MEETING}\n{fill(parties='[AZ, Iraak]', format='royal')}",
        fill(format="bilateral"),
        fill(parties="[AZ, IQ]"),
    )
    answer = story.forked("compose", "meeting", env=editor.env)
    assert answer.code == 0, answer.err
    told = [[line for line in draft if line.startswith("#!!")] for draft in editor.seen]
    assert [len(lines) for lines in told] == [0, 1, 1]
    assert told[1] != told[2]


def test_an_abandoned_draft_with_an_error_is_kept(story: Desk, editor: Editor) -> None:
    """Nothing is recorded, and the message says how to resume."""
    before = story.events()
    editor.does(f"{MEETING}\n{fill(parties='[AZ, Iraak]')}", "true")
    answer = story.forked("compose", "meeting", env=editor.env)
    [draft] = drafts(story)
    assert answer.code == 2
    assert answer.err.splitlines()[-1].endswith(
        f"The draft is kept: dragoman compose --resume ({draft})"
    )
    assert story.events() == before
    editor.does(fill(parties="[AZ, IQ]"))
    assert story.forked("compose", "--resume", env=editor.env).code == 0
    assert any(line.startswith("#!! ") for line in editor.seen[0])
    assert drafts(story) == []


def test_a_failing_editor_keeps_the_draft(story: Desk, editor: Editor) -> None:
    """Nothing is recorded, and ``--resume`` continues."""
    before = story.events()
    editor.does(f"{MEETING}\nexit 3")
    answer = story.forked("compose", "meeting", env=editor.env)
    [draft] = drafts(story)
    assert answer.code == 2
    assert answer.err == (
        "dragoman: the editor ended with code 3; nothing was recorded."
        f" The draft is kept: dragoman compose --resume ({draft})\n"
    )
    assert story.events() == before
    editor.does("true")
    assert story.forked("compose", "--resume", env=editor.env).code == 0
    assert "title: Talks" in editor.seen[0]
    assert drafts(story) == []
    assert story.read("show", "M-4")["record"]["title"] == "Talks"


def test_resume_opens_the_last_draft(story: Desk, editor: Editor) -> None:
    """The other drafts stay."""
    for kind in ("meeting", "visit"):
        editor.does("exit 1")
        assert story.forked("compose", kind, env=editor.env).code == 2
    editor.does(fill(status="announced", title="Talks", host="IQ"))
    assert story.forked("compose", "--resume", env=editor.env).code == 0
    assert editor.seen[0][0] == "# A new visit."
    [kept] = drafts(story)
    assert kept.read_text().startswith("# A new meeting.\n")


@pytest.mark.parametrize("text", ["", "# nothing\n\n  # but comments\n"])
def test_an_emptied_draft_is_deleted(story: Desk, editor: Editor, text: str) -> None:
    """Nothing is recorded."""
    before = story.events()
    editor.does(f'printf %s {shlex.quote(text)} > "$1"')
    answer = story.forked("compose", "meeting", env=editor.env)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == "dragoman: the draft is empty: given up, nothing was recorded\n"
    assert (story.events(), drafts(story)) == (before, [])


@pytest.mark.parametrize("what", ["meeting", "V-1"])
def test_an_unchanged_draft_is_deleted(story: Desk, editor: Editor, what: str) -> None:
    """Nothing is recorded."""
    before = story.events()
    editor.does("true")
    answer = story.forked("compose", what, env=editor.env)
    assert answer.code == 2
    assert answer.err == "dragoman: the draft was not changed; nothing was recorded\n"
    assert (story.events(), drafts(story)) == (before, [])


@pytest.mark.parametrize("editor_of_nobody", ["/nowhere/editor", "'unfinished", " "])
def test_a_missing_editor_is_named_with_its_variable(story: Desk, editor_of_nobody: str) -> None:
    """The draft is kept."""
    env = {"EDITOR": editor_of_nobody, "PATH": "/nowhere"}
    answer = story.forked("compose", "meeting", env=env)
    assert answer.code == 2, answer.err
    [line] = answer.err.splitlines()
    assert "EDITOR" in line
    assert str(drafts(story)[0]) in line


def test_visual_takes_precedence_over_editor(story: Desk, editor: Editor) -> None:
    editor.does(MEETING)
    env = {"VISUAL": editor.env["EDITOR"], "EDITOR": "false"}
    assert story.command("compose", "meeting", env=env).code == 0


def test_a_record_is_corrected_in_an_editor(story: Desk, editor: Editor) -> None:
    """A changed field is a correction with a reason; the other fields stay."""
    before = story.read("show", "C-1")["record"]
    editor.does(fill(place="Basra", session="", reason="misread"))
    answer = story.forked("compose", "C-1", env=editor.env)
    assert answer.code == 0, answer.err
    after = story.read("show", "C-1")["record"]
    changed = {name for name in before | after if before.get(name) != after.get(name)}
    assert changed == {"place", "session"}
    assert (after["place"], after.get("session")) == ("Basra", None)
    [event] = last_entry(story)["events"]
    assert (event["type"], last_entry(story)["reason"]) == ("ConsultationCorrected", "misread")


def test_a_correction_in_an_editor_needs_a_reason(story: Desk, editor: Editor) -> None:
    """Without one, the draft opens again with an error at the line of the reason."""
    editor.does(fill(title="Negotiations"), fill(reason="so it was called"))
    answer = story.forked("compose", "V-1", env=editor.env)
    assert answer.code == 0, answer.err
    lines = editor.seen[1]
    told = next(number for number, line in enumerate(lines) if line.startswith("#!! "))
    assert "why is it corrected?" in lines[told]
    assert lines[told + 1].startswith("reason:")


# name: (the command before, the ref, the values, the event, the status after it)
BY_STATUS: dict[str, tuple[str, str, dict[str, str], str, str]] = {
    "cancelled": ("", "C-5", {"status": "cancelled"}, "ConsultationCancelled", "cancelled"),
    "held": ("", "C-5", {"status": "held"}, "ConsultationHeld", "held"),
    "rescheduled": (
        "visit announce --title T --host IQ --party AZ --occurred 2026-03",
        "V-3",
        {"status": "rescheduled", "occurred": "2026-04"},
        "VisitRescheduled",
        "announced",
    ),
    "revised": (
        "",
        "F-2",
        {"status": "revised", "due": "2026-04"},
        "FollowUpRevised",
        "open",
    ),
    "dropped": ("", "F-2", {"status": "dropped"}, "FollowUpDropped", "dropped"),
    "amended": (
        "",
        "B-1",
        {"status": "amended", "cadence": "P1Y"},
        "MechanismAmended",
        "standing",
    ),
    "dissolved": ("", "B-3", {"status": "dissolved"}, "MechanismDissolved", "dissolved"),
}


@pytest.mark.parametrize("case", BY_STATUS)
def test_a_status_change_in_an_editor_is_not_a_correction(
    story: Desk, editor: Editor, case: str
) -> None:
    """It is recorded as the event of that status, and needs no reason."""
    before, ref, fields, event, status = BY_STATUS[case]
    if before:
        assert story.run(*shlex.split(before)).code == 0
    editor.does(fill(**fields))
    answer = story.forked("compose", ref, env=editor.env)
    assert answer.code == 0, answer.err
    assert [one["type"] for one in last_entry(story)["events"]] == [event]
    assert story.read("show", ref)["record"]["status"] == status


def test_a_refusal_by_the_register_is_shown_in_the_draft(story: Desk, editor: Editor) -> None:
    before = story.events()
    editor.does(fill(status="cancelled"), 'printf "" > "$1"')
    answer = story.forked("compose", "V-1", env=editor.env)
    assert answer.code == 2
    assert any("cannot be cancelled" in line for line in editor.seen[1])
    assert story.events() == before


def test_a_dry_run_keeps_the_draft(story: Desk, editor: Editor) -> None:
    """Nothing is recorded, and ``--resume`` continues."""
    before = story.events()
    editor.does(MEETING)
    answer = story.forked("compose", "meeting", "--dry-run", env=editor.env)
    assert answer.code == 0
    assert "Would be recorded" in answer.out
    assert story.events() == before
    editor.does("true")
    assert story.forked("compose", "--resume", env=editor.env).code == 0
    assert story.events() != before


@pytest.mark.parametrize("what", ["meeting", "V-1"])
def test_ctrl_c_in_the_editor_keeps_the_draft(story: Desk, editor: Editor, what: str) -> None:
    """Nothing is recorded, and ``--resume`` has what was saved."""
    before = story.events()
    editor.does(f"{fill(title='Talks', reason='why')}\necho started\nexec sleep 30")
    terminal = sit(story, "compose", what, **editor.env)
    terminal.until("started")
    terminal.press("Ctrl-C")
    assert terminal.end() == 130
    assert seen(terminal)[-1].endswith("dragoman: interrupted; nothing was recorded")
    assert story.events() == before
    [draft] = drafts(story)
    assert "title: Talks" in draft.read_text()
    editor.does(fill(status="held", parties="[AZ, IQ]") if what == "meeting" else "true")
    assert story.forked("compose", "--resume", env=editor.env).code == 0


@pytest.mark.parametrize(
    ("steps", "code", "is_recorded"),
    [
        pytest.param((MEETING,), 0, True, id="accepted"),
        pytest.param(
            (f"{MEETING}; {fill(parties='[AZ, Atlantis]')}", fill(parties="[AZ, IQ]")),
            0,
            True,
            id="refused, then accepted",
        ),
        pytest.param(("exit 3",), 2, False, id="an editor that fails"),
        pytest.param((': > "$1"',), 2, False, id="given up"),
    ],
)
def test_a_draft_is_recorded_completely_or_not_at_all(
    story: Desk, editor: Editor, steps: tuple[str, ...], code: int, is_recorded: bool
) -> None:
    """This holds for every way in which the editor ends."""
    before = story.events()
    editor.does(*steps)
    terminal = sit(story, "compose", "meeting", **editor.env)
    assert terminal.end() == code
    assert len(editor.seen) == len(steps)
    assert (story.events() != before) == is_recorded


# name: (the ref, the replacement in its draft)
LOST = {
    "the spellings of a name": ("P-1", "s|- Yaltchin Rafiyev|- Yaltchin|"),
    "when it was fulfilled": ("F-1", "s|^fulfilled:.*|fulfilled: 2025-12-05|"),
    "what fulfilled it": ("F-1", "s|^by:.*|by: C-3|"),
    "how it was fulfilled": ("F-1", "s|^note:.*|note: as agreed|"),
}


@pytest.mark.parametrize("case", LOST)
def test_no_change_in_a_draft_is_dropped(story: Desk, editor: Editor, case: str) -> None:
    """A changed field of a draft is corrected or refused, never silently ignored."""
    ref, change = LOST[case]
    before = story.events()
    editor.does(f"sed -i -e {shlex.quote(change)} -e 's|^reason:.*|reason: slip|' \"$1\"", "true")
    answer = story.forked("compose", ref, env=editor.env)
    assert story.events() != before or (answer.code == 2 and drafts(story))


@pytest.mark.parametrize(
    "line", ["source: {title: S}", "positions: [{post: minister}]", "plaice: Baku", "due: 2026"]
)
@pytest.mark.parametrize("ref", ["V-1", "P-1"])
def test_a_field_that_a_draft_cannot_change_is_reported(
    story: Desk, editor: Editor, ref: str, line: str
) -> None:
    """The draft opens again, so nothing that was typed is lost."""
    before = story.events()
    editor.does(f'echo {shlex.quote(line)} >> "$1"\n{fill(reason="slip")}', "true")
    answer = story.forked("compose", ref, env=editor.env)
    assert answer.code == 2, answer.out
    [told] = [number for number, one in enumerate(editor.seen[1]) if one.startswith("#!! ")]
    assert editor.seen[1][told + 1] == line
    assert (story.events(), len(drafts(story))) == (before, 1)


@pytest.mark.parametrize("reason", ["[a, b]", "{a: b}"])
def test_a_reason_that_is_not_text_is_an_error_at_its_line(
    story: Desk, editor: Editor, reason: str
) -> None:
    """A list is blamed on the draft, not on the register."""
    editor.does(f"{MEETING}\n{fill(reason=reason)}", fill(reason="as the desk says"))
    answer = story.forked("compose", "meeting", env=editor.env)
    assert answer.code == 0, answer.err


# --- Completion -------------------------------------------------------------------------------


def candidates(desk: Desk, *words: str) -> list[str]:
    """Return the completions that a shell gets for the last of ``words``."""
    answer = desk.run("__complete", *words)
    assert (answer.code, answer.err) == (0, "")
    assert all(line.count("\t") == 1 for line in answer.lines)
    return [line.split("\t")[0] for line in answer.lines]


# (the words before the cursor, the completions, whether they are all)
OFFERED: list[tuple[list[str], list[str], bool]] = [
    ([""], ["record", "visit", "compose", "undo", "register"], False),
    (["vis"], ["visit"], True),
    (["co"], ["consultation", "compose", "correct", "context", "completion"], True),
    (["zz"], [], True),
    (["--r"], ["--register"], True),
    (["follow-up", ""], ["agree", "revise", "fulfil", "drop"], True),
    (["visit", "ca"], ["cancel"], True),
    (["visit", "re"], ["reschedule"], True),
    (["visit", "announce", "--ti"], ["--title"], True),
    (["visit", "announce", "--dry"], ["--dry-run"], True),
    (["visit", "announce", "--"], ["--title", "--host", "--participant", "--json"], False),
    (["visit", "announce", "--confidence", ""], ["high", "moderate", "low"], True),
    (["meeting", "schedule", "--mode", "p"], ["phone"], True),
    (["source", "cite", "V-1", "--reliability", ""], ["A", "B", "C", "D", "E", "F"], True),
    (["timeline", "--kind", "v"], ["visit"], True),
    (["visit", "announce", "--host", "Ira"], ["IR", "IQ"], True),
    (["visit", "announce", "--host", "AZ"], ["AZ"], True),
    (["timeline", "--between", "AZ", "IQ"], ["IQ"], True),
    (["follow-ups", "--party", "azer"], ["AZ"], True),
    (["visit", "announce", "--title", "Some words"], [], True),
]


@pytest.mark.parametrize("viewed", [True, False])
@pytest.mark.parametrize(("words", "offered", "all_"), OFFERED)
def test_words_are_completed(
    desk: Desk, words: list[str], offered: list[str], all_: bool, viewed: bool
) -> None:
    """Nouns, verbs, options, choices and codes are offered, with a register and without one."""
    if viewed:
        desk.record(ARTICLE)
    found = candidates(desk, *words)
    assert set(offered) <= set(found)
    assert not all_ or set(found) == set(offered)
    assert (desk.home / "data").exists() == viewed


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["show", "V"], ["V-2", "V-1"]),
        (["show", "v-"], ["V-2", "V-1"]),
        (["show", "C-7"], ["C-7"]),
        (["show", "C-8"], []),
        (["correct", "B"], ["B-3", "B-2", "B-1"]),
        (["meeting", "hold", "--part-of", "M"], ["M-3", "M-2", "M-1"]),
        (["follow-up", "fulfil", "F-1", "--by", "C-1"], ["C-1"]),
        (["party", "merge", "P-1", "P"], ["P-4", "P-3", "P-2", "P-1"]),
    ],
)
def test_refs_are_completed_from_the_views(
    story: Desk, words: list[str], offered: list[str]
) -> None:
    """The newest come first, each with its title; without views there are none."""
    assert candidates(story, *words) == offered
    shutil.rmtree(story.home / "cache")
    assert candidates(story, *words) == []
    assert not (story.home / "cache").exists()


def test_refs_are_completed_with_their_titles(story: Desk) -> None:
    answer = story.run("__complete", "show", "V-2")
    assert answer.lines == ["V-2\tOfficial visit of the foreign minister of Azerbaijan"]


def test_completion_uses_the_register_of_the_command_line(story: Desk) -> None:
    other = story.home / "other.db"
    story.run("--register", other, "record", ARTICLE)
    found = candidates(story, "timeline", "--register", str(other), "V")
    assert found == ["V-1"]


@pytest.mark.parametrize("content", [b"", b"no database at all", bytes(range(256)) * 20])
def test_unreadable_views_complete_nothing(story: Desk, content: bytes) -> None:
    """They do not cause an error."""
    story.views.write_bytes(content)
    assert candidates(story, "show", "V") == []


def test_views_in_a_folder_with_uri_characters_are_read(
    story: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name of the cache has characters that are special in a URI."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(story.home / "50%20?#cache"))
    story.run("timeline")
    assert "V-1" in candidates(story, "show", "V")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names")
def test_completion_does_not_wait_for_a_pipe(story: Desk) -> None:
    """If the views are a pipe, completion offers nothing, at once."""
    story.views.unlink()
    os.mkfifo(story.views)
    assert candidates(story, "show", "V") == []


@pytest.mark.parametrize("words", [["visit", "an"], ["show", "V"], ["timeline", "--between", "A"]])
def test_completion_loads_no_database_library(story: Desk, words: list[str]) -> None:
    """It must answer before the next key, so it does not load what recording needs."""
    loaded, out = loaded_by("__complete", *words)
    assert "dragoman.cli.completion" in loaded
    assert not {name for name in loaded if name.startswith(("sqlalchemy", "eventsourcing"))}
    assert out


def test_reading_loads_neither_events_nor_codec(story: Desk) -> None:
    """If the views are up to date, a report loads no code that decides or decodes events."""
    story.run("timeline")
    loaded, _ = loaded_by("timeline")
    assert "dragoman.projections.views" in loaded
    assert not loaded & {
        "dragoman.domain.kind",
        "dragoman.store.log.topics",
        "dragoman.store.log.codec",
        "dragoman.projections.build",
    }


def loaded_by(*words: str) -> tuple[set[str], bytes]:
    """Return the modules that a command loads, and its output."""
    main = "from dragoman.cli.start import main; main()"
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", main, *words],
        capture_output=True,
        env={**os.environ},
        timeout=60,
        check=True,
    )
    return {
        line.rsplit("|", 1)[-1].strip() for line in done.stderr.decode().splitlines()
    }, done.stdout


@pytest.mark.parametrize("command", ["show V-1", "timeline", "visit announce", "undo"])
def test_only_valid_options_are_offered(story: Desk, command: str) -> None:
    """The help of the command has every option that completion offers."""
    told = story.run(*command.split(), "--help").out
    offered = candidates(story, *command.split(), "--")
    assert [name for name in offered if name not in told] == []


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["record", ""], []),
        (["record", "b"], []),
        (["compose", "mee"], ["meeting"]),
        (["completion", ""], ["bash", "zsh", "fish"]),
        (["--json", "tim"], ["timeline"]),
        (["timeline", "--color", ""], ["auto", "always", "never"]),
    ],
)
def test_arguments_other_than_refs_are_completed(
    story: Desk, words: list[str], offered: list[str]
) -> None:
    """The shell completes files; kinds, shells and colours are offered by name."""
    assert candidates(story, *words) == offered


# --- Completion in a shell --------------------------------------------------------------------


@pytest.fixture
def path(story: Desk) -> str:
    """A search path that has the command."""
    folder = story.home / "bin"
    folder.mkdir()
    warm().script(folder / "dragoman")
    return f"{folder}:{os.environ['PATH']}"


def shell(name: str) -> str:
    """Return the path of a shell; skip the test if it is missing."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def replies(path: str, words: Sequence[str]) -> list[str]:
    """Return bash's completions for the last of ``words``, after it has read the script."""
    line = f"""
        eval "$(dragoman completion bash)" || exit
        COMP_WORDS=({shlex.join(words)}); COMP_CWORD={len(words) - 1}
        _dragoman
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    done = subprocess.run(
        [shell("bash"), "--norc", "-c", line],
        capture_output=True,
        env={**os.environ, "PATH": path},
        timeout=60,
        check=True,
    )
    assert done.stderr == b""
    return [reply for reply in done.stdout.decode().split("\n") if reply]


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["dragoman", "tim"], ["timeline"]),
        (["dragoman", "follow-up", ""], ["agree", "revise", "fulfil", "drop"]),
        (["dragoman", "show", "V-"], ["V-2", "V-1"]),
        (["dragoman", "visit", "announce", "--dry"], ["--dry-run"]),
        (["dragoman", "visit", "announce", "--host", "Iraq"], ["IQ"]),
        (["dragoman", "record", "docs/"], []),
    ],
)
def test_bash_offers_exactly_the_completions_of_the_command(
    path: str, words: list[str], offered: list[str]
) -> None:
    assert replies(path, words) == offered


def test_bash_quotes_a_choice_of_two_words(path: str) -> None:
    """The choice stays one word of the command line."""
    [reply] = replies(path, ["dragoman", "visit", "announce", "--level", "official w"])
    assert shlex.split(reply) == ["official working"]


def test_tab_completes_in_bash(path: str) -> None:
    """The bash prompt has read the script."""
    env = {**os.environ, "PATH": path, "PS1": "> ", "INPUTRC": "/dev/null"}
    terminal = at_terminal([shell("bash"), "--norc", "--noprofile", "-i"], env)
    terminal.until("> ")
    terminal.type('eval "$(dragoman completion bash)"; echo rea""dy')
    terminal.until("ready")
    os.write(terminal.fd, b"dragoman mech\tli\t--js\t")
    terminal.until("--json")
    terminal.type("")
    terminal.until('"schema": "dragoman/mechanisms/1"')
    terminal.type("exit")
    assert terminal.end() == 0


@pytest.mark.parametrize("name", ["bash", "zsh", "fish"])
def test_every_script_is_valid_in_its_shell(path: str, story: Desk, name: str) -> None:
    script = story.write(f"script.{name}", story.run("completion", name).out)
    done = subprocess.run([shell(name), "-n", script], capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
