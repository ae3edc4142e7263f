"""Open SQLite files, with connections for reading and for writing."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING

from dragoman.store.engines.sqlite_file import uri_of
from dragoman.store.errors import is_locked
from dragoman.store.sql import DatabaseConnection, ObjectDesign

if TYPE_CHECKING:
    from sqlalchemy import Connection

BUSY_SECONDS = 60.0
"""The maximum time that a writer waits for another writer."""

STEP_SECONDS = 1.0
"""The maximum time of a single wait in the database."""


class Database:
    """A SQLite file and its connections; several threads may use the connections.

    ``options`` are SQLite's URI options. Every connection sets the ``pragmas``.
    """

    def __init__(self, path: Path, options: str = "mode=rw", *pragmas: str) -> None:
        self.path = path
        self._uri = uri_of(path, options)
        self._pragmas = pragmas or ("synchronous = FULL",)
        self._idle: list[sqlite3.Connection] = []
        self._at_end: list[Callable[[], object]] = []

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self._uri,
            uri=True,
            timeout=STEP_SECONDS,
            isolation_level=None,
            check_same_thread=False,
        )
        for pragma in self._pragmas:
            _set(connection, pragma)
        return connection

    @contextmanager
    def idle(self) -> "Iterator[DatabaseConnection]":
        """Open a connection outside a transaction; afterwards, roll back uncommitted changes."""
        connection = self._unused()
        opened = DatabaseConnection(connection, self)
        try:
            yield opened
        finally:
            if opened.is_detached or not _is_reset(connection):
                connection.close()
            else:
                self._idle.append(connection)

    def _unused(self) -> sqlite3.Connection:
        try:
            return self._idle.pop()
        except IndexError:
            return self._open()

    @contextmanager
    def connect(self) -> "Iterator[Connection]":
        """Open a connection for reading, in its own transaction."""
        with self.idle() as opened:
            opened.connection.execute("BEGIN")
            yield opened  # type: ignore[misc]

    def at_end(self, act: Callable[[], object]) -> None:
        """Schedule ``act``, a function to call after all connections are closed."""
        self._at_end.append(act)

    def dispose(self) -> None:
        """Close all connections."""
        while self._idle:
            self._idle.pop().close()
        while self._at_end:
            self._at_end.pop()()


def _is_reset(connection: sqlite3.Connection) -> bool:
    """End the transaction of a connection; return whether this succeeded."""
    with suppress(sqlite3.Error):
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        return True
    return False


def _set(connection: sqlite3.Connection, pragma: str) -> None:
    """Set a pragma; retry, because SQLite does not wait for the lock that some pragmas need."""
    deadline = monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute(f"PRAGMA {pragma}")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or monotonic() > deadline:
                raise
            sleep(0.01)


def _begin_writing(connection: sqlite3.Connection) -> None:
    """Wait for the write lock in short intervals, so that Ctrl-C can interrupt the wait."""
    deadline = monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("BEGIN IMMEDIATE")
            return
        except sqlite3.OperationalError as error:
            if not is_locked(error) or monotonic() > deadline:
                raise


@contextmanager
def writing(database: Database) -> "Iterator[Connection]":
    """Open a transaction that holds the write lock from the start."""
    with database.idle() as opened:
        _begin_writing(opened.connection)
        yield opened  # type: ignore[misc]
        opened.connection.execute("COMMIT")


@contextmanager
def rolled_back(database: Database) -> "Iterator[Connection]":
    """Open a transaction that holds the write lock, and that is rolled back at its end."""
    with database.idle() as opened:
        _begin_writing(opened.connection)
        yield opened  # type: ignore[misc]


def schema_objects(connection: "Connection") -> list[ObjectDesign]:
    """Return the tables, indexes and triggers of a file, with normalised whitespace."""
    rows = connection.exec_driver_sql("SELECT type, name, tbl_name, sql FROM sqlite_master")
    return [
        ObjectDesign(kind, name, table, " ".join((sql or "").split()))
        for kind, name, table, sql in rows
    ]


def schema_version(connection: "Connection") -> int:
    """Return the schema version of a register."""
    return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
