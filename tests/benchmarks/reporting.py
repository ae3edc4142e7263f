"""The time and memory of reports on a large register, compared with a small register.

The benchmark also measures the time to print a long timeline.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from pathlib import Path

from dragoman.cli.run import run as dragoman
from tests.benchmarks.material import register_of
from tests.benchmarks.measure import Ratio, compared, peak_memory

NOW = "2026-12-31T08:00:00Z"
"""The end of the last year in which something took place."""

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
    "topic energy": "",
    "who P-1": "",
    "agenda": "",
    "agenda --party AZ": "",
    "activity": BOUND,
    "activity --party AZ": BOUND,
    "activity --year 2004": BOUND,
    "activity --between AZ IQ": "",
    "activity --by topic": "",
    "activity --by mechanism": "",
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
"""The reports with their target ratios.

``follow-ups`` and other reports that get longer in a larger register have no target.
"""


def run(folder: Path) -> Iterator[Ratio]:
    """Compare the times of each report and of a long timeline, and return the ratios.

    For each report, one ratio compares a larger register with the smallest register, as measured in
    one process; other ratios compare memory. For the timeline, the ratio compares printing with
    writing the same lines to a file. The function also prints the query plans for the largest
    register on stderr.
    """
    os.environ |= {"XDG_CACHE_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    os.environ["DRAGOMAN_NOW"] = NOW
    for size in (SMALL, *SIZES):
        register_of(folder / f"{size}.db", size)
        for report in ("timeline --limit 1", "search energy"):
            answer(folder, size, report)()
    for size in SIZES:
        for report, bound in REPORTS.items():
            ours, plain = answer(folder, size, report), answer(folder, SMALL, report)
            name = f"{report} at {size:,} events, at {SMALL:,}"
            yield compared(name, ours, plain, bound, rounds=ROUNDS)
    for size in (SMALL, *SIZES):
        for report in REPORTS:
            yield _memory(folder, size, report)
    for report in REPORTS:
        show_plan(folder / f"{max(SIZES)}.db", report)
    yield _lines(folder)


def _lines(folder: Path) -> Ratio:
    """Return the time to print a long timeline, compared with writing the same lines to a file."""
    size = min(SIZES)
    target = folder / "timeline.txt"
    lines = answer(folder, size, f"timeline --limit {LINES}", target)
    lines()
    text = target.read_text("utf-8").splitlines()

    def plainly() -> None:
        with (folder / "plain.txt").open("w", encoding="utf-8") as file:
            for line in text:
                file.write(f"{line}\n")

    return compared(
        f"{len(text):,} lines of a timeline, written plainly", lines, plainly, "", ROUNDS
    )


def show_plan(register: Path, report: str) -> None:
    """Print the queries of a report, and the plan that SQLite makes for each query."""
    print(f"# {report}", file=sys.stderr)
    script = Path(__file__).parents[2] / "scripts/show_query_plans.py"
    subprocess.run([sys.executable, str(script), str(register), *report.split()], check=True)


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
