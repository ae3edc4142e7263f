"""Reports on few or no records still say something useful."""

import csv
import io
import shlex
from datetime import UTC, datetime

import pytest

from dragoman.store.engines.sqlite import create_register
from tests.conftest import Desk

REPORTS = (
    "timeline",
    "timeline --by party",
    "timeline --by mechanism",
    "timeline --by topic",
    "follow-ups",
    "brief AZ",
    "brief AZ IQ",
    "brief org:UN",
    "activity",
    "activity --by topic",
    "lanes",
    "silence",
    "search energy",
    "mechanism list",
    "party list",
)
FORMS = ("", "--json", "--markdown", "--ascii")
FILTERED = ("timeline", "follow-ups", "activity", "lanes", "silence", "mechanism list", "search x")
ONE = "meeting hold --title Talks --party AZ --party IQ --occurred 2026-01-10 --topic energy"
UNDATED = (
    "meeting hold --title Talks --party AZ --party IQ --topic energy",
    "visit announce --title Visit --host IQ --party AZ",
    "follow-up agree --what 'Send it' --party AZ --party IQ",
    "mechanism establish --body 'working group' --title Energy --party AZ --party IQ",
    "consultation hold --mechanism B-1",
)


@pytest.fixture
def empty(desk: Desk) -> Desk:
    """A desk with an empty register."""
    create_register(desk.home / "data/dragoman/register.db", datetime(2026, 1, 1, tzinfo=UTC))
    return desk


def typed(desk: Desk, *lines: str) -> Desk:
    """Run commands on a desk, and return the desk."""
    for line in lines:
        answer = desk.run(*shlex.split(line))
        assert answer.code == 0, answer.err
    return desk


def all_say_something(desk: Desk) -> None:
    """Check that every report, in every format, prints more than its heading."""
    for report in REPORTS:
        for form in FORMS:
            answer = desk.run(*report.split(), *form.split())
            assert answer.code == 0, f"{report} {form}: {answer.err}"
            assert len(answer.lines) > 1, f"{report} {form}: {answer.out}"
        page = desk.home / "page.html"
        assert desk.run(*report.split(), "--html", page).code == 0, report


def test_reports_on_an_empty_register(empty: Desk) -> None:
    """On an empty register, every report says that there is nothing to show."""
    all_say_something(empty)


def test_one_record(desk: Desk) -> None:
    """If a register has only one meeting, every report on meetings shows it."""
    all_say_something(typed(desk, ONE))
    for report in ("timeline", "brief AZ", "activity", "lanes", "search talks"):
        assert "M-1" in desk.run(*report.split()).out, report


def test_records_without_any_date(desk: Desk) -> None:
    """Reports also show records without a date.

    A record without a date does not count as the last contact.
    """
    all_say_something(typed(desk, *UNDATED))
    assert "M-1" in desk.run("timeline").out
    for report in ("timeline", "lanes"):
        assert "V-1" in desk.run(report).out
    assert "F-1" in desk.run("follow-ups").out
    last = desk.read("brief", "AZ", "IQ")
    assert (last["last_contact"], last["silence"]) == (None, None)


@pytest.mark.parametrize("report", FILTERED)
def test_a_filter_without_matches(desk: Desk, report: str) -> None:
    """If a party has no records, a report on the party says that no records match."""
    typed(desk, ONE)
    answer = desk.run(*report.split(), "--party", "FR")
    assert answer.code == 0
    assert len(answer.lines) > 1


@pytest.mark.parametrize("report", [*FILTERED, "export --ics -"])
def test_an_unknown_state_is_refused_with_suggestions(desk: Desk, report: str) -> None:
    typed(desk, ONE)
    answer = desk.run(*report.split(), "--party", "Nambia")
    assert (answer.code, answer.out) == (2, "")
    assert "did you mean Namibia (NA)" in answer.err
    assert len(answer.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("brief Nambia", "did you mean Namibia (NA)"),
        ("brief P-9", "P-9 does not exist"),
        ("brief", "name one or two"),
        ("brief AZ IQ TR", "name one or two"),
        ("brief AZ Azerbaijan", "the same"),
        ("timeline --by week", "week"),
        ("timeline --limit 0", "--limit"),
        ("timeline --limit 1.5", "is not a whole number"),
        ("search x --limit 2.5", "is not a whole number"),
        ("lanes --weeks 2.9", "is not a whole number"),
        ("silence --days 179.5", "is not a whole number"),
        ("timeline --between AZ Azerbaijan", "the same"),
        ("timeline --since 2025 --until 2024", "swap the two"),
        ("search visit --since 2025 --until 2024", "swap the two"),
        ("brief Foo", "unknown"),
        ("brief ''", "unknown"),
        ("timeline --csv --json", "cannot be combined"),
        ("timeline --html a.html --markdown", "cannot be combined"),
        ("timeline --html .", "name another file"),
        ("silence --days -1", "--days"),
        ("silence --days x", "days"),
        ("watch", "needs a terminal"),
        ("watch --every 0", "--every"),
        ("watch --json", "needs a terminal"),
        ("lanes --weeks 0", "--weeks"),
        ("activity --year 20x6", "--year"),
        ("export", "--ics"),
    ],
)
def test_bad_input_is_refused(desk: Desk, words: str, expected: str) -> None:
    """Dragoman refuses bad input in one line, which says what is wrong and what to type instead."""
    typed(desk, ONE)
    answer = desk.run(*shlex.split(words))
    assert (answer.code, answer.out) == (2, ""), answer.out
    assert expected in answer.err
    assert len(answer.err.splitlines()) == 1


def test_another_file_is_not_overwritten(desk: Desk) -> None:
    """``--html`` replaces a page that Dragoman wrote earlier, but no other file."""
    typed(desk, ONE)
    page, letter = desk.home / "page.html", desk.write("letter.html", "<p>Dear colleague")
    assert desk.run("timeline", "--html", page).code == 0
    first = page.read_text("utf-8")
    assert desk.run("brief", "AZ", "--html", page).code == 0
    assert page.read_text("utf-8") != first
    answer = desk.run("timeline", "--html", letter)
    assert answer.code == 2
    assert letter.read_text("utf-8") == "<p>Dear colleague"
    assert len(list(desk.home.glob("*.html"))) == 2


def test_rows_have_the_columns_of_the_first(desk: Desk) -> None:
    """In the CSV of the timeline, every row has a cell for each column of the header."""
    typed(desk, ONE, *UNDATED)
    [head, *rows] = csv.reader(io.StringIO(desk.run("timeline", "--csv").out))
    found = [dict(zip(head, row, strict=True)) for row in rows]
    assert {row["ref"] for row in found} == {"M-1", "M-2", "V-1", "C-1"}
    [held] = [row for row in found if row["ref"] == "M-1"]
    assert held["occurred"] == held["occurred_latest"] == "2026-01-10"
    assert held["parties"] == "AZ; IQ"
