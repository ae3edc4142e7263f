"""Undoing: cancelling the effect of earlier events, for any kind of record.

Undone events stay in the log, but Dragoman folds the record without these events. Later events keep
their effect, and you can also undo an undo.
"""

from collections.abc import Iterable, Sequence
from typing import TypeVar
from uuid import UUID

from attrs import frozen

from dragoman.domain.amendments import Retracted
from dragoman.domain.refusal import Refused

E = TypeVar("E")


@frozen(kw_only=True)
class Undone:
    """The events with these ``versions``, recorded by ``entry``, no longer count."""

    versions: tuple[int, ...]
    entry: UUID

    @property
    def undoes(self) -> UUID:
        """The undone entry; a retraction has an attribute of the same name."""
        return self.entry


@frozen(kw_only=True)
class Restored:
    """Somebody restored a retracted record: its retractions (the ``versions``) no longer count."""

    versions: tuple[int, ...]


TAKING_BACK = (Undone, Restored)
"""The classes of events that stop earlier events of their record from counting."""


def effective(history: Sequence[E]) -> Sequence[E]:
    """Return the events that count, given all events of a record from version 1."""
    return [history[version - 1] for version in effective_versions(history)]


def effective_versions(history: Sequence[object]) -> list[int]:
    """Return the versions of the events that count."""
    undone = undone_versions(history)
    return [
        version
        for version, event in enumerate(history, 1)
        if version not in undone and not isinstance(event, TAKING_BACK)
    ]


def undone_versions(history: Sequence[object]) -> set[int]:
    """Return the versions of a record's events that were undone and not redone."""
    undone: set[int] = set()
    for version in range(len(history), 0, -1):
        event = history[version - 1]
        if version not in undone and isinstance(event, TAKING_BACK):
            undone.update(event.versions)
    return undone


def undo(history: Sequence[object], versions: Iterable[int], entry: UUID) -> list[Undone]:
    """Decide to undo events of a record, except events that are already undone.

    Raises :class:`Refused` for the founding event, because the record cannot exist without its
    founding event.
    """
    if 1 in versions:
        raise Refused("cannot lose its first event; retract the record instead")
    gone = undone_versions(history)
    remaining = tuple(version for version in versions if version not in gone)
    return [Undone(versions=remaining, entry=entry)] if remaining else []


def retractions(history: Sequence[object]) -> tuple[int, ...]:
    """Return the versions of a record's retractions that still count."""
    counting = effective_versions(history)
    return tuple(version for version in counting if isinstance(history[version - 1], Retracted))


def restore(history: Sequence[object]) -> list[Restored]:
    """Decide to restore a retracted record."""
    versions = retractions(history)
    return [Restored(versions=versions)] if versions else []
