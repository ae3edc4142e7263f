"""Check the clock of the machine before a command records or seals, and print notes about it."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.cli.folders import user_folder
from dragoman.cli.prompts import confirm
from dragoman.cli.session import Session
from dragoman.cli.wording import instant_text
from dragoman.exchange import UsageError

if TYPE_CHECKING:
    from dragoman.store import Doubt, Register


def recording_register(session: Session, sure: bool) -> "Register":
    """Check the clock, then open the register for recording; create the register if necessary.

    Raises :class:`UsageError` if the clock is not trustworthy.
    """
    believe_clock(session, sure)
    register = session.register()
    _refuse_set_clock(session)  # another process may have just created the register
    return register


def believe_clock(session: Session, sure: bool) -> None:
    """Ask for confirmation if the clock looks far ahead, unless the user is ``sure``.

    Dragoman asks because nobody can change the date of an entry or a seal later. Raises
    :class:`UsageError` if the answer is no, if nobody can answer, or if ``DRAGOMAN_NOW`` is set and
    the register is not a test register.
    """
    if session.location.exists():
        _refuse_set_clock(session)
    if sure or session.location.url:  # a server has its own clock
        return
    doubt = _doubt(session)
    if doubt is not None:
        doubtful = (
            f"the clock says {instant_text(doubt.clock, session.zone)}, {_years_after(doubt)}"
        )
        confirm(session, doubtful, "Is the clock right?", "if the clock is right", "set the clock")


def _doubt(session: Session) -> "Doubt | None":
    from dragoman.store import clocks

    last: datetime | None = None
    if session.location.exists():
        with session.engine.connect() as register:
            last = clocks.reading_of_last(register)
    return clocks.doubt(session.now(), last, _in_use(session))


def _in_use(session: Session) -> list[Path]:
    """Return files and folders whose modification times show that the machine was in use then."""
    register = session.location.path
    own = [register, register.parent, Path(__file__).parent]
    machine = [Path("/var/log"), Path("/etc")]
    home = user_folder()
    return [*own, *machine, *([home] if home else ())]


def _years_after(doubt: "Doubt") -> str:
    years = (doubt.clock - doubt.before).days // 365
    span = "a year" if years == 1 else f"{years} years"
    return f"more than {span} after {doubt.what} ({doubt.before:%Y-%m-%d})"


def _refuse_set_clock(session: Session) -> None:
    """Refuse to write under ``DRAGOMAN_NOW``, except to a test register."""
    if not session.clock_is_set:
        return
    from dragoman.store import queries

    with session.engine.connect() as register:
        if not queries.is_for_tests(register):
            raise UsageError(
                f"DRAGOMAN_NOW is set, but {session.location} is not a test register;"
                " unset DRAGOMAN_NOW to record or seal"
            )


def tell_clock(session: Session, position: int) -> None:
    """Print a note if the clock was behind when the event at ``position`` was recorded."""
    from dragoman.store import clocks, queries

    with session.engine.connect() as register:
        stamp = queries.head(register, position).recorded_at
        kept = queries.circumstances(register, position)
    if kept is None:
        session.output.notice(
            "note: Dragoman could not store the clock's time for this entry. To see why, type:"
            " dragoman audit verify"
        )
    elif stamp is not None and stamp - kept.clock > clocks.APART:
        session.output.notice(
            f"note: the clock says {instant_text(kept.clock, session.zone)}, but the last entry has"
            f" the timestamp {instant_text(stamp, session.zone)}. To keep the entries in order, the"
            " new entry has the same timestamp. Dragoman also stores the clock's time; to see that"
            " time, type: dragoman audit log"
        )
