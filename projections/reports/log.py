"""The log of entries: who recorded what, when and why."""

from typing import Any
from uuid import UUID

from msgspec import UNSET, UnsetType

from dragoman.projections.report import Report, Shape, report_tag
from dragoman.projections.snapshot import Snapshot
from dragoman.store import Connection, queries


class LogEvent(Shape, frozen=True, kw_only=True):
    """An event of an entry; ``unreadable`` says why this version cannot read it."""

    position: int
    type: str
    ref: str | None
    unreadable: str | UnsetType = UNSET


class LogEntry(Shape, frozen=True, kw_only=True):
    """An entry: its positions, who recorded it, when and why, and the circumstances if stored.

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


def read_log(register: Connection, snapshot: Snapshot, limit: int | None = None) -> AuditLog:
    """Return the last ``limit`` entries as of the snapshot."""
    rows = queries.entries(register, snapshot.position, limit)
    if not rows:
        return AuditLog(entries=[])
    start = rows[0].first
    kept = queries.circumstances_between(register, start, snapshot.position)
    events = _events(register, snapshot, start)
    return AuditLog(
        entries=[
            LogEntry(
                first_position=row.first,
                last_position=row.last,
                events=events.get(row.entry, []),
                **about_entry(row, kept.get((row.first, row.entry))),
            )
            for row in rows
        ]
    )


def _events(register: Connection, snapshot: Snapshot, start: int) -> dict[UUID, list[LogEvent]]:
    """Return the events from position ``start`` on, by entry."""
    found = queries.topics(register, start, snapshot.position)
    snapshot.learn_ids(row.originator_id.hex for row in found)
    events: dict[UUID, list[LogEvent]] = {}
    for row in found:
        id_ = row.originator_id.hex
        event = LogEvent(
            position=row.position,
            type=row.topic,
            ref=snapshot.ref_of(id_),
            unreadable=snapshot.why_unread(id_, row.position) or UNSET,
        )
        events.setdefault(row.entry, []).append(event)
    return events


def about_entry(
    row: queries.EntryRow | queries.LoggedEntry, kept: queries.EntryCircumstances | None
) -> dict[str, Any]:
    """Return an entry: its id, who recorded it, when and why, and the circumstances if stored."""
    return {
        "entry": str(row.entry),
        "recorded_at": queries.as_text(row.recorded_at),
        "recorded_by": row.recorded_by,
        "reason": row.reason,
        "clock": kept.clock.isoformat() if kept else None,
        "os_user": kept.os_user if kept else None,
        "host": kept.host if kept else None,
    }
