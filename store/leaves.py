"""The leaves of the log: each event as the lines that are hashed (``dragoman-event/1``).

Stored bytes are hashed, as they lie in the file; nothing is decoded.
"""

from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from itertools import starmap
from sqlite3 import OperationalError
from typing import Any

from sqlalchemy import Connection

from store.errors import RegisterError

# The driver's own cursor: the rows are many, and are wanted as they are stored.
COLUMNS = (
    *("originator_id", "originator_version", "topic", "entry"),
    *("recorded_at", "recorded_by", "reason", "state"),
)
"""What is stored of an event, besides its position, in the order of its leaf."""
_TYPES = ("text", "integer", "text", "text", "text", "text", "text", "blob")
OTHER_TYPE = " OR ".join(
    f"typeof({one}) <> '{kind}'" for one, kind in zip(COLUMNS, _TYPES, strict=True)
)
"""SQL: whether a value is of another type than is stored. SQLite need not keep to its types."""

# Not indexed: an index that lies shall not be asked.
_FROM = "FROM events NOT INDEXED WHERE position > ? AND position <= ?"
_STORED = f"SELECT {', '.join(COLUMNS)} {_FROM} ORDER BY position"
_WRONG = f"SELECT min(position) {_FROM} AND ({OTHER_TYPE})"
_CAST = ", ".join(f"CAST({one} AS BLOB)" for one in COLUMNS)
_AS_BYTES = f"SELECT position, {_CAST} {_FROM} ORDER BY position"


class UnreadableLeaf(RegisterError):
    """An event that is not stored as it should be."""

    def __init__(self, position: int, what: str) -> None:
        super().__init__(what)
        self.position = position


def leaf(
    record: str,
    version: int,
    topic: str,
    entry: str,
    recorded_at: str,
    recorded_by: str,
    reason: str,
    state: bytes,
) -> bytes:
    """The bytes that are hashed of an event, from what is stored of it."""
    return (
        f"dragoman-event/1\n{record}\n{version}\n{topic}\n{entry}\n{recorded_at}\n"
        f"{_digests(recorded_by, reason)}{sha256(state).hexdigest()}\n"
    ).encode()


@lru_cache(maxsize=4096)
def _digests(recorded_by: str, reason: str) -> str:
    return f"{_hex(recorded_by.encode())}\n{_hex(reason.encode())}\n"


def _hex(data: bytes) -> str:
    return sha256(data).hexdigest()


def leaf_hashes(connection: Connection, last: int, after: int = 0) -> Iterator[bytes]:
    """The hashes of the :func:`leaves`."""
    for one in leaves(connection, last, after):
        yield sha256(b"\x00" + one).digest()


def leaves(connection: Connection, last: int, after: int = 0) -> Iterator[bytes]:
    """The leaves of the events at positions above ``after`` up to ``last``, in order.

    Raises :class:`UnreadableLeaf` for one that is stored with other types.
    """
    cursor: Any = connection.connection.cursor()
    try:
        yield from starmap(leaf, cursor.execute(_STORED, (after, last)))
    except (TypeError, AttributeError, UnicodeError):
        raise _unreadable(cursor, after, last) from None
    except OperationalError as error:
        if "decode" not in str(error):
            raise
        raise _unreadable(cursor, after, last) from None
    finally:
        cursor.close()


def _unreadable(cursor: Any, after: int, last: int) -> UnreadableLeaf:
    """The first event that has a value of another type, or a text that cannot be decoded."""
    [wrong] = cursor.execute(_WRONG, (after, last)).fetchone()
    if wrong is not None:
        return UnreadableLeaf(wrong, f"event {wrong} holds a value of another type than was stored")
    for position, *texts, _ in cursor.execute(_AS_BYTES, (after, last)):
        try:
            "".join(text.decode() for text in texts)
        except UnicodeError:
            return UnreadableLeaf(position, f"event {position} holds a text that is not UTF-8")
    return UnreadableLeaf(after + 1, f"an event above {after} is not stored as it should be")
