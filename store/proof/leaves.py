"""The leaves of the log: the lines that are hashed for each event.

This module hashes the stored bytes without decoding. An event with circumstances has a leaf in the
format ``dragoman-event/2``; an event that has no circumstances, from an older schema version, has a
leaf in the format ``dragoman-event/1``.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from hashlib import sha256
from sqlite3 import OperationalError
from typing import cast

from dragoman.store.engines.database import schema_version
from dragoman.store.errors import RegisterError
from dragoman.store.log.circumstances import (
    CIRCUMSTANCES,
    FROM_ENTRIES,
    RawEntry,
    RawEvent,
    StoredCircumstances,
    runs,
)
from dragoman.store.log.formats import ENTRIES_SINCE
from dragoman.store.log.migrations import is_instant
from dragoman.store.sql import Connection

# This module uses the driver's own cursor to read many rows fast, in their stored form.
COLUMNS = (
    *("originator_id", "originator_version", "topic", "entry"),
    *("recorded_at", "recorded_by", "reason", "state"),
)
"""The stored columns of an event (except the position), in the order of a leaf."""
_TYPES = ("text", "integer", "text", "text", "text", "text", "text", "blob")
OTHER_TYPE = " OR ".join(
    f"typeof({one}) <> '{kind}'" for one, kind in zip(COLUMNS, _TYPES, strict=True)
)
"""SQL that tests whether a value has the wrong type.

SQLite does not enforce the types of columns.
"""

# NOT INDEXED, because somebody may have tampered with an index.
_FROM = "FROM events NOT INDEXED WHERE position > ? AND position <= ?"
_STORED = f"SELECT position, {', '.join(COLUMNS)} {_FROM} ORDER BY position"
_WRONG = f"SELECT min(position) {_FROM} AND ({OTHER_TYPE})"
_CAST = ", ".join(f"CAST({one} AS BLOB)" for one in COLUMNS[:-1])
_AS_BYTES = f"SELECT position, {_CAST} {_FROM} ORDER BY position"

_KEPT = f"SELECT position, entry, {', '.join(CIRCUMSTANCES)} {FROM_ENTRIES} ORDER BY position"
_OTHER_KEPT = " OR ".join(f"typeof({one}) <> 'text'" for one in ("entry", *CIRCUMSTANCES))
_KEPT_AS_BYTES = (
    "SELECT position, "
    + ", ".join(f"CAST({one} AS BLOB)" for one in ("entry", *CIRCUMSTANCES))
    + f" {FROM_ENTRIES} ORDER BY position"
)
_WRONG_KEPT = f"SELECT min(position) {FROM_ENTRIES} AND ({_OTHER_KEPT})"
OTHER_CIRCUMSTANCES = f"{_OTHER_KEPT} OR length(entry) <> 32 OR NOT {is_instant('clock')}"
"""SQL that tests whether a value of the circumstances has the wrong type or format."""

Run = Sequence[RawEvent]
"""A run: stored events that were recorded together, in order of their positions."""


class UnreadableLeaf(RegisterError):
    """Raised for an event that is not in the stored format."""

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
    circumstances: StoredCircumstances | None = None,
) -> bytes:
    """Return the bytes to hash for an event, given its stored values."""
    event = (0, record, version, topic, entry, recorded_at, recorded_by, reason, state)
    [only] = _leaves_of_run([event], circumstances)
    return only


def _leaves_of_run(run: Run, circumstances: StoredCircumstances | None) -> list[bytes]:
    """Return the leaves of events recorded together. Only this function knows the format."""
    _, _, _, _, entry, recorded_at, recorded_by, reason, _ = run[0]
    if circumstances is None:
        form, recorded = 1, f"{entry}\n{recorded_at}\n{_digests(recorded_by, reason)}"
    else:
        clock, os_user, host = circumstances
        people = _digests(recorded_by, os_user, host, reason)
        form, recorded = 2, f"{entry}\n{recorded_at}\n{clock}\n{people}"
    return [
        f"dragoman-event/{form}\n{record}\n{version}\n{topic}\n{recorded}"
        f"{sha256(state).hexdigest()}\n".encode()
        for _, record, version, topic, _, _, _, _, state in run
    ]


@lru_cache(maxsize=4096)
def _digests(*texts: str) -> str:
    return "".join(f"{sha256(text.encode()).hexdigest()}\n" for text in texts)


BATCH = 256
"""The number of events to read at once."""


def leaf_hashes(
    connection: Connection,
    last: int,
    after: int = 0,
    seen: Callable[[Run], None] = lambda run: None,
) -> Iterator[bytes]:
    """Yield the hashes of the :func:`leaves`."""
    for one in leaves(connection, last, after, seen):
        yield sha256(b"\x00" + one).digest()


def leaves(
    connection: Connection,
    last: int,
    after: int = 0,
    seen: Callable[[Run], None] = lambda run: None,
) -> Iterator[bytes]:
    """Yield the leaves of the events at positions above ``after`` up to ``last``, in order.

    Calls ``seen`` with the events before making their leaves. Raises :class:`UnreadableLeaf` for an
    event with values of the wrong type, after yielding the leaves of the earlier events.
    """
    done = after
    for at_once in (BATCH, 1):
        try:
            for run, circumstances in _stored_runs(connection, last, done, at_once):
                seen(run)
                yield from _leaves_of_run(run, circumstances)
                done = run[-1][0]
            return
        except (TypeError, AttributeError, UnicodeError):
            pass
        except OperationalError as error:
            if "decode" not in str(error):
                raise
    raise _unreadable(connection, after, last)


def stored_events(
    connection: Connection, last: int, after: int = 0
) -> Iterator[tuple[RawEvent, StoredCircumstances | None]]:
    """Yield the events above position ``after`` up to ``last``, each with its circumstances."""
    for run, circumstances in _stored_runs(connection, last, after):
        for event in run:
            yield event, circumstances


def _stored_runs(
    connection: Connection,
    last: int,
    after: int,
    at_once: int = BATCH,
) -> Iterator[tuple[Run, StoredCircumstances | None]]:
    """Yield runs of at most ``at_once`` events, at positions above ``after`` up to ``last``."""
    driver = connection.connection
    events, rows = driver.cursor(), driver.cursor()
    batches = iter(lambda: cast("Sequence[RawEvent]", events.fetchmany(at_once)), [])
    try:
        events.execute(_STORED, (after, last))
        if _has_entries(connection):
            rows.execute(_KEPT, (after, last))
        yield from runs(batches, cast("Iterable[RawEntry]", rows))
    finally:
        events.close()
        rows.close()


def _has_entries(connection: Connection) -> bool:
    return schema_version(connection) >= ENTRIES_SINCE


def _unreadable(connection: Connection, after: int, last: int) -> UnreadableLeaf:
    """Return an error for the first event with a value of the wrong type or undecodable text."""
    tables = 2 if _has_entries(connection) else 1
    for query in (_WRONG, _WRONG_KEPT)[:tables]:
        wrong = connection.exec_driver_sql(query, (after, last)).scalar_one()
        if wrong is not None:
            what = f"event {wrong} has a value of the wrong type"
            return UnreadableLeaf(wrong, what)
    for query in (_AS_BYTES, _KEPT_AS_BYTES)[:tables]:
        for position, *texts in connection.exec_driver_sql(query, (after, last)):
            if not _is_text(texts):
                what = f"event {position} has a text that is not UTF-8"
                return UnreadableLeaf(position, what)
    return UnreadableLeaf(after + 1, f"an event above {after} is not in the stored format")


def _is_text(stored: Sequence[bytes]) -> bool:
    try:
        b"\n".join(stored).decode()
    except UnicodeError:
        return False
    return True
