"""The log as JSON Lines: one event a line, with the bytes of its facts as they are stored.

Where the circumstances of its entry are kept, they stand in the line, too.
"""

from collections.abc import Iterator

import msgspec
from sqlalchemy import Connection

from dragoman.store.json_text import harmless_bytes
from dragoman.store.log.circumstances import CIRCUMSTANCES, RawEvent, StoredCircumstances
from dragoman.store.log.codec import UnreadableEvent
from dragoman.store.proof.leaves import COLUMNS, leaf, stored_events


def lines(connection: Connection, last: int, first: int = 1) -> Iterator[bytes]:
    """The events from ``first`` to ``last``, each a JSON object and a line break.

    Raises :class:`UnreadableEvent` for one that is no line of JSON.
    """
    for event, circumstances in stored_events(connection, last, first - 1):
        yield _line(event, circumstances)


def leaf_of(line: bytes) -> bytes:
    """The leaf of an event as :func:`lines` writes it. Raises :class:`UnreadableEvent`."""
    try:
        event = msgspec.structs.asdict(msgspec.json.decode(line, type=_Line))
        told = [event.pop(name) for name in CIRCUMSTANCES]
        if len({one is None for one in told}) > 1:
            raise ValueError("circumstances are told whole, or not at all")
        kept = None if None in told else StoredCircumstances(*told)
        return leaf(**{**event, "state": bytes(event["state"])}, circumstances=kept)
    except (msgspec.MsgspecError, ValueError):
        raise UnreadableEvent("this is no event as it is exported") from None


class _Line(msgspec.Struct, kw_only=True):
    record: str = msgspec.field(name="originator_id")
    version: int = msgspec.field(name="originator_version")
    topic: str
    entry: str
    recorded_at: str
    recorded_by: str
    reason: str
    state: msgspec.Raw
    clock: str | None = None
    os_user: str | None = None
    host: str | None = None


def _line(event: RawEvent, circumstances: StoredCircumstances | None) -> bytes:
    *facts, state = event
    try:
        msgspec.json.decode(state, type=dict)
        is_line = b"\n" not in state
    except (msgspec.MsgspecError, UnicodeError, TypeError):
        is_line = False
    if not is_line:
        raise UnreadableEvent(f"event {event[0]} is no line of JSON")
    fields = dict(zip(("position", *COLUMNS[:-1]), facts, strict=True))
    if circumstances:
        fields |= circumstances._asdict()
    head = harmless_bytes(msgspec.json.encode(fields))
    return b'%s,"state":%s}\n' % (head.removesuffix(b"}"), state)
