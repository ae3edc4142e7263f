"""Run the user's own reader of press items: a program that proposes claims."""

import os
import signal
import sys
from collections.abc import Mapping
from contextlib import suppress
from subprocess import PIPE, Popen
from tempfile import TemporaryFile
from threading import Event, Thread, Timer
from typing import IO, TYPE_CHECKING, Any

from attrs import frozen

from dragoman.cli.settings import table_of
from dragoman.exchange import UsageError

if TYPE_CHECKING:
    from dragoman.exchange import Claim, Item, Mentions

LONGEST_WAIT = 120
"""The default time limit of a reader, in seconds."""

_TABLE = "reader"
_KEYS = ("command", "share", "timeout")


@frozen
class OwnReader:
    """The reader that ``config.toml`` names: its command, and what it may see.

    ``shares`` says whether the request contains names from the register; ``seconds`` is the time
    limit.
    """

    command: tuple[str, ...]
    shares: bool = False
    seconds: float = LONGEST_WAIT

    @property
    def name(self) -> str:
        """The name of the reader in its claims: the name of the program, without the folder."""
        return self.command[0].replace("\\", "/").rpartition("/")[2]

    @classmethod
    def of(cls, table: object) -> "OwnReader":
        """Return the reader of the table ``[reader]``. Raises :class:`UsageError`."""
        if not isinstance(table, dict):
            raise UsageError(f"config.toml: {_TABLE} must be a table: [reader]")
        for name in table.keys() - set(_KEYS):
            raise UsageError(f"config.toml: unknown setting reader.{name}; use {', '.join(_KEYS)}")
        command = table.get("command")
        if not (isinstance(command, list) and command and all(map(_is_word, command))):
            raise UsageError('config.toml: reader.command must be a list: ["my-reader", "--fast"]')
        shares, seconds = table.get("share", False), table.get("timeout", LONGEST_WAIT)
        if not isinstance(shares, bool):
            raise UsageError("config.toml: reader.share must be true or false")
        if isinstance(seconds, bool) or not isinstance(seconds, int | float) or seconds <= 0:
            raise UsageError("config.toml: reader.timeout must be a number of seconds")
        return cls(tuple(command), shares, float(seconds))

    def claims(
        self, item: "Item", mentions: "Mentions", known: Mapping[str, Any] | None
    ) -> "list[Claim]":
        """Run the program on an item, and return its claims. Raises :class:`UsageError`."""
        from dragoman.exchange import UnreadableAnswer, reader_claims, reader_request

        answer = self._answer(reader_request(item, known))
        try:
            return reader_claims(answer, mentions, self.name)
        except UnreadableAnswer as error:
            raise self._failure(str(error)) from error

    def _answer(self, request: bytes) -> bytes:
        from dragoman.exchange import LARGEST_ANSWER

        with TemporaryFile() as errors:
            try:
                process = Popen(
                    self.command, stdin=PIPE, stdout=PIPE, stderr=errors, start_new_session=True
                )
            except (OSError, ValueError) as error:
                cause = getattr(error, "strerror", None) or error
                raise self._failure(f"it cannot be started ({cause})") from error
            answer, is_late = _talk(process, request, self.seconds, LARGEST_ANSWER + 1)
            if is_late:
                raise self._failure(f"it did not answer in {self.seconds:g} seconds")
            if process.returncode and len(answer) <= LARGEST_ANSWER:
                raise self._failure(f"it exited with code {process.returncode}{_last_line(errors)}")
            return answer

    def _failure(self, problem: str) -> UsageError:
        return UsageError(
            f"the reader {self.name!r} failed: {problem}; to read without it, add --rules-only"
        )


def _is_word(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def _talk(process: "Popen[bytes]", request: bytes, seconds: float, most: int) -> tuple[bytes, bool]:
    """Write a request to a process; return up to ``most`` bytes of its answer, and if it is late.

    The process never outlives this function.
    """
    late = Event()

    def stop() -> None:
        late.set()
        _kill(process)

    timer = Timer(seconds, stop)
    writer = Thread(target=_write, args=(process, request), daemon=True)
    try:
        timer.start()
        writer.start()
        assert process.stdout
        answer = process.stdout.read(most)
        if len(answer) < most:
            process.wait()
        return answer, late.is_set()
    finally:
        timer.cancel()
        _kill(process)
        process.wait()


def _write(process: "Popen[bytes]", request: bytes) -> None:
    assert process.stdin
    with suppress(OSError), process.stdin:  # a program need not read its input
        process.stdin.write(request)


def _kill(process: "Popen[bytes]") -> None:
    """Stop a process and the processes that it started."""
    if process.poll() is None:
        with suppress(OSError):
            _kill_group(process)


def _kill_group(process: "Popen[bytes]") -> None:
    if sys.platform == "win32":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)


def _last_line(errors: IO[bytes]) -> str:
    """Return the last line that a program wrote on stderr, as the end of a message."""
    errors.seek(0)
    lines = errors.read(1_000_000).decode("utf-8", "replace").strip().splitlines()
    return f": {lines[-1][:200]}" if lines else ""


def own_reader() -> OwnReader | None:
    """Return the reader in ``config.toml``, or ``None`` if it names none."""
    table = table_of(_TABLE)
    return None if table is None else OwnReader.of(table)
