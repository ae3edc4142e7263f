"""Asking instead of refusing: every verb, ``add``, typed names, and all faults in one run."""

import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.terminals import converse, seen, start_forked
from tests.conftest import Desk, isolate

HISTORY = """
mechanism establish --body 'joint commission' --title 'Joint Commission' --party AZ --party IQ
mechanism establish --body 'joint commission' --title 'Transit Commission' --party AZ --party TR
meeting hold --title Talks --party AZ --party IQ --occurred 2025-04 --topic oil
meeting schedule --title 'Energy ministers' --party AZ --party IQ --occurred 2026-05
visit announce --title 'State visit' --host IQ --party AZ --occurred 2026-06
instrument sign --title Memorandum --party AZ --party IQ --signed 2025-04-20
demarche deliver --subject Visas --from AZ --to IQ --occurred 2025-04-20
follow-up agree --what 'Send the draft' --agreed-in M-1
party register --name 'Yalchin Rafiyev' --side AZ --post 'deputy minister'
"""


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk with a short history; the tests of this module only add to it."""
    home = tmp_path_factory.mktemp("asking") / "home"
    home.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        isolate(patch, home)
        desk = Desk(home, patch)
        for line in HISTORY.strip().splitlines():
            assert desk.run(*shlex.split(line)).code == 0, line
        yield desk


# --- Every verb -------------------------------------------------------------------------------

VERBS = """
visit announce
visit start
visit conclude
meeting schedule
meeting hold
consultation schedule
consultation hold
mechanism establish
follow-up agree
instrument sign
instrument enter-into-force
instrument terminate
demarche deliver
demarche answer
demarche withdraw
party register
add
""".strip().splitlines()


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_without_options_asks_on_a_terminal_and_explains_in_a_pipe(
    kept: Desk, verb: str
) -> None:
    """At the first question, Enter repeats the question; in a pipe, one line says what to type."""
    position = kept.position
    piped = kept.run(*verb.split())
    assert (piped.code, piped.out) == (2, "")
    assert len(piped.err.splitlines()) == 1
    assert "dragoman " in piped.err.removeprefix("dragoman: ")
    terminal = start_forked(kept, *verb.split())
    for _ in range(3):
        question = terminal.prompt()
        assert "?" in (question or "")
        terminal.type("")
    terminal.press("Ctrl-D")
    assert terminal.end() == 2
    assert "nothing was recorded" in seen(terminal)[-1]
    assert kept.position == position


def test_a_later_step_can_be_about_a_recorded_plan(kept: Desk) -> None:
    """On a terminal, a later step first offers the records that are at an earlier step."""
    terminal = start_forked(kept, "instrument", "enter-into-force", "--in-force", "2025-06")
    question = terminal.prompt() or ""
    assert "Is it one of these?" in question
    assert any("I-1 Memorandum (AZ, IQ; 20 Apr 2025)" in line for line in seen(terminal))
    terminal.type("memorandum")
    assert terminal.end() == 0, terminal.seen
    assert kept.read("show", "I-1")["record"]["in_force"]["edtf"] == "2025-06"


# --- add --------------------------------------------------------------------------------------


def test_add_records_a_visit_with_its_follow_up_as_one_entry(kept: Desk) -> None:
    """The words after the act propose answers, and a changed answer is shown before recording."""
    terminal = start_forked(kept, "add", "visit to Basra")
    questions = converse(
        terminal,
        ("What do you want to record?", "1"),
        ("host?", "Iraq"),
        ("guests", "AZ"),
        ("One person at a time", "Ali Hasan, minister of oil, Iraq"),
        ("Next?", "Jordan; minister of water"),
        ("Which one is right?", "1"),
        ("When?", "someday"),
        ("When?", "2026-01-10/2026-01-12"),
        ("level", "official working"),
        ("topics", "oil; transit"),
        ("outcome", "joint statement"),
        ("source?", "Report"),
        ("published the source?", "AZERTAC"),
        ("be done next?", "Send the text"),
        ("By when?", "in 2 weeks"),
        ("Record it?", "perhaps"),
        ("Record it?", "e"),
        ("Which answer", "place"),
        ("Where?", "Erbil"),
        ("Record it?", "e"),
        ("Which answer", "summary"),
        ("value of 'summary'?", "They met the oil minister."),
        ("Record it?", "y"),
    )
    assert terminal.end() == 0, terminal.seen
    assert any("[Basra]" in one for one in questions)
    ref = next(line.split()[0] for line in seen(terminal) if "visit concluded" in line)
    record = kept.read("show", ref)["record"]
    assert (record["title"], record["host"], record["place"]) == ("Visit to Basra", "IQ", "Erbil")
    assert record["level"] == "official working"
    assert record["summary"] == "They met the oil minister."
    assert [one.get("name") for one in record["participants"]] == ["Ali Hasan", None]
    assert record["sources"][0]["publisher"] == "AZERTAC"
    [owed] = [one for one in kept.read("follow-ups")["items"] if one["what"] == "Send the text"]
    assert owed["agreed_in"] == ref
    entry = kept.read("audit", "log", "--limit", "1")["entries"][-1]
    assert {event["ref"] for event in entry["events"]} >= {ref, owed["ref"]}


def test_add_understands_reminders(kept: Desk) -> None:
    """Reminders are durations, in any of the forms that ``--remind`` takes."""
    terminal = start_forked(kept, "add", "follow-up")
    converse(
        terminal,
        ("What is owed", "Send the annex"),
        ("Record it?", "e"),
        ("Which answer", "reminders"),
        ("value of 'reminders'?", "soon"),
        ("value of 'reminders'?", "7d; 3 hours"),
        ("Record it?", "y"),
    )
    assert terminal.end() == 0, terminal.seen
    ref = next(line.split()[0] for line in seen(terminal) if "follow-up agreed" in line)
    assert kept.read("show", ref)["record"]["reminders"] == ["P7D", "PT3H"]


# (the words, the words of the act that is understood)
WORDS = {
    "call": "phone call",
    "Telephone call with France": "phone call",
    "video call": "video call",
    "signed memorandum": "agreement or statement that was signed",
    "note verbale": "note, letter or other message that was delivered",
    "12": "follow-up: something that somebody has to do",
    "person": "person or organisation",
    "entered into force": "agreement that entered into force",
    "forum": "conference, in whose margins others meet",
    "series": "series of meetings, such as a weekly call",
}


@pytest.mark.parametrize("words", WORDS)
def test_add_understands_words_and_numbers(kept: Desk, words: str) -> None:
    terminal = start_forked(kept, "add")
    terminal.until("(number or words) ")
    terminal.type(words)
    terminal.until(f"understood: {WORDS[words]}")
    terminal.prompt()
    terminal.press("Ctrl-C")
    assert terminal.end() == 130


# --- Names instead of refs --------------------------------------------------------------------

# (the command line, the words in the answer)
NAMED = {
    "consultation hold --mechanism 'joint commission' --session VII": "is B-1 Joint Commission",
    "consultation hold --mechanism 'commission AZ TR' --session 7th": "is B-2 Transit Commission",
    "meeting hold --title X --party AZ --part-of 'state visit'": "is V-1 State visit",
    "follow-up agree --what X --awaits transit": "is B-2 Transit Commission",
    "meeting reschedule 'energy ministers' --occurred 2026-07": "is M-2 Energy ministers",
    "party alias 'Yalchin Rafiyev' Rafijew": "is P-1 Yalchin Rafiyev (deputy minister, AZ)",
    "follow-up split 'send the draft' --into A --into B": "is F-1 Send the draft",
    "party position Rafiyev minister": "is P-1 Yalchin Rafiyev",
    "source cite Memorandum --source S": "is I-1 Memorandum",
    "correct Talks place=Baku --reason R": "is M-1 Talks",
    "meeting hold --title Y --party AZ --same-as Talks": "is M-1 Talks",
}


@pytest.mark.parametrize("line", NAMED)
def test_a_name_with_one_sure_match_is_taken_and_echoed(kept: Desk, line: str) -> None:
    answer = kept.run(*shlex.split(line), "--dry-run")
    assert answer.code in (0, 2)
    assert NAMED[line] in answer.err


def test_a_name_with_several_matches_is_asked_or_refused(kept: Desk) -> None:
    """A terminal shows a numbered list; a pipe gets the refs."""
    words = shlex.split("consultation hold --mechanism commission --occurred 2025-06 --dry-run")
    answer = kept.run(*words)
    assert answer.code == 2
    assert "--mechanism: 'commission' may be B-" in answer.err
    assert "B-1 Joint Commission (AZ, IQ)" in answer.err
    terminal = start_forked(kept, *words)
    converse(terminal, ("Which one? (1 to 2)", "5"), ("Which one? (1 to 2)", "b-2"))
    assert terminal.end() == 0
    assert any("is B-2 Transit Commission" in line for line in seen(terminal))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("consultation hold --mechanism banana", "or establish one: dragoman mechanism establish"),
        (
            "consultation hold",
            "--mechanism is missing: choose B-2 Transit Commission (AZ, TR); B-1",
        ),
        ("meeting hold --title X --party AZ --part-of V-9", "V-1 State visit (AZ, IQ"),
        ("follow-up agree --what X --agreed-in P-1", "or record one: dragoman add"),
        ("instrument terminate I-9", "I-1 Memorandum"),
        ("party position P-9 minister", "P-1 Yalchin Rafiyev"),
        ("consultation hold --mechanism M-1", "M-1 is not a mechanism; choose B-2 Transit"),
    ],
)
def test_a_refusal_names_the_way_on(kept: Desk, line: str, said: str) -> None:
    answer = kept.run(*shlex.split(line))
    assert answer.code == 2
    assert said in answer.err


def test_a_similar_topic_is_suggested_and_never_changed(kept: Desk) -> None:
    line = "meeting hold --title Z --party AZ --topic Oil --topic transit --dry-run"
    answer = kept.run(*shlex.split(line))
    assert "'Oil' is a new topic; 'oil' is known. If they are the same, undo this entry, and" in (
        answer.err
    )
    assert "topics: Oil, transit" in answer.out
    terminal = start_forked(kept, *shlex.split(line))
    converse(terminal, ("do you mean the known topic 'oil'?", "y"))
    assert terminal.end() == 0
    assert any("topics: oil, transit" in one for one in seen(terminal))


# --- All faults in one run --------------------------------------------------------------------

FAULTY = """\
dispatch: faulty
source: {title: A report}
records:
  - kind: meeting
    handle: talks
    status: held
    title: Talks
    parties: [Iraak, Atlantiss]
    occurred: someday
    mode: fax
  - kind: visit
    handle: trip
    status: concluded
    parties: [AZ]
  - kind: meeting
    handle: call
    status: held
    title: A call
    parties: [AZ]
    plaice: Baku
  - kind: nothing
    handle: lost
  - {kind: meeting, handle: part, status: held, title: Part, parties: [AZ], part_of: lost}
"""


def test_a_file_with_several_faults_reports_all_of_them(kept: Desk, tmp_path: Path) -> None:
    """Each fault has a line of its own with the line of the file, and nothing is recorded."""
    file = tmp_path / "faulty.yaml"
    file.write_text(FAULTY)
    position = kept.position
    answer = kept.run("record", file)
    assert (answer.code, answer.out) == (2, "")
    places = [line.removeprefix(f"dragoman: {file}:") for line in answer.err.splitlines()]
    assert [one.partition(":")[0] for one in places[:-1]] == ["8", "8", "9", "10", "11", "20", "21"]
    assert [one.split(": ")[1] for one in places[:4]] == [
        "record 1, parties 1",
        "record 1, parties 2",
        "record 1, occurred",
        "record 1, mode",
    ]
    assert "title is missing" in places[4]
    assert places[-1] == "dragoman: 7 faults; nothing was recorded"
    assert kept.position == position


def test_a_command_with_several_faulty_options_reports_all_of_them(kept: Desk) -> None:
    answer = kept.run(
        *shlex.split("meeting hold --title T --party Iraak --occurred someday --host Atlantis")
    )
    assert answer.code == 2
    options = [line.split(": ")[1] for line in answer.err.splitlines()]
    assert options == ["--occurred", "--host", "--party", "3 faults; nothing was recorded"]


# --- correct without changes ------------------------------------------------------------------


def test_correct_without_changes_shows_the_fields(kept: Desk) -> None:
    """A terminal asks for the field and the value; a pipe prints the fields and what to type."""
    answer = kept.run("correct", "M-1")
    assert (answer.code, answer.out) == (2, "")
    assert "M-1 meeting" in answer.err
    assert "title" in answer.err
    assert "dragoman correct M-1 title=VALUE --reason WHY" in answer.err
    terminal = start_forked(kept, "correct", "Talks")
    converse(
        terminal,
        ("Which field", "plaice"),
        ("Which field", "place"),
        ("new value of place?", "Baku"),
        ("Which other field?", "occurred"),
        ("now: Apr 2025  [2025-04]", "someday"),
        ("new value of occurred?", "2025-04-20"),
        ("Which other field?", ""),
        ("What was wrong?", "the report said so"),
    )
    assert terminal.end() == 0, terminal.seen
    record = kept.read("show", "M-1")["record"]
    assert (record["place"], record["occurred"]["edtf"]) == ("Baku", "2025-04-20")


def test_correct_asks_for_one_owner_with_its_side(kept: Desk) -> None:
    """The semicolons in the answer separate the parts of one owner; each owner has a line."""
    ref = next(
        one["ref"] for one in kept.read("follow-ups")["items"] if one["what"] == "Send the draft"
    )
    terminal = start_forked(kept, "correct", ref)
    converse(
        terminal,
        ("Which field", "owners"),
        ("(one person or organisation; replaces all)", "Ministry of Energy; AZ"),
        ("Which other field?", ""),
        ("What was wrong?", "the report said so"),
    )
    assert terminal.end() == 0, terminal.seen
    [owner] = kept.read("show", ref)["record"]["owners"]
    assert (owner["name"], owner["side"]) == ("Ministry of Energy", "AZ")
    assert "owners.1   Ministry of Energy; AZ" in kept.run("correct", ref).err
