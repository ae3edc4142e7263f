"""Compare how long Dragoman and other programs take to list a desk's newest records.

Run ``python -m tests.benchmarks peers``. The benchmark prints a note for each program that is not
installed.
"""

import csv
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from statistics import median

from dragoman.cli.run import run as dragoman
from tests.benchmarks.material import register_of
from tests.benchmarks.measure import Ratio, seconds

ROUNDS = 9
EVENTS = 8_000


def run(folder: Path) -> Iterator[Ratio]:
    """Return the time of each program, compared with the time of ``dragoman timeline``."""
    register = folder / "desk.db"
    register_of(register, EVENTS).engine.dispose()
    records = list(_records(folder, register))
    ours = [str(Path(sys.executable).parent / "dragoman"), "timeline", "--limit", "50"]
    os.environ["DRAGOMAN_REGISTER"] = str(register)
    beside = str(Path(sys.executable).parent)  # khal and todoman come with the tests
    os.environ["PATH"] = os.pathsep.join((beside, os.environ.get("PATH", os.defpath)))
    for name, (program, prepare) in PEERS.items():
        if shutil.which(program) is None:
            print(f"{name:<58} left out: {program} is not installed")
            continue
        home = folder / name
        home.mkdir()
        command = prepare(home, records)
        pairs = [(_timed(folder, ours), _timed(home, command)) for _ in range(ROUNDS + 1)][1:]
        mine, theirs = median(one for one, _ in pairs), median(other for _, other in pairs)
        yield Ratio(f"timeline --limit 50, {' '.join(command)[:36]}", mine, theirs, "")


Record = tuple[date, str, str]
"""The first day, the title and the place of an engagement."""


def _records(folder: Path, register: Path) -> Iterator[Record]:
    """Yield the engagements of the register that have an exact day."""
    table = folder / "timeline.csv"
    with table.open("w") as file:
        before, sys.stdout = sys.stdout, file
        try:
            assert dragoman(["--register", str(register), "timeline", "--csv"]) == 0
        finally:
            sys.stdout = before
    with table.open(newline="") as file:
        for row in csv.DictReader(file):
            if len(row["occurred"]) == 10:
                yield date.fromisoformat(row["occurred"]), row["title"], row["place"]


def _timed(home: Path, command: list[str]) -> float:
    environment = {**os.environ, "HOME": str(home)}
    environment |= {f"XDG_{name}_HOME": str(home / name) for name in ("DATA", "CACHE", "CONFIG")}
    return seconds(
        lambda: subprocess.run(command, env=environment, capture_output=True, check=True)
    )


def _taskwarrior(home: Path, records: list[Record]) -> list[str]:
    settings = home / ".taskrc"
    settings.write_text(f"data.location={home}/tasks\nconfirmation=no\n")
    (home / "tasks").mkdir()
    tasks = [
        {"description": f"{title} in {place}", "due": f"{day:%Y%m%d}T000000Z", "status": "pending"}
        for day, title, place in records
    ]
    environment = {**os.environ, "TASKRC": str(settings)}
    command = ["task", f"rc:{settings}"]
    subprocess.run(
        [*command, "import", "-"],
        input=json.dumps(tasks),
        text=True,
        env=environment,
        capture_output=True,
        check=True,
    )
    return [*command, "rc.gc=0", "limit:50", "list"]


def _hledger(home: Path, records: list[Record]) -> list[str]:
    journal = home / "desk.journal"
    journal.write_text(
        "".join(
            f"{day} {title} ; {place}\n  meetings  1\n  desk\n\n" for day, title, place in records
        )
    )
    return ["hledger", "-f", str(journal), "print", "-b", str(_latest(records))]


def _khal(home: Path, records: list[Record]) -> list[str]:
    events = home / "calendar"
    events.mkdir()
    for number, (day, title, place) in enumerate(records):
        until = day + timedelta(days=1)
        (events / f"{number}.ics").write_text(
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//desk//EN\r\nBEGIN:VEVENT\r\n"
            f"UID:{number}@desk\r\nDTSTAMP:20250101T000000Z\r\nDTSTART;VALUE=DATE:{day:%Y%m%d}\r\n"
            f"DTEND;VALUE=DATE:{until:%Y%m%d}\r\nSUMMARY:{title}\r\nLOCATION:{place}\r\n"
            "END:VEVENT\r\nEND:VCALENDAR\r\n"
        )
    settings = home / "khal.conf"
    settings.write_text(
        f"[calendars]\n[[desk]]\npath = {events}\n[locale]\ndateformat = %Y-%m-%d\n"
        "timeformat = %H:%M\ndatetimeformat = %Y-%m-%d %H:%M\nlongdateformat = %Y-%m-%d\n"
        "longdatetimeformat = %Y-%m-%d %H:%M\nlocal_timezone = UTC\ndefault_timezone = UTC\n"
    )
    return ["khal", "-c", str(settings), "list", str(_latest(records)), "30d"]


def _todoman(home: Path, records: list[Record]) -> list[str]:
    tasks = home / "tasks"
    tasks.mkdir()
    for number, (day, title, place) in enumerate(records):
        (tasks / f"{number}.ics").write_text(
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//desk//EN\r\nBEGIN:VTODO\r\n"
            f"UID:{number}@desk\r\nDTSTAMP:20250101T000000Z\r\nDUE;VALUE=DATE:{day:%Y%m%d}\r\n"
            f"SUMMARY:{title}\r\nLOCATION:{place}\r\nEND:VTODO\r\nEND:VCALENDAR\r\n"
        )
    settings = home / "todoman.py"
    settings.write_text(f'path = "{home}/*"\ndate_format = "%Y-%m-%d"\n')
    return ["todo", "--config", str(settings), "list", "--due", "24"]


def _jrnl(home: Path, records: list[Record]) -> list[str]:
    journal = home / "desk.txt"
    journal.write_text(
        "".join(f"[{day} 09:00] {title}. {place}\n\n" for day, title, place in records)
    )
    settings = home / "jrnl.yaml"
    settings.write_text(f"journals:\n  default:\n    journal: {journal}\nversion: v4.2\n")
    return ["jrnl", "--config-file", str(settings), "-n", "50", "--short"]


def _sqlite_utils(home: Path, records: list[Record]) -> list[str]:
    rows = [{"day": str(day), "title": title, "place": place} for day, title, place in records]
    database = home / "desk.db"
    subprocess.run(
        ["sqlite-utils", "insert", str(database), "records", "-"],
        input=json.dumps(rows),
        text=True,
        capture_output=True,
        check=True,
    )
    query = "select * from records order by day desc limit 50"
    return ["sqlite-utils", str(database), query, "--table"]


def _latest(records: list[Record]) -> date:
    """Return the day that is 30 days before the last record."""
    return max(day for day, _, _ in records) - timedelta(days=30)


PEERS: dict[str, tuple[str, Callable[[Path, list[Record]], list[str]]]] = {
    "taskwarrior": ("task", _taskwarrior),
    "hledger": ("hledger", _hledger),
    "khal": ("khal", _khal),
    "todoman": ("todo", _todoman),
    "jrnl": ("jrnl", _jrnl),
    "sqlite-utils": ("sqlite-utils", _sqlite_utils),
}
"""The other programs by name.

Each program has the name of its command, and a function that writes the records for the program and
returns the command line.
"""
