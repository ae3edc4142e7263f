"""Seals: checkpoints of the log, signed, and kept in the register as they were made."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from attrs import frozen
from sqlalchemy import Connection, LargeBinary, cast, func, insert, select

from store.checkpoint import Checkpoint
from store.database import schema_version, upgrade
from store.health import Finding
from store.note import Note, VerifierKey
from store.schema import SCHEMA_VERSION, seals


@frozen
class Seal:
    """A seal as it is kept: its number, the note, the keys of its signers, when and by whom."""

    number: int
    note: Note
    checkpoint: Checkpoint
    signers: tuple[VerifierKey, ...]
    kept_at: datetime
    kept_by: str


def kept_seals(connection: Connection) -> list[Seal | Finding]:
    """The seals of a register, in order; findings for those that are missing or were changed."""
    if schema_version(connection) < SCHEMA_VERSION:
        return []
    kept: list[Seal | Finding] = []
    expected = 1
    as_bytes = [cast(column, LargeBinary).label(column.name) for column in seals.c[2:]]
    query = select(seals.c.number, seals.c.size, *as_bytes).order_by(seals.c.number)
    for number, size, *texts in connection.execute(query):
        if number != expected:
            kept.append(Finding(f"a seal is missing before seal {number}"))
        kept.append(_read(number, size, texts))
        expected = number + 1
    return kept


def last_seal(connection: Connection) -> Seal | None:
    """The seal of the most events, as it was signed last; ``None`` when there is none."""
    sound = [one for one in kept_seals(connection) if isinstance(one, Seal)]
    return max(sound, key=lambda one: (one.checkpoint.size, one.number), default=None)


def _read(number: int, size: int, stored: Sequence[bytes]) -> Seal | Finding:
    try:
        note, signers, kept_at, kept_by = (text.decode() for text in stored)
        read = Note.parse(note)
        checkpoint = Checkpoint.parse(read.text)
        keys = tuple(VerifierKey.parse(line) for line in _lines(signers))
        at = datetime.fromisoformat(kept_at)
    except (ValueError, TypeError, AttributeError) as error:
        return Finding(f"seal {number} was changed: {error}")
    if size != checkpoint.size:
        return Finding(f"seal {number} was changed: it is of {checkpoint.size} events, not {size}")
    return Seal(number, read, checkpoint, keys, at, kept_by)


def _lines(text: str) -> list[str]:
    *lines, rest = text.split("\n")
    if rest:
        raise ValueError("its signers are not those that were kept")
    return lines


def keep(
    connection: Connection, note: Note, signers: Iterable[VerifierKey], now: datetime, by: str
) -> int:
    """Keep a note in the register; return its number."""
    upgrade(connection)
    last = connection.execute(select(func.coalesce(func.max(seals.c.number), 0))).scalar_one()
    keys = "".join(f"{key}\n" for key in dict.fromkeys(signers))
    size = Checkpoint.parse(note.text).size
    values = {"number": last + 1, "size": size, "note": str(note), "signers": keys}
    connection.execute(insert(seals).values(**values, kept_at=now, kept_by=by))
    return int(last) + 1
