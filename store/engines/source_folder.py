"""The kept texts of a register in a file: a folder beside the file, with a file for each text."""

import os
from collections.abc import Collection, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from stat import S_ISREG

from dragoman.store.engines.database import Database
from dragoman.store.errors import RegisterError, explained
from dragoman.store.files import PRIVATE, make_folder, new_file
from dragoman.store.log.citations import cited_sources
from dragoman.store.progress import ProgressCallback
from dragoman.store.sources import (
    MOST_BYTES,
    NOT_KEPT,
    Copied,
    SourceArchive,
    copy,
    digest_of,
    is_digest,
    refuse_unfit,
)

NAME = "sources"
"""The name of the folder."""

_READABLE = 0o444


class SourceFolder:
    """An archive in a folder; a text is a file whose name is its digest.

    Several registers can share a folder. ``mode`` is the mode of the register: whoever may read the
    register may read the texts, and nobody may write to a text.
    """

    def __init__(self, folder: Path, mode: int = PRIVATE) -> None:
        self.folder = folder
        self._mode = mode & 0o666

    @classmethod
    def beside(cls, register: Path) -> "SourceFolder":
        """Return the archive of the register at a path."""
        real = register.resolve()
        mode = real.stat().st_mode if real.exists() else PRIVATE
        return cls(real.parent / NAME, mode)

    def keep(self, content: bytes, now: datetime, by: str) -> str:
        """Keep a text, unless it is already kept; return its digest."""
        digest = digest_of(content)
        refuse_unfit(content, "the text of the source")
        self.write(digest, content)
        return digest

    def write(self, digest: str, content: bytes) -> None:
        """Write a text to a file, which gets its name when it is complete, and never changes."""
        path = self.folder / digest
        with explained(path, NOT_KEPT):
            self._make_folder()
            if not os.path.lexists(path):
                with suppress(FileExistsError), new_file(path, self._mode & _READABLE) as file:
                    file.write(content)
            if _read(path) != content:
                raise RegisterError(
                    f"{path}: this file is not the text that its name says, so it is in the way;"
                    " move it away, and try again"
                )

    def _make_folder(self) -> None:
        if self.folder.is_dir():
            return
        if os.path.lexists(self.folder):
            raise RegisterError(
                f"{self.folder}: a file is in the way of the folder for the texts of sources; move"
                " the file away, and try again"
            )
        make_folder(self.folder)
        self.folder.chmod(self._mode | (self._mode & _READABLE) >> 2)

    def stored(self, digests: Collection[str]) -> Iterator[tuple[str, bytes]]:
        """Yield the texts with these digests as they are in the folder, without a check."""
        for digest in digests:
            if is_digest(digest):
                with explained(self.folder / digest):
                    content = _read(self.folder / digest)
                if content is not None:
                    yield digest, content

    def digests(self) -> list[str]:
        """Return the digests of all texts, sorted."""
        with explained(self.folder):
            try:
                return sorted(filter(is_digest, os.listdir(self.folder)))
            except FileNotFoundError:
                return []

    def where(self, digest: str) -> str:
        """Return the path of a text."""
        return str(self.folder / digest)


def _read(path: Path) -> bytes | None:
    """Return the content of a file, cut above the maximum size; ``None`` if there is no file.

    What is not a regular file, such as a folder, counts as changed: it has no content.
    """
    try:
        if not S_ISREG(path.stat().st_mode):
            return b""
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        return b"" if path.is_symlink() else None


def back_up_sources(
    archive: SourceArchive,
    draft: Path,
    register: Path,
    mode: int = PRIVATE,
    told: ProgressCallback = lambda *_: None,
) -> Copied:
    """Copy the texts that a copied register cites to the folder beside it.

    The copied register is the file ``draft``, and will get the path ``register``. Other registers
    may have texts in the same archive; their texts are not copied.
    """
    database = Database(draft, "mode=ro&immutable=1")
    try:
        with database.connect() as connection:
            digests = cited_sources(connection)
    finally:
        database.dispose()
    return copy(archive, digests, SourceFolder(register.parent / NAME, mode).write, told)
