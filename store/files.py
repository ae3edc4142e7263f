"""Files and folders of our own: private, and there whole or not at all."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from errno import EISDIR, ENOENT, EOPNOTSUPP
from pathlib import Path
from shutil import copyfileobj
from stat import S_IMODE
from tempfile import mkstemp
from typing import IO

PRIVATE = 0o600
"""The mode of a file that we make: whatever the umask, others neither read nor write it."""

PRIVATE_FOLDER = 0o700
"""The mode of a folder that we make."""

DRAFT_PREFIX = ".dragoman-"
"""Begins the names of files that are not whole yet."""


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, each private; those that are there stay as they are."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    with suppress(FileExistsError):  # somebody else made it meanwhile, or it is a file
        folder.mkdir(PRIVATE_FOLDER)
        folder.chmod(PRIVATE_FOLDER)  # the umask may have taken more away
        sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk, where folders can be opened."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    with suppress(OSError):  # some network file systems do not sync folders
        os.fsync(handle)
    os.close(handle)


def publish(draft: Path, path: Path) -> None:
    """Give a file that is whole its name. Raises FileExistsError when another has it."""
    try:
        os.link(draft, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if path.exists():
            raise FileExistsError(path) from None
        draft.rename(path)


@contextmanager
def published(path: Path, mode: int = PRIVATE) -> Iterator[IO[bytes]]:
    """A file to write, which has the name ``path`` once it is whole and on the disk.

    Until then it has no name, where the system has such files: whoever is killed leaves nothing
    behind. Elsewhere it has a name that begins with :data:`DRAFT_PREFIX`. Raises FileExistsError
    when the name is taken.
    """
    make_folder(path.parent)
    handle, give_name, clear = _unnamed(path) or _named(path)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            _set_mode(file.fileno(), mode)
            os.fsync(file.fileno())
            give_name()
        sync_folder(path.parent)
    finally:
        clear()


_Draft = tuple[int, Callable[[], None], Callable[[], None]]
"""A file that is open for writing, what gives it its name, and what removes it."""

_NO_SUCH_FILES = (EOPNOTSUPP, EISDIR, ENOENT)
"""What a system says that has no files without names."""


def _unnamed(path: Path) -> _Draft | None:
    """A file without a name in the folder of ``path``; ``None`` where there are no such files."""
    if not (hasattr(os, "O_TMPFILE") and Path("/proc/self/fd").is_dir()):
        return None
    try:
        handle = os.open(path.parent, os.O_RDWR | os.O_TMPFILE, PRIVATE)
    except OSError as error:
        if error.errno in _NO_SUCH_FILES:
            return None
        raise
    return handle, lambda: _name(handle, path), lambda: None


def _name(handle: int, path: Path) -> None:
    """Name the file that is open; copy it, where such a file cannot be named."""
    folder = os.open(path.parent, os.O_RDONLY)
    try:  # with the handle of a folder given, Python follows the link in /proc
        os.link(f"/proc/self/fd/{handle}", path.name, dst_dir_fd=folder)
    except FileExistsError:
        raise
    except OSError:
        _copy(handle, path)
    finally:
        os.close(folder)


def _copy(handle: int, path: Path) -> None:
    copy, give_name, clear = _named(path)
    try:
        with os.fdopen(copy, "wb") as target, os.fdopen(os.dup(handle), "rb") as source:
            source.seek(0)
            copyfileobj(source, target)
            target.flush()
            _set_mode(copy, S_IMODE(os.fstat(handle).st_mode))
            os.fsync(copy)
        give_name()
    finally:
        clear()


def _named(path: Path) -> _Draft:
    handle, name = mkstemp(prefix=DRAFT_PREFIX, dir=path.parent)
    draft = Path(name)
    return handle, lambda: publish(draft, path), lambda: draft.unlink(missing_ok=True)


def _set_mode(handle: int, mode: int) -> None:
    if hasattr(os, "fchmod"):
        os.fchmod(handle, mode)
