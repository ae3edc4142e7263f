"""The time zone of the system, which is the default for the time zone of the desk."""

import os
import time
from datetime import timedelta

from dragoman.domain import offset_text, zone_of


def system_zone() -> str:
    """Return the zone of the system: a name or, if the system has no name, the present offset."""
    return zone_of(_name_in_system()) or _present_offset()


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
