"""Loaded records, and the projector that folds their events for the repository."""

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
    """A record in the register: its kind, all its events, and its state after these events.

    If this version cannot read all events of the record, ``unread`` is the version of the first
    unreadable event, and ``history`` and ``state`` end before that event. ``kind`` is ``None`` if
    unknown.
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
        """The search terms of the record."""
        found: tuple[str, ...] = self.state.terms if self.state is not None else ()
        return found

    def followed_by(self, event: AttrsInstance) -> "Loaded":
        """Return the record with one more event."""
        assert self.kind is not None
        history = (*self.history, event)
        return Loaded(self.id, self.kind, history, self.kind.after(self.state, history))


def project(initial: Loaded | None, envelopes: Iterable[Envelope]) -> Loaded | None:
    """Fold the events of a record; return ``initial`` if there are no events.

    Ignores the first unreadable event and all later events.
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
    """Return the kind of a record, given its first event."""
    return kind_founded_by(first.topic) if isinstance(first, Unread) else kind_of(type(first))
