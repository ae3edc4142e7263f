"""The tally of an import: how many rows had each result."""

from uuid import UUID

from attrs import define, field, fields

from dragoman.domain import RecordedEntry
from dragoman.exchange.imports.recorder import Contested, Result

MOST_EXAMPLES = 20
"""The maximum number of contested fields that a tally lists one by one."""


@define
class Tally:
    """The numbers of rows by result, and the entries that recorded the rows.

    ``inferred`` is the number of records that the import infers from several rows; such records
    also count as new, changed or unchanged. A ``renumbered`` row has a new key but the content of a
    row that is gone, and takes over its record. ``retracted`` rows belong to records that somebody
    retracted and that stay retracted; ``retractions`` are the entries that retracted these records.
    ``restored`` rows belong to retracted records that the import restored. ``gone`` rows were
    imported before and are no longer in the file; ``withdrawn`` is the number of these rows whose
    records this import retracted. ``held_back`` is true if the import did not retract the records
    of gone rows, because it rejected a row.
    """

    rows: int = 0
    inferred: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    renumbered: int = 0
    gone: int = 0
    withdrawn: int = 0
    retracted: int = 0
    restored: int = 0
    skipped: int = 0
    rejected: int = 0
    contested: int = 0
    events: int = 0
    held_back: bool = False
    entries: list[UUID] = field(factory=list)
    examples: list[Contested] = field(factory=list)
    retractions: dict[UUID, RecordedEntry] = field(factory=dict)

    def count(self, result: Result) -> None:
        """Add the result of one row to the tally."""
        setattr(self, result.became, getattr(self, result.became) + 1)
        if result.retraction:
            self.retractions[result.retraction.id] = result.retraction
        self.contested += len(result.contested)
        self.examples += result.contested[: MOST_EXAMPLES - len(self.examples)]

    @property
    def numbers(self) -> dict[str, int]:
        """The counts of the tally, by name."""
        return {one.name: getattr(self, one.name) for one in fields(Tally) if one.type is int}
