"""The shape that every record shares: facts that merge, decisions that repeat harmlessly.

A record is an aggregate: its state is nothing but its events, folded by ``evolve``. In facts,
``None`` and empty mean "not known"; an event carries only what it makes known.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from itertools import chain, compress
from operator import attrgetter
from typing import Any, TypeVar
from uuid import UUID, uuid5

from attrs import fields

from domain.source import Source

NAMESPACE = UUID("6d3a0c5e-5f0e-5b52-9a5b-0d1a60a4d9f1")

S = TypeVar("S")
T = TypeVar("T")


def natural_id(kind: str, key: str) -> UUID:
    """The id of the record of ``kind`` with a natural ``key`` (RFC 9562, version 5).

    The same key gives the same id everywhere, so that recording twice is harmless.
    """
    return uuid5(NAMESPACE, f"{kind}:{key}")


@lru_cache(maxsize=256)
def _reader(cls: Any) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]:
    """The names of the fields of an attrs class, and a function that gives all their values."""
    names = tuple(field.name for field in fields(cls))
    return names, attrgetter(*names) if len(names) > 1 else lambda one: (getattr(one, names[0]),)


def told(facts: Any) -> dict[str, Any]:
    """All fields of ``facts``, with their values."""
    names, read = _reader(facts.__class__)
    return dict(zip(names, read(facts), strict=True))


def known(facts: Any) -> dict[str, Any]:
    """The fields of ``facts`` that say something."""
    names, read = _reader(facts.__class__)
    values = read(facts)
    return dict(compress(zip(names, values, strict=True), values))


def cast(cls: type[T], facts: Any) -> T:
    """What ``facts`` says, as an event (or other facts) of class ``cls``."""
    return cls(**known(facts))


def merged(state: S, facts: Any, **fields: Any) -> S:
    """``state`` with what ``facts`` makes known, and with ``fields`` set.

    Sources and mappings add up, everything else replaces.
    """
    before = told(state)
    news = {name: _joined(before[name], value) for name, value in known(facts).items()}
    return state.__class__(**{**before, **news, **fields})


def _joined(before: Any, after: Any) -> Any:
    if isinstance(before, Mapping):
        return {**before, **after}
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


def differences(state: Any, facts: Any) -> dict[str, tuple[Any, Any]]:
    """Fields that ``facts`` makes known otherwise than ``state`` has them: name → (has, says)."""
    before, after = told(state), known(merged(state, facts))
    return {
        name: (before[name], value) for name, value in after.items() if before[name] != value
    }


def news(state: Any, facts: Any) -> Any:
    """``facts`` without what ``state`` knows already."""
    new = differences(state, facts)
    return type(facts)(**{name: value for name, value in known(facts).items() if name in new})
