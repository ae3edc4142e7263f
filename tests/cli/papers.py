"""The papers that a desk gives to others, and one-bit changes to these papers.

The papers are keys, seals, proofs and tiles.
"""

from base64 import b64decode, b64encode
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from itertools import combinations_with_replacement
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from attrs import frozen

from tests.conftest import Desk, isolate

SIZES = (1, 256, 300, 601)
"""The numbers of events that the seals cover.

The seals cover one event, one full tile, a full and a partial tile, and two full tiles and a
partial tile.
"""
PAIRS = list(combinations_with_replacement(SIZES, 2))
PROVEN = [
    *((1, 1), (256, 1), (256, 256), (300, 256), (300, 257), (300, 300)),
    *((601, 1), (601, 256), (601, 257), (601, 512), (601, 513), (601, 600), (601, 601)),
]
"""Sizes of the log, each with the positions of the events that a proof of inclusion covers."""
WITNESS = "inspectorate.example/desk-2"

RECORD = """\
  - {{kind: meeting, handle: briefing-{0}, status: held, parties: [AZ, IQ], occurred: {1},
     title: 'Görüş {0}, “energy” \\ / "x"'}}
"""

FIRST, APART = date(1990, 1, 1), timedelta(days=20)
"""The days of the meetings are far apart, because Dragoman compares those on one day in pairs."""

Change = Callable[[str], str]
Digest = Callable[[bytes], bytes]


@frozen
class Papers:
    """The files that a desk gives to others: keys, seals, proofs and tiles."""

    folder: Path
    key: str
    witness: str
    private: Path

    def seal(self, size: int) -> Path:
        """Return the path of the seal that covers this number of events."""
        return self.folder / f"seal-{size}.txt"

    def proof(self, size: int, position: int, kind: str = "tlog-proof") -> Path:
        """Return the path of an event's proof, of the event's leaf, or of the event itself."""
        return self.folder / f"proofs-{size}" / f"{position}.{kind}"

    def growth(self, old: int, new: int) -> Path:
        """Return the path of the proof that a later seal extends an earlier seal."""
        return self.folder / f"growth-{old}-{new}.txt"

    @property
    def cosigned(self) -> Path:
        """The path of the last seal, with the signature of a second officer."""
        return self.folder / "cosigned.txt"

    @property
    def tiles(self) -> Path:
        """Return the folder of tiles that the desk exported after a seal."""
        return self.folder / "tiles"


@cache
def _shelf() -> TemporaryDirectory[str]:
    return TemporaryDirectory(prefix="papers-")


@cache
def give_away() -> Papers:
    """Return the papers (keys, seals, proofs and tiles) of a log.

    The desk extended, sealed and exported the log four times.
    """
    folder = Path(_shelf().name)
    with pytest.MonkeyPatch.context() as patch:
        isolate(patch, folder)
        desk = Desk(folder, patch)
        sealed = 0
        for size in SIZES:
            desk.record(desk.write("d.yaml", _dispatch(sealed, size)))
            if not sealed:
                _done(desk, "audit", "key", "new")
            keys = desk.read("audit", "key", "show")
            made = Papers(folder, keys["key"], "", Path(keys["file"]))
            _done(desk, "audit", "seal", "--out", made.seal(size))
            _done(desk, "audit", "export", "--tiles", made.tiles)
            for position in (position for one, position in PROVEN if one == size):
                out = made.proof(size, position).parent
                _done(desk, "audit", "prove", str(position), "--out", out)
            sealed = size
        for old, new in PAIRS:
            pair = (made.seal(old), made.seal(new))
            _done(desk, "audit", "consistency", *pair, "--out", made.growth(old, new))
        witness = _done(desk, "audit", "key", "new", "--name", WITNESS).strip()
        _done(desk, "audit", "cosign", "--name", WITNESS, "--out", made.cosigned)
    return Papers(folder, made.key, witness, made.private)


def _dispatch(after: int, last: int) -> str:
    head = f'dispatch: d-{last}\nreason: "Bakı: \\"talks\\""\nsource: {{title: Report}}\nrecords:\n'
    days = {number: FIRST + number * APART for number in range(after + 1, last + 1)}
    return head + "".join(RECORD.format(*one) for one in days.items())


def _done(desk: Desk, *words: str | Path) -> str:
    answer = desk.run(*words)
    assert answer.code == 0, answer.err
    return answer.out


def flipped(data: bytes, at: int) -> bytes:
    """Return ``data`` with the lowest bit of one byte flipped.

    A negative ``at`` counts from the end.
    """
    changed = bytearray(data)
    changed[at] ^= 1
    return bytes(changed)


def last_sign(line: str) -> str:
    """Return a line with one bit of its last character flipped."""
    return flipped(line.encode(), -1).decode()


def marred(line: str) -> str:
    """Return a line with one bit flipped in the middle or at the end of its base64 data."""
    word = line.rpartition(" ")[2]
    return with_flip(line, len(b64decode(word)) // 2) if word.endswith("=") else last_sign(line)


def with_flip(line: str, at: int) -> str:
    """Return a line with one bit flipped in the base64 data at the end of the line."""
    head, space, word = line.rpartition(" ")
    return head + space + b64encode(flipped(b64decode(word), at)).decode()


def with_line(path: Path, number: int, change: Change = marred) -> str:
    """Return the text of a file with one line changed."""
    lines = path.read_text("utf-8").splitlines()
    at = number % len(lines)
    changed = [*lines[:at], *change(lines[at]).splitlines(), *lines[at + 1 :]]
    return "".join(f"{line}\n" for line in changed)


def note_text(path: Path) -> bytes:
    """Return the signed part of a note: everything before the empty line."""
    return path.read_bytes().rpartition(b"\n\n")[0] + b"\n"


def root_of(seal: Path) -> bytes:
    """Return the root hash in a seal."""
    return b64decode(note_text(seal).split(b"\n")[2])


def signature(path: Path, key: str) -> bytes:
    """Return the signature in a note that was made with the given key."""
    name, number, _ = key.split("+", 2)
    lines = [line.split(" ") for line in path.read_text("utf-8").splitlines()]
    signed = [b64decode(line[2]) for line in lines if line[:2] == ["\u2014", name]]
    [found] = [item[4:] for item in signed if item[:4].hex() == number]
    return found
