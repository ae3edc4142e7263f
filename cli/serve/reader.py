"""Readers: threads that look up the reports for pages, each with its own connections."""

import sqlite3
import threading
from collections.abc import Callable, Sequence
from datetime import date
from http import HTTPStatus
from io import StringIO
from typing import TYPE_CHECKING, Any

from attrs import define, field, frozen
from rich.console import Console

from dragoman.cli.output import Output
from dragoman.cli.page.output_formats import Answer
from dragoman.cli.serve.home import home
from dragoman.cli.serve.messages import Refused
from dragoman.cli.serve.routes import HOME
from dragoman.cli.session import Session
from dragoman.exchange import NoRecord, UsageError
from dragoman.store import RegisterError, cause_of, database_errors

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
    """What a site withholds, for the latest states of the register; threads share the results."""

    _known: "dict[object, Redaction]" = field(factory=dict)
    _lock: threading.Lock = field(factory=threading.Lock)

    def of(
        self, snapshot: "Snapshot", label: "Marking | None", within: "tuple[Term, ...]"
    ) -> "Redaction":
        """Return what to hide from a reader of a snapshot."""
        from dragoman.projections.reports.withholding import redaction

        key = (snapshot.position, snapshot.reached, label, within)
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


@define
class Readers:
    """The sessions of a site: each thread has one, which opens the register for itself.

    After :meth:`renew`, every thread opens the register again.
    """

    session: Session
    output: Output = field(factory=QuietOutput)
    _own: threading.local = field(factory=threading.local)
    _opened: list[Session] = field(factory=list)
    _generation: int = 0
    _redactions: Redactions = field(factory=Redactions)

    def renew(self) -> None:
        """Have every thread open the register again, because the file is another one."""
        self._generation += 1
        self._redactions = Redactions()

    def close(self) -> None:
        """Close what the threads have opened."""
        for session in self._opened:
            session.close()

    def read(self, line: Sequence[str]) -> Reading:
        """Look up the report of a command line. Raises :class:`Refused`."""
        output = quiet(self.session)
        found: list[Answer] = []
        session = self._session(output)
        session.on_report = found.append
        with refusing(self.renew):
            _perform(session, line)
        if not found:
            raise Refused(HTTPStatus.NOT_FOUND, "this report has nothing to show")
        return Reading(found[0], output.said, session.today)

    def use(self, act: Callable[[Session], Any]) -> Any:
        """Call a function with the session of this thread. Raises :class:`Refused`."""
        with refusing(self.renew):
            return act(self._session(quiet(self.session)))

    def _session(self, output: Output) -> Session:
        """Return a session for one report, on the open files of this thread."""
        own = self._own
        if getattr(own, "generation", None) != self._generation:
            if before := getattr(own, "session", None):
                self._opened.remove(before)
                before.close()
            own.session = None
            with refusing(lambda: None):
                opened = self.session.beside(quiet(self.session))
                opened.views()
            own.session, own.generation = opened, self._generation
            self._opened.append(opened)
        session: Session = own.session.again(output)
        session.redaction = self._redactions.of
        return session


def quiet(session: Session) -> QuietOutput:
    return QuietOutput(zone=session.zone)


def _perform(session: Session, line: Sequence[str]) -> None:
    from dragoman.cli.main import parsed_words

    if line[:1] == [HOME]:
        home(session, line[1:])
        return
    command, values, options = parsed_words(line)
    command(*values, **options, session=session)


class refusing:  # noqa: N801
    """A context that turns errors about input and about the register into :class:`Refused`.

    If the register cannot be read, ``renew`` is called, so that the next report opens it again.
    """

    def __init__(self, renew: Callable[[], None]) -> None:
        self._renew = renew

    def __enter__(self) -> None:
        """Begin the context."""

    def __exit__(self, type_: object, error: BaseException | None, trace: object) -> None:
        """Raise :class:`Refused` for an error that has a message for the reader."""
        if isinstance(error, NoRecord):
            raise Refused(HTTPStatus.NOT_FOUND, str(error)) from error
        if isinstance(error, UsageError):
            raise Refused(HTTPStatus.BAD_REQUEST, str(error)) from error
        is_of_register = isinstance(
            error, (RegisterError, sqlite3.Error, *database_errors(OSError))
        )
        if is_of_register and isinstance(error, Exception):
            self._renew()
            raise Refused(
                HTTPStatus.SERVICE_UNAVAILABLE,
                f"the register cannot be read now: {_cause(error)}; try again soon",
                [("retry-after", "5")],
            ) from error


def _cause(error: Exception) -> str:
    return str(error) if isinstance(error, RegisterError) else cause_of(error)
