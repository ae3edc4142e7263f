"""Time zones: the offsets of the IANA time zone database, and the zones of places.

A zone is a text: an IANA name (``Asia/Baku``), ``UTC``, or an offset from UTC (``+04:00``).
"""

from datetime import UTC as UTC_RULES
from datetime import datetime, timedelta, timezone, tzinfo
from functools import lru_cache

UTC = "UTC"

_UTC_NAMES = {"utc", "gmt", "z", "etc/utc", "etc/gmt", "universal", "zulu"}


def zone_of(words: str) -> str | None:
    """Return the zone that a place (``Baku``), an IANA name or ``UTC`` means, or ``None``."""
    from dragoman.domain.text import fold
    from dragoman.domain.zone_table import PLACES

    plain = words.strip().lower().removesuffix(" time")
    if plain in _UTC_NAMES:
        return UTC
    return PLACES.get(fold(plain)) or (_cased(plain) if "/" in plain else None)


def _cased(name: str) -> str | None:
    """Return an IANA name in its own case."""
    from zoneinfo import available_timezones

    return {one.lower(): one for one in available_timezones()}.get(name.replace(" ", "_"))


@lru_cache
def rules_of(zone: str) -> tzinfo:
    """Return the rules of a zone. Raises ``LookupError`` for an unknown zone."""
    if zone == UTC:
        return UTC_RULES
    if zone.startswith(("+", "-")):
        return timezone(timedelta(minutes=int(f"{zone[0]}1") * _minutes(zone[1:])))
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(zone)
    except (ValueError, OSError, LookupError):  # a folder of the database is an OSError
        raise LookupError(zone) from None


def _minutes(clock: str) -> int:
    hours, _, minutes = clock.partition(":")
    return int(hours) * 60 + int(minutes or 0)


def offsets(zone: str, local: datetime) -> tuple[timedelta, ...]:
    """Return the possible offsets of a local time, the earlier instant first.

    There is none for a time that does not exist, because the clocks went forward, and there are two
    for a time that exists twice. Raises ``LookupError`` for an unknown zone.
    """
    rules, found = rules_of(zone), []
    for fold in (0, 1):
        offset = local.replace(tzinfo=rules, fold=fold).utcoffset() or timedelta()
        instant = (local - offset).replace(tzinfo=UTC_RULES)
        if instant.astimezone(rules).replace(tzinfo=None, fold=0) == local:
            found.append(offset)
    return tuple(dict.fromkeys(found))


def offset_text(offset: timedelta) -> str:
    """Return an offset from UTC as in ISO 8601: ``+04:00``, or ``Z``."""
    if not offset:
        return "Z"
    hours, minutes = divmod(abs(offset) // timedelta(minutes=1), 60)
    return f"{'-' if offset < timedelta() else '+'}{hours:02}:{minutes:02}"


def label_of(zone: str) -> str:
    """Return the short name of a zone: its city, if the city means this zone."""
    city = zone.rpartition("/")[2].replace("_", " ")
    return city if zone_of(city) == zone else zone
