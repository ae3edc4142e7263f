"""Databases: how a register's file is made, recognised and opened."""

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

# what goes wrong while a connection is closed, because Ctrl-C was pressed, helps nobody
logging.getLogger("sqlalchemy").addHandler(logging.NullHandler())

BUSY_SECONDS = 60.0
"""How long a writer waits for another one."""

STEP_SECONDS = 1.0
"""How long the database waits at a time."""


def sqlite_engine(path: Path, options: str = "mode=rw", *pragmas: str) -> Engine:
    """An engine on a SQLite file; transactions begin as :func:`writing` or reading ones."""
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
    """Set a pragma; one that needs a lock does not wait for it by itself."""
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
    """Wait for the write lock in short steps, between which an interrupt is heard."""
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
    """A transaction that holds the write lock from its beginning."""
    with engine.connect().execution_options(immediate=True) as connection, connection.begin():
        yield connection


def create_register(path: Path, now: datetime, *, test: bool = False) -> None:
    """Make a register at ``path``, whole or not at all; one that is there already is left alone.

    A register that is made for a ``test`` is marked as one for ever.
    """
    content = _new_register(now, test)
    with explained(path), suppress(FileExistsError), new_file(path) as file:
        file.write(content)


def _new_register(now: datetime, test: bool) -> bytes:
    """The content of a new register's file; it is made in memory, and written at once."""
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
"""Where a SQLite file says how it is written and read (sqlite.org/fileformat.html, 1.3.3)."""

_WAL = b"\x02\x02"
"""With a write-ahead log, which a database in memory cannot have."""


def upgrade(connection: Connection, version: int = SCHEMA_VERSION) -> None:
    """Give a register what later versions of the schema add, within the transaction at hand."""
    there = schema_version(connection)
    for later in range(there + 1, version + 1):
        _migrate(connection, MIGRATIONS[later], later)
    if there < version:
        connection.exec_driver_sql(f"PRAGMA user_version = {version}")


def _migrate(connection: Connection, migration: Migration, version: int) -> None:
    """Migrate to ``version``; what was tampered with stays, so that it can still be found."""
    kept = {
        name
        for name in migration.replaced
        if not _stands(connection, name, expected_schema(version - 1))
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


def _stands(connection: Connection, name: str, expected: "tuple[SchemaObject, ...]") -> bool:
    """Whether a part stands as it should."""
    return any(one.name == name and one in expected for one in schema_objects(connection))


def _name_of(trigger: str) -> str:
    return trigger.split()[2]


class SchemaObject(NamedTuple):
    """A table, index or trigger, as a file has it; its SQL has single spaces."""

    type: str
    name: str
    table: str
    sql: str


@lru_cache
def expected_schema(version: int) -> tuple[SchemaObject, ...]:
    """The parts that a register of a version of the schema has."""
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        upgrade(connection, version)
        found = tuple(schema_objects(connection))
    engine.dispose()
    return found


def schema_objects(connection: Connection) -> list[SchemaObject]:
    """The tables, indexes and triggers of a file; how their SQL is laid out does not matter."""
    rows = connection.exec_driver_sql("SELECT type, name, tbl_name, sql FROM sqlite_master")
    return [
        SchemaObject(kind, name, table, " ".join((sql or "").split()))
        for kind, name, table, sql in rows
    ]


def schema_version(connection: Connection) -> int:
    """The version of the schema that a register has."""
    return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())


def open_register(path: Path) -> Engine:
    """An engine on the register at ``path``.

    Raises :class:`RegisterMissing` when there is no such file, :class:`RegisterError` when it is
    not a register, is newer than this program, or cannot be read.
    """
    if not path.exists():
        raise RegisterMissing(f"{path}: there is no register here yet; recording makes one")
    if path.is_dir():
        raise RegisterError(f"{path}: this is a folder; name the file of a register")
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
            f"{path}: written by a newer Dragoman (schema {version}, this one knows"
            f" {SCHEMA_VERSION}); install that version"
        )


def _engine(path: Path) -> Engine:
    """An engine on a register, which may lie where nothing can be written."""
    if os.access(path.parent, os.W_OK):
        return sqlite_engine(path)
    if not Path(f"{path}-wal").exists():
        return sqlite_engine(path, "mode=ro&immutable=1")
    if Path(f"{path}-shm").exists():
        return sqlite_engine(path, "mode=ro")
    return _copied(path)


def _copied(path: Path) -> Engine:
    """An engine on a copy: a ``-wal`` file is read only where its ``-shm`` file can be made."""
    folder = TemporaryDirectory(prefix="dragoman-")
    for file in (path, Path(f"{path}-wal")):
        copyfile(file, Path(folder.name) / file.name)
    engine = sqlite_engine(Path(folder.name) / path.name, "mode=ro")
    event.listen(engine, "engine_disposed", lambda _: folder.cleanup())
    return engine
