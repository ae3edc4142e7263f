"""The HTML page: a single file that makes no requests and trusts no text."""

import re
from base64 import b64encode
from hashlib import sha256

import pytest
from msgspec.structs import replace

from dragoman.cli.page.html import GENERATOR, LEAF, html
from dragoman.cli.page.marks import MEANINGS
from dragoman.cli.page.page import Cell, Drawing, Fields, Grid, Heading, Page, Row, Section, Words
from tests.cli.html_pages import COLUMNS, HOSTILE, Parsed, page_of, parsed, row, timeline, years

pytestmark = pytest.mark.once


def hashed(text: str) -> str:
    """Return a hash in the form that a content security policy uses."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_markup(text: str) -> None:
    """Text from records does not change the elements or attributes of an HTML page.

    Only a long name beside a strip has one more attribute: a tooltip with the whole name.
    """
    found, harmless = parsed(page_of(text)), parsed(page_of("harmless"))

    def shape(parser: Parsed) -> list[tuple[str, tuple[str, ...]]]:
        return [
            (tag, tuple(name for name in attributes if (tag, name) != ("td", "title")))
            for tag, attributes in parser.elements
            if tag != "bdi"
        ]

    assert shape(found) == shape(harmless)
    assert found.oddities == found.open == []
    assert text in found.visible


@pytest.mark.parametrize("text", [*HOSTILE, "harmless"])
def test_the_page_has_no_handlers_and_makes_no_requests(text: str) -> None:
    """An HTML page has no event handlers or style attributes, and links only to its own parts."""
    ids = {attributes.get("id") for _, attributes in parsed(page_of(text)).elements}
    for tag, attributes in parsed(page_of(text)).elements:
        assert not [name for name in attributes if name.startswith("on") or name == "style"]
        assert not {"src", "action", "formaction", "xlink:href", "srcset", "data"} & set(attributes)
        if tag == "link":
            assert attributes == {"rel": "icon", "href": "data:,"}
        elif "href" in attributes:
            assert attributes["href"].startswith("#")
            assert attributes["href"][1:] in ids
    style = parsed(page_of(text)).text("style")
    assert "url(" not in style
    assert "@import" not in style


def test_the_policy_allows_only_our_script_and_style() -> None:
    """The security policy of an HTML page allows only the page's own script and style.

    The policy identifies the script and the style by hash.
    """
    found = parsed(timeline())
    policy = next(item["content"] for item in found.all("meta") if "http-equiv" in item)
    assert policy == (
        f"default-src 'none'; style-src '{hashed(found.text('style'))}'; "
        f"script-src '{hashed(found.text('script'))}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    assert len(found.all("script")) == len(found.all("style")) == 1


@pytest.mark.parametrize(
    "sign", ["\x1b", "\0", "\x07", "\x9b", "\u202e", "\u2066", "\ud800", "\r\n"]
)
def test_texts_are_inert(sign: str) -> None:
    """An HTML page has no control characters, bidirectional overrides or invalid characters."""
    written = html(page_of(f"before{sign}after"))
    assert sign not in written
    assert written.encode().decode() == written
    assert re.search("before ?after", written)


def test_right_to_left_text_stays_in_its_place() -> None:
    """An HTML page isolates right-to-left text from neighbouring text."""
    assert "<bdi>لقاء مع وزير الطاقة</bdi>" in html(timeline())
    title = "زيارة"
    cells = (Cell(""), Cell("C-1"), Cell(title, suffix=", session 4"), Cell(""))
    assert f"<bdi>{title}</bdi>, session 4</td>" in html(
        Page("", [], [Grid(COLUMNS, [Row(cells)])])
    )


def test_the_generator_mark_is_in_the_first_kilobyte() -> None:
    """The first kilobyte of an HTML page has Dragoman's mark, however long the title is."""
    assert GENERATOR.encode() in html(page_of("w" * 10_000)).encode()[:1024]


def test_the_same_page_gives_the_same_file() -> None:
    assert html(timeline()) == html(timeline())
    assert html(timeline()).endswith("</html>\n")


def test_refs_are_places_and_links() -> None:
    """A ref links to the record's row if the page has that row.

    A part links to its parent engagement.
    """
    found = parsed(timeline())
    links = [item["href"] for item in found.all("a") if not item["href"].startswith("#m-")]
    assert [item["id"] for item in found.all("tr") if "id" in item] == (
        "M-9 C-1 V-1 M-1 I-1 M-2 V-2 B-1".split()
    )
    assert links.count("#V-1") == 1 + 1 + 2  # the row, a note, and the two parts
    assert "#F-1" not in links
    parts = [item["href"] for item in found.all("a") if item.get("class") == "whole"]
    assert parts == ["#V-1", "#M-1", "#V-1"]


def test_a_repeated_record_has_one_anchor() -> None:
    """If a record occurs twice on a page, no two elements have the same id."""
    page = timeline()
    twice = parsed(Page("Twice", [], [*page.blocks, *page.blocks], charted=True))
    names = [attributes["id"] for _, attributes in twice.elements if "id" in attributes]
    assert len(names) == len(set(names)) == 8 + 3 + 1  # and the content of the page


def test_a_legend_unless_the_page_has_one() -> None:
    """The legend of an HTML page explains each mark on the page once.

    A page that has a legend of its own gets no second legend.
    """
    page = timeline()
    legend = html(page)[html(page).index('<ul class="legend"') :]
    result = [mark for mark, meaning in MEANINGS.items() if f"</span> {meaning}</li>" in legend]
    assert result == "visit consultation meeting mechanism instrument planned".split()
    own = Words([("▲", "visit"), (" visit  ", "dim")])
    assert 'class="legend"' not in html(replace(page, blocks=[*page.blocks, own]))


def test_every_block_has_its_element() -> None:
    """In HTML, fields are a list of names and values.

    Drawings keep their spaces. The heading of a section is one level below a block's heading.
    """
    page = Page(
        "V-1 visit",
        [],
        [
            Fields(
                [("part", ["M-1 One-to-one"]), ("part", ["M-2"]), ("place", [("Baku", "place")])]
            ),
            Heading("HISTORY"),
            Drawing([["IQ  ·▲━▲·"], [("TR", "bold"), "  ··●··"]]),
            Grid(COLUMNS, [Section("NO DATE"), row("M-1", "meeting", "One-to-one")]),
        ],
    )
    written = html(page)
    assert "<div><dt>part</dt><dd>" in written
    assert len(parsed(page).all("dt")) == 2
    assert len(parsed(page).all("dd")) == 3
    assert '<a href="#M-1">M-1</a> One-to-one</dd>' in written
    assert '<span class="place">Baku</span>' in written
    assert "<h2>History</h2>" in written
    assert "<h3>No date</h3>" in written
    assert "IQ  ·▲━▲·" in written
    assert '<span class="bold">TR</span>' in written
    assert 'class="chart"' not in written


def test_empty_columns_are_left_out() -> None:
    """An HTML page leaves out empty columns, and shows column names only with ``head=True``."""
    rows = [Row((Cell("1"), Cell(""), Cell("x"), Cell("")))]
    assert len(parsed(Page("", [], [Grid(COLUMNS, rows)])).all("th")) == 2
    assert '<thead class="unseen">' in html(Page("", [], [Grid(COLUMNS, rows)]))
    headed = html(Page("", [], [Grid(COLUMNS, rows, head=True)]))
    assert "<thead><tr>" in headed
    assert 'data-label="title"' in headed


def test_many_rows_are_many_tables() -> None:
    """An HTML page splits a long section into several tables.

    No split separates an engagement from its parts.
    """
    rows = [row(f"M-{n}", "meeting", "Meeting", depth=n % 3) for n in range(1, 4 * LEAF)]
    tables = html(Page("", [], [Grid(COLUMNS, rows)])).split("<table ")[1:]
    assert len(tables) == 4
    assert all("data-depth" not in table.split("<tbody>")[1][:40] for table in tables[1:])


def test_an_empty_page_is_still_a_page() -> None:
    for page in (
        Page("", [], []),
        Page("Timeline", [], [Grid((), [])], charted=True),
        Page("Timeline", [], [Grid(COLUMNS, [Section("APRIL 2025", "2025-04")])], charted=True),
    ):
        assert parsed(page).oddities == parsed(page).open == []


@pytest.mark.parametrize(
    ("page", "places", "linked"),
    [(timeline(), 19, 3), (years(1), 12, 12), (years(60), 60, 60), (years(400), 41, 41)],
)
def test_the_chart_leads_to_the_sections(page: Page, places: int, linked: int) -> None:
    """The chart of an HTML page has a slot for each month, year or decade.

    A slot that has entries links to the section with these entries.
    """
    found = parsed(page)
    assert len([item for item in found.all("rect") if item["class"] == "slot"]) == places
    chart = [item for item in found.all("a") if "aria-label" in item and "class" not in item]
    assert len(chart) == linked
    assert chart[0]["href"] in {f"#{item.get('id')}" for item in found.all("section")}
