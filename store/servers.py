"""Registers on servers, for administrators: create, copy, and give rights.

The driver for PostgreSQL is an extra, so this module loads it only when it is needed.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from dragoman.store.errors import RegisterError
from dragoman.store.files import new_database
from dragoman.store.location import Location
from dragoman.store.progress import ProgressCallback
from dragoman.store.sources import Copied

RIGHTS = {
    "reader": "may now read the register",
    "recorder": "may now read the register and record in it",
    "auditor": "may now read the register and seal it",
}
"""The rights that people can have, and what each allows."""


class CopiedRegister(NamedTuple):
    """A copied register: its last position, the root of its log, and the copied sources."""

    position: int
    root: bytes
    sources: Copied


@contextmanager
def available() -> Iterator[None]:
    """Raise :class:`RegisterError` if the driver for PostgreSQL is missing."""
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "psycopg":
            raise
        raise RegisterError(
            "to use a register on a server, run: pip install 'dragoman[postgres]'"
        ) from error
    except ImportError as error:
        if "pq wrapper" not in str(error):
            raise
        raise RegisterError(f"the driver for PostgreSQL cannot be loaded: {error}") from error


def script_with_identity(now: datetime, *, test: bool = False) -> str:
    """Return the SQL that creates a register, for an administrator to read and run."""
    from dragoman.store.engines.postgresql import creating

    return creating.script_with_identity(now, test=test)


def create_on_server(location: Location, now: datetime, *, test: bool = False) -> UUID:
    """Create a register in an empty database; return its id. Raises :class:`RegisterError`."""
    from dragoman.store.engines.postgresql import creating

    return creating.create_on_server(location, now, test=test)


def grant(location: Location, name: str, right: str) -> None:
    """Give a login role one of the :data:`RIGHTS`. Raises :class:`RegisterError`."""
    from dragoman.store.engines.postgresql import creating

    creating.grant(location, name, right)


def copied(
    one: Location,
    other: Location,
    cache: Callable[[], Path],
    told: ProgressCallback = lambda *_: None,
) -> CopiedRegister:
    """Copy a register, and the kept sources that it cites, from a file to a server, or back.

    Reads both logs afterwards. Raises :class:`RegisterError` if the source has problems, and if the
    copy differs.
    """
    from dragoman.store.engines.opening import open_register
    from dragoman.store.proof.verification import examine

    def examined(location: Location) -> tuple[int, bytes]:
        engine = open_register(location, cache)
        try:
            with engine.whole_log(told) as log:
                found = examine(log)
        finally:
            engine.dispose()
        if found.findings:
            raise RegisterError(
                f"{location}: {found.findings[0].what}; for details, type: dragoman audit verify"
            )
        return found.size, found.root

    before = examined(one)
    sources = _send(one, other, told) if other.url else _fetch(one, other, cache, told)
    after = examined(other)
    if after != before:
        raise RegisterError(
            f"{other}: the copy has {after[0]} events and the root {after[1].hex()}, but {one} has"
            f" {before[0]} events and the root {before[1].hex()}"
        )
    return CopiedRegister(*after, sources)


def _send(one: Location, other: Location, told: ProgressCallback) -> Copied:
    from dragoman.store.engines.postgresql.copying import send
    from dragoman.store.engines.register_file import open_file

    file = open_file(one.path)
    try:
        with file.connect() as source:
            return send(source, other, file.sources(), told)
    finally:
        file.dispose()


def _fetch(
    one: Location, other: Location, cache: Callable[[], Path], told: ProgressCallback
) -> Copied:
    from dragoman.store.engines.opening import open_register
    from dragoman.store.engines.source_folder import back_up_sources

    engine = open_register(one, cache)
    try:
        with new_database(other.path) as draft:
            engine.backup(draft, told)
            return back_up_sources(engine.sources(), draft, other.path, told=told)
    finally:
        engine.dispose()
