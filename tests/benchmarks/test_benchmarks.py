"""Every benchmark runs without errors; the tests do not check the figures."""

import pytest

from tests.benchmarks import (
    building,
    importing,
    peers,
    reading,
    recording,
    reporting,
    searching,
    sites,
    starting,
    verifying,
)

BENCHMARKS = [
    *(recording, importing, building, starting),
    *(reading, searching, reporting, verifying, peers, sites),
]
SMALLEST = {
    "EVENTS": 90,
    "SMALL": 45,
    "LARGE": 90,
    "SIZES": (90,),
    "LINES": 20,
    "ROWS": 90,
    "ROUNDS": 1,
    "READERS": 2,
    "SECONDS": 2,
    "LANGUAGES": ("de",),
    "COMMANDS": {line: most for line, most in starting.COMMANDS.items() if "{" in line},
    "REPORTS": dict.fromkeys(("timeline --limit 50", "silence", "search minister energy"), ""),
}


@pytest.mark.parametrize("benchmark", BENCHMARKS)
def test_a_benchmark_gives_its_ratios(benchmark, tmp_path, monkeypatch):
    """On a small register, each benchmark returns rows for the table of ratios."""
    for name, value in SMALLEST.items():
        if hasattr(benchmark, name):
            monkeypatch.setattr(benchmark, name, value)
    for variable in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(variable, str(tmp_path))
    ratios = list(benchmark.run(tmp_path))
    assert ratios
    assert all(ratio.row.startswith(ratio.name) for ratio in ratios)
