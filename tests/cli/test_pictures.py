"""Pictures in HTML: strips of marks, bars and squares as SVG, with their text."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree

import pytest

from dragoman.cli.page.frame import Frame
from dragoman.cli.page.html import NAME, document, html
from dragoman.cli.page.markdown import markdown
from dragoman.cli.page.page import (
    Axis,
    Cell,
    Column,
    Grid,
    Label,
    Page,
    Piece,
    Row,
    Strip,
    page_rows,
)
from dragoman.cli.page.picture import LONGEST, axis_head, strip_drawing
from dragoman.exchange import safe
from tests.cli.html_pages import HOSTILE, Parsed, parsed, picture, strips

pytestmark = pytest.mark.once

Element = ElementTree.Element


def drawings(written: str) -> list[Element]:
    """Return the drawings in a page, parsed as XML; fail unless they are well-formed."""
    return [ElementTree.fromstring(one) for one in re.findall(r"<svg .*?</svg>", written, re.S)]


def drawn(*pieces: Piece, axis: Axis | None = None, lines: int = 1) -> Element:
    """Return the drawing of a strip; its records have places on the page."""
    cell = Cell("in words", strip=Strip(pieces, lines))
    written = strip_drawing(axis or Axis(42), "axis-0", cell, lambda ref: f"#{ref}")
    return drawings(written)[-1]


def texts(drawing: Element) -> list[str]:
    """Return the texts in a drawing, without the titles."""
    return [one.text or "" for one in drawing.iter("text")]


def classes(drawing: Element, tag: str) -> list[str]:
    """Return the classes of the elements with a name."""
    return [one.get("class", "") for one in drawing.iter(tag)]


def bar(start: int, end: int, text: str, free: int = 42) -> Piece:
    """Return a bar with a text."""
    return Piece("bar", start, end, 0, "visit", "visit", text, free, "V-1 Visit", "V-1")


# --- Well-formed and safe ---------------------------------------------------------------------


@pytest.mark.parametrize("text", [*HOSTILE, "\x1b[31m\u202e\0red", "a\nb", ""])
def test_drawings_are_well_formed(text: str) -> None:
    """Whatever the texts of a picture are, its drawings are XML, and each title is whole."""
    page = Page("Picture", [], strips(text))
    found = drawings(html(page))
    assert len(found) == 2 + 2 + 1  # heads, strips, and the background of one of them
    titles = {one.text or "" for drawing in found for one in drawing.iter("title")}
    assert titles <= {safe(text)}
    for drawing in found:
        assert {one.tag for one in drawing.iter()} <= TAGS
        assert not [name for one in drawing.iter() for name in one.attrib if name in UNSAFE]


TAGS = {"svg", "defs", "g", "a", "title", "rect", "line", "use", "text"}
UNSAFE = ("style", "onload", "onclick", "onerror", "src", "fill", "transform")


def test_ids_and_backgrounds_match() -> None:
    """Each strip uses the background that the head of its own table defines."""
    page = Page("Pictures", [], [*strips("a"), *strips("b")])
    found = parsed(page)
    ids = [item["id"] for item in found.all("g") if "id" in item]
    assert ids == ["axis-0", "axis-1", "axis-2", "axis-3"]
    assert [item["href"] for item in found.all("use")] == [f"#{one}" for one in ids]


def test_a_long_name_is_cut_and_its_tooltip_is_whole() -> None:
    """Beside a strip, a long name is cut; outside of pictures, texts are whole."""
    name = "Ministry of Foreign Affairs of the Republic of Azerbaijan, " * 3
    found = parsed(Page("Picture", [], strips(name)))
    [tooltip] = [item["title"] for item in found.all("td") if "title" in item]
    assert tooltip == name.strip()
    [shown] = [text for _, text in found.texts if text.endswith("…") and len(text) > LONGEST]
    assert len(shown) <= NAME
    assert name.startswith(shown[:-1])
    assert all("title" not in item for item in parsed(Page("", [], strips("AZ"))).all("td"))


def test_a_right_to_left_name_is_isolated() -> None:
    assert "<bdi>هشام العلوي</bdi>" in html(Page("Picture", [], strips("هشام العلوي")))


# --- Links and words --------------------------------------------------------------------------


def links(written: str) -> list[tuple[str, str]]:
    """Return the titles and the addresses of the links in the drawings of a page."""
    found = [link for one in drawings(written) for link in one.iter("a")]
    return [(link[0].text or "", link.get("href", "")) for link in found]


def addresses(written: str) -> set[str]:
    """Return the addresses of the links in the drawings of a page."""
    return {address for _, address in links(written)}


def test_a_piece_leads_to_the_row_of_its_record() -> None:
    """In a file, a piece is a link to a row, if the page has a row for its record."""
    page = picture()
    assert links(html(page)) == [
        ("V-1 Visit, Baku, 8–10 Apr", "#V-1"),
        ("M-1 Talks, 8 Apr", "#M-1"),
        ("M-2 Call, 16 Apr", "#M-2"),
    ]
    assert links(html(Page("", [], page.drawn[:1]))) == []


def test_on_a_server_a_piece_leads_to_the_page_of_its_record() -> None:
    """On a server, a piece leads to a page, and so does the code of a lane."""
    frame = Frame(pages=(), base="/as-of/2025-12-01", path="/lanes")
    written = document(picture(), frame).text
    refs = ("V-1", "M-1", "M-2")
    assert addresses(written) == {f"/as-of/2025-12-01/{ref}" for ref in refs}
    assert '<a href="/as-of/2025-12-01/brief/AZ">AZ</a> Azerbaijan' in written


def test_what_is_no_ref_is_no_link() -> None:
    """A piece whose ref has not the form of a ref is not a link, on a server either."""
    frame = Frame(pages=(), path="/lanes")
    for text in ('"><script>', "x/../y"):
        written = document(Page("", [], strips(text)), frame).text
        assert addresses(written) == {"/V-1", "/M-1"}


def test_a_strip_has_a_name_for_screen_readers() -> None:
    """A strip with links is a group with a name; without links, it is an image with a name."""
    group, image = drawn(bar(0, 3, "Baku")), drawn(Piece("square", 0, 1, style="heat1", text="2"))
    assert (group.get("role"), group.get("aria-label")) == ("group", "in words")
    assert (image.get("role"), image.get("aria-label")) == ("img", "in words")


def test_the_rows_of_a_picture_are_no_entries() -> None:
    """The rows of a picture are outside of the sections that the script searches and filters."""
    found = parsed(picture())
    assert len(found.all("figure")) == len(found.all("section")) == 1
    assert [item["aria-label"] for item in found.all("table") if "aria-label" in item] == [
        "Who is where"
    ]


def test_text_has_the_plain_form() -> None:
    """Markdown and CSV have the plain form of a picture, and HTML the drawn form."""
    page = picture()
    assert "·▲━▲··" in markdown(page)
    assert "Azerbaijan" not in markdown(page)
    assert "·▲━▲··" not in html(page)
    assert list(page_rows(page)) == []
    rows = [one.rows for one in page.blocks if not isinstance(one, Grid) and hasattr(one, "rows")]
    assert rows == [[]]


# --- Layout -----------------------------------------------------------------------------------


def test_positions_are_percentages() -> None:
    """Pieces are at their days, on their lines, however wide the page is."""
    mark = Piece("mark", 21, 22, 1, "meeting", "meeting", free=42, title="M-1", ref="M-1")
    drawing = drawn(bar(0, 21, ""), mark, lines=2)
    whole, slot = drawing.iter("rect")
    assert [whole.get(key) for key in ("x", "width")] == ["0.19048%", "49.619%"]
    assert [slot.get(key) for key in ("x", "width", "y")] == ["50%", "2.381%", "25"]
    assert texts(drawing) == ["▲", "●"]
    assert [one.get("x") for one in drawing.iter("text")] == ["1.1905%", "51.19%"]
    assert drawing.get("height") == "50"


@pytest.mark.parametrize(
    ("piece", "shown", "at"),
    [
        (bar(0, 6, "Baku"), "beside", "2.381%"),  # within the bar
        (bar(0, 2, "Baku"), "beside", "4.7619%"),  # behind the bar
        (bar(0, 2, "Baku", free=4), "beside wide", "4.7619%"),
        (bar(0, 2, "Baku", free=3), None, ""),
        (bar(0, 2, "Baku", free=2), None, ""),
    ],
)
def test_a_text_is_beside_a_bar_if_it_fits(piece: Piece, shown: str | None, at: str) -> None:
    """The text of a bar is in the bar, behind it, only on large screens, or in the title only."""
    found = [one for one in drawn(piece).iter("text") if "beside" in one.get("class", "")]
    assert [(one.get("class"), one.get("x")) for one in found] == ([(shown, at)] if shown else [])


def test_a_long_text_is_cut() -> None:
    text = texts(drawn(bar(0, 2, "Rewaq Baghdad Center for Public Policy")))[1]
    assert text == "Rewaq Baghdad Center for Pu…"
    assert len(text) == LONGEST


@pytest.mark.parametrize(
    ("length", "widest", "expected"),
    [(12, 3, "on heat3"), (18, 3, "on heat3 wide"), (24, 3, "on heat3 wide small"), (60, 2, None)],
)
def test_squares_have_their_numbers_if_there_is_room(
    length: int, widest: int, expected: str | None
) -> None:
    """Either all squares of a picture have their numbers or none, by the longest number."""
    square = Piece("square", 0, 1, style="heat3", text="7", title="Iraq, Apr 2025: weight 7")
    drawing = drawn(square, axis=Axis(length, squared=widest))
    assert classes(drawing, "text") == ([expected] if expected else [])
    assert [one.text for one in drawing.iter("title")] == ["Iraq, Apr 2025: weight 7"]


def heads(*labels: Label, length: int = 42, now: tuple[float, str] | None = None) -> Iterator[str]:
    """Yield the texts in the head of an axis."""
    [head] = drawings(axis_head(Axis(length, labels, now=now), "axis-0"))
    yield from texts(head)


def test_a_label_is_as_long_as_a_phone_has_room_for() -> None:
    """A label has the longest text that fits on a phone, or none."""
    names = ["November 2026", "Nov 2026", "Nov"]
    ends = [(30, "November 2026"), (10, "Nov 2026"), (4, "Nov"), (2, None)]
    for end, expected in ends:
        assert list(heads(Label(0, end, names))) == ([expected] if expected else [])
    assert list(heads(now=(3.5, "today"))) == ["today"]


def test_unknown_styles_are_left_out() -> None:
    """Only the names of known styles become classes."""
    square = Piece("square", 0, 1, style='x" onload="alert(1)', text="7")
    assert classes(drawn(square, axis=Axis(2, squared=1)), "rect") == [""]


def test_a_cell_without_a_strip_is_empty() -> None:
    """A cell without a strip in a column of strips is an empty cell."""
    columns = (Column("a"), Column("b", least=60, axis=Axis(7)))
    page = Page("", [], [Grid(columns, [Row((Cell("A"), Cell("x")))], head=True, caption="c")])
    parser = Parsed()
    parser.feed(html(page))
    assert parser.oddities == []
    assert "<td></td>" in html(page)
