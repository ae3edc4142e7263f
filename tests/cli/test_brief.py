"""``dragoman brief``: the contents of a brief, and the subjects that a brief can have."""

import shlex
from typing import Any

import pytest

from tests.conftest import ARTICLE, CHAIN, EXAMPLES, Desk
from tests.copies import after

RIVALS = (str(EXAMPLES / "azertac-2025.yaml"), str(EXAMPLES / "news-az-2025.yaml"))
DECEMBER = "2025-12-05T10:00:00Z"


def record_story(desk: Desk) -> None:
    """Record the sample story and conflicting readings, with the clock in December 2025."""
    desk.now = DECEMBER
    desk.record(ARTICLE, CHAIN, *RIVALS)


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """A desk that recorded the sample story and conflicting readings in December 2025."""
    return after(desk, record_story)


def typed(desk: Desk, *lines: str) -> None:
    """Run command lines that must succeed."""
    for line in lines:
        answer = desk.run(*shlex.split(line))
        assert answer.code == 0, answer.err


def body(brief: dict[str, Any], ref: str) -> dict[str, Any]:
    """Return one mechanism from a brief."""
    [found] = [mechanism for mechanism in brief["mechanisms"] if mechanism["ref"] == ref]
    return dict(found)


def test_the_story_as_of_december(desk: Desk) -> None:
    """The brief shows the last contact, the next host, open items and disputes."""
    brief = desk.read("brief", "AZ", "IQ")
    assert brief["last_contact"]["ref"] == "C-7"
    assert brief["last_contact"]["occurred"]["edtf"] == "2025-12-04~"
    assert brief["silence"] == {"at_least": 1, "at_most": 1}
    assert body(brief, "B-2")["turn"] == {
        "host": "IQ",
        "basis": "by custom, AZ hosted C-7",
    }
    [owed] = brief["agreed"]
    assert (owed["ref"], owed["state"], owed["due"]["edtf"]) == ("F-2", "overdue", "2024")
    assert owed["awaits"] == {"mechanism": "B-3", "session": 2}
    assert {(item["ref"], item["field"]) for item in brief["disputed"]} == {
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
    assert "turn to host, inferred: IQ (by custom, because AZ hosted C-7)" in printed
    assert "planned, never confirmed: C-5" in printed
    assert "? Mohammed Hussein Bahr Al-Uloom (AZERTAC)" in printed


def test_the_day_before_the_commission(desk: Desk) -> None:
    """As of the first dispatch, the last contact is an engagement of that dispatch.

    The brief lists the dispatch's follow-up, and no dispute.
    """
    brief = desk.read("brief", "AZ", "IQ", "--as-of", "11")
    assert brief["last_contact"]["ref"] in ("V-1", "C-1", "M-1", "M-2", "M-3")
    assert [item["ref"] for item in brief["agreed"]] == ["F-1"]
    assert brief["disputed"] == []


def test_visits_are_counted_each_way(desk: Desk) -> None:
    """If every visit went from Azerbaijan to Iraq, Azerbaijan is the next host."""
    visits = desk.read("brief", "AZ", "IQ")["visits"]
    assert visits["received"]["AZ"]["times"] == 0
    assert visits["received"]["IQ"]["times"] == 2
    assert visits["received"]["IQ"]["last"]["ref"] == "V-2"
    assert visits["turn"]["host"] == "AZ"
    typed(desk, "visit conclude --title Return --host AZ --party IQ --occurred 2025-12-01")
    assert desk.read("brief", "IQ", "AZ")["visits"]["turn"]["host"] == "IQ"
    alone = desk.read("brief", "AZ")["visits"]
    assert (alone["received"]["AZ"]["times"], alone["made"]["times"]) == (1, 2)


def test_levels_come_from_posts(desk: Desk) -> None:
    """The brief takes levels from participants' posts, and shows the last contact at each level."""
    levels = desk.read("brief", "AZ", "IQ")["levels"]
    assert {tuple(level["ranks"]): level["last"]["ref"] for level in levels} == {
        ("deputy ministers", "ministers"): "M-1",
        ("ministers", None): "V-2",
        ("deputy ministers", "deputy ministers"): "C-1",
        ("deputy ministers", None): "V-1",
    }


def test_agreed_scheduled_and_inferred_sessions_are_three_lines(desk: Desk) -> None:
    typed(desk, "consultation schedule --mechanism B-3 --session 2 --occurred 2026-02 --host IQ")
    lines = desk.run("brief", "AZ", "IQ").out
    assert "next, agreed: F-2, due 2024" in lines
    assert "next, scheduled: C-8 session 2, Feb 2026" in lines


@pytest.mark.parametrize(
    "name",
    ["P-1", "p1", "Rafiyev", "Yalchin Rafiyev", "Yalçın Rəfiyev", "Рафиев", "Rafijew"],
)
def test_a_person_is_found_by_any_name(desk: Desk, name: str) -> None:
    """``brief`` finds a person by ref, or by any recorded spelling in any script."""
    brief = desk.read("brief", name)
    [subject] = brief["subjects"]
    assert (subject["ref"], subject["post"]) == ("P-1", "deputy foreign minister")
    assert brief["engagements"] == 5
    assert [row["people"][1]["ref"] for row in brief["met"]] == ["P-2", "P-3"]


def test_a_merged_person_is_found_by_the_surviving_name(desk: Desk) -> None:
    typed(
        desk,
        "meeting hold --title Talks --occurred 2025-12-02 --participant 'Jassim Hamadi;;IQ'"
        " --participant 'Yalchin Rafiyev;;AZ'",
        "party merge P-5 P-2 --reason same",
    )
    brief = desk.read("brief", "Jassim Hamadi")
    assert brief["subjects"][0]["ref"] == "P-2"
    assert brief["engagements"] == 2
    [met] = [row for row in brief["met"] if row["people"][1]["ref"] == "P-1"]
    assert met["times"] == 2


def test_a_person_and_a_state(desk: Desk) -> None:
    """A brief on a person and a state counts the engagements of that person with that state."""
    assert desk.read("brief", "P-1", "IQ")["engagements"] == 5
    assert desk.read("brief", "P-1", "TR")["engagements"] == 0


def test_an_ambiguous_name_is_refused_with_the_candidates(desk: Desk) -> None:
    """Dragoman refuses an ambiguous name, and the message lists the refs of the candidates."""
    typed(desk, "party register --name 'Mohammed Ali' --side IQ")
    answer = desk.run("brief", "Mohammed")
    assert answer.code == 2
    assert "P-2" in answer.err
    assert "P-5" in answer.err


def test_a_name_as_typed_is_never_beaten_by_a_name_that_sounds_alike(desk: Desk) -> None:
    """Kiesinger sounds like Kissinger, but a person who has the typed name comes first."""
    typed(
        desk,
        "party register --name 'Kurt Georg Kiesinger' --side DE",
        "party register --name 'Henry A. Kissinger' --side US",
        "party register --name 'Wang Kissingeri' --side CN",
    )
    for command in ("brief", "who"):
        answer = desk.run(command, "Kissinger")
        assert (answer.code, "Henry A. Kissinger" in answer.out) == (0, True), answer.err
    assert desk.run("party", "alias", "Kissinger", "Heinz Kissinger").code == 0
    assert "Heinz Kissinger" in desk.run("show", "P-6").out
    assert "P-5" in desk.run("brief", "Kisinger").err


def test_an_organisation_is_found_by_code_name_or_ref(desk: Desk) -> None:
    """``brief`` finds an organisation by code or name, and a registered organisation by ref."""
    typed(desk, "meeting hold --title Call --party AZ --party org:UN --occurred 2025-12-03")
    for name in ("org:UN", "United Nations"):
        assert desk.read("brief", name)["last_contact"]["ref"] == "M-4"
    assert desk.read("brief", "P-3")["subjects"][0]["type"] == "organisation"


def test_without_a_name_the_brief_is_about_the_context(desk: Desk) -> None:
    """If you give no name, the brief is about the parties of the context.

    The heading shows the context.
    """
    answer = desk.run("--context", "AZ-IQ", "brief")
    assert "context AZ-IQ" in answer.lines[0]
    assert desk.read("--context", "AZ-IQ", "brief")["context"] == ["AZ", "IQ"]


def test_an_ongoing_engagement_is_contact_now(desk: Desk) -> None:
    """If a visit has no known end, the range of days since the last contact starts at 0.

    Every report still works during the visit.
    """
    typed(desk, "visit start --title Stay --host AZ --party TR --occurred 2025-11-20/..")
    brief = desk.read("brief", "AZ", "TR")
    assert brief["silence"] == {"at_least": 0, "at_most": 15}
    for report in ("brief AZ TR", "silence --days 0", "activity", "lanes"):
        assert desk.run(*report.split()).code == 0


def test_ties_between_names_are_shown(desk: Desk) -> None:
    """If two people share a name, each of them has a row in the brief.

    This is also true if the side of one of them is unknown.
    """
    for side in ("IQ", ""):
        typed(
            desk,
            f"meeting hold --title T{side} --occurred 2025-12-01 --party AZ --party IQ"
            f" --participant 'A;;AZ' --participant 'Fuad;;{side}'",
        )
    met = desk.read("brief", "AZ")["met"]
    assert [row["times"] for row in met if row["people"][1]["name"] == "Fuad"] == [1, 1]


def test_an_undated_engagement_is_shown(desk: Desk) -> None:
    """The brief counts and lists an undated engagement, but not as the last contact."""
    typed(desk, "meeting hold --title T --party BR --party AR")
    brief = desk.read("brief", "BR", "AR")
    assert (brief["engagements"], brief["undated"], brief["last_contact"]) == (1, ["M-4"], None)
    assert "without a date M-4" in desk.run("brief", "BR", "AR").out


def test_the_last_contact_is_the_one_that_ended_last(desk: Desk) -> None:
    """The last contact is the engagement that ended last.

    If a meeting takes place during a visit, the visit is the last contact.
    """
    typed(
        desk,
        "visit conclude --title Long --host ZA --party KE --occurred 2025-10-01/2025-12-01",
        "meeting hold --title Short --party KE --party ZA --occurred 2025-11-01",
    )
    brief = desk.read("brief", "KE", "ZA")
    assert brief["last_contact"]["ref"] == "V-3"
    assert brief["silence"] == {"at_least": 4, "at_most": 4}


def test_an_unconfirmed_plan_is_shown(desk: Desk) -> None:
    """The brief and the follow-ups report show a past plan that nobody confirmed.

    The plan does not count as a contact.
    """
    typed(desk, "meeting schedule --title Missed --party CL --party PY --occurred 2025-12-01")
    assert [item["ref"] for item in desk.read("brief", "CL", "PY")["unconfirmed"]] == ["M-4"]
    assert "PLANNED, NEVER CONFIRMED" in desk.run("follow-ups", "--between", "CL", "PY").out


def test_a_follow_up_of_a_dissolved_body_says_so(desk: Desk) -> None:
    """The follow-ups report says that a follow-up awaits a session of a dissolved mechanism."""
    typed(desk, "mechanism dissolve B-3")
    assert "B-3 is dissolved" in desk.run("follow-ups").out
    assert "2 standing · 1 dissolved" in desk.run("mechanism", "list").lines[0]


def test_a_visit_that_has_begun_is_under_way(desk: Desk) -> None:
    """During a visit, the timeline shows that the visit is under way.

    After the visit's last day, the timeline shows that the visit was not concluded.
    """
    typed(desk, "visit start --title Stay --host AZ --party TR --occurred 2025-12-04/2025-12-06")
    assert "under way" in desk.run("timeline").out
    assert "not concluded" in desk.run("timeline", now="2025-12-09T10:00:00Z").out


# --- Messages ---------------------------------------------------------------------------------


def test_messages_are_shown_with_their_outcome(desk: Desk) -> None:
    """The brief shows the newest messages first, and marks awaited replies.

    The brief leaves out messages to other parties.
    """
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
    assert [(message["ref"], message["is_awaited"]) for message in messages] == [
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


def test_a_message_is_not_contact(desk: Desk) -> None:
    """A message does not change the last contact or the number of engagements in a brief."""
    before = desk.read("brief", "AZ", "IQ")
    typed(desk, "demarche deliver --subject S --from AZ --to IQ --occurred 2025-12-05")
    after_ = desk.read("brief", "AZ", "IQ")
    assert (after_["last_contact"], after_["engagements"]) == (
        before["last_contact"],
        before["engagements"],
    )
