"""Questions at a terminal: missing fields, reasons, and people who may already be registered."""

import os
import shlex
from typing import Any

import pytest

from tests.cli.terminals import ANSI, converse, last_entry, seen, start_forked
from tests.conftest import Desk
from tests.copies import after, both
from tests.terminal import Terminal, at_terminal


@pytest.fixture
def story(desk: Desk) -> Desk:
    """A desk that has recorded the sample story."""
    return after(desk, both)


def start_real(desk: Desk, *words: str) -> Terminal:
    """Start the installed command at a terminal."""
    return at_terminal(desk.words(*words), {**os.environ, "DRAGOMAN_NOW": desk.now})


# --- Questions --------------------------------------------------------------------------------

TITLE, PARTIES, WHEN = "in a few words? ", "take part? (AZ, IQ) ", "20 April 2025) "
TODAY = "20 April 2025) (-: not known) [today] "
NAMESAKE = "meeting hold --title T --participant 'Yaltschin Rafijew;;AZ'"

# name: (the command line, the questions with their answers, the ref, the recorded fields)
ASKED: dict[str, tuple[str, list[tuple[str, str]], str, dict[str, Any]]] = {
    "visit": (
        "visit announce",
        [
            (TITLE, "Talks"),
            ("Who is the host? (IQ, Iraq, org:UN) (Enter skips) ", "Iraq"),
            ("Which party do the guests belong to? (AZ) (Enter skips) ", "AZ; Azerbaijan"),
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
    "series": (
        "meeting schedule --every week --title Calls",
        [
            (PARTIES, "AZ, IQ"),
            ("When is the first meeting? (2026-12-01 10:00, tuesday 15:00) ", "tuesday 15:00 Baku"),
            ("What is the last day of the series? (2027-11-30, in 6 months) ", "in 2 months"),
        ],
        "S-1",
        {"title": "Calls", "every": "P1W", "status": "running"},
    ),
    "conference": (
        "conference announce",
        [("What is the name of the conference? (UNGA 81) ", "COP31"), (WHEN, "2026-11")],
        "E-1",
        {"title": "COP31", "status": "announced"},
    ),
    "consultation": (
        "consultation schedule",
        [("Which mechanism holds the session? (B-2) ", "b1"), (WHEN, "2026-05")],
        "C-8",
        {"mechanism": "B-1", "status": "scheduled"},
    ),
    "mechanism": (
        "mechanism establish",
        [
            ("What kind of body is it? (joint commission, working group …) ", "working group"),
            ("What is the official title of the body? ", "Working group on transit"),
            ("Who are the parties? (AZ, IQ) ", "AZ, IQ"),
        ],
        "B-4",
        {"body": "working group", "title": "Working group on transit", "parties": ["AZ", "IQ"]},
    ),
    "demarche": (
        "demarche deliver --form letter",
        [
            ("What is the message about, in a few words? ", "Visas"),
            ("Who is the message from? (AZ) ", "AZ"),
            ("Who is the message to? (IQ) ", "IQ, TR"),
            ("When was the message delivered? (yesterday) (-: not known) [today] ", "2026-01-05"),
        ],
        "D-1",
        {"subject": "Visas", "form": "letter", "sender": "AZ", "recipients": ["IQ", "TR"]},
    ),
    "instrument": (
        "instrument sign --form protocol",
        [
            ("What is the title of the instrument? ", "Protocol"),
            ("Who are the parties? (AZ, IQ) ", "AZ, IQ"),
            (
                "When was the instrument signed? (2025-12-04, today) (-: not known) [today] ",
                "2025-12-04",
            ),
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
    """A command asks only for the required fields that its command line leaves out."""
    words, questions, ref, facts = ASKED[case]
    terminal = start_forked(story, *words.split())
    converse(terminal, *questions)
    assert terminal.end() == 0, terminal.seen
    record = story.read("show", ref)["record"]
    assert {name: record[name] for name in facts} == facts


# name: (the command line, earlier questions with their answers, the question, a bad answer,
# the message, a good answer)
REFUSED: dict[str, tuple[str, list[tuple[str, str]], str, str, str, str]] = {
    "nothing": ("meeting hold --party AZ --occurred today", [], TITLE, "", "", "Talks"),
    "only spaces": (
        "instrument sign --party AZ --party IQ --signed today --form treaty",
        [],
        "instrument? ",
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
        [(PARTIES, "AZ"), ("(Enter skips) ", "")],
        TODAY,
        "sometime",
        "'sometime' is not a date; write 2025-04-20",
        "yesterday",
    ),
    "one party of two": (
        "instrument sign --title T --signed today --form treaty",
        [],
        "Who are the parties? (AZ, IQ) ",
        "AZ, Azerbaijan",
        "name at least two different parties: AZ, IQ",
        "AZ, IQ",
    ),
    "no mechanism": (
        "consultation schedule --occurred 2026-05",
        [],
        "(B-2) ",
        "V-1",
        "this is not a mechanism; choose B-3 Consular consultations (AZ, IQ); B-2 ",
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
    "two meanings": (
        "series schedule --title T --party AZ --party GE --occurred 2026-02-02 --until 2026-06",
        [],
        "How often? (week, 2 weeks, month, last friday of the month) ",
        "biweekly",
        "'biweekly' can mean twice a week or every two weeks; write '2 weeks'",
        "2 weeks",
    ),
    "neither y nor n": (
        f"{NAMESAKE} --occurred today",
        [],
        "(y/n) ",
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
    terminal = start_forked(story, *shlex.split(words))
    for prompt, answer in before:
        terminal.until(prompt)
        terminal.type(answer)
    terminal.until(question)
    terminal.type(wrong)
    assert said in ANSI.sub("", terminal.until(question))
    assert story.position == position
    terminal.type(right)
    converse(terminal)
    assert terminal.end() == 0, terminal.seen
    assert story.position > position


def test_enter_accepts_the_proposal(story: Desk) -> None:
    """Enter accepts the proposal in brackets, and the command shows the accepted value."""
    terminal = start_real(story, "meeting", "hold", "--title", "Talks")
    terminal.until(PARTIES)
    terminal.type("AZ, IQ")
    converse(terminal, (TODAY, ""))
    assert terminal.end() == 0
    assert any("understood: 15 Jan 2026 [2026-01-15]" in line for line in seen(terminal))
    assert story.read("show", "M-4")["record"]["occurred"]["edtf"] == "2026-01-15"


def test_a_pipe_is_never_prompted(story: Desk) -> None:
    """In a pipe, a command with missing fields asks nothing and fails at once."""
    position = story.position
    for words in ("meeting hold", "visit announce", "follow-up agree", "party register"):
        answer = story.command(*words.split(), stdin="Talks\nAZ, IQ\n\n")
        assert (answer.code, answer.out) == (2, "")
        assert "missing" in answer.err
    assert story.position == position


# name: (the command line, the questions answered first, the question at which the user leaves)
LEFT: dict[str, tuple[str, list[tuple[str, str]], str]] = {
    "at the first question": ("meeting hold", [], TITLE),
    "at a later question": (
        "meeting hold",
        [(TITLE, "Talks"), (PARTIES, "AZ"), ("(Enter skips) ", "")],
        TODAY,
    ),
    "after a wrong answer": (
        "instrument sign --form protocol",
        [("instrument? ", "P"), ("IQ) ", "AZ")],
        "IQ) ",
    ),
    "at a namesake": (NAMESAKE, [], "(y/n) "),
    "at the reason of a correction": ("correct V-1 place=Baku", [], "What was wrong? "),
    "at the reason of a retraction": ("retract M-1", [], "Why are you retracting the record? "),
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
    """Ctrl-C and Ctrl-D end the command at any question, and Dragoman records nothing."""
    words, answered, question = LEFT[case]
    before = story.events()
    terminal = (start_forked if answered else start_real)(story, *shlex.split(words))
    for prompt, answer in answered:
        terminal.until(prompt)
        terminal.type(answer)
    terminal.until(question)
    terminal.press(key)
    assert terminal.end() == code
    assert said in seen(terminal)[-1]
    assert "Traceback" not in terminal.seen
    assert story.events() == before


@pytest.mark.parametrize("key", ["Ctrl-C", "Ctrl-D"])
def test_leaving_at_a_question_creates_no_register(desk: Desk, key: str) -> None:
    terminal = start_real(desk, "meeting", "hold")
    terminal.until(TITLE)
    terminal.press(key)
    assert terminal.end() != 0
    assert not (desk.home / "data").exists()


# name: (the command line, the question)
REASONS = {
    "correct": ("correct V-1 place=Baku", "What was wrong? "),
    "retract": ("retract M-2", "Why are you retracting the record? "),
    "resolve": ("reading resolve M-1 place --choose Baku", "Why are you choosing this reading? "),
}


@pytest.fixture
def disputed(story: Desk) -> Desk:
    """A desk that has recorded two sources that disagree about a place."""
    act = ("reading", "dispute", "M-1", "place=Baku", "--source", "Another report")
    assert story.run(*act).code == 0
    return story


@pytest.mark.parametrize("case", REASONS)
def test_an_amendment_asks_for_a_reason(disputed: Desk, case: str) -> None:
    """An amendment asks for a reason, and its entry keeps the reason."""
    words, question = REASONS[case]
    terminal = start_forked(disputed, *words.split())
    terminal.until(question)
    terminal.type("the second source is surer")
    assert terminal.end() == 0
    assert last_entry(disputed)["reason"] == "the second source is surer"


@pytest.mark.parametrize("case", REASONS)
def test_an_amendment_in_a_pipe_needs_the_reason_option(disputed: Desk, case: str) -> None:
    """In a pipe, an amendment fails and records nothing if you leave out ``--reason``.

    The message names the option.
    """
    before = disputed.events()
    answer = disputed.forked(*REASONS[case][0].split(), stdin="a reason\n")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == f"dragoman: --reason is missing. {REASONS[case][1].strip()}\n"
    assert disputed.events() == before


@pytest.mark.parametrize("case", REASONS)
def test_a_given_reason_is_not_asked_for(disputed: Desk, case: str) -> None:
    terminal = start_forked(disputed, *REASONS[case][0].split(), "--reason", "surer")
    assert terminal.end() == 0
    assert "?" not in terminal.seen
    assert last_entry(disputed)["reason"] == "surer"


# --- Known people -----------------------------------------------------------------------------

SPELT = ("meeting", "hold", "--title", "Talks", "--occurred", "today", "--participant")
KNOWN_PERSON = "did you mean P-1 Yalchin Rafiyev (deputy foreign minister, AZ)? (y/n) "


def spellings(desk: Desk) -> dict[str, list[str]]:
    """Map the name of each party of Azerbaijan to the aliases of the party."""
    people = desk.read("party", "list", "--side", "AZ")["parties"]
    return {person["name"]: person["aliases"] for person in people}


@pytest.mark.parametrize("answer", ["y", "Yes"])
def test_a_recognised_spelling_becomes_an_alias(story: Desk, answer: str) -> None:
    """If you say that a new spelling names a known person, the spelling becomes an alias.

    The command does not ask about that spelling again.
    """
    before = spellings(story)
    terminal = start_forked(story, *SPELT, "Yaltschin Rafijew;deputy minister;AZ")
    assert terminal.until(KNOWN_PERSON).startswith("Yaltschin Rafijew: ")
    terminal.type(answer)
    assert terminal.end() == 0
    assert spellings(story) == before | {
        "Yalchin Rafiyev": [*before["Yalchin Rafiyev"], "Yaltschin Rafijew"]
    }
    [person] = story.read("show", "M-4")["record"]["participants"]
    assert (person["name"], person["party"]) == ("Yalchin Rafiyev", "P-1")
    assert person["name_as_written"] == "Yaltschin Rafijew"
    again = start_forked(story, *SPELT, "Yaltschin Rafijew;deputy minister;AZ", "--new")
    assert again.end() == 0
    assert "did you mean" not in again.seen


@pytest.mark.parametrize("answer", ["n", "NO"])
def test_a_different_person_is_registered(story: Desk, answer: str) -> None:
    """Only the answer no registers a new person; after Enter, the command asks again."""
    before = spellings(story)
    terminal = start_forked(story, *SPELT, "Yaltschin Rafijew;deputy minister;AZ")
    terminal.until(KNOWN_PERSON)
    terminal.type("")
    terminal.until(KNOWN_PERSON)
    terminal.type(answer)
    assert terminal.end() == 0
    assert spellings(story) == before | {"Yaltschin Rafijew": []}


@pytest.mark.parametrize(
    "post", ["deputy foreign minister", "deputy minister of foreign affairs", ""]
)
def test_enter_means_a_known_person_with_the_same_name_and_post(story: Desk, post: str) -> None:
    """The name lacks only the side."""
    before = spellings(story)
    words = ("meeting", "hold", "--title", "Talks", "--occurred", "today", "--party", "AZ")
    terminal = start_forked(story, *words, "--participant", f"Yalchin Rafiyev; {post};")
    terminal.until(f"{KNOWN_PERSON}[y] ")
    terminal.type("")
    assert terminal.end() == 0
    assert spellings(story) == before
    [person] = story.read("show", "M-4")["record"]["participants"]
    assert (person["name"], person["side"], person["party"]) == ("Yalchin Rafiyev", "AZ", "P-1")


def test_a_different_post_has_no_default(story: Desk) -> None:
    words = ("meeting", "hold", "--title", "Talks", "--occurred", "today", "--party", "AZ")
    terminal = start_forked(story, *words, "--participant", "Yalchin Rafiyev; minister of oil;")
    terminal.until(KNOWN_PERSON)
    terminal.type("")
    terminal.until(KNOWN_PERSON)
    terminal.type("n")
    assert terminal.end() == 0


def test_a_new_name_is_registered_without_a_question(story: Desk) -> None:
    """If a name is not similar to any known name, the command registers it without asking."""
    terminal = start_forked(story, *SPELT, "Somebody Else;;AZ")
    assert terminal.end() == 0
    assert "did you mean" not in terminal.seen


def test_a_participant_of_an_unknown_side_is_refused_at_a_terminal(story: Desk) -> None:
    """Dragoman refuses a participant from an unknown side, both at a terminal and in a pipe."""
    words = (*SPELT, "A Person;;Atlantis")
    terminal = start_forked(story, *words)
    assert terminal.end() == story.forked(*words).code == 2
    assert "bug in Dragoman" not in terminal.seen
