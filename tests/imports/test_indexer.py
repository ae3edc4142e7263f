"""During an import, a second process updates the search index."""

import sqlite3
import sys
from subprocess import PIPE, Popen
from time import monotonic, sleep

import pytest

from dragoman.cli.record import indexer
from dragoman.exchange.imports import run
from dragoman.projections.search import follower

MAPPING = """\
dataset: desk
source: {title: The list of the desk}
key: [number]
record:
  kind: visit
  status: concluded
  title: {text: "Visit {number}"}
  occurred: {column: day}
  parties: [AZ, IQ]
"""


@pytest.fixture
def office(desk, monkeypatch):
    """Return a desk where even a small import starts the second process."""
    monkeypatch.setattr(indexer, "ENOUGH", 1)
    monkeypatch.setattr(run, "BATCH", 3)
    desk.write("map.yaml", MAPPING)
    return desk


@pytest.fixture
def processes(monkeypatch):
    """Return the list of processes that imports have started to update the index."""
    found = []

    def start(*arguments, **options):
        found.append(Popen(*arguments, **options))
        return found[-1]

    monkeypatch.setattr(indexer, "Popen", start)
    return found


def imported(office, rows, *options, day="2025-04-20"):
    """Import this number of rows; return the number of rows for each outcome."""
    lines = (f"{number},{day}\n" for number in range(rows))
    office.write("list.csv", "number,day\n" + "".join(lines))
    answer = office.run("import", "list.csv", "--map", "map.yaml", "--yes", *options, "--json")
    assert answer.code == 0, answer.err
    return answer.json


def reached(office):
    """Return the last position in the search index, or ``None`` if there is no index."""
    for path in office.home.rglob("views-*.search"):
        with sqlite3.connect(path) as connection:
            return connection.execute("SELECT position FROM progress").fetchone()[0]
    return None


def test_the_index_is_up_to_date_after_an_import(office, processes):
    """The first import builds the search index, and later imports update it.

    No process remains after an import.
    """
    imported(office, 10)
    assert reached(office) == office.position == 10
    imported(office, 12, day="2025-04-21")
    assert reached(office) == office.position == 22
    assert [one.returncode for one in processes] == [0, 0]
    assert len(office.read("search", "visit")["results"]) == 12
    assert office.run("audit", "replay").code == 0


def test_a_dry_run_starts_no_process(office, processes):
    """An import that records nothing, such as a dry run, starts no process for the search index."""
    imported(office, 10, "--dry-run")
    assert imported(office, 10, "--strict")["new"] == 10
    assert len(processes) == 1
    assert imported(office, 10)["unchanged"] == 10
    assert len(processes) == 1


def test_a_small_import_starts_no_process(office, processes, monkeypatch):
    """A small import starts no process for the search index."""
    monkeypatch.setattr(indexer, "ENOUGH", 11)
    imported(office, 10)
    assert processes == []


@pytest.mark.parametrize(
    "command", [("/no/such/program",), (sys.executable, "-c", "raise SystemExit(1)")]
)
def test_a_process_that_fails(office, monkeypatch, command):
    """If the process that updates the index fails, the import still succeeds.

    The next search builds the index.
    """
    monkeypatch.setattr(follower, "COMMAND", command)
    assert imported(office, 10)["new"] == 10
    assert reached(office) is None
    assert len(office.read("search", "visit")["results"]) == 10


def test_an_import_that_fails_ends_the_process(office, processes, monkeypatch):
    """If an import fails, the process that updates the search index ends too."""
    monkeypatch.setattr(indexer.Indexer, "finish", lambda *_: 1 / 0)
    office.write("list.csv", "number,day\n1,2025-04-20\n2,2025-04-20\n")
    assert office.run("import", "list.csv", "--map", "map.yaml").code == 1
    assert [one.poll() is None for one in processes] == [False]


def test_the_process_ends_with_the_import(office):
    """If an import is killed, the process that updates the search index ends.

    The process ends because its input ends.
    """
    imported(office, 3)
    register, views = (next(office.home.rglob(name)) for name in ("register.db", "views-*.db"))
    for path in office.home.rglob("views-*.search*"):
        path.unlink()
    with Popen([*follower.COMMAND, register, views], stdin=PIPE, stdout=PIPE) as process:
        process.stdin.write(follower.MORE)
        process.stdin.flush()
        until = monotonic() + 60
        while reached(office) != 3:
            assert monotonic() < until
            sleep(0.05)
        assert process.poll() is None
        assert process.communicate(timeout=60) == (b"", None)
    assert process.returncode == 0
