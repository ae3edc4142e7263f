"""Work of many steps that is broken off: Ctrl-C ends it between two of them, and what stays is told.

The interpreter raises :class:`KeyboardInterrupt` wherever it happens to be. In a callback of its
garbage collector nobody hears it, and the work goes on as if nobody had asked.
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
"""Seconds in which work heeds that Ctrl-C was pressed, as a rule."""


@define
class Interrupts:
    """Remembers that Ctrl-C was pressed until the work heeds it.

    Pressed again when that has not come to pass, it acts at once. Once it is heeded, nothing
    interrupts what is done to end well. Where the process was told to ignore it, it still does.
    """

    _pressed: float | None = field(default=None, init=False)
    _before: Any = field(default=None, init=False)

    def __enter__(self) -> Self:
        # only the main thread may say who is told of signals, and only it is told
        main = threading.current_thread() is threading.main_thread()
        if main and signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
            self._before = signal.signal(signal.SIGINT, self._press)
        return self

    def __exit__(self, *_: object) -> None:
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)
            self._before = None

    def heed(self) -> None:
        """Raise :class:`KeyboardInterrupt` if Ctrl-C was pressed since it was last heeded."""
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
    """Work on the register that goes on where it was when it is run again.

    When it is broken off after something was recorded, what stays is told.
    """
    before = session.register().last_position()
    with interrupts or Interrupts() as interrupts:
        try:
            yield interrupts
        except BaseException as broken:
            last = session.register().last_position()
            if last == before:
                raise
            stays = f"broken off; what was recorded up to event {last} stays; run it again to go on"
            if isinstance(broken, KeyboardInterrupt):
                raise KeyboardInterrupt(stays) from None
            session.output.notice(stays)
            raise
