"""The page before a call: what it says of the story, and of whom it can be."""

import shlex
from typing import Any

import pytest

from tests.conftest import ARTICLE, CHAIN, EXAMPLES, Desk
from tests.copies import after

RIVALS = (str(EXAMPLES / "azertac-2025.yaml"), str(EXAMPLES / "news-az-2025.yaml"))
DECEMBER = "2025-12-05T10:00:00Z"


def told(desk: Desk) -> None:
    """The story and its rival readings are recorded in December 2025."""
    desk.now = DECEMBER
    desk.record(ARTICLE, CHAIN, *RIVALS)


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """A desk at which the story and its rival readings were recorded in December 2025."""
    return after(desk, told)


def typed(desk: Desk, *lines: str) -> None:
    """Acts by hand."""
    for line in lines:
        answer = desk.run(*shlex.split(line))
        assert answer.code == 0, answer.err


def body(brief: dict[str, Any], ref: str) -> dict[str, Any]:
    """A mechanism of a brief."""
    [found] = [one for one in brief["mechanisms"] if one["ref"] == ref]
    return dict(found)


def test_the_story_as_of_december(desk: Desk) -> None:
    """Last contact, whose turn to host the commission, what is open, what is disputed."""
    brief = desk.read("brief", "AZ", "IQ")
    assert brief["last_contact"]["ref"] == "C-7"
    assert brief["last_contact"]["occurred"]["edtf"] == "2025-12-04~"
    assert brief["silence"] == {"at_least": 1, "at_most": 1}
    assert body(brief, "B-2")["turn"] == {
        "host": "IQ",
        "basis": "by custom, AZ was host of C-7",
    }
    [owed] = brief["agreed"]
    assert (owed["ref"], owed["state"], owed["due"]["edtf"]) == ("F-2", "overdue", "2024")
    assert owed["awaits"] == {"mechanism": "B-3", "session": 2}
    assert {(one["ref"], one["field"]) for one in brief["disputed"]} == {
        ("V-1", "occurred"),
        ("C-1", "participants.2.name"),
        ("C-1", "participants.2.post"),
        ("C-1", "summary"),
        ("M-1", "participants.2.name"),
        ("M-2", "participants.2.name"),
        ("M-3", "participants.2.name"),
        ("F-1", "place"),
    }
    printed = desk.run("brief", "AZ", "IQ").out
    assert "turn to host, inferred: IQ (by custom, AZ was host of C-7)" in printed
    assert "planned, and never confirmed: C-5" in printed
    assert "? Mohammed Hussein Bahr Al-Uloom (AZERTAC)" in printed


def test_the_day_before_the_commission(desk: Desk) -> None:
    """As of the article alone, the visit is the last contact and the commission is owed."""
    brief = desk.read("brief", "AZ", "IQ", "--as-of", "11")
    assert brief["last_contact"]["ref"] in ("V-1", "C-1", "M-1", "M-2", "M-3")
    assert [one["ref"] for one in brief["agreed"]] == ["F-1"]
    assert brief["disputed"] == []


def test_visits_are_counted_each_way(desk: Desk) -> None:
    """Both visits went to Iraq: it is for Azerbaijan to receive one."""
    visits = desk.read("brief", "AZ", "IQ")["visits"]
    assert visits["received"]["AZ"]["times"] == 0
    assert visits["received"]["IQ"]["times"] == 2
    assert visits["received"]["IQ"]["last"]["ref"] == "V-2"
    assert visits["turn"]["host"] == "AZ"
    typed(desk, "visit conclude --title Return --host AZ --party IQ --occurred 2025-12-01")
    assert desk.read("brief", "IQ", "AZ")["visits"]["turn"]["host"] == "IQ"
    alone = desk.read("brief", "AZ")["visits"]
    assert (alone["received"]["AZ"]["times"], alone["made"]["times"]) == (1, 2)


def test_levels_are_those_of_the_posts(desk: Desk) -> None:
    """The highest first, each with the last contact at it; unknown is said to be unknown."""
    levels = desk.read("brief", "AZ", "IQ")["levels"]
    assert {tuple(one["ranks"]): one["last"]["ref"] for one in levels} == {
        ("deputy ministers", "ministers"): "M-1",
        ("ministers", None): "V-2",
        ("deputy ministers", "deputy ministers"): "C-1",
        ("deputy ministers", None): "V-1",
    }


def test_a_session_that_is_planned_stands_beside_what_was_agreed(desk: Desk) -> None:
    """Agreed, scheduled and inferred are three lines, and none is taken for another."""
    typed(desk, "consultation schedule --mechanism B-3 --session 2 --occurred 2026-02 --host IQ")
    lines = desk.run("brief", "AZ", "IQ").out
    assert "next, agreed: F-2, due 2024" in lines
    assert "next, scheduled: C-8 session 2, Feb 2026" in lines


@pytest.mark.parametrize(
    "name",
    ["P-1", "p1", "Rafiyev", "Yalchin Rafiyev", "Yalçın Rəfiyev", "Рафиев", "Rafijew"],
)
def test_a_person_is_known_by_any_name(desk: Desk, name: str) -> None:
    """By ref, by any spelling, in any script."""
    brief = desk.read("brief", name)
    [subject] = brief["subjects"]
    assert (subject["ref"], subject["post"]) == ("P-1", "deputy foreign minister")
    assert brief["engagements"] == 5
    assert [one["people"][1]["ref"] for one in brief["met"]] == ["P-2", "P-3"]


def test_who_was_merged_is_found_by_the_other_name(desk: Desk) -> None:
    """A person is known by the name of whom was found to be the same."""
    typed(
        desk,
        "meeting hold --title Talks --occurred 2025-12-02 --participant 'Jassim Hamadi;;IQ'"
        " --participant 'Yalchin Rafiyev;;AZ'",
        "party merge P-5 P-2 --reason same",
    )
    brief = desk.read("brief", "Jassim Hamadi")
    assert brief["subjects"][0]["ref"] == "P-2"
    assert brief["engagements"] == 2
    [met] = [one for one in brief["met"] if one["people"][1]["ref"] == "P-1"]
    assert met["times"] == 2


def test_a_person_and_a_state(desk: Desk) -> None:
    """What a person had to do with a state."""
    assert desk.read("brief", "P-1", "IQ")["engagements"] == 5
    assert desk.read("brief", "P-1", "TR")["engagements"] == 0


def test_a_name_that_several_bear_is_refused(desk: Desk) -> None:
    """Those who may be meant are told, with their refs."""
    typed(desk, "party register --name 'Mohammed Ali' --side IQ")
    answer = desk.run("brief", "Mohammed")
    assert answer.code == 2
    assert "P-2" in answer.err
    assert "P-5" in answer.err


def test_an_organisation(desk: Desk) -> None:
    """An organisation by its code or its name, and one of the register by its ref."""
    typed(desk, "meeting hold --title Call --party AZ --party org:UN --occurred 2025-12-03")
    for name in ("org:UN", "United Nations"):
        assert desk.read("brief", name)["last_contact"]["ref"] == "M-4"
    assert desk.read("brief", "P-3")["subjects"][0]["type"] == "organisation"


def test_the_context_is_the_subject(desk: Desk) -> None:
    """Without a name, the brief is of the context, and says so."""
    answer = desk.run("--context", "AZ-IQ", "brief")
    assert "context AZ-IQ" in answer.lines[0]
    assert desk.read("--context", "AZ-IQ", "brief")["context"] == ["AZ", "IQ"]


def test_what_has_begun_and_goes_on_is_contact_now(desk: Desk) -> None:
    """A visit without an end is no silence, and breaks no report."""
    typed(desk, "visit start --title Stay --host AZ --party TR --occurred 2025-11-20/..")
    brief = desk.read("brief", "AZ", "TR")
    assert brief["silence"] == {"at_least": 0, "at_most": 15}
    for report in ("brief AZ TR", "silence --days 0", "activity", "lanes"):
        assert desk.run(*report.split()).code == 0


def test_names_that_tie_are_told(desk: Desk) -> None:
    """Two pairs of one name, with and without a side, and each once a meeting."""
    for side in ("IQ", ""):
        typed(
            desk,
            f"meeting hold --title T{side} --occurred 2025-12-01 --party AZ --party IQ"
            f" --participant 'A;;AZ' --participant 'Fuad;;{side}'",
        )
    met = desk.read("brief", "AZ")["met"]
    assert [one["times"] for one in met if one["people"][1]["name"] == "Fuad"] == [1, 1]


def test_what_has_no_date_is_told(desk: Desk) -> None:
    """It counts, and is no last contact."""
    typed(desk, "meeting hold --title T --party BR --party AR")
    brief = desk.read("brief", "BR", "AR")
    assert (brief["engagements"], brief["undated"], brief["last_contact"]) == (1, ["M-4"], None)
    assert "without a date M-4" in desk.run("brief", "BR", "AR").out


def test_the_last_contact_is_the_one_that_ended_last(desk: Desk) -> None:
    """A long visit outlasts a meeting within it; the silence is counted from its last day."""
    typed(
        desk,
        "visit conclude --title Long --host ZA --party KE --occurred 2025-10-01/2025-12-01",
        "meeting hold --title Short --party KE --party ZA --occurred 2025-11-01",
    )
    brief = desk.read("brief", "KE", "ZA")
    assert brief["last_contact"]["ref"] == "V-3"
    assert brief["silence"] == {"at_least": 4, "at_most": 4}


def test_a_plan_that_nobody_confirmed_is_told(desk: Desk) -> None:
    """It is no contact, and not forgotten, in the brief as among what is pending."""
    typed(desk, "meeting schedule --title Missed --party CL --party PY --occurred 2025-12-01")
    assert [one["ref"] for one in desk.read("brief", "CL", "PY")["unconfirmed"]] == ["M-4"]
    assert "PLANNED, NEVER CONFIRMED" in desk.run("follow-ups", "--between", "CL", "PY").out


def test_what_a_dissolved_body_owes_says_so(desk: Desk) -> None:
    """A follow-up that awaits a session of a body that meets no more."""
    typed(desk, "mechanism dissolve B-3")
    assert "B-3 is dissolved" in desk.run("follow-ups").out
    assert "2 standing · 1 dissolved" in desk.run("mechanism", "list").lines[0]


def test_a_visit_that_has_begun_is_under_way(desk: Desk) -> None:
    """Until its last day; after that, that it was not concluded."""
    typed(desk, "visit start --title Stay --host AZ --party TR --occurred 2025-12-04/2025-12-06")
    assert "under way" in desk.run("timeline").out
    assert "not concluded" in desk.run("timeline", now="2025-12-09T10:00:00Z").out


# --- Messages ---------------------------------------------------------------------------------


def test_messages_are_told_with_what_came_of_them(desk: Desk) -> None:
    """The newest first, and of which a reply is still awaited; not those to somebody else."""
    note = "demarche deliver --from AZ --to"
    typed(
        desk,
        f"{note} IQ --subject Visas --occurred 2025-11-03 --reply-due 2025-12-20",
        f"{note} IQ --to TR --subject Transit --occurred 2025-11-04 --reply awaited",
        f"{note} IQ --subject Customs --occurred 2025-11-05",
        f"{note} TR --subject Water --occurred 2025-11-06 --reply awaited",
        "demarche answer D-2 --answered 2025-12-01",
    )
    messages = desk.read("brief", "AZ", "IQ")["demarches"]
    assert [(one["ref"], one["is_awaited"]) for one in messages] == [
        *(("D-3", False), ("D-2", False), ("D-1", True))
    ]
    assert len(desk.read("brief", "AZ")["demarches"]) == 4
    for form in ((), ("--markdown",)):
        out = desk.run("brief", "AZ", "IQ", *form).out
        assert "reply awaited, due 20 Dec 2025" in out
        assert "answered 1 Dec 2025" in out
    answer = desk.run("brief", "AZ", "IQ", "--html", "brief.html")
    assert answer.code == 0, answer.err
    assert "reply awaited, due 20 Dec 2025" in (desk.home / "brief.html").read_text("utf-8")


def test_a_message_is_no_contact(desk: Desk) -> None:
    """Who was last met, and how long ago, is not told by a message."""
    before = desk.read("brief", "AZ", "IQ")
    typed(desk, "demarche deliver --subject S --from AZ --to IQ --occurred 2025-12-05")
    after_ = desk.read("brief", "AZ", "IQ")
    assert (after_["last_contact"], after_["engagements"]) == (
        before["last_contact"],
        before["engagements"],
    )
