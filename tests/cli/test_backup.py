"""``dragoman register backup``: a consistent copy of the register."""

import shlex
import sqlite3
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from shutil import copyfile
from threading import Event
from typing import Any

import pytest

import dragoman.store.engines.backup
from dragoman.store.engines.backup import backup
from dragoman.store.engines.opening import open_register
from dragoman.store.engines.sqlite import create_register
from tests.cli.chronicle import give_story, place_of
from tests.conftest import Answer, Desk, change, rows
from tests.copies import after, both
from tests.store.registers import dump

pytestmark = pytest.mark.once

LAST = 159
"""The last position in the story."""


@pytest.fixture
def story(desk: Desk) -> Desk:
    """A desk whose clock shows a time after the sample story."""
    return give_story(desk)


@pytest.fixture
def chain(desk: Desk) -> Desk:
    """A desk that has recorded the sample article and the sample chain of events."""
    return after(desk, both)


def act(desk: Desk, line: str, now: str | None = None) -> Answer:
    """Run a command that must succeed."""
    answer = desk.run(*shlex.split(line), now=now)
    assert answer.code == 0, answer.err
    return answer


def refused(answer: Answer) -> str:
    """Return the one line of a usage error."""
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("dragoman: ")
    assert answer.err.count("\n") == 1
    return answer.err


def copied(desk: Desk, name: str = "copies/register.db") -> Path:
    """Make a backup, check that the command succeeds, and return the path of the backup."""
    path = desk.home / name
    document = desk.read("register", "backup", path)
    assert list(document) == ["schema", "path", "position", "sources"]
    assert document["schema"] == "dragoman/register-backup/1"
    assert document["path"] == str(path)
    assert document["position"] == rows(path, "SELECT max(position) FROM events")[0][0]
    return path


def compared(desk: Desk, copy: Path) -> tuple[int, int]:
    """Check that a copy is a prefix of its register; return the number of events in each."""
    document = desk.read("audit", "compare", copy, place_of(desk))
    assert document["same_register"]
    assert document["forked_at"] is None
    one, other = document["sizes"]
    assert document["common"] == one <= other
    return one, other


def test_a_backup_is_a_complete_register(story: Desk) -> None:
    """A backup has every row, the triggers and the identity, and commands work on the backup."""
    copy = copied(story)
    assert dump(copy) == dump(place_of(story))
    assert compared(story, copy) == (LAST, LAST)
    assert [path.name for path in copy.parent.iterdir()] == ["register.db"]
    on_copy = ("--register", copy)
    assert story.read(*on_copy, "timeline") == story.read("timeline")
    assert story.read(*on_copy, "audit", "log") == story.read("audit", "log")
    assert story.run(*on_copy, *shlex.split("meeting hold --title T --party AZ")).code == 0
    assert story.run(*on_copy, "audit", "replay").code == 0
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        change(copy, "DELETE FROM events")


def test_backup_reports_the_path_and_the_last_position(story: Desk) -> None:
    answer = story.run("register", "backup", "copy.db")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == f"Backed up the register to copy.db, up to event {LAST}.\n"


def test_a_backup_of_a_register_without_events(desk: Desk) -> None:
    """``register backup`` can copy a register that has no events."""
    create_register(place_of(desk), datetime(2026, 1, 1, tzinfo=UTC))
    assert desk.read("register", "backup", "copy.db")["position"] == 0
    assert dump(desk.home / "copy.db") == dump(place_of(desk))


def test_a_backup_includes_the_wal_file(story: Desk) -> None:
    """A backup includes recent entries that are only in the -wal file."""
    with closing(sqlite3.connect(place_of(story), isolation_level=None)) as reader:
        reader.execute("BEGIN")
        assert reader.execute("SELECT max(position) FROM events").fetchone() == (LAST,)
        act(story, "meeting hold --title T --party AZ")
        alone = story.home / "file-alone.db"
        copyfile(place_of(story), alone)
        assert rows(alone, "SELECT max(position) FROM events") == [(LAST,)]
        copy = copied(story)
        assert compared(story, copy) == (LAST + 1, LAST + 1)
        assert reader.execute("SELECT max(position) FROM events").fetchone() == (LAST,)
    assert rows(copy, "SELECT max(position) FROM events") == [(LAST + 1,)]


def _file(path: Path) -> None:
    path.write_bytes(b"mine")


def _folder(path: Path) -> None:
    path.mkdir()


def _dangling(path: Path) -> None:
    path.symlink_to("nowhere")


@pytest.mark.parametrize("there", [_file, _folder, _dangling])
def test_a_backup_replaces_no_file(story: Desk, there: Any) -> None:
    """A backup does not replace an existing file, and leaves no other file in the folder."""
    path = story.home / "copies" / "register.db"
    path.parent.mkdir()
    there(path)
    said = refused(story.run("register", "backup", path))
    assert said == f"dragoman: {path}: already exists; name another file\n"
    assert list(path.parent.iterdir()) == [path]
    assert not path.is_file() or path.read_bytes() == b"mine"


def test_a_backup_cannot_replace_its_register(story: Desk) -> None:
    before = dump(place_of(story))
    assert "already exists" in refused(story.run("register", "backup", place_of(story)))
    assert dump(place_of(story)) == before


def everything(folder: Path) -> set[Path]:
    """Return all files in a folder except the cache."""
    return {path for path in folder.rglob("*") if "cache" not in path.parts}


def test_a_backup_that_cannot_make_its_folder_leaves_nothing(story: Desk) -> None:
    """If the backup cannot create its folder, the command fails and leaves no file."""
    story.write("file", "mine")
    before = everything(story.home)
    answer = story.run("register", "backup", "file/folder/copy.db")
    assert "file/folder/copy.db: Not a directory" in refused(answer)
    assert everything(story.home) == before


def test_a_backup_of_a_missing_register_is_refused(desk: Desk) -> None:
    """If the register is missing, the backup fails and creates neither a copy nor a register."""
    answer = desk.run("register", "backup", "copy.db")
    assert (answer.code, answer.out) == (1, "")
    assert "there is no register here yet" in answer.err
    assert everything(desk.home) == set()


def test_a_backup_of_a_damaged_register_is_deleted(story: Desk) -> None:
    """If the register is damaged, the backup fails with one line and deletes the copy."""
    content = bytearray(place_of(story).read_bytes())
    content[8 * 4096 : 9 * 4096] = b"\xff" * 4096
    for suffix in ("-wal", "-shm"):
        Path(f"{place_of(story)}{suffix}").unlink(missing_ok=True)
    place_of(story).write_bytes(content)
    (story.home / "copies").mkdir()
    answer = story.run("register", "backup", "copies/register.db")
    assert (answer.code, answer.out, answer.err.count("\n")) == (1, "", 1)
    assert "damaged" in answer.err
    assert list((story.home / "copies").iterdir()) == []


def limited(desk: Desk, *words: str) -> Answer:
    """Run the installed command with file sizes limited to 40 kB."""
    line = f"ulimit -f 40; exec {shlex.join(desk.words(*words))}"
    done = subprocess.run(["bash", "-c", line], capture_output=True, timeout=60, check=False)
    return Answer(done.returncode, done.stdout, done.stderr)


def test_a_backup_that_runs_out_of_space_leaves_nothing(story: Desk) -> None:
    assert place_of(story).stat().st_size > 50_000
    (story.home / "copies").mkdir()
    answer = limited(story, "register", "backup", "copies/register.db")
    assert (answer.code, answer.out, answer.err.count("\n")) == (1, "", 1)
    assert "bug in Dragoman" not in answer.err
    assert list((story.home / "copies").iterdir()) == []


def test_a_backup_that_runs_out_of_space_names_the_copy(story: Desk) -> None:
    """If the disk is full, the error names the copy and not the register, which is still intact."""
    answer = limited(story, "register", "backup", "copy.db")
    assert "copy.db" in answer.err
    assert str(place_of(story)) not in answer.err


@pytest.mark.parametrize("mode", [0o600, 0o640])
def test_a_backup_keeps_the_permissions_of_the_register(story: Desk, mode: int) -> None:
    """A user who may not read the register may not read its backup either."""
    place_of(story).chmod(mode)
    assert copied(story).stat().st_mode & 0o777 & ~mode == 0


def size_of(register: Path) -> int:
    """Return the number of events in a register."""
    return int(rows(register, "SELECT count(*) FROM events")[0][0])


def test_a_backup_during_recording_is_consistent(chain: Desk) -> None:
    """A backup made during recording has the state of the register at one moment."""
    chain.read("timeline")
    first = size_of(place_of(chain))
    enough = Event()

    def record() -> list[Answer]:
        answers = []
        while not enough.is_set():
            number = len(answers)
            line = f"meeting hold --title T{number} --party AZ --participant 'P{number};;AZ'"
            answers.append(chain.forked(*shlex.split(line)))
        return answers

    def copy_repeatedly() -> Iterator[Path]:
        """Make backups until the backups show three different states."""
        sizes: set[int] = set()
        for number in range(200):
            path = chain.home / "copies" / f"{number}.db"
            assert chain.forked("register", "backup", path).code == 0
            yield path
            sizes.add(size_of(path))
            if len(sizes) > 2:
                return

    with ThreadPoolExecutor(1) as pool:
        recording = pool.submit(record)
        try:
            copies = list(copy_repeatedly())
        finally:
            enough.set()
        answers = recording.result()
    assert [answer.err for answer in answers if answer.code] == []
    sizes = [compared(chain, path)[0] for path in copies]
    assert sizes == sorted(sizes)
    assert len(set(sizes)) > 2
    # every entry has two events, so no copy may end between the two
    assert {(size - first) % 2 for size in sizes} == {0}


def test_a_backup_in_steps_includes_entries_recorded_meanwhile(
    story: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A backup made in many steps is consistent, even if others record between the steps."""
    monkeypatch.setattr(dragoman.store.engines.backup, "PAGES", 2)
    steps = []

    def progress(done: int, total: int) -> None:
        steps.append(done)
        if len(steps) in (2, 9):
            act(story, f"meeting hold --title T{len(steps)} --participant 'P{len(steps)};;AZ'")

    engine = open_register(place_of(story))
    copy = story.home / "copy.db"
    position = backup(engine, copy, progress)
    engine.dispose()
    assert len(steps) > 10
    assert position == LAST + 4
    assert compared(story, copy) == (LAST + 4, LAST + 4)
    assert dump(copy) == dump(place_of(story))
