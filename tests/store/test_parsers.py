"""Parsers of untrusted input read the input or raise the expected error, and no other."""

import json
from base64 import b64encode
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dragoman.store.log.codec import UnreadableEvent
from dragoman.store.log.lines import leaf_of
from dragoman.store.proof import tree
from dragoman.store.proof.checkpoint import Checkpoint, counted
from dragoman.store.proof.note import (
    COSIGNATURE,
    SIGNATURE,
    Note,
    NoteError,
    SigningKey,
    VerifierKey,
)
from dragoman.store.proof.proofs import ConsistencyProof, InclusionProof, WrongProof, parse_proof
from tests.store.registers import NOON

KEY = SigningKey("dragoman/00", SIGNATURE, bytes(32))
WITNESS = SigningKey("witness", COSIGNATURE, bytes(32))
CHECKPOINT = Checkpoint("dragoman/00", 7, bytes(range(32)))
NOTE = Note(CHECKPOINT.text).signed([KEY, WITNESS], NOON)
INCLUSION = InclusionProof(3, (bytes(32),) * 3, NOTE, b"leaf")
CONSISTENCY = ConsistencyProof(3, (bytes(32),) * 3, NOTE)

Parse = Callable[[str], Any]
SAMPLES: dict[str, tuple[Parse, str]] = {
    "note": (Note.parse, str(NOTE)),
    "checkpoint": (Checkpoint.parse, CHECKPOINT.text),
    "paper": (Checkpoint.from_paper, CHECKPOINT.on_paper),
    "verifier key": (VerifierKey.parse, str(KEY.verifier)),
    "signing key": (SigningKey.parse, str(KEY)),
    "inclusion": (parse_proof, str(INCLUSION)),
    "consistency": (parse_proof, str(CONSISTENCY)),
}

LARGE = [str(one) for one in (2**63, 2**64, 10**19 - 1, 10**19, 10**40)] + ["1" + "0" * 5000]
"""Numbers larger than any log."""

any_text = st.text(st.characters(categories=None))  # any text, including surrogates
pieces = st.one_of(
    any_text,
    st.sampled_from(["\n", "\n\n", "+", "—", " ", "=", "\x00", "\udcff", "é", "٣", "0", "-1"]),
    st.sampled_from([*LARGE, str(2**63 - 1), str(10**18)]),
    st.binary(max_size=40).map(lambda one: b64encode(one).decode()),
)


def survives(parse: Parse, text: str) -> None:
    """Check that parsing a string and writing the result raises no error other than NoteError."""
    try:
        read = parse(text)
    except NoteError as error:
        assert "\n" not in str(error)
        return
    str(read)
    checkpoint = read if isinstance(read, Checkpoint) else None
    if isinstance(read, Note):
        read.verified([KEY.verifier] if "\u2014 dragoman/00" not in text else [])
    if isinstance(read, InclusionProof | ConsistencyProof):
        checkpoint = Checkpoint.parse(read.note.text)
        with suppress(WrongProof):
            read.check() if isinstance(read, InclusionProof) else read.check(CHECKPOINT)
    if checkpoint:
        assert 0 <= checkpoint.size < 2**63
        assert len(checkpoint.root) == 32
        checkpoint.on_paper.encode()


@pytest.mark.parametrize("name", SAMPLES)
def test_an_unchanged_sample_is_read(name: str) -> None:
    """The parser reads each unchanged sample.

    In the other tests, the parser therefore refuses a sample only because of the change.
    """
    parse, text = SAMPLES[name]
    read = parse(text)
    assert (read.on_paper if name == "paper" else getattr(read, "text", str(read))) in text


@pytest.mark.parametrize("name", SAMPLES)
def test_text_that_cannot_be_encoded(name: str) -> None:
    """Parsing a string with an unpaired surrogate raises no error other than NoteError."""
    parse, text = SAMPLES[name]
    survives(parse, f"\ud800{text}")


@pytest.mark.parametrize("name", SAMPLES)
@given(text=any_text)
def test_any_text(name: str, text: str) -> None:
    survives(SAMPLES[name][0], text)


@pytest.mark.parametrize("name", SAMPLES)
@given(data=st.data())
def test_a_changed_sample(name: str, data: st.DataObject) -> None:
    """If a piece of a sample is replaced, the parser reads the sample or raises NoteError."""
    parse, text = SAMPLES[name]
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 30)))
    survives(parse, text[:start] + data.draw(pieces) + text[end:])


@pytest.mark.parametrize("number", LARGE, ids=lambda one: f"{one[:25]} ({len(one)} digits)")
@pytest.mark.parametrize(
    "name", [one for one in SAMPLES if one != "note"]
)  # any content, because a note may have any content
def test_impossibly_large_numbers_are_refused(name: str, number: str) -> None:
    """Parsing a size or an index that is larger than any log raises NoteError."""
    parse, text = SAMPLES[name]
    lines = text.split("\n")
    for at, line in enumerate(lines):
        for was in ("3", "7"):
            if line in (was, f"index {was}", f"old {was}", f"events  {was}"):
                changed = [*lines[:at], line.replace(was, number), *lines[at + 1 :]]
                with pytest.raises(NoteError):
                    parse("\n".join(changed))


def test_the_largest_number_is_read() -> None:
    """The parser reads the largest possible number of events; a larger number raises NoteError."""
    assert counted(str(2**63 - 1)) == 2**63 - 1
    with pytest.raises(NoteError):
        counted(str(2**63))
    largest = Checkpoint("dragoman/00", 2**63 - 1, bytes(32))
    assert Checkpoint.parse(largest.text) == largest
    assert Checkpoint.from_paper(largest.on_paper) == largest


@pytest.mark.parametrize(
    "more", ["\n", "\n\n", "extension\n\n", "\nextension\n", "a\n\nb\n", "unended", "a\nunended"]
)
def test_lines_after_the_root_are_not_empty(more: str) -> None:
    """An empty line after the root of a checkpoint raises NoteError."""
    with pytest.raises(NoteError, match="cannot be empty"):
        Checkpoint.parse(CHECKPOINT.text + more)


@pytest.mark.parametrize("more", ["", "extension\n", "a\nb\n"])
def test_extension_lines_are_ignored(more: str) -> None:
    """The parser ignores extension lines after the root, as the checkpoint format requires."""
    assert Checkpoint.parse(CHECKPOINT.text + more) == CHECKPOINT


@pytest.mark.parametrize("root", [b"", bytes(31), bytes(33), bytes(64)], ids=len)
def test_a_root_has_32_bytes(root: bytes) -> None:
    """A root that does not have 32 bytes raises an error, both in a checkpoint and in a proof."""
    with pytest.raises(NoteError):
        Checkpoint.parse(f"dragoman/00\n7\n{b64encode(root).decode()}\n")
    for old, new in ((0, 0), (0, 7), (7, 7), (3, 7)):
        proof = (bytes(32),) * len(tree.consistency_ranges(old, new))
        for pair in ((root, bytes(32)), (bytes(32), root), (root, root)):
            with pytest.raises(ValueError, match="32 bytes"):
                tree.is_consistent(old, new, *pair, proof)


@pytest.mark.parametrize("length", [0, 1, 31, 33, 64])
def test_a_hash_of_a_proof_has_32_bytes(length: int) -> None:
    """A hash in a proof that does not have 32 bytes raises ValueError.

    Without this check, a forger could split the bytes of two hashes at a different point and get
    the same root.
    """
    other = bytes(length)
    with pytest.raises(ValueError, match="32 bytes"):
        tree.root_by_inclusion(other, 0, 1, ())
    with pytest.raises(ValueError, match="32 bytes"):
        tree.root_by_inclusion(bytes(32), 0, 2, (other,))
    with pytest.raises(ValueError, match="32 bytes"):
        tree.is_consistent(1, 2, bytes(32), bytes(32), (other,))


def test_the_empty_tree_has_one_root() -> None:
    """The empty tree has one root, and is consistent with every other tree.

    No other tree has that root.
    """
    other = bytes(32)
    assert tree.is_consistent(0, 0, tree.EMPTY_ROOT, tree.EMPTY_ROOT, ())
    assert tree.is_consistent(0, 5, tree.EMPTY_ROOT, other, ())
    assert not tree.is_consistent(0, 0, tree.EMPTY_ROOT, other, ())
    assert not tree.is_consistent(0, 0, other, tree.EMPTY_ROOT, ())
    assert not tree.is_consistent(0, 0, other, other, ())
    assert not tree.is_consistent(0, 5, other, other, ())
    assert not tree.is_consistent(5, 5, other, tree.EMPTY_ROOT, ())


@pytest.mark.parametrize("size", [2**63, 2**64, 10**30])
def test_no_tree_is_that_large(size: int) -> None:
    """A tree size that is larger than any log raises ValueError, with a message about leaves."""
    with pytest.raises(ValueError, match="leaves"):
        tree.inclusion_ranges(0, size)
    with pytest.raises(ValueError, match="leaves"):
        tree.inclusion_ranges(size, size)
    with pytest.raises(ValueError, match="leaves"):
        tree.consistency_ranges(1, size)


def test_a_proof_needs_a_leaf() -> None:
    """A proof that has no leaf raises NoteError, because such a proof would prove nothing."""
    text = str(INCLUSION).replace(f"extra {b64encode(b'leaf').decode()}", "extra ")
    with pytest.raises(NoteError):
        parse_proof(text)


@pytest.mark.parametrize("note", ["text\n\n— key AAAAAAAA\n", "\n\n\n— key AAAAAAAA\n"])
@pytest.mark.parametrize("proof", [INCLUSION, CONSISTENCY])
def test_a_proof_needs_a_checkpoint(proof: Any, note: str) -> None:
    """A proof whose note is not a checkpoint raises NoteError."""
    with pytest.raises(NoteError):
        parse_proof(str(proof).replace(str(NOTE), note))


LINE = {
    "position": 1,
    "originator_id": "a",
    "originator_version": 1,
    "topic": "t",
    "entry": "e",
    "recorded_at": "r",
    "recorded_by": "b",
    "reason": "w",
    "state": {},
}
CIRCUMSTANCES = {"clock": "c", "os_user": "u", "host": "h"}


@given(st.one_of(st.binary(), any_text.map(lambda one: one.encode("utf-8", "surrogatepass"))))
@example(b'{"originator_id": "\\udcff"}')
def test_any_line(line: bytes) -> None:
    """Parsing a line that is not an exported event raises UnreadableEvent."""
    with pytest.raises(UnreadableEvent):
        leaf_of(line)


def test_context_is_complete_or_absent() -> None:
    """An exported event with only some of the three context values raises UnreadableEvent."""
    assert leaf_of(json.dumps(LINE).encode()).startswith(b"dragoman-event/1\n")
    assert leaf_of(json.dumps(LINE | CIRCUMSTANCES).encode()).startswith(b"dragoman-event/2\n")
    for missing in CIRCUMSTANCES:
        for value in ({}, {missing: None}):
            some = {name: one for name, one in CIRCUMSTANCES.items() if name != missing}
            with pytest.raises(UnreadableEvent):
                leaf_of(json.dumps(LINE | some | value).encode())


@pytest.mark.parametrize("name", [*list(LINE)[1:-1], *CIRCUMSTANCES])
@pytest.mark.parametrize("value", ["\udcff", ["x"]], ids=["a surrogate", "a list"])
def test_a_line_with_another_type_is_refused(name: str, value: object) -> None:
    """An exported event with an unpaired surrogate or a list as a value raises UnreadableEvent."""
    with pytest.raises(UnreadableEvent):
        leaf_of(json.dumps(LINE | CIRCUMSTANCES | {name: value}).encode())
