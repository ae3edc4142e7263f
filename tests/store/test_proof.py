"""Proofs, tiles and exported lines of a register's log, comparisons of logs, and sealing."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest
from attrs import evolve as replaced
from sqlalchemy import Connection

from dragoman.store.comparison import compare
from dragoman.store.engines.database import Database
from dragoman.store.engines.opening import open_register
from dragoman.store.log.codec import UnreadableEvent
from dragoman.store.log.formats import rfc3339
from dragoman.store.log.lines import leaf_of, lines
from dragoman.store.log.register import Register
from dragoman.store.proof.checkpoint import Checkpoint
from dragoman.store.proof.leaves import UnreadableLeaf, leaf, leaf_hashes, leaves
from dragoman.store.proof.note import SIGNATURE, Note, NoteError, SigningKey, WrongSignature
from dragoman.store.proof.proofs import (
    ConsistencyProof,
    InclusionProof,
    WrongProof,
    parse_proof,
    prove,
    prove_consistency,
)
from dragoman.store.proof.sealing import SealRefused, seal
from dragoman.store.proof.seals import kept_seals
from dragoman.store.proof.tiles import WIDTH, TilesRefused, export_tiles, path_of
from dragoman.store.proof.tree import Tree, leaf_hash
from dragoman.store.proof.verification import examine, last_sound_seal
from tests.conftest import tamper
from tests.store.registers import NOON, Clock, Nowhere, meet, number

KEY = SigningKey("dragoman/test", SIGNATURE, bytes(32))
EVENTS = 24


@pytest.fixture
def register(engine: Database) -> Register:
    """Return a register of twelve entries; each entry records a meeting and a person."""
    register = Register(engine, "officer", Clock())
    for one in range(EVENTS // 2):
        register.record(meet(number(one + 1), person=f"Person {one}"), Nowhere(), f"reason {one}")
    return register


@pytest.fixture
def connection(register: Register) -> Iterator[Connection]:
    """Yield a connection that reads the register."""
    with register.engine.connect() as connection:
        yield connection


def sealed(connection: Connection, size: int) -> Note:
    """Return a seal of the first ``size`` events."""
    root = examine(connection, [size]).roots[size]
    return Note(Checkpoint("dragoman/test", size, root).text).signed([KEY], NOON)


def test_a_leaf_consists_of_the_documented_lines(connection: Connection, path: Path):
    """A leaf consists of the documented lines; the test builds and hashes the lines itself."""
    with closing(sqlite3.connect(path)) as plain:
        row = plain.execute("SELECT * FROM events WHERE position = 3").fetchone()
        query = "SELECT clock, os_user, host FROM entries WHERE entry = ?"
        clock, os_user, host = plain.execute(query, (row[5],)).fetchone()
    _, record, version, topic, state, entry, at, by, reason = row
    expected = "\n".join(
        [
            *("dragoman-event/2", record, str(version), topic, entry, at, clock),
            *(sha256(text.encode()).hexdigest() for text in (by, os_user, host, reason)),
            sha256(state).hexdigest(),
            "",
        ]
    ).encode()
    assert (by, reason, clock) == ("officer", "reason 1", at)
    [found] = leaves(connection, 3, 2)
    assert found == expected
    assert list(leaf_hashes(connection, 3, 2)) == [sha256(b"\x00" + expected).digest()]


def test_an_event_without_context_has_a_leaf_of_the_first_form(register: Register, path: Path):
    """If an event has no context, its leaf has the first form, with nine lines.

    Older versions and other programs record such events.
    """
    values = (EVENTS + 1, number(900).hex, 1, "MeetingHeld", b"{}", number(901).hex, rfc3339(NOON))
    with closing(sqlite3.connect(path)) as plain:
        plain.execute("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, 'other', 'why')", values)
        plain.commit()
    expected = "\n".join(
        [
            *("dragoman-event/1", number(900).hex, "1", "MeetingHeld", number(901).hex),
            rfc3339(NOON),
            *(sha256(text).hexdigest() for text in (b"other", b"why", b"{}")),
            "",
        ]
    ).encode()
    register.record(meet(number(902), person="Later"), Nowhere())
    with register.engine.connect() as connection:
        assert list(leaves(connection, EVENTS + 1, EVENTS)) == [expected]
        whole = list(leaves(connection, EVENTS + 3))
        forms = [one.split(b"\n")[0][-1:] for one in whole]
        assert forms == [b"2"] * EVENTS + [b"1"] + [b"2"] * 2
        assert [leaf_of(line) for line in lines(connection, EVENTS + 3)] == whole
        for after in range(EVENTS + 3):  # wherever reading starts
            assert list(leaves(connection, EVENTS + 3, after)) == whole[after:]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 16, EVENTS])
def test_every_sealed_event_is_proven(connection: Connection, size: int):
    """Every sealed event has a proof, and reading a written proof gives the same proof.

    One pass over the log gives all proofs.
    """
    proofs = prove(connection, range(1, size + 1), sealed(connection, size))
    for position, proof in enumerate(proofs, 1):
        assert proof.index == position - 1
        assert [proof.leaf] == list(leaves(connection, position, position - 1))
        assert parse_proof(str(proof)) == proof
        assert proof.check().size == size


@pytest.mark.parametrize("size", [1, 2, 7, 16, EVENTS])
def test_every_seal_is_consistent_with_later_ones(connection: Connection, size: int):
    later = sealed(connection, size)
    for old in range(size + 1):
        proof = prove_consistency(connection, old, later)
        assert parse_proof(str(proof)) == proof
        assert proof.check(Checkpoint.parse(sealed(connection, old).text)).size == size


def test_a_proof_with_any_flipped_bit_is_refused(connection: Connection):
    """If any bit of a proof is flipped, Dragoman refuses the proof."""
    note = sealed(connection, EVENTS)
    [proof] = prove(connection, [5], note)
    growth = prove_consistency(connection, 11, note)
    earlier = Checkpoint.parse(sealed(connection, 11).text)
    for text, check in (
        (str(proof), lambda one: one.check()),
        (str(growth), lambda one: one.check(earlier)),
    ):
        for place in range(len(text.encode())):
            for bit in range(8):
                changed = bytearray(text.encode())
                changed[place] ^= 1 << bit
                assert not _is_accepted(bytes(changed), check)


def _is_accepted(data: bytes, check: Callable[[Any], object]) -> bool:
    """Return whether a proof is valid and its note has a valid signature of the key."""
    try:
        proof = parse_proof(data.decode())
        check(proof)
        return bool(proof.note.verified([KEY.verifier]))
    except (NoteError, WrongProof, WrongSignature, UnicodeError):
        return False


@pytest.mark.parametrize(
    "change",
    [
        {"index": 5},
        {"index": EVENTS},
        {"leaf": b"other"},
        {"hashes": ()},
        {"hashes": (bytes(32),) * 5},
    ],
)
def test_a_wrong_inclusion_proof_is_refused(connection: Connection, change: dict[str, object]):
    """If any part of an inclusion proof is changed, Dragoman refuses the proof."""
    [proof] = prove(connection, [5], sealed(connection, EVENTS))
    with pytest.raises(WrongProof):
        replaced(proof, **change).check()


def test_consistency_with_another_seal_is_refused(connection: Connection):
    """Dragoman refuses a consistency proof for a seal with another size, root or register."""
    proof = prove_consistency(connection, 11, sealed(connection, EVENTS))
    right = Checkpoint.parse(sealed(connection, 11).text)
    for wrong in (
        replaced(right, size=10),
        replaced(right, root=bytes(32)),
        replaced(right, origin="dragoman/other"),
    ):
        with pytest.raises(WrongProof):
            proof.check(wrong)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "c2sp.org/tlog-proof@v1\nindex 0\n\n",
        "c2sp.org/tlog-proof@v1\nextra !\nindex 0\n\nx",
        "c2sp.org/tlog-proof@v1\nextra AA==\nindex 00\n\nx",
        "old 01\n\nx",
        "old 1\nAAAA\n\nx",
    ],
)
def test_invalid_proofs_are_refused(text: str):
    """Dragoman refuses an invalid proof with a one-line message."""
    with pytest.raises(NoteError) as refused:
        parse_proof(text)
    assert "\n" not in str(refused.value)


def test_the_kinds_of_proof_are_distinguished(connection: Connection):
    """The first line of a proof says which kind of proof it is."""
    note = sealed(connection, EVENTS)
    assert isinstance(parse_proof(str(prove(connection, [1], note)[0])), InclusionProof)
    assert isinstance(parse_proof(str(prove_consistency(connection, 1, note))), ConsistencyProof)


# --- Tiles ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("index", "path"),
    [(0, "000"), (999, "999"), (1000, "x001/000"), (1234067, "x001/x234/067")],
)
def test_the_path_of_a_tile_is_in_groups_of_three_digits(index: int, path: str):
    """The path of a tile splits its number into groups of three digits, as the format requires."""
    assert path_of(index) == path


def entries_of(folder: Path) -> list[bytes]:
    """Return the leaves in the bundles of exported tiles."""
    found = []
    for file in sorted((folder / "tile" / "entries").rglob("*")):
        data = file.read_bytes() if file.is_file() else b""
        while data:
            size = int.from_bytes(data[:2], "big")
            found.append(data[2 : 2 + size])
            data = data[2 + size :]
    return found


def test_tiles_hold_the_leaves_and_their_hashes(connection: Connection, tmp_path: Path):
    """Tiles contain the leaves and their hashes, and a second export extends the first."""
    folder = tmp_path / "tiles"
    export_tiles(connection, sealed(connection, 7), folder)
    assert entries_of(folder) == list(leaves(connection, 7))
    assert (folder / "tile/0/000.p/7").read_bytes() == b"".join(leaf_hashes(connection, 7))
    written = export_tiles(connection, sealed(connection, EVENTS), folder)
    assert written == 3
    assert Note.parse((folder / "checkpoint").read_text()) == sealed(connection, EVENTS)
    assert export_tiles(connection, sealed(connection, EVENTS), folder) == 1


def test_full_tiles_are_hashed_into_the_level_above(engine: Database, tmp_path: Path):
    """Each full tile has a hash in the level above.

    The hash is the root of the tile's leaves.
    """
    register = Register(engine, "officer", Clock())
    many = [meet(number(one), person=f"Person {one}") for one in range(1, 301)]
    register.record(lambda book: [act(book) for act in many], Nowhere())
    with engine.connect() as connection:
        export_tiles(connection, sealed(connection, 600), tmp_path / "tiles")
        hashes = list(leaf_hashes(connection, 600))
    above = (tmp_path / "tiles/tile/1/000.p/2").read_bytes()
    for place in range(2):
        tree = Tree()
        tree.extend(hashes[place * WIDTH : (place + 1) * WIDTH])
        assert above[place * 32 : place * 32 + 32] == tree.root()
    assert len((tmp_path / "tiles/tile/0/001").read_bytes()) == WIDTH * 32
    assert len((tmp_path / "tiles/tile/0/002.p/88").read_bytes()) == 88 * 32


def test_tiles_of_another_log_are_left_unchanged(connection: Connection, tmp_path: Path):
    """An export of tiles does not overwrite tiles of another log or of a later state.

    Such tiles have a different origin, a later checkpoint or different hashes.
    """
    folder = tmp_path / "tiles"
    note = sealed(connection, 7)
    export_tiles(connection, sealed(connection, EVENTS), folder)
    with pytest.raises(TilesRefused, match="a different folder"):
        export_tiles(connection, note, folder)
    (folder / "checkpoint").write_text(str(note).replace("dragoman/test", "dragoman/other"))
    with pytest.raises(TilesRefused, match="dragoman/other"):
        export_tiles(connection, note, folder)
    (folder / "checkpoint").unlink()
    (folder / f"tile/0/000.p/{EVENTS}").write_bytes(b"other")
    with pytest.raises(TilesRefused, match="another log"):
        export_tiles(connection, sealed(connection, EVENTS), folder)


def test_a_changed_log_gives_no_proofs(register: Register, path: Path, tmp_path: Path):
    """If somebody has changed a sealed event, Dragoman makes no proofs.

    Dragoman also makes no checkpoint for tiles.
    """
    with register.engine.connect() as connection:
        note = sealed(connection, EVENTS)
    tamper(path, "UPDATE events SET reason = 'other' WHERE position = 5")
    with register.engine.connect() as connection:
        for position in (1, 5, EVENTS):
            with pytest.raises(WrongProof):
                prove(connection, [position], note)
        with pytest.raises(WrongProof, match="the log is not the sealed log"):
            prove_consistency(connection, 11, note)
        with pytest.raises(TilesRefused, match="the log is not the sealed log"):
            export_tiles(connection, note, tmp_path / "tiles")
    assert not (tmp_path / "tiles" / "checkpoint").exists()


def test_a_leaf_too_large_for_a_tile_is_named(register: Register, path: Path, tmp_path: Path):
    """Exporting a leaf that is too large for a tile raises an error with the event's position."""
    tamper(path, "UPDATE events SET topic = hex(zeroblob(40000)) WHERE position = 3")
    with register.engine.connect() as connection, pytest.raises(TilesRefused, match="event 3"):
        export_tiles(connection, sealed(connection, 7), tmp_path / "tiles")


# --- Lines ------------------------------------------------------------------------------------


def test_a_line_holds_an_event_as_it_is_stored(connection: Connection):
    """An exported line contains all facts of its event, and gives the same leaf as the event."""
    found = list(lines(connection, EVENTS))
    assert [json.loads(one)["position"] for one in found] == list(range(1, EVENTS + 1))
    assert [leaf_of(one) for one in found] == list(leaves(connection, EVENTS))
    assert [json.loads(one)["position"] for one in lines(connection, 5, 4)] == [4, 5]


@pytest.mark.parametrize("line", [b"", b"{}", b"[]", b'{"state": {}}', b"\xff"])
def test_invalid_lines_are_refused(line: bytes):
    """Parsing a line that is not an exported event raises UnreadableEvent."""
    with pytest.raises(UnreadableEvent):
        leaf_of(line)


@pytest.mark.parametrize(
    "state", ["x'7b'", "x'ff'", """CAST('{"a":' || char(10) || '1}' AS BLOB)"""]
)
def test_an_event_that_is_no_json_is_named(register: Register, path: Path, state: str):
    """Exporting an event that is not JSON raises an error with the event's position."""
    tamper(path, f"UPDATE events SET state = {state} WHERE position = 5")
    with register.engine.connect() as connection, pytest.raises(UnreadableEvent, match="event 5"):
        list(lines(connection, EVENTS))


def test_an_undecodable_text_is_named(register: Register, path: Path):
    """Hashing a string that is not UTF-8 raises an error with the event's position."""
    tamper(path, "UPDATE events SET reason = CAST(x'ff' AS TEXT) WHERE position = 5")
    with register.engine.connect() as connection, pytest.raises(UnreadableLeaf, match="event 5"):
        list(leaves(connection, EVENTS))


def test_text_after_a_zero_byte_is_hashed(register: Register, path: Path):
    """The hash of a string includes the bytes after a zero byte."""
    with register.engine.connect() as connection:
        before = list(leaves(connection, 5, 4))
    tamper(path, "UPDATE events SET reason = reason || char(0) || 'x' WHERE position = 5")
    with register.engine.connect() as connection:
        assert list(leaves(connection, 5, 4)) != before


def test_a_leaf_separates_all_fields():
    """Two events that differ in any field have different leaves."""
    one = ("a", 1, "b", "c", "d", "e", "f", b"g")
    others = [(*one[:place], "x", *one[place + 1 :]) for place in (0, 2, 3, 4, 5, 6)]
    others += [(*one[:1], 2, *one[2:]), (*one[:7], b"x")]
    assert len({leaf(*other) for other in [one, *others]}) == 9  # type: ignore[arg-type]
    assert leaf_hash(leaf(*one)) == sha256(b"\x00" + leaf(*one)).digest()


# --- Comparing --------------------------------------------------------------------------------


def test_copies_of_a_register_are_compared(register: Register, path: Path, tmp_path: Path):
    """A comparison shows how two copies of a register differ.

    The copies are equal, or one has more events, or they differ from a certain event onwards.
    """
    copy = tmp_path / "copy.db"
    with closing(sqlite3.connect(path)) as plain:
        plain.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    copyfile(path, copy)
    other = open_register(copy)
    with register.engine.connect() as left, other.connect() as right:
        found = compare(left, right)
    assert (found.one, found.other, found.common, found.forked_at) == (24, 24, 24, None)
    register.record(meet(number(100), person="One"), Nowhere())
    with register.engine.connect() as left, other.connect() as right:
        found = compare(left, right)
    assert (found.one, found.other, found.common, found.forked_at) == (26, 24, 24, None)
    Register(other, "officer", Clock()).record(meet(number(101), person="Two"), Nowhere())
    with register.engine.connect() as left, other.connect() as right:
        found = compare(left, right)
    assert (found.one, found.other, found.common, found.forked_at) == (26, 26, 24, 25)
    other.dispose()


# --- Sealing ----------------------------------------------------------------------------------


def test_a_seal_is_kept_once(register: Register):
    """Sealing an unchanged log again returns the existing seal.

    Sealing with another key adds a signature to the seal.
    """
    first = seal(register.engine, [KEY], NOON, "officer")
    assert (first.number, first.is_new, first.checkpoint.size) == (1, True, EVENTS)
    again = seal(register.engine, [KEY], NOON, "officer")
    assert (again.number, again.is_new, again.note) == (1, False, first.note)
    other = replaced(KEY, seed=bytes(range(32)))
    both = seal(register.engine, [KEY, other], NOON, "officer")
    assert (both.number, both.is_new, len(both.note.signatures)) == (2, True, 2)
    with register.engine.connect() as connection:
        kept = kept_seals(connection)
        assert [one.signers for one in kept] == [  # type: ignore[union-attr]
            (KEY.verifier,),
            (KEY.verifier, other.verifier),
        ]
        assert last_sound_seal(connection) == kept[1]


def test_an_empty_register_is_not_sealed(engine: Database):
    with pytest.raises(SealRefused, match="nothing to seal"):
        seal(engine, [KEY], NOON, "officer")


def test_a_register_with_an_invalid_seal_is_not_sealed(register: Register, path: Path):
    """If a register has an invalid seal, Dragoman makes no new seal.

    A new seal would cover the changed events.
    """
    seal(register.engine, [KEY], NOON, "officer")
    with closing(sqlite3.connect(path)) as plain:
        plain.execute("DROP TRIGGER events_keep_update")
        plain.execute("UPDATE events SET reason = 'other' WHERE position = 5")
        plain.execute(
            "CREATE TRIGGER events_keep_update BEFORE UPDATE ON events"
            " BEGIN SELECT RAISE(ABORT, 'events are append-only'); END"
        )
        plain.commit()
    register.record(meet(number(100), person="One"), Nowhere())
    with pytest.raises(SealRefused, match="within events 1 to 24"):
        seal(register.engine, [KEY], NOON, "officer")
    with register.engine.connect() as connection:
        assert len(kept_seals(connection)) == 1
