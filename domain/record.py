"""Records: the base of all aggregates, with mergeable facts and idempotent decisions.

A record is an aggregate: its state is the fold of its events. In facts, ``None`` or an empty value
means "unknown"; an event has only the facts that it adds.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from hashlib import sha1
from itertools import chain
from typing import Any, ClassVar, Protocol, TypeVar
from uuid import UUID

from attrs import AttrsInstance, fields

from dragoman.domain.source import Cited, Source

NAMESPACE = UUID("6d3a0c5e-5f0e-5b52-9a5b-0d1a60a4d9f1")

S = TypeVar("S", bound=AttrsInstance)
T = TypeVar("T")

Event = AttrsInstance
"""A decision on a record, as part of the record's history."""


class Facts(AttrsInstance, Cited, Protocol):
    """The known facts about a record, with their sources."""


class InterpretedFacts(Facts, Protocol):
    """Facts that also keep the wording of their sources."""

    @property
    def as_written(self) -> Mapping[str, str]:
        """The source's wording, by the field or the path of the value that interprets it."""


Reader = Callable[[AttrsInstance], dict[str, Any]]
"""A function that returns the fields of an object by name."""


def natural_id(kind: str, key: str) -> UUID:
    """Return the id of a record of ``kind`` with a natural ``key`` (RFC 9562, version 5).

    The same key gives the same id everywhere, so recording a record twice has no effect.
    """
    digest = sha1(NAMESPACE.bytes + f"{kind}:{key}".encode(), usedforsecurity=False).digest()
    return UUID(bytes=digest[:16], version=5)


@lru_cache(maxsize=256)
def _readers(cls: type[AttrsInstance]) -> tuple[Reader, Reader]:
    """Generate the functions :func:`as_dict` and :func:`non_empty` for a class.

    Like an ``__init__`` from attrs, the generated functions name every field. Folding calls these
    functions for every event, and a loop over the fields would take three times as long.
    """
    names = [field.name for field in fields(cls)]
    lines = [
        "def as_dict(facts):",
        f"    return {{{', '.join(f'{name!r}: facts.{name}' for name in names)}}}",
        "def non_empty(facts):",
        "    found = {}",
        *(f"    if value := facts.{name}: found[{name!r}] = value" for name in names),
        "    return found",
    ]
    written: dict[str, Reader] = {}
    exec("\n".join(lines), {}, written)
    return written["as_dict"], written["non_empty"]


def as_dict(facts: AttrsInstance) -> dict[str, Any]:
    """Return a dictionary of all fields of ``facts``."""
    return _readers(facts.__class__)[0](facts)


def non_empty(facts: AttrsInstance) -> dict[str, Any]:
    """Return a dictionary of the fields of ``facts`` that have a value."""
    return _readers(facts.__class__)[1](facts)


def with_fields(facts: S, **changes: object) -> S:
    """Return a copy of facts of any class, with new values for some fields.

    If you know the class, and speed does not matter, use ``attrs.evolve``, because mypy checks the
    names of the fields.
    """
    return facts.__class__(**(as_dict(facts) | changes))


def to_event(cls: type[T], facts: AttrsInstance) -> T:
    """Convert ``facts`` to an event (or other facts) of class ``cls``."""
    return cls(**non_empty(facts))


def merged(state: S, facts: AttrsInstance, **fields: object) -> S:
    """Return ``state`` with the values of ``facts``, and with ``fields`` set.

    New sources and new mapping items are added to the existing ones; any other value replaces the
    existing value.
    """
    return with_facts(state, non_empty(facts), **fields)


def with_facts(state: S, facts: Mapping[str, object], **fields: object) -> S:
    """Merge facts like :func:`merged`, but take the facts as a mapping.

    The words of the source for a part of a list stay with this part when the list changes.
    """
    after = as_dict(state)
    for name, value in facts.items():
        after[name] = _joined(after[name], value)
    after |= fields
    words = after.get("as_written")
    if words and "as_written" not in fields and any("." in path for path in words):
        after["as_written"] = _carried(as_dict(state), facts, after)
    return state.__class__(**after)


def _carried(
    before: Mapping[str, Any], facts: Mapping[str, object], after: Mapping[str, Any]
) -> dict[str, str]:
    from dragoman.domain.original_words import carried  # most records have no such words

    return carried(before, facts, after)


class Applied:
    """An event that has its own rule for changing the state of a record; see :func:`evolved`."""

    __slots__ = ()

    __attrs_attrs__: ClassVar[Any]  # events are attrs classes

    def applied_to(self, state: Any) -> Any:
        """Return the state after the event; ``None`` is the state before the first event."""
        raise NotImplementedError


def evolved(cls: type[S], state: S | None, event: Event) -> S:
    """Return the state after ``event``, with the event's facts and status."""
    if isinstance(event, Applied):
        return event.applied_to(founded(cls, event) if state is None else state)  # type: ignore[no-any-return]
    if state is None:
        return founded(cls, event)
    if (status := getattr(event, "status", None)) is None:
        return merged(state, event)
    return merged(state, event, status=status)


def founded(cls: type[S], event: Event) -> S:
    """Return the first state of a record, from the facts of its founding event."""
    if (status := getattr(event, "status", None)) is None:
        return to_event(cls, event)
    return cls(status=status, **non_empty(event))  # type: ignore[call-arg]


def _joined(before: Any, after: Any) -> object:
    if isinstance(before, dict):
        return before | after
    if isinstance(after, tuple) and isinstance(after[0], Source):
        return united(before, after)
    return after


def united(*groups: Iterable[T]) -> tuple[T, ...]:
    """Return the distinct items of the groups, in the order of their first appearance."""
    try:
        return tuple(dict.fromkeys(chain.from_iterable(groups)))
    except TypeError:  # not hashable
        result: list[T] = []
        for item in chain.from_iterable(groups):
            if item not in result:
                result.append(item)
        return tuple(result)


ABOUT_FACTS = ("as_written", "sources")
"""The fields that are about the facts, rather than about the world."""


def tells_nothing(facts: AttrsInstance) -> bool:
    """Return whether ``facts`` say nothing about the world."""
    return non_empty(facts).keys() <= {*ABOUT_FACTS}


def delta(state: AttrsInstance, facts: S) -> S:
    """Return ``facts`` without the values that ``state`` already has."""
    has = as_dict(state)
    new = {name: one for name, one in non_empty(merged(state, facts)).items() if has[name] != one}
    return type(facts)(**{name: one for name, one in non_empty(facts).items() if name in new})
