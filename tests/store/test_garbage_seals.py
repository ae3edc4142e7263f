"""Verification reports garbage in the table of seals; sealing and proofs still work."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from attrs import evolve as replaced

from dragoman.store.engines.database import Database
from dragoman.store.log.formats import rfc3339
from dragoman.store.log.queries import identity
from dragoman.store.log.register import Register
from dragoman.store.proof.checkpoint import Checkpoint, origin_of
from dragoman.store.proof.note import MOST_SIGNATURES, SIGNATURE, Note, Signature, SigningKey
from dragoman.store.proof.proofs import prove
from dragoman.store.proof.sealing import SealRefused, seal
from dragoman.store.proof.seals import LAST_NUMBER, Seal, kept_seals
from dragoman.store.proof.tiles import export_tiles
from dragoman.store.proof.verification import Evidence, examine, last_sound_seal, verify
from tests.conftest import change, rows, tamper
from tests.store.registers import NOON, Clock, Nowhere, meet, number

AT = rfc3339(NOON)


@pytest.fixture
def register(engine: Database) -> Register:
    """Return a register with two events that can be sealed."""
    register = Register(engine, "officer", Clock())
    register.record(meet(number(1), person="One"), Nowhere())
    return register


@pytest.fixture
def origin(register: Register) -> str:
    """Return the name of the register's log."""
    with register.engine.connect() as connection:
        return origin_of(identity(connection).id)


@pytest.fixture
def key(origin: str) -> SigningKey:
    """Return the register's own signing key."""
    return SigningKey(origin, SIGNATURE, bytes(32))


@pytest.fixture
def other(key: SigningKey) -> SigningKey:
    """Return another person's key with the same name as the register's key."""
    return replaced(key, seed=bytes(range(32)))


def inserted(number: object, size: object, note: object, signers: object = "") -> str:
    """Return the SQL statement that inserts a seal with these values."""

    def literal(value: object) -> str:
        if isinstance(value, bytes):
            return f"x'{value.hex()}'"
        return str(value) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'"

    values = ", ".join(map(literal, (number, size, note, signers)))
    return f"INSERT INTO seals VALUES ({values}, '{AT}', 'mallory')"


Row = tuple[object, object, object, object]


def garbage(origin: str, key: SigningKey, other: SigningKey, root: bytes) -> dict[str, Row]:
    """Return rows that are not valid seals: malformed, forged, or for another register."""
    forged = str(Note(Checkpoint(origin, 2, bytes(32)).text).signed([other], NOON))
    sound = Note(Checkpoint(origin, 2, root).text)
    false = str(replaced(sound, signatures=(Signature(key.name, key.verifier.id, bytes(64)),)))
    vkey, theirs = f"{key.verifier}\n", f"{other.verifier}\n"
    return {
        "no note": (1, 2, "garbage", vkey),
        "an empty note": (1, 2, "", ""),
        "the last number": (LAST_NUMBER, 2, "garbage", vkey),
        "a number below 1": (-5, 2, "garbage", vkey),
        "a number that skips": (10**9, 2, "garbage", vkey),
        "a size of none": (1, 0, forged, theirs),
        "a size beyond all": (1, LAST_NUMBER, forged, theirs),
        "a forged root": (1, 2, forged, theirs),
        "a forged root, the last number": (LAST_NUMBER, 2, forged, theirs),
        "a false signature of the key": (1, 2, false, vkey),
        "signed by nobody": (1, 2, str(sound) + "— x AAAAAAAA\n", vkey),
        "signers that are none": (1, 2, forged, "garbage\n"),
        "signers without end": (1, 2, forged, "garbage"),
        "another register": (1, 2, forged.replace(origin, f"dragoman/{'0' * 32}"), theirs),
        "control signs": (1, 2, "\x1b[2J\n\n", "\x07"),
        "no text": (1, 2, "garbage", "\udcff"),
    }


NAMES = list(garbage("o", SigningKey("o", 1, bytes(32)), SigningKey("o", 1, bytes(32)), bytes(32)))


@pytest.fixture
def planted(register: Register, path: Path, origin: str, key: SigningKey, other: SigningKey):
    """Return a function that inserts one of the garbage rows into the table of seals."""

    def plant(name: str) -> None:
        with register.engine.connect() as connection:
            root = examine(connection).root
        row = garbage(origin, key, other, root)[name]
        if name == "no text":
            row = (*row[:3], b"\xff")
            statement = inserted(*row).replace("x'ff'", "CAST(x'ff' AS TEXT)")
        else:
            statement = inserted(*row)
        tamper(path, statement)

    return plant


@pytest.mark.parametrize("name", NAMES)
def test_the_next_seal_is_made_and_the_garbage_is_reported(
    register: Register, key: SigningKey, planted: Callable[[str], None], name: str, tmp_path: Path
):
    """Verification reports garbage among the seals.

    Sealing, proofs and tiles use the valid seals.
    """
    planted(name)
    with register.engine.connect() as connection:
        told = verify(connection).findings
    assert told != []
    assert all("seal" in one.what for one in told)
    made = seal(register.engine, [key], NOON, "officer")
    assert made.is_new
    assert made.note.verified([key.verifier])
    assert [one.what for one in made.doubts] != []
    with register.engine.connect() as connection:
        kept = {one.number: one for one in kept_seals(connection) if isinstance(one, Seal)}
        assert kept[made.number].note == made.note
        last = last_sound_seal(connection)
        assert last is not None
        assert last.note == made.note
        assert [one.check().size for one in prove(connection, [1, 2], last.note)] == [2, 2]
        assert export_tiles(connection, last.note, tmp_path / "tiles") > 0
    again = seal(register.engine, [key], NOON, "officer")
    assert (again.is_new, again.note) == (False, made.note)
    register.record(meet(number(2), person="Two"), Nowhere())
    later = seal(register.engine, [key], NOON, "officer")
    assert later.number == made.number + 1
    assert later.checkpoint.size == 4


@pytest.mark.parametrize("name", NAMES)
def test_garbage_after_a_valid_seal_does_not_hide_it(
    register: Register, path: Path, key: SigningKey, planted, name: str
):
    """If garbage follows a valid seal, proofs still use the valid seal."""
    sound = seal(register.engine, [key], NOON, "officer")
    tamper(path, "UPDATE seals SET number = 7 WHERE number = 1")
    planted(name)
    with register.engine.connect() as connection:
        last = last_sound_seal(connection)
        assert last is not None
        assert last.note == sound.note


def test_an_invalid_seal_of_our_key_is_not_garbage(register: Register, path: Path, key: SigningKey):
    """If a seal by the register's own key no longer fits the log, Dragoman refuses a new seal.

    The old seal shows that somebody has changed the log, and a new seal would hide the change.
    """
    seal(register.engine, [key], NOON, "officer")
    tamper(path, "UPDATE events SET reason = 'other' WHERE position = 1")
    with pytest.raises(SealRefused, match="within events 1 to 2"):
        seal(register.engine, [key], NOON, "officer")


def test_a_given_seal_must_be_valid(register: Register, key: SigningKey, other: SigningKey):
    """Dragoman refuses to cosign a seal with a forged signature in the cosigner's name."""
    note = seal(register.engine, [key], NOON, "officer").note
    forged = Signature(other.name, other.verifier.id, bytes(64))
    given = Evidence("given", Checkpoint.parse(note.text), note.with_signatures([forged]))
    with pytest.raises(SealRefused, match="forged"):
        seal(register.engine, [other], NOON, "officer", given)


def test_signatures_beyond_the_limit_of_a_note_are_left_out(
    register: Register, path: Path, key: SigningKey
):
    """If a note cannot hold all signatures, the seal leaves some of them out.

    The seal is still valid and readable.
    """
    with register.engine.connect() as connection:
        root = examine(connection).root
    text = Checkpoint(key.name, 2, root).text
    many = [replaced(key, seed=bytes([one] * 32)) for one in range(1, 100)]
    for at, some in enumerate((many[:50], many[50:]), 1):
        signers = "".join(f"{one.verifier}\n" for one in some)
        change(path, inserted(at, 2, str(Note(text).signed(some, NOON)), signers))
    made = seal(register.engine, [key], NOON, "officer")
    assert len(made.note.signatures) <= MOST_SIGNATURES
    assert Note.parse(str(made.note)) == made.note
    assert made.note.verified([key.verifier])


# --- Rows that the triggers accept ---------------------------------------------------------------


def taken(path: Path, statement: str) -> bool:
    """Return whether the register accepts a row; check that a refused row is not stored."""
    before = rows(path, "SELECT count(*) FROM seals")
    try:
        change(path, statement)
    except sqlite3.IntegrityError:
        assert rows(path, "SELECT count(*) FROM seals") == before
        return False
    return True


@pytest.mark.parametrize(
    "size", [0, -1, 3, LAST_NUMBER, "two", "2.5", b"2"], ids=lambda one: repr(one)
)
def test_a_seal_covers_existing_events(path: Path, origin: str, size: object):
    """The register refuses a seal unless its size is an integer from 1 to the last position."""
    assert not taken(path, inserted(1, size, f"{origin}\n{size}\nroot\n\n"))


@pytest.mark.parametrize(
    "note",
    [
        "",
        "garbage",
        "{origin}",
        "{origin}\n",
        "{origin}\n2",
        "{origin}\n1\nroot\n",
        "{origin}\n22\nroot\n",
        "{origin} \n2\nroot\n",
        "x{origin}\n2\nroot\n",
        "dragoman/00\n2\nroot\n",
    ],
)
def test_a_seal_starts_with_its_register_and_size(path: Path, origin: str, note: str):
    """The register refuses a seal whose note does not start with the log's name and the size."""
    assert not taken(path, inserted(1, 2, note.format(origin=origin)))
    assert taken(path, inserted(1, 2, f"{origin}\n2\nroot\n"))


@pytest.mark.parametrize("number", [0, -1, 2, LAST_NUMBER, "NULL", "x"])
@pytest.mark.parametrize("verb", ["INSERT", "INSERT OR REPLACE", "INSERT OR IGNORE"])
def test_seals_are_numbered_in_order(path: Path, origin: str, number: object, verb: str):
    """The register accepts seals only in order, starting with number 1, and replaces no seal."""
    statement = inserted(number, 2, f"{origin}\n2\nroot\n").replace("'NULL'", "NULL")
    statement = statement.replace("INSERT", verb, 1)
    if taken(path, statement):
        assert rows(path, "SELECT count(*) FROM seals") == [(0,)]
    change(path, inserted(1, 2, f"{origin}\n2\nroot\n"))
    before = rows(path, "SELECT * FROM seals")
    again = inserted(1, 2, f"{origin}\n2\nother\n").replace("INSERT", verb, 1)
    taken(path, again)
    assert rows(path, "SELECT * FROM seals") == before
