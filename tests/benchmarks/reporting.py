"""The time and memory of reports on a large register, compared with a small register.

The benchmark also prints the lines of a timeline.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from pathlib import Path

from dragoman.cli.run import run as dragoman
from tests.benchmarks.material import register_of
from tests.benchmarks.measure import Ratio, compared, peak_memory

SMALL = 1_000
SIZES = (100_000, 1_000_000)
LINES = 10_000
ROUNDS = 3

BOUND = "at most 1.2"
"""The target ratio of reports that do not get longer in a larger register."""

MEMORY = 80
"""The memory limit for a report, in MB."""

REPORTS = {
    "timeline --limit 50": BOUND,
    "timeline --limit 50 --by party": BOUND,
    "timeline --limit 50 --party AZ": BOUND,
    "follow-ups --between AZ IQ": BOUND,
    "follow-ups": "",
    "brief AZ IQ": BOUND,
    "brief AZ": BOUND,
    "activity": BOUND,
    "activity --party AZ": BOUND,
    "lanes": "",
    "mechanism list --between AZ IQ": "",
    "show B-1": "",
    "silence --between AZ IQ": BOUND,
    "silence --party AZ": BOUND,
    "silence": BOUND,
    "audit log --limit 1": BOUND,
    "register info": BOUND,
    "search minister energy": BOUND,
}
"""The reports, each with its target ratio; ``follow-ups`` and others get longer and have none."""


def run(folder: Path) -> Iterator[Ratio]:
    """Return the time ratios of each report and of the lines of a timeline, in one process."""
    os.environ |= {"XDG_CACHE_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    os.environ["DRAGOMAN_NOW"] = "2026-06-15T08:00:00Z"
    for size in (SMALL, *SIZES):
        register_of(folder / f"{size}.db", size)
        for report in ("timeline --limit 1", "search energy"):
            answer(folder, size, report)()
    for size in SIZES:
        for report, bound in REPORTS.items():
            ours, plain = answer(folder, size, report), answer(folder, SMALL, report)
            name = f"{report} at {size:,} events, at {SMALL:,}"
            yield compared(name, ours, plain, bound, rounds=ROUNDS)
    for report in REPORTS:
        yield _memory(folder, max(SIZES), report)
    size = min(SIZES)
    target = folder / "timeline.txt"
    lines = answer(folder, size, f"timeline --limit {LINES}", target)
    lines()
    text = target.read_text("utf-8").splitlines()

    def plainly() -> None:
        with (folder / "plain.txt").open("w", encoding="utf-8") as file:
            for line in text:
                file.write(f"{line}\n")

    yield compared(
        f"{len(text):,} lines of a timeline, written plainly", lines, plainly, "", ROUNDS
    )


def _memory(folder: Path, size: int, report: str) -> Ratio:
    """Return the peak memory of a separate process that writes a report."""
    command = ["--register", str(folder / f"{size}.db"), *report.split()]
    work = (
        "from contextlib import redirect_stdout\nimport os\n"
        "from dragoman.cli.run import run\n"
        f"with open(os.devnull, 'w') as file, redirect_stdout(file): assert run({command}) == 0"
    )
    name = f"{report} at {size:,} events, peak memory in MB"
    return Ratio(name, peak_memory(work) / 1e3, MEMORY / 1e3, "at most 1")


def answer(
    folder: Path, size: int, report: str, target: Path = Path(os.devnull)
) -> Callable[[], object]:
    """Return a function that writes a report to a file, for a register with ``size`` events."""
    command = ["--register", str(folder / f"{size}.db"), *report.split()]

    def once() -> None:
        with target.open("w", encoding="utf-8") as file, redirect_stdout(file):
            assert dragoman(command) == 0

    return once
