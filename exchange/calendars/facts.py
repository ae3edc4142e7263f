"""Turn an item of a calendar into the data of a record, in the format of a dispatch."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from dragoman.domain import CountryError, offset_text, rules_of, side, zone_of, zone_of_place
from dragoman.exchange.calendars.items import Item, Moment, UnusableItem
from dragoman.exchange.calendars.occurrences import day_of
from dragoman.exchange.safe_text import safe

LONGEST = 500
"""The maximum length of a title or a name, in characters."""

Data = dict[str, Any]

_MARKINGS = {"PRIVATE": "TLP:RED", "CONFIDENTIAL": "TLP:AMBER"}
_NO_PLACE = re.compile(
    r"\s*(https?://\S+|(microsoft )?teams( meeting)?|zoom( meeting)?|google meet|webex( meeting)?"
    r"|skype( meeting)?|video( call| conference)?|online)\s*",
    re.IGNORECASE,
)
_NOT_PEOPLE = ("ROOM", "RESOURCE")


def meeting(item: Item, key: str, start: Moment, status: str) -> Data:
    """Return a meeting that begins at ``start``. Raises :class:`UnusableItem`."""
    title, whole = _title(item)
    location = safe(item.text("LOCATION"))
    found: Data = {
        "kind": "meeting",
        "status": status,
        "title": title,
        "occurred": edtf(start, _end(item, start)),
        **_place(location),
        "participants": list(_people(item, "ORGANIZER", "ATTENDEE")),
        "marking": _MARKINGS.get(item.text("CLASS").upper()),
        "external_ids": {"icalendar": key},
    }
    is_changed = "host" in found or ("place" in found and len(location) > LONGEST)
    words = {"title": whole, "place": location if is_changed else ""}
    return _known(found | {"as_written": _known(words)})


def task(item: Item) -> Data:
    """Return a follow-up. Raises :class:`UnusableItem`."""
    what, whole = _title(item)
    location = safe(item.text("LOCATION"))
    due = item.moment("DUE")
    begins = item.moment("DTSTART")
    if due is None and begins is not None and item.length is not None:
        due = begins + item.length
    found: Data = {
        "kind": "follow-up",
        "what": what,
        "due": edtf(due, due) if due else None,
        "place": location[:LONGEST],
        "owners": list(_people(item, "ATTENDEE")),
        "marking": _MARKINGS.get(item.text("CLASS").upper()),
        "as_written": _known({"what": whole, "place": location if len(location) > LONGEST else ""}),
    }
    return _known(found | _outcome(item))


def _outcome(item: Item) -> Data:
    """Return how a task ended, if it is over."""
    if item.is_cancelled:
        return {"status": "dropped"}
    if item.text("STATUS").upper() != "COMPLETED":
        return {}
    ended = item.moment("COMPLETED")
    return {"status": "fulfilled", "fulfilled": day_of(ended).isoformat() if ended else None}


def _known(data: Mapping[str, Any]) -> Data:
    return {name: value for name, value in data.items() if value not in (None, "", [], {})}


def _title(item: Item) -> tuple[str, str]:
    """Return the title, shortened if it is too long, and the whole title if it was shortened."""
    title = safe(item.text("SUMMARY"))
    if not title:
        raise UnusableItem("SUMMARY is missing; a record needs a title")
    return (title, "") if len(title) <= LONGEST else (f"{title[: LONGEST - 1]}…", title)


def _place(location: str) -> Data:
    """Return the place and, if the location ends with the name of a state, the host."""
    if not location:
        return {}
    if _NO_PLACE.fullmatch(location):
        return {"mode": "video"}
    city, _, state = (part.strip() for part in location.rpartition(","))
    host = _state(state, city)
    place = city if host else location
    return _known({"place": place[:LONGEST], "host": host})


def _state(name: str, city: str) -> str | None:
    """Return the code of a state. A code does not count: ``Tucson, AZ`` is not in Azerbaijan."""
    if len(name) <= len("USA") and name != "USA":
        return None
    if name.casefold() == "georgia" and zone_of_place(city) != "Asia/Tbilisi":
        return None  # Atlanta, Georgia
    try:
        code = side(name)
    except CountryError:
        return None
    return None if code.startswith("org:") else code


def _people(item: Item, *properties: str) -> Iterator[Data]:
    """Yield the people by their names; rooms, mail addresses and people who declined are not."""
    seen = set()
    for one in (one for name in properties for one in _several(item.component.get(name))):
        params = one.params
        name = safe(str(params.get("CN", ""))).strip(" \"'")[:LONGEST]
        kind = str(params.get("CUTYPE", "")).upper()
        is_away = str(params.get("PARTSTAT", "")).upper() == "DECLINED"
        if not name or "@" in name or kind in _NOT_PEOPLE or is_away or name in seen:
            continue
        seen.add(name)
        yield {"name": name, "type": "organisation"} if kind == "GROUP" else {"name": name}


def _several(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _end(item: Item, start: Moment) -> Moment:
    """Return the end of a meeting that begins at ``start``; for days, the last day."""
    begins, ends = item.moment("DTSTART"), item.moment("DTEND")
    length = timedelta()
    if (
        ends is not None
        and begins is not None
        and isinstance(ends, datetime) is isinstance(begins, datetime)
    ):
        length = _apart(begins, ends)
    elif item.length is not None:
        length = item.length
    if length < timedelta():
        raise UnusableItem("DTEND is before DTSTART")
    if isinstance(start, datetime):
        return start + length
    return start + max(length - timedelta(days=1), timedelta())


def _apart(begins: Moment, ends: Moment) -> timedelta:
    if isinstance(begins, datetime) and isinstance(ends, datetime):
        if (begins.tzinfo is None) is not (ends.tzinfo is None):
            ends = ends.replace(tzinfo=begins.tzinfo)
        if begins.tzinfo is not None and ends.tzinfo is not None:
            ends = ends.astimezone(begins.tzinfo)
        return ends.replace(tzinfo=None) - begins.replace(tzinfo=None)
    return date(ends.year, ends.month, ends.day) - date(begins.year, begins.month, begins.day)


def edtf(start: Moment, end: Moment) -> str:
    """Return an interval as EDTF, with the time zone if it has a name."""
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        return str(start) if start == end else f"{start}/{end}"
    zone = _zone_name(start)
    if zone:
        start, end = (one.replace(tzinfo=rules_of(zone)) for one in (start, end))
    text = _clock(start) if start == end else f"{_clock(start)}/{_clock(end)}"
    return f"{text}[{zone}]" if zone else text


def _clock(moment: datetime) -> str:
    offset = moment.utcoffset()
    shift = offset_text(offset) if offset is not None else ""
    return f"{moment:%Y-%m-%dT%H:%M:%S}{shift}"


def _zone_name(moment: datetime) -> str | None:
    """Return the IANA name of the zone of a time, also of Windows; ``None`` without such a name."""
    if moment.tzinfo is None:
        return None
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    name = str(getattr(moment.tzinfo, "key", None) or getattr(moment.tzinfo, "_tzid", "") or "")
    ends = "/".join(name.strip("/").split("/")[-2:])  # /mozilla.org/20050126_1/Europe/Berlin
    for one in (name, WINDOWS_TO_OLSON.get(name, ""), ends):
        found = zone_of(one) if "/" in one else None
        if found and "/" in found and _agrees(moment, found):
            return found
    return None


def _agrees(moment: datetime, zone: str) -> bool:
    """Return whether a named zone has the offset that the file gives the time."""
    return moment.replace(tzinfo=rules_of(zone)).utcoffset() == moment.utcoffset()
