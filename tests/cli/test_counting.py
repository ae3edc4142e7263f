"""What counts: former states, territories, and visits that nobody has to return."""

import pytest

from tests.conftest import Desk


def test_states_that_ended_and_territories_are_not_silent(desk: Desk) -> None:
    """Silence is about parties that could still be in contact: no former state, no territory."""
    for party in ("SUHH", "AQ", "FR"):
        hold = ("meeting", "hold", "--title", "Talks", "--party", "US", "--party", party)
        assert desk.run(*hold, "--occurred", "1985-03-01", "--new").code == 0
        visit = ("visit", "conclude", "--title", f"Visit to {party}", "--party", "US")
        dates = ("--host", party, "--occurred", "1986-03-01")
        assert desk.run(*visit, *dates, "--new").code == 0
    assert silent(desk) == {"FR", "US"}
    assert {one["host"] for one in desk.read("silence")["visits"]} == {"FR"}
    assert silent(desk, "--as-of", "1990-01-01") == set()


def silent(desk: Desk, *words: str) -> set[str]:
    """Return the codes of the silent parties."""
    return {one["code"] for one in desk.read("silence", *words)["parties"]}


@pytest.mark.parametrize(
    "words", [("--level", "transit"), ("--format", "multilateral"), ("--margins-of", "UNGA 80")]
)
def test_some_visits_oblige_nobody(desk: Desk, words: tuple[str, str]) -> None:
    """Nobody returns a transit stop, or a visit to an event of several states."""
    announce = ("conference", "announce", "--title", "UNGA 80", "--occurred", "2025-09")
    assert desk.run(*announce).code == 0
    for host, guest, day, also in (
        ("FR", "US", "2025-03-01", ()),
        ("US", "FR", "2025-06-01", words),
    ):
        visit = ("visit", "conclude", "--title", f"Visit to {host}", "--party", guest)
        answer = desk.run(*visit, "--host", host, "--occurred", day, *also)
        assert answer.code == 0, answer.err
    report = desk.read("silence", "--days", "30")
    assert [(one["guest"], one["host"]) for one in report["visits"]] == [("US", "FR")]
    assert desk.read("brief", "US", "FR")["visits"]["turn"]["host"] == "US"
    assert desk.run("register", "rebuild").code == 0
    assert desk.read("brief", "US", "FR")["visits"]["turn"]["host"] == "US"


def test_a_brief_can_go_back_to_the_former_state(desk: Desk) -> None:
    """With ``--with-predecessors``, contacts with the Soviet Union count for Russia."""
    for party, day in (("SUHH", "1985-03-01"), ("RU", "2001-03-01")):
        hold = ("meeting", "hold", "--title", f"Talks {day}", "--party", "US", "--party", party)
        assert desk.run(*hold, "--occurred", day).code == 0
    assert desk.read("brief", "US", "RU")["engagements"] == 1
    whole = desk.read("brief", "US", "RU", "--with-predecessors")
    assert whole["engagements"] == 2
    assert whole["subjects"][1]["predecessors"] == ["SUHH"]
    assert whole["longest_silence"]["days"] == 5844
    out = desk.run("brief", "RU", "--with-predecessors").out
    assert out.startswith("Brief: Russia (with Soviet Union) · ")
    none = desk.run("brief", "US", "FR", "--with-predecessors")
    assert "note: no predecessor is known for United States and France" in none.err


def test_a_person_of_the_former_state_keeps_post_and_ref(desk: Desk) -> None:
    """A brief with predecessors finds the people of the former state where they are registered."""
    people = ("Andrei Gromyko; foreign minister; SUHH", "George Shultz; secretary of state; US")
    words = [word for one in people for word in ("--participant", one)]
    hold = ("meeting", "hold", "--title", "Talks", "--party", "US", "--party", "SUHH")
    assert desk.run(*hold, "--occurred", "1985-01-07", *words).code == 0
    [met] = desk.read("brief", "US", "RU", "--with-predecessors")["met"]
    assert [(one["ref"], one["side"]) for one in met["people"]] == [("P-2", "US"), ("P-1", "SUHH")]
