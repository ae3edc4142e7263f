"""The log as JSON Lines: one event a line, with the bytes of its facts as they are stored.

Where the circumstances of its entry are kept, they stand in the line, too.
"""

from collections.abc import Iterator
from typing import Any

import msgspec
from sqlalchemy import Connection

from dragoman.store.engines.sqlite import schema_version
from dragoman.store.json_text import harmless_bytes
from dragoman.store.log.codec import UnreadableEvent
from dragoman.store.log.schema import ENTRIES_SINCE
from dragoman.store.proof.leaves import CIRCUMSTANCES, COLUMNS, StoredCircumstances, leaf

_COLUMNS = ("position", *COLUMNS)
_EVENTS = (
    f"SELECT {', '.join(_COLUMNS)}, NULL, NULL, NULL FROM events WHERE position BETWEEN ?1 AND ?2"
)
_ENTRY_AT = "(SELECT max(position) FROM entries WHERE position <= events.position)"
_JOINED = (
    f"SELECT {', '.join(f'events.{one}' for one in _COLUMNS)}, {', '.join(CIRCUMSTANCES)}"
    f" FROM events LEFT JOIN entries ON entries.position = {_ENTRY_AT}"
    " AND entries.entry = events.entry WHERE events.position BETWEEN ?1 AND ?2"
)


def lines(connection: Connection, last: int, first: int = 1) -> Iterator[bytes]:
    """The events from ``first`` to ``last``, each a JSON object and a line break.

    Raises :class:`UnreadableEvent` for one that is no line of JSON.
    """
    cursor: Any = connection.connection.cursor()
    try:
        joined = schema_version(connection) >= ENTRIES_SINCE
        query = f"{_JOINED if joined else _EVENTS} ORDER BY events.position"
        for row in cursor.execute(query, (first, last)):
            yield _line(row)
    finally:
        cursor.close()


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


def _line(row: tuple[Any, ...]) -> bytes:
    fields = dict(zip(_COLUMNS, row[:-3], strict=True))
    try:
        msgspec.json.decode(fields["state"], type=dict)
        is_line = b"\n" not in fields["state"]
    except (msgspec.MsgspecError, UnicodeError, TypeError):
        is_line = False
    if not is_line:
        raise UnreadableEvent(f"event {row[0]} is no line of JSON")
    state = fields.pop("state")
    if row[-1] is not None:
        fields |= zip(CIRCUMSTANCES, row[-3:], strict=True)
    head = harmless_bytes(msgspec.json.encode(fields))
    return b'%s,"state":%s}\n' % (head.removesuffix(b"}"), state)
