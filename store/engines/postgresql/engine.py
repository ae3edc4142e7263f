"""The engine of a register on a server: reads come from a local copy, and entries go to the server.

A command asks the server once what is new, and writes it to the copy of the log on this machine
(decision 50). All queries then run on the copy. To record, a command decides on the copy, and sends
the entry in one call, with what the decision rests on.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import local
from time import monotonic, sleep
from typing import TYPE_CHECKING, ClassVar

import psycopg
from attrs import frozen

from dragoman.store.engines.database import Database, rolled_back, writing
from dragoman.store.engines.postgresql import local_copy
from dragoman.store.engines.postgresql.conninfo import Purpose
from dragoman.store.engines.postgresql.local_copy import LocalCopy
from dragoman.store.engines.postgresql.server import (
    KEEP_SEAL,
    Appended,
    Server,
    Status,
    Turn,
)
from dragoman.store.errors import NoAnswer, RegisterError
from dragoman.store.location import Location
from dragoman.store.log.formats import SCHEMA_VERSION, digits_of, rfc3339
from dragoman.store.log.queries import head
from dragoman.store.progress import ProgressCallback
from dragoman.store.sql import Connection

if TYPE_CHECKING:
    from eventsourcing.persistence import StoredEvent

    from dragoman.store.engines.health import Finding
    from dragoman.store.engines.postgresql.server import ServerConnection
    from dragoman.store.log.entry import EntryMeta
    from dragoman.store.sources import SourceArchive

Notice = Callable[[str], None]


class ServerRegister:
    """The engine of a register on a server; see :mod:`dragoman.store.engines.engine`."""

    attempts: ClassVar[int] = 3

    def __init__(self, location: Location, server: Server, copy: LocalCopy, notice: Notice) -> None:
        self.location = location
        self.server = server
        self.copy = copy
        self.notice = notice
        self.status: Status | None = None
        self._turns = local()
        self._heard: ServerConnection | None = None
        self._fetched: Database | None = None
        self._at_end: list[Callable[[], object]] = []

    # --- Reading -------------------------------------------------------------------------------

    def connect(self) -> AbstractContextManager[Connection]:
        """Open a connection to the copy of the log for reading, in its own transaction."""
        return self.copy.database.connect()

    def refresh(self, *, latest: bool = False) -> None:
        """Fetch what others have recorded; with ``latest``, from the primary."""
        purpose: Purpose = "record" if latest else "read"
        try:
            self._refresh(purpose)
        except NoAnswer:
            self._refresh(purpose)  # the server may only have closed an old connection

    def _refresh(self, purpose: Purpose) -> None:
        with self.server.connection(purpose) as connection:
            self.receive(connection, self.server.status(connection))

    def receive(self, connection: "ServerConnection", status: Status) -> None:
        """Write what is new on the server to the copy."""
        self.status = status
        last = self.copy.head()
        is_same = (status.position, status.entry) == (last.position, last.entry)
        lags = status.is_standby and status.position < last.position
        if not (is_same or lags):
            with writing(self.copy.database) as target:
                self._receive_events(connection, target)
        if status.seals:
            self._receive_seals(connection, status)
        self.copy.touch()

    def _receive_events(self, connection: "ServerConnection", target: Connection) -> None:
        """Write the events after the last event of the copy, which must be on the server, too."""
        last = head(target)
        with closing(self.server.news(connection, last.position)) as news:
            if last.position:
                first = next(news, None)
                if first is None or (first[0], first[5]) != (last.position, last.entry_hex):
                    raise _Forked(
                        f"{self.location}: the register on the server no longer has what this"
                        " machine has received; to see more, type: dragoman register info"
                    )
            local_copy.write_news(target, news)

    def _receive_seals(self, connection: "ServerConnection", status: Status) -> None:
        last = self.copy.last_seal()
        if status.seals > last:
            seals = self.server.seals(connection, last)
            with writing(self.copy.database) as target:
                local_copy.write_seals(target, seals)

    def wait(self, seconds: float) -> None:
        """Wait until somebody records, at most this long.

        If the server cannot notify this process, the wait takes the whole time.
        """
        begun = monotonic()
        try:
            if self._heard is None or self._heard.closed:
                self._heard = self.server.opened("read")
                self._heard.execute("LISTEN dragoman")
            for _ in self._heard.notifies(timeout=seconds, stop_after=1):
                return
        except psycopg.Error:
            self._heard = None
            sleep(max(0.0, seconds - (monotonic() - begun)))

    # --- Recording -----------------------------------------------------------------------------

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open a transaction with the writers' turn, on the server and on the copy."""
        with self.server.turn() as turn, writing(self.copy.database) as connection:
            self._receive_events(turn.connection, connection)
            self._turns.turn = turn
            try:
                yield connection
            finally:
                self._turns.turn = None
            turn.commit()

    @contextmanager
    def rehearsing(self) -> Iterator[Connection]:
        """Open a transaction on the copy only; what is appended is forgotten at its end."""
        with rolled_back(self.copy.database) as connection:
            self._turns.turn = Rehearsal(connection)
            try:
                yield connection
            finally:
                self._turns.turn = None

    def append(
        self, connection: Connection, events: "Sequence[StoredEvent]", meta: "EntryMeta"
    ) -> Sequence[int]:
        """Append an entry in the writers' turn."""
        turn: Turn | Rehearsal = self._turns.turn
        appended = turn.append(events, meta)
        local_copy.write_news(connection, _rows(events, meta, appended))
        return _positions(events, appended)

    def append_alone(self, events: "Sequence[StoredEvent]", meta: "EntryMeta") -> Sequence[int]:
        """Append an entry in one call."""
        appended = self.server.append(events, meta)
        if self.server.is_unreplicated:
            self.notice(
                f"note: the entry {str(meta.entry)[:8]} is recorded, but not yet on a second server"
            )
        with suppress(RegisterError):  # what is recorded is fetched later
            self._write_own(events, meta, appended)
        return _positions(events, appended)

    def _write_own(
        self, events: "Sequence[StoredEvent]", meta: "EntryMeta", appended: Appended
    ) -> None:
        """Write an own entry to the copy; fetch the entries of others that precede it."""
        first = _positions(events, appended)[0]
        with writing(self.copy.database) as connection:
            last = head(connection).position
            if last == first - 1:
                local_copy.write_news(connection, _rows(events, meta, appended))
            elif last < first:
                with self.server.connection("record") as server:
                    self._receive_events(server, connection)

    def keep_seal(self, size: int, note: str, signers: str, now: datetime, by: str) -> int:
        """Keep a seal in the register; return its number."""
        with self.server.connection("record") as connection:
            values = (size, note, signers, now, by)
            [number] = self.server.run(connection, KEEP_SEAL, values).fetchone()
        self.refresh()
        return int(number)

    def sources(self) -> "SourceArchive":
        """Return the archive of texts, which is a table on the server."""
        from dragoman.store.engines.postgresql.source_table import SourceTable

        return SourceTable(self.server)

    def description(self) -> dict[str, str]:
        """Return the server that answers, the rights of the user, the standbys, and the copy."""
        from dragoman.store.engines.postgresql.information import described

        with self.server.connection("read") as connection:
            found = described(self.server, connection)
        return {**found, "copy": str(self.copy.path)}

    def recorder_name(self, name: str) -> str:
        """Return the name of the role that logs in; a test register takes the given name."""
        status = self.status
        return name if status is None or status.is_test else status.user

    # --- The whole log -------------------------------------------------------------------------

    @contextmanager
    def whole_log(self, told: ProgressCallback = lambda *_: None) -> Iterator[Connection]:
        """Fetch the whole log from the server again, and open a connection to it."""
        with TemporaryDirectory(prefix="dragoman-") as folder:
            file = Path(folder) / "log.db"
            self.backup(file, told)
            self._fetched = Database(file)
            try:
                with self._fetched.connect() as connection:
                    yield connection
            finally:
                self._fetched.dispose()
                self._fetched = None

    def findings(self) -> "list[Finding]":
        """Return what differs on the server from what Dragoman has created there."""
        from dragoman.store.engines.postgresql.inspection import differences, differs_from_copy

        with self.server.connection("read") as connection:
            found = differences(self.server, connection)
        if self._fetched is not None:
            with self.connect() as copy, self._fetched.connect() as log:
                found += differs_from_copy(copy, log)
        return found

    def backup(self, target: Path, told: ProgressCallback = lambda *_: None) -> int:
        """Copy the register from the server to the file ``target``; return its last position."""
        from dragoman.store.engines.postgresql.copying import fetch

        with self.server.connection("read") as connection:
            return fetch(self.server, connection, target, told)

    # --- The end -------------------------------------------------------------------------------

    def at_end(self, act: Callable[[], object]) -> None:
        """Schedule ``act``, a function to call after all connections are closed."""
        self._at_end.append(act)

    def dispose(self) -> None:
        """Close all connections."""
        if self._heard is not None:
            self._heard.close()
        self.server.dispose()
        self.copy.dispose()
        while self._at_end:
            self._at_end.pop()()


@frozen
class Rehearsal:
    """Stands for the writers' turn while nothing is recorded."""

    connection: Connection

    def append(self, events: "Sequence[StoredEvent]", meta: "EntryMeta") -> Appended:
        """Return what the server would answer."""
        position = head(self.connection).position + len(events)
        return Appended(position, meta.clock, meta.clock, meta.recorded_by)


class _Forked(RegisterError):
    """The server no longer has what the copy has; opening the register again sets it aside."""


def _rows(
    events: "Sequence[StoredEvent]", meta: "EntryMeta", appended: Appended
) -> Iterator[local_copy.ServerRow]:
    """Yield the events of an own entry as the server would send them."""
    entry, stamp = meta.entry.hex, rfc3339(appended.stamp)
    kept = (rfc3339(appended.reading), meta.machine.os_user, meta.machine.host)
    positions = _positions(events, appended)
    for position, one in zip(positions, events, strict=True):
        yield (
            position,
            digits_of(one.originator_id),
            one.originator_version,
            one.topic,
            one.state,
            entry,
            stamp,
            appended.name,
            meta.reason,
            *(kept if position == positions[0] else (None, None, None)),
        )


def _positions(events: "Sequence[StoredEvent]", appended: Appended) -> Sequence[int]:
    return list(range(appended.position - len(events) + 1, appended.position + 1))


# --- Opening ------------------------------------------------------------------------------------


def open_server(location: Location, folder: Path, notice: Notice) -> ServerRegister:
    """Open the register at a URL, with its copy in ``folder``.

    If no server answers, the copy still serves readers. Raises :class:`NoAnswer` if there is no
    copy, and :class:`RegisterError` if the server refuses, or if its register is newer.
    """
    server = Server(location)
    try:
        return _answered(location, server, folder, notice)
    except NoAnswer as error:
        copy = local_copy.latest_copy(folder, location)
        if copy is None:
            raise
        position, ago = copy.head().position, _ago(copy.seen_at)
        notice(f"note: {error}; reading goes on from the copy as of event {position}, {ago}")
        return ServerRegister(location, server, copy, notice)


def _answered(location: Location, server: Server, folder: Path, notice: Notice) -> ServerRegister:
    with server.connection("read") as connection:
        status = server.status(connection)
        if status.schema_version > SCHEMA_VERSION:
            raise RegisterError(
                f"{location}: made by a newer Dragoman (schema {status.schema_version}; this"
                f" version reads up to {SCHEMA_VERSION}); install that version"
            )
        engine = _with_copy(location, server, folder, notice, status)
        _receive(engine, connection, status)
    behind = engine.copy.head().position - status.position
    if status.is_standby and behind > 0:
        notice(f"note: the standby is at event {status.position}, {behind} behind")
        with suppress(NoAnswer), server.connection("record") as primary:
            _receive(engine, primary, server.status(primary))
    return engine


def _receive(engine: ServerRegister, connection: "ServerConnection", status: Status) -> None:
    """Write what is new to the copy; set aside a copy that the server contradicts."""
    try:
        engine.receive(connection, status)
    except _Forked:
        aside = local_copy.set_aside(engine.copy)
        engine.notice(
            "note: the register on the server no longer has what this machine has received; the"
            f" copy is kept as evidence in {aside}. To compare, type: dragoman audit compare"
            f" {aside} {engine.location}"
        )
        engine.copy = local_copy.open_copy(aside.parent, engine.location, status)
        engine.receive(connection, status)


def _with_copy(
    location: Location, server: Server, folder: Path, notice: Notice, status: Status
) -> ServerRegister:
    """Return the engine with a copy in ``folder``, or else in a temporary folder."""
    try:
        copy = local_copy.open_copy(folder, location, status)
        return ServerRegister(location, server, copy, notice)
    except OSError as error:
        notice(
            f"note: {folder}: {error.strerror or error}; the log is fetched from the server for"
            " this command only"
        )
    temporary = TemporaryDirectory(prefix="dragoman-log-")
    copy = local_copy.open_copy(Path(temporary.name), location, status)
    engine = ServerRegister(location, server, copy, notice)
    engine.at_end(temporary.cleanup)
    return engine


def _ago(then: datetime) -> str:
    """Return how long ago a time was, in words: ``14 min ago``."""
    minutes = int((datetime.now(UTC) - then).total_seconds() // 60)
    if minutes < 120:
        return f"{minutes} min ago"
    return f"{minutes // 60} h ago" if minutes < 2880 else f"{minutes // 1440} days ago"
