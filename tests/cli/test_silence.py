"""Who has not been in contact, which visits were not returned, which sessions are overdue."""

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


def hear(desk: Desk) -> None:
    """The contacts are recorded."""
    for line in CONTACTS:
        answer = desk.run(*shlex.split(line))
        assert answer.code == 0, answer.err


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """A desk in January 2026 that has heard from some for long, and from others not."""
    return after(desk, hear)


def test_parties_are_silent_for_as_long_as_dates_tell(desk: Desk) -> None:
    """A month is a range of days; what has no date is silent for ever; the desk is left out."""
    found = desk.read("silence", "--party", "AZ")["parties"]
    assert [(one["code"], one["silence"]) for one in found] == [
        ("CN", None),
        ("KZ", {"at_least": 591, "at_most": 591}),
        ("GE", {"at_least": 290, "at_most": 320}),
    ]
    assert [one["last"]["ref"] for one in found] == ["M-3", "V-2", "M-2"]


def test_the_longest_that_it_may_have_been_counts(desk: Desk) -> None:
    """From so many days on, if it may have been so long."""
    shown = [
        {one["code"] for one in desk.read("silence", "--party", "AZ", "--days", days)["parties"]}
        for days in ("320", "321")
    ]
    assert "GE" in shown[0]
    assert "GE" not in shown[1]


def test_what_is_ahead_is_told(desk: Desk) -> None:
    """The nearest plan with a party stands beside its silence."""
    for when in ("--occurred 2026-06-01", "--occurred 2026-02-01", ""):
        desk.run(*shlex.split(f"meeting schedule --title P --party AZ --party KZ {when}"))
    [found] = [one for one in desk.read("silence")["parties"] if one["code"] == "KZ"]
    assert found["next"]["occurred"]["edtf"] == "2026-02-01"


def test_visits_are_owed_by_whom_they_were_made_to(desk: Desk) -> None:
    """Two visits since the last one back; whoever has returned a visit owes none."""
    found = desk.read("silence", "--party", "AZ")["visits"]
    [kazakh, turkish] = sorted(found, key=lambda one: one["guest"])
    assert (kazakh["guest"], kazakh["host"], kazakh["visits"]["times"]) == ("KZ", "AZ", 2)
    assert kazakh["returned"]["ref"] == "V-3"
    assert (turkish["guest"], turkish["visits"]["times"]) == ("TR", 1)
    assert "Kazakhstan visited Azerbaijan" in desk.run("silence").out


def test_mechanisms_are_past_their_cadence(desk: Desk) -> None:
    """The agreed cadence tells; one that never met is told from its founding on."""
    found = {one["mechanism"]: one for one in desk.read("silence")["mechanisms"]}
    assert found["B-1"]["expected"]["edtf"] == "2025-03"
    assert found["B-1"]["turn"]["host"] == "AZ"
    assert found["B-2"]["last"] is None
    desk.run(*shlex.split("consultation schedule --mechanism B-1 --session 2 --occurred 2026-03"))
    found = {one["mechanism"]: one for one in desk.read("silence")["mechanisms"]}
    assert found["B-1"]["next"]["ref"] == "C-2"
    desk.run(*shlex.split("mechanism dissolve B-2"))
    assert [one["mechanism"] for one in desk.read("silence")["mechanisms"]] == ["B-1"]


def test_rows_are_of_three_kinds(desk: Desk) -> None:
    """CSV has a row for each party, visit and mechanism."""
    lines = desk.run("silence", "--csv").lines
    assert lines[0].startswith("what,key,title,at_least,at_most,last,occurred")
    assert {line.partition(",")[0] for line in lines[1:]} == {"party", "visit", "mechanism"}
