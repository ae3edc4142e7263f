"""The time to read the newest engagements of a large register, compared with a small register."""

import os
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from pathlib import Path

from dragoman.cli.run import run as dragoman
from tests.benchmarks.material import register_of
from tests.benchmarks.measure import Ratio, compared

SMALL, LARGE = 1_000, 100_000
ROUNDS = 15


def run(folder: Path) -> Iterator[Ratio]:
    """Return the times for a large register divided by the times for a small register.

    All times come from one process.
    """
    os.environ |= {"XDG_CACHE_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    for size in (SMALL, LARGE):
        register_of(folder / f"{size}.db", size)
        timeline(folder, size)()
    asked = {
        (): "at most 1.3",
        ("--as-of", "{half}"): "at most 1.3",
        ("--party", "IQ"): "",
        ("--between", "AZ", "IQ"): "",
    }
    for words, bound in asked.items():
        name = f"timeline --limit 50 {' '.join(words)} at {LARGE:,} events, at {SMALL:,}"
        ours, plain = (timeline(folder, size, *words) for size in (LARGE, SMALL))
        yield compared(name, ours, plain, bound, rounds=ROUNDS)


def timeline(folder: Path, size: int, *words: str) -> Callable[[], object]:
    """Return a function that reads the newest engagements of a register with ``size`` events."""
    options = [word.format(half=size // 2) for word in words]
    command = ["--register", str(folder / f"{size}.db"), "timeline", "--limit", "50", *options]

    def once() -> None:
        with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere):
            assert dragoman(command) == 0

    return once
