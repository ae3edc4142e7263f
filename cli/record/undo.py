"""``dragoman undo``: undo an entry; by default, your own last entry."""

from functools import partial
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from dragoman.cli.parameters import Parameter
from dragoman.cli.record.options import PLAIN_ACT, ActOptions
from dragoman.cli.record.recording import by_option, recorded
from dragoman.cli.session import MOST_DIGITS, Injected, Session
from dragoman.domain import corrections, quoted
from dragoman.exchange import Answers, Fault, Performed, RecordNames

if TYPE_CHECKING:
    from dragoman.domain import RecordedEntry
    from dragoman.store import Connection, RegisterUnitOfWork


def undo(
    entry: Annotated[
        str | None,
        Parameter(
            help="The id of the entry (1414354f), from dragoman audit log, or the log position (48)"
            " of any event in the entry. Default: your most recent entry."
        ),
    ] = None,
    /,
    *,
    act: ActOptions = PLAIN_ACT,
    session: Injected,
) -> int:
    """Undo an entry by recording a new one, and show the values before and after."""
    from dragoman.cli.record.undo_preview import print_preview

    def perform(names: RecordNames, uow: "RegisterUnitOfWork") -> list[Performed]:
        with names.naming():
            outcomes = corrections.undo(uow, wanted.id)
        if not any(one.events for one in outcomes) and not act.dry_run:
            answers.notes.append(f"entry {wanted.short_id} is already undone")
        uow.reason = f"undo of entry {wanted.short_id}"
        return [Performed(None, one) for one in outcomes]

    answers = Answers()
    with by_option():
        wanted = _wanted(session, entry)
        if not (act.yes or act.dry_run):
            _confirm(session, wanted)
        show = partial(print_preview, wanted)
        return recorded(session, perform, act, answers=answers, preview=show)


def _wanted(session: Session, text: str | None) -> "RecordedEntry":
    """Return the entry to undo: the named entry, or the user's last entry. Raises Fault."""
    from dragoman.store import undos

    if not session.location.exists():
        raise Fault("no entry to undo")
    with session.engine.connect() as connection:
        found = _own_last(session, connection) if text is None else _named(connection, text)
        return undos.recorded(connection, found)


def _own_last(session: Session, connection: "Connection") -> UUID:
    """Return the user's last entry that is not undone; print a note if a later entry exists."""
    from dragoman.store import undos

    own = undos.last_standing(connection, session.recorded_by)
    last = undos.last_standing(connection)
    if last is None:
        raise Fault("no entry to undo")
    its = undos.recorded(connection, last)
    if own is None:
        raise Fault(f"you have no entry to undo; to undo {its}, type: dragoman undo {its.short_id}")
    if own != last:
        session.output.notice(
            f"note: entry {str(own)[:8]} is your last entry, but not the last entry in the register;"
            f" since then: {its}"
        )
    return own


def _named(connection: "Connection", text: str) -> UUID:
    """Return the entry that ``text`` means: the start of its id, or the position of an event."""
    from dragoman.store import undos

    word = text.strip().lower()
    word = word.replace("-", "") if word[:1] != "-" else word
    number = word.removeprefix("#")
    found = undos.entries_beginning(connection, word) if len(word) >= 4 else []
    if number.isdecimal() and len(number) <= MOST_DIGITS:
        found += undos.entry_at(connection, int(number))
    matching = list(dict.fromkeys(found))
    if len(matching) == 1:
        return matching[0]
    if matching:
        raise Fault(
            f"{quoted(text)} matches {len(matching)} entries; type more of the id", ("ENTRY",)
        )
    raise Fault(
        f"{quoted(text)} is not an entry; list entries with: dragoman audit log", ("ENTRY",)
    )


def _confirm(session: Session, entry: "RecordedEntry") -> None:
    """Ask for confirmation to undo an entry of another person. Raises :class:`UsageError`."""
    from dragoman.cli.prompts import confirm

    if entry.by != session.recorded_by:
        why = f" ({entry.reason})" if entry.reason else ""
        doubt = f"entry {entry.short_id} was recorded by {entry.by} on {entry.day}{why}"
        advice = "to see who recorded what, type: dragoman audit log"
        confirm(session, doubt, "Undo this entry?", "to undo the entry anyway", advice)
