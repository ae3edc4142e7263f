"""``dragoman silence``: the days since the last contact, unreturned visits, overdue sessions."""

import shlex

import pytest

from tests.conftest import Desk
from tests.copies import after

CONTACTS = (
    "meeting hold --title T --party AZ --party TR --occurred 2026-01-10",
    "meeting hold --title U --party AZ --party GE --occurred 2025-03",
    "visit conclude --title V --host AZ --party KZ --occurred 2024-05-01",
    "visit conclude --title W --host AZ --party KZ --occurred 2024-06-01/2024-06-03",
    "visit conclude --title X --host KZ --party AZ --occurred 2023-01-01",
    "visit conclude --title Y --host TR --party AZ --occurred 2024-02-01",
    "visit conclude --title Z --host AZ --party TR --occurred 2025-02-01",
    "meeting hold --title Undated --party AZ --party CN",
    "mechanism establish --body 'working group' --title Energy --party AZ --party TR"
    " --cadence P1Y --hosting alternating",
    "consultation hold --mechanism B-1 --session 1 --occurred 2024-03-01 --host TR",
    "mechanism establish --body 'joint commission' --title Trade --party AZ --party GE"
    " --established 2024-01-01",
)


def record_contacts(desk: Desk) -> None:
    """Record the contacts in ``CONTACTS``, in order."""
    for line in CONTACTS:
        answer = desk.run(*shlex.split(line))
        assert answer.code == 0, answer.err


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """A desk in January 2026, with recent and old contacts."""
    return after(desk, record_contacts)


def test_silence_is_as_exact_as_the_date(desk: Desk) -> None:
    """The length of the silence is as exact as the date of the last contact.

    A date without a day gives a range of days, and an undated contact gives no number of days.
    """
    found = desk.read("silence", "--party", "AZ")["parties"]
    assert [(item["code"], item["silence"]) for item in found] == [
        ("CN", None),
        ("KZ", {"at_least": 591, "at_most": 591}),
        ("GE", {"at_least": 290, "at_most": 320}),
    ]
    assert [item["last"]["ref"] for item in found] == ["M-3", "V-2", "M-2"]


def test_the_threshold_counts_the_longest_possible_silence(desk: Desk) -> None:
    shown = [
        {item["code"] for item in desk.read("silence", "--party", "AZ", "--days", days)["parties"]}
        for days in ("320", "321")
    ]
    assert "GE" in shown[0]
    assert "GE" not in shown[1]


def test_the_next_plan_is_shown_beside_the_silence(desk: Desk) -> None:
    for when in ("--occurred 2026-06-01", "--occurred 2026-02-01", ""):
        desk.run(*shlex.split(f"meeting schedule --title P --party AZ --party KZ {when}"))
    [found] = [party for party in desk.read("silence")["parties"] if party["code"] == "KZ"]
    assert found["next"]["occurred"]["edtf"] == "2026-02-01"


def test_the_host_of_a_visit_owes_one(desk: Desk) -> None:
    """A party that hosted visits and did not return the last visit owes a visit."""
    found = desk.read("silence", "--party", "AZ")["visits"]
    [kazakh, turkish] = sorted(found, key=lambda visit: visit["guest"])
    assert (kazakh["guest"], kazakh["host"], kazakh["visits"]["times"]) == ("KZ", "AZ", 2)
    assert kazakh["returned"]["ref"] == "V-3"
    assert (turkish["guest"], turkish["visits"]["times"]) == ("TR", 1)
    assert "Kazakhstan visited Azerbaijan" in desk.run("silence").out


def test_mechanisms_past_their_cadence_are_overdue(desk: Desk) -> None:
    """A mechanism is overdue if its agreed cadence has passed since its last session.

    If the mechanism never met, the cadence starts when the mechanism was established.
    """
    found = {mechanism["mechanism"]: mechanism for mechanism in desk.read("silence")["mechanisms"]}
    assert found["B-1"]["expected"]["edtf"] == "2025-03"
    assert found["B-1"]["turn"]["host"] == "AZ"
    assert found["B-2"]["last"] is None
    desk.run(*shlex.split("consultation schedule --mechanism B-1 --session 2 --occurred 2026-03"))
    found = {mechanism["mechanism"]: mechanism for mechanism in desk.read("silence")["mechanisms"]}
    assert found["B-1"]["next"]["ref"] == "C-2"
    desk.run(*shlex.split("mechanism dissolve B-2"))
    assert [mechanism["mechanism"] for mechanism in desk.read("silence")["mechanisms"]] == ["B-1"]


def test_rows_are_of_three_kinds(desk: Desk) -> None:
    """The CSV of ``silence`` has three kinds of rows.

    The kinds are silent parties, unreturned visits and overdue mechanisms.
    """
    lines = desk.run("silence", "--csv").lines
    assert lines[0].startswith("what,key,title,at_least,at_most,last,occurred")
    assert {line.partition(",")[0] for line in lines[1:]} == {"party", "visit", "mechanism"}
