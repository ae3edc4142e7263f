"""Ctrl-C while many steps are done."""

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
    """Something that can be forgotten."""


def press() -> None:
    """Press Ctrl-C."""
    os.kill(os.getpid(), signal.SIGINT)


def work() -> Iterator[int]:
    """Steps, in the second of which Ctrl-C is pressed."""
    with Interrupts() as interrupts:
        for step in range(5):
            interrupts.heed()
            yield step
            if step == 1:
                press()


def test_it_ends_between_two_steps() -> None:
    """The step in hand is done to its end."""
    done: list[int] = []
    with pytest.raises(KeyboardInterrupt):
        all(done.append(step) is None for step in work())
    assert done == [0, 1]


def test_it_is_heard_where_nothing_can_be_raised() -> None:
    """Pressed while something is being forgotten, it is heard when that is done."""
    one = Thing()
    kept = weakref.ref(one, lambda _: press())
    with Interrupts() as interrupts:
        del one
        assert kept() is None
        with pytest.raises(KeyboardInterrupt):
            interrupts.heed()


def test_pressed_again_it_acts_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who presses again does not wait for the end of a step; but no key bounces into it."""
    with Interrupts():
        press()
        press()
    monkeypatch.setattr("dragoman.cli.interrupts.PATIENCE", 0)
    with Interrupts():
        press()
        with pytest.raises(KeyboardInterrupt):
            press()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_nothing_interrupts_the_end() -> None:
    """Once it is heeded, what is told at the end is told."""
    with Interrupts() as interrupts:
        press()
        with pytest.raises(KeyboardInterrupt):
            interrupts.heed()
        press()
        press()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_afterwards_all_is_as_before() -> None:
    """With the work, the way to end it is over."""
    with Interrupts():
        assert signal.getsignal(signal.SIGINT) is not signal.default_int_handler
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_who_ignores_it_still_does() -> None:
    """A process that was started to go on in the background goes on."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with Interrupts() as interrupts:
            press()
            interrupts.heed()
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def test_other_threads_are_not_told() -> None:
    """Where signals cannot be had, the work is done all the same."""

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
        if name == "dragoman.cli.main":
            raise KeyboardInterrupt

sys.meta_path.insert(0, Pressed())
from dragoman.cli.start import main
main()
"""


def test_it_ends_the_start_in_a_line() -> None:
    """While the program is being loaded, there is nothing to trace back."""
    done = subprocess.run([sys.executable, "-c", EARLY], capture_output=True, check=False)
    assert done.returncode == 130
    assert done.stderr == b"dragoman: interrupted; nothing was recorded\n"
