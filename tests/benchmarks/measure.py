"""Measuring: two things in turn, and the ratio of their medians; and what memory a thing takes."""

import re
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

from attrs import frozen


@frozen
class Ratio:
    """What was measured: ours against the plain thing, in seconds, with the wanted bound."""

    name: str
    ours: float
    plain: float
    bound: str

    @property
    def row(self) -> str:
        """A row of the table."""
        return (
            f"{self.name:<58} {self.ours * 1e3:>10.1f} {self.plain * 1e3:>10.1f}"
            f" {self.ours / self.plain:>7.2f}  {self.bound}"
        )


HEAD = f"{'':<58} {'ours, ms':>10} {'plain, ms':>10} {'ratio':>7}  wanted"


def seconds(work: Callable[[], object]) -> float:
    """How long ``work`` takes."""
    started = perf_counter()
    work()
    return perf_counter() - started


def compared(
    name: str, ours: Callable[[], object], plain: Callable[[], object], bound: str, rounds: int = 5
) -> Ratio:
    """The medians of both, taken in turn after one round that does not count."""
    pairs = [(seconds(ours), seconds(plain)) for _ in range(rounds + 1)][1:]
    return Ratio(name, median(a for a, _ in pairs), median(b for _, b in pairs), bound)


def peak_memory(work: str) -> float:
    """The most memory that a process of its own takes for ``work``, which is Python, in MB."""
    code = f"{work}\nfrom tests.benchmarks.measure import tell_peak\ntell_peak()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return float(done.stdout)


def tell_peak() -> None:
    """Print the most memory that this program had, in MB.

    What the process had before it became this program counts in getrusage(2), and not here.
    """
    status = Path("/proc/self/status")
    if status.exists():
        print(int(re.findall(r"VmHWM:\s+(\d+) kB", status.read_text())[0]) / 1024)
    else:
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
