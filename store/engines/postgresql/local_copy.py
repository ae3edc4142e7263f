"""The copy of a server's log on this machine, from which everything is read.

The copy is a SQLite file in the cache folder, with the tables of a register. It is disposable: if
it is missing or damaged, it is fetched again. If the server no longer has what the copy has, the
copy is kept under another name, because it is evidence.
"""

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, suppress
from datetime import UTC, datetime
from errno import EACCES
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

from attrs import define, field

from dragoman.store.engines.database import Database, writing
from dragoman.store.engines.postgresql.server import Status
from dragoman.store.engines.sqlite import empty_register, guard
from dragoman.store.engines.sqlite_file import header_of
from dragoman.store.errors import RegisterError
from dragoman.store.files import SIDECARS, new_file
from dragoman.store.location import Location
from dragoman.store.log.formats import APPLICATION_ID, COPY_ID, SCHEMA_VERSION
from dragoman.store.log.queries import Head, head
from dragoman.store.log.tables import SCHEMA
from dragoman.store.sql import Connection, table_of

BATCH = 5_000
"""The number of events that are written to the copy at once."""

ServerRow = tuple[Any, ...]


@define(eq=False)
class LocalCopy:
    """The copy of a register's log, in a file."""

    path: Path
    database: Database = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.database = Database(self.path, "mode=rw", "synchronous = NORMAL")

    @property
    def seen_at(self) -> datetime:
        """The time at which a server last answered."""
        return datetime.fromtimestamp(self.path.stat().st_mtime, UTC)

    def touch(self) -> None:
        """Note that a server has just answered."""
        with suppress(OSError):
            os.utime(self.path)

    def head(self) -> Head:
        """Return the last event in the copy."""
        with self.database.connect() as connection:
            return head(connection)

    def last_seal(self) -> int:
        """Return the number of the last seal in the copy; 0 if there is none."""
        with self.database.connect() as connection:
            query = "SELECT coalesce(max(number), 0) FROM seals"
            return int(connection.exec_driver_sql(query).scalar_one())

    def dispose(self) -> None:
        """Close the connections."""
        self.database.dispose()


def open_copy(folder: Path, location: Location, status: Status) -> LocalCopy:
    """Return the copy of a register; create it if it is missing or damaged."""
    path = folder / f"{_beginning(location)}{status.id.hex[:8]}.db"
    if folder.exists() and not os.access(folder, os.W_OK):
        raise PermissionError(EACCES, os.strerror(EACCES), str(folder))
    if not _is_usable(path):
        remove(path)
        _create(path, status)
    return LocalCopy(path)


def latest_copy(folder: Path, location: Location) -> LocalCopy | None:
    """Return the most recent copy of a register, or ``None``."""
    found = [one for one in folder.glob(f"{_beginning(location)}*.db") if _is_usable(one)]
    path = max(found, key=lambda one: one.stat().st_mtime, default=None)
    return LocalCopy(path) if path else None


def _beginning(location: Location) -> str:
    return f"log-{sha256(location.key.encode()).hexdigest()[:16]}-"


def _is_usable(path: Path) -> bool:
    try:
        if header_of(path) != (COPY_ID, SCHEMA_VERSION):
            return False
        with closing(Database(path)._open()) as connection:
            connection.execute("SELECT max(position) FROM events").fetchone()
            connection.execute("SELECT id FROM register").fetchone()
    except (OSError, sqlite3.DatabaseError) as error:
        if "locked" in str(error):
            raise RegisterError(f"{path}: another process keeps it busy; try again") from error
        return False
    return True


def remove(path: Path) -> None:
    """Remove a copy."""
    for end in ("", *SIDECARS):
        Path(f"{path}{end}").unlink(missing_ok=True)


def set_aside(copy: LocalCopy) -> Path:
    """Turn a copy into a register of its own, which can be verified; return its new path."""
    complete(copy.database)
    copy.dispose()
    number = 1
    while (aside := copy.path.with_suffix(f".{number}.lost")).exists():
        number += 1
    os.rename(copy.path, aside)
    remove(copy.path)
    return aside


def complete(database: Database) -> None:
    """Turn the copy in a file into a register, with its triggers."""
    with writing(database) as connection:
        guard(connection)
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    with database.idle() as opened:
        opened.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _create(path: Path, status: Status) -> None:
    content = empty_register(status.id, status.created_at, status.marks, guarded=False)
    with suppress(FileExistsError), new_file(path) as file:
        file.write(_marked(content))


_APPLICATION_ID = slice(68, 72)
"""The offset of the application number in the header of a SQLite file."""


def _marked(content: bytes) -> bytes:
    start, end = _APPLICATION_ID.start, _APPLICATION_ID.stop
    assert int.from_bytes(content[start:end], "big") == APPLICATION_ID
    return content[:start] + COPY_ID.to_bytes(4, "big") + content[end:]


# --- Writing ------------------------------------------------------------------------------------


def write_news(connection: Connection, rows: Iterator[ServerRow]) -> None:
    """Write events, and the circumstances of their entries."""
    while some := list(islice(rows, BATCH)):
        write_entries(connection, (_entry(row) for row in some if row[9] is not None))
        write_events(connection, iter(some))


def write_events(connection: Connection, rows: Iterator[ServerRow]) -> None:
    """Write events."""
    insertion = table_of(SCHEMA, "events").insertion()
    while some := [row[:9] for row in islice(rows, BATCH)]:
        connection.exec_driver_sql(insertion, some)


def write_entries(connection: Connection, rows: Iterable[ServerRow]) -> None:
    """Write the circumstances of entries."""
    if kept := list(rows):
        connection.exec_driver_sql(table_of(SCHEMA, "entries").insertion(), kept)


def write_seals(connection: Connection, rows: Sequence[ServerRow]) -> None:
    """Write seals."""
    if rows:
        connection.exec_driver_sql(table_of(SCHEMA, "seals").insertion(), list(rows))


def _entry(row: ServerRow) -> ServerRow:
    """Return the circumstances in a row of the news."""
    return row[0], row[5], *row[9:]
