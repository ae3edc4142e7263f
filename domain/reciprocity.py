"""Reciprocity: whose turn it is to host, by the custom that a visit is returned.

The turn is inferred, never recorded. An agreement about the host takes precedence.
"""

from collections.abc import Sequence


def next_host(parties: Sequence[str], last_host: str | None) -> str | None:
    """Return the one of two parties that was not the last host, or ``None`` if that is unknown."""
    if last_host is None or len(parties) != 2 or last_host not in parties:
        return None
    first, second = parties
    return second if last_host == first else first
