"""Dates that follow from an earlier date of the same record: the same hours on another day.

A user who moves a meeting types only what changes: "17 March" or "15:00".
"""

import re
from datetime import UTC, date, datetime, timedelta

from dragoman.domain import zones
from dragoman.domain.dates import DateError, ImpreciseDate, parse_date, shown
from dragoman.domain.phrases import understand


def days_later(when: ImpreciseDate, days: int) -> ImpreciseDate | None:
    """Return a date that is a number of days later; ``None`` after the year 9999."""
    try:
        ends = [_end_days_later(end, when.zone, days) for end in when.edtf.split("/")]
    except (OverflowError, ValueError):
        return None
    return _joined(ends, when.zone)


def _joined(ends: list[str], zone: str | None) -> ImpreciseDate:
    return parse_date("/".join(ends) + (f"[{zone}]" if zone else ""))


def _end_days_later(end: str, zone: str | None, days: int) -> str:
    """Return one end of a date that is a number of days later, at the same local hour.

    If the clocks skip the hour, the time is an hour later. If the hour occurs twice, the time is
    the first of the two.
    """
    day, has_clock, clock = end.partition("T")
    later = date.fromisoformat(day) + timedelta(days=days)
    if not has_clock or zone is None:
        return f"{later}{'T' if has_clock else ''}{clock}"
    if clock.startswith("24"):
        later, clock = later + timedelta(days=1), f"00{clock[2:]}"
    rules = zones.rules_of(zone)
    local = datetime.fromisoformat(f"{later}T{clock[:8]}").replace(tzinfo=rules)
    return _instant_text(local.astimezone(UTC).astimezone(rules))


def _instant_text(at: datetime) -> str:
    offset = at.utcoffset()
    return f"{at:%Y-%m-%dT%H:%M:%S}{'' if offset is None else zones.offset_text(offset)}"


def with_hours_of(former: ImpreciseDate, day: ImpreciseDate) -> ImpreciseDate:
    """Return a day with the hours or the length of a former date; other dates stay unchanged."""
    if not day.is_exact_day or day.has_time or former.first is None:
        return day
    return days_later(former, (day.first or 0) - former.first) or day


def with_length_of(former: ImpreciseDate, when: ImpreciseDate) -> ImpreciseDate:
    """Return a date that lasts as long as a former date, if the date has no end of its own."""
    start, end = former.instants
    if start is None or end is None or when.is_interval or not when.has_time or start == end:
        return when
    try:
        begins = datetime.fromisoformat(when.edtf)
        ends = begins + timedelta(seconds=end - start)
        if when.zone:
            rules = zones.rules_of(when.zone)
            ends = (begins.astimezone(UTC) + timedelta(seconds=end - start)).astimezone(rules)
    except (LookupError, OverflowError, ValueError):
        return when
    return _joined([when.edtf, _instant_text(ends)], when.zone)


def hours_on_day_of(former: ImpreciseDate, hours: str, zone: str) -> ImpreciseDate:
    """Read hours that belong to the day of a former date.

    The hours are in the zone of the former date, or in ``zone`` if this date has no hours. Raises
    DateError if the former date has no single day.
    """
    start, _, end = former.edtf.partition("/")
    has_day = former.has_time or former.is_exact_day or start == end
    if not has_day or not re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", start):
        raise DateError(f"{shown(hours)} has no day; write the day too, as in 4 May 2025 14:30")
    return understand(hours, date.fromisoformat(start[:10]), zone=zone_of_hours(former, zone))


def zone_of_hours(when: ImpreciseDate, zone: str) -> str:
    """Return the zone of the hours of a date, or ``zone`` if the date has no hours."""
    if not when.has_time or when.zone:
        return when.zone or zone
    shift = re.sub(r".+T[0-9:]+", "", when.edtf.split("/")[0])
    if len(shift) == 3:
        return f"{shift}:00"
    return zones.UTC_ZONE if shift == "Z" else shift
