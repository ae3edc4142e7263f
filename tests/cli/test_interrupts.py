"""Ctrl-C during work that has many steps."""

import os
import signal
import subprocess
import sys
import threading
import weakref
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from dragoman.cli.interrupts import Interrupts


class Thing:
    """An object that can be garbage-collected."""


def press() -> None:
    """Press Ctrl-C."""
    os.kill(os.getpid(), signal.SIGINT)


def work() -> Iterator[int]:
    """Run steps, and press Ctrl-C during the second step."""
    with Interrupts() as interrupts:
        for step in range(5):
            interrupts.heed()
            yield step
            if step == 1:
                press()


def test_ctrl_c_ends_between_two_steps() -> None:
    """After Ctrl-C, the program finishes the current step and then stops."""
    done: list[int] = []
    with pytest.raises(KeyboardInterrupt):
        all(done.append(step) is None for step in work())
    assert done == [0, 1]


def test_ctrl_c_during_garbage_collection_is_kept() -> None:
    """Ctrl-C during garbage collection takes effect after the garbage collection.

    Python discards exceptions that are raised during garbage collection.
    """
    thing = Thing()
    kept = weakref.ref(thing, lambda _: press())
    with Interrupts() as interrupts:
        del thing
        assert kept() is None
        with pytest.raises(KeyboardInterrupt):
            interrupts.heed()


def test_a_second_ctrl_c_acts_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second Ctrl-C stops the program at once.

    Dragoman ignores a second Ctrl-C within moments of the first, because the key may bounce.
    """
    with Interrupts():
        press()
        press()
    monkeypatch.setattr("dragoman.cli.interrupts.PATIENCE", 0)
    with Interrupts():
        press()
        with pytest.raises(KeyboardInterrupt):
            press()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_ctrl_c_does_not_interrupt_the_last_message() -> None:
    with Interrupts() as interrupts:
        press()
        with pytest.raises(KeyboardInterrupt):
            interrupts.heed()
        press()
        press()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_the_signal_handler_is_restored_after_the_work() -> None:
    with Interrupts():
        assert signal.getsignal(signal.SIGINT) is not signal.default_int_handler
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_process_that_ignores_ctrl_c_goes_on() -> None:
    """If the process ignores Ctrl-C, as background processes do, the work goes on."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with Interrupts() as interrupts:
            press()
            interrupts.heed()
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def test_work_in_another_thread_is_done_without_signals() -> None:
    """Work outside the main thread ignores Ctrl-C.

    Only the main thread can handle signals.
    """

    def steps() -> bool:
        with Interrupts() as interrupts:
            interrupts.heed()
        return threading.current_thread() is not threading.main_thread()

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(steps).result()


EARLY = """
import sys

class Pressed:
    def find_spec(self, name, *_):
        if name == "dragoman.cli.run":
            raise KeyboardInterrupt

sys.meta_path.insert(0, Pressed())
from dragoman.cli.start import main
main()
"""


def test_ctrl_c_during_start_up_prints_one_line() -> None:
    """Ctrl-C while the program loads prints one line and no traceback."""
    done = subprocess.run([sys.executable, "-c", EARLY], capture_output=True, check=False)
    assert done.returncode == 130
    assert done.stderr == b"dragoman: interrupted; nothing was recorded\n"
