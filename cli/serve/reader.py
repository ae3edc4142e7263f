"""Readers: threads that look up the reports for pages, each with its own connections."""

import os
import threading
from collections.abc import Callable, Sequence
from datetime import date
from errno import EACCES
from functools import partial
from http import HTTPStatus
from io import StringIO
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
    cause_of,
    database_errors,
    queries,
    select,
)

if TYPE_CHECKING:
    from dragoman.domain import Marking
    from dragoman.projections import Snapshot, Term
    from dragoman.projections.redaction import Redaction

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
        from dragoman.projections.tables import progress

        reached = snapshot.views.execute(select(progress)).first()
        key = (reached and tuple(reached), snapshot.position, label, within)
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

    Raises :class:`OSError` if the file is gone, or if nobody may read it any more: open connections
    would not notice.
    """
    if not location.file:
        return None
    found = location.path.stat()
    if not os.access(location.path, os.R_OK):
        raise PermissionError(EACCES, os.strerror(EACCES), str(location.path))
    return found.st_dev, found.st_ino


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

    def read(self, line: Sequence[str], position: int = 0) -> Reading:
        """Look up the report of a command line, at least as of a position.

        Raises :class:`Refused`.
        """
        reading: Reading = self.use(partial(_report, line), position)
        return reading

    def use(self, act: Callable[[Session], Any], position: int = 0) -> Any:
        """Call a function with the session of this thread. Raises :class:`Refused`.

        If the register was replaced meanwhile, or if the views are damaged, everything is opened
        again, and the function is called once more.
        """
        with refusing():
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
        if own := getattr(self._own, "session", None):
            own.discards_damaged_views()
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


def _report(line: Sequence[str], session: Session) -> Reading:
    """Look up the report of a command line."""
    found: list[Answer] = []
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


class refusing:  # noqa: N801
    """A context that turns errors about input and about the register into :class:`Refused`."""

    def __enter__(self) -> None:
        """Begin the context."""

    def __exit__(self, type_: object, error: BaseException | None, trace: object) -> None:
        """Raise :class:`Refused` for an error that has a message for the reader."""
        if isinstance(error, NoRecord):
            raise Refused(HTTPStatus.NOT_FOUND, str(error)) from error
        if isinstance(error, UsageError):
            raise Refused(HTTPStatus.BAD_REQUEST, str(error)) from error
        if isinstance(error, (RegisterError, *database_errors(OSError))):
            raise Refused(
                HTTPStatus.SERVICE_UNAVAILABLE, cannot_read(error), [("retry-after", "5")]
            ) from error


def cannot_read(error: Exception) -> str:
    """Say that the register cannot be read, and why."""
    return f"the register cannot be read now ({_cause(error)}); try again soon"


def _cause(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "it is not at its place"
    if isinstance(error, OSError):
        return error.strerror or str(error)
    return str(error) if isinstance(error, RegisterError) else cause_of(error)
