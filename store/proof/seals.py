"""Seals: signed checkpoints of the log, kept in the register."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from attrs import frozen

from dragoman.store.engines.database import schema_version
from dragoman.store.engines.engine import RegisterEngine
from dragoman.store.engines.health import Finding
from dragoman.store.log.formats import SEALS_SINCE
from dragoman.store.log.tables import seals
from dragoman.store.proof.checkpoint import Checkpoint
from dragoman.store.proof.note import Note, VerifierKey
from dragoman.store.sql import Connection, LargeBinary, cast, exists, func, select


@frozen
class Seal:
    """A stored seal: the number, the note, the keys of the signers, the time, and who stored it."""

    number: int
    note: Note
    checkpoint: Checkpoint
    signers: tuple[VerifierKey, ...]
    kept_at: datetime
    kept_by: str


def kept_seals(connection: Connection) -> list[Seal | Finding]:
    """Return the seals of a register in order, and findings for missing and changed seals."""
    if schema_version(connection) < SEALS_SINCE:
        return []
    kept: list[Seal | Finding] = []
    expected = 1
    texts_of = {
        "note": seals.c.note,
        "signers": seals.c.signers,
        "kept_at": seals.c.kept_at,
        "kept_by": seals.c.kept_by,
    }
    as_bytes = [cast(column, LargeBinary).label(name) for name, column in texts_of.items()]
    query = select(seals.c.number, seals.c.size, *as_bytes).order_by(seals.c.number)
    for number, size, *texts in connection.execute(query):
        if number != expected:
            kept.append(_unsound(f"a seal is missing before seal {number}"))
        kept.append(_read(number, size, texts))
        expected = number + 1
    return kept


def _unsound(what: str) -> Finding:
    return Finding(what, bars_sealing=False)


def _read(number: int, size: int, stored: Sequence[bytes]) -> Seal | Finding:
    try:
        note, signers, kept_at, kept_by = (text.decode() for text in stored)
        read = Note.parse(note)
        checkpoint = Checkpoint.parse(read.text)
        keys = tuple(VerifierKey.parse(line) for line in _lines(signers))
        at = datetime.fromisoformat(kept_at)
    except (ValueError, TypeError, AttributeError) as error:
        return _unsound(f"seal {number} was changed: {error}")
    if size != checkpoint.size:
        what = f"it covers {checkpoint.size} events, not {size}"
        return _unsound(f"seal {number} was changed: {what}")
    return Seal(number, read, checkpoint, keys, at, kept_by)


def _lines(text: str) -> list[str]:
    *lines, rest = text.split("\n")
    if rest:
        raise ValueError("the list of signers is not complete")
    return lines


def keep(
    engine: RegisterEngine, note: Note, signers: Iterable[VerifierKey], now: datetime, by: str
) -> int:
    """Store a note in the register; return its number."""
    keys = "".join(f"{key}\n" for key in dict.fromkeys(signers))
    return engine.keep_seal(Checkpoint.parse(note.text).size, str(note), keys, now, by)


LAST_NUMBER = 2**63 - 1
"""The highest possible number."""


def next_number(connection: Connection) -> int:
    """Return the highest free number that follows a used number, or 1 if there are no seals.

    This is the number after the last seal, unless somebody has used the highest possible number.
    """
    following = seals.alias("following")
    is_free = ~exists().where(following.c.number == seals.c.number + 1)
    in_range = seals.c.number.between(1, LAST_NUMBER - 1)
    last = connection.execute(select(func.max(seals.c.number)).where(in_range, is_free)).scalar()
    return int(last or 0) + 1
