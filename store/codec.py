"""The stored form of events: JSON of what they make known, decoded back into domain classes."""

from functools import lru_cache
from typing import Any, get_args

import attrs
import msgspec

from domain.catalogue import EVENTS
from domain.dates import ImpreciseDate, parse
from domain.record import known
from store.errors import RegisterError


class UnreadableEvent(RegisterError):
    """A stored event that cannot be read."""


class UnknownTopic(UnreadableEvent):
    """An event of a class that this version does not know."""


def _plain(value: Any) -> Any:
    if isinstance(value, ImpreciseDate):
        return str(value)
    raise NotImplementedError(type(value))


def _rich(wanted: type[Any], value: Any) -> Any:
    if wanted is ImpreciseDate and isinstance(value, str):
        return parse(value)
    if wanted is ImpreciseDate:
        raise ValueError(f"expected text, got {value!r}")
    raise NotImplementedError(wanted)


_encode = msgspec.json.Encoder(enc_hook=_plain, order="deterministic").encode


@lru_cache
def _decoder(topic: str) -> Any:
    try:
        return msgspec.json.Decoder(EVENTS[topic], dec_hook=_rich).decode
    except KeyError:
        raise UnknownTopic(f"unknown event {topic}: written by a newer Dragoman?") from None


@lru_cache
def _with_parts(cls: Any) -> tuple[str, ...]:
    """The fields of a class whose values are made of attrs classes."""
    return tuple(field.name for field in attrs.fields(cls) if _is_made_of_parts(field.type))


def _is_made_of_parts(kind: Any) -> bool:
    return attrs.has(kind) or any(map(_is_made_of_parts, get_args(kind)))


def _lean(value: Any) -> Any:
    """``value`` without what is not known of its parts."""
    return [known(one) for one in value] if isinstance(value, tuple) else known(value)


def encode(facts: Any) -> bytes:
    """What an event or a state makes known, as UTF-8 JSON with sorted keys."""
    told = known(facts)
    for name in _with_parts(facts.__class__):
        if name in told:
            told[name] = _lean(told[name])
    return _encode(told)


def decode(topic: str, state: bytes) -> Any:
    """The event that was stored under ``topic``. Raises :class:`UnknownTopic`."""
    return _decoder(topic)(state)


def topic_of(event: Any) -> str:
    """The stable name under which an event is stored."""
    return type(event).__name__
