"""The HTML page in a browser: search, facets, chart, small screens and printing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from attrs import define

from dragoman.cli.page.html import html
from dragoman.cli.page.page import Axis, Cell, Column, Grid, Page, Piece, Row, Strip
from tests.browser import CHROMIUM, Browser
from tests.cli.html_pages import COLUMNS, HOSTILE, page_of, picture, row, strips, timeline, years

pytestmark = pytest.mark.once

SEEN = "[...document.querySelectorAll('%s')].filter((node) => node.checkVisibility())"
SHOWN = f"{SEEN % 'tbody > tr'}.map((row) => row.id).join(' ')"
EVERY = "M-9 C-1 V-1 M-1 I-1 M-2 V-2 B-1"
STATUS = "document.querySelector('output').textContent"
BUTTONS = "[...document.querySelectorAll('button')]"
BARS = "[...document.querySelectorAll('.chart a')]"
GEOMETRY = (
    "[...document.querySelectorAll('.chart rect, .chart text')].map((node) => ["
    "...['x', 'y', 'width', 'height'].map((key) => parseFloat(node.getAttribute(key)).toFixed(1)),"
    "node.getAttribute('class'), node.tagName === 'text' ? node.textContent : ''])"
)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser that several tests use; without Chromium, the tests are skipped."""
    if CHROMIUM is None:
        pytest.skip("needs Chromium on the path")
    with Browser(tmp_path_factory.mktemp("profile")) as started:
        yield started


@define
class Reader:
    """Actions of a person who reads a page in the browser, and what that person sees."""

    browser: Browser
    folder: Path

    def open(self, page: Page, scripts: bool = True) -> None:
        """Open a page on a desktop."""
        file = self.folder / "page.html"
        file.write_text(html(page), encoding="utf-8")
        self.browser.use_scripts(scripts)
        self.browser.emulate(prefers_reduced_motion="reduce")
        self.browser.resize(1200)
        self.browser.open(file)

    def visible_rows(self) -> str:
        """Return the refs of the visible rows."""
        return str(self.browser.evaluate(SHOWN))

    def status(self) -> str:
        """Return the page's status text about the visible rows."""
        return str(self.browser.evaluate(STATUS))

    def choose(self, value: str) -> None:
        """Click the chip of a value."""
        label = "button.querySelector('span:not(.mark)')?.textContent"
        self.browser.click(f"{BUTTONS}.find((button) => {label} === '{value}')")

    def press(self, label: str) -> None:
        """Click a button."""
        self.browser.click(f"{BUTTONS}.find((button) => button.textContent === '{label}')")

    def search(self, text: str) -> None:
        """Type text into the search field."""
        self.browser.evaluate(
            f"(() => {{ const i = document.querySelector('input'); i.value = '{text}';"
            " i.dispatchEvent(new Event('input')) })()"
        )

    def bar(self, name: str) -> str:
        """Return the JavaScript expression that selects the bar of a month or year."""
        is_it = f"(a) => a.getAttribute('aria-label').startsWith('{name}:')"
        return f"{BARS}.find({is_it}).querySelector('.slot')"

    def counts(self) -> str:
        """Return the facet values on the chips, each with the number of rows."""
        script = (
            "(b) => [...b.querySelectorAll('span:not(.mark), small')].map((e) => e.textContent)"
        )
        return str(self.browser.evaluate(f"{BUTTONS}.flatMap({script}).join(' ')"))


@pytest.fixture
def reader(browser: Browser, tmp_path: Path) -> Iterator[Reader]:
    """A reader; the test fails if the page causes an error, logs a message or makes a request."""
    yield Reader(browser, tmp_path)
    assert browser.console == browser.exceptions == []
    assert all(address.endswith("/page.html") for address in browser.requests)


@pytest.mark.parametrize("text", [*HOSTILE, "\u202e\x1b[31m"])
def test_a_hostile_page_in_the_browser(reader: Reader, text: str) -> None:
    """Hostile text on the page does nothing, and the page's controls still work."""
    reader.open(page_of(text))
    reader.choose("meeting")
    assert "of 4" in reader.status()
    assert reader.browser.evaluate("document.querySelectorAll('img, svg svg, script').length") == 1


def test_without_scripts_everything_is_shown(reader: Reader) -> None:
    """If scripts are off, the page shows all rows and the chart, but no controls."""
    reader.open(timeline(), scripts=False)
    assert reader.visible_rows() == EVERY
    assert reader.browser.evaluate("document.querySelectorAll('button, input').length") == 0
    assert reader.browser.evaluate(f"{BARS}.length") == 3
    reader.browser.click(reader.bar("May 2025"))
    assert reader.browser.evaluate("location.hash") == "#m-2025-05"


@pytest.mark.parametrize("page", [timeline(), years(1), years(3), years(60), years(400)])
def test_the_script_keeps_the_chart(reader: Reader, page: Page) -> None:
    """If no filter is set, the script does not change the chart."""
    reader.open(page, scripts=False)
    written = reader.browser.evaluate(GEOMETRY)
    reader.open(page)
    assert sorted(reader.browser.evaluate(GEOMETRY)) == sorted(written)


def test_rows_are_filtered_by_facets(reader: Reader) -> None:
    """If you choose two values of one facet, the page shows the rows of both values.

    If you also choose a value of a second facet, the page shows fewer rows. The chips count the
    remaining rows.
    """
    reader.open(timeline())
    assert reader.status() == "8 entries"
    counts = (
        "visit 2 consultation 1 meeting 2 mechanism 1 instrument 1 planned 1 AZ 8 IQ 3 KZ 2 TR 3"
    )
    assert reader.counts() == counts
    reader.choose("visit")
    assert reader.visible_rows() == "V-1 V-2"
    reader.choose("KZ")
    assert reader.visible_rows() == "V-2"
    assert reader.status() == "Showing 1 of 8: visit · KZ"
    assert reader.counts() == (
        "visit 1 consultation 0 meeting 1 mechanism 0 instrument 0 planned 0 AZ 2 IQ 0 KZ 1 TR 1"
    )
    reader.choose("TR")
    assert reader.visible_rows() == "V-1 V-2"
    assert reader.browser.evaluate(f"{SEEN % 'section'}.length") == 2
    reader.press("Show all")
    assert reader.visible_rows() == EVERY


def test_a_part_is_shown_with_its_whole(reader: Reader) -> None:
    """If a part matches, the page also shows the part's parent engagements in a dimmed colour."""
    reader.open(timeline())
    reader.choose("instrument")
    assert reader.visible_rows() == "V-1 M-1 I-1"
    assert reader.status() == "Showing 1 of 8: instrument"
    faded = "[...document.querySelectorAll('.faded')].map((row) => row.id).join(' ')"
    assert reader.browser.evaluate(faded) == "V-1 M-1"


def test_rows_are_found_by_words(reader: Reader) -> None:
    """A row matches if the row contains every search word; accents and capitals do not matter."""
    reader.open(timeline())
    reader.browser.click("document.querySelector('input')")
    reader.browser.type("TRANSIT memo")
    assert reader.visible_rows() == "V-1 M-1 I-1"
    for words, refs in {"الطاقة": "V-1 M-2", "外交": "V-2", "nothing of it": "", "": EVERY}.items():
        reader.search(words)
        assert reader.visible_rows() == refs


def test_many_values_are_a_searchable_list(reader: Reader) -> None:
    """If a facet has many values, the page folds the values into a list with a search field."""
    rows = [row(f"M-{n}", "meeting", "Meeting", party=[f"Party {n}"]) for n in range(1, 31)]
    reader.open(Page("Many", [], [Grid(COLUMNS, rows)]))
    reader.browser.click("document.querySelector('summary')")
    reader.browser.click("document.querySelector('.many input')")
    reader.browser.type("party 17")
    assert reader.browser.evaluate(f"{SEEN % '.many button'}.length") == 1
    reader.choose("Party 17")
    assert reader.visible_rows() == "M-17"


def test_months_are_chosen_in_the_chart(reader: Reader) -> None:
    """A click on the chart selects a month, and a drag or a shift-click selects several months.

    An arrow key moves to the next or previous month, and Escape goes back one step.
    """
    reader.open(timeline())
    reader.browser.click(reader.bar("May 2025"))
    assert reader.visible_rows() == "M-9 V-2 B-1"
    assert reader.status() == "Showing 3 of 8: May 2025"
    reader.browser.click(reader.bar("July 2026"), shift=True)
    assert reader.visible_rows() == "M-9 V-1 M-1 I-1 M-2 V-2 B-1"
    reader.browser.press("Escape")
    assert reader.visible_rows() == "M-9 V-2 B-1"
    reader.browser.press("ArrowRight")
    assert reader.visible_rows() == "M-9 V-1 M-1 I-1 M-2 B-1"
    reader.browser.press("ArrowRight")
    reader.browser.press("ArrowRight")
    assert reader.visible_rows() == "M-9 C-1 B-1"
    reader.browser.press("ArrowLeft")
    assert reader.status() == "Showing 6 of 8: July 2026"
    reader.press("Show all")
    reader.browser.drag(reader.bar("June 2026"), reader.bar("August 2026"))
    assert reader.status() == "Showing 6 of 8: June 2026 – August 2026"
    reader.browser.press("Escape")
    assert reader.visible_rows() == EVERY


def test_bars_follow_the_filters(reader: Reader) -> None:
    """Each bar of the chart counts the matching rows.

    A month without matching rows has no bar.
    """
    reader.open(timeline())
    reader.choose("KZ")
    names = (
        f"{BARS}.map((a) => a.getAttribute('aria-label')).filter((label) => !label.endsWith(': 0'))"
    )
    assert reader.browser.evaluate(names) == ["May 2025: 1 (visit 1)", "July 2026: 1 (meeting 1)"]
    assert reader.browser.evaluate(f"{BARS}.length") == 19


def test_years_open_into_months(reader: Reader) -> None:
    """A chart of many years has one bar for each year.

    A click on a bar shows the months of that year.
    """
    reader.open(years(60, each=2))
    assert reader.browser.evaluate(f"{BARS}.length") == 60
    reader.browser.click(reader.bar("1999"))
    assert reader.browser.evaluate(f"{BARS}.length") == 12
    assert reader.status() == "Showing 24 of 1440: 1999"
    reader.browser.click(reader.bar("March 1999"))
    assert reader.status() == "Showing 2 of 1440: March 1999"
    for _ in range(10):
        reader.browser.press("ArrowRight")
    assert reader.status() == "Showing 2 of 1440: January 2000"
    assert reader.browser.evaluate(f"{BARS}[0].getAttribute('aria-label')") == (
        "January 2000: 2 (visit 2)"
    )
    for _ in range(3):
        reader.browser.press("Escape")
    assert reader.browser.evaluate(f"{BARS}.length") == 60


def test_the_chart_works_from_the_keyboard(reader: Reader) -> None:
    """The left arrow key selects the latest bar of the chart, and then the bar before it."""
    reader.open(timeline())
    reader.browser.evaluate("document.querySelector('.chart').focus()")
    reader.browser.press("ArrowLeft")
    assert reader.status() == "Showing 3 of 8: November 2026"
    reader.browser.press("ArrowLeft")
    assert reader.status() == "Showing 6 of 8: July 2026"


def test_a_part_leads_to_its_whole(reader: Reader) -> None:
    """A click on the mark of a part goes to the part's parent engagement.

    If the parent engagement is hidden, the page shows all rows again.
    """
    reader.open(timeline())
    reader.browser.click("document.querySelector('#I-1 .whole')")
    assert reader.browser.evaluate("document.querySelector(':target').id") == "M-1"
    reader.search("consultations")
    assert reader.visible_rows() == "C-1"
    reader.browser.click("document.querySelector('.note a')")
    assert reader.browser.evaluate("document.querySelector(':target').id") == "V-1"
    assert reader.visible_rows() == EVERY


def test_a_whole_shows_its_parts(reader: Reader) -> None:
    """If the pointer or the focus is on an engagement, the page highlights its parts."""
    reader.open(timeline())
    parts = "[...document.querySelectorAll('.part')].map((row) => row.id).join(' ')"
    reader.browser.point_at("document.querySelector('#V-1')")
    assert reader.browser.evaluate(parts) == "M-1 I-1 M-2"
    reader.browser.evaluate("document.querySelector('#M-1 a').focus()")
    assert reader.browser.evaluate(parts) == "I-1"


@pytest.mark.parametrize(
    "page", [timeline(), picture(), page_of("w" * 10_000), page_of("many words " * 50)]
)
def test_a_phone_never_scrolls_sideways(reader: Reader, page: Page) -> None:
    reader.open(page)
    reader.browser.resize(390, phone=True)
    assert reader.browser.evaluate("document.documentElement.scrollWidth") == 390


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_has_enough_contrast(reader: Reader, scheme: str) -> None:
    """All text, even dimmed text, has a contrast of at least 4.5 to 1 with its background."""
    reader.open(timeline())
    reader.browser.emulate(prefers_color_scheme=scheme)
    reader.choose("instrument")
    assert reader.browser.evaluate(CONTRAST) == []


CONTRAST = """(() => {
  const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (colour) => parts(colour).slice(0, 3).map((value) => value / 255)
    .map((value) => value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
    .reduce((sum, value, n) => sum + value * [0.2126, 0.7152, 0.0722][n], 0);
  const behind = (element) => {
    const colour = getComputedStyle(element).backgroundColor;
    return parts(colour)[3] === 0 ? behind(element.parentElement) : colour;
  };
  return [...document.querySelectorAll("body *")].filter((element) => element.checkVisibility()
    && !element.closest("svg") && [...element.childNodes].some((node) => node.data?.trim())
  ).filter((element) => {
    const [a, b] = [light(getComputedStyle(element).color), light(behind(element))];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) < 4.5;
  }).map((element) => `${element.className} ${element.textContent}`);
})()"""


def test_the_printed_page(reader: Reader) -> None:
    """The printed HTML page has no controls, but says whether some rows are hidden."""
    reader.open(timeline())
    controls = f"{SEEN % 'button, input, output'}.map((element) => element.textContent)"
    reader.browser.emulate(media="print")
    assert reader.browser.evaluate(controls) == []
    reader.search("consultations")
    assert reader.browser.evaluate(controls) == ["Showing 1 of 8: “consultations”"]
    assert reader.browser.pdf().startswith(b"%PDF")


# --- Pictures ---------------------------------------------------------------------------------

AWAY = (
    "[...document.querySelectorAll('.strip a.away')].map((a) => a.getAttribute('href')).join(' ')"
)
BOXES = """(() => {
  const sides = (node) => [node.getBoundingClientRect().left, node.getBoundingClientRect().right];
  const [axis] = document.querySelectorAll("svg.axis");
  const strips = [...document.querySelectorAll("svg.strip, svg.backdrop")];
  return [sides(axis), ...strips.map(sides)].map((box) => box.map(Math.round).join(" "));
})()"""
MIDDLES = """[...document.querySelectorAll(".strip .sign, .axis .late")].map((node) => {
  const { left, width } = node.getBoundingClientRect();
  const strip = node.closest("svg").getBoundingClientRect();
  return Math.round((left + width / 2 - strip.left) / strip.width * 140) / 10;
})"""
SQUARES = """[...document.querySelectorAll(".strip text.on")].map((text) => {
  const light = (node) => getComputedStyle(node).fill.match(/[\\d.]+/g).slice(0, 3)
    .map((value) => value / 255)
    .map((value) => value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
    .reduce((sum, value, n) => sum + value * [0.2126, 0.7152, 0.0722][n], 0);
  const [a, b] = [light(text), light(text.previousElementSibling)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
})"""


def test_a_mark_leads_to_its_row_without_scripts(reader: Reader) -> None:
    """A click on a mark or a bar goes to the row of the record, even if scripts are off."""
    reader.open(picture(), scripts=False)
    for ref in ("V-1", "M-1", "M-2"):
        reader.browser.click(f"document.querySelector('.strip a[href=\"#{ref}\"]')")
        assert reader.browser.evaluate("document.querySelector(':target').id") == ref


def test_marks_follow_the_filters(reader: Reader) -> None:
    """If rows are filtered out, their marks fade; the rows of the picture are not counted."""
    reader.open(picture())
    assert reader.status() == "3 entries"
    reader.choose("Italy")
    assert reader.visible_rows() == " ".join(["", "", "M-2"])
    assert reader.browser.evaluate(AWAY) == "#V-1 #M-1"
    reader.press("Show all")
    assert reader.browser.evaluate(AWAY) == ""


@pytest.mark.parametrize("width", [1200, 800, 390])
def test_strips_are_below_their_axis(reader: Reader, width: int) -> None:
    """At every width, strips are as wide as their axis, and marks are in the middle of days."""
    reader.open(picture())
    reader.browser.resize(width, phone=width < 500)
    assert len(set(reader.browser.evaluate(BOXES))) == 1
    assert reader.browser.evaluate(MIDDLES) == [8.5, 1.5, 1.5, 9.5]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_numbers_on_squares_have_enough_contrast(reader: Reader, scheme: str) -> None:
    """The number on a square of any shade has a contrast of at least 4.5 to 1 with the square."""
    squares = [
        Piece("square", n - 1, n, style=f"heat{n}", text=f"{n}", title=f"{n}") for n in range(1, 5)
    ]
    columns = (Column("country"), Column("weight", least=60, axis=Axis(4, squared=1)))
    lines = [Row((Cell("IQ"), Cell("weights", strip=Strip(squares))))]
    reader.open(Page("Activity", [], [Grid(columns, lines, head=True)]))
    reader.browser.emulate(prefers_color_scheme=scheme)
    contrasts = reader.browser.evaluate(SQUARES)
    assert len(contrasts) == 4
    assert min(contrasts) >= 4.5


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_pictures_in_the_browser(reader: Reader, text: str) -> None:
    """Hostile text in a picture does nothing; on a phone, nothing is outside of the screen."""
    reader.open(Page("Picture", [], [*strips(text), Grid(COLUMNS, [row("V-1", "visit", text)])]))
    reader.browser.resize(390, phone=True)
    assert reader.browser.evaluate("document.documentElement.scrollWidth") == 390
    assert reader.browser.evaluate("document.querySelectorAll('img, svg svg, script').length") == 1


def test_screen_readers_get_links_with_names(reader: Reader) -> None:
    """In the accessibility tree, a strip is a named group, and its pieces are named links."""
    reader.open(picture())
    reader.browser.ask("Accessibility.enable")
    nodes = reader.browser.ask("Accessibility.getFullAXTree")["nodes"]
    named = [(one["role"]["value"], one.get("name", {}).get("value")) for one in nodes[1:]]
    assert ("table", "Who is where") in named
    assert ("group", "2 engagements") in named
    assert ("link", "V-1 Visit, Baku, 8–10 Apr") in named
    assert [name for role, name in named if role == "columnheader"][:2] == ["party", "days"]
