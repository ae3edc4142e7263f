"""Measuring: two things in turn, and the ratio of their medians."""

from collections.abc import Callable
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
