"""Backups: consistent copies of a register, even while somebody is recording."""

import sqlite3
from contextlib import closing
from pathlib import Path

from dragoman.store.engines.database import Database
from dragoman.store.errors import RegisterError
from dragoman.store.progress import ProgressCallback

PAGES = 4096
"""The number of pages to copy at a time."""


def backup(file: Database, target: Path, told: ProgressCallback = lambda *_: None) -> int:
    """Copy a register to the file ``target``; return its last position.

    Uses SQLite's backup API, which includes the content of the ``-wal`` file. Raises
    :class:`RegisterError` if the copy is damaged.
    """
    with file.idle() as source, closing(sqlite3.connect(target)) as copy:
        source.connection.backup(
            copy, pages=PAGES, progress=lambda _, left, all_: told(all_ - left, all_)
        )
        if copy.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise RegisterError(
                "the copy and the register are damaged; type: dragoman audit verify"
            )
        return int(copy.execute("SELECT coalesce(max(position), 0) FROM events").fetchone()[0])
