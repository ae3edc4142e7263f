"""The stored form of events: JSON of what they make known, decoded back into domain classes."""

from functools import lru_cache
from typing import Any

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
    return _encode(known(facts))


def decode(topic: str, state: bytes) -> Any:
    """The event that was stored under ``topic``. Raises :class:`UnknownTopic`."""
    return _decoder(topic)(state)


def topic_of(event: Any) -> str:
    """The stable name under which an event is stored."""
    return type(event).__name__
