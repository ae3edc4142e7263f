"""``dragoman audit diff``: what changed between two states of the register."""

import re
import shlex
from datetime import UTC, datetime
from typing import Any

import pytest

from dragoman.projections.differences import SECTIONS
from dragoman.store.engines.sqlite import create_register
from tests.cli.chronicle import give_story, place_of
from tests.conftest import Answer, Desk
from tests.copies import after, both

LAST = 159
"""The last position in the story."""

ANSI = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")


@pytest.fixture
def story(desk: Desk) -> Desk:
    """A desk whose clock shows a time after the sample story."""
    return give_story(desk)


@pytest.fixture
def chain(desk: Desk) -> Desk:
    """A desk that has recorded the sample article and the sample chain of events."""
    return after(desk, both)


def act(desk: Desk, line: str, now: str | None = None) -> Answer:
    """Run a command that must succeed."""
    answer = desk.run(*shlex.split(line), now=now)
    assert answer.code == 0, answer.err
    return answer


def diff(desk: Desk, *words: str) -> list[dict[str, Any]]:
    """Return the events that ``audit diff`` lists."""
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
    return list(dict.fromkeys(event["ref"] for entry in entries for event in entry["events"]))


# --- The facts of an event --------------------------------------------------------------------

THEN, NOW = "2026-01-15T08:00:00Z", "2026-01-20T09:30:00Z"

# name: (earlier commands, the command, the expected events, a line below an event)
CHANGES: dict[str, tuple[str, str, list[tuple[str, str, str]], str]] = {
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
    "added facts": (
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
    "a conflicting reading": (
        "",
        "reading dispute V-1 occurred=2025-04-20 --source S",
        [("known", "V-1", "ReadingDisputed")],
        "occurred: 'S' says: 2025-04-20",
    ),
    "a spelling": (
        "",
        "party alias P-1 'Y. Rafiyev'",
        [("known", "P-1", "PartyAliased")],
        "aliases: + Y. Rafiyev",
    ),
    "a rescheduled plan": (
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
    "a session that fulfils a follow-up": (
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
        "occurred: chose 2025-04-20",
    ),
    "a merge": (
        "",
        "party merge P-4 P-1 --reason 'one man'",
        [("corrected", "P-4", "PartiesMerged")],
        "merged into: P-1",
    ),
    "a split": (
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
        "retracted: yes → no",
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
    """Map the title of each printed section to its events; each event is a list of lines."""
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


@pytest.mark.parametrize("case", CHANGES)
def test_a_difference_describes_every_kind_of_event(chain: Desk, case: str) -> None:
    """``audit diff`` lists each event as newly known, happened since, corrected or retracted."""
    before, line, expected, words = CHANGES[case]
    for earlier in before.splitlines():
        act(chain, earlier)
    first = chain.position
    last = chain.read("audit", "log", "--limit", "1")["entries"][0]["entry"]
    act(chain, line.format(last=last), now=NOW)
    chain.now = "2026-02-01T00:00:00Z"
    [entry] = chain.read("audit", "log", "--limit", "1")["entries"]
    events = diff(chain, "--from", str(first))
    assert [(event["section"], event["ref"], event["type"]) for event in events] == expected
    for event in events:
        assert list(event) == EVENT
        assert {
            name: event[name] for name in ("entry", "recorded_at", "recorded_by", "reason")
        } == {name: entry[name] for name in ("entry", "recorded_at", "recorded_by", "reason")}
    found = printed(chain.run("audit", "diff", "--from", str(first)))
    sections = {section for section, _, _ in expected}
    titles = [title.upper() for section, title in SECTIONS.items() if section in sections]
    assert list(found) == titles
    assert any(f"       {words}" in lines for events in found.values() for lines in events)
    for number, (section, ref, _) in enumerate(expected):
        [lines] = [
            lines
            for lines in found[SECTIONS[section].upper()]
            if lines[-1].startswith(f"       #{first + 1 + number} ")
        ]
        assert lines[0].startswith(f"{ref:6} {events[number]['called']}: ")
        reason = f"  {entry['reason']}" if entry["reason"] else ""
        assert lines[-1] == f"       #{first + 1 + number} 2026-01-20 officer{reason}"


def test_an_event_undone_within_the_range_is_marked(story: Desk) -> None:
    """``audit diff`` marks an event as undone only if the later state includes the undo."""
    marked = [
        event["position"] for event in diff(story, "--from", "46", "--to", "48") if event["undone"]
    ]
    assert marked == [47]
    assert not any(event["undone"] for event in diff(story, "--from", "46", "--to", "47"))
    words = ("audit", "diff", "--from", "46", "--to")
    assert "mechanism corrected  undone since" in story.run(*words, "48").out
    assert "undone since" not in story.run(*words, "47").out


def test_a_late_recording_is_marked(story: Desk) -> None:
    """``audit diff`` says how many days late an event was recorded."""
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


# --- Naming the two states --------------------------------------------------------------------

STATES = {
    "0": ["2025-04-29", "1999-01-01", "2025-04-30T23:59:59Z"],
    "11": ["2025-04-30", "#11", "2025-12-05", "2025-04-30T23:59:59.999999Z"],
    "35": ["2025-12-06", "2025-12-06T09:00:00Z", "2025-12-06T12:00:00+03:00"],
    "46": ["2026-01-20", "2026-01-20T22:00:00Z", "2026-01-21T04:59:59Z"],
    "159": ["today", "2026-03-01", "2030-01-01", "2026-03-01T12:00:00Z"],
}


@pytest.mark.parametrize("position", STATES)
def test_states_are_named_by_day_instant_or_position(story: Desk, position: str) -> None:
    """You can name a state by day, instant or position.

    In ``--to``, a day means the end of that day, and an instant includes everything recorded up to
    that instant.
    """
    before = story.read("audit", "diff", "--from", "20", "--to", position)
    after = story.read("audit", "diff", "--from", position, "--to", "80")
    for text in STATES[position]:
        assert story.read("audit", "diff", "--from", "20", "--to", text) == before
        if "T" in text or text.startswith("#"):
            assert story.read("audit", "diff", "--from", text, "--to", "80") == after


@pytest.mark.parametrize(
    ("day", "day_before"),
    [("2025-04-30", "2025-04-29"), ("2025-12-06", "2025-12-05"), ("2025-12-07", "2025-12-06")],
)
def test_a_difference_from_a_day_begins_with_that_day(
    story: Desk, day: str, day_before: str
) -> None:
    """In ``--from``, a day means the start of that day."""
    position = story.read("timeline", "--as-of", day_before)["as_of"]["position"]
    after = story.read("audit", "diff", "--from", str(position), "--to", "80")
    assert story.read("audit", "diff", "--from", day, "--to", "80") == after


def test_a_difference_ends_now_by_default(story: Desk) -> None:
    """If you leave out ``--to``, the difference ends at the last event, whatever the clock says."""
    whole = story.read("audit", "diff", "--from", "0", "--to", str(LAST))
    assert story.read("audit", "diff", "--from", "0") == whole
    assert story.read("audit", "diff", "--from", "0", now="2025-05-01T00:00:00Z") == whole


@pytest.mark.parametrize(("first", "second"), [(0, LAST), (44, 60), (2, 3)])
def test_the_earlier_state_comes_first(story: Desk, first: int, second: int) -> None:
    """The difference starts at the earlier state, even if you name the later state first."""
    forward = ("audit", "diff", "--from", str(first), "--to", str(second))
    back = ("audit", "diff", "--from", str(second), "--to", str(first))
    assert story.read(*back) == story.read(*forward)
    assert story.run(*back).out == story.run(*forward).out


def test_a_record_of_the_later_state_is_found_in_either_order(story: Desk) -> None:
    forward = diff(story, "M-4", "--from", "10", "--to", "100")
    assert diff(story, "M-4", "--from", "100", "--to", "10") == forward


@pytest.mark.parametrize("position", ["0", "1", "50", "159"])
def test_there_is_no_difference_from_a_state_to_itself(story: Desk, position: str) -> None:
    """If both states are the same, ``audit diff`` prints only a heading that counts 0 events."""
    words = ("audit", "diff", "--from", position, "--to", position)
    document = story.read(*words)
    assert document["events"] == []
    assert document["from"] == document["to"]
    [heading] = story.run(*words).lines
    assert heading.endswith(" · 0 events")


def test_a_difference_without_events(desk: Desk) -> None:
    """If a register has no events, the difference between two states is empty."""
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
    """The JSON of ``audit diff`` has the keys that scripts rely on."""
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
    """The difference between two adjacent positions is exactly one event.

    The event is the same as in the difference between the first and the last position.
    """
    whole = diff(story, "--from", "0")
    assert [item["position"] for item in whole] == list(range(1, LAST + 1))
    undone = set()
    for position in range(1, LAST + 1):
        [event] = diff(story, "--from", str(position - 1), "--to", str(position))
        later = whole[position - 1]
        changing = {"undone": False, "called": later["called"]}
        assert event | changing == later | changing
        assert not event["undone"]
        undone ^= {position} if later["undone"] else set()
    assert undone == {item["position"] for item in whole if item["undone"]}


@pytest.mark.parametrize(("first", "second"), [(0, LAST), (0, 11), (11, 43), (43, 80), (80, LAST)])
def test_every_event_of_a_range_is_printed_once(story: Desk, first: int, second: int) -> None:
    """``audit diff`` prints every event of the range once, in the section of the event."""
    words = ("--from", str(first), "--to", str(second))
    sections = {event["position"]: event["section"] for event in diff(story, *words)}
    found = printed(story.run("audit", "diff", *words))
    assert list(found) == [
        title.upper() for section, title in SECTIONS.items() if section in sections.values()
    ]
    numbers = {
        title: [int(FOOT.fullmatch(lines[-1])[1]) for lines in events]  # type: ignore[index]
        for title, events in found.items()
    }
    assert numbers == {
        title.upper(): [number for number, own in sections.items() if own == section]
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
        assert diff(story, ref, *words) == [item for item in whole if item["ref"] == ref]
    assert diff(story, "v1", *words) == diff(story, "V-1", *words)


PAIR = ("--between", "AZ", "IQ")

# name: (from, to, the filter, positions included, positions left out)
FILTERED: dict[str, tuple[int, int, str, set[int], set[int]]] = {
    "records with both": (43, 46, "--between AZ IQ", {44, 45}, set()),
    "parties by name": (43, 46, "--between Iraq Azerbaijan", {44, 45}, set()),
    "a record that left the pair by a correction": (83, 84, "--between AZ IQ", {84}, set()),
    "a record that left the pair before": (84, 85, "--between AZ IQ", {85}, {84}),
    "a record that joined a pair by a correction": (46, 47, "--between IQ TR", {47}, set()),
    "a record that joined, and left by an undo": (47, 48, "--between IQ TR", {48}, set()),
    "a retracted record": (84, 85, "--party IQ", {85}, set()),
    "a retracted follow-up": (108, 109, "--between AZ IQ", {109}, set()),
    "a restored record": (106, 107, "--between AZ IQ", {107}, set()),
    "other pairs": (93, 97, "--between AZ IQ", set(), {94, 95, 96, 97}),
    "one party": (93, 97, "--party TR", {94, 95, 96, 97}, set()),
    "two parties by --party": (93, 97, "--party TR --party AZ", {94, 95, 96, 97}, set()),
    "a party without records": (0, LAST, "--party org:UN", set(), set(range(1, LAST + 1))),
}


@pytest.mark.parametrize("case", FILTERED)
def test_a_difference_between_two_parties(story: Desk, case: str) -> None:
    """A filter by two parties keeps a record that has both parties before or after the change."""
    first, last, filter_, within, without = FILTERED[case]
    words = ("--from", str(first), "--to", str(last), *filter_.split())
    found = {event["position"] for event in diff(story, *words)}
    assert within <= found
    assert not without & found


def test_a_filter_keeps_events_as_they_are(story: Desk) -> None:
    """A filter leaves out events, and does not change the remaining events."""
    whole = diff(story, "--from", "11")
    some = diff(story, "--from", "11", *PAIR)
    assert 40 < len(some) < len(whole)
    assert some == [item for item in whole if item in some]
    with_ref = diff(story, "V-2", "--from", "11", *PAIR)
    assert with_ref == [item for item in some if item["ref"] == "V-2"]


def test_a_difference_ignores_the_context(story: Desk) -> None:
    """A difference covers the whole register, whatever the desk's context is."""
    assert diff(story, "--from", "0", "--context", "TR") == diff(story, "--from", "0")


def test_a_record_made_and_undone_within_the_range_is_shown(story: Desk) -> None:
    """The difference even shows a session that was recorded and then undone within the range."""
    assert {58, 60} <= {event["position"] for event in diff(story, "--from", "57", *PAIR)}


REFUSED = {
    "--from 160": "--from: 160 is after the last position, 159",
    "--from 0 --to 160": "--to: 160 is after the last position, 159",
    "--from 2025-13-01": "--from: '2025-13-01' is not a day",
    "--from 0 --to nonsense": "--to: 'nonsense' is not a day",
    "--from 2025-04": "--from: '2025-04' is not a day",
    "--from -1": "--from",
    "--from ''": "--from: '' is not a day",
    "": "--from",
    "V-99 --from 0": "V-99 does not exist",
    "M-4 --from 0 --to 50": "M-4 did not exist at that time",
    "V-1 --from 0 --to 2020-01-01": "V-1 did not exist at that time",
    "nonsense --from 0": "'nonsense' is not a ref",
    "--from 0 --between AZ Atlantis": "--between: unknown country or organisation 'Atlantis'",
    "--from 0 --between AZ": "--between",
    "--from 0 --party Atlantis": "--party: unknown country or organisation 'Atlantis'",
    "V-1 V-2 --from 0": "unexpected argument 'V-2'",
}


@pytest.mark.parametrize("words", REFUSED)
def test_a_bad_request_for_a_difference_is_refused(story: Desk, words: str) -> None:
    """A bad request for a difference prints a one-line error and nothing else."""
    assert REFUSED[words] in refused(story.run("audit", "diff", *shlex.split(words)))


@pytest.mark.parametrize(
    "line", ["audit diff --from 0 --to ''", "audit replay --until ''", "timeline --as-of ''"]
)
def test_an_empty_moment_is_refused(story: Desk, line: str) -> None:
    """Dragoman refuses an empty day, so that an unset variable in a script does not mean "now"."""
    assert "'' is not a day" in refused(story.run(*shlex.split(line)))
