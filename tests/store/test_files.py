"""Files that appear only when they are complete, stay private, and leave no drafts."""

import errno
import os
import signal
import stat
from collections.abc import Callable
from pathlib import Path
from time import time

import pytest

from dragoman.store import files
from dragoman.store.files import make_folder, new_database, new_file, new_files, replacement

DAY = 24 * 60 * 60


def mode(path: Path) -> int:
    """Return the permission bits of a file."""
    return stat.S_IMODE(path.stat().st_mode)


def names(folder: Path) -> list[str]:
    """Return the names of the files in a folder."""
    return sorted(one.name for one in folder.iterdir())


def write(path: Path, content: bytes = b"new") -> None:
    """Write a new file."""
    with new_file(path) as file:
        file.write(content)


def replace(path: Path, content: bytes = b"new") -> None:
    """Write a file over an existing file."""
    with replacement(path, path.stat()) as file:
        file.write(content)


@pytest.fixture(params=["unnamed", "named", "no links", "unnamed, no links"])
def system(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Simulate a system with or without unnamed files, and with or without links."""

    def no_links(*_: object, **__: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    if not request.param.startswith("unnamed"):
        monkeypatch.setattr(files, "_unnamed", lambda _: None)
    if request.param.endswith("no links"):
        monkeypatch.setattr(os, "link", no_links)
    return str(request.param)


@pytest.mark.usefixtures("system")
class TestEverywhere:
    """Tests that run on every kind of simulated system."""

    def test_a_new_file_is_private(self, tmp_path: Path) -> None:
        """Whatever the umask, only the owner can read a new file and its new folders."""
        before = os.umask(0o022)
        try:
            write(tmp_path / "a/b/file")
        finally:
            os.umask(before)
        assert (tmp_path / "a/b/file").read_bytes() == b"new"
        assert [mode(tmp_path / one) for one in ("a", "a/b", "a/b/file")] == [0o700, 0o700, 0o600]
        assert names(tmp_path / "a/b") == ["file"]

    @pytest.mark.parametrize("there", ["file", "folder", "link", "dangling"])
    def test_a_new_file_replaces_nothing(self, tmp_path: Path, there: str) -> None:
        """A new file replaces neither an existing file nor a broken link."""
        path, other = tmp_path / "path", tmp_path / "other"
        other.write_bytes(b"other")
        {
            "file": lambda: path.write_bytes(b"earlier"),
            "folder": path.mkdir,
            "link": lambda: path.symlink_to(other),
            "dangling": lambda: path.symlink_to(tmp_path / "nowhere"),
        }[there]()
        with pytest.raises(FileExistsError):
            write(path)
        assert names(tmp_path) == ["other", "path"]
        assert other.read_bytes() == b"other"

    def test_a_replacement_keeps_the_mode(self, tmp_path: Path) -> None:
        """A file that replaces another file keeps the mode of that file.

        A process that has the former file open still reads the former file.
        """
        path = tmp_path / "file"
        path.write_bytes(b"earlier")
        path.chmod(0o644)
        with path.open("rb") as reader:
            replace(path)
            assert reader.read() == b"earlier"
        assert (path.read_bytes(), mode(path), names(tmp_path)) == (b"new", 0o644, ["file"])

    @pytest.mark.parametrize("write", [write, replace])
    def test_an_error_keeps_the_former_file(
        self, tmp_path: Path, write: Callable[..., None], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """If the disk is full, the former file is unchanged and no draft remains."""
        path = tmp_path / "file"
        if write is replace:
            path.write_bytes(b"earlier")
        before = names(tmp_path)

        def full(_: int) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            write(path)
        assert names(tmp_path) == before
        assert not before or path.read_bytes() == b"earlier"

    def test_a_database_is_filled_under_a_temporary_name(self, tmp_path: Path) -> None:
        """A new database has a temporary name until it is complete.

        The complete database has the requested mode, and the temporary file is gone.
        """
        with new_database(tmp_path / "copy.db", 0o400) as name:
            assert mode(name) == 0o600
            name.write_bytes(b"database")
        assert (tmp_path / "copy.db").read_bytes() == b"database"
        assert (mode(tmp_path / "copy.db"), names(tmp_path)) == (0o400, ["copy.db"])


@pytest.mark.skipif(not hasattr(os, "O_TMPFILE"), reason="files have a name here")
@pytest.mark.parametrize("write", [new_file, lambda path: replacement(path, path.stat())])
def test_a_killed_process_leaves_nothing(
    tmp_path: Path, write: Callable[[Path], files.Iterator[object]]
) -> None:
    """A process that is killed while it writes a file leaves no partial file.

    The file gets its name only when it is complete.
    """
    path = tmp_path / "file"
    if write is not new_file:
        path.write_bytes(b"earlier")
    before = names(tmp_path)
    pid = os.fork()
    if pid == 0:
        with write(path) as file:  # type: ignore[attr-defined]
            file.write(b"half")
            file.flush()
            os.kill(os.getpid(), signal.SIGKILL)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == -signal.SIGKILL
    assert names(tmp_path) == before


def test_drafts_are_removed_after_a_day(tmp_path: Path) -> None:
    """Dragoman removes drafts that are more than a day old.

    Dragoman recognises its own drafts by their names and their owner.
    """
    gone = (f".dragoman-{'ab' * 8}.part", f".dragoman-{'cd' * 8}.part-wal")
    kept = (f".dragoman-{'ef' * 8}.part", ".dragoman-notes", f"x.dragoman-{'ab' * 8}.part")
    for name in (*gone, *kept):
        (tmp_path / name).write_bytes(b"left")
    for name in (*gone, *kept[1:]):
        os.utime(tmp_path / name, (time() - DAY - 60,) * 2)
    folder, link = tmp_path / f".dragoman-{'01' * 8}.part", tmp_path / f".dragoman-{'02' * 8}.part"
    folder.mkdir()
    link.symlink_to("nowhere")
    os.utime(folder, (0, 0))
    os.utime(link, (0, 0), follow_symlinks=False)
    write(tmp_path / "file")
    assert names(tmp_path) == sorted([*kept, folder.name, link.name, "file"])


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs other owners")
def test_files_of_others_stay(tmp_path: Path) -> None:
    """Dragoman does not remove a file with the name of a draft if the file has another owner."""
    left = tmp_path / f".dragoman-{'ab' * 8}.part"
    left.write_bytes(b"left")
    os.chown(left, 12345, 12345)
    os.utime(left, (0, 0))
    write(tmp_path / "file")
    assert left.exists()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs other owners")
def test_a_replacement_keeps_the_owner(tmp_path: Path) -> None:
    """A file that replaces another file keeps its owner, so that the same people can read it."""
    path = tmp_path / "file"
    path.write_bytes(b"earlier")
    os.chown(path, 12345, 12345)
    replace(path)
    assert (path.stat().st_uid, path.stat().st_gid) == (12345, 12345)


def test_a_file_is_not_a_folder(tmp_path: Path) -> None:
    """If there is a file where a folder should be, ``make_folder`` raises NotADirectoryError."""
    (tmp_path / "file").write_bytes(b"")
    for path in (tmp_path / "file", tmp_path / "file/below"):
        with pytest.raises(NotADirectoryError):
            make_folder(path)


def test_a_batch_removes_old_drafts(tmp_path: Path) -> None:
    """Writing a batch of files removes drafts that a killed process left more than a day ago."""
    old, young = (tmp_path / f".dragoman-{digit * 16}.part" for digit in "ab")
    for draft, age in ((old, 2 * DAY), (young, 0)):
        draft.touch()
        os.utime(draft, (time() - age, time() - age))
    with new_files() as batch:
        batch.add(tmp_path / "tile", b"hashes")
    assert names(tmp_path) == [young.name, "tile"]
