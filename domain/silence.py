"""Silence: the longest time without contact, inferred from the dates of the contacts."""

from collections.abc import Iterable

from attrs import frozen


@frozen
class Gap:
    """A period without contact: its length in days, and the days before and after it (ordinals)."""

    days: int
    after: int
    before: int


def longest_gap(contacts: Iterable[tuple[int, int]]) -> Gap | None:
    """Return the longest gap between contacts; a contact is a pair: first and last possible day.

    If dates are inexact, the shortest possible gap counts. Returns ``None`` if there are fewer than
    two contacts.
    """
    longest: Gap | None = None
    ended: int | None = None
    for first, last in sorted(contacts):
        if ended is not None and (longest is None or first - ended > longest.days):
            longest = Gap(max(0, first - ended), ended, first)
        ended = last if ended is None else max(ended, last)
    return longest
