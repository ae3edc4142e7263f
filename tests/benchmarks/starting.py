"""The time that complete commands take on a desk's register, compared with an empty program."""

import compileall
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

from tests.benchmarks.material import register_of
from tests.benchmarks.measure import Ratio, compared

ROUNDS = 15
EVENTS = 8_000
"""The number of events in a register of about 5,000 records."""
ROOT = Path(__file__).parents[2]

COMMANDS = {
    "--version": 4,
    "__complete timeline --": 4,
    "__complete show V-1": 4,
    "timeline --limit 50": 10,
    "timeline --between AZ IQ --limit 50": 10,
    "show V-1": 10,
    "follow-ups": 10,
    "brief AZ IQ": 10,
    "silence": 10,
    "lanes": 10,
    "activity --year 2025": 10,
    "search energy": None,
    "party list": None,
    "audit log --limit 20": 10,
    "timeline --help": None,
    "undo {last} --dry-run --yes": None,
    "meeting hold --title Talks --party AZ --party IQ --occurred 2025-03-{day} --yes": 15,
}
"""Commands with their target ratios; ``None`` means that a command has no target."""


def run(folder: Path) -> Iterator[Ratio]:
    """Return the time of each command, compared with the time of an empty program."""
    for package in ("domain", "store", "projections", "exchange", "cli"):
        compileall.compile_dir(ROOT / package, quiet=1)
    register_of(folder / "desk.db", EVENTS).engine.dispose()
    _run(folder, "timeline")
    _run(folder, "search", "energy")
    nothing = _python("pass")
    days = count(10)
    for command, most in COMMANDS.items():
        bound = f"at most {most}" if most else ""
        ours = _command(folder, command, days)
        yield compared(f"{command[:44]}, python -c pass", ours, nothing, bound, rounds=ROUNDS)


def _command(folder: Path, command: str, days: Iterator[int]) -> Callable[[], object]:
    return lambda: _run(folder, *command.format(day=f"{next(days) % 18 + 10}", last=EVENTS).split())


def _run(folder: Path, *words: str) -> None:
    program = Path(sys.executable).parent / "dragoman"
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "DRAGOMAN_REGISTER": str(folder / "desk.db"),
    }
    subprocess.run([str(program), *words], env=environment, capture_output=True, check=True)


def _python(code: str) -> Callable[[], object]:
    command = [sys.executable, "-c", code]
    return lambda: subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
