"""Given-when-then helpers for domain tests: past events, a decision, and what it returns."""

from collections.abc import Callable, Sequence
from typing import Any

from attrs import frozen

from dragoman.domain.kind import Kind
from dragoman.domain.kinds import KINDS
from dragoman.domain.refusal import Refused
from dragoman.domain.undoing import restore, undo

EVENTS: dict[str, type[Any]] = {
    event.__name__: event for kind in KINDS.values() for event in kind.events
}
"""Every event class by its name."""

Decision = Callable[..., Sequence[Any]]


@frozen
class Made:
    """The result of a decision: events or a refusal."""

    events: tuple[Any, ...] = ()
    refusal: Refused | None = None

    def then(self, *expected: Any) -> None:
        """Check that the decision gave exactly these events."""
        assert self.refusal is None, self.refusal
        assert self.events == expected

    def then_refused(self, part: str) -> None:
        """Check that the decision raised a refusal with ``part`` in the message."""
        assert self.refusal is not None, f"not refused: {self.events}"
        assert part in str(self.refusal)


@frozen
class Given:
    """A record and its past events."""

    kind: Kind
    history: tuple[Any, ...]

    @property
    def state(self) -> Any:
        """The state after the past events, or ``None`` if there are none."""
        return self.kind.fold(self.history)

    def when(self, decision: Decision, *args: Any) -> Made:
        """Make a decision about the record.

        ``undo`` and ``restore`` get the events of the record; every other decision gets the state.
        """
        before = self.history if decision in (undo, restore) else self.state
        try:
            return Made(tuple(decision(before, *args)))
        except Refused as refusal:
            return Made(refusal=refusal)


def given(kind: Kind, *history: Any) -> Given:
    """Return a record of ``kind`` with these past events."""
    return Given(kind, history)


def assert_idempotent(before: Given, decision: Decision, *args: Any) -> None:
    """Check that making a decision a second time adds no event."""
    first = before.when(decision, *args)
    assert first.refusal is None, first.refusal
    given(before.kind, *before.history, *first.events).when(decision, *args).then()
