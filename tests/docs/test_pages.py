"""What the pages say is what happens."""

import pytest

from tests.docs.pages import ROOT, comparable, examples, reader
from tests.warm import warm

PAGES = (
    "README.md",
    "docs/tutorial.md",
    *sorted(str(page.relative_to(ROOT)) for page in (ROOT / "docs/how-to").glob("*.md")),
)
FIRST = "dragoman record docs/examples/baghdad-2025.yaml && dragoman timeline"
"""What the first command of the README does once it has installed."""


@pytest.fixture
def forking(tmp_path_factory):
    """A folder with the command that saves the start: see ``tests.warm``."""
    folder = tmp_path_factory.mktemp("bin")
    warm().script(folder / "dragoman")
    return folder


@pytest.mark.parametrize("page", PAGES)
def test_commands_print_what_the_page_says(page, tmp_path, forking):
    """Typed in the order of the page, in an empty home; from the README it is the real command."""
    someone = reader(tmp_path) if page == "README.md" else reader(tmp_path, forking)
    assert FIRST in (ROOT / "README.md").read_text("utf-8").replace(".venv/bin/", "")
    someone.type(FIRST)
    ran = 0
    for example in examples(ROOT / page):
        printed = someone.type(example.command)
        where = f"{page}:{example.line}: $ {example.command}"
        assert comparable(printed) == comparable(example.expected), where
        ran += 1
    assert ran > 5
