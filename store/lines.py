"""The log as JSON Lines: one event a line, with the bytes of its facts as they are stored."""

from collections.abc import Iterator
from typing import Any

import msgspec
from sqlalchemy import Connection

from store.codec import UnreadableEvent
from store.leaves import COLUMNS, leaf

_COLUMNS = ("position", *COLUMNS)
_QUERY = (
    f"SELECT {', '.join(_COLUMNS)} FROM events WHERE position BETWEEN ? AND ? ORDER BY position"
)


def lines(connection: Connection, last: int, first: int = 1) -> Iterator[bytes]:
    """The events from ``first`` to ``last``, each a JSON object and a line break.

    Raises :class:`UnreadableEvent` for one that is no line of JSON.
    """
    cursor: Any = connection.connection.cursor()
    try:
        cursor.execute(_QUERY, (first, last))
        for row in cursor:
            yield _line(row)
    finally:
        cursor.close()


def leaf_of(line: bytes) -> bytes:
    """The leaf of an event as :func:`lines` writes it. Raises :class:`UnreadableEvent`."""
    try:
        event = msgspec.json.decode(line, type=_Line)
        return leaf(**{**msgspec.structs.asdict(event), "state": bytes(event.state)})
    except (msgspec.MsgspecError, UnicodeError):
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


def _line(row: tuple[Any, ...]) -> bytes:
    fields = dict(zip(_COLUMNS, row, strict=True))
    try:
        msgspec.json.decode(fields["state"], type=dict)
        is_line = b"\n" not in fields["state"]
    except (msgspec.MsgspecError, UnicodeError, TypeError):
        is_line = False
    if not is_line:
        raise UnreadableEvent(f"event {row[0]} is no line of JSON")
    fields["state"] = msgspec.Raw(fields["state"])
    return msgspec.json.encode(fields) + b"\n"
