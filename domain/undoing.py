"""Undoing: events that do not count any more. Any record takes this event.

What was undone stays in the log; the record is folded as if it had not been recorded. So an undo
can be undone itself, and what was recorded in between keeps its effect.
"""

from collections.abc import Iterable, Sequence
from typing import TypeVar
from uuid import UUID

from attrs import frozen

from dragoman.domain.refusal import Refused

E = TypeVar("E")


@frozen(kw_only=True)
class Undone:
    """The events of these ``versions``, which ``entry`` had recorded, do not count."""

    versions: tuple[int, ...]
    entry: UUID

    @property
    def undoes(self) -> UUID:
        """The entry that is undone, by the name that it has in a retraction."""
        return self.entry


def effective(history: Sequence[E]) -> Sequence[E]:
    """The events of a record that count, of all its events from version 1 on."""
    undone = undone_versions(history)
    counted = enumerate(history, 1)
    return [one for version, one in counted if version not in undone and type(one) is not Undone]


def undone_versions(history: Sequence[object]) -> set[int]:
    """The versions of a record's events that were undone, and not redone."""
    undone: set[int] = set()
    for version in range(len(history), 0, -1):
        event = history[version - 1]
        if version not in undone and isinstance(event, Undone):
            undone.update(event.versions)
    return undone


def undo(history: Sequence[object], versions: Iterable[int], entry: UUID) -> list[Undone]:
    """Decide to undo events of a record; those that are undone already are left out.

    Refused for the event that founds the record: what founds it cannot be undone without it.
    """
    if 1 in versions:
        raise Refused("cannot lose the event that it begins with; retract it instead")
    gone = undone_versions(history)
    remaining = tuple(version for version in versions if version not in gone)
    return [Undone(versions=remaining, entry=entry)] if remaining else []
