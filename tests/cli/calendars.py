"""A desk that has plans, and functions that read its calendars with the icalendar library."""

import re
import shlex
from pathlib import Path
from typing import Any

import icalendar

from tests.conftest import ARTICLE, CHAIN, Answer, Desk

HEAD = """\
dispatch: plans
source: {title: Programme}
records:
"""


def record_story(desk: Desk) -> None:
    """Record the sample story, and plans for the following year."""
    desk.record(ARTICLE, CHAIN, desk.write("plans.yaml", HEAD + PLANS))


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
     agreed_in: minister, owners: [AZ]}
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
    """Return the bytes of an exported calendar."""
    answer = desk.run("export", "--ics", "-", *options)
    assert (answer.code, answer.err) == (0, "")
    return answer.out_bytes


def shown(desk: Desk, *options: str | Path) -> dict[str, Any]:
    """Return the components of a calendar, keyed by the refs of the records."""
    components = components_of(content(desk, *options))
    by_ref = {ref_of(component): component for component in components}
    assert len(by_ref) == len(components)
    return by_ref


def components_of(raw: bytes) -> list[Any]:
    """Return the components of a calendar; fail if the icalendar library finds an error."""
    assert raw.endswith(b"END:VCALENDAR\r\n")
    lines = raw.split(b"\r\n")
    assert not any(b"\r" in line or b"\n" in line for line in lines)
    assert max(map(len, lines)) <= 75
    assert not any(STEERING.search(line.decode()) for line in lines)
    assert not any((len(line) - len(line.rstrip(b"\\"))) % 2 for line in lines)
    calendar = icalendar.Calendar.from_ical(raw)
    assert (calendar["VERSION"], "Dragoman" in calendar["PRODID"]) == ("2.0", True)
    assert [item.errors for item in calendar.walk() if item.errors] == []
    for component in calendar.subcomponents:
        needed = ("UID", "DTSTAMP", "SEQUENCE", "SUMMARY", "CREATED", "LAST-MODIFIED")
        assert component.name == "VTIMEZONE" or all(name in component for name in needed)
    components = [
        component for component in calendar.subcomponents if component.name != "VTIMEZONE"
    ]
    wholes = {str(component["RELATED-TO"]) for component in components if "RELATED-TO" in component}
    assert wholes <= {str(component["UID"]) for component in components}
    return components


def name_of(raw: bytes) -> str:
    """Return the name of a calendar, without iCalendar escapes."""
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


def recorded(desk: Desk) -> dict[str, dict[str, Any]]:
    """Return the records that a calendar may show, keyed by ref.

    The key ``when`` of a record has the date of an engagement or the due date of a follow-up.
    """
    entries = desk.read("timeline")["entries"]
    items = desk.read("follow-ups", "--all")["items"]
    engagements = {entry["ref"]: entry for entry in entries if entry["kind"] in ENGAGEMENTS}
    return {ref: record | {"when": record["occurred"]} for ref, record in engagements.items()} | {
        item["ref"]: item | {"when": item["due"], "status": item["state"]} for item in items
    }
