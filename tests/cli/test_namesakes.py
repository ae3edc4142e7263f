"""People who share a name: when Dragoman asks who is meant, and how users answer."""

import shlex
from collections.abc import Sequence

import pytest
from attrs import field, frozen

from tests.cli.terminals import seen, start_forked
from tests.conftest import Desk

OIL = "meeting hold --title One --party AZ --occurred 2020-03-01 --participant"
LATER = "meeting hold --title Two --party AZ --occurred 2022-05-01 --participant"
ALI = f"{OIL} 'Ali Hasan; minister of oil; IQ'"
JUDGE = f"{LATER} 'Ali Hasan; judge; IQ'"
ANOTHER = (
    "meeting hold --title Bar --party AZ --occurred 2021-02-03"
    " --participant 'Ali Hasan; judge; IQ; new'"
)
OF_ALI = "P-1 Ali Hasan (minister of oil, IQ), last seen 1 Mar 2020"


@frozen(kw_only=True)
class Situation:
    """A command that names a person, the commands that run first, and the expected refs.

    ``are`` has the refs of the record's participants. ``asks`` is the part of the message that
    states the doubt, or an empty string if there is no doubt. ``known`` has the refs of the people
    whom the message names.
    """

    before: Sequence[str] = (ALI,)
    line: str
    are: Sequence[str] = ("P-1",)
    asks: str = ""
    known: Sequence[str] = field(default=("P-1",))


SITUATIONS = {
    "the same post": Situation(line=f"{LATER} 'Ali Hasan; minister of oil; IQ'"),
    "the same post in German": Situation(line=f"{LATER} 'Ali Hasan; Erdölminister; IQ'"),
    "the same post in Arabic": Situation(line=f"{LATER} 'Ali Hasan; وزير النفط; IQ'"),
    "no post": Situation(line=f"{LATER} 'Ali Hasan; ; IQ'"),
    "a step up in one ministry": Situation(
        before=(f"{OIL} 'Ali Hasan; deputy minister of oil; IQ'",),
        line=f"{LATER} 'Ali Hasan; oil minister; IQ'",
    ),
    "from one unique post to another": Situation(
        before=(f"{OIL} 'Ali Hasan; foreign minister; IQ'",),
        line=f"{LATER} 'Ali Hasan; prime minister; IQ'",
    ),
    "another post": Situation(line=JUDGE, are=("P-2",), asks=f"{OF_ALI}, with a different post"),
    "another post that is recorded": Situation(
        before=(ALI, "party position P-1 judge --assumed 2021"), line=JUDGE
    ),
    "30 years apart": Situation(
        before=(f"{OIL.replace('2020', '1991')} 'Ali Hasan; minister of oil; IQ'",),
        line=f"{LATER} 'Ali Hasan; minister of oil; IQ'",
        are=("P-2",),
        asks="last seen 1 Mar 1991, 31 years apart",
    ),
    "24 years apart": Situation(
        before=(f"{OIL.replace('2020', '1998')} 'Ali Hasan; minister of oil; IQ'",),
        line=f"{LATER} 'Ali Hasan; minister of oil; IQ'",
    ),
    "30 years apart, still in a recorded post": Situation(
        before=(
            f"{OIL.replace('2020', '1991')} 'Ali Hasan; minister of oil; IQ'",
            "party position P-1 'minister of oil' --assumed 1990",
        ),
        line=f"{LATER} 'Ali Hasan; minister of oil; IQ'",
    ),
    "twice in one record, both new": Situation(
        before=(),
        line=f"{LATER} 'Ali Hasan; judge; IQ' --participant 'Ali Hasan; clerk; IQ'",
        are=("P-1", "P-2"),
        asks="already in this record",
    ),
    "twice in one record, one known": Situation(
        line=f"{LATER} 'Ali Hasan; oil minister; IQ' --participant 'Ali Hasan; ; IQ'",
        are=("P-1", "P-2"),
        asks="last seen 1 May 2022, already in this record",
    ),
    "an alias of two people": Situation(
        before=(
            ALI,
            ANOTHER,
            "party alias P-1 'A. Hasan'",
            "party alias P-2 'A. Hasan'",
        ),
        line=f"{LATER} 'A. Hasan; ; IQ'",
        are=("P-3",),
        asks=f"{OF_ALI}, with the same name",
        known=("P-1", "P-2"),
    ),
    "two people, of whom one has the post": Situation(
        before=(ALI, ANOTHER), line=JUDGE, are=("P-2",)
    ),
    "said to be new": Situation(line=f"{LATER} 'Ali Hasan; oil minister; IQ; new'", are=("P-2",)),
    "said to be a known person": Situation(line=f"{LATER} 'Ali Hasan; judge; IQ; P-1'"),
    "everything said to be new": Situation(line=f"{JUDGE} --new", are=("P-2",)),
    "an organisation, 60 years apart": Situation(
        before=(f"{OIL.replace('2020', '1960')} 'Iraqi Bank; ; IQ; ; organisation'",),
        line=f"{LATER} 'Iraqi Bank; ; IQ; ; organisation'",
    ),
    "the other side": Situation(line=f"{LATER} 'Ali Hasan; judge; SY'", are=("P-2",)),
    "added to a record of a namesake": Situation(
        line="meeting add M-1 --participant 'Ali Hasan; judge; IQ; new'", are=("P-1", "P-2")
    ),
    "a correction": Situation(
        line="correct M-1 participants+='Ali Hasan; judge; IQ' --reason 'he was there'",
        are=("P-1", "P-2"),
        asks="last seen 1 Mar 2020, already in this record",
    ),
}
DOUBTFUL = {name: one for name, one in SITUATIONS.items() if one.asks}


def prepared(desk: Desk, one: Situation) -> None:
    """Run the commands that come before the command of a situation."""
    for line in one.before:
        answer = desk.run(*shlex.split(line))
        assert answer.code == 0, answer.err


def participants(desk: Desk) -> list[str]:
    """Return the refs of the participants of the last meeting."""
    refs = [one["ref"] for one in desk.read("timeline")["entries"]]
    last = max(refs, key=lambda ref: int(ref.partition("-")[2]))
    return [one["party"] for one in desk.read("show", last)["record"]["participants"]]


@pytest.mark.parametrize("name", SITUATIONS)
def test_in_a_pipe_a_doubtful_person_is_new(desk: Desk, name: str) -> None:
    """In a pipe, a participant who may or may not be a known person becomes a new person.

    A note says what to type if the two people are the same. If there is no doubt that the
    participant is the known person, Dragoman registers nobody and prints no note.
    """
    one = SITUATIONS[name]
    prepared(desk, one)
    answer = desk.run(*shlex.split(one.line))
    assert answer.code == 0, answer.err
    assert participants(desk) == list(one.are)
    notes = [line for line in answer.err.splitlines() if line.startswith("note:")]
    assert len(notes) == (1 if one.asks else 0), answer.err
    for note in notes:
        assert one.asks in note
        assert all(f"dragoman party merge {one.are[-1]} {ref}" in note for ref in one.known)
    assert desk.run("audit", "replay").code == 0


@pytest.mark.parametrize("name", DOUBTFUL)
def test_with_strict_a_doubtful_person_is_refused(desk: Desk, name: str) -> None:
    """With ``--strict``, Dragoman refuses a participant who may be a known person.

    The message names the known people, and Dragoman records nothing.
    """
    one = DOUBTFUL[name]
    if one.line.startswith("correct"):
        pytest.skip("a correction has no --strict")
    prepared(desk, one)
    before = desk.position if one.before else 0
    answer = desk.run(*shlex.split(one.line), "--strict")
    assert answer.code == 2
    assert one.asks in answer.err
    assert (desk.position if one.before else 0) == before


@pytest.mark.parametrize("name", DOUBTFUL)
def test_at_a_terminal_a_person_decides(desk: Desk, name: str) -> None:
    """At a terminal, Dragoman asks whether a participant is a known person.

    The answer ``n`` registers a new person.
    """
    one = DOUBTFUL[name]
    prepared(desk, one)
    terminal = start_forked(desk, *shlex.split(one.line))
    terminal.until("Answer n for a new person")
    terminal.type("n")
    assert terminal.end() == 0, terminal.seen
    assert one.asks in " ".join(" ".join(seen(terminal)).split())
    assert participants(desk) == list(one.are)


@pytest.mark.parametrize("answer", ["y", "P-1"])
def test_at_a_terminal_the_known_person_can_be_meant(desk: Desk, answer: str) -> None:
    """The answer ``y``, or the known person's ref, means that the participant is that person."""
    prepared(desk, SITUATIONS["another post"])
    terminal = start_forked(desk, *shlex.split(JUDGE))
    terminal.until("(y/p-1/n)")
    terminal.type(answer)
    assert terminal.end() == 0, terminal.seen
    assert participants(desk) == ["P-1"]
    assert len(desk.read("party", "list")["parties"]) == 1


FILE = """\
dispatch: d
source: {title: A report}
records:
- {kind: meeting, status: held, handle: first, title: One, occurred: 2020-03-01, parties: [AZ],
   participants: [{name: Ali Hasan, post: minister of oil, side: IQ}]}
- {kind: meeting, status: held, handle: second, title: Two, occurred: 2022-03-01, parties: [AZ],
   participants: [{name: Ali Hasan, post: judge, side: IQ%s}]}
"""


@pytest.mark.parametrize(("said", "notes"), [("", 1), (", party: new", 0)])
def test_a_file_recorded_twice_makes_nobody_twice(desk: Desk, said: str, notes: int) -> None:
    """Recording a file again registers no person a second time.

    The id of a new person depends only on the record that names the person.
    """
    file = desk.write("d.yaml", FILE % said)
    first = desk.run("record", file)
    assert (first.code, first.err.count("note: ")) == (0, notes), first.err
    position = desk.position
    again = desk.run("record", file)
    assert (again.code, again.err, desk.position) == (0, "", position)
    assert participants(desk) == ["P-2"]


def test_a_register_with_namesakes_can_be_recorded_elsewhere(desk: Desk) -> None:
    """An exported dispatch keeps two people who share a name apart, even in an empty register."""
    desk.run("record", desk.write("d.yaml", FILE % ", party: new"))
    text = desk.run("export", "--dispatch", "-").out
    elsewhere = {"DRAGOMAN_REGISTER": str(desk.home / "other.db")}
    file = desk.write("e.yaml", text)
    for _ in range(2):
        answer = desk.run("record", file, env=elsewhere)
        assert answer.code == 0, answer.err
    assert "note:" not in answer.err
    other = desk.read("show", "M-2", env=elsewhere)["record"]["participants"]
    assert [(one["party"], one["post"]) for one in other] == [("P-2", "judge")]


def test_records_are_separated_within_a_person(desk: Desk) -> None:
    """``party split --record`` moves a record from one person to a new person.

    Undoing the split moves the record back.
    """
    desk.run(*shlex.split(ALI))
    desk.run(*shlex.split(f"{LATER} 'Ali Hasan; oil minister; IQ'"))
    why = ("--reason", "two cousins")
    assert desk.run("party", "split", "P-1", "--record", "M-2", *why).code == 0
    assert participants(desk) == ["P-2"]
    refs = [one["ref"] for one in desk.read("show", "P-1")["record"]["engagements"]]
    assert refs == ["M-1"]
    refused = desk.run("party", "split", "P-1", "--record", "M-2", *why)
    assert (refused.code, "does not take part in M-2" in refused.err) == (2, True)
    assert desk.run("undo").code == 0
    assert participants(desk) == ["P-1"]
    assert len(desk.read("party", "list")["parties"]) == 1
    assert desk.run("audit", "replay").code == 0


def test_a_split_takes_the_spelling_along(desk: Desk) -> None:
    """The new person gets a spelling that only the separated records have; undo moves it back."""
    desk.run(*shlex.split(ALI))
    desk.run(*shlex.split(f"{LATER} 'Abu Jack; oil minister; IQ; P-1'"))
    desk.run(*shlex.split(f"{LATER} 'Abu Said; oil minister; IQ; P-1'"), "--new")
    assert desk.run("party", "split", "P-1", "--record", "M-2", "--reason", "two men").code == 0
    known = {one["ref"]: one for one in desk.read("party", "list")["parties"]}
    assert known["P-1"]["aliases"] == ["Abu Said"]
    assert known["P-2"]["name"] == "Abu Jack"
    assert desk.run("undo").code == 0
    [only] = desk.read("party", "list")["parties"]
    assert set(only["aliases"]) == {"Abu Jack", "Abu Said"}


def test_a_brief_on_a_shared_name_names_both_people(desk: Desk) -> None:
    """If two people share a name, ``brief`` lists both refs and exits with 2.

    The brief on each ref has only the records of that person.
    """
    prepared(desk, Situation(before=(ALI, ANOTHER), line=""))
    answer = desk.run("brief", "Ali Hasan")
    assert (answer.code, "2 people have this name: P-1, P-2" in answer.err) == (2, True)
    assert [desk.read("brief", ref)["engagements"] for ref in ("P-1", "P-2")] == [1, 1]
    entities = desk.run("export", "--ftm", "-").out
    assert entities.count('"schema":"Person"') == 2
    [met] = desk.read("brief", "P-2")["partners"][:1]
    assert (met["code"], met["times"]) == ("AZ", 1)


def test_who_met_whom_keeps_namesakes_apart(desk: Desk) -> None:
    """A brief counts the encounters of each person separately, even if two people share a name."""
    with_minister = " --participant 'Jeyhun Bayramov; foreign minister; AZ'"
    prepared(desk, Situation(before=(ALI + with_minister, ANOTHER + with_minister), line=""))
    for subjects in (("AZ",), ("AZ", "IQ"), ("P-1",), ("P-2",)):
        met = desk.read("brief", *subjects)["met"]
        pairs = {tuple(one["ref"] for one in pair["people"]): pair["times"] for pair in met}
        known = {ref for pair in pairs for ref in pair}
        assert known >= ({*subjects} if "P-" in subjects[0] else {"P-1", "P-3"}), (subjects, met)
        assert set(pairs.values()) == {1}
    assert desk.run("audit", "replay").code == 0


PEOPLE = "Id,Name,Post\n7,Ali Hasan,minister of oil\n8,Ali Hasan,judge\n"
CALLS = """\
No,Title,Date,Guest,Post,Person
1,Oil,2020-03-01,Ali Hasan,envoy,7
2,Law,2022-03-01,Ali Hasan,envoy,8
"""
MAP_PEOPLE = """\
dataset: people
source: {title: People}
key: Id
record: {kind: party, name: {column: Name}, side: IQ, post: {column: Post}}
"""
MAP_CALLS = """\
dataset: calls
source: {title: Calls}
key: "No"
record:
  kind: meeting
  status: held
  title: {column: Title}
  occurred: {column: Date}
  parties: [AZ, IQ]
  participants: [{name: {column: Guest}, post: {column: Post}, side: IQ%s}]
"""
KEY = ", party: {row: [Person], dataset: people}"


@pytest.mark.parametrize(("key", "people"), [(KEY, ["P-1", "P-2"]), ("", ["P-3", "P-3"])])
def test_a_key_says_who_a_person_is(desk: Desk, key: str, people: list[str]) -> None:
    """In an import, a key column identifies each participant, even if two people share a name.

    Without a key, a note says that a participant may not be the person of that name already in the
    register.
    """
    files = {"people.csv": PEOPLE, "calls.csv": CALLS}
    maps = {"people.yaml": MAP_PEOPLE, "calls.yaml": MAP_CALLS % key}
    for name, text in (files | maps).items():
        desk.write(name, text)
    for name in ("people", "calls"):
        line = ("import", desk.home / f"{name}.csv", "--map", desk.home / f"{name}.yaml")
        answer = desk.run(*line)
        assert answer.code == 0, answer.err
    again = desk.run(*line)
    assert "Nothing new" in again.out
    shown = [desk.read("show", ref)["record"]["participants"] for ref in ("M-1", "M-2")]
    assert [one["party"] for [one] in shown] == people
    assert ("with a different post" in answer.err) == (not key)
