"""Sealing: the log as it stands is signed, unless something is wrong with it."""

from collections.abc import Sequence
from datetime import datetime

from attrs import frozen
from sqlalchemy import Engine

from store.checkpoint import Checkpoint
from store.database import writing
from store.errors import RegisterError
from store.note import Note, SigningKey
from store.progress import Told
from store.seals import Seal, keep, kept_seals
from store.verification import Evidence, Verdict, verify


class SealRefused(RegisterError):
    """The log cannot be sealed as it is."""


@frozen
class Sealed:
    """A seal as it was made: its number in the register, its note, and whether that is new."""

    number: int
    note: Note
    is_new: bool

    @property
    def checkpoint(self) -> Checkpoint:
        """What was sealed."""
        return Checkpoint.parse(self.note.text)


def seal(
    engine: Engine,
    keys: Sequence[SigningKey],
    now: datetime,
    by: str,
    given: Evidence | None = None,
    told: Told = lambda *_: None,
) -> Sealed:
    """Sign the log with each of ``keys``, and keep the note in the register.

    The log as it stands, or as it was when a seal that is ``given`` was made: then its note is
    signed by further keys. A key signs a note once. Raises :class:`SealRefused` when nothing is
    recorded, when something is wrong with the log, and when a seal does not hold.
    """
    with engine.connect() as connection:
        verdict = verify(connection, [given] if given else [], told=told)
        kept = [one for one in kept_seals(connection) if isinstance(one, Seal)]
    _refuse_unfit(verdict)
    checkpoint = given.checkpoint if given else verdict.checkpoint
    same = [one for one in kept if one.checkpoint == checkpoint]
    note = given.note if given and given.note else Note(checkpoint.text)
    note = note.with_signatures(sign for one in same for sign in one.note.signatures)
    note = note.signed(keys, now)
    if same and set(same[-1].note.signatures) == set(note.signatures):
        return Sealed(same[-1].number, same[-1].note, False)
    signers = [key for one in same for key in one.signers] + [key.verifier for key in keys]
    with writing(engine) as connection:
        return Sealed(keep(connection, note, signers, now, by), note, True)


def _refuse_unfit(verdict: Verdict) -> None:
    if verdict.findings:
        raise SealRefused(f"{verdict.findings[0].what}; dragoman audit verify tells more")
    if not verdict.size:
        raise SealRefused("nothing is recorded yet: there is nothing to seal")
