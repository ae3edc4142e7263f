"""The server of a register: its connections, and the few statements that Dragoman sends."""

from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import blake2b
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

import psycopg
from attrs import define, field, frozen
from eventsourcing.persistence import IntegrityError
from psycopg.pq import TransactionStatus

from dragoman.store.engines.postgresql.conninfo import Purpose, conninfo, has_several_hosts
from dragoman.store.engines.postgresql.faults import fault_of, is_lost
from dragoman.store.errors import EntryRefused, InDoubt, NoAnswer, RegisterError
from dragoman.store.location import Location
from dragoman.store.log.entry import EntryMeta, OthersRecorded
from dragoman.store.log.formats import TEST_MARK, rfc3339

if TYPE_CHECKING:
    from eventsourcing.persistence import StoredEvent

    ServerConnection = psycopg.Connection[tuple[Any, ...]]

PATIENCE = 60.0
"""The number of seconds for which to ask again whether an entry is recorded; a failover of Patroni
takes about 30 with its defaults.
"""

STATUS = """
SELECT register.id, register.schema_version, register.created_at, head.position, head.entry,
  (SELECT coalesce(max(number), 0) FROM dragoman.seals),
  (SELECT coalesce(json_agg(json_build_array(name, value)), '[]') FROM dragoman.marks),
  pg_is_in_recovery(), session_user::text
FROM dragoman.register, dragoman.head
"""
NEWS = """
COPY (
  SELECT event.position, originator_id, originator_version, topic, state, event.entry,
    recorded_at, recorded_by, reason, clock, os_user, host
  FROM dragoman.events AS event
  LEFT JOIN dragoman.entries AS own
    ON own.position = event.position AND own.position >= {after}
    AND own.entry IS NOT DISTINCT FROM event.entry -- not "=", by which the rows would be sorted
  WHERE event.position >= {after} ORDER BY event.position
) TO STDOUT (FORMAT BINARY)
"""
NEWS_TYPES = (
    *("int8", "bytea", "int4", "text", "bytea", "bytea"),
    *("int8", "text", "text", "int8", "text", "text"),
)
"""The types of the news: UUIDs as their 16 bytes, and times as microseconds since 2000."""
ENTRIES = """
COPY (SELECT position, entry, clock, os_user, host FROM dragoman.entries ORDER BY position)
TO STDOUT (FORMAT BINARY)
"""
APPEND = (
    "SELECT last_position, stamp, reading, name FROM dragoman.append("
    "%b::bigint, %b::bigint[], %b::bigint[], %b::uuid, %b::text, %b::text, %b::text,"
    " %b::timestamptz, %b::text, %b::uuid[], %b::integer[], %b::text[], %b::bytea[])"
)
SEALS = "SELECT * FROM dragoman.seals WHERE number > %b::bigint ORDER BY number"
KEEP_SEAL = "SELECT dragoman.keep_seal(%b::bigint, %b::text, %b::text, %b::timestamptz, %b::text)"
TAKE_TURN = "SELECT dragoman.take_turn()"
IS_RECORDED = "SELECT FROM dragoman.events WHERE entry = %b::uuid LIMIT 1"

MOST_KEYS = 5_000
"""The number of touched keys up to which they are listed; an entry with more touches everything."""


def _pairs(found: Sequence[Sequence[str]]) -> Sequence[tuple[str, str]]:
    return [(name, value) for name, value in found]


@frozen
class Status:
    """What a server says about its register, and about the user."""

    id: UUID
    schema_version: int
    created_at: datetime
    position: int
    entry: UUID | None
    seals: int
    marks: Sequence[tuple[str, str]] = field(converter=_pairs)
    is_standby: bool
    user: str

    @property
    def is_test(self) -> bool:
        """Whether the register is marked as one of a test."""
        return has_test_mark(self.marks)


def has_test_mark(marks: Iterable[tuple[str, str]]) -> bool:
    """Return whether one of the marks of a register is the mark of a test."""
    return any(name == TEST_MARK for name, _ in marks)


class Appended(NamedTuple):
    """What a server recorded: the last position, the instant, the clock reading and the name."""

    position: int
    stamp: datetime
    reading: datetime
    name: str


EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
"""The time from which PostgreSQL counts microseconds."""


@lru_cache(maxsize=1024)
def instant(microseconds: int) -> str:
    """Return a time of PostgreSQL in the format of a file; the events of an entry share theirs."""
    return rfc3339(EPOCH + timedelta(microseconds=microseconds))


def key_hash(key: str) -> int:
    """Return the signed 64-bit integer that stands for a key in the table ``touches``."""
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "big", signed=True)


@define(eq=False)
class Server:
    """The servers of a location; several threads may use the connections.

    ``sent`` counts the statements, for tests of how many a command needs. ``is_unreplicated`` tells
    whether the server gave up waiting for a second server before it confirmed the last entry.
    """

    location: Location
    sent: int = 0
    is_unreplicated: bool = False
    _idle: "dict[Purpose, list[ServerConnection]]" = field(
        factory=lambda: {"read": [], "record": []}
    )

    # --- Connections ---------------------------------------------------------------------------

    @contextmanager
    def connection(self, purpose: Purpose) -> "Iterator[ServerConnection]":
        """Open a connection outside a transaction. Raises :class:`RegisterError`.

        The connection is kept for the next block if it is still usable.
        """
        try:
            found = self._unused(purpose)
        except psycopg.Error as error:
            raise fault_of(self.location, error) from error
        try:
            yield found
        except psycopg.Error as error:
            raise fault_of(self.location, error, found.info.user) from error
        finally:
            self._give_back(purpose, found)

    def _unused(self, purpose: Purpose) -> "ServerConnection":
        # a connection for recording serves readers, too, and has read what was recorded
        for one in dict.fromkeys((purpose, "record")):
            while self._idle[one]:
                with suppress(IndexError):
                    found = self._idle[one].pop()
                    if not found.closed:
                        return found
        return self.opened(purpose)

    def _give_back(self, purpose: Purpose, used: "ServerConnection") -> None:
        if not used.closed and used.info.transaction_status != TransactionStatus.IDLE:
            with suppress(psycopg.Error):
                used.rollback()
        if used.closed or used.info.transaction_status != TransactionStatus.IDLE:
            used.close()
        else:
            self._idle[purpose].append(used)

    def opened(self, purpose: Purpose) -> "ServerConnection":
        """Open a new connection; a reader of several hosts tries the standbys first."""
        if purpose == "read" and has_several_hosts(self.location):
            with suppress(psycopg.OperationalError):
                return self._opened(conninfo(self.location, purpose, "standby"))
        return self._opened(conninfo(self.location, purpose))

    def _opened(self, wanted: str) -> "ServerConnection":
        connection = psycopg.connect(wanted, autocommit=True)
        connection.add_notice_handler(self._heed)
        connection.prepare_threshold = None  # poolers and standbys do not keep statements
        return connection

    def _heed(self, notice: psycopg.errors.Diagnostic) -> None:
        # the server stopped waiting for a standby; the words are in the language of the server
        if notice.sqlstate == "01000":
            self.is_unreplicated = True

    def dispose(self) -> None:
        """Close all connections."""
        for some in self._idle.values():
            while some:
                some.pop().close()

    # --- Reading -------------------------------------------------------------------------------

    def run(self, connection: "ServerConnection", query: str, values: Sequence[Any] = ()) -> Any:
        """Run one statement; return the cursor."""
        self.sent += 1
        return connection.execute(query.encode(), values or None, binary=True)

    def status(self, connection: "ServerConnection") -> Status:
        """Return the state of the register."""
        row = self.run(connection, STATUS).fetchone()
        if row is None:
            raise NoAnswer(f"{self.location}: the id of the register is missing; restore a backup")
        return Status(*row)

    def news(
        self, connection: "ServerConnection", after: int
    ) -> Generator[tuple[Any, ...], None, None]:
        """Yield the event at position ``after``, if there is one, and all later events.

        A row has the columns of the event and, for the first event of an entry, its circumstances,
        with the values that a register in a file stores.
        Close the generator if not all rows are read; until then, the connection is locked.
        """
        self.sent += 1
        query = NEWS.format(after=int(after)).encode()
        with connection.cursor() as cursor, cursor.copy(query) as copy:
            copy.set_types(NEWS_TYPES)
            for row in copy.rows():
                position, record, version, topic, state, entry, at, by, reason, clock, *machine = (
                    row
                )
                event = position, record.hex(), version, topic, state, entry.hex(), instant(at)
                read = None if clock is None else instant(clock)
                yield (*event, by, reason, read, *machine)

    def circumstances(self, connection: "ServerConnection") -> Iterator[tuple[Any, ...]]:
        """Yield the circumstances of all entries, with the values that a file stores."""
        self.sent += 1
        with connection.cursor() as cursor, cursor.copy(ENTRIES.encode()) as copy:
            copy.set_types(("int8", "bytea", "int8", "text", "text"))
            for position, entry, clock, *machine in copy.rows():
                yield (position, entry.hex(), instant(clock), *machine)

    def seals(self, connection: "ServerConnection", after: int) -> list[tuple[Any, ...]]:
        """Return the seals above a number, with the values that a file stores."""
        rows = self.run(connection, SEALS, (after,)).fetchall()
        return [(*row[:4], rfc3339(row[4]), row[5]) for row in rows]

    # --- Recording -----------------------------------------------------------------------------

    def append(self, events: "Sequence[StoredEvent]", meta: EntryMeta) -> Appended:
        """Append an entry in one call; return what the server recorded.

        If the connection is lost, the entry is sent again: the server recognises it by its id.
        Raises :class:`OthersRecorded`, the library's ``IntegrityError``, and :class:`InDoubt`.
        """
        deadline = monotonic() + PATIENCE
        values = _values(events, meta)
        is_sent = False
        while True:
            is_open = False
            try:
                with self.connection("record") as connection:
                    is_sent = is_open = True
                    return self._appended(connection, values)
            except KeyboardInterrupt:
                if is_sent and self._is_recorded(meta.entry, is_hurried=True):
                    raise KeyboardInterrupt(
                        f"interrupted, but the entry {str(meta.entry)[:8]} is recorded"
                    ) from None
                raise
            except RegisterError as error:
                # only an answer to the entry itself resolves the doubt
                if not is_sent or (is_open and not isinstance(error, NoAnswer)):
                    raise
                if monotonic() > deadline:
                    raise self._in_doubt(meta.entry) from error
                sleep(0.2)

    def append_in(
        self, connection: "ServerConnection", events: "Sequence[StoredEvent]", meta: EntryMeta
    ) -> Appended:
        """Append an entry in a transaction that has the writers' turn."""
        return self._appended(connection, _values(events, meta, in_turn=True))

    def _appended(self, connection: "ServerConnection", values: Sequence[Any]) -> Appended:
        self.is_unreplicated = False
        try:
            return Appended(*self.run(connection, APPEND, values).fetchone())
        except psycopg.Error as error:
            if error.sqlstate == "DR005":
                raise OthersRecorded from error
            if error.sqlstate == "23505":
                raise IntegrityError(_said(error)) from error
            if (error.sqlstate or "").startswith("DR"):
                raise EntryRefused(_said(error)) from error
            if is_lost(error):
                connection.close()
            raise

    @contextmanager
    def turn(self) -> "Iterator[Turn]":
        """Open a transaction in which nobody else can record; commit at the end of the block."""
        with self.connection("record") as connection:
            self.run(connection, "BEGIN")
            self.run(connection, TAKE_TURN)
            yield Turn(self, connection)

    def _is_recorded(self, entry: UUID, *, is_hurried: bool = False) -> bool:
        """Return whether an entry is recorded; ask until a server answers.

        The question takes the writers' turn, so it waits while a server still commits the entry.
        It ends with a commit, which waits for the standby as the commit of an entry does. Somebody
        who ``is_hurried`` has cancelled the call, which is over by now, and does not wait.
        """
        deadline = monotonic() + PATIENCE
        while True:
            try:
                with self.connection("record") as connection:
                    if is_hurried:
                        return self._finds(connection, entry)
                    self.run(connection, "BEGIN")
                    self.run(connection, TAKE_TURN)
                    is_there = self._finds(connection, entry)
                    self.run(connection, "COMMIT")
                    return is_there
            except RegisterError as error:
                if monotonic() > deadline or not isinstance(error, NoAnswer):
                    raise self._in_doubt(entry) from error
                sleep(0.2)

    def _finds(self, connection: "ServerConnection", entry: UUID) -> bool:
        return self.run(connection, IS_RECORDED, (entry,)).fetchone() is not None

    def _in_doubt(self, entry: UUID) -> InDoubt:
        return InDoubt(
            f"{self.location}: the connection was lost while the server recorded, and no server"
            f" answers; the entry {str(entry)[:8]} may be recorded or not. Before you record it"
            " again, look for it with: dragoman audit log"
        )


@define
class Turn:
    """The writers' turn: a transaction in which nobody else can record."""

    server: Server
    connection: "ServerConnection"
    entries: list[UUID] = field(factory=list)

    def append(self, events: "Sequence[StoredEvent]", meta: EntryMeta) -> Appended:
        """Append an entry; it is recorded when the turn ends."""
        appended = self.server.append_in(self.connection, events, meta)
        self.entries.append(meta.entry)
        return appended

    def commit(self) -> None:
        """Record what was appended.

        If the connection is lost, ask whether it is recorded. Raises :class:`NoAnswer` if it is
        not, and :class:`InDoubt` if no server answers.
        """
        try:
            self.server.run(self.connection, "COMMIT")
        except psycopg.Error as error:
            self.connection.close()
            if not (self.entries and is_lost(error)):
                raise
            if not self.server._is_recorded(self.entries[-1]):
                raise NoAnswer(
                    f"{self.server.location}: the connection was lost before the entry was recorded"
                ) from error


def _said(error: psycopg.Error) -> str:
    return error.diag.message_primary or str(error)


def _uuid(of_record: UUID | str) -> UUID:
    return of_record if isinstance(of_record, UUID) else UUID(of_record)


def _values(
    events: "Sequence[StoredEvent]", meta: EntryMeta, in_turn: bool = False
) -> Sequence[Any]:
    """Return the arguments of the function ``append``, in order."""
    basis = None if in_turn else meta.basis
    touches = meta.basis.touches if meta.basis else None
    listed = touches is not None and len(touches) <= MOST_KEYS
    return (
        basis.position if basis else None,
        sorted(map(key_hash, basis.reads)) if basis else None,
        sorted({key_hash(one) for one in touches or ()}) if listed else None,
        meta.entry,
        meta.reason,
        meta.machine.os_user,
        meta.machine.host,
        meta.clock,
        meta.recorded_by,
        [_uuid(one.originator_id) for one in events],
        [one.originator_version for one in events],
        [one.topic for one in events],
        [one.state for one in events],
    )
