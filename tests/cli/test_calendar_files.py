"""Calendar files: replacement, links, permissions, full disks, and hostile text."""

import errno
import os
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dragoman.exchange.exports.calendar import CalendarHead, written
from dragoman.exchange.safe_text import safe, safe_lines
from dragoman.projections.record_doc import RecordDoc
from dragoman.projections.reports.calendar import CalendarEntry, CalendarPerson
from dragoman.projections.shapes import EntryShape
from tests.cli.calendars import act, components_of, content, lines_of, name_of, record_story, shown
from tests.conftest import Answer, Desk
from tests.copies import after


@pytest.fixture
def story(desk: Desk) -> Desk:
    """A desk that has recorded the sample story, and plans for the following year."""
    return after(desk, record_story)


# --- Files ------------------------------------------------------------------------------------


@pytest.fixture
def planned(story: Desk) -> Desk:
    """A desk that has plans, and a calendar that was exported before the plans."""
    act(story, "export --ics calendar.ics --as-of 11")
    return story


def export(desk: Desk, name: str = "calendar.ics") -> Answer:
    """Write the calendar and check that no temporary file is left."""
    answer = desk.run("export", "--ics", name)
    assert not list(desk.home.rglob(".dragoman-*"))
    return answer


def test_a_replaced_calendar_keeps_its_mode(planned: Desk) -> None:
    """If Dragoman replaces a calendar, the new file has the old file's mode.

    The calendar is a new file, so a program can finish reading the old file.
    """
    file = planned.home / "calendar.ics"
    file.chmod(0o640)
    with file.open("rb") as reader:
        assert export(planned).code == 0
        assert b"Talks" not in reader.read()
    assert file.read_bytes() == content(planned)
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


def test_a_link_to_a_calendar_stays_a_link(planned: Desk) -> None:
    """If the path of a calendar is a link, Dragoman replaces the target and keeps the link."""
    (planned.home / "link.ics").symlink_to("calendar.ics")
    assert export(planned, "link.ics").code == 0
    assert os.readlink(planned.home / "link.ics") == "calendar.ics"
    assert (planned.home / "calendar.ics").read_bytes() == content(planned)


def test_another_file_is_not_replaced(planned: Desk) -> None:
    """Dragoman replaces only its own calendars.

    Any other file, an empty file, or a folder at the path causes an error.
    """
    (planned.home / "folder.ics").mkdir()
    for foreign in (b"", b"BEGIN:VCALENDAR\r\nPRODID:-//Others//EN\r\n", b"\0" * 9000, None):
        file = planned.home / ("folder.ics" if foreign is None else "other.ics")
        if foreign is not None:
            file.write_bytes(foreign)
        refused = export(planned, file.name)
        assert (refused.code, refused.out) == (2, "")
        assert "is not a calendar from dragoman; name another file" in refused.err
        assert foreign is None or file.read_bytes() == foreign
    assert file.is_dir()


def test_a_file_that_appears_meanwhile_is_not_replaced(
    planned: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Dragoman does not replace a file that appears after the check that no file exists."""
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
    """If the disk is full, Dragoman keeps the old calendar and leaves no new file.

    The command prints one line that says why.
    """
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
    """Dragoman does not replace a read-only calendar.

    Dragoman does not create a calendar in a read-only folder.
    """
    file = planned.home / "calendar.ics"
    before = file.read_bytes()
    closed = planned.home / "closed"
    closed.mkdir()
    file.chmod(0o444)
    closed.chmod(0o555)
    names = ("calendar.ics", "closed/new.ics")
    asked = f"*(run(['export', '--ics', one]) for one in {names})"
    script = f"from dragoman.cli.run import run; print({asked})"
    try:
        refused = subprocess.run(
            [*bound, sys.executable, "-c", script], capture_output=True, text=True, check=True
        )
    finally:
        closed.chmod(0o755)
    assert refused.stdout == "2 2\n"
    assert refused.stderr == "".join(f"dragoman: {name}: Permission denied\n" for name in names)
    assert (file.read_bytes(), list(closed.iterdir())) == (before, [])


BOUND = ("setpriv", "--bounding-set", "-dac_override,-dac_read_search", "--inh-caps", "-all")
"""A command prefix that makes the permission bits of files apply to the superuser too."""


@pytest.fixture
def bound() -> tuple[str, ...]:
    """Return the command prefix that makes permission bits apply even to root."""
    if os.geteuid() != 0:
        return ()
    try:
        subprocess.run([*BOUND, "true"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("permission bits do not apply to root, and setpriv cannot change that")
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
    """Return a meeting with hostile text in every field that takes text."""
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
        reminders=[],
        people=[person],
        created=(at := datetime(2026, 1, 15, tzinfo=UTC)),
        modified=at,
        revision=0,
    )


def test_hostile_text_from_the_register_stays_text(desk: Desk) -> None:
    """The calendar contains hostile text only in the safe form that reports show."""
    for title in HOSTILE[1:5]:
        facts = (f"--title={title}", f"--place={title}", f"--topic={title}", "--party=AZ")
        assert desk.run("meeting", "schedule", "--occurred=2026-03-02", *facts).code == 0
    calendar = shown(desk).values()
    assert [component["SUMMARY"] for component in calendar] == [
        safe(title) for title in HOSTILE[1:5]
    ]
    assert [component["LOCATION"] for component in calendar] == [
        safe(title) for title in HOSTILE[1:5]
    ]
    assert [component["CATEGORIES"].cats[1] for component in calendar] == [
        safe(item) for item in HOSTILE[1:5]
    ]
    assert {component.name for component in calendar} == {"VEVENT"}


texts = st.sampled_from(HOSTILE) | st.text(min_size=1)


@settings(max_examples=100, deadline=None)
@given(texts, texts, st.lists(texts, max_size=3), texts, texts)
@example(HOSTILE[0], HOSTILE[1], list(HOSTILE), HOSTILE[2], HOSTILE[3])
@example(HOSTILE[4], HOSTILE[6], ["a", "a ", "A", "meeting"], HOSTILE[7], HOSTILE[12])
def test_any_text_is_read_back_as_it_is_shown(
    title: str, place: str, topics: list[str], name: str, called: str
) -> None:
    """A calendar program never reads the text of a field as a property or a component."""
    head = CalendarHead(called, 1, datetime(2026, 1, 15, tzinfo=UTC))
    raw = written(head, [entry(title, place, topics, name)]).content
    [event] = components_of(raw)
    assert event["SUMMARY"] == (safe(title) or "meeting")
    assert event.get("LOCATION", "") == safe(place)
    categories = ["meeting", *filter(None, map(safe, topics))]
    assert event["CATEGORIES"].cats == list(dict.fromkeys(categories))
    lines = lines_of(event)
    assert safe(f"Participants: {name}, {title}, AZ") in lines
    assert {*f"Summary: {safe_lines(place)}".split("\n")} <= {*lines}
    assert lines[-1] == safe(f"Source: {title}, {name}")
    assert event.subcomponents == []
    assert {*event} == {*PROPERTIES} - ({"LOCATION"} if not safe(place) else set())
    assert name_of(raw) == safe(called)


PROPERTIES = (
    *("SUMMARY", "DTSTART", "DTEND", "DTSTAMP", "UID", "SEQUENCE", "CATEGORIES", "CREATED"),
    *("DESCRIPTION", "LAST-MODIFIED", "LOCATION", "STATUS", "TRANSP", "X-DRAGOMAN-EDTF"),
)


# --- Tasks as events ---------------------------------------------------------------------------


def test_what_is_due_can_be_an_event(story: Desk) -> None:
    """With ``--tasks-as events``, a follow-up is an all-day event on its due date.

    The event has the UID of the task. A task without a due day stays a task.
    """
    before, events = shown(story).values(), shown(story, "--tasks-as", "events").values()
    tasks = {str(one["UID"]): one for one in before if one.name == "VTODO"}
    due = [one for one in events if str(one["UID"]) in tasks and one.name == "VEVENT"]
    assert {str(one["SUMMARY"]) for one in due} >= {"Due: Send a draft", "Due: Answer the note"}
    for one in due:
        task = tasks[str(one["UID"])]
        assert one["DTSTART"].dt == task["DUE"].dt
        assert one["DTEND"].dt - one["DTSTART"].dt == timedelta(days=1)
    left = {str(one["UID"]) for one in events if one.name == "VTODO"}
    assert left == {uid for uid, one in tasks.items() if "DUE" not in one}


def test_a_note_says_that_some_programs_show_no_tasks(story: Desk) -> None:
    """The note names the option, and is not printed if the option is given, or for stdout."""
    plain = story.run("export", "--ics", "desk.ics")
    events = story.run("export", "--ics", "desk.ics", "--tasks-as", "events")
    assert "Outlook show no tasks; to write what is due as events, add --tasks-as" in plain.err
    assert events.err == story.run("export", "--ics", "-").err == ""
    refused = story.run("export", "--csv", "desk.csv", "--tasks-as", "events")
    assert (refused.code, "only with --ics" in refused.err) == (2, True)
