"""Seals: checkpoints of the log, signed, and kept in the register as they were made."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from attrs import frozen
from sqlalchemy import Connection, Text, func, insert, select, type_coerce

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
    """The seals of a register, in order; a finding in the place of one that cannot be read."""
    if schema_version(connection) < SCHEMA_VERSION:
        return []
    as_stored = [type_coerce(column, Text) for column in seals.c]
    rows = connection.execute(select(*as_stored).order_by(seals.c.number))
    return [_read(number, row) for number, row in enumerate(rows, 1)]


def last_seal(connection: Connection) -> Seal | None:
    """The seal of the most events, as it was signed last; ``None`` when there is none."""
    sound = [one for one in kept_seals(connection) if isinstance(one, Seal)]
    return max(sound, key=lambda one: (one.checkpoint.size, one.number), default=None)


def _read(number: int, row: Sequence[Any]) -> Seal | Finding:
    kept_number, size, note, signers, kept_at, kept_by = row
    if kept_number != number:
        return Finding(f"seal {number} is missing")
    try:
        read = Note.parse(note)
        checkpoint = Checkpoint.parse(read.text)
        keys = tuple(VerifierKey.parse(line) for line in signers.split("\n")[:-1])
        at = datetime.fromisoformat(kept_at)
    except (ValueError, TypeError, AttributeError) as error:
        return Finding(f"seal {number} was changed: {error}")
    if size != checkpoint.size:
        return Finding(f"seal {number} was changed: it is of {checkpoint.size} events, not {size}")
    return Seal(number, read, checkpoint, keys, at, kept_by)


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
