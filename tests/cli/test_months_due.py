"""Follow-ups that are due in a month: the deadline is the last day of the month."""

import pytest

from tests.conftest import Desk

pytestmark = pytest.mark.once

AGREE = "follow-up", "agree", "--what", "Send the list", "--party", "AZ", "--party", "IQ"

MONTHS = ["2026-12", "December 2026", "by December", "Dec 2026", "by the end of December 2026"]


def owing(desk: Desk, due: str) -> None:
    """Record a follow-up on 5 November 2026."""
    desk.now = "2026-11-05T09:00:00Z"
    assert desk.run(*AGREE, "--due", due).code == 0


def state(desk: Desk, now: str) -> str:
    desk.now = f"{now}T09:00:00Z"
    [item] = desk.read("follow-ups")["items"]
    return str(item["state"])


@pytest.mark.parametrize("due", MONTHS)
def test_a_month_is_due_on_its_last_day(desk: Desk, due: str) -> None:
    """The follow-up is soon 30 days before the last day, and overdue only after the last day."""
    owing(desk, due)
    assert state(desk, "2026-11-05") == "later"
    assert state(desk, "2026-11-30") == "later"
    assert state(desk, "2026-12-01") == "soon"
    assert state(desk, "2026-12-31") == "soon"
    assert state(desk, "2027-01-01") == "overdue"


@pytest.mark.parametrize(
    ("due", "later", "soon"),
    [
        ("2026", "2026-11-30", "2026-12-01"),
        ("Q1 2027", "2027-02-28", "2027-03-01"),
        ("2026-12-10/2026-12-20", "2026-11-19", "2026-11-20"),
        ("~Dec 2026", "2026-11-30", "2026-12-01"),
    ],
)
def test_the_last_day_of_any_period_is_the_deadline(
    desk: Desk, due: str, later: str, soon: str
) -> None:
    """A year that has begun is not soon only because it has begun."""
    owing(desk, due)
    assert (state(desk, later), state(desk, soon)) == ("later", "soon")


@pytest.mark.parametrize("due", MONTHS)
def test_the_agenda_has_it_in_the_week_of_the_last_day(desk: Desk, due: str) -> None:
    owing(desk, due)
    found = {}
    for now in ("2026-12-01", "2026-12-24", "2026-12-25", "2026-12-31"):
        desk.now = f"{now}T09:00:00Z"
        report = desk.read("agenda")
        days = [item for day in report["days"] for item in day["items"]]
        found[now] = [item["ref"] for item in (*days, *report["inexact"])]
    assert found == {
        "2026-12-01": [],
        "2026-12-24": [],
        "2026-12-25": ["F-1"],
        "2026-12-31": ["F-1"],
    }


@pytest.mark.parametrize("due", MONTHS)
def test_the_digest_has_it_in_the_days_before_the_last_day(desk: Desk, due: str) -> None:
    owing(desk, due)
    found = {}
    for now in ("2026-12-01", "2026-12-24", "2027-01-01"):
        desk.now = f"{now}T09:00:00Z"
        report = desk.read("digest", "--since", "2026-11-01")
        found[now] = [[item["ref"] for item in report[part]] for part in ("due", "overdue")]
    assert found == {
        "2026-12-01": [[], []],
        "2026-12-24": [["F-1"], []],
        "2027-01-01": [[], ["F-1"]],
    }


@pytest.mark.parametrize(
    ("due", "day"),
    [
        *((due, "20261231") for due in MONTHS),
        ("2026", "20261231"),
        ("Q1 2027", "20270331"),
        ("February 2028", "20280229"),
        ("~Dec 2026", None),
        ("by 44 BC", None),
        ("2026-12-XX", None),
        ("from December 2026", None),
    ],
)
def test_the_task_in_the_calendar_is_due_on_the_last_day(
    desk: Desk, due: str, day: str | None
) -> None:
    """A calendar has no months; a date that is not certain gets no day."""
    owing(desk, due)
    lines = desk.run("export", "--ics", "-").lines
    assert [one for one in lines if one.startswith("DUE")] == (
        [f"DUE;VALUE=DATE:{day}"] * bool(day)
    )
