"""The Merkle tree of RFC 6962, compared with published roots and with the definition in the RFC."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.store.proof.tree import (
    EMPTY_ROOT,
    Tree,
    consistency_ranges,
    inclusion_ranges,
    is_consistent,
    leaf_hash,
    node_hash,
    root_by_inclusion,
    roots,
)

MOST = 70
LEAVES = [leaf_hash(str(number).encode()) for number in range(2000)]

# The leaves of RFC 6962's reference implementation (certificate-transparency), and the roots
# that it publishes for the first leaf, the first two leaves, and so on.
PUBLISHED = {
    "": "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "00": "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "10": "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "2021": "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "3031": "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "40414243": "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "5051525354555657": "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "606162636465666768696a6b6c6d6e6f": (
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    ),
}


def naive(leaves: list[bytes]) -> bytes:
    """Return the root by the recursion in RFC 6962, section 2.1."""
    if len(leaves) < 2:
        return leaves[0] if leaves else EMPTY_ROOT
    split = max(power for power in (1 << bit for bit in range(12)) if power < len(leaves))
    return node_hash(naive(leaves[:split]), naive(leaves[split:]))


def naive_path(index: int, leaves: list[bytes]) -> list[bytes]:
    """Return the audit path by the recursion in RFC 6962, section 2.1.1."""
    if len(leaves) == 1:
        return []
    split = max(power for power in (1 << bit for bit in range(12)) if power < len(leaves))
    left, right = leaves[:split], leaves[split:]
    if index < split:
        return [*naive_path(index, left), naive(right)]
    return [*naive_path(index - split, right), naive(left)]


def naive_growth(old: int, leaves: list[bytes], known: bool = True) -> list[bytes]:
    """Return the consistency proof by the recursion in RFC 6962, section 2.1.2."""
    if old == len(leaves):
        return [] if known else [naive(leaves)]
    split = max(power for power in (1 << bit for bit in range(12)) if power < len(leaves))
    left, right = leaves[:split], leaves[split:]
    if old <= split:
        return [*naive_growth(old, left, known), naive(right)]
    return [*naive_growth(old - split, right, False), naive(left)]


def root(size: int) -> bytes:
    """Return the root of the first ``size`` leaves."""
    return naive(LEAVES[:size])


def grown(size: int) -> Tree:
    """Return a tree of the first ``size`` leaves."""
    tree = Tree()
    tree.extend(LEAVES[:size])
    return tree


def test_the_roots_are_the_published_ones():
    """The root after each leaf equals the published root of a tree with the same leaves.

    The root of the empty tree is the hash of the empty string.
    """
    tree = Tree()
    assert tree.root() == EMPTY_ROOT
    assert EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    for leaf, published in PUBLISHED.items():
        tree.add(leaf_hash(bytes.fromhex(leaf)))
        assert tree.root().hex() == published


@pytest.mark.parametrize("size", range(MOST + 1))
def test_every_root_matches_the_definition(size):
    """Every root equals the root that the RFC's definition gives.

    Adding the leaves one by one or all at once makes no difference.
    """
    assert grown(size).root() == root(size)
    one_by_one = Tree()
    for leaf in LEAVES[:size]:
        one_by_one.add(leaf)
    assert one_by_one == grown(size)


@pytest.mark.parametrize("size", range(1, MOST + 1))
def test_every_leaf_has_an_inclusion_proof(size):
    """The inclusion proof of every leaf equals the path that the RFC's definition gives.

    The proof does not hold for another leaf.
    """
    for index in range(size):
        path = roots(LEAVES[:size], inclusion_ranges(index, size))
        assert path == naive_path(index, LEAVES[:size])
        assert root_by_inclusion(LEAVES[index], index, size, path) == root(size)
        assert root_by_inclusion(LEAVES[-1], index, size, path) != root(size)


@pytest.mark.parametrize("size", range(MOST + 1))
def test_every_growth_has_a_consistency_proof(size):
    """The consistency proof for every smaller tree is the proof that the RFC's definition gives.

    The proof does not hold for another root.
    """
    for old in range(size + 1):
        proof = roots(LEAVES[:size], consistency_ranges(old, size))
        assert proof == (naive_growth(old, LEAVES[:size]) if 0 < old < size else [])
        assert is_consistent(old, size, root(old), root(size), proof)
        assert not is_consistent(old, size, LEAVES[-1], root(size), proof)
        if old:
            assert not is_consistent(old, size, root(old), LEAVES[-1], proof)


@given(st.data())
@settings(max_examples=60)
def test_large_trees_are_like_small_ones(data):
    """Large trees of random size give correct roots and proofs."""
    size = data.draw(st.integers(MOST, len(LEAVES)))
    index = data.draw(st.integers(0, size - 1))
    old = data.draw(st.integers(1, size))
    assert grown(size).root() == root(size)
    path = roots(iter(LEAVES), inclusion_ranges(index, size))
    assert root_by_inclusion(LEAVES[index], index, size, path) == root(size)
    proof = roots(iter(LEAVES), consistency_ranges(old, size))
    assert is_consistent(old, size, root(old), root(size), proof)


def flipped(data: bytes) -> list[bytes]:
    """Return one copy of ``data`` for each of its bits, with this bit flipped."""
    bits = int.from_bytes(data, "big")
    return [(bits ^ (1 << bit)).to_bytes(len(data), "big") for bit in range(len(data) * 8)]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 13, 64, 69])
def test_every_flipped_bit_of_an_inclusion_proof_is_refused(size):
    """An inclusion proof does not hold if one bit is flipped in the leaf or in a hash."""
    index = size // 2
    path = roots(LEAVES[:size], inclusion_ranges(index, size))
    for leaf in flipped(LEAVES[index]):
        assert root_by_inclusion(leaf, index, size, path) != root(size)
    for place in range(len(path)):
        for wrong in flipped(path[place]):
            forged = [*path[:place], wrong, *path[place + 1 :]]
            assert root_by_inclusion(LEAVES[index], index, size, forged) != root(size)


@pytest.mark.parametrize(("old", "new"), [(1, 2), (3, 7), (4, 8), (6, 8), (11, 29), (64, 69)])
def test_every_flipped_bit_of_a_consistency_proof_is_refused(old, new):
    """A consistency proof does not hold if one bit is flipped in a hash or in a root."""
    proof = roots(LEAVES[:new], consistency_ranges(old, new))
    for place in range(len(proof)):
        for wrong in flipped(proof[place]):
            forged = [*proof[:place], wrong, *proof[place + 1 :]]
            assert not is_consistent(old, new, root(old), root(new), forged)
    assert not any(is_consistent(old, new, one, root(new), proof) for one in flipped(root(old)))
    assert not any(is_consistent(old, new, root(old), one, proof) for one in flipped(root(new)))


@pytest.mark.parametrize(
    ("index", "size", "proof"),
    [(0, 0, []), (3, 3, []), (-1, 3, []), (0, 3, [EMPTY_ROOT]), (0, 1, [EMPTY_ROOT])],
)
def test_an_inclusion_proof_that_does_not_fit_is_refused(index, size, proof):
    """An inclusion proof with the wrong length, or an index beyond the tree, raises ValueError."""
    with pytest.raises(ValueError, match=r"no leaf|hashes instead of"):
        root_by_inclusion(LEAVES[0], index, size, proof)


@pytest.mark.parametrize(
    ("old", "new", "proof"), [(4, 3, []), (-1, 3, []), (2, 3, []), (3, 3, [EMPTY_ROOT])]
)
def test_a_consistency_proof_that_does_not_fit_is_refused(old, new, proof):
    """A consistency proof with the wrong length, or for a shrinking tree, raises ValueError."""
    with pytest.raises(ValueError, match=r"cannot grow|hashes instead of"):
        is_consistent(old, new, root(max(old, 0)), root(new), proof)


@pytest.mark.parametrize("wanted", [[], [range(2)], [range(3, 5), range(5)]])
def test_roots_of_ranges_are_those_of_their_leaves(wanted):
    """The root of each range equals the root of the leaves in it, even if ranges overlap."""
    found = roots(iter(LEAVES), wanted)
    assert found == [naive(LEAVES[one.start : one.stop]) for one in wanted]


def test_reading_ends_with_the_last_range():
    """``roots`` reads no leaves after the last range."""
    leaves = iter(LEAVES)
    roots(leaves, [range(2, 4), range(6, 9)])
    assert next(leaves) == LEAVES[9]


def test_the_ranges_of_a_proof_cover_each_leaf_once():
    for size in range(1, MOST):
        for one in (inclusion_ranges(size // 3, size), consistency_ranges(size // 2, size)):
            ordered = sorted(one, key=lambda leaves: leaves.start)
            assert all(before.stop <= after.start for before, after in pairwise(ordered))
