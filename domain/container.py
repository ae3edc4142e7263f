"""Containers: journeys that Dragoman infers from several visits, to hold the visits together.

Nobody recorded such a journey as a contact with anybody, so reports count only its visits.
"""

from collections.abc import Collection

INFERRED = "inferred"
"""The beginning of the words in ``as_written`` for a fact that Dragoman inferred."""


def is_container(kind: str, host: str | None, sides: Collection[str], when: str | None) -> bool:
    """Return whether an engagement only holds its parts together.

    ``when`` are the words in ``as_written`` for the date: the date of a container is inferred from
    its parts. A container has no host, and no side besides that of the traveller.
    """
    if kind != "visit" or host or not when:
        return False
    return len(sides) < 2 and when.startswith(INFERRED)
