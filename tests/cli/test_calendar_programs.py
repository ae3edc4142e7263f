"""How the programs khal and todoman read Dragoman's calendars."""

import json
import os
import subprocess
import sysconfig
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.cli.calendars import OVER, act, is_days, record_story, recorded
from tests.conftest import Desk
from tests.copies import after


@pytest.fixture
def story(desk: Desk) -> Desk:
    """A desk that has recorded the sample story and some plans for the following year."""
    return after(desk, record_story)


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
    """Return the path of another program; skip the test if the program is not installed."""
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
    """The command line of khal, with its own settings and calendar."""
    (desk.home / "khal").mkdir()
    return program("khal"), "-c", str(desk.write("khal.conf", KHAL.format(folder=desk.home)))


@pytest.fixture
def todoman(desk: Desk) -> tuple[str, ...]:
    """The command line of todoman, with its own settings and list."""
    (desk.home / "todo").mkdir()
    config = desk.write("todo.py", TODOMAN.format(folder=desk.home))
    return program("todo"), "--config", str(config), "--porcelain"


def listed(desk: Desk, khal: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return what khal shows for three months: title, place, and the first and last day or time."""
    fields = ("title", "location", "start", "end")
    asked = [word for field in fields for word in ("--json", field)]
    out = run(desk, *khal, "list", "--once", *asked, "2026-01-01", "90d")
    events = [load for line in out.splitlines() for load in json.loads(line)]
    return sorted(tuple(event[field] for field in fields) for event in events)


def test_khal_shows_every_event_once(story: Desk, khal: tuple[str, ...]) -> None:
    """khal shows each event once, even after khal imports a changed version of the calendar."""
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
    visits = [ref for ref, record in recorded(story).items() if record.get("status") == "announced"]
    act(story, f"visit reschedule {visits[0]} --occurred 2026-03-09/2026-03-10")
    act(story, "export --ics calendar.ics")
    run(story, *khal, "import", "--batch", "calendar.ics")
    first[3] = ("Visit of the minister", "Baghdad", "2026-03-09", "2026-03-10")
    assert listed(story, khal) == first


def test_khal_finds_every_event(story: Desk, khal: tuple[str, ...]) -> None:
    """With ``--all``, khal finds all dated events on the same days as in the register."""
    act(story, "export --all --ics calendar.ics")
    out = run(story, *khal, "printics", "--format", "{start}/{end}", "calendar.ics").splitlines()
    dates = [item["occurred"] for item in recorded(story).values() if item.get("occurred")]
    days = [f"{date['earliest']}/{date['latest']}" for date in dates if is_days(date["edtf"])]
    assert out[0] == f"{len(days) + 2} events found in calendar.ics"
    assert sorted(item for item in out[1:] if ":" not in item) == sorted(days)
    assert sorted(item.partition("/")[0] for item in out[1:] if ":" in item) == [
        "2026-02-10 15:00:00",
        "2026-03-03 10:30:00",
    ]


def test_todoman_shows_every_task_once(story: Desk, todoman: tuple[str, ...]) -> None:
    """todoman shows each task once, with its due day if it has one, and finished tasks as done."""
    act(story, "export --all --ics todo/calendar.ics")
    tasks = json.loads(run(story, *todoman, "list", "--status", "ANY"))
    found = {}
    for task in tasks:
        due = task["due"] and datetime.fromtimestamp(task["due"], ZoneInfo("Asia/Baghdad"))
        found[task["description"].split(",")[0]] = (
            due and due.date().isoformat(),
            task["completed"],
        )
    wanted = {}
    for ref, record in recorded(story).items():
        edtf = record["when"]["edtf"] if record["when"] else ""
        if "state" in record:
            due = record["when"]["latest"] if record["when"] else None
            wanted[ref] = (due, record["state"] in OVER)
        elif not is_days(edtf) and "T" not in edtf:
            wanted[ref] = (None, record["status"] in OVER)
    assert found == wanted
    assert len(tasks) == len(wanted)
    assert sum(due is not None for due, _ in wanted.values()) == 4
