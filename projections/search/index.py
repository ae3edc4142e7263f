"""The search index: the words of each record, in a separate file beside the views.

The index is built from the documents in the views. The first search after a recording updates the
index, so the recording itself takes no extra time. A large import starts a process that updates the
index; see :mod:`.follower`. The index keeps each word once, in all its searchable forms.
``postings`` holds the places where each word occurs, versioned by position like the views.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from attrs import frozen

from dragoman.projections import disposable
from dragoman.projections.build import uncollected
from dragoman.projections.disposable import Bookmark, Design, DisposableFile
from dragoman.projections.edition import EDITION
from dragoman.projections.edition import VERSION as VIEWS_VERSION
from dragoman.projections.search import build
from dragoman.projections.snapshot import Snapshot
from dragoman.projections.views import Views, is_past_now
from dragoman.store import Connection, Database, NotificationLog, ProgressCallback, uri_of, writing

APPLICATION_ID = 0x44524753
"""``DRGS``, which marks a file of the search index."""

VERSION = 6
"""The version of the rules for choosing and splitting texts; an index of another version is
rebuilt.
"""

CACHE = 32_768
"""The size of the page cache, in kilobytes."""


@cache
def design() -> Design:
    """Return the specification of an index file, which depends on the documents of the views."""
    edition = f"{VERSION}, {EDITION}"
    version = VERSION + VIEWS_VERSION
    return Design(
        "search index",
        APPLICATION_ID,
        version,
        edition,
        "dragoman.projections.search.schema",
        CACHE,
    )


@frozen
class Index:
    """The search index for the views of a register."""

    views: Views
    file: DisposableFile

    @property
    def engine(self) -> Database:
        """The database of the index; available after :meth:`catch_up`."""
        return self.file.engine

    @property
    def uri(self) -> str:
        """The URI of the file, for other connections."""
        return uri_of(self.file.path, "mode=rw")

    def catch_up(self, snapshot: Snapshot, on_progress: ProgressCallback = lambda *_: None) -> None:
        """Update the index at least to the position of the snapshot, batch by batch.

        The update commits each batch together with the position that the batch reaches, so several
        processes may update the index at once. The documents come from the snapshot, even if the
        views change meanwhile. If the snapshot lacks withheld records, the documents come from the
        views instead, because the index has all records.
        """
        if snapshot.redaction:
            with self.views.current(snapshot.position) as whole:
                self.catch_up(whole, on_progress)
            return
        with self.views.register.connect() as register, uncollected():
            known = self._reached()
            if known is None:
                self.file.make(
                    lambda engine: self._fill(register, engine, 0, snapshot, on_progress),
                    lambda bookmark: is_past_now(self.views.register, bookmark),
                )
            else:
                self._fill(register, self.engine, known, snapshot, on_progress)

    def rebuild(self, snapshot: Snapshot, on_progress: ProgressCallback = lambda *_: None) -> None:
        """Rebuild the index from the documents in the views."""
        with self.views.register.connect() as register, uncollected():
            self.file.replace(lambda engine: self._fill(register, engine, 0, snapshot, on_progress))

    def _fill(
        self,
        register: Connection,
        engine: Database,
        start: int,
        snapshot: Snapshot,
        on_progress: ProgressCallback,
    ) -> None:
        at = start
        vocabulary = build.Vocabulary()
        while at < snapshot.position:
            with writing(engine) as index:
                now = self._position(self.file.bookmark_on(index)) or 0
                if now != at:  # another process has continued, and may have added words
                    vocabulary = build.Vocabulary()
                at = build.apply(NotificationLog(register), snapshot, index, vocabulary, now)
            # Statements form reference cycles, which keep the keys in memory.
            gc.collect(0)
            on_progress(at - start, snapshot.position - start)

    def _reached(self) -> int | None:
        """Return the position that the index had reached when its file was inspected."""
        return self._position(self.file.bookmark())

    def _position(self, bookmark: Bookmark | None) -> int | None:
        """Return the position of a bookmark; ``None`` if the bookmark is not from this log."""
        is_ours = bookmark and is_past_now(self.views.register, bookmark)
        return bookmark.position if bookmark and is_ours else None


def path_beside(views: Path) -> Path:
    """Return the path of the index for the views at a path."""
    return views.with_suffix(".search")


@contextmanager
def opened(
    views: Views, snapshot: Snapshot, on_progress: ProgressCallback = lambda *_: None
) -> Iterator[Index]:
    """Yield the index for the views, updated to a snapshot of the views."""
    with open_index(views) as index:
        index.catch_up(snapshot, on_progress)
        yield index


@contextmanager
def open_index(views: Views) -> Iterator[Index]:
    """Yield the index beside the views, without building or updating the index."""
    path = path_beside(views.path)
    file = disposable.open_file(design(), path, views.file.register, views.notice)
    try:
        yield Index(views, file)
    finally:
        file.dispose()


def discard_damaged(views: Path) -> bool:
    """Remove an unreadable index beside the views; return whether the index was removed."""
    return disposable.discard_damaged(design(), path_beside(views))
