"""The recorder, which stores events in the register's table."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from threading import local
from typing import TypeVar, TypeVarTuple
from uuid import UUID, uuid4

from eventsourcing.persistence import (
    ApplicationRecorder,
    Notification,
    StoredEvent,
    Subscription,
)

from dragoman.store.engines.engine import RegisterEngine
from dragoman.store.log.entry import Basis, EntryMeta, OthersRecorded, TurnNeeded
from dragoman.store.log.notifications import between
from dragoman.store.log.queries import ASKED
from dragoman.store.log.tables import events
from dragoman.store.machine import Machine, this_machine
from dragoman.store.sql import Connection, Row, Select, func, select

_STORED = (
    events.c.originator_id,
    events.c.originator_version,
    events.c.topic,
    events.c.state,
)


def utc_now() -> datetime:
    """Return the current time by the machine's clock, in UTC."""
    return datetime.now(UTC)


T = TypeVar("T")
Ts = TypeVarTuple("Ts")


class RegisterRecorder(ApplicationRecorder):
    """A recorder that appends events atomically to their aggregates and to the register."""

    def __init__(self, engine: RegisterEngine) -> None:
        self.engine = engine
        self._open = local()

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Open a write transaction; other methods that this thread calls use the same transaction.

        A nested transaction joins the outer transaction.
        """
        if joined := getattr(self._open, "connection", None):
            yield joined
            return
        with self._joining(self.engine.writing()) as connection:
            yield connection

    @contextmanager
    def rehearsal(self) -> Iterator[Connection]:
        """Open a connection for decisions that are not recorded; other methods use it, too."""
        with self._joining(self.engine.rehearsing()) as connection:
            yield connection

    @contextmanager
    def _joining(self, opened: AbstractContextManager[Connection]) -> Iterator[Connection]:
        """Let other methods that this thread calls use the same connection."""
        with opened as connection:
            self._open.connection = connection
            try:
                yield connection
            finally:
                self._open.connection = None

    def decided(self, decide: Callable[[], T], *, in_turn: bool = False) -> T:
        """Run ``decide``, which decides and records an entry; return its result.

        A file locks out other writers while ``decide`` runs. A server does not: if another desk
        has touched what the decision rests on, ``decide`` runs again, up to ``attempts`` times, and
        then in the writers' turn. With ``in_turn``, it runs in the writers' turn at once.
        """
        if not (in_turn or self._is_joined):
            for _ in range(self.engine.attempts):
                try:
                    return decide()
                except TurnNeeded:
                    break
                except OthersRecorded:
                    self.engine.refresh(latest=True)
        with self.transaction():
            return decide()

    def need_turn(self) -> None:
        """Raise :class:`TurnNeeded` unless others are locked out while this thread decides."""
        if self.engine.attempts and not self._is_joined:
            raise TurnNeeded

    @property
    def _is_joined(self) -> bool:
        return getattr(self._open, "connection", None) is not None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a connection for reading, or use the connection of this thread's transaction."""
        if joined := getattr(self._open, "connection", None):
            yield joined
        else:
            with self.engine.connect() as connection:
                yield connection

    def insert_events(
        self,
        stored_events: Sequence[StoredEvent],
        *,
        entry: UUID | None = None,
        recorded_by: str = "",
        reason: str = "",
        clock: datetime | None = None,
        machine: Machine | None = None,
        basis: Basis | None = None,
        **kwargs: object,
    ) -> Sequence[int]:
        """Append events as one entry, with its circumstances; return their positions.

        ``clock`` is the clock reading; ``recorded_at`` is either the clock reading or the time of
        the last event, whichever is later. Raises the library's ``IntegrityError`` if an aggregate
        already has an event with the same version, and :class:`OthersRecorded` if the ``basis`` no
        longer holds.
        """
        if not stored_events:
            return []
        meta = EntryMeta(
            entry or uuid4(),
            recorded_by,
            reason,
            clock or utc_now(),
            machine or this_machine(),
            basis,
        )
        if self._is_joined:
            return self.engine.append(self._open.connection, stored_events, meta)
        return self.engine.append_alone(stored_events, meta)

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        """Return the events of one aggregate between two versions, in order."""
        version = events.c.originator_version
        query = select(*_STORED).where(events.c.originator_id == originator_id).limit(limit)
        if gt is not None:
            query = query.where(version > gt)
        if lte is not None:
            query = query.where(version <= lte)
        query = query.order_by(version.desc() if desc else version)
        return [StoredEvent(*row) for row in self._all(query)]

    def select_histories(self, originators: Sequence[UUID]) -> Sequence[StoredEvent]:
        """Return all events of some aggregates, grouped by aggregate, in order."""
        of_one = (events.c.originator_id, events.c.originator_version)
        query = select(*_STORED).where(events.c.originator_id.in_(originators)).order_by(*of_one)
        return [StoredEvent(*row) for row in self._all(query)]

    def select_existing(self, originators: Iterable[UUID]) -> set[UUID]:
        """Return the given aggregates that have events."""
        wanted = list(originators)
        found: set[UUID] = set()
        with self.reading() as connection:
            for start in range(0, len(wanted), ASKED):
                found |= _existing(connection, wanted[start : start + ASKED])
        return found

    def select_entry(self, entry: UUID) -> Sequence[tuple[UUID, int]]:
        """Return the aggregate and the version of each event in an entry, in order."""
        columns = (events.c.originator_id, events.c.originator_version)
        query = select(*columns).where(events.c.entry == entry).order_by(events.c.position)
        return [(row[0], row[1]) for row in self._all(query)]

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """Return the events of the register between two positions, in order."""
        if not self._is_joined:
            self.engine.refresh()
        columns = select(*_STORED, events.c.position)
        query = between(columns, start, stop, inclusive_of_start=inclusive_of_start)
        if topics:
            query = query.where(events.c.topic.in_(topics))
        return [Notification(*row) for row in self._all(query.limit(limit))]

    def max_notification_id(self) -> int | None:
        """Return the last position; ``None`` if the register has no events."""
        return next(iter(self._all(select(func.max(events.c.position)))))[0]  # type: ignore[no-any-return]

    def _all(self, query: Select[*Ts]) -> Sequence[Row[*Ts]]:
        with self.reading() as connection:
            return connection.execute(query).all()

    def subscribe(
        self, gt: int | None = None, topics: Sequence[str] = ()
    ) -> Subscription[ApplicationRecorder]:
        """Return an iterator that yields events above position ``gt`` and waits for new events."""
        return PollingSubscription(self, gt, topics)


def _existing(connection: Connection, originators: Sequence[UUID]) -> set[UUID]:
    """Return the aggregates that have events."""
    query = select(events.c.originator_id).where(events.c.originator_version == 1)
    found = connection.execute(query.where(events.c.originator_id.in_(originators)))
    return set(found.scalars())


class PollingSubscription(Subscription[ApplicationRecorder]):
    """A subscription that looks for new events again and again."""

    pause = 0.1
    """The number of seconds between two looks, if nobody notifies this process earlier."""

    def __next__(self) -> Notification:
        while not self._has_been_stopped:
            found = self._recorder.select_notifications(
                self._last_notification_id, 1, topics=self._topics, inclusive_of_start=False
            )
            if found:
                self._last_notification_id = found[0].id
                return found[0]
            recorder = self._recorder
            assert isinstance(recorder, RegisterRecorder)
            recorder.engine.wait(self.pause)
        raise StopIteration
