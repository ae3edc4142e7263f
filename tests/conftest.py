"""Shared fixtures: a desk where tests run Dragoman as a desk officer would."""

import io
import json
import os
import signal
import sqlite3
import subprocess
import sys
import sysconfig
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Any
from uuid import UUID

import pytest
from attrs import define, frozen

from tests import servers
from tests.speed import remember
from tests.warm import Running, warm

if TYPE_CHECKING:
    from dragoman.store import Location

remember()

EXAMPLES = Path(__file__).parents[1] / "docs" / "examples"
ARTICLE = str(EXAMPLES / "baghdad-2025.yaml")
CHAIN = str(EXAMPLES / "azerbaijan-iraq.yaml")

STRAY = ("COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE")
"""Environment variables that affect the output."""


@frozen
class Answer:
    """The result of a command: an exit code, and the bytes on both output streams."""

    code: int
    out_bytes: bytes
    err_bytes: bytes

    @property
    def out(self) -> str:
        """The text on stdout."""
        return self.out_bytes.decode()

    @property
    def err(self) -> str:
        """The text on stderr."""
        return self.err_bytes.decode()

    @property
    def lines(self) -> list[str]:
        """The lines on stdout."""
        return self.out.splitlines()

    @property
    def json(self) -> Any:
        """The JSON document on stdout."""
        return json.loads(self.out_bytes)


@define
class Desk:
    """An isolated environment for commands, with its own home folder and a fixed clock."""

    home: Path
    monkeypatch: pytest.MonkeyPatch
    now: str = "2026-01-15T08:00:00Z"

    def run(
        self,
        *arguments: str | Path,
        now: str | None = None,
        stdin: str | bytes = "",
        env: Mapping[str, str] | None = None,
        encoding: str = "utf-8",
    ) -> Answer:
        """Run a command in this process."""
        from dragoman.cli.run import run

        out, err = _stream(encoding), _stream("utf-8")
        with self.monkeypatch.context() as patch:
            for name, value in self._settings(now, env).items():
                patch.setenv(name, value)
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(_raw(stdin)), "utf-8"))
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            code = run([str(one) for one in arguments])
        return Answer(code, _written(out), _written(err))

    def command(
        self,
        *arguments: str | Path,
        now: str | None = None,
        stdin: str | bytes = "",
        env: Mapping[str, str] | None = None,
    ) -> Answer:
        """Run the real command in a separate process."""
        done = subprocess.run(
            self.words(*arguments),
            input=_raw(stdin),
            capture_output=True,
            env={**os.environ, **self._settings(now, env)},
            timeout=120,
            check=False,
        )
        return Answer(done.returncode, done.stdout, done.stderr)

    def forked(
        self,
        *arguments: str | Path,
        now: str | None = None,
        stdin: str | bytes = "",
        env: Mapping[str, str] | None = None,
    ) -> Answer:
        """Run a command in a forked process, which saves start-up time (see ``tests.warm``)."""
        with TemporaryFile() as given, TemporaryFile() as out, TemporaryFile() as err:
            given.write(_raw(stdin))
            given.seek(0)
            streams = given.fileno(), out.fileno(), err.fileno()
            code = self.fork(*arguments, streams=streams, now=now, env=env).wait(120)
            return Answer(code, _reread(out), _reread(err))

    def fork(
        self,
        *arguments: str | Path,
        streams: tuple[int, int, int],
        now: str | None = None,
        env: Mapping[str, str] | None = None,
    ) -> Running:
        """Start a command in a forked process with these streams, and do not wait for its end."""
        settings = {**os.environ, **self._settings(now, env)}
        return warm().start([str(one) for one in arguments], streams, settings)

    def start(self, *arguments: str | Path) -> "subprocess.Popen[bytes]":
        """Start the real command in a separate process, and do not wait for its end."""
        return subprocess.Popen(
            self.words(*arguments),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, **self._settings(None, None)},
        )

    @staticmethod
    def words(*arguments: str | Path) -> list[str]:
        """Return the words of a command line that runs the real command."""
        script = Path(sysconfig.get_path("scripts")) / "dragoman"
        main = "from dragoman.cli.start import main; main()"
        start = [str(script)] if script.exists() else [sys.executable, "-c", main]
        return [*start, *map(str, arguments)]

    def read(self, *arguments: str | Path, **options: Any) -> Any:
        """Run a command that must succeed, and return the JSON document that the command prints."""
        answer = self.run(*arguments, "--json", **options)
        assert answer.code == 0, answer.err
        return answer.json

    def record(self, *files: str | Path, now: str | None = None) -> Answer:
        """Record files that Dragoman must accept; return the answer to the last file."""
        for file in files:
            answer = self.run("record", file, now=now)
            assert answer.code == 0, answer.err
        return answer

    def write(self, name: str, content: str | bytes) -> Path:
        """Write a file, and return its path."""
        path = self.home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_raw(content))
        return path

    @property
    def position(self) -> int:
        """The last position of the register."""
        [(position,)] = self.selected("SELECT coalesce(max(position), 0) FROM events")
        return int(position)

    @property
    def location(self) -> "Location":
        """The location of the register."""
        from dragoman.cli.settings import Settings, configured
        from dragoman.store import Location

        return Location.parse(Settings({}, configured()).text("register"))

    @property
    def register(self) -> Path:
        """The path of the register; a test that opens the file is skipped on a server."""
        location = self.location
        if location.url:
            pytest.skip("the test opens the file of the register")
        return location.path

    @property
    def views(self) -> Path:
        """The path of the views."""
        from dragoman.cli.folders import cache_folder
        from dragoman.projections.places import views_path

        [(identity,)] = self.selected("SELECT id FROM register")
        return views_path(cache_folder(), self.location, UUID(str(identity)))

    def events(self) -> list[tuple[Any, ...]]:
        """Return every row of the log as the register stores it."""
        return self.selected("SELECT * FROM events ORDER BY position")

    def selected(self, query: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query on the register, without Dragoman."""
        location = self.location
        if not location.url:
            return rows(location.path, query)
        import psycopg

        with psycopg.connect(location.url, options="-c search_path=dragoman") as connection:
            return connection.execute(query.encode()).fetchall()

    def _settings(self, now: str | None, env: Mapping[str, str] | None) -> dict[str, str]:
        return {"DRAGOMAN_NOW": now or self.now, "TZ": "UTC", **(env or {})}


def rows(database: Path, query: str) -> list[tuple[Any, ...]]:
    """Return the rows of a query on a SQLite file."""
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(query).fetchall()


def change(database: Path, *statements: str) -> None:
    """Change a SQLite file directly, without Dragoman."""
    with closing(sqlite3.connect(database)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def tamper(register: Path, *statements: str) -> None:
    """Change a register while its triggers are disabled."""
    with closing(sqlite3.connect(register)) as file, file:
        file.execute("BEGIN")
        triggers = file.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY rowid"
        ).fetchall()
        for name, _ in triggers:
            file.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            file.execute(statement)
        for _, trigger in triggers:
            file.execute(trigger)


def remove(database: Path) -> None:
    """Remove a SQLite file and its sidecar files."""
    for suffix in ("", "-wal", "-shm"):
        Path(f"{database}{suffix}").unlink(missing_ok=True)


def copy(database: Path, target: Path) -> None:
    """Copy a SQLite file, which may be in use, over ``target``."""
    remove(target)
    with closing(sqlite3.connect(database)) as one, closing(sqlite3.connect(target)) as other:
        one.backup(other)


def _raw(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content


def _reread(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read()


def _stream(encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding, newline="\n", write_through=True)


def _written(stream: io.TextIOWrapper) -> bytes:
    stream.flush()
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue()


if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    # If a shell runs the tests in the background, the tests and their commands would ignore Ctrl-C.
    signal.signal(signal.SIGINT, signal.default_int_handler)


def isolate(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    """Isolate a test from the user's settings, home, login name and current folder."""
    for name in list(os.environ):
        if name.startswith(("DRAGOMAN_", "XDG_")) or name in STRAY:
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(home))
    for folder in ("DATA", "CACHE", "CONFIG", "STATE"):
        monkeypatch.setenv(f"XDG_{folder}_HOME", str(home / folder.lower()))
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "officer")
    monkeypatch.chdir(home)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, register_url: str | None) -> Desk:
    """Return a new desk."""
    home = tmp_path / "home"
    home.mkdir()
    isolate(monkeypatch, home)
    if register_url:
        monkeypatch.setenv("DRAGOMAN_REGISTER", register_url)
    return Desk(home, monkeypatch)


@pytest.fixture(autouse=True)
def _no_database_is_left() -> Iterator[None]:
    """Remove the databases that a test has made, if the tests run on a server."""
    yield
    servers.clear()


@pytest.fixture
def register_url() -> str | None:
    """Return the URL of a new register on a server, or ``None`` if the tests run on files."""
    return servers.new_register(servers.BEGINNING) if servers.are_wanted() else None


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that runs the tests on a server instead of files."""
    parser.addoption("--server", action="store_true", help="run on a PostgreSQL server")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On a server, skip the tests that do not depend on where the register is."""
    if config.getoption("--server"):
        for item in items:
            if item.get_closest_marker("once"):
                item.add_marker(pytest.mark.skip("runs only on files"))


def pytest_configure(config: pytest.Config) -> None:
    """Choose the folder of the server, in the process that starts the tests."""
    if not hasattr(config, "workerinput"):
        servers.prepare()
    if config.getoption("--server"):
        os.environ[servers.WANTED] = "1"


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server, in the process that started the tests."""
    if not hasattr(config, "workerinput"):
        servers.stop()
