"""``dragoman topic``: the records about a topic, across kinds and through links."""

import csv
import io

import pytest

from tests.cli.test_posts import typed
from tests.conftest import Desk
from tests.copies import after


def trade(desk: Desk) -> None:
    """Record what happened about trade, and what came of it."""
    desk.now = "2026-11-29T08:00:00Z"
    typed(
        desk,
        "mechanism establish --title Commission --body 'joint commission' --party AZ --party UZ",
        "consultation hold --mechanism B-1 --session 1 --occurred 2025-06-01 --topic Trade",
        "visit conclude --title Tour --host UZ --party AZ --occurred 2026-05-05 --topic trade",
        "meeting hold --title Old --party AZ --party TR --occurred 2020-01-05 --topic TRADE",
        "meeting hold --title Other --party AZ --party UZ --occurred 2026-01-05 --topic transit",
        "meeting schedule --title Next --party AZ --party UZ --occurred 2027-01 --topic trade",
        "meeting hold --title Both --party AZ --party UZ --occurred 2019 --topic 'trade in grain'",
        "follow-up agree --what Later --party AZ --party UZ --due 2027-06 --agreed-in C-1",
        "follow-up agree --what Soon --party AZ --party UZ --due 2026-12-05 --agreed-in V-1",
        "follow-up agree --what Done --party AZ --party TR --agreed-in M-1",
        "follow-up fulfil F-3 --fulfilled 2026-02-01",
        "follow-up agree --what Elsewhere --party AZ --party UZ --agreed-in M-2",
        "instrument sign --title Protocol --party AZ --party UZ --signed 2025-06-01"
        " --signed-in C-1",
        "instrument sign --title Treaty --party AZ --party UZ --signed 2026-06-01 --topic trade",
        "instrument sign --title Pact --party AZ --party UZ --signed 2026-01-05 --signed-in M-2",
        "demarche deliver --subject Barriers --from AZ --to UZ --occurred 2026-11-01 --topic trade"
        " --reply-due 2026-12-10",
    )


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """A desk that follows trade."""
    return after(desk, trade)


def test_everything_about_a_topic(desk: Desk) -> None:
    """The report crosses kinds and follows links; open follow-ups come first."""
    report = desk.read("topic", "trade")
    lists = [key for key in report if isinstance(report[key], list)]
    refs = {key: [one["ref"] for one in report[key]] for key in lists[2:]}
    assert refs == {
        "follow_ups": ["F-2", "F-5", "F-1", "F-3"],
        "scheduled": ["M-3"],
        "unconfirmed": [],
        "engagements": ["V-1", "C-1", "M-1"],
        "instruments": ["I-2", "I-1"],
        "demarches": ["D-1"],
        "mechanisms": ["B-1"],
    }
    assert report["related"] == ["trade in grain"]
    assert report["instruments"][1]["signed_in"] == "C-1"


def test_the_page_has_a_section_for_each_kind(desk: Desk) -> None:
    """The page fits 80 columns, and names the record through which a record belongs."""
    answer = desk.run("topic", "trade", env={"COLUMNS": "80"})
    assert max(map(len, answer.lines)) <= 80
    titles = [line.split("─ ")[1].split(" ─")[0] for line in answer.lines if line.startswith("─")]
    assert titles == [
        *("OPEN FOLLOW-UPS", "PLANNED", "VISITS AND MEETINGS", "SESSIONS", "INSTRUMENTS"),
        *("DÉMARCHES", "MECHANISMS", "SETTLED FOLLOW-UPS"),
    ]
    for words in ("agreed in C-1", "signed in C-1", "Other topics: trade in grain", "3 open"):
        assert words in answer.out
    assert "Elsewhere" not in answer.out


def test_the_filters_of_parties_apply(desk: Desk) -> None:
    """A filter leaves the records of other parties out, and what they led to."""
    report = desk.read("topic", "trade", "--party", "TR")
    assert [one["ref"] for one in report["engagements"]] == ["M-1"]
    assert [one["ref"] for one in report["follow_ups"]] == ["F-3"]
    assert report["instruments"] == report["mechanisms"] == []
    assert "No records match." in desk.run("topic", "trade", "--party", "DE").out


@pytest.mark.parametrize("words", [["TRADE"], ["trade"], [" Trade "], ["tradE"]])
def test_case_does_not_matter(desk: Desk, words: list[str]) -> None:
    assert len(desk.read("topic", *words)["engagements"]) == 3


@pytest.mark.parametrize("words", [["grain"], ["trade", "in", "grain"], ["grain", "trade"]])
def test_a_part_of_only_one_topic_is_enough(desk: Desk, words: list[str]) -> None:
    report = desk.read("topic", *words)
    assert (report["topic"], report["related"]) == ("trade in grain", [])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("tra", "3 topics match 'tra': TRADE, trade in grain, transit; type one of them"),
        ("trdae", "no record has the topic 'trdae'; did you mean"),
        ("nuclear tests", "type: dragoman search 'nuclear tests'"),
        ("", "name a topic: dragoman topic trade"),
    ],
)
def test_an_unclear_topic_is_refused(desk: Desk, words: str, said: str) -> None:
    """One line lists the topics that may be meant; the exit code is 2."""
    answer = desk.run("topic", *words.split())
    assert (answer.code, answer.out) == (2, "")
    assert said.replace("TRADE", "trade") in answer.err
    assert answer.err.count("\n") == 1


def test_other_forms(desk: Desk) -> None:
    """CSV has a row for each record, with the record through which it belongs."""
    found = list(csv.DictReader(io.StringIO(desk.run("topic", "trade", "--csv").out)))
    assert len(found) == 4 + 1 + 3 + 2 + 1 + 1
    assert {one["ref"]: one["through"] for one in found if one["through"]} == {
        "F-1": "C-1",
        "F-2": "V-1",
        "F-3": "M-1",
        "F-5": "D-1",
        "I-1": "C-1",
    }
    assert "# Topic: trade" in desk.run("topic", "trade", "--markdown").out
    page = desk.home / "topic.html"
    assert desk.run("topic", "trade", "--html", page).code == 0


def test_an_earlier_state_has_the_topics_of_then(desk: Desk) -> None:
    """``--as-of`` knows only the topics that records had at that time."""
    assert desk.read("topic", "trade", "--as-of", "2")["engagements"][0]["ref"] == "C-1"
    assert desk.run("topic", "transit", "--as-of", "2").code == 2


def test_a_corrected_topic_is_no_longer_known(desk: Desk) -> None:
    typed(desk, "correct M-2 topics=railways --reason wrong")
    assert desk.run("topic", "transit").code == 2
    assert desk.read("topic", "railways")["instruments"][0]["ref"] == "I-3"
