"""Read the dates that files give for their publication."""

import re
from collections.abc import Iterable, Mapping

from dragoman.domain import DateError, ImpreciseDate, parse_date
from dragoman.exchange.intake.articles.article import Published

_ISO = re.compile(r"(\d{4})(?:([-/.]?)(\d{2})(?:\2(\d{2}))?)?(?![\d/.-])")
_LONGEST = 100
_FIRST_YEAR = "1900"
_NO_DATES = frozenset(["1970-01-01", "1969-12-31"])
"""The days that programs write if they do not know the date."""

META_DATES = (
    *("article:published_time", "og:published_time", "og:article:published_time"),
    *("dc.date.issued", "dcterms.issued", "dc.date.created", "dcterms.created", "dc.date"),
    *("dcterms.date", "datepublished", "publication_date", "publish_date", "publish-date"),
    *("pubdate", "publishdate", "published_date", "citation_publication_date"),
    *("parsely-pub-date", "sailthru.date", "date"),
)
"""The names of ``meta`` elements that give the date of publication, the surest first."""


def published_day(written: str) -> ImpreciseDate | None:
    """Return the day, month or year that ISO 8601 or a mail's date gives; ``None`` for others.

    A time of day is left out, and the day is as written, in the offset of the publisher.
    """
    text = written.strip()[:_LONGEST]
    found = _ISO.match(text)
    day = "-".join(filter(None, found.group(1, 3, 4))) if found else _mail_day(text)
    if day is None or day in _NO_DATES or day < _FIRST_YEAR:
        return None
    try:
        return parse_date(day)
    except DateError:
        return None


def _mail_day(text: str) -> str | None:
    from email.utils import parsedate_to_datetime

    try:
        return parsedate_to_datetime(text).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def first_published(candidates: Iterable[tuple[str, str]]) -> Published | None:
    """Return the first date of pairs of an origin and a text."""
    for origin, written in candidates:
        if (day := published_day(written)) is not None:
            return Published(day, origin)
    return None


def page_dates(facts: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    """Return the dates that an HTML page gives outside of JSON-LD, the surest first."""
    origins = [*(f"meta {name}" for name in META_DATES[:3]), "itemprop datePublished"]
    origins += [*(f"meta {name}" for name in META_DATES[3:]), "time in the article"]
    return [(origin, facts[origin]) for origin in origins if origin in facts]
