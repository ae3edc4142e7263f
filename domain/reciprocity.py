"""Reciprocity: whose turn it is to host, if the parties follow the custom of returning visits.

Dragoman infers the turn and never records the result. If the parties agreed on the host, their
agreement takes precedence.
"""

from collections.abc import Sequence


def next_host(parties: Sequence[str], last_host: str | None) -> str | None:
    """Return whichever of two parties did not host last; ``None`` if this is unclear."""
    if last_host is None or len(parties) != 2 or last_host not in parties:
        return None
    first, second = parties
    return second if last_host == first else first
