"""Creating the file of a register, and upgrading its schema."""

import sqlite3
from contextlib import closing, suppress
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Connection, create_engine, insert

from dragoman.store.engines.database import SchemaObject, schema_objects, schema_version
from dragoman.store.errors import explained
from dragoman.store.files import new_file
from dragoman.store.log.formats import APPLICATION_ID, SCHEMA_VERSION, TEST_MARK, rfc3339
from dragoman.store.log.schema import MIGRATIONS, Migration, marks, metadata, register


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
"""The place of the write and read versions in a SQLite header (sqlite.org/fileformat.html, 1.3.3).
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
    """Migrate to schema ``version``. Keep objects that somebody tampered with, as evidence."""
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


@lru_cache
def expected_schema(version: int) -> tuple[SchemaObject, ...]:
    """Return the schema objects that a register with this schema version should have."""
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        upgrade(connection, version)
        found = tuple(schema_objects(connection))
    engine.dispose()
    return found
