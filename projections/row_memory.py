"""The memory of rows: a file beside the views, with the digests of drafts from imported rows.

A mapping always makes the same draft from the same cells, so the memory is never out of date. If
the file is lost, no data is lost: the next import interprets the rows again. Only the views decide
whether a row has changed.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

from attrs import define, field

from dragoman.projections import disposable
from dragoman.projections.disposable import Design, DisposableFile
from dragoman.projections.views import Views
from dragoman.store import writing

APPLICATION_ID = 0x4452474D
"""``DRGM``, which marks a file with the memory of rows."""

VERSION = 1
"""The version of the tables."""

CACHE = 4_096
"""The size of the page cache, in kilobytes."""

BATCH = 2_000
"""The number of rows to write at once; smaller imports do not need a memory of rows."""

MOST = 2_000_000
"""The number of rows at which Dragoman empties the memory."""


@cache
def design() -> Design:
    """Return the specification of a file with the memory of rows."""
    schema = "dragoman.projections.row_schema"
    return Design("memory of rows", APPLICATION_ID, VERSION, f"rows {VERSION}", schema, CACHE)


@define
class RowMemory:
    """The keys and digests of drafts, by a digest of the cells and of the mapping.

    ``known`` is a cursor for the rows of earlier imports; ``None`` if there were no earlier
    imports.
    """

    file: DisposableFile
    known: sqlite3.Cursor | None
    _new: list[tuple[bytes, str, bytes]] = field(factory=list)

    def recall(self, cells: bytes) -> tuple[str, str] | None:
        """Return the key and the digest of the draft from the given cells; ``None`` if unknown."""
        if self.known is None:
            return None
        self.known.execute("SELECT key, digest FROM drafts WHERE cells = ?", (cells,))
        found = self.known.fetchone()
        return (found[0], found[1].hex()) if found else None

    def remember(self, cells: bytes, key: str, digest: str) -> None:
        """Remember the key and the digest of a draft."""
        self._new.append((cells, key, bytes.fromhex(digest)))
        if len(self._new) >= BATCH:
            self.write()

    def write(self) -> None:
        """Write the new rows to the file; if writing fails, forget the new rows."""
        new, self._new = sorted(self._new), []
        with suppress(sqlite3.Error, OSError):
            if self.file.bookmark() is None:
                self.file.make(lambda _: None, lambda _: True)
            with writing(self.file.engine) as connection:
                connection.exec_driver_sql("INSERT OR REPLACE INTO drafts VALUES (?, ?, ?)", new)


@contextmanager
def remembering(views: Views) -> Iterator[RowMemory]:
    """Yield the memory of rows beside the views.

    Raises :class:`RegisterError` if another process keeps the file locked.
    """
    file = disposable.open_file(design(), path_beside(views.path), views.file.register)
    try:
        with _reading(file) as known:
            memory = RowMemory(file, known)
            yield memory
            if known:  # a first import need not remember the last rows
                memory.write()
    finally:
        file.dispose()


def path_beside(views: Path) -> Path:
    """Return the path of the memory of rows for the views at a path."""
    return views.with_suffix(".rows")


@contextmanager
def _reading(file: DisposableFile) -> Iterator[sqlite3.Cursor | None]:
    """Yield a cursor for the file; ``None`` if the file does not exist or has ``MOST`` rows."""
    if file.bookmark() is not None:
        with file.engine.connect() as connection:
            known: Any = connection.connection.cursor()
            known.execute("SELECT count(*) FROM drafts")
            [(count,)] = known.fetchall()
            if count < MOST:
                yield known
                return
        file.replace(lambda _: None)
    yield None


def discard_damaged(views: Path) -> bool:
    """Remove an unreadable memory of rows beside the views; return whether a file was removed."""
    return disposable.discard_damaged(design(), path_beside(views))
