"""Several reports of the same event: how Dragoman recognises an event that is already recorded."""

import csv
from pathlib import Path
from typing import Any

import pytest

from tests.cli.terminals import seen, start_forked
from tests.conftest import Desk

ARTICLE = """\
dispatch: article
source: {title: Besuch in Bagdad, language: de}
records:
  - kind: visit
    handle: besuch
    status: concluded
    title: Visit of the deputy foreign minister of Azerbaijan to Iraq
    occurred: ../2025-04
    as_written: {occurred: kürzlich}
    place: Baghdad
    host: IQ
    parties: [AZ]
    participants: [{name: Yaltschin Rafijew, post: deputy foreign minister, side: AZ}]
  - kind: mechanism
    handle: konsultationen
    body: political consultations
    title: Political consultations of the foreign ministries
    parties: [AZ, IQ]
  - kind: consultation
    handle: sitzung
    status: held
    mechanism: konsultationen
    session: 2
    occurred: ../2025-04
    part_of: besuch
    participants: [{name: Mohammed Hussein Bahr al-ustroom, post: deputy minister, side: IQ}]
  - kind: meeting
    handle: kommunikation
    status: held
    title: Meeting with the minister of communications
    occurred: ../2025-04
    part_of: besuch
    parties: [AZ, IQ]
    participants: [{post: minister of communications, side: IQ}]
  - kind: meeting
    handle: umwelt
    status: held
    title: Meeting with the deputy minister of environment
    occurred: ../2025-04
    part_of: besuch
    parties: [AZ, IQ]
    participants: [{post: deputy minister of environment, side: IQ}]
  - kind: meeting
    handle: rewaq
    status: held
    title: Roundtable at the Rewaq Baghdad Center for Public Policy
    occurred: ../2025-04
    part_of: besuch
    parties: [AZ, IQ]
"""
AZERTAC = """\
dispatch: azertac
source: {title: Second round of political consultations, publisher: AZERTAC, published: 2025-04-21}
records:
  - kind: visit
    handle: visit
    status: concluded
    title: Deputy FM Yalchin Rafiyev visits Baghdad
    occurred: 2025-04-21
    host: IQ
    participants: [{name: Yalchin Rafiyev, post: deputy minister of foreign affairs, side: AZ}]
  - kind: mechanism
    handle: consultations
    body: political consultations
    title: Political consultations between the foreign ministries
    parties: [AZ, IQ]
  - kind: consultation
    handle: round
    status: held
    mechanism: consultations
    session: 2
    occurred: 2025-04-21
    part_of: visit
    participants: [{name: Mohammed Hussein Bahr Al-Uloom, post: deputy minister, side: IQ}]
    topics: [post-conflict situation]
"""
NEWS = """\
dispatch: news
source: {title: Azerbaijani deputy minister meets Iraqi officials, publisher: news.az}
records:
  - kind: visit
    handle: visit
    status: concluded
    title: Rafiyev in Iraq
    occurred: 2025-04-20
    host: IQ
    participants: [{name: Y. Rafiyev, side: AZ}]
  - kind: meeting
    handle: communications
    status: held
    title: Rafiyev meets Hiyam Al-Yasiri
    occurred: 2025-04-20
    part_of: visit
    participants:
      - {name: Yalchin Rafiyev, side: AZ}
      - {name: Hiyam Al-Yasiri, post: minister of communications, side: IQ}
  - kind: meeting
    handle: environment
    status: held
    title: Rafiyev meets Jassim Abdulaziz Hamadi
    occurred: 2025-04-20
    part_of: visit
    participants:
      - {name: Yalchin Rafiyev, side: AZ}
      - {name: Jassim Abdulaziz Hamadi, post: deputy minister of environment, side: IQ}
  - kind: meeting
    handle: center
    status: held
    title: Visit to the Rewaq Baghdad Center
    occurred: 2025-04-20
    part_of: visit
    participants: [{name: Abbas Al-Anbari, side: IQ}, {name: Yalchin Rafiyev, side: AZ}]
"""
TALKS = "meeting hold --title Talks --party AZ --party IQ --occurred 2025-04-03".split()


def recorded(desk: Desk, *words: str, **env: str) -> Any:
    """Run a command that must succeed, and return its answer."""
    answer = desk.run(*words, env=env)
    assert answer.code == 0, answer.err
    return answer


def answered(desk: Desk, *words: str, answers: list[tuple[str, str]]) -> list[str]:
    """Run a command at a terminal, answer its questions, and return the lines that it printed."""
    terminal = start_forked(desk, *words)
    for question, answer in answers:
        terminal.until(question)
        terminal.type(answer)
    assert terminal.end() == 0, terminal.seen
    return seen(terminal)


def kinds(desk: Desk) -> list[str]:
    """Return the refs in the timeline, sorted."""
    return sorted(one["ref"] for one in desk.read("timeline")["entries"])


def shown(desk: Desk, ref: str) -> Any:
    """Return a record from the JSON of ``show``."""
    return desk.read("show", ref)["record"]


def readings(desk: Desk, ref: str) -> dict[str, list[str]]:
    """Return the values that a record's sources give, keyed by field."""
    found: dict[str, list[str]] = {}
    for one in shown(desk, ref)["readings"]:
        found.setdefault(one["field"], []).append(one["value"])
    return found


# --- Three outlets ----------------------------------------------------------------------------

SAME = [("Is it the same visit? (y/n)", "y")]


def test_three_outlets_tell_one_story(desk: Desk) -> None:
    """Dispatches from three news outlets about one visit become one visit in the register.

    At the terminal, the user confirms that the records are the same. Where the outlets disagree,
    the visit has conflicting readings.
    """
    for name, text in (("article", ARTICLE), ("azertac", AZERTAC), ("news", NEWS)):
        desk.write(f"{name}.yaml", text)
    recorded(desk, "record", "article.yaml")
    more = [("the same mechanism? (y/n)", "y"), ("the same consultation? (y/n)", "y")]
    lines = answered(desk, "record", "azertac.yaml", answers=[*SAME, *more])
    assert "This visit looks like V-1 (the same people):" in lines
    assert any("21 Apr 2025" in line and "by Apr 2025" in line for line in lines)
    meetings = [("the same meeting? (y/n)", "y")] * 3
    answered(desk, "record", "news.yaml", answers=[*SAME, *meetings])
    assert kinds(desk) == ["C-1", "M-1", "M-2", "M-3", "V-1"]
    assert readings(desk, "V-1")["occurred"] == ["../2025-04", "2025-04-21", "2025-04-20"]
    names = readings(desk, "V-1")["participants.1.name"]
    assert names == ["Yaltschin Rafijew", "Yalchin Rafiyev", "Y. Rafiyev"]
    assert "Mohammed Hussein Bahr Al-Uloom" in readings(desk, "C-1")["participants.1.name"]
    assert shown(desk, "C-1")["topics"] == ["post-conflict situation"]
    assert {one["name"] for one in shown(desk, "M-1")["participants"]} == {
        "Hiyam Al-Yasiri",
        "Yalchin Rafiyev",
    }
    assert [len(shown(desk, ref)["sources"]) for ref in ("V-1", "C-1", "M-1")] == [3, 2, 2]
    assert desk.read("register", "doubles")["pairs"] == []


def test_in_a_pipe_a_note_says_what_to_type(desk: Desk) -> None:
    """In a pipe, Dragoman records a visit as new even if it is similar to an earlier visit.

    A note names the earlier visit, and says what to type if the two visits are the same.
    """
    desk.write("article.yaml", ARTICLE)
    desk.write("azertac.yaml", AZERTAC)
    recorded(desk, "record", "article.yaml")
    notes = recorded(desk, "record", "azertac.yaml").err
    assert (
        "note: V-2 looks like V-1 (the same people). If they are the same, undo this entry" in notes
    )
    assert "write handle: V-1; if not, type: dragoman distinguish V-2 V-1" in notes


def test_the_handle_of_a_recorded_record_adds_to_it(desk: Desk) -> None:
    """If a handle in a dispatch is a ref, Dragoman adds the facts to the record with that ref."""
    desk.write("article.yaml", ARTICLE)
    recorded(desk, "record", "article.yaml")
    own = AZERTAC.replace("handle: visit", "handle: V-1").replace("part_of: visit", "part_of: V-1")
    own = own.replace("handle: consultations", "handle: B-1")
    own = own.replace("mechanism: consultations", "mechanism: B-1")
    desk.write("azertac.yaml", own.replace("handle: round", "handle: C-1"))
    assert recorded(desk, "record", "azertac.yaml").err == ""
    assert kinds(desk) == ["C-1", "M-1", "M-2", "M-3", "V-1"]


def test_a_session_told_again_names_its_handle(desk: Desk) -> None:
    """In a pipe, Dragoman refuses a session whose number is already recorded.

    The message gives the handle to write if the two sessions are the same.
    """
    desk.write("article.yaml", ARTICLE)
    recorded(desk, "record", "article.yaml")
    own = AZERTAC.replace("handle: consultations", "handle: B-1")
    desk.write("azertac.yaml", own.replace("mechanism: consultations", "mechanism: B-1"))
    answer = desk.run("record", "azertac.yaml")
    assert answer.code == 2
    assert (
        "looks like C-1 (the same session); if they are the same, write handle: C-1" in answer.err
    )


def test_a_record_told_apart_is_not_asked_about_again(desk: Desk) -> None:
    """The answer ``n`` records that two similar meetings are different.

    ``register doubles`` no longer lists the pair.
    """
    recorded(desk, *TALKS)
    answered(desk, *TALKS, answers=[("the same meeting? (y/n)", "n")])
    assert shown(desk, "M-2")["distinct_from"] == ["M-1"]
    assert desk.read("register", "doubles")["pairs"] == []
    recorded(desk, "undo")
    assert desk.read("register", "doubles")["pairs"] == []


# --- By hand ----------------------------------------------------------------------------------


def test_a_meeting_typed_twice_is_noted(desk: Desk) -> None:
    """If you type a meeting twice, Dragoman records a second meeting and prints a note.

    The note gives two commands: one if the meetings are the same, one if they are different.
    """
    recorded(desk, *TALKS)
    notes = recorded(desk, *TALKS).err
    assert "M-2 looks like M-1" in notes
    assert "undo this entry and repeat the command with --same-as M-1" in notes
    [pair] = desk.read("register", "doubles")["pairs"]
    assert [one["ref"] for one in pair["records"]] == ["M-1", "M-2"]
    recorded(desk, "distinguish", "M-2", "M-1")
    assert desk.read("register", "doubles")["pairs"] == []


def test_strict_refuses_what_looks_the_same(desk: Desk) -> None:
    """With ``--strict``, Dragoman refuses a meeting that is similar to a recorded meeting.

    Dragoman records nothing.
    """
    recorded(desk, *TALKS)
    answer = desk.run(*TALKS, "--strict")
    assert answer.code == 2
    assert "looks like M-1 (the same title); if they are the same, add --same-as M-1" in answer.err
    assert kinds(desk) == ["M-1"]


def test_same_as_adds_to_the_record(desk: Desk) -> None:
    """``--same-as`` adds the new facts to a recorded meeting.

    If another source gives a different value, Dragoman keeps both values as readings.
    """
    recorded(desk, *TALKS)
    recorded(desk, *TALKS, "--same-as", "M-1", "--topic", "gas")
    other = [*TALKS[:3], "Gas talks", *TALKS[4:]]
    recorded(desk, *other, "--same-as", "M-1", "--source", "AZERTAC")
    assert kinds(desk) == ["M-1"]
    assert shown(desk, "M-1")["topics"] == ["gas"]
    assert readings(desk, "M-1") == {"title": ["Talks", "Gas talks"]}
    assert shown(desk, "M-1")["readings"][0]["source"] is None


def test_new_tells_the_records_apart(desk: Desk) -> None:
    """``--new`` records a second meeting, and records that the two meetings are different."""
    recorded(desk, *TALKS)
    assert recorded(desk, *TALKS, "--new").err == ""
    assert shown(desk, "M-2")["distinct_from"] == ["M-1"]


@pytest.mark.parametrize("words", [["--same-as", "M-1", "--new"], ["--same-as", "M-9"]])
def test_wrong_answers_on_the_command_line_are_refused(desk: Desk, words: list[str]) -> None:
    """Dragoman refuses ``--same-as`` with ``--new`` or with an unknown ref."""
    recorded(desk, *TALKS)
    assert desk.run(*TALKS, *words).code == 2
    assert kinds(desk) == ["M-1"]


def test_a_rehearsal_says_what_looks_the_same(desk: Desk) -> None:
    """A dry run prints a note about any similar record, and records nothing."""
    recorded(desk, *TALKS)
    answer = recorded(desk, *TALKS, "--dry-run")
    assert "looks like M-1" in answer.err
    assert kinds(desk) == ["M-1"]


def test_distinguishing_twice_changes_nothing(desk: Desk) -> None:
    """``dragoman distinguish`` accepts two refs in either order.

    Repeating the command records nothing. You can undo the command.
    """
    recorded(desk, *TALKS)
    recorded(desk, *TALKS)
    recorded(desk, "distinguish", "M-2", "M-1")
    assert "Nothing new" in recorded(desk, "distinguish", "M-1", "M-2").out
    recorded(desk, "undo")
    assert len(desk.read("register", "doubles")["pairs"]) == 1


@pytest.mark.parametrize("other", ["M-1", "P-1", "M-7"])
def test_only_two_records_of_a_kind_can_be_told_apart(desk: Desk, other: str) -> None:
    """``dragoman distinguish`` needs two different records of the same kind."""
    recorded(desk, *TALKS, "--participant", "Ali Hasan; ; IQ")
    answer = desk.run("distinguish", "M-1", other)
    assert answer.code == 2
    assert answer.err.startswith("dragoman: OTHER: ")


# --- Adding -----------------------------------------------------------------------------------


def test_add_extends_a_record(desk: Desk) -> None:
    """``meeting add`` adds a topic and a participant, and needs no reason."""
    recorded(desk, *TALKS, "--topic", "energy")
    words = ["--topic", "gas", "--topic", "Energy", "--participant", "Ali Hasan; minister; IQ"]
    recorded(desk, "meeting", "add", "M-1", *words)
    now = shown(desk, "M-1")
    assert now["topics"] == ["energy", "gas"]
    assert [one["name"] for one in now["participants"]] == ["Ali Hasan"]
    assert now["status"] == "held"


def test_a_reading_names_the_source_that_gave_the_value(desk: Desk) -> None:
    """If a field has several readings, each reading names the source that gave its value."""
    talks = ("--title", "Talks", "--party", "AZ", "--party", "IQ", "--occurred", "2025-04")
    desk.run("meeting", "hold", *talks, "--source", "One")
    for place, source in (("Baghdad", "Two"), ("Basra", "Three")):
        desk.run("meeting", "add", "M-1", "--place", place, "--source", source)
    desk.run("reading", "dispute", "M-1", "title=Trade talks", "--source", "Four")
    readings = desk.read("show", "M-1")["record"]["readings"]
    said = {(one["field"], one["value"]): one["source"]["title"] for one in readings}
    assert said == {
        ("place", "Baghdad"): "Two",
        ("place", "Basra"): "Three",
        ("title", "Talks"): "One",
        ("title", "Trade talks"): "Four",
    }


@pytest.mark.parametrize("verb", ["postpone", "cancel"])
def test_add_keeps_the_status(desk: Desk, verb: str) -> None:
    """``meeting add`` does not change the status or date of a postponed or cancelled meeting."""
    recorded(desk, "meeting", "schedule", *TALKS[2:8], "--occurred", "2026-05")
    recorded(desk, "meeting", verb, "M-1", "--cause", "illness")
    before = shown(desk, "M-1")
    recorded(desk, "meeting", "add", "M-1", "--topic", "gas")
    assert shown(desk, "M-1") == before | {"topics": ["gas"]}


def test_add_refuses_a_different_value(desk: Desk) -> None:
    """``meeting add`` refuses a value that differs from the recorded value.

    The message gives the command that corrects the value.
    """
    recorded(desk, *TALKS, "--place", "Baku")
    answer = desk.run("meeting", "add", "M-1", "--place", "Ganja", "--topic", "gas")
    assert answer.code == 2
    assert "place is 'Baku', not 'Ganja'. Correct it with: dragoman correct M-1" in answer.err
    assert shown(desk, "M-1")["topics"] == []


# --- Imports ----------------------------------------------------------------------------------

LIST = "id;date;what\n1;2025-04-03;Talks\n2;2025-05-03;Talks on water\n3;2025-05-03;Water talks\n"
MAP = """\
dataset: list
source: {title: A list}
key: [id]
record:
  kind: meeting
  status: held
  title: {column: what}
  occurred: {column: date}
  parties: [AZ, IQ]
"""


@pytest.fixture
def listed(desk: Desk) -> Desk:
    """A desk with a recorded meeting, and a table of this meeting and two similar meetings."""
    recorded(desk, *TALKS)
    desk.write("list.csv", LIST)
    desk.write("map.yaml", MAP)
    return desk


IMPORT = ("import", "list.csv", "--map", "map.yaml")


def test_an_import_asks_about_each_similar_row(listed: Desk) -> None:
    """At a terminal, an import asks about each row that is similar to a record or another row."""
    answered(listed, *IMPORT, answers=[("meeting? (y/n)", "y"), ("meeting? (y/n)", "n")])
    assert kinds(listed) == ["M-1", "M-2", "M-3"]
    assert shown(listed, "M-1")["sources"][0]["row"] == "1"
    assert shown(listed, "M-3")["distinct_from"] == ["M-2"]
    assert listed.read(*IMPORT)["unchanged"] == 3


def test_an_import_in_a_pipe_notes_similar_rows(listed: Desk) -> None:
    """In a pipe, an import records similar rows as new, and prints a note for each row.

    The JSON has the number of similar rows.
    """
    assert listed.run(*IMPORT, "--dry-run", "--json").json["similar"] == 2
    notes = recorded(listed, *IMPORT).err
    assert "M-2 looks like M-1" in notes
    assert "M-4 looks like M-3" in notes
    assert len(listed.read("register", "doubles")["pairs"]) == 2


def test_a_strict_import_rejects_similar_rows(listed: Desk) -> None:
    """With ``--strict``, an import rejects similar rows, gives the reason, and records nothing."""
    assert listed.run(*IMPORT, "--strict").code == 1
    rejected = list(csv.reader(Path(listed.home, "list.csv.rejected.csv").read_text().splitlines()))
    assert [row[0] for row in rejected[1:]] == ["2", "4"]
    assert "looks like M-1" in rejected[1][1]
    assert "looks like row 2" in rejected[2][1]
    assert kinds(listed) == ["M-1"]


def test_an_import_of_new_rows_asks_nothing(listed: Desk) -> None:
    """With ``--new``, an import records each similar row as a different meeting."""
    assert "looks like" not in recorded(listed, *IMPORT, "--new").err
    assert listed.read("register", "doubles")["pairs"] == []


# --- Sources that disagree ---------------------------------------------------------------------

TALKS_IN_APRIL = ("--title", "Talks", "--party", "AZ", "--party", "IQ", "--occurred", "2025-04-20")


def test_a_cited_source_can_contradict_a_value_of_another_source(desk: Desk) -> None:
    """A source that the record cites gives a reading, and giving it again changes nothing."""
    desk.run("meeting", "hold", *TALKS_IN_APRIL, "--place", "Baghdad", "--source", "One")
    desk.run("meeting", "add", "M-1", "--topic", "oil", "--source", "Two")
    again = ("meeting", "add", "M-1", "--place", "Basra", "--source", "Two")
    assert "reading disputed" in desk.run(*again).out
    assert "Nothing new" in desk.run(*again).out
    refused = desk.run("meeting", "add", "M-1", "--place", "Basra", "--source", "One")
    assert (refused.code, "Correct it with" in refused.err) == (2, True)


def test_a_value_without_a_source_is_a_reading_without_a_source(desk: Desk) -> None:
    """A value that somebody added without a source is not credited to the record's first source."""
    desk.run("meeting", "hold", *TALKS_IN_APRIL, "--source", "One")
    desk.run("meeting", "add", "M-1", "--place", "Baku")
    desk.run("meeting", "add", "M-1", "--place", "Basra", "--source", "Two")
    readings = desk.read("show", "M-1")["record"]["readings"]
    said = {one["value"]: one["source"] and one["source"]["title"] for one in readings}
    assert said == {"Baku": None, "Basra": "Two"}


def test_a_longer_stay_is_a_reading(desk: Desk) -> None:
    """Another period of exact days contradicts a date; a month agrees with the date."""
    desk.run("meeting", "hold", *TALKS_IN_APRIL[:-1], "2025-05-20/2025-05-23", "--source", "One")
    for days, source in (("2025-05-20/2025-05-24", "Two"), ("2025-05", "Three")):
        desk.run("meeting", "add", "M-1", "--occurred", days, "--source", source)
    readings = desk.read("show", "M-1")["record"]["readings"]
    assert [one["value"] for one in readings] == ["2025-05-20/2025-05-23", "2025-05-20/2025-05-24"]


def test_an_addition_cannot_contradict_the_mode(desk: Desk) -> None:
    """Dragoman refuses to add a mode that excludes the place of a record."""
    desk.run("meeting", "hold", *TALKS_IN_APRIL, "--place", "Baghdad")
    refused = desk.run("meeting", "add", "M-1", "--mode", "phone")
    assert (refused.code, "does not fit mode phone" in refused.err) == (2, True)


def test_a_follow_up_is_recognised_by_the_parties_of_its_engagement(desk: Desk) -> None:
    """A follow-up without parties has the parties of its engagement when Dragoman compares it."""
    desk.run("meeting", "hold", *TALKS_IN_APRIL)
    draft = ("follow-up", "agree", "--what", "Send the draft", "--agreed-in", "M-1")
    assert desk.run(*draft).code == 0
    refused = desk.run(*draft, "--strict")
    assert (refused.code, "looks like F-1" in refused.err) == (2, True)


def test_a_spelling_that_is_only_a_reading_registers_nobody(desk: Desk) -> None:
    """Another spelling of a participant becomes a reading, and not a party of its own."""
    desk.run(
        "meeting", "hold", *TALKS_IN_APRIL, "--source", "One", "--participant", "Ali Hasan; oil; IQ"
    )
    people = ("--participant", "Ali Hassan; oil; IQ", "--participant", "Veli; cook; AZ")
    desk.run("meeting", "add", "M-1", *people, "--source", "Two")
    names = [one["name"] for one in desk.read("party", "list")["parties"]]
    assert sorted(names) == ["Ali Hasan", "Veli"]


def test_a_new_session_needs_another_number(desk: Desk) -> None:
    """``--new`` cannot create a second session with the same number."""
    body = ("--title", "C", "--body", "joint commission", "--party", "AZ", "--party", "IQ")
    desk.run("mechanism", "establish", *body)
    session = ("consultation", "hold", "--mechanism", "B-1", "--session", "3")
    desk.run(*session, "--occurred", "2025-02-01")
    refused = desk.run(*session, "--occurred", "2025-02-09", "--new")
    assert (refused.code, "is the number of C-1" in refused.err) == (2, True)


def test_a_receipt_says_that_facts_were_added(desk: Desk) -> None:
    """The receipt of ``add`` uses the words of the help, for every kind of record."""
    kinds = [
        ("follow-up", "agree", "--what", "Draft", "--owner", "AZ", "--due", "2030-01-01"),
        ("meeting", "hold", "--title", "T", "--party", "AZ", "--party", "IQ", "--occurred", "2025"),
    ]
    for ref, line in zip(("F-1", "M-1"), kinds, strict=True):
        assert desk.run(*line).code == 0
        receipt = desk.run(line[0], "add", ref, "--marking", "TLP:RED").lines[1]
        assert receipt.split()[:3] == [ref, "facts", "added"]
