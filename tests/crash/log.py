"""The log of a command's file operations, which ``shim.c`` writes and this module reads."""

import os
import struct
import subprocess
import sys
from collections.abc import Iterator
from enum import IntEnum
from functools import cache
from pathlib import Path
from shutil import which
from tempfile import mkdtemp

from attrs import frozen

SHIM = Path(__file__).with_name("shim.c")
HEADER = struct.Struct("=IIQQQII")
"""The ``struct header`` of the shim."""


class Kind(IntEnum):
    """The kinds of operations, with the same numbers as in the shim."""

    CREATE = 1
    WRITE = 2
    RESIZE = 3
    SYNC = 4
    RENAME = 5
    LINK = 6
    UNLINK = 7
    MKDIR = 8
    RMDIR = 9
    CHMOD = 10
    SAY = 11
    OTHER = 12
    SYNC_ALL = 13


@frozen
class Operation:
    """An operation. Paths are relative to the root; an empty path means the root or no path.

    ``offset`` is the offset of a write, the new size of a file, or the number of an output stream;
    ``inode`` is the inode number of the file.
    """

    number: int
    kind: Kind
    inode: int
    path: str
    other: str
    mode: int
    offset: int
    data: bytes

    def __str__(self) -> str:
        names = " -> ".join(filter(None, (self.path, self.other)))
        extent = f" {len(self.data)} bytes at {self.offset}" if self.kind is Kind.WRITE else ""
        return f"{self.number} {self.kind.name} {names}{extent}"


def read_log(log: Path, root: Path) -> list[Operation]:
    """Return the operations of a log, in order."""
    return list(_operations(log.read_bytes(), str(root)))


def _operations(log: bytes, root: str) -> Iterator[Operation]:
    at = number = 0
    while at < len(log):
        kind, mode, inode, offset, size, path, other = HEADER.unpack_from(log, at)
        parts = []
        at += HEADER.size
        for length in (path, other, size):
            parts.append(log[at : at + length])
            at += length
        names = [_relative(os.fsdecode(part), root) for part in parts[:2]]
        yield Operation(number, Kind(kind), inode, *names, mode, offset, parts[2])
        number += 1


def _relative(path: str, root: str) -> str:
    """Return a path relative to the root; a path outside the root stays the same."""
    whole = os.path.normpath(path) if path else ""
    return whole.removeprefix(root).lstrip("/") if f"{whole}/".startswith(f"{root}/") else whole


@cache
def shim() -> Path | str:
    """Return the path of the compiled shim, or the reason why the shim is missing."""
    compiler = which("cc") or which("gcc")
    if sys.platform != "linux":
        return "files are traced on Linux only"
    if compiler is None:
        return "there is no C compiler to build the tracing of files with"
    built = Path(mkdtemp(prefix="shim-")) / "shim.so"
    words = [compiler, "-shared", "-fPIC", "-O1", "-o", str(built), str(SHIM), "-pthread"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    return built if done.returncode == 0 else f"the tracing of files is not built: {done.stderr}"


def tracing(root: Path, log: Path) -> dict[str, str]:
    """Return the environment in which the shim traces a command; the shim must exist."""
    return {"LD_PRELOAD": str(shim()), "CRASH_ROOT": str(root), "CRASH_LOG": str(log)}
