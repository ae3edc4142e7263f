"""Read an HTML page into blocks of visible text, and collect what the page says about itself.

Style sheets and scripts are not run, so text that only they hide or show is read as it is written.
Nothing is loaded: addresses in the page are only text.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from html import unescape
from typing import NamedTuple

from dragoman.exchange.intake.articles.article import UnreadableArticle
from dragoman.exchange.intake.articles.markup import RAW, Token, attributes, tokens

HIDDEN, ARTICLE, MAIN, BODY, PRE, HEADING, LINK = (1 << number for number in range(7))
"""What holds of a piece of text: it is not shown, it is within an ``article`` and so on."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_BLOCKS = _words(
    """
    address article aside blockquote body caption center dd details dialog dir div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li main menu
    nav ol optgroup option p pre search section summary table tbody tfoot thead tr ul
    """
)
_INLINE = _words(
    """
    a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q s samp
    small span strike strong sub sup time tt u var
    """
)
_OTHERS = frozenset(["td", "th", "h1"])
_UNSHOWN = _words(
    """
    applet aside audio button canvas datalist dialog map meter nav noscript object optgroup option
    progress rp rt select svg template video
    """
)
_VOID = _words(
    """
    area base basefont br col embed frame hr img input keygen link meta param source track wbr
    """
)
_CLOSED_BY_NEXT = frozenset(["li", "dt", "dd"])
_ENDS_LINE = frozenset(["br", "hr"])
_KNOWN = _BLOCKS | _INLINE | _OTHERS | _UNSHOWN

_UNSHOWN_ROLES = _words(
    """
    alert alertdialog banner complementary contentinfo dialog menu menubar navigation search tablist
    toolbar tooltip
    """
)
_UNSHOWN_CLASSES = _words(
    """
    ad ads advert advertisement breadcrumb breadcrumbs cookie-banner cookies footer hidden menu nav
    navbar navigation newsletter noprint pager pagination related related-articles
    screen-reader-text share sharing sidebar site-footer site-header skip-link social social-share
    sr-only tags visually-hidden visuallyhidden
    """
)
"""Classes that pages commonly use for what does not belong to the item."""

_UNSHOWN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|(?:opacity|font-size)\s*:\s*0(?![.\d]*[1-9])", re.I
)

_FLAGS = {"article": ARTICLE, "main": MAIN, "pre": PRE, "h1": HEADING}

_ATTRIBUTES = _words(
    """
    aria-hidden charset class content datetime hidden href http-equiv itemprop lang name property
    rel role style type xml:lang
    """
)
MOST_TAGS = 500_000
"""The most tags of a page; pages of articles have a few thousand."""

_MOST_FOUND = 1000
"""The most facts of each kind that are collected from a page."""

MOST_JSON = 1_000_000
"""The longest JSON-LD of a page that is read, in characters."""

_NEAR = 20
"""How many open elements to look through for the one that a tag closes early."""

_SPACES = re.compile(r"[ \t\n\r\f]+")


class Block(NamedTuple):
    """A paragraph: its text, what holds of it, and the number of its outermost ``article``.

    ``is_link`` is true if all of its text is in links.
    """

    text: str
    flags: int
    article: int
    is_link: bool


class _Level(NamedTuple):
    """An open element, and what holds of the text within it."""

    name: str
    flags: int
    article: int


class Page:
    """What an HTML page shows, and what it says about itself.

    ``facts`` are pairs of a name, such as ``meta og:title``, and a value. ``json_ld`` are the texts
    of scripts with JSON-LD.
    """

    def __init__(self, markup: str) -> None:
        self.blocks: list[Block] = []
        self.facts: dict[str, str] = {}
        self.json_ld: list[str] = []
        self._levels: list[_Level] = [_Level("", 0, 0)]
        self._interned: dict[_Level, _Level] = {}
        self._open: Counter[str] = Counter()
        self._articles = 0
        self._parts: list[str] = []
        self._flags = self._article = self._linked = self._length = 0
        tags = 0
        for token in tokens(markup):
            tags += token.kind != "text"
            if tags > MOST_TAGS:
                raise UnreadableArticle(
                    f"has more than {MOST_TAGS:,} tags; copy the text of the item to a file"
                )
            self._read(token)
        self._end_block()

    def _read(self, token: Token) -> None:
        if token.kind == "text":
            self._text(token.content)
        elif token.kind == "start":
            self._start(token)
        else:
            self._end(token.name)

    def _text(self, written: str) -> None:
        level = self._levels[-1]
        if level.flags & HIDDEN:
            return
        text = unescape(written) if "&" in written else written
        if not level.flags & PRE:
            text = _SPACES.sub(" ", text)
        self._parts.append(text)
        length = len(text) - text.count(" ")
        if length:
            self._flags |= level.flags
            self._article = level.article
            self._length += length
            self._linked += length if level.flags & LINK else 0

    def _end_block(self) -> None:
        if self._length:
            text = "".join(self._parts).strip()
            is_link = self._linked == self._length
            self.blocks.append(Block(text, self._flags, self._article, is_link))
        self._parts.clear()
        self._flags = self._article = self._linked = self._length = 0

    def _start(self, token: Token) -> None:
        name = token.name
        said = attributes(token.attributes, _ATTRIBUTES) if token.attributes else {}
        if said or token.content:
            self._collect(token, said)
        if name in _ENDS_LINE:
            self._parts.append("\n" if name == "br" else "\n\n")
        elif name not in _VOID and name not in RAW:
            self._open_element(name, said)

    def _open_element(self, name: str, said: Mapping[str, str]) -> None:
        if name in _BLOCKS:
            self._end_block()
            for ended in ("p", name) if name in _CLOSED_BY_NEXT else ("p",):
                self._close_near(ended)
        elif name in ("td", "th"):
            self._parts.append("\n")
        elif name == "a":
            self._close_near("a")
        elif name == "q":
            self._parts.append("“")
        outer = self._levels[-1]
        flags = outer.flags | _FLAGS.get(name, 0) | _said_flags(name, said, outer.flags)
        article = outer.article
        if name == "article" and not article:
            self._articles += 1
            article = self._articles
        level = _Level(name if name in _KNOWN else "", flags, article)
        self._levels.append(self._interned.setdefault(level, level))
        self._open[level.name] += 1

    def _end(self, name: str) -> None:
        if name in _BLOCKS:
            self._end_block()
        elif name in ("td", "th"):
            self._parts.append("\n")
        elif name == "q":
            self._parts.append("”")
        name = name if name in _KNOWN else ""
        if name in _INLINE:
            self._close_near(name)
        elif self._open[name]:
            while self._close() != name:
                pass

    def _close(self) -> str:
        closed = self._levels.pop().name
        self._open[closed] -= 1
        return closed

    def _close_near(self, name: str) -> None:
        """Close an element, unless another block is open within it."""
        if not self._open[name]:
            return
        for number in range(1, min(_NEAR, len(self._levels))):
            near = self._levels[-number].name
            if near == name:
                for _ in range(number):
                    self._close()
            if near == name or near not in _INLINE:
                return

    def _collect(self, token: Token, said: Mapping[str, str]) -> None:
        """Remember what a tag says about the page."""
        name, shown = token.name, not self._levels[-1].flags & HIDDEN
        if name == "script":
            self._script(token.content, said)
        elif name == "title" and shown:
            self._fact("title", unescape(token.content))
        elif name == "html":
            self._fact("html lang", said.get("lang") or said.get("xml:lang") or "")
        elif name == "link" and "canonical" in said.get("rel", "").lower().split():
            self._fact("link canonical", said.get("href", ""))
        elif name == "meta":
            self._meta(said, said.get("content", ""))
        elif shown:
            self._dated(name, said, said.get("content") or said.get("datetime") or "")

    def _script(self, content: str, said: Mapping[str, str]) -> None:
        is_data = said.get("type", "").strip().lower() == "application/ld+json"
        if is_data and len(content) <= MOST_JSON and len(self.json_ld) < _MOST_FOUND:
            self.json_ld.append(content)

    def _meta(self, said: Mapping[str, str], content: str) -> None:
        for attribute in ("property", "name", "http-equiv"):
            self._fact(f"meta {said.get(attribute, '').strip().lower()}", content)
        self._itemprop(said, content)

    def _dated(self, name: str, said: Mapping[str, str], content: str) -> None:
        self._itemprop(said, content)
        if name == "time":
            within = self._levels[-1].flags & (ARTICLE | MAIN | BODY)
            self._fact("time in the article" if within else "time", content)

    def _itemprop(self, said: Mapping[str, str], content: str) -> None:
        if "datepublished" in said.get("itemprop", "").lower().split():
            self._fact("itemprop datePublished", content)

    def _fact(self, name: str, value: str) -> None:
        if value and (name in self.facts or len(self.facts) < _MOST_FOUND):
            self.facts.setdefault(name, value)


def _said_flags(name: str, said: Mapping[str, str], outer: int) -> int:
    """Return what the name and the attributes of an element say about the text within it."""
    if not said:
        return HIDDEN if _is_unshown_element(name, outer) else 0
    flags = 0
    if "articlebody" in said.get("itemprop", "").lower().split():
        flags |= BODY
    if said.get("role", "").lower() == "main":
        flags |= MAIN
    if name == "a" and "href" in said:
        flags |= LINK
    if name not in ("html", "body") and (
        _is_unshown_element(name, outer) or _is_unshown(said, outer | flags)
    ):
        flags |= HIDDEN
    return flags


def _is_unshown_element(name: str, outer: int) -> bool:
    """Return whether an element is not part of an item: the header of a page, but not of an item."""
    if name == "header":
        return not outer & (ARTICLE | MAIN | BODY)
    return name in _UNSHOWN or name == "footer"


def _is_unshown(said: Mapping[str, str], flags: int) -> bool:
    if "hidden" in said or said.get("aria-hidden", "").lower() == "true":
        return True
    if said.get("role", "").lower() in _UNSHOWN_ROLES:
        return True
    if _UNSHOWN_STYLE.search(said.get("style", "")):
        return True
    return not _UNSHOWN_CLASSES.isdisjoint(said.get("class", "").lower().split())


def size(blocks: Iterable[Block]) -> int:
    """Return the number of characters in blocks that are more than a link."""
    return sum(len(block.text) for block in blocks if not block.is_link)
