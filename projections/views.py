"""The views of a register: opened, kept up to date, and read as of a position."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

from attrs import frozen
from sqlalchemy import Connection, Engine, Row, insert, inspect, select
from sqlalchemy.exc import DatabaseError, DBAPIError, IntegrityError, OperationalError
from sqlalchemy.schema import CreateTable

from projections.edition import EDITION
from projections.reading import Reading
from projections.schema import metadata, progress
from store import log
from store.database import sqlite_engine, writing
from store.errors import CUT, RegisterError, is_locked
from store.progress import Told

CACHE = 16_384
"""Kilobytes of pages that are kept in memory."""


@frozen
class Views:
    """The views of one register, which may be deleted at any moment."""

    register: Engine
    engine: Engine
    path: Path
    notice: Callable[[str], None]

    @contextmanager
    def reading(self, as_of: int | None = None, told: Told = lambda *_: None) -> Iterator[Reading]:
        """The views as of a position (the last one when ``None``), brought up to date first."""
        self.refresh(told)
        with self.engine.connect() as views, self.register.connect() as register:
            applied = views.execute(select(progress.c.position)).scalar_one()
            head = log.head(register, applied if as_of is None else min(as_of, applied))
            yield Reading(views, head.position, head.recorded_at)

    def refresh(self, told: Told = lambda *_: None, until: int | None = None) -> None:
        """Apply what was recorded since; make the views anew when they are not of this register.

        With ``until``, nothing is applied beyond that position.
        """
        with self.register.connect() as register:
            state = self._state()
            reached = state.position if state and _belongs(register, state) else None
            if reached is None:
                if lost := _lost(register, state):
                    self.notice(f"note: {lost}; dragoman audit verify tells more")
                self._clear(register)
            last = log.head(register, until).position
            if reached != last:
                self._catch_up(register, last, told)

    def _catch_up(self, register: Connection, last: int, told: Told) -> None:
        from projections.build import catch_up

        try:
            catch_up(register, self.engine, last, told)
        except (IntegrityError, sqlite3.IntegrityError):  # somebody has changed the views
            self._clear(register)
            catch_up(register, self.engine, last, told)

    def rebuild(self, told: Told = lambda *_: None) -> None:
        """Make the views anew from position 1."""
        with self.register.connect() as register:
            self._clear(register)
        self.refresh(told)

    def find(self, kind: str, term: str) -> list[UUID]:
        """The records of ``kind`` that have ``term`` as of the last position applied."""
        with self.engine.connect() as views:
            return Reading(views).ids(kind, term)

    def find_all(self, kind: str, terms: Sequence[str]) -> dict[str, list[UUID]]:
        """:meth:`find`, of many terms at once; those of which nothing is found are left out."""
        with self.engine.connect() as views:
            return Reading(views).ids_of_all(kind, terms)

    def lost(self) -> str | None:
        """What the views have seen that is not in the log any more, in words."""
        with self.register.connect() as register:
            return _lost(register, self._state())

    def _state(self) -> Row[Any] | None:
        try:
            with self.engine.connect() as views:
                state = views.execute(select(progress)).first()
                return state if state and isinstance(state.position, int) else None
        except OperationalError as error:
            if is_locked(error):
                raise
            return None  # no such table or column

    def _clear(self, register: Connection) -> None:
        with writing(self.engine) as views:
            for name in inspect(views).get_table_names():
                views.exec_driver_sql(f'DROP TABLE "{name}"')
            for table in metadata.sorted_tables:
                views.execute(CreateTable(table))
            values = {"register": log.identity(register).id.hex, "edition": EDITION}
            views.execute(insert(progress).values(position=0, **values))


def _belongs(register: Connection, state: Row[Any]) -> bool:
    """Whether views are of this register, this edition, and of a beginning of its log."""
    if (state.register, state.edition) != (log.identity(register).id.hex, EDITION):
        return False
    at = log.head(register, state.position)
    return (at.position, _hex(at.entry)) == (state.position, state.entry)


def _lost(register: Connection, state: Row[Any] | None) -> str | None:
    if state is None or state.register != log.identity(register).id.hex:
        return None
    at = log.head(register, state.position)
    if at.position < state.position:
        seen = f"event {state.position} was seen here"
        return f"{seen}, and the register ends at event {at.position}: {CUT}"
    if _hex(at.entry) != state.entry:
        return f"event {state.position} is of another entry than the one that was seen here"
    return None


def _hex(entry: UUID | None) -> str | None:
    return entry.hex if entry else None


def are_sound(path: Path) -> bool:
    """Whether the file of the views can be read as it should (``PRAGMA quick_check``)."""
    engine = sqlite_engine(path)
    try:
        with engine.connect() as connection:
            return connection.exec_driver_sql("PRAGMA quick_check(1)").scalar() == "ok"
    except DBAPIError:
        return False
    finally:
        engine.dispose()


def open_views(
    register: Engine, path: Path, notice: Callable[[str], None] = lambda _: None
) -> Views:
    """The views at ``path``, made when they are missing, and remade when they are no views."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return Views(register, _views_engine(path), path, notice)
    except (OSError, DBAPIError) as error:
        raise RegisterError(f"{path}: the views cannot be opened ({error})") from error


def _views_engine(path: Path) -> Engine:
    options = ("journal_mode = WAL", "synchronous = OFF", f"cache_size = -{CACHE}")
    engine = sqlite_engine(path, "mode=rwc", *options)
    try:
        _look_into(engine)
    except DatabaseError as error:
        if is_locked(error):
            raise
        engine.dispose()
        path.unlink()
        _look_into(engine)
    return engine


def _look_into(engine: Engine) -> None:
    with engine.connect() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM sqlite_master")
