"""Commands without start-up time, forked from a process that has already loaded the program.

A command takes about a second, mostly to load the program. Many tests need a command in a separate
process, to check its streams, exit code, terminal or locks, or to kill it, but do not check how the
interpreter starts. These tests fork the command from a warm process. The forked process has its own
streams, environment, current folder and (at a terminal) session. At its end, the process does all
that an interpreter does, except clear the memory of the program, which takes longer than most
commands. ``Desk.command``, ``Desk.start`` and ``Desk.words`` start the real command.
"""

import atexit
import gc
import io
import marshal
import os
import pkgutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from functools import cache
from importlib import import_module
from pathlib import Path
from select import select
from tempfile import TemporaryDirectory
from typing import NoReturn, Self

from attrs import define, field, frozen

from tests.speed import remember

EXAMPLE = str(Path(__file__).parents[1] / "docs" / "examples" / "baghdad-2025.yaml")

HEAD = 8
"""The number of bytes that give the length of a request; the streams arrive with these bytes."""

CLIENT = """\
#!{python} -IS
import marshal, os, socket, sys
warm = socket.socket(socket.AF_UNIX)
warm.connect({address!r})
request = marshal.dumps((sys.argv[1:], dict(os.environ), os.getcwd(), False))
socket.send_fds(warm, [len(request).to_bytes({head})], [0, 1, 2])
warm.sendall(request)
answer = warm.makefile("rb")
answer.readline()
sys.exit(int(answer.readline()))
"""
"""The script of a shell command that passes its streams to a forked process."""


@frozen
class Running:
    """A forked command, which may still be running."""

    pid: int
    _warm: socket.socket = field(repr=False)

    def wait(self, timeout: float | None = None) -> int:
        """Return the exit code of the command; the code is negative if a signal ended the command.

        Raises :class:`TimeoutError` after ``timeout`` seconds.
        """
        if not select([self._warm], [], [], timeout)[0]:
            raise TimeoutError(f"process {self.pid} has not ended")
        with self._warm.makefile("rb") as answer:
            return int(answer.readline())

    def kill(self) -> None:
        """Kill the command if it is still running."""
        try:
            os.kill(self.pid, signal.SIGKILL)
        except ProcessLookupError:
            return


@define
class Warm:
    """A process that has loaded the program and forks commands until its parent process ends."""

    folder: TemporaryDirectory[str]
    _alive: int = field(init=False)
    _process: "subprocess.Popen[bytes]" = field(init=False)

    def __attrs_post_init__(self) -> None:
        reads, self._alive = os.pipe()
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(self.address)
            listening.listen(64)
            words = [sys.executable, "-m", "tests.warm", str(listening.fileno()), str(reads)]
            root = Path(__file__).parents[1]
            self._process = subprocess.Popen(
                words, cwd=root, stdin=subprocess.DEVNULL, pass_fds=(listening.fileno(), reads)
            )
        os.close(reads)

    @property
    def address(self) -> str:
        """The path of the socket that the warm process listens on."""
        return str(Path(self.folder.name) / "warm")

    def start(
        self,
        words: Sequence[str],
        streams: tuple[int, int, int],
        env: Mapping[str, str],
        at_terminal: bool = False,
    ) -> Running:
        """Start a command in the current folder with three open streams."""
        request = marshal.dumps((list(words), dict(env), os.getcwd(), at_terminal))
        warm = socket.socket(socket.AF_UNIX)
        warm.connect(self.address)
        socket.send_fds(warm, [len(request).to_bytes(HEAD)], streams)
        warm.sendall(request)
        pid = b""
        while not pid.endswith(b"\n"):
            pid += warm.recv(1)
        return Running(int(pid), warm)

    def script(self, path: Path) -> None:
        """Write a script to ``path`` that a shell can run instead of the real command."""
        path.write_text(CLIENT.format(python=sys.executable, address=self.address, head=HEAD))
        path.chmod(0o755)


@cache
def warm() -> Warm:
    """Return the warm process of this process; the first call starts the warm process."""
    return Warm(TemporaryDirectory(prefix="warm-"))


# --- In the warm process -------------------------------------------------------------------------


@frozen
class Request:
    """A request to run a command: its arguments, environment, folder and streams."""

    words: list[str]
    env: dict[str, str]
    folder: str
    at_terminal: bool
    streams: list[int]

    @classmethod
    def read(cls, asking: socket.socket) -> Self:
        """Read a request from the socket."""
        head, streams, _, _ = socket.recv_fds(asking, HEAD, 3)
        with asking.makefile("rb") as stream:
            return cls(*marshal.loads(stream.read(int.from_bytes(head))), streams)

    def take_over(self) -> None:
        """Give this process the streams, environment, folder and arguments of the request."""
        for number, stream in enumerate(self.streams):
            os.dup2(stream, number)
            os.close(stream)
        if self.at_terminal:
            import fcntl
            import termios

            os.setsid()
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)
        os.environ.clear()
        os.environ.update(self.env)
        os.chdir(self.folder)
        sys.argv = ["dragoman", *self.words]
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stderr = open(2, "w", 1, encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115
        signal.signal(signal.SIGINT, signal.default_int_handler)


def load() -> None:
    """Load the program and all modules that its commands load later."""
    for name in ("cli", "exchange", "projections", "store", "domain"):
        for module in pkgutil.walk_packages(
            import_module(f"dragoman.{name}").__path__, f"dragoman.{name}."
        ):
            import_module(module.name)
    for name in ("rich.progress", "ruamel.yaml"):
        import_module(name)
    remember()
    from scripts.generate_reference import commands

    for _, command in commands():
        command.assemble_argument_collection()
    practise()
    gc.freeze()


PRACTICE = (
    ("record", EXAMPLE),
    ("meeting", "hold", "--title", "T", "--party", "AZ", "--party", "IQ", "--occurred", "2025"),
    ("timeline",),
    ("show", "M-1", "--json"),
)


def practise() -> None:
    """Run some commands in an empty home, because the first run of a command takes far longer."""
    from dragoman.cli.run import run

    before, out = os.environ.copy(), io.TextIOWrapper(io.BytesIO(), "utf-8")
    with (
        TemporaryDirectory(prefix="practice-") as home,
        redirect_stdout(out),
        redirect_stderr(out),
    ):
        os.environ.clear()
        os.environ.update({"HOME": home, "USER": "officer", "DRAGOMAN_REGISTER": f"{home}/r.db"})
        for words in PRACTICE:
            assert run(words) == 0, words
    os.environ.clear()
    os.environ.update(before)


def serve(listening: socket.socket, alive: int) -> Request:
    """Fork a process for each request, and return the request in that process.

    The warm process ends when its parent process has ended.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while alive not in select([listening, alive], [], [])[0]:
        asking, _ = listening.accept()
        with asking:
            if os.fork() == 0:
                listening.close()
                os.close(alive)
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                request = Request.read(asking)
                if (pid := os.fork()) == 0:
                    return request
                see_to(pid, asking, request)
    sys.exit()


def see_to(pid: int, asking: socket.socket, request: Request) -> NoReturn:
    """Send the process id of the forked command to the client, and later the exit code."""
    for stream in (0, 1, 2, *request.streams):
        os.close(stream)
    asking.sendall(b"%d\n" % pid)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    try:
        asking.sendall(b"%d\n" % code)
    finally:
        os._exit(0)


def end(code: int) -> None:
    """End this process as the interpreter does, but do not clear the memory of the program.

    If the interpreter has an error to report, the function returns, so that it does report it.
    """
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    gc.collect()
    try:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
    except (OSError, ValueError):
        return
    os._exit(code)


if __name__ == "__main__":
    load()
    serve(socket.socket(fileno=int(sys.argv[1])), int(sys.argv[2])).take_over()
    from dragoman.cli.run import main

    try:
        main()
    except SystemExit as done:
        if isinstance(done.code, int):
            end(done.code)
        raise
