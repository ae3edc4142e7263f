"""Kept sources: the texts that records cite, addressed by the SHA-256 of their bytes.

An archive belongs to a register. Its texts never change: the digest in the log of the register
proves each text.
"""

import re
from collections.abc import Callable, Collection, Iterator
from datetime import datetime
from hashlib import sha256
from typing import Protocol

from attrs import frozen

from dragoman.store.errors import RegisterError
from dragoman.store.progress import ProgressCallback

MOST_BYTES = 20_000_000
"""The maximum size of a text, in bytes; the schema of a server has the same number."""

NOT_KEPT = "the source was not kept"
"""The consequence of a failure, for messages."""

_DIGEST = re.compile("[0-9a-f]{64}")


class SourceChanged(RegisterError):
    """A kept text is not the text that its digest names."""


class SourceArchive(Protocol):
    """The kept texts of a register: a folder beside a file, or a table on a server."""

    def keep(self, content: bytes, now: datetime, by: str) -> str:
        """Keep a text, unless it is already kept; return its digest.

        A server decides itself who keeps the text, and when, unless its register is one of a test.
        Raises :class:`RegisterError`.
        """

    def stored(self, digests: Collection[str]) -> Iterator[tuple[str, bytes]]:
        """Yield the texts with these digests as they are stored, without a check; skip others."""

    def digests(self) -> list[str]:
        """Return the digests of all texts, sorted."""

    def where(self, digest: str) -> str:
        """Return where a text is, for messages."""


def digest_of(content: bytes) -> str:
    """Return the SHA-256 of a text: 64 lower-case hexadecimal digits."""
    return sha256(content).hexdigest()


def is_digest(text: str) -> bool:
    """Return whether a text has the form of a digest."""
    return _DIGEST.fullmatch(text) is not None


def refuse_unfit(content: bytes, where: object) -> None:
    """Raise :class:`RegisterError` for a text that is empty or too large to keep."""
    if not content:
        raise RegisterError(f"{where}: is empty; {NOT_KEPT}")
    if len(content) > MOST_BYTES:
        raise RegisterError(
            f"{where}: is larger than {MOST_BYTES // 1_000_000} MB, the most that is kept of a"
            f" source; {NOT_KEPT}"
        )


def load(archive: SourceArchive, digest: str) -> bytes | None:
    """Return a kept text, or ``None``. Raises :class:`SourceChanged` if the text was changed."""
    for _, content in archive.stored([digest]):
        if digest_of(content) != digest:
            raise SourceChanged(
                f"{archive.where(digest)}: the text was changed after it was kept: its SHA-256 is"
                f" {digest_of(content)}"
            )
        return content
    return None


@frozen
class Verified:
    """The digests of texts that are intact, missing or changed."""

    intact: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()


def verify(
    archive: SourceArchive, digests: Collection[str], told: ProgressCallback = lambda *_: None
) -> Verified:
    """Hash each of the texts with these digests again."""
    intact, changed = list[str](), list[str]()
    for number, (digest, content) in enumerate(archive.stored(digests), 1):
        (intact if digest_of(content) == digest else changed).append(digest)
        told(number, len(digests))
    found = {*intact, *changed}
    missing = tuple(one for one in digests if one not in found)
    return Verified(tuple(intact), missing, tuple(changed))


@frozen
class Copied:
    """How many texts were copied, and the digests of texts that were not, as they were changed."""

    kept: int = 0
    changed: tuple[str, ...] = ()


def copy(
    archive: SourceArchive,
    digests: Collection[str],
    keep: Callable[[str, bytes], object],
    told: ProgressCallback = lambda *_: None,
) -> Copied:
    """Call ``keep`` with the digest and content of each kept text that was not changed."""
    changed: list[str] = []
    kept = 0
    for digest, content in archive.stored(digests):
        if digest_of(content) == digest:
            keep(digest, content)
            kept += 1
        else:
            changed.append(digest)
        told(kept + len(changed), len(digests))
    return Copied(kept, tuple(changed))
