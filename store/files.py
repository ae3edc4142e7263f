"""Write files that get their names only when they are complete, and that only the owner can read.

If the system supports unnamed files (``O_TMPFILE``), a file has no name until it is complete, so a
killed process leaves nothing behind. Otherwise, this module first writes a draft with a special
name in the same folder. The next write to the folder removes drafts that are more than a day old.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from errno import (
    EDQUOT,
    EFBIG,
    EINVAL,
    EIO,
    EISDIR,
    ENOSPC,
    ENOTDIR,
    EOPNOTSUPP,
)
from pathlib import Path
from shutil import copyfileobj
from stat import S_ISREG
from time import time
from typing import IO

from attrs import define, field

PRIVATE = 0o600
"""The mode of new files."""

PRIVATE_FOLDER = 0o700
"""The mode of new folders."""

FULL = {
    ENOSPC: "the disk is full",
    EDQUOT: "your disk quota is used up",
    EFBIG: "the file would be too large for this disk",
    EIO: "the disk reports an error",
}
"""Messages for disk errors that another file name would not fix."""

_LEFTOVER = re.compile(r"\.dragoman-[0-9a-f]{16}\.part(-wal|-shm|-journal)?")

SIDECARS = ("-wal", "-shm", "-journal")
"""The suffixes of the files that SQLite keeps next to a database."""

_OLD = 24 * 60 * 60
"""The age, in seconds, at which a draft counts as abandoned."""


@contextmanager
def new_file(path: Path, mode: int = PRIVATE) -> Iterator[IO[bytes]]:
    """Open a file that gets its name only when the block ends without an error.

    Raises FileExistsError if the name is taken, even by a broken symbolic link.
    """
    with _drafted(path.parent) as draft:
        yield draft.file
        draft.finish(mode)
        draft.publish(path)


@define
class FileBatch:
    """A batch of files that get their names at the same time (see :func:`new_files`)."""

    _drafts: list[tuple[Path, Path]] = field(factory=list)
    _folders: set[Path] = field(factory=set)

    def add(self, path: Path, content: bytes) -> None:
        """Write a file that will get the name ``path``."""
        folder = path.parent
        if folder not in self._folders:
            make_folder(folder)
            _remove_leftovers(folder)
            self._folders.add(folder)
        draft = folder / _name()
        self._drafts.append((draft, path))
        with open(_created(draft), "wb") as file:
            file.write(content)

    def publish(self) -> None:
        """Sync all files, and then give the files their names."""
        _sync_all(draft for draft, _ in self._drafts)
        for draft, path in self._drafts:
            if os.path.lexists(path):
                raise FileExistsError(path)
            os.rename(draft, path)
        _sync_all(path for _, path in self._drafts)

    def clear(self) -> None:
        """Remove the files that have no name yet."""
        for draft, _ in self._drafts:
            draft.unlink(missing_ok=True)


@contextmanager
def new_files() -> Iterator[FileBatch]:
    """Open a batch of files that get their names only when the block ends without an error.

    All files share one sync. Raises FileExistsError if a name is taken.
    """
    batch = FileBatch()
    try:
        yield batch
        batch.publish()
    finally:
        batch.clear()


def _sync_all(paths: Iterable[Path]) -> None:
    """Sync files, and the folders that contain their names."""
    if hasattr(os, "sync"):
        os.sync()
        return
    for path in paths:
        with open(path, "r+b") as file:
            os.fsync(file.fileno())


@contextmanager
def new_database(path: Path, mode: int = PRIVATE) -> Iterator[Path]:
    """Create a new file for SQLite, like :func:`new_file`.

    SQLite needs a file with a name, so a killed process leaves a file behind.
    """
    with draft_of_database(path.parent) as name:
        yield name
        with open(name, "r+b") as file:
            draft = _Draft(path.parent, file, name)
            draft.finish(mode)
            draft.publish(path)


@contextmanager
def draft_of_database(folder: Path) -> Iterator[Path]:
    """Create an empty file for SQLite; remove it when the block ends, unless it was renamed.

    This function closes the file immediately, because closing the file later would release SQLite's
    locks.
    """
    make_folder(folder)
    _remove_leftovers(folder)
    name = folder / _name()
    os.close(_created(name))
    try:
        yield name
    finally:
        for end in ("", *SIDECARS):
            Path(f"{name}{end}").unlink(missing_ok=True)


@contextmanager
def replacement(path: Path, earlier: os.stat_result) -> Iterator[IO[bytes]]:
    """Open a file that replaces the ``earlier`` file and takes its mode when the block ends."""
    with _drafted(path.parent) as draft:
        yield draft.file
        if hasattr(os, "fchown"):
            with suppress(PermissionError):
                os.fchown(draft.file.fileno(), earlier.st_uid, earlier.st_gid)
        draft.finish(earlier.st_mode & 0o777)
        draft.replace(path)


def make_folder(path: Path) -> None:
    """Create a folder and its missing parents; only the owner can access the new folders."""
    for folder in _missing(path):
        try:
            folder.mkdir(PRIVATE_FOLDER)
            folder.chmod(PRIVATE_FOLDER)  # the umask may have removed more permissions
            _sync(folder.parent)
        except FileExistsError:
            if not folder.is_dir():
                raise NotADirectoryError(ENOTDIR, os.strerror(ENOTDIR), str(folder)) from None


def _missing(path: Path) -> list[Path]:
    return [one for one in reversed((path, *path.parents)) if not one.is_dir()]


@define
class _Draft:
    """A file that is being written in a folder; ``name`` is ``None`` while it has no name."""

    folder: Path
    file: IO[bytes]
    name: Path | None

    def finish(self, mode: int) -> None:
        """Set the mode and sync the content."""
        self.file.flush()
        if hasattr(os, "fchmod"):
            os.fchmod(self.file.fileno(), mode)
        os.fsync(self.file.fileno())
        if self.name:
            self.file.close()  # some systems cannot move an open file

    def publish(self, path: Path) -> None:
        """Give the file the name ``path``. Raises FileExistsError if the name is taken."""
        if not self._link(path):
            if os.path.lexists(path):
                raise FileExistsError(path)
            os.rename(self.name or self._copy(), path)
        _sync(self.folder)

    def replace(self, path: Path) -> None:
        """Give the file the name ``path``; replace an existing file with that name."""
        name = self.name or self.folder / _name()
        if self.name is None and self._link(name):
            self.name = name
        os.replace(self.name or self._copy(), path)
        _sync(self.folder)

    def _link(self, path: Path) -> bool:
        """Name the file with a hard link; return false if the system does not allow the link.

        Operating systems report many different errors if a link is impossible, so this method
        returns false for most errors. The caller then tries another method, whose error message is
        better.
        """
        try:
            if self.name:
                os.link(self.name, path)
            else:
                number = self.file.fileno()
                # with any folder descriptor, Python calls linkat(), which can follow this link
                os.link(f"/proc/self/fd/{number}", path, src_dir_fd=number, follow_symlinks=True)
        except OSError as error:
            if isinstance(error, FileExistsError) or error.errno in FULL:
                raise
            return False
        return True

    def _copy(self) -> Path:
        """Copy an unnamed file, for which a link is impossible, to a draft with a name."""
        self.name = self.folder / _name()
        self.file.seek(0)
        with open(_created(self.name), "wb") as copy:
            copyfileobj(self.file, copy)
            os.fchmod(copy.fileno(), os.fstat(self.file.fileno()).st_mode & 0o777)
            copy.flush()
            os.fsync(copy.fileno())
        return self.name

    def remove(self) -> None:
        """Remove the draft from its folder."""
        if self.name:
            self.name.unlink(missing_ok=True)


@contextmanager
def _drafted(folder: Path) -> Iterator[_Draft]:
    make_folder(folder)
    _remove_leftovers(folder)
    number = _unnamed(folder)
    name = None
    if number is None:
        name = folder / _name()
        number = _created(name)
    with os.fdopen(number, "w+b") as file:
        draft = _Draft(folder, file, name)
        try:
            yield draft
        finally:
            draft.remove()


def _created(name: Path) -> int:
    """Create a file with this name, and open the file."""
    return os.open(name, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), PRIVATE)


def _unnamed(folder: Path) -> int | None:
    """Open an unnamed file; return ``None`` if the system does not support unnamed files."""
    if not (hasattr(os, "O_TMPFILE") and os.path.isdir("/proc/self/fd")):
        return None
    try:
        return os.open(folder, os.O_TMPFILE | os.O_RDWR, PRIVATE)
    except OSError as error:
        if error.errno in (EOPNOTSUPP, EISDIR, EINVAL):  # not supported on this system
            return None
        raise


def _name() -> str:
    return f".dragoman-{os.urandom(8).hex()}.part"


def _remove_leftovers(folder: Path) -> None:
    """Remove drafts that a killed process left in ``folder`` more than a day ago."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if _LEFTOVER.fullmatch(entry.name) and _is_left(entry.stat(follow_symlinks=False)):
                Path(entry).unlink(missing_ok=True)


def _is_left(found: os.stat_result) -> bool:
    is_ours = not hasattr(os, "geteuid") or found.st_uid == os.geteuid()
    return S_ISREG(found.st_mode) and is_ours and time() - found.st_mtime > _OLD


@contextmanager
def folder_locked(path: Path, shared: bool = False) -> Iterator[Callable[[], None]]:
    """Lock a folder so that no other process replaces its files.

    If the lock is ``shared``, several processes can hold the lock, and none of them replaces files.
    Yields a function that syncs the file names in the folder.
    """
    try:
        import fcntl

        folder = os.open(path, os.O_RDONLY)
    except (ImportError, PermissionError):  # Windows can neither lock nor sync folders
        yield lambda: None
        return
    try:
        fcntl.flock(folder, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)
        yield lambda: os.fsync(folder)
    finally:
        os.close(folder)


def _sync(folder: Path) -> None:
    """Sync the file names in a folder, if the system supports this."""
    with suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
