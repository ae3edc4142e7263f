"""The stored format of events: JSON of their facts, and its decoding into domain classes.

Dragoman reads an event completely or not at all. It cannot read an event with an unknown topic, an
unknown field or a value of the wrong type: a newer version recorded the event, or the event is
damaged.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Protocol, get_args, get_origin

import attrs
import msgspec
from attrs import AttrsInstance

from dragoman.domain import ImpreciseDate, is_code, non_empty, parse_date, quoted
from dragoman.store.errors import RegisterError
from dragoman.store.log.topics import TOPICS, Topic, present_topic


class UnreadableEvent(RegisterError):
    """A stored event that this version of Dragoman cannot read.

    ``is_damaged`` is true if no version can have stored the event. If it is false, a newer version
    may have stored the event.
    """

    is_damaged = False


class UnknownTopic(UnreadableEvent):
    """An event with a topic that this version does not know."""


class DamagedEvent(UnreadableEvent):
    """An event that no version can have stored, because every version stores a JSON object."""

    is_damaged = True


def _plain(value: object) -> str:
    if isinstance(value, ImpreciseDate):
        return str(value)
    raise NotImplementedError(type(value))


def _rich(wanted: type[object], value: object) -> object:
    if wanted is ImpreciseDate and isinstance(value, str):
        return parse_date(value)
    if wanted is ImpreciseDate:
        raise ValueError(f"expected text, got {value!r}")
    raise NotImplementedError(wanted)


_encode = msgspec.json.Encoder(enc_hook=_plain, order="deterministic").encode


@lru_cache
def _with_parts(cls: type[AttrsInstance]) -> tuple[str, ...]:
    """Return the names of those fields of a class whose values are instances of attrs classes."""
    return tuple(field.name for field in attrs.fields(cls) if _is_made_of_parts(field.type))


def _is_made_of_parts(kind: type[object] | None) -> bool:
    return (kind is not None and attrs.has(kind)) or any(map(_is_made_of_parts, get_args(kind)))


def _lean(value: AttrsInstance | tuple[AttrsInstance, ...]) -> object:
    """Return ``value`` without the unset fields of its parts."""
    return [non_empty(one) for one in value] if isinstance(value, tuple) else non_empty(value)


def encode(facts: AttrsInstance) -> bytes:
    """Return the non-empty facts of an event or a state as UTF-8 JSON with sorted keys."""
    known = non_empty(facts)
    for name in _with_parts(facts.__class__):
        if name in known:
            known[name] = _lean(known[name])
    return _encode(known)


# --- Decoding ---------------------------------------------------------------------------------

Decode = Callable[[bytes], AttrsInstance]

MOST_ENCODED = 5_000
"""The maximum number of encoded events to remember until the views decode them."""


class Codec:
    """A codec that decodes events by the topics in a table, and encodes events under a topic."""

    def __init__(
        self, topics: Mapping[str, Topic], topic_of_class: Callable[[type[AttrsInstance]], str]
    ) -> None:
        self._topics = topics
        self._topic_of_class = topic_of_class
        self._decoders: dict[str, Decode] = {}
        self._encoded: dict[tuple[str, bytes], AttrsInstance] = {}

    def encoded(self, event: AttrsInstance) -> tuple[str, bytes]:
        """Return the topic of an event and the event as JSON, to be stored.

        The codec caches the event, because the views decode most events right after Dragoman
        records them.
        """
        stored = self.topic_of(event), encode(event)
        if len(self._encoded) >= MOST_ENCODED:
            self._encoded.clear()
        self._encoded[stored] = event
        return stored

    def decode(self, topic: str, state: bytes) -> AttrsInstance:
        """Decode an event stored under ``topic``. Raises :class:`UnreadableEvent`."""
        if known := self._encoded.pop((topic, state), None):
            return known
        try:
            return (self._decoders.get(topic) or self._decoder(topic))(state)
        except msgspec.ValidationError as error:
            raise _unfit(str(error)) from None
        except (msgspec.DecodeError, UnicodeError, RecursionError, TypeError) as error:
            raise DamagedEvent(f"it is not JSON ({error})") from None
        except (ValueError, LookupError) as error:
            raise UnreadableEvent(str(error)) from None

    def topic_of(self, event: AttrsInstance) -> str:
        """Return the permanent name under which an event is stored."""
        return self._topic_of_class(type(event))

    def _decoder(self, topic: str) -> Decode:
        declared = self._topics.get(topic)
        if declared is None:
            raise UnknownTopic(f"unknown event {topic}")
        decoder = _upcasting(declared) if declared.upcasts else _decoding(declared.event)
        self._decoders[topic] = decoder
        return decoder


def _decoding(event: type[AttrsInstance]) -> Decode:
    check = msgspec.json.Decoder(_outline(event)).decode
    read = msgspec.json.Decoder(event, dec_hook=_rich).decode
    sided = [one.name for one in attrs.fields(event) if one.name in _SIDED]

    def decode(state: bytes) -> AttrsInstance:
        check(state)
        found = read(state)
        for name in sided:
            if value := getattr(found, name):
                _check_sides(name, value)
        return found

    return decode


_SIDED = ("host", "side", "parties", "participants", "positions")
"""The fields that hold codes of states and organisations, or parts that have a side."""


class HasSide(Protocol):
    """A part of a record that belongs to a state or an organisation."""

    @property
    def side(self) -> str | None:
        """The code of the side."""


Sided = str | HasSide


def _check_sides(field: str, value: Sided | tuple[Sided, ...]) -> None:
    """Raise :class:`UnreadableEvent` for a side whose code this version does not know."""
    for one in value if isinstance(value, tuple) else (value,):
        code = one if isinstance(one, str) else one.side
        if code is None or code in _CODES:
            continue
        if not is_code(code):
            raise UnreadableEvent(
                f"{field}: {quoted(code)} is not the code of a country or an organisation"
            )
        if len(_CODES) < MOST_CODES:
            _CODES.add(code)


MOST_CODES = 2_000
_CODES: set[str] = set()
"""A cache of valid codes, because looking up the codes of every event would be slow."""


def _upcasting(topic: Topic) -> Decode:
    read = _decoding(topic.event)

    def decode(state: bytes) -> AttrsInstance:
        data = msgspec.json.decode(state, type=dict)
        for upcast in topic.upcasts:
            data = upcast(data)
        return read(msgspec.json.encode(data))

    return decode


def _outline(kind: Any) -> Any:
    """Return a type that accepts the JSON of an attrs class only if all its fields are known.

    To keep the check of every event cheap, the type decodes only values that are themselves
    instances of attrs classes.
    """
    if attrs.has(kind):
        fields = [(one.name, *_part(one.type)) for one in attrs.fields(kind)]
        return msgspec.defstruct(kind.__name__, fields, forbid_unknown_fields=True)
    return msgspec.Raw


def _part(kind: Any) -> tuple[Any, Any]:
    """Return the outline of a field, and the default to use if the field is missing."""
    parts = [one for one in get_args(kind) if attrs.has(one)]
    if get_origin(kind) is tuple and parts:
        return list[_outline(parts[0])], []  # type: ignore[misc]
    if parts:
        return _outline(parts[0]) | None, None
    return msgspec.Raw, msgspec.Raw(b"null")


def _unfit(message: str) -> UnreadableEvent:
    """Convert a validation error from msgspec to a message."""
    what, _, place = message.partition(" - at `$")
    if what.startswith("Expected `object`") and not place:
        return DamagedEvent("it is not a JSON object")
    where = place.rstrip("`").lstrip(".")
    if unknown := re.fullmatch(r"Object contains unknown field `(.*)`", what):
        return UnreadableEvent(f"unknown field {'.'.join(filter(None, (where, unknown[1])))}")
    return UnreadableEvent(f"{where}: {what}" if where else what)


_CODEC = Codec(TOPICS, present_topic)
encoded, decode, topic_of = _CODEC.encoded, _CODEC.decode, _CODEC.topic_of
