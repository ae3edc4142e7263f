"""Conferences, and the meetings in their margins."""

import json
import shlex

import pytest

from tests.cli.calendars import act, shown
from tests.conftest import Desk
from tests.copies import after


def record_conferences(desk: Desk) -> None:
    """Record two conferences, a meeting in the margins of each, and a meeting elsewhere."""
    act(
        desk,
        'conference announce --title "UNGA 81" --alias "General Assembly 2026" --host US'
        ' --occurred 2026-09-22/2026-09-29 --place "New York" --organiser org:UN',
    )
    act(desk, "conference announce --title COP31 --occurred 2026-11 --topic climate")
    meeting = "meeting schedule --title Talks --party AZ --party IQ --format bilateral"
    act(desk, f'{meeting} --occurred 2026-09-24 --margins-of "unga81"')
    act(desk, f"{meeting} --occurred 2026-11-10 --margins-of E-2 --new")
    act(desk, f"{meeting} --occurred 2026-03-10 --new")


@pytest.fixture
def story(desk: Desk) -> Desk:
    """A desk with two conferences and three meetings."""
    return after(desk, record_conferences)


def test_a_conference_lists_the_meetings_in_its_margins(story: Desk) -> None:
    """``show`` lists the meetings in the margins; the meeting keeps its format and its link."""
    lines = act(story, "show E-1").out.splitlines()
    assert "organiser     org:UN" in lines
    assert "in its margins ● M-1 Talks, scheduled, 24 Sep 2026" in lines
    record = story.read("show", "E-1")["record"]
    assert [one["ref"] for one in record["in_margins"]] == ["M-1"]
    meeting = story.read("show", "M-1")["record"]
    assert (meeting["format"], meeting["margins"]) == ("bilateral", "E-1")


@pytest.mark.parametrize("name", ["E-1", "UNGA 81", "unga-81", "general assembly 2026"])
def test_the_timeline_filters_by_conference(story: Desk, name: str) -> None:
    """``--margins`` takes a ref, a name or an alias of a conference, in any spelling."""
    entries = story.read("timeline", "--margins", name)["entries"]
    assert [(one["ref"], one["margins"]) for one in entries] == [("M-1", "E-1")]
    assert "margins of E-1" in act(story, "timeline").out


@pytest.mark.parametrize(
    ("by", "lane"),
    [("party", "conferences"), ("person", "conferences"), ("place", "new york")],
)
def test_a_conference_is_in_the_lanes(story: Desk, by: str, lane: str) -> None:
    """Conferences have a lane of their own, or the lane of their place."""
    words = ("lanes", "--since", "2026-09-14", "--weeks", "3", "--by", by)
    lanes = {one["key"]: one["engagements"] for one in story.read(*words)["lanes"]}
    [conference] = lanes[lane]
    assert (conference["ref"], conference["first"], conference["last"]) == (
        "E-1",
        "2026-09-22",
        "2026-09-29",
    )
    assert [one["ref"] for key, some in lanes.items() if key != lane for one in some] == (
        ["M-1", "M-1"] if by == "party" else ["M-1"]
    )
    assert "E-1 22–29 Sep" in act(story, " ".join(words)).out


def test_a_conference_is_not_a_contact(story: Desk) -> None:
    """Conferences are in the timeline, but do not count as contacts of their host and organiser."""
    act(story, "conference open E-1", now="2026-09-23T08:00:00Z")
    act(story, "conference close E-1", now="2026-10-01T08:00:00Z")
    later = {"now": "2026-10-02T08:00:00Z"}
    assert "E-1" in act(story, "timeline --party org:UN", **later).out
    for report in ("silence", "activity --year 2026"):
        assert "org:UN" not in act(story, report, **later).out
    brief = story.read("brief", "US", "org:UN", **later)
    assert (brief["engagements"], brief["last_contact"]) == (0, None)
    assert "E-1" not in act(story, "export --cameo -", **later).out


def test_a_conference_has_a_course(story: Desk) -> None:
    """A conference is moved, opened, closed and cancelled; a date in the future is refused."""
    act(story, 'conference reschedule E-1 --occurred 2026-01-05/2026-01-14 --cause "strike"')
    act(story, "conference open E-1")
    assert "not closed" in act(story, "timeline --kind conference").out
    act(story, "conference close E-1")
    early = story.run("conference", "open", "E-2")
    assert (early.code, early.out) == (2, "")
    assert "is in the future; until then, the status is announced, not opened" in early.err
    act(story, 'conference cancel E-2 --cause "no host"')
    lines = act(story, "timeline --kind conference").out
    assert "× E-2" in lines
    assert "1 done · 0 planned · 1 cancelled" in lines


def test_a_calendar_has_conferences(story: Desk) -> None:
    """A calendar shows conferences; the meeting in the margins names its conference."""
    components = shown(story)
    assert components["E-1"]["SUMMARY"] == "UNGA 81"
    assert "In the margins of: E-1" in components["M-1"]["DESCRIPTION"]
    assert components["E-2"].name == "VTODO"


def test_entities_have_an_organizer(story: Desk) -> None:
    """In FollowTheMoney entities, a conference is an event that its organisation holds."""
    lines = map(json.loads, act(story, "export --ftm -").out.splitlines())
    events = {one["properties"]["name"][0]: one for one in lines if one["schema"] == "Event"}
    assert "organizer" in events["UNGA 81"]["properties"]
    assert events["UNGA 81"]["properties"]["alias"] == ["General Assembly 2026"]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (
            "--margins-of COP99",
            "--margins-of: 'COP99' is not in the register; choose",
        ),
        ("--margins-of E-9", "--margins-of: 'E-9' is not in the register"),
        ("--margins-of M-1", "--margins-of: M-1 is not a conference"),
        ("--margins-of Twice", "--margins-of: 'Twice' may be E-3 Twice (May 2026); E-4 Twice"),
        ("--format 'in the margins'", "format: 'in the margins' is not a format; name the"),
    ],
)
def test_a_conference_is_never_guessed(story: Desk, line: str, why: str) -> None:
    """If a name does not mean one conference, the message says what to type instead."""
    act(story, "conference announce --title Twice --occurred 2026-05")
    act(story, "conference announce --title Twice --occurred 2027-05")
    before = story.position
    words = ["meeting", "schedule", "--title", "T", "--party", "AZ", "--party", "TR"]
    answer = story.run(*words, *shlex.split(line))
    assert (answer.code, answer.out) == (2, "")
    assert why in answer.err
    assert story.position == before
    assert story.run("timeline", "--margins", "COP99").code == 2


def test_the_same_conference_is_recognised(story: Desk) -> None:
    """A conference with the same name at the same time looks like the recorded conference."""
    again = act(story, "conference announce --title Unga81 --occurred 2026-09")
    assert "note: E-3 looks like E-1 (the same title)" in again.err
    other = act(story, "conference announce --title 'UNGA 81' --occurred 2020-09")
    assert "looks like" not in other.err


def test_the_old_format_stays_readable(desk: Desk) -> None:
    """Old events and files can have the format "in the margins"; new commands refuse it."""
    file = desk.write("old.yaml", OLD)
    desk.record(file)
    assert "format        in the margins" in act(desk, "show M-1").out.splitlines()
    assert "format: in the margins" in act(desk, "export --dispatch -").out
    refused = desk.run("correct", "M-2", "format=in the margins", "--reason", "x")
    assert (refused.code, refused.out) == (2, "")
    assert "dragoman correct M-2 margins='UNGA 81'" in refused.err
    act(desk, "conference announce --title 'UNGA 80' --occurred 2025-09")
    act(desk, "correct M-1 margins=UNGA80 format=bilateral --reason 'two fields'")
    assert desk.read("timeline", "--margins", "E-1")["entries"][0]["ref"] == "M-1"


OLD = """\
dispatch: old
source: {title: Old list}
records:
  - {kind: meeting, handle: one, status: held, title: One, parties: [AZ, IQ],
     occurred: 2025-09-24, format: in the margins}
  - {kind: meeting, handle: two, status: held, title: Two, parties: [AZ, TR],
     occurred: 2025-09-25}
"""


def test_a_dispatch_links_by_handle_and_by_name(story: Desk) -> None:
    """In a dispatch, a meeting names a conference by its handle or by its name in the register."""
    story.record(story.write("new.yaml", NEW))
    margins = {one["ref"]: one.get("margins") for one in story.read("timeline")["entries"]}
    assert (margins["M-4"], margins["M-5"]) == ("E-3", "E-2")


NEW = """\
dispatch: new
source: {title: New list}
records:
  - {kind: meeting, handle: here, status: scheduled, title: Here, parties: [AZ, TR],
     occurred: 2026-06-02, margins: summit}
  - {kind: meeting, handle: there, status: scheduled, title: There, parties: [AZ, TR],
     occurred: 2026-11-12, margins: cop 31}
  - {kind: conference, handle: summit, status: announced, title: Summit, occurred: 2026-06}
"""
