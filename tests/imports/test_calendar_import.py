"""Importing calendars and invitations: meetings by UID, and the tasks of a calendar."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Desk

NOW = "2025-12-05T09:00:00Z"


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """An empty desk on 5 December 2025."""
    desk.now = NOW
    return desk


def item(*lines: str, uid: str = "call-1@example.org", name: str = "VEVENT") -> str:
    """Return an item of a calendar."""
    inner = (f"UID:{uid}", "DTSTAMP:20251201T080000Z", *lines)
    return "\n".join((f"BEGIN:{name}", *inner, f"END:{name}"))


def calendar(*items: str, method: str = "") -> str:
    """Return the text of a calendar; with ``method``, the calendar is a message."""
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Example//EN"]
    head += [f"METHOD:{method}"] if method else []
    return "\r\n".join("\n".join((*head, *items, "END:VCALENDAR", "")).split("\n"))


def imported(desk: Desk, *items: str, method: str = "", name: str = "c.ics", code: int = 0) -> Any:
    """Import a calendar, and return the counts."""
    answer = desk.run("import", desk.write(name, calendar(*items, method=method)), "--json")
    assert answer.code == code, answer.err
    return answer.json


def meetings(desk: Desk) -> dict[str, tuple[str, str]]:
    """Return the status and the EDTF date of each meeting, by ref."""
    entries = desk.read("timeline", "--kind", "meeting")["entries"]
    return {one["ref"]: (one["status"], (one["occurred"] or {}).get("edtf")) for one in entries}


BERLIN = "DTSTART;TZID=Europe/Berlin:2025"
WEEKLY = (
    f"{BERLIN}1208T100000",
    "DTEND;TZID=Europe/Berlin:20251208T110000",
    "SUMMARY:Weekly call",
)


def span(day: str, hours: str = "10:00:00+01:00/11:00:00+01:00") -> str:
    """Return two times on a day as EDTF."""
    return "/".join(f"{day}T{one}" for one in hours.split("/"))


def series(rule: str = "RRULE:FREQ=WEEKLY;COUNT=4", *more: str) -> tuple[str, str, str]:
    """Return a weekly call, of which the second is moved and the last is cancelled."""
    moved = item(
        "RECURRENCE-ID;TZID=Europe/Berlin:20251215T100000",
        f"{BERLIN}1216T100000",
        "DTEND;TZID=Europe/Berlin:20251216T110000",
        "SUMMARY:Weekly call",
        *more,
    )
    cancelled = item(
        "RECURRENCE-ID;TZID=Europe/Berlin:20251229T100000",
        f"{BERLIN}1229T100000",
        "STATUS:CANCELLED",
        "SUMMARY:Weekly call",
        *more,
    )
    return item(*WEEKLY, rule, *more), moved, cancelled


# --- Series -----------------------------------------------------------------------------------


def test_each_occurrence_is_a_meeting(desk: Desk) -> None:
    """A rule gives a meeting for each occurrence; a second import changes nothing."""
    assert imported(desk, *series())["new"] == 4
    planned = [
        ("scheduled", span("2025-12-08")),
        ("scheduled", span("2025-12-16")),
        ("scheduled", span("2025-12-22")),
        ("cancelled", "2025-12-29T10:00:00+01:00"),
    ]
    assert sorted(meetings(desk).values(), key=lambda one: one[1]) == planned
    before = desk.position
    assert imported(desk, *series())["unchanged"] == 4
    assert imported(desk, *reversed(series()), name="other.ics")["unchanged"] == 4
    assert desk.position == before
    assert desk.run("undo", "--yes").code == 0
    assert meetings(desk) == {}


def test_an_occurrence_that_the_rule_no_longer_has_is_cancelled(desk: Desk) -> None:
    """A shorter rule or an EXDATE cancels coming meetings, but no meetings of the past."""
    imported(desk, *series())
    shorter = series("RRULE:FREQ=WEEKLY;COUNT=4\nEXDATE;TZID=Europe/Berlin:20251222T100000")
    assert imported(desk, *shorter)["changed"] == 1
    assert meetings(desk)["M-3"][0] == "cancelled"
    desk.now = "2025-12-10T09:00:00Z"
    imported(desk, item(*WEEKLY, "RRULE:FREQ=WEEKLY;COUNT=1;BYDAY=TU", "SEQUENCE:1"))
    states = {ref: status for ref, (status, _) in meetings(desk).items()}
    assert (states["M-1"], states["M-2"]) == ("scheduled", "cancelled")


def test_a_rule_without_end_is_read_for_a_year(desk: Desk) -> None:
    """A meeting without an end gives the meetings of the year before and the year after today.

    A later import adds the meetings that have come within a year, and nothing else.
    """
    rule = ("DTSTART:20150105T100000Z", "SUMMARY:Call", "RRULE:FREQ=MONTHLY")
    file = desk.write("c.ics", calendar(item(*rule)))
    answer = desk.run("import", file)
    assert "25 new" in answer.out
    assert "1 repeated meeting has no end, or too many dates; the import read one" in answer.err
    desk.now = "2026-02-05T09:00:00Z"
    assert "2 new, 23 unchanged" in desk.run("import", file).out


def test_a_single_meeting_that_becomes_a_series_keeps_its_record(desk: Desk) -> None:
    imported(desk, item(*WEEKLY))
    assert imported(desk, item(*WEEKLY, "RRULE:FREQ=WEEKLY;COUNT=2"))["new"] == 1
    assert len(meetings(desk)) == 2
    assert imported(desk, item(*WEEKLY, "RRULE:FREQ=WEEKLY;COUNT=2"))["unchanged"] == 2


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (("DTSTART:20251208T100000Z", "RRULE:FREQ=SECONDLY"), "more often than daily"),
        (("DTSTART:20251208T100000Z", "RRULE:FREQ=DAILY;INTERVAL=0"), "at least 1"),
        (("DTSTART:20251208T100000Z", "RRULE:FREQ=WEEKLY;COUNT=x"), "RRULE"),
        (("DTSTART:soon",), "DTSTART"),
        (("DTSTART:20251208T100000Z", "DURATION:long"), "DURATION"),
        (("DTSTART;TZID=Mars/Base:20251208T100000",), "time zone Mars/Base is unknown"),
        ((), "DTSTART is missing"),
        (("DTSTART:20251208T100000Z", "DTEND:20251207T100000Z"), "DTEND is before DTSTART"),
        (
            ("DTSTART:20251208", "RECURRENCE-ID;RANGE=THISANDFUTURE:20251208T100000Z"),
            "all later meetings",
        ),
    ],
)
def test_an_item_that_cannot_be_read_is_rejected(
    desk: Desk, lines: tuple[str, ...], reason: str
) -> None:
    """A bad item is rejected with its line and the reason; the others are imported."""
    good = item("DTSTART;VALUE=DATE:20251210", "SUMMARY:Day", uid="good")
    counts = imported(desk, item("SUMMARY:Bad", *lines), good, code=1)
    assert (counts["new"], counts["rejected"]) == (1, 1)
    rejected = (desk.home / "c.ics.rejected.csv").read_text("utf-8-sig").splitlines()[1]
    assert rejected.startswith("4,")
    assert reason in rejected


# --- Revisions --------------------------------------------------------------------------------


def talks(*more: str, day: str = "20251210") -> str:
    """Return a meeting of a day."""
    return item(f"DTSTART;VALUE=DATE:{day}", "SUMMARY:Talks", *more)


def test_an_older_revision_changes_nothing(desk: Desk) -> None:
    """A higher SEQUENCE moves the meeting, and a lower one changes nothing."""
    imported(desk, talks("SEQUENCE:1"))
    assert imported(desk, talks("SEQUENCE:2", day="20251212"))["changed"] == 1
    assert meetings(desk) == {"M-1": ("scheduled", "2025-12-12")}
    assert "formerly" in desk.run("show", "M-1").out
    assert imported(desk, talks("SEQUENCE:1"), name="late.ics")["unchanged"] == 1
    assert imported(desk, talks("SEQUENCE:0", "STATUS:CANCELLED"))["unchanged"] == 1
    assert meetings(desk) == {"M-1": ("scheduled", "2025-12-12")}


def test_the_newest_revision_in_a_file_counts(desk: Desk) -> None:
    both = (talks("SEQUENCE:5", day="20251212"), talks("SEQUENCE:3"))
    assert imported(desk, *both)["skipped"] == 1
    assert meetings(desk) == {"M-1": ("scheduled", "2025-12-12")}


@pytest.mark.parametrize("method", ["", "CANCEL"])
def test_a_cancellation_keeps_all_other_facts(desk: Desk, method: str) -> None:
    """STATUS:CANCELLED and METHOD:CANCEL cancel; the message need not repeat the facts."""
    imported(desk, talks("LOCATION:Baku", "ATTENDEE;CN=Ali Hasan:mailto:a@example.org"))
    lines = ("SEQUENCE:1",) if method else ("SEQUENCE:1", "STATUS:CANCELLED")
    if method:
        counts = imported(desk, item(*lines), method=method, name="cancel.ics")
    else:
        counts = imported(desk, talks(*lines), name="cancel.ics")
    assert counts["changed"] == 1
    shown = desk.read("show", "M-1")["record"]
    assert (shown["status"], shown["place"]) == ("cancelled", "Baku")
    assert [one["name"] for one in shown["participants"]] == ["Ali Hasan"]
    assert imported(desk, talks("SEQUENCE:2", "LOCATION:Baku", day="20251213"))["changed"] == 1
    assert meetings(desk)["M-1"] == ("scheduled", "2025-12-13")


def test_a_cancelled_series_cancels_its_coming_meetings(desk: Desk) -> None:
    imported(desk, *series())
    assert imported(desk, item("SEQUENCE:1"), method="CANCEL")["changed"] >= 3
    assert {status for status, _ in meetings(desk).values()} == {"cancelled"}


def test_what_somebody_recorded_is_kept(desk: Desk) -> None:
    """An update does not undo that the meeting was held, nor a correction by hand."""
    imported(desk, talks("LOCATION:Baku"))
    desk.now = "2025-12-11T09:00:00Z"
    assert desk.run("meeting", "hold", "M-1", "--party", "AZ", "--party", "IQ").code == 0
    assert desk.run("correct", "M-1", "place=Ganja", "--reason", "seen").code == 0
    counts = imported(desk, talks("LOCATION:Sumqayit", "SEQUENCE:1"))
    assert counts["contested"] == 1
    shown = desk.read("show", "M-1")["record"]
    assert (shown["status"], shown["place"]) == ("held", "Ganja")


def test_a_meeting_that_was_held_needs_parties(desk: Desk) -> None:
    """A planned meeting from a calendar may lack its parties; a meeting that was held may not."""
    imported(desk, talks(day="20251204"))
    answer = desk.run("meeting", "hold", "M-1")
    assert (answer.code, "parties are missing" in answer.err) == (2, True)


def test_a_retracted_meeting_stays_retracted(desk: Desk) -> None:
    imported(desk, talks())
    assert desk.run("retract", "M-1", "--reason", "private").code == 0
    assert imported(desk, talks("SEQUENCE:3", day="20251212"))["retracted"] == 1
    assert meetings(desk) == {}


# --- Facts ------------------------------------------------------------------------------------


def test_people_places_and_times(desk: Desk) -> None:
    """Names come from CN, the host from the location; mail addresses are not kept."""
    invitation = item(
        "DTSTART;TZID=W. Europe Standard Time:20260708T100000",
        "DURATION:PT90M",
        "SUMMARY:Talks on gas\\, oil",
        "LOCATION:Baku\\, Azerbaijan",
        "CLASS:CONFIDENTIAL",
        'ORGANIZER;CN="Hasan, Ali":mailto:ali@example.org',
        "ATTENDEE;CN=Leyla Əliyeva;PARTSTAT=ACCEPTED:mailto:leyla@example.org",
        "ATTENDEE;CN=Room 5;CUTYPE=ROOM:mailto:room@example.org",
        "ATTENDEE;CN=Energy Desk;CUTYPE=GROUP:mailto:desk@example.org",
        "ATTENDEE;CN=Not There;PARTSTAT=DECLINED:mailto:not@example.org",
        "ATTENDEE;CN=only@example.org:mailto:only@example.org",
        "ATTENDEE:mailto:bare@example.org",
    )
    imported(desk, invitation, method="REQUEST")
    shown = desk.read("show", "M-1")["record"]
    people = [(one["name"], one["type"]) for one in shown["participants"]]
    assert people == [
        ("Hasan, Ali", "person"),
        ("Leyla Əliyeva", "person"),
        ("Energy Desk", "organisation"),
    ]
    assert (shown["title"], shown["place"], shown["host"]) == ("Talks on gas, oil", "Baku", "AZ")
    assert shown["marking"] == "TLP:AMBER"
    when = "2026-07-08T10:00:00+02:00/2026-07-08T11:30:00+02:00[Europe/Berlin]"
    assert when in desk.run("export", "--dispatch", "-").out
    everything = desk.run("export", "--jsonl", "-").out
    assert set(re.findall(r"[\w-]+@example", everything)) == {"call-1@example"}


@pytest.mark.parametrize(
    ("location", "facts"),
    [
        ("Tbilisi, Georgia", {"place": "Tbilisi", "host": "GE"}),
        ("Atlanta, Georgia", {"place": "Atlanta, Georgia"}),
        ("Tucson, AZ", {"place": "Tucson, AZ"}),
        ("Republic of Iraq", {"host": "IQ"}),
        ("Room 5", {"place": "Room 5"}),
        ("https://meet.example.org/1", {"mode": "video"}),
        ("Microsoft Teams Meeting", {"mode": "video"}),
    ],
)
def test_a_location_is_a_place_and_perhaps_a_host(
    desk: Desk, location: str, facts: dict[str, str]
) -> None:
    imported(desk, talks(f"LOCATION:{location}".replace(",", "\\,")))
    shown = desk.read("show", "M-1")["record"]
    found = {name: shown[name] for name in ("place", "host", "mode") if shown.get(name)}
    assert found == facts


CUSTOM = """\
BEGIN:VTIMEZONE
TZID:Embassy time
BEGIN:STANDARD
DTSTART:16010101T000000
TZOFFSETFROM:+0430
TZOFFSETTO:+0430
END:STANDARD
END:VTIMEZONE"""


@pytest.mark.parametrize(
    ("start", "end", "edtf"),
    [
        (";VALUE=DATE:20251210", ";VALUE=DATE:20251213", "2025-12-10/2025-12-12"),
        (";VALUE=DATE:20251210", ";VALUE=DATE:20251211", "2025-12-10"),
        (":20251210T100000Z", ":20251210T100000Z", "2025-12-10T10:00:00Z"),
        (":20251210T100000", ":20251210T110000", "2025-12-10T10:00:00/2025-12-10T11:00:00"),
        (
            ";TZID=Embassy time:20251210T100000",
            ":20251210T063000Z",
            span("2025-12-10", "10:00:00+04:30/11:00:00+04:30"),
        ),
    ],
)
def test_days_and_times(desk: Desk, start: str, end: str, edtf: str) -> None:
    """Days end the day before DTEND; a zone that only the file knows gives an offset."""
    imported(desk, CUSTOM, item(f"DTSTART{start}", f"DTEND{end}", "SUMMARY:Talks"))
    assert meetings(desk) == {"M-1": ("scheduled", edtf)}


def test_a_task_is_a_follow_up(desk: Desk) -> None:
    """DUE is the due date, the attendees are the owners, and COMPLETED fulfils."""
    owner = "ATTENDEE;CN=Ali Hasan:mailto:a@example.org"
    owed = ("SUMMARY:Send the draft", "DUE;VALUE=DATE:20251220", owner)
    imported(desk, item(*owed, name="VTODO"))
    [one] = desk.read("follow-ups")["items"]
    assert (one["what"], one["due"]["edtf"]) == ("Send the draft", "2025-12-20")
    assert "Ali Hasan" in desk.run("follow-ups").out + desk.run("show", "F-1").out
    done = item(*owed, "STATUS:COMPLETED", "COMPLETED:20251204T100000Z", "SEQUENCE:1", name="VTODO")
    assert imported(desk, done)["changed"] == 1
    [one] = desk.read("follow-ups", "--all")["items"]
    assert one["state"] == "fulfilled"
    assert imported(desk, done)["unchanged"] == 1


def test_the_preview_records_nothing(desk: Desk) -> None:
    """``--suggest`` shows the records; ``--dry-run`` counts them; a mapping is refused."""
    file = desk.write("c.ics", calendar(*series()))
    assert "2025-12-16T10:00:00+01:00" in desk.run("import", file, "--suggest").out
    assert "would record 4 events" in desk.run("import", file, "--dry-run").out
    assert not desk.home.joinpath("register.db").exists()
    refused = desk.run("import", file, "--map", "m.yaml")
    assert (refused.code, "a calendar, which needs no mapping" in refused.err) == (2, True)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (calendar(talks())[:-20], "is cut off"),
        (calendar(talks(), method="REPLY"), "answer to an invitation"),
        ("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n;;;\r\nEND:VCALENDAR\r\n", "cannot read"),
        (calendar(talks()).encode("utf-16"), "unknown kind of file"),
        (calendar(item("SUMMARY:Köln")).encode("latin-1"), "is not UTF-8"),
    ],
)
def test_a_file_that_is_not_a_calendar(desk: Desk, content: str | bytes, message: str) -> None:
    answer = desk.run("import", desk.write("c.ics", content))
    assert (answer.code, message in answer.err) == (2, True), answer.err
    assert len(answer.err.splitlines()) <= 2


def test_the_library_is_optional(desk: Desk) -> None:
    """Without the library, a message says what to install."""
    file = desk.write("c.ics", calendar(talks()))
    code = (
        "import sys; sys.modules['icalendar'] = None\n"
        "from pathlib import Path\nfrom datetime import date\n"
        "from dragoman.exchange.calendars.calendar_file import CalendarFile\n"
        f"CalendarFile(Path({str(file)!r}), date(2025, 12, 5))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "pip install 'dragoman[calendar]'" in done.stderr


def test_a_calendar_of_khal_is_read(desk: Desk, tmp_path: Path) -> None:
    """What the program khal writes is imported."""
    khal = Path(sys.executable).parent / "khal"
    program = str(khal) if khal.exists() else shutil.which("khal")
    if not program:
        pytest.skip("khal is not installed here")
    config = tmp_path / "config"
    config.write_text(
        f"[calendars]\n[[desk]]\npath = {tmp_path}/khal\n[sqlite]\npath = {tmp_path}/khal.db\n"
        "[locale]\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
        "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
        "local_timezone = Asia/Baku\ndefault_timezone = Asia/Baku\n"
    )
    new = (
        program,
        "-c",
        str(config),
        "new",
        "-a",
        "desk",
        "-l",
        "Baku",
        "-r",
        "weekly",
        "-u",
        "2025-12-25",
    )
    when = ("2025-12-10 10:00", "2025-12-10 11:00", "Talks")
    subprocess.run([*new, *when], check=True, capture_output=True)
    [file] = (tmp_path / "khal").glob("*.ics")
    assert desk.run("import", file).code == 0
    hours = "10:00:00+04:00/11:00:00+04:00"
    times = [one[1] for one in meetings(desk).values()]
    assert sorted(times) == [span(f"2025-12-{day}", hours) for day in (10, 17, 24)]
