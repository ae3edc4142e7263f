"""Dragoman refuses bad registers, settings and clocks with one line."""

import sqlite3
from contextlib import closing

import pytest

from tests.cli.refusing import GOOD, KNOWN, changed, know, one_line, refused
from tests.conftest import Desk
from tests.copies import after

pytestmark = pytest.mark.once


@pytest.fixture
def known(desk: Desk) -> Desk:
    """A desk that has recorded a mechanism, a session, a visit and a follow-up."""
    return after(desk, know)


@pytest.mark.parametrize("command", ["timeline", "register info", "audit log"])
@pytest.mark.parametrize("place", ["folder", "text", "database", "garbage"])
def test_a_file_that_is_not_a_register_is_refused(known: Desk, place: str, command: str) -> None:
    """Dragoman refuses a file that is not a register and does not change the file.

    The message gives the path of the file, and the exit code is 1.
    """
    path = known.home / f"a-{place}"
    if place == "folder":
        path.mkdir()
    elif place == "database":
        with closing(sqlite3.connect(path)) as other:
            other.execute("CREATE TABLE events (position)")
            other.commit()
    else:
        path.write_bytes(b"some text\n" * 50 if place == "text" else bytes(range(256)) * 20)
    before = path.read_bytes() if path.is_file() else b""
    line = refused(known, "--register", path, *command.split(), code=1)
    assert line.startswith(f"{path}: ")
    assert (path.read_bytes() if path.is_file() else b"") == before
    if place != "folder":
        refused(known, "--register", path, "record", "known.yaml", code=1)
        assert path.read_bytes() == before


def test_an_empty_file_is_not_a_register(known: Desk) -> None:
    """Dragoman refuses an empty file, and does not create a register in the file."""
    path = known.write("empty.db", b"")
    assert refused(known, "--register", path, "record", "known.yaml", code=1).startswith(f"{path}")
    assert path.read_bytes() == b""


@pytest.mark.parametrize(
    "command",
    [
        "audit replay",
        "register info",
        "register rebuild",
    ],
)
def test_reading_a_missing_register_is_refused(desk: Desk, command: str) -> None:
    """Reading a missing register prints its path and says that recording creates the register.

    Reading does not create the register.
    """
    path = desk.home / "missing.db"
    line = one_line(desk.run(*command.split(), "--register", path), 1)
    assert line.startswith(f"{path}: ")
    assert "Dragoman creates the register" in line
    assert not path.exists()


CONFIGS = {
    "syntax": ("name = \n", "config.toml"),
    "unknown setting": ("nome = 'x'\n", "nome"),
    "name is a number": ("name = 5\n", "name"),
    "register is a list": ("register = ['a']\n", "register"),
    "not UTF-8": (b"name = '\xfc'\n", "config.toml"),
    "empty name": ("name = ''\nregister = ''\nx = 1\n", "unknown setting x"),
}


@pytest.mark.parametrize("case", CONFIGS)
def test_an_unreadable_configuration_is_named(known: Desk, case: str) -> None:
    content, hint = CONFIGS[case]
    before = known.events()
    path = known.write("config/dragoman/config.toml", content)
    for command in ("timeline", "record"):
        line = one_line(known.run(command, *(["known.yaml"] if command == "record" else [])))
        assert line.startswith(f"{path}: ")
        assert hint in line
    path.unlink()
    assert known.events() == before


@pytest.mark.parametrize("now", ["soon", "2025-13-01T00:00:00Z", "12:00", "0"])
def test_an_invalid_dragoman_now_is_refused(known: Desk, now: str) -> None:
    """If ``DRAGOMAN_NOW`` is invalid, Dragoman says so in one line and records nothing."""
    before = known.events()
    good = known.write("good.yaml", GOOD)
    for words in (("timeline",), ("record", good)):
        line = one_line(known.run(*words, now=now))
        assert line.startswith("DRAGOMAN_NOW: ")
        assert "2025-04-22T08:30:00Z" in line
    assert known.events() == before


def test_an_invalid_clock_creates_no_register(desk: Desk) -> None:
    one_line(desk.run("record", desk.write("good.yaml", KNOWN), now="soon"))
    assert not (desk.home / "data/dragoman/register.db").exists()


def test_a_register_below_a_file_is_refused(known: Desk) -> None:
    """If the register's folder is a file, Dragoman prints the path in one line and exits with 1."""
    path = known.home / "known.yaml" / "register.db"
    line = refused(known, "--register", path, "record", "known.yaml", code=1)
    assert line.startswith(f"{path}: ")


def test_debug_raises_the_error_with_its_traceback(known: Desk) -> None:
    """With ``--debug``, Dragoman raises the error instead of printing one line."""
    with pytest.raises(Exception, match="no such file"):
        known.run("record", "nowhere.yaml", "--debug")


def test_the_real_command_refuses_in_the_same_line(known: Desk) -> None:
    """The installed command prints the same error line as a command inside the test process."""
    path = known.write("bad.yaml", changed("host: Iraq", "host: Iraak"))
    line = one_line(known.command("record", path.name))
    assert line == refused(known, "record", path.name)
