"""The commands on the documentation pages print exactly the output that the pages show."""

import pytest

from tests.docs.pages import ROOT, comparable, examples, reader
from tests.warm import warm

PAGES = (
    "README.md",
    "docs/tutorial.md",
    *sorted(str(page.relative_to(ROOT)) for page in (ROOT / "docs/how-to").glob("*.md")),
)
FIRST = "dragoman record docs/examples/baghdad-2025.yaml && dragoman timeline"
"""The first commands in the README after the installation."""


@pytest.fixture
def forking(tmp_path_factory):
    """A folder with a ``dragoman`` command that skips the start-up time (see ``tests.warm``)."""
    folder = tmp_path_factory.mktemp("bin")
    warm().script(folder / "dragoman")
    return folder


@pytest.mark.parametrize("page", PAGES)
def test_commands_print_what_the_page_says(page, tmp_path, forking):
    """The commands of each page, run in order in an empty home, print the output on the page.

    For the README, the test runs the real command.
    """
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
