"""The manual pages are complete, up to date, and valid for groff and mandoc."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.generate_man import pages
from scripts.generate_reference import arguments_of, commands
from tests.conftest import Desk
from tests.docs.pages import ROOT
from tests.terminal import at_terminal

FOLDER = ROOT / "cli/man"
PAGES = sorted(FOLDER.glob("*.1"))


def tool(name: str) -> str:
    """Return the path of a program; skip the test if the program is missing."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def rendered(page: Path) -> str:
    """Return a page as a reader sees the page, as one long line."""
    done = subprocess.run(
        [tool("man"), "-l", "--no-hyphenation", page],
        capture_output=True,
        env={**os.environ, "MANWIDTH": "80", "MANPAGER": "cat", "LC_ALL": "C.UTF-8"},
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stderr == ""
    return " ".join(re.sub(".\b", "", done.stdout).split())


def test_the_pages_are_up_to_date() -> None:
    script = ROOT / "scripts/generate_man.py"
    done = subprocess.run([sys.executable, script, "--check"], cwd=ROOT, check=False)
    assert done.returncode == 0
    assert {*PAGES} == pages().keys()


def test_a_changed_page_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``--check`` fails for a page that somebody edited, and for a page too many."""
    from scripts import generate_man

    shutil.copytree(FOLDER, tmp_path / "man")
    monkeypatch.setattr(generate_man, "FOLDER", tmp_path / "man")
    assert generate_man.main(["--check"]) == 0
    (tmp_path / "man/dragoman-old.1").write_text("x")
    assert generate_man.main(["--check"]) == 1
    assert generate_man.main([]) == 0
    assert generate_man.main(["--check"]) == 0


@pytest.mark.parametrize("device", ["ps", "utf8"])
def test_groff_warns_about_no_page(device: str) -> None:
    done = subprocess.run(
        [tool("groff"), "-man", "-ww", "-z", f"-T{device}", *PAGES],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert done.stderr == ""


def test_mandoc_warns_about_no_page() -> None:
    done = subprocess.run(
        [tool("mandoc"), "-T", "lint", "-W", "warning", *PAGES],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize("name", sorted({words.split()[0] for words, _ in commands()}))
def test_a_page_has_every_verb_and_option_of_its_command(name: str) -> None:
    text = rendered(FOLDER / f"dragoman-{name}.1")
    for words, command in commands():
        if words.split()[0] == name:
            assert f"dragoman {words}" in text
            options = [one for one in arguments_of(command) if one.names[0].startswith("--")]
            assert [one.names[0] for one in options if f"{one.names[0]}" not in text] == []


def test_the_overview_names_every_page() -> None:
    text = rendered(FOLDER / "dragoman.1")
    assert [
        page.stem for page in PAGES if f"{page.stem}(1)" not in text and page.stem != "dragoman"
    ] == []
    assert "DRAGOMAN_ZONE" in text


def test_help_prints_the_source_of_a_page_in_a_pipe(desk: Desk) -> None:
    assert desk.run("help", "--man").out == (FOLDER / "dragoman.1").read_text()
    page = (FOLDER / "dragoman-meeting.1").read_text()
    assert desk.run("help", "meet", "hold", "--man").out == page
    assert desk.run("help", "nothing", "--man").code == 2


def test_help_opens_a_page_on_a_terminal(desk: Desk) -> None:
    tool("man")
    env = {**os.environ, "MANPAGER": "cat", "MANWIDTH": "80", "TERM": "dumb"}
    terminal = at_terminal(desk.words("help", "config", "--man"), env)
    terminal.until("dragoman config set")
    assert terminal.end() == 0
