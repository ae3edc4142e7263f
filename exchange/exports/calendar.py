"""The calendar of what is planned and owed: see :mod:`dragoman.exchange.calendar`."""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import IO, TYPE_CHECKING, TypeVar

from dragoman.exchange.calendar import MARK, CalendarHead, Written, written
from dragoman.exchange.exports.export_format import (
    ExportFormat,
    ExportReport,
    Material,
    Summary,
    number,
)
from dragoman.projections.reports.calendar import calendar_entries, selected

if TYPE_CHECKING:
    from dragoman.store import ProgressCallback

T = TypeVar("T")


def write(material: Material, file: IO[bytes]) -> Summary:
    """Write the calendar of the records that are selected."""
    reading, withheld = material.snapshot, material.selection.withheld
    rows = selected(reading, material.selection, material.past)
    head = CalendarHead(material.name, reading.position, reading.recorded_at)
    found = calendar_entries(reading, material.register, rows, material.today, withheld)
    calendar = written(head, _counted(found, len(rows), material.tell))
    file.write(calendar.content)
    report = partial(
        ExportReport,
        events=calendar.events,
        tasks=calendar.tasks,
        without_day=calendar.without_day,
    )
    return Summary(report, _in_words(calendar))


CALENDAR = ExportFormat("calendar", MARK, write)


def _counted(found: Iterable[T], total: int, tell: "ProgressCallback") -> Iterator[T]:
    """The same, with progress told."""
    for done, one in enumerate(found, 1):
        yield one
        if done % 100 == 0:
            tell(done, total)


def _in_words(calendar: Written) -> tuple[str, ...]:
    """``3 events``, ``11 tasks, 9 of them engagements without a day``"""
    without_day = calendar.without_day
    engagements = "an engagement" if without_day == 1 else "engagements"
    which = f", {without_day} of them {engagements} without a day" if without_day else ""
    return number(calendar.events, "event"), f"{number(calendar.tasks, 'task')}{which}"
