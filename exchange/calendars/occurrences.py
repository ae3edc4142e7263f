"""The days of a repeated meeting (RRULE, RDATE, EXDATE), within limits."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import islice
from typing import Any

from attrs import frozen

from dragoman.domain import quoted
from dragoman.exchange.calendars.items import Item, Moment, UnusableItem, is_broken, stamp

MOST = 1_000
"""The maximum number of occurrences of a meeting."""

AHEAD = BACK = timedelta(days=366)
"""How far ahead of today, and back from today, the import reads a meeting that has no end or
more than :data:`MOST` occurrences.
"""

LONGEST = timedelta(days=100 * 366)
"""How long after its start the import looks for occurrences of a meeting."""

_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")


@frozen
class Window:
    """The first and the last day of the occurrences that the import reads.

    ``is_endless`` says whether the meeting goes on after the last day.
    """

    first: date
    last: date
    is_endless: bool = False

    def has(self, moment: Moment) -> bool:
        """Return whether a day or a time is in the window."""
        return self.first <= day_of(moment) <= self.last


def day_of(moment: Moment) -> date:
    """Return the day of a moment."""
    return moment.date() if isinstance(moment, datetime) else moment


def repeats(item: Item) -> bool:
    """Return whether a meeting takes place more than once."""
    return "RRULE" in item.component or "RDATE" in item.component


def occurrences(item: Item, start: Moment, today: date) -> tuple[list[Moment], Window]:
    """Return the starts of a repeated meeting in order, and the window of these starts.

    If the meeting has no end, or takes place very often, the window is a year around today. Raises
    :class:`UnusableItem`.
    """
    rule = _rule(item)
    whole = Window(date.min, date.max)
    if rule is None or "COUNT" in rule or "UNTIL" in rule:
        found = _in_window(item, start, whole)
        if len(found) <= MOST:
            return found, whole
    around = Window(today - BACK, today + AHEAD, is_endless=True)
    return _in_window(item, start, around)[:MOST], around


def _in_window(item: Item, start: Moment, window: Window) -> list[Moment]:
    left_out = {stamp(one) for one in _listed(item, "EXDATE", start)}
    added = (start, *_listed(item, "RDATE", start))
    found = {stamp(one): one for one in (*_ruled(item, start, window), *added)}
    kept = [one for key, one in found.items() if key not in left_out and window.has(one)]
    return sorted(kept, key=_in_order)


def _in_order(moment: Moment) -> tuple[date, str]:
    return day_of(moment), stamp(moment)


def _rule(item: Item) -> Mapping[str, Any] | None:
    value = item.component.get("RRULE")
    if value is None:
        return None
    if not isinstance(value, Mapping):
        raise UnusableItem(f"RRULE: {item.raw('RRULE') or value} is not one rule that can be read")
    return value


def _ruled(item: Item, start: Moment, window: Window) -> Iterator[Moment]:
    """Yield the starts that the rule gives, as wall-clock times in the zone of the start."""
    from dateutil.rrule import rrulestr

    rule = _rule(item)
    if rule is None:
        return
    if str(rule.get("FREQ", [""])[0]).upper() not in _FREQUENCIES:
        raise UnusableItem("RRULE: the meeting repeats more often than daily")
    if any(int(number) < 1 for number in rule.get("INTERVAL", [1])):
        raise UnusableItem("RRULE: INTERVAL must be at least 1")
    zone = start.tzinfo if isinstance(start, datetime) else None
    parts = item.raw("RRULE").split(";")
    kept = [one for one in parts if not one.upper().startswith(("UNTIL=", "COUNT="))]
    until = _until(rule, zone) or datetime.max
    last = min(until, datetime.combine(window.last, time.max), _wall(start) + LONGEST)
    first = datetime.combine(window.first, time.min)
    try:
        found = rrulestr(";".join(kept), dtstart=_wall(start)).replace(until=last)
        some = islice(found, next(iter(rule.get("COUNT", [None]))))
        for one in islice((one for one in some if one >= first), MOST + 1):
            yield one.replace(tzinfo=zone) if isinstance(start, datetime) else one.date()
    except (ValueError, TypeError, OverflowError) as error:
        raise UnusableItem(f"RRULE: {error}") from error


def _until(rule: Mapping[str, Any], zone: tzinfo | None) -> datetime | None:
    """Return the end of a rule as a wall-clock time; a day means the end of the day."""
    for end in rule.get("UNTIL", ()):
        if not isinstance(end, datetime):
            return datetime.combine(end, time.max)
        return (end.astimezone(zone or UTC) if end.tzinfo else end).replace(tzinfo=None)
    return None


def _wall(moment: Moment) -> datetime:
    """Return the wall-clock time of a moment; a day begins at midnight."""
    if isinstance(moment, datetime):
        return moment.replace(tzinfo=None)
    return datetime.combine(moment, time.min)


def _listed(item: Item, name: str, start: Moment) -> Iterator[Moment]:
    """Yield the days or times that a property lists; a period counts from its start."""
    value = item.component.get(name)
    for some in value if isinstance(value, list) else [value] if value is not None else ():
        if is_broken(some):
            raise UnusableItem(f"{name}: {quoted(item.raw(name))} is not a list of dates or times")
        for one in some.dts:
            moment = one.dt[0] if isinstance(one.dt, tuple) else one.dt
            if not isinstance(moment, date):
                raise UnusableItem(f"{name}: {quoted(item.raw(name))} is not a list of dates")
            yield _like(moment, start)


def _like(moment: Moment, start: Moment) -> Moment:
    """Return a moment in the form of the start: a day, or a time in the zone of the start."""
    if not isinstance(start, datetime):
        return day_of(moment)
    if not isinstance(moment, datetime):
        return datetime.combine(moment, start.timetz())
    if moment.tzinfo is None or start.tzinfo is None:
        return moment.replace(tzinfo=start.tzinfo)
    return moment.astimezone(start.tzinfo)
