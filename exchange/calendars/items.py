"""Read the items of an iCalendar file: meetings (VEVENT) and tasks (VTODO)."""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from attrs import frozen

from dragoman.domain import quoted
from dragoman.exchange.imports.drafts import Cells
from dragoman.exchange.usage_error import UsageError

LARGEST = 32 << 20
"""The maximum size of a calendar file, in bytes."""

Moment = date | datetime

COLUMNS = ("UID", "RECURRENCE-ID", "SEQUENCE", "STATUS", "DTSTART", "DUE", "SUMMARY", "LOCATION")
"""The properties that a file of rejected items shows."""

_KINDS = ("VEVENT", "VTODO")
_ANSWERS = ("REPLY", "COUNTER", "REFRESH", "DECLINECOUNTER")
"""Methods of messages that answer an invitation, and that change nothing in a calendar."""


class UnusableItem(ValueError):
    """An item of a calendar that cannot become a record; the message is the reason."""


@frozen
class Item:
    """An item of a calendar: its first line in the file, its component, and its method.

    ``method`` says what the sender of an invitation asks for: ``REQUEST``, ``CANCEL``; ``""`` if
    the file is not a message.
    """

    line: int
    component: Any
    method: str = ""

    @property
    def is_task(self) -> bool:
        """Whether the item is a task (VTODO)."""
        return str(self.component.name) == "VTODO"

    @property
    def uid(self) -> str:
        """The id of the item in all calendars; ``""`` if the item has none."""
        return self.text("UID")

    @property
    def sequence(self) -> int:
        """The number of the revision; 0 if the item has none."""
        value = self.component.get("SEQUENCE")
        return min(max(value, 0), 0xFFFFFFFF) if isinstance(value, int) else 0

    @property
    def is_cancelled(self) -> bool:
        """Whether the item or the message cancels the meeting."""
        return self.method == "CANCEL" or self.text("STATUS").upper() == "CANCELLED"

    @property
    def recurrence(self) -> Moment | None:
        """The planned start of the occurrence that the item changes; ``None`` for a whole item."""
        return self.moment("RECURRENCE-ID")

    @property
    def rank(self) -> tuple[int, str]:
        """The order of revisions of the same item: SEQUENCE, and then the time of writing."""
        return self.sequence, self.raw("DTSTAMP")

    def text(self, name: str) -> str:
        """Return the text of a property; ``""`` if the item does not have the property."""
        value = self.component.get(name)
        return str(value[0] if isinstance(value, list) else value).strip() if value else ""

    def moment(self, name: str) -> Moment | None:
        """Return a day or a time. Raises :class:`UnusableItem` for a value that is neither."""
        value = self.component.get(name)
        if value is None:
            return None
        found = None if is_broken(value) else getattr(value, "dt", None)
        if not isinstance(found, date):  # a datetime is a date, too
            raise UnusableItem(f"{name}: {quoted(self.raw(name))} is not a date or a time")
        zone = value.params.get("TZID")
        if zone and isinstance(found, datetime) and found.tzinfo is None:
            raise UnusableItem(f"{name}: the time zone {zone} is unknown, and the file lacks it")
        return found

    @property
    def length(self) -> timedelta | None:
        """The duration. Raises :class:`UnusableItem` for a value that is not a duration."""
        value = self.component.get("DURATION")
        found = None if value is None or is_broken(value) else getattr(value, "dt", None)
        if value is not None and not isinstance(found, timedelta):
            raise UnusableItem(f"DURATION: {quoted(self.raw('DURATION'))} is not a duration")
        return found

    @property
    def cells(self) -> Cells:
        """The properties that identify the item, as text."""
        return {name: self.raw(name) for name in COLUMNS if name in self.component}

    def raw(self, name: str) -> str:
        """Return a property as the file has it."""
        value = self.component.get(name)
        value = value[0] if isinstance(value, list) else value
        return str(value.to_ical().decode("utf-8", "replace")) if value is not None else ""


def is_broken(value: Any) -> bool:
    """Return whether the library could not read a property."""
    return type(value).__name__ == "vBroken"


@frozen
class Calendar:
    """The items of a file in file order, and the name that the calendar gives itself."""

    name: str
    items: Sequence[Item]
    others: int
    """The number of components that are neither meetings nor tasks, such as journals."""


def is_calendar(path: Path) -> bool:
    """Return whether a file is an iCalendar file."""
    try:
        with path.open("rb") as file:
            beginning = file.read(64)
    except OSError:
        return False
    return beginning.removeprefix(b"\xef\xbb\xbf").lstrip().upper().startswith(b"BEGIN:VCALENDAR")


def read_calendar(path: Path) -> Calendar:
    """Read a file. Raises :class:`UsageError` if the file is not a complete iCalendar file."""
    text = _text(path)
    starts = _lines(path, text)
    try:
        from icalendar import Calendar as Parser
    except ImportError:
        raise UsageError(
            f"{path}: to read calendars, run: pip install 'dragoman[calendar]'"
        ) from None
    try:
        parsed: list[Any] = Parser.from_ical(text, multiple=True)
    except (ValueError, KeyError, IndexError, AttributeError, TypeError, OverflowError) as error:
        why = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise UsageError(f"{path}: cannot read the calendar ({why})") from error
    if not parsed:
        raise UsageError(f"{path}: cannot read the calendar (the END of an item is missing)")
    items = list(_items(path, parsed, starts))
    names = (str(one.get("X-WR-CALNAME") or one.get("NAME") or "") for one in parsed)
    known = ("VTIMEZONE", *_KINDS)
    others = sum(part.name not in known for one in parsed for part in one.subcomponents)
    return Calendar(next(filter(None, names), ""), items, others)


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST:
            raise UsageError(f"{path}: is larger than {LARGEST >> 20} MiB; split the calendar")
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(
            f"{path}: is not UTF-8 (byte {error.start + 1}); a calendar must be UTF-8"
        ) from error
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from error


_BORDER = re.compile(r"(BEGIN|END):(VCALENDAR|VEVENT|VTODO)\s*", re.IGNORECASE)


def _lines(path: Path, text: str) -> list[int]:
    """Return the lines on which the items begin. Raises :class:`UsageError` for a cut-off file."""
    starts, is_open = [], False
    for number, line in enumerate(text.splitlines(), 1):
        if not (found := _BORDER.fullmatch(line)):
            continue
        begins, name = found[1].upper() == "BEGIN", found[2].upper()
        if name == "VCALENDAR":
            is_open = begins
        elif begins:
            starts.append(number)
    if is_open:
        raise UsageError(f"{path}: is cut off: END:VCALENDAR is missing; get the file again")
    return starts


def _items(path: Path, parsed: Sequence[Any], starts: Sequence[int]) -> Iterator[Item]:
    lines = iter(starts)
    for calendar in parsed:
        method = str(calendar.get("METHOD") or "").upper()
        if method in _ANSWERS:
            raise UsageError(
                f"{path}: is an answer to an invitation (METHOD:{method}), which changes nothing;"
                " import the invitation"
            )
        for part in calendar.subcomponents:
            if part.name in _KINDS:
                yield Item(next(lines, 0), part, method)


def stamp(moment: Moment) -> str:
    """Return a day or a time as text; times with a zone are in UTC: ``20251215T090000Z``."""
    if not isinstance(moment, datetime):
        return f"{moment:%Y%m%d}"
    if moment.tzinfo is None:
        return f"{moment:%Y%m%dT%H%M%S}"
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
