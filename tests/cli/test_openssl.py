"""OpenSSL and sha256sum verify seals and proofs.

Neither program knows anything about Dragoman. Both programs accept the files that Dragoman writes,
and refuse every file that has one flipped bit.
"""

import json
import shutil
import subprocess
from base64 import b64decode, b64encode
from collections.abc import Callable
from pathlib import Path

import pytest

from dragoman.store.proof.tiles import WIDTH
from tests.cli.papers import (
    PROVEN,
    SIZES,
    Papers,
    flipped,
    give_away,
    last_sign,
    note_text,
    root_of,
    signature,
    with_line,
)

pytestmark = pytest.mark.once

COSIGNED_AT = 1768464000
Digest = Callable[[bytes], bytes]


@pytest.fixture
def papers() -> Papers:
    """The papers of a log that the desk extended, sealed and exported four times."""
    return give_away()


def public_key(key: str) -> bytes:
    """Return the Ed25519 public key that a verifier key contains."""
    material = b64decode(key.split("+", 2)[2])
    assert len(material) == 33
    return material[1:]


# OpenSSL verifies the signatures

SPKI = bytes.fromhex("302a300506032b6570032100")
"""The prefix of an Ed25519 public key in other programs' file formats (RFC 8410)."""


def openssl(folder: Path, public: bytes, message: bytes, signed: bytes) -> bool:
    """Return whether OpenSSL accepts the signature of a message under a public key."""
    program = shutil.which("openssl")
    if program is None:
        pytest.skip("openssl is not installed")
    body = b64encode(SPKI + public).decode()
    pem = f"-----BEGIN PUBLIC KEY-----\n{body}\n-----END PUBLIC KEY-----\n"
    for name, content in {"key": pem.encode(), "text": message, "sig": signed}.items():
        (folder / name).write_bytes(content)
    words = "pkeyutl -verify -pubin -inkey key -rawin -in text -sigfile sig".split()
    done = subprocess.run(
        [program, *words],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    verdicts = {0: b"Signature Verified Successfully", 1: b"Signature Verification Failure"}
    assert verdicts.get(done.returncode, b"?") in done.stdout, done.stdout
    return done.returncode == 0


def signed_parts(papers: Papers, who: str) -> dict[str, bytes]:
    """Return the key, message and signature of the sealing or the cosigning officer."""
    text = note_text(papers.cosigned)
    if who == "seal":
        value = signature(papers.cosigned, papers.key)
        return {"public": public_key(papers.key), "message": text, "signed": value}
    value = signature(papers.cosigned, papers.witness)
    seconds = int.from_bytes(value[:8], "big")
    assert seconds == COSIGNED_AT
    message = f"cosignature/v1\ntime {seconds}\n".encode() + text
    return {"public": public_key(papers.witness), "message": message, "signed": value[8:]}


@pytest.mark.parametrize("size", SIZES)
def test_openssl_accepts_a_seal(papers: Papers, tmp_path: Path, size: int) -> None:
    """OpenSSL confirms that the published key signed the text of the seal."""
    seal = papers.seal(size)
    value = signature(seal, papers.key)
    assert note_text(seal).split(b"\n")[1] == str(size).encode()
    assert openssl(tmp_path, public_key(papers.key), note_text(seal), value)


def test_openssl_accepts_a_cosignature(papers: Papers, tmp_path: Path) -> None:
    """OpenSSL accepts the cosignature of the text and the time, and still accepts the seal."""
    assert note_text(papers.cosigned) == note_text(papers.seal(SIZES[-1]))
    assert openssl(tmp_path, **signed_parts(papers, "seal"))
    assert openssl(tmp_path, **signed_parts(papers, "cosignature"))


@pytest.mark.parametrize("who", ["seal", "cosignature"])
@pytest.mark.parametrize("part", ["message", "signed", "public"])
def test_openssl_refuses_every_flipped_byte(
    papers: Papers, tmp_path: Path, who: str, part: str
) -> None:
    """OpenSSL refuses a flipped bit in any byte of the text, time, signature or key."""
    parts = signed_parts(papers, who)
    for at in range(len(parts[part])):
        changed = parts | {part: flipped(parts[part], at)}
        assert not openssl(tmp_path, **changed), f"byte {at}"


def test_openssl_tells_the_two_officers_apart(papers: Papers, tmp_path: Path) -> None:
    """OpenSSL does not accept either officer's signature under the other officer's key or text."""
    one, other = signed_parts(papers, "seal"), signed_parts(papers, "cosignature")
    assert not openssl(tmp_path, **(one | {"public": other["public"]}))
    assert not openssl(tmp_path, **(other | {"message": one["message"]}))


# sha256sum computes the hashes


@pytest.fixture(scope="module")
def sha256sum() -> Digest:
    """Return the digest of bytes as sha256sum prints it."""
    program = shutil.which("sha256sum")
    if program is None:
        pytest.skip("sha256sum is not installed")

    def digest(data: bytes) -> bytes:
        done = subprocess.run([program], input=data, stdout=subprocess.PIPE, check=True)
        return bytes.fromhex(done.stdout.decode().split()[0])

    return digest


def climbed(digest: Digest, leaf: bytes, index: int, size: int, path: list[bytes]) -> bytes:
    """Compute the root from a leaf and its audit path (RFC 9162, section 2.1.3.2)."""
    node, last, root = index, size - 1, digest(b"\x00" + leaf)
    for sibling in path:
        assert last > 0
        if node & 1 or node == last:
            root = digest(b"\x01" + sibling + root)
            while node and not node & 1:
                node, last = node >> 1, last >> 1
        else:
            root = digest(b"\x01" + root + sibling)
        node, last = node >> 1, last >> 1
    assert last == 0
    return root


def audit_path(proof: Path) -> list[bytes]:
    """Return the hashes in a proof."""
    head = proof.read_text("utf-8").partition("\n\n")[0].split("\n")
    return [b64decode(line) for line in head[3:]]


def hash_in_tile(papers: Papers, size: int, position: int) -> bytes:
    """Return the hash of a leaf, read from an exported tile."""
    number, at = divmod(position - 1, WIDTH)
    width = min(size - number * WIDTH, WIDTH)
    name = f"{number:03}" if width == WIDTH else f"{number:03}.p/{width}"
    content = (papers.tiles / "tile" / "0" / name).read_bytes()
    assert len(content) == 32 * width
    return content[32 * at : 32 * at + 32]


@pytest.mark.parametrize(("size", "position"), PROVEN)
def test_sha256sum_leads_from_a_leaf_to_the_root(
    papers: Papers, sha256sum: Digest, size: int, position: int
) -> None:
    """From a leaf, sha256sum computes the leaf's hash and the root of the log.

    The exported tile has the same hash, and the seal has the same root. The other hashes on the way
    to the root come from the proof.
    """
    leaf = papers.proof(size, position, "leaf").read_bytes()
    path = audit_path(papers.proof(size, position))
    assert sha256sum(b"\x00" + leaf) == hash_in_tile(papers, size, position)
    assert climbed(sha256sum, leaf, position - 1, size, path) == root_of(papers.seal(size))


@pytest.mark.parametrize("line", range(9))
def test_sha256sum_leads_from_another_leaf_to_another_root(
    papers: Papers, sha256sum: Digest, line: int
) -> None:
    """If one bit in any line of a leaf is flipped, sha256sum computes a different root."""
    leaf = with_line(papers.proof(300, 257, "leaf"), line, last_sign).encode()
    path = audit_path(papers.proof(300, 257))
    assert sha256sum(b"\x00" + leaf) != hash_in_tile(papers, 300, 257)
    assert climbed(sha256sum, leaf, 256, 300, path) != root_of(papers.seal(300))


@pytest.mark.parametrize("at", range(7))
def test_sha256sum_leads_by_another_path_to_another_root(
    papers: Papers, sha256sum: Digest, at: int
) -> None:
    """If one bit of any hash in a proof is flipped, sha256sum computes a different root."""
    leaf = papers.proof(300, 257, "leaf").read_bytes()
    path = audit_path(papers.proof(300, 257))
    path[at] = flipped(path[at], at)
    assert climbed(sha256sum, leaf, 256, 300, path) != root_of(papers.seal(300))


def state_of(event: bytes) -> bytes:
    """Return the bytes of an event's facts, which are at the end of its JSON line."""
    state = event.partition(b',"state":')[2]
    assert state.endswith(b"}}\n")
    return state[:-2]


@pytest.mark.parametrize("position", [1, 257, 601])
def test_sha256sum_leads_from_an_event_to_its_leaf(
    papers: Papers, sha256sum: Digest, position: int
) -> None:
    """The leaf of an event has seven plain lines, and then five digests.

    The digests are those of the recorder, the account, the host, the reason and the facts.
    """
    line = papers.proof(601, position, "json").read_bytes()
    event, state = json.loads(line), state_of(line)
    assert f"Görüş {position}".encode() in state
    names = ["originator_id", "originator_version", "topic", "entry", "recorded_at", "clock"]
    hashed = [event[name].encode() for name in ("recorded_by", "os_user", "host", "reason")]
    leaf = ["dragoman-event/2", *(str(event[name]) for name in names)]
    leaf += [sha256sum(line).hex() for line in (*hashed, state)]
    assert papers.proof(601, position, "leaf").read_text("utf-8") == "".join(
        f"{line}\n" for line in leaf
    )


def test_sha256sum_exposes_every_flipped_byte_of_an_event(
    papers: Papers, sha256sum: Digest
) -> None:
    """sha256sum exposes a flipped bit in any byte of an event's facts."""
    stated = papers.proof(601, 257, "leaf").read_text("utf-8").splitlines()[-1]
    state = state_of(papers.proof(601, 257, "json").read_bytes())
    for at in range(len(state)):
        assert sha256sum(flipped(state, at)).hex() != stated
