"""Run all benchmarks, or some by name: ``python -m tests.benchmarks recording reading``.

The benchmark ``million`` imports a million rows. It takes most of an hour, so it runs only by name.
The benchmarks ``serving`` (it starts a PostgreSQL server) and ``sites`` also run only by name.
by name.
"""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks import (
    building,
    documents,
    importing,
    intake,
    peers,
    reading,
    recording,
    reporting,
    searching,
    serving,
    sites,
    starting,
    verifying,
)
from tests.benchmarks.measure import HEAD, Ratio

BENCHMARKS: dict[str, Callable[[Path], Iterator[Ratio]]] = {
    "recording": recording.run,
    "importing": importing.run,
    "building": building.run,
    "documents": documents.run,
    "starting": starting.run,
    "reading": reading.run,
    "searching": searching.run,
    "reporting": reporting.run,
    "verifying": verifying.run,
    "intake": intake.run,
    "peers": peers.run,
    "million": importing.run_million,
    "serving": serving.run,
    "sites": sites.run,
}
BY_NAME = ("million", "serving", "sites")
"""The benchmarks that run only if you name them."""


def main(names: list[str]) -> None:
    """Run the benchmarks; print a row for each ratio, and then how many targets are reached."""
    print(HEAD)
    reached: list[bool] = []
    for name in names or [one for one in BENCHMARKS if one not in BY_NAME]:
        with TemporaryDirectory() as folder:
            for ratio in BENCHMARKS[name](Path(folder)):
                print(ratio.row, flush=True)
                reached += [] if ratio.is_reached is None else [ratio.is_reached]
    print(f"{sum(reached)} of {len(reached)} targets reached")


main(sys.argv[1:])
