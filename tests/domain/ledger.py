"""A register in memory, and functions for the use cases with which most tests begin."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from attrs import define, field

from dragoman.domain import use_cases
from dragoman.domain.amendments import is_retracted
from dragoman.domain.consultation import KIND as CONSULTATION
from dragoman.domain.dates import parse_date
from dragoman.domain.kind import Kind
from dragoman.domain.party import KIND as PARTY
from dragoman.domain.party import Identity
from dragoman.domain.refusal import Refused
from dragoman.domain.unit_of_work import Outcome, RecordedEntry
from dragoman.domain.visit import KIND as VISIT
from tests.domain.samples import (
    BODY,
    OWED,
    SESSION,
    TODAY,
    TRIP,
    charter,
    number,
    particulars,
    undertaking,
)

NOON = datetime(2026, 1, 15, 12, tzinfo=UTC)
"""The time of every entry."""
UNKNOWN = number(99)
Histories = dict[UUID, tuple[Kind, tuple[Any, ...]]]


@define
class Ledger:
    """A register in memory: every record with its kind and its events.

    As in a real register, ``find`` skips retracted records, even if only the current entry retracts
    them.
    """

    today: date = TODAY
    entry: list[tuple[UUID, Any]] = field(factory=list)
    _records: Histories = field(factory=dict)
    _recorded: Histories = field(factory=dict)
    _entries: dict[UUID, dict[UUID, list[int]]] = field(factory=dict)

    @property
    def now(self) -> datetime:
        """Noon of the current day."""
        return datetime.combine(self.today, NOON.timetz())

    def load(self, record: UUID) -> Any:
        """Return the state of a record, or ``None`` if the record does not exist."""
        return _state(self._records, record)

    def is_unreadable(self, record: UUID) -> bool:
        """Return false, because this ledger can read every record."""
        return False

    def refuse_unreadable(self, record: UUID) -> None:
        """Do nothing, because this ledger can read every record."""

    def find(self, kind: Kind, term: str) -> list[tuple[UUID, Any]]:
        """Return the records of ``kind`` whose terms include ``term``, except retracted records."""
        found = ((one, self.load(one)) for one, (its, _) in self._records.items() if its is kind)
        return [
            (one, state) for one, state in found if term in state.terms and not is_retracted(state)
        ]

    def decide(
        self, kind: Kind, record: UUID, decision: Callable[[Any], Sequence[Any]]
    ) -> Sequence[Any]:
        """Call ``decision`` with the state of a record, and append the events that it returns."""
        known, history = self._records.get(record, (kind, ()))
        if known is not kind:
            raise Refused(f"{{record}} is a {known.name}, not a {kind.name}", record=record)
        events = decision(self.load(record))
        if events:
            kind.fold((*history, *events))
            self._records[record] = (kind, (*history, *events))
        self.entry += [(record, event) for event in events]
        return events

    def kind_of(self, record: UUID) -> Kind | None:
        """Return the kind of a record, or ``None`` if the record does not exist."""
        return self._records[record][0] if record in self._records else None

    def history(self, record: UUID) -> Sequence[Any]:
        """Return all events of a record."""
        return self._records[record][1] if record in self._records else ()

    def entry_of(self, record: UUID, version: int) -> RecordedEntry | None:
        """Return the entry that recorded an event, or ``None`` for the current entry."""
        for entry, touched in self._entries.items():
            if version in touched.get(record, ()):
                return RecordedEntry(entry, NOON, "officer", "")
        return None

    def touched(self, entry: UUID) -> Mapping[UUID, Sequence[int]]:
        """Return the versions of the events that an entry added, keyed by record."""
        return self._entries.get(entry, {})

    def told(self) -> list[tuple[UUID, Any]]:
        """Return the records and events of the current entry, and start the next entry."""
        entry, self.entry, self._recorded = self.entry, [], dict(self._records)
        return entry

    def record(self, act: Callable[..., Any], *args: Any, **facts: Any) -> UUID:
        """Run a use case as an entry of its own, and return the entry.

        If the use case raises a refusal, the ledger keeps none of its events.
        """
        self.told()
        try:
            act(self, *args, **facts)
        except Refused:
            self.entry, self._records = [], dict(self._recorded)
            raise
        entry = number(1000 + len(self._entries))
        touched = self._entries[entry] = {}
        for record, _ in self.entry:
            versions = touched.setdefault(record, [])
            versions.append(len(_history(self._recorded, record)) + len(versions) + 1)
        self.told()
        return entry

    def standing(self) -> dict[UUID, Any]:
        """Return the state of every record that is not retracted."""
        states = {record: self.load(record) for record in self._records}
        return {record: state for record, state in states.items() if not is_retracted(state)}


def _history(records: Histories, record: UUID) -> tuple[Any, ...]:
    return records[record][1] if record in records else ()


def _state(records: Histories, record: UUID) -> Any:
    if record not in records:
        return None
    kind, history = records[record]
    return kind.fold(history)


def founded() -> Ledger:
    """Return a register that holds the political consultations of Azerbaijan and Iraq."""
    uow = Ledger()
    uow.record(use_cases.establish, BODY, charter())
    return uow


def visit(uow: Ledger, record: UUID = TRIP, status: str = "concluded", **facts: Any) -> Outcome:
    """Advance a visit to ``status``."""
    return use_cases.engage(uow, VISIT, record, status, particulars(**facts))


def session(uow: Ledger, record: UUID = SESSION, status: str = "held", **facts: Any) -> Outcome:
    """Advance a session of the political consultations to ``status``."""
    facts = {"mechanism": BODY, **facts}
    return use_cases.engage(uow, CONSULTATION, record, status, particulars(**facts))


def owe(uow: Ledger, record: UUID = OWED, **facts: Any) -> Outcome:
    """Record the agreement of 1 April 2025 to hold the next session of the consultations."""
    facts = {"agreed": parse_date("2025-04-01"), **facts}
    return use_cases.agree(uow, record, undertaking(**facts))


def register(uow: Ledger, record: UUID, name: str, *aliases: str) -> Outcome:
    """Register a person from Azerbaijan."""
    return use_cases.register_party(uow, record, Identity(name=name, side="AZ"), aliases)


def parties(uow: Ledger) -> set[str]:
    """Return the names of all parties that are not retracted."""
    standing = uow.standing().items()
    return {state.name for record, state in standing if uow.kind_of(record) is PARTY}
