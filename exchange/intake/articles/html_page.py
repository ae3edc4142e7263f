"""Read an item from an HTML page: the text of its article, and its metadata."""

import re
from collections import Counter
from collections.abc import Sequence

from dragoman.exchange.intake.articles.article import Article, UnreadableArticle
from dragoman.exchange.intake.articles.clean_text import clean, clean_line
from dragoman.exchange.intake.articles.dates_of_publication import first_published, page_dates
from dragoman.exchange.intake.articles.linked_data import LinkedData
from dragoman.exchange.intake.articles.metadata import address, language, short
from dragoman.exchange.intake.articles.page_reader import (
    BODY,
    HEADING,
    MAIN,
    Block,
    Page,
    size,
)

_LEAST_BODY = 100
"""The least length of what a page marks as the body of its article, in characters."""

_LONGEST_LINK = 200
"""The longest block that is left out because it is only a link, in characters."""

_LEAST_PART = 4
"""An article is what the page marks so, if it has at least one part in so many of its text."""

_SEPARATOR = re.compile(r"\s+(?:[|·•»–—-]|::)\s+")

Blocks = Sequence[Block]


def read_page(markup: str) -> Article:
    """Read an item from the text of a page. Raises :class:`UnreadableArticle` if it has no text."""
    page = Page(markup)
    data = LinkedData(page.json_ld)
    publisher = short(page.facts.get("meta og:site_name") or data.text("publisher"))
    blocks = _article_blocks(page.blocks)
    title = _title(page, data, blocks, publisher)
    text = _text(title, _longer(blocks, page.blocks, data.text("articleBody")))
    if not text:
        raise UnreadableArticle(
            "the page has no text; if a browser shows its text, copy the text to a file"
        )
    written = data.text("datePublished")
    stated = [("JSON-LD datePublished", written)] if written else []
    return Article(
        text=text,
        title=title,
        published=first_published([*stated, *page_dates(page.facts)]),
        language=_language(page, data),
        url=_address(page, data),
        publisher=publisher,
    )


def page_text(markup: str) -> str:
    """Return the visible text of a page or of a part of a page."""
    return "\n\n".join(block.text for block in Page(markup).blocks)


def _article_blocks(blocks: Blocks) -> Blocks:
    """Return the blocks of the article: what the page marks as such, if it has enough text."""
    body = [block for block in blocks if block.flags & BODY]
    if size(body) >= _LEAST_BODY:
        return body
    least = size(blocks) / _LEAST_PART
    for part in (_largest_article(blocks), [block for block in blocks if block.flags & MAIN]):
        if part and size(part) >= least:
            return part
    return blocks


def _largest_article(blocks: Blocks) -> Blocks:
    """Return the blocks of the largest ``article``, if it has most of the text of all."""
    sizes: Counter[int] = Counter()
    for block in blocks:
        if block.article and not block.is_link:
            sizes[block.article] += len(block.text)
    [(number, largest)] = sizes.most_common(1) or [(0, 0)]
    if largest * 2 <= sizes.total():
        return []
    return [block for block in blocks if block.article == number]


def _longer(blocks: Blocks, whole: Blocks, stated: str | None) -> list[str]:
    """Return the paragraphs of an article: of its blocks, or of JSON-LD if these have more."""
    kept = [block for block in blocks if not _is_menu(block)] or blocks
    found = [block.text for block in kept]
    body = page_text(stated) if stated and "<" in stated else stated or ""
    length = size(blocks)
    is_marked = len(blocks) < len(whole)
    if len(body) > length * 1.2 or (len(body) >= max(_LEAST_BODY, length / 2) and not is_marked):
        return [body]
    return found


def _is_menu(block: Block) -> bool:
    return block.is_link and not block.flags & HEADING and len(block.text) < _LONGEST_LINK


def _title(page: Page, data: LinkedData, blocks: Blocks, publisher: str | None) -> str | None:
    """Return the headline: the heading of the article, or else the title that the page gives."""
    facts = page.facts
    stated = data.text("headline") or facts.get("meta og:title") or facts.get("meta twitter:title")
    stated = short(stated or facts.get("title"))
    within = _headings(blocks)
    if len(within) == 1 and within[0] != publisher:
        return within[0]
    headings = [*within, *_headings(page.blocks)]
    if stated is None:
        return next(iter(headings), None)
    confirmed = (heading for heading in headings if _folded(heading) in _folded(stated))
    return next(confirmed, None) or _without_site(stated, publisher)


def _headings(blocks: Blocks) -> list[str]:
    found = (short(block.text) for block in blocks if block.flags & HEADING)
    return [heading for heading in found if heading]


def _without_site(title: str, publisher: str | None) -> str:
    """Return a title without the name of the site at its beginning or end."""
    parts = _SEPARATOR.split(title)
    if len(parts) < 2 or not publisher:
        return title
    site = _folded(publisher)
    if _folded(parts[-1]) == site:
        return title[: title.rindex(parts[-1])].rstrip(" |·•»–—-:")
    if _folded(parts[0]) == site:
        return title[len(parts[0]) :].lstrip(" |·•»–—-:")
    return title


def _text(title: str | None, paragraphs: Sequence[str]) -> str:
    """Return the text with the headline first, and only once."""
    cleaned = list(filter(None, map(clean, paragraphs)))
    if title is None or not cleaned:
        return "\n\n".join(cleaned)
    headline = _folded(title)
    again = next((n for n, text in enumerate(cleaned[:5]) if _folded(text) == headline), None)
    if again is not None:
        del cleaned[again]
    elif _folded(cleaned[0][: 2 * len(title)]).startswith(headline):
        return "\n\n".join(cleaned)
    return "\n\n".join([title, *cleaned])


def _folded(text: str) -> str:
    return clean_line(text).casefold()


def _language(page: Page, data: LinkedData) -> str | None:
    names = ("html lang", "meta og:locale", "meta content-language", "meta dc.language")
    stated = (*(page.facts.get(name) for name in names), data.text("inLanguage"))
    return next(filter(None, map(language, stated)), None)


def _address(page: Page, data: LinkedData) -> str | None:
    stated = (page.facts.get("link canonical"), page.facts.get("meta og:url"), data.address())
    return next(filter(None, map(address, stated)), None)
