"""Hostile arguments and files: Dragoman explains each error in one line and never crashes."""

import os
import socket
from pathlib import Path

import pytest

from tests.conftest import ARTICLE, Desk

pytestmark = pytest.mark.once

HUGE = ("99999999999999999999", "-99999999999999999999", "1e9", "NaN", "", "9" * 5000, "٣", "1_000")
COUNTED = (
    *("timeline --limit", "search x --limit", "audit log --limit", "silence --days"),
    *("lanes --weeks", "timeline --since", "timeline --as-of", "audit seals", "audit prove"),
    *("audit consistency", "audit replay --until", "show", "undo", "audit diff"),
)
BROKEN = ("\udcff", "a\0b", "\ud800")
TEXTS = (
    *(
        "timeline --topic",
        "timeline --party",
        "search",
        "show",
        "brief",
        "record",
        "register backup",
    ),
    *("export --csv", "timeline --html", "audit seal --key-file", "audit export --tiles"),
    "consultation hold --title x --party AZ --party IQ --occurred 2025 --session",
    "meeting hold --title x --party AZ --party IQ --place",
    "audit check",
)
READERS = (
    *("record", "import", "audit check", "audit verify --against", "audit verify --key"),
    *("audit compare register.db", "audit seal --key-file", "audit key show --key-file"),
    *("import --profile historian-visits", "import --suggest", "timeline --register"),
    *("import --suggest --format xlsx", "import --suggest --format jsonl"),
)
WRITERS = (
    *(
        "export --csv",
        "export --dispatch",
        "timeline --html",
        "register backup",
        "audit seal --out",
    ),
    *("audit prove 1 --out", "audit export --tiles", "audit export --jsonl"),
)


@pytest.fixture
def article(desk: Desk) -> Desk:
    """A desk that has recorded and sealed the sample article."""
    desk.record(ARTICLE)
    for words in ("audit key new", "audit seal"):
        assert desk.run(*words.split()).code == 0
    return desk


def well_refused(desk: Desk, *words: str | Path) -> None:
    """Check that a command succeeds, or explains its error in one line."""
    before = desk.position
    answer = desk.run(*words)
    assert answer.code in (0, 1, 2, 3, 4)
    assert "bug in Dragoman" not in answer.err, (words, answer.err)
    assert answer.code in (0, 3, 4) or answer.err.count("\n") == 1, answer
    assert desk.position == before or answer.code == 0


@pytest.mark.parametrize("words", COUNTED)
def test_huge_numbers_are_not_misread(article: Desk, words: str) -> None:
    for number in HUGE:
        well_refused(article, *words.split(), number)


@pytest.mark.parametrize("words", TEXTS)
def test_arguments_that_are_not_text(article: Desk, words: str) -> None:
    """Arguments with NUL characters, or with bytes that are not UTF-8, do not crash a command."""
    for text in BROKEN:
        well_refused(article, *words.split(), text)


def odd_files(home: Path) -> list[Path]:
    """Create odd files, such as a folder, a link loop and a socket; return their paths."""
    (home / "folder").mkdir()
    (home / "loop").symlink_to("loop")
    (home / "dangling").symlink_to("nowhere/file")
    (home / "empty").write_bytes(b"")
    (home / "zeros").write_bytes(bytes(3_000_000))
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket")
    devices = [Path(f"/dev/{name}") for name in ("null", "full", "zero")]
    own = ("folder", "loop", "dangling", "empty", "zeros", "socket", "none/file")
    return [*(Path(name) for name in own), *(device for device in devices if device.exists())]


@pytest.mark.parametrize("words", READERS)
def test_only_regular_files_are_read(article: Desk, words: str) -> None:
    """Dragoman does not read a folder, a link loop, a socket or an endless device."""
    for path in odd_files(article.home):
        well_refused(article, *words.split(), path)


@pytest.mark.parametrize("words", WRITERS)
def test_only_regular_files_are_written(article: Desk, words: str) -> None:
    """Dragoman does not overwrite a folder, a link loop, a socket or a device."""
    for path in odd_files(article.home):
        before = os.path.lexists(path) and os.lstat(path)
        well_refused(article, *words.split(), path)
        if before and path.name != "folder":
            after = os.lstat(path)
            assert (after.st_mode, after.st_size, after.st_ino) == (
                *(before.st_mode, before.st_size, before.st_ino),
            )
