"""The digests of sources that the events of a log cite."""

from collections.abc import Collection, Iterator
from contextlib import suppress
from uuid import UUID

from msgspec import DecodeError
from msgspec.json import decode

from dragoman.store.log.formats import DamagedValue, id_of
from dragoman.store.sources import is_digest
from dragoman.store.sql import Connection

_CITING = """
SELECT originator_id, state FROM events
WHERE instr(state, CAST('"sha256"' AS BLOB)) AND position <= ? ORDER BY position
"""
_FOR_EVER = (1 << 63) - 1


def cited_sources(
    connection: Connection, records: Collection[UUID] | None = None, until: int = _FOR_EVER
) -> dict[str, list[UUID]]:
    """Return the records that cite each source with a SHA-256, by digest, oldest first.

    Includes what was undone or retracted later, and the sources of readings. Leaves out the rows of
    imported lists: their digests are of the row, not of a text. ``records`` limits the records.
    """
    found: dict[str, dict[UUID, None]] = {}
    for originator, state in connection.exec_driver_sql(_CITING, (until,)):
        with suppress(DamagedValue):  # a malformed id is found by the other checks
            record = id_of(originator)
            if records is None or record in records:
                for digest in digests_in(state):
                    found.setdefault(digest, {})[record] = None
    return {digest: list(citing) for digest, citing in found.items()}


def digests_in(state: bytes) -> Iterator[str]:
    """Yield the digests of the sources in an event, as stored; none for a damaged event."""
    if b'"sha256"' not in state:
        return
    try:
        yield from _digests(decode(state))
    except (DecodeError, RecursionError, TypeError):
        return


def _digests(data: object) -> Iterator[str]:
    if isinstance(data, dict):
        digest = data.get("sha256")
        if isinstance(digest, str) and is_digest(digest) and not data.get("row"):
            yield digest
        for one in data.values():
            yield from _digests(one)
    elif isinstance(data, list):
        for one in data:
            yield from _digests(one)
