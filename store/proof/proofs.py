"""Proof files: inclusion (c2sp.org/tlog-proof) and consistency (c2sp.org/tlog-witness)."""

import re
from collections.abc import Sequence

from attrs import frozen

from dragoman.store.proof import tree
from dragoman.store.proof.checkpoint import Checkpoint, counted
from dragoman.store.proof.leaves import leaf_hashes, leaves
from dragoman.store.proof.note import Note, NoteError, decoded, encoded
from dragoman.store.sql import Connection

_HEAD = "c2sp.org/tlog-proof@v1"
_NUMBER = "(0|[1-9][0-9]*)"


class WrongProof(Exception):
    """Raised for a proof that gives a root other than the root in its seal."""


@frozen
class InclusionProof:
    """A proof that ``leaf`` is at ``index`` (counted from 0) in the log that the note seals."""

    index: int
    hashes: tuple[bytes, ...]
    note: Note
    leaf: bytes

    def __str__(self) -> str:
        lines = [_HEAD, f"extra {encoded(self.leaf)}", f"index {self.index}"]
        return "\n".join([*lines, *map(encoded, self.hashes), "", str(self.note)])

    @classmethod
    def parse(cls, text: str) -> "InclusionProof":
        """Read a proof, which has to include its leaf. Raises :class:`NoteError`."""
        head, note = _split_head(text)
        match = re.fullmatch(rf"{re.escape(_HEAD)}\nextra (\S+)\nindex {_NUMBER}\n(.*)", head, re.S)
        if match is None:
            raise NoteError("a proof has: its format, extra, index, hashes, an empty line, a seal")
        return cls(counted(match[2]), _hashes(match[3]), _sealed(note), decoded(match[1]))

    def check(self) -> Checkpoint:
        """Return the checkpoint of the log that contains the leaf. Raises :class:`WrongProof`."""
        sealed = Checkpoint.parse(self.note.text)
        leaf = tree.leaf_hash(self.leaf)
        try:
            root = tree.root_by_inclusion(leaf, self.index, sealed.size, self.hashes)
        except ValueError as error:
            raise WrongProof(str(error)) from None
        if root != sealed.root:
            raise WrongProof("the proof does not lead to the sealed root")
        return sealed


@frozen
class ConsistencyProof:
    """A proof that a sealed log begins with the ``old`` events that an earlier seal covers."""

    old: int
    hashes: tuple[bytes, ...]
    note: Note

    def __str__(self) -> str:
        return "\n".join([f"old {self.old}", *map(encoded, self.hashes), "", str(self.note)])

    @classmethod
    def parse(cls, text: str) -> "ConsistencyProof":
        """Read a proof. Raises :class:`NoteError`."""
        head, note = _split_head(text)
        match = re.fullmatch(rf"old {_NUMBER}\n(.*)", head, re.DOTALL)
        if match is None:
            raise NoteError("a proof has: old and a size, hashes, an empty line, a seal")
        return cls(counted(match[1]), _hashes(match[2]), _sealed(note))

    def check(self, earlier: Checkpoint) -> Checkpoint:
        """Check that the sealed log extends the log of ``earlier``; return the sealed checkpoint.

        Raises :class:`WrongProof`.
        """
        sealed = Checkpoint.parse(self.note.text)
        if earlier.origin != sealed.origin:
            raise WrongProof(f"the earlier seal belongs to another register, {earlier.origin}")
        if earlier.size != self.old:
            raise WrongProof(f"the proof is for a seal of {self.old} events, not of {earlier.size}")
        try:
            fits = tree.is_consistent(self.old, sealed.size, earlier.root, sealed.root, self.hashes)
        except ValueError as error:
            raise WrongProof(str(error)) from None
        if not fits:
            raise WrongProof("the proof does not lead from the earlier root to the later root")
        return sealed


def parse_proof(text: str) -> InclusionProof | ConsistencyProof:
    """Read a proof of either kind. Raises :class:`NoteError`."""
    kind = ConsistencyProof if text.startswith("old ") else InclusionProof
    return kind.parse(text)


def prove(connection: Connection, positions: Sequence[int], note: Note) -> list[InclusionProof]:
    """Prove, in one pass, that the events at ``positions`` are in the log that ``note`` seals.

    Raises :class:`WrongProof` if the log is not the sealed log.
    """
    size = Checkpoint.parse(note.text).size
    paths = [tree.inclusion_ranges(position - 1, size) for position in positions]
    needed = list(dict.fromkeys(one for path in paths for one in path))
    found = dict(zip(needed, tree.roots(leaf_hashes(connection, size), needed), strict=True))
    proofs = [
        InclusionProof(position - 1, tuple(found[one] for one in path), note, leaf)
        for position, path in zip(positions, paths, strict=True)
        for leaf in leaves(connection, position, position - 1)
    ]
    for proof in proofs:
        proof.check()
    return proofs


def prove_consistency(connection: Connection, old: int, note: Note) -> ConsistencyProof:
    """Prove that the log sealed by ``note`` begins with the first ``old`` events of the log.

    Raises :class:`WrongProof` if the log is not the sealed log, and :class:`ValueError` if the
    sealed log had fewer than ``old`` events.
    """
    sealed = Checkpoint.parse(note.text)
    path = tree.consistency_ranges(old, sealed.size)
    whole = range(sealed.size)
    *hashes, root = tree.roots(leaf_hashes(connection, sealed.size), [*path, whole])
    if root != sealed.root:
        raise WrongProof("the log is not the sealed log")
    return ConsistencyProof(old, tuple(hashes), note)


def _split_head(text: str) -> tuple[str, str]:
    head, _, note = text.partition("\n\n")
    return head + "\n", note


def _sealed(text: str) -> Note:
    """Read the note of a proof; the note has to be a checkpoint."""
    note = Note.parse(text)
    Checkpoint.parse(note.text)
    return note


def _hashes(text: str) -> tuple[bytes, ...]:
    hashes = tuple(decoded(line) for line in text.split("\n")[:-1])
    if any(len(one) != tree.HASH_LENGTH for one in hashes):
        raise NoteError(f"a hash must have {tree.HASH_LENGTH} bytes")
    return hashes
