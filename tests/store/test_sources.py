"""Kept sources beside a register in a file: each text is a file that is named by its digest."""

import os
import stat
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path

import pytest

from dragoman.store import RegisterError, SourceChanged, SourceFolder, sources
from dragoman.store.engines.opening import open_register
from dragoman.store.engines.sqlite import create_register
from dragoman.store.log.citations import digests_in

pytestmark = pytest.mark.once

NOW = datetime(2025, 4, 22, tzinfo=UTC)
TEXT = "Bakı, 21 aprel.\n".encode()
DIGEST = sha256(TEXT).hexdigest()


@pytest.fixture
def archive(tmp_path: Path) -> SourceFolder:
    """Return an empty archive."""
    return SourceFolder(tmp_path / "sources")


def keep(archive: SourceFolder, content: bytes = TEXT) -> str:
    """Keep a text; return its digest."""
    return archive.keep(content, NOW, "")


def test_a_kept_text_is_a_file_named_by_its_digest(archive: SourceFolder) -> None:
    """A text is kept byte for byte, only once, and only its owner can read it."""
    assert archive.digests() == []
    assert sources.load(archive, DIGEST) is None
    assert keep(archive) == keep(archive) == DIGEST
    assert archive.digests() == os.listdir(archive.folder) == [DIGEST]
    assert (archive.folder / DIGEST).read_bytes() == sources.load(archive, DIGEST) == TEXT
    assert stat.S_IMODE((archive.folder / DIGEST).stat().st_mode) == 0o400
    assert stat.S_IMODE(archive.folder.stat().st_mode) == 0o700


def test_whoever_may_read_the_register_may_read_the_texts(tmp_path: Path) -> None:
    """The texts have the permissions of the register, but nobody can write to them."""
    path = tmp_path / "register.db"
    create_register(path, NOW)
    path.chmod(0o660)
    engine = open_register(path)
    engine.sources().keep(TEXT, NOW, "")
    engine.dispose()
    folder = tmp_path / "sources"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o770
    assert stat.S_IMODE((folder / DIGEST).stat().st_mode) == 0o440


def test_a_link_to_a_register_leads_to_the_same_texts(tmp_path: Path) -> None:
    """The folder is beside the real file of the register."""
    (tmp_path / "real").mkdir()
    create_register(tmp_path / "real/register.db", NOW)
    (tmp_path / "link.db").symlink_to("real/register.db")
    engine = open_register(tmp_path / "link.db")
    engine.sources().keep(TEXT, NOW, "")
    engine.dispose()
    assert os.listdir(tmp_path / "real/sources") == [DIGEST]


@pytest.mark.parametrize("content", [b"", b"x" * (sources.MOST_BYTES + 1)], ids=["empty", "large"])
def test_an_unfit_text_is_refused(archive: SourceFolder, content: bytes) -> None:
    """An empty or too large text is refused with one line, and no folder is made."""
    with pytest.raises(RegisterError, match=r"is empty|larger than 20 MB") as refusal:
        keep(archive, content)
    assert "\n" not in str(refusal.value)
    assert not archive.folder.exists()


def test_the_largest_text_is_kept(archive: SourceFolder) -> None:
    content = b"x" * sources.MOST_BYTES
    assert sources.load(archive, keep(archive, content)) == content


def _overwrite(path: Path) -> None:
    path.chmod(0o600)
    path.write_bytes(TEXT + b" And more.")


def _cut(path: Path) -> None:
    path.chmod(0o600)
    path.write_bytes(b"")


def _swap_for_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _swap_for_link(path: Path) -> None:
    path.unlink()
    path.symlink_to("/nowhere")


def _swap_for_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


@pytest.mark.parametrize(
    "attack", [_overwrite, _cut, _swap_for_folder, _swap_for_link, _swap_for_pipe]
)
def test_a_changed_text_is_never_taken_for_the_real_one(
    archive: SourceFolder, attack: Callable[[Path], None]
) -> None:
    """Whatever stands in the place of a text, it is found, not returned, and not overwritten."""
    keep(archive)
    other = keep(archive, b"Another text")
    attack(archive.folder / DIGEST)
    with pytest.raises(SourceChanged, match=DIGEST):
        sources.load(archive, DIGEST)
    with pytest.raises(RegisterError, match="in the way; move it away"):
        keep(archive)
    found = sources.verify(archive, [DIGEST, other, "f" * 64])
    assert found == sources.Verified((other,), ("f" * 64,), (DIGEST,))
    taken: list[str] = []
    copied = sources.copy(archive, [DIGEST, other], lambda digest, _: taken.append(digest))
    assert (copied, taken) == (sources.Copied(1, (DIGEST,)), [other])


def test_a_digest_cannot_lead_out_of_the_folder(archive: SourceFolder, tmp_path: Path) -> None:
    """A forged digest is not a path."""
    keep(archive)
    (tmp_path / "secret").write_text("secret")
    for forged in ("../secret", str(tmp_path / "secret"), DIGEST.upper(), f"{DIGEST}\n", ""):
        assert sources.load(archive, forged) is None


def test_other_files_in_the_folder_are_left_alone(archive: SourceFolder) -> None:
    keep(archive)
    (archive.folder / "notes.txt").write_text("mine")
    (archive.folder / ".dragoman-0123456789abcdef.part").write_bytes(b"half")
    assert archive.digests() == [DIGEST]


@pytest.mark.parametrize("is_link", [False, True])
def test_a_file_in_the_way_of_the_folder_is_named(archive: SourceFolder, is_link: bool) -> None:
    if is_link:
        archive.folder.symlink_to("/nowhere")
    else:
        archive.folder.write_text("mine")
    with pytest.raises(RegisterError, match="a file is in the way of the folder") as refusal:
        keep(archive)
    assert "\n" not in str(refusal.value)


def _read_only(folder: Path) -> list[object]:
    """Try to keep and to read a text in a folder that this user cannot write to."""
    if os.geteuid() == 0:
        os.setgid(65534)
        os.setuid(65534)
    archive = SourceFolder(folder)
    try:
        archive.keep(TEXT, NOW, "")
    except RegisterError as error:
        return [str(error), [*archive.stored([sha256(b"kept").hexdigest()])]]
    return []


def test_a_read_only_folder_is_named_in_one_line(tmp_path: Path) -> None:
    """Nothing is written to a folder without the right to write, and its texts can be read."""
    archive = SourceFolder(tmp_path / "sources", 0o644)
    digest = keep(archive, b"kept")
    for parent in (*tmp_path.parents[:3], tmp_path):
        if parent.stat().st_uid == os.geteuid():
            parent.chmod(parent.stat().st_mode | 0o055)
    archive.folder.chmod(0o555)
    with get_context("fork").Pool(1) as pool:
        line, texts = pool.apply(_read_only, (archive.folder,))
    assert line == f"{archive.folder / DIGEST}: Permission denied; the source was not kept"
    assert texts == [(digest, b"kept")]
    assert os.listdir(archive.folder) == [digest]


def _keep_often(folder: Path) -> None:
    for number in range(50):
        keep(SourceFolder(folder), b"The same text %d" % number)


def test_many_processes_keep_the_same_texts(tmp_path: Path) -> None:
    """Processes that keep the same texts at the same time do not disturb each other."""
    folder = tmp_path / "sources"
    with get_context("fork").Pool(4) as pool:
        pool.map(_keep_often, [folder] * 4)
    archive = SourceFolder(folder)
    assert len(archive.digests()) == len(os.listdir(folder)) == 50
    assert len(sources.verify(archive, archive.digests()).intact) == 50


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (f'{{"sources":[{{"title":"A","sha256":"{DIGEST}"}}]}}', [DIGEST]),
        (f'{{"source":{{"sha256":"{DIGEST}"}},"own_source":null}}', [DIGEST]),
        (f'{{"sources":[{{"title":"A","row":"7","sha256":"{DIGEST}"}}]}}', []),
        (f'{{"sources":[{{"sha256":"{DIGEST.upper()}"}},{{"sha256":7}}]}}', []),
        ('{"sha256":', []),
    ],
)
def test_the_digests_in_an_event_are_found(state: str, expected: list[str]) -> None:
    """Every cited text counts; the digest of an imported row is not one of a text."""
    assert [*digests_in(state.encode())] == expected
