"""The Merkle tree of RFC 6962 (section 2.1) over SHA-256: roots, and proofs as ranges of leaves.

A proof is a list of subtree roots. The subtrees depend only on the sizes, so a proof is made in two
steps: the first step finds the ranges of leaves, and the second step computes the roots of these
ranges in one pass over the leaves. Indices count from 0, and ranges are half-open.
"""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256

from attrs import define, field

EMPTY_ROOT = sha256(b"").digest()
"""The root of the empty tree."""

HASH_LENGTH = 32
"""The length of a hash, in bytes."""

LARGEST = 2**63 - 1
"""The maximum number of leaves, because other programs count leaves with 63 bits."""


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of a leaf."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node."""
    return sha256(b"\x01" + left + right).digest()


@define
class Tree:
    """A growing tree of ``size`` leaves, represented by the roots of its complete subtrees."""

    size: int = 0
    _complete: list[bytes] = field(factory=list)

    def add(self, leaf: bytes) -> None:
        """Append the hash of a leaf."""
        self.extend((leaf,))

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Append the hashes of leaves. The code for hashing is inlined for speed."""
        complete = self._complete
        for node in leaves:
            completed = self.size
            while completed & 1:
                node = sha256(b"\x01" + complete.pop() + node).digest()
                completed >>= 1
            complete.append(node)
            self.size += 1

    def root(self) -> bytes:
        """Return the current root."""
        if not self._complete:
            return EMPTY_ROOT
        *others, root = self._complete
        for left in reversed(others):
            root = node_hash(left, root)
        return root


def _split(size: int) -> int:
    """Return the number of leaves in the left subtree: the largest power of two below ``size``."""
    return 1 << (size - 1).bit_length() - 1


def inclusion_ranges(index: int, size: int) -> list[range]:
    """Return the subtrees on a leaf's audit path (RFC 6962, 2.1.1), from the leaf's sibling up.

    Raises :class:`ValueError` if the tree has no such leaf.
    """
    if not 0 <= index < size <= LARGEST:
        raise ValueError(f"a tree of {size} leaves has no leaf {index}")
    return list(_audit_path(index, range(size)))


def _audit_path(index: int, leaves: range) -> Iterator[range]:
    if len(leaves) == 1:
        return
    middle = leaves.start + _split(len(leaves))
    left, right = range(leaves.start, middle), range(middle, leaves.stop)
    yield from _audit_path(index, left if index < middle else right)
    yield right if index < middle else left


def consistency_ranges(old: int, new: int) -> list[range]:
    """Return the subtrees for a consistency proof (RFC 6962, 2.1.2) between trees of two sizes.

    Returns an empty list if no proof is needed. Raises :class:`ValueError` if ``old`` is the larger
    size.
    """
    if not 0 <= old <= new <= LARGEST:
        raise ValueError(f"a tree of {old} leaves cannot grow into a tree of {new}")
    return list(_subproof(old, range(new), True)) if 0 < old < new else []


def _subproof(old: int, leaves: range, known: bool) -> Iterator[range]:
    """Yield the subtrees of a proof; if ``known`` is true, ``leaves`` are the complete old tree."""
    if leaves.stop == old:
        if not known:
            yield leaves
        return
    middle = leaves.start + _split(len(leaves))
    left, right = range(leaves.start, middle), range(middle, leaves.stop)
    if old <= middle:
        yield from _subproof(old, left, known)
        yield right
    else:
        yield from _subproof(old, right, False)
        yield left


def roots(leaves: Iterable[bytes], ranges: Sequence[range]) -> list[bytes]:
    """Return the root of each range of leaves, in one pass over the hashes of leaves 0, 1, 2 …"""
    trees = {leaves: Tree() for leaves in ranges}
    waiting = sorted(trees, key=lambda one: one.start, reverse=True)
    current: list[range] = []
    for index, leaf in enumerate(leaves):
        while waiting and waiting[-1].start <= index:
            current.append(waiting.pop())
        for one in current:
            trees[one].add(leaf)
        current = [one for one in current if one.stop > index + 1]
        if not (current or waiting):
            break
    return [trees[one].root() for one in ranges]


def root_by_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes:
    """Compute the root from the hash of a leaf and the audit path of the leaf.

    Raises :class:`ValueError` if the path does not fit the index and size.
    """
    path = inclusion_ranges(index, size)
    _refuse_unfit(path, proof, leaf)
    root = leaf
    for subtree, sibling in zip(path, proof, strict=True):
        root = node_hash(sibling, root) if subtree.stop <= index else node_hash(root, sibling)
    return root


def _refuse_unfit(path: Sequence[range], proof: Sequence[bytes], *others: bytes) -> None:
    """Raise :class:`ValueError` if a proof does not have one hash for each subtree."""
    if len(path) != len(proof):
        raise ValueError(f"the proof has {len(proof)} hashes instead of {len(path)}")
    if wrong := [one for one in (*proof, *others) if len(one) != HASH_LENGTH]:
        raise ValueError(f"a hash must have {HASH_LENGTH} bytes, not {len(wrong[0])}")


def is_consistent(
    old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Return whether a proof shows that the tree of ``new`` leaves extends the tree of ``old``.

    Raises :class:`ValueError` if the proof does not fit the sizes.
    """
    path = consistency_ranges(old, new)
    _refuse_unfit(path, proof, old_root, new_root)
    if any(root != EMPTY_ROOT for size, root in ((old, old_root), (new, new_root)) if size == 0):
        return False
    if old == 0:
        return True
    hashes = dict(zip(path, proof, strict=True))
    before, after = _both_roots(old, range(new), True, old_root, hashes)
    return (before, after) == (old_root, new_root)


def _both_roots(
    old: int, leaves: range, known: bool, old_root: bytes, hashes: dict[range, bytes]
) -> tuple[bytes, bytes]:
    """Return the roots of the old and the new tree over these leaves, according to a proof."""
    if leaves.stop == old:
        root = old_root if known else hashes[leaves]
        return root, root
    middle = leaves.start + _split(len(leaves))
    left, right = range(leaves.start, middle), range(middle, leaves.stop)
    if old <= middle:
        before, after = _both_roots(old, left, known, old_root, hashes)
        return before, node_hash(after, hashes[right])
    before, after = _both_roots(old, right, False, old_root, hashes)
    return node_hash(hashes[left], before), node_hash(hashes[left], after)
