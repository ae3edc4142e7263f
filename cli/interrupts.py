"""Ctrl-C during work that has many steps: stop between two steps, and say what was recorded.

The interpreter raises :class:`KeyboardInterrupt` at an arbitrary point. In a callback of the
garbage collector, Python would swallow the exception, and the work would continue.
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
"""The number of seconds within which work normally reaches its next safe point."""


@define
class Interrupts:
    """Holds a pending Ctrl-C until the next safe point.

    A second Ctrl-C after :data:`PATIENCE` seconds interrupts at once. After an interrupt, this
    class ignores further interrupts, so that the work can clean up. If the process ignored SIGINT
    when it started, the process goes on ignoring SIGINT.
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
        """Raise :class:`KeyboardInterrupt` if Ctrl-C was pressed; call this at safe points."""
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
    """Guard work that can run again and then continues where the first run stopped.

    If the work stops after recording something, print the last event that was recorded.
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
