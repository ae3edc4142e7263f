"""The language of the domain's tests: given events, when a decision is made, then events."""

from collections.abc import Callable, Sequence
from typing import Any

from attrs import frozen

from dragoman.domain.kind import Kind
from dragoman.domain.kinds import KINDS
from dragoman.domain.refusal import Refused
from dragoman.domain.undoing import undo

EVENTS: dict[str, type[Any]] = {
    event.__name__: event for kind in KINDS.values() for event in kind.events
}
"""Every event class by the name of its class."""

Decision = Callable[..., Sequence[Any]]


@frozen
class Made:
    """What came of a decision: its events, or its refusal."""

    events: tuple[Any, ...] = ()
    refusal: Refused | None = None

    def then(self, *expected: Any) -> None:
        """The decision gave exactly these events."""
        assert self.refusal is None, self.refusal
        assert self.events == expected

    def then_refused(self, part: str) -> None:
        """The decision was refused, and the reason says ``part``."""
        assert self.refusal is not None, f"not refused: {self.events}"
        assert part in str(self.refusal)


@frozen
class Given:
    """A record of which some events have been recorded."""

    kind: Kind
    history: tuple[Any, ...]

    @property
    def state(self) -> Any:
        """The record as these events leave it, ``None`` when there are none."""
        return self.kind.fold(self.history)

    def when(self, decision: Decision, *args: Any) -> Made:
        """Make a decision on the record; to undo is decided on its history."""
        try:
            return Made(tuple(decision(self.history if decision is undo else self.state, *args)))
        except Refused as refusal:
            return Made(refusal=refusal)


def given(kind: Kind, *history: Any) -> Given:
    """A record of ``kind`` with this history."""
    return Given(kind, history)


def assert_idempotent(before: Given, decision: Decision, *args: Any) -> None:
    """A decision, made again on the state that it led to, gives no event."""
    first = before.when(decision, *args)
    assert first.refusal is None, first.refusal
    given(before.kind, *before.history, *first.events).when(decision, *args).then()
