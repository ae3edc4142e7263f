"""Pages to write as HTML files, and a parser for these files."""

from collections.abc import Sequence
from html.parser import HTMLParser

from attrs import define, field
from msgspec.structs import replace

from dragoman.cli.page.html import html
from dragoman.cli.page.page import (
    Axis,
    Block,
    Cell,
    Column,
    Drawing,
    Fields,
    Grid,
    Heading,
    Label,
    Page,
    Picture,
    Piece,
    Row,
    Section,
    Strip,
    Words,
)

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
    """Return a timeline with a plan, past records, records inside a visit, and several scripts."""
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
    """Return a page with a visit in every month of several years before 2026."""
    lines: list[Section | Row] = []
    for month in reversed(range((2026 - many) * 12, 2026 * 12)):
        name = f"{month // 12}-{month % 12 + 1:02d}"
        lines.append(Section(name, name))
        lines += [row(f"V-{month * each + n}", "visit", "Visit") for n in range(each)]
    return Page("Years", [], [Grid(COLUMNS, lines)], charted=True)


DAYS = Axis(
    14,
    [Label(0, 14, ["April 2025"], style="strong"), Label(0, 7, ["7"], 1), Label(7, 14, ["14"], 1)],
    bands=[(5, 7), (12, 14)],
    rules=[7],
    now=(8.5, "today"),
)


def strips(text: str, ref: str | None = "V-1") -> list[Block]:
    """Return a picture that has the given text in every field that accepts text."""
    bar = Piece("bar", 1, 4, 0, "visit", "visit", text, 14, text, ref)
    mark = Piece("mark", 2, 3, 1, "meeting", "meeting", text, 14, text, "M-1")
    more = Piece("mark", 9, 10, 1, text="+3", title=text, ref=text)
    days = Column(text, least=60, axis=DAYS)
    strip = Cell(text, strip=Strip([bar, mark, more], 2))
    columns = (Column(text, style="strong", least=8), days)
    lanes = Grid(columns, [Row((Cell(text), strip))], head=True, caption=text)
    square = Cell(text, strip=Strip([Piece("square", 0, 1, style="heat3", text="7", title=text)]))
    months = Column("weight", least=60, axis=Axis(2, [Label(0, 1, ["J"])], squared=1))
    squares = Grid((Column("country"), months), [Row((Cell(text), square))], head=True)
    return [lanes, squares]


def picture() -> Page:
    """Return a page with a picture of three records, and with rows for these records."""
    pieces = [
        [
            Piece("bar", 1, 4, 0, "visit", "visit", "Baku", 14, "V-1 Visit, Baku, 8–10 Apr", "V-1"),
            Piece("mark", 1, 2, 1, "meeting", "meeting", "", 14, "M-1 Talks, 8 Apr", "M-1"),
        ],
        [Piece("mark", 9, 10, 0, "planned", "planned", "Rome", 14, "M-2 Call, 16 Apr", "M-2")],
    ]
    names = Column("party", style="strong", least=12, codes=True)
    columns = (names, Column("days", least=60, axis=DAYS))
    lanes = [
        Row((Cell(name), Cell(f"{len(some)} engagements", strip=Strip(some, 2))))
        for name, some in zip(("AZ Azerbaijan", "IT Italy"), pieces, strict=True)
    ]
    listed = [
        row("V-1", "visit", "Visit", party=["Azerbaijan"]),
        row("M-1", "meeting", "Talks", within="V-1", party=["Azerbaijan"]),
        row("M-2", "planned", "Call", party=["Italy"]),
    ]
    drawn = [Grid(columns, lanes, head=True, caption="Who is where"), Grid(COLUMNS, listed)]
    plain = [Drawing([["AZ ·▲━▲··"], ["IT ·····○"]])]
    return Page("Lanes", ["3 done"], [Picture(lambda: plain, lambda: drawn)])


def page_of(text: str) -> Page:
    """Return a page that has the given text in every field that accepts text."""
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
            Picture(lambda: [Words([text])], lambda: strips(text)),
            Grid([replace(column, name=text) for column in COLUMNS], rows, head=True),
        ],
        charted=True,
    )


@define
class Parsed(HTMLParser):
    """A parsed HTML file: elements with their attributes, and text."""

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

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Handle an element that ends itself, as only those of drawings do."""
        self.handle_starttag(tag, attrs)
        if tag not in ("rect", "line", "use"):
            self.oddities.append(f"<{tag}/> within {self.open}")

    def handle_endtag(self, tag: str) -> None:
        """Handle the end of an element."""
        if not self.open or self.open[-1] != tag:
            self.oddities.append(f"</{tag}> within {self.open}")
        else:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        """Handle a piece of text."""
        self.texts.append((self.open[-1] if self.open else "", data))

    def handle_comment(self, data: str) -> None:
        """Fail on a comment, because no page may have comments."""
        self.oddities.append(data)

    unknown_decl = handle_pi = handle_comment

    def all(self, tag: str) -> list[dict[str, str]]:
        """Return the attributes of every element that has this name."""
        return [attributes for name, attributes in self.elements if name == tag]

    def text(self, tag: str = "") -> str:
        """Return the text of all elements that have this name, or the text of the entire file."""
        return "".join(text for name, text in self.texts if tag in ("", name))

    @property
    def visible(self) -> str:
        """Return the text that a reader sees on the page."""
        return "".join(text for tag, text in self.texts if tag not in ("style", "script"))


def parsed(page: Page) -> Parsed:
    """Return a parsed page."""
    parser = Parsed()
    parser.feed(html(page))
    parser.close()
    return parser
