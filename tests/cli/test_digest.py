"""``dragoman digest``: what is new, what changed and what is due, for a mail to the desk."""

from typing import Any

import pytest

from tests.cli.commands import act
from tests.conftest import Desk
from tests.copies import after

EARLIER, TODAY = "2026-01-12T08:00:00Z", "2026-01-15T08:00:00Z"


def week(desk: Desk) -> None:
    """Record a meeting on Monday, and changes on Thursday."""
    desk.now = EARLIER
    held = "meeting hold --title Talks --party AZ --party IQ --occurred 2026-01-11 --place Baku"
    act(desk, f"{held} --participant 'Leyla Hasanova; head of department; AZ'")
    plan = "meeting schedule --title Call --party AZ --party IQ --occurred"
    act(desk, f"{plan} '2026-01-19 10:00'")
    act(desk, f"{plan} 2026-03-01 --place Rome --new")
    desk.now = TODAY
    act(desk, "correct M-1 place=Ganja --reason 'the ministry corrected it'")
    act(desk, "correct M-1 place=Basra --reason again")
    act(desk, "meeting reschedule M-2 --occurred '2026-01-20 10:00'")
    act(desk, "retract M-3 --reason 'never planned'")
    act(desk, "follow-up agree --what Draft --agreed-in M-1 --owner IQ --due 2026-01-14")
    act(desk, "follow-up agree --what Answer --agreed-in M-1 --owner AZ --due 2026-01-21")
    act(
        desk,
        "visit announce --title Trip --host FR --party AZ --occurred 2026-05 --summary 'A\n\nB'",
    )
    act(desk, "meeting hold --title Gone --party AZ --occurred 2026-01-02")
    act(desk, "undo --reason mistaken")


@pytest.fixture
def desk_of_week(desk: Desk) -> Desk:
    """A desk that has recorded the week."""
    made = after(desk, week)
    made.now = TODAY
    return made


def test_a_digest_has_one_item_for_each_record(desk_of_week: Desk) -> None:
    """The digest sums up several changes of a record; it leaves out what was undone at once."""
    report = desk_of_week.read("digest", "--since", "yesterday")
    items = {one["ref"]: one for one in report["items"]}
    sections = {ref: one["section"] for ref, one in items.items()}
    assert sections == {
        "F-1": "new",
        "F-2": "new",
        "V-1": "new",
        "M-2": "changed",
        "M-1": "corrected",
        "M-3": "retracted",
    }
    [change] = items["M-1"]["changes"]
    assert (change["before"], change["after"]) == ("Baku", "Basra")
    assert items["M-3"]["reason"] == "never planned"
    assert [one["ref"] for one in report["overdue"]] == ["F-1"]
    assert [one["ref"] for one in report["due"]] == ["F-2"]
    assert [one["ref"] for one in report["ahead"]] == ["M-2"]


def test_a_digest_reads_as_a_mail(desk_of_week: Desk) -> None:
    """The text of the digest fits a mail; the HTML goes to stdout."""
    answer = desk_of_week.run("digest", "--since", "2026-01-12", env={"COLUMNS": "80"})
    assert answer.code == 0
    assert max(map(len, answer.lines)) <= 80
    for line in (
        "since 12 Jan 2026",
        "1 new person or organisation",
        "── NEW",
        "M-1 Talks",
        "owner Iraq",
        "A B",
    ):
        assert line in answer.out
    assert "Gone" not in answer.out
    page = desk_of_week.run("digest", "--since", "yesterday", "--html", "-").out
    assert page.startswith("<!doctype html>")
    assert "place: Baku → Basra" in page
    assert "occurred: 19 Jan 2026 10:00 UTC → 20 Jan 2026 10:00 UTC" in page


def test_a_digest_without_news_is_empty(desk_of_week: Desk) -> None:
    """On a day without news, the digest prints nothing, so that no mail goes out."""
    desk = desk_of_week
    for form in ("", "--markdown", "--html -"):
        answer = desk.run(
            "digest", "--since", "yesterday", *form.split(), now="2026-01-18T08:00:00Z"
        )
        assert (answer.code, answer.out, answer.err) == (0, "", "")
    report = desk.read("digest", "--since", "yesterday", now="2026-01-18T08:00:00Z")
    assert (report["has_news"], report["items"]) == (False, [])


def test_a_follow_up_that_falls_due_is_news(desk_of_week: Desk) -> None:
    """On the day on which a follow-up is due, and on the day after it, the digest says so."""
    for day in ("2026-01-21", "2026-01-22"):
        answer = desk_of_week.run("digest", "--since", "yesterday", now=f"{day}T08:00:00Z")
        assert "F-2 Answer" in answer.out
    later = desk_of_week.run("digest", "--since", "yesterday", now="2026-01-24T08:00:00Z")
    assert later.out == ""


def test_a_digest_is_filtered_by_party(desk_of_week: Desk) -> None:
    """A digest about a party has only the records of that party."""
    report = desk_of_week.read("digest", "--since", "yesterday", "--party", "FR")
    assert [one["ref"] for one in report["items"]] == ["V-1"]
    assert desk_of_week.run("digest", "--since", "yesterday", "--party", "JP").out == ""


def test_a_digest_of_the_past_is_repeated(desk_of_week: Desk) -> None:
    """With ``--as-of``, the digest of an earlier day is the digest that was printed that day."""
    said = desk_of_week.run("digest", "--since", "monday", now="2026-01-12T20:00:00Z")
    again = desk_of_week.read("digest", "--since", "2026-01-12", "--as-of", "2026-01-12")
    assert said.code == 0
    assert [one["ref"] for one in again["items"]] == ["M-1", "M-2", "M-3"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("", "--since is missing"),
        ("--since tomorrow", "--since: tomorrow is after 15 Jan 2026; name an earlier day"),
        ("--since someday", "--since: 'someday' is not a day"),
        ("--since yesterday --days -1", "--days: -1 is not a number from 0 to 366"),
        ("--since yesterday --as-of 2026-01-12", "yesterday is after 12 Jan 2026"),
    ],
)
def test_a_wrong_period_is_refused(desk_of_week: Desk, options: str, message: str) -> None:
    """Dragoman refuses a period that it does not understand, and says what to write."""
    answer = desk_of_week.run("digest", *options.split())
    assert (answer.code, answer.out) == (2, "")
    assert message in answer.err


def test_a_series_is_one_item(desk: Desk) -> None:
    """A digest names a new or changed series, and only meetings that changed on their own."""
    series = "--title Call --party AZ --party IQ --every week --until 2026-05-01"
    act(desk, f"meeting schedule {series} --occurred '2026-01-20 10:00'")
    new = desk.read("digest", "--since", "yesterday")["items"]
    assert [one["ref"] for one in new] == ["S-1"]
    desk.now = "2026-01-18T08:00:00Z"
    act(desk, "series amend S-1 --from 2026-03-01 --occurred 'thursday 11:00'")
    act(desk, "meeting cancel M-2")
    changed = desk.read("digest", "--since", "yesterday")["items"]
    assert [one["ref"] for one in changed] == ["S-1", "M-2"]


def test_only_a_deadline_within_the_period_is_due(desk_of_week: Desk) -> None:
    """A follow-up that is due by a month is due on the last day of the month, not now."""
    for what, due in (("May", "by May 2026"), ("Month", "2026-01"), ("Soon", "../2026-01-20")):
        act(desk_of_week, f"follow-up agree --what {what} --agreed-in M-1 --due '{due}' --new")
    report = desk_of_week.read("digest", "--since", "yesterday")
    assert [one["what"] for one in report["due"]] == ["Soon", "Answer"]
    items = {one["what"]: one["state"] for one in desk_of_week.read("follow-ups")["items"]}
    assert {name: items[name] for name in ("May", "Month", "Soon")} == {
        "May": "later",
        "Month": "soon",
        "Soon": "soon",
    }


def news_of(desk: Desk, *arguments: str) -> dict[str, dict[str, Any]]:
    """Return the items of the digest since yesterday, by ref."""
    return {
        one["ref"]: one for one in desk.read("digest", "--since=yesterday", *arguments)["items"]
    }


def test_a_context_includes_the_corrections_of_its_people(desk_of_week: Desk) -> None:
    """A person who takes part in a record of the context belongs to it; others are counted."""
    act(desk_of_week, "correct P-1 'name=Leyla Hasanli' --reason 'her new passport'")
    act(desk_of_week, "party register --name 'Pal Nagy' --side HU")
    items = news_of(desk_of_week, "--context", "IQ")
    assert {"P-1", "M-1"} <= items.keys()
    assert "V-1" not in items
    head = desk_of_week.run("digest", "--since=yesterday", "--context=IQ").lines[0]
    assert head.endswith("1 more outside the context IQ")
    everything = desk_of_week.run("digest", "--since=yesterday").lines[0]
    assert "outside" not in everything


def test_a_new_record_shows_its_corrections(desk_of_week: Desk) -> None:
    """A record that is new and was corrected at once shows what its first message said."""
    act(desk_of_week, "correct V-1 host=DE --reason 'misread'")
    act(desk_of_week, "visit reschedule V-1 --occurred 2026-06")
    item = news_of(desk_of_week)["V-1"]
    assert item["section"] == "new"
    assert [(one["field"], one["before"], one["after"]) for one in item["changes"]] == [
        ("host", "FR", "DE")
    ]
    assert "host: FR → DE" in desk_of_week.run("digest", "--since=yesterday").out


def test_a_series_has_the_date_of_its_next_meeting(desk_of_week: Desk) -> None:
    """The date of an amended series is its next meeting, not the start of the new rhythm."""
    act(
        desk_of_week,
        "series schedule --title Weekly --party AZ --party IQ --every week"
        " --occurred 2026-01-12 --until 2026-04-01",
    )
    assert news_of(desk_of_week)["S-1"]["occurred"]["edtf"] == "2026-01-19"
    act(desk_of_week, "series amend S-1 --from 2026-03-01 --every '2 weeks'")
    assert news_of(desk_of_week)["S-1"]["occurred"]["edtf"] == "2026-01-19"


def test_a_split_follow_up_names_its_parts(desk_of_week: Desk) -> None:
    """A follow-up that was split was not dropped."""
    act(desk_of_week, "follow-up split F-2 --into Draft --into Send")
    item = news_of(desk_of_week)["F-2"]
    assert item["parts"] == ["F-3", "F-4"]
    page = desk_of_week.run("digest", "--since=yesterday").out
    assert "split into F-3, F-4" in page
    assert "dropped" not in page
