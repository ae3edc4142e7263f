"""Databases: creating, recognising and opening the file of a register."""

import logging
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from time import monotonic, sleep
from typing import NamedTuple
from uuid import uuid4

from sqlalchemy import Connection, Engine, create_engine, event, insert
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import QueuePool

from dragoman.store.engines.sqlite_file import uri_of
from dragoman.store.errors import RegisterError, RegisterMissing, explained, is_locked
from dragoman.store.files import new_file
from dragoman.store.log.schema import (
    APPLICATION_ID,
    MIGRATIONS,
    SCHEMA_VERSION,
    TEST_MARK,
    Migration,
    marks,
    metadata,
    register,
    rfc3339,
)

# errors while a connection is closed after Ctrl-C do not help anybody
logging.getLogger("sqlalchemy").addHandler(logging.NullHandler())

BUSY_SECONDS = 60.0
"""How long a writer waits for another writer, in seconds."""

STEP_SECONDS = 1.0
"""How long the database waits for a lock in one step, in seconds."""


def sqlite_engine(path: Path, options: str = "mode=rw", *pragmas: str) -> Engine:
    """Return an engine for a SQLite file; transactions are read-only outside :func:`writing`."""
    uri = uri_of(path, options)

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(
            uri, uri=True, timeout=STEP_SECONDS, isolation_level=None, check_same_thread=False
        )
        for pragma in pragmas or ("synchronous = FULL",):
            _set(connection, pragma)
        return connection

    engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool, max_overflow=20)
    event.listen(engine, "begin", _begin)
    return engine


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


def _begin(connection: Connection) -> None:
    if connection.get_execution_options().get("immediate", False):
        _begin_writing(connection)
    else:
        connection.exec_driver_sql("BEGIN")


def _begin_writing(connection: Connection) -> None:
    """Wait for the write lock in short steps, so that Ctrl-C can interrupt the wait."""
    deadline = monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            return
        except OperationalError as error:
            if not is_locked(error) or monotonic() > deadline:
                raise


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Open a transaction that holds the write lock from the start."""
    with engine.connect().execution_options(immediate=True) as connection, connection.begin():
        yield connection


def create_register(path: Path, now: datetime, *, test: bool = False) -> None:
    """Create a register at ``path`` atomically; an existing register stays unchanged.

    If ``test`` is given, the register is permanently marked as a test register.
    """
    content = _new_register(now, test)
    with explained(path), suppress(FileExistsError), new_file(path) as file:
        file.write(content)


def _new_register(now: datetime, test: bool) -> bytes:
    """Return the content of a new register's file, created in memory."""
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        upgrade(connection)
        values = {"id": uuid4(), "schema_version": SCHEMA_VERSION, "created_at": now}
        connection.execute(insert(register).values(values))
        if test:
            connection.execute(insert(marks).values(name=TEST_MARK, value=rfc3339(now)))
    with closing(engine.raw_connection()) as raw:
        memory = raw.driver_connection
        assert isinstance(memory, sqlite3.Connection)
        content = memory.serialize()
    engine.dispose()
    return content[: _FORMAT_VERSIONS.start] + _WAL + content[_FORMAT_VERSIONS.stop :]


_FORMAT_VERSIONS = slice(18, 20)
"""Where a SQLite header has its write and read versions (sqlite.org/fileformat.html, 1.3.3).
"""

_WAL = b"\x02\x02"
"""The values for a write-ahead log; an in-memory database cannot have such a log."""


def upgrade(connection: Connection, version: int = SCHEMA_VERSION) -> None:
    """Upgrade the schema of a register, within the current transaction."""
    present = schema_version(connection)
    for later in range(present + 1, version + 1):
        _migrate(connection, MIGRATIONS[later], later)
    if present < version:
        connection.exec_driver_sql(f"PRAGMA user_version = {version}")


def _migrate(connection: Connection, migration: Migration, version: int) -> None:
    """Migrate to schema ``version``. Objects that were tampered with are kept as evidence."""
    kept = {
        name
        for name in migration.replaced
        if not _is_intact(connection, name, expected_schema(version - 1))
    }
    for name in migration.replaced:
        if name not in kept:
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
    metadata.create_all(connection, tables=migration.tables, checkfirst=False)
    for trigger in migration.triggers:
        if _name_of(trigger) not in kept:
            connection.exec_driver_sql(trigger)
    for index in migration.indexes:
        connection.exec_driver_sql(index)


def _is_intact(connection: Connection, name: str, expected: "tuple[SchemaObject, ...]") -> bool:
    """Return whether a schema object exists and is unchanged."""
    return any(one.name == name and one in expected for one in schema_objects(connection))


def _name_of(trigger: str) -> str:
    return trigger.split()[2]


class SchemaObject(NamedTuple):
    """A table, index or trigger in a file; all whitespace in its SQL is single spaces."""

    type: str
    name: str
    table: str
    sql: str


@lru_cache
def expected_schema(version: int) -> tuple[SchemaObject, ...]:
    """Return the schema objects that a register with this schema version should have."""
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        upgrade(connection, version)
        found = tuple(schema_objects(connection))
    engine.dispose()
    return found


def schema_objects(connection: Connection) -> list[SchemaObject]:
    """Return the tables, indexes and triggers of a file, with normalised whitespace."""
    rows = connection.exec_driver_sql("SELECT type, name, tbl_name, sql FROM sqlite_master")
    return [
        SchemaObject(kind, name, table, " ".join((sql or "").split()))
        for kind, name, table, sql in rows
    ]


def schema_version(connection: Connection) -> int:
    """Return the schema version of a register."""
    return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())


def open_register(path: Path) -> Engine:
    """Return an engine for the register at ``path``.

    Raises :class:`RegisterMissing` if the file does not exist, and :class:`RegisterError` if the
    file is not a register, is newer than this program, or cannot be read.
    """
    if not path.exists():
        raise RegisterMissing(f"{path}: there is no register here yet; recording creates it")
    if path.is_dir():
        raise RegisterError(f"{path}: this is a folder; give the file of a register")
    with explained(path):
        return _recognised(path)


def _recognised(path: Path) -> Engine:
    engine = _engine(path)
    try:
        with engine.connect() as connection:
            _refuse_foreign(path, connection)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _refuse_foreign(path: Path, connection: Connection) -> None:
    application = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
    version = schema_version(connection)
    if application != APPLICATION_ID:
        raise RegisterError(f"{path}: this is not a register of Dragoman")
    if version > SCHEMA_VERSION:
        raise RegisterError(
            f"{path}: written by a newer Dragoman (schema {version}; this version reads up to"
            f" {SCHEMA_VERSION}); install that version"
        )


def _engine(path: Path) -> Engine:
    """Return an engine for a register, even one in a folder that is not writable."""
    if os.access(path.parent, os.W_OK):
        return sqlite_engine(path)
    if not Path(f"{path}-wal").exists():
        return sqlite_engine(path, "mode=ro&immutable=1")
    if Path(f"{path}-shm").exists():
        return sqlite_engine(path, "mode=ro")
    return _copied(path)


def _copied(path: Path) -> Engine:
    """Return an engine for a copy, because SQLite needs a ``-shm`` file to read a ``-wal`` file."""
    folder = TemporaryDirectory(prefix="dragoman-")
    for file in (path, Path(f"{path}-wal")):
        copyfile(file, Path(folder.name) / file.name)
    engine = sqlite_engine(Path(folder.name) / path.name, "mode=ro")
    event.listen(engine, "engine_disposed", lambda _: folder.cleanup())
    return engine
