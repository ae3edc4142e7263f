"""The search index: which word stands in which record, in a file of its own beside the views.

It is made of the documents in the views, and caught up by the first search after something was
recorded, so that recording pays nothing for it. Each word is kept once, in every form in which it
may be asked for; ``postings`` tell where it stands, position-versioned as the views are.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from attrs import frozen
from sqlalchemy import Connection, Engine

from dragoman.projections import disposable
from dragoman.projections.build import uncollected
from dragoman.projections.disposable import Bookmark, Design, DisposableFile
from dragoman.projections.edition import EDITION
from dragoman.projections.edition import VERSION as VIEWS_VERSION
from dragoman.projections.search import build
from dragoman.projections.search.schema import metadata
from dragoman.projections.snapshot import Snapshot
from dragoman.projections.views import Views, is_past
from dragoman.store import NotificationLog, ProgressCallback, uri_of, writing

APPLICATION_ID = 0x44524753
"""``DRGS``: marks a file of the search index."""

VERSION = 3
"""How texts are chosen and taken apart; an index of another version is made anew."""

CACHE = 32_768
"""Kilobytes of pages that are kept in memory."""


@cache
def design() -> Design:
    """What the file of an index is to be: it follows from the documents of the views."""
    edition = f"{VERSION}, {EDITION}"
    version = VERSION + VIEWS_VERSION
    return Design("search index", APPLICATION_ID, version, edition, metadata, CACHE)


@frozen
class Index:
    """The search index of some views."""

    views: Views
    file: DisposableFile

    @property
    def engine(self) -> Engine:
        """The database of the index, once it is made: see :meth:`catch_up`."""
        return self.file.engine

    @property
    def uri(self) -> str:
        """The file, as other connections take it."""
        return uri_of(self.file.path, "mode=rw")

    def catch_up(self, snapshot: Snapshot, told: ProgressCallback = lambda *_: None) -> None:
        """Bring the index at least to where ``reading`` stands, batch by batch.

        Each batch and the position it reaches are committed together, so that several may do it
        at once; the documents are those of the reading, whatever becomes of the views meanwhile.
        """
        with self.views.register.connect() as register, uncollected():
            known = self._reached(register)
            if known is None:
                self.file.make(
                    lambda engine: self._fill(register, engine, 0, snapshot, told),
                    lambda bookmark: is_past(register, bookmark),
                )
            else:
                self._fill(register, self.engine, known, snapshot, told)

    def rebuild(self, snapshot: Snapshot, told: ProgressCallback = lambda *_: None) -> None:
        """Make the index anew."""
        with self.views.register.connect() as register, uncollected():
            self.file.replace(lambda engine: self._fill(register, engine, 0, snapshot, told))

    def _fill(
        self,
        register: Connection,
        engine: Engine,
        start: int,
        snapshot: Snapshot,
        told: ProgressCallback,
    ) -> None:
        at = start
        vocabulary = build.Vocabulary()
        while at < snapshot.position:
            with writing(engine) as index:
                now = _position(register, self.file.bookmark_on(index)) or 0
                if now != at:  # another process has gone on, and knows new words
                    vocabulary = build.Vocabulary()
                at = build.apply(NotificationLog(register), snapshot, index, vocabulary, now)
            # Statements refer to themselves, and so to the keys that they ask for.
            gc.collect(0)
            told(at - start, snapshot.position - start)

    def _reached(self, register: Connection) -> int | None:
        """How far the index had come when its file was looked at."""
        return _position(register, self.file.bookmark())


def _position(register: Connection, bookmark: Bookmark | None) -> int | None:
    """How far an index has come; ``None`` if it is not of this register's past."""
    return bookmark.position if bookmark and is_past(register, bookmark) else None


def path_beside(views: Path) -> Path:
    """Where the index of the views at that path lies."""
    return views.with_suffix(".search")


@contextmanager
def opened(
    views: Views, snapshot: Snapshot, told: ProgressCallback = lambda *_: None
) -> Iterator[Index]:
    """The index of the views, caught up with a reading of them."""
    with open_index(views) as index:
        index.catch_up(snapshot, told)
        yield index


@contextmanager
def open_index(views: Views) -> Iterator[Index]:
    """The index of the views as it lies beside them, which may still have to be made."""
    path = path_beside(views.path)
    file = disposable.open_file(design(), path, views.file.register, views.notice)
    try:
        yield Index(views, file)
    finally:
        file.dispose()


def discard_damaged(views: Path) -> bool:
    """Remove the index beside some views if it cannot be read; return whether it was removed."""
    return disposable.discard_damaged(design(), path_beside(views))
