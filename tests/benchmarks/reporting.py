"""Reports on a large register, compared with a small register; the lines of a timeline."""

import os
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from pathlib import Path

from dragoman.cli.run import run as dragoman
from tests.benchmarks.material import register_of
from tests.benchmarks.measure import Ratio, compared

SMALL = 1_000
SIZES = (100_000, 1_000_000)
LINES = 10_000
ROUNDS = 3

REPORTS = (
    "timeline --limit 50",
    "timeline --limit 50 --by party",
    "follow-ups --between AZ IQ",
    "brief AZ IQ",
    "brief AZ",
    "activity",
    "lanes",
    "silence --party AZ",
    "silence",
    "search minister energy",
)


def run(folder: Path) -> Iterator[Ratio]:
    """Return the time ratios of each report and of the lines of a timeline, in one process."""
    os.environ |= {"XDG_CACHE_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    os.environ["DRAGOMAN_NOW"] = "2026-06-15T08:00:00Z"
    for size in (SMALL, *SIZES):
        register_of(folder / f"{size}.db", size)
        for report in ("timeline --limit 1", "search energy"):
            answer(folder, size, report)()
    for size in SIZES:
        for report in REPORTS:
            ours, plain = answer(folder, size, report), answer(folder, SMALL, report)
            name = f"{report} at {size:,} events, at {SMALL:,}"
            yield compared(name, ours, plain, "", rounds=ROUNDS)
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


def answer(
    folder: Path, size: int, report: str, target: Path = Path(os.devnull)
) -> Callable[[], object]:
    """Return a function that writes a report to a file, for a register with ``size`` events."""
    command = ["--register", str(folder / f"{size}.db"), *report.split()]

    def once() -> None:
        with target.open("w", encoding="utf-8") as file, redirect_stdout(file):
            assert dragoman(command) == 0

    return once
