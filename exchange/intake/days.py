"""Dates in a text: days, ranges of days and months, with names or numbers, in any case."""

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, timedelta
from functools import lru_cache

from attrs import frozen

from dragoman.domain import DateError, ImpreciseDate, month_numbers, parse_date, understand
from dragoman.exchange.intake.lexicon.lexicon import Lexicon
from dragoman.exchange.intake.mentions import DayMention, without_overlaps
from dragoman.exchange.intake.source_text import SourceText, Span

_DAY = r"(?P<{}>[0-9]{{1,2}})(?:st|nd|rd|th|er|\.?º|\.|-?(?:e|go|ro|ci|го|ое|й|и|е))?"
_YEAR = r"(?P<year>(?:19|20)[0-9]{2})(?![0-9])"
_YEAR_ALONE = re.compile(r"(?<![\w.,/-])20[0-9]{2}(?![\w/-])")
"""A year alone, which counts only for something that lies ahead."""
_GAP = r"(?:,? (?:of |de |del |du |den |dem |в |من |ي )?|\.? ?)"
_TO = r" ?(?:-|/|to|and|bis|und|au|et|al|a|y|по|и|до|ile|ve|ve de|ila|ilə|إلى|الي|و) ?"


@lru_cache(maxsize=16)
def _months(lexicon: Lexicon) -> Mapping[str, int]:
    known = {name: number for name, number in month_numbers().items() if len(name) > 2}
    return known | dict(lexicon.months)


@lru_cache(maxsize=16)
def _forms(lexicon: Lexicon) -> tuple[re.Pattern[str], ...]:
    """Return the patterns of dates with a month, the longest first."""
    names = sorted(map(re.escape, _months(lexicon)), key=len, reverse=True)
    month = rf"(?P<month>{'|'.join(names)})\.?"
    other = month.replace("<month>", "<month_to>")
    day, to = _DAY.format("day"), _DAY.format("to")
    year = rf"(?:{_GAP}{_YEAR})?"
    return tuple(
        re.compile(rf"(?<![\w.]){form}(?!\w)")
        for form in (
            rf"{day}{_GAP}{month}{_TO}{to}{_GAP}{other}{year}",
            rf"{day}{_TO}{to}{_GAP}{month}{year}",
            rf"{day}{_GAP}{month}{year}",
            rf"{_YEAR}(?:-?\w{{1,4}})? (?:il\w* )?{month} {day}{_TO}{to}(?:-?\w{{1,4}})?",
            rf"{_YEAR}(?:-?\w{{1,4}})? (?:il\w* )?{month} {day}(?:-?\w{{1,4}})?",
            rf"{month} {day}{_TO}{to}{year}",
            rf"{month} {day}{year}",
            rf"{month}{_GAP}{_YEAR}",
            r"(?P<day>[0-9]{1,2})(?P<sign>[./-])(?P<number>[0-9]{1,2})(?P=sign)"
            r"(?P<year>(?:19|20)[0-9]{2})",
            r"(?P<year>(?:19|20)[0-9]{2})-(?P<number>[0-9]{2})-(?P<day>[0-9]{2})",
            r"(?P<day>[0-9]{1,2})\.(?P<number>[0-9]{1,2})\.(?![0-9])",
        )
    )


@lru_cache(maxsize=16)
def _phrases(lexicon: Lexicon) -> re.Pattern[str]:
    """Return the pattern of dates that only words express: yesterday, on Monday, next week."""
    words = [*lexicon.near_days, *lexicon.weekdays]
    near = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    months = "|".join(sorted(map(re.escape, _months(lexicon)), key=len, reverse=True))
    days = "|".join(sorted(map(re.escape, lexicon.weekdays), key=len, reverse=True))
    forms = [
        one.replace("{month}", rf"(?:{months})").replace("{weekday}", rf"(?:{days})")
        for one in lexicon.dates
    ]
    return re.compile(rf"(?<!\w)(?:{'|'.join([*forms, near])})(?!\w)")


def days_in(
    source: SourceText, lexicon: Lexicon, published: ImpreciseDate | None
) -> list[DayMention]:
    """Return the dates in a text.

    A date without a year is the one nearest to the publication. Words such as "yesterday" need the
    day of the publication.
    """
    around = _last_day(published)
    day = around if published and published.first == published.last else None
    found = [
        DayMention(_trimmed(source, match), past, ahead, _nearer(past, ahead, around))
        for form in _forms(lexicon)
        for match in form.finditer(source.plain)
        for past, ahead in [_with_month(match, lexicon, around)]
        if past or ahead or around is None
    ]
    found += [
        DayMention(source.span(*match.span()), None, match[0])
        for match in _YEAR_ALONE.finditer(source.plain)
        if around and int(match[0]) >= around.year
    ]
    for match in _phrases(lexicon).finditer(source.plain):
        past, ahead = _of_words(match[0], lexicon, day)
        if past or day is None:
            found.append(DayMention(source.span(*match.span()), past, ahead))
    return without_overlaps(found)


def _trimmed(source: SourceText, match: re.Match[str]) -> Span:
    """Return the span of a date without the punctuation after it."""
    return source.span(match.start(), match.start() + len(match[0].rstrip(" ,.")))


_LONG_AGO = 180
"""The number of days after which a date without a year is rather the one that lies ahead."""


def _nearer(past: str | None, ahead: str | None, around: date | None) -> str | None:
    """Return the date in the past, unless it is long ago and the date ahead is near."""
    if not (past and ahead and around) or past == ahead or len(past) < len("2025-04-20"):
        return past
    gone = around - date.fromisoformat(past[:10])
    return ahead if gone.days > _LONG_AGO else past


def _last_day(published: ImpreciseDate | None) -> date | None:
    last = published.last if published else None
    return date.fromordinal(last) if last else None


@frozen
class _Part:
    """The first or the last day of a date with a month."""

    month: int
    day: int | None


def _with_month(
    match: re.Match[str], lexicon: Lexicon, published: date | None
) -> tuple[str | None, str | None]:
    """Return the EDTF of a date with a month, as past and as ahead; ``None`` if it is no date."""
    parts = match.groupdict()
    named = parts.get("month")
    month = _months(lexicon)[named] if named else int(parts["number"])
    until = _months(lexicon)[parts["month_to"]] if parts.get("month_to") else month
    first = _Part(month, _number(parts.get("day")))
    last = _Part(until, _number(parts.get("to")) or first.day)
    year = _number(parts.get("year"))
    if year is not None:
        text = _edtf(year, first, last)
        return text, text
    if published is None:
        return None, None
    return _nearest(first, last, published)


def _number(digits: str | None) -> int | None:
    return int(digits) if digits else None


def _edtf(year: int, first: _Part, last: _Part) -> str | None:
    """Return the EDTF of a range of days in a year, or ``None`` if there is no such day."""
    if not (1 <= first.month <= 12 and 1 <= last.month <= 12):
        return None
    if first.day is None or last.day is None:
        return f"{year:04}-{first.month:02}"
    with suppress(ValueError):
        begin, end = date(year, first.month, first.day), date(year, last.month, last.day)
        if begin > end:
            begin = begin.replace(year=year - 1)
        return begin.isoformat() if begin == end else f"{begin}/{end}"
    return None


def _nearest(first: _Part, last: _Part, published: date) -> tuple[str | None, str | None]:
    """Return the nearest range of days in the past and ahead of the publication."""
    years = (published.year - 1, published.year, published.year + 1)
    made = (_edtf(year, first, last) for year in years)
    days = [text for text in made if text and len(text) > len("2025-04")]
    if not days:
        return None, None
    past = [text for text in days if text[:10] <= published.isoformat()]
    ahead = [text for text in days if text[-10:] >= published.isoformat()]
    return (past or days)[-1], (ahead or days)[0]


def _of_words(
    words: str, lexicon: Lexicon, published: date | None
) -> tuple[str | None, str | None]:
    """Return the EDTF of words such as "yesterday", as past and as ahead."""
    if published is None:
        return None, None
    if words in lexicon.near_days:
        day = (published + timedelta(days=lexicon.near_days[words])).isoformat()
        return day, day
    if words in lexicon.weekdays:
        behind = (published.weekday() - lexicon.weekdays[words]) % 7
        before = published - timedelta(days=behind)
        after = before if not behind else before + timedelta(days=7)
        return before.isoformat(), after.isoformat()
    return _understood(words, published, -1), _understood(words, published, 1)


def _understood(words: str, published: date, toward: int) -> str | None:
    with suppress(DateError):
        return understand(words, published, toward).edtf
    return None


_HEAD_LINES = 5
_DATELINE = 70
_AFTER_DATE = re.compile(r"[^\w]{0,3}(?:\([^)]{1,40}\))?[^\w]{0,3}(?:[\w. ]{0,30}[-:/|]|$)")


def dateline_of(text: str, lexicon: Lexicon) -> ImpreciseDate | None:
    """Return the date of a dateline: "BAKU, 21 April 2025 -", or a line with little but a date.

    Only a date with a year counts.
    """
    source = SourceText(text)
    found = days_in(source, lexicon, None)
    lines = [line for line in _lines(text) if text[line.start : line.end].strip()][:_HEAD_LINES]
    for line in lines:
        for day in found:
            is_near = line.holds(day.span) and day.span.end - line.start <= _DATELINE
            rest = source.between(day.span.end, min(line.end, day.span.end + _DATELINE))
            is_alone = line.end - line.start <= _DATELINE
            if is_near and day.past and (is_alone or _AFTER_DATE.match(rest)):
                return parse_date(day.past)
    return None


def _lines(text: str) -> list[Span]:
    return [Span(*one.span()) for one in re.finditer(r"[^\n]+", text)]
