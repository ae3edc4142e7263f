"""Calendars of planned engagements and open follow-ups: iCalendar (RFC 5545 and RFC 7986).

The module writes the format itself, because the usual library treats ``\\N`` in a text as a line
break and is several times slower. The tests read the calendars with independent libraries. Where
the standards leave a choice, this module does the following:

- An engagement with a day, an interval of days or a time is an event; a cancelled engagement keeps
  its former day. An engagement without such a date is a task without a day, and the title of the
  task begins with the date as text, because calendars have no imprecise dates and this module does
  not invent a day. Engagements before 2 January of the year 1 or after 30 December 9999 are also
  tasks, because calendars cannot represent these days. A follow-up is a task, due on the last
  possible day, unless that day is open or unknown, or the date is approximate or uncertain.
- Google Calendar, Outlook and the calendar of iOS do not show tasks. If the user asks for it, a
  follow-up with a due day is an all-day event of the same ``UID`` instead.
- Each meeting of a series is an event of its own, without ``RRULE``. Every event keeps its ``UID``
  when the series changes, and programs need no rules for moved and cancelled meetings.
- A time without an offset from UTC is in the user's local time. If a time has a named zone, the
  calendar gives the time in that zone, and defines the zone from a year before its first use to a
  year after its last use. All other times are in UTC.
- ``UID`` (RFC 5545, 3.8.4.7) is a plain UUID, as RFC 7986, 5.3, recommends. The UUID has version 5,
  and is derived from the ids of the register and the record.
- There is no ``METHOD``: publishing (RFC 5546, 3.2.1) would require an organizer. Without a method,
  ``DTSTAMP`` is the time of the last revision (RFC 5545, 3.8.7.2). The register knows that time, so
  calendars of the same records are identical, byte for byte.
- ``STATUS`` is ``CONFIRMED`` for an announced, scheduled or held event. ``STATUS`` is ``TENTATIVE``
  for a postponed event, or if sources disagree about the date. The title also says that an event
  was postponed or cancelled, because many programs do not show the status.
- ``TRANSP`` is ``TRANSPARENT``: the register does not know when the user is busy.
- ``CLASS`` (RFC 5545, 3.8.1.3) is ``PRIVATE`` for TLP:RED (servers hide such events from others),
  ``CONFIDENTIAL`` for TLP:AMBER (servers show only the time), and ``PUBLIC`` for everything else.
- An empty calendar contains the time zone UTC, because a calendar must have a component (RFC 5545,
  3.6) and programs do not display a time zone.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache, partial
from typing import IO, TYPE_CHECKING, TypeVar

from attrs import define, field, frozen

from dragoman.domain import (
    KINDS,
    PLANNED,
    declared,
    field_of,
    holding,
    is_part,
    parse_date,
    rules_of,
)
from dragoman.exchange.exports.export_format import (
    ExportFormat,
    ExportReport,
    Material,
    Summary,
    number,
)
from dragoman.exchange.exports.time_zones import Observance, observances
from dragoman.exchange.safe_text import safe, safe_lines
from dragoman.exchange.typed_fields import OF_PARTICIPANTS
from dragoman.exchange.wording import (
    date_text,
    in_words,
    owners_text,
    source_details,
    title_of,
    which_session,
)
from dragoman.projections import (
    DateShape,
    EntryShape,
    FollowUpShape,
    ReadingDoc,
    RecordDoc,
    SourceDoc,
    open_readings,
    text_at,
)
from dragoman.projections.reports.calendar import CalendarEntry, calendar_entries, selected

if TYPE_CHECKING:
    from dragoman.store import ProgressCallback

T = TypeVar("T")

REFRESHED = "PT1H"
"""The interval at which programs that subscribe to the calendar should reload it: one hour."""

Moment = date | datetime

Property = tuple[str, str]
"""A calendar property: a name with its parameters, and a value whose text is escaped."""


@frozen
class CalendarHead:
    """The name of a calendar, and the position and time of the last event in the register.

    ``left_out`` says how many records the calendar leaves out.
    """

    name: str
    position: int
    recorded_at: datetime | None
    left_out: str = ""

    @property
    def about(self) -> str:
        """The position of the register: ``As of event 42, recorded 2026-01-15 08:00 UTC``."""
        if self.recorded_at is None:
            return "Nothing was recorded yet"
        at = self.recorded_at.astimezone(UTC)
        end = f"; {self.left_out}" if self.left_out else ""
        return f"As of event {self.position}, recorded {at:%Y-%m-%d %H:%M} UTC{end}"


@frozen
class Written:
    """A calendar as bytes, with counts; ``tasks`` includes the engagements ``without_day``."""

    content: bytes
    events: int
    tasks: int
    without_day: int


def written(
    head: CalendarHead, entries: Iterable[CalendarEntry], tasks_are_events: bool = False
) -> Written:
    """Return the calendar with these entries.

    With ``tasks_are_events``, a follow-up with a due day is an event of that day.
    """
    counts: Counter[tuple[str, bool]] = Counter()
    components, zones = [], _Zones()
    for entry in entries:
        name, properties = _component(entry, tasks_are_events)
        counts[name, _is_owed(entry)] += 1
        components.append(_block(name, zones.noted(properties), *_alarms(entry, name)))
    events = counts["VEVENT", False] + counts["VEVENT", True]
    without_day = counts["VTODO", False]
    tasks = len(components) - events
    content = _block("VCALENDAR", _heading(head), *zones.blocks(), *(components or [_nothing()]))
    return Written(content, events, tasks, without_day)


def _is_owed(entry: CalendarEntry) -> bool:
    return entry.kind == "follow-up"


# --- Dates ------------------------------------------------------------------------------------


def _days(text: str | None) -> tuple[Moment, Moment] | None:
    """Return the first and last day or time, which may be the same; ``None`` if unknown."""
    ends = _ends(text)
    return (ends[0], ends[-1]) if ends[0] and ends[-1] else None


def _last_day(text: str | None) -> Moment | None:
    """Return the last possible day or time of a deadline, if that day or time is certain.

    A deadline without an exact day, such as "December" or "by December", ends on its last day.
    """
    return _ends(text)[-1] or (_deadline(text) if text else None)


def _deadline(text: str) -> Moment | None:
    when = parse_date(text)
    is_sure = when.last is not None and set("~?%X").isdisjoint(when.edtf)
    last = (when.last or 0) if is_sure else 0
    is_shown = date.min.toordinal() < last < date.max.toordinal()
    return date.fromordinal(last) if is_shown else None


def _ends(text: str | None) -> list[Moment | None]:
    when = parse_date(text) if text else None
    return [_day(end, when.zone) for end in when.edtf.split("/")] if when else [None]


def _day(edtf: str, zone: str | None) -> Moment | None:
    """Return the exact day or time of an EDTF text, if a calendar can represent it."""
    when = parse_date(edtf) if edtf not in ("", "..") else None
    if when is None or not when.is_exact_day or when.first is None:
        return None
    if not date.min.toordinal() < when.first < date.max.toordinal():
        return None
    return _time(edtf, zone) if when.has_time else date.fromordinal(when.first)


def _time(edtf: str, zone: str | None) -> datetime:
    """Return a time, in its zone if known; 24:00 means midnight at the end of the day."""
    late = timedelta(days=1) if "T24" in edtf else timedelta()
    time = datetime.fromisoformat(edtf.replace("T24", "T00")) + late
    with suppress(LookupError):
        return time.astimezone(rules_of(zone)) if zone else time
    return time


# --- Components -------------------------------------------------------------------------------


def _heading(head: CalendarHead) -> Iterator[Property]:
    """Yield the properties of a calendar. ``X-`` names are for programs older than RFC 7986."""
    yield "VERSION", "2.0"
    yield "PRODID", "-//Dragoman//dragoman export//EN"
    for name in ("NAME", "X-WR-CALNAME"):
        yield name, _text(safe(head.name))
    for name in ("DESCRIPTION", "X-WR-CALDESC"):
        yield name, _text(head.about)
    if head.recorded_at:
        yield _dated("LAST-MODIFIED", head.recorded_at)
    for name in ("REFRESH-INTERVAL;VALUE=DURATION", "X-PUBLISHED-TTL"):
        yield name, REFRESHED


def _nothing() -> bytes:
    standard = [_dated("DTSTART", datetime(1970, 1, 1))]
    standard += [("TZOFFSETFROM", "+0000"), ("TZOFFSETTO", "+0000")]
    return _block("VTIMEZONE", [("TZID", "UTC")], _block("STANDARD", standard))


def _component(
    entry: CalendarEntry, tasks_are_events: bool = False
) -> tuple[str, Iterable[Property]]:
    """Return an engagement with known days as an event, and everything else as a task."""
    if _is_owed(entry):
        due = _last_day(entry.when)
        if tasks_are_events and due:
            return "VEVENT", _deadline_event(entry, due)
        return "VTODO", _task(entry, due)
    days = _days(entry.when or _called_off_from(entry))
    return ("VEVENT", _event(entry, *days)) if days else ("VTODO", _task(entry))


def _called_off_from(entry: CalendarEntry) -> str | None:
    """Return the date that a cancelled engagement had; ``None`` for other engagements."""
    formerly = entry.doc.get("formerly")
    return formerly[-1] if formerly and entry.status == "cancelled" else None


def _event(entry: CalendarEntry, start: Moment, last: Moment) -> Iterator[Property]:
    yield from _described(entry, has_day=True)
    yield _dated("DTSTART", start)
    if not isinstance(last, datetime):
        yield _dated("DTEND", last + timedelta(days=1))
    elif last != start:
        yield _dated("DTEND", last)
    yield "STATUS", _status_of_event(entry)
    yield "TRANSP", "TRANSPARENT"


def _deadline_event(entry: CalendarEntry, due: Moment) -> Iterator[Property]:
    """Yield a follow-up as an event of its due day; programs that show no tasks show the event."""
    day = due.date() if isinstance(due, datetime) else due
    prefix = _DEADLINES.get(entry.status, "Due: ")
    for name, value in _described(entry, has_day=True):
        yield name, f"{prefix}{value}" if name == "SUMMARY" else value
    yield _dated("DTSTART", day)
    yield _dated("DTEND", day + timedelta(days=1))
    yield "STATUS", "CANCELLED" if entry.status == "dropped" else "CONFIRMED"
    yield "TRANSP", "TRANSPARENT"


_DEADLINES = {"fulfilled": "Done: ", "dropped": "Dropped: "}
"""How the title of an event for a settled follow-up begins."""


def _status_of_event(entry: CalendarEntry) -> str:
    if entry.status in ("cancelled", "withdrawn"):
        return "CANCELLED"
    is_disputed = any(one["field"] == "occurred" for one in open_readings(entry.doc))
    return "TENTATIVE" if is_disputed or entry.status == "postponed" else "CONFIRMED"


def _task(entry: CalendarEntry, due: Moment | None = None) -> Iterator[Property]:
    yield from _described(entry, has_day=due is not None)
    if due:
        yield _dated("DUE", due)
    status = _STATUS_OF_TASK.get(entry.status, "NEEDS-ACTION")
    yield "STATUS", status
    if status == "COMPLETED":
        yield "PERCENT-COMPLETE", "100"


def _alarms(entry: CalendarEntry, component: str) -> Iterator[bytes]:
    """Yield the reminders of an item that is still ahead (RFC 5545, 3.6.6).

    The reminder of a task counts from the due date, and the reminder of an event from its start.
    """
    if entry.status not in (*PLANNED, "open", "rescheduled") or not _has_time_of_alarm(entry):
        return
    related = ";RELATED=END" if component == "VTODO" else ""
    for duration in entry.reminders:
        yield _block(
            "VALARM",
            [
                ("ACTION", "DISPLAY"),
                ("DESCRIPTION", _text(_summary(entry, has_day=True))),
                (f"TRIGGER{related}", f"-{duration}"),
            ],
        )


def _has_time_of_alarm(entry: CalendarEntry) -> bool:
    return bool(_last_day(entry.when) if _is_owed(entry) else _days(entry.when))


_STATUS_OF_TASK = {
    "started": "IN-PROCESS",
    "concluded": "COMPLETED",
    "held": "COMPLETED",
    "fulfilled": "COMPLETED",
    "dropped": "CANCELLED",
    "delivered": "COMPLETED",
    "answered": "COMPLETED",
    "withdrawn": "CANCELLED",
    "cancelled": "CANCELLED",
}

_CLASS = {
    "TLP:RED": "PRIVATE",
    "TLP:AMBER+STRICT": "CONFIDENTIAL",
    "TLP:AMBER": "CONFIDENTIAL",
}


def _described(entry: CalendarEntry, has_day: bool) -> Iterator[Property]:
    """Yield the properties that both events and tasks have."""
    marking = entry.doc.get("marking", "")
    yield "UID", str(entry.uid)
    yield _dated("DTSTAMP", entry.modified)
    yield _dated("CREATED", entry.created)
    yield _dated("LAST-MODIFIED", entry.modified)
    yield "SEQUENCE", str(entry.revision)
    yield "SUMMARY", _text(_summary(entry, has_day))
    yield "DESCRIPTION", _text("\n".join(_description(entry)))
    yield "CATEGORIES", ",".join(map(_text, _categories(entry)))
    if place := safe(entry.shape.place or ""):
        yield "LOCATION", _text(place)
    if entry.parent:
        yield "RELATED-TO", str(entry.parent)
    if marking in _CLASS:
        yield "CLASS", _CLASS[marking]
    if entry.when:
        yield "X-DRAGOMAN-EDTF", parse_date(entry.when).edtf


@define
class _Zones:
    """The time zones that a calendar names, each with the years in which the calendar uses it."""

    _years: dict[str, set[int]] = field(factory=dict)

    def noted(self, properties: Iterable[Property]) -> Iterator[Property]:
        """Yield properties unchanged, and remember the time zones that the properties name."""
        for name, value in properties:
            _, is_zoned, zone = name.partition(";TZID=")
            if is_zoned:
                self._years.setdefault(zone, set()).add(int(value[:4]))
            yield name, value

    def blocks(self) -> Iterator[bytes]:
        """Yield each zone definition, from a year before the first use to a year after the last."""
        for zone, years in sorted(self._years.items()):
            found = observances(zone, max(1, min(years) - 1), min(9999, max(years) + 1))
            yield _block("VTIMEZONE", [("TZID", zone)], *map(_observed, found))


def _observed(one: Observance) -> bytes:
    properties = [
        ("DTSTART", f"{one.begins:%Y%m%dT%H%M%S}"),
        ("TZOFFSETFROM", _utc_offset(one.before)),
        ("TZOFFSETTO", _utc_offset(one.offset)),
        ("TZNAME", one.name),
    ]
    return _block("DAYLIGHT" if one.is_daylight else "STANDARD", properties)


def _utc_offset(offset: timedelta) -> str:
    minutes, seconds = divmod(abs(offset) // timedelta(seconds=1), 60)
    sign = "-" if offset < timedelta() else "+"
    return f"{sign}{minutes // 60:02}{minutes % 60:02}{f'{seconds:02}' if seconds else ''}"


# --- Lines ------------------------------------------------------------------------------------


def _block(name: str, properties: Iterable[Property], *inner: bytes) -> bytes:
    """Return a calendar component as lines, including its properties and inner components."""
    lines = [_folded(f"{name}:{value}") for name, value in (("BEGIN", name), *properties)]
    return b"".join((*lines, *inner, _folded(f"END:{name}")))


LONGEST_LINE = 75
"""The maximum length of a line in octets, without the line break (RFC 5545, 3.1)."""


def _folded(line: str) -> bytes:
    """Fold a line at the maximum length; never split a character or an escape sequence."""
    rest, lines = line.encode(), []
    room = LONGEST_LINE
    while len(rest) > room:
        end = room
        while rest[end] & 0xC0 == 0x80:
            end -= 1
        end -= (end - len(rest[:end].rstrip(b"\\"))) % 2
        lines.append(rest[:end])
        rest, room = rest[end:], LONGEST_LINE - 1
    return b"\r\n ".join((*lines, rest)) + b"\r\n"


def _dated(name: str, moment: Moment) -> Property:
    """Return a property whose value is a day, a time in UTC or in a zone, or a local time."""
    if not isinstance(moment, datetime):
        return f"{name};VALUE=DATE", moment.isoformat().replace("-", "")
    zone = None if moment.fold else getattr(moment.tzinfo, "key", None)  # fold: the second time
    if zone:
        return f"{name};TZID={zone}", f"{moment:%Y%m%dT%H%M%S}"
    utc = moment.astimezone(UTC) if moment.tzinfo else moment
    text = utc.isoformat(timespec="seconds").replace("-", "").replace(":", "")
    return name, text.replace("+0000", "Z")


def _text(value: str) -> str:
    """Return text with escaped special characters (RFC 5545, 3.3.11)."""
    return value.translate(_ESCAPED)


_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


# --- Words ------------------------------------------------------------------------------------


def _summary(entry: CalendarEntry, has_day: bool) -> str:
    """Return the title, preceded by ``Postponed``, ``Cancelled`` or an imprecise date."""
    shape = entry.shape
    called = shape.what if isinstance(shape, FollowUpShape) else "".join(title_of(shape))
    title = safe(called) or entry.kind
    if entry.status in ("postponed", "cancelled", "withdrawn"):
        return f"{entry.status.capitalize()}: {title}"
    if has_day:
        return title
    return f"{date_text(entry.when) if entry.when else 'No date'}: {title}"


def _categories(entry: CalendarEntry) -> list[str]:
    """Return the kind and the topics; remove duplicates, which some programs refuse."""
    topics = [safe(topic) for topic in entry.doc.get("topics", ())]
    return list(dict.fromkeys((entry.kind, *filter(None, topics))))


def _description(entry: CalendarEntry) -> Iterator[str]:
    """Yield the lines of an item's description: all known facts; prose keeps its line breaks."""
    doc = entry.doc
    yield safe(f"{entry.shape.ref}, {entry.kind}, {entry.status}")
    prose = _prose(entry.kind)
    for name, words in (_facts(entry) | _common_facts(entry) | _others(entry)).items():
        if words:
            yield f"{safe(name)}: {(safe_lines if name in prose else safe)(words)}"
    yield from (f"Outcome: {safe_lines(one)}" for one in doc.get("outcomes", ()))
    yield from (safe(f"Disputed: {_rival(one)}") for one in open_readings(doc))
    yield from (safe(f"Source: {_source(one)}") for one in doc.get("sources", ()))


@lru_cache
def _prose(kind: str) -> frozenset[str]:
    """Return the names of the facts that keep their line breaks."""
    fields = declared(KINDS[kind].state)
    return frozenset(_fact(fields[one].label or one) for one in holding(KINDS[kind].state, "prose"))


def _fact(label: str) -> str:
    return label.replace("_", " ").capitalize()


Facts = dict[str, str | None]
"""The lines of a description, by the name of the fact; a description leaves out empty facts."""


def _facts(entry: CalendarEntry) -> Facts:
    if isinstance(entry.shape, FollowUpShape):
        return _facts_of_follow_up(entry.shape)
    return _facts_of_engagement(entry, entry.shape)


def _facts_of_engagement(entry: CalendarEntry, shape: EntryShape) -> Facts:
    doc = entry.doc
    return {
        "Date": _date(shape.occurred),
        "Stay": _plain_date(doc.get("stay")),
        "Stops": ", ".join(doc.get("stops", ())),
        "Formerly": ", ".join(map(date_text, shape.formerly)),
        "Host": shape.host,
        "Participants": "; ".join(_listed(one, _OF_PERSON) for one in entry.people),
        "Level": shape.level if shape.level != "unspecified" else None,
        "Format": doc.get("format"),
        "Mode": doc.get("mode"),
        "Topics": ", ".join(shape.topics),
        "Mechanism": shape.mechanism,
        "Part of": shape.part_of,
        "In the margins of": shape.margins or None,
        "Series": shape.series or None,
        "Planned by the series for": _slot(doc),
    }


def _slot(doc: RecordDoc) -> str | None:
    """Return the date that the series of a meeting planned, if the meeting has another date."""
    slot = doc.get("slot")
    return _plain_date(slot) if slot and slot != doc.get("occurred") else None


def _facts_of_follow_up(shape: FollowUpShape) -> Facts:
    awaited, slippage = shape.awaits, shape.slippage
    return {
        "Due": _date(shape.due),
        "Formerly due": ", ".join(map(date_text, slippage.formerly)) if slippage else "",
        "Part of": shape.split_from,
        "Owner": owners_text(shape.owners),
        "Agreed": _when_and("in", shape.agreed, shape.agreed_in),
        "Awaits": f"{which_session(awaited.session)} of {awaited.mechanism}" if awaited else "",
        "Fulfilled": _when_and("by", shape.fulfilled, shape.fulfilled_by),
    }


def _common_facts(entry: CalendarEntry) -> Facts:
    doc = entry.doc
    return {
        "Parties": ", ".join(entry.shape.parties),
        "Cause": doc.get("cause"),
        "Summary": doc.get("summary"),
        "Note": doc.get("note"),
        "Confidence": doc.get("confidence"),
        "Marking": doc.get("marking"),
        "Other ids": _pairs(doc.get("external_ids", {})),
        "As written": _pairs(_not_beside(doc)),
    }


_OF_PERSON = (*OF_PARTICIPANTS, "written")
_OF_SOURCE = ("title", "publisher", "language", "published", "url", "note")

_ELSEWHERE = (
    *("title", "what", "subject", "place", "occurred", "stay", "stops", "host", "participants"),
    *(
        "level",
        "format",
        "mode",
        "topics",
        "mechanism",
        "session",
        "part_of",
        "margins",
        *("series", "slot"),
        "due",
        "owners",
        "split_from",
        "reminders",
    ),
    *("agreed", "agreed_in", "awaits", "fulfilled", "by", "parties", "cause", "summary", "note"),
    *("confidence", "marking", "external_ids", "as_written", "outcomes"),
)
"""The fields that have a fixed place in the calendar; other fields are lines at the end."""


def _others(entry: CalendarEntry) -> Facts:
    """Return the facts that have no fixed place in a description, in the order of their fields."""
    doc: Mapping[str, object] = entry.doc
    fields = declared(KINDS[entry.kind].state)
    others = {name: one.label or name for name, one in fields.items() if name not in _ELSEWHERE}
    days = holding(KINDS[entry.kind].state, "day")
    return {
        _fact(label): _plain_date(text_at(entry.doc, name))
        if name in days
        else in_words(doc.get(name))
        for name, label in others.items()
    }


def _not_beside(doc: RecordDoc) -> dict[str, str]:
    """Return the words of the source that no other line of a description has."""
    written = doc.get("as_written", {})
    return {path: words for path, words in written.items() if not _is_beside(path)}


def _is_beside(path: str) -> bool:
    return path == "occurred" or (is_part(path) and field_of(path) == "participants")


def _pairs(mapping: Mapping[str, str]) -> str:
    """Return key-value pairs on one line: ``unsd 12, gdelt 7``."""
    return ", ".join(f"{key} {one}" for key, one in mapping.items())


def _source(source: SourceDoc) -> str:
    return ", ".join((_listed(source, _OF_SOURCE), *source_details(source)))


def _plain_date(edtf: str | None) -> str:
    return f"{date_text(edtf)} ({edtf})" if edtf else ""


def _listed(facts: Mapping[str, object], fields: tuple[str, ...]) -> str:
    return ", ".join(str(facts[field]) for field in fields if facts.get(field))


def _rival(reading: ReadingDoc) -> str:
    """Describe a rival reading: ``occurred is 2026-03-02, says Programme of the visit``."""
    source = reading.get("source")
    says = f", says {source['title']}" if source else ""
    return f"{reading['field']} is {reading['value']}{says}"


def _date(when: DateShape | None) -> str:
    """Describe a date: ``by Apr 2025 (../2025-04), as written: recently``."""
    if when is None:
        return ""
    words = f", as written: {when.as_written}" if when.as_written else ""
    return f"{date_text(when.text)} ({when.edtf}){words}"


def _when_and(word: str, when: DateShape | None, ref: str | None) -> str:
    """Return a date and a ref, or the one that is known: ``20 Apr 2025, in C-3``."""
    words = (date_text(when.text) if when else "", f"{word} {ref}" if ref else "")
    return ", ".join(filter(None, words))


# --- Files ------------------------------------------------------------------------------------


def write(material: Material, file: IO[bytes]) -> Summary:
    """Write the calendar of the selected records."""
    reading, withheld = material.snapshot, material.selection.withheld
    rows = selected(reading, material.selection, material.past)
    head = CalendarHead(material.name, reading.position, reading.recorded_at)
    found = calendar_entries(reading, material.register, rows, material.today, withheld)
    calendar = written(head, _counted(found, len(rows), material.tell), material.tasks_are_events)
    file.write(calendar.content)
    report = partial(
        ExportReport,
        events=calendar.events,
        tasks=calendar.tasks,
        without_day=calendar.without_day,
    )
    return Summary(report, _in_words(calendar), hints=tuple(_hints(calendar, material)))


def _hints(calendar: Written, material: Material) -> Iterator[str]:
    """Yield a note about the tasks, which many programs do not show."""
    if calendar.tasks > calendar.without_day and not material.tasks_are_events:
        yield (
            "note: Google Calendar and Outlook show no tasks; to write what is due as events, add"
            " --tasks-as events"
        )


def _counted(found: Iterable[T], total: int, tell: "ProgressCallback") -> Iterator[T]:
    """Yield the items of the calendar, and report progress."""
    for done, one in enumerate(found, 1):
        yield one
        if done % 100 == 0:
            tell(done, total)


def _in_words(calendar: Written) -> tuple[str, ...]:
    """Return ``3 events`` and ``11 tasks, 9 of them engagements without a day``."""
    without_day = calendar.without_day
    engagements = "an engagement" if without_day == 1 else "engagements"
    which = f", {without_day} of them {engagements} without a day" if without_day else ""
    return number(calendar.events, "event"), f"{number(calendar.tasks, 'task')}{which}"


CALENDAR = ExportFormat("calendar", b"PRODID:-//Dragoman//", write)
