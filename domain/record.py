"""The shape that every record shares: facts that merge, decisions that repeat harmlessly.

A record is an aggregate: its state is nothing but its events, folded by ``evolve``. In facts,
``None`` and empty mean "not known"; an event carries only what it makes known.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from hashlib import sha1
from itertools import chain
from typing import Any, ClassVar, Protocol, TypeVar
from uuid import UUID

from attrs import AttrsInstance, evolve, fields

from dragoman.domain.source import Cited, Source

NAMESPACE = UUID("6d3a0c5e-5f0e-5b52-9a5b-0d1a60a4d9f1")

S = TypeVar("S", bound=AttrsInstance)
T = TypeVar("T")

Event = AttrsInstance
"""What was decided on a record, and became part of its history."""


class Facts(AttrsInstance, Cited, Protocol):
    """What is known of a record, and from which sources."""


class InterpretedFacts(Facts, Protocol):
    """Facts that keep the words of their sources."""

    @property
    def as_written(self) -> Mapping[str, str]:
        """The words of the source, by the field that they were interpreted for."""


class _WithFields(Protocol):
    def __call__(self, inst: S, **changes: object) -> S: ...


with_fields: _WithFields = evolve
"""Gives facts of any class with other values in some fields. Where the class is known, use
``attrs.evolve``, of which mypy checks the names."""

Reader = Callable[[AttrsInstance], dict[str, Any]]
"""Gives the fields of an object, by name."""


def natural_id(kind: str, key: str) -> UUID:
    """The id of the record of ``kind`` with a natural ``key`` (RFC 9562, version 5).

    The same key gives the same id everywhere, so that recording twice is harmless.
    """
    digest = sha1(NAMESPACE.bytes + f"{kind}:{key}".encode(), usedforsecurity=False).digest()
    return UUID(bytes=digest[:16], version=5)


@lru_cache(maxsize=256)
def _readers(cls: type[AttrsInstance]) -> tuple[Reader, Reader]:
    """The functions :func:`as_dict` and :func:`non_empty` for a class, written out field by field.

    As attrs does for ``__init__``: a register is folded event by event, and a loop over the
    fields takes three times as long.
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
    """All fields of ``facts``, with their values."""
    return _readers(facts.__class__)[0](facts)


def non_empty(facts: AttrsInstance) -> dict[str, Any]:
    """The fields of ``facts`` that say something."""
    return _readers(facts.__class__)[1](facts)


def to_event(cls: type[T], facts: AttrsInstance) -> T:
    """What ``facts`` says, as an event (or other facts) of class ``cls``."""
    return cls(**non_empty(facts))


def merged(state: S, facts: AttrsInstance, **fields: object) -> S:
    """``state`` with what ``facts`` makes known, and with ``fields`` set.

    Sources and mappings add up, everything else replaces.
    """
    return with_facts(state, non_empty(facts), **fields)


def with_facts(state: S, facts: Mapping[str, object], **fields: object) -> S:
    """:func:`merged`, of facts that were read already."""
    after = as_dict(state)
    for name, value in facts.items():
        after[name] = _joined(after[name], value)
    after |= fields
    return state.__class__(**after)


class Applied:
    """An event that changes the state of its record in a way of its own: see :func:`evolved`."""

    __slots__ = ()

    __attrs_attrs__: ClassVar[Any]  # events are attrs classes

    def applied_to(self, state: Any) -> Any:
        """The state after the event; ``None`` stands for the state before the first one."""
        raise NotImplementedError


def evolved(cls: type[S], state: S | None, event: Event) -> S:
    """The state after ``event``: with what it makes known, and with the status that it brings."""
    if isinstance(event, Applied):
        return event.applied_to(founded(cls, event) if state is None else state)  # type: ignore[no-any-return]
    if state is None:
        return founded(cls, event)
    if (status := getattr(event, "status", None)) is None:
        return merged(state, event)
    return merged(state, event, status=status)


def founded(cls: type[S], event: Event) -> S:
    """The state that a record begins with."""
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
    """All of them, each once, in order of first mention."""
    try:
        return tuple(dict.fromkeys(chain.from_iterable(groups)))
    except TypeError:  # not hashable
        result: list[T] = []
        for item in chain.from_iterable(groups):
            if item not in result:
                result.append(item)
        return tuple(result)


def differences(state: AttrsInstance, facts: AttrsInstance) -> dict[str, tuple[object, object]]:
    """What ``facts`` says and ``state`` does not: the field → (what it has, what it lacks).

    Of several values only those count that are not there; their order does not. Sources and words
    as written are no facts about the world, and are left out.
    """
    has = as_dict(state)
    said = {name: value for name, value in non_empty(facts).items() if name not in _ABOUT_FACTS}
    lacks = {name: _lacking(has[name], value) for name, value in said.items()}
    return {name: (has[name], value) for name, value in lacks.items() if value}


_ABOUT_FACTS = ("as_written", "sources")


def tells_nothing(facts: AttrsInstance) -> bool:
    """Whether ``facts`` say nothing about the world."""
    return non_empty(facts).keys() <= {*_ABOUT_FACTS}


def _lacking(has: Any, said: object) -> object:
    if isinstance(said, tuple):
        return tuple(one for one in said if one not in has)
    if isinstance(said, Mapping):
        return {key: one for key, one in said.items() if has.get(key) != one}
    return said if said != has else None


def delta(state: AttrsInstance, facts: S) -> S:
    """``facts`` without what ``state`` knows already, word for word."""
    has = as_dict(state)
    new = {name: one for name, one in non_empty(merged(state, facts)).items() if has[name] != one}
    return type(facts)(**{name: one for name, one in non_empty(facts).items() if name in new})


def supplement(
    state: Facts,
    facts: InterpretedFacts,
    event_class: Callable[..., T],
    settled: Iterable[str] = (),
    **more: object,
) -> list[T]:
    """What ``facts`` says of fields that are empty in ``state``, as an event, if anything.

    Fields that are ``settled`` stay empty. The event says ``more``, too, and comes with the words
    as written of the fields it fills, and with the sources that are new.
    """
    gaps = {
        name: value
        for name, value in non_empty(facts).items()
        if name not in (*_ABOUT_FACTS, *settled) and not getattr(state, name)
    }
    gaps |= {name: value for name, value in more.items() if value}
    if not gaps:
        return []
    words = {name: said for name, said in facts.as_written.items() if name in gaps}
    sources = tuple(one for one in facts.sources if one not in state.sources)
    return [event_class(**gaps, as_written=words, sources=sources)]
