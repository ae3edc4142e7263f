"""Sealing: signing the current log, if the log has no problems."""

from collections.abc import Sequence
from datetime import datetime

from attrs import frozen

from dragoman.store.engines.engine import RegisterEngine
from dragoman.store.engines.health import Finding
from dragoman.store.errors import RegisterError
from dragoman.store.progress import ProgressCallback
from dragoman.store.proof.checkpoint import Checkpoint
from dragoman.store.proof.note import MOST_SIGNATURES, Note, SigningKey, VerifierKey, WrongSignature
from dragoman.store.proof.seals import Seal, keep, kept_seals
from dragoman.store.proof.verification import Evidence, Verdict, is_signed, verified


class SealRefused(RegisterError):
    """The log cannot be sealed in its current state."""


@frozen
class Sealed:
    """The result of sealing: the number of the seal, its note, and whether the seal is new.

    ``doubts`` are problems that do not concern the sealed events, such as a problem with an earlier
    seal.
    """

    number: int
    note: Note
    is_new: bool
    doubts: Sequence[Finding] = ()

    @property
    def checkpoint(self) -> Checkpoint:
        """The sealed checkpoint."""
        return Checkpoint.parse(self.note.text)


def seal(
    engine: RegisterEngine,
    keys: Sequence[SigningKey],
    now: datetime,
    by: str,
    given: Evidence | None = None,
    told: ProgressCallback = lambda *_: None,
) -> Sealed:
    """Sign the log with each of ``keys``, and keep the note in the register.

    Signs the current log or, with a ``given`` seal, adds signatures to the note of that seal. A key
    signs a note only once. Raises :class:`SealRefused` if nothing is recorded, if the log has
    problems, or if the given seal, or an earlier seal by these keys, does not match the log. Seals
    that others have inserted do not block sealing.
    """
    own = [key.verifier for key in keys]
    with engine.whole_log(told) as connection:
        verdict = verified(engine, connection, [given] if given else [], own, told)
        kept = [one for one in kept_seals(connection) if is_signed(one)]
    _refuse_unfit(verdict)
    checkpoint = given.checkpoint if given else verdict.checkpoint
    same = [one for one in kept if one.checkpoint == checkpoint and _is_sound(one, own)]
    note = given.note if given and given.note else Note(checkpoint.text)
    note = _gathered(note, same, len(keys)).signed(keys, now)
    if same and set(same[-1].note.signatures) == set(note.signatures):
        return Sealed(same[-1].number, same[-1].note, False, verdict.findings)
    signers = [*(key for one in same for key in one.signers), *own][-MOST_SIGNATURES:]
    number = keep(engine, note, signers, now, by)
    return Sealed(number, note, True, verdict.findings)


def _is_sound(seal: Seal, keys: Sequence[VerifierKey]) -> bool:
    """Return whether all signatures by ``keys`` are genuine."""
    try:
        seal.note.verified(keys)
    except WrongSignature:
        return False
    return True


def _gathered(note: Note, same: Sequence[Seal], room: int) -> Note:
    """Return the note with the signatures that the seals in ``same`` add to it.

    Leaves room for ``room`` new signatures.
    """
    found = dict.fromkeys(sign for one in same for sign in one.note.signatures)
    free = MOST_SIGNATURES - room - len(note.signatures)
    return note.with_signatures(list(found)[: max(free, 0)])


def _refuse_unfit(verdict: Verdict) -> None:
    for found in verdict.findings:
        if found.bars_sealing:
            raise SealRefused(f"{found.what}; for details, type: dragoman audit verify")
    if not verdict.size:
        raise SealRefused("nothing is recorded yet, so there is nothing to seal")
