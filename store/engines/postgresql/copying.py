"""Copying a whole register from a server to a file, and from a file to a server.

A copy has the same identity, events, positions, circumstances and seals, so the same roots.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from struct import error as struct_error
from typing import TYPE_CHECKING, Any

import psycopg

from dragoman.store.engines.database import Database, schema_version, writing
from dragoman.store.engines.postgresql.creating import begin, connected
from dragoman.store.engines.postgresql.faults import fault_of
from dragoman.store.engines.postgresql.local_copy import (
    BATCH,
    write_entries,
    write_events,
    write_seals,
)
from dragoman.store.engines.postgresql.server import Server
from dragoman.store.engines.sqlite import empty_register, guard
from dragoman.store.errors import RegisterError
from dragoman.store.location import Location
from dragoman.store.log.citations import cited_sources
from dragoman.store.log.formats import ENTRIES_SINCE, SEALS_SINCE, UNREADABLE
from dragoman.store.log.queries import identity, last_position
from dragoman.store.log.tables import entries, events, marks, seals
from dragoman.store.progress import ProgressCallback
from dragoman.store.sources import Copied, SourceArchive, copy
from dragoman.store.sql import Connection, select

if TYPE_CHECKING:
    from dragoman.store.engines.postgresql.server import ServerConnection

ENTRY_TYPES = ("int8", "uuid", "timestamptz", "text", "text")


# --- From a server ------------------------------------------------------------------------------


def fetch(
    server: Server,
    connection: "ServerConnection",
    target: Path,
    told: ProgressCallback = lambda *_: None,
) -> int:
    """Write the register on a server to the file ``target``; return its last position."""
    connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    status = server.status(connection)
    target.write_bytes(empty_register(status.id, status.created_at, status.marks, guarded=False))
    with _new_file(target) as database, writing(database) as copy:
        write_entries(copy, server.circumstances(connection))
        news = _told(server.news(connection, 0), status.position, told)
        write_events(copy, news)
        write_seals(copy, server.seals(connection, 0))
        guard(copy)
    connection.execute("COMMIT")
    return status.position


@contextmanager
def _new_file(path: Path) -> Iterator[Database]:
    """Open a new file; at the end of the block, write everything into this one file."""
    database = Database(path)
    try:
        yield database
        with database.idle() as opened:
            opened.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        database.dispose()


def _told(
    rows: Iterator[tuple[Any, ...]], total: int, told: ProgressCallback
) -> Iterator[tuple[Any, ...]]:
    for row in rows:
        if row[0] % BATCH == 0:
            told(row[0], total)
        yield row


# --- To a server --------------------------------------------------------------------------------


def send(
    source: Connection,
    location: Location,
    archive: SourceArchive,
    told: ProgressCallback = lambda *_: None,
) -> Copied:
    """Create the register of a file on a server, with all its events, and the sources they cite.

    The server has the whole register or nothing. Raises :class:`RegisterError`, for example for an
    event that PostgreSQL cannot keep.
    """
    own, last = identity(source), last_position(source)
    version = schema_version(source)
    kept = version >= ENTRIES_SINCE
    own_marks = [(one[0], one[1]) for one in source.execute(select(marks))] if kept else []
    with connected(location) as connection:
        begin(connection, location, own.id, own.created_at, own_marks)
        try:
            if kept:
                rows = (tuple(row) for row in source.execute(select(entries)))
                _copy(connection, "entries", ENTRY_TYPES, rows)
            found = (
                tuple(row) for row in source.execute(select(events).order_by(events.c.position))
            )
            _copy(connection, "events", EVENT_TYPES, _told(found, last, told))
            if version >= SEALS_SINCE:
                rows = (tuple(row) for row in source.execute(select(seals)))
                _copy(connection, "seals", SEAL_TYPES, rows)

            def keep(digest: str, content: bytes) -> None:
                connection.execute(_SOURCE, (digest, content), binary=True)

            return copy(archive, cited_sources(source), keep, told)
        except psycopg.Error as error:
            raise fault_of(location, error) from error


_SOURCE = "INSERT INTO dragoman.sources VALUES (%b, %b, clock_timestamp(), session_user)"


EVENT_TYPES = ("int8", "uuid", "int4", "text", "bytea", "uuid", "timestamptz", "text", "text")
SEAL_TYPES = ("int4", "int8", "text", "text", "timestamptz", "text")


def _copy(
    connection: "ServerConnection",
    table: str,
    types: Iterable[str],
    rows: Iterable[tuple[Any, ...]],
) -> None:
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY dragoman.{table} FROM STDIN (FORMAT BINARY)".encode()) as copy,
    ):
        copy.set_types(list(types))
        for row in rows:
            try:
                _refuse_unfit(row)
                copy.write_row(row)
            except (psycopg.DataError, ValueError, OverflowError, TypeError, struct_error) as error:
                what = f"the {'event' if table == 'events' else 'row'} {row[0]} of {table}"
                raise RegisterError(
                    f"{what} cannot be kept by PostgreSQL: {' '.join(str(error).split())}; to find"
                    " out more, type: dragoman audit verify"
                ) from error


def _refuse_unfit(row: tuple[Any, ...]) -> None:
    """Raise ``ValueError`` for values that the server would refuse, or that are malformed."""
    if UNREADABLE in row:
        raise ValueError("a time is malformed")
    if any(isinstance(one, str) and "\0" in one for one in row):
        raise ValueError("a text has a zero byte")
