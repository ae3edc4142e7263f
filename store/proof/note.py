"""Signed notes (c2sp.org/signed-note) and cosignatures (c2sp.org/tlog-cosignature), with Ed25519.

A note is text with signatures. A key has a name, and an id (four bytes of a hash) that
distinguishes the key from other keys with the same name. This module ignores signatures by unknown
keys.
"""

import re
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from attrs import frozen

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

SIGNATURE = 1
"""The algorithm for keys that sign the text itself."""

COSIGNATURE = 4
"""The algorithm for keys that sign the text and the time of signing."""

MOST_SIGNATURES = 64
"""The maximum number of signatures on a note."""


class NoteError(ValueError):
    """Raised for a note or a key in the wrong format."""


def encoded(data: bytes) -> str:
    """Encode ``data`` as base64."""
    return b64encode(data).decode()


def decoded(text: str) -> bytes:
    """Decode canonical base64 (RFC 4648, section 4). Raises :class:`NoteError`."""
    try:
        data = b64decode(text, validate=True)
    except (NotBase64, ValueError):
        data = b""
    if encoded(data) != text:
        raise NoteError(f"{text[:40]!r} is not base64")
    return data


def checked_text(text: str) -> str:
    """Return ``text``. Raises :class:`NoteError` for text that UTF-8 cannot encode."""
    try:
        text.encode()
    except UnicodeError:
        raise NoteError("this is not UTF-8 text") from None
    return text


class WrongSignature(Exception):
    """Raised for a signature that has a key's name and id, but was not made with that key."""


@frozen
class VerifierKey:
    """The name, algorithm and public half (32 bytes) of a key."""

    name: str
    algorithm: int
    public: bytes

    @property
    def id(self) -> bytes:
        """Four bytes that distinguish the key from other keys with the same name."""
        begin = self.name.encode() + b"\n" + bytes([self.algorithm])
        return sha256(begin + self.public).digest()[:4]

    def __str__(self) -> str:
        """Return ``NAME+ID+KEY``, the format of verifier keys (vkeys)."""
        return f"{self.name}+{self.id.hex()}+{encoded(bytes([self.algorithm]) + self.public)}"

    @classmethod
    def parse(cls, text: str) -> "VerifierKey":
        """Parse a key of the format ``NAME+ID+KEY``. Raises :class:`NoteError`."""
        name, id_, algorithm, public = _parts(text.strip().split("+", 2))
        key = cls(name, algorithm, public)
        if key.id.hex() != id_:
            raise NoteError("the id does not match the key; check for typing errors")
        return key


@frozen
class SigningKey:
    """A key with its private half: a ``seed`` of 32 bytes (RFC 8032)."""

    name: str
    algorithm: int
    seed: bytes

    @property
    def verifier(self) -> VerifierKey:
        """The public half of the key, as a verifier key."""
        public: bytes = self._private.public_key().public_bytes_raw()
        return VerifierKey(self.name, self.algorithm, public)

    @property
    def _private(self) -> "Ed25519PrivateKey":
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(self.seed)

    def __str__(self) -> str:
        """Return ``PRIVATE+KEY+NAME+ID+SEED``, the format of private keys for signed notes."""
        seed = encoded(bytes([self.algorithm]) + self.seed)
        return f"PRIVATE+KEY+{self.name}+{self.verifier.id.hex()}+{seed}"

    @classmethod
    def parse(cls, text: str) -> "SigningKey":
        """Parse a key of the format ``PRIVATE+KEY+NAME+ID+SEED``. Raises :class:`NoteError`."""
        head, private, parts = text.strip()[:8], text.strip()[8:12], text.strip()[12:]
        if (head, private) != ("PRIVATE+", "KEY+"):
            raise NoteError("this is not a private key")
        name, id_, algorithm, seed = _parts(parts.split("+", 2))
        key = cls(name, algorithm, seed)
        if key.verifier.id.hex() != id_:
            raise NoteError("the id does not match the key; the file was changed")
        return key

    def sign(self, text: str, now: datetime) -> "Signature":
        """Sign ``text``; a cosignature includes the time, in seconds."""
        if self.algorithm == SIGNATURE:
            return Signature(self.name, self.verifier.id, self._private.sign(text.encode()))
        seconds = int(now.timestamp())
        signed = self._private.sign(_cosigned(text, seconds))
        return Signature(self.name, self.verifier.id, seconds.to_bytes(8, "big") + signed)


_KEY_NAME = re.compile(r"[^\s+]+")


def checked_name(name: str) -> str:
    """Return ``name``. Raises :class:`NoteError` for a name that a key cannot have."""
    if not _KEY_NAME.fullmatch(name) or not name.isprintable():
        raise NoteError("a key's name cannot have spaces or +; write inspectorate.example/2")
    return name


def _parts(parts: Sequence[str]) -> tuple[str, str, int, bytes]:
    """Return name, id, algorithm and the 32 bytes of a key."""
    if len(parts) != 3:
        raise NoteError("a key has the format NAME+ID+KEY")
    name, id_, key = parts
    material = decoded(key)
    if len(material) != 33 or material[0] not in (SIGNATURE, COSIGNATURE):
        raise NoteError("only Ed25519 keys for signatures and cosignatures are supported")
    return checked_name(name), id_.lower(), material[0], material[1:]


@frozen
class Signature:
    """A line below a note: who signed, with which key, and the bytes of the signature."""

    name: str
    id: bytes
    value: bytes

    def __str__(self) -> str:
        return f"\u2014 {self.name} {encoded(self.id + self.value)}"

    def verify(self, text: str, key: VerifierKey) -> datetime | None:
        """Verify a signature; return its time if it is a cosignature.

        Raises :class:`WrongSignature`.
        """
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        message, value, at = text.encode(), self.value, None
        if key.algorithm == COSIGNATURE:
            seconds, value = int.from_bytes(self.value[:8], "big"), self.value[8:]
            message, at = _cosigned(text, seconds), _instant(seconds)
        try:
            Ed25519PublicKey.from_public_bytes(key.public).verify(value, message)
        except (InvalidSignature, ValueError):
            raise WrongSignature(f"the signature is not from {self.name}+{self.id.hex()}") from None
        return at


def _cosigned(text: str, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()


def _instant(seconds: int) -> datetime | None:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return None


@frozen
class Signer:
    """A known key with a valid signature on a note, and the time if the signature has a time."""

    key: VerifierKey
    at: datetime | None


@frozen
class Note:
    """Text that ends with a line break, and the signatures of the text."""

    text: str
    signatures: tuple[Signature, ...] = ()

    def __str__(self) -> str:
        return self.text + "\n" + "".join(f"{one}\n" for one in self.signatures)

    def signed(self, keys: Iterable[SigningKey], now: datetime) -> "Note":
        """Return the note, also signed by ``keys``. A key does not sign a note twice."""
        signed = {(one.name, one.id) for one in self.signatures}
        new = [key for key in keys if (key.name, key.verifier.id) not in signed]
        return self.with_signatures(key.sign(self.text, now) for key in new)

    def with_signatures(self, more: Iterable[Signature]) -> "Note":
        """Return the note with the signatures in ``more`` that the note lacks."""
        new = [one for one in dict.fromkeys(more) if one not in self.signatures]
        return Note(self.text, (*self.signatures, *new))

    def verified(self, keys: Iterable[VerifierKey]) -> list[Signer]:
        """Return those ``keys`` that have signed the note.

        Raises :class:`WrongSignature` for a false signature.
        """
        known = {(key.name, key.id): key for key in keys}
        pairs = [(one, known.get((one.name, one.id))) for one in self.signatures]
        return [Signer(key, one.verify(self.text, key)) for one, key in pairs if key]

    @classmethod
    def parse(cls, text: str) -> "Note":
        """Read a note. Raises :class:`NoteError`."""
        body, blank, below = checked_text(text).rpartition("\n\n")
        if not blank or not below.endswith("\n"):
            raise NoteError("a note needs a text, an empty line, and signatures")
        if any(sign < " " and sign != "\n" for sign in text):
            raise NoteError("a note cannot have control characters")
        lines = below.split("\n")[:-1]
        if len(lines) > MOST_SIGNATURES:
            raise NoteError(f"a note cannot have more than {MOST_SIGNATURES} signatures")
        return cls(body + "\n", tuple(_signature(line) for line in lines))


def _signature(line: str) -> Signature:
    match = re.fullmatch(r"\u2014 ([^\s+]+) (\S+)", line)
    value = decoded(match[2]) if match else b""
    if match is None or len(value) < 5:
        raise NoteError("a signature line has the format: \u2014 NAME SIGNATURE")
    return Signature(match[1], value[:4], value[4:])
