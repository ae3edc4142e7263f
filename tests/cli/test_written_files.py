"""The files that commands write: their permissions, their folders, and full disks."""

import os
import shlex
import sqlite3
import stat
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.conftest import ARTICLE, Answer, Desk, isolate

pytestmark = pytest.mark.once

FORMS = ("ics", "jsonl", "csv", "ftm", "cameo", "plover", "dispatch")
BAD_TABLE = "title,occurred,party 1,party 2\nTalks,2025-01-02,AZ,IQ\nOther,nonsense,AZ,IQ\n"
MAPPING = """\
dataset: talks
source: {title: talks}
key: [title]
record:
  kind: meeting
  status: held
  title: {column: title}
  occurred: {column: occurred}
  parties: [{column: party 1}, {column: party 2}]
"""


@pytest.fixture
def sealed(desk: Desk) -> Desk:
    """A desk that has recorded and sealed the sample article."""
    desk.record(ARTICLE)
    for words in ("audit key new", "audit seal"):
        assert desk.run(*words.split()).code == 0
    return desk


def outputs(folder: str = "out") -> Iterator[str]:
    """Return a command for every kind of output file, each with a different path."""
    yield from (f"export --{form} {folder}/export.{form}" for form in FORMS)
    yield f"timeline --html {folder}/timeline.html"
    yield f"register backup {folder}/copy.db"
    yield f"audit seal --out {folder}/seal.txt"
    yield f"audit prove 1 --out {folder}/proofs"
    yield f"audit consistency 1 --out {folder}/consistency.txt"
    yield f"audit export --tiles {folder}/tiles"
    yield f"audit export --jsonl {folder}/events.jsonl"
    yield f"audit key new --name desk.example --key-file {folder}/desk.key"


def wide(*places: Path) -> list[str]:
    """List the files and folders that other users can access, at or below these paths."""
    found = [path for place in places for path in (place, *place.rglob("*"))]
    return [f"{path} {path.stat().st_mode:o}" for path in found if path.stat().st_mode & 0o077]


def run_all(desk: Desk, *words: str, **options: object) -> None:
    """Run commands that must all succeed."""
    for line in words:
        answer = desk.run(*shlex.split(line), **options)  # type: ignore[arg-type]
        assert answer.code == 0, (line, answer.err)


def test_only_the_owner_can_read_new_files(sealed: Desk) -> None:
    """Whatever the umask, new files have the mode 0600, and new folders have the mode 0700."""
    before = os.umask(0o000)
    try:
        run_all(sealed, *outputs(), "context AZ IQ")
        sealed.run("compose", "meeting", env={"EDITOR": "false"})
    finally:
        os.umask(before)
    written = [sealed.home / "out", sealed.home / "config/dragoman", sealed.home / "state/dragoman"]
    assert wide(*written) == []
    assert len(list(written[0].rglob("*"))) > 15
    assert [len(list(item.iterdir())) for item in written[1:]] == [1, 1]


def test_a_replaced_file_keeps_its_mode(sealed: Desk) -> None:
    page = sealed.home / "page.html"
    run_all(sealed, "timeline --html page.html", "context AZ IQ")
    settings = sealed.home / "config/dragoman/config.toml"
    page.chmod(0o644)
    settings.chmod(0o640)
    run_all(sealed, "timeline --html page.html", "context none")
    assert [stat.S_IMODE(item.stat().st_mode) for item in (page, settings)] == [0o644, 0o640]


def test_only_the_owner_can_read_rejected_rows(sealed: Desk) -> None:
    """Only the owner can read the file in which an import saves rejected rows."""
    sealed.write("talks.csv", BAD_TABLE)
    sealed.write("talks.yaml", MAPPING)
    answer = sealed.run("import", "talks.csv", "--map", "talks.yaml")
    rejected = sealed.home / "talks.csv.rejected.csv"
    assert (answer.code, rejected.exists()) == (1, True), answer.err
    assert wide(rejected) == []


@pytest.mark.parametrize("register", [0o600, 0o640, 0o644, 0o400])
def test_a_backup_has_no_wider_permissions_than_the_register(sealed: Desk, register: int) -> None:
    """If other users cannot read the register, they cannot read a backup of it either."""
    sealed.register.chmod(register)
    run_all(sealed, "register backup copy.db")
    assert stat.S_IMODE((sealed.home / "copy.db").stat().st_mode) == register & 0o600


# --- Links ------------------------------------------------------------------------------------


def places(words: str) -> str:
    """Return the last word of a command: the path that the command writes to."""
    return words.rpartition(" ")[2]


@pytest.mark.parametrize("words", [*outputs(".")])
def test_a_dangling_link_is_not_followed(sealed: Desk, words: str) -> None:
    """Dragoman does not write through a dangling link.

    An attacker could use the link to create a file elsewhere.
    """
    link = sealed.home / places(words)
    link.symlink_to(sealed.home / "elsewhere/victim")
    (sealed.home / "elsewhere").mkdir()
    answer = sealed.run(*words.split())
    assert (answer.code in (1, 2), answer.err.count("\n")) == (True, 1), answer
    assert link.name in answer.err
    assert list((sealed.home / "elsewhere").iterdir()) == []
    assert link.is_symlink()


def test_a_linked_folder_is_not_filled(sealed: Desk) -> None:
    """Dragoman does not write into a folder that is a link, or that contains links."""
    other = sealed.home / "other"
    other.mkdir()
    (sealed.home / "link").symlink_to(other)
    for below in ("tile", "tile/0", "tile/entries", "checkpoint", "tile/0/000.p"):
        link = sealed.home / f"planted-{below.replace('/', '-')}" / below
        link.parent.mkdir(parents=True)
        link.symlink_to(other)
        answer = sealed.run("audit", "export", "--tiles", link.parents[below.count("/")])
        assert (answer.code, "is a symbolic link" in answer.err) == (1, True), answer
    for words in ("audit export --tiles link", "audit prove 1 --out link"):
        answer = sealed.run(*words.split())
        assert (answer.code, "link: is a symbolic link" in answer.err) == (2, True), answer
    assert list(other.iterdir()) == []


def test_settings_may_be_a_link(sealed: Desk) -> None:
    """If the settings file is a link, Dragoman changes the target and keeps the link.

    Some people keep their settings in a repository.
    """
    kept = sealed.write("dotfiles/config.toml", 'name = "officer"\n')
    folder = sealed.home / "config/dragoman"
    folder.mkdir(parents=True)
    (folder / "config.toml").symlink_to(kept)
    run_all(sealed, "context AZ IQ")
    assert kept.read_text() == 'name = "officer"\ncontext = "AZ-IQ"\n'
    assert (folder / "config.toml").is_symlink()
    kept.unlink()
    answer = sealed.run("context", "AZ")
    assert (answer.code, kept.exists()) == (2, False)


# --- Full disks -------------------------------------------------------------------------------

HELD = "meeting hold --title Talks --occurred 2025-05-01 --party AZ --party IQ"
FULL = {
    "timeline --html page.html": "page.html: the file would be too large for this disk",
    "export --jsonl records.jsonl": "records.jsonl: the file would be too large for this disk",
    "register backup copy.db": "copy.db: the disk ",
    "audit export --jsonl events.jsonl": "events.jsonl: the file would be too large for this disk",
    "audit export --tiles tiles": "tiles: the file would be too large for this disk",
    "register rebuild": "the views were not rebuilt",
    "audit seal": "no seal was made",
    HELD: "nothing was recorded",
}


def limited(desk: Desk, size: int, words: str) -> Answer:
    """Run the installed command with file sizes limited to ``size`` KiB."""
    line = f"ulimit -f {size}; exec {shlex.join(desk.words(*shlex.split(words)))}"
    env = {**os.environ, "DRAGOMAN_NOW": desk.now}
    done = subprocess.run(["bash", "-c", line], capture_output=True, timeout=60, env=env)
    return Answer(done.returncode, done.stdout, done.stderr)


@contextmanager
def opened(database: Path) -> Iterator[None]:
    """Keep a database open, so that its -wal and -shm files stay at their full size."""
    with closing(sqlite3.connect(database)) as reader:
        reader.execute("SELECT count(*) FROM sqlite_master").fetchone()
        yield


@pytest.mark.parametrize("words", FULL)
def test_a_full_disk_is_reported_for_the_file_written(sealed: Desk, words: str) -> None:
    """If the disk is full, one line names the file, the cause and the outcome.

    Only a recording command says whether anything was recorded.
    """
    run_all(sealed, f"{HELD} --topic more", "timeline")
    before = sealed.position
    with opened(sealed.register), opened(sealed.views):
        answer = limited(sealed, 1, words)
    assert (answer.code, answer.out, answer.err.count("\n")) == (1, "", 1), answer
    assert FULL[words] in answer.err
    assert ("recorded" in answer.err) == (words == HELD)
    assert "bug in Dragoman" not in answer.err
    assert sealed.position == before
    assert [path for path in sealed.home.rglob("*") if path.name.startswith(".dragoman-")] == []
    assert not any((sealed.home / name).exists() for name in ("page.html", "copy.db"))


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk with the sample article, which no test changes."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        isolate(patch, home)
        desk = Desk(home, patch)
        desk.record(ARTICLE)
        yield desk


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
@pytest.mark.parametrize("words", ["timeline --html", "export --csv", "register backup"])
@pytest.mark.parametrize("device", ["/dev/full", "/dev/null", "/dev/stdout"])
def test_devices_are_not_replaced(shared: Desk, words: str, device: str) -> None:
    """Dragoman does not replace a device."""
    before = os.lstat(device)
    answer = shared.command(*words.split(), device)
    assert (answer.code, answer.err.count("\n")) == (2, 1), answer
    assert "already exists" in answer.err
    assert os.lstat(device).st_mode == before.st_mode
