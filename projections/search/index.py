"""The search index: which word stands in which record, in a file of its own beside the views.

It is made of the documents in the views, and caught up by the first search after something was
recorded, so that recording pays nothing for it. Each word is kept once, in every form in which it
may be asked for; ``postings`` tell where it stands, position-versioned as the views are. An index
may be deleted at any moment; one that is damaged, or not of these views, is made anew.
"""

import gc
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from attrs import frozen
from sqlalchemy import Connection, Engine, insert, select
from sqlalchemy.exc import DBAPIError, OperationalError

from projections.build import uncollected
from projections.edition import EDITION
from projections.reading import Reading
from projections.search import build
from projections.search.schema import metadata, reached
from projections.views import Views
from store import log
from store.database import sqlite_engine, writing
from store.errors import is_locked
from store.progress import Told

VERSION = f"1, {EDITION}"
"""An index of another version is made anew; it tells how texts are chosen and taken apart."""

CACHE = 32_768
"""Kilobytes of pages that are kept in memory."""


@frozen
class Index:
    """The search index of some views, at ``path``."""

    views: Views
    engine: Engine
    path: Path

    @property
    def uri(self) -> str:
        """The file, as other connections take it."""
        return f"file:{quote(str(self.path.absolute()))}?mode=rw"

    def catch_up(self, reading: Reading, told: Told = lambda *_: None) -> None:
        """Bring the index at least to where ``reading`` stands, batch by batch.

        Each batch and the position it reaches are committed together, so that several may do it
        at once; the documents are those of the reading, whatever becomes of the views meanwhile.
        """
        with self.views.register.connect() as register, uncollected():
            known = self._reached(register)
            start = at = self._clear(register) if known is None else known
            vocabulary = build.Vocabulary()
            while at < reading.position:
                with writing(self.engine) as index:
                    now = _position(register, index) or 0
                    if now != at:  # another process has gone on, and knows new words
                        vocabulary = build.Vocabulary()
                    at = build.apply(register, reading, index, vocabulary, now)
                # Statements refer to themselves, and so to the keys that they ask for.
                gc.collect(0)
                told(at - start, reading.position - start)

    def _reached(self, register: Connection) -> int | None:
        """How far the index has come; ``None`` if it is not of this register's past."""
        with self.engine.connect() as index:
            return _position(register, index)

    def _clear(self, register: Connection) -> int:
        """Make an empty index, unless another process just has made one."""
        with writing(self.engine) as index:
            at = _position(register, index)
            if at is not None:
                return at
            metadata.drop_all(index)
            metadata.create_all(index)
            values = {"register": log.identity(register).id.hex, "version": VERSION}
            index.execute(insert(reached).values(position=0, **values))
        return 0


def _position(register: Connection, index: Connection) -> int | None:
    try:
        state = index.execute(select(reached)).first()
    except OperationalError as error:
        if is_locked(error) or "no such" not in str(error.orig):
            raise
        return None
    if state is None or not isinstance(state.position, int):
        return None
    if (state.register, state.version) != (log.identity(register).id.hex, VERSION):
        return None
    at = log.head(register, state.position)
    is_past = (at.position, at.entry and at.entry.hex) == (state.position, state.entry)
    return state.position if is_past else None


# --- Opening ----------------------------------------------------------------------------------


def path_beside(views: Path) -> Path:
    """Where the index of the views at that path lies."""
    return views.with_suffix(".search")


@contextmanager
def opened(views: Views, reading: Reading, told: Told = lambda *_: None) -> Iterator[Index]:
    """The index of the views, caught up with a reading of them.

    What cannot be opened or written is removed and made anew; where that is impossible, the index
    is made in a folder for this once.
    """
    path = path_beside(views.path)
    index = _caught_up(views, path, reading, told)
    if index is None and removed(path):
        index = _caught_up(views, path, reading, told)
    with ExitStack() as stack:
        if index is None:
            folder = stack.enter_context(TemporaryDirectory(prefix="dragoman-search-"))
            index = _made_for_once(views, Path(folder) / path.name, reading, told)
        stack.callback(index.engine.dispose)
        yield index


def _caught_up(views: Views, path: Path, reading: Reading, told: Told) -> Index | None:
    """The index at ``path``, if one is or can be there."""
    index = _at(views, path)
    try:
        index.catch_up(reading, told)
    except DBAPIError as error:
        index.engine.dispose()
        if is_locked(error):
            raise
        return None
    return index


def _at(views: Views, path: Path) -> Index:
    options = ("journal_mode = WAL", "synchronous = OFF", f"cache_size = -{CACHE}")
    return Index(views, sqlite_engine(path, "mode=rwc", *options), path)


def _made_for_once(views: Views, path: Path, reading: Reading, told: Told) -> Index:
    kept = path_beside(views.path)
    views.notice(f"note: {kept}: the index cannot be kept there; it is made for this search alone")
    index = _at(views, path)
    index.catch_up(reading, told)
    return index


def removed(path: Path) -> bool:
    """Remove an index; return whether there was one that could be removed."""
    try:
        path.unlink()
        for end in ("-wal", "-shm"):
            Path(f"{path}{end}").unlink(missing_ok=True)
    except OSError:
        return False
    return True
