"""The log step by step: each entry, its events, and what is known of a record after each."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from projections.history import after_event
from projections.reading import Reading
from store import log


def steps(
    register: Connection, reading: Reading, record: UUID | None = None
) -> Iterator[dict[str, Any]]:
    """The entries as of the reading, oldest first; with a ``record``, of its events alone."""
    for act in log.acts(register, reading.position, record=record):
        reading.learn_ids(one.hex for _, one, _ in act.events)
        yield {
            "entry": str(act.entry),
            "recorded_at": act.recorded_at.isoformat(),
            "recorded_by": act.recorded_by,
            "reason": act.reason,
            "events": [
                {"position": position, "ref": reading.ref_of(one.hex), "type": topic}
                | after_event(register, reading, one, position)
                for position, one, topic in act.events
            ],
        }
