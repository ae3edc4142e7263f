"""The histories and readings of records in a register where every command has run."""

import shlex

import pytest

from tests.cli.commands import (
    FOUNDING,
    FURTHER,
    LATER,
    PREPARED,
    REPORTS,
    RIVALS,
    act,
    entries,
    plain,
    shown,
)
from tests.conftest import ARTICLE, CHAIN, Desk, remove
from tests.copies import after, both


@pytest.fixture
def story(desk: Desk) -> Desk:
    """A desk that has recorded the sample story."""
    return after(desk, both)


HISTORY = """position type entry recorded_at recorded_by reason undone undoes occurred late
changes""".split()
CHANGED = {
    "field before after",
    "field added removed",
    "field reading source",
    "field chosen",
}
MANY = (*PREPARED, *(line for line in FURTHER if line != "undo"), *FOUNDING)


def act_much(desk: Desk) -> None:
    """Run every command that can follow another command, and undo some of these commands."""
    desk.record(ARTICLE, CHAIN, *RIVALS)
    desk.now = LATER
    for line in MANY:
        answer = desk.run(*shlex.split(line))
        assert answer.code in (0, 2), answer.err
        if answer.code == 0 and len(entries(desk)) % 3 == 0:
            act(desk, "undo")
    act(desk, f"undo {entries(desk)[-1]}")


@pytest.fixture
def all_acts(desk: Desk) -> Desk:
    """A register in which :func:`act_much` has run."""
    return after(desk, act_much)


def all_refs(desk: Desk) -> list[str]:
    """Return every ref in the log."""
    events = (event for entry in desk.read("audit", "log")["entries"] for event in entry["events"])
    return list(dict.fromkeys(event["ref"] for event in events))


def test_a_register_of_all_commands_replays(all_acts: Desk) -> None:
    """After every command has run, replay finds no difference, and a rebuild changes no report."""
    types = {
        event["type"]
        for entry in all_acts.read("audit", "log")["entries"]
        for event in entry["events"]
    }
    assert len(types) > 25
    assert all_acts.run("audit", "replay").code == 0
    reports = [*map(str.split, REPORTS), *(["show", ref] for ref in all_refs(all_acts))]
    before = [all_acts.read(*words) for words in reports]
    assert all_acts.run("register", "rebuild").code == 0
    assert [all_acts.read(*words) for words in reports] == before
    remove(all_acts.views)
    assert [all_acts.read(*words) for words in reports] == before
    assert all_acts.run("audit", "replay").code == 0


def test_every_history_has_the_keys_that_scripts_rely_on(all_acts: Desk) -> None:
    """The history of every record has the keys that scripts rely on.

    The history lists each of the record's events.
    """
    log = all_acts.read("audit", "log")["entries"]
    events = {event["position"]: (entry, event) for entry in log for event in entry["events"]}
    positions = []
    for ref in all_refs(all_acts):
        history = all_acts.read("show", ref, "--history")["record"]["history"]
        for item in history:
            entry, event = events[item["position"]]
            assert list(item) == HISTORY
            assert (item["type"], ref) == (event["type"], event["ref"])
            assert {name: item[name] for name in ("entry", "recorded_by", "reason")} == {
                name: entry[name] for name in ("entry", "recorded_by", "reason")
            }
            for change in item["changes"]:
                assert " ".join(change) in CHANGED
        undone = {
            position for event in history if not event["undone"] for position in event["undoes"]
        }
        assert undone == {event["position"] for event in history if event["undone"]}
        positions += [event["position"] for event in history]
    assert sorted(positions) == sorted(events)


def test_every_history_is_printed(all_acts: Desk) -> None:
    """A printed history names every event of the record, the oldest first."""
    for ref in all_refs(all_acts):
        history = all_acts.read("show", ref, "--history")["record"]["history"]
        lines = act(all_acts, f"show {ref} --history").lines
        numbers = [int(line.split()[0][1:]) for line in lines if line.startswith("#")]
        assert numbers == [event["position"] for event in history]


def test_repeated_readings_add_nothing(story: Desk) -> None:
    """Recording conflicting dispatches again adds no reading."""
    assert "disputed" in story.record(*RIVALS).out
    position, readings = story.position, shown(story, "C-1")["readings"]
    for file in (*RIVALS, ARTICLE, CHAIN, *reversed(RIVALS)):
        assert "Nothing new" in story.record(file).out
    assert story.position == position
    assert shown(story, "C-1")["readings"] == readings
    assert story.read("timeline")["entries"]


def test_resolved_readings_stay_resolved(story: Desk) -> None:
    """After you choose a reading, recording the conflicting dispatches again changes nothing."""
    story.record(*RIVALS)
    act(story, "reading resolve V-1 occurred --choose 2025-04-20 --reason surer")
    before = story.position, shown(story, "V-1")
    story.record(ARTICLE, CHAIN, *RIVALS)
    assert (story.position, shown(story, "V-1")) == before
    assert plain(before[1]["occurred"]) == "2025-04-20"
    verdicts = {reading["value"]: reading["verdict"] for reading in before[1]["readings"]}
    assert verdicts == {"../2025-04": "rejected", "2025-04-20": "chosen"}
