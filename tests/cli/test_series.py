"""Series on the command line: a weekly call for a year, in reports and in other programs."""

import json
import shlex
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.cli.calendars import act, content, shown
from tests.cli.terminals import start_forked
from tests.cli.test_calendar_programs import program, run
from tests.conftest import Desk
from tests.copies import after

BERLIN = ZoneInfo("Europe/Berlin")
SCHEDULE = (
    'meeting schedule --title "Weekly call" --party AZ --party GE --mode video --every week'
    ' --occurred "2026-01-19 10:00 Berlin" --until 2027-01-15'
)
"""Every Monday for a year: 52 meetings, of which the first nineteen are before June."""


def record_year(desk: Desk) -> None:
    """Record a weekly call for a year: one week moved, one cancelled, shifted from June on."""
    act(desk, SCHEDULE)
    act(desk, 'meeting reschedule M-3 --occurred "2026-02-04 11:00 Berlin" --cause "a holiday"')
    act(desk, 'meeting cancel S-1 --occurred 2026-04-06 --cause "Easter Monday"')
    act(desk, 'meeting reschedule M-30 --occurred "2026-08-12 09:00 Berlin"')
    act(desk, 'series amend S-1 --from 2026-06-01 --occurred "tuesday 15:00"')


@pytest.fixture
def year(desk: Desk) -> Desk:
    """A desk that has recorded a weekly call for a year, with some changes."""
    return after(desk, record_year)


def local(text: str) -> datetime:
    """Return an ISO date and time as a time in Berlin."""
    return datetime.fromisoformat(text).astimezone(BERLIN)


def by_rhythm() -> dict[str, tuple[int, int, int]]:
    """Return the weekday, hour and minute of every meeting that follows the rhythm."""
    mondays = {f"M-{number}": (0, 10, 0) for number in range(1, 20)}
    tuesdays = {f"M-{number}": (1, 15, 0) for number in range(20, 53)}
    moved = {"M-3": (2, 11, 0), "M-30": (2, 9, 0)}
    return mondays | tuesdays | moved


def test_a_receipt_names_the_first_meetings(desk: Desk) -> None:
    """The receipt shows the series, its first meetings, and how many more there are."""
    lines = act(desk, SCHEDULE).out.splitlines()
    assert lines[1:] == [
        "  S-1    series scheduled   19 Jan 2026 10:00 (Berlin) · Weekly call",
        "  M-1    meeting scheduled  19 Jan 2026 10:00 (Berlin) · Weekly call",
        "  M-2    meeting scheduled  26 Jan 2026 10:00 (Berlin) · Weekly call",
        "  M-3    meeting scheduled  2 Feb 2026 10:00 (Berlin) · Weekly call",
        "         and 49 more meetings of S-1; to list the meetings, type: dragoman show S-1",
    ]
    dry = act(desk, "series amend S-1 --from 2026-06-01 --occurred 2026-06-02 --dry-run").out
    assert dry.splitlines()[0] == "Dry run: would record 34 events."
    assert dry.count("meeting rescheduled\n") == 3 + 1
    assert "and 30 more meetings: meeting rescheduled" in dry
    receipt = desk.read("series", "end", "S-1", "--from", "2026-06-01", "--dry-run")
    assert len(receipt["events"]) == 1 + 33


def test_the_meetings_are_where_the_changes_put_them(year: Desk) -> None:
    """Each meeting is on the weekday and at the local hour of the rhythm, or where it was moved."""
    entries = {one["ref"]: one for one in year.read("timeline")["entries"]}
    found = {ref: local(one["occurred"]["edtf"]) for ref, one in entries.items()}
    assert {r: (d.weekday(), d.hour, d.minute) for r, d in found.items()} == by_rhythm()
    days = [found[f"M-{number}"].date() for number in range(1, 53) if number not in (3, 30)]
    assert days == sorted(days)
    assert found["M-20"].date().isoformat() == "2026-06-02"
    assert {one["series"] for one in entries.values()} == {"S-1"}
    assert [ref for ref, one in entries.items() if one["status"] == "cancelled"] == ["M-12"]


def test_show_lists_what_became_of_each_meeting(year: Desk) -> None:
    """``show`` lists all meetings of a series, with what was moved, cancelled and added."""
    act(year, "meeting hold S-1 --occurred 2026-01-19", now="2026-01-20T08:00:00Z")
    lines = act(year, "show S-1").out.splitlines()
    assert "rhythm        every week  [P1W]" in lines
    assert any(line.startswith("first         19 Jan 2026 10:00 (Berlin)  [") for line in lines)
    assert "present from  2 Jun 2026 15:00 (Berlin)  [2026-06-02T15:00:00+02:00]" in lines
    meetings = [line.removeprefix("meeting").strip() for line in lines if "meeting " in line]
    assert len(meetings) == 52
    assert meetings[0] == "● M-1 19 Jan 2026 10:00 (Berlin), held"
    moved = "○ M-3 4 Feb 2026 11:00 (Berlin), scheduled, moved from 2 Feb 2026 10:00 (Berlin)"
    assert moved in meetings
    assert "× M-12 6 Apr 2026 10:00 (Berlin), cancelled: Easter Monday" in meetings
    whole = year.read("show", "S-1")["record"]
    assert [one["ref"] for one in whole["meetings"] if one["is_moved"]] == ["M-3", "M-30"]
    shown = act(year, "show M-30").out.splitlines()
    assert "planned for   10 Aug 2026 10:00 (Berlin)  [2026-08-10T10:00:00+02:00]" in shown
    assert not any("planned for" in line for line in act(year, "show M-29").out.splitlines())


@pytest.mark.parametrize("report", ["timeline", "brief AZ", "follow-ups"])
def test_a_series_does_not_crowd_out_other_plans(year: Desk, report: str) -> None:
    """Lists of plans show the next three meetings, and say how many follow; JSON has them all."""
    act(year, "meeting schedule --title Other --party AZ --party IQ --occurred 2026-12-24")
    out = act(year, report).out
    refs = [one for one in ("M-1", "M-2", "M-3", "M-4", "M-29") if f" {one} " in out]
    assert refs == ["M-1", "M-2", "M-3"]
    assert "and 48 more of S-1, the last on 12 Jan 2027 15:00 (Berlin)" in " ".join(out.split())
    assert "Other" in out
    assert json.dumps(year.read(*report.split())).count('"Weekly call"') >= 51


def test_a_csv_has_the_series_of_each_meeting(year: Desk) -> None:
    """The timeline as CSV has a column with the series of each meeting."""
    head, *rows = act(year, "timeline --csv").out.splitlines()
    assert head.split(",")[-2:] == ["margins", "series"]
    assert len(rows) == 52
    assert all(row.endswith(",S-1") for row in rows)


@pytest.mark.parametrize(
    ("words", "weekday", "hour"),
    [("16:00", 1, 16), ("thursday", 3, 15), ("monday 9 am", 0, 9), ("2026-12-04 8:00", 4, 8)],
)
def test_words_for_a_new_date_refer_to_the_changed_week(
    year: Desk, words: str, weekday: int, hour: int
) -> None:
    """Hours alone keep the weekday, a weekday alone keeps the hours, and both are in the zone."""
    act(year, f'series amend S-1 --from 2026-11-30 --occurred "{words}"')
    meetings = year.read("show", "S-1")["record"]["meetings"]
    later = [local(one["occurred"]["edtf"]) for one in meetings][-7:]
    assert {(one.weekday(), one.hour) for one in later} == {(weekday, hour)}
    assert later[0].isocalendar()[:2] == (2026, 49)


def test_an_amendment_names_the_meetings_that_stay(year: Desk) -> None:
    """An amendment leaves meetings that were moved by hand, and the receipt names them."""
    answer = act(year, 'series amend S-1 --from 2026-07-01 --every "2 weeks" --place Tbilisi')
    assert "note: M-30 stays as it is on 12 Aug 2026 09:00 (Berlin): somebody moved" in answer.err
    meetings = year.read("show", "S-1")["record"]["meetings"]
    assert [one["status"] for one in meetings].count("cancelled") == 1 + 13


def test_undo_takes_back_a_series_as_one(year: Desk) -> None:
    """Undoing the entry of an amendment restores every meeting; undoing the first removes all."""
    before = year.read("timeline", "--as-of", "56")["entries"]
    act(year, "undo")
    assert year.read("timeline")["entries"] == before
    for _ in range(4):
        act(year, "undo")
    assert year.read("timeline")["entries"] == []


def test_meetings_of_a_series_are_not_doubles(year: Desk) -> None:
    """The meetings of one series do not look like duplicates of each other."""
    assert year.read("register", "doubles")["pairs"] == []
    again = act(year, SCHEDULE.replace("2026-01-19", "2026-06-02").replace("Monday", ""))
    assert "note: S-2 looks like S-1 (the same title)" in again.err


def test_a_series_is_copied_with_its_links(year: Desk, tmp_path: Path) -> None:
    """A dispatch, JSON Lines and CSV bring the series and its meetings into another register."""
    wanted = plan(year.read("show", "S-1")["record"])
    for name in ("all.yaml", "all.jsonl", "all.csv"):
        form = {"yaml": "dispatch"}.get(name.partition(".")[2], name.partition(".")[2])
        act(year, f"export --{form} {name}")
        other = tmp_path / f"{name}.db"
        verb = "record" if form == "dispatch" else "import"
        act(year, f"--register {other} {verb} {name}")
        copy = year.read("--register", str(other), "show", "S-1")["record"]
        assert plan(copy) == wanted
        act(year, f'--register {other} series amend S-1 --from 2026-12-01 --occurred "friday 9:00"')
        later = year.read("--register", str(other), "show", "S-1")["record"]["meetings"]
        assert [local(one["occurred"]["edtf"]).hour for one in later][-6:] == [9] * 6


def plan(series: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the date and status of each meeting of a series."""
    return [(one["occurred"]["edtf"], one["status"]) for one in series["meetings"]]


def test_a_retraction_asks_what_becomes_of_the_meetings(year: Desk) -> None:
    """On a terminal, Dragoman asks which meetings to retract, and asks again after a bad answer."""
    terminal = start_forked(year, "retract", "S-1", "--reason", "wrong desk")
    terminal.until(
        "S-1 has 52 meetings. Which of them do you want to retract too? (all, planned, none) "
    )
    terminal.type("some")
    terminal.until("answer all, planned or none")
    terminal.until("(all, planned, none) ")
    terminal.type("all")
    assert terminal.end() == 0, terminal.seen
    assert year.read("timeline")["entries"] == []


# --- Other people's programs ------------------------------------------------------------------


def test_icalendar_reads_every_meeting(year: Desk) -> None:
    """The library icalendar finds each meeting once, at its time, with its own stable UID."""
    components = shown(year)
    found = {ref: one.decoded("DTSTART").astimezone(BERLIN) for ref, one in components.items()}
    assert {r: (d.weekday(), d.hour, d.minute) for r, d in found.items()} == by_rhythm()
    assert components["M-12"]["STATUS"] == "CANCELLED"
    assert not any("RRULE" in one for one in components.values())
    assert "Series: S-1" in components["M-3"]["DESCRIPTION"]
    assert "Planned by the series for: 2 Feb 2026" in components["M-3"]["DESCRIPTION"]
    assert "Planned by" not in components["M-4"]["DESCRIPTION"]
    uids = {ref: str(one["UID"]) for ref, one in components.items()}
    assert len(set(uids.values())) == 52
    act(year, 'series amend S-1 --from 2026-12-01 --occurred "wednesday 8:00"')
    later = shown(year)
    assert {ref: str(one["UID"]) for ref, one in later.items()} == uids
    changed = {r for r, one in later.items() if one["SEQUENCE"] > components[r]["SEQUENCE"]}
    assert changed == {f"M-{number}" for number in range(46, 53)}


def test_khal_shows_every_meeting(year: Desk) -> None:
    """The program khal shows each meeting at its time, and shows the amended calendar once."""
    (year.home / "khal").mkdir()
    config = year.write("khal.conf", KHAL.format(folder=year.home))
    khal = (program("khal"), "-c", str(config))
    act(year, "export --ics calendar.ics")
    run(year, *khal, "import", "--batch", "calendar.ics")
    first = listed(year, khal)
    assert len(first) == 52
    entries = {one["ref"]: one for one in year.read("timeline")["entries"]}
    expected = sorted(utc(one["occurred"]["edtf"]) for one in entries.values())
    assert [start for start, _ in first] == expected
    assert [title for _, title in first if title != "Weekly call"] == ["Cancelled: Weekly call"]
    act(year, 'series amend S-1 --from 2026-12-01 --occurred "wednesday 8:00"')
    year.write("again.ics", content(year))
    run(year, *khal, "import", "--batch", "again.ics")
    again = listed(year, khal)
    assert len(again) == 52
    assert again[:45] == first[:45]
    assert all(" 07:00" in start for start, _ in again[45:])


KHAL = """\
[calendars]
[[desk]]
path = {folder}/khal
[sqlite]
path = {folder}/khal.db
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = UTC
default_timezone = UTC
"""


def listed(desk: Desk, khal: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return the start in UTC and the title of the events that khal shows for fourteen months."""
    out = run(
        *(desk, *khal, "list", "--once", "--json", "start", "--json", "title"),
        *("2026-01-01", "420d"),
    )
    events = [load for line in out.splitlines() for load in json.loads(line)]
    return sorted((one["start"], one["title"]) for one in events)


def utc(text: str) -> str:
    """Return an ISO date and time as khal shows it."""
    return datetime.fromisoformat(text).astimezone(UTC).strftime("%Y-%m-%d %H:%M")


# --- Refusals ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("--every week --occurred 2026-02-02", "--until is missing; add --until"),
        ("--every week --until 2026-12", "--occurred is missing; add --occurred"),
        ("--until 2026-12", "--until: add the rhythm with --every week"),
        ("--every day --occurred 2026-02-02 --until 2029", "--until: the series would have more"),
        ("--every biweekly --occurred 2026-02-02 --until 2027", "--every: 'biweekly' can mean"),
        (
            "--every week --occurred 2026-02-02 --until 2027 --outcome agreed",
            "--outcome: belongs to a single meeting, not to a series; add it to the meetings of the"
            " series: dragoman meeting add M-1 --outcome VALUE",
        ),
        (
            "--every 'last friday' --occurred 2026-02-02 --until 2027",
            "--occurred: 2026-02-02 is not the last Friday of a month; write 2026-02-27",
        ),
    ],
)
def test_a_series_without_clear_dates_is_refused(desk: Desk, line: str, why: str) -> None:
    """If the dates of a series are unclear, the message says what to type, and nothing happens."""
    words = ["meeting", "schedule", "--title", "T", "--party", "AZ", "--party", "GE"]
    answer = desk.run(*words, *shlex.split(line))
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith(f"dragoman: {why}")
    assert answer.err.count("\n") == 1
    assert not desk.register.exists()


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("meeting hold S-1", "S-1 is a series; name one of its meetings: dragoman show S-1"),
        (
            "meeting hold S-1 --occurred 2026-01-20",
            "S-1 has no meeting on 20 Jan 2026; the nearest",
        ),
        ("meeting reschedule S-1 --occurred 2026-02-03", "S-1 is a series; name one of its"),
        ("series amend S-1 --place Baku", "--from: is missing: give the first day of the change"),
        ("series amend S-1 --from 2026-05-01", "nothing to amend: give --occurred, --every"),
        ("series amend S-1 --from 2026-05~ --place Baku", "--from: 2026-05~ is not an exact day"),
        ("series amend M-1 --from 2026-05-01 --place Baku", "REF: M-1 is a meeting, not a series"),
        ("series end S-1", "--from: is missing: give the first day without a meeting"),
        ("retract S-1 --reason x", "S-1 has 52 meetings; to say which to retract as well, add"),
        ("retract M-1 --reason x --meetings all", "--meetings: M-1 is not a series with meetings"),
        ("correct S-1 until=2028 --reason x", "until: the dates of the meetings depend on this"),
        ("visit announce --title T --host AZ --series S-1", "series belongs to meetings; record"),
    ],
)
def test_an_unclear_change_is_refused(year: Desk, line: str, why: str) -> None:
    """If a change of a series is unclear, the message says what to type, and nothing happens."""
    before = year.position
    answer = year.run(*shlex.split(line))
    assert (answer.code, answer.out) == (2, "")
    assert why in answer.err
    assert year.position == before


def test_a_dispatch_that_lists_meetings_records_no_others(desk: Desk) -> None:
    """If a file lists meetings of its series, Dragoman records these, and a note says so."""
    file = desk.write("plan.yaml", LISTED)
    answer = desk.record(file)
    assert "note: S-1 has only the 1 meeting that the file lists, but the rhythm has" in answer.err
    assert len(desk.read("show", "S-1")["record"]["meetings"]) == 1


LISTED = """\
dispatch: plan
source: {title: Plan}
records:
  - {kind: series, handle: weekly, title: Weekly, parties: [AZ, GE], every: week,
     occurred: 2026-02-02, until: 2026-06-30}
  - {kind: meeting, handle: extra, status: scheduled, title: Extra, parties: [AZ, GE],
     series: weekly, occurred: 2026-02-04}
"""


def test_an_import_takes_a_rhythm_from_a_column(desk: Desk) -> None:
    """A row of a list becomes a series with its meetings; importing the list again adds nothing."""
    desk.write("calls.csv", "id,title,first,with,often,last\n" + ROWS)
    desk.write("calls.yaml", MAPPING)
    answer = desk.run("import", "calls.csv", "--map", "calls.yaml")
    assert answer.out.splitlines()[0] == "calls, 3 rows: 2 new, 1 rejected."
    rejected = (desk.home / "calls.csv.rejected.csv").read_text("utf-8")
    assert "every: 'now and then' is not a rhythm" in rejected
    assert len(desk.read("show", "S-1")["record"]["meetings"]) == 5
    assert len(desk.read("show", "S-2")["record"]["meetings"]) == 6
    again = desk.run("import", "calls.csv", "--map", "calls.yaml")
    assert again.out.splitlines()[0] == "calls, 3 rows: 2 unchanged, 1 rejected."
    desk.write("newer.csv", "id,title,first,with,often,last\n" + ROWS.replace("-03-02", "-04-01"))
    newer = desk.run("import", "newer.csv", "--map", "calls.yaml")
    assert newer.out.splitlines()[0] == "calls, 3 rows: 1 unchanged, 2 rejected."
    rejected = (desk.home / "newer.csv.rejected.csv").read_text("utf-8")
    assert "type: dragoman series amend" in rejected


ROWS = """\
1,Weekly,2026-02-02,GE,weekly,2026-03-02
2,Board,2026-01-30,TR,last friday of the month,2026-06-30
3,Odd,2026-02-02,TR,now and then,2026-06-30
"""
MAPPING = """\
dataset: calls
source: {title: Calls of the desk}
key: [id]
record: {kind: series, title: {column: title}, occurred: {column: first},
  every: {column: often}, until: {column: last}, parties: [AZ, {column: with}]}
"""


@pytest.mark.parametrize("line", ["schedule --title T --outcome X", "amend S-1 --outcome X"])
def test_an_option_of_single_meetings_names_what_to_type(desk: Desk, line: str) -> None:
    answer = desk.run("series", *line.split())
    assert answer.code == 2
    assert "belongs to a single meeting, not to a series" in answer.err
    assert "dragoman meeting add M-1 --outcome" in answer.err


@pytest.mark.parametrize("option", ["--remind 1d", "--reminders 1d", "--topic oil"])
def test_an_option_that_an_amendment_lacks_names_the_command(desk: Desk, option: str) -> None:
    answer = desk.run("series", "amend", "S-1", "--from", "2026-02-01", *option.split())
    assert answer.code == 2
    assert "dragoman series add S-1 --" in answer.err
    assert "--reminders" not in answer.err


# --- Reminders --------------------------------------------------------------------------------

SHORT = SCHEDULE.replace("2027-01-15", "2026-02-05")


def alarms(desk: Desk) -> dict[str, list[str]]:
    """Return the alarms of each meeting in the calendar, in the order of the meetings."""
    text = desk.run("export", "--ics", "-").out.replace("\r\n", "\n")
    events = text.split("BEGIN:VEVENT")[1:]
    triggers = [
        [line.removeprefix("TRIGGER:-") for line in one.splitlines() if line.startswith("TRIGGER")]
        for one in events
    ]
    return {f"M-{number}": found for number, found in enumerate(triggers, 1)}


def test_a_reminder_of_a_series_is_a_reminder_of_every_meeting(desk: Desk) -> None:
    """The series has the reminder once; a meeting can have more."""
    act(desk, f"{SHORT} --remind 1d")
    assert alarms(desk) == {"M-1": ["P1D"], "M-2": ["P1D"], "M-3": ["P1D"]}
    act(desk, "meeting add M-2 --remind 3h --remind 1d")
    assert alarms(desk)["M-2"] == ["PT3H", "P1D"]
    assert "reminders     1 day before" in act(desk, "show S-1").out
    assert desk.read("show", "M-1")["record"].get("reminders") in (None, [])


def test_reminders_of_a_series_can_be_added_and_corrected(desk: Desk) -> None:
    act(desk, SHORT)
    act(desk, "series add S-1 --remind 2h")
    assert alarms(desk) == {"M-1": ["PT2H"], "M-2": ["PT2H"], "M-3": ["PT2H"]}
    act(desk, "correct S-1 reminders=1d --reason 'too late'")
    assert alarms(desk)["M-3"] == ["P1D"]


def test_a_meeting_that_is_added_later_has_the_reminders_of_its_series(desk: Desk) -> None:
    act(desk, f"{SHORT} --remind 1d")
    act(desk, "series amend S-1 --from 2026-02-06 --until 2026-02-12")
    assert alarms(desk)["M-4"] == ["P1D"]


def scheduled(desk: Desk, **options: str) -> Any:
    """Schedule a weekly call with these options in place of the usual ones."""
    usual = {"every": "Tuesday", "occurred": "2026-05-19 8:30 Nairobi", "until": "end of 2026"}
    words = [word for name, value in (usual | options).items() for word in (f"--{name}", value)]
    return desk.run("series", "schedule", "--title", "Weekly call", "--party", "RW", *words)


@pytest.mark.parametrize("every", ["Tuesday", "every tuesday", "Dienstag", "tous les mardis"])
def test_a_weekday_is_a_weekly_rhythm(desk: Desk, every: str) -> None:
    """A weekday means every week, if the first day is such a day."""
    assert scheduled(desk, every=every).code == 0

    assert "rhythm        every week  [P1W]" in act(desk, "show S-1").out.splitlines()


def test_the_first_day_has_to_be_the_weekday_of_the_rhythm(desk: Desk) -> None:
    """A first day on another weekday is refused with the next fitting day."""
    answer = scheduled(desk, occurred="2026-05-20 8:30")

    assert answer.code == 2
    assert answer.err == (
        "dragoman: --occurred: 2026-05-20 is a Wednesday, not a Tuesday; write 2026-05-26, or"
        " Wednesday as the rhythm\n"
    )


def test_a_period_as_the_last_day_ends_with_the_period(desk: Desk) -> None:
    """The end of a series is stored as a day."""
    scheduled(desk, until="end of 2026")

    assert "until         31 Dec 2026  [2026-12-31]" in act(desk, "show S-1").out.splitlines()


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("--from September --occurred 9.30", "1 Sep 2026 09:30 (Nairobi)"),
        ('--from September --occurred "tuesday 9.30"', "1 Sep 2026 09:30 (Nairobi)"),
        ('--from 2026-09-01 --occurred "9.05 Nairobi"', "1 Sep 2026 09:05 (Nairobi)"),
        ("--from September --every Thursday", "3 Sep 2026 08:30 (Nairobi)"),
        ("--from September --every Thursday --occurred 9.30", "3 Sep 2026 09:30 (Nairobi)"),
    ],
)
def test_a_change_can_be_typed_as_the_source_has_it(desk: Desk, words: str, first: str) -> None:
    """A month means its first day, and hours with a dot are hours."""
    scheduled(desk)
    act(desk, f"series amend S-1 {words}")

    lines = act(desk, "show S-1").out.splitlines()

    assert any(line.startswith(f"present from  {first}") for line in lines)


def test_hours_of_a_change_are_at_the_offset_of_the_series(desk: Desk) -> None:
    """If the hours of a series have an offset without a place, new hours have the same offset."""
    scheduled(desk, occurred="2026-05-19 8:30 UTC+03:00")
    act(desk, "series amend S-1 --from 2026-09-01 --occurred 9:30")

    assert "1 Sep 2026 09:30 UTC+03:00" in act(desk, "show S-1").out


def test_a_refused_correction_says_what_to_type(desk: Desk) -> None:
    """The message has the ref and a day, and the command that it names works."""
    scheduled(desk)
    refused = desk.run("correct", "S-1", "until=2026-11-30", "--reason", "x")

    command = refused.err.rpartition("type: dragoman ")[2].strip()

    assert command == "series amend S-1 --from 2026-05-19 --until 2026-11-30"
    act(desk, command)
    assert "[2026-11-30]" in act(desk, "show S-1").out


def test_a_series_at_the_hours_of_an_abbreviation_has_one_zone(desk: Desk) -> None:
    """EAT is the zone of Nairobi in the first date, in a change and in a calendar."""
    scheduled(desk, occurred="Tuesday 2026-05-19 8.30 EAT")
    act(desk, "series amend S-1 --from September --occurred 9.30")
    act(desk, "series amend S-1 --from October --occurred '9.45 EAT'")

    shown = act(desk, "show S-1").out
    calendar = act(desk, "export --ics -").out

    assert "UTC" not in shown.replace(" (UTC)", "")
    assert "6 Oct 2026 09:45 (Nairobi)" in shown
    assert "DTSTART;TZID=Africa/Nairobi:20261006T094500" in calendar
