"""Typed dates without a year, and typed weekdays without a date."""

import pytest

from tests.conftest import Desk

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
