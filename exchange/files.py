"""Atomic writes of files other than the register: exports, seals and drafts."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from dragoman.domain import with_article
from dragoman.exchange.usage_error import UsageError
from dragoman.store import files


def write_new(path: Path, content: str | bytes) -> None:
    """Write a new file atomically. Raises :class:`UsageError` if the file already exists."""
    data = content.encode() if isinstance(content, str) else content
    with new_file(path) as draft:
        draft.write(data)


def replace_own(path: Path, content: bytes, mark: bytes, what: str) -> None:
    """Write ``content`` atomically; replace an existing file only if Dragoman wrote that file."""
    with replacing(path, mark, what) as draft:
        draft.write(content)


@contextmanager
def replacing(path: Path, mark: bytes, what: str) -> Iterator[IO[bytes]]:
    """Open a file for an atomic write. Replace an existing file only if Dragoman wrote it.

    A file that Dragoman wrote has ``mark`` near its beginning. ``what`` names the type of file in
    messages. Raises :class:`UsageError` if Dragoman did not write the existing file, or if the file
    is not writable.
    """
    target = target_of(path)
    earlier = _own(target, path, mark, what)
    draft = files.replacement(target, earlier) if earlier else files.new_file(target)
    with _worded(path), draft as file:
        yield file


def rewrite(path: Path, content: bytes) -> None:
    """Atomically replace the content of a file that Dragoman wrote."""
    target = target_of(path)
    with _worded(path):
        earlier = target.stat() if target.exists() else None
        made = files.replacement(target, earlier) if earlier else files.new_file(target)
        with made as file:
            file.write(content)


def target_of(path: Path) -> Path:
    """Return the real path to write to; for a symbolic link, this is the path of its target.

    Raises :class:`UsageError` for a broken link, because somebody else may have created the link.
    """
    if path.is_symlink() and not path.exists():
        leads = os.readlink(path)
        raise UsageError(
            f"{path}: is a symbolic link to {leads}, which does not exist; name a file"
        )
    return Path(os.path.realpath(path))


LOOKED_AT = 4096
"""The number of bytes at the beginning of a file in which Dragoman looks for its mark."""


def _own(target: Path, path: Path, mark: bytes, what: str) -> os.stat_result | None:
    """Return the ``stat`` of an existing file, or ``None`` if there is no file.

    Raises :class:`UsageError` if Dragoman did not write the file, or if it is not writable.
    """
    if not (os.path.lexists(target) or path.exists()):  # a pipe has no name: /dev/stdout
        return None
    try:
        if target.is_file():
            with target.open("r+b") as earlier:  # a file to replace must be writable
                if mark in earlier.read(LOOKED_AT):
                    return os.fstat(earlier.fileno())
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from error
    raise UsageError(
        f"{path}: already exists and is not {with_article(what)} from dragoman; name another file"
    )


@contextmanager
def new_file(path: Path) -> Iterator[IO[bytes]]:
    """Open a new file, which appears only when complete. Raises UsageError if the file exists."""
    with _worded(path), files.new_file(path) as file:
        yield file


@contextmanager
def new_database(path: Path, mode: int) -> Iterator[Path]:
    """Yield a temporary path for a new database, and rename the database to ``path`` at the end.

    Raises UsageError if ``path`` exists.
    """
    with _worded(path), files.new_database(path, mode) as name:
        yield name


def own_folder(path: Path) -> Path:
    """Create the folder for a command's files, and return it. Raises UsageError for a symlink."""
    if path.is_symlink():
        raise UsageError(f"{path}: is a symbolic link; name the folder itself")
    with _worded(path):
        files.make_folder(path)
    return path


@contextmanager
def _worded(path: Path) -> Iterator[None]:
    """Convert a file system error that the block raises to an error that names the path."""
    try:
        yield
    except FileExistsError:
        raise UsageError(f"{path}: already exists; name another file") from None
    except OSError as error:
        if cause := files.FULL.get(error.errno or 0):
            from dragoman.store import NotWritten

            raise NotWritten(f"{path}: {cause}; the file was not written") from error
        raise UsageError(f"{path}: {error.strerror}") from error
