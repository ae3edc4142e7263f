"""Run all benchmarks, or some by name: ``python -m tests.benchmarks recording reading``."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks import (
    building,
    documents,
    importing,
    peers,
    reading,
    recording,
    reporting,
    searching,
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
    "peers": peers.run,
}


def main(names: list[str]) -> None:
    """Run the benchmarks, and print a row for each ratio."""
    print(HEAD)
    for name in names or list(BENCHMARKS):
        with TemporaryDirectory() as folder:
            for ratio in BENCHMARKS[name](Path(folder)):
                print(ratio.row, flush=True)


main(sys.argv[1:])
