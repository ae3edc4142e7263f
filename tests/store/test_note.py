"""Signed notes and cosignatures: Dragoman reads valid notes, and refuses changed notes."""

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from attrs import evolve as replaced
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.store.proof.checkpoint import Checkpoint
from dragoman.store.proof.keys import KeyRefused, load_key, new_key
from dragoman.store.proof.note import (
    COSIGNATURE,
    SIGNATURE,
    Note,
    NoteError,
    Signer,
    SigningKey,
    VerifierKey,
    WrongSignature,
)

NOW = datetime(2025, 12, 5, 9, tzinfo=UTC)
LOG = "dragoman/0914c3b09e844ab6b19761fcc806c0c4"
KEY = SigningKey(LOG, SIGNATURE, bytes(range(32)))
OFFICER = SigningKey("inspectorate.example/2", COSIGNATURE, bytes(range(32, 64)))
SEALED = Checkpoint(LOG, 29, bytes(range(100, 132)))
NOTE = Note(SEALED.text).signed([KEY, OFFICER], NOW)

KNOWN = str(KEY.verifier)


def test_a_written_note_is_read():
    """Writing and reading a note gives the same text and the same signatures."""
    assert Note.parse(str(NOTE)) == NOTE
    assert Checkpoint.parse(NOTE.text) == SEALED


def test_signers_and_times_are_returned():
    """``verified`` returns the signers and, for a cosignature, the time."""
    assert NOTE.verified([KEY.verifier, OFFICER.verifier]) == [
        Signer(KEY.verifier, None),
        Signer(OFFICER.verifier, NOW),
    ]


def test_signatures_of_unknown_keys_are_ignored():
    """``verified`` ignores signatures by keys with an unknown name or an unknown id."""
    other = replaced(KEY, seed=bytes(32))
    assert NOTE.verified([]) == []
    assert NOTE.verified([other.verifier]) == []
    assert NOTE.verified([replaced(KEY, name="other").verifier]) == []


def test_a_signature_with_a_known_key_id_must_be_valid():
    """A signature with a known key id must be valid, because a forger can match the short id."""
    forged = replaced(NOTE.signatures[0], value=bytes(64))
    with pytest.raises(WrongSignature, match=LOG):
        Note(NOTE.text, (forged,)).verified([KEY.verifier])


@pytest.mark.parametrize("key", [KEY, OFFICER], ids=["signature", "cosignature"])
def test_every_flipped_bit_is_refused(key):
    """A signature is wrong if any bit of the text, the time or the signature is flipped."""
    note = Note(SEALED.text).signed([key], NOW)
    text, [signature] = note.text.encode(), note.signatures
    for bit in range(len(text) * 8):
        changed = bytearray(text)
        changed[bit // 8] ^= 1 << bit % 8
        try:
            wrong = Note(changed.decode(), note.signatures)
        except UnicodeError:
            continue
        with pytest.raises(WrongSignature):
            wrong.verified([key.verifier])
    for bit in range(len(signature.value) * 8):
        value = bytearray(signature.value)
        value[bit // 8] ^= 1 << bit % 8
        with pytest.raises(WrongSignature):
            Note(note.text, (replaced(signature, value=bytes(value)),)).verified([key.verifier])


@pytest.mark.parametrize("place", range(0, len(str(NOTE).encode()), 7))
def test_a_file_with_a_flipped_bit_proves_nothing(place):
    """A note file with one flipped bit proves nothing.

    The file is unreadable, its signature is wrong, or no known key has signed the file.
    """
    for bit in range(8):
        changed = bytearray(str(Note(SEALED.text).signed([KEY], NOW)).encode())
        if place >= len(changed):
            return
        changed[place] ^= 1 << bit
        with suppress(NoteError, WrongSignature, UnicodeError):
            assert Note.parse(changed.decode()).verified([KEY.verifier]) == []


def test_a_key_signs_a_note_once():
    """Signing a note a second time with the same key adds no signature."""
    assert NOTE.signed([KEY, OFFICER], datetime(2026, 1, 1, tzinfo=UTC)) == NOTE
    other = replaced(OFFICER, name="parliament.example")
    assert len(NOTE.signed([other], NOW).signatures) == 3


WRONG_NOTES = {
    "empty": "",
    "no signatures": SEALED.text,
    "no empty line": SEALED.text + str(NOTE.signatures[0]) + "\n",
    "no last line break": str(NOTE)[:-1],
    "a hyphen for the dash": str(NOTE).replace("\u2014", "-"),
    "no name": SEALED.text + "\n\u2014 AAAAAAAA\n",
    "no signature": SEALED.text + "\n\u2014 name \n",
    "too short": SEALED.text + "\n\u2014 name AAAA\n",
    "no base64": SEALED.text + "\n\u2014 name !!!!!!!!\n",
    "base64 in another form": SEALED.text + "\n\u2014 name AAAAAAAAAAB=\n",
    "a control character": str(NOTE).replace("29", "2\x079"),
    "a carriage return": str(NOTE).replace("\n", "\r\n"),
    "too many signatures": SEALED.text + "\n" + f"{NOTE.signatures[0]}\n" * 65,
}


@pytest.mark.parametrize("text", WRONG_NOTES.values(), ids=WRONG_NOTES)
def test_invalid_notes_are_refused(text):
    """Dragoman refuses an invalid note with a one-line message."""
    with pytest.raises(NoteError) as refused:
        Note.parse(text)
    assert "\n" not in str(refused.value)


WRONG_CHECKPOINTS = {
    "no origin": SEALED.text.replace(LOG, ""),
    "no number": SEALED.text.replace("29", "many"),
    "a leading zero": SEALED.text.replace("29", "029"),
    "a sign": SEALED.text.replace("29", "+29"),
    "no root": f"{LOG}\n29\n",
    "a short root": f"{LOG}\n29\nAAAA\n",
    "a root that is no base64": f"{LOG}\n29\n{'!' * 44}\n",
}


@pytest.mark.parametrize("text", WRONG_CHECKPOINTS.values(), ids=WRONG_CHECKPOINTS)
def test_invalid_checkpoints_are_refused(text):
    """Dragoman refuses an invalid checkpoint with a one-line message."""
    with pytest.raises(NoteError) as refused:
        Checkpoint.parse(text)
    assert "\n" not in str(refused.value)


# --- Keys ------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", [KEY, OFFICER])
def test_a_written_key_is_read(key):
    """Writing and reading a key gives an equal key, in its private and in its public form."""
    assert SigningKey.parse(str(key)) == key
    assert VerifierKey.parse(str(key.verifier)) == key.verifier
    assert VerifierKey.parse(f" {key.verifier}\n") == key.verifier


WRONG_KEYS = {
    "empty": "",
    "one part": "name",
    "two parts": "name+c74f20a3",
    "no name": KNOWN.replace(LOG, ""),
    "a name with a space": KNOWN.replace("dragoman/", "dragoman /"),
    "another name": KNOWN.replace("dragoman", "Dragoman"),
    "another id": KNOWN.replace(KEY.verifier.id.hex(), "00000000"),
    "another key": f"{KNOWN[:-4]}AAA=",
    "another algorithm": KNOWN.replace("+AQ", "+Ag"),
    "a short key": KNOWN[:-8],
    "a private key": str(KEY),
}


@pytest.mark.parametrize("text", WRONG_KEYS.values(), ids=WRONG_KEYS)
def test_invalid_keys_are_refused(text):
    """Dragoman refuses an invalid public key, even if only one digit is mistyped."""
    with pytest.raises(NoteError):
        VerifierKey.parse(text)


@pytest.mark.parametrize(
    "text", ["", KNOWN, str(KEY)[:-4], str(KEY).replace("dragoman", "Dragoman"), "PRIVATE+KEY+x"]
)
def test_invalid_private_keys_are_refused(text):
    """Dragoman refuses a private key with a changed seed or name."""
    with pytest.raises(NoteError):
        SigningKey.parse(text)


def test_a_new_key_is_private(tmp_path: Path):
    """Whatever the umask, only the owner can read the file of a new key."""
    path = tmp_path / "keys" / "one.key"
    made = new_key(path, LOG, SIGNATURE)
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o077) == (0o600, 0)
    assert load_key(path) == made
    assert new_key(tmp_path / "other", LOG, SIGNATURE) != made


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644, 0o666, 0o700, 0o610])
def test_a_key_that_others_can_read_is_refused(tmp_path: Path, mode: int):
    """Dragoman refuses a key file that other users can read, and says what to do."""
    path = tmp_path / "one.key"
    new_key(path, LOG, SIGNATURE)
    path.chmod(mode)
    with pytest.raises(KeyRefused, match=f"{mode:04o}.*chmod 600"):
        load_key(path)


def test_a_key_is_never_overwritten(tmp_path: Path):
    """Dragoman never overwrites a key file, because earlier seals need the former key."""
    path = tmp_path / "one.key"
    made = new_key(path, LOG, SIGNATURE)
    with pytest.raises(KeyRefused, match="already"):
        new_key(path, LOG, SIGNATURE)
    assert load_key(path) == made


@pytest.mark.parametrize("content", [b"", b"PRIVATE+KEY", b"\xff\xfe", b"x" * 10_000])
def test_a_file_without_a_key_is_refused(tmp_path: Path, content: bytes):
    """Dragoman refuses a file that contains no key, and names the file."""
    path = tmp_path / "one.key"
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(KeyRefused, match=r"one\.key"):
        load_key(path)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\tb", "a\u2003b", "a\u200bb\x07"])
def test_the_name_of_a_key_is_valid_in_notes(tmp_path: Path, name: str):
    """Dragoman refuses a key name with spaces, plus signs or invisible characters."""
    with pytest.raises(KeyRefused):
        new_key(tmp_path / "one.key", name, COSIGNATURE)
    assert not (tmp_path / "one.key").exists()


def test_the_message_for_a_missing_key_says_how_to_make_it(tmp_path: Path):
    """If the key is missing, the message names the command that makes a key."""
    with pytest.raises(KeyRefused, match="audit key new"):
        load_key(tmp_path / "none.key")


# --- Seals on paper ---------------------------------------------------------------------------


@given(st.binary(min_size=32, max_size=32), st.integers(0, 10**12))
def test_a_printed_root_can_be_typed(root, size):
    """Dragoman can read every root that it prints, whatever the size of the log."""
    checkpoint = Checkpoint(LOG, size, root)
    assert Checkpoint.from_paper(checkpoint.on_paper) == checkpoint


PAPER, DIGITS = SEALED.on_paper.split("root")
TYPED = {
    "as printed": PAPER + "root" + DIGITS,
    "words in capitals": PAPER + "ROOT" + DIGITS.replace("check", "CHECK"),
    "digits in capitals": PAPER + "root" + DIGITS.upper(),
    "without spaces": PAPER + "root " + "".join(DIGITS.split()).replace("check", " check "),
    "in one line": " ".join(SEALED.on_paper.split()),
    "an o for each 0": PAPER + "root" + DIGITS.replace("0", "o"),
    "lines that end otherwise": SEALED.on_paper.replace("\n", "\r\n"),
}


@pytest.mark.parametrize("how", TYPED)
def test_printed_roots_are_typed_loosely(how):
    """A user can type a printed root with different spaces, line breaks and case.

    A user can also type the letter "o" instead of a zero.
    """
    assert Checkpoint.from_paper(TYPED[how]) == SEALED


@given(st.integers(0, 63), st.integers(1, 15))
@settings(max_examples=200)
def test_a_mistyped_digit_is_found(place, shift):
    """Four check digits reveal a mistyped digit in a root."""
    digits = f"{int(SEALED.root.hex()[place], 16) ^ shift:x}"
    root = SEALED.root.hex()[:place] + digits + SEALED.root.hex()[place + 1 :]
    wrong = replaced(SEALED, root=bytes.fromhex(root)).on_paper.splitlines()
    typed = "\n".join([*wrong[:-1], SEALED.on_paper.splitlines()[-1]])
    with pytest.raises(NoteError, match="one of the digits is wrong"):
        Checkpoint.from_paper(typed)


@pytest.mark.parametrize(
    "typed", ["", "root", SEALED.on_paper[:-10], SEALED.on_paper.replace("c", "g"), SEALED.text]
)
def test_an_incomplete_text_is_reported(typed):
    """Dragoman refuses an incomplete root with a one-line message."""
    with pytest.raises(NoteError) as refused:
        Checkpoint.from_paper(typed)
    assert "\n" not in str(refused.value)
