"""Lines of a text file, with a maximum length."""

import io
import os
from collections import deque
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

from dragoman.exchange.tables.encodings import UNFIT, Encoding
from dragoman.exchange.usage_error import UsageError

LONGEST_ROW = 4 * 1024 * 1024
"""The maximum length of a row, in characters."""

LONGEST_LINE = 64 * 1024 * 1024
"""The number of characters after which Dragoman no longer looks for the end of a line."""


class TooLong(Exception):
    """Raised if a row is too long to read."""

    def __str__(self) -> str:
        return f"the line has more than {LONGEST_ROW:,} characters"


class Endless(TooLong):
    """Raised if a line is so long that the reader stops before its end."""

    def __str__(self) -> str:
        return "the line does not end; nothing after it was read"


class Lines(AbstractContextManager["Lines"]):
    """An iterator over the lines of a file; it can go back to the second line of a row.

    :attr:`taken` has the lines read since :meth:`begin`. :meth:`again` puts all of these lines but
    the first back into the iterator.
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
        """The number of the row's first line."""
        self._length = 0

    @property
    def done(self) -> int:
        """The number of bytes read so far."""
        return self.size if self._raw.closed else self._raw.tell()

    def begin(self) -> None:
        """Begin a new row at the next line."""
        self.line += len(self.taken)
        self.taken = []
        self._length = 0

    def again(self) -> None:
        """End the row after its first line; the iterator then yields the other lines again."""
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
        """Skip to the end of a line that is too long. Raises :class:`Endless`."""
        length = len(line)
        while line and not line.endswith(("\n", "\r")):
            if length > LONGEST_LINE:
                raise Endless
            line = self._text.readline(LONGEST_ROW)
            length += len(line)

    def __exit__(self, *_: object) -> None:
        self._text.close()
