"""Make the pictures for the README: ``python scripts/make_pictures.py``.

The pictures show a timeline in a terminal (SVG), and the same timeline as a page (PNG; needs
Chromium). Both pictures show the examples of the documentation, as of the day that the
documentation uses.
"""

import io
import os
import re
import subprocess
import sys
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.terminal_theme import DIMMED_MONOKAI
from rich.text import Text

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"
EXAMPLES = ("baghdad-2025.yaml", "azerbaijan-iraq.yaml")
COMMAND = "dragoman timeline --between AZ IQ --since 2024"
NOW = "2025-12-05T09:00:00Z"
COLUMNS = 118
SIZE = 1000, 760
"""The width and height of the picture of the page, in pixels."""


def main() -> None:
    """Record the examples in a separate register, and write both pictures of the timeline."""
    PICTURES.mkdir(exist_ok=True)
    with TemporaryDirectory() as home:
        for example in EXAMPLES:
            run(f"dragoman record {ROOT / 'docs' / 'examples' / example}", home)
        (PICTURES / "terminal.svg").write_text(terminal(run(f"{COMMAND} --color always", home)))
        page = Path(home) / "timeline.html"
        run(f"{COMMAND} --html {page}", home)
        screenshot(page, PICTURES / "page.png")


def run(command: str, home: str) -> str:
    """Run a command with ``home`` as the home folder, and return the output of the command."""
    program, *arguments = command.split()
    done = subprocess.run(
        [Path(sys.executable).with_name(program), *arguments],
        env={"HOME": home, "LC_ALL": "C.UTF-8", "DRAGOMAN_NOW": NOW, "COLUMNS": str(COLUMNS)},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def terminal(printed: str) -> str:
    """Return an SVG picture of a terminal that shows ``COMMAND`` and its output."""
    console = Console(record=True, width=COLUMNS, file=io.StringIO())
    console.print(Text.assemble(("$ ", "dim"), (COMMAND, "bold")))
    console.print(Text.from_ansi(printed), end="")
    picture = console.export_svg(title="dragoman", theme=DIMMED_MONOKAI, unique_id="terminal")
    # use the reader's own fonts, so that the picture fetches nothing
    return re.sub(r"@font-face \{.*?\}\s*", "", picture, flags=re.DOTALL)


def screenshot(page: Path, picture: Path) -> None:
    """Save a PNG picture of the top of a page in a browser."""
    browser = which("chromium") or which("chromium-browser") or which("google-chrome")
    if not browser:
        sys.exit("install Chromium to make the picture of the page")
    subprocess.run(
        [
            browser,
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            f"--user-data-dir={page.parent / 'browser'}",
            f"--window-size={SIZE[0]},{SIZE[1]}",
            f"--screenshot={picture}",
            page.as_uri(),
        ],
        env=dict(os.environ),
        capture_output=True,
        check=True,
    )


if __name__ == "__main__":
    main()
