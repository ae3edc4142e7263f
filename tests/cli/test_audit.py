"""Reading the log: differences between two states, single steps, who recorded them; and backups."""

import fcntl
import json
import os
import re
import shlex
import sqlite3
import subprocess
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from shutil import copyfile
from threading import Event
from typing import Any

import pytest

import dragoman.store.engines.backup
from dragoman.projections.differences import SECTIONS
from dragoman.store.engines.backup import backup
from dragoman.store.engines.sqlite import create_register, open_register
from tests.cli.chronicle import place_of, tell
from tests.conftest import Answer, Desk, change, rows
from tests.copies import after, both
from tests.store.registers import dump
from tests.terminal import Terminal, at_terminal, forked_at_terminal

LAST = 129
"""The last position of the story."""

ANSI = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")


@pytest.fixture
def story(desk: Desk) -> Desk:
    """A desk that looks back on the long story."""
    return tell(desk)


@pytest.fixture
def chain(desk: Desk) -> Desk:
    """A desk where the two dispatches are recorded."""
    return after(desk, both)


def act(desk: Desk, line: str, now: str | None = None) -> Answer:
    """Run a command that must succeed."""
    answer = desk.run(*shlex.split(line), now=now)
    assert answer.code == 0, answer.err
    return answer


def diff(desk: Desk, *words: str) -> list[dict[str, Any]]:
    """Return the events of a difference."""
    return list(desk.read("audit", "diff", *words)["events"])


def refused(answer: Answer) -> str:
    """Return the one line of a usage error."""
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("dragoman: ")
    assert answer.err.count("\n") == 1
    return answer.err


def refs(desk: Desk) -> list[str]:
    """Return every ref in the log."""
    entries = desk.read("audit", "log")["entries"]
    return list(dict.fromkeys(event["ref"] for one in entries for event in one["events"]))


# --- The facts of an event --------------------------------------------------------------------

THEN, NOW = "2026-01-15T08:00:00Z", "2026-01-20T09:30:00Z"

# name: (setup, command, text of the event, a line below it)
TOLD: dict[str, tuple[str, str, list[tuple[str, str, str]], str]] = {
    "a new record": (
        "",
        "meeting hold --title T --party AZ --occurred 2026-01-19",
        [("known", "M-4", "MeetingHeld")],
        "occurred: 2026-01-19",
    ),
    "a plan": (
        "",
        "visit announce --title T --host AZ --party IQ --occurred 2026-03",
        [("known", "V-3", "VisitAnnounced")],
        "status: announced",
    ),
    "somebody new": (
        "",
        "meeting hold --title T --participant 'A;B;AZ'",
        [("known", "M-4", "MeetingHeld"), ("known", "P-5", "PartyRegistered")],
        "participants: + A, B, AZ",
    ),
    "facts that are added": (
        "",
        "meeting hold M-1 --place Basra",
        [("known", "M-1", "ParticularsAdded")],
        "place: Basra",
    ),
    "a source": (
        "",
        "source cite V-1 --source S",
        [("known", "V-1", "SourceCited")],
        "sources: + S",
    ),
    "a rival reading": (
        "",
        "reading dispute V-1 occurred=2025-04-20 --source S",
        [("known", "V-1", "ReadingDisputed")],
        "occurred: S says 2025-04-20",
    ),
    "a spelling": (
        "",
        "party alias P-1 'Y. Rafiyev'",
        [("known", "P-1", "PartyAliased")],
        "aliases: + Y. Rafiyev",
    ),
    "a plan that is moved": (
        "",
        "consultation reschedule C-5 --occurred 2026-05 --cause storm",
        [("changed", "C-5", "ConsultationRescheduled")],
        "occurred: 2023-12 → 2026-05",
    ),
    "a plan that takes place": (
        "",
        "consultation hold C-5 --source S",
        [("changed", "C-5", "ConsultationHeld")],
        "status: scheduled → held",
    ),
    "a session that settles something": (
        "",
        "consultation hold --mechanism B-3 --session 2 --occurred 2026-01-19",
        [("known", "C-8", "ConsultationHeld"), ("changed", "F-2", "FollowUpFulfilled")],
        "by: C-8",
    ),
    "a post": (
        "",
        "party position P-1 minister --assumed 2025 --left 2026-01-01",
        [("changed", "P-1", "PositionAssumed"), ("changed", "P-1", "PositionLeft")],
        "positions: + minister (AZ) since 2025",
    ),
    "another charter": (
        "",
        "mechanism amend B-1 --cadence P1Y",
        [("changed", "B-1", "MechanismAmended")],
        "cadence: P1Y",
    ),
    "an end": (
        "",
        "mechanism dissolve B-3 --dissolved 2026-01-19 --note over",
        [("changed", "B-3", "MechanismDissolved")],
        "status: standing → dissolved",
    ),
    "another date": (
        "",
        "follow-up revise F-2 --due 2026-05",
        [("changed", "F-2", "FollowUpRevised")],
        "formerly: + 2024",
    ),
    "a correction": (
        "",
        "correct V-1 place=Basra host= --reason 'misread, twice'",
        [("corrected", "V-1", "VisitCorrected")],
        "host: IQ → (nothing)",
    ),
    "a choice": (
        "reading dispute V-1 occurred=2025-04-20 --source S",
        "reading resolve V-1 occurred --choose 2025-04-20 --reason surer",
        [("corrected", "V-1", "ReadingResolved")],
        "occurred: chosen is 2025-04-20",
    ),
    "one of two": (
        "",
        "party merge P-4 P-1 --reason 'one man'",
        [("corrected", "P-4", "PartiesMerged")],
        "merged into: P-1",
    ),
    "two of one": (
        "party merge P-4 P-1",
        "party split P-4 --reason 'two men'",
        [("corrected", "P-4", "PartiesSplit")],
        "merged into: P-1 → (nothing)",
    ),
    "a retraction": (
        "",
        "retract M-1 --reason 'never was'",
        [("retracted", "M-1", "Retracted")],
        "retracted: yes",
    ),
    "a duplicate": (
        "",
        "retract M-2 --duplicate-of M-1 --reason twice",
        [("retracted", "M-2", "Retracted")],
        "retracted: as a duplicate of M-1",
    ),
    "a correction that is undone": (
        "correct V-1 place=Basra --reason misread",
        "undo",
        [("corrected", "V-1", "Undone")],
        "place: Basra → Baghdad",
    ),
    "a record that is undone": (
        "meeting hold --title T --party AZ --occurred 2026-01-02",
        "undo --reason slip",
        [("retracted", "M-4", "Retracted")],
        "retracted: yes",
    ),
    "a retraction that is undone": (
        "retract M-1 --reason 'never was'",
        "undo",
        [("corrected", "M-1", "Undone")],
        "retracted: yes → (nothing)",
    ),
    "an undo that is undone": (
        "follow-up drop F-2 --note over\nundo",
        "undo {last}",
        [("corrected", "F-2", "Undone")],
        "status: open → dropped",
    ),
}

EVENT = """ref called section position type entry recorded_at recorded_by reason undone undoes
occurred late changes""".split()
FOOT = re.compile(r" {7}#(\d+) (\d{4}-\d\d-\d\d) (\S+)(?:  (.*))?")


def printed(answer: Answer) -> dict[str, list[list[str]]]:
    """Return the lines of every event of a difference, by the title of its section."""
    assert answer.code == 0, answer.err
    sections: dict[str, list[list[str]]] = {}
    lines: list[str] = []
    for line in answer.lines[1:]:
        if line.startswith("── "):
            events = sections.setdefault(line.strip("─ "), [])
            continue
        lines.append(line)
        if FOOT.fullmatch(line):
            events.append(lines)
            lines = []
    assert not lines
    return sections


@pytest.mark.parametrize("case", TOLD)
def test_a_difference_describes_every_kind_of_event(chain: Desk, case: str) -> None:
    """New knowledge, changes in the world and corrections of errors are in separate sections."""
    before, line, told, words = TOLD[case]
    for earlier in before.splitlines():
        act(chain, earlier)
    first = chain.position
    last = chain.read("audit", "log", "--limit", "1")["entries"][0]["entry"]
    act(chain, line.format(last=last), now=NOW)
    chain.now = "2026-02-01T00:00:00Z"
    [entry] = chain.read("audit", "log", "--limit", "1")["entries"]
    events = diff(chain, "--from", str(first))
    assert [(one["section"], one["ref"], one["type"]) for one in events] == told
    for event in events:
        assert list(event) == EVENT
        assert {
            name: event[name] for name in ("entry", "recorded_at", "recorded_by", "reason")
        } == {name: entry[name] for name in ("entry", "recorded_at", "recorded_by", "reason")}
    found = printed(chain.run("audit", "diff", "--from", str(first)))
    sections = {section for section, _, _ in told}
    titles = [title.upper() for section, title in SECTIONS.items() if section in sections]
    assert list(found) == titles
    assert any(f"       {words}" in lines for events in found.values() for lines in events)
    for number, (section, ref, _) in enumerate(told):
        [lines] = [
            lines
            for lines in found[SECTIONS[section].upper()]
            if lines[-1].startswith(f"       #{first + 1 + number} ")
        ]
        assert lines[0].startswith(f"{ref:6} {events[number]['called']}: ")
        reason = f"  {entry['reason']}" if entry["reason"] else ""
        assert lines[-1] == f"       #{first + 1 + number} 2026-01-20 officer{reason}"


def test_an_event_undone_within_the_range_is_marked(story: Desk) -> None:
    """The mark is as of the later state."""
    marked = [one["position"] for one in diff(story, "--from", "46", "--to", "48") if one["undone"]]
    assert marked == [47]
    assert not any(one["undone"] for one in diff(story, "--from", "46", "--to", "47"))
    words = ("audit", "diff", "--from", "46", "--to")
    assert "mechanism corrected  undone since" in story.run(*words, "48").out
    assert "undone since" not in story.run(*words, "47").out


def test_a_late_recording_is_marked(story: Desk) -> None:
    """If an event took place days before, the difference says how late it was recorded."""
    [event] = diff(story, "I-1", "--from", "44", "--to", "45")
    assert event["late"] == {"days": 47, "at_least": False}
    printed = story.run("audit", "diff", "I-1", "--from", "44", "--to", "45")
    assert "I-1    T: instrument signed  recorded 47 d late" in printed.lines


@pytest.mark.parametrize(
    ("position", "words"),
    [
        (69, "what: W → A reply"),
        (75, "name: Mohammed Hussein Bahr al-ustroom → Mohammed Hussein Bahr Al-Uloom"),
        (90, "title: Talks → More talks"),
    ],
)
def test_a_correction_of_a_name_shows_the_old_name(story: Desk, position: int, words: str) -> None:
    answer = story.run("audit", "diff", "--from", str(position - 1), "--to", str(position))
    assert f"       {words}" in answer.lines


# --- The two states ---------------------------------------------------------------------------

STATES = {
    "0": ["2025-04-29", "1999-01-01", "2025-04-30T23:59:59Z"],
    "11": ["2025-04-30", "#11", "2025-12-05", "2025-04-30T23:59:59.999999Z"],
    "35": ["2025-12-06", "2025-12-06T09:00:00Z", "2025-12-06T12:00:00+03:00"],
    "46": ["2026-01-20", "2026-01-20T22:00:00Z", "2026-01-21T04:59:59Z"],
    "129": ["today", "2026-03-01", "2030-01-01", "2026-03-01T12:00:00Z"],
}


@pytest.mark.parametrize("position", STATES)
def test_states_are_named_by_day_instant_or_position(story: Desk, position: str) -> None:
    """A day means its end; an instant means everything recorded up to it."""
    before = story.read("audit", "diff", "--from", "20", "--to", position)
    after = story.read("audit", "diff", "--from", position, "--to", "80")
    for text in STATES[position]:
        assert story.read("audit", "diff", "--from", "20", "--to", text) == before
        assert story.read("audit", "diff", "--from", text, "--to", "80") == after


def test_a_difference_ends_now_by_default(story: Desk) -> None:
    """This includes events that are recorded after the clock's day."""
    whole = story.read("audit", "diff", "--from", "0", "--to", str(LAST))
    assert story.read("audit", "diff", "--from", "0") == whole
    assert story.read("audit", "diff", "--from", "0", now="2025-05-01T00:00:00Z") == whole


@pytest.mark.parametrize(("first", "second"), [(0, LAST), (44, 60), (2, 3)])
def test_the_earlier_state_comes_first(story: Desk, first: int, second: int) -> None:
    """The difference starts at the earlier state, in whichever order you name the two."""
    forward = ("audit", "diff", "--from", str(first), "--to", str(second))
    back = ("audit", "diff", "--from", str(second), "--to", str(first))
    assert story.read(*back) == story.read(*forward)
    assert story.run(*back).out == story.run(*forward).out


def test_a_record_of_the_later_state_is_found_in_either_order(story: Desk) -> None:
    forward = diff(story, "M-4", "--from", "10", "--to", "100")
    assert diff(story, "M-4", "--from", "100", "--to", "10") == forward


@pytest.mark.parametrize("position", ["0", "1", "50", "129"])
def test_there_is_no_difference_from_a_state_to_itself(story: Desk, position: str) -> None:
    """If nothing was recorded in between, only a heading is printed."""
    words = ("audit", "diff", "--from", position, "--to", position)
    document = story.read(*words)
    assert document["events"] == []
    assert document["from"] == document["to"]
    [heading] = story.run(*words).lines
    assert heading.endswith(" · 0 events")


def test_a_difference_without_events(desk: Desk) -> None:
    """A register without events has an empty difference."""
    create_register(place_of(desk), datetime(2026, 1, 1, tzinfo=UTC))
    start = {"position": 0, "recorded_at": None}
    document = desk.read("audit", "diff", "--from", "yesterday")
    assert document == {"schema": "dragoman/audit-diff/1", "from": start, "to": start, "events": []}
    answer = desk.run("audit", "diff", "--from", "0")
    assert (answer.code, answer.out) == (
        0,
        "What changed · from the start to the start · 0 events\n",
    )


def test_the_document_of_a_difference(story: Desk) -> None:
    """The states and the events have the keys that scripts rely on."""
    document = story.read("audit", "diff", "--from", "11", "--to", "45")
    assert list(document) == ["schema", "from", "to", "events"]
    assert document["schema"] == "dragoman/audit-diff/1"
    assert document["from"] == {
        "position": 11,
        "recorded_at": "2025-04-30T23:59:59.999999+00:00",
    }
    assert document["to"] == {"position": 45, "recorded_at": "2026-01-20T15:00:00+00:00"}
    assert all(list(event) == EVENT for event in document["events"])
    heading = story.run("audit", "diff", "--from", "11", "--to", "45").lines[0]
    assert heading == (
        "What changed · from event 11 (30 Apr 2025) to event 45 (20 Jan 2026) · 34 events"
    )
    assert story.run("audit", "diff", "--from", "11", "--to", "12").lines[0].endswith(" · 1 event")


def test_every_event_is_in_one_section_of_one_step(story: Desk) -> None:
    """The step from each position to the next has exactly one event of the whole difference."""
    whole = diff(story, "--from", "0")
    assert [one["position"] for one in whole] == list(range(1, LAST + 1))
    undone = set()
    for position in range(1, LAST + 1):
        [event] = diff(story, "--from", str(position - 1), "--to", str(position))
        later = whole[position - 1]
        changing = {"undone": False, "called": later["called"]}
        assert event | changing == later | changing
        assert not event["undone"]
        undone ^= {position} if later["undone"] else set()
    assert undone == {one["position"] for one in whole if one["undone"]}


@pytest.mark.parametrize(("first", "second"), [(0, LAST), (0, 11), (11, 43), (43, 80), (80, LAST)])
def test_every_event_of_a_range_is_printed_once(story: Desk, first: int, second: int) -> None:
    """Together, the printed sections have every event once, each in its own section."""
    words = ("--from", str(first), "--to", str(second))
    sections = {one["position"]: one["section"] for one in diff(story, *words)}
    found = printed(story.run("audit", "diff", *words))
    assert list(found) == [
        title.upper() for section, title in SECTIONS.items() if section in sections.values()
    ]
    numbers = {
        title: [int(FOOT.fullmatch(lines[-1])[1]) for lines in events]  # type: ignore[index]
        for title, events in found.items()
    }
    assert numbers == {
        title.upper(): [number for number, one in sections.items() if one == section]
        for section, title in SECTIONS.items()
        if section in sections.values()
    }
    assert sorted(n for some in numbers.values() for n in some) == list(
        range(first + 1, second + 1)
    )


# --- Filters ----------------------------------------------------------------------------------


def test_a_difference_of_one_record(story: Desk) -> None:
    """With a ref, the difference has exactly the events of that record."""
    words = ("--from", "30", "--to", "100")
    whole = diff(story, *words)
    known = {event["ref"] for event in diff(story, "--from", "0", "--to", "100")}
    for ref in known:
        assert diff(story, ref, *words) == [one for one in whole if one["ref"] == ref]
    assert diff(story, "v1", *words) == diff(story, "V-1", *words)


PAIR = ("--between", "AZ", "IQ")

# name: (from, to, the filter, positions included, positions left out)
FILTERED: dict[str, tuple[int, int, str, set[int], set[int]]] = {
    "what has both": (43, 46, "--between AZ IQ", {44, 45}, set()),
    "by their names": (43, 46, "--between Iraq Azerbaijan", {44, 45}, set()),
    "what left the pair by a correction": (83, 84, "--between AZ IQ", {84}, set()),
    "what left the pair before": (84, 85, "--between AZ IQ", {85}, {84}),
    "what joined a pair by a correction": (46, 47, "--between IQ TR", {47}, set()),
    "what joined, and left by an undo": (47, 48, "--between IQ TR", {48}, set()),
    "what was retracted": (84, 85, "--party IQ", {85}, set()),
    "what was owed and was retracted": (108, 109, "--between AZ IQ", {109}, set()),
    "what came back": (106, 107, "--between AZ IQ", {107}, set()),
    "other pairs": (93, 97, "--between AZ IQ", set(), {94, 95, 96, 97}),
    "of one party": (93, 97, "--party TR", {94, 95, 96, 97}, set()),
    "of two by party": (93, 97, "--party TR --party AZ", {94, 95, 96, 97}, set()),
    "of nobody": (0, LAST, "--party org:UN", set(), set(range(1, LAST + 1))),
}


@pytest.mark.parametrize("case", FILTERED)
def test_a_difference_between_two_parties(story: Desk, case: str) -> None:
    """A record counts if it had the parties before or has them after."""
    first, last, filter_, within, without = FILTERED[case]
    words = ("--from", str(first), "--to", str(last), *filter_.split())
    found = {one["position"] for one in diff(story, *words)}
    assert within <= found
    assert not without & found


def test_a_filter_keeps_events_as_they_are(story: Desk) -> None:
    """A filter only leaves events out; the others do not change."""
    whole = diff(story, "--from", "11")
    some = diff(story, "--from", "11", *PAIR)
    assert 40 < len(some) < len(whole)
    assert some == [one for one in whole if one in some]
    with_ref = diff(story, "V-2", "--from", "11", *PAIR)
    assert with_ref == [one for one in some if one["ref"] == "V-2"]


def test_a_difference_ignores_the_context(story: Desk) -> None:
    """A difference covers the whole register, whatever the context of the desk."""
    assert diff(story, "--from", "0", "--context", "TR") == diff(story, "--from", "0")


def test_a_record_made_and_undone_within_the_range_is_shown(story: Desk) -> None:
    """This also holds for a session of the two parties."""
    assert {58, 60} <= {one["position"] for one in diff(story, "--from", "57", *PAIR)}


REFUSED = {
    "--from 130": "--from: the last position is 129, there is no 130",
    "--from 0 --to 130": "--to: the last position is 129, there is no 130",
    "--from 2025-13-01": "--from: '2025-13-01' is no day",
    "--from 0 --to nonsense": "--to: 'nonsense' is no day",
    "--from 2025-04": "--from: '2025-04' is no day",
    "--from -1": "--from",
    "--from ''": "--from: '' is no day",
    "": "--from",
    "V-99 --from 0": "there is no V-99",
    "M-4 --from 0 --to 50": "there is no M-4 as of then",
    "V-1 --from 0 --to 2020-01-01": "there is no V-1 as of then",
    "nonsense --from 0": "'nonsense' is not a ref",
    "--from 0 --between AZ Atlantis": "--between: unknown country or organisation 'Atlantis'",
    "--from 0 --between AZ": "--between",
    "--from 0 --party Atlantis": "--party: unknown country or organisation 'Atlantis'",
    "V-1 V-2 --from 0": "'V-2' is not expected here",
}


@pytest.mark.parametrize("words", REFUSED)
def test_a_bad_request_for_a_difference_is_refused(story: Desk, words: str) -> None:
    """The error is one line, and nothing else is printed."""
    assert REFUSED[words] in refused(story.run("audit", "diff", *shlex.split(words)))


@pytest.mark.parametrize(
    "line", ["audit diff --from 0 --to ''", "audit replay --until ''", "timeline --as-of ''"]
)
def test_an_empty_moment_is_refused(story: Desk, line: str) -> None:
    """An unset variable in a script must not silently mean now."""
    assert "'' is no day" in refused(story.run(*shlex.split(line)))


# --- Step by step -----------------------------------------------------------------------------


def stepped(desk: Desk, *words: str) -> list[dict[str, Any]]:
    """Return the entries that ``audit replay`` steps through."""
    document = desk.read("audit", "replay", *words)
    assert list(document) == ["schema", "entries"]
    assert document["schema"] == "dragoman/audit-steps/1"
    return list(document["entries"])


def events_of(entries: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the events of entries."""
    return [event for one in entries for event in one["events"]]


ENTRY = ("entry", "recorded_at", "recorded_by", "reason")
CIRCUMSTANCES = ("clock", "os_user", "host")
STEP = ["position", "ref", "type", "undoes", "late", "changes", "state"]


def test_every_event_is_stepped_through(story: Desk) -> None:
    """The steps are the events of the log, each once and in order, in their entries."""
    log = story.read("audit", "log")["entries"]
    entries = stepped(story, "--steps")
    assert [{name: one[name] for name in ENTRY} for one in entries] == [
        {name: one[name] for name in ENTRY} for one in log
    ]
    assert all(list(one) == [*ENTRY, *CIRCUMSTANCES, "events"] for one in entries)
    assert all(list(event) == STEP for event in events_of(entries))
    for one, logged in zip(entries, log, strict=True):
        named = [
            {name: event[name] for name in ("position", "type", "ref")} for event in one["events"]
        ]
        assert named == logged["events"]
    assert [one["position"] for one in events_of(entries)] == list(range(1, LAST + 1))


def test_every_event_is_printed(story: Desk) -> None:
    """The printed steps have a line for each entry, then its events in order."""
    answer = act(story, "audit replay --steps")
    numbers = [int(line.split()[0][1:]) for line in answer.lines if line.startswith("  #")]
    assert numbers == list(range(1, LAST + 1))
    heads = [line for line in answer.lines if line[0].isdigit()]
    log = [line for line in act(story, "audit log").lines if line[0].isdigit()]
    assert heads == log


def test_the_steps_of_each_record(story: Desk) -> None:
    """They are the steps of the whole log that belong to the record, and its history agrees."""
    whole = stepped(story, "--steps")
    for ref in refs(story):
        own = [
            one | {"events": [event for event in one["events"] if event["ref"] == ref]}
            for one in whole
        ]
        steps = stepped(story, ref)
        assert steps == [one for one in own if one["events"]]
        history = story.read("show", ref, "--history")["record"]["history"]
        shared = ("position", "type", "undoes", "late", "changes")
        assert [{name: event[name] for name in shared} for event in events_of(steps)] == [
            {name: event[name] for name in shared} for event in history
        ]


def worded(name: str, value: Any) -> Any:
    """Return a field of ``show`` in the words of a step."""
    match name, value:
        case "participants", _:
            keys = ("name", "post", "side", "role", "type")
            parts = ([one.get(key) for key in keys] for one in value)
            return [
                ", ".join(part for part in one if part not in (None, "person")) for one in parts
            ]
        case "sources" | "setbacks", _:
            return [one["title"] for one in value]
        case "awaits", dict():
            number = f"session {value['session']}" if value["session"] else "the next session"
            return f"{number} of {value['mechanism']}"
        case "positions", _:
            return list(map(_post, value))
        case _, {"edtf": date}:
            return date
        case _, int():
            return str(value)
    return value


def _post(one: dict[str, Any]) -> str:
    since = f" since {one['assumed']}" if one.get("assumed") else ""
    until = f" until {one['left']}" if one.get("left") else "" if one["held"] else " (left)"
    return f"{one['post']} ({one['side']}){since}{until}"


OTHERWISE = ("as_written", "external_ids", "parties", "awaits")
"""Fields that have their own tests below."""


def test_the_last_step_of_a_record_agrees_with_show(story: Desk) -> None:
    """The facts after the last event equal those of ``show``, field by field."""
    last = {event["ref"]: event["state"] for event in events_of(stepped(story, "--steps"))}
    compared = set()
    for ref, state in last.items():
        shown = story.read("show", ref)["record"]
        for name in state.keys() & shown.keys() - set(OTHERWISE):
            assert state[name] == worded(name, shown[name]), (ref, name)
            compared.add(name)
        assert state.keys() - shown.keys() <= {"former_sides"}, ref
        assert set(state.get("parties", ())) <= set(shown.get("parties", ())), ref
    assert compared > set(
        """title occurred place host participants topics part_of mechanism session status sources
        what due agreed agreed_in by fulfilled owner formerly signed in_force
        terminated body name side post type aliases positions established""".split()
    )


@pytest.mark.parametrize(
    "ref",
    [
        "F-1",
        "F-2",
    ],
)
def test_the_last_step_names_the_mechanism_of_an_awaited_session(story: Desk, ref: str) -> None:
    state = events_of(stepped(story, ref))[-1]["state"]
    assert state["awaits"] == worded("awaits", story.read("show", ref)["record"]["awaits"])


@pytest.mark.parametrize(
    "ref",
    [
        "V-1",
        "C-8",
        "M-5",
        "I-1",
        "P-4",
        "F-1",
        "P-1",
    ],
)
def test_a_retracted_record_can_be_shown_and_replayed(story: Desk, ref: str) -> None:
    """Both work like those of any other record, however little is known of it."""
    for part in ("M-1", "M-3", "C-1") if ref == "V-1" else ():
        act(story, f"retract {part} --reason slip")
    if story.run("retract", ref, "--reason", "slip").code == 0:
        assert "RETRACTED" in act(story, f"show {ref}").out
    for line in (f"show {ref}", f"show {ref} --history", f"audit replay {ref}"):
        act(story, line)


@pytest.mark.parametrize("name", ["as_written", "external_ids"])
def test_the_last_step_shows_each_external_id_and_source_wording(story: Desk, name: str) -> None:
    state = events_of(stepped(story, "V-1"))[-1]["state"]
    shown = story.read("show", "V-1")["record"]
    pairs = [f"{key}: {one}" for key, one in shown[name].items()]
    assert state[name] in (shown[name], pairs)
    assert "{'" not in act(story, "audit replay V-1").out


def test_a_dispute_does_not_change_the_field(story: Desk) -> None:
    """The record still says what it said before the dispute."""
    lines = act(story, "audit replay V-1 --until 37").lines
    at = next(number for number, line in enumerate(lines) if line.startswith("  #37"))
    [known] = [line for line in lines[at:] if line.lstrip().startswith("= ")]
    assert "occurred ../2025-04" in known


@pytest.mark.parametrize(
    ("until", "position"),
    [
        ("0", 0),
        ("1", 1),
        ("11", 11),
        ("2025-04-30", 11),
        ("20", 20),
        ("2025-12-06T09:00:00Z", 35),
        ("2026-01-20", 46),
        ("#110", 110),
        ("today", 129),
        ("2030-01-01", 129),
    ],
)
def test_steps_stop_at_a_day_an_instant_or_a_position(
    story: Desk, until: str, position: int
) -> None:
    """Up to there, the steps are the same."""
    whole = events_of(stepped(story, "--steps"))
    assert events_of(stepped(story, "--until", until)) == whole[:position]
    assert events_of(stepped(story, "--steps", "--until", until)) == whole[:position]
    if position:
        own = [event for event in whole[:position] if event["ref"] == "V-1"]
        assert events_of(stepped(story, "V-1", "--until", until)) == own
    answer = act(story, f"audit replay --until {until}")
    assert sum(line.startswith("  #") for line in answer.lines) == position


def test_steps_up_to_the_middle_of_an_entry(story: Desk) -> None:
    """The entry is shown in part, and its positions say so."""
    [first, second] = stepped(story, "--until", "20")
    assert [len(first["events"]), len(second["events"])] == [11, 9]
    assert act(story, "audit replay --until 20").out.splitlines()[0].startswith("1–11 ")
    assert any(line.startswith("12–20 ") for line in act(story, "audit replay --until 20").lines)


STEPS_REFUSED = {
    "V-99": "there is no V-99",
    "M-4 --until 50": "there is no M-4 as of then",
    "nonsense": "'nonsense' is not a ref",
    "--until 130": "--until: the last position is 129, there is no 130",
    "--until nonsense": "--until: 'nonsense' is no day",
    "V-1 V-2": "'V-2' is not expected here",
    "--steps=2": "--steps",
}


@pytest.mark.parametrize("words", STEPS_REFUSED)
def test_a_bad_request_for_steps_is_refused(story: Desk, words: str) -> None:
    """The error is one line, and nothing else is printed."""
    assert STEPS_REFUSED[words] in refused(story.run("audit", "replay", *words.split()))


def test_steps_of_a_register_without_events(desk: Desk) -> None:
    """An empty register gives one valid document without entries."""
    create_register(place_of(desk), datetime(2026, 1, 1, tzinfo=UTC))
    assert stepped(desk, "--steps") == []
    assert stepped(desk, "--until", "0") == []
    assert desk.run("audit", "replay", "--steps").code == 0


def test_replay_says_when_there_are_no_steps(story: Desk) -> None:
    """It uses the words of the log."""
    assert act(story, "audit replay --until 0").out.strip()


def test_a_replay_of_everything_compares(story: Desk) -> None:
    """Without a record or a moment, replay rebuilds everything and compares it."""
    document = story.read("audit", "replay")
    assert (
        list(document) == "schema position rows tables equal differences faults unreadable".split()
    )
    assert (document["position"], document["equal"], document["faults"]) == (LAST, True, [])
    answer = story.run("audit", "replay")
    assert answer.code == 0
    assert answer.out.startswith(f"Replayed up to event {LAST}, ")
    assert answer.out.endswith(" tables compared: the views are equal.\n")
    change(story.views, "DELETE FROM follow_ups WHERE record = 11")
    answer = story.run("audit", "replay")
    assert answer.code == 1
    assert "the views DIFFER" in answer.out


# --- Into a pipe ------------------------------------------------------------------------------

F_SETPIPE_SZ = 1031
LONG = {
    "steps": "audit replay --steps",
    "steps as a document": "audit replay --steps --json",
    "a difference": "audit diff --from 0",
    "a difference as a document": "audit diff --from 0 --json",
    "the log": "audit log",
}


def cut_off(desk: Desk, line: str) -> tuple[int, bytes, bytes]:
    """Read one line of a command's output from a narrow pipe, close it, and return the exit."""
    desk.monkeypatch.delenv("PYTHONUNBUFFERED", raising=False)
    process = desk.start(*line.split())
    assert process.stdout is not None
    assert process.stderr is not None
    fcntl.fcntl(process.stdout, F_SETPIPE_SZ, 4096)
    first = process.stdout.readline()
    process.stdout.close()
    said = process.stderr.read()
    process.stderr.close()
    return process.wait(60), first, said


@pytest.mark.parametrize("case", LONG)
def test_closing_the_pipe_ends_the_command_quietly(story: Desk, case: str) -> None:
    """``head -1`` gets its line, and the command ends without a message."""
    code, first, said = cut_off(story, LONG[case])
    assert (code, said) == (141, b"")
    assert first.strip()


def test_closing_the_pipe_ends_the_command_quietly_in_colour(story: Desk) -> None:
    code, _, said = cut_off(story, "--color always audit replay --steps")
    assert (code, said) == (141, b"")


# --- In a pager -------------------------------------------------------------------------------

PAGED = (
    *("audit log", "audit diff --from 0", "audit replay --steps", "audit replay V-1"),
    *("timeline", "follow-ups", "brief AZ IQ", "show V-1", "silence"),
)


def sit(desk: Desk, line: str, pager: str | None) -> Terminal:
    """Run a command at a terminal. The views exist, so no progress is shown."""
    return forked_at_terminal(line.split(), _before(desk, pager))


def start(desk: Desk, line: str, pager: str | None) -> Terminal:
    """Do the same with the real command."""
    return at_terminal(desk.words(*line.split()), _before(desk, pager))


def _before(desk: Desk, pager: str | None) -> dict[str, str]:
    desk.read("timeline")
    env = {**os.environ, "DRAGOMAN_NOW": desk.now}
    env.pop("PAGER", None)
    return env | ({"PAGER": pager} if pager is not None else {})


def script(desk: Desk, name: str, *lines: str) -> str:
    """Write a program and return its path."""
    path = desk.write(name, "\n".join(["#!/bin/sh", *lines, ""]))
    path.chmod(0o755)
    return str(path)


def keeping(desk: Desk) -> tuple[str, Path]:
    """Return a pager that saves its input and says so, and the path of what it saves."""
    kept = desk.home / "kept.txt"
    return script(desk, "keeping", f"cat > {shlex.quote(str(kept))}", "echo paged"), kept


def plain(desk: Desk, line: str) -> list[str]:
    """Return the lines that a command prints at the width of the terminal."""
    return desk.run(*line.split(), env={"COLUMNS": "100"}).lines


@pytest.mark.parametrize("line", PAGED)
def test_long_output_goes_to_the_pager(story: Desk, line: str) -> None:
    """The pager gets everything in colour; the terminal gets nothing else."""
    pager, kept = keeping(story)
    terminal = sit(story, line, pager)
    assert terminal.end() == 0
    assert terminal.seen == "paged\r\n"
    text = kept.read_text("utf-8")
    assert "\x1b[" in text
    assert ANSI.sub("", text).splitlines() == plain(story, line)


@pytest.mark.parametrize(
    "line",
    [
        *("audit log --json", "audit diff --from 0 --json", "audit replay --steps --json"),
        *("timeline --json", "timeline --csv", "brief AZ IQ --markdown"),
    ],
)
def test_documents_do_not_go_to_the_pager(story: Desk, line: str) -> None:
    """JSON, CSV and Markdown go to the terminal."""
    pager, kept = keeping(story)
    terminal = sit(story, line, pager)
    assert terminal.end() == 0
    assert not kept.exists()
    if "--json" in line:
        assert json.loads(ANSI.sub("", terminal.seen)) == json.loads(story.run(*line.split()).out)


@pytest.mark.parametrize("pager", ["", "  ", "dragoman-no-such-pager", "/no/such/pager --option"])
def test_output_is_printed_if_there_is_no_pager(story: Desk, pager: str) -> None:
    """This holds if ``PAGER`` is empty or names a missing program."""
    terminal = sit(story, "audit log", pager)
    assert terminal.end() == 0
    assert ANSI.sub("", terminal.seen).splitlines() == plain(story, "audit log")


def test_the_pager_may_have_options(story: Desk) -> None:
    """``PAGER`` may be a command line with quotes."""
    kept = story.home / "what was kept"
    terminal = start(story, "audit log", f'tee "{kept}"')
    assert terminal.end() == 0
    assert ANSI.sub("", kept.read_text("utf-8")).splitlines() == plain(story, "audit log")


def test_a_pipe_gets_no_pager(story: Desk) -> None:
    """Without a terminal, ``PAGER`` is ignored."""
    pager, kept = keeping(story)
    answer = story.command("audit", "log", env={"PAGER": pager})
    assert answer.lines == story.run("audit", "log").lines
    assert not kept.exists()


def test_a_refused_command_starts_no_pager(story: Desk) -> None:
    pager, kept = keeping(story)
    terminal = sit(story, "audit diff --from 999", pager)
    assert terminal.end() == 2
    assert not kept.exists()


EARLY = {
    "at once": ("exit 0",),
    "after a line": ("head -n 1",),
    "in anger": ("exit 3",),
}


@pytest.mark.parametrize("case", EARLY)
def test_leaving_the_pager_early_is_not_an_error(story: Desk, case: str) -> None:
    terminal = sit(story, "audit replay --steps", script(story, "leaving", *EARLY[case]))
    assert terminal.end() == 0


@pytest.mark.parametrize("case", EARLY)
def test_leaving_the_pager_early_prints_no_message(story: Desk, case: str) -> None:
    terminal = sit(story, "audit replay --steps", script(story, "leaving", *EARLY[case]))
    terminal.end()
    assert "dragoman" not in terminal.seen
    assert "Traceback" not in terminal.seen


def test_a_failing_pager_does_not_fail_the_command(story: Desk) -> None:
    """The pager fails after it has shown everything."""
    pager = script(story, "failing", "cat > /dev/null", "exit 3")
    assert sit(story, "audit log", pager).end() == 0


def test_color_never_keeps_the_pager(story: Desk) -> None:
    """``--color never`` removes the colours, not the pager."""
    pager, kept = keeping(story)
    assert sit(story, "--color never audit log", pager).end() == 0
    assert kept.read_text("utf-8").splitlines() == plain(story, "audit log")


def test_a_malformed_pager_is_ignored_or_reported(story: Desk) -> None:
    """A ``PAGER`` with an unbalanced quote must not crash Dragoman."""
    terminal = sit(story, "audit log", 'less "')
    terminal.end()
    assert "fault of dragoman" not in terminal.seen


def test_ctrl_c_in_the_pager_does_not_end_the_command(story: Desk) -> None:
    """Ctrl-C stops a search in the pager. The command waits until you leave the pager."""
    lines = ("trap '' INT", "echo waiting", "sleep 1", "cat > /dev/null", "echo left")
    terminal = sit(story, "audit log", script(story, "patient", *lines))
    terminal.until("waiting")
    terminal.press("Ctrl-C")
    code = terminal.end()
    assert terminal.seen.endswith("left\r\n")
    assert code == 0


# --- The log ----------------------------------------------------------------------------------

ACT = re.compile(r"(\d+)(?:–(\d+))? +(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)Z  (\S+)  (.+)  ([0-9a-f]{8})")


def test_the_format_of_the_log_has_not_changed(story: Desk) -> None:
    """Neither its document nor its lines have ever changed."""
    document = story.read("audit", "log")
    assert list(document) == ["schema", "entries"]
    assert document["schema"] == "dragoman/audit-log/1"
    keys = "entry first_position last_position recorded_at recorded_by reason".split()
    keys += [*CIRCUMSTANCES, "events"]
    lines = iter(act(story, "audit log").lines)
    position = 0
    for one in document["entries"]:
        assert list(one) == keys
        assert one["first_position"] == position + 1
        head = ACT.fullmatch(next(lines))
        assert head
        assert int(head[1]) == one["first_position"]
        assert int(head[2] or head[1]) == one["last_position"]
        assert head[3] == one["recorded_at"][:19].replace("T", " ")
        assert head[4] == one["recorded_by"]
        assert head[5] == (one["reason"] or "(no reason given)")
        assert head[6] == one["entry"][:8]
        for event in one["events"]:
            position += 1
            assert list(event) == ["position", "type", "ref"]
            assert event["position"] == position
            assert re.fullmatch(
                rf" {{11}}{position:<7}{event['ref']:<6} [a-z-]+( [a-z-]+)*", next(lines)
            )
        assert one["last_position"] == position
    assert next(lines, None) is None


def test_the_limit_keeps_the_last_entries_of_the_log(story: Desk) -> None:
    whole = story.read("audit", "log")["entries"]
    for limit in (1, 3, 1000):
        assert story.read("audit", "log", "--limit", str(limit))["entries"] == whole[-limit:]
        past = story.read("audit", "log", "--limit", str(limit), "--as-of", "46")["entries"]
        assert past == [one for one in whole if one["last_position"] <= 46][-limit:]


# --- Backups ----------------------------------------------------------------------------------


def copied(desk: Desk, name: str = "copies/register.db") -> Path:
    """Make a backup that must succeed."""
    path = desk.home / name
    document = desk.read("register", "backup", path)
    assert list(document) == ["schema", "path", "position"]
    assert document["schema"] == "dragoman/register-backup/1"
    assert document["path"] == str(path)
    assert document["position"] == rows(path, "SELECT max(position) FROM events")[0][0]
    return path


def compared(desk: Desk, copy: Path) -> tuple[int, int]:
    """Return the sizes of a copy and of the register; the copy must be a prefix of the register."""
    document = desk.read("audit", "compare", copy, place_of(desk))
    assert document["same_register"]
    assert document["forked_at"] is None
    one, other = document["sizes"]
    assert document["common"] == one <= other
    return one, other


def test_a_backup_is_a_complete_register(story: Desk) -> None:
    """It has every row, the triggers and the identity, and you can work with it."""
    copy = copied(story)
    assert dump(copy) == dump(place_of(story))
    assert compared(story, copy) == (LAST, LAST)
    assert [path.name for path in copy.parent.iterdir()] == ["register.db"]
    on_copy = ("--register", copy)
    assert story.read(*on_copy, "timeline") == story.read("timeline")
    assert story.read(*on_copy, "audit", "log") == story.read("audit", "log")
    assert story.run(*on_copy, *shlex.split("meeting hold --title T --party AZ")).code == 0
    assert story.run(*on_copy, "audit", "replay").code == 0
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        change(copy, "DELETE FROM events")


def test_backup_reports_the_path_and_the_last_position(story: Desk) -> None:
    answer = story.run("register", "backup", "copy.db")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == f"copy.db: a copy of the register up to event {LAST}.\n"


def test_a_backup_of_a_register_without_events(desk: Desk) -> None:
    """An empty register can be backed up."""
    create_register(place_of(desk), datetime(2026, 1, 1, tzinfo=UTC))
    assert desk.read("register", "backup", "copy.db")["position"] == 0
    assert dump(desk.home / "copy.db") == dump(place_of(desk))


def test_a_backup_includes_the_wal_file(story: Desk) -> None:
    """While somebody reads, recent entries are only in the -wal file."""
    with closing(sqlite3.connect(place_of(story), isolation_level=None)) as reader:
        reader.execute("BEGIN")
        assert reader.execute("SELECT max(position) FROM events").fetchone() == (LAST,)
        act(story, "meeting hold --title T --party AZ")
        alone = story.home / "file-alone.db"
        copyfile(place_of(story), alone)
        assert rows(alone, "SELECT max(position) FROM events") == [(LAST,)]
        copy = copied(story)
        assert compared(story, copy) == (LAST + 1, LAST + 1)
        assert reader.execute("SELECT max(position) FROM events").fetchone() == (LAST,)
    assert rows(copy, "SELECT max(position) FROM events") == [(LAST + 1,)]


def _file(path: Path) -> None:
    path.write_bytes(b"mine")


def _folder(path: Path) -> None:
    path.mkdir()


def _dangling(path: Path) -> None:
    path.symlink_to("nowhere")


@pytest.mark.parametrize("there", [_file, _folder, _dangling])
def test_a_backup_replaces_no_file(story: Desk, there: Any) -> None:
    """An existing file stays as it is, and no other file appears beside it."""
    path = story.home / "copies" / "register.db"
    path.parent.mkdir()
    there(path)
    said = refused(story.run("register", "backup", path))
    assert said == f"dragoman: {path}: already exists; name another file\n"
    assert list(path.parent.iterdir()) == [path]
    assert not path.is_file() or path.read_bytes() == b"mine"


def test_a_backup_cannot_replace_its_register(story: Desk) -> None:
    before = dump(place_of(story))
    assert "already exists" in refused(story.run("register", "backup", place_of(story)))
    assert dump(place_of(story)) == before


def everything(folder: Path) -> set[Path]:
    """Return all files in a folder except the cache."""
    return {path for path in folder.rglob("*") if "cache" not in path.parts}


def test_a_backup_that_cannot_make_its_folder_leaves_nothing(story: Desk) -> None:
    """The error says so."""
    story.write("file", "mine")
    before = everything(story.home)
    answer = story.run("register", "backup", "file/folder/copy.db")
    assert "file/folder/copy.db: Not a directory" in refused(answer)
    assert everything(story.home) == before


def test_a_backup_of_a_missing_register_is_refused(desk: Desk) -> None:
    """Neither a copy nor a register is created."""
    answer = desk.run("register", "backup", "copy.db")
    assert (answer.code, answer.out) == (1, "")
    assert "there is no register here yet" in answer.err
    assert everything(desk.home) == set()


def test_a_backup_of_a_damaged_register_is_deleted(story: Desk) -> None:
    """An unreadable copy is no backup. The error says so, and no file is left behind."""
    content = bytearray(place_of(story).read_bytes())
    content[8 * 4096 : 9 * 4096] = b"\xff" * 4096
    for suffix in ("-wal", "-shm"):
        Path(f"{place_of(story)}{suffix}").unlink(missing_ok=True)
    place_of(story).write_bytes(content)
    (story.home / "copies").mkdir()
    answer = story.run("register", "backup", "copies/register.db")
    assert (answer.code, answer.out, answer.err.count("\n")) == (1, "", 1)
    assert "damaged" in answer.err
    assert list((story.home / "copies").iterdir()) == []


def limited(desk: Desk, *words: str) -> Answer:
    """Run the real command with file sizes limited to 40 kB."""
    line = f"ulimit -f 40; exec {shlex.join(desk.words(*words))}"
    done = subprocess.run(["bash", "-c", line], capture_output=True, timeout=60, check=False)
    return Answer(done.returncode, done.stdout, done.stderr)


def test_a_backup_that_runs_out_of_space_leaves_nothing(story: Desk) -> None:
    assert place_of(story).stat().st_size > 50_000
    (story.home / "copies").mkdir()
    answer = limited(story, "register", "backup", "copies/register.db")
    assert (answer.code, answer.out, answer.err.count("\n")) == (1, "", 1)
    assert "fault of dragoman" not in answer.err
    assert list((story.home / "copies").iterdir()) == []


def test_a_backup_that_runs_out_of_space_names_the_copy(story: Desk) -> None:
    """The register itself is fine, so the error must not name it."""
    answer = limited(story, "register", "backup", "copy.db")
    assert "copy.db" in answer.err
    assert str(place_of(story)) not in answer.err


@pytest.mark.parametrize("mode", [0o600, 0o640])
def test_a_backup_keeps_the_permissions_of_the_register(story: Desk, mode: int) -> None:
    """Whoever may not read the register may not read its copy."""
    place_of(story).chmod(mode)
    assert copied(story).stat().st_mode & 0o777 & ~mode == 0


def size_of(register: Path) -> int:
    """Return the number of events in a register."""
    return int(rows(register, "SELECT count(*) FROM events")[0][0])


def test_a_backup_during_recording_is_consistent(chain: Desk) -> None:
    """Each copy is the register as it was at some moment."""
    chain.read("timeline")
    first = size_of(place_of(chain))
    enough = Event()

    def record() -> list[Answer]:
        answers = []
        while not enough.is_set():
            number = len(answers)
            line = f"meeting hold --title T{number} --party AZ --participant 'P{number};;AZ'"
            answers.append(chain.forked(*shlex.split(line)))
        return answers

    def copy_repeatedly() -> Iterator[Path]:
        """Make backups until they show three different states."""
        sizes: set[int] = set()
        for number in range(200):
            path = chain.home / "copies" / f"{number}.db"
            assert chain.forked("register", "backup", path).code == 0
            yield path
            sizes.add(size_of(path))
            if len(sizes) > 2:
                return

    with ThreadPoolExecutor(1) as pool:
        recording = pool.submit(record)
        try:
            copies = list(copy_repeatedly())
        finally:
            enough.set()
        answers = recording.result()
    assert [one.err for one in answers if one.code] == []
    sizes = [compared(chain, path)[0] for path in copies]
    assert sizes == sorted(sizes)
    assert len(set(sizes)) > 2
    # every entry has two events, so no copy may end between them
    assert {(size - first) % 2 for size in sizes} == {0}


def test_a_backup_in_steps_includes_entries_recorded_meanwhile(
    story: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A copy of many steps is still consistent, even if others record between the steps."""
    monkeypatch.setattr(dragoman.store.engines.backup, "PAGES", 2)
    steps = []

    def told(done: int, total: int) -> None:
        steps.append(done)
        if len(steps) in (2, 9):
            act(story, f"meeting hold --title T{len(steps)} --participant 'P{len(steps)};;AZ'")

    engine = open_register(place_of(story))
    copy = story.home / "copy.db"
    position = backup(engine, copy, told)
    engine.dispose()
    assert len(steps) > 10
    assert position == LAST + 4
    assert compared(story, copy) == (LAST + 4, LAST + 4)
    assert dump(copy) == dump(place_of(story))
