"""Lines of a file of text: one after the other, none of them without end."""

import io
import os
from collections import deque
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

from dragoman.exchange.faults import UsageError
from dragoman.exchange.tables.encodings import UNFIT, Encoding

LONGEST_ROW = 4 * 1024 * 1024
"""Characters of the longest row that is held in memory."""

LONGEST_LINE = 64 * 1024 * 1024
"""Characters after which no end of a line is looked for any more."""


class TooLong(Exception):
    """A row is longer than any that is read."""

    def __str__(self) -> str:
        return f"the line has more than {LONGEST_ROW:,} characters"


class Endless(TooLong):
    """A line goes on and on: nothing after it is read."""

    def __str__(self) -> str:
        return "the line goes on without end; nothing after it was read"


class Lines(AbstractContextManager["Lines"]):
    """The lines of a file, as an iterator that can begin a row once more.

    :attr:`taken` are the lines since :meth:`begin`; :meth:`again` gives back all but the first.
    """

    def __init__(self, path: Path, encoding: Encoding) -> None:
        try:
            self._raw = path.open("rb")
        except OSError as error:
            raise UsageError(f"{path}: {error.strerror}") from error
        self.size = os.fstat(self._raw.fileno()).st_size
        self._text = io.TextIOWrapper(self._raw, encoding.name, UNFIT, newline="")
        self._again: deque[str] = deque()
        self.taken: list[str] = []
        self.line = 1
        """The line at which the row begins."""
        self._length = 0

    @property
    def done(self) -> int:
        """Bytes read so far."""
        return self.size if self._raw.closed else self._raw.tell()

    def begin(self) -> None:
        """Begin a row where the last one ended."""
        self.line += len(self.taken)
        self.taken = []
        self._length = 0

    def again(self) -> None:
        """End the row after its first line, and give back the others."""
        self._again.extendleft(reversed(self.taken[1:]))
        del self.taken[1:]

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else self._text.readline(LONGEST_ROW)
        if not line:
            raise StopIteration
        self.taken.append(line)
        self._length += len(line)
        if self._length >= LONGEST_ROW:
            if len(self.taken) == 1:
                self._skip(line)
            raise TooLong
        return line

    def _skip(self, line: str) -> None:
        """Read on to the end of a line that is too long. Raises :class:`Endless`."""
        length = len(line)
        while line and not line.endswith(("\n", "\r")):
            if length > LONGEST_LINE:
                raise Endless
            line = self._text.readline(LONGEST_ROW)
            length += len(line)

    def __exit__(self, *_: object) -> None:
        self._text.close()
