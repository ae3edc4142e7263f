"""The views of a register: opened, kept up to date, and read as of a position."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from uuid import UUID

from attrs import frozen
from sqlalchemy import Connection, Engine, select
from sqlalchemy.exc import IntegrityError

from dragoman.projections import disposable
from dragoman.projections.disposable import Bookmark, Design, DisposableFile
from dragoman.projections.edition import EDITION, VERSION
from dragoman.projections.places import APPLICATION_ID
from dragoman.projections.schema import metadata, progress
from dragoman.projections.snapshot import Snapshot
from dragoman.store import CUT, ProgressCallback, queries

CACHE = 16_384
"""Kilobytes of pages that are kept in memory."""


@cache
def design() -> Design:
    """What a file of views is to be."""
    return Design("views", APPLICATION_ID, VERSION, EDITION, metadata, CACHE)


@frozen
class Views:
    """The views of one register, in a file that may be deleted at any moment."""

    register: Engine
    file: DisposableFile

    @property
    def engine(self) -> Engine:
        """The database of the views, once they are made: see :meth:`refresh`."""
        return self.file.engine

    @property
    def path(self) -> Path:
        """Where they lie."""
        return self.file.path

    def notice(self, message: str) -> None:
        """Say something about them."""
        self.file.notice(message)

    def dispose(self) -> None:
        """Close them; remove them if they are temporary."""
        self.file.dispose()

    @contextmanager
    def reading(
        self, as_of: int | None = None, told: ProgressCallback = lambda *_: None
    ) -> Iterator[Snapshot]:
        """The views as of a position (the last one when ``None``), brought up to date first."""
        self.refresh(told)
        with self.engine.connect() as views, self.register.connect() as register:
            applied = views.execute(select(progress.c.position)).scalar_one()
            head = queries.head(register, applied if as_of is None else min(as_of, applied))
            yield Snapshot(views, head.position, head.recorded_at)

    def refresh(self, told: ProgressCallback = lambda *_: None, until: int | None = None) -> None:
        """Apply what was recorded since; make the views anew where they are not of this log.

        With ``until``, nothing is applied beyond that position.
        """
        with self.register.connect() as register:
            state = self.file.bookmark()
            last = queries.head(register, until).position
            if state is None or not is_past(register, state):
                if lost := _lost(register, state):
                    self.notice(f"note: {lost}; for details, type: dragoman audit verify")
                self._build(register, last, told)
            elif state.position != last:
                self._catch_up(register, last, told)

    def _build(self, register: Connection, last: int, told: ProgressCallback) -> None:
        self.file.make(
            lambda engine: _fill(register, engine, last, told),
            lambda bookmark: is_past(register, bookmark),
        )

    def _catch_up(self, register: Connection, last: int, told: ProgressCallback) -> None:
        try:
            _fill(register, self.engine, last, told)
        except (IntegrityError, sqlite3.IntegrityError):  # somebody has changed the views
            self._build(register, last, told)

    def rebuild(self, told: ProgressCallback = lambda *_: None) -> None:
        """Make the views anew from position 1."""
        with self.register.connect() as register:
            last = queries.last_position(register)
            self.file.replace(lambda engine: _fill(register, engine, last, told))

    def find(self, kind: str, term: str) -> list[UUID]:
        """The records of ``kind`` that have ``term`` as of the last position applied."""
        with self.engine.connect() as views:
            return Snapshot(views).ids(kind, term)

    def find_all(self, kind: str, terms: Sequence[str]) -> dict[str, list[UUID]]:
        """:meth:`find`, of many terms at once; those of which nothing is found are left out."""
        with self.engine.connect() as views:
            return Snapshot(views).ids_of_all(kind, terms)

    def lost(self) -> str | None:
        """What the views have seen that is not in the log any more, in words."""
        with self.register.connect() as register:
            return _lost(register, self.file.bookmark())


def _fill(register: Connection, views: Engine, last: int, told: ProgressCallback) -> None:
    from dragoman.projections.build import catch_up

    catch_up(register, views, last, told)


def is_past(register: Connection, bookmark: Bookmark) -> bool:
    """Whether a bookmark is at an event of this log, and not of another one."""
    at = queries.head(register, bookmark.position)
    return (at.position, at.entry_hex) == (bookmark.position, bookmark.entry)


def _lost(register: Connection, state: Bookmark | None) -> str | None:
    if state is None:
        return None
    at = queries.head(register, state.position)
    if at.position < state.position:
        seen = f"event {state.position} was seen here"
        return f"{seen}, and the register ends at event {at.position}: {CUT}"
    if at.entry_hex != state.entry:
        return f"event {state.position} is of another entry than the one that was seen here"
    return None


def open_views(
    register: Engine, path: Path, notice: Callable[[str], None] = lambda _: None
) -> Views:
    """The views at ``path``; temporary ones with a notice where something else lies there."""
    with register.connect() as connection:
        identity = queries.identity(connection).id.hex
    return Views(register, disposable.open_file(design(), path, identity, notice))
