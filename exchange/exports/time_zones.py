"""iCalendar time zones: the offsets of a zone over a range of years (RFC 5545, 3.6.5)."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo

from attrs import frozen

from dragoman.domain import rules_of


@frozen
class Observance:
    """A period with a constant offset from UTC.

    ``begins`` is the local time at which the period begins, according to the previous offset.
    ``before`` is the previous offset.
    """

    begins: datetime
    before: timedelta
    offset: timedelta
    name: str
    is_daylight: bool


def observances(zone: str, first: int, last: int) -> Iterator[Observance]:
    """Yield the periods of constant offset in a zone, from year ``first`` to year ``last``."""
    rules = rules_of(zone)
    instant, end = datetime(first, 1, 1, tzinfo=UTC), datetime(last, 12, 31, tzinfo=UTC)
    yield _observance(rules, instant, _offset(rules, instant))
    while instant < end:
        following = instant + timedelta(days=1)
        if _offset(rules, following) != (before := _offset(rules, instant)):
            yield _observance(rules, _change(rules, instant, following), before)
        instant = following


def _offset(rules: tzinfo, instant: datetime) -> timedelta:
    return instant.astimezone(rules).utcoffset() or timedelta()


def _change(rules: tzinfo, before: datetime, after: datetime) -> datetime:
    """Return the first minute after ``before`` at which the zone has the offset of ``after``."""
    while after - before > timedelta(minutes=1):
        middle = before + (after - before) // 2
        middle = middle.replace(second=0, microsecond=0)
        if _offset(rules, middle) == _offset(rules, before):
            before = middle
        else:
            after = middle
    return after


def _observance(rules: tzinfo, instant: datetime, before: timedelta) -> Observance:
    local = instant.astimezone(rules)
    begins = (instant + before).replace(tzinfo=None)
    is_daylight = bool(local.dst())
    return Observance(begins, before, _offset(rules, instant), local.tzname() or "", is_daylight)
