"""The log step by step: each entry, its events, and the state of the record after each event."""

from collections.abc import Iterator
from uuid import UUID

from dragoman.projections.report import Report, Shape, report_tag
from dragoman.projections.reports.history import StepEvent, after_event
from dragoman.projections.reports.log import about_entry
from dragoman.projections.snapshot import Snapshot
from dragoman.store import Connection, queries


class StepEntry(Shape, frozen=True, kw_only=True):
    """An entry: its author, time, reason and events, and its circumstances if they are stored."""

    entry: str
    recorded_at: str | None
    recorded_by: str
    reason: str
    clock: str | None = None
    os_user: str | None = None
    host: str | None = None
    events: list[StepEvent]


class AuditSteps(Report, tag=report_tag("audit-steps"), frozen=True, kw_only=True):
    """The log step by step."""

    entries: list[StepEntry]


def audit_steps(
    register: Connection, snapshot: Snapshot, record: UUID | None = None
) -> Iterator[StepEntry]:
    """Yield the entries as of the snapshot, oldest first.

    With ``record``, include only events of that record.
    """
    for act in queries.logged_entries(register, snapshot.position, record=record):
        snapshot.learn_ids(one.hex for _, one, _ in act.events)
        kept = queries.circumstances(register, act.events[0][0])
        yield StepEntry(
            events=[
                after_event(register, snapshot, one, position) for position, one, _ in act.events
            ],
            **about_entry(act, act.reason, kept),
        )
