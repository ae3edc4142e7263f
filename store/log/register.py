"""The register as an application: it runs use cases, and records each use case as an entry."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID, uuid4

from attrs import AttrsInstance, define, field, frozen
from eventsourcing.application import AggregateNotFoundError, Application
from eventsourcing.persistence import IntegrityError
from eventsourcing.utils import Environment, EnvType

from dragoman.domain import (
    FACET_TERMS,
    UTC_ZONE,
    Kind,
    RecordedEntry,
    Ref,
    Refused,
    is_retracted,
    rules_of,
    with_article,
)
from dragoman.store.engines.engine import RegisterEngine
from dragoman.store.errors import EntryRefused
from dragoman.store.log import keys, queries
from dragoman.store.log.entry import Basis
from dragoman.store.log.mapper import Envelope, EnvelopeMapper
from dragoman.store.log.recorder import RegisterRecorder, utc_now
from dragoman.store.log.records import Loaded, project
from dragoman.store.log.topics import beginning_of, kind_founded_by

T = TypeVar("T")


class Directory(Protocol):
    """A lookup service that finds the records in a register by term."""

    def refresh(self) -> None:
        """Update the directory with everything recorded so far."""

    def find(self, kind: str, term: str) -> Iterable[UUID]:
        """Return the records of ``kind`` that may have ``term``."""


@frozen
class Entry(Generic[T]):
    """A recorded entry: the result of its command, and the positions of its events, if any.

    ``refs`` lists the refs of the records that the entry created, according to the log.
    """

    id: UUID
    result: T
    positions: Sequence[int]
    refs: Mapping[UUID, Ref] = field(factory=dict)


@frozen
class Rehearsal(Generic[T]):
    """The result of a dry run, and the events that the command would have recorded."""

    result: T
    envelopes: Sequence[Envelope]


@define
class RegisterUnitOfWork:
    """The unit of work of one entry: the loaded records, and the events not yet recorded.

    The class implements :class:`dragoman.domain.unit_of_work.UnitOfWork` for the use cases. ``id``
    is the id of the entry. ``reason`` is the default for a use case that gives no reason.
    """

    register: "Register"
    directory: Directory
    now: datetime
    zone: str
    id: UUID = field(factory=uuid4)
    reason: str = ""
    pending: list[Envelope] = field(factory=list)
    _loaded: dict[UUID, Loaded | None] = field(factory=dict)
    _terms: dict[tuple[str, str], dict[UUID, None]] = field(factory=dict)
    _former: list[tuple[UUID, Loaded | None]] = field(factory=list)
    _position: int = field(default=0, init=False)
    _reads: set[UUID | str] = field(factory=set, init=False)
    _touches: set[str] = field(factory=set, init=False)

    def __attrs_post_init__(self) -> None:
        if self._is_shared:
            self._position = self.register.last_position()

    @property
    def _is_shared(self) -> bool:
        """Whether others may record while this unit of work decides."""
        return self.register.engine.attempts > 0

    @property
    def basis(self) -> Basis | None:
        """What the decisions rest on and what they change; ``None`` if others are locked out."""
        if not self._is_shared:
            return None
        reads = [one if isinstance(one, str) else one.hex for one in self._reads]
        return Basis(self._position, reads, self._touches)

    def rely_on(self, looked_up: Iterable[str]) -> None:
        """Note keys of what a decision looked up elsewhere, such as in the views."""
        self._reads.update(looked_up)

    @property
    def today(self) -> date:
        """The day on which the entry is recorded, in the time zone of the desk."""
        return self.now.date()

    def collect_events(self) -> Sequence[Envelope]:
        """Return the events to record, in the order of the decisions."""
        return self.pending

    def expect(self, records: Iterable[UUID]) -> None:
        """Load many records at once. Some of the records may not exist."""
        wanted = [one for one in dict.fromkeys(records) if one not in self._loaded]
        self._loaded |= self.register.load_all(wanted)

    def load(self, record: UUID) -> Any:
        """Return the state of a record, or ``None`` if the record does not exist.

        Raises :class:`Refused` if the record has no event that this version can read.
        """
        loaded = self._get(record)
        if loaded and loaded.state is None:
            raise self._unreadable(record, loaded)
        return loaded.state if loaded else None

    def is_unreadable(self, record: UUID) -> bool:
        """Return whether this version cannot read a record completely."""
        loaded = self._get(record)
        return loaded is not None and loaded.unread is not None

    def refuse_unreadable(self, record: UUID) -> None:
        """Raise :class:`Refused` if this version cannot read a record completely."""
        loaded = self._get(record)
        if loaded and loaded.unread:
            raise self._unreadable(record, loaded)

    def find(self, kind: Kind, term: str) -> list[tuple[UUID, Any]]:
        """Return the records of ``kind`` that have ``term``, with their states."""
        self._reads.add(term)
        recorded = self.directory.find(kind.name, term)
        candidates = dict.fromkeys((*recorded, *self._terms.get((kind.name, term), ())))
        found = ((record, self._get(record)) for record in candidates)
        return [
            (record, one.state)
            for record, one in found
            if one
            and one.state is not None
            and one.kind is kind
            and not is_retracted(one.state)
            and term in one.terms
        ]

    def kind_of(self, record: UUID) -> Kind | None:
        """Return the kind of a record, or ``None`` if the record does not exist.

        Raises :class:`Refused` if the kind is unknown to this version.
        """
        loaded = self._get(record)
        if loaded and loaded.kind is None:
            raise self._unreadable(record, loaded)
        return loaded.kind if loaded else None

    def history(self, record: UUID) -> Sequence[AttrsInstance]:
        """Return all events of a record, from version 1."""
        loaded = self._get(record)
        return loaded.history if loaded else ()

    def entry_of(self, record: UUID, version: int) -> RecordedEntry | None:
        """Return the entry that recorded an event; ``None`` for an event of the current entry."""
        return self.register.entry_of(record, version)

    def touched(self, entry: UUID) -> Mapping[UUID, Sequence[int]]:
        """Return the records and versions of an entry's events.

        Whoever asks, undoes an entry, and looks at everything that came after it.
        """
        self.register.recorder.need_turn()
        return self.register.touched(entry)

    def decide(
        self, kind: Kind, record: UUID, decision: Callable[[Any], Sequence[AttrsInstance]]
    ) -> Sequence[AttrsInstance]:
        """Make ``decision`` on a record, and add its events to the entry."""
        loaded = self._get(record)
        self.refuse_unreadable(record)
        if loaded and loaded.kind and loaded.kind is not kind:
            raise Refused(
                f"{{record}} is {with_article(loaded.kind.name)}, not {with_article(kind.name)}",
                record=record,
            )
        events = decision(loaded.state if loaded else None)
        if events:
            self._keep(record, loaded or Loaded(record, kind, (), None), events)
        return events

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Roll back the decisions made in the block if the block raises an exception."""
        kept = len(self.pending)
        self._former.clear()
        try:
            yield
        except BaseException:
            del self.pending[kept:]
            for record, loaded in reversed(self._former):
                self._loaded[record] = loaded
            raise

    def _keep(self, record: UUID, loaded: Loaded, events: Sequence[AttrsInstance]) -> None:
        self._former.append((record, self._loaded[record]))
        after = loaded
        for event in events:
            after = after.followed_by(event)
            self.pending.append(Envelope(record, after.version, event))
        self._loaded[record] = after
        if self._is_shared:
            self._touches.update(keys.touched(loaded, after))
        assert after.kind
        for term in after.terms:
            if not term.startswith(FACET_TERMS):
                self._terms.setdefault((after.kind.name, term), {})[record] = None

    def know(self, records: Mapping[UUID, Loaded | None]) -> None:
        """Add records that are already loaded; ``None`` means that a record does not exist."""
        self._loaded |= records

    def loaded_of(self, kind: Kind) -> dict[UUID, Loaded | None]:
        """Return the loaded records of ``kind`` in their current state."""
        return {one: it for one, it in self._loaded.items() if it and it.kind is kind}

    def terms_added(self) -> Iterable[tuple[tuple[str, str], Iterable[UUID]]]:
        """Return the kinds and terms of the changed records, each with the records that have both.

        Leaves out terms that decisions do not use.
        """
        return self._terms.items()

    def _unreadable(self, record: UUID, loaded: Loaded) -> Refused:
        position = self.register.position_of(record, loaded.unread or 1)
        return Refused(
            f"{{record}} cannot be changed by this version: its event {position} was recorded by a"
            " newer Dragoman, or is damaged; to find out, type: dragoman audit verify",
            record=record,
        )

    def _get(self, record: UUID) -> Loaded | None:
        self._reads.add(record)
        try:
            return self._loaded[record]
        except KeyError:
            loaded = self._loaded[record] = self.register.load(record)
            return loaded


class Register(Application[UUID]):
    """A register of diplomatic activity, open for recording.

    ``engine`` comes from :func:`dragoman.store.open_register`, ``clock`` returns UTC instants,
    ``recorded_by`` is the person who records, and ``zone`` is the time zone of the desk.
    Environment variables have no effect.
    """

    mapper: EnvelopeMapper
    recorder: RegisterRecorder

    def __init__(
        self,
        engine: RegisterEngine,
        recorded_by: str,
        clock: Callable[[], datetime] = utc_now,
        zone: str = UTC_ZONE,
    ) -> None:
        self.engine = engine
        self.recorded_by = engine.recorder_name(recorded_by)
        self.clock = clock
        self.zone = zone
        super().__init__()

    def construct_env(self, name: str, env: EnvType | None = None) -> Environment:
        """Return an empty environment, so that environment variables have no effect."""
        return Environment(name, {})

    def construct_mapper(self) -> EnvelopeMapper:
        """Return the mapper of this register."""
        return EnvelopeMapper()

    def construct_recorder(self) -> RegisterRecorder:
        """Return the recorder of this register."""
        return RegisterRecorder(self.engine)

    def load(self, record: UUID) -> Loaded | None:
        """Return a record in its current state; ``None`` if the record does not exist."""
        try:
            return self.repository.get(record, projector_func=project)
        except AggregateNotFoundError:
            return None

    def existing(self, records: Iterable[UUID]) -> set[UUID]:
        """Return the given records that exist."""
        return self.recorder.select_existing(records)

    def position_of(self, record: UUID, version: int) -> int:
        """Return the position of a record's event, given the version of the event."""
        with self.recorder.reading() as connection:
            return queries.position_of(connection, record, version)

    def entry_of(self, record: UUID, version: int) -> RecordedEntry | None:
        """Return the entry that recorded an event; ``None`` if the event is not recorded."""
        with self.recorder.reading() as connection:
            last = queries.last_position(connection)
            for event in queries.record_history(connection, record, last):
                if event.version == version:
                    at, by, reason = event.recorded_at, event.recorded_by, event.reason
                    return RecordedEntry(event.entry, at, by, reason)
        return None

    def ref_of(self, record: UUID) -> Ref | None:
        """Return the ref of a record according to the log; ``None`` if the record has no ref.

        Undamaged views give the same ref.
        """
        with self.recorder.reading() as connection:
            found = queries.founding(connection, record)
            kind = kind_founded_by(found[1]) if found else None
            if found is None or kind is None:
                return None
            beginning = beginning_of(kind.name)
            return Ref.of(kind.name, queries.begun(connection, beginning, found[0]))

    def count_of(self, kind: str) -> int:
        """Return the number of records of a kind in the log."""
        with self.recorder.reading() as connection:
            last = queries.last_position(connection)
            return queries.begun(connection, beginning_of(kind), last)

    def last_position(self) -> int:
        """Return the last position; 0 if nothing is recorded."""
        return self.recorder.max_notification_id() or 0

    def load_all(self, records: Sequence[UUID]) -> dict[UUID, Loaded | None]:
        """Load up to :data:`queries.ASKED` records with one query."""
        histories: dict[UUID, list[Envelope]] = {one: [] for one in records}
        for stored in self.recorder.select_histories(records):
            envelope = self.mapper.to_domain_event(stored)
            histories[envelope.originator_id].append(envelope)
        return {one: project(None, history) for one, history in histories.items()}

    def touched(self, entry: UUID) -> dict[UUID, list[int]]:
        """Return the records and versions of an entry's events; empty for an unknown entry."""
        found: dict[UUID, list[int]] = {}
        for record, version in self.recorder.select_entry(entry):
            found.setdefault(record, []).append(version)
        return found

    def record(
        self,
        act: Callable[[RegisterUnitOfWork], T],
        directory: Directory,
        reason: str = "",
        *,
        numbered: bool = False,
        in_turn: bool = False,
    ) -> Entry[T]:
        """Run ``act`` and record its decisions as one entry; if ``act`` raises, record nothing.

        If ``numbered`` is true, the returned entry includes the refs of the records that it
        created.

        While ``act`` runs, no other process can change what ``act`` looks up, or else ``act`` runs
        again. With ``in_turn``, nobody else can record meanwhile; ``act`` needs this if it looks at
        the whole log. Raises :class:`EntryRefused` if the register rejects the events, for example
        because somebody has tampered with the register.
        """

        def decide() -> Entry[T]:
            directory.refresh()
            uow = self._unit_of_work(directory)
            result = act(uow)
            positions = self._record_entry(uow, reason or uow.reason) if uow.pending else []
            refs = self._refs_founded(uow.pending) if numbered else {}
            return Entry(uow.id, result, positions, refs)

        directory.refresh()
        return self.recorder.decided(decide, in_turn=in_turn)

    def _unit_of_work(self, directory: Directory) -> RegisterUnitOfWork:
        now = self.clock().astimezone(rules_of(self.zone))
        return RegisterUnitOfWork(self, directory, now, self.zone)

    def _record_entry(self, uow: RegisterUnitOfWork, reason: str) -> Sequence[int]:
        try:
            recordings = self.save(
                uow,  # type: ignore[arg-type]  # collects its events as an aggregate does
                entry=uow.id,
                recorded_by=self.recorded_by,
                reason=reason,
                clock=self.clock(),
                basis=uow.basis,
            )
        except IntegrityError as error:
            raise EntryRefused(str(error)) from error
        return [one.notification.id for one in recordings]

    def _refs_founded(self, envelopes: Iterable[Envelope]) -> dict[UUID, Ref]:
        new = [one.originator_id for one in envelopes if one.originator_version == 1]
        return {record: ref for record in new if (ref := self.ref_of(record))}

    def rehearse(
        self, act: Callable[[RegisterUnitOfWork], T], directory: Directory
    ) -> Rehearsal[T]:
        """Run ``act`` without recording, and return its result and the events to record."""
        directory.refresh()
        with self.recorder.rehearsal():
            directory.refresh()
            uow = self._unit_of_work(directory)
            return Rehearsal(act(uow), uow.pending)
