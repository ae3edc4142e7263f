"""Comparison of logs: two logs are equal, one is a prefix of the other, or they have forked."""

from itertools import zip_longest

from attrs import frozen

from dragoman.store.log.queries import last_position
from dragoman.store.proof.leaves import leaves
from dragoman.store.sql import Connection


@frozen
class Comparison:
    """The sizes of two logs, and the number of identical events at the start of both logs."""

    one: int
    other: int
    common: int

    @property
    def forked_at(self) -> int | None:
        """The first position at which the logs differ; ``None`` if the logs have not forked."""
        return None if self.common == min(self.one, self.other) else self.common + 1


def compare(one: Connection, other: Connection) -> Comparison:
    """Compare two logs, event by event."""
    sizes = last_position(one), last_position(other)
    pairs = zip_longest(leaves(one, sizes[0]), leaves(other, sizes[1]))
    common = 0
    for left, right in pairs:
        if left != right:
            break
        common += 1
    return Comparison(*sizes, common)
