"""Instruments, dropped follow-ups and amended records in reports."""

import pytest

from tests.cli.commands import LATER, act, plain, prepare, refs, shown
from tests.conftest import Desk
from tests.copies import after, both


@pytest.fixture
def story(desk: Desk) -> Desk:
    """A desk that has recorded the sample story."""
    return after(desk, both)


@pytest.fixture
def prepared(desk: Desk) -> Desk:
    """A desk that recorded a plan, an instrument and a dispute some days ago."""
    return after(desk, prepare)


# --- Reports ----------------------------------------------------------------------------------


def test_instruments_are_in_the_timeline(prepared: Desk) -> None:
    """The timeline shows an instrument on the day of its signature.

    ``--kind instrument`` shows only the instrument.
    """
    assert "I-1" in refs(prepared, "timeline")
    assert refs(prepared, "timeline", "--kind", "instrument") == ["I-1"]
    [line] = [line for line in act(prepared, "timeline").lines if "I-1" in line]
    assert line.startswith("Thu 4")
    act(prepared, "instrument terminate I-1 --terminated 2026-01-02")
    [line] = [line for line in act(prepared, "timeline").lines if "I-1" in line]
    assert "terminated" in line


def test_an_instrument_is_shown(prepared: Desk) -> None:
    """``show`` prints every fact about an instrument, both as text and as JSON."""
    act(
        prepared,
        "instrument sign --title Protocol --form protocol --party AZ --party IQ --signed 2025-12-04"
        " --signed-in C-7 --founds B-2 --place Baku --registration UNTS-1 --topic trade"
        " --participant 'Jeyhun Bayramov;foreign minister;AZ'",
    )
    act(prepared, "instrument enter-into-force I-2 --in-force 2026-01-01")
    record = shown(prepared, "I-2")
    facts = {
        "status": "in force",
        "form": "protocol",
        "signed_in": "C-7",
        "founds": "B-2",
        "registration": "UNTS-1",
        "parties": ["AZ", "IQ"],
    }
    assert {name: record[name] for name in facts} == facts
    assert plain(record["in_force"]) == "2026-01-01"
    sheet = act(prepared, "show I-2").out
    for words in ("Protocol", "protocol", "1 Jan 2026", "C-7", "B-2", "UNTS-1", "P-4"):
        assert words in sheet


def test_a_dropped_follow_up_is_shown_on_request(story: Desk) -> None:
    """``follow-ups`` shows a dropped follow-up only with ``--all``."""
    act(story, "follow-up drop F-2 --note overtaken")
    assert refs(story, "follow-ups") == []
    assert sorted(refs(story, "follow-ups", "--all")) == ["F-1", "F-2"]
    states = {item["ref"]: item["state"] for item in story.read("follow-ups", "--all")["items"]}
    assert states == {"F-1": "fulfilled", "F-2": "dropped"}
    answer = act(story, "follow-ups --all")
    assert "0 open · 0 overdue · 1 fulfilled · 1 dropped" in answer.lines[0]
    assert any(line.startswith("── DROPPED") for line in answer.lines)
    assert "(--all)" in act(story, "follow-ups").lines[0]
    assert shown(story, "F-2")["note"] == "overtaken"


def test_a_session_that_may_settle_a_follow_up_is_named(story: Desk) -> None:
    """A note on a new follow-up does not suggest the follow-up itself as the awaited session."""
    answer = act(story, "follow-up agree --what 'The next session' --awaits B-1")
    assert "F-3 may be this session" not in answer.err


BEFORE, AFTER = "2026-01-15", "2026-01-20"


def test_reports_as_of_before_a_correction_have_the_old_value(story: Desk) -> None:
    before = story.read("timeline")
    act(story, "correct V-1 place=Basra occurred=2025-04-20 --reason misread", now=LATER)
    story.now = LATER
    assert shown(story, "V-1")["place"] == "Basra"
    then = story.read("show", "V-1", "--as-of", BEFORE)["record"]
    assert (then["place"], plain(then["occurred"])) == ("Baghdad", "../2025-04")
    assert story.read("timeline", "--as-of", BEFORE)["entries"] == before["entries"]
    assert story.read("timeline", "--as-of", "29")["entries"] == before["entries"]
    assert story.read("timeline", "--as-of", AFTER) == story.read("timeline")


def test_reports_as_of_before_a_retraction_have_the_record(story: Desk) -> None:
    act(story, "retract M-1 --reason 'never was'", now=LATER)
    story.now = LATER
    assert "M-1" not in refs(story, "timeline")
    assert "M-1" in refs(story, "timeline", "--as-of", BEFORE)
    assert not story.read("show", "M-1", "--as-of", BEFORE)["record"]["retracted"]
    assert story.read("show", "M-1", "--as-of", AFTER)["record"]["retracted"]


def test_reports_as_of_before_an_undo_have_the_undone_entry(story: Desk) -> None:
    before = story.read("timeline")["entries"]
    act(story, "undo", now=LATER)
    story.now = LATER
    assert story.read("timeline", "--as-of", BEFORE)["entries"] == before
    assert refs(story, "timeline") != [item["ref"] for item in before]
