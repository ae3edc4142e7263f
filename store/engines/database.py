"""SQLite files: connections for reading, an engine for writing, and opening a register."""

import logging
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING, NamedTuple

from dragoman.store.engines.sqlite_file import uri_of
from dragoman.store.errors import RegisterError, RegisterMissing, explained, is_locked
from dragoman.store.log.formats import APPLICATION_ID, SCHEMA_VERSION
from dragoman.store.sql import Reader

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

# an error in closing a connection after Ctrl-C helps nobody
logging.getLogger("sqlalchemy").addHandler(logging.NullHandler())

BUSY_SECONDS = 60.0
"""The maximum time that a writer waits for another writer."""

STEP_SECONDS = 1.0
"""The maximum time of a single wait in the database."""


class Database:
    """A SQLite file: light connections for reading, and a SQLAlchemy engine for everything else.

    ``options`` are SQLite's URI options. Every connection sets the ``pragmas``.
    """

    def __init__(self, path: Path, options: str = "mode=rw", *pragmas: str) -> None:
        self.path = path
        self._uri = uri_of(path, options)
        self._pragmas = pragmas or ("synchronous = FULL",)
        self._idle: list[sqlite3.Connection] = []
        self._engine: Engine | None = None
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
    def connect(self) -> "Iterator[Connection]":
        """Open a connection for reading, in its own transaction."""
        connection = self._idle.pop() if self._idle else self._open()
        reader = Reader(connection, self)
        try:
            connection.execute("BEGIN")
            yield reader  # type: ignore[misc]
        finally:
            if reader.is_detached or not _is_reset(connection):
                connection.close()
            else:
                self._idle.append(connection)

    @property
    def engine(self) -> "Engine":
        """The engine; its transactions are read-only outside :func:`writing`."""
        if self._engine is None:
            from sqlalchemy import create_engine, event
            from sqlalchemy.pool import QueuePool

            self._engine = create_engine(
                "sqlite://", creator=self._open, poolclass=QueuePool, max_overflow=20
            )
            event.listen(self._engine, "begin", _begin)
        return self._engine

    def at_end(self, act: Callable[[], object]) -> None:
        """Call ``act`` after all connections have been closed."""
        self._at_end.append(act)

    def dispose(self) -> None:
        """Close all connections."""
        while self._idle:
            self._idle.pop().close()
        if self._engine is not None:
            self._engine.dispose()
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
    """Set a pragma. SQLite does not wait for the lock that some pragmas need, so retry."""
    deadline = monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute(f"PRAGMA {pragma}")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or monotonic() > deadline:
                raise
            sleep(0.01)


def _begin(connection: "Connection") -> None:
    if connection.get_execution_options().get("immediate", False):
        _begin_writing(connection)
    else:
        connection.exec_driver_sql("BEGIN")


def _begin_writing(connection: "Connection") -> None:
    """Wait for the write lock in short steps, so that Ctrl-C can interrupt the wait."""
    deadline = monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            return
        except Exception as error:
            if not is_locked(error) or monotonic() > deadline:
                raise


@contextmanager
def writing(database: Database) -> "Iterator[Connection]":
    """Open a transaction that holds the write lock from the start."""
    connecting = database.engine.connect().execution_options(immediate=True)
    with connecting as connection, connection.begin():
        yield connection


class SchemaObject(NamedTuple):
    """A table, index or trigger of a file, with single spaces in its SQL."""

    type: str
    name: str
    table: str
    sql: str


def schema_objects(connection: "Connection") -> list[SchemaObject]:
    """Return the tables, indexes and triggers of a file, with normalised whitespace."""
    rows = connection.exec_driver_sql("SELECT type, name, tbl_name, sql FROM sqlite_master")
    return [
        SchemaObject(kind, name, table, " ".join((sql or "").split()))
        for kind, name, table, sql in rows
    ]


def schema_version(connection: "Connection") -> int:
    """Return the schema version of a register."""
    return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())


def open_register(path: Path) -> Database:
    """Open the register at ``path``.

    Raises :class:`RegisterMissing` if the file does not exist, and :class:`RegisterError` if the
    file is not a register, is newer than this program, or cannot be read.
    """
    if not path.exists():
        raise RegisterMissing(f"{path}: there is no register here yet; recording creates it")
    if path.is_dir():
        raise RegisterError(f"{path}: this is a folder; give the file of a register")
    with explained(path):
        return _recognised(path)


def _recognised(path: Path) -> Database:
    database = _database(path)
    try:
        with database.connect() as connection:
            _refuse_foreign(path, connection)
    except BaseException:
        database.dispose()
        raise
    return database


def _refuse_foreign(path: Path, connection: "Connection") -> None:
    application = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
    version = schema_version(connection)
    if application != APPLICATION_ID:
        raise RegisterError(f"{path}: this is not a register of Dragoman")
    if version > SCHEMA_VERSION:
        raise RegisterError(
            f"{path}: written by a newer Dragoman (schema {version}; this version reads up to"
            f" {SCHEMA_VERSION}); install that version"
        )


def _database(path: Path) -> Database:
    """Return the database of a register, even in a folder that is not writable."""
    if os.access(path.parent, os.W_OK):
        return Database(path)
    if not Path(f"{path}-wal").exists():
        return Database(path, "mode=ro&immutable=1")
    if Path(f"{path}-shm").exists():
        return Database(path, "mode=ro")
    return _copied(path)


def _copied(path: Path) -> Database:
    """Return a copy of a database, because SQLite needs a ``-shm`` file to read a ``-wal`` file."""
    from shutil import copyfile
    from tempfile import TemporaryDirectory

    folder = TemporaryDirectory(prefix="dragoman-")
    for file in (path, Path(f"{path}-wal")):
        copyfile(file, Path(folder.name) / file.name)
    copy = Database(Path(folder.name) / path.name, "mode=ro")
    copy.at_end(folder.cleanup)
    return copy
