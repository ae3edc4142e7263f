"""The HTML page: one file that requests nothing, trusts no text, and can be searched."""

import re
from base64 import b64encode
from collections.abc import Iterator, Sequence
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest
from attrs import define, field
from msgspec.structs import replace

from dragoman.cli.page.html import GENERATOR, LEAF, html
from dragoman.cli.page.marks import MEANINGS
from dragoman.cli.page.page import (
    Cell,
    Column,
    Drawing,
    Fields,
    Grid,
    Heading,
    Page,
    Row,
    Section,
    Words,
)
from tests.browser import CHROMIUM, Browser

COLUMNS = (
    Column("when"),
    Column("record", style="ref", tree=True),
    Column("title", least=20),
    Column("place", least=8, folds=True),
)
VOID = ("meta", "link", "col", "input")
HOSTILE = (
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    "<!-- <!--> ]]> <![CDATA[",
    "javascript:alert(1)",
    "&lt;b&gt; &amp; &#60;",
    "</title></textarea></pre></dl></td></table>",
    "w" * 10_000,
    "زيارة رسمية",
    "{{constructor}} ${alert(1)} \\u003cscript>",
)


def row(
    ref: str,
    mark: str,
    title: str,
    depth: int = 0,
    within: str | None = None,
    notes: Sequence[str] = (),
    **facets: Sequence[str],
) -> Row:
    """Return a row of a timeline."""
    cells = (Cell("Tue 17"), Cell(ref, mark=mark), Cell(title), Cell("Baku"))
    return Row(cells, depth, notes, ref, within, lambda: {"kind": [mark], **facets})


def timeline() -> Page:
    """Return a page of a visit with two meetings and what one of them agreed, among others."""
    lines = (
        Section("AHEAD"),
        row("M-9", "planned", "Meeting, energy ministers", party=["AZ", "IQ"]),
        Section("NOVEMBER 2026", "2026-11"),
        row(
            "C-1",
            "consultation",
            "Political consultations",
            party=["AZ", "IQ"],
            notes=["opened F-1, V-1"],
        ),
        Section("JULY 2026", "2026-07"),
        row("V-1", "visit", "Visit of the minister", party=["AZ", "TR"]),
        row("M-1", "meeting", "One-to-one", 1, "V-1", party=["AZ", "TR"]),
        row("I-1", "instrument", "Memorandum on trânsit", 2, "M-1", party=["AZ", "TR"]),
        row("M-2", "meeting", "لقاء مع وزير الطاقة", 1, "V-1", party=["AZ", "KZ"]),
        Section("MAY 2025", "2025-05"),
        row("V-2", "visit", "外交部长访问", party=["AZ", "KZ"]),
        Section("NO DATE"),
        row("B-1", "mechanism", "Joint commission", party=["AZ", "IQ"]),
    )
    return Page("Timeline", ["as of 23 Nov 2026", "5 done"], [Grid(COLUMNS, lines)], charted=True)


def years(many: int, each: int = 1) -> Page:
    """Return a page with a visit in every month of some years before 2026."""
    lines: list[Section | Row] = []
    for month in reversed(range((2026 - many) * 12, 2026 * 12)):
        name = f"{month // 12}-{month % 12 + 1:02d}"
        lines.append(Section(name, name))
        lines += [row(f"V-{month * each + n}", "visit", "Visit") for n in range(each)]
    return Page("Years", [], [Grid(COLUMNS, lines)], charted=True)


def page_of(text: str) -> Page:
    """Return a page with a text in every place that takes text."""
    cells = (Cell(text, style=text), Cell(text, mark="visit"), Cell(text, suffix=text), Cell(text))
    rows = (
        Section(text, "2025-04"),
        Row(cells, 0, [text], text, text, lambda: {text: [text], "kind": ["visit"]}),
        row("V-1", "visit", text),
        Section(text, text),
        row("M-1", "meeting", text, 1, "V-1", party=[text]),
    )
    return Page(
        text,
        [text, text],
        [
            Fields([(text, [text, (text, text)]), (text, [text])]),
            Heading(text),
            Words([text, (text, "bold")]),
            Drawing([[text, (text, "dim")], [text]]),
            Grid([replace(one, name=text) for one in COLUMNS], rows, head=True),
        ],
        charted=True,
    )


@define
class Parsed(HTMLParser):
    """A parsed file: elements with their attributes, and texts."""

    elements: list[tuple[str, dict[str, str]]] = field(factory=list)
    texts: list[tuple[str, str]] = field(factory=list)
    oddities: list[str] = field(factory=list)
    open: list[str] = field(factory=list)

    def __attrs_pre_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Handle the start of an element."""
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID and not (self.get_starttag_text() or "").endswith("/>"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Handle the end of an element."""
        if not self.open or self.open[-1] != tag:
            if tag != "rect":
                self.oddities.append(f"</{tag}> within {self.open}")
        else:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        """Handle a text."""
        self.texts.append((self.open[-1] if self.open else "", data))

    def handle_comment(self, data: str) -> None:
        """Handle a comment; there must be none."""
        self.oddities.append(data)

    unknown_decl = handle_pi = handle_comment

    def all(self, tag: str) -> list[dict[str, str]]:
        """Return the attributes of every element with a name."""
        return [attributes for name, attributes in self.elements if name == tag]

    def text(self, tag: str = "") -> str:
        """Return the text of all elements with a name, or of the whole file."""
        return "".join(text for one, text in self.texts if tag in ("", one))

    @property
    def visible(self) -> str:
        """Return the text that a reader sees."""
        return "".join(text for tag, text in self.texts if tag not in ("style", "script"))


def parsed(page: Page) -> Parsed:
    """Return a parsed page."""
    parser = Parsed()
    parser.feed(html(page))
    parser.close()
    return parser


def hashed(text: str) -> str:
    """Return a hash in the form that policies use."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_markup(text: str) -> None:
    """The elements and attributes of the file do not depend on the text."""
    found, harmless = parsed(page_of(text)), parsed(page_of("harmless"))

    def shape(one: Parsed) -> list[tuple[str, tuple[str, ...]]]:
        return [(tag, tuple(attributes)) for tag, attributes in one.elements if tag != "bdi"]

    assert shape(found) == shape(harmless)
    assert found.oddities == found.open == []
    assert text in found.visible


@pytest.mark.parametrize("text", [*HOSTILE, "harmless"])
def test_the_page_has_no_handlers_and_makes_no_requests(text: str) -> None:
    """There are no style attributes either, and every address is a place on the page."""
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
    """Its hashes are those of the script and style in the file."""
    found = parsed(timeline())
    policy = next(one["content"] for one in found.all("meta") if "http-equiv" in one)
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
    """Control characters, bidirectional overrides and broken characters are removed."""
    written = html(page_of(f"before{sign}after"))
    assert sign not in written
    assert written.encode().decode() == written
    assert re.search("before ?after", written)


def test_right_to_left_text_stays_in_its_place() -> None:
    """Text that is not plain ASCII is isolated from its neighbours."""
    assert "<bdi>لقاء مع وزير الطاقة</bdi>" in html(timeline())
    title = "زيارة"
    cells = (Cell(""), Cell("C-1"), Cell(title, suffix=", session 4"), Cell(""))
    assert f"<bdi>{title}</bdi>, session 4</td>" in html(
        Page("", [], [Grid(COLUMNS, [Row(cells)])])
    )


def test_the_generator_mark_is_in_the_first_kilobyte() -> None:
    """However long the title is, the program recognises its own file."""
    assert GENERATOR.encode() in html(page_of("w" * 10_000)).encode()[:1024]


def test_the_same_page_gives_the_same_file() -> None:
    assert html(timeline()) == html(timeline())
    assert html(timeline()).endswith("</html>\n")


def test_refs_are_places_and_links() -> None:
    """A ref links to its row if there is one, and a part links to its whole."""
    found = parsed(timeline())
    links = [one["href"] for one in found.all("a") if not one["href"].startswith("#m-")]
    assert [one["id"] for one in found.all("tr") if "id" in one] == (
        "M-9 C-1 V-1 M-1 I-1 M-2 V-2 B-1".split()
    )
    assert links.count("#V-1") == 1 + 1 + 2  # the record itself, a note, and both parts
    assert "#F-1" not in links
    parts = [one["href"] for one in found.all("a") if one.get("class") == "whole"]
    assert parts == ["#V-1", "#M-1", "#V-1"]


def test_a_repeated_record_has_one_anchor() -> None:
    """No two elements have the same id."""
    page = timeline()
    twice = parsed(Page("Twice", [], [*page.blocks, *page.blocks], charted=True))
    names = [attributes["id"] for _, attributes in twice.elements if "id" in attributes]
    assert len(names) == len(set(names)) == 8 + 3


def test_a_legend_unless_the_page_has_one() -> None:
    """It explains each mark on the page once."""
    page = timeline()
    legend = html(page)[html(page).index('<ul class="legend"') :]
    told = [mark for mark, meaning in MEANINGS.items() if f"</span> {meaning}</li>" in legend]
    assert told == "visit consultation meeting mechanism instrument planned".split()
    own = Words([("▲", "visit"), (" visit  ", "dim")])
    assert 'class="legend"' not in html(replace(page, blocks=[*page.blocks, own]))


def test_every_block_has_its_element() -> None:
    """Fields are a list of names and values, drawings keep every column, headings nest."""
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
    """Only the table head uses names."""
    rows = [Row((Cell("1"), Cell(""), Cell("x"), Cell("")))]
    assert len(parsed(Page("", [], [Grid(COLUMNS, rows)])).all("th")) == 2
    assert '<thead class="unseen">' in html(Page("", [], [Grid(COLUMNS, rows)]))
    headed = html(Page("", [], [Grid(COLUMNS, rows, head=True)]))
    assert "<thead><tr>" in headed
    assert 'data-label="title"' in headed


def test_many_rows_are_many_tables() -> None:
    """A long section is split into tables, and no table separates a whole from its parts."""
    rows = [row(f"M-{n}", "meeting", "Meeting", depth=n % 3) for n in range(1, 4 * LEAF)]
    tables = html(Page("", [], [Grid(COLUMNS, rows)])).split("<table ")[1:]
    assert len(tables) == 4
    assert all("data-depth" not in one.split("<tbody>")[1][:40] for one in tables[1:])


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
    """Each month, year or decade has a place, and is a link if it has entries."""
    found = parsed(page)
    assert len([one for one in found.all("rect") if one["class"] == "slot"]) == places
    chart = [one for one in found.all("a") if "aria-label" in one and "class" not in one]
    assert len(chart) == linked
    assert chart[0]["href"] in {f"#{one.get('id')}" for one in found.all("section")}


# The page in a browser

SEEN = "[...document.querySelectorAll('%s')].filter((one) => one.checkVisibility())"
SHOWN = f"{SEEN % 'tbody > tr'}.map((row) => row.id).join(' ')"
EVERY = "M-9 C-1 V-1 M-1 I-1 M-2 V-2 B-1"
TOLD = "document.querySelector('output').textContent"
BUTTONS = "[...document.querySelectorAll('button')]"
BARS = "[...document.querySelectorAll('.chart a')]"
GEOMETRY = (
    "[...document.querySelectorAll('.chart rect, .chart text')].map((one) => ["
    "...['x', 'y', 'width', 'height'].map((name) => parseFloat(one.getAttribute(name)).toFixed(1)),"
    "one.getAttribute('class'), one.tagName === 'text' ? one.textContent : ''])"
)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser in which nothing may go wrong."""
    if CHROMIUM is None:
        pytest.skip("needs Chromium on the path")
    with Browser(tmp_path_factory.mktemp("profile")) as one:
        yield one


@define
class Reader:
    """A reader who uses a page in the browser."""

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

    def sees(self) -> str:
        """Return the refs of the visible rows."""
        return str(self.browser.evaluate(SHOWN))

    def status(self) -> str:
        """Return the text of the page about the visible rows."""
        return str(self.browser.evaluate(TOLD))

    def chooses(self, value: str) -> None:
        """Click the chip of a value."""
        label = "button.querySelector('span:not(.mark)')?.textContent"
        self.browser.click(f"{BUTTONS}.find((button) => {label} === '{value}')")

    def presses(self, label: str) -> None:
        """Click a button."""
        self.browser.click(f"{BUTTONS}.find((button) => button.textContent === '{label}')")

    def seeks(self, text: str) -> None:
        """Type a text into the search field."""
        self.browser.evaluate(
            f"(() => {{ const i = document.querySelector('input'); i.value = '{text}';"
            " i.dispatchEvent(new Event('input')) })()"
        )

    def bar(self, name: str) -> str:
        """Return the expression that selects the bar of a month or year."""
        is_it = f"(a) => a.getAttribute('aria-label').startsWith('{name}:')"
        return f"{BARS}.find({is_it}).querySelector('.slot')"

    def counts(self) -> str:
        """Return the values on the chips with their numbers."""
        script = (
            "(b) => [...b.querySelectorAll('span:not(.mark), small')].map((e) => e.textContent)"
        )
        return str(self.browser.evaluate(f"{BUTTONS}.flatMap({script}).join(' ')"))


@pytest.fixture
def reader(browser: Browser, tmp_path: Path) -> Iterator[Reader]:
    """A reader whose page must log no errors and make no requests."""
    one = Reader(browser, tmp_path)
    yield one
    assert browser.console == browser.exceptions == []
    assert all(address.endswith("/page.html") for address in browser.requests)


@pytest.mark.parametrize("text", [*HOSTILE, "\u202e\x1b[31m"])
def test_a_hostile_page_in_the_browser(reader: Reader, text: str) -> None:
    """Hostile text does nothing, and the page works."""
    reader.open(page_of(text))
    reader.chooses("meeting")
    assert "of 3" in reader.status()
    assert reader.browser.evaluate("document.querySelectorAll('img, svg svg, script').length") == 1


def test_without_scripts_everything_is_shown(reader: Reader) -> None:
    """All rows, the chart and the legend are shown, but no control that would do nothing."""
    reader.open(timeline(), scripts=False)
    assert reader.sees() == EVERY
    assert reader.browser.evaluate("document.querySelectorAll('button, input').length") == 0
    assert reader.browser.evaluate(f"{BARS}.length") == 3
    reader.browser.click(reader.bar("May 2025"))
    assert reader.browser.evaluate("location.hash") == "#m-2025-05"


@pytest.mark.parametrize("page", [timeline(), years(1), years(3), years(60), years(400)])
def test_the_script_keeps_the_chart(reader: Reader, page: Page) -> None:
    """Without a filter, the chart stays as it was written."""
    reader.open(page, scripts=False)
    written = reader.browser.evaluate(GEOMETRY)
    reader.open(page)
    assert sorted(reader.browser.evaluate(GEOMETRY)) == sorted(written)


def test_rows_are_filtered_by_facets(reader: Reader) -> None:
    """Values of one facet widen the choice, facets narrow it, and counts show what each leaves."""
    reader.open(timeline())
    assert reader.status() == "8 entries"
    counts = (
        "visit 2 consultation 1 meeting 2 mechanism 1 instrument 1 planned 1 AZ 8 IQ 3 KZ 2 TR 3"
    )
    assert reader.counts() == counts
    reader.chooses("visit")
    assert reader.sees() == "V-1 V-2"
    reader.chooses("KZ")
    assert reader.sees() == "V-2"
    assert reader.status() == "Showing 1 of 8: visit · KZ"
    assert reader.counts() == (
        "visit 1 consultation 0 meeting 1 mechanism 0 instrument 0 planned 0 AZ 2 IQ 0 KZ 1 TR 1"
    )
    reader.chooses("TR")
    assert reader.sees() == "V-1 V-2"
    assert reader.browser.evaluate(f"{SEEN % 'section'}.length") == 2
    reader.presses("Show all")
    assert reader.sees() == EVERY


def test_a_part_is_shown_with_its_whole(reader: Reader) -> None:
    """The wholes of a matching row are shown too, dimmed."""
    reader.open(timeline())
    reader.chooses("instrument")
    assert reader.sees() == "V-1 M-1 I-1"
    assert reader.status() == "Showing 1 of 8: instrument"
    faded = "[...document.querySelectorAll('.faded')].map((row) => row.id).join(' ')"
    assert reader.browser.evaluate(faded) == "V-1 M-1"


def test_rows_are_found_by_words(reader: Reader) -> None:
    """Every word must occur; accents and capitals do not matter."""
    reader.open(timeline())
    reader.browser.click("document.querySelector('input')")
    reader.browser.type("TRANSIT memo")
    assert reader.sees() == "V-1 M-1 I-1"
    for words, refs in {"الطاقة": "V-1 M-2", "外交": "V-2", "nothing of it": "", "": EVERY}.items():
        reader.seeks(words)
        assert reader.sees() == refs


def test_many_values_are_a_searchable_list(reader: Reader) -> None:
    """Values that do not fit are folded away, and are found by their beginning."""
    rows = [row(f"M-{n}", "meeting", "Meeting", party=[f"Party {n}"]) for n in range(1, 31)]
    reader.open(Page("Many", [], [Grid(COLUMNS, rows)]))
    reader.browser.click("document.querySelector('summary')")
    reader.browser.click("document.querySelector('.many input')")
    reader.browser.type("party 17")
    assert reader.browser.evaluate(f"{SEEN % '.many button'}.length") == 1
    reader.chooses("Party 17")
    assert reader.sees() == "M-17"


def test_months_are_chosen_in_the_chart(reader: Reader) -> None:
    """A click shows a month, shift-click and drag a range, arrow keys step, Escape goes back."""
    reader.open(timeline())
    reader.browser.click(reader.bar("May 2025"))
    assert reader.sees() == "M-9 V-2 B-1"
    assert reader.status() == "Showing 3 of 8: May 2025"
    reader.browser.click(reader.bar("July 2026"), shift=True)
    assert reader.sees() == "M-9 V-1 M-1 I-1 M-2 V-2 B-1"
    reader.browser.press("Escape")
    assert reader.sees() == "M-9 V-2 B-1"
    reader.browser.press("ArrowRight")
    assert reader.sees() == "M-9 V-1 M-1 I-1 M-2 B-1"
    reader.browser.press("ArrowRight")
    reader.browser.press("ArrowRight")
    assert reader.sees() == "M-9 C-1 B-1"
    reader.browser.press("ArrowLeft")
    assert reader.status() == "Showing 6 of 8: July 2026"
    reader.presses("Show all")
    reader.browser.drag(reader.bar("June 2026"), reader.bar("August 2026"))
    assert reader.status() == "Showing 6 of 8: June 2026 – August 2026"
    reader.browser.press("Escape")
    assert reader.sees() == EVERY


def test_bars_follow_the_filters(reader: Reader) -> None:
    """A bar counts the matching rows, and is an empty place if there are none."""
    reader.open(timeline())
    reader.chooses("KZ")
    names = f"{BARS}.map((a) => a.getAttribute('aria-label')).filter((one) => !one.endsWith(': 0'))"
    assert reader.browser.evaluate(names) == ["May 2025: 1 (visit 1)", "July 2026: 1 (meeting 1)"]
    assert reader.browser.evaluate(f"{BARS}.length") == 19


def test_years_open_into_months(reader: Reader) -> None:
    """With many months, the chart shows years first; a click shows the months of a year."""
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
    """Arrow keys open the latest or the earliest bar, and move from there."""
    reader.open(timeline())
    reader.browser.evaluate("document.querySelector('.chart').focus()")
    reader.browser.press("ArrowLeft")
    assert reader.status() == "Showing 3 of 8: November 2026"
    reader.browser.press("ArrowLeft")
    assert reader.status() == "Showing 6 of 8: July 2026"


def test_a_part_leads_to_its_whole(reader: Reader) -> None:
    """A click on the mark of a part goes to the whole, and shows all rows if it was hidden."""
    reader.open(timeline())
    reader.browser.click("document.querySelector('#I-1 .whole')")
    assert reader.browser.evaluate("document.querySelector(':target').id") == "M-1"
    reader.seeks("consultations")
    assert reader.sees() == "C-1"
    reader.browser.click("document.querySelector('.note a')")
    assert reader.browser.evaluate("document.querySelector(':target').id") == "V-1"
    assert reader.sees() == EVERY


def test_a_whole_shows_its_parts(reader: Reader) -> None:
    """With the pointer or the focus on a whole, its parts are highlighted."""
    reader.open(timeline())
    parts = "[...document.querySelectorAll('.part')].map((row) => row.id).join(' ')"
    reader.browser.point_at("document.querySelector('#V-1')")
    assert reader.browser.evaluate(parts) == "M-1 I-1 M-2"
    reader.browser.evaluate("document.querySelector('#M-1 a').focus()")
    assert reader.browser.evaluate(parts) == "I-1"


@pytest.mark.parametrize("page", [timeline(), page_of("w" * 10_000), page_of("many words " * 50)])
def test_a_phone_never_scrolls_sideways(reader: Reader, page: Page) -> None:
    reader.open(page)
    reader.browser.resize(390, phone=True)
    assert reader.browser.evaluate("document.documentElement.scrollWidth") == 390


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_has_enough_contrast(reader: Reader, scheme: str) -> None:
    """The contrast with the page is at least 4.5 to 1, for dimmed text too."""
    reader.open(timeline())
    reader.browser.emulate(prefers_color_scheme=scheme)
    reader.chooses("instrument")
    assert reader.browser.evaluate(CONTRAST) == []


CONTRAST = """(() => {
  const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (colour) => parts(colour).slice(0, 3).map((one) => one / 255)
    .map((one) => one <= 0.03928 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4)
    .reduce((sum, one, n) => sum + one * [0.2126, 0.7152, 0.0722][n], 0);
  const behind = (one) => {
    const colour = getComputedStyle(one).backgroundColor;
    return parts(colour)[3] === 0 ? behind(one.parentElement) : colour;
  };
  return [...document.querySelectorAll("body *")].filter((one) => one.checkVisibility()
    && !one.closest("svg") && [...one.childNodes].some((node) => node.data?.trim())
  ).filter((one) => {
    const [a, b] = [light(getComputedStyle(one).color), light(behind(one))];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) < 4.5;
  }).map((one) => `${one.className} ${one.textContent}`);
})()"""


def test_the_printed_page(reader: Reader) -> None:
    """Paper has no controls, but says if some rows are hidden."""
    reader.open(timeline())
    controls = f"{SEEN % 'button, input, output'}.map((one) => one.textContent)"
    reader.browser.emulate(media="print")
    assert reader.browser.evaluate(controls) == []
    reader.seeks("consultations")
    assert reader.browser.evaluate(controls) == ["Showing 1 of 8: “consultations”"]
    assert reader.browser.pdf().startswith(b"%PDF")
