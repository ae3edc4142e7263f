"""Inspection of SQLite files without a database library."""

import os
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote


class Header(NamedTuple):
    """The application number and the version number in the header of a SQLite file."""

    application_id: int
    user_version: int


EMPTY = Header(-1, -1)
"""The header of an empty file, which is safe to overwrite."""

_FLAGS = ("O_NOFOLLOW", "O_CLOEXEC", "O_NONBLOCK", "O_BINARY")  # do not wait for a pipe


def header_of(path: Path) -> Header | None:
    """Return the header of a SQLite file; ``None`` for any other file.

    Raises ``OSError`` like :func:`first_bytes`. For the header, see "The Database Header" in the
    description of SQLite's file format.
    """
    content = first_bytes(path, 100)
    if not content:
        return EMPTY
    if len(content) < 100 or not content.startswith(b"SQLite format 3\0"):
        return None
    return Header(int.from_bytes(content[68:72], "big"), int.from_bytes(content[60:64], "big"))


def first_bytes(path: Path, size: int) -> bytes:
    """Read at most ``size`` bytes from the beginning of a file.

    Raises ``OSError``, for example for a symbolic link. If this process has the file open as a
    database, do not call this function, because closing the file would release the locks of the
    process.
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
    """Return the URI of a file for SQLite, including options: ``file:/a%20b.db?mode=ro``."""
    return f"file:{quote(str(path.absolute()))}?{options}"
