"""Clocks: reasons to doubt a clock, and the recording times according to credible clocks.

The stamps (recorded times) of events never decrease. So after an entry by a fast clock, all later
stamps are too late. The register stores the clock readings beside the stamps (see
:data:`dragoman.store.log.schema.entries`). The readings show when the entries were really recorded.
Decision 24 sets the rules.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from attrs import frozen

from dragoman.store.engines.database import schema_version
from dragoman.store.log import queries
from dragoman.store.log.circumstances import OF_FIRST_EVENT
from dragoman.store.log.formats import ENTRIES_SINCE
from dragoman.store.log.tables import entries, events
from dragoman.store.sql import Connection, func, select

APART = timedelta(minutes=5)
"""Clock readings that differ by at most this span count as equal, because the clocks of two
machines seldom agree.
"""

RELEASED = date(2026, 11, 28)
"""The release date of this version; change it together with the version in ``pyproject.toml``."""

YEAR = timedelta(days=366)
LIFETIME = 10 * YEAR
"""The time for which people are expected to use a version after its release."""

DAY = timedelta(days=1)


# --- Doubts about a clock ----------------------------------------------------------------------


@frozen
class Doubt:
    """A reason to doubt a clock: the clock's reading, and an earlier time to compare it with."""

    clock: datetime
    before: datetime
    what: str
    """The event that happened at ``before``."""


def doubt(clock: datetime, last: datetime | None, in_use: Iterable[Path] = ()) -> Doubt | None:
    """Return the reason why a clock looks far ahead; ``None`` if the clock may be right.

    A clock looks wrong if its reading is more than a year after the ``last`` entry and none of the
    files ``in_use`` changed in the year before the reading. The last day of that year does not
    count, because the wrong clock may already have been running. A clock also looks wrong if its
    reading is more than ``LIFETIME`` after the release of this version.
    """
    if last is not None and clock - last <= YEAR:
        return None
    released = datetime(RELEASED.year, RELEASED.month, RELEASED.day, tzinfo=UTC)
    if clock - released > LIFETIME:
        return Doubt(clock, released, "this version of dragoman was released")
    if last is not None and not _was_in_use(clock, in_use):
        return Doubt(clock, last, "the last entry was recorded")
    return None


def _was_in_use(clock: datetime, paths: Iterable[Path]) -> bool:
    """Return whether a file changed in the year before ``clock``, not counting the last day."""
    earliest, latest = (clock - YEAR).timestamp(), (clock - DAY).timestamp()
    return any(earliest <= changed <= latest for changed in _changes(paths))


def _changes(paths: Iterable[Path]) -> Iterator[float]:
    """Yield the times at which files, folders, and the files in these folders were last changed."""
    for path in paths:
        with suppress(OSError):
            yield path.stat().st_mtime
            if path.is_dir():
                yield from (one.lstat().st_mtime for one in path.iterdir())


# --- Corrected times ---------------------------------------------------------------------------


class Timed(NamedTuple):
    """The stamp and the clock reading of the events from ``position`` up to the next ``Timed``."""

    position: int
    stamp: datetime
    reading: datetime


def position_at(connection: Connection, instant: datetime, now: datetime) -> int:
    """Return the position of the last event up to ``instant``, according to credible clocks.

    If the clock of an entry was wrong, the entry counts as recorded at the latest possible time.
    ``now`` is the current time; later readings are not credible.
    """
    if not _any_apart(connection):
        return queries.position_at(connection, instant)
    times = _times(connection, now)
    later = bisect_right([at for _, at in times], instant)
    if later == len(times):
        return queries.last_position(connection)
    return times[later][0] - 1


def recorded_at(connection: Connection, position: int, now: datetime) -> datetime | None:
    """Return when the event at a position was recorded, according to credible clocks."""
    if not _any_apart(connection):
        return queries.head(connection, position).recorded_at
    times = _times(connection, now)
    following = bisect_right([first for first, _ in times], position)
    return times[following - 1][1] if following else None


def reading_of_last(connection: Connection) -> datetime | None:
    """Return the clock reading of the last entry; if no reading is stored, return the stamp."""
    last = queries.head(connection)
    kept = queries.circumstances(connection, last.position)
    return kept.clock if kept else last.recorded_at


def _any_apart(connection: Connection) -> bool:
    """Return whether a clock reading ever differed from the stamp of its entry."""
    if schema_version(connection) < ENTRIES_SINCE:
        return False
    query = select(events.c.recorded_at, entries.c.clock).join(entries, OF_FIRST_EVENT)
    later = query.where(events.c.recorded_at > entries.c.clock)
    return any(stamp - clock > APART for stamp, clock in connection.execute(later))


def _times(connection: Connection, now: datetime) -> list[tuple[int, datetime]]:
    return times_of(_timed(connection), queries.identity(connection).created_at, now)


def times_of(timed: Sequence[Timed], made: datetime, now: datetime) -> list[tuple[int, datetime]]:
    """Return pairs of a position and a time of recording; positions and times never decrease."""
    honest = _believed(timed, made, now)
    times: list[datetime] = []
    following: datetime | None = None
    for number in range(len(timed) - 1, -1, -1):
        _, stamp, reading = timed[number]
        following = reading if number in honest else following
        times.append(following or stamp)
    times.reverse()
    for number in range(1, len(times)):
        if timedelta() <= times[number - 1] - timed[number].reading <= APART:
            times[number] = times[number - 1]
    return list(zip((one.position for one in timed), accumulate(times, max), strict=True))


def _timed(connection: Connection) -> list[Timed]:
    """Return the entries in order; group events without circumstances by stamp."""
    begun = select(func.min(events.c.position), events.c.recorded_at)
    found = {
        position: Timed(position, stamp, stamp)
        for position, stamp in connection.execute(begun.group_by(events.c.recorded_at))
    }
    query = select(events.c.position, events.c.recorded_at, entries.c.clock)
    for position, stamp, clock in connection.execute(query.join(entries, OF_FIRST_EVENT)):
        reading = clock if abs(stamp - clock) > APART else stamp
        found[position] = Timed(position, stamp, reading)
    return [found[position] for position in sorted(found)]


def _believed(timed: Sequence[Timed], made: datetime, now: datetime) -> set[int]:
    """Return the indices of the entries with credible clocks: the longest non-decreasing run.

    The creation time of the register counts as the first reading. If two runs have the same length,
    the later run counts.
    """
    latest = now + APART
    possible = [number for number, one in enumerate(timed) if one.reading <= latest]
    readings = [timed[number].reading for number in possible]
    if made <= latest:
        return {possible[one - 1] for one in _longest_run([made, *readings]) if one}
    return {possible[one] for one in _longest_run(readings)}


def _longest_run(values: Sequence[datetime]) -> list[int]:
    """Return the indices of the longest non-decreasing run; of runs of equal length, the last."""
    ends: list[datetime] = []
    at: list[int] = []
    before: list[int | None] = []
    for index, value in enumerate(values):
        length = bisect_right(ends, value)
        before.append(at[length - 1] if length else None)
        ends[length : length + 1] = [value]
        at[length : length + 1] = [index]
    run: list[int] = []
    last = at[-1] if at else None
    while last is not None:
        run.append(last)
        last = before[last]
    return run[::-1]
