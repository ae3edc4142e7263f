"""Order records by time."""

from collections.abc import Callable, Iterable
from itertools import accumulate
from typing import TypeVar

T = TypeVar("T")

Place = tuple[int | None, int]
"""A day (an ordinal), and the instant of its time of day in seconds (0 without a time of day).

``None`` is an unknown day. See :attr:`dragoman.domain.dates.ImpreciseDate.place`.
"""


def chronological(
    items: Iterable[T], place: Callable[[T], Place], *, newest_first: bool = False
) -> list[T]:
    """Sort items by time. Items without a day come last, and ties keep their order.

    Times of day sort by the instant in UTC, so their offsets do not matter. A day without a time of
    day sorts before the times on that day.
    """
    known: list[T] = []
    unknown: list[T] = []
    for one in items:
        (unknown if place(one)[0] is None else known).append(one)
    hours = sorted({(place(one)[1], place(one)[0] or 0) for one in known if place(one)[1]})
    # an instant can have an earlier day than the previous instant, which is further east
    days = accumulate((day for _, day in hours), max)
    day_of = dict(zip(hours, days, strict=True))

    def key(one: T) -> tuple[int, int, int]:
        day, instant = place(one)
        return day_of.get((instant, day or 0), day or 0), instant, day or 0

    return sorted(known, key=key, reverse=newest_first) + unknown
