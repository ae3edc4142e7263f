"""The crash tests' log misses no change to a file, and their model keeps what a real disk keeps."""

import subprocess
import sys
from copy import deepcopy
from pathlib import Path

import pytest

from tests.crash.filesystem import FileSystem, Image
from tests.crash.images import Sort, images
from tests.crash.log import Kind, Operation, read_log, shim, tracing

pytestmark = pytest.mark.skipif(isinstance(shim(), str), reason=str(shim()))

EVERY_CALL = """
import os, shutil, sqlite3, tempfile
from pathlib import Path
os.mkdir("folder")
Path("folder/text").write_text("text " * 1000)
with open("folder/text", "ab") as file:
    file.write(b"more")
with open("folder/text", "r+b") as file:
    file.truncate(100)
    os.pwrite(file.fileno(), b"in the middle", 50)
    os.pwritev(file.fileno(), [b"in two ", b"parts"], 3000)
    os.posix_fallocate(file.fileno(), 0, 5000)
    os.fsync(file.fileno())
    os.fdatasync(file.fileno())
    os.fchmod(file.fileno(), 0o600)
os.truncate("folder/text", 4000)
shutil.copyfile("folder/text", "copied")
shutil.copy2("folder/text", "copied too")
with open("folder/text", "rb") as one, open("range", "wb") as other:
    os.copy_file_range(one.fileno(), other.fileno(), 1000)
with open("copied", "wb") as file:
    os.writev(file.fileno(), [b"over", b"written"])
handle = os.open(".", os.O_TMPFILE | os.O_WRONLY, 0o600)
os.write(handle, b"without a name")
os.link(f"/proc/self/fd/{handle}", "named", dst_dir_fd=os.open(".", os.O_RDONLY))
os.write(handle, b", and with one")
os.link("named", "folder/twice")
os.replace("range", "copied too")
os.rename("copied", "renamed")
os.chmod("renamed", 0o640)
os.unlink("named")
with tempfile.TemporaryDirectory(dir=".") as folder:
    Path(folder, "draft").write_bytes(b"draft")
os.mkdir("empty")
os.chmod("empty", 0o700)
os.rmdir("empty")
os.makedirs("a/b/c")
Path("a/b/c/file").touch()
shutil.rmtree("a")
os.sync()
for mode in ("delete", "wal"):
    database = sqlite3.connect("database", isolation_level=None)
    database.execute(f"PRAGMA journal_mode = {mode}")
    database.execute(f"CREATE TABLE {mode}s (x)")
    database.executemany(f"INSERT INTO {mode}s VALUES (?)", [(str(n),) for n in range(50)])
    if mode == "delete":
        database.close()
os._exit(0)
"""

IN_PLACE = "open('file', 'w').write('new content')"

WHOLE = """
import os
with open("draft", "w") as file:
    file.write("new content")
    file.flush()
    os.fsync(file.fileno())
os.replace("draft", "file")
os.fsync(os.open(".", os.O_RDONLY))
"""

RENAMED_UNSYNCED = """
import os
open("draft", "w").write("new content")
os.replace("draft", "file")
os.fsync(os.open(".", os.O_RDONLY))
"""


def traced(program: str, home: Path) -> tuple[FileSystem, list[Operation]]:
    """Run a program in a folder; return the files before the run and the logged operations."""
    start = FileSystem.of(home)
    log = home.with_suffix(".log")
    subprocess.run(
        [sys.executable, "-c", program], cwd=home, env=tracing(home, log), check=True, timeout=60
    )
    return start, read_log(log, home)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder that contains one file."""
    home = tmp_path.resolve() / "home"
    home.mkdir()
    (home / "file").write_text("old content, longer")
    return home


def test_the_log_has_every_change(home: Path) -> None:
    """After file operations of every kind, replaying the log gives the files on the disk."""
    files, log = traced(EVERY_CALL, home)
    for operation in log:
        files.apply(operation)
    assert files.image() == FileSystem.of(home).image()
    assert {operation.kind for operation in log} == {*Kind} - {Kind.SAY, Kind.OTHER}


def contents(program: str, home: Path, sort: Sort) -> set[bytes | None]:
    """Return the contents that a file has in the crash images of a program."""
    files, log = traced(program, home)
    found: list[Image] = [image for _, image in images(sort, deepcopy(files), log, 200)]
    return {image["file"].data if "file" in image else None for image in found}


OLD, NEW = b"old content, longer", b"new content"


@pytest.mark.parametrize("sort", Sort, ids=str)
def test_a_file_overwritten_in_place_can_be_half_written(home: Path, sort: Sort) -> None:
    """In some images, a file overwritten in place has neither the old nor the new content."""
    assert contents(IN_PLACE, home, sort) - {OLD, NEW}


@pytest.mark.parametrize("sort", Sort, ids=str)
def test_a_file_synced_before_its_rename_is_complete_or_absent(home: Path, sort: Sort) -> None:
    assert contents(WHOLE, home, sort) <= {OLD, NEW}


def test_a_file_renamed_without_a_sync_is_lost_only_by_power_loss(home: Path) -> None:
    """Renaming an unsynced file is safe if the program is killed, but not if the power fails."""
    assert contents(RENAMED_UNSYNCED, home, Sort.KILL) == {OLD, NEW}
    (home / "file").write_text(OLD.decode())
    home.with_suffix(".log").unlink()
    assert b"" in contents(RENAMED_UNSYNCED, home, Sort.POWER)


def operation(kind: Kind, path: str = "", inode: int = 1, **more: object) -> Operation:
    """Return an operation on the only file that the test uses."""
    given = {"number": 0, "other": "", "mode": 0o600, "offset": 0, "data": b""} | more
    return Operation(kind=kind, path=path, inode=inode, **given)  # type: ignore[arg-type]


def test_a_name_needs_a_sync_of_its_folder() -> None:
    """After a power loss, a new name survives only if the program synced the folder."""
    files = FileSystem()
    files.apply(operation(Kind.CREATE, "file"))
    files.apply(operation(Kind.WRITE, "file", data=b"x" * 1024))
    files.apply(operation(Kind.SYNC, "file"))
    assert files.image_after_power_loss(lambda: False, torn=False) == {}
    files.apply(operation(Kind.SYNC))
    assert files.image_after_power_loss(lambda: False, torn=False) == files.image()


def test_sectors_survive_independently() -> None:
    """Each sector of a torn write survives or is lost separately; a lost sector reads as zeros."""
    files = FileSystem()
    files.apply(operation(Kind.CREATE, "file"))
    files.apply(operation(Kind.SYNC))
    files.apply(operation(Kind.WRITE, "file", data=b"x" * 1536))
    survives = iter((False, True, False))
    image = files.image_after_power_loss(lambda: next(survives), torn=True)
    assert image["file"].data == bytes(512) + b"x" * 512
