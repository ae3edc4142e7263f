"""What the pages say is what happens."""

import pytest

from tests.docs.pages import ROOT, comparable, examples, reader

PAGES = ("README.md", "docs/tutorial.md")


@pytest.mark.parametrize("page", PAGES)
def test_commands_print_what_the_page_says(page, tmp_path):
    """Typed in the order of the page, in an empty home."""
    someone = reader(tmp_path)
    ran = 0
    for example in examples(ROOT / page):
        printed = someone.type(example.command)
        where = f"{page}:{example.line}: $ {example.command}"
        assert comparable(printed) == comparable(example.expected), where
        ran += 1
    assert ran > 5
