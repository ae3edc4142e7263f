"""Reciprocity: whose turn it is to host, if the parties follow the custom of returning visits.

Dragoman infers the turn and never records the result. If the parties agreed on the host, their
agreement takes precedence.
"""

from collections.abc import Sequence
from typing import Protocol


def next_host(parties: Sequence[str], last_host: str | None) -> str | None:
    """Return whichever of two parties did not host last; ``None`` if this is unclear."""
    if last_host is None or len(parties) != 2 or last_host not in parties:
        return None
    first, second = parties
    return second if last_host == first else first


class VisitFacts(Protocol):
    """The facts about a visit that decide whether the host owes the guest a visit in return."""

    @property
    def level(self) -> str | None:
        """The level of the visit."""

    @property
    def format(self) -> str | None:
        """The format of the engagement."""

    @property
    def margins(self) -> object | None:
        """The conference in whose margins the visit took place."""


def obliges(visit: VisitFacts) -> bool:
    """Return whether custom obliges the host to return a visit.

    Nobody returns a visit to a conference or another event of several states, or a stop on the way
    to another place.
    """
    is_of_two = visit.format in (None, "bilateral") and not visit.margins
    return is_of_two and visit.level != "transit"
