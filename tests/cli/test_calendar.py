"""Calendars of plans and follow-ups, as other people's programs read them."""

import errno
import json
import os
import re
import shlex
import stat
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dragoman.exchange.exports.calendar import CalendarHead, written
from dragoman.exchange.safe_text import safe
from dragoman.projections.record_doc import RecordDoc
from dragoman.projections.reports.calendar import CalendarEntry, CalendarPerson
from dragoman.projections.shapes import EntryShape
from dragoman.store.engines.sqlite import create_register
from tests.conftest import ARTICLE, CHAIN, Answer, Desk, copy, isolate

HEAD = """\
dispatch: plans
source: {title: Programme}
records:
"""


@pytest.fixture(scope="module")
def recorded_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register with the whole story, and plans for the year after."""
    with elsewhere(tmp_path_factory.mktemp("story")) as desk:
        desk.record(ARTICLE, CHAIN, desk.write("plans.yaml", HEAD + PLANS))
        return desk.register


@pytest.fixture
def story(desk: Desk, recorded_once: Path) -> Desk:
    """A desk that has that register."""
    return taking(desk, recorded_once)


@contextmanager
def elsewhere(home: Path) -> Iterator[Desk]:
    """A desk that several tests share."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        isolate(monkeypatch, home)
        yield Desk(home, monkeypatch)


def taking(desk: Desk, register: Path) -> Desk:
    """Return the desk with a copy of a register."""
    path = desk.home / "data" / "dragoman" / "register.db"
    path.parent.mkdir(parents=True)
    copy(register, path)
    return desk


PLANS = """\
  - {kind: visit, handle: minister, status: announced, title: Visit of the minister, host: IQ,
     parties: [AZ], place: Baghdad, occurred: 2026-03-02/2026-03-04, topics: [trade, "oil, gas"]}
  - {kind: meeting, handle: talks, status: scheduled, title: Talks, parties: [AZ, IQ],
     part_of: minister, occurred: "2026-03-03T10:30:00+03:00"}
  - {kind: meeting, handle: call, status: scheduled, title: Call, mode: phone, parties: [AZ, TR],
     occurred: "2026-02-10T15:00:00"}
  - {kind: meeting, handle: spring, status: scheduled, title: Briefing, parties: [AZ, IQ],
     occurred: 2026-21}
  - {kind: visit, handle: open, status: announced, title: Return visit, host: AZ, parties: [IQ]}
  - {kind: visit, handle: begun, status: started, title: Visit to Basra, host: IQ, parties: [AZ],
     occurred: 2026-01-14}
  - {kind: meeting, handle: off, status: cancelled, title: Audience, parties: [AZ, IQ],
     occurred: 2026-02-20}
  - {kind: follow-up, handle: draft, what: Send a draft, due: 2026-03-20, parties: [AZ, IQ],
     agreed_in: minister, owner: Baku}
  - {kind: follow-up, handle: list, what: Name experts, due: 2026-04, parties: [AZ, IQ]}
  - {kind: follow-up, handle: answer, what: Answer the note, due: ../2026-02-28, parties: [AZ, TR]}
"""
STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
ENGAGEMENTS = ("visit", "consultation", "meeting")
OVER = ("held", "concluded", "fulfilled", "dropped")


def act(desk: Desk, line: str, now: str | None = None) -> Answer:
    """Run a command that must succeed."""
    answer = desk.run(*shlex.split(line), now=now)
    assert answer.code == 0, answer.err
    return answer


def content(desk: Desk, *options: str | Path) -> bytes:
    """Return the bytes of a calendar."""
    answer = desk.run("export", "--ics", "-", *options)
    assert (answer.code, answer.err) == (0, "")
    return answer.out_bytes


def shown(desk: Desk, *options: str | Path) -> dict[str, Any]:
    """Return the components of a calendar by the ref of their record."""
    components = components_of(content(desk, *options))
    by_ref = {ref_of(one): one for one in components}
    assert len(by_ref) == len(components)
    return by_ref


def components_of(raw: bytes) -> list[Any]:
    """Return what the icalendar library reads in a calendar, which must be valid."""
    assert raw.endswith(b"END:VCALENDAR\r\n")
    lines = raw.split(b"\r\n")
    assert not any(b"\r" in line or b"\n" in line for line in lines)
    assert max(map(len, lines)) <= 75
    assert not any(STEERING.search(line.decode()) for line in lines)
    assert not any((len(line) - len(line.rstrip(b"\\"))) % 2 for line in lines)
    calendar = icalendar.Calendar.from_ical(raw)
    assert (calendar["VERSION"], "Dragoman" in calendar["PRODID"]) == ("2.0", True)
    assert [one.errors for one in calendar.walk() if one.errors] == []
    for one in calendar.subcomponents:
        needed = ("UID", "DTSTAMP", "SEQUENCE", "SUMMARY", "CREATED", "LAST-MODIFIED")
        assert one.name == "VTIMEZONE" or all(name in one for name in needed)
    components = [one for one in calendar.subcomponents if one.name != "VTIMEZONE"]
    wholes = {str(one["RELATED-TO"]) for one in components if "RELATED-TO" in one}
    assert wholes <= {str(one["UID"]) for one in components}
    return components


def name_of(raw: bytes) -> str:
    """Return the name of a calendar; the library does not know that it is text."""
    calendar = icalendar.Calendar.from_ical(raw)
    assert calendar["NAME"] == calendar["X-WR-CALNAME"]
    return re.sub(r"\\(.)", r"\1", calendar["NAME"])


def ref_of(component: Any) -> str:
    """Return the ref of a component's record."""
    return str(component["DESCRIPTION"]).split(",")[0]


def lines_of(component: Any) -> list[str]:
    """Return the lines of a component's description."""
    return str(component["DESCRIPTION"]).split("\n")


def is_days(edtf: str) -> bool:
    """Return whether a date is a day or a range of days."""
    return bool(re.fullmatch(r"\d{4}-\d\d-\d\d(/\d{4}-\d\d-\d\d)?", edtf))


def decoded(component: Any, name: str) -> Any:
    """Return a date or time of a component, or ``None``."""
    return component.decoded(name, None)


def recorded(desk: Desk) -> dict[str, dict[str, Any]]:
    """Return the records that a calendar may show, from the JSON of other commands: ref to
    ``when``.
    """
    entries = desk.read("timeline")["entries"]
    items = desk.read("follow-ups", "--all")["items"]
    engagements = {one["ref"]: one for one in entries if one["kind"] in ENGAGEMENTS}
    return {ref: one | {"when": one["occurred"]} for ref, one in engagements.items()} | {
        one["ref"]: one | {"when": one["due"], "status": one["state"]} for one in items
    }


# --- Every record, once -----------------------------------------------------------------------


def test_every_record_is_in_the_calendar_once(story: Desk) -> None:
    """With the past, it has all records; without it, those that are ahead, called off or owed."""
    known = recorded(story)
    ahead = {ref for ref, one in known.items() if one["status"] not in OVER}
    assert shown(story, "--all").keys() == known.keys()
    assert shown(story).keys() == ahead
    assert len(known) > len(ahead) > 8


def test_dates_are_those_of_the_register(story: Desk) -> None:
    """A component has a day only where the register has one."""
    known = recorded(story)
    for ref, one in shown(story, "--all").items():
        edtf = known[ref]["when"] and known[ref]["when"]["edtf"]
        assert str(one.get("X-DRAGOMAN-EDTF", "")) == (edtf or "")
        if one.name == "VTODO":
            due = decoded(one, "DUE")
            assert "DTSTART" not in one
            assert "state" in known[ref] or not is_days(edtf or "")
            assert due is None or due.isoformat() == known[ref]["when"]["latest"]
        elif "T" not in edtf:
            assert is_days(edtf)
            last = decoded(one, "DTEND") - timedelta(days=1)
            assert decoded(one, "DTSTART").isoformat() == known[ref]["when"]["earliest"]
            assert last.isoformat() == known[ref]["when"]["latest"]


def test_a_component_describes_its_record(story: Desk) -> None:
    """It has the title, place, kind and topics, its whole, and all else line by line."""
    calendar = shown(story)
    visit = next(one for one in calendar.values() if one["SUMMARY"] == "Visit of the minister")
    talks = next(one for one in calendar.values() if one["SUMMARY"] == "Talks")
    draft = next(one for one in calendar.values() if one["SUMMARY"] == "Send a draft")
    call = next(one for one in calendar.values() if one["SUMMARY"] == "Call")
    assert visit["LOCATION"] == "Baghdad"
    assert visit["CATEGORIES"].cats == ["visit", "trade", "oil, gas"]
    assert talks["RELATED-TO"] == draft["RELATED-TO"] == visit["UID"]
    assert "RELATED-TO" not in call
    assert "Mode: phone" in lines_of(call)
    assert lines_of(visit)[1] == "Date: 2–4 Mar 2026 (2026-03-02/2026-03-04)"
    assert {"Owner: Baku", "Due: 20 Mar 2026 (2026-03-20)", "Source: Programme"} <= {
        *lines_of(draft)
    }


def test_tasks_of_finished_records_are_completed(story: Desk) -> None:
    """These are engagements on an unknown day, and follow-ups that were fulfilled or dropped."""
    act(story, "follow-up drop F-2 --note 'not held' --reason 'year is over'")
    tasks = {ref: one for ref, one in shown(story, "--all").items() if one.name == "VTODO"}
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
    """It is compared line by line; each UID is replaced with a placeholder."""
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
"""Exact dates with their start and end; the end is the next day, and times have no end."""

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
    "Y12026": "12026",
    "0001-01-01": "1 Jan 0001",
    "9999-12-31": "31 Dec 9999",
    "-0043-03-15": "15 Mar 44 BC",
    "0001-01-01/2026-03-02": "1 Jan 0001 – 2 Mar 2026",
}
"""Inexact dates, or days that a calendar cannot hold, with the start of the task's title."""

NO_START = {
    "../2026-03-02": "by 2 Mar 2026",
    "/2026-03-02": "until 2 Mar 2026, start unknown",
}
"""Inexact dates whose last possible day is written."""

DUE: dict[str, str] = {
    **{edtf: edtf.rpartition("/")[2] for edtf in DAYS if "T" not in edtf},
    **{edtf: start for edtf, (start, _) in DAYS.items() if "T" in edtf},
    **dict.fromkeys((*NO_START, "0001-01-01/2026-03-02"), "2026-03-02"),
}
"""Due dates of follow-ups whose last possible day is written."""


def plans(dates: Iterable[str]) -> str:
    """A visit and a follow-up for each date."""
    return HEAD + "".join(
        f"  - {{kind: visit, handle: visit-{n}, status: announced, title: =, host: IQ,"
        f' parties: [AZ], occurred: "{edtf}"}}\n'
        f'  - {{kind: follow-up, handle: owed-{n}, what: =, parties: [AZ], due: "{edtf}"}}\n'
        for n, edtf in enumerate(dates)
    )


def test_an_imprecise_date_does_not_become_a_day(desk: Desk) -> None:
    """Exact days and times are events; all other dates are in the title of a task."""
    every = (*DAYS, *NO_DAYS, *NO_START)
    desk.record(desk.write("plans.yaml", plans(every)))
    told = {}
    for one in shown(desk).values():
        days = [decoded(one, name) for name in ("DTSTART", "DTEND", "DUE")]
        told[one["CATEGORIES"].cats[0], str(one["X-DRAGOMAN-EDTF"])] = (
            one.name,
            str(one["SUMMARY"]),
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
    assert told == wanted


def test_a_plan_without_a_date_says_so(desk: Desk) -> None:
    """The title of its task says so."""
    desk.run("meeting", "schedule", "--title", "Talks", "--party", "AZ")
    desk.run("follow-up", "agree", "--what", "Reply", "--party", "AZ")
    assert {(one.name, str(one["SUMMARY"])) for one in shown(desk).values()} == {
        ("VTODO", "No date: Talks"),
        ("VTODO", "No date: Reply"),
    }


def test_a_disputed_date_is_tentative(desk: Desk) -> None:
    """Both readings are shown, with the source of the other one. Choosing one confirms it."""
    act(desk, "meeting schedule --title Talks --party AZ --occurred 2026-03-02 --source Embassy")
    act(desk, "reading dispute M-1 occurred=2026-03-05 --source Ministry")
    disputed = shown(desk)["M-1"]
    assert (disputed["STATUS"], decoded(disputed, "DTSTART")) == ("TENTATIVE", date(2026, 3, 2))
    assert [one for one in lines_of(disputed) if one.startswith("Disputed")] == [
        "Disputed: occurred is 2026-03-02, says Embassy",
        "Disputed: occurred is 2026-03-05, says Ministry",
    ]
    act(desk, "reading resolve M-1 occurred --choose 2026-03-05 --reason confirmed")
    settled = shown(desk)["M-1"]
    assert (settled["STATUS"], decoded(settled, "DTSTART")) == ("CONFIRMED", date(2026, 3, 5))
    assert "Disputed" not in settled["DESCRIPTION"]


def test_a_marking_is_a_class(desk: Desk) -> None:
    """Servers hide private events from others, and show only the time of confidential ones."""
    desk.record(desk.write("marked.yaml", HEAD + "".join(map(marked, range(len(MARKINGS))))))
    calendar = list(shown(desk).values())
    assert len(calendar) == 2 * len(MARKINGS)
    for one in calendar:
        marking = str(one["SUMMARY"])
        assert one.get("CLASS") == MARKINGS[marking]
        assert f"Marking: {marking}" in lines_of(one)


MARKINGS = {
    "TLP:RED": "PRIVATE",
    "TLP:AMBER+STRICT": "CONFIDENTIAL",
    "TLP:AMBER": "CONFIDENTIAL",
    "TLP:GREEN": None,
    "TLP:CLEAR": None,
}


def marked(number: int) -> str:
    """A meeting and a follow-up for each marking, named after it."""
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
"""Commands, the status after each (``None`` if it is not shown), and the day of March."""


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[bytes]]:
    """The register after these commands, one an hour, and the calendar after each."""
    with elsewhere(tmp_path_factory.mktemp("course")) as desk:
        calendars = []
        for hour, (line, _, _) in enumerate(COURSE):
            act(desk, line, now=f"2026-01-15T{hour:02}:00:00Z")
            calendars.append(content(desk))
        return desk.register, calendars


def test_every_revision_has_a_higher_sequence(lived: tuple[Path, list[bytes]]) -> None:
    """The UID stays, SEQUENCE rises even after an undo, and times are those of the commands."""
    found: list[Any] = []
    for hour, ((_, status, day), raw) in enumerate(zip(COURSE, lived[1], strict=True)):
        components = components_of(raw)
        assert len(components) == (status is not None)
        for one in components:
            start = decoded(one, "DTSTART")
            assert (one["STATUS"], start and f"{start.day}") == (status, day)
            assert decoded(one, "DTSTAMP") == datetime(2026, 1, 15, hour, tzinfo=UTC)
            assert decoded(one, "LAST-MODIFIED") == decoded(one, "DTSTAMP")
            assert decoded(one, "CREATED") == datetime(2026, 1, 15, tzinfo=UTC)
        found += components
    assert len({str(one["UID"]) for one in found}) == 1
    sequence = [int(one["SEQUENCE"]) for one in found]
    assert sequence == sorted(set(sequence))
    assert sequence[0] == 0


def test_a_past_calendar_equals_the_one_written_then(
    desk: Desk, lived: tuple[Path, list[bytes]]
) -> None:
    """As of any hour, the bytes are the same."""
    register, then = lived
    taking(desk, register)
    for hour, wanted in enumerate(then):
        assert content(desk, "--as-of", f"2026-01-15T{hour:02}:30:00Z") == wanted
    assert len({*then}) == len(then)


def test_the_title_says_if_an_engagement_is_off(
    desk: Desk, lived: tuple[Path, list[bytes]]
) -> None:
    """A postponed engagement has no day; a cancelled one keeps its exact day."""
    act(desk, "visit announce --title Journey --party AZ --occurred 2026-03")
    act(desk, "visit cancel V-1")
    [postponed], [cancelled] = map(components_of, lived[1][3:5])
    told = [
        (one.name, str(one["SUMMARY"]), str(one["STATUS"]), decoded(one, "DTEND"))
        for one in (postponed, cancelled, *shown(desk).values())
    ]
    assert told == [
        ("VTODO", "Postponed: Visit", "NEEDS-ACTION", None),
        ("VEVENT", "Cancelled: Visit", "CANCELLED", date(2026, 3, 10)),
        ("VTODO", "Cancelled: Journey", "CANCELLED", None),
    ]
    assert {"Formerly: 2 Mar 2026, 9 Mar 2026", "Cause: weather"} <= {*lines_of(postponed)}


def test_the_same_records_give_the_same_calendar(story: Desk) -> None:
    """The day of writing, rebuilt views, or a copy of the register do not matter."""
    first = content(story, "--all")
    story.now = "2026-01-20T08:00:00Z"
    assert content(story, "--all") == first
    assert story.run("register", "rebuild").code == 0
    assert content(story, "--all") == first
    copied = story.home / "copy.db"
    assert story.run("register", "backup", copied).code == 0
    assert content(story, "--all", "--register", copied) == first


def test_a_uid_belongs_to_one_record_in_one_register(desk: Desk) -> None:
    """It is a plain UUID. Another register with the same records has other UIDs."""
    plans = desk.write("plans.yaml", HEAD + PLANS)
    desk.record(plans)
    other = desk.home / "other.db"
    assert desk.run("record", plans, "--register", other).code == 0
    here, there = shown(desk), shown(desk, "--register", other)
    assert here.keys() == there.keys()
    uids = {str(one["UID"]) for calendar in (here, there) for one in calendar.values()}
    assert len(uids) == 2 * len(here)
    assert {UUID(one).version for one in uids} == {5}
    some = shown(desk, "--party", "TR")
    assert {ref: one["UID"] for ref, one in some.items()}.items() <= {
        ref: one["UID"] for ref, one in here.items()
    }.items()


# --- Filters and receipts ---------------------------------------------------------------------

FILTERS: dict[str, tuple[str, Callable[[dict[str, Any]], bool]]] = {
    "--between AZ IQ": ("Dragoman: AZ, IQ", lambda one: {"AZ", "IQ"} <= {*one["parties"]}),
    "--party Türkiye": ("Dragoman: TR", lambda one: "TR" in one["parties"]),
    "--topic Trade": ("Dragoman: trade", lambda one: "trade" in one.get("topics", ())),
    "--party AZ --topic 'oil, gas'": (
        "Dragoman: AZ, oil, gas",
        lambda one: "oil, gas" in one.get("topics", ()),
    ),
    "--context AZ-TR": ("Dragoman: AZ, TR", lambda one: {"AZ", "TR"} <= {*one["parties"]}),
    "--context AZ-TR --party IQ": ("Dragoman: IQ", lambda one: "IQ" in one["parties"]),
}


def test_a_filtered_calendar(story: Desk) -> None:
    """Filters and the context apply as in other reports, and the calendar is named after them."""
    known = recorded(story)
    for options, (name, is_wanted) in FILTERS.items():
        raw = content(story, "--all", *shlex.split(options))
        wanted = {ref for ref, one in known.items() if is_wanted(one)}
        assert {ref_of(one) for one in components_of(raw)} == wanted != set()
        assert name_of(raw) == name


def test_the_receipt_describes_the_calendar(story: Desk) -> None:
    """It has the number of events and tasks, the as-of day and the context, in text and in JSON."""
    told = story.run("export", "--ics", "calendar.ics")
    assert (told.code, told.err) == (0, "")
    assert told.out == (
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
    assert [one.name for one in components] == ["VEVENT", "VTODO"]


def test_an_empty_register_gives_a_valid_calendar(desk: Desk) -> None:
    """Every calendar must have a component, so this one has one that shows nothing."""
    create_register(desk.home / "empty.db", datetime(2026, 1, 15, tzinfo=UTC))
    raw = content(desk, "--register", desk.home / "empty.db")
    assert components_of(raw) == []
    assert b"BEGIN:VTIMEZONE" in raw
    assert b"Nothing was recorded yet" in raw


IMPOSSIBLE = {
    "": "--ics FILE",
    "--ics - --json": "stdout is for the calendar",
    "--ics calendar.ics --party Atlantis": "--party",
    "--ics calendar.ics --as-of 99": "the last position is",
}


def test_an_impossible_request_writes_nothing(story: Desk) -> None:
    """The message is one line that says why."""
    for options, told in IMPOSSIBLE.items():
        refused = story.run("export", *shlex.split(options))
        assert (refused.code, refused.out) == (2, "")
        assert told in refused.err
        assert not (story.home / "calendar.ics").exists()


# --- Files ------------------------------------------------------------------------------------


@pytest.fixture
def planned(story: Desk) -> Desk:
    """A desk that has plans, and a calendar written before they were made."""
    act(story, "export --ics calendar.ics --as-of 11")
    return story


def export(desk: Desk, name: str = "calendar.ics") -> Answer:
    """Write the calendar and check that no other file is left beside it."""
    answer = desk.run("export", "--ics", name)
    assert not list(desk.home.rglob(".dragoman-*"))
    return answer


def test_a_replaced_calendar_keeps_its_mode(planned: Desk) -> None:
    """The file is a new one, so a program that still reads the old one is not disturbed."""
    file = planned.home / "calendar.ics"
    file.chmod(0o640)
    with file.open("rb") as reader:
        assert export(planned).code == 0
        assert b"Talks" not in reader.read()
    assert file.read_bytes() == content(planned)
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


def test_a_link_to_a_calendar_stays_a_link(planned: Desk) -> None:
    """The target of the link is replaced."""
    (planned.home / "link.ics").symlink_to("calendar.ics")
    assert export(planned, "link.ics").code == 0
    assert os.readlink(planned.home / "link.ics") == "calendar.ics"
    assert (planned.home / "calendar.ics").read_bytes() == content(planned)


def test_another_file_is_not_replaced(planned: Desk) -> None:
    """The file may be empty, another calendar, something else, or a folder."""
    (planned.home / "folder.ics").mkdir()
    for foreign in (b"", b"BEGIN:VCALENDAR\r\nPRODID:-//Others//EN\r\n", b"\0" * 9000, None):
        file = planned.home / ("folder.ics" if foreign is None else "other.ics")
        if foreign is not None:
            file.write_bytes(foreign)
        refused = export(planned, file.name)
        assert (refused.code, refused.out) == (2, "")
        assert "is not a calendar of dragoman; name another file" in refused.err
        assert foreign is None or file.read_bytes() == foreign
    assert file.is_dir()


def test_a_file_that_appears_meanwhile_is_not_replaced(
    planned: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else creates the file after the check that it does not exist."""
    file = planned.home / "new.ics"
    sync = os.fsync

    def fsync(number: int) -> None:
        sync(number)
        file.write_bytes(b"another's")

    monkeypatch.setattr("dragoman.exchange.files.os.fsync", fsync)
    refused = export(planned, "new.ics")
    assert (refused.code, file.read_bytes()) == (2, b"another's")
    assert "already exists" in refused.err


def test_a_full_disk_leaves_the_old_calendar(
    planned: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The old calendar stays, or there is none; one line says why."""
    before = (planned.home / "calendar.ics").read_bytes()

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("dragoman.exchange.files.os.fsync", full)
    for name in ("calendar.ics", "new.ics"):
        failed = export(planned, name)
        assert (failed.code, failed.out) == (1, "")
        assert failed.err == f"dragoman: {name}: the disk is full; the file was not written\n"
    assert (planned.home / "calendar.ics").read_bytes() == before
    assert not (planned.home / "new.ics").exists()


def test_permissions_are_respected(planned: Desk, bound: tuple[str, ...]) -> None:
    """A read-only calendar is not replaced, and none is created in a read-only folder."""
    file = planned.home / "calendar.ics"
    before = file.read_bytes()
    closed = planned.home / "closed"
    closed.mkdir()
    file.chmod(0o444)
    closed.chmod(0o555)
    names = ("calendar.ics", "closed/new.ics")
    asked = f"*(run(['export', '--ics', one]) for one in {names})"
    script = f"from dragoman.cli.main import run; print({asked})"
    try:
        refused = subprocess.run(
            [*bound, sys.executable, "-c", script], capture_output=True, text=True, check=True
        )
    finally:
        closed.chmod(0o755)
    assert refused.stdout == "2 2\n"
    assert refused.stderr == "".join(f"dragoman: {one}: Permission denied\n" for one in names)
    assert (file.read_bytes(), list(closed.iterdir())) == (before, [])


BOUND = ("setpriv", "--bounding-set", "-dac_override,-dac_read_search", "--inh-caps", "-all")
"""Makes the permission bits of files apply to the superuser too."""


@pytest.fixture
def bound() -> tuple[str, ...]:
    """Return the prefix of a command that makes permission bits apply to it."""
    if os.geteuid() != 0:
        return ()
    try:
        subprocess.run([*BOUND, "true"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("permission bits do not bind the superuser, and setpriv cannot make them")
    return BOUND


# --- Text -------------------------------------------------------------------------------------

HOSTILE = (
    "Talks\r\nBEGIN:VALARM\r\nACTION:DISPLAY\r\nEND:VALARM",
    "Talks\nEND:VEVENT\nEND:VCALENDAR",
    "one; two, three: four \\ five \\n six \\N seven \\; \\, \\\\",
    'say "no"; X-FOO="a:b";VALUE=DATE:20260302',
    "Talks \u202eereh morf\u202c and \u2066isolated\u2069",
    "\x1b[31mred\x1b[0m \x07\x00\x85\x9b tab\there\u2028there",
    "زيارة نائب وزير الخارجية إلى بغداد " * 5,
    "外交部副部长访问巴格达" * 9,
    "\N{FAMILY}\u200d\N{GIRL}" * 40,
    "e\u0301" * 60,
    "x" * 74 + "\\" * 9 + "," * 80,
    "\ud800 lone",
    " \t ",
    "\u202e",
)


def entry(title: str, place: str, topics: list[str], name: str) -> CalendarEntry:
    """A meeting with text in every field that takes text."""
    person: CalendarPerson = {
        "name": name,
        "post": title,
        "side": "AZ",
        "role": None,
        "type": None,
        "party": None,
    }
    doc: RecordDoc = {
        "summary": place,
        "topics": topics,
        "sources": [{"title": title, "url": name}],
    }
    shape = EntryShape(
        ref="M-1",
        kind="meeting",
        status="scheduled",
        title=title,
        occurred=None,
        formerly=[],
        disputed=[],
        place=place,
        host="IQ",
        parties=["AZ", "IQ"],
        participants=[],
        topics=topics,
        level="unspecified",
        mechanism=None,
        session=None,
        part_of=None,
        sources=[],
    )
    return CalendarEntry(
        uid=UUID(int=1),
        parent=None,
        kind="meeting",
        status="scheduled",
        when="2026-03-02",
        shape=shape,
        doc=doc,
        people=[person],
        created=(at := datetime(2026, 1, 15, tzinfo=UTC)),
        modified=at,
        revision=0,
    )


def test_hostile_text_from_the_register_stays_text(desk: Desk) -> None:
    """It is recorded by hand, and the calendar has it as shown and nothing else."""
    for title in HOSTILE[1:5]:
        facts = (f"--title={title}", f"--place={title}", f"--topic={title}", "--party=AZ")
        assert desk.run("meeting", "schedule", "--occurred=2026-03-02", *facts).code == 0
    calendar = shown(desk).values()
    assert [one["SUMMARY"] for one in calendar] == [safe(title) for title in HOSTILE[1:5]]
    assert [one["LOCATION"] for one in calendar] == [safe(title) for title in HOSTILE[1:5]]
    assert [one["CATEGORIES"].cats[1] for one in calendar] == [safe(one) for one in HOSTILE[1:5]]
    assert {one.name for one in calendar} == {"VEVENT"}


texts = st.sampled_from(HOSTILE) | st.text(min_size=1)


@settings(max_examples=100, deadline=None)
@given(texts, texts, st.lists(texts, max_size=3), texts, texts)
@example(HOSTILE[0], HOSTILE[1], list(HOSTILE), HOSTILE[2], HOSTILE[3])
@example(HOSTILE[4], HOSTILE[6], ["a", "a ", "A", "meeting"], HOSTILE[7], HOSTILE[12])
def test_any_text_is_read_back_as_it_is_shown(
    title: str, place: str, topics: list[str], name: str, called: str
) -> None:
    """No text in any field is taken for a property or a component."""
    head = CalendarHead(called, 1, datetime(2026, 1, 15, tzinfo=UTC))
    raw = written(head, [entry(title, place, topics, name)]).content
    [event] = components_of(raw)
    assert event["SUMMARY"] == (safe(title) or "meeting")
    assert event.get("LOCATION", "") == safe(place)
    categories = ["meeting", *filter(None, map(safe, topics))]
    assert event["CATEGORIES"].cats == list(dict.fromkeys(categories))
    lines = lines_of(event)
    assert safe(f"Participants: {name}, {title}, AZ") in lines
    assert safe(f"Summary: {place}") in lines
    assert lines[-1] == safe(f"Source: {title}, {name}")
    assert event.subcomponents == []
    assert {*event} == {*PROPERTIES} - ({"LOCATION"} if not safe(place) else set())
    assert name_of(raw) == safe(called)


PROPERTIES = (
    *("SUMMARY", "DTSTART", "DTEND", "DTSTAMP", "UID", "SEQUENCE", "CATEGORIES", "CREATED"),
    *("DESCRIPTION", "LAST-MODIFIED", "LOCATION", "STATUS", "TRANSP", "X-DRAGOMAN-EDTF"),
)


# --- Other people's programs ------------------------------------------------------------------

KHAL = """\
[calendars]
[[desk]]
path = {folder}/khal
[sqlite]
path = {folder}/khal.db
[locale]
timeformat = %H:%M:%S
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M:%S
longdatetimeformat = %Y-%m-%d %H:%M:%S
local_timezone = Asia/Baghdad
default_timezone = Asia/Baghdad
"""
TODOMAN = """\
path = "{folder}/todo"
cache_path = "{folder}/todo.db"
date_format = "%Y-%m-%d"
time_format = "%H:%M"
"""


def program(name: str) -> str:
    """Return the path of another program; skip the test if it is not installed."""
    path = Path(sysconfig.get_path("scripts")) / name
    if not path.exists():
        pytest.skip(f"{name} is not installed here")
    return str(path)


def run(desk: Desk, *words: str | Path) -> str:
    """Return the output of another program."""
    done = subprocess.run(
        [str(word) for word in words],
        capture_output=True,
        text=True,
        env={**os.environ, "TZ": "Asia/Baghdad", "COLUMNS": "1000"},
        cwd=desk.home,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout


@pytest.fixture
def khal(desk: Desk) -> tuple[str, ...]:
    """khal with its own settings and calendar."""
    (desk.home / "khal").mkdir()
    return program("khal"), "-c", str(desk.write("khal.conf", KHAL.format(folder=desk.home)))


@pytest.fixture
def todoman(desk: Desk) -> tuple[str, ...]:
    """todoman with its own settings and list."""
    (desk.home / "todo").mkdir()
    config = desk.write("todo.py", TODOMAN.format(folder=desk.home))
    return program("todo"), "--config", str(config), "--porcelain"


def listed(desk: Desk, khal: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return what khal shows of three months: title, place, and the first and last day or time."""
    fields = ("title", "location", "start", "end")
    asked = [word for field in fields for word in ("--json", field)]
    out = run(desk, *khal, "list", "--once", *asked, "2026-01-01", "90d")
    events = [one for line in out.splitlines() for one in json.loads(line)]
    return sorted(tuple(one[field] for field in fields) for one in events)


def test_khal_shows_every_event_once(story: Desk, khal: tuple[str, ...]) -> None:
    """After changes, the new calendar is imported over the old one."""
    act(story, "export --ics calendar.ics")
    run(story, *khal, "import", "--batch", "calendar.ics")
    first = [
        ("Call", "", "2026-02-10 15:00:00", "2026-02-10 16:00:00"),
        ("Cancelled: Audience", "", "2026-02-20", "2026-02-20"),
        ("Talks", "", "2026-03-03 10:30:00", "2026-03-03 11:30:00"),
        ("Visit of the minister", "Baghdad", "2026-03-02", "2026-03-04"),
        ("Visit to Basra", "", "2026-01-14", "2026-01-14"),
    ]
    assert listed(story, khal) == first
    visits = [ref for ref, one in recorded(story).items() if one.get("status") == "announced"]
    act(story, f"visit reschedule {visits[0]} --occurred 2026-03-09/2026-03-10")
    act(story, "export --ics calendar.ics")
    run(story, *khal, "import", "--batch", "calendar.ics")
    first[3] = ("Visit of the minister", "Baghdad", "2026-03-09", "2026-03-10")
    assert listed(story, khal) == first


def test_khal_finds_every_event(story: Desk, khal: tuple[str, ...]) -> None:
    """With the past, it finds all events that have days, on the days that the timeline shows."""
    act(story, "export --all --ics calendar.ics")
    out = run(story, *khal, "printics", "--format", "{start}/{end}", "calendar.ics").splitlines()
    dates = [one["occurred"] for one in recorded(story).values() if one.get("occurred")]
    days = [f"{one['earliest']}/{one['latest']}" for one in dates if is_days(one["edtf"])]
    assert out[0] == f"{len(days) + 2} events found in calendar.ics"
    assert sorted(one for one in out[1:] if ":" not in one) == sorted(days)
    assert sorted(one.partition("/")[0] for one in out[1:] if ":" in one) == [
        "2026-02-10 15:00:00",
        "2026-03-03 10:30:00",
    ]


def test_todoman_shows_every_task_once(story: Desk, todoman: tuple[str, ...]) -> None:
    """Tasks have their due day, if any; the finished ones are done."""
    act(story, "export --all --ics todo/calendar.ics")
    tasks = json.loads(run(story, *todoman, "list", "--status", "ANY"))
    told = {}
    for one in tasks:
        due = one["due"] and datetime.fromtimestamp(one["due"], ZoneInfo("Asia/Baghdad"))
        told[one["description"].split(",")[0]] = (due and due.date().isoformat(), one["completed"])
    wanted = {}
    for ref, one in recorded(story).items():
        edtf = one["when"]["edtf"] if one["when"] else ""
        if "state" in one:
            due = one["when"]["latest"] if is_days(edtf.rpartition("/")[2]) else None
            wanted[ref] = (due, one["state"] in OVER)
        elif not is_days(edtf) and "T" not in edtf:
            wanted[ref] = (None, one["status"] in OVER)
    assert told == wanted
    assert len(tasks) == len(wanted)
    assert sum(due is not None for due, _ in wanted.values()) == 2
