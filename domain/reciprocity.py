"""Reciprocity: whose turn it is between two parties, by the custom that a visit is returned.

It is inferred, never recorded; an agreement on who is host goes before it.
"""

from collections.abc import Sequence


def next_host(parties: Sequence[str], last_host: str | None) -> str | None:
    """The one of two parties that was not the last host; ``None`` where nothing tells."""
    if last_host is None or len(parties) != 2 or last_host not in parties:
        return None
    first, second = parties
    return second if last_host == first else first
