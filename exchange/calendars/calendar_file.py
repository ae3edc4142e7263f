"""An iCalendar file as a data set, in which UID and RECURRENCE-ID identify a meeting.

Every occurrence of a repeated meeting is a row of its own. The first eight digits of the digest of
a row are its SEQUENCE, so that an older invitation never changes what a newer one said.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import ClassVar

from attrs import define, field
from msgspec.json import Encoder
from msgspec.structs import replace as replaced

from dragoman.domain import many
from dragoman.exchange.calendars import facts
from dragoman.exchange.calendars.items import (
    COLUMNS,
    Calendar,
    Item,
    Moment,
    UnusableItem,
    read_calendar,
    stamp,
)
from dragoman.exchange.calendars.occurrences import Window, occurrences, repeats
from dragoman.exchange.imports.drafts import Draft, Rejected
from dragoman.exchange.safe_text import safe
from dragoman.exchange.tables.table import Steps

_canonical = Encoder(order="deterministic").encode

NAME = "icalendar"
"""The data set of all calendars: an item keeps its UID in every file."""

_REVISION = 8
"""The number of digits of a digest that are the SEQUENCE of the item, in hexadecimal."""


UNUSABLE = (UnusableItem, OverflowError, ValueError)
"""The errors that make an item unusable; the last two come from dates out of range."""

_OUT_OF_RANGE = "a date or a time is out of range"


@define(slots=False)
class CalendarFile:
    """The meetings and tasks of a file; see :class:`dragoman.exchange.imports.drafts.Dataset`."""

    covers: ClassVar[None] = None
    path: Path
    today: date
    known: Mapping[str, str] = field(factory=dict)
    """The digests of the items that earlier imports recorded, by key."""
    name: str = NAME
    numbered: bool = False
    whole: bool = False
    columns: Sequence[str] = COLUMNS
    skipped: int = 0
    progress: Steps = field(factory=Steps)
    notes: list[str] = field(factory=list)
    """What the user should know about the items, after :meth:`drafts`."""
    _calendar: Calendar = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._calendar = read_calendar(self.path)

    @cached_property
    def keys_by_uid(self) -> Mapping[str, Sequence[str]]:
        """The keys of the known items, by UID."""
        found: dict[str, list[str]] = {}
        for key in self.known:
            found.setdefault(_uid_in(key), []).append(key)
        return found

    @property
    def source(self) -> Mapping[str, object]:
        """The source of every record: the name of the calendar, or of the file."""
        return {"title": safe(self._calendar.name)[: facts.LONGEST] or self.path.name}

    def drafts(self) -> Iterator[Draft | Rejected]:
        """Yield each meeting, each occurrence of a repeated meeting, and each task."""
        self.skipped, self.notes = self._calendar.others, []
        self.progress.size = len(self._calendar.items)
        groups: dict[str, list[Item]] = {}
        for item in self._calendar.items:
            groups.setdefault(item.uid or f"\0{item.line}", []).append(item)
        endless = 0
        for some in groups.values():
            group = Group(self, some)
            yield from group.drafts()
            endless += group.is_endless
            self.skipped += group.skipped
            self.progress.done += len(some)
        if endless:
            self.notes.append(_note_of_endless(endless))


def _note_of_endless(count: int) -> str:
    meetings = many(count, "repeated meeting has", "repeated meetings have")
    return (
        f"{meetings} no end, or too many dates; the import read one year ahead and one year back."
        " Import the file again later for the rest"
    )


@define
class Group:
    """The items of a file with the same UID: a meeting, and the occurrences that differ."""

    file: CalendarFile
    items: Sequence[Item]
    skipped: int = 0
    is_endless: bool = False
    _window: Window = Window(date.min, date.max)
    _produced: set[str] = field(factory=set)
    """The keys of the drafts so far, and the planned starts of changed occurrences."""

    def drafts(self) -> Iterator[Draft | Rejected]:
        """Yield a draft or a rejection for each occurrence."""
        newest: dict[str, Item] = {}
        for item in self.items:
            try:
                self._keep_newest(newest, item)
            except UNUSABLE as error:
                yield _rejected(item, error)
        whole = newest.pop("", None)
        if whole is not None:
            yield from self._guarded(whole, self._whole(whole, newest))
        for planned, item in newest.items():
            if planned in self._produced:
                continue
            if not self._window.has(_day_in(planned)):
                self.skipped += 1
            elif day := item.recurrence:
                yield from self._guarded(item, self._changed(item, f"{item.uid}/{planned}", day))

    def _keep_newest(self, newest: dict[str, Item], item: Item) -> None:
        if not item.uid:
            raise UnusableItem("UID is missing; every item needs one")
        key = stamp(item.recurrence) if item.recurrence else ""
        if "THISANDFUTURE" in str(getattr(item.component.get("RECURRENCE-ID"), "params", "")):
            raise UnusableItem("RECURRENCE-ID: a change of all later meetings cannot be imported")
        if key in newest:
            self.skipped += 1
        if key not in newest or newest[key].rank <= item.rank:
            newest[key] = item

    def _guarded(
        self, item: Item, drafts: Iterator[Draft | Rejected]
    ) -> Iterator[Draft | Rejected]:
        try:
            yield from drafts
        except UNUSABLE as error:
            yield _rejected(item, error)

    def _whole(self, item: Item, changed: Mapping[str, Item]) -> Iterator[Draft | Rejected]:
        """Yield a task, a single meeting, or the occurrences of a repeated meeting."""
        if item.is_task:
            yield self._revised(item, item.uid, facts.task(item))
            return
        start = item.moment("DTSTART")
        is_cancellation = item.is_cancelled and item.uid in self.file.keys_by_uid
        if start is None and not is_cancellation:
            raise UnusableItem("DTSTART is missing; a meeting needs a date")
        if start is not None and repeats(item):
            yield from self._repeated(item, start, changed)
        elif start is not None:
            yield self._meeting(item, self._key_of_single(item.uid, start), start)
        yield from self._gone(item, changed)

    def _repeated(
        self, item: Item, start: Moment, changed: Mapping[str, Item]
    ) -> Iterator[Draft | Rejected]:
        starts, self._window = occurrences(item, start, self.file.today)
        self.is_endless = self._window.is_endless and not item.is_cancelled
        for one in starts:
            planned = stamp(one)
            key = self._key(item.uid, one, start)
            if planned in changed:
                self._produced.add(planned)
                own = changed[planned]
                yield from self._guarded(own, self._changed(own, key, one))
            elif item.is_cancelled and key not in self.file.known:
                self.skipped += 1  # nobody planned these meetings here
            else:
                yield self._meeting(item, key, one)

    def _changed(self, item: Item, key: str, planned: Moment) -> Iterator[Draft | Rejected]:
        """Yield an occurrence that differs from the others."""
        yield self._meeting(item, key, item.moment("DTSTART") or planned)

    def _key(self, uid: str, planned: Moment, first: Moment) -> str:
        """Return the key of an occurrence; the first one may be known as a single meeting."""
        return uid if planned == first and uid in self.file.known else f"{uid}/{stamp(planned)}"

    def _key_of_single(self, uid: str, start: Moment) -> str:
        """Return the key of a meeting that may have been the first of a repeated meeting."""
        earlier = f"{uid}/{stamp(start)}"
        return earlier if earlier in self.file.known and uid not in self.file.known else uid

    def _meeting(self, item: Item, key: str, start: Moment) -> Draft:
        if item.is_task:
            raise UnusableItem("a repeated task cannot be imported")
        status = "cancelled" if item.is_cancelled else "scheduled"
        return self._revised(item, key, facts.meeting(item, key, start, status))

    def _revised(self, item: Item, key: str, data: facts.Data) -> Draft:
        """Return the draft of an item; an older revision than the known one changes nothing."""
        self._produced.add(key)
        content = sha256(_canonical(data)).hexdigest()
        digest = f"{item.sequence:0{_REVISION}x}{content[_REVISION:]}"
        draft = Draft(key, item.line, data, item.cells, digest=digest)
        known = self.file.known.get(key)
        if known is None:
            return draft
        if item.sequence < _revision(known):
            return replaced(draft, digest=known)
        return replaced(draft, data=_as_change(data), is_partial=_is_ending(data))

    def _gone(self, item: Item, changed: Mapping[str, Item]) -> Iterator[Draft | Rejected]:
        """Yield a cancellation for each coming occurrence that the item no longer has."""
        for key in self.file.keys_by_uid.get(item.uid, ()):
            planned = key[len(item.uid) + 1 :]
            day = _day_in(planned) if planned else self.file.today
            is_over = day < self.file.today or not self._window.has(day)
            if is_over or key in self._produced or planned in changed:
                continue
            if item.sequence >= _revision(self.file.known[key]):
                yield self._revised(item, key, {"kind": "meeting", "status": "cancelled"})


_PLANNED = re.compile(r"(?s)(?P<uid>.*)/[0-9]{8}(T[0-9]{6}Z?)?")
"""The key of an occurrence of a repeated meeting."""


def _uid_in(key: str) -> str:
    found = _PLANNED.fullmatch(key)
    return found["uid"] if found else key


def _day_in(planned: str) -> date:
    """Return the day in the text of a moment, such as ``20251215T090000Z``."""
    return datetime.strptime(planned[:8], "%Y%m%d").date()


def _revision(digest: str) -> int:
    """Return the SEQUENCE in the digest of a row."""
    return int(digest[:_REVISION] or "0", 16)


def _is_ending(data: facts.Data) -> bool:
    return data.get("status") in ("cancelled", "dropped", "fulfilled")


def _as_change(data: facts.Data) -> facts.Data:
    """Return the data for a record that exists: a new date moves it, and an end is only that."""
    if data["kind"] == "meeting" and data["status"] == "scheduled":
        return data | {"status": "rescheduled"}
    if not _is_ending(data):
        return data
    return {name: data[name] for name in ("kind", "status", "what", "fulfilled") if name in data}


def _rejected(item: Item, error: Exception) -> Rejected:
    is_known = isinstance(error, UnusableItem)
    return Rejected(item.line, str(error) if is_known else _OUT_OF_RANGE, item.cells)
