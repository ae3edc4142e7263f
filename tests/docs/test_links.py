"""The links in the documentation."""

import re

import pytest

from tests.docs.pages import ROOT

DOCS = sorted((ROOT / "docs").rglob("*.md"))
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *DOCS]
_LINK = re.compile(r"\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)")
_CODE = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)


def links(page):
    """Return the path and the anchor (or ``None``) of each relative link on a page."""
    text = _CODE.sub("", page.read_text("utf-8"))
    return [(page.parent / path if path else page, anchor) for path, anchor in _LINK.findall(text)]


def anchors(page):
    """Return the anchors that GitHub makes from the headings of a page."""
    headings = re.findall(r"^#+ (.+)$", _CODE.sub("", page.read_text("utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page):
    """Every relative link leads to an existing file, and to an existing heading."""
    for target, anchor in links(page):
        assert target.exists(), target
        assert not anchor or anchor in anchors(target), f"{target}#{anchor}"


def test_every_page_is_in_the_contents():
    """Every page except docs/README.md has a link in docs/README.md or in the list of decisions."""
    contents = [ROOT / "docs/README.md", ROOT / "docs/decisions/README.md"]
    linked = {target.resolve() for page in contents for target, _ in links(page)}
    assert set(DOCS) - linked - {contents[0]} == set()
