"""Read a press item from the bytes of a file: text, HTML, PDF or mail.

Nothing is loaded from anywhere: what a page or a mail refers to stays unread.
"""

import re
from collections.abc import Callable

from attrs import evolve

from dragoman.exchange.intake.articles.article import Article, UnreadableArticle
from dragoman.exchange.intake.articles.decoding import decoded, is_wide, refuse_known_binary
from dragoman.exchange.intake.articles.mail_recognition import is_mail

__all__ = ["Article", "UnreadableArticle", "article"]

LARGEST_FILE = 20 << 20
LARGEST_TEXT = 10 << 20
"""The largest file, and the largest file of text or HTML, in bytes."""

_SNIFFED = 4096
"""The number of characters in which to look for the signs of a format."""

_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|title|meta|article"
    r"|script|main|div|h1|p)(?=[\s/>])",
    re.IGNORECASE | re.DOTALL,
)
_OTHER_XML = re.compile(r"\s*<\?xml\b|\s*<(?:rss|feed|sitemapindex|urlset)\b", re.IGNORECASE)
_CHARSET = re.compile(
    rb"""<meta\b[^>]{0,500}?charset\s*=\s*["']?\s*([\w.:-]+)|<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)""",
    re.IGNORECASE,
)


def article(content: bytes, name: str = "", encoding: str | None = None) -> Article:
    """Return the item in the bytes of a file.

    ``name`` is the name of the file, which begins messages, and whose ending counts if the content
    does not show the format. It is empty for the standard input. ``encoding`` is the encoding of a
    text or a page if the user gives it. Raises :class:`UnreadableArticle`.
    """
    try:
        return _article(content, name, encoding)
    except UnreadableArticle as error:
        raise UnreadableArticle(f"{name or 'standard input'}: {error}") from error


def _article(content: bytes, name: str, encoding: str | None) -> Article:
    _refuse_size(content, LARGEST_FILE)
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if (read := _reader_of_bytes(content, ending)) is not None:
        return read(content)
    _refuse_size(content, LARGEST_TEXT)
    refuse_known_binary(content)
    return _article_of_text(content, ending, encoding)


def _refuse_size(content: bytes, largest: int) -> None:
    if not content.strip():
        raise UnreadableArticle("is empty; give the text of the item")
    if len(content) > largest:
        raise UnreadableArticle(
            f"is larger than {largest >> 20} MiB; save only the text of the item"
        )


def _reader_of_bytes(content: bytes, ending: str) -> Callable[[bytes], Article] | None:
    """Return the reader of a PDF or a mail, ``None`` for text."""
    if content.lstrip()[:5] == b"%PDF-" or (ending == "pdf" and b"%PDF-" in content[:1024]):
        from dragoman.exchange.intake.articles.pdf import read_pdf

        return read_pdf
    if is_wide(content):
        return None
    if ending in ("eml", "mht", "mhtml") or is_mail(content):
        from dragoman.exchange.intake.articles.mail import read_mail

        return read_mail
    return None


def _article_of_text(content: bytes, ending: str, encoding: str | None) -> Article:
    declared = _CHARSET.search(content[:_SNIFFED])
    stated = (declared[1] or declared[2]).decode("ascii", "replace") if declared else None
    text, notes = decoded(content, stated, encoding)
    beginning = text[:_SNIFFED].lstrip("\ufeff")
    if _PAGE.match(beginning) or (ending in ("html", "htm", "xhtml", "shtml") and "<" in text):
        from dragoman.exchange.intake.articles.html_page import read_page

        page = read_page(text)
        return evolve(page, notes=(*page.notes, *notes))
    if _OTHER_XML.match(beginning):
        raise UnreadableArticle("is XML, not a page; save the item as text or HTML")
    from dragoman.exchange.intake.articles.text_file import read_text

    return read_text(text, notes)
