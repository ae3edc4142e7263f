"""Disposable files: cached databases that Dragoman can rebuild from the log at any time.

The views and the search index are disposable files. Only this module opens, creates or replaces
disposable files, and the module trusts only files that it has checked. The module uses a file only
if the file is a regular file, belongs to the user, has no second name (a hard link), has the mark
of its design, and has exactly the tables, indexes, triggers and views of that design. The module
leaves any other file alone, and the command works with a temporary file instead. The module never
clears a file: the module builds a new file beside the old file, and renames the new file into place
when the new file is complete.

For durability, a file is complete and synced before it gets its name. Later changes go through
SQLite's write-ahead log with ``synchronous = NORMAL``: a power cut may lose the latest changes, but
never a part of a change. The module closes a read-only connection (the keeper) last. Therefore
SQLite does not remove the log when a command ends, and does not copy the log into the file, which
would cost two syncs for each command.
"""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from functools import cache
from pathlib import Path
from stat import S_ISREG
from tempfile import TemporaryDirectory
from typing import Literal, NamedTuple

from attrs import define, field, frozen

from dragoman.store import (
    SIDECARS,
    Connection,
    Database,
    ObjectDesign,
    RegisterError,
    Table,
    draft_of_database,
    files,
    first_bytes,
    header_of,
    is_locked,
    objects_of,
    recorded,
    schema_objects,
    select,
    sqlite_file,
    table_of,
    uri_of,
    writing,
)

CHECKPOINT = 250
"""The size, in pages, at which SQLite copies the write-ahead log into the file (1 MB)."""


class Bookmark(NamedTuple):
    """The position up to which a file covers the log: a row of the :func:`bookmark` table."""

    register: str
    edition: str
    position: int
    entry: str | None


@frozen(eq=False)
class Design:
    """The specification of a disposable file.

    ``application_id`` marks the file (``PRAGMA application_id``). ``edition`` identifies the
    version of the code that fills the file. ``version`` (``PRAGMA user_version``) grows with every
    edition, so that an older program recognises a newer file. ``schema`` is the module that defines
    the tables. ``cache`` is the size of the page cache in kilobytes.
    """

    what: str
    application_id: int
    version: int
    edition: str
    schema: str
    cache: int

    @property
    def progress(self) -> Table:
        """The table with the bookmark, for use in queries."""
        table: Table = recorded(self.schema, "progress")
        return table


Condition = Literal["missing", "current", "outdated", "newer", "altered", "foreign"]


@frozen
class Inspection:
    """The result of inspecting a path: the condition of the file, and the reason if unusable."""

    condition: Condition
    why: str = ""

    @property
    def is_usable(self) -> bool:
        """Whether Dragoman may use or replace the file without notifying the user."""
        return self.condition in ("missing", "current", "outdated")


# --- Inspecting a file ------------------------------------------------------------------------


def inspect(design: Design, path: Path) -> Inspection:
    """Examine the file at ``path`` by its attributes and header, without changing anything."""
    try:
        if why := _strange_file(path):
            return Inspection("foreign", why)
        header = header_of(path)
    except FileNotFoundError:
        return Inspection("missing")
    except OSError as error:
        return Inspection("foreign", f"cannot be read ({error.strerror or error})")
    if header == sqlite_file.EMPTY:
        return Inspection("outdated")
    foreign = Inspection("foreign", f"is not a file of Dragoman's {design.what}")
    if header is None or header.application_id != design.application_id:
        return foreign
    if header.user_version > design.version:
        return Inspection("newer", "was made by a newer Dragoman")
    if header.user_version == design.version:
        return Inspection("current")
    is_earlier = header.user_version > 0 and _has_bookmark(path)
    return Inspection("outdated") if is_earlier else foreign


def _has_bookmark(path: Path) -> bool:
    """Return whether a file from an earlier version has a bookmark, is damaged, or is locked.

    Looks only for the bookmark, because this version does not know the other tables of such a file.
    """
    uri = uri_of(path, "mode=ro")
    try:
        with closing(sqlite3.connect(uri, uri=True, timeout=1)) as connection:
            connection.execute("SELECT register, edition, position FROM progress").fetchone()
    except sqlite3.OperationalError as error:
        return "no such" not in str(error)
    except sqlite3.DatabaseError:
        return True
    return True


def _strange_file(path: Path) -> str:
    """Return why a file or one of its sidecars is foreign, or ``""`` if none is.

    A sidecar is a file that SQLite keeps beside a database.
    """
    for one in (path, *(Path(f"{path}{end}") for end in SIDECARS)):
        try:
            found = os.lstat(one)
        except FileNotFoundError:
            if one == path:
                raise
            continue
        if not S_ISREG(found.st_mode):
            return f"{_whose(one, path)}is not a regular file"
        if found.st_nlink != 1:
            return f"{_whose(one, path)}has a second name (a hard link)"
        if one != path and found.st_size and not _is_sidecar(one):
            return f"{_whose(one, path)}SQLite did not make"
        if hasattr(os, "geteuid") and found.st_uid != os.geteuid():
            return f"{_whose(one, path)}belongs to another user"
    return ""


SIDECAR_MAGIC = {
    "-wal": (b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83", b"\0\0\0\0"),
    "-shm": (b"\x18\xe2\x2d\x00", b"\x00\x2d\xe2\x18", b"\0\0\0\0"),
    "-journal": (),
}
"""The first bytes of the files that SQLite keeps beside a database (see the WAL-mode file format).

After a crash, the first bytes may be missing or may be zeros. Dragoman keeps no rollback journal
for these files.
"""


def _is_sidecar(path: Path) -> bool:
    """Return whether the first bytes of a file are those of a sidecar."""
    [begins] = [magic for end, magic in SIDECAR_MAGIC.items() if path.name.endswith(end)]
    found = first_bytes(path, 4)
    return any(magic.startswith(found) for magic in begins)


def _whose(file: Path, path: Path) -> str:
    return "" if file == path else f"has a file {file.name} beside it that "


def _inspect_schema(design: Design, connection: Connection) -> Inspection:
    """Check that a file has exactly the tables and other objects that its design defines."""
    found = {one for one in schema_objects(connection) if not _is_implied(one)}
    expected = _expected(design)
    for part in sorted(found ^ expected):
        is_known = part.name in {one.name for one in expected}
        what = "is missing or changed" if is_known else "was added"
        return Inspection(
            "altered", f"is not as Dragoman made it: the {part.type} {part.name} {what}"
        )
    return Inspection("current")


def _is_implied(part: ObjectDesign) -> bool:
    """Return whether SQLite made a schema object itself (automatic indexes, statistics tables)."""
    return not part.sql or part.name.startswith("sqlite_stat")


@cache
def _expected(design: Design) -> frozenset[ObjectDesign]:
    """Return the schema objects that a file with the given design should have."""
    return frozenset(objects_of(design.schema))


# --- Using a file -----------------------------------------------------------------------------


@define(eq=False)
class DisposableFile:
    """A register's disposable file: the file at ``home`` or, if that is unusable, a temporary file.

    ``register`` is the register's id, 32 hexadecimal digits. ``found`` describes the file at
    ``home``.
    """

    design: Design
    home: Path
    register: str
    notice: Callable[[str], None]
    found: Inspection = field(init=False)
    path: Path = field(init=False)
    engine: Database = field(init=False)
    _is_made: bool = field(default=False, init=False)
    _identity: tuple[int, int] | None = field(default=None, init=False)
    _folder: "TemporaryDirectory[str] | None" = field(default=None, init=False)

    def __attrs_post_init__(self) -> None:
        self.path = self.home
        self.engine = Database(self.path)
        self._find()

    def _find(self) -> None:
        """Open the file at ``home``, or a temporary file if that file is not usable."""
        self._is_made = False
        self.found = inspect(self.design, self.home)
        if self.found.condition == "current":
            self._open()
        if not self.found.is_usable:
            self._work_elsewhere(
                f"{self.found.why}; Dragoman left the file unchanged. {self._remedy}"
            )

    def _open(self) -> None:
        """Open the file at the path and check its schema."""
        try:
            with files.folder_locked(self.path.parent, shared=True):
                self._connect()
            with self.engine.connect() as connection:
                self.found = _inspect_schema(self.design, connection)
                if self.found.condition == "current":
                    self.found = self._inspect_owner(connection)
        except sqlite3.DatabaseError as error:
            if is_locked(error):
                raise
            self.found = Inspection("outdated")
        self._is_made = self.found.condition == "current"
        if not self._is_made:
            self.close()

    def _connect(self) -> None:
        self.engine = _kept_engine(self.design, self.path)
        self._identity = _identity(self.path)

    def _inspect_owner(self, connection: Connection) -> Inspection:
        """Check that a file belongs to this register or does not belong to any register yet."""
        owner = connection.execute(select(self.design.progress.c.register)).scalar()
        if owner in (None, self.register):
            return self.found
        return Inspection("foreign", "belongs to another register")

    def bookmark(self) -> Bookmark | None:
        """Return the bookmark; ``None`` if the file must be built or rebuilt.

        If another process has replaced the file, this method opens the new file. Otherwise, new
        connections would use the new file, while old connections would still use the old file.
        """
        if self._is_made and _identity(self.path) != self._identity:
            self.close()
            self._find()
        if not self._is_made:
            return None
        try:
            with self.engine.connect() as connection:
                return self.bookmark_on(connection)
        except sqlite3.OperationalError as error:
            if is_locked(error):
                raise
            return None

    def bookmark_on(self, connection: Connection) -> Bookmark | None:
        """Return the bookmark, like :meth:`bookmark`, through an open connection."""
        row = connection.execute(select(self.design.progress)).first()
        if row is None or not isinstance(row.position, int):
            return None
        is_ours = (row.register, row.edition) == (self.register, self.design.edition)
        return Bookmark(*row) if is_ours else None

    def make(self, fill: Callable[[Database], None], is_past: Callable[[Bookmark], bool]) -> None:
        """Build the file beside its final path, ``fill`` the file, and move it into place.

        If several processes build the file at once, each process uses the file that was complete
        first, unless the process's own file covers more of the log. A process uses another
        process's file only if ``is_past`` returns true for the bookmark of that file, that is, if
        this log contains the event at the bookmark.
        """
        self._make(fill, lambda draft: self._has_come_as_far(draft, is_past))

    def replace(self, fill: Callable[[Database], None]) -> None:
        """Build the file; replace even an altered or newer file, which other methods keep."""
        if self._folder and self.found.condition in ("altered", "newer"):
            self.dispose()
            self.path = self.home
        self._make(fill, lambda _: False)

    def _make(self, fill: Callable[[Database], None], serves: Callable[[Path], bool]) -> None:
        try:
            self._build(fill, serves)
        except OSError as error:
            if self._folder:
                raise
            self._work_elsewhere(f"cannot be written ({error.strerror or error}).")
            self._build(fill, serves)

    def _has_come_as_far(self, draft: Path, is_past: Callable[[Bookmark], bool]) -> bool:
        """Return whether another process's file covers at least as much of the log as the draft."""
        if inspect(self.design, self.path).condition != "current":
            return False
        theirs, ours = _glance_at(self.path), _glance_at(draft)
        if theirs is None or ours is None or theirs[:2] != ours[:2]:
            return False
        return theirs.position >= ours.position and is_past(theirs)

    def _build(self, fill: Callable[[Database], None], serves: Callable[[Path], bool]) -> None:
        with draft_of_database(self.path.parent) as draft:
            engine = Database(draft, "mode=rw", "journal_mode = OFF", "synchronous = OFF")
            try:
                _begin(self.design, engine, self.register)
                fill(engine)
                _finish(self.design, engine)
            finally:
                engine.dispose()
            _sync(draft)
            self.close()
            with files.folder_locked(self.path.parent) as sync_names:
                if not serves(draft):
                    _publish(draft, self.path, sync_names)
                self._connect()
        self._is_made = True
        if not self._folder:
            self.found = Inspection("current")

    @property
    def _remedy(self) -> str:
        """Return advice about a file that Dragoman left alone."""
        if self.found.condition == "altered":
            return "To replace the file, type: dragoman register rebuild."
        return "To free the path, move the file." if self.found.condition == "foreign" else ""

    def _work_elsewhere(self, why: str) -> None:
        """Continue with a temporary file, and show a notice."""
        self.notice(f"note: {self.home} {why} This command uses a temporary file.")
        self.close()
        self._folder = TemporaryDirectory(prefix="dragoman-")
        self.path = Path(self._folder.name) / self.home.name
        self.engine = Database(self.path)
        self._is_made = False

    def close(self) -> None:
        """Close the connections."""
        self.engine.dispose()

    def dispose(self) -> None:
        """Close the file, and remove it if it is temporary."""
        self.close()
        if self._folder:
            self._folder.cleanup()
            self._folder = None


def open_file(
    design: Design, path: Path, register: str, notice: Callable[[str], None] = lambda _: None
) -> DisposableFile:
    """Open the disposable file at ``path``, or a temporary file if a foreign file is there.

    Raises :class:`RegisterError` if another process keeps the file locked.
    """
    try:
        return DisposableFile(design, path, register, notice)
    except sqlite3.Error as error:
        raise RegisterError(f"{path}: the {design.what} cannot be opened ({error})") from error


def _kept_engine(design: Design, path: Path) -> Database:
    """Return the database of an existing file, with a keeper.

    The keeper is a read-only connection that is closed after all other connections (see the
    docstring of this module). Because the keeper is read-only, closing the keeper does not remove
    the ``-wal`` and ``-shm`` files beside ``path``. By then, another process may have replaced the
    database, and files with these names may belong to the new database.
    """
    pragmas = ("synchronous = NORMAL", f"cache_size = -{design.cache}")
    engine = Database(path, "mode=rw", *pragmas, f"wal_autocheckpoint = {CHECKPOINT}")
    keeper = _keeper(path)
    engine.at_end(keeper.close)
    return engine


def _keeper(path: Path) -> sqlite3.Connection:
    # Only a writing connection creates the files that a read-only connection needs.
    with closing(sqlite3.connect(uri_of(path, "mode=rw"), uri=True, timeout=1)) as first:
        first.execute(_GLANCE).fetchone()
        keeper = sqlite3.connect(uri_of(path, "mode=ro"), uri=True, check_same_thread=False)
        keeper.execute(_GLANCE).fetchone()
    return keeper


_GLANCE = "SELECT count(*) FROM sqlite_master"


# --- Building a file --------------------------------------------------------------------------


def _begin(design: Design, engine: Database, register: str) -> None:
    """Create the tables of an empty file, and write the design's ids and an empty bookmark."""
    with writing(engine) as connection:
        connection.exec_driver_sql(f"PRAGMA application_id = {design.application_id}")
        connection.exec_driver_sql(f"PRAGMA user_version = {design.version}")
        for one in objects_of(design.schema):
            if one.type == "table":
                connection.exec_driver_sql(one.sql)
        row = register, design.edition, 0, None
        connection.exec_driver_sql(table_of(design.schema, "progress").insertion(), row)


def move_bookmark(connection: Connection, position: int, entry: str | None) -> None:
    """Store the position that a disposable file has reached, and the entry at that position."""
    connection.exec_driver_sql("UPDATE progress SET position = ?, entry = ?", (position, entry))


def _finish(design: Design, engine: Database) -> None:
    """Create the indexes after writing all rows. The opposite order takes four times as long."""
    with writing(engine) as connection:
        for one in objects_of(design.schema):
            if one.type == "index":
                connection.exec_driver_sql(one.sql)
    with engine.idle() as connection:
        connection.exec_driver_sql("PRAGMA journal_mode = WAL")


def _sync(path: Path) -> None:
    file = os.open(path, os.O_RDWR)
    try:
        os.fsync(file)
    finally:
        os.close(file)


def _identity(path: Path) -> tuple[int, int] | None:
    """Return the device and inode of a file; ``None`` if the file does not exist."""
    with suppress(OSError):
        found = path.stat()
        return found.st_dev, found.st_ino
    return None


def _publish(draft: Path, path: Path, sync_names: Callable[[], None]) -> None:
    """Rename a draft of a file to ``path``.

    SQLite must never replay the log of an earlier file into the new file. So this function removes
    the earlier file first, and then its log, and syncs each step before the next step.
    """
    sidecars = [one for end in SIDECARS if (one := Path(f"{path}{end}")).exists()]
    if sidecars:
        path.unlink(missing_ok=True)
        sync_names()
        for one in sidecars:
            one.unlink(missing_ok=True)
        sync_names()
    os.replace(draft, path)
    sync_names()


def _glance_at(path: Path) -> Bookmark | None:
    """Read the bookmark of a file on a read-only connection; ``None`` if there is no bookmark."""
    uri = uri_of(path, "mode=ro")
    with suppress(sqlite3.Error), closing(sqlite3.connect(uri, uri=True)) as connection:
        found = connection.execute("SELECT * FROM progress").fetchone()
        if found and isinstance(found[2], int):
            return Bookmark(*found)
    return None


def discard_damaged(design: Design, path: Path) -> bool:
    """Remove the file if it is a damaged file of this design; return whether it was removed."""
    try:
        if _strange_file(path):
            return False
        header = header_of(path)
        if header is None or header.application_id != design.application_id:
            return False
        if _is_sound(design, path):
            return False
        with files.folder_locked(path.parent) as sync_names:
            path.unlink()
            sync_names()
            for end in SIDECARS:
                Path(f"{path}{end}").unlink(missing_ok=True)
    except OSError:
        return False
    return True


def _is_sound(design: Design, path: Path) -> bool:
    """Return whether a file is readable and undamaged, or is merely locked by another process."""
    try:
        engine = _kept_engine(design, path)
        try:
            with engine.connect() as connection:
                return connection.exec_driver_sql("PRAGMA quick_check(1)").scalar() == "ok"
        finally:
            engine.dispose()
    except sqlite3.Error as error:
        return is_locked(error)
