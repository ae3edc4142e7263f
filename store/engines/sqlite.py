"""Creating the file of a register, and upgrading its schema."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from uuid import UUID, uuid4

from dragoman.store.engines.database import Database, schema_objects, schema_version
from dragoman.store.errors import explained
from dragoman.store.files import new_file
from dragoman.store.log.formats import APPLICATION_ID, SCHEMA_VERSION, TEST_MARK, rfc3339
from dragoman.store.log.migrations import MIGRATIONS, Migration
from dragoman.store.log.tables import SCHEMA
from dragoman.store.sql import (
    Connection,
    DatabaseConnection,
    ObjectDesign,
    driver_of,
    objects_of,
    table_of,
)


def create_register(path: Path, now: datetime, *, test: bool = False) -> None:
    """Create a register at ``path`` atomically; an existing register stays unchanged.

    If ``test`` is given, the register is permanently marked as a test register.
    """
    marks = [(TEST_MARK, rfc3339(now))] if test else []
    content = empty_register(uuid4(), now, marks)
    with explained(path), suppress(FileExistsError), new_file(path) as file:
        file.write(content)


def empty_register(
    identity: UUID,
    created_at: datetime,
    marks: Iterable[tuple[str, str]] = (),
    *,
    guarded: bool = True,
) -> bytes:
    """Create a register without events in memory, and return the content of its file.

    If ``guarded`` is false, the register has no triggers; see :func:`guard`.
    """
    with _in_memory() as connection:
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        upgrade(connection)
        row = identity.hex, SCHEMA_VERSION, rfc3339(created_at)
        connection.exec_driver_sql(table_of(SCHEMA, "register").insertion(), row)
        for mark in marks:
            connection.exec_driver_sql(table_of(SCHEMA, "marks").insertion(), mark)
        if not guarded:
            for trigger in _triggers(schema_objects(connection)):
                connection.exec_driver_sql(f"DROP TRIGGER {trigger.name}")
        content = driver_of(connection).serialize()
    return content[: _FORMAT_VERSIONS.start] + _WAL + content[_FORMAT_VERSIONS.stop :]


@contextmanager
def _in_memory() -> Iterator[Connection]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as memory:
        yield DatabaseConnection(memory, Database(Path()))  # type: ignore[misc]


def guard(connection: Connection) -> None:
    """Create the triggers of a register, which protect it against changes."""
    for trigger in _triggers(expected_schema(SCHEMA_VERSION)):
        connection.exec_driver_sql(trigger.sql)


def _triggers(objects: Iterable[ObjectDesign]) -> list[ObjectDesign]:
    return [one for one in objects if one.type == "trigger"]


_FORMAT_VERSIONS = slice(18, 20)
"""The offsets of the write and read versions in a SQLite header (sqlite.org/fileformat.html,
1.3.3).
"""

_WAL = b"\x02\x02"
"""The write and read versions of a file with a write-ahead log. An in-memory database cannot have
such a log.
"""


def upgrade(connection: Connection, version: int = SCHEMA_VERSION) -> None:
    """Upgrade the schema of a register, within the current transaction."""
    present = schema_version(connection)
    for later in range(present + 1, version + 1):
        _migrate(connection, MIGRATIONS[later], later)
    if present < version:
        connection.exec_driver_sql(f"PRAGMA user_version = {version}")


def _migrate(connection: Connection, migration: Migration, version: int) -> None:
    """Migrate to schema ``version``. As evidence, keep objects that somebody changed."""
    kept = {
        name
        for name in migration.replaced
        if not _is_intact(connection, name, expected_schema(version - 1))
    }
    for name in migration.replaced:
        if name not in kept:
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
    for one in objects_of(SCHEMA):
        if one.table in migration.tables:
            connection.exec_driver_sql(one.sql)
    for trigger in migration.triggers:
        if _name_of(trigger) not in kept:
            connection.exec_driver_sql(trigger)
    for index in migration.indexes:
        connection.exec_driver_sql(index)


def _is_intact(connection: Connection, name: str, expected: tuple[ObjectDesign, ...]) -> bool:
    """Return whether a schema object exists and is unchanged."""
    return any(one.name == name and one in expected for one in schema_objects(connection))


def _name_of(trigger: str) -> str:
    return trigger.split()[2]


@lru_cache
def expected_schema(version: int) -> tuple[ObjectDesign, ...]:
    """Return the schema objects that a register with this schema version should have."""
    with _in_memory() as connection:
        upgrade(connection, version)
        return tuple(schema_objects(connection))
