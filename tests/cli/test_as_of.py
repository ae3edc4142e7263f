"""With ``--as-of``, a report shows what it would have shown at an earlier time."""

import io
import json
import shlex
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from attrs import define

from dragoman.cli.output import Output
from dragoman.cli.session import Session
from dragoman.store import Location
from scripts.generate_reference import arguments_of, commands
from tests.cli.chronicle import AFTERWARDS, give_story, place_of, stopped
from tests.conftest import ARTICLE, CHAIN, Desk, rows
from tests.copies import after
from tests.given import EVENTS

REPORTS = (
    "timeline",
    "timeline --between AZ IQ",
    "follow-ups --all",
    "mechanism list",
    "register doubles",
    "party alike",
    "party list",
    "audit log",
)
COUNTING = (
    *("brief AZ IQ", "activity", "lanes", "silence --days 0"),
    "agenda 2025-04",
    *("search commission", "timeline --by topic --reverse", "digest --since 2025-01-01"),
)
"""Reports that cover all records; the tests compare these reports only at some positions."""
ELSEWHERE = {"export", "topic", "who", "source show"}
"""Commands that other modules compare: :mod:`tests.cli.test_calendar`, :mod:`tests.cli.test_topic`,
:mod:`tests.cli.test_who` and :mod:`tests.cli.test_sources`.
"""
RECORDS = ("show {ref}", "show {ref} --history")
REPORT = "follow-ups --all"

PARTS = 8
"""The number of parts of the story, so that several processes share the work."""

SOME = 10
"""The interval of positions at which the test compares all reports, besides the last position."""

TURNS = 2
"""Each position has one of this many parts of the other reports; the last position has all."""

PRINTED = 5
"""The interval of positions at which the test also compares the text of the reports."""

ALL = 12
"""The interval of positions at which the test shows every record."""


@pytest.fixture
def story(desk: Desk) -> Desk:
    """A desk whose clock shows a time after the sample story."""
    return give_story(desk)


def events(desk: Desk) -> list[tuple[datetime, str]]:
    """Return the recording time and the ref of each event, in order of position."""
    refs: dict[int, str] = {
        event["position"]: event["ref"]
        for entry in desk.read("audit", "log")["entries"]
        for event in entry["events"]
    }
    found = rows(place_of(desk), "SELECT position, recorded_at FROM events ORDER BY position")
    return [(datetime.fromisoformat(at), refs[position]) for position, at in found]


def test_the_story_has_events_of_every_type(story: Desk) -> None:
    """The sample story has events of every type, so the tests of ``--as-of`` cover every type."""
    entries = story.read("audit", "log")["entries"]
    assert {event["type"] for entry in entries for event in entry["events"]} == set(EVENTS)


def test_every_command_that_looks_back_is_compared() -> None:
    """The tests of ``--as-of`` cover every command that has this option."""
    looking_back = {
        words
        for words, command in commands()
        for argument in arguments_of(command)
        if "--as-of" in argument.names
    }
    lines = (*REPORTS, *RECORDS, *COUNTING)
    assert looking_back - ELSEWHERE == {item for item in looking_back if _stands(item, lines)}


def _stands(command: str, lines: Iterable[str]) -> bool:
    return any(f"{line} ".startswith(f"{command} ") for line in lines)


def lines_at(position: int, refs: Sequence[str]) -> Iterator[str]:
    """Return the command lines to compare at a position; ``refs`` has the ref of each event.

    The commands show the record that the event at the position changed, and another record, which
    varies with the position. At some positions, the commands show all records.
    """
    is_last = position == len(refs)
    yield from REPORTS if is_last else REPORTS[position % TURNS :: TURNS]
    if position % SOME == 0 or is_last:
        yield from COUNTING
    known = list(dict.fromkeys(refs[:position]))
    if known:
        changed = refs[position - 1]
        yield from (line.format(ref=changed) for line in RECORDS)
        is_one = (len(refs) - position) % ALL == 0
        others = known if is_one else [known[position % len(known)]]
        yield from (RECORDS[0].format(ref=ref) for ref in others)


@cache
def parsed(line: str) -> tuple[Any, Any]:
    """Return a parsed command line from a cache, because parsing takes longer than running."""
    from dragoman.cli.main import app

    command, bound, _ = app.parse_args(shlex.split(line), print_error=False, exit_on_error=False)
    return command, bound


@define
class Reader:
    """An open register on which a test runs several commands."""

    session: Session
    monkeypatch: pytest.MonkeyPatch

    def ask(self, line: str, now: str, as_of: str | None = None, as_json: bool = False) -> str:
        """Run a command that must succeed, and return its output."""
        command, bound = parsed(line)
        past = {"as_of": as_of} if as_of else {}
        out = io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True)
        with self.monkeypatch.context() as patch:
            patch.setenv("DRAGOMAN_NOW", now)
            patch.setattr(sys, "stdout", out)
            self.session.output = Output(as_json=as_json)
            assert command(*bound.args, **bound.kwargs, **past, session=self.session) == 0
        out.seek(0)
        return out.read()

    def report(self, as_of: str) -> Any:
        """Return the follow-ups report as of a day, an instant or a position.

        Of all reports, this report depends most on the current day.
        """
        return json.loads(self.ask(REPORT, AFTERWARDS, as_of, as_json=True))


@contextmanager
def reader(register: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Reader]:
    """Open a register on which a test runs several commands."""
    session = Session(Location(register), Output())
    try:
        yield Reader(session, monkeypatch)
    finally:
        session.close()


@pytest.mark.once
@pytest.mark.parametrize("part", range(PARTS))
def test_as_of_every_position_commands_answer_as_they_would_have(
    story: Desk, part: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``--as-of`` gives the same answer as a register that has no later events.

    The clock of that register shows the time of its last event.
    """
    found = events(story)
    refs = [ref for _, ref in found]
    with reader(place_of(story), monkeypatch) as now:
        for position in range(part, len(found) + 1, PARTS):
            day = found[position - 1][0].isoformat() if position else AFTERWARDS
            register = story.home / f"{position}.db"
            stopped(place_of(story), position, register)
            with reader(register, monkeypatch) as then:
                for line in lines_at(position, refs):
                    where = f"{line} as of {position}"
                    document = json.loads(now.ask(line, AFTERWARDS, str(position), True))
                    assert document == json.loads(then.ask(line, day, None, True)), where
                    if position % PRINTED == 0 or position == len(found):
                        printed = now.ask(line, AFTERWARDS, str(position))
                        assert printed.replace(" · past state", "") == then.ask(line, day), where


@pytest.mark.once
@pytest.mark.parametrize("position", [0, 30, 60, 79, 107])
def test_the_real_command_looks_back(story: Desk, position: int) -> None:
    """With ``--as-of``, the complete command also answers like a register without later events."""
    found = events(story)
    now = found[position - 1][0].isoformat() if position else AFTERWARDS
    register = story.home / f"{position}.db"
    stopped(place_of(story), position, register)
    for line in lines_at(position, [ref for _, ref in found]):
        words = shlex.split(line)
        expected = story.read("--register", register, *words, now=now)
        assert story.read(*words, "--as-of", str(position)) == expected


@pytest.mark.parametrize(
    "line", [*REPORTS, *COUNTING, *(line.format(ref="V-1") for line in RECORDS)]
)
def test_the_heading_of_a_past_report_says_so(story: Desk, line: str) -> None:
    """The heading of a past report has the day, the position and the words "past state".

    The heading of a current report does not have these words.
    """
    words = shlex.split(line)
    now, then = story.run(*words).out, story.run(*words, "--as-of", "50").out
    assert "past state" not in now
    assert ("as of 22 Jan 2026 (event 50) · past state" in then.splitlines()[0]) == (
        line != "audit log"
    )


# --- Days, instants and positions -------------------------------------------------------------


def as_of(desk: Desk, text: str) -> Any:
    """Return the follow-ups report as of a day, an instant or a position."""
    return desk.read(*REPORT.split(), "--as-of", text)


@pytest.mark.once
def test_an_instant_is_the_last_position_up_to_it(story: Desk) -> None:
    """A report as of an instant includes all events that were recorded at that instant.

    One microsecond earlier, reports include none of these events.
    """
    found = [at for at, _ in events(story)]
    with reader(place_of(story), story.monkeypatch) as now:
        for instant in sorted(set(found)):
            last = max(n for n, at in enumerate(found, 1) if at == instant)
            assert now.report(instant.isoformat()) == now.report(str(last))
            before = now.report((instant - timedelta(microseconds=1)).isoformat())
            assert before["as_of"]["position"] == found.index(instant)


@pytest.mark.parametrize(
    "form",
    [
        "2026-01-20T15:00:00Z",
        "2026-01-20T15:00:00",
        "2026-01-20t15:00:00z",
        "2026-01-20T15:00Z",
        "2026-01-20T15:00:00.000000+00:00",
        "2026-01-20T18:00:00+03:00",
        "2026-01-20T10:00:00-05:00",
        "2026-01-20T15:00:00.999Z",
        " #45 ",
        "045",
    ],
)
def test_an_instant_in_any_form(story: Desk, form: str) -> None:
    """``--as-of`` accepts every notation of an instant.

    At a desk in UTC, an instant that has no offset is in UTC.
    """
    assert as_of(story, form) == as_of(story, "45")


@pytest.mark.once
def test_a_day_is_its_end_in_utc(story: Desk) -> None:
    """At a desk in UTC, ``--as-of`` with a day means the end of that day in UTC.

    On a day without events, reports show the state after the last earlier event.
    """
    found = [at for at, _ in events(story)]
    days = {at.date() for at in found}
    with reader(place_of(story), story.monkeypatch) as now:
        for day in sorted(days | {day + timedelta(days=1) for day in days}):
            position = sum(at.date() <= day for at in found)
            of_day, of_position = now.report(day.isoformat()), now.report(str(position))
            assert of_day == now.report(f"{day}T23:59:59.999999Z")
            assert of_day["as_of"] == of_position["as_of"]
            assert of_day["as_of"]["position"] == position
            if day in days:
                assert of_day == of_position


def test_a_day_in_words_is_that_day(story: Desk) -> None:
    """``--as-of`` accepts words such as "today" and "yesterday", relative to the desk's clock."""
    story.now = "2026-01-25T00:00:00Z"
    for words, day in {
        "today": "2026-01-25",
        "yesterday": "2026-01-24",
        "3 days ago": "2026-01-22",
        "24 January 2026": "2026-01-24",
    }.items():
        assert as_of(story, words) == as_of(story, day)


def test_open_items_have_the_age_of_that_day(story: Desk) -> None:
    """A report as of a day shows each follow-up with the state that it had on that day."""
    states = {
        day: {item["ref"]: item["state"] for item in as_of(story, day)["items"]}
        for day in ("2026-02-06", "2026-04-05", "2026-05-01")
    }
    assert [state["F-3"] for state in states.values()] == ["later", "soon", "overdue"]
    assert "open" not in story.run(*REPORT.split(), "--as-of", "2026-02-06").out.splitlines()[1]


@pytest.mark.parametrize("text", ["0", "2025-04-29", "2025-04-30T23:59:59.999998Z", "1900-01-01"])
@pytest.mark.parametrize("line", REPORTS)
def test_reports_as_of_before_the_first_event_are_empty(story: Desk, line: str, text: str) -> None:
    """As of a time before the first event, each report is empty and says so."""
    words = (*shlex.split(line), "--as-of", text)
    document = story.read(*words)
    assert not any(value for name, value in document.items() if name not in ("schema", "as_of"))
    if line != "audit log":
        assert document["as_of"] == {"position": 0, "recorded_at": None}
    printed = story.run(*words)
    assert (printed.code, printed.err) == (0, "")
    assert len(printed.lines) == (1 if line == "audit log" else 2)


@pytest.mark.parametrize("line", RECORDS)
@pytest.mark.parametrize("text", ["0", "2025-04-29", "85", "2026-01-31T04:59:59Z"])
def test_a_later_record_is_not_found(story: Desk, line: str, text: str) -> None:
    """If a record did not exist yet on the ``--as-of`` day, the command says so in one line."""
    answer = story.run(*line.format(ref="M-4").split(), "--as-of", text)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == "dragoman: M-4 did not exist at that time\n"


@pytest.mark.parametrize("text", ["2026-03-01", "2026-03-01T12:00:00Z", "2031-01-01", "8999-12-31"])
@pytest.mark.parametrize("line", REPORTS)
def test_as_of_a_future_day_everything_is_shown(story: Desk, line: str, text: str) -> None:
    """As of a future day, reports show everything, as if the future day were today."""
    day = text if "T" in text else f"{text}T23:59:59Z"
    words = shlex.split(line)
    assert story.read(*words, "--as-of", text) == story.read(*words, now=day)


@pytest.mark.parametrize("text", ["160", "#160", "999999999999999999", "9" * 40])
@pytest.mark.parametrize("line", [*REPORTS, *(line.format(ref="V-1") for line in RECORDS)])
def test_a_position_beyond_the_last_is_refused(story: Desk, line: str, text: str) -> None:
    """If ``--as-of`` names a position after the last event, a one-line usage error says so."""
    answer = story.run(*shlex.split(line), "--as-of", text)
    assert (answer.code, answer.out) == (2, "")
    assert " is after the last position, 159" in answer.err
    assert answer.err.count("\n") == 1


# --- Late recordings --------------------------------------------------------------------------

RECORDING = "2026-01-15T08:00:00Z"
MEETING = "meeting hold --title T --party AZ"

# name: (the command lines, the ref, how late the last event was recorded)
LATE: dict[str, tuple[str, str, str]] = {
    "on the day": (f"{MEETING} --occurred 2026-01-15", "M-4", ""),
    "the day before": (f"{MEETING} --occurred 2026-01-14", "M-4", ""),
    "two days before": (f"{MEETING} --occurred 2026-01-13", "M-4", "2 d"),
    "a year before": (f"{MEETING} --occurred 2025-01-15", "M-4", "365 d"),
    "without a date": (MEETING, "M-4", ""),
    "in a month that is over": (f"{MEETING} --occurred 2025-12", "M-4", "at least 15 d"),
    "in a month that goes on": (f"{MEETING} --occurred 2026-01", "M-4", ""),
    "in a year": (f"{MEETING} --occurred 2024", "M-4", "at least 380 d"),
    "on some days": (
        f"{MEETING} --occurred 2026-01-09/2026-01-10",
        "M-4",
        "5 d",
    ),
    "on a day that is not certain": (f"{MEETING} --occurred 2026-01-10?", "M-4", "at least 5 d"),
    "since a day": (f"{MEETING} --occurred 2026-01-10/..", "M-4", ""),
    "up to a day": (f"{MEETING} --occurred ../2026-01-10", "M-4", "at least 5 d"),
    "a plan": ("meeting schedule --title T --party AZ --occurred 2026-01-10", "M-4", ""),
    "a plan that was moved": (
        "meeting schedule --title T --party AZ --occurred 2025-12-01\n"
        "meeting reschedule M-4 --occurred 2025-12-05",
        "M-4",
        "",
    ),
    "a plan that was given up": (
        "meeting schedule --title T --party AZ --occurred 2025-12-01\nmeeting cancel M-4",
        "M-4",
        "",
    ),
    "a plan that took place": (
        "meeting schedule --title T --party AZ --occurred 2025-12-01\nmeeting hold M-4",
        "M-4",
        "45 d",
    ),
    "a visit that began": (
        "visit announce --title T --host AZ --party IQ --occurred 2026-01-11\nvisit start V-3",
        "V-3",
        "4 d",
    ),
    "a visit that was announced": (
        "visit announce --title T --host AZ --party IQ --occurred 2025-12-11",
        "V-3",
        "",
    ),
    "a visit that is over": (
        "visit conclude --title T --host AZ --party IQ --occurred 2026-01-01/2026-01-05",
        "V-3",
        "10 d",
    ),
    "a session": ("consultation hold --mechanism B-1 --occurred 2026-01-05", "C-8", "10 d"),
    "what was agreed": ("follow-up agree --what W --agreed 2025-12-01", "F-3", ""),
    "what was owed": ("follow-up agree --what W --due 2025-12-01", "F-3", ""),
    "what was revised": ("follow-up revise F-2 --due 2025-12-01", "F-2", ""),
    "what was done": ("follow-up fulfil F-2 --fulfilled 2025-12-16 --note N", "F-2", "30 d"),
    "what was done somehow": ("follow-up fulfil F-2 --note N", "F-2", ""),
    "what was dropped": ("follow-up drop F-2 --note N", "F-2", ""),
    "what was signed": (
        "instrument sign --title T --party AZ --party IQ --signed 2025-12-16",
        "I-1",
        "30 d",
    ),
    "what came into force": (
        "instrument sign --title T --party AZ --party IQ --signed 2025-12-16\n"
        "instrument enter-into-force I-1 --in-force 2026-01-01",
        "I-1",
        "14 d",
    ),
    "what was terminated": (
        "instrument sign --title T --party AZ --party IQ --signed 2025-12-16\n"
        "instrument terminate I-1 --terminated 2026-01-02",
        "I-1",
        "13 d",
    ),
    "what was founded": (
        "mechanism establish --body 'working group' --title W --party AZ --party IQ"
        " --established 2025-12-01",
        "B-4",
        "",
    ),
    "what was dissolved": ("mechanism dissolve B-3 --dissolved 2025-12", "B-3", "at least 15 d"),
    "what was corrected": (f"{MEETING}\ncorrect M-4 occurred=2025-12-01 --reason R", "M-4", ""),
    "a post": ("party position P-1 minister --assumed 2025-12-01", "P-1", ""),
}


def record_chain(desk: Desk) -> None:
    """Record the sample article and the sample chain of events."""
    desk.record(ARTICLE, CHAIN, now="2026-01-15T07:00:00Z")
    desk.now = RECORDING


@pytest.fixture
def chain(desk: Desk) -> Desk:
    """A desk that has recorded the sample article and the sample chain of events."""
    return after(desk, record_chain)


def history(desk: Desk, ref: str, *more: str) -> list[dict[str, Any]]:
    """Return the events of a record."""
    return list(desk.read("show", ref, "--history", *more)["record"]["history"])


def late_of(event: dict[str, Any]) -> str:
    """Return the text in the printed history that says how late an event was recorded."""
    late = event["late"]
    return f"{'at least ' if late['at_least'] else ''}{late['days']} d" if late else ""


@pytest.mark.parametrize("case", LATE)
def test_a_late_recording_shows_its_delay(chain: Desk, case: str) -> None:
    """The history shows how many days late an event was recorded.

    A plan is never late.
    """
    lines, ref, late = LATE[case]
    for line in lines.splitlines():
        answer = chain.run(*shlex.split(line))
        assert answer.code == 0, answer.err
    event = history(chain, ref)[-1]
    assert late_of(event) == late
    printed = chain.run("show", ref, "--history").lines
    [head] = [line for line in printed if line.startswith(f"#{event['position']} ")]
    assert head.endswith(f"recorded {late} late" if late else head)
    assert ("recorded" in head) == bool(late)


def test_the_delay_is_counted_in_utc_days(chain: Desk) -> None:
    """Dragoman counts the delay of a recording in UTC days, from midnight to midnight."""
    for number, (now, late) in enumerate(
        [
            ("2026-01-15T23:59:59Z", ""),
            ("2026-01-16T00:00:00Z", "2 d"),
            ("2026-01-16T01:00:00+03:00", "2 d"),
        ],
        4,
    ):
        words = shlex.split(f"{MEETING} --title T{number} --occurred 2026-01-14")
        del words[2:4]
        assert chain.run(*words, now=now).code == 0
        assert late_of(history(chain, f"M-{number}")[-1]) == late


def test_a_later_correction_does_not_change_the_delay(chain: Desk) -> None:
    """Correcting an event's date does not change the delay that the history shows.

    Undoing the correction does not change the delay either.
    """
    chain.run(*shlex.split(f"{MEETING} --occurred 2026-01-05"))
    chain.run(*shlex.split("correct M-4 occurred=2026-01-14 --reason R"), now="2026-01-20")
    before = history(chain, "M-4", "--as-of", RECORDING)
    assert [late_of(item) for item in before] == ["10 d"]
    assert [late_of(event) for event in history(chain, "M-4")] == ["10 d", ""]
    chain.run("undo", now="2026-01-21")
    assert [late_of(event) for event in history(chain, "M-4")] == ["10 d", "", ""]


def test_an_event_is_marked_as_undone_only_from_the_undo_on(story: Desk) -> None:
    found = {
        position: [event["undone"] for event in history(story, "C-8", "--as-of", str(position))]
        for position in (52, 53, 54, 55)
    }
    assert found == {
        52: [False, False],
        53: [False, False, False],
        54: [False, False, True, False],
        55: [False, False, True, False, False],
    }
    assert "undone since" not in story.run("show", "C-8", "--history", "--as-of", "53").out
    assert "undone since" in story.run("show", "C-8", "--history", "--as-of", "54").out


def test_a_history_as_of_a_day_ends_there(story: Desk) -> None:
    """As of a position, the history of a record ends with the last event up to that position."""
    for position in (11, 36, 80, 111, 159):
        found = history(story, "V-1", "--as-of", str(position))
        assert found == [
            event | {"undone": False}
            for event in history(story, "V-1")
            if event["position"] <= position
        ]


# --- No changes to files ----------------------------------------------------------------------


@pytest.mark.once
def test_looking_back_changes_nothing(story: Desk) -> None:
    """A report with ``--as-of`` changes neither the register nor the views."""

    def content(path: Path) -> list[Any]:
        tables = [
            name for (name,) in rows(path, "SELECT name FROM sqlite_master WHERE type='table'")
        ]
        return [rows(path, f'SELECT * FROM "{name}"') for name in sorted(tables)]

    story.read("timeline")
    views = next((story.home / "cache" / "dragoman").glob("views-*.db"))
    before = content(place_of(story)), content(views)
    for line in (*REPORTS, *(line.format(ref="V-1") for line in RECORDS)):
        story.read(*shlex.split(line), "--as-of", "40")
    assert (content(place_of(story)), content(views)) == before
