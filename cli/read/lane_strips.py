"""The strips of the lanes report: bars for several days, and marks for single days."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from dragoman.cli.page.page import Axis, Label, Piece, Strip
from dragoman.cli.read.entries import mark_of, sides_of
from dragoman.cli.read.lanes import Frame, Track
from dragoman.domain import PLANNED
from dragoman.exchange import date_text, title_of

if TYPE_CHECKING:
    from dragoman.projections.reports.lanes import LaneEngagement

WEEKS = 7
"""The maximum number of weeks in a picture; more weeks are several pictures."""

DEEPEST = 4
"""The maximum number of marks below each other for a day; the last counts the rest."""

NAMED = 12
"""The maximum number of engagements that the title of a count names."""


def drawn_frames(first: date, weeks: int) -> list[Frame]:
    """Split weeks into frames of about the same length, each for one picture."""
    each = -(-weeks // -(-weeks // WEEKS))
    return [
        Frame(first + timedelta(weeks=n), min(each, weeks - n), label=0, gap=0)
        for n in range(0, weeks, each)
    ]


def axis_of(frame: Frame, today: str) -> Axis:
    """Return the axis of a frame: its months, its Mondays, its weekends and, if it has it, today."""
    days = [frame.first + timedelta(n) for n in range(7 * frame.weeks)]
    starts = [n for n, day in enumerate(days) if n == 0 or day.day == 1]
    months = [_month(days[n], n, end) for n, end in pairwise([*starts, len(days)])]
    mondays = [Label(n, n + 7, [str(days[n].day)], line=1) for n in range(0, len(days), 7)]
    return Axis(
        len(days),
        [*months, *mondays],
        bands=[(n + 5, n + 7) for n in range(0, len(days), 7)],
        rules=starts[1:],
        now=(frame.days.index(today) + 0.5, "today") if today in frame.days else None,
    )


def _month(day: date, start: int, end: int) -> Label:
    texts = [f"{day:%B} {day.year}", f"{day:%b} {day.year}", f"{day:%b}"]
    return Label(start, end, texts, style="strong")


class _Place(NamedTuple):
    """The place of engagements in a strip: days from 0, a line, and whether there is a bar above."""

    some: "list[LaneEngagement]"
    start: int
    end: int
    line: int
    is_below: bool = False


def strip_of(found: Iterable[Track], frame: Frame, by: str) -> Strip | None:
    """Return the strip of a lane in a frame, or ``None`` if the lane is empty in this frame."""
    places: list[_Place] = []
    lines = 0
    for track in found:
        placed = list(_places(track, frame, lines))
        lines = max((one.line + 1 for one in placed), default=lines)
        places += placed
    places.sort(key=lambda one: (one.line, one.start))
    ends = [
        other.start if other.line == one.line else 7 * frame.weeks
        for one, other in pairwise([*places, _Place([], 0, 0, -1)])
    ]
    pieces = [_piece(one, free, by) for one, free in zip(places, ends, strict=True)]
    return Strip(pieces, lines) if pieces else None


def _places(track: Track, frame: Frame, line: int) -> Iterator[_Place]:
    """Yield the places of a track: bars on the first line, and marks below the bar of their day."""
    days = {day: n for n, day in enumerate(frame.days)}
    for one in filter(frame.holds, track.spans):
        first, last = one.first or "", one.last or ""
        yield _Place([one], days.get(first, 0), days.get(last, len(days) - 1) + 1, line)
    levels: dict[str, list[list[LaneEngagement]]] = {}
    for one in filter(frame.holds, track.points):
        on_day = levels.setdefault(one.first or "", [])
        if len(on_day) < DEEPEST:
            on_day.append([one])
        else:
            on_day[-1].append(one)
    for day, on_day in levels.items():
        below = track.span_on(day) is not None
        for level, some in enumerate(on_day):
            yield _Place(some, days[day], days[day] + 1, line + below + level, below)


def _piece(place: _Place, free: int, by: str) -> Piece:
    one = place.some[0]
    title, mark = _title(one), mark_of(one)
    if len(place.some) > 1:
        named = [_title(one) for one in place.some[:NAMED]]
        more = [f"and {len(place.some) - NAMED} more"] if len(place.some) > NAMED else []
        title, mark = "; ".join([*named, *more]), ""
    ends = (one.occurred.earliest, one.occurred.latest) if one.occurred else ("", "")
    is_bar = not place.is_below and (one.kind == "visit" or ends[0] != ends[1])
    return Piece(
        "bar" if is_bar else "mark",
        place.start,
        place.end,
        place.line,
        style=mark_of(one),
        mark=mark,
        text=f"+{len(place.some)}" if not mark else "" if place.is_below else _where(one, by),
        free=free,
        title=title,
        ref=one.ref,
    )


def _where(one: "LaneEngagement", by: str) -> str:
    """Return what a reader wants to know beside a mark: the place or, in its lane, the parties."""
    return sides_of(one) if by == "place" else one.place or ""


def _title(one: "LaneEngagement") -> str:
    """Return an engagement in words: ``V-1 Official visit, Baghdad, 20–21 Apr 2025``."""
    when = date_text(one.occurred.text) if one.occurred else ""
    status = one.status if one.status in PLANNED else ""
    about = (f"{one.ref} {''.join(title_of(one))}", one.place, when, status)
    return ", ".join(filter(None, about))
