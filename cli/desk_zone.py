"""The time zone of the desk: the zone in the settings, or else the zone of the system."""

import os
import time
from datetime import timedelta

from dragoman.domain import offset_text, quoted, zone_of
from dragoman.exchange import UsageError


def desk_zone(configured: str | None) -> str:
    """Return the zone in the settings, or else the system's zone. Raises :class:`UsageError`."""
    if configured is None:
        return zone_of(_name_in_system()) or _present_offset()
    zone = zone_of(configured)
    if zone is None:
        raise UsageError(
            f"config.toml: zone: {quoted(configured)} is not a time zone; write a name such as"
            " Asia/Baku, or an offset such as +04:00"
        )
    return zone


def _name_in_system() -> str:
    """Return the zone in the variable ``TZ``, or else the zone to which /etc/localtime links."""
    name = os.environ.get("TZ")
    if name is None:
        try:
            name = os.readlink("/etc/localtime")
        except OSError:
            return ""
    return name.removeprefix(":").rpartition("zoneinfo/")[2]


def _present_offset() -> str:
    offset = offset_text(timedelta(minutes=time.localtime().tm_gmtoff // 60))
    return zone_of(offset) or offset
