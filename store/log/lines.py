"""The log as JSON Lines: one event per line, with the stored bytes of its facts.

If the circumstances of the entry are known, the line includes them.
"""

from collections.abc import Iterator

import msgspec

from dragoman.store.json_text import harmless_bytes
from dragoman.store.log.circumstances import CIRCUMSTANCES, RawEvent, StoredCircumstances
from dragoman.store.log.codec import UnreadableEvent
from dragoman.store.proof.leaves import COLUMNS, leaf, stored_events
from dragoman.store.sql import Connection


def lines(connection: Connection, last: int, first: int = 1) -> Iterator[bytes]:
    """Yield the events from ``first`` to ``last``, each as a JSON object and a line break.

    Raises :class:`UnreadableEvent` for an event whose facts are not one line of JSON.
    """
    for event, circumstances in stored_events(connection, last, first - 1):
        yield _line(event, circumstances)


def leaf_of(line: bytes) -> bytes:
    """Return the Merkle tree leaf of a line from :func:`lines`. Raises :class:`UnreadableEvent`."""
    try:
        event = msgspec.structs.asdict(msgspec.json.decode(line, type=_Line))
        found = [event.pop(name) for name in CIRCUMSTANCES]
        if len({one is None for one in found}) > 1:
            raise ValueError("circumstances must be complete or absent")
        kept = None if None in found else StoredCircumstances(*found)
        return leaf(**{**event, "state": bytes(event["state"])}, circumstances=kept)
    except (msgspec.MsgspecError, ValueError):
        raise UnreadableEvent("this is not an exported event") from None


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
        raise UnreadableEvent(f"event {event[0]} is not one line of JSON")
    fields = dict(zip(("position", *COLUMNS[:-1]), facts, strict=True))
    if circumstances:
        fields |= circumstances._asdict()
    head = harmless_bytes(msgspec.json.encode(fields))
    return b'%s,"state":%s}\n' % (head.removesuffix(b"}"), state)
