"""Write the current output of commands into all pages, or into the named pages, for review.

``python -m tests.docs.rewrite docs/how-to/audit-a-register.md``
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.docs.pages import ROOT, examples, reader
from tests.docs.test_pages import FIRST, PAGES


def rewrite(page: Path) -> None:
    """Run the commands of a page, and replace the expected output."""
    text = page.read_text("utf-8")
    with TemporaryDirectory() as home:
        someone = reader(Path(home))
        someone.type(FIRST)
        done = ""
        for example in examples(page):
            printed = someone.type(example.command).rstrip()
            lines = "\n".join(line.rstrip() for line in printed.splitlines())
            old = f"$ {example.command}\n{example.expected}"
            new = f"$ {example.command}\n{lines}\n" if lines else f"$ {example.command}\n"
            before, _, text = text.partition(old)
            done += before + new
    text = done + text
    page.write_text(text, "utf-8")


for name in sys.argv[1:] or PAGES:
    rewrite(ROOT / name)
