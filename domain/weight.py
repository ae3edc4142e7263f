"""Weight: the importance of an engagement. A state visit counts more than a working lunch.

The weight depends on the recorded level. If no level is recorded, the weight depends on the highest
rank of the participants. If no rank is known, the weight depends on the kind; a weight based on the
kind is never greater than a weight based on a rank.
"""

from collections.abc import Iterable

from dragoman.domain.rank import highest_rank

OF_LEVEL = {
    "state": 8,
    "official": 6,
    "official working": 5,
    "working": 4,
    "private": 2,
    "informal": 2,
    "unofficial": 2,
    "transit": 1,
}
"""The weights of the levels, from the highest level; ``unspecified`` has no weight."""

OF_RANK = {
    "heads": 8,
    "deputy heads": 7,
    "speakers": 6,
    "ministers": 5,
    "deputy ministers": 4,
    "ambassadors": 3,
    "officials": 2,
}
"""The weights of the ranks, in the order of :data:`dragoman.domain.rank.RANKS`."""

OF_KIND = {"visit": 2, "consultation": 2, "meeting": 1}


def weight_of(kind: str, level: str | None, posts: Iterable[str | None]) -> int:
    """Return the weight of an engagement, given the posts of the participants."""
    if level in OF_LEVEL:
        return OF_LEVEL[level]
    rank = highest_rank(posts)
    return OF_RANK[rank] if rank else OF_KIND[kind]
