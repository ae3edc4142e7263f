"""Commands on a pseudo-terminal, with input that a test types as a person would."""

import os
import pty
import re
import select
import signal
import time
from collections.abc import Mapping, Sequence

from attrs import define, field

from tests.warm import Running, warm

PATIENCE = 30.0
"""The longest time to wait for output, in seconds."""


_PROMPT = re.compile(r"[^\r\n]*[?)\]] \Z")
"""A pattern for a line on which the command waits for an answer."""

KIND = {"COLUMNS": "100", "TERM": "xterm"}
"""Environment variables that describe the terminal."""


@define
class Terminal:
    """A command on a pseudo-terminal; ``seen`` is everything that the command has printed."""

    pid: int
    fd: int
    seen: str = ""
    _read_up_to: int = field(default=0)
    _running: Running | None = field(default=None)

    def until(self, words: str) -> str:
        """Wait until the command prints ``words``; return the output since the last wait."""
        deadline = time.monotonic() + PATIENCE
        while words not in self.seen[self._read_up_to :]:
            if time.monotonic() > deadline or not self._read():
                raise AssertionError(f"{words!r} never came; seen: {self.seen!r}")
        start = self._read_up_to
        self._read_up_to = self.seen.index(words, start) + len(words)
        return self.seen[start : self._read_up_to]

    def prompt(self) -> str | None:
        """Wait until the command asks a question; return the question, or ``None`` at the end."""
        while not (found := _PROMPT.search(self.seen, self._read_up_to)):
            if not self._read():
                return None
        self._read_up_to = len(self.seen)
        return found[0]

    def type(self, line: str) -> None:
        """Type a line and press Enter."""
        os.write(self.fd, line.encode() + b"\r")

    def press(self, key: str) -> None:
        """Press Ctrl-C or Ctrl-D after a pause that lets the command start waiting for input."""
        time.sleep(0.2)
        os.write(self.fd, {"Ctrl-C": b"\x03", "Ctrl-D": b"\x04"}[key])

    def end(self) -> int:
        """Wait until the command ends; return the exit code."""
        while self._read():
            pass
        os.close(self.fd)
        if self._running:
            return self._running.wait(PATIENCE)
        _, status = os.waitpid(self.pid, 0)
        return os.waitstatus_to_exitcode(status)

    def _read(self) -> bool:
        ready, _, _ = select.select([self.fd], [], [], PATIENCE)
        if not ready:
            os.kill(self.pid, signal.SIGKILL)
            raise AssertionError(f"nothing more came; seen: {self.seen!r}")
        try:
            chunk = os.read(self.fd, 65536)
        except OSError:  # the command has closed its end
            return False
        self.seen += chunk.decode("utf-8", "replace")
        return bool(chunk)


def at_terminal(words: Sequence[str], env: Mapping[str, str]) -> Terminal:
    """Start a command on a pseudo-terminal of 100 columns."""
    pid, fd = pty.fork()
    if pid == 0:
        os.execvpe(words[0], list(words), {**env, **KIND})
    return Terminal(pid, fd)


def forked_at_terminal(words: Sequence[str], env: Mapping[str, str]) -> Terminal:
    """Start a forked ``dragoman`` with these words on a pseudo-terminal (see ``tests.warm``)."""
    fd, other = pty.openpty()
    running = warm().start(words, (other, other, other), {**env, **KIND}, at_terminal=True)
    os.close(other)
    return Terminal(running.pid, fd, running=running)
