"""Checkpoints (c2sp.org/tlog-checkpoint): the size and root hash of a log, as text and on paper."""

import re
from hashlib import sha256
from uuid import UUID

from attrs import frozen

from dragoman.store.proof.note import NoteError, checked_text, decoded, encoded
from dragoman.store.proof.tree import HASH_LENGTH, LARGEST


def origin_of(register: UUID) -> str:
    """Return the name of a register's log, which is also the name of its sealing key."""
    return f"dragoman/{register.hex}"


def counted(digits: str) -> int:
    """Parse the number of events in a seal or a proof. Raises :class:`NoteError`."""
    if len(digits) > len(str(LARGEST)) or int(digits) > LARGEST:
        raise NoteError(f"{digits[:40]} is more than a log can have: at most {LARGEST}")
    return int(digits)


@frozen
class Checkpoint:
    """A state of the log named ``origin``: ``size`` events and the ``root`` hash (32 bytes)."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """The text to sign."""
        return f"{self.origin}\n{self.size}\n{encoded(self.root)}\n"

    @classmethod
    def parse(cls, text: str) -> "Checkpoint":
        """Read the text of a note. Raises :class:`NoteError`."""
        origin, size, root, *_ = [*checked_text(text).split("\n"), "", "", ""]
        if not origin or not re.fullmatch(r"0|[1-9][0-9]{0,18}", size):
            raise NoteError("a seal needs three lines: the name of a log, its size, its root")
        checkpoint = cls(origin, counted(size), decoded(root))
        if len(checkpoint.root) != HASH_LENGTH or not text.startswith(checkpoint.text):
            raise NoteError(f"{root[:60]!r} is not the root of a log")
        if not re.fullmatch(r"([^\n]+\n)*", text.removeprefix(checkpoint.text)):
            raise NoteError("the extension lines of a seal cannot be empty")
        return checkpoint

    @property
    def on_paper(self) -> str:
        """The checkpoint in groups of hexadecimal digits, so that people can type it from paper."""
        root = _groups(self.root.hex())
        lines = [f"log     {self.origin}", f"events  {self.size}"]
        lines += [f"root    {' '.join(root[:8])}", f"        {' '.join(root[8:])}"]
        return "\n".join([*lines, f"check   {self._check}", ""])

    @property
    def _check(self) -> str:
        """Four check digits that detect typing errors."""
        return sha256(self.text.encode()).hexdigest()[:4]

    @classmethod
    def from_paper(cls, typed: str) -> "Checkpoint":
        """Read a checkpoint that somebody typed from paper. Raises :class:`NoteError`."""
        match = _PAPER.fullmatch(checked_text(typed).strip())
        if match is None:
            raise NoteError("a checkpoint on paper has the lines log, events, root and check")
        origin, size, root, check = match.groups()
        digits = "".join(root.split()).translate(_MISREAD).lower()
        if not re.fullmatch(r"[0-9a-f]{64}", digits):
            raise NoteError(
                f"the root has 16 groups of 4 digits (0-9, a-f), not {len(digits)} digits"
            )
        checkpoint = cls(origin, counted(size), bytes.fromhex(digits))
        if checkpoint._check != check.translate(_MISREAD).lower():
            raise NoteError("the check digits do not match; one of the digits is wrong")
        return checkpoint


_PAPER = re.compile(
    r"log\s+(\S+)\s+events\s+([0-9]{1,19})\s+root\s+(.+?)\s+check\s+(\S{4})",
    re.DOTALL | re.IGNORECASE,
)
_MISREAD = str.maketrans("OolI", "0011")


def _groups(digits: str) -> list[str]:
    return [digits[start : start + 4] for start in range(0, len(digits), 4)]
