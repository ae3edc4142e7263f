"""The stored form of events: JSON of what they make known, decoded back into domain classes."""

from functools import lru_cache
from typing import Any

import attrs
import msgspec

from domain.catalogue import EVENTS
from domain.dates import ImpreciseDate, parse
from domain.record import known


class UnknownTopic(Exception):
    """An event of a class that this version does not know."""


def _plain(value: Any) -> Any:
    if isinstance(value, ImpreciseDate):
        return str(value)
    raise NotImplementedError(type(value))


def _rich(wanted: type[Any], value: Any) -> Any:
    if wanted is ImpreciseDate:
        return parse(value)
    raise NotImplementedError(wanted)


_encode = msgspec.json.Encoder(enc_hook=_plain, order="deterministic").encode


@lru_cache
def _decoder(topic: str) -> Any:
    try:
        return msgspec.json.Decoder(EVENTS[topic], dec_hook=_rich).decode
    except KeyError:
        raise UnknownTopic(f"unknown event {topic}: written by a newer Dragoman?") from None


def encode(facts: Any) -> bytes:
    """What an event or a state makes known, as UTF-8 JSON with sorted keys."""
    return _encode({name: _lean(value) for name, value in known(facts).items()})


def _lean(value: Any) -> Any:
    """``value``, and the values within it, without what is not known."""
    if isinstance(value, tuple) and attrs.has(value[0].__class__):
        return [known(one) for one in value]
    return known(value) if attrs.has(value.__class__) else value


def decode(topic: str, state: bytes) -> Any:
    """The event that was stored under ``topic``. Raises :class:`UnknownTopic`."""
    return _decoder(topic)(state)


def topic_of(event: Any) -> str:
    """The stable name under which an event is stored."""
    return type(event).__name__
