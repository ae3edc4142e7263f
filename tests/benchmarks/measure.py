"""Measuring: run two functions in turn and compare their median times; measure peak memory."""

import os
import re
import resource
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter

from attrs import frozen


@frozen
class Ratio:
    """A measured value of Dragoman, the baseline value, and the target for their ratio."""

    name: str
    ours: float
    plain: float
    bound: str

    @property
    def value(self) -> float:
        """The ratio."""
        return self.ours / self.plain

    @property
    def is_reached(self) -> bool | None:
        """Whether the ratio is within its target; ``None`` without a target."""
        return self.value <= float(self.bound.removeprefix("at most ")) if self.bound else None

    @property
    def row(self) -> str:
        """Return the ratio as a row of the table."""
        reached = {None: "", True: "reached", False: "not reached"}[self.is_reached]
        return (
            f"{self.name:<66} {self.ours * 1e3:>11.1f} {self.plain * 1e3:>10.1f}"
            f" {self.value:>7.2f}  {self.bound:<12} {reached}"
        ).rstrip()


HEAD = f"{'':<66} {'ours, ms':>11} {'plain, ms':>10} {'ratio':>7}  wanted"


def seconds(work: Callable[[], object]) -> float:
    """Return the time that ``work`` takes, in seconds."""
    started = perf_counter()
    work()
    return perf_counter() - started


def cpu_seconds(command: Sequence[str], environment: Mapping[str, str]) -> float:
    """Return the CPU time of a command, including all processes that the command starts."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, env={**os.environ, **environment}, capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def compared(
    name: str, ours: Callable[[], object], plain: Callable[[], object], bound: str, rounds: int = 5
) -> Ratio:
    """Run two functions in turn after one warm-up round; return the median time of each."""
    pairs = [(seconds(ours), seconds(plain)) for _ in range(rounds + 1)][1:]
    return Ratio(name, median(a for a, _ in pairs), median(b for _, b in pairs), bound)


def peak_memory(work: str) -> float:
    """Return the peak memory in MB of a separate process that runs the Python code ``work``."""
    code = f"{work}\nfrom tests.benchmarks.measure import print_peak\nprint_peak()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return float(done.stdout)


def print_peak() -> None:
    """Print the peak memory of this program, in MB.

    The function does not use getrusage(2), which also counts memory from before the program
    started.
    """
    status = Path("/proc/self/status")
    if status.exists():
        print(int(re.findall(r"VmHWM:\s+(\d+) kB", status.read_text())[0]) / 1024)
    else:
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
