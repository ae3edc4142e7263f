"""Files that are published: whole or not at all, and private whatever the umask."""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from stat import S_IMODE

import pytest

from store import files
from store.files import DRAFT_PREFIX, make_folder, published


@pytest.fixture(params=[0o000, 0o022, 0o277], ids=oct)
def umask(request):
    """What a user may have set: nothing is taken away, the usual, and too much."""
    before = os.umask(request.param)
    yield
    os.umask(before)


@pytest.fixture(params=["unnamed", "cannot be linked", "named"])
def way(request, monkeypatch):
    """What the system offers: files without names, such files without links, names alone."""
    if request.param == "named":
        monkeypatch.setattr(files, "_unnamed", lambda _: None)
    if request.param != "unnamed":

        def unsupported(*_, **__):
            raise PermissionError("no links here")

        monkeypatch.setattr(files.os, "link", unsupported)


def mode(path: Path) -> int:
    """The mode of a file or folder."""
    return S_IMODE(path.stat().st_mode)


def test_a_file_is_private_whatever_the_umask(tmp_path, umask, way):
    """Its folders are, too; those that were there stay as they are."""
    tmp_path.chmod(0o755)
    path = tmp_path / "deep" / "down" / "file"
    with published(path) as file:
        file.write(b"content")
    assert path.read_bytes() == b"content"
    assert mode(path) == 0o600
    assert {mode(path.parent), mode(path.parent.parent)} == {0o700}
    assert mode(tmp_path) == 0o755


def test_another_mode_is_given_as_it_is(tmp_path, umask, way):
    """The umask does not change it."""
    with published(tmp_path / "file", 0o644):
        pass
    assert mode(tmp_path / "file") == 0o644


def test_a_file_that_is_there_stays(tmp_path, way):
    """Whoever comes second is told, and leaves nothing."""
    path = tmp_path / "file"
    path.write_bytes(b"first")
    with pytest.raises(FileExistsError), published(path) as file:
        file.write(b"second")
    assert path.read_bytes() == b"first"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_does_not_become_whole_is_none(tmp_path, way):
    """An error within leaves nothing behind."""
    with pytest.raises(ZeroDivisionError), published(tmp_path / "file") as file:
        file.write(bytes(1 // 0))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "O_TMPFILE"), reason="files have names from the beginning")
def test_who_is_killed_leaves_nothing(tmp_path):
    """Not even a draft: the file has no name before it is whole."""
    kill = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
    code = f"""
from pathlib import Path
from store.files import published
with published(Path({str(tmp_path / "folder" / "file")!r})) as file:
    file.write(b"half"); file.flush()
    {kill}
"""
    done = subprocess.run([sys.executable, "-c", code], check=False)
    assert done.returncode == -signal.SIGKILL
    assert list((tmp_path / "folder").iterdir()) == []


def test_a_draft_with_a_name_can_be_told(tmp_path, monkeypatch):
    """Where a draft has a name, the name says whose it is, and nobody else may read it."""
    monkeypatch.setattr(files, "_unnamed", lambda _: None)
    with published(tmp_path / "file"):
        [draft] = tmp_path.iterdir()
        assert draft.name.startswith(DRAFT_PREFIX)
        assert mode(draft) == 0o600


def test_a_file_in_the_place_of_a_folder_stays(tmp_path):
    """It is not taken for one."""
    path = tmp_path / "file"
    path.write_bytes(b"content")
    with suppress(OSError):
        make_folder(path)
    with pytest.raises(OSError, match="Not a directory"), published(path / "other"):
        pass
    assert path.read_bytes() == b"content"
