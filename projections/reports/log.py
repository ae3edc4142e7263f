"""The log of entries: who recorded what, when and why."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from msgspec import UNSET, UnsetType

from dragoman.projections.report import Report, Shape, report_tag
from dragoman.projections.snapshot import Snapshot
from dragoman.store import Connection, event_name, queries


class LogEvent(Shape, frozen=True, kw_only=True):
    """An event of an entry; ``unreadable`` says why this version cannot read the event."""

    position: int
    type: str
    ref: str | None
    unreadable: str | UnsetType = UNSET


class LogEntry(Shape, frozen=True, kw_only=True):
    """An entry: its positions, author, time, reason and, if stored, its circumstances.

    Times are ISO 8601, UTC.
    """

    entry: str
    first_position: int
    last_position: int
    recorded_at: str | None
    recorded_by: str
    reason: str
    clock: str | None = None
    os_user: str | None = None
    host: str | None = None
    events: list[LogEvent]


class AuditLog(Report, tag=report_tag("audit-log"), frozen=True, kw_only=True):
    """The log of entries, oldest first."""

    entries: list[LogEntry]


def read_log(
    register: Connection, snapshot: Snapshot, limit: int | None = None
) -> Iterator[LogEntry]:
    """Yield the last ``limit`` entries as of the snapshot, oldest first."""
    last = snapshot.position
    after = queries.before_entries(register, last, limit) if limit else 0
    for some in _batches(queries.logged_entries(register, last, after)):
        yield from _shapes(register, snapshot, some)


def _batches(entries: Iterable[queries.LoggedEntry]) -> Iterator[list[queries.LoggedEntry]]:
    """Yield the entries in batches with a limited number of events."""
    batch: list[queries.LoggedEntry] = []
    size = 0
    for one in entries:
        batch.append(one)
        size += len(one.events)
        if size >= queries.BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _shapes(
    register: Connection, snapshot: Snapshot, entries: Sequence[queries.LoggedEntry]
) -> Iterator[LogEntry]:
    """Yield entries as shown in the report, without caching their lookups in the snapshot."""
    near = snapshot.near()
    near.learn_ids(record.hex for one in entries for _, record, _ in one.events)
    kept = queries.circumstances_between(register, entries[0].first, entries[-1].last)
    for one in entries:
        yield LogEntry(
            first_position=one.first,
            last_position=one.last,
            events=[
                LogEvent(
                    position=position,
                    type=event_name(topic),
                    ref=near.ref_of(record.hex),
                    unreadable=near.why_unread(record.hex, position) or UNSET,
                )
                for position, record, topic in one.events
            ],
            **about_entry(one, kept.get((one.first, one.entry))),
        )


def about_entry(
    row: queries.LoggedEntry, kept: queries.EntryCircumstances | None
) -> dict[str, Any]:
    """Return an entry: its id, author, time, reason and, if stored, its circumstances."""
    return {
        "entry": str(row.entry),
        "recorded_at": queries.as_text(row.recorded_at),
        "recorded_by": row.recorded_by,
        "reason": row.reason,
        "clock": kept.clock.isoformat() if kept else None,
        "os_user": kept.os_user if kept else None,
        "host": kept.host if kept else None,
    }
