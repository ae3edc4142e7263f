"""The frame of a page on a server: the links between pages, and what keeps a page current."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from urllib.parse import parse_qsl, quote, urlencode

from attrs import frozen

from dragoman.exchange import safe

FORMATS = {"json": "JSON", "csv": "CSV", "md": "Markdown"}
"""The endings of paths for other formats, with the names of the formats."""


@frozen(kw_only=True)
class Link:
    """A link in the navigation: its text, and the path of its page."""

    text: str
    path: str


@frozen(kw_only=True)
class Frame:
    """What surrounds a page.

    ``pages`` are the links of the navigation. ``base`` begins the paths of all links, such as
    ``/as-of/2025-12-01``; ``path`` and ``query`` are those of the page itself, without the base.
    ``words`` are the words of a search. ``tag`` is the state of the register that the page shows, if
    the page is to be loaded again when the state changes. ``notes`` are remarks on the whole page,
    and ``more`` is a link to the same page with more rows.
    """

    pages: Sequence[Link]
    base: str = ""
    path: str = "/"
    query: str = ""
    words: str = ""
    day: str = ""
    tag: str = ""
    notes: Sequence[str] = ()
    more: Link | None = None
    formats: Mapping[str, str] = FORMATS

    def record(self, ref: str) -> str:
        """Return the path of the page of a record."""
        return f"{self.base}/{ref}"

    def side(self, code: str) -> str:
        """Return the path of the page of a state or organisation."""
        return f"{self.base}/brief/{quote(code, safe='')}"

    def topic(self, topic: str) -> str:
        """Return the path of the page of a topic."""
        return f"{self.base}/topic/{quote(topic, safe='')}"

    def styled(self, text: str, style: str) -> str | None:
        """Return the path for a text with a style; ``None`` if the text is not a link."""
        if style == "side":
            return self.side(text)
        return self.topic(text) if style == "topic" else None

    def with_option(self, name: str, value: str) -> str:
        """Return the path of this page with an option of its report."""
        others = (one for one in parse_qsl(self.query, keep_blank_values=True) if one[0] != name)
        return f"{self.base}{self.path}?{urlencode([*others, (name, value)])}"

    @property
    def begin(self) -> Iterator[str]:
        """The HTML before the heading of the page."""
        yield '<a class="skip" href="#content">Skip to the page</a>'
        yield '<div class="site"><nav aria-label="Pages"><ul>'
        for link in self.pages:
            current = ' aria-current="page"' if link.path == self.path else ""
            yield f'<li><a href="{escape(self.base + link.path)}"{current}>{escape(link.text)}</a></li>'
        yield (
            f'</ul></nav><form class="search" role="search" action="{escape(self.base)}/search">'
            f'<input type="search" name="q" value="{escape(safe(self.words))}"'
            ' aria-label="Words to search for in the whole register" placeholder="Search the register">'
            "<button>Search</button></form></div>"
        )
        if self.base:
            now = f"{self.path}{f'?{self.query}' if self.query else ''}"
            yield (
                f'<aside class="past" aria-label="Time">A past state of the register. <a'
                f' href="{escape(now)}">Show the present state</a></aside>'
            )
        if self.notes:
            notes = "<br>".join(escape(safe(one)) for one in self.notes)
            yield f'<aside class="past" aria-label="Notes">{notes}</aside>'

    @property
    def end(self) -> Iterator[str]:
        """The HTML after the content of the page."""
        if self.more:
            yield f'<nav class="more" aria-label="More rows"><a href="{escape(self.more.path)}">{escape(self.more.text)}</a></nav>'
        query = f"?{self.query}" if self.query else ""
        path = "/index" if self.path == "/" else self.path
        links = (
            f'<a href="{escape(f"{self.base}{path}.{end}{query}")}">{name}</a>'
            for end, name in self.formats.items()
        )
        also = f"<p>This page as {', '.join(links)}</p>" if self.formats else ""
        yield f"<footer>{also}"
        yield (
            '<form action="/as-of"><label>As it was on <input type="date" name="day"'
            f' value="{escape(self.day)}" required></label>'
            f'<input type="hidden" name="page" value="{escape((self.path or "/") + query)}">'
            "<button>Show</button></form></footer>"
        )
