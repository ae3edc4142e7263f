"""``dragoman who``: who a person is, and what the person has done."""

import pytest

from tests.cli.test_posts import career, met, typed
from tests.conftest import Desk
from tests.copies import after


def person(desk: Desk) -> None:
    """Record the career of Leyla Hasanova, and what was agreed and signed in her meetings."""
    career(desk)
    typed(
        desk,
        "party alias P-1 'Lejla Hasanowa'",
        "follow-up agree --what Draft --party AZ --party UZ --due 2026-12-02 --agreed-in M-3",
        "follow-up agree --what Own --party AZ --owner 'leyla hasanova'",
        "follow-up agree --what Done --party AZ --agreed-in M-1",
        "follow-up fulfil F-3 --fulfilled yesterday",
        "follow-up agree --what Foreign --party AZ --owner 'Odil Rustamov'",
        "instrument sign --title Protocol --party AZ --party UZ --signed 2026-02-01"
        " --signed-in M-3",
        "meeting schedule --title Next --party AZ --party UZ --occurred 2027-01"
        ' --participant "Leyla Hasanova; foreign minister; AZ; P-1"',
    )


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """A desk that knows Leyla Hasanova, who is P-1."""
    return after(desk, person)


@pytest.mark.parametrize("name", ["P-1", "Hasanova", "Leyla Hasanova", "Lejla Hasanowa", "p1"])
def test_a_person_by_any_name(desk: Desk, name: str) -> None:
    """A name needs no quotes; the report has posts, engagements, people, and what is owed."""
    report = desk.read("who", *name.split())
    assert (report["subject"]["ref"], report["subject"]["post"]) == ("P-1", "foreign minister")
    assert [one["post"] for one in report["subject"]["posts"]] == [
        "foreign minister",
        "deputy foreign minister",
    ]
    assert report["aliases"] == ["Lejla Hasanowa"]
    assert report["engagements"] == 3
    assert [one["ref"] for one in report["last_engagements"]] == ["M-3", "M-2", "M-1"]
    assert [one["ref"] for one in report["scheduled"]] == ["M-4"]
    [pair] = report["met"]
    assert (pair["times"], pair["people"][1]["ref"]) == (3, "P-2")
    assert [one["ref"] for one in report["follow_ups"]] == ["F-1", "F-2", "F-3"]
    assert [one["ref"] for one in report["instruments"]] == ["I-1"]


def test_the_page(desk: Desk) -> None:
    """The page fits 80 columns; its sections are those of the brief, after the posts."""
    answer = desk.run("who", "P-1", env={"COLUMNS": "80"})
    assert max(map(len, answer.lines)) <= 80
    titles = [line.split("─ ")[1].split(" ─")[0] for line in answer.lines if line.startswith("─")]
    assert titles == [
        *("POSTS", "PLANNED", "LAST ENGAGEMENTS", "PEOPLE: WHO MET WHOM"),
        *("FOLLOW-UPS", "INSTRUMENTS"),
    ]
    for words in ("also          Lejla Hasanowa", "agreed in M-3", "owner leyla hasanova"):
        assert words in answer.out
    assert "signed in M-3" in answer.out
    assert "# Who: Leyla Hasanova" in desk.run("who", "P-1", "--markdown").out


def test_at_most_ten_engagements(desk: Desk) -> None:
    """The report lists the ten newest of more engagements."""
    for month in range(1, 10):
        met(desk, f"2023-{month:02}-01", "deputy foreign minister")
    report = desk.read("who", "P-1")
    assert (report["engagements"], len(report["last_engagements"])) == (12, 10)
    assert report["last_engagements"][-1]["occurred"]["edtf"] == "2023-03-01"


def test_a_merged_party_leads_to_the_person(desk: Desk) -> None:
    """The ref of a merged party shows the person, with the merged name."""
    typed(
        desk,
        "meeting hold --title Far --party AZ --party UZ --occurred 2009-01-05"
        ' --participant "L. Hasanzade; attaché; AZ"',
        "party merge P-3 P-1 --reason same",
    )
    report = desk.read("who", "P-3")
    assert (report["subject"]["ref"], report["merged"][0]["name"]) == ("P-1", "L. Hasanzade")
    assert report["engagements"] == 4


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "name a person: dragoman who P-5, dragoman who Rafiyev"),
        ("UZ", "Uzbekistan is not a person; type: dragoman brief UZ"),
        ("C-1", "C-1 is not a party; type a ref such as P-5, a name or a code such as AZ"),
        ("P-77", "P-77 does not exist or was retracted"),
        ("Nobody Here", "there is no person or organisation called 'Nobody Here'"),
        ("Ali Hasan", "2 people have this name: P-3, P-4; type the ref of one of them"),
        ("Hasan", "'Hasan' is ambiguous; type the ref of one of them: P-"),
    ],
)
def test_who_is_unclear_is_refused(desk: Desk, words: str, said: str) -> None:
    """One line says why, and lists the candidates with their refs; the exit code is 2."""
    typed(
        desk,
        "meeting hold --title One --party IQ --occurred 1990"
        ' --participant "Ali Hasan; minister of oil; IQ"',
        "meeting hold --title Two --party IQ --occurred 2024"
        ' --participant "Ali Hasan; judge; IQ; new"',
    )
    answer = desk.run("who", *words.split())
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err
    assert answer.err.count("\n") == 1


def test_a_person_may_have_the_name_of_a_state(desk: Desk) -> None:
    """``who`` looks for a person first; ``brief`` is about the state."""
    typed(desk, 'party register --name "Jordan" --side IE --post mayor')
    assert desk.read("who", "Jordan")["subject"]["ref"] == "P-3"
    assert desk.read("brief", "Jordan")["subjects"][0]["code"] == "JO"


def test_an_earlier_state(desk: Desk) -> None:
    """``--as-of`` gives the post that the register knew then."""
    report = desk.read("who", "P-1", "--as-of", "4")
    assert report["engagements"] == 2
    assert "minister" in report["subject"]["post"]
    assert "deputy" in report["subject"]["post"]
