"""The time to read YAML files of the largest permitted size, with different structures."""

from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.measure import Ratio
from tests.cli.test_yaml_limits import SHAPES, measured

SECONDS = 5.0
"""The CPU time limit for each file, in seconds."""


def run(folder: Path) -> Iterator[Ratio]:
    """Return the time to read each file in a separate process, including Python's start-up time."""
    for name, (shape, _) in SHAPES.items():
        seconds, _, _ = measured(shape())
        yield Ratio(f"YAML of 1 MiB: {name}", seconds, SECONDS, "at most 1")
