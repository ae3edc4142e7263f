"""The list of a person's posts, which several reports share."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from dragoman.cli.page.page import Block, Column, Grid, Row, Section, cells_of
from dragoman.cli.wording import bounds_for_people
from dragoman.exchange import date_text

if TYPE_CHECKING:
    from dragoman.projections.reports.posts import PostShape

MOST = 5
"""The maximum number of refs that a list shows; the list only counts further refs."""

COLUMNS = (
    Column("post", least=20),
    Column("side", style="dim", codes=True),
    Column("period", least=24),
)


def posts_list(posts: "Sequence[PostShape | Mapping[str, Any]]") -> Iterator[Block]:
    """Yield a grid with a row for each post, if there are any posts."""
    if posts:
        yield Grid(COLUMNS, [Section("POSTS"), *map(_row, posts)])


def _row(one: "PostShape | Mapping[str, Any]") -> Row:
    recorded, seen = _recorded(one), _seen(one)
    within = f"in {first_refs(one['records'])}" if one["records"] else ""
    where = f"{seen} {within}" if recorded and seen else within
    others = "; ".join(one["wordings"][1:])
    notes = [where, f"also written: {others}" if others else ""]
    cells = cells_of(one["post"], one["side"], recorded or seen or "no date")
    return Row(cells, notes=[note for note in notes if note])


def post_in_words(one: "PostShape") -> str:
    """Describe a post in a line: ``minister of oil (IQ), seen from 1 Mar 2020 to 3 Jun 2022``."""
    side = f" ({one.side})" if one.side else ""
    return ", ".join(filter(None, (f"{one.post}{side}", _recorded(one), _seen(one))))


def _recorded(one: "PostShape | Mapping[str, Any]") -> str:
    """Return the recorded period of a post: ``2010 to 2015``, ``since 2023``, ``left``."""
    assumed, left = (date_text(one[end]) if one[end] else "" for end in ("assumed", "left"))
    if assumed and left:
        return f"{assumed} to {left}"
    if assumed and one["held"]:
        return f"since {assumed}"
    if assumed or one["held"] is False:
        begun = f"since {assumed}, " if assumed else ""
        return f"{begun}until {left}" if left else f"{begun}left"
    return "held" if one["held"] else ""


def _seen(one: "PostShape | Mapping[str, Any]") -> str:
    """Return the period in which records give a post: ``seen from 3 Mar 2024 to 7 May 2025``."""
    if one["seen_from"] is None:
        return ""
    first, last = (bounds_for_people(one[end]) for end in ("seen_from", "seen_until"))
    start = "from " if first[:1].isdigit() or first[:1].isupper() else ""
    return f"seen {first}" if first == last else f"seen {start}{first} to {last}"


def first_refs(refs: Sequence[str], most: int = MOST) -> str:
    """List the first refs, and say how many more there are: ``V-1, C-2 and 12 more``."""
    more = f" and {len(refs) - most} more" if len(refs) > most else ""
    return f"{', '.join(refs[:most])}{more}"
