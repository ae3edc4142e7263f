"""A PostgreSQL server for the tests, started once for all of them if it is installed.

The first test that needs the server starts it, in a folder of its own and on a socket there; the
process that started the tests stops it. A test gets a database of its own.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from fcntl import LOCK_EX, flock
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from uuid import uuid4

import psycopg
import pytest

from dragoman.store import Location, create_register

FOLDER = "TESTS_SERVER_FOLDER"
"""The environment variable with the folder of the server, for all processes of the tests."""

WANTED = "TESTS_ON_SERVER"
"""The environment variable that is set if the tests run on the server."""

BEGINNING = "2026-01-15T08:00:00Z"
"""The time at which the register of a desk was created."""

PORT = 5433
TEMPLATE = "template_register"
OPTIONS = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=300",
    "shared_buffers=64MB",
    "listen_addresses=",
)


@cache
def programs() -> Path | None:
    """Return the folder with the programs of the server, or ``None`` if it is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    initdb = shutil.which("initdb")
    return Path(initdb).resolve().parent if initdb else None


def prepare() -> None:
    """Choose the folder of the server; the process that started the tests calls this."""
    if FOLDER not in os.environ:
        os.environ[FOLDER] = mkdtemp(prefix="dragoman-server-")


def stop() -> None:
    """Stop the server of the tests and remove its folder."""
    stop_in(Path(os.environ.pop(FOLDER)))


def stop_in(folder: Path) -> None:
    """Stop the server in a folder, if it runs, and remove the folder."""
    if (folder / "data/postmaster.pid").exists():
        halt(folder)
    shutil.rmtree(folder, ignore_errors=True)


def _as_owner(words: Sequence[str]) -> None:
    """Run a program of the server; the server refuses to run as root."""
    found = programs()
    assert found is not None
    drop = ("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups")
    command = [*(drop if os.geteuid() == 0 else ()), str(found / words[0]), *words[1:]]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")
    assert done.returncode == 0, done.stdout + done.stderr


def started() -> Path:
    """Return the folder of the running server; start the server if it does not run yet."""
    folder = Path(os.environ[FOLDER])
    with open(folder / "lock", "w") as lock:
        flock(lock, LOCK_EX)
        if not (folder / "ready").exists():
            start(folder, PORT)
            _make_template(folder)
            (folder / "ready").touch()
    return folder


@contextmanager
def alone() -> Iterator[None]:
    """Keep other processes of the tests out: the databases of a server share its roles."""
    with open(started() / "roles", "w") as lock:
        flock(lock, LOCK_EX)
        yield


def start(folder: Path, port: int, *options: str) -> None:
    """Create a server in a folder, and start it with its socket there."""
    folder.chmod(0o755)
    for parent in folder.parents:  # the server runs as another user
        if not parent.stat().st_mode & 0o001 and parent.stat().st_uid == os.geteuid():
            parent.chmod(parent.stat().st_mode | 0o011)
    data = folder / "data"
    data.mkdir()
    if os.geteuid() == 0:
        shutil.chown(data, "postgres", "postgres")
        shutil.chown(folder, "postgres", "postgres")
    initial = ("--auth=trust", "--username=postgres", "--encoding=UTF8", "--no-sync")
    _as_owner(["initdb", "-D", str(data), "--locale=C.UTF-8", *initial])
    wanted = [f"-c {one}" for one in (*OPTIONS, f"port={port}", *options)]
    _as_owner(
        [
            *("pg_ctl", "-D", str(data), "-l", str(data / "log"), "-w"),
            *("-o", f"-k {folder} {' '.join(wanted)}", "start"),
        ]
    )


def restart(folder: Path) -> None:
    """Restart a server; its clients lose their connections."""
    data = folder / "data"
    _as_owner(["pg_ctl", "-D", str(data), "-l", str(data / "log"), "-m", "fast", "-w", "restart"])


def halt(folder: Path) -> None:
    """Stop a server."""
    _as_owner(["pg_ctl", "-D", str(folder / "data"), "-m", "immediate", "-w", "stop"])


def _make_template(folder: Path) -> None:
    """Make the database from which the tests copy theirs: a register without an identity."""
    from dragoman.store.engines.postgresql.creating import script

    with connected(folder, "postgres") as connection:
        connection.execute(f"CREATE DATABASE {TEMPLATE}")
    with connected(folder, TEMPLATE) as connection:
        connection.execute(f"{script(test=True)}COMMIT".encode())


@contextmanager
def connected(folder: Path, database: str) -> Iterator["psycopg.Connection[tuple[object, ...]]"]:
    """Connect to a database as the administrator of the server."""
    wanted = f"host={folder} port={PORT} user=postgres dbname={database}"
    with psycopg.connect(wanted, autocommit=True) as connection:
        yield connection


def url(folder: Path, database: str, user: str = "postgres") -> str:
    """Return the URL of a database on the server."""
    return f"postgresql://{user}@/{database}?host={folder}&port={PORT}"


@contextmanager
def empty_database() -> Iterator[str]:
    """Yield the URL of a new, empty database; remove the database at the end."""
    folder, name = started(), f"t_{uuid4().hex}"
    with connected(folder, "postgres") as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    try:
        yield url(folder, name)
    finally:
        drop(url(folder, name))


def are_wanted() -> bool:
    """Return whether the tests run on a server instead of files."""
    return WANTED in os.environ


def new_place(path: Path, created_at: datetime) -> Location:
    """Return the location of a new register: the file at ``path``, or a database on the server."""
    if are_wanted():
        return Location.parse(new_register(created_at.isoformat()))
    create_register(path, created_at)
    return Location(path)


made: list[str] = []
"""The URLs of the databases that a test has made, and that are removed after the test."""

unused: list[str] = []
"""The URLs of databases in which a test has recorded nothing, for the next tests."""


def new_register(created_at: str, *, keep: bool = False) -> str:
    """Return the URL of a new register of a test; with ``keep``, it outlasts the test."""
    if unused and not keep:
        made.append(unused.pop())
        return made[-1]
    folder, name = started(), _copied(TEMPLATE, keep=keep)
    with connected(folder, name) as connection:
        connection.execute(
            "INSERT INTO dragoman.register VALUES (%s, 3, %s)", (uuid4(), created_at)
        )
        connection.execute("INSERT INTO dragoman.marks VALUES ('test', %s)", (created_at,))
    return url(folder, name)


def copied_register(location: Location) -> Location:
    """Return the location of a copy of a register, in a database of its own."""
    name = _copied(location.url.partition("@/")[2].partition("?")[0])
    return Location.parse(url(started(), name))


def _copied(template: str, *, keep: bool = False) -> str:
    name = f"t_{uuid4().hex}"
    if not keep:
        made.append(url(started(), name))
    with connected(started(), "postgres") as connection:
        connection.execute(
            f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy".encode()
        )
    return name


def keep() -> None:
    """Keep the databases made so far until the end of all tests."""
    made.clear()


def clear() -> None:
    """Remove the databases that a test has made."""
    while made:
        place = made.pop()
        if is_empty(place):
            unused.append(place)
        else:
            drop(place)


def is_empty(place: str) -> bool:
    """Return whether nothing was ever recorded in the register at a URL."""
    query = (
        "SELECT position, marks.value FROM dragoman.head, dragoman.marks"
        " WHERE NOT EXISTS (SELECT FROM dragoman.seals)"
    )
    with suppress(psycopg.Error), psycopg.connect(place) as connection:
        return connection.execute(query).fetchall() == [(0, BEGINNING)]
    return False


def drop(place: str) -> None:
    """Remove the database at a URL, even if somebody is still connected to it."""
    name = place.partition("@/")[2].partition("?")[0]
    with suppress(psycopg.Error), connected(started(), "postgres") as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def needed() -> None:
    """Skip a test if no server is installed."""
    if programs() is None:
        pytest.skip("PostgreSQL is not installed")
