"""The circumstances of entries (clock, account, host), and the rule that assigns them to events.

An event has the circumstances in the last row of ``entries`` at or before its position, if that row
names the entry of the event (decision 24). Only this module implements the rule: as conditions for
queries of a few events, and as the function :func:`runs` for code that reads the complete log.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from dragoman.store.log.tables import entries, events
from dragoman.store.sql import and_, func, select

_rows = entries.alias("rows")
_last_row = select(func.max(_rows.c.position)).where(_rows.c.position <= events.c.position)

OF_EVENT = and_(
    entries.c.entry == events.c.entry,
    entries.c.position == _last_row.correlate(events).scalar_subquery(),
)
"""The condition that joins an event with its circumstances."""

OF_FIRST_EVENT = and_(
    entries.c.entry == events.c.entry,
    entries.c.position == events.c.position,
)
"""The condition that joins the first event of an entry with the circumstances of the entry."""

STRAY_ROWS = (
    "SELECT entries.position FROM entries LEFT JOIN events NOT INDEXED"
    " ON events.position = entries.position"
    " LEFT JOIN events AS before ON before.position = entries.position - 1"
    " WHERE events.entry IS NOT entries.entry OR before.entry IS entries.entry"
    " ORDER BY entries.position"
)
"""SQL for the positions of rows in ``entries`` that are not at the first event of their entry."""

CIRCUMSTANCES = ("clock", "os_user", "host")
"""The columns of the circumstances, in the order of a leaf; see :mod:`dragoman.store.proof.leaves`.
"""

FROM_ENTRIES = (
    "FROM entries WHERE position <= ?2 AND position >="
    " coalesce((SELECT max(position) FROM entries WHERE position <= ?1 + 1), 0)"
)
"""SQL for the rows of ``entries`` that can belong to events at positions above ``?1`` up to ``?2``.
"""


class StoredCircumstances(NamedTuple):
    """The stored circumstances of an entry; the clock reading is an RFC 3339 string."""

    clock: str
    os_user: str
    host: str


RawEvent = tuple[int, str, int, str, str, str, str, str, bytes]
"""A stored row of ``events``: the position, and the other columns in the order of a leaf."""

RawEntry = tuple[int, str, str, str, str]
"""A stored row of ``entries``: position, entry, clock, account and host."""

_position = itemgetter(0)
_ENTRY = 4
"""The index of the entry in a :data:`RawEvent`."""
_recording = itemgetter(slice(_ENTRY, 8))
"""A function that returns the entry, instant, author and reason of a stored event."""

_AFTER_ALL = 2**63


def runs(
    batches: Iterable[Sequence[RawEvent]], rows: Iterable[RawEntry]
) -> Iterator[tuple[Sequence[RawEvent], StoredCircumstances | None]]:
    """Split events into runs with the same entry, instant, author, reason and circumstances.

    Both arguments must be in order of position. A run never extends beyond its batch.
    """
    following = iter(rows)
    named, circumstances = None, None
    begins, *next_ = next(following, (_AFTER_ALL,))
    for run in _recorded_together(batches):
        while run:
            while run[0][0] >= begins:
                named, circumstances = next_[0], StoredCircumstances(*next_[1:])
                begins, *next_ = next(following, (_AFTER_ALL,))
            end = bisect_left(run, begins, key=_position)
            yield run[:end], circumstances if run[0][_ENTRY] == named else None
            run = run[end:]


def _recorded_together(batches: Iterable[Sequence[RawEvent]]) -> Iterator[list[RawEvent]]:
    for batch in batches:
        for _, run in groupby(batch, _recording):
            yield list(run)
