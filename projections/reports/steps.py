"""The log step by step: each entry, its events, and what is known of a record after each."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from dragoman.projections.reports.history import after_event
from dragoman.projections.snapshot import Snapshot
from dragoman.store.log import queries


def circumstances_shape(kept: queries.EntryCircumstances | None) -> dict[str, str | None]:
    """What was kept beside an entry: what the clock read, under which account, on which host."""
    if kept is None:
        return {"clock": None, "os_user": None, "host": None}
    return {"clock": kept.clock.isoformat(), "os_user": kept.os_user, "host": kept.host}


def steps(
    register: Connection, snapshot: Snapshot, record: UUID | None = None
) -> Iterator[dict[str, Any]]:
    """The entries as of the reading, oldest first; with a ``record``, of its events alone."""
    for act in queries.acts(register, snapshot.position, record=record):
        snapshot.learn_ids(one.hex for _, one, _ in act.events)
        kept = queries.circumstances(register, act.events[0][0])
        yield {
            "entry": str(act.entry),
            "recorded_at": queries.as_text(act.recorded_at),
            "recorded_by": act.recorded_by,
            "reason": act.reason,
            **circumstances_shape(kept),
            "events": [
                {"position": position, "ref": snapshot.ref_of(one.hex), "type": topic}
                | after_event(register, snapshot, one, position)
                for position, one, topic in act.events
            ],
        }
