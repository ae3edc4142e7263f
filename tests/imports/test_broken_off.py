"""After Ctrl-C, an import says what it recorded, and the next run imports the rest.

``tests.crash`` checks that the next run also completes an import that was killed.
"""

import signal
import sqlite3
import time
from contextlib import closing, suppress

from tests.benchmarks.importing import MAPPING, write_table
from tests.conftest import Desk, rows
from tests.crash.scenarios import in_batches

COUNT = 1_250
"""The number of rows: more than twelve batches.

On a busy machine, twelve batches leave enough time to interrupt the import.
"""


class InHundreds(Desk):
    """A desk on which the real import records a hundred rows per entry."""

    @staticmethod
    def words(*arguments):
        """Return the command line of the real command."""
        return in_batches(100, *arguments)


def entries(path):
    """Return the number of entries in a register to which another process may be writing.

    If there is no register, return 0.
    """
    with suppress(sqlite3.Error), closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as one:
        return one.execute("SELECT count(DISTINCT entry) FROM events").fetchone()[0]
    return 0


def broken_off(desk, *words):
    """Start an import, press Ctrl-C after its first entry, and return the path of the register."""
    register = desk.home / "data" / "dragoman" / "register.db"
    process = InHundreds(desk.home, desk.monkeypatch, desk.now).start("import", *words)
    until = time.monotonic() + 100
    while not entries(register) and process.poll() is None and time.monotonic() < until:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, message = process.communicate(timeout=60)
    assert process.returncode == 130, message
    assert b"to continue, run the command again" in message
    assert b"nothing was recorded" not in message
    assert rows(register, "PRAGMA integrity_check") == [("ok",)]
    return register


def test_an_interrupted_import_resumes(desk):
    """An interrupted import leaves complete batches, and the next run imports the other rows."""
    write_table(desk.home / "table.csv", COUNT)
    desk.write("map.yaml", MAPPING)
    register = broken_off(desk, "table.csv", "--map", "map.yaml")
    kept = rows(register, "SELECT count(*) FROM events WHERE topic = 'VisitConcluded'")[0][0]
    assert 0 < kept < COUNT
    answer = desk.read("import", "table.csv", "--map", "map.yaml")
    assert (answer["new"], answer["unchanged"]) == (COUNT - kept, kept)
    visits = "SELECT count(*), count(DISTINCT originator_id) FROM events WHERE topic = '{}'"
    assert rows(register, visits.format("VisitConcluded")) == [(COUNT, COUNT)]
    [(many, different)] = rows(register, visits.format("PartyRegistered"))
    assert many == different


def test_an_interrupted_replication_resumes(desk):
    """An interrupted import of copied records leaves complete batches.

    The next run imports the other records.
    """
    write_table(desk.home / "table.csv", COUNT)
    desk.write("map.yaml", MAPPING)
    desk.read("--register", "theirs.db", "import", "table.csv", "--map", "map.yaml")
    assert desk.run("--register", "theirs.db", "export", "--jsonl", "theirs.jsonl").code == 0
    register = broken_off(desk, "theirs.jsonl")
    kept = rows(register, "SELECT count(DISTINCT originator_id) FROM events")[0][0]
    answer = desk.read("import", "theirs.jsonl")
    assert (answer["new"] > 0, answer["unchanged"]) == (True, kept)
    whole = "SELECT topic, state FROM events ORDER BY position"
    assert rows(register, whole) == rows(desk.home / "theirs.db", whole)
