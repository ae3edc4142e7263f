"""An entry as the recorder passes it to the database: its metadata, and what it rests on."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from attrs import frozen

from dragoman.store.machine import Machine


class OthersRecorded(Exception):
    """Others have changed something on which a decision rests; the decision must be made again."""


class TurnNeeded(Exception):
    """A decision looks at more than keys can name, so nobody else may record meanwhile."""


@frozen
class Basis:
    """What a decision rests on, for a database that does not lock out others while it is made.

    ``position`` is the last position that the decision took into account. ``reads`` are the keys of
    what the decision looked up: ids of records, and terms. ``touches`` are the keys of what its
    events change. If another entry after ``position`` touches one of ``reads``, the decision does
    not hold.
    """

    position: int
    reads: Collection[str]
    touches: Collection[str]


@frozen
class EntryMeta:
    """The metadata of an entry: who recorded it and why, its circumstances, and its basis."""

    entry: UUID
    recorded_by: str
    reason: str
    clock: datetime
    machine: Machine
    basis: Basis | None = None
