"""Files that are written whole or not at all, besides the register: exports, seals, drafts."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from dragoman.domain import with_article
from dragoman.exchange.faults import UsageError
from dragoman.store import files


def write_new(path: Path, content: str | bytes) -> None:
    """Write a file, whole or not at all. Raises :class:`UsageError` when it is there already."""
    data = content.encode() if isinstance(content, str) else content
    with new_file(path) as draft:
        draft.write(data)


def replace_own(path: Path, content: bytes, mark: bytes, what: str) -> None:
    """:func:`replacing`, by content that is at hand."""
    with replacing(path, mark, what) as draft:
        draft.write(content)


@contextmanager
def replacing(path: Path, mark: bytes, what: str) -> Iterator[IO[bytes]]:
    """A file to write, whole or not at all, over an earlier one only if that was written here.

    The ``mark`` in its beginning tells. Raises :class:`UsageError` where a file is no ``what`` of
    dragoman, or cannot be written.
    """
    target = target_of(path)
    earlier = _own(target, path, mark, what)
    draft = files.replacement(target, earlier) if earlier else files.new_file(target)
    with _worded(path), draft as file:
        yield file


def rewrite(path: Path, content: bytes) -> None:
    """Write a file of ours, whole or not at all, over whatever it says now."""
    target = target_of(path)
    with _worded(path):
        earlier = target.stat() if target.exists() else None
        made = files.replacement(target, earlier) if earlier else files.new_file(target)
        with made as file:
            file.write(content)


def target_of(path: Path) -> Path:
    """The place of a file: a symbolic link stays, and what it leads to is written.

    Raises :class:`UsageError` for a link that leads nowhere: who made it may not be who is asked to
    write there.
    """
    if path.is_symlink() and not path.exists():
        leads = os.readlink(path)
        raise UsageError(
            f"{path}: is a symbolic link to {leads}, which does not exist; name a file"
        )
    return Path(os.path.realpath(path))


LOOKED_AT = 4096
"""Bytes at the beginning of a file that are searched for a mark."""


def _own(target: Path, path: Path, mark: bytes, what: str) -> os.stat_result | None:
    """What there is to know of an earlier file; ``None`` for no file. Raises UsageError."""
    if not (os.path.lexists(target) or path.exists()):  # a pipe has no name: /dev/stdout
        return None
    try:
        if target.is_file():
            with target.open("r+b") as earlier:  # to be replaced, it has to be writable
                if mark in earlier.read(LOOKED_AT):
                    return os.fstat(earlier.fileno())
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from error
    raise UsageError(
        f"{path}: already exists and is not {with_article(what)} of dragoman; name another file"
    )


@contextmanager
def new_file(path: Path) -> Iterator[IO[bytes]]:
    """A file to write that is there when it is whole. Raises :class:`UsageError` if it exists."""
    with _worded(path), files.new_file(path) as file:
        yield file


@contextmanager
def new_database(path: Path, mode: int) -> Iterator[Path]:
    """The name of a file for SQLite, which becomes ``path``. Raises UsageError if that exists."""
    with _worded(path), files.new_database(path, mode) as name:
        yield name


def own_folder(path: Path) -> Path:
    """The folder that a command fills. Raises :class:`UsageError` for a symbolic link."""
    if path.is_symlink():
        raise UsageError(f"{path}: is a symbolic link; name the folder itself")
    with _worded(path):
        files.make_folder(path)
    return path


@contextmanager
def _worded(path: Path) -> Iterator[None]:
    """Say of a file that cannot be written why, by the name that was given."""
    try:
        yield
    except FileExistsError:
        raise UsageError(f"{path}: already exists; name another file") from None
    except OSError as error:
        if cause := files.FULL.get(error.errno or 0):
            from dragoman.store import NotWritten

            raise NotWritten(f"{path}: {cause}; the file was not written") from error
        raise UsageError(f"{path}: {error.strerror}") from error
