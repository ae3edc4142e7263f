"""Use cases for tests that record from several threads and processes."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from attrs import define

from dragoman.domain import source, use_cases
from dragoman.domain.dates import parse_date
from dragoman.domain.engagement import Particulars
from dragoman.domain.meeting import KIND as MEETING
from dragoman.domain.participant import Participant
from dragoman.domain.source import Source
from dragoman.projections.views import open_views
from dragoman.store.engines.database import Database
from dragoman.store.engines.opening import open_register
from dragoman.store.engines.sqlite import create_register
from dragoman.store.errors import explained
from dragoman.store.log.queries import head
from dragoman.store.log.register import Register, RegisterUnitOfWork

NOON = datetime(2025, 4, 22, 12, tzinfo=UTC)
SHARED = UUID(int=1)
"""The id of the meeting for which all writers cite sources."""


@define
class Clock:
    """A clock that a test sets by hand."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now

    def wait(self, **span: float) -> None:
        """Move the clock forward or back."""
        self.now += timedelta(**span)


class Nowhere:
    """A directory of records in which every search finds nothing."""

    def refresh(self) -> None:
        """Do nothing."""

    def find(self, kind: str, term: str) -> list[UUID]:
        """Return no records."""
        return []


def meet(record: UUID, title: str = "Talks", person: str = "Leyla Aliyeva") -> Callable[..., Any]:
    """Return a use case that records a meeting with one participant."""
    facts = Particulars(
        title=title,
        occurred=parse_date("2025-04-20"),
        parties=("AZ", "IQ"),
        participants=(Participant(name=person, side="AZ"),),
    )
    return lambda uow: use_cases.engage(uow, MEETING, record, "held", facts)


def cite(title: str) -> Callable[[RegisterUnitOfWork], Any]:
    """Return a use case that cites a source for the meeting that all writers share."""
    cited = Source(title=title)
    return lambda uow: uow.decide(MEETING, SHARED, lambda state: source.cite(state, cited))


def meet_and_cite(title: str) -> Callable[[RegisterUnitOfWork], Any]:
    """Return a use case that records a new meeting and cites a source for the shared meeting.

    Both meetings have the same participant.
    """

    def act(uow: RegisterUnitOfWork) -> None:
        meet(uuid4(), title)(uow)
        meet(SHARED)(uow)
        cite(title)(uow)

    return act


def record_many(path: Path, name: str, count: int) -> list[UUID]:
    """Record ``count`` entries as the author ``name``; return the ids of the entries.

    The entries go through the same code as those of the command line.
    """
    engine = open_register(path)
    views = open_views(engine, path.with_name("views.db"))
    register = Register(engine, name)
    with explained(path):
        entries = [register.record(meet_and_cite(f"{name} {n}"), views).id for n in range(count)]
    views.engine.dispose()
    engine.dispose()
    return entries


def found(path: Path) -> None:
    """Create a register at ``path`` unless one exists."""
    create_register(path, NOON)


def dump(path: Path) -> list[str]:
    """Return the complete content of a register, including its schema."""
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def last_position(engine: Database) -> int:
    """Return the last position of a register."""
    with engine.connect() as connection:
        return head(connection).position


def number(value: int) -> UUID:
    """Return a record id that is easy to recognise in messages."""
    return UUID(int=value)
