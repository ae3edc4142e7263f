"""What the pages say is what happens."""

import pytest

from tests.docs.pages import ROOT, comparable, examples, reader

PAGES = (
    *("README.md", "docs/tutorial.md", "docs/a-year.md"),
    *("docs/an-audit.md", "docs/reports.md"),
)
FIRST = "dragoman record docs/examples/baghdad-2025.yaml && dragoman timeline"
"""What the first command of the README does once it has installed."""


@pytest.mark.parametrize("page", PAGES)
def test_commands_print_what_the_page_says(page, tmp_path):
    """Typed in the order of the page, in an empty home."""
    someone = reader(tmp_path)
    assert FIRST in (ROOT / "README.md").read_text("utf-8").replace(".venv/bin/", "")
    someone.type(FIRST)
    ran = 0
    for example in examples(ROOT / page):
        printed = someone.type(example.command)
        where = f"{page}:{example.line}: $ {example.command}"
        assert comparable(printed) == comparable(example.expected), where
        ran += 1
    assert ran > 5
