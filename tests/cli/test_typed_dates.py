"""Typed dates without a year, and typed weekdays without a date."""

import pytest

from tests.conftest import Desk

pytestmark = pytest.mark.once

PARTIES = "--party AZ --party IQ"
TYPED = {
    f"meeting hold --title T {PARTIES} --occurred tuesday": "2026-01-13",
    f"meeting hold --title T {PARTIES} --occurred 20\N{NO-BREAK SPACE}Dec": "2025-12-20",
    f"meeting schedule --title T {PARTIES} --occurred tuesday": "2026-01-20",
    f"meeting schedule --title T {PARTIES} --occurred December": "2026-12",
    "demarche deliver --subject S --from AZ --to IQ --occurred monday": "2026-01-12",
    f"follow-up agree --what W {PARTIES} --due friday": "2026-01-16",
    f"follow-up agree --what W {PARTIES} --due 10\N{NO-BREAK SPACE}Jan": "2027-01-10",
    f"follow-up agree --what W {PARTIES} --due +2w": "2026-01-29",
}
"""Commands on Thursday 15 January 2026, each with the date that it records."""


@pytest.mark.parametrize("line", TYPED)
def test_a_date_looks_back_or_ahead_as_the_record_does(desk: Desk, line: str) -> None:
    """If you type a date without a year, Dragoman adds the year.

    A past event gets a past date. A plan or a due date gets a future date.
    """
    desk.now = "2026-01-15T08:00:00Z"
    found = desk.read(*line.split(" "), "--dry-run")["events"][0]["facts"]
    assert (found.get("occurred") or found.get("due")) == TYPED[line]


def test_since_monday_begins_with_monday(desk: Desk) -> None:
    """``--since`` looks back: on a Thursday, ``monday`` is the Monday of the same week."""
    desk.now = "2026-01-15T08:00:00Z"
    for day in ("2026-01-11", "2026-01-12"):
        desk.run(*f"meeting hold --title Talks {PARTIES} --occurred {day}".split())
    entries = desk.read("timeline", "--since", "monday")["entries"]
    assert [entry["occurred"]["edtf"] for entry in entries] == ["2026-01-12"]


def test_a_new_day_of_a_plan_is_in_the_future(desk: Desk) -> None:
    """A weekday means the next one when you reschedule or correct a plan."""
    desk.now = "2025-12-05T09:00:00Z"
    plan = ("--title", "T", "--party", "AZ", "--party", "IQ", "--occurred", "10 Dec")
    desk.run("meeting", "schedule", *plan)
    for words in (("meeting", "reschedule", "M-1", "--occurred", "tuesday"), CORRECTED):
        assert desk.run(*words).code == 0
        assert desk.read("show", "M-1")["record"]["occurred"]["edtf"] == "2025-12-09"
    desk.run(
        "instrument", "sign", "--title", "I", "--form", "treaty", *plan[2:6], "--signed", "monday"
    )
    assert desk.read("show", "I-1")["record"]["signed"]["edtf"] == "2025-12-01"


CORRECTED = ("correct", "M-1", "occurred=tuesday", "title=U", "--reason", "x")


def _moved(desk: Desk, *words: str) -> tuple[str, str]:
    """Reschedule M-1 to words; return the recorded date and what the command printed on stderr."""
    answer = desk.run(
        "meeting", "reschedule", "M-1", "--occurred", *words, env={"TZ": "Europe/Rome"}
    )
    assert answer.code == 0, answer.err
    return desk.read("show", "M-1")["record"]["occurred"]["edtf"], answer.err


def test_a_moved_meeting_keeps_what_is_not_typed(desk: Desk) -> None:
    """Hours alone keep the day, the zone and the length, and a day alone keeps the hours."""
    desk.now = "2026-03-10T08:00:00Z"
    talks = ("--title", "Talks", "--party", "AZ", "--party", "GE")
    desk.run("meeting", "schedule", *talks, "--occurred", "2026-03-12 10:00-12:00 Baku")
    assert _moved(desk, "15:00") == ("2026-03-12T15:00:00+04:00/2026-03-12T17:00:00+04:00", "")
    when, note = _moved(desk, "17 March")
    assert when == "2026-03-17T15:00:00+04:00/2026-03-17T17:00:00+04:00"
    assert "note: the hours stay: 17 Mar 2026" in note
    assert "type '17 March, all day'" in note
    assert _moved(desk, "17 March, all day") == ("2026-03-17", "")
    assert _moved(desk, "9:00") == ("2026-03-17T09:00:00+01:00", "")
    desk.run("correct", "M-1", "occurred=16:00 Baku", "--reason", "typing error")
    assert desk.read("show", "M-1")["record"]["occurred"]["edtf"] == "2026-03-17T16:00:00+04:00"


def test_a_changed_series_keeps_the_length_of_its_meetings(desk: Desk) -> None:
    """New hours without an end last as long as the former hours."""
    desk.now = "2026-03-10T08:00:00Z"
    weekly = ("--every", "week", "--until", "2026-04-30", "--party", "AZ", "--party", "GE")
    first = "2026-03-16 10:00-10:45 Baku"
    desk.run("meeting", "schedule", "--title", "Call", *weekly, "--occurred", first)
    desk.run("series", "amend", "S-1", "--from", "2026-04-01", "--occurred", "15.30")
    series = desk.read("show", "S-1")["record"]["occurred"]["edtf"]
    assert series == "2026-04-06T15:30:00+04:00/2026-04-06T16:15:00+04:00"


def test_a_past_date_that_may_be_soon_needs_a_year(desk: Desk) -> None:
    """Dragoman asks for the year, but takes the year of a plan that took place."""
    desk.now = "2026-04-22T08:00:00Z"
    plan = ("--title", "Talks", "--party", "AZ", "--party", "GE", "--occurred")
    held = desk.run("meeting", "hold", *plan, "29 April 11:10-12:00")
    assert held.code == 2
    assert "29 Apr 2025 or 29 Apr 2026? write the year" in held.err
    desk.run("meeting", "schedule", *plan, "29 April")
    early = desk.run("meeting", "hold", "M-1", "--occurred", "29 April 11:10-12:00")
    assert early.code == 2
    assert "is in the future" in early.err
    desk.run("party", "register", "--name", "Nino Beridze", "--side", "GE")
    post = ("party", "position", "P-1", "Ambassador", "--side", "GE", "--assumed")
    assert "1 May 2025 or 1 May 2026? write the year" in desk.run(*post, "1 May").err
    desk.now = "2026-04-30T08:00:00Z"
    assert desk.run("meeting", "hold", "M-1", "--occurred", "11:10-12:00").code == 0
    assert desk.read("show", "M-1")["record"]["occurred"]["edtf"].startswith("2026-04-29T11:10")
