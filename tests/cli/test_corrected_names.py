"""A corrected name shows in every record of the person; the record keeps the name as written."""

import json
from pathlib import Path

import pytest

from tests.cli.test_posts import career, typed
from tests.conftest import Desk, isolate
from tests.copies import after


def corrected(desk: Desk) -> None:
    """Record the career of Leyla Hasanova, and correct her name."""
    career(desk)
    typed(desk, 'correct P-1 name="Leyla Hasanli" --reason "a wrong spelling"')


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """A desk that has corrected the name of P-1 from Leyla Hasanova to Leyla Hasanli."""
    return after(desk, corrected)


def test_show_gives_both_names(desk: Desk) -> None:
    """``show`` gives the present name, and the name as written."""
    person = desk.read("show", "M-1")["record"]["participants"][0]
    assert (person["name"], person["name_as_written"], person["party"]) == (
        "Leyla Hasanli",
        "Leyla Hasanova",
        "P-1",
    )
    other = desk.read("show", "M-1")["record"]["participants"][1]
    assert "name_as_written" not in other
    shown = desk.run("show", "M-1").out
    assert "Leyla Hasanli P-1, deputy foreign minister, AZ  (as written: Leyla Hasanova)" in shown


def test_lists_give_both_names(desk: Desk) -> None:
    """The timeline, in JSON and in CSV, gives both names; the brief counts one person."""
    entry = desk.read("timeline", "--limit", "1")["entries"][0]
    assert entry["participants"][0]["name"] == "Leyla Hasanli"
    assert entry["participants"][0]["name_as_written"] == "Leyla Hasanova"
    table = desk.run("timeline", "--csv").out
    assert "Leyla Hasanli, foreign minister, AZ, as written: Leyla Hasanova" in table
    [pair] = desk.read("brief", "AZ", "UZ")["met"]
    assert (pair["people"][0]["name"], pair["times"]) == ("Leyla Hasanli", 3)
    assert "Leyla Hasanli" in desk.run("lanes", "--by", "person", "--since", "2026-01-26").out


def test_a_linked_participant_and_a_merged_party_have_the_present_name(desk: Desk) -> None:
    """A link and a merge lead to the present name, too."""
    typed(
        desk,
        "meeting hold --title More --party AZ --party UZ --occurred 2026-03-01"
        ' --participant "Lejla H.; foreign minister; AZ; P-1"',
        "meeting hold --title Most --party AZ --party UZ --occurred 2026-04-01"
        ' --participant "L. Hasanowa; foreign minister; AZ"',
        "party merge P-3 P-1 --reason same",
    )
    entries = desk.read("timeline", "--since", "2026-03")["entries"]
    assert [
        (one["participants"][0]["name"], one["participants"][0].get("name_as_written"))
        for one in entries
    ] == [("Leyla Hasanli", "L. Hasanowa"), ("Leyla Hasanli", "Lejla H.")]


def test_exports_for_readers_have_the_present_name_and_copies_the_stored_name(desk: Desk) -> None:
    """Calendars and entities show the present name; copies keep the words of the record."""
    calendar = desk.run("export", "M-1", "--ics", "-", "--all").out.replace("\r\n ", "")
    assert (
        "Participants: Leyla Hasanli\\, deputy foreign minister\\, AZ\\, as written: Leyla Hasanova"
        in calendar
    )
    entities = desk.run("export", "M-1", "--ftm", "-").out
    assert "participant: Leyla Hasanli, deputy foreign minister, AZ, as written: Leyla" in entities
    for copy in ("--jsonl", "--csv", "--dispatch"):
        text = desk.run("export", "M-1", copy, "-").out
        assert "Leyla Hasanova" in text
        assert "Leyla Hasanli" not in text


def test_a_copy_of_the_register_shows_the_same_names(desk: Desk) -> None:
    """After a copy to another register, the records show the present name as well."""
    copy = desk.write("copy.jsonl", desk.run("export", "--jsonl", "-").out)
    other = desk.home / "other.db"
    answer = desk.run("import", copy, "--register", other)
    assert answer.code == 0, answer.err
    [person, _] = desk.read("show", "M-1", "--register", other)["record"]["participants"]
    assert (person["name"], person["name_as_written"]) == ("Leyla Hasanli", "Leyla Hasanova")


def test_a_withheld_name_does_not_show_in_open_records(desk: Desk) -> None:
    """If only a secret record has the present name, exports keep the name as written."""
    typed(
        desk,
        "meeting hold --title Secret --party AZ --party UZ --occurred 2026-05-01"
        ' --participant "Leyla Hasanli; spy; AZ; P-1" --marking TLP:RED',
    )
    calendar = desk.run("export", "--ics", "-", "--all", "--withhold", "TLP:RED").out
    entities = desk.run("export", "--ftm", "-", "--withhold", "TLP:RED").out
    for text in (calendar.replace("\r\n ", ""), entities):
        assert "Hasanli" not in text
        assert "Leyla Hasanova" in text
    open_text = desk.run("export", "--ics", "-", "--all").out
    assert "Hasanli" in open_text


def test_the_stored_events_keep_the_words(desk: Desk) -> None:
    """A corrected name changes no event of a record."""
    events = [
        json.loads(line) for line in desk.run("export", "M-1", "--jsonl", "-").out.splitlines()
    ]
    assert events[1]["events"][0]["data"]["participants"][0]["name"] == "Leyla Hasanova"
    assert len(events[1]["events"]) == 1


SPELT = "--participant 'Malgorzata Kidawa-Blonska; marshal; PL' --occurred"
RESPELL = "correct M-1 participants.1.name='Małgorzata Kidawa-Błoński' --reason spelling"


def talks(desk: Desk) -> None:
    """Record a meeting with a misspelt name."""
    typed(desk, f"meeting hold --title Talks --party PL {SPELT} 2026-01-02")


@pytest.fixture
def respelt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk of its own with one meeting."""
    isolate(monkeypatch, tmp_path)
    desk = Desk(tmp_path, monkeypatch)
    talks(desk)
    return desk


@pytest.mark.parametrize("is_elsewhere", [False, True])
def test_a_corrected_spelling_stays_the_same_person(respelt: Desk, is_elsewhere: bool) -> None:
    """The party gets the corrected name, unless another record has the old spelling."""
    if is_elsewhere:
        typed(respelt, f"meeting hold --title Dinner --party PL {SPELT} 2025-01-03")
    typed(respelt, RESPELL)
    [party] = respelt.read("party", "list")["parties"]
    spelt, corrected = "Malgorzata Kidawa-Blonska", "Małgorzata Kidawa-Błoński"
    assert party["name"] == (spelt if is_elsewhere else corrected)
    assert party["aliases"] == [corrected if is_elsewhere else spelt]
    [person] = respelt.read("show", "M-1")["record"]["participants"]
    assert person["party"] == "P-1"


def test_a_different_person_is_a_new_party(respelt: Desk) -> None:
    typed(respelt, "correct M-1 participants.1.name='Donald Tusk' --reason wrong")
    names = [one["name"] for one in respelt.read("party", "list")["parties"]]
    assert names == ["Malgorzata Kidawa-Blonska", "Donald Tusk"]
