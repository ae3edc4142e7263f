"""Readers: threads that look up the reports for pages, each with its own connections."""

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from errno import EACCES
from functools import partial
from http import HTTPStatus
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import define, field, frozen
from rich.console import Console

from dragoman.cli.output import Output
from dragoman.cli.page.output_formats import Answer
from dragoman.cli.run import is_database_error
from dragoman.cli.serve.home import home
from dragoman.cli.serve.messages import Refused
from dragoman.cli.serve.routes import HOME
from dragoman.cli.session import Session
from dragoman.exchange import NoRecord, UsageError
from dragoman.store import (
    Location,
    RegisterError,
    RegisterMissing,
    cause_of,
    database_errors,
    queries,
)

if TYPE_CHECKING:
    from dragoman.domain import Marking
    from dragoman.projections import Redaction, Snapshot, Term

KEPT = 16
"""The number of states of the register for which a site remembers what it withholds."""


class QuietOutput(Output):
    """An output that keeps notices, and prints nothing."""

    said: list[str]

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        self.said = []
        self.ascii = False

    @property
    def is_terminal(self) -> bool:
        """Nobody reads this output."""
        return False

    @property
    def notices(self) -> Console:
        """A console for progress bars, which nobody sees."""
        return Console(file=StringIO())

    def notice(self, message: str) -> None:
        """Keep a notice for the page."""
        self.said.append(message)


@define
class Redactions:
    """What a site withholds, for the latest states of the register; threads share the results.

    The key of a result has the entry at which the views are, so that the result for one register
    is never used for another register that has replaced it.
    """

    _known: "dict[object, Redaction]" = field(factory=dict)
    _lock: threading.Lock = field(factory=threading.Lock)

    def of(
        self, snapshot: "Snapshot", label: "Marking | None", within: "tuple[Term, ...]"
    ) -> "Redaction":
        """Return what to hide from a reader of a snapshot."""
        from dragoman.projections.reports.withholding import redaction

        key = (snapshot.state, snapshot.position, label, within)
        with self._lock:
            if key not in self._known:
                if len(self._known) >= KEPT:
                    del self._known[next(iter(self._known))]
                self._known[key] = redaction(snapshot, label, within)
            return self._known[key]


@frozen
class Reading:
    """A report as looked up, with the notices of the command and the day that counts as today."""

    answer: Answer
    notes: Sequence[str]
    today: date


class Replaced(RegisterError):
    """The file of the register was replaced by another file while a report was looked up."""


def identity(location: Location) -> object:
    """Return what identifies the file of a register: device and inode; ``None`` on a server.

    If the folder cannot be written, SQLite cannot tell open connections what is new, so the files'
    times and sizes are part of the identity. Raises :class:`OSError` if the file is gone, or may not
    be read any more, which open connections would not notice.
    """
    if not location.file:
        return None
    path = location.path
    found = path.stat()
    if not os.access(path, os.R_OK):
        raise PermissionError(EACCES, os.strerror(EACCES), str(path))
    if os.access(path.parent, os.W_OK):
        return found.st_dev, found.st_ino
    log = Path(f"{path}-wal")
    files = [found, *([log.stat()] if log.exists() else [])]
    return tuple((one.st_dev, one.st_ino, one.st_mtime_ns, one.st_size) for one in files)


@define
class Readers:
    """The sessions of a site: each thread has one, which opens the register for itself."""

    session: Session
    output: Output = field(factory=QuietOutput)
    _own: threading.local = field(factory=threading.local)
    _opened: list[Session] = field(factory=list)
    _redactions: Redactions = field(factory=Redactions)

    def close(self) -> None:
        """Close what the threads have opened, after the last report."""
        for session in self._opened:
            session.close()

    def read(self, line: Sequence[str], position: int = 0, as_json: bool = False) -> Reading:
        """Look up the report of a command line, at least as of a position.

        A report for JSON may have more than one for a page. Raises :class:`Refused`.
        """
        reading: Reading = self.use(partial(_report, line, as_json), position)
        return reading

    def use(self, act: Callable[[Session], Any], position: int = 0) -> Any:
        """Call a function with the session of this thread. Raises :class:`Refused`.

        If the register was replaced meanwhile, or if the views are damaged, everything is opened
        again, and the function is called once more.
        """
        with refusing(self.session.location):
            try:
                return self._use(act, position)
            except Exception as error:
                if not (isinstance(error, Replaced) or is_database_error(error)):
                    raise
                self._repair()
            return self._use(act, position)

    def _use(self, act: Callable[[Session], Any], position: int) -> Any:
        session = self._session()
        _catch_up(session, position)
        found = act(session)
        if identity(session.location) != self._own.identity:
            raise Replaced("another file took the place of the register")
        return found

    def _session(self) -> Session:
        """Return a session for one report, on the open files of this thread."""
        found = identity(self.session.location)
        if getattr(self._own, "session", None) is None or self._own.identity != found:
            self._close_own()
            opened = self.session.beside(quiet(self.session))
            self._opened.append(opened)
            self._own.session, self._own.identity = opened, found
        try:
            session: Session = self._own.session.again(quiet(self.session))
        except BaseException:
            self._close_own()
            raise
        session.redaction = self._redactions.of
        return session

    def _repair(self) -> None:
        """Close the files of this thread, and remove damaged views, which are then built again."""
        try:
            if own := getattr(self._own, "session", None):
                own.discards_damaged_views()
        finally:
            self._close_own()

    def _close_own(self) -> None:
        if own := getattr(self._own, "session", None):
            self._opened.remove(own)
            own.close()
        self._own.session = None


def quiet(session: Session) -> QuietOutput:
    """Return an output for a session that nobody sees."""
    return QuietOutput(zone=session.zone)


def _catch_up(session: Session, position: int) -> None:
    """Fetch the latest entries from a server if this session has a copy of the log of its own."""
    with session.engine.connect() as register:
        is_behind = queries.head(register).position < position
    if is_behind:
        session.engine.refresh()


def _report(line: Sequence[str], as_json: bool, session: Session) -> Reading:
    """Look up the report of a command line."""
    found: list[Answer] = []
    session.output.as_json = as_json
    session.on_report = found.append
    _perform(session, line)
    if not found:
        raise NoRecord("this report has nothing to show")
    said: list[str] = getattr(session.output, "said", [])
    return Reading(found[0], said, session.today)


_PARSING = threading.Lock()
"""Cyclopts, which parses unusual command lines, is not made for threads."""


def _perform(session: Session, line: Sequence[str]) -> None:
    from dragoman.cli.main import parsed_words

    if line[:1] == [HOME]:
        home(session, line[1:])
        return
    with _PARSING:
        command, values, options = parsed_words(line)
    command(*values, **options, session=session)


@contextmanager
def refusing(location: Location) -> Iterator[None]:
    """Turn errors about input and about the register into :class:`Refused`, with a message."""
    unreadable: tuple[type[Exception], ...] = (RegisterError, *database_errors(OSError))
    try:
        yield
    except NoRecord as error:
        raise Refused(HTTPStatus.NOT_FOUND, _for_readers(error)) from error
    except UsageError as error:
        raise Refused(HTTPStatus.BAD_REQUEST, _for_readers(error)) from error
    except unreadable as error:
        message = f"{cannot_read(error, location)}; try again soon"
        headers = [("retry-after", "5")]
        raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, message, headers) from error


def _for_readers(error: UsageError) -> str:
    """Return a message about a command line as one about an address."""
    return str(error).removeprefix("--").removesuffix("; to list the options, add --help")


def cannot_read(error: Exception, location: Location) -> str:
    """Say that the register cannot be read, and why; readers need not know where it is."""
    return f"the register cannot be read now: {_cause(error).removeprefix(f'{location}: ')}"


def _cause(error: Exception) -> str:
    if isinstance(error, (FileNotFoundError, RegisterMissing)):
        return "it is not where it was"
    if isinstance(error, OSError):
        return error.strerror or str(error)
    return str(error) if isinstance(error, RegisterError) else cause_of(error)
