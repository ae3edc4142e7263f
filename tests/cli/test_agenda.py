"""``dragoman agenda``: what happens and what is due, strictly by day and hour."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.cli.read.agenda import period_given
from dragoman.exchange import UsageError
from tests.cli.test_posts import typed
from tests.conftest import Desk
from tests.copies import after

MEETING = "meeting schedule --party AZ --party UZ --title"


def week(desk: Desk) -> None:
    """Record the plans, deadlines and past engagements around the week of 30 November 2026."""
    desk.now = "2026-11-30T08:00:00Z"
    typed(
        desk,
        f"{MEETING} Late --occurred '2026-12-01 18:00'",
        f"{MEETING} Early --occurred '2026-12-01 09:30-10:15'",
        f"{MEETING} Day --occurred 2026-12-01",
        f"{MEETING} Tokyo --occurred '2026-12-02 01:00 Asia/Tokyo'",
        f"{MEETING} Night --occurred '2026-12-02 23:00 to 2026-12-03 01:30'",
        "visit announce --title Tour --host AZ --party UZ --occurred 2026-11-30/2026-12-02",
        f"{MEETING} Morning --occurred '2026-11-30 07:00'",
        f"{MEETING} Noon --occurred '2026-11-30 12:00'",
        f"{MEETING} Month --occurred 2026-12",
        f"{MEETING} Around --occurred '~2 Dec 2026'",
        f"{MEETING} NextYear --occurred 2027",
        f"{MEETING} Undated",
        f"{MEETING} Off --occurred 2026-12-01",
        "meeting cancel M-12",
        "meeting hold --title Held --party AZ --party TR --occurred 2026-11-30"
        ' --participant "Leyla Hasanova; minister; AZ"',
        "follow-up agree --what Draft --party AZ --party TR --due 2026-12-03 --agreed-in M-13"
        " --owner TR",
        "follow-up agree --what Deadline --party AZ --party UZ --due 'by 4 Dec 2026'",
        "follow-up agree --what 'End of year' --party AZ --party UZ --due 'by Dec 2026'",
        "follow-up agree --what Sometime --party AZ --party UZ --due 2026-12",
        "follow-up agree --what Overdue --party AZ --party UZ --due 2026-11-02",
        "demarche deliver --subject Visas --from AZ --to UZ --occurred 2026-11-01"
        " --reply-due 2026-12-03",
    )


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """A desk in the week of 30 November 2026, at 08:00 UTC on Monday."""
    return after(desk, week)


def titles(report: Any) -> dict[str, list[str]]:
    """Return the titles of each day's entries."""
    return {one["date"]: [item["title"] for item in one["items"]] for one in report["days"]}


def test_the_next_seven_days_by_day_and_hour(desk: Desk) -> None:
    """Whole-day entries come first, then the hours; a visit is on each of its days."""
    report = desk.read("agenda")
    assert (report["first"], report["last"]) == ("2026-11-30", "2026-12-06")
    assert titles(report) == {
        "2026-11-30": ["Tour", "Held", "Morning", "Noon"],
        "2026-12-01": ["Tour", "Day", "Early", "Tokyo", "Late"],
        "2026-12-02": ["Tour", "Night"],
        "2026-12-03": ["Draft", "Reply to: Visas", "Night"],
        "2026-12-04": ["Deadline"],
    }
    assert [item["title"] for item in report["inexact"]] == ["Around", "Month"]
    assert report["overdue"] == 1


def test_the_page_gives_hours_days_and_what_is_due(desk: Desk) -> None:
    """The page fits 80 columns, and marks the past part of today."""
    lines = desk.run("agenda", env={"COLUMNS": "80"}).lines
    assert max(map(len, lines)) <= 80
    page = "\n".join(lines)
    assert "── MONDAY 30 NOVEMBER, TODAY ──" in page
    assert "── TUESDAY 1 DECEMBER, TOMORROW ──" in page
    for words in (
        "1 overdue",
        "hours in UTC",
        "day 2 of 3",
        "09:30–10:15",
        "from 23:00",
        "until 01:30",
        "scheduled, past",
        "reply due",
        "NO EXACT DAY",
    ):
        assert words in page
    assert page.count("past") == 1
    assert "Off" not in page
    assert "Undated" not in page


def test_days_and_hours_are_those_of_the_desk(desk: Desk) -> None:
    """In another time zone, a meeting may be on another day, and shows its recorded hours."""
    tokyo = desk.read("agenda", "2", "Dec", env={"TZ": "Asia/Tokyo"})
    assert titles(tokyo) == {"2026-12-02": ["Tour", "Tokyo", "Late"]}
    assert tokyo["days"][0]["items"][1]["begins"] == "2026-12-02T01:00:00+09:00"
    page = desk.run("agenda", "1", "Dec").out
    assert "16:00" in page
    assert "2 Dec 2026 01:00 (Tokyo)" in page


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("tomorrow", "2026-12-01", "2026-12-01"),
        ("next week", "2026-12-07", "2026-12-13"),
        ("december", "2026-12-01", "2026-12-31"),
        ("2026-12", "2026-12-01", "2026-12-31"),
        ("15 Dec to 20 Dec", "2026-12-15", "2026-12-20"),
        ("by 4 December", "2026-11-30", "2026-12-04"),
        ("next 3 days", "2026-11-30", "2026-12-02"),
        ("the next two weeks", "2026-11-30", "2026-12-13"),
        ("last week", "2026-11-23", "2026-11-29"),
        ("friday", "2026-12-04", "2026-12-04"),
    ],
)
def test_periods_in_words(desk: Desk, period: str, first: str, last: str) -> None:
    """A period needs no quotes."""
    report = desk.read("agenda", *period.split())
    assert (report["first"], report["last"]) == (first, last)


@pytest.mark.parametrize(
    ("period", "said"),
    [
        ("soonish", "agenda: 'soonish' is not a period; type, for example: tomorrow, next week"),
        ("from 1 Dec", "agenda: 'from 1 Dec' has no end"),
        ("2026-12-01 14:30", "agenda: '2026-12-01 14:30' has a time of day"),
        ("2020 to 2026", "agenda: '2020 to 2026' is longer than a year"),
        ("by 2020", "agenda: 'by 2020' ends before today"),
        ("next 999 weeks", "agenda: 'next 999 weeks' is longer than a year"),
        ("next zero days", "agenda: 'next zero days' is not a period"),
        ("Y-20260", "is not a period in the years 1 to 9999"),
    ],
)
def test_what_is_no_period_is_refused(desk: Desk, period: str, said: str) -> None:
    """One line says what is wrong, and what to type instead."""
    answer = desk.run("agenda", *period.split())
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err
    assert answer.err.count("\n") == 1


def test_the_agenda_of_a_party_and_of_a_person(desk: Desk) -> None:
    """The filters of other reports apply."""
    assert titles(desk.read("agenda", "--party", "TR")) == {
        "2026-11-30": ["Held"],
        "2026-12-03": ["Draft"],
    }
    assert titles(desk.read("agenda", "--party", "Hasanova")) == {
        "2026-11-30": ["Held"],
        "2026-12-03": ["Draft"],
    }
    context = desk.read("agenda", "--context", "AZ-TR")
    assert (context["context"], list(titles(context))) == (
        ["AZ", "TR"],
        ["2026-11-30", "2026-12-03"],
    )


def test_an_empty_agenda_says_so(desk: Desk) -> None:
    assert "Nothing is planned or due." in desk.run("agenda", "tomorrow", "--party", "DE").out


def test_other_forms(desk: Desk) -> None:
    """CSV has a row for each entry of each day; Markdown and HTML have a heading for each day."""
    table = desk.run("agenda", "--csv").lines
    assert len(table) == 1 + 15 + 2
    assert table[0].startswith("date,ref,kind,status,title")
    assert "## Tuesday 1 December, tomorrow" in desk.run("agenda", "--markdown").out
    page = desk.home / "agenda.html"
    assert desk.run("agenda", "--html", page).code == 0
    assert "Tokyo" in page.read_text("utf-8")


def test_as_of_an_earlier_position(desk: Desk) -> None:
    """``--as-of`` shows the agenda as the register was, without marking a part of today."""
    report = desk.read("agenda", "--as-of", "1")
    assert titles(report) == {"2026-12-01": ["Late"]}
    assert "past" not in desk.run("agenda", "today", "--as-of", "8").out.replace("past state", "")


def test_an_empty_register_has_an_empty_agenda(desk: Desk) -> None:
    answer = desk.run("agenda", "--register", desk.home / "none.db")
    assert (answer.code, "Nothing is planned or due." in answer.out) == (0, True)


@given(st.dates(date(1900, 1, 1), date(2999, 12, 1)), st.integers(1, 52))
def test_counted_weeks_begin_today(today: date, weeks: int) -> None:
    """ "Next N weeks" is 7 N days, and begins today."""
    first, last = period_given(f"next {weeks} weeks", today)
    assert (first, (last - first).days + 1) == (today, 7 * weeks)


@given(st.text(max_size=20))
def test_any_text_is_a_period_or_is_refused(text: str) -> None:
    """No text causes an error other than a refusal."""
    try:
        first, last = period_given(text.strip(), date(2026, 11, 30))
    except UsageError:
        return
    assert first <= last
    assert json.dumps([str(first), str(last)])
