"""``dragoman audit log`` prints the log, and ``dragoman audit replay`` replays the log in steps."""

import re
import shlex
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from dragoman.store.engines.sqlite import create_register
from tests.cli.chronicle import give_story, place_of
from tests.conftest import Answer, Desk, change

LAST = 159
"""The last position in the story."""


@pytest.fixture
def story(desk: Desk) -> Desk:
    """A desk whose clock shows a time after the sample story."""
    return give_story(desk)


def act(desk: Desk, line: str, now: str | None = None) -> Answer:
    """Run a command that must succeed."""
    answer = desk.run(*shlex.split(line), now=now)
    assert answer.code == 0, answer.err
    return answer


def refused(answer: Answer) -> str:
    """Return the one line of a usage error."""
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("dragoman: ")
    assert answer.err.count("\n") == 1
    return answer.err


def refs(desk: Desk) -> list[str]:
    """Return every ref in the log."""
    entries = desk.read("audit", "log")["entries"]
    return list(dict.fromkeys(event["ref"] for entry in entries for event in entry["events"]))


# --- The steps of a replay --------------------------------------------------------------------


def stepped(desk: Desk, *words: str) -> list[dict[str, Any]]:
    """Return the entries that ``audit replay`` lists."""
    document = desk.read("audit", "replay", *words)
    assert list(document) == ["schema", "entries"]
    assert document["schema"] == "dragoman/audit-steps/1"
    return list(document["entries"])


def events_of(entries: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the events of the entries, in order."""
    return [event for entry in entries for event in entry["events"]]


ENTRY = ("entry", "recorded_at", "recorded_by", "reason")
CIRCUMSTANCES = ("clock", "os_user", "host")
STEP = ["position", "ref", "type", "undoes", "late", "changes", "state"]


def test_every_event_is_stepped_through(story: Desk) -> None:
    """``audit replay --steps`` lists each event of the log once, in order, under its entry."""
    log = story.read("audit", "log")["entries"]
    entries = stepped(story, "--steps")
    assert [{name: entry[name] for name in ENTRY} for entry in entries] == [
        {name: entry[name] for name in ENTRY} for entry in log
    ]
    assert all(list(entry) == [*ENTRY, *CIRCUMSTANCES, "events"] for entry in entries)
    assert all(list(event) == STEP for event in events_of(entries))
    for step, logged in zip(entries, log, strict=True):
        named = [
            {name: event[name] for name in ("position", "type", "ref")} for event in step["events"]
        ]
        assert named == logged["events"]
    assert [item["position"] for item in events_of(entries)] == list(range(1, LAST + 1))


def test_every_event_is_printed(story: Desk) -> None:
    """``audit replay --steps`` prints a line for each entry, followed by the entry's events."""
    answer = act(story, "audit replay --steps")
    numbers = [int(line.split()[0][1:]) for line in answer.lines if line.startswith("  #")]
    assert numbers == list(range(1, LAST + 1))
    heads = [line for line in answer.lines if line[0].isdigit()]
    log = [line for line in act(story, "audit log").lines if line[0].isdigit()]
    assert heads == log


def test_the_steps_of_each_record(story: Desk) -> None:
    """A replay of one record lists the same events as the record's history.

    The steps are the same as the record's steps in a replay of the whole log.
    """
    whole = stepped(story, "--steps")
    for ref in refs(story):
        own = [
            item | {"events": [event for event in item["events"] if event["ref"] == ref]}
            for item in whole
        ]
        steps = stepped(story, ref)
        assert steps == [item for item in own if item["events"]]
        history = story.read("show", ref, "--history")["record"]["history"]
        shared = ("position", "type", "undoes", "late", "changes")
        assert [{name: event[name] for name in shared} for event in events_of(steps)] == [
            {name: event[name] for name in shared} for event in history
        ]


def worded(name: str, value: Any) -> Any:
    """Format the value of a field from ``show`` as ``audit replay`` prints it."""
    match name, value:
        case "participants" | "owners", _:
            keys = ("name", "post", "side", "role", "type")
            said = ({**item, "name": item.get("name_as_written", item["name"])} for item in value)
            parts = ([item.get(key) for key in keys] for item in said)
            return [
                ", ".join(part for part in words if part not in (None, "person")) for words in parts
            ]
        case "sources" | "setbacks", _:
            return [item["title"] for item in value]
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


def _post(post: dict[str, Any]) -> str:
    since = f" since {post['assumed']}" if post.get("assumed") else ""
    until = f" until {post['left']}" if post.get("left") else "" if post["held"] else " (left)"
    return f"{post['post']} ({post['side']}){since}{until}"


OTHERWISE = ("as_written", "external_ids", "parties", "awaits")
"""Fields that other tests below cover."""


def test_the_last_step_of_a_record_agrees_with_show(story: Desk) -> None:
    """After the last event of a record, a replay has the same facts as ``show``."""
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
        what due agreed agreed_in by fulfilled formerly signed in_force
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
    """``show``, ``show --history`` and ``audit replay`` also work for a retracted record."""
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
    """After a source disputes a field, the field keeps its value."""
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
        ("today", 159),
        ("2030-01-01", 159),
    ],
)
def test_steps_stop_at_a_day_an_instant_or_a_position(
    story: Desk, until: str, position: int
) -> None:
    """``--until`` limits a replay to the events up to a day, an instant or a position."""
    whole = events_of(stepped(story, "--steps"))
    assert events_of(stepped(story, "--until", until)) == whole[:position]
    assert events_of(stepped(story, "--steps", "--until", until)) == whole[:position]
    if position:
        own = [event for event in whole[:position] if event["ref"] == "V-1"]
        assert events_of(stepped(story, "V-1", "--until", until)) == own
    answer = act(story, f"audit replay --until {until}")
    assert sum(line.startswith("  #") for line in answer.lines) == position


def test_steps_up_to_the_middle_of_an_entry(story: Desk) -> None:
    """If ``--until`` is a position inside an entry, a replay leaves out the entry's last events."""
    [first, second] = stepped(story, "--until", "20")
    assert [len(first["events"]), len(second["events"])] == [11, 9]
    assert act(story, "audit replay --until 20").out.splitlines()[0].startswith("1–11 ")
    assert any(line.startswith("12–20 ") for line in act(story, "audit replay --until 20").lines)


STEPS_REFUSED = {
    "V-99": "V-99 does not exist",
    "M-4 --until 50": "M-4 did not exist at that time",
    "nonsense": "'nonsense' is not a ref",
    "--until 160": "--until: 160 is after the last position, 159",
    "--until nonsense": "--until: 'nonsense' is not a day",
    "V-1 V-2": "unexpected argument 'V-2'",
    "--steps=2": "--steps",
}


@pytest.mark.parametrize("words", STEPS_REFUSED)
def test_a_bad_request_for_steps_is_refused(story: Desk, words: str) -> None:
    """A bad request for a replay prints a one-line error and nothing else."""
    assert STEPS_REFUSED[words] in refused(story.run("audit", "replay", *words.split()))


def test_steps_of_a_register_without_events(desk: Desk) -> None:
    """If a register has no events, its replay is a valid document that lists no entries."""
    create_register(place_of(desk), datetime(2026, 1, 1, tzinfo=UTC))
    assert stepped(desk, "--steps") == []
    assert stepped(desk, "--until", "0") == []
    assert desk.run("audit", "replay", "--steps").code == 0


def test_replay_says_when_there_are_no_steps(story: Desk) -> None:
    """If a replay has no steps, ``audit replay`` prints a message instead of nothing."""
    assert act(story, "audit replay --until 0").out.strip()


def test_a_replay_of_everything_compares(story: Desk) -> None:
    """If you give neither a ref nor ``--until``, replay compares the views with rebuilt views."""
    document = story.read("audit", "replay")
    assert (
        list(document) == "schema position rows tables equal differences faults unreadable".split()
    )
    assert (document["position"], document["equal"], document["faults"]) == (LAST, True, [])
    answer = story.run("audit", "replay")
    assert answer.code == 0
    assert answer.out.startswith(f"Replayed up to event {LAST} and compared ")
    assert answer.out.endswith(" tables: the views match.\n")
    change(story.views, "DELETE FROM follow_ups WHERE record = 11")
    answer = story.run("audit", "replay")
    assert answer.code == 1
    assert "the views DIFFER" in answer.out


# --- The log ----------------------------------------------------------------------------------

ACT = re.compile(r"(\d+)(?:–(\d+))? +(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)Z  (\S+)  (.+)  ([0-9a-f]{8})")


def test_the_format_of_the_log_has_not_changed(story: Desk) -> None:
    """The JSON of ``audit log`` keeps its keys, and the printed lines keep their format."""
    document = story.read("audit", "log")
    assert list(document) == ["schema", "entries"]
    assert document["schema"] == "dragoman/audit-log/1"
    keys = "entry first_position last_position recorded_at recorded_by reason".split()
    keys += [*CIRCUMSTANCES, "events"]
    lines = iter(act(story, "audit log").lines)
    position = 0
    for entry in document["entries"]:
        assert list(entry) == keys
        assert entry["first_position"] == position + 1
        head = ACT.fullmatch(next(lines))
        assert head
        assert int(head[1]) == entry["first_position"]
        assert int(head[2] or head[1]) == entry["last_position"]
        assert head[3] == entry["recorded_at"][:19].replace("T", " ")
        assert head[4] == entry["recorded_by"]
        assert head[5] == (entry["reason"] or "(no reason given)")
        assert head[6] == entry["entry"][:8]
        for event in entry["events"]:
            position += 1
            assert list(event) == ["position", "type", "ref"]
            assert event["position"] == position
            assert re.fullmatch(
                rf" {{11}}{position:<7}{event['ref']:<6} [a-z-]+( [a-z-]+)*", next(lines)
            )
        assert entry["last_position"] == position
    assert next(lines, None) is None


def test_the_limit_keeps_the_last_entries_of_the_log(story: Desk) -> None:
    whole = story.read("audit", "log")["entries"]
    for limit in (1, 3, 1000):
        assert story.read("audit", "log", "--limit", str(limit))["entries"] == whole[-limit:]
        past = story.read("audit", "log", "--limit", str(limit), "--as-of", "46")["entries"]
        assert past == [item for item in whole if item["last_position"] <= 46][-limit:]
