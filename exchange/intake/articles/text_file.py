"""Read an item from plain text."""

from collections.abc import Sequence

from dragoman.exchange.intake.articles.article import Article, UnreadableArticle
from dragoman.exchange.intake.articles.clean_text import clean
from dragoman.exchange.intake.articles.line_wraps import unwrapped

_LONGEST_HEADLINE = 200


def read_text(written: str, notes: Sequence[str] = ()) -> Article:
    """Read an item from text. Raises :class:`UnreadableArticle` if the text is empty."""
    text = clean(unwrapped(written))
    if not text:
        raise UnreadableArticle("has no text; give the text of the item")
    return Article(text=text, title=headline(text), notes=tuple(notes))


def headline(text: str) -> str | None:
    """Return the headline of a cleaned text: a first line that is not a sentence, then a space.

    The line after the headline is blank or, in a text without blank lines, longer.
    """
    first, _, rest = text.partition("\n")
    if not rest or len(first) > _LONGEST_HEADLINE or first.endswith((".", ":", ";", ",", "。")):
        return None
    is_apart = rest.startswith("\n")
    return first if is_apart or len(rest.partition("\n")[0]) > 2 * len(first) else None
