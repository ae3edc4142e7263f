"""The views of a register: open them, keep them up to date, and read them as of a position."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import ModuleType
from uuid import UUID

from attrs import frozen

from dragoman.projections import disposable
from dragoman.projections.disposable import Bookmark, Design, DisposableFile
from dragoman.projections.edition import EDITION, VERSION
from dragoman.projections.places import APPLICATION_ID
from dragoman.projections.snapshot import LATEST, Snapshot
from dragoman.projections.tables import counted, progress
from dragoman.store import (
    CUT,
    Connection,
    Database,
    ProgressCallback,
    RegisterEngine,
    driver_error,
    queries,
    select,
)

CACHE = 16_384
"""The size of the page cache, in kilobytes."""


@cache
def design() -> Design:
    """Return the specification of a file of views."""
    return Design("views", APPLICATION_ID, VERSION, EDITION, "dragoman.projections.schema", CACHE)


@frozen
class Views:
    """The views of one register, in a file that you can safely delete at any time."""

    register: RegisterEngine
    file: DisposableFile

    @property
    def engine(self) -> Database:
        """The database of the views; available after :meth:`refresh`."""
        return self.file.engine

    @property
    def path(self) -> Path:
        """The path of the file."""
        return self.file.path

    def notice(self, message: str) -> None:
        """Show a notice about the views."""
        self.file.notice(message)

    def dispose(self) -> None:
        """Close the views; remove the file if it is temporary."""
        self.file.dispose()

    @contextmanager
    def reading(
        self, as_of: int | None = None, on_progress: ProgressCallback = lambda *_: None
    ) -> Iterator[Snapshot]:
        """Update the views, and yield them as of a position (``None`` for the last position)."""
        self.refresh(on_progress)
        with self.current(as_of) as snapshot:
            yield snapshot

    @contextmanager
    def current(self, as_of: int | None = None) -> Iterator[Snapshot]:
        """Yield the views as they are, without applying the latest events."""
        with self.engine.connect() as views, self.register.connect() as register:
            applied = views.execute(select(progress.c.position)).scalar_one()
            head = queries.head(register, applied if as_of is None else min(as_of, applied))
            yield Snapshot(views, head.position, head.recorded_at)

    def refresh(
        self,
        on_progress: ProgressCallback = lambda *_: None,
        until: int | None = None,
        *,
        counts: bool = True,
    ) -> None:
        """Apply the latest events; rebuild the views if they belong to another log.

        With ``until``, stop at that position. An import refreshes the views after every batch, but
        sets ``counts`` only after the last batch. Until then, reports count the contacts one by
        one.
        """
        with self.register.connect() as register:
            state = self.file.bookmark()
            last = queries.head(register, until).position
            if state is None or not is_past(register, state):
                if lost := _lost(register, state):
                    self.notice(f"note: {lost}; for details, type: dragoman audit verify")
                self._build(register, last, on_progress)
            elif state.position != last or (counts and self._counted() != last):
                self._catch_up(register, last, on_progress, counts)

    def _build(self, register: Connection, last: int, on_progress: ProgressCallback) -> None:
        self.file.make(
            lambda engine: _builder().catch_up(register, engine, last, on_progress),
            lambda bookmark: is_past_now(self.register, bookmark),
        )

    def _counted(self) -> int:
        with self.engine.connect() as views:
            return counted(views)

    def _catch_up(
        self, register: Connection, last: int, on_progress: ProgressCallback, counts: bool
    ) -> None:
        try:
            _builder().catch_up(register, self.engine, last, on_progress, counts=counts)
        except Exception as error:
            if not isinstance(driver_error(error), sqlite3.IntegrityError):
                raise
            # someone has changed the views
            self._build(register, last, on_progress)

    def rebuild(self, on_progress: ProgressCallback = lambda *_: None) -> None:
        """Rebuild the views from position 1."""
        with self.register.connect() as register:
            last = queries.last_position(register)
            self.file.replace(
                lambda engine: _builder().catch_up(register, engine, last, on_progress)
            )

    def find(self, kind: str, term: str, as_of: int = LATEST) -> list[UUID]:
        """Return the ids of the records of ``kind`` that match ``term`` as of a position."""
        with self.engine.connect() as views:
            return Snapshot(views, as_of).ids(kind, term)

    def find_all(
        self, kind: str, terms: Sequence[str], as_of: int = LATEST
    ) -> dict[str, list[UUID]]:
        """Find the records for many terms at once; leave out terms that match no record."""
        with self.engine.connect() as views:
            return Snapshot(views, as_of).ids_of_all(kind, terms)

    def lost(self) -> str | None:
        """Describe the events that the views have seen but the log no longer contains."""
        with self.register.connect() as register:
            return _lost(register, self.file.bookmark())


def _builder() -> ModuleType:
    """Return the module that builds the views. Loads the module only when it is needed."""
    from dragoman.projections import build

    return build


def is_past(register: Connection, bookmark: Bookmark) -> bool:
    """Return whether a bookmark is at an event of this log, and not of another log."""
    at = queries.head(register, bookmark.position)
    return (at.position, at.entry_hex) == (bookmark.position, bookmark.entry)


def is_past_now(register: RegisterEngine, bookmark: Bookmark) -> bool:
    """Apply :func:`is_past` to the current log, which may have grown since a build began."""
    with register.connect() as connection:
        return is_past(connection, bookmark)


def _lost(register: Connection, state: Bookmark | None) -> str | None:
    if state is None:
        return None
    at = queries.head(register, state.position)
    if at.position < state.position:
        seen = f"the views include event {state.position}"
        return f"{seen}, but the register ends at event {at.position}: {CUT}"
    if at.entry_hex != state.entry:
        return f"event {state.position} belongs to a different entry than when the views were built"
    return None


def open_views(
    register: RegisterEngine, path: Path, notice: Callable[[str], None] = lambda _: None
) -> Views:
    """Return the views at ``path``; if a foreign file is there, return temporary views."""
    with register.connect() as connection:
        identity = queries.identity(connection).id.hex
    return Views(register, disposable.open_file(design(), path, identity, notice))
