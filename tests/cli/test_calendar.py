"""How other programs read calendars of plans and follow-ups."""

import re
import shlex
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from dragoman.store.engines.sqlite import create_register
from tests.cli.calendars import (
    HEAD,
    OVER,
    PLANS,
    act,
    components_of,
    content,
    is_days,
    lines_of,
    name_of,
    record_story,
    recorded,
    ref_of,
    shown,
)
from tests.conftest import Desk, copy, isolate
from tests.copies import after


@pytest.fixture
def story(desk: Desk) -> Desk:
    """A desk that has recorded the sample story, and plans for the following year."""
    return after(desk, record_story)


@contextmanager
def elsewhere(home: Path) -> Iterator[Desk]:
    """Yield a desk in the folder ``home``, for a fixture that several tests share."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        isolate(monkeypatch, home)
        yield Desk(home, monkeypatch)


def taking(desk: Desk, register: Path) -> Desk:
    """Give a desk a copy of a register, and return the desk."""
    path = desk.home / "data" / "dragoman" / "register.db"
    path.parent.mkdir(parents=True)
    copy(register, path)
    return desk


def decoded(component: Any, name: str) -> Any:
    """Return a date or time of a component, or ``None`` if the component lacks the property."""
    return component.decoded(name, None)


# --- The records in a calendar ----------------------------------------------------------------


def test_every_record_is_in_the_calendar_once(story: Desk) -> None:
    """With ``--all``, every record is in the calendar once.

    Without ``--all``, the calendar leaves out records that are over.
    """
    known = recorded(story)
    ahead = {ref for ref, record in known.items() if record["status"] not in OVER}
    assert shown(story, "--all").keys() == known.keys()
    assert shown(story).keys() == ahead
    assert len(known) > len(ahead) > 8


def test_dates_are_those_of_the_register(story: Desk) -> None:
    """A component of a calendar has the date of its record.

    A component has an exact day only if the record's date is an exact day.
    """
    known = recorded(story)
    for ref, component in shown(story, "--all").items():
        edtf = known[ref]["when"] and known[ref]["when"]["edtf"]
        assert str(component.get("X-DRAGOMAN-EDTF", "")) == (edtf or "")
        if component.name == "VTODO":
            due = decoded(component, "DUE")
            assert "DTSTART" not in component
            assert "state" in known[ref] or not is_days(edtf or "")
            assert due is None or due.isoformat() == known[ref]["when"]["latest"]
        elif "T" not in edtf:
            assert is_days(edtf)
            last = decoded(component, "DTEND") - timedelta(days=1)
            assert decoded(component, "DTSTART").isoformat() == known[ref]["when"]["earliest"]
            assert last.isoformat() == known[ref]["when"]["latest"]


def test_a_component_describes_its_record(story: Desk) -> None:
    """A component has its record's title, place, kind, topics, parent and other facts."""
    calendar = shown(story)
    visit = next(
        component
        for component in calendar.values()
        if component["SUMMARY"] == "Visit of the minister"
    )
    talks = next(component for component in calendar.values() if component["SUMMARY"] == "Talks")
    draft = next(
        component for component in calendar.values() if component["SUMMARY"] == "Send a draft"
    )
    call = next(component for component in calendar.values() if component["SUMMARY"] == "Call")
    assert visit["LOCATION"] == "Baghdad"
    assert visit["CATEGORIES"].cats == ["visit", "trade", "oil, gas"]
    assert talks["RELATED-TO"] == draft["RELATED-TO"] == visit["UID"]
    assert "RELATED-TO" not in call
    assert "Mode: phone" in lines_of(call)
    assert lines_of(visit)[1] == "Date: 2–4 Mar 2026 (2026-03-02/2026-03-04)"
    assert {"Owner: Azerbaijan", "Due: 20 Mar 2026 (2026-03-20)", "Source: Programme"} <= {
        *lines_of(draft)
    }


def test_tasks_of_finished_records_are_completed(story: Desk) -> None:
    """A finished record's task has the status completed or cancelled.

    Finished records are past engagements whose day is unknown, and follow-ups that are fulfilled or
    dropped.
    """
    act(story, "follow-up drop F-2 --note 'not held' --reason 'year is over'")
    tasks = {
        ref: component
        for ref, component in shown(story, "--all").items()
        if component.name == "VTODO"
    }
    known = recorded(story)
    for ref, task in tasks.items():
        wanted = _STATUS_OF_TASK.get(known[ref]["status"], "NEEDS-ACTION")
        assert (task["STATUS"], task.get("PERCENT-COMPLETE")) == (
            wanted,
            100 if wanted == "COMPLETED" else None,
        )
    assert tasks["F-2"]["STATUS"] == "CANCELLED"
    assert "Note: not held" in lines_of(tasks["F-2"])


_STATUS_OF_TASK = {
    "concluded": "COMPLETED",
    "held": "COMPLETED",
    "fulfilled": "COMPLETED",
    "dropped": "CANCELLED",
}


GOLDEN = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Dragoman//dragoman export//EN
NAME:Dragoman: AZ\\, TR
X-WR-CALNAME:Dragoman: AZ\\, TR
DESCRIPTION:As of event 3\\, recorded 2026-01-15 08:00 UTC
X-WR-CALDESC:As of event 3\\, recorded 2026-01-15 08:00 UTC
LAST-MODIFIED:20260115T080000Z
REFRESH-INTERVAL;VALUE=DURATION:PT1H
X-PUBLISHED-TTL:PT1H
BEGIN:VEVENT
UID:UID
DTSTAMP:20260115T080000Z
CREATED:20260115T080000Z
LAST-MODIFIED:20260115T080000Z
SEQUENCE:1
SUMMARY:Görüş\\; the third one of the foreign ministers of both countries
  in 2026
DESCRIPTION:M-1\\, meeting\\, scheduled\\nDate: 2–4 Mar 2026 (2026-03-02/202
 6-03-04)\\nTopics: oil\\, gas\\nParties: AZ\\, TR
CATEGORIES:meeting,oil\\, gas
LOCATION:Bakı
X-DRAGOMAN-EDTF:2026-03-02/2026-03-04
DTSTART;VALUE=DATE:20260302
DTEND;VALUE=DATE:20260305
STATUS:CONFIRMED
TRANSP:TRANSPARENT
END:VEVENT
BEGIN:VTODO
UID:UID
DTSTAMP:20260115T080000Z
CREATED:20260115T080000Z
LAST-MODIFIED:20260115T080000Z
SEQUENCE:0
SUMMARY:Reply
DESCRIPTION:F-1\\, follow-up\\, open\\nDue: by 31 Mar 2026 (../2026-03-31)\\nAg
 reed: 10 Jan 2026\\, in M-1\\nParties: AZ\\, TR
CATEGORIES:follow-up
RELATED-TO:UID
X-DRAGOMAN-EDTF:../2026-03-31
DUE;VALUE=DATE:20260331
STATUS:NEEDS-ACTION
END:VTODO
END:VCALENDAR
"""


def test_a_whole_calendar(desk: Desk) -> None:
    """The calendar of two plans equals the expected calendar, line by line, except for the UIDs."""
    title = "Görüş; the third one of the foreign ministers of both countries in 2026"
    act(desk, f"meeting schedule --title '{title}' --party AZ --party TR --topic 'oil, gas'")
    act(desk, "meeting reschedule M-1 --occurred 2026-03-02/2026-03-04 --place Bakı")
    act(
        desk, "follow-up agree --what Reply --agreed-in M-1 --agreed 2026-01-10 --due ../2026-03-31"
    )
    raw = content(desk, "--between", "AZ", "TR").decode()
    assert raw.count("\r\n") == raw.count("\n")
    assert re.sub("[0-9a-f-]{36}", "UID", raw.replace("\r\n", "\n")) == GOLDEN


# --- Dates ------------------------------------------------------------------------------------

DAYS: dict[str, tuple[str, str | None]] = {
    "2026-03-02": ("2026-03-02", "2026-03-03"),
    "2026-03-02/2026-03-04": ("2026-03-02", "2026-03-05"),
    "2026-02-28/2026-02-28": ("2026-02-28", "2026-03-01"),
    "2026-03-02T10:30:00": ("2026-03-02T10:30:00", None),
    "2026-03-02T10:30:00Z": ("2026-03-02T10:30:00+00:00", None),
    "2026-03-02T23:30:00-05:00": ("2026-03-03T04:30:00+00:00", None),
    "2026-03-02T10:30:00+03": ("2026-03-02T07:30:00+00:00", None),
    "2026-03-02T24:00:00": ("2026-03-03T00:00:00", None),
    "2026-12-31T24:00:00+01:00": ("2026-12-31T23:00:00+00:00", None),
    "1648-10-24": ("1648-10-24", "1648-10-25"),
    "0001-01-02": ("0001-01-02", "0001-01-03"),
    "9999-12-30": ("9999-12-30", "9999-12-31"),
}
"""Exact dates with their start and end.

The end of a day is the next day. A time has no end.
"""

NO_DAYS = {
    "2026": "2026",
    "2026-03": "Mar 2026",
    "2026-01/2026-03": "Q1 2026",
    "202X": "2020s",
    "2026-XX": "2026, month unknown",
    "2026-03-XX": "Mar 2026, day unknown",
    "2026-21": "spring 2026",
    "2026-03-02?": "2 Mar 2026?",
    "2026-03-02~": "~2 Mar 2026",
    "2026-03-02%": "~2 Mar 2026?",
    "2026-03-02/..": "from 2 Mar 2026",
    "2026-03-02/": "from 2 Mar 2026, end unknown",
    "2026-03-02/2026-04": "2 Mar 2026 – Apr 2026",
    "2026-03-02/2026-03-04?": "2 Mar 2026 – 4 Mar 2026?",
    "Y12026": "Y12026",
    "0001-01-01": "1 Jan 0001",
    "9999-12-31": "31 Dec 9999",
    "-0043-03-15": "15 Mar 44 BC",
    "0001-01-01/2026-03-02": "1 Jan 0001 – 2 Mar 2026",
}
"""Inexact dates, and days that a calendar cannot hold, with the start of the task's title."""

NO_START = {
    "../2026-03-02": "by 2 Mar 2026",
    "/2026-03-02": "until 2 Mar 2026, start unknown",
}
"""Inexact dates for which the calendar gives the last possible day."""

DUE: dict[str, str] = {
    **{edtf: edtf.rpartition("/")[2] for edtf in DAYS if "T" not in edtf},
    **{edtf: start for edtf, (start, _) in DAYS.items() if "T" in edtf},
    **dict.fromkeys((*NO_START, "0001-01-01/2026-03-02"), "2026-03-02"),
    "2026": "2026-12-31",
    "2026-03": "2026-03-31",
    "2026-01/2026-03": "2026-03-31",
    "2026-21": "2026-05-31",
    "2026-03-02/2026-04": "2026-04-30",
}
"""Due dates of follow-ups for which the calendar gives the last possible day."""


def plans(dates: Iterable[str]) -> str:
    """Return a dispatch with a visit and a follow-up for each date."""
    return HEAD + "".join(
        f"  - {{kind: visit, handle: visit-{n}, status: announced, title: =, host: IQ,"
        f' parties: [AZ], occurred: "{edtf}"}}\n'
        f'  - {{kind: follow-up, handle: owed-{n}, what: =, parties: [AZ], due: "{edtf}"}}\n'
        for n, edtf in enumerate(dates)
    )


def test_an_imprecise_date_does_not_become_a_day(desk: Desk) -> None:
    """A plan with an exact day or time becomes an event in the calendar.

    A plan with any other date becomes a task, and the title of the task has the date.
    """
    every = (*DAYS, *NO_DAYS, *NO_START)
    desk.record(desk.write("plans.yaml", plans(every)))
    found = {}
    for item in shown(desk).values():
        days = [decoded(item, name) for name in ("DTSTART", "DTEND", "DUE")]
        found[item["CATEGORIES"].cats[0], str(item["X-DRAGOMAN-EDTF"])] = (
            item.name,
            str(item["SUMMARY"]),
            *(day and day.isoformat() for day in days),
        )
    wanted = {}
    for edtf in every:
        words = (NO_DAYS | NO_START).get(edtf)
        start, end = DAYS.get(edtf, (None, None))
        name = "VEVENT" if start else "VTODO"
        wanted["visit", edtf] = (name, f"{words}: =" if words else "=", start, end, None)
        due = DUE.get(edtf)
        wanted["follow-up", edtf] = ("VTODO", "=" if due else f"{words}: =", None, None, due)
    assert found == wanted


def test_a_plan_without_a_date_says_so(desk: Desk) -> None:
    """If a plan or a follow-up has no date, the title of its task says so."""
    desk.run("meeting", "schedule", "--title", "Talks", "--party", "AZ")
    desk.run("follow-up", "agree", "--what", "Reply", "--party", "AZ")
    assert {(item.name, str(item["SUMMARY"])) for item in shown(desk).values()} == {
        ("VTODO", "No date: Talks"),
        ("VTODO", "No date: Reply"),
    }


def test_a_disputed_date_is_tentative(desk: Desk) -> None:
    """An event with a disputed date is tentative, and lists both readings with their sources.

    Choosing a reading confirms the event.
    """
    act(desk, "meeting schedule --title Talks --party AZ --occurred 2026-03-02 --source Embassy")
    act(desk, "reading dispute M-1 occurred=2026-03-05 --source Ministry")
    disputed = shown(desk)["M-1"]
    assert (disputed["STATUS"], decoded(disputed, "DTSTART")) == ("TENTATIVE", date(2026, 3, 2))
    assert [item for item in lines_of(disputed) if item.startswith("Disputed")] == [
        "Disputed: occurred is 2026-03-02, says Embassy",
        "Disputed: occurred is 2026-03-05, says Ministry",
    ]
    act(desk, "reading resolve M-1 occurred --choose 2026-03-05 --reason confirmed")
    settled = shown(desk)["M-1"]
    assert (settled["STATUS"], decoded(settled, "DTSTART")) == ("CONFIRMED", date(2026, 3, 5))
    assert "Disputed" not in settled["DESCRIPTION"]


def test_a_marking_is_a_class(desk: Desk) -> None:
    """The TLP marking of a record sets the class of its component.

    Calendar servers hide private events from other people, and show only the time of confidential
    events.
    """
    desk.record(desk.write("marked.yaml", HEAD + "".join(map(marked, range(len(MARKINGS))))))
    calendar = list(shown(desk).values())
    assert len(calendar) == 2 * len(MARKINGS)
    for component in calendar:
        marking = str(component["SUMMARY"])
        assert component.get("CLASS") == MARKINGS[marking]
        assert f"Marking: {marking}" in lines_of(component)


MARKINGS = {
    "TLP:RED": "PRIVATE",
    "TLP:AMBER+STRICT": "CONFIDENTIAL",
    "TLP:AMBER": "CONFIDENTIAL",
    "TLP:GREEN": None,
    "TLP:CLEAR": None,
}


def marked(number: int) -> str:
    """Return a meeting and a follow-up with one marking, which is also the title of both."""
    marking = list(MARKINGS)[number]
    facts = f'parties: [AZ], marking: "{marking}"'
    return (
        f"  - {{kind: meeting, handle: met-{number}, status: scheduled, {facts},"
        f' title: "{marking}", occurred: 2026-03-02}}\n'
        f"  - {{kind: follow-up, handle: owed-{number}, {facts},"
        f' what: "{marking}", due: 2026-03-02}}\n'
    )


# --- Revisions --------------------------------------------------------------------------------

COURSE = (
    ("visit announce --title Visit --host IQ --party AZ --occurred 2026-03-02", "CONFIRMED", "2"),
    ("visit reschedule V-1 --occurred 2026-03-09", "CONFIRMED", "9"),
    ("source cite V-1 --source Programme", "CONFIRMED", "9"),
    ("visit postpone V-1 --cause weather", "NEEDS-ACTION", None),
    ("visit cancel V-1", "CANCELLED", "9"),
    ("undo --reason mistaken", "NEEDS-ACTION", None),
    ("undo --reason mistaken", "CONFIRMED", "9"),
    ("visit reschedule V-1 --occurred 2026-03-16", "CONFIRMED", "16"),
    ("correct V-1 occurred=2026-03-17 --reason misread", "CONFIRMED", "17"),
    ("retract V-1 --reason imagined", None, None),
    ("undo --reason mistaken", "CONFIRMED", "17"),
    ("visit cancel V-1", "CANCELLED", "17"),
)
"""Commands, each with the resulting status (``None`` for no component) and the day in March."""


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[bytes]]:
    """A register in which some commands ran one hour apart, and the calendar after each command."""
    with elsewhere(tmp_path_factory.mktemp("course")) as desk:
        calendars = []
        for hour, (line, _, _) in enumerate(COURSE):
            act(desk, line, now=f"2026-01-15T{hour:02}:00:00Z")
            calendars.append(content(desk))
        return desk.register, calendars


def test_every_revision_has_a_higher_sequence(lived: tuple[Path, list[bytes]]) -> None:
    """Each change to a record, even an undo, raises SEQUENCE and keeps the UID.

    DTSTAMP and LAST-MODIFIED are the times of the commands that changed the record.
    """
    found: list[Any] = []
    for hour, ((_, status, day), raw) in enumerate(zip(COURSE, lived[1], strict=True)):
        components = components_of(raw)
        assert len(components) == (status is not None)
        for component in components:
            start = decoded(component, "DTSTART")
            assert (component["STATUS"], start and f"{start.day}") == (status, day)
            assert decoded(component, "DTSTAMP") == datetime(2026, 1, 15, hour, tzinfo=UTC)
            assert decoded(component, "LAST-MODIFIED") == decoded(component, "DTSTAMP")
            assert decoded(component, "CREATED") == datetime(2026, 1, 15, tzinfo=UTC)
        found += components
    assert len({str(item["UID"]) for item in found}) == 1
    sequence = [int(item["SEQUENCE"]) for item in found]
    assert sequence == sorted(set(sequence))
    assert sequence[0] == 0


@pytest.mark.once
def test_a_past_calendar_equals_the_one_written_then(
    desk: Desk, lived: tuple[Path, list[bytes]]
) -> None:
    """A calendar as of any hour has the same bytes as the calendar exported at that hour."""
    register, then = lived
    taking(desk, register)
    for hour, wanted in enumerate(then):
        assert content(desk, "--as-of", f"2026-01-15T{hour:02}:30:00Z") == wanted
    assert len({*then}) == len(then)


def test_the_title_says_if_an_engagement_is_off(
    desk: Desk, lived: tuple[Path, list[bytes]]
) -> None:
    """The title of an event or task says that an engagement is postponed or cancelled.

    A postponed engagement has no day. A cancelled engagement keeps its exact day.
    """
    act(desk, "visit announce --title Journey --party AZ --occurred 2026-03")
    act(desk, "visit cancel V-1")
    [postponed], [cancelled] = map(components_of, lived[1][3:5])
    result = [
        (item.name, str(item["SUMMARY"]), str(item["STATUS"]), decoded(item, "DTEND"))
        for item in (postponed, cancelled, *shown(desk).values())
    ]
    assert result == [
        ("VTODO", "Postponed: Visit", "NEEDS-ACTION", None),
        ("VEVENT", "Cancelled: Visit", "CANCELLED", date(2026, 3, 10)),
        ("VTODO", "Cancelled: Journey", "CANCELLED", None),
    ]
    assert {"Formerly: 2 Mar 2026, 9 Mar 2026", "Cause: weather"} <= {*lines_of(postponed)}


def test_the_same_records_give_the_same_calendar(story: Desk) -> None:
    """The same records give the same calendar, whenever Dragoman exports the calendar.

    The calendar is also the same after a rebuild of the views, and from a backup.
    """
    first = content(story, "--all")
    story.now = "2026-01-20T08:00:00Z"
    assert content(story, "--all") == first
    assert story.run("register", "rebuild").code == 0
    assert content(story, "--all") == first
    copied = story.home / "copy.db"
    assert story.run("register", "backup", copied).code == 0
    assert content(story, "--all", "--register", copied) == first


def test_a_uid_belongs_to_one_record_in_one_register(desk: Desk) -> None:
    """A UID is a plain UUID, and records in another register have different UIDs."""
    plans = desk.write("plans.yaml", HEAD + PLANS)
    desk.record(plans)
    other = desk.home / "other.db"
    assert desk.run("record", plans, "--register", other).code == 0
    here, there = shown(desk), shown(desk, "--register", other)
    assert here.keys() == there.keys()
    uids = {str(component["UID"]) for calendar in (here, there) for component in calendar.values()}
    assert len(uids) == 2 * len(here)
    assert {UUID(uid).version for uid in uids} == {5}
    some = shown(desk, "--party", "TR")
    assert {ref: component["UID"] for ref, component in some.items()}.items() <= {
        ref: component["UID"] for ref, component in here.items()
    }.items()


# --- Filters and receipts ---------------------------------------------------------------------

FILTERS: dict[str, tuple[str, Callable[[dict[str, Any]], bool]]] = {
    "--between AZ IQ": ("Dragoman: AZ, IQ", lambda record: {"AZ", "IQ"} <= {*record["parties"]}),
    "--party Türkiye": ("Dragoman: TR", lambda record: "TR" in record["parties"]),
    "--topic Trade": ("Dragoman: trade", lambda record: "trade" in record.get("topics", ())),
    "--party AZ --topic 'oil, gas'": (
        "Dragoman: AZ, oil, gas",
        lambda record: "oil, gas" in record.get("topics", ()),
    ),
    "--context AZ-TR": ("Dragoman: AZ, TR", lambda record: {"AZ", "TR"} <= {*record["parties"]}),
    "--context AZ-TR --party IQ": ("Dragoman: IQ", lambda record: "IQ" in record["parties"]),
}


def test_a_filtered_calendar(story: Desk) -> None:
    """Filters and the context limit the calendar.

    The calendar's name includes the filters and the context.
    """
    known = recorded(story)
    for options, (name, is_wanted) in FILTERS.items():
        raw = content(story, "--all", *shlex.split(options))
        wanted = {ref for ref, record in known.items() if is_wanted(record)}
        assert {ref_of(item) for item in components_of(raw)} == wanted != set()
        assert name_of(raw) == name


def test_the_receipt_describes_the_calendar(story: Desk) -> None:
    """The receipt of a calendar export gives the number of events and tasks.

    The receipt also gives the as-of day and the context.
    """
    answer = story.run("export", "--ics", "calendar.ics")
    assert (answer.code, answer.err.count("\n")) == (0, 1)
    assert answer.err.startswith("note: Google Calendar and Outlook show no tasks")
    assert answer.out == (
        f"calendar.ics · as of 15 Jan 2026 (event {story.position}) · 5 events"
        " · 7 tasks, 3 of them engagements without a day\n"
    )
    document = story.read("export", "--ics", "calendar.ics", "--context", "AZ-TR")
    assert document == {
        "schema": "dragoman/export/1",
        "as_of": {"position": story.position, "recorded_at": "2026-01-15T08:00:00+00:00"},
        "context": ["AZ", "TR"],
        "file": "calendar.ics",
        "events": 1,
        "tasks": 1,
        "without_day": 0,
    }
    components = components_of((story.home / "calendar.ics").read_bytes())
    assert [component.name for component in components] == ["VEVENT", "VTODO"]


def test_an_empty_register_gives_a_valid_calendar(desk: Desk) -> None:
    """The calendar of an empty register has an invisible component.

    Without any component, the calendar would not be valid.
    """
    create_register(desk.home / "empty.db", datetime(2026, 1, 15, tzinfo=UTC))
    raw = content(desk, "--register", desk.home / "empty.db")
    assert components_of(raw) == []
    assert b"BEGIN:VTIMEZONE" in raw
    assert b"Nothing was recorded yet" in raw


IMPOSSIBLE = {
    "": "--ics FILE",
    "--ics - --json": "stdout is used for the calendar",
    "--ics calendar.ics --party Atlantis": "--party",
    "--ics calendar.ics --as-of 99": "is after the last position",
}


def test_an_impossible_request_writes_nothing(story: Desk) -> None:
    """If an export is impossible, the command says why and writes no file."""
    for options, message in IMPOSSIBLE.items():
        refused = story.run("export", *shlex.split(options))
        assert (refused.code, refused.out) == (2, "")
        assert message in refused.err
        assert not (story.home / "calendar.ics").exists()
