"""Read the files that audit commands take: seals, keys and proofs."""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, TypeVar

from dragoman.cli.parameters import Parameter
from dragoman.exchange import UsageError

if TYPE_CHECKING:
    from dragoman.store import Evidence, VerifierKey

T = TypeVar("T")

KnownKeys = Annotated[
    tuple[str, ...],
    Parameter(
        help="A verifier key that you trust, or a file that contains the key (repeatable).",
        negative_iterable=(),
    ),
]

MOST = 1_000_000
"""The maximum size of a seal, a key or a proof, in bytes."""


def read_text(path: str) -> str:
    """Return the text of a file (``-`` is standard input), with LF as line breaks.

    Raises :class:`UsageError`.
    """
    try:
        if path == "-":
            content = sys.stdin.buffer.read(MOST + 1)
        else:
            with open(path, "rb") as file:
                content = file.read(MOST + 1)
        if len(content) > MOST:
            raise UsageError(f"{path}: larger than {MOST} bytes; this is not a seal or a proof")
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from error
    except UnicodeError as error:
        raise UsageError(f"{path}: not UTF-8 text") from error


def parsed(path: str, parse: Callable[[str], T]) -> T:
    """Parse a file with ``parse``, and return the result. Raises :class:`UsageError`."""
    from dragoman.store import NoteError

    try:
        return parse(read_text(path))
    except NoteError as error:
        raise UsageError(f"{path}: {error}") from error


def evidence(path: str) -> "Evidence":
    """Return the seal in a file: a signed note, or text typed from paper. Raises UsageError."""
    from dragoman.store import Checkpoint, Evidence, Note

    def parse(text: str) -> Evidence:
        if "\u2014" not in text:
            return Evidence(path, Checkpoint.from_paper(text))
        note = Note.parse(text.strip("\n") + "\n")
        return Evidence(path, Checkpoint.parse(note.text), note)

    return parsed(path, parse)


def verifier_key(given: str) -> "VerifierKey":
    """Parse a verifier key, given as ``NAME+ID+KEY`` or as a file name. Raises UsageError."""
    from dragoman.store import NoteError, VerifierKey

    if given.count("+") < 2:
        return parsed(given, VerifierKey.parse)
    try:
        return VerifierKey.parse(given)
    except NoteError as error:
        raise UsageError(f"--key: {error}") from error
