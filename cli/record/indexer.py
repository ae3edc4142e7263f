"""Update the search index in a second process while an import records."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from subprocess import DEVNULL, PIPE, Popen

from attrs import define, field

from dragoman.cli.progress import told
from dragoman.cli.session import Session
from dragoman.projections import follower

ENOUGH = 2_000
"""The minimum number of events for which a second process is worthwhile."""


@define
class Indexer:
    """The indexing process, which starts as soon as the import has recorded enough events.

    If the process fails or somebody stops it, the next search updates the index.
    """

    session: Session
    _process: "Popen[bytes] | None" = field(default=None, init=False)

    def follow(self, events: int) -> None:
        """Tell the process to update the index, if there are enough events; do not wait."""
        if events >= ENOUGH and self.session.keeps_views:
            self._write(follower.MORE)

    def finish(self, events: int) -> None:
        """Wait until the index is up to date, or until somebody presses Ctrl-C."""
        if events >= ENOUGH and self.session.keeps_views:
            self._write(follower.LAST)
            with suppress(KeyboardInterrupt), told(self.session.output, follower.TASK) as tell:
                for line in self._lines():
                    done, total = line.split()
                    tell(int(done), int(total))

    def _write(self, line: bytes) -> None:
        with suppress(OSError):
            self._process = self._process or self._started()
            assert self._process.stdin is not None
            self._process.stdin.write(line)

    def _started(self) -> "Popen[bytes]":
        files = map(str, (self.session.location, self.session.views().path))
        return Popen(
            (*follower.COMMAND, *files),
            bufsize=0,
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL,
            start_new_session=True,  # Ctrl-C is for the import alone
        )

    def _lines(self) -> Iterator[bytes]:
        """Yield the lines that the process prints until it ends."""
        if self._process and self._process.stdin and self._process.stdout:
            self._process.stdin.close()
            yield from self._process.stdout

    def stop(self) -> None:
        """Stop the process."""
        if self._process is not None:
            self._process.kill()
            with self._process:
                pass


@contextmanager
def indexing(session: Session) -> Iterator[Indexer]:
    """Yield an indexer; stop its process at the end of the ``with`` block."""
    indexer = Indexer(session)
    try:
        yield indexer
    finally:
        indexer.stop()
