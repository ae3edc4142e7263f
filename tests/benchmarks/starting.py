"""The start-up time of complete commands, compared with the imports that every command needs."""

import compileall
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.benchmarks.measure import Ratio, compared

ROUNDS = 15
ROOT = Path(__file__).parents[2]
IMPORTS = "import sqlalchemy, rich.console, cyclopts, attrs, msgspec"
FEW = "import rich.console, cyclopts"


def run(folder: Path) -> Iterator[Ratio]:
    """Return the ratios of the time that each process takes."""
    for package in ("domain", "store", "projections", "exchange", "cli"):
        compileall.compile_dir(ROOT / package, quiet=1)
    dragoman = _dragoman(folder)
    dragoman("record", str(ROOT / "docs/examples/baghdad-2025.yaml"))()
    dragoman("timeline")()
    bare, few = _python(IMPORTS), _python(FEW)
    for name in (("timeline",), ("show", "V-1")):
        title = f"dragoman {' '.join(name)}, against: {IMPORTS[7:32]}…"
        yield compared(title, dragoman(*name), bare, "at most 1.25", rounds=ROUNDS)
    yield compared(f"dragoman --help, against: {FEW}", dragoman("--help"), few, "", rounds=ROUNDS)
    yield compared("dragoman --version", dragoman("--version"), few, "", rounds=ROUNDS)


def _dragoman(folder: Path) -> Callable[..., Callable[[], object]]:
    command = Path(sys.executable).parent / "dragoman"
    return lambda *words: lambda: _run([str(command), *words], folder)


def _python(code: str) -> Callable[[], object]:
    return lambda: _run([sys.executable, "-c", code], ROOT)


def _run(command: list[str], home: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "HOME": str(home)}
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
