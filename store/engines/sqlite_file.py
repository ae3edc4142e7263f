"""SQLite's files as such, looked at without a database library."""

import os
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote


class Header(NamedTuple):
    """What the header of a SQLite file says of whose file it is, and of which version."""

    application_id: int
    user_version: int


EMPTY = Header(-1, -1)
"""Stands for the header of an empty file, which has nothing to lose."""

_FLAGS = ("O_NOFOLLOW", "O_CLOEXEC", "O_NONBLOCK", "O_BINARY")  # a pipe is not waited for


def header_of(path: Path) -> Header | None:
    """The header of a SQLite file; ``None`` if it is none.

    Raises ``OSError`` like :func:`first_bytes`. See "The Database Header" in SQLite's file format.
    """
    content = first_bytes(path, 100)
    if not content:
        return EMPTY
    if len(content) < 100 or not content.startswith(b"SQLite format 3\0"):
        return None
    return Header(int.from_bytes(content[68:72], "big"), int.from_bytes(content[60:64], "big"))


def first_bytes(path: Path, size: int) -> bytes:
    """At most ``size`` bytes from the beginning of a file.

    Raises ``OSError``, as for a symbolic link. No connection of this process may have the file
    open, which would lose its locks.
    """
    flags = os.O_RDONLY
    for name in _FLAGS:
        flags |= getattr(os, name, 0)
    file = os.open(path, flags)
    try:
        return os.read(file, size)
    finally:
        os.close(file)


def uri_of(path: Path, options: str) -> str:
    """The file as SQLite takes it, with options: ``file:/a%20b.db?mode=ro``."""
    return f"file:{quote(str(path.absolute()))}?{options}"
