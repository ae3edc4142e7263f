"""A register in a SQLite file."""

import os
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from functools import cache
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING, ClassVar

from dragoman.store.engines.database import Database, schema_version, writing
from dragoman.store.engines.sqlite import upgrade
from dragoman.store.errors import RegisterError, RegisterMissing, explained
from dragoman.store.location import Location
from dragoman.store.log.formats import APPLICATION_ID, SCHEMA_VERSION, digits_of, rfc3339
from dragoman.store.log.queries import head
from dragoman.store.log.tables import SCHEMA
from dragoman.store.progress import ProgressCallback
from dragoman.store.sql import Connection, table_of

if TYPE_CHECKING:
    from datetime import datetime

    from eventsourcing.persistence import StoredEvent

    from dragoman.store.engines.health import Finding
    from dragoman.store.log.entry import EntryMeta
    from dragoman.store.sources import SourceArchive


class RegisterFile(Database):
    """The engine of a register in a file.

    Writers take turns. Because positions are consecutive, a writer keeps the lock from the moment
    it reads the last position until it commits.
    """

    attempts: ClassVar[int] = 0

    def __init__(self, path: Path, options: str = "mode=rw", *pragmas: str) -> None:
        super().__init__(path, options, *pragmas)
        self.location = Location(path)

    def refresh(self, *, latest: bool = False) -> None:
        """Do nothing: reading connections see what others record."""

    def wait(self, seconds: float) -> None:
        """Wait, because SQLite cannot notify other processes."""
        sleep(seconds)

    def writing(self) -> AbstractContextManager[Connection]:
        """Open a transaction that holds the write lock from the start."""
        return writing(self)

    def rehearsing(self) -> AbstractContextManager[Connection]:
        """Open a transaction that holds the write lock, as for recording."""
        return writing(self)

    def append(
        self, connection: Connection, events: "Sequence[StoredEvent]", meta: "EntryMeta"
    ) -> Sequence[int]:
        """Append an entry; return the positions. Raises the library's ``IntegrityError``."""
        try:
            return _append(connection, events, meta)
        except sqlite3.IntegrityError as error:
            from eventsourcing.persistence import IntegrityError

            raise IntegrityError(str(error)) from error

    def append_alone(self, events: "Sequence[StoredEvent]", meta: "EntryMeta") -> Sequence[int]:
        """Append an entry in a transaction of its own; return the positions."""
        with self.writing() as connection:
            return self.append(connection, events, meta)

    def keep_seal(self, size: int, note: str, signers: str, now: "datetime", by: str) -> int:
        """Keep a seal in the register; return its number."""
        from dragoman.store.proof.seals import next_number

        with self.writing() as connection:
            upgrade(connection)
            number = next_number(connection)
            row = number, size, note, signers, rfc3339(now), by
            connection.exec_driver_sql(table_of(SCHEMA, "seals").insertion(), row)
        return number

    def sources(self) -> "SourceArchive":
        """Return the archive of texts, which is a folder beside the file."""
        from dragoman.store.engines.source_folder import SourceFolder

        return SourceFolder.beside(self.location.path)

    def whole_log(
        self, told: ProgressCallback = lambda *_: None
    ) -> AbstractContextManager[Connection]:
        """Open a connection to the log."""
        return self.connect()

    def findings(self) -> "list[Finding]":
        """Return no problems: a file has no protection outside its schema."""
        return []

    def backup(self, target: Path, told: ProgressCallback = lambda *_: None) -> int:
        """Copy the register to the file ``target``; return its last position."""
        from dragoman.store.engines.backup import backup

        return backup(self, target, told)

    def description(self) -> dict[str, str]:
        """Return the size of the file."""
        return {"bytes": str(self.path.stat().st_size)}

    def recorder_name(self, name: str) -> str:
        """Return the name itself: a file records the name that a user gives."""
        return name


# --- Recording ----------------------------------------------------------------------------------


def _append(
    connection: Connection, events: "Sequence[StoredEvent]", meta: "EntryMeta"
) -> Sequence[int]:
    if schema_version(connection) != SCHEMA_VERSION:
        upgrade(connection)
    last = head(connection)
    stamp = max(meta.clock, last.recorded_at) if last.recorded_at else meta.clock
    positions = list(range(last.position + 1, last.position + 1 + len(events)))
    _keep_circumstances(connection, positions[0], meta)
    insert(connection, zip(positions, events, strict=True), meta, stamp)
    return positions


def _keep_circumstances(connection: Connection, position: int, meta: "EntryMeta") -> None:
    """Store the circumstances of an entry, before storing its first event.

    Recording must not fail if somebody has tampered with the table by inserting a row at this
    position. In this case, the entry has no circumstances, and verification reports the row.
    """
    machine = meta.machine
    row = (position, meta.entry.hex, rfc3339(meta.clock), machine.os_user, machine.host, position)
    connection.exec_driver_sql(_circumstances(), row)


@cache
def _circumstances() -> str:
    entries = table_of(SCHEMA, "entries")
    values = ", ".join("?" * len(entries.columns))
    return (
        f"INSERT INTO {entries.name} ({', '.join(entries.columns)}) SELECT {values}"
        f" WHERE NOT EXISTS (SELECT 1 FROM {entries.name} WHERE position = ?)"
    )


def insert(
    connection: Connection,
    numbered: "Iterable[tuple[int, StoredEvent]]",
    meta: "EntryMeta",
    stamp: "datetime",
) -> None:
    """Insert events at their positions, in the stored format of their values."""
    shared = (meta.entry.hex, rfc3339(stamp), meta.recorded_by, meta.reason)
    rows = []
    for position, one in numbered:
        rows.append(
            (
                position,
                digits_of(one.originator_id),
                one.originator_version,
                one.topic,
                one.state,
                *shared,
            )
        )
    connection.exec_driver_sql(table_of(SCHEMA, "events").insertion(), rows)


# --- Opening ------------------------------------------------------------------------------------


def open_file(path: Path) -> RegisterFile:
    """Open the register at ``path``.

    Raises :class:`RegisterMissing` if the file does not exist, and :class:`RegisterError` if the
    file is not a register, was written by a newer version of Dragoman, or cannot be read.
    """
    if not path.exists():
        raise RegisterMissing(
            f"{path}: there is no register here yet; Dragoman creates the register when you record"
            " something"
        )
    if path.is_dir():
        raise RegisterError(f"{path}: this is a folder; give the file of a register")
    with explained(path):
        return _recognised(path)


def _recognised(path: Path) -> RegisterFile:
    file = _opened(path)
    try:
        with file.connect() as connection:
            _refuse_foreign(path, connection)
    except BaseException:
        file.dispose()
        raise
    return file


def _refuse_foreign(path: Path, connection: "Connection") -> None:
    application = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
    version = schema_version(connection)
    if application != APPLICATION_ID:
        raise RegisterError(f"{path}: this is not a Dragoman register")
    if version > SCHEMA_VERSION:
        raise RegisterError(
            f"{path}: written by a newer Dragoman (schema {version}; this version reads up to"
            f" {SCHEMA_VERSION}); install that version"
        )


def _opened(path: Path) -> RegisterFile:
    """Return the :class:`RegisterFile` of a register, even if the folder is not writable."""
    if os.access(path.parent, os.W_OK):
        return RegisterFile(path)
    if not Path(f"{path}-wal").exists():
        return RegisterFile(path, "mode=ro&immutable=1")
    if Path(f"{path}-shm").exists():
        return RegisterFile(path, "mode=ro")
    return _copied(path)


def _copied(path: Path) -> RegisterFile:
    """Return a temporary copy of a database whose folder is not writable.

    To read a ``-wal`` file, SQLite needs a ``-shm`` file, which it cannot create in such a folder.
    """
    from shutil import copyfile
    from tempfile import TemporaryDirectory

    folder = TemporaryDirectory(prefix="dragoman-")
    for file in (path, Path(f"{path}-wal")):
        copyfile(file, Path(folder.name) / file.name)
    copy = RegisterFile(Path(folder.name) / path.name, "mode=ro")
    copy.location = Location(path)
    copy.at_end(folder.cleanup)
    return copy
