"""Notes about records that this version cannot read completely."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dragoman.projections import Shape

if TYPE_CHECKING:
    from msgspec import UnsetType

    from dragoman.projections import UnreadRecord

CAUSE = "recorded by a newer Dragoman, or damaged"


class UnreadableEvent(Shape, frozen=True, kw_only=True):
    """The first event of a record that this version of Dragoman cannot read, and the reason."""

    position: int
    type: str
    ref: str | None
    why: str

    @classmethod
    def of(cls, one: "UnreadRecord") -> "UnreadableEvent":
        """Return the first unreadable event of a record."""
        return cls(position=one.position, type=one.topic, ref=one.ref, why=one.why)


MOST_NAMED = 3
"""The maximum number of records that a note names; the note only counts further records."""


def note(unread: Sequence["UnreadRecord"]) -> str:
    """Return the note for a report that shows unreadable records in an earlier state."""
    if len(unread) == 1:
        [one] = unread
        return f"note: {said(one)} ({one.why}): {CAUSE}"
    names = named(
        [f"{one.ref} from event {one.position}" if one.ref else one.name for one in unread]
    )
    more = "to list them, type: dragoman audit verify"
    return f"note: {len(unread)} records cannot be read completely ({names}): {CAUSE}; {more}"


def said(one: "UnreadRecord") -> str:
    """Return a sentence: ``M-2 is unreadable from event 31 on`` or ``event 31 is unreadable``."""
    return f"{one.ref} is {since(one.position)}" if one.ref else f"{one.name} is unreadable"


def since(position: int) -> str:
    """Return a short remark: ``unreadable from event 31 on``."""
    return f"unreadable from event {position} on"


def remark(unreadable_from: "int | UnsetType") -> str:
    """Return the short remark for a record, or an empty string for a readable record."""
    return since(unreadable_from) if isinstance(unreadable_from, int) else ""


def named(names: Sequence[str]) -> str:
    """List the first few names, and count the others: ``M-1, M-2, M-3, 4 more``."""
    more = len(names) - MOST_NAMED
    return ", ".join([*names[:MOST_NAMED], *([f"{more} more"] if more > 0 else [])])
