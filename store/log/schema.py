"""The schema of a register: an append-only table of events, the same for every database engine.

Other append-only tables hold marks, seals, and the circumstances of each entry.
"""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Dialect,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.types import TypeDecorator, TypeEngine

from dragoman.store.log.formats import id_of, instant_of, rfc3339

T = TypeVar("T")


class Hex(TypeDecorator[UUID]):
    """A UUID, stored as 32 hexadecimal digits in SQLite and natively in other databases."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[UUID] | TypeEngine[str]:
        return _native(dialect, Uuid())

    def process_bind_param(self, value: UUID | None, dialect: Dialect) -> UUID | str | None:
        return value.hex if value is not None and dialect.name == "sqlite" else value

    def process_result_value(self, value: UUID | str | None, dialect: Dialect) -> UUID | None:
        return id_of(value) if isinstance(value, str) else value


class Key(TypeDecorator[str]):
    """A UUID that queries return as 32 hexadecimal digits, for code that only compares ids."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[UUID] | TypeEngine[str]:
        return _native(dialect, Uuid())

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[UUID], str] | None:
        return None if dialect.name == "sqlite" else _digits


def _digits(value: UUID) -> str:
    return value.hex


def _native(dialect: Dialect, elsewhere: TypeEngine[T]) -> TypeEngine[T] | TypeEngine[str]:
    """Return a type that is text in SQLite, and a native type in other databases."""
    if dialect.name == "sqlite":
        return dialect.type_descriptor(Text())
    return dialect.type_descriptor(elsewhere)


class Instant(TypeDecorator[datetime]):
    """A UTC instant in microseconds: RFC 3339 text in SQLite, and timestamptz in other databases.

    For a malformed instant, queries return :data:`UNREADABLE`.
    """

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[datetime] | TypeEngine[str]:
        return _native(dialect, DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | str | None:
        return rfc3339(value) if value is not None and dialect.name == "sqlite" else value

    def process_result_value(
        self, value: datetime | str | None, dialect: Dialect
    ) -> datetime | None:
        return value if value is None or isinstance(value, datetime) else instant_of(value)


metadata = MetaData()

events = Table(
    "events",
    metadata,
    Column("position", BigInteger().with_variant(Integer(), "sqlite"), primary_key=True),
    Column("originator_id", Hex, nullable=False),
    Column("originator_version", Integer, nullable=False),
    Column("topic", Text, nullable=False),
    Column("state", LargeBinary, nullable=False),
    Column("entry", Hex, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("recorded_by", Text, nullable=False),
    Column("reason", Text, nullable=False),
    UniqueConstraint("originator_id", "originator_version", name="one_event_a_version"),
    sqlite_autoincrement=True,
    sqlite_strict=True,
)

register = Table(
    "register",
    metadata,
    Column("id", Hex, primary_key=True),
    Column("schema_version", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    sqlite_strict=True,
)

entries = Table(
    "entries",
    metadata,
    Column("position", BigInteger().with_variant(Integer(), "sqlite"), primary_key=True),
    Column("entry", Hex, nullable=False),
    Column("clock", Instant, nullable=False),
    Column("os_user", Text, nullable=False),
    Column("host", Text, nullable=False),
    sqlite_strict=True,
)
"""The circumstances of each entry, at the position of its first event.

The circumstances are the reading of the machine's clock, the account in the operating system, and
the host. An event has the circumstances in the last row at or before its position, if that row
names the same entry. Events that older versions or other programs recorded have no circumstances.
"""

marks = Table(
    "marks",
    metadata,
    Column("name", Text, primary_key=True, nullable=False),
    Column("value", Text, nullable=False),
    sqlite_strict=True,
)
"""The marks that a register gets at its creation, such as the mark of a test register."""

seals = Table(
    "seals",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("size", BigInteger().with_variant(Integer(), "sqlite"), nullable=False),
    Column("note", Text, nullable=False),
    Column("signers", Text, nullable=False),
    Column("kept_at", Instant, nullable=False),
    Column("kept_by", Text, nullable=False),
    sqlite_strict=True,
)
"""The signed notes. Each row has a note as created or cosigned; ``signers`` are the signers' keys.
"""
