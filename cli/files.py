"""Files that commands read and write besides the register: seals, keys, proofs."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from errno import EDQUOT, EFBIG, EIO, ENOSPC
from pathlib import Path
from stat import S_IMODE
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING, TypeVar

from cli.faults import UsageError
from store.files import publish

if TYPE_CHECKING:
    from store.note import VerifierKey
    from store.verification import Evidence

T = TypeVar("T")

MOST = 1_000_000
"""Bytes that are read of a seal, a key or a proof."""


def read_text(path: str) -> str:
    """The text of a file, or of standard input for ``-``, with line breaks as LF.

    Raises :class:`UsageError`.
    """
    try:
        if path == "-":
            content = sys.stdin.buffer.read(MOST + 1)
        else:
            with open(path, "rb") as file:
                content = file.read(MOST + 1)
        if len(content) > MOST:
            raise UsageError(f"{path}: has more than {MOST} bytes; this is no seal or proof")
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from error
    except UnicodeError as error:
        raise UsageError(f"{path}: is not UTF-8 text") from error


def parsed(path: str, parse: Callable[[str], T]) -> T:
    """What a file holds. Raises :class:`UsageError`."""
    from store.note import NoteError

    try:
        return parse(read_text(path))
    except NoteError as error:
        raise UsageError(f"{path}: {error}") from error


def evidence(path: str) -> "Evidence":
    """The seal in a file: a signed note, or what was typed from paper. Raises UsageError."""
    from store.checkpoint import Checkpoint
    from store.note import Note
    from store.verification import Evidence

    def parse(text: str) -> Evidence:
        if "\u2014" not in text:
            return Evidence(path, Checkpoint.from_paper(text))
        note = Note.parse(text.strip("\n") + "\n")
        return Evidence(path, Checkpoint.parse(note.text), note)

    return parsed(path, parse)


def verifier_key(given: str) -> "VerifierKey":
    """The key that is given as ``NAME+ID+KEY``, or in a file. Raises :class:`UsageError`."""
    from store.note import NoteError, VerifierKey

    if given.count("+") < 2:
        return parsed(given, VerifierKey.parse)
    try:
        return VerifierKey.parse(given)
    except NoteError as error:
        raise UsageError(f"--key: {error}") from error


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
    target = Path(os.path.realpath(path))
    mode = _mode_of_own(target, path, mark, what)
    with _drafted(target, path, mode, publish if mode is None else os.replace) as draft:
        yield draft


LOOKED_AT = 4096
"""Bytes at the beginning of a file that are searched for a mark."""


def _mode_of_own(target: Path, path: Path, mark: bytes, what: str) -> int | None:
    """The mode of an earlier file; ``None`` where there is none. Raises UsageError."""
    if not (os.path.lexists(target) or path.exists()):  # a pipe has no name: /dev/stdout
        return None
    try:
        if target.is_file():
            with target.open("r+b") as earlier:  # to be replaced, it has to be writable
                if mark in earlier.read(LOOKED_AT):
                    return S_IMODE(os.fstat(earlier.fileno()).st_mode)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from error
    raise UsageError(f"{path}: is there already, and is no {what} of dragoman; name another file")


@contextmanager
def new_file(path: Path, mode: int | None = None) -> Iterator[IO[bytes]]:
    """A file to write that is there when it is whole, with a mode. Raises UsageError if it exists."""
    with _drafted(path, path, mode, publish) as file:
        yield file


@contextmanager
def _drafted(
    path: Path, called: Path, mode: int | None, finish: Callable[[Path, Path], None]
) -> Iterator[IO[bytes]]:
    """A file to write beside ``path``; when it is whole, ``finish`` gives it that name."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=path.parent, prefix=".dragoman-") as folder:
            draft = Path(folder) / path.name
            with draft.open("wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            if mode is not None:
                draft.chmod(mode)
            finish(draft, path)
    except FileExistsError:
        raise UsageError(f"{called}: is there already; name another file") from None
    except OSError as error:
        if error.errno in FULL:
            raise OSError(error.errno, error.strerror, str(called)) from error
        raise UsageError(f"{called}: {error.strerror}") from error


FULL = (ENOSPC, EDQUOT, EFBIG, EIO)
"""Errors of a disk, which another name would not mend."""
