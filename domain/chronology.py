"""Order records by time."""

from collections.abc import Callable, Iterable
from itertools import accumulate
from typing import TypeVar

T = TypeVar("T")

Place = tuple[int | None, int]
"""A day (an ordinal), and the instant of its hours in seconds; 0 for a day without hours.

``None`` is an unknown day. See :attr:`dragoman.domain.dates.ImpreciseDate.place`.
"""


def chronological(
    items: Iterable[T], place: Callable[[T], Place], *, newest_first: bool = False
) -> list[T]:
    """Return items in order of time; those without a day are last, and equals keep their order.

    Hours are in order of instants, whatever their offsets from UTC, and a day without hours comes
    before the hours of that day.
    """
    known: list[T] = []
    unknown: list[T] = []
    for one in items:
        (unknown if place(one)[0] is None else known).append(one)
    hours = sorted({(place(one)[1], place(one)[0] or 0) for one in known if place(one)[1]})
    # an instant can have an earlier day than the instant before it, further east
    days = accumulate((day for _, day in hours), max)
    day_of = dict(zip(hours, days, strict=True))

    def key(one: T) -> tuple[int, int, int]:
        day, instant = place(one)
        return day_of.get((instant, day or 0), day or 0), instant, day or 0

    return sorted(known, key=key, reverse=newest_first) + unknown
