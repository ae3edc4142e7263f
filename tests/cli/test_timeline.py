"""The timeline: headings, order, late recordings, and ``watch``."""

import os
import re
import shlex
import time

import pytest

from tests.conftest import ARTICLE, CHAIN, Desk
from tests.copies import after
from tests.terminal import at_terminal

ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
REF = re.compile(r"\b[VCMBFIP]-[0-9]+\b")


def record_story(desk: Desk) -> None:
    """Record the sample story step by step, as the news arrives."""
    desk.record(ARTICLE, now="2025-05-02T09:00:00Z")
    desk.record(CHAIN, now="2025-12-05T10:00:00Z")
    desk.now = "2025-12-05T12:00:00Z"


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """A desk that recorded the sample story step by step, as the news arrived."""
    return after(desk, record_story)


def typed(desk: Desk, *lines: str) -> None:
    """Record engagements with the given command lines."""
    for line in lines:
        answer = desk.run(*shlex.split(line))
        assert answer.code == 0, answer.err


def sections(desk: Desk, *options: str) -> dict[str, list[str]]:
    """Return the headings of a timeline, each with the refs of the entries below the heading."""
    found: dict[str, list[str]] = {}
    for line in desk.run("timeline", *options).lines[1:]:
        if line.startswith("── "):
            title = line.strip("─ ")
            found[title] = []
        elif found and (led := REF.search(line[:30])) and not line.startswith(" " * 12):
            found[title].append(led[0])
    return found


def test_by_party_an_entry_is_under_each_of_its_parties(desk: Desk) -> None:
    """``--by party`` shows an entry under each of the entry's parties.

    The parties in the report's filter have no heading.
    """
    typed(desk, "meeting hold --title T --party AZ --party TR --party IQ --occurred 2025-12-01")
    everyone = sections(desk, "--by", "party", "--since", "2025-11")
    assert everyone["Türkiye (TR)"] == ["M-4"]
    assert everyone["Iraq (IQ)"] == ["C-7", "M-4"]
    assert "Azerbaijan (AZ)" in everyone
    ours = sections(desk, "--by", "party", "--since", "2025-11", "--party", "AZ")
    assert list(ours)[1:] == ["Iraq (IQ)", "Türkiye (TR)"]
    typed(desk, "meeting hold --title Alone --party AZ --occurred 2025-12-02")
    alone = sections(desk, "--by", "party", "--since", "2025-11", "--party", "AZ")
    assert alone["NO OTHER PARTY"] == ["M-5"]


def test_by_mechanism_a_session_is_under_its_body_with_its_visit(desk: Desk) -> None:
    """``--by mechanism`` shows a session under its mechanism, together with its visit.

    Entries that belong to no mechanism come last.
    """
    found = sections(desk, "--by", "mechanism")
    bodies = [title for title in found if title.startswith("B-")]
    assert [title[:3] for title in bodies] == ["B-1", "B-2", "B-3"]
    assert found[bodies[0]] == ["V-1", "C-1", "C-4"]
    assert list(found)[-1] == "NO MECHANISM"
    assert found["NO MECHANISM"] == ["V-2"]


def test_by_topic_case_does_not_matter(desk: Desk) -> None:
    """``--by topic`` has one heading for topics that differ only in case."""
    typed(
        desk,
        "meeting hold --title T --party AZ --topic Energy --occurred 2025-12-01",
        "meeting hold --title U --party AZ --topic energy --occurred 2025-12-02",
    )
    found = sections(desk, "--by", "topic", "--since", "2025-12-01", "--until", "2025-12-02")
    assert found["energy"] == ["M-5", "M-4"]


def test_json_and_csv_have_the_headings(desk: Desk) -> None:
    """With ``--by``, the JSON has groups, and the CSV has a column for the heading."""
    document = desk.read("timeline", "--by", "mechanism", "--kind", "consultation")
    assert document["by"] == "mechanism"
    titles = [group["title"][:3] for group in document["groups"]]
    assert titles == ["B-1", "B-2", "B-3"]
    assert document["groups"][0]["refs"] == ["C-1", "C-4"]
    lines = desk.run("timeline", "--by", "mechanism", "--kind", "consultation", "--csv").lines
    assert "[]" not in lines[1]
    assert lines[0].startswith("under,ref,kind")
    assert lines[1].startswith("B-1 Political consultations of the foreign ministries,C-1,")


def test_reverse_starts_with_the_oldest_and_ends_with_plans(desk: Desk) -> None:
    """``--reverse`` shows the oldest engagements first and plans last.

    The parts of an engagement keep their order.
    """
    typed(desk, "meeting schedule --title T --party AZ --party IQ --occurred 2026-02")
    forward = sections(desk)
    back = sections(desk, "--reverse")
    assert list(back) == [*reversed(list(forward)[1:]), "AHEAD"]
    assert back["APRIL 2025"] == forward["APRIL 2025"] == ["V-1", "C-1", "M-1", "M-2", "M-3"]
    assert desk.read("timeline", "--reverse")["entries"][0]["ref"] == "B-2"


def test_limit_counts_wholes(desk: Desk) -> None:
    """``--limit`` counts an engagement and its parts as one entry, and keeps the newest entries."""
    assert [entry["ref"] for entry in desk.read("timeline", "--limit", "3")["entries"]] == [
        *("C-7", "V-2", "V-1", "C-1", "M-1", "M-2", "M-3"),
    ]
    back = desk.read("timeline", "--limit", "2", "--reverse")["entries"]
    assert [item["ref"] for item in back] == ["V-2", "C-7"]


def test_limit_counts_the_most_urgent_follow_ups(desk: Desk) -> None:
    """If the timeline does not show all open follow-ups, the heading gives their total number."""
    for day in ("2026-03-03", "2020-11-11", "2026-01-01"):
        typed(desk, f"follow-up agree --what {day} --due {day} --party AZ --party IQ")
    whole = desk.run("timeline").out
    [heading] = [line for line in whole.splitlines() if "AHEAD" in line]
    assert "FOLLOW-UPS" not in heading
    many = int(re.search(r"(\d+) open", whole)[1])
    shown = desk.run("timeline", "--limit", "1").out
    assert f"AHEAD, 1 OF {many} FOLLOW-UPS" in shown
    assert f"{many} open" in shown
    assert "2020-11-11" in shown
    assert "2026-03-03" not in shown
    all_of_them = desk.run("timeline", "--limit", str(many)).out
    assert " OF " not in all_of_them.partition("AHEAD")[2].partition("\n")[0]


def test_a_late_recording_is_marked(desk: Desk) -> None:
    """The timeline marks an engagement that somebody recorded days late.

    The timeline does not mark engagements from before the register began.
    """
    late = {entry["ref"]: entry["late"] for entry in desk.read("timeline")["entries"]}
    assert late["V-2"] == {"days": 188, "at_least": True}
    assert late["V-1"] is late["C-7"] is late["C-2"] is None
    typed(desk, "visit conclude --title T --host AZ --party TR --occurred 2025-11-20/2025-11-22")
    [found] = [entry for entry in desk.read("timeline")["entries"] if entry["ref"] == "V-3"]
    assert found["late"] == {"days": 13, "at_least": False}
    assert "recorded 13 d late" in desk.run("timeline").out
    assert desk.read("timeline", "--as-of", "11")["entries"][0]["late"] is None


def test_lateness_is_that_of_the_deciding_event(desk: Desk) -> None:
    """If a plan's confirmation was recorded late, the timeline marks the engagement as late."""
    typed(desk, "meeting schedule --title T --party AZ --occurred 2025-12-07")
    desk.now = "2025-12-20T12:00:00Z"
    typed(desk, "meeting hold M-4")
    [found] = [entry for entry in desk.read("timeline")["entries"] if entry["ref"] == "M-4"]
    assert found["late"] == {"days": 13, "at_least": False}
    typed(desk, "correct M-4 title=U --reason typo")
    [same] = [entry for entry in desk.read("timeline")["entries"] if entry["ref"] == "M-4"]
    assert same["late"] == found["late"]


@pytest.mark.parametrize(
    ("occurred", "printed"),
    [
        ("2025-12-31", "31 Dec "),
        ("2026-02", "Feb 2026 "),
        ("../2025", "by 2025 "),
        ("2025/..", "from 2025 "),
        ("0000-05-01", "1 May 1 BC"),
    ],
)
def test_a_year_is_left_out_only_beside_a_month(desk: Desk, occurred: str, printed: str) -> None:
    """The timeline leaves out the year of a date that has a day, a month and a year.

    The timeline shows the year of a date without a day or a month, and the year of a BC date.
    """
    verb = "hold" if occurred.startswith("0000") else "schedule"
    typed(desk, f"meeting {verb} --title T --party AZ --occurred {occurred}")
    [line] = [line for line in desk.run("timeline").lines if " M-4 " in line]
    assert line.startswith(printed), line


def test_agreed_scheduled_and_inferred_items_are_distinct(desk: Desk) -> None:
    typed(
        desk,
        "consultation schedule --mechanism B-3 --session 2 --occurred 2026-02 --host IQ",
        "mechanism amend B-1 --cadence P1Y --hosting alternating",
    )
    pending = desk.read("follow-ups")
    [owed] = pending["items"]
    assert owed["ref"] == "F-2"
    assert [item["ref"] for item in owed["scheduled"]] == ["C-8"]
    assert owed["inferred_next"] is None
    assert [item["ref"] for item in pending["scheduled"]] == ["C-8"]
    inferred = {item["mechanism"]: item for item in pending["inferred"]}
    assert (inferred["B-1"]["session"], inferred["B-1"]["host"]) == (3, "AZ")
    assert "B-3" not in inferred
    printed = desk.run("follow-ups").out
    assert printed.index("OVERDUE") < printed.index("SCHEDULED") < printed.index("INFERRED")


def test_the_watch_redraws_when_others_record(desk: Desk) -> None:
    """``watch`` redraws the timeline when other users record, and highlights new entries.

    Ctrl-C ends ``watch`` with exit code 0.
    """
    desk.read("timeline")
    env = {**os.environ, "DRAGOMAN_NOW": desk.now, "LINES": "40"}
    terminal = at_terminal(desk.words("watch", "--every", "0.2"), env)
    terminal.until("Joint commission")
    typed(desk, "meeting schedule --title 'A new one' --party AZ --occurred 2025-12-24")
    terminal.until("new: M-4")
    terminal.until("A new one")
    time.sleep(0.5)
    terminal.press("Ctrl-C")
    assert terminal.end() == 0
    assert "A new one" in ANSI.sub("", terminal.seen)


# --- What has taken place ---------------------------------------------------------------------


def test_the_last_time_that_two_parties_met(desk: Desk) -> None:
    """``--past --limit 1`` shows when two parties last met.

    Planned and cancelled engagements do not count.
    """
    typed(
        desk,
        "meeting hold --title Earlier --party AZ --party KE --occurred 2025-03-01",
        "meeting hold --title Last --party AZ --party KE --occurred 2025-11-20",
        "meeting hold --title Elsewhere --party AZ --party TR --occurred 2025-12-02",
        "meeting schedule --title Planned --party AZ --party KE --occurred 2026-05-01",
        "meeting schedule --title Off --party AZ --party KE --occurred 2025-12-01",
        "meeting cancel M-8",
        "follow-up agree --what Owed --party AZ --party KE --due 2026-02",
    )
    assert sections(desk, "--party", "KE", "--past", "--limit", "1") == {"NOVEMBER 2025": ["M-5"]}
    every = sections(desk, "--party", "KE", "--past")
    assert every == {"NOVEMBER 2025": ["M-5"], "MARCH 2025": ["M-4"]}


def test_a_meeting_that_took_place_within_a_plan_is_past(desk: Desk) -> None:
    """``--past`` shows a part that took place, even if the parent engagement is still planned."""
    typed(
        desk,
        "visit announce --title Visit --host KE --party AZ --occurred 2025-12-05",
        "meeting hold --title Talks --party AZ --party KE --occurred 2025-12-05 --part-of V-3",
    )
    assert sections(desk, "--past", "--limit", "1") == {"DECEMBER 2025": ["M-4"]}
