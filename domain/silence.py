"""Silence: how long there was no contact, as far as the dates of the contacts tell."""

from collections.abc import Iterable

from attrs import frozen


@frozen
class Gap:
    """Days without contact: how many, between which two days (ordinals)."""

    days: int
    after: int
    before: int


def longest_gap(contacts: Iterable[tuple[int, int]]) -> Gap | None:
    """The longest time between two contacts, each given by its first and last possible day.

    Of dates that are not exact the shortest gap counts; ``None`` for fewer than two contacts.
    """
    longest: Gap | None = None
    ended: int | None = None
    for first, last in sorted(contacts):
        if ended is not None and (longest is None or first - ended > longest.days):
            longest = Gap(max(0, first - ended), ended, first)
        ended = last if ended is None else max(ended, last)
    return longest
