"""Dragoman creates a register completely or not at all, and refuses to open other files."""

import multiprocessing
import os
import resource
import signal
import sqlite3
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from errno import EPERM
from stat import S_IMODE

import pytest

from dragoman.store.engines.database import Database, writing
from dragoman.store.engines.opening import open_register
from dragoman.store.engines.sqlite import create_register
from dragoman.store.errors import RegisterError, RegisterMissing, explained
from dragoman.store.log.formats import APPLICATION_ID, SCHEMA_VERSION
from dragoman.store.log.queries import identity
from dragoman.store.log.register import Register
from tests.store.registers import NOON, Nowhere, dump, found, last_position, meet, number

SPAWN = multiprocessing.get_context("spawn")


def of_another_program(path):
    """Create an SQLite file that is not a register."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE events (position INTEGER PRIMARY KEY)")


def of_a_newer_version(path):
    """Create a register whose schema has an unknown, newer version."""
    create_register(path, NOON)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")


REFUSED = {
    "a folder": (lambda path: path.mkdir(), "folder"),
    "an empty file": (lambda path: path.touch(), "not a Dragoman register"),
    "a text": (lambda path: path.write_text("Talks in Baghdad\n" * 500), "not a Dragoman register"),
    "random bytes": (
        lambda path: path.write_bytes(bytes(range(256)) * 20),
        "not a Dragoman register",
    ),
    "another program's file": (of_another_program, "not a Dragoman register"),
    "a newer register": (of_a_newer_version, "newer Dragoman"),
}


def is_one_line_on(path, error):
    """Return whether an error message names the file and has one line."""
    return str(error).startswith(f"{path}: ") and "\n" not in str(error)


# --- Opening a register --------------------------------------------------------------------------


@pytest.mark.parametrize(("make", "reason"), REFUSED.values(), ids=REFUSED)
def test_other_files_are_not_opened(tmp_path, make, reason):
    """Dragoman refuses a file that is not a register.

    The message is one line with the path and the reason.
    """
    path = tmp_path / "other.db"
    make(path)
    with pytest.raises(RegisterError, match=reason) as error:
        open_register(path)
    assert not isinstance(error.value, RegisterMissing)
    assert is_one_line_on(path, error.value)


@pytest.mark.parametrize("make", [make for make, _ in REFUSED.values()], ids=REFUSED)
def test_other_files_are_left_unchanged(tmp_path, make):
    """Refusing a file changes neither the file nor its folder."""
    path = tmp_path / "other.db"
    make(path)
    before = _content(tmp_path)
    with pytest.raises(RegisterError):
        open_register(path)
    assert _content(tmp_path) == before


def _content(folder):
    return {path.name: path.is_file() and path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("name", ["register.db", "no/such/folder/register.db"])
def test_a_missing_register_is_reported(tmp_path, name):
    """Opening a missing register raises RegisterMissing and creates no file."""
    path = tmp_path / name
    with pytest.raises(RegisterMissing, match="no register here yet") as error:
        open_register(path)
    assert is_one_line_on(path, error.value)
    assert list(tmp_path.iterdir()) == []


def test_a_broken_link_is_no_register(tmp_path):
    """A broken link counts as a missing register."""
    path = tmp_path / "register.db"
    path.symlink_to(tmp_path / "gone.db")
    with pytest.raises(RegisterMissing):
        open_register(path)


@pytest.mark.parametrize("name", ["a b.db", "50%.db", "what?.db", "a#b.db", "سجل 🤝.db", "ə'\".db"])
def test_a_register_may_have_any_name(tmp_path, name):
    """The name of a register may contain characters that are special in a URI."""
    path = tmp_path / name
    create_register(path, NOON)
    engine = open_register(path)
    Register(engine, "officer").record(meet(number(1)), Nowhere())
    engine.dispose()
    assert [one.name for one in tmp_path.iterdir()] == [name]


# --- Creating a register -------------------------------------------------------------------------


def test_a_register_is_marked(path):
    """A register has an application id and a schema version, and uses a write-ahead log."""
    with closing(sqlite3.connect(path)) as connection:
        marks = [
            connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("application_id", "user_version", "journal_mode")
        ]
    assert marks == [APPLICATION_ID, SCHEMA_VERSION, "wal"]


def test_a_register_is_created_once(path):
    """Creating an existing register again does not change the register."""
    before = dump(path)
    create_register(path, NOON)
    assert dump(path) == before


@pytest.mark.parametrize("make", [make for make, _ in REFUSED.values()], ids=REFUSED)
def test_creating_a_register_overwrites_nothing(tmp_path, make):
    """Creating a register does not overwrite an existing file."""
    path = tmp_path / "other.db"
    make(path)
    before = _content(tmp_path)
    create_register(path, NOON)
    assert _content(tmp_path) == before


def test_missing_folders_are_created(tmp_path):
    """Creating a register creates the missing folders in its path."""
    path = tmp_path / "deep" / "down" / "register.db"
    create_register(path, NOON)
    with open_register(path).connect() as connection:
        assert identity(connection).created_at == NOON


def test_eight_processes_create_one_register(tmp_path):
    """If eight processes create the same register at once, the result is one register.

    No other file remains.
    """
    path = tmp_path / "register.db"
    with ProcessPoolExecutor(8, mp_context=SPAWN) as pool:
        list(pool.map(found, [path] * 8))
    with open_register(path).connect() as connection:
        assert identity(connection).created_at == NOON
    assert {one.name for one in tmp_path.iterdir()} <= {path.name, f"{path.name}-wal"} | {
        f"{path.name}-shm"
    }


@pytest.mark.parametrize("call", ["link", "rename"])
def test_an_interrupted_creation_leaves_no_register(tmp_path, monkeypatch, call):
    """An interrupted creation leaves neither a register nor a draft."""

    def interrupted(*_, **__):
        raise KeyboardInterrupt

    def unsupported(*_, **__):
        raise PermissionError(EPERM, "no links here")

    monkeypatch.setattr(os, "link", interrupted if call == "link" else unsupported)
    monkeypatch.setattr(os, "rename", interrupted)
    with pytest.raises(KeyboardInterrupt):
        create_register(tmp_path / "register.db", NOON)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "O_TMPFILE"), reason="drafts have names")
@pytest.mark.parametrize("moment", ["fsync", "link", "fchmod", "close"])
def test_killing_the_process_while_creating_leaves_nothing(tmp_path, moment):
    """If somebody kills the process during the creation, the register is complete or missing.

    The next use removes the draft.
    """
    folder = tmp_path / "data"
    code = f"""
import os, signal
from pathlib import Path
from dragoman.store.engines.sqlite import create_register
from tests.store.registers import NOON
os.{moment} = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)
create_register(Path({str(folder / "register.db")!r}), NOON)
"""
    done = subprocess.run([sys.executable, "-c", code], check=False)
    assert done.returncode == -signal.SIGKILL
    left = list(folder.iterdir()) if folder.exists() else []
    assert {one.name for one in left} <= {"register.db"}
    for one in left:
        identity(open_register(one).connect())


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077], ids=oct)
def test_a_register_is_private_whatever_the_umask(tmp_path, umask):
    """Whatever the umask, only the owner can read a register, its sidecar files and new folders."""
    path = tmp_path / "deep" / "down" / "register.db"
    before = os.umask(umask)
    try:
        create_register(path, NOON)
        engine = open_register(path)
        Register(engine, "officer").record(meet(number(1)), Nowhere())
        modes = {one.name: S_IMODE(one.stat().st_mode) for one in path.parent.iterdir()}
        engine.dispose()
    finally:
        os.umask(before)
    assert modes == dict.fromkeys(["register.db", "register.db-wal", "register.db-shm"], 0o600)
    assert {S_IMODE(one.stat().st_mode) for one in (path.parent, path.parent.parent)} == {0o700}


def test_a_new_register_is_sound(path):
    """Dragoman creates a new register in memory, and SQLite finds no error in the register."""
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_a_file_system_without_links_is_enough(tmp_path, monkeypatch):
    """On a file system without hard links, Dragoman creates a register by moving the draft.

    Dragoman does not replace an existing register.
    """

    def unsupported(*_, **__):
        raise PermissionError(EPERM, "no links here")

    monkeypatch.setattr(os, "link", unsupported)
    path = tmp_path / "register.db"
    create_register(path, NOON)
    before = dump(path)
    create_register(path, NOON)
    assert dump(path) == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_in_the_place_of_a_folder_is_reported(tmp_path):
    """If there is a file where a folder should be, a one-line message names the path."""
    (tmp_path / "file").touch()
    path = tmp_path / "file" / "register.db"
    with pytest.raises(RegisterError) as error:
        create_register(path, NOON)
    assert is_one_line_on(path, error.value)


def test_a_folder_that_is_not_writable_is_reported(tmp_path, monkeypatch):
    """If the folder is not writable, a one-line message names the register and the reason."""

    def denied(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", denied)
    path = tmp_path / "register.db"
    with pytest.raises(RegisterError) as error:
        create_register(path, NOON)
    assert is_one_line_on(path, error.value)


# --- Reading only, and full disks ----------------------------------------------------------------


@pytest.fixture
def filled(path) -> Database:
    """Return a closed register with one entry."""
    engine = open_register(path)
    Register(engine, "officer").record(meet(number(1)), Nowhere())
    engine.dispose()
    return engine


@pytest.fixture
def locked_folder(monkeypatch):
    """Make a folder look read-only, as for a user who does not own the folder."""
    monkeypatch.setattr(os, "access", lambda *_: False)


def test_a_register_in_a_read_only_folder_is_read(path, filled, locked_folder):
    """Dragoman can read a register in a read-only folder, and leaves no other file there."""
    assert last_position(open_register(path)) == 2
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_a_register_in_use_in_a_read_only_folder_is_read(path, engine, monkeypatch):
    """Reading a register in a read-only folder includes the content of the -wal file."""
    Register(engine, "officer").record(meet(number(1)), Nowhere())
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert last_position(open_register(path)) == 2


def test_a_register_in_a_read_only_folder_is_not_written(path, filled, locked_folder):
    """Recording in a read-only folder raises an error with a one-line message.

    Dragoman records nothing.
    """
    engine = open_register(path)
    with pytest.raises(RegisterError, match="read-only") as error, explained(path):
        Register(engine, "officer").record(meet(number(2)), Nowhere())
    assert is_one_line_on(path, error.value)
    assert last_position(engine) == 2


@pytest.mark.skipif(os.geteuid() == 0, reason="permissions do not bind root")
def test_a_read_only_file_is_read_and_not_written(path, filled):
    """Dragoman can read a read-only file; recording raises an error and records nothing."""
    path.chmod(0o400)
    engine = open_register(path)
    with pytest.raises(RegisterError, match="read-only"), explained(path):
        Register(engine, "officer").record(meet(number(2)), Nowhere())
    assert last_position(engine) == 2


def record_on_a_full_disk(path, room):
    """Record until a file would exceed ``room`` bytes; return the positions and the error."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
    recorded = [2]
    try:
        with explained(path):
            register = Register(open_register(path), "officer")
            for count in range(2, 10_000):
                recorded += register.record(meet(number(count), "x" * 500), Nowhere()).positions
    except RegisterError as error:
        return recorded, str(error)
    return recorded, None


@pytest.mark.parametrize("room", [100_000, 150_001, 4097])
def test_a_full_disk_is_reported(path, filled, room):
    """If the disk is full, the register contains only complete entries.

    After space is available again, recording works.
    """
    with ProcessPoolExecutor(1, mp_context=SPAWN) as pool:
        recorded, error = pool.submit(record_on_a_full_disk, path, room).result()
    assert error
    assert error.startswith(f"{path}: the disk")
    engine = open_register(path)
    assert last_position(engine) == recorded[-1]
    entry = Register(engine, "officer").record(meet(number(1_000_000)), Nowhere())
    assert entry.positions == [recorded[-1] + 1]
    engine.dispose()


# --- Errors --------------------------------------------------------------------------------------


def test_damage_is_reported(path, filled):
    """If a register is damaged, a one-line message names the file."""
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)
    with pytest.raises(RegisterError, match="damaged") as error, explained(path):
        last_position(open_register(path))
    assert is_one_line_on(path, error.value)


def test_a_writer_that_never_ends_is_reported(path, engine, monkeypatch):
    """If another process never stops writing, recording gives up with a one-line message."""
    monkeypatch.setattr("dragoman.store.engines.database.BUSY_SECONDS", 0.05)
    impatient = open_register(path)
    with writing(engine):
        with pytest.raises(RegisterError, match="another process") as error, explained(path):
            Register(impatient, "officer").record(meet(number(1)), Nowhere())
        assert last_position(impatient) == 0
    assert is_one_line_on(path, error.value)
    impatient.dispose()
