"""The time to read a press item: once the lexicon is loaded, and as a whole command.

The baseline of a loaded item is the folding of its text; that of a command is an empty program.
"""

import compileall
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from dragoman.exchange.intake.source_text import folded
from tests.benchmarks.measure import Ratio, compared
from tests.intake.scoring import items, labels_of, proposal_of

ROOT = Path(__file__).parents[2]
ROUNDS = 5
LANGUAGES = ("de", "en", "fr", "ru", "tr", "az", "es", "ar")


def run(folder: Path) -> Iterator[Ratio]:
    """Return the time of one item in each language, loaded and from a cold start."""
    for package in ("domain", "store", "projections", "exchange", "cli"):
        compileall.compile_dir(ROOT / package, quiet=1)
    nothing = [sys.executable, "-c", "pass"]
    for language in LANGUAGES:
        path = next(one for one in items("dev") if labels_of(one)["language"] == language)
        text, labels = path.read_text("utf-8"), labels_of(path)
        yield compared(
            f"an item of {len(text):,} characters, loaded: {language}",
            lambda path=path, labels=labels: proposal_of(path, labels),
            lambda text=text: folded(text),
            "",
            ROUNDS,
        )
        program = str(Path(sys.executable).parent / "dragoman")
        command = [program, "read", str(path), "--published", "2025"]
        environment = {**os.environ, "DRAGOMAN_REGISTER": str(folder / "desk.db")}
        yield compared(
            f"dragoman read: {language}",
            lambda command=command, environment=environment: _run(command, environment),
            lambda: _run(nothing, dict(os.environ)),
            "",
            ROUNDS,
        )


def _run(command: list[str], environment: dict[str, str]) -> None:
    subprocess.run(command, env=environment, capture_output=True, check=True)
