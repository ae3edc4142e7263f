"""Times of day and the desk's time zone: on the command line, in reports and in calendars."""

import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import pytest
from icalendar import Calendar

from dragoman.domain import parse_date
from tests.conftest import Desk

pytestmark = pytest.mark.once

PARTIES = ("--party", "AZ", "--party", "IQ")
BAKU = {"TZ": "Asia/Baku"}
LOS_ANGELES = {"TZ": "America/Los_Angeles"}


def recorded(desk: Desk, typed: str, env: Mapping[str, str], title: str = "Talks") -> str:
    """Schedule a meeting, and return the line that the receipt shows."""
    options = ("--title", title, *PARTIES, "--occurred", typed)
    answer = desk.run("meeting", "schedule", *options, env=env)
    assert answer.code == 0, answer.err
    return answer.out.splitlines()[1]


def settings(desk: Desk, text: str) -> None:
    """Write the settings of a desk."""
    path = desk.home / "config" / "dragoman" / "config.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


@pytest.mark.parametrize(
    ("now", "zone", "typed", "day"),
    [
        ("2025-12-04T22:30:00Z", "Asia/Baku", "today", "2025-12-05"),
        ("2025-12-04T22:30:00Z", "Asia/Baku", "yesterday", "2025-12-04"),
        ("2025-12-05T02:00:00Z", "America/Los_Angeles", "today", "2025-12-04"),
        ("2025-12-05T02:00:00Z", "", "today", "2025-12-05"),
        ("2025-12-05T22:00:00Z", "<+04>-4", "today", "2025-12-06"),
    ],
)
def test_today_is_the_day_of_the_desk(
    desk: Desk, now: str, zone: str, typed: str, day: str
) -> None:
    """``today`` and ``yesterday`` mean days in the time zone of the operating system."""
    options = ("--title", "Call", *PARTIES, "--occurred", typed, "--dry-run", "--json")
    answer = desk.command("meeting", "hold", *options, now=now, env={"TZ": zone})
    assert answer.json["events"][0]["facts"]["occurred"] == day


def test_the_settings_name_the_zone(desk: Desk) -> None:
    """The time zone in the settings overrides the time zone of the operating system."""
    for zone in ("Asia/Baku", "Baku", "+04:00"):
        settings(desk, f'zone = "{zone}"\n')
        line = recorded(desk, "2026-02-01 14:30", LOS_ANGELES, zone)
        assert ("14:30 UTC+04:00" if zone == "+04:00" else "14:30 (Baku)") in line


def test_the_zone_of_the_desk_is_shown(desk: Desk) -> None:
    """``register info`` shows the desk's time zone, in text and in JSON."""
    recorded(desk, "2026-02-01", BAKU)
    assert desk.read("register", "info", env=BAKU)["zone"] == "Asia/Baku"
    assert "zone              Asia/Baku" in desk.run("register", "info", env=BAKU).out


def test_an_unknown_zone_in_the_settings_is_refused(desk: Desk) -> None:
    """If the settings name an unknown time zone, one line says what to write.

    The exit code is 2.
    """
    settings(desk, 'zone = "Asia/Bakuu"\n')
    answer = desk.run("timeline")
    assert (answer.code, answer.err.count("\n")) == (2, 1)
    assert "zone: 'Asia/Bakuu' is not a time zone; write a name such as Asia/Baku" in answer.err


@pytest.mark.parametrize(
    ("typed", "printed", "edtf", "zone"),
    [
        ("2026-02-01 14:30", "1 Feb 2026 14:30 (Baku)", "2026-02-01T14:30:00+04:00", "Asia/Baku"),
        ("2026-02-01T14:30", "1 Feb 2026 14:30 (Baku)", "2026-02-01T14:30:00+04:00", "Asia/Baku"),
        (
            "next Tuesday 14:30–16:00",
            "20 Jan 2026 14:30–16:00 (Baku)",
            "2026-01-20T14:30:00+04:00/2026-01-20T16:00:00+04:00",
            "Asia/Baku",
        ),
        (
            "1 Feb 2026 14:30 Baghdad",
            "1 Feb 2026 14:30 (Baghdad)",
            "2026-02-01T14:30:00+03:00",
            "Asia/Baghdad",
        ),
        ("2026-02-01T14:30:00", "1 Feb 2026 14:30 (no zone)", "2026-02-01T14:30:00", None),
        (
            "2026-02-01T14:00:00+04:00/2026-02-01T16:00:00+04:00",
            "1 Feb 2026 14:00–16:00 UTC+04:00",
            "2026-02-01T14:00:00+04:00/2026-02-01T16:00:00+04:00",
            None,
        ),
    ],
)
def test_hours_are_kept_and_shown_with_their_zone(
    desk: Desk, typed: str, printed: str, edtf: str, zone: str | None
) -> None:
    """Receipts show a time of day with its zone, and JSON has the time in EDTF.

    Dragoman also accepts a time in the form that a receipt prints.
    """
    assert f"  {printed} · Talks" in recorded(desk, typed, BAKU)
    [entry] = desk.read("timeline", env=BAKU)["entries"]
    assert (entry["occurred"]["edtf"], entry["occurred"].get("zone")) == (edtf, zone)
    again = recorded(desk, printed, LOS_ANGELES, "Again")
    assert f"  {printed} · Again" in again


def test_ahead_is_strictly_by_time(desk: Desk) -> None:
    """The AHEAD section of the timeline sorts plans and due dates by time.

    Times in different time zones are compared as instants.
    """
    for title, typed in (
        ("late", "2026-02-01 16:00"),
        ("early", "2026-02-01 09:00"),
        ("between", "1 Feb 2026 09:30 Baghdad"),
        ("whole day", "2026-02-01"),
        ("long", "2026-01-30/2026-02-20"),
        ("some day", "2026-02"),
    ):
        recorded(desk, typed, BAKU, title)
    for what, due in (("answer", "1 Feb 2026 12:00"), ("far", "2026-03-01"), ("undated", "")):
        options = ("--due", due) if due else ()
        desk.run("follow-up", "agree", "--what", what, *PARTIES, *options, env=BAKU)
    shown = desk.run("timeline", env=BAKU).out.splitlines()
    order = (
        "long",
        "whole day",
        "early",
        "between",
        "answer",
        "late",
        "some day",
        "far",
        "undated",
    )
    assert [next(one for one in order if f" {one} " in line) for line in shown[2:11]] == [*order]
    assert " far " not in desk.run("timeline", "--until", "2026-02", env=BAKU).out


def test_the_last_engagement_is_the_latest_hour(desk: Desk) -> None:
    """If two meetings are on the same day, ``--limit 1`` shows the later one."""
    for typed in ("2026-01-14 16:00", "2026-01-14 09:00"):
        options = ("--title", typed, *PARTIES, "--occurred", typed)
        assert desk.run("meeting", "hold", *options, env=BAKU).code == 0
    [entry] = desk.read("timeline", "--limit", "1", env=BAKU)["entries"]
    assert entry["title"] == "2026-01-14 16:00"


def test_stamps_are_local_and_stored_in_utc(desk: Desk) -> None:
    """Reports show local recording times with the UTC offset, and JSON has UTC times."""
    desk.now = "2026-01-14T22:30:00Z"
    recorded(desk, "2026-02-01", BAKU)
    assert "2026-01-15 02:30:00+04:00" in desk.run("audit", "log", env=BAKU).out
    assert "2026-01-15 02:30+04:00" in desk.run("show", "M-1", "--history", env=BAKU).out
    assert "as of 15 Jan 2026" in desk.run("timeline", env=BAKU).out
    assert "2026-01-14 22:30:00Z" in desk.run("audit", "log").out
    [entry] = desk.read("audit", "log", env=BAKU)["entries"]
    assert entry["recorded_at"] == "2026-01-14T22:30:00+00:00"


def test_days_of_the_log_are_days_of_the_desk(desk: Desk) -> None:
    """A day in ``--as-of`` or ``--from`` is a day in the desk's time zone."""
    for now in ("2026-01-11T19:59:00Z", "2026-01-11T20:01:00Z", "2026-01-12T20:01:00Z"):
        desk.now = now
        recorded(desk, "2026-02-01", BAKU, now)
    desk.now = "2026-01-15T08:00:00Z"

    def as_of(text: str) -> int:
        position = desk.read("timeline", "--as-of", text, env=BAKU)["as_of"]["position"]
        assert isinstance(position, int)
        return position

    assert [as_of(day) for day in ("2026-01-11", "monday", "yesterday")] == [1, 2, 3]
    assert [as_of(time) for time in ("12 Jan 00:00", "2026-01-12T00:01", "14:30")] == [1, 2, 3]
    events = desk.read("audit", "diff", "--from", "monday", env=BAKU)["events"]
    assert [event["position"] for event in events] == [2, 3]
    assert desk.run("audit", "diff", "--from", "today", env=BAKU).out.endswith("0 events\n")


def test_hours_later_today_have_not_taken_place(desk: Desk) -> None:
    """Dragoman refuses to record that something took place before its hours have begun."""
    desk.now = "2026-01-15T08:00:00Z"
    held = ("meeting", "hold", "--title", "Talks", *PARTIES, "--occurred")
    refused = desk.run(*held, "today 12:30 Baku", env=BAKU)
    assert refused.code == 2
    assert "15 Jan 2026 12:30 (Baku) is in the future; until then, the status is" in refused.err
    assert desk.run(*held, "today 11:30 Baku", env=BAKU).code == 0
    refused = desk.run("correct", "M-1", "occurred=today 12:30 Baku", "--reason", "x", env=BAKU)
    assert (refused.code, "is in the future" in refused.err) == (2, True)
    assert desk.run(*held, "tomorrow", env=BAKU).code == 0, "tomorrow has begun further east"


@pytest.mark.parametrize("options", [(), ("--reverse",)])
def test_around_midnight_no_month_is_shown_twice(desk: Desk, options: tuple[str, ...]) -> None:
    """Meetings in two time zones are sorted by instant, with only one heading for each month."""
    for day in ("2025-04-30 23:30 America/New_York", "2025-05-01 01:00 Asia/Baku", "2025-04-27"):
        recorded(desk, day, BAKU, day)
    lines = desk.run("timeline", *options).lines
    headings = [line.strip("─ ") for line in lines if line.startswith("──")]
    assert headings == (["APRIL 2025", "MAY 2025"] if options else ["MAY 2025", "APRIL 2025"])
    for limit, refs in enumerate((["M-1"], ["M-1", "M-2"], ["M-1", "M-2", "M-3"]), 1):
        shown = desk.read("timeline", "--limit", str(limit))["entries"]
        assert [one["ref"] for one in shown] == refs


def test_filters_refuse_hours(desk: Desk) -> None:
    """``--since`` refuses a time of day, and the message says to write a day."""
    answer = desk.run("timeline", "--since", "today 14:30")
    assert (answer.code, "has a time of day; write a day" in answer.err) == (2, True)


def test_a_calendar_has_hours_in_their_zone(desk: Desk, tmp_path: Path) -> None:
    """A calendar gives each time in its own time zone, and includes the rules of the zone.

    If clocks are set back, a local time can occur twice. The calendar gives such a time in UTC.
    """
    recorded(desk, "24 Oct 2026 22:00 to 04:00 Berlin", BAKU)
    recorded(desk, "25 Oct 2026 02:30 UTC+01:00 (Berlin)", BAKU)
    recorded(desk, "2026-02-01T09:00:00", BAKU)
    recorded(desk, "2026-02-01 09:00-10:30", BAKU)
    file = tmp_path / "desk.ics"
    assert desk.run("export", "--ics", file, env=BAKU).code == 0
    lines = file.read_text("utf-8").splitlines()
    assert "DTSTART;TZID=Europe/Berlin:20261024T220000" in lines
    assert "DTEND;TZID=Europe/Berlin:20261025T040000" in lines
    assert "DTSTART:20261025T013000Z" in lines  # a local time would mean the first of two
    assert "DTSTART:20260201T090000" in lines
    assert "DTEND;TZID=Asia/Baku:20260201T103000" in lines
    events = Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    instants = [event.decoded("DTSTART").timestamp() for event in events[:2]]
    expected = ["2026-10-24T22:00:00+02:00", "2026-10-25T02:30:00+01:00"]
    assert instants == [datetime.fromisoformat(one).timestamp() for one in expected]
    zones = Calendar.from_ical(file.read_bytes()).walk("VTIMEZONE")
    assert {str(zone["TZID"]) for zone in zones} == {"Asia/Baku", "Europe/Berlin"}


def test_a_copy_in_a_dispatch_keeps_hours_and_zones(desk: Desk, tmp_path: Path) -> None:
    """An exported dispatch keeps times of day, with or without a time zone."""
    for typed in ("1 Feb 2026 14:30-16:00", "2026-02-02T09:00:00", "3 Feb 2026 10:00 UTC"):
        recorded(desk, typed, BAKU, typed)
    file, other = tmp_path / "copy.yaml", tmp_path / "other.db"
    assert desk.run("export", "--dispatch", file, env=BAKU).code == 0
    assert desk.run("record", file, "--register", other, env=LOS_ANGELES).code == 0

    def dates(*options: str | Path) -> list[tuple[str, str | None]]:
        entries = desk.read("timeline", *options)["entries"]
        return [(one["occurred"]["edtf"], one["occurred"].get("zone")) for one in entries]

    assert dates("--register", other) == dates()


def test_exports_of_days_have_no_zones(desk: Desk, tmp_path: Path) -> None:
    """CAMEO and FollowTheMoney exports have times in EDTF, without the name of the time zone."""
    recorded(desk, "2026-02-01 14:30-16:00", BAKU)
    for form in ("--cameo", "--ftm"):
        answer = desk.run("export", form, "-", env=BAKU)
        assert answer.code == 0, answer.err
        assert "2026-02-01T14:30:00+04:00/2026-02-01T16:00:00+04:00" in answer.out
        assert not re.search(r'\[Asia/Baku\]["\t]', answer.out)


def test_an_instrument_in_force_is_dated_by_its_entry_into_force(desk: Desk) -> None:
    """Receipts and timelines show an instrument under the date of its entry into force."""
    desk.run("instrument", "sign", "--title", "Pact", *PARTIES, "--signed", "2024-03-01")
    desk.run("meeting", "hold", "--title", "Talks", *PARTIES, "--occurred", "2024-06-01")
    answer = desk.run("instrument", "enter-into-force", "I-1", "--in-force", "2025-02-03")
    assert "I-1    instrument entered into force  3 Feb 2025 · Pact" in answer.out
    entries = desk.read("timeline")["entries"]
    assert [one["ref"] for one in entries] == ["I-1", "M-1"]
    assert entries[0]["occurred"]["edtf"] == "2025-02-03"


def test_every_printed_hour_can_be_typed(desk: Desk) -> None:
    """A printed time means the same instant if you type it at a desk in another time zone."""
    typed = ("2026-02-01 14:30", "1 Feb 2026 22:00 to 01:30 Berlin", "by 3 Feb 09:00 Tokyo")
    for number, text in enumerate(typed):
        recorded(desk, text, BAKU, f"Talks {number}")
    for entry in desk.read("timeline", env=BAKU)["entries"]:
        occurred = entry["occurred"]
        when = parse_date(f"{occurred['edtf']}[{occurred['zone']}]")
        line = recorded(desk, when.for_people(), LOS_ANGELES, f"Again {entry['ref']}")
        assert when.for_people() in line


def zone_note(desk: Desk, occurred: str, tz: str = "") -> str:
    """Schedule a meeting on a machine that may have no time zone, and return the notes."""
    options = ("--title", occurred, *PARTIES, "--occurred", occurred)
    answer = desk.run("meeting", "schedule", *options, env={"TZ": tz})
    assert answer.code == 0, answer.err
    return answer.err


def test_hours_on_a_desk_without_a_zone_come_with_a_note(desk: Desk) -> None:
    """The note says that the hours are in UTC, and how to set the zone."""
    assert zone_note(desk, "2030-01-10 10:00") == (
        "note: 10:00 is UTC; to set the zone of your desk, type: dragoman config set zone"
        " Europe/Berlin\n"
    )


def test_hours_with_a_zone_come_without_a_note(desk: Desk) -> None:
    """Days, hours with a zone, and hours on a desk with a zone are clear."""
    assert "UTC" not in zone_note(desk, "2030-01-11")
    assert "UTC" not in zone_note(desk, "2030-01-12 10:00 UTC")
    assert "UTC" not in zone_note(desk, "2030-01-15 10:00 Baku")
    assert "UTC" not in zone_note(desk, "2030-01-16 10:00 CET")
    assert "UTC" not in zone_note(desk, "2030-01-13 10:00", "UTC")
    settings(desk, 'zone = "UTC"\n')
    assert "UTC" not in zone_note(desk, "2030-01-14 10:00")
