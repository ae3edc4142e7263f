"""Handle Ctrl-C during long work: stop between two steps, and say what is recorded.

Without this module, Python raises :class:`KeyboardInterrupt` at an arbitrary point. If that point
is in a callback of the garbage collector, Python swallows the exception, and the work continues.
"""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from types import FrameType
from typing import TYPE_CHECKING, Any, Self

from attrs import define, field

if TYPE_CHECKING:
    from dragoman.cli.session import Session

PATIENCE = 1.0
"""The number of seconds in which work normally reaches its next safe point."""


@define
class Interrupts:
    """A handler that holds a pending Ctrl-C until the next safe point.

    If the user presses Ctrl-C again :data:`PATIENCE` seconds or more after the first time, the
    handler interrupts the work at once. After an interrupt, the handler ignores Ctrl-C, so that the
    work can clean up. If the process ignored SIGINT from the start, it continues to ignore SIGINT.
    """

    _pressed: float | None = field(default=None, init=False)
    _before: Any = field(default=None, init=False)

    def __enter__(self) -> Self:
        # only the main thread may set signal handlers, and only the main thread receives signals
        main = threading.current_thread() is threading.main_thread()
        if main and signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
            self._before = signal.signal(signal.SIGINT, self._press)
        return self

    def __exit__(self, *_: object) -> None:
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)
            self._before = None

    def heed(self) -> None:
        """Raise :class:`KeyboardInterrupt` if Ctrl-C is pending; call this at safe points."""
        if self._pressed is not None:
            self._end()

    def _press(self, _signal: int, _frame: FrameType | None) -> None:
        now = monotonic()
        if self._pressed is not None and now - self._pressed >= PATIENCE:
            self._end()
        self._pressed = self._pressed or now

    def _end(self) -> None:
        self._pressed = None
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        raise KeyboardInterrupt


@contextmanager
def resumable(session: "Session", interrupts: Interrupts | None = None) -> Iterator[Interrupts]:
    """Run a ``with`` block that continues where it stopped if the user runs the command again.

    If the block stops after it has recorded something, print the position of the last event.
    """
    before = session.register().last_position()
    with interrupts or Interrupts() as interrupts:
        try:
            yield interrupts
        except BaseException as cause:
            last = session.register().last_position()
            if last == before:
                raise
            stays = f"stopped; everything up to event {last} is recorded; to continue, run the command again"
            if isinstance(cause, KeyboardInterrupt):
                raise KeyboardInterrupt(stays) from None
            session.output.notice(stays)
            raise
