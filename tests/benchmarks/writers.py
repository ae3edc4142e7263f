"""Writers in processes of their own: each repeats an act for a time, and says how long each took.

The processes are forked, so that they share what is loaded already. The contenders take turns: in
one round, all writers repeat one act, and then all repeat the other.
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import chain
from multiprocessing import get_context
from multiprocessing.connection import Connection
from statistics import median, quantiles
from time import perf_counter

from attrs import frozen

from tests.benchmarks.measure import seconds

Act = Callable[[], object]
Prepare = Callable[[], Mapping[str, Act]]
"""A function that a writer calls once; it returns the acts that the writer can repeat, by name."""


@frozen
class Round:
    """The times of all acts of one round, in seconds, by writer; and how long the round took."""

    times: Sequence[Sequence[float]]
    elapsed: float

    @property
    def rate(self) -> float:
        """The number of acts a second, of all writers."""
        return sum(map(len, self.times)) / self.elapsed


@frozen
class Rounds:
    """The rounds of one contender."""

    rounds: Sequence[Round]

    @property
    def interval(self) -> float:
        """The median time from one act to the next, of all writers, in seconds."""
        return 1 / median(one.rate for one in self.rounds)

    def percentile(self, percent: int, writers: slice) -> float:
        """Return the time within which this percentage of the acts of some writers was done."""
        taken = list(chain(*(chain(*one.times[writers]) for one in self.rounds)))
        return quantiles(taken, n=100, method="inclusive")[percent - 1]


@contextmanager
def writers(prepares: Sequence[Prepare]) -> Iterator[Sequence[Connection]]:
    """Start a process for each function, and wait until it is ready; stop them at the end."""
    context = get_context("fork")
    pipes, processes = [], []
    for prepare in prepares:
        pipe, end = context.Pipe()
        process = context.Process(target=_write, args=(prepare, end), daemon=True)
        process.start()
        end.close()
        pipes.append(pipe)
        processes.append(process)
    try:
        for pipe in pipes:
            pipe.recv()
        yield pipes
    finally:
        for pipe in pipes:
            with suppress(OSError):
                pipe.send(None)
        for process in processes:
            process.join(10)
            process.kill()


def _write(prepare: Prepare, pipe: Connection) -> None:
    """Repeat acts as the pipe says, until it says ``None``."""
    acts = prepare()
    pipe.send(None)
    while task := pipe.recv():
        name, duration = task
        end = perf_counter() + duration
        times = []
        while perf_counter() < end:
            times.append(seconds(acts[name]))
        pipe.send(times)
    os._exit(0)  # what this process has of the one that forked it is not to be closed


def in_turn(
    pipes: Sequence[Connection], names: Sequence[str], duration: float, rounds: int
) -> dict[str, Rounds]:
    """Let all writers repeat one act after the other; return the rounds after a warm-up, by act."""
    done: dict[str, list[Round]] = {name: [] for name in names}
    for number in range(rounds + 1):
        for name in names:
            found = _round(pipes, name, duration if number else min(duration, 1.0))
            done[name] += [found] if number else []
    return {name: Rounds(found) for name, found in done.items()}


def _round(pipes: Sequence[Connection], name: str, duration: float) -> Round:
    started = perf_counter()
    for pipe in pipes:
        pipe.send((name, duration))
    times = [pipe.recv() for pipe in pipes]
    return Round(times, perf_counter() - started)
