"""The benchmarks run; what they measure is read by people, and never asserted."""

import pytest

from tests.benchmarks import building, reading, recording, starting, verifying


@pytest.mark.parametrize("benchmark", [recording, building, starting, reading, verifying])
def test_a_benchmark_gives_its_ratios(benchmark, tmp_path, monkeypatch):
    """On a small register, each gives rows of a table."""
    for name, value in (("EVENTS", 90), ("SMALL", 45), ("LARGE", 90), ("ROUNDS", 1)):
        if hasattr(benchmark, name):
            monkeypatch.setattr(benchmark, name, value)
    for variable in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(variable, str(tmp_path))
    ratios = list(benchmark.run(tmp_path))
    assert ratios
    assert all(ratio.row.startswith(ratio.name) for ratio in ratios)
