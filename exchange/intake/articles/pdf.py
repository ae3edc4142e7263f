"""Read an item from a PDF file, with the optional library pypdf.

A PDF does not say when its text was published: ``CreationDate`` is the day on which somebody made
the file, so it is not read. A PDF has letters at places on a page, so words of scripts that run
from right to left come out in the wrong order. Such files are refused.
"""

import logging
import re
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from attrs import define, evolve, field

from dragoman.exchange.intake.articles.article import Article, UnreadableArticle
from dragoman.exchange.intake.articles.clean_text import clean_line
from dragoman.exchange.intake.articles.line_wraps import unwrapped
from dragoman.exchange.intake.articles.metadata import language, short
from dragoman.exchange.intake.articles.text_file import read_text

MOST_PAGES = 100
MOST_SECONDS = 20
"""The most seconds of the processor, so that a busy machine reads as much as an idle one."""

MOST_CHARACTERS = 2_000_000

_LIMITS: Mapping[str, Any] = {
    "zlib_maximum_output_length": 20_000_000,
    "lzw_maximum_output_length": 20_000_000,
    "run_length_maximum_output_length": 20_000_000,
    "brotli_maximum_output_length": 20_000_000,
    "array_based_stream_maximum_output_length": 20_000_000,
    "stream_decoding_work_maximum_length": 60_000_000,
    "stream_parsing_work_maximum_count": 300_000,
    "xform_maximum_invocations_per_extraction": 500,
    "page_tree_maximum_entries": 10_000,
}
"""The limits of pypdf for a file, far below its own: an item is a few pages of text."""

_TOLERANCE = 0.2
_HEADLINE_SIZE = 1.15
"""The least size of the letters of a headline, as a multiple of the size of most letters."""

_EDGE = 2
"""The number of lines at the top and at the bottom of a page that may repeat on every page."""

_PAGE_NUMBER = re.compile(
    r"(?:\w+ )?\d{1,4}(?:\s*(?:/|of|von|sur|из|de)\s*\d{1,4})?|[-–] ?\d+ ?[-–]"
)
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_MOST_RIGHT_TO_LEFT = 0.1


def read_pdf(content: bytes) -> Article:
    """Read an item from a PDF. Raises :class:`UnreadableArticle`."""
    try:
        from pypdf import PdfReader, apply_configuration
    except ImportError:
        raise UnreadableArticle("to read PDF files, run: pip install 'dragoman[pdf]'") from None
    log = logging.getLogger("pypdf")
    if not log.handlers:
        log.addHandler(logging.NullHandler())  # else its warnings go to the terminal
    try:
        with apply_configuration(**_LIMITS):
            document = PdfReader(BytesIO(content))
            return _article(document)
    except UnreadableArticle:
        raise
    except Exception as error:  # pypdf raises nearly every kind of error for broken files
        why = clean_line(str(error)[:200]) or type(error).__name__
        raise UnreadableArticle(f"cannot read the PDF ({why}); save its text as a file") from error


def _article(document: Any) -> Article:
    if document.is_encrypted and not document.decrypt(""):
        raise UnreadableArticle("is encrypted; save the PDF without a password")
    count = document.get_num_pages()
    if count > MOST_PAGES:
        raise UnreadableArticle(
            f"has {count:,} pages, and an item may have {MOST_PAGES}; save the pages of the item"
        )
    reading = _Reading()
    pages = [reading.text_of(page) for page in document.pages]
    text = "\n".join(_without_edges(pages))
    if not text.strip():
        raise UnreadableArticle(
            "the PDF has no text, only pictures; recognise the text with an OCR program first"
        )
    notes = _notes_on_order(text)
    return evolve(_titled(document, reading.headline, text), notes=notes)


def _titled(document: Any, headline: str, text: str) -> Article:
    """Return the item, with the title from its largest letters or from the file's own title.

    The file's own title is often the name of a template, so it counts only if the text begins so.
    """
    lines = headline.splitlines()
    rest = text.lstrip().removeprefix(headline)
    if headline and len(rest) < len(text.lstrip()):
        text = f"{' '.join(lines)}\n\n{rest}"
    article = read_text(unwrapped(text, _TOLERANCE))
    stated = short(str((document.metadata or {}).get("/Title") or ""))
    beginning = clean_line(article.text[:1000]).casefold()
    title = short(" ".join(lines)) or article.title
    if title is None and stated and beginning.startswith(stated.casefold()):
        title = stated
    tag = language(str(document.trailer["/Root"].get("/Lang") or ""))
    return evolve(article, title=title, language=tag)


@define
class _Reading:
    """Reads pages within the limits of time and length, and finds the headline of the first."""

    headline: str = ""
    _began: float = field(factory=time.process_time)
    _length: int = 0

    def text_of(self, page: Any) -> str:
        """Return the text of a page."""
        pieces: list[tuple[str, float]] = []

        def visit(text: str, matrix: Any, text_matrix: Any, _font: Any, size: float) -> None:
            self._spend(len(text))
            pieces.append((text, abs(size * text_matrix[3] * matrix[3])))

        def watch(*_operation: object) -> None:
            self._spend(0)

        text: str = page.extract_text(visitor_text=visit, visitor_operand_before=watch)
        self._spend(0)
        if page.page_number == 0:
            self.headline = _largest_first(pieces)
        return text

    def _spend(self, length: int) -> None:
        self._length += length
        if self._length > MOST_CHARACTERS:
            raise UnreadableArticle(
                f"has more than {MOST_CHARACTERS:,} characters; save the text of the item as a file"
            )
        if time.process_time() - self._began > MOST_SECONDS:
            raise UnreadableArticle(
                f"takes longer than {MOST_SECONDS} seconds to read; save its text as a file"
            )


def _largest_first(pieces: Sequence[tuple[str, float]]) -> str:
    """Return the text at the beginning of a page whose letters are larger than most letters."""
    letters: Counter[float] = Counter()
    for text, size in pieces:
        letters[round(size, 1)] += len(text.strip())
    usual = letters.most_common(1)[0][0] if letters else 0.0
    found: list[str] = []
    for text, size in pieces:
        if text.strip() and size < usual * _HEADLINE_SIZE:
            break
        found.append(text)
    return "".join(found).strip()


def _without_edges(pages: Sequence[str]) -> list[str]:
    """Return the pages without page numbers, and without lines that repeat on every page."""
    split = [[line for line in page.split("\n") if line.strip()] for page in pages]
    seen = Counter(key for lines in split for key in {_edge_key(line) for line in _edges(lines)})
    repeated = {key for key, count in seen.items() if count == len(pages) > 2}
    for lines in split:
        for at in (0, -1):
            while lines and _is_edge(lines[at], repeated):
                del lines[at]
    return ["\n".join(lines) for lines in split]


def _edges(lines: Sequence[str]) -> Sequence[str]:
    return [*lines[:_EDGE], *lines[-_EDGE:]]


def _is_edge(line: str, repeated: set[str]) -> bool:
    return bool(_PAGE_NUMBER.fullmatch(line.strip())) or _edge_key(line) in repeated


def _edge_key(line: str) -> str:
    return re.sub(r"\d+", "0", line.strip())


def _notes_on_order(text: str) -> tuple[str, ...]:
    """Return a note if some words run from right to left; refuse a text with many such words."""
    found = len(_RIGHT_TO_LEFT.findall(text))
    if found > _MOST_RIGHT_TO_LEFT * sum(map(str.isalpha, text)):
        raise UnreadableArticle(
            "is written from right to left, and a PDF does not keep the order of such words;"
            " save the item as text or HTML"
        )
    return ("words that run from right to left may be in the wrong order",) if found else ()
