"""Verification of the log: by itself, and with seals that people keep outside the register."""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Any, Literal, TypeGuard, cast

from attrs import evolve as replaced
from attrs import frozen

from dragoman.store.engines import health
from dragoman.store.engines.database import Database
from dragoman.store.engines.engine import RegisterEngine
from dragoman.store.engines.health import EventCheck, Finding
from dragoman.store.errors import CUT, RegisterError, database_errors
from dragoman.store.log import queries
from dragoman.store.progress import ProgressCallback
from dragoman.store.proof.checkpoint import Checkpoint, origin_of
from dragoman.store.proof.leaves import UnreadableLeaf, leaf_hashes
from dragoman.store.proof.note import Note, Signer, VerifierKey, WrongSignature
from dragoman.store.proof.seals import Seal, kept_seals
from dragoman.store.proof.tree import EMPTY_ROOT, Tree
from dragoman.store.sql import Connection

STRIDE = 10_000
"""The number of events between two progress reports."""


@frozen
class Examination:
    """The result of reading the entire log: its size, its roots at some sizes, and its problems."""

    size: int
    roots: Mapping[int, bytes]
    findings: Sequence[Finding]

    @property
    def root(self) -> bytes:
        """The root of the entire log."""
        return self.roots[self.size]


def examine(
    connection: Connection, sizes: Iterable[int] = (), told: ProgressCallback = lambda *_: None
) -> Examination:
    """Read a consistent state of the log, and compute its roots at ``sizes`` and at the end."""
    last = queries.last_position(connection)
    check = EventCheck()
    with ThreadPoolExecutor(1) as beside:
        others = beside.submit(_findings_beyond_events, cast("Any", connection).database)
        roots, found = _roots(connection, last, {*sizes, last}, told, check)
    if others.result() or found or not check.is_sound:
        found = [*health.findings(connection), *found]
    return Examination(last, roots, found)


def _findings_beyond_events(engine: Database) -> list[Finding]:
    with engine.connect() as connection:
        return health.findings_beyond_events(connection)


def _roots(
    connection: Connection,
    last: int,
    sizes: set[int],
    told: ProgressCallback = lambda *_: None,
    check: EventCheck | None = None,
) -> tuple[dict[int, bytes], list[Finding]]:
    tree = Tree()
    seen = check.see if check else lambda run: None
    roots = {0: tree.root()}
    found: list[Finding] = []
    stops = {*sizes, *range(STRIDE, last, STRIDE), last}
    try:
        for before, stop in pairwise((0, *sorted(one for one in stops if 0 < one <= last))):
            tree.extend(leaf_hashes(connection, stop, before, seen))
            if tree.size == stop:
                roots[stop] = tree.root()
            told(stop, last)
    except UnreadableLeaf as error:
        found.append(Finding(str(error), error.position))
    return {last: tree.root(), **roots}, found


@frozen
class Evidence:
    """A seal kept outside the register: its location, and its note (``None`` if on paper)."""

    where: str
    checkpoint: Checkpoint
    note: Note | None = None


@frozen
class Statement:
    """The statement of a seal: its location, its checkpoint, and the known keys that signed it.

    ``holds`` says whether the log has the sealed root at the sealed size (``None`` for an invalid
    seal). ``outside`` means that the seal was kept outside the register. ``vouched`` means that an
    outside seal is on paper or has the signature of a known key. ``ours`` means that a known key
    has signed the seal.
    """

    where: str
    checkpoint: Checkpoint
    signers: tuple[Signer, ...]
    holds: bool | None
    outside: bool
    vouched: bool
    ours: bool

    @property
    def proves(self) -> bool:
        """Whether the seal proves the log up to the sealed size."""
        return self.vouched and self.holds is True


Outcome = Literal["proven", "tampered", "unproven"]


@frozen
class Verdict:
    """The result of a verification: the log, the statements of seals, and the problems."""

    checkpoint: Checkpoint
    statements: Sequence[Statement]
    findings: Sequence[Finding]

    @property
    def size(self) -> int:
        """The number of events in the log."""
        return self.checkpoint.size

    @property
    def proven(self) -> int:
        """The position of the last proven event; 0 if no event is proven."""
        return max((one.checkpoint.size for one in self.statements if one.proves), default=0)

    @property
    def outcome(self) -> Outcome:
        """The verdict in one word."""
        if self.findings:
            return "tampered"
        return "proven" if self.proven else "unproven"


def verify(
    connection: Connection,
    evidence: Sequence[Evidence] = (),
    keys: Sequence[VerifierKey] = (),
    told: ProgressCallback = lambda *_: None,
) -> Verdict:
    """Verify a consistent state of the log by itself, with its own seals, and with ``evidence``.

    ``keys`` are keys that the user knows from outside the register.
    """
    strange = health.schema(connection)
    try:
        verdict = _verified(connection, evidence, keys, told)
    except database_errors(RegisterError, ValueError, TypeError):
        if not strange:
            raise
        return Verdict(Checkpoint("?", 0, EMPTY_ROOT), (), strange)
    return replaced(verdict, findings=[*strange, *verdict.findings])


def verified(
    engine: RegisterEngine,
    connection: Connection,
    evidence: Sequence[Evidence] = (),
    keys: Sequence[VerifierKey] = (),
    told: ProgressCallback = lambda *_: None,
) -> Verdict:
    """Verify the whole log, like :func:`verify`, and what its database does to protect it."""
    verdict = verify(connection, evidence, keys, told)
    return replaced(verdict, findings=[*engine.findings(), *verdict.findings])


def _verified(
    connection: Connection,
    evidence: Sequence[Evidence],
    keys: Sequence[VerifierKey],
    told: ProgressCallback,
) -> Verdict:
    origin = origin_of(queries.identity(connection).id)
    kept = kept_seals(connection)
    own = [one for one in kept if isinstance(one, Seal)]
    checkpoints = [one.checkpoint for one in own] + [one.checkpoint for one in evidence]
    examined = examine(connection, {one.size for one in checkpoints}, told)
    judge = _Judge(origin, examined, keys)
    statements = [judge.own(seal) for seal in own] + [judge.outside(one) for one in evidence]
    found = [*examined.findings, *(one for one in kept if isinstance(one, Finding))]
    found += [*judge.findings, *_ranges(statements, examined)]
    return Verdict(Checkpoint(origin, examined.size, examined.root), statements, found)


def last_sound_seal(connection: Connection) -> Seal | None:
    """Return the seal that matches the log and has the most events; among several, the latest.

    Ignores seals that other people have inserted. If no seal matches the log, returns the latest
    seal that its own keys have signed, or ``None``.
    """
    origin = origin_of(queries.identity(connection).id)
    signed = [one for one in kept_seals(connection) if is_signed(one)]
    own = [one for one in signed if one.checkpoint.origin == origin]
    sizes = {one.checkpoint.size for one in own}
    roots, _ = _roots(connection, queries.last_position(connection), sizes)
    sound = [one for one in own if roots.get(one.checkpoint.size) == one.checkpoint.root]
    return max(sound or own, key=lambda one: (one.checkpoint.size, one.number), default=None)


def is_signed(seal: Seal | Finding) -> TypeGuard[Seal]:
    """Return whether the keys of a seal have signed the seal and all signatures are genuine."""
    if not isinstance(seal, Seal):
        return False
    try:
        return bool(seal.note.verified(seal.signers))
    except WrongSignature:
        return False


class _Judge:
    """A verifier that checks one seal at a time, and collects problems as findings."""

    def __init__(self, origin: str, examined: Examination, keys: Sequence[VerifierKey]) -> None:
        self.origin = origin
        self.examined = examined
        self.keys = keys
        self.findings: list[Finding] = []

    def own(self, seal: Seal) -> Statement:
        """Judge a seal in the register; the seal must have signatures by the keys that it names."""
        where = f"seal {seal.number}"
        signers = self._signers(where, seal.note, (*seal.signers, *self.keys))
        if signers == ():
            self._find(f"{where} is not signed by any of its keys", outside=False)
        return self._statement(where, seal.checkpoint, signers, outside=False, vouched=False)

    def outside(self, evidence: Evidence) -> Statement:
        """Judge a seal from elsewhere; the seal must be on paper or signed by a known key."""
        note = evidence.note
        signers = self._signers(evidence.where, note, self.keys, outside=True) if note else ()
        vouched = note is None or bool(signers)
        return self._statement(
            evidence.where, evidence.checkpoint, signers, outside=True, vouched=vouched
        )

    def _signers(
        self, where: str, note: Note, keys: Sequence[VerifierKey], *, outside: bool = False
    ) -> tuple[Signer, ...] | None:
        try:
            return tuple(note.verified(keys))
        except WrongSignature as error:
            self._find(f"{where} was changed or forged: {error}", outside=outside)
            return None

    def _statement(
        self,
        where: str,
        checkpoint: Checkpoint,
        signers: tuple[Signer, ...] | None,
        *,
        outside: bool,
        vouched: bool,
    ) -> Statement:
        """Return the statement of a seal. An invalid seal says nothing about the log."""
        if checkpoint.origin != self.origin:
            self._find(f"{where} belongs to another register, {checkpoint.origin}", outside=outside)
        is_sound = signers is not None and checkpoint.origin == self.origin
        holds = self.examined.roots.get(checkpoint.size) == checkpoint.root if is_sound else None
        ours = any(one.key in self.keys for one in signers or ())
        return Statement(where, checkpoint, signers or (), holds, outside, vouched, ours)

    def _find(self, what: str, *, outside: bool) -> None:
        """Add a finding; problems with the register's own seals do not block sealing."""
        self.findings.append(Finding(what, bars_sealing=outside))


def _ranges(statements: Sequence[Statement], examined: Examination) -> list[Finding]:
    """Return findings for the smallest ranges of events that differ from the sealed log.

    A seal in the register does not narrow the range of a seal from outside the register.
    """
    found: dict[tuple[int, int], list[Statement]] = {}
    for broken in (one for one in statements if one.holds is False):
        first = _first_doubtful(broken, statements, examined)
        found.setdefault((first, broken.checkpoint.size), []).append(broken)
    return [
        Finding(
            _difference(first, last, group, examined),
            first,
            last,
            bars_sealing=any(one.outside or one.ours for one in group),
        )
        for (first, last), group in sorted(found.items())
        if not any(_narrower(other, found[other], (first, last), group) for other in found)
    ]


def _first_doubtful(
    broken: Statement, statements: Sequence[Statement], examined: Examination
) -> int:
    """Return the first position at which the log may differ from the sealed log."""
    size = broken.checkpoint.size
    if size > examined.size:
        return examined.size + 1
    weighty = (
        one
        for one in statements
        if one.holds and one.vouched >= broken.vouched and one.outside >= broken.outside
    )
    return (
        max((one.checkpoint.size for one in weighty if one.checkpoint.size < size), default=0) + 1
    )


def _narrower(
    other: tuple[int, int],
    by: Sequence[Statement],
    one: tuple[int, int],
    group: Sequence[Statement],
) -> bool:
    """Return whether a range lies in another, and its seals have at least the same authority."""
    is_part = other != one and one[0] <= other[0] and other[1] <= one[1]
    return is_part and max(one.vouched for one in by) >= max(one.vouched for one in group)


def _difference(first: int, last: int, group: Sequence[Statement], examined: Examination) -> str:
    by = ", ".join(one.where for one in group)
    if last > examined.size:
        return f"{by} has {last} events, but the log ends at event {examined.size}: {CUT}"
    where = f"at event {first}" if first == last else f"within events {first} to {last}"
    return f"{where}, the log does not match {by}: an event was changed, removed, inserted or moved"
