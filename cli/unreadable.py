"""Records that this version cannot read to their end: what reports say of them."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from projections.reading import Unread

CAUSE = "recorded by a newer Dragoman, or damaged"

MOST_NAMED = 3
"""Records that a note names; of more, it tells how many there are."""


def note(unread: Sequence["Unread"]) -> str:
    """The note under a report that shows such records as they were before."""
    if len(unread) == 1:
        [one] = unread
        return f"note: {said(one)} ({one.why}): {CAUSE}"
    names = named(
        [f"{one.ref} from event {one.position}" if one.ref else one.name for one in unread]
    )
    more = "to list them, type: dragoman audit verify"
    return f"note: {len(unread)} records cannot be read completely ({names}): {CAUSE}; {more}"


def said(one: "Unread") -> str:
    """``M-2 is unreadable from event 31 on``, or ``event 31 is unreadable``."""
    return f"{one.ref} is {since(one.position)}" if one.ref else f"{one.name} is unreadable"


def since(position: int) -> str:
    """``unreadable from event 31 on``"""
    return f"unreadable from event {position} on"


def remark(shape: Mapping[str, Any]) -> str:
    """The same of a shape, where it is so; else empty."""
    return since(shape["unreadable_from"]) if "unreadable_from" in shape else ""


def named(names: Sequence[str]) -> str:
    """Some names, and how many there are besides."""
    more = len(names) - MOST_NAMED
    return ", ".join([*names[:MOST_NAMED], *([f"{more} more"] if more > 0 else [])])
