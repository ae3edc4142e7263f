"""Records as they are loaded: the projector with which the repository folds their events."""

from collections.abc import Iterable
from functools import cached_property
from itertools import takewhile
from typing import Any
from uuid import UUID

from attrs import AttrsInstance, frozen

from dragoman.domain import Kind, kind_of
from dragoman.store.log.mapper import Envelope, Unread
from dragoman.store.log.topics import kind_founded_by


@frozen
class Loaded:
    """A record as the register holds it: its kind, all its events, and its state after them.

    Of a record that this version cannot read to its end, ``unread`` is the version of the first
    event that it cannot read; ``history`` and ``state`` are those before it. The ``kind`` is
    ``None`` where not even that can be told.
    """

    id: UUID
    kind: Kind | None
    history: tuple[AttrsInstance, ...]
    state: Any
    unread: int | None = None

    @property
    def version(self) -> int:
        """The version of the last event."""
        return len(self.history)

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """What the record is found by."""
        found: tuple[str, ...] = self.state.terms if self.state is not None else ()
        return found

    def followed_by(self, event: AttrsInstance) -> "Loaded":
        """The record after a further event."""
        assert self.kind is not None
        history = (*self.history, event)
        return Loaded(self.id, self.kind, history, self.kind.after(self.state, history))


def project(initial: Loaded | None, envelopes: Iterable[Envelope]) -> Loaded | None:
    """Fold the events of one record; ``None`` when there are none.

    Those from the first one on that cannot be read do not count.
    """
    found = list(envelopes)
    if not found:
        return initial
    events = [*(initial.history if initial else ()), *(one.event for one in found)]
    kind = _kind_of(events[0])
    takes = kind.takes if kind else ()
    history = tuple(takewhile(lambda event: type(event) in takes, events))
    unread = len(history) + 1 if len(history) < len(events) else None
    state = kind.fold(history) if kind and history else None
    return Loaded(found[0].originator_id, kind, history, state, unread)


def _kind_of(first: AttrsInstance) -> Kind | None:
    """The kind of the record that begins with an event."""
    return kind_founded_by(first.topic) if isinstance(first, Unread) else kind_of(type(first))
