"""The seam between a register and its database: what a file and a server do differently.

The rest of Dragoman uses a :class:`RegisterEngine`, and does not know which database it is.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Protocol

from dragoman.store.location import Location
from dragoman.store.progress import ProgressCallback

if TYPE_CHECKING:
    from datetime import datetime

    from eventsourcing.persistence import StoredEvent

    from dragoman.store.engines.health import Finding
    from dragoman.store.log.entry import EntryMeta
    from dragoman.store.sources import SourceArchive
    from dragoman.store.sql import Connection


class RegisterEngine(Protocol):
    """The database of a register, open for reading and recording."""

    location: Location

    attempts: ClassVar[int]
    """How many times to decide without locking out others, before deciding in the writers' turn."""

    def connect(self) -> "AbstractContextManager[Connection]":
        """Open a connection for reading the log, in its own transaction."""

    def refresh(self, *, latest: bool = False) -> None:
        """Fetch what others have recorded, if reading connections do not see it by themselves.

        With ``latest``, ask the server that records, not one that may lag behind it.
        """

    def wait(self, seconds: float) -> None:
        """Wait for somebody to record, at most this long."""

    def writing(self) -> "AbstractContextManager[Connection]":
        """Open a transaction in which nobody else can record; commit at the end of the block."""

    def rehearsing(self) -> "AbstractContextManager[Connection]":
        """Open a transaction whose entries are forgotten; on a server, it locks out nobody."""

    def append(
        self, connection: "Connection", events: "Sequence[StoredEvent]", meta: "EntryMeta"
    ) -> Sequence[int]:
        """Append an entry in the transaction of :meth:`writing`; return the positions.

        Raises the library's ``IntegrityError`` if an aggregate already has one of the versions.
        """

    def append_alone(self, events: "Sequence[StoredEvent]", meta: "EntryMeta") -> Sequence[int]:
        """Append an entry in a transaction of its own, like :meth:`append`.

        Raises :class:`~dragoman.store.log.entry.OthersRecorded` if the basis no longer holds.
        """

    def keep_seal(self, size: int, note: str, signers: str, now: "datetime", by: str) -> int:
        """Keep the note of a seal, and the keys of its signers, a line each; return its number."""

    def sources(self) -> "SourceArchive":
        """Return the archive of the texts that records cite."""

    def whole_log(self, told: ProgressCallback = ...) -> "AbstractContextManager[Connection]":
        """Open a connection to the log as the database has it, not to a copy from earlier."""

    def findings(self) -> "list[Finding]":
        """Return problems that are not in the log itself, such as a disabled protection."""

    def backup(self, target: Path, told: ProgressCallback) -> int:
        """Copy the register to the file ``target``; return its last position."""

    def description(self) -> "dict[str, str]":
        """Return what users want to know about the database, such as its size, by label."""

    def recorder_name(self, name: str) -> str:
        """Return the name under which the database records the entries of the user ``name``."""

    def at_end(self, act: Callable[[], object]) -> None:
        """Schedule ``act``, a function to call after all connections are closed."""

    def dispose(self) -> None:
        """Close all connections."""
