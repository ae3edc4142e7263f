"""The clock of the machine: asked about where it looks wrong, and told of where it was behind."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cli.faults import UsageError
from cli.prompts import confirm
from cli.session import Session, user_folder

if TYPE_CHECKING:
    from store.clocks import Doubt
    from store.register import Register


def recording_register(session: Session, sure: bool) -> "Register":
    """The register, open for recording, if the clock is to be believed; made if it is not there.

    Raises :class:`UsageError`.
    """
    believe_clock(session, sure)
    register = session.register()
    _refuse_set_clock(session)  # somebody else may have made it meanwhile
    return register


def believe_clock(session: Session, sure: bool) -> None:
    """Ask whether a clock that looks far ahead is right, unless somebody is ``sure`` of it.

    An entry or a seal cannot be dated anew. Raises :class:`UsageError` where the answer is not yes,
    where nobody can answer, and where the clock is set by ``DRAGOMAN_NOW`` for a register that was
    not made so.
    """
    if session.register_path.exists():
        _refuse_set_clock(session)
    if sure:
        return
    doubt = _doubt(session)
    if doubt is not None:
        told = f"the clock says {instant_in_words(doubt.clock)}, {_years_after(doubt)}"
        confirm(session, told, "Is the clock right?", "if the clock is right", "set the clock")


def _doubt(session: Session) -> "Doubt | None":
    from store import clocks

    last: datetime | None = None
    if session.register_path.exists():
        with session.engine.connect() as register:
            last = clocks.reading_of_last(register)
    return clocks.doubt(session.now(), last, _in_use(session))


def _in_use(session: Session) -> list[Path]:
    """Files and folders of a machine that change while it is in use."""
    own = [session.register_path, session.register_path.parent, Path(__file__).parent]
    machine = [Path("/var/log"), Path("/etc")]
    home = user_folder()
    return [*own, *machine, *([home] if home else ())]


def _years_after(doubt: "Doubt") -> str:
    years = (doubt.clock - doubt.before).days // 365
    span = "a year" if years == 1 else f"{years} years"
    return f"more than {span} after {doubt.what} ({doubt.before:%Y-%m-%d})"


def _refuse_set_clock(session: Session) -> None:
    """``DRAGOMAN_NOW`` dates what is recorded in registers that were made under it, and no other."""
    if not session.clock_is_set:
        return
    from store.log import is_for_tests

    with session.engine.connect() as register:
        if not is_for_tests(register):
            raise UsageError(
                f"DRAGOMAN_NOW is set, and {session.register_path} is no test register: it takes"
                " what is recorded at the time of the clock alone; unset DRAGOMAN_NOW"
            )


def tell_clock(session: Session, position: int) -> None:
    """Tell of the entry of an event that its clock was behind, or that it is not kept what it read."""
    from store import log
    from store.clocks import APART

    with session.engine.connect() as register:
        stamp = log.head(register, position).recorded_at
        kept = log.circumstances(register, position)
    if kept is None:
        session.output.notice(
            "note: what the clock read could not be kept with the entry; dragoman audit verify"
            " tells why"
        )
    elif stamp is not None and stamp - kept.clock > APART:
        session.output.notice(
            f"note: the clock says {instant_in_words(kept.clock)}, but the register ends at"
            f" {instant_in_words(stamp)}: what was recorded is stamped with the latter, so that"
            " entries stay in their order. What the clock said is kept with it (dragoman audit log)"
        )


def instant_in_words(instant: datetime) -> str:
    """``2026-01-15 08:00:00Z``"""
    return f"{instant.astimezone(UTC):%Y-%m-%d %H:%M:%S}Z"
