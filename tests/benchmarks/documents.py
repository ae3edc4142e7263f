"""Reading YAML files of the permitted size, of every shape, against the time they may take."""

from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.measure import Ratio
from tests.cli.test_yaml_limits import SHAPES, measured

SECONDS = 5.0
"""Processor time that no file may take more of."""


def run(folder: Path) -> Iterator[Ratio]:
    """The time of each shape, in a process of its own, with the start of Python."""
    for name, (shape, _) in SHAPES.items():
        seconds, _, _ = measured(shape())
        yield Ratio(f"YAML of 1 MiB: {name}", seconds, SECONDS, "at most 1")
