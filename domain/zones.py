"""Time zones: the offsets of the IANA time zone database, and the zones of places.

A zone is a string: an IANA name (``Asia/Baku``), ``UTC``, or an offset from UTC (``+04:00``).
"""

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache

UTC_ZONE = "UTC"
NO_ZONE = ""
"""The value for an unknown zone."""

_UTC_NAMES = {"utc", "gmt", "z", "etc/utc", "etc/gmt", "universal", "zulu"}


_OFFSET = re.compile(r"[+-][0-9]{2}:[0-9]{2}")


def zone_of(words: str) -> str | None:
    """Return the zone that a string names: a place (``Baku``), an IANA name, ``UTC`` or ``+04:00``.

    Return ``None`` for anything else.
    """
    plain = words.strip().lower().removesuffix(" time")
    if plain in _UTC_NAMES:
        return UTC_ZONE
    if _OFFSET.fullmatch(plain):
        return plain
    return zone_of_place(plain) or _named(words.strip())


def zone_of_place(place: str) -> str | None:
    """Return the zone of a city; ``None`` if the zone is not certain."""
    from dragoman.domain.text import fold
    from dragoman.domain.zone_table import PLACES

    return PLACES.get(fold(place))


_NOT_ZONES = ("localtime", "posixrules", "posix/", "right/", "factory")
"""Names of files in a time zone database whose meaning depends on the machine, or that count leap
seconds.
"""


def _named(name: str) -> str | None:
    """Return an IANA name in its official case, or ``None`` if the name is unknown."""
    if name.lower().startswith(_NOT_ZONES):
        return None
    with suppress(LookupError):
        rules_of(name)
        return name
    if "/" not in name:
        return None
    from zoneinfo import available_timezones

    return {one.lower(): one for one in available_timezones()}.get(name.lower())


@lru_cache
def rules_of(zone: str) -> tzinfo:
    """Return the rules of a zone. Raises ``LookupError`` for an unknown zone."""
    if zone == UTC_ZONE:
        return UTC
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

    A time that the clocks skipped has no offset, and a time that occurred twice has two offsets.
    Raises ``LookupError`` for an unknown zone.
    """
    rules, found = rules_of(zone), []
    for fold in (0, 1):
        offset = local.replace(tzinfo=rules, fold=fold).utcoffset() or timedelta()
        instant = (local - offset).replace(tzinfo=UTC)
        if instant.astimezone(rules).replace(tzinfo=None, fold=0) == local:
            found.append(offset)
    return tuple(dict.fromkeys(found))


def abbreviations(zone: str, times: Iterable[datetime]) -> set[str]:
    """Return the abbreviations that the clocks of a zone show at local times: ``EAT``.

    Return an empty set for an unknown zone.
    """
    with suppress(LookupError):
        rules = rules_of(zone)
        return {local.replace(tzinfo=rules).tzname() or "" for local in times}
    return set()


def offset_text(offset: timedelta) -> str:
    """Format an offset from UTC for ISO 8601: ``+04:00``, or ``Z``."""
    if not offset:
        return "Z"
    hours, minutes = divmod(abs(offset) // timedelta(minutes=1), 60)
    return f"{'-' if offset < timedelta() else '+'}{hours:02}:{minutes:02}"


_CITIES_OF_ABBREVIATIONS = {"CET": "Brussels", "EET": "Athens", "MET": "Brussels", "WET": "Lisbon"}
"""Zones of the IANA database that change their clocks, and so differ from the abbreviations that
people write: CET in a date means +01:00. Each has the rules of a city."""


def label_of(zone: str) -> str:
    """Return the short name of a zone: the city in its name, if that city identifies the zone."""
    if city := _CITIES_OF_ABBREVIATIONS.get(zone):
        return city
    city = zone.rpartition("/")[2].replace("_", " ")
    return city if zone_of_place(city) == zone else zone
