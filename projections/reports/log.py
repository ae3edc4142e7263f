"""The log of entries: who recorded what, when and why."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from msgspec import UNSET, UnsetType

from dragoman.projections.redaction import shown_reason
from dragoman.projections.report import Report, Shape, WithheldRecords, report_tag
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
    """The log of entries, oldest first; ``withheld`` is set if records are left out."""

    withheld: WithheldRecords | UnsetType = UNSET
    entries: list[LogEntry]


def read_log(
    register: Connection, snapshot: Snapshot, limit: int | None = None
) -> Iterator[LogEntry]:
    """Yield the last ``limit`` entries as of the snapshot, oldest first."""
    if limit is None or snapshot.redaction is None:
        yield from _read(register, snapshot, limit)
        return
    asked, found = limit, list(_read(register, snapshot, limit))
    while len(found) < limit and queries.before_entries(register, snapshot.position, asked):
        asked *= 4  # entries that only have withheld records are not shown
        found = list(_read(register, snapshot, asked))
    yield from found[-limit:]


def _read(register: Connection, snapshot: Snapshot, limit: int | None) -> Iterator[LogEntry]:
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
    hidden = _hidden_events(register, near, entries) if near.redaction else set()
    for one in entries:
        if not (events := [event for event in one.events if event[0] not in hidden]):
            continue
        yield LogEntry(
            first_position=events[0][0],
            last_position=events[-1][0],
            events=[
                LogEvent(
                    position=position,
                    type=event_name(topic),
                    ref=near.ref_of(record.hex),
                    unreadable=near.why_unread(record.hex, position) or UNSET,
                )
                for position, record, topic in events
            ],
            **about_entry(
                one, shown_reason(register, snapshot, one), kept.get((one.first, one.entry))
            ),
        )


def _hidden_events(
    register: Connection, snapshot: Snapshot, entries: Sequence[queries.LoggedEntry]
) -> set[int]:
    """Return the positions of events of withheld records, or that say only what is withheld.

    The first event of a record always says more.
    """
    events = [event for one in entries for event in one.events]
    firsts = {record: snapshot.row(record.hex) for _, record, _ in events}
    later = {
        position: record
        for position, record, _ in events
        if (first := firsts[record]) and position != first.record
    }
    from dragoman.projections.reports.history import histories  # it loads the kinds of records

    found = histories(register, snapshot, list(dict.fromkeys(later.values())))
    shown = {event.position for some in found.values() for event in some}
    hidden = snapshot.redaction.hex_ids if snapshot.redaction else ()
    withheld = {position for position, record, _ in events if record.hex in hidden}
    return withheld | (later.keys() - shown)


def about_entry(
    row: queries.LoggedEntry, reason: str, kept: queries.EntryCircumstances | None
) -> dict[str, Any]:
    """Return an entry: its id, author, time, reason and, if stored, its circumstances."""
    return {
        "entry": str(row.entry),
        "recorded_at": queries.as_text(row.recorded_at),
        "recorded_by": row.recorded_by,
        "reason": reason,
        "clock": kept.clock.isoformat() if kept else None,
        "os_user": kept.os_user if kept else None,
        "host": kept.host if kept else None,
    }
