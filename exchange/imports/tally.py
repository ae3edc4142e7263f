"""What came of an import, in numbers."""

from uuid import UUID

from attrs import define, field, fields

from dragoman.exchange.imports.recorder import Contested, Result

MOST_TOLD = 20
"""Contested fields that are told one by one."""


@define
class Tally:
    """How many rows were new, changed, unchanged, gone …; and the entries that recorded them.

    ``inferred`` are records that follow from several rows; they are new, changed … like the others.
    ``renumbered`` rows tell just what another one told that is gone: they stay the same record.
    ``retracted`` are rows of records that somebody has retracted, which stay so. ``gone`` are rows
    that were imported before and are not in the file any more; ``withdrawn`` those of them that
    were retracted now, ``held_back`` whether they were not because a row was rejected.
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
    skipped: int = 0
    rejected: int = 0
    contested: int = 0
    events: int = 0
    held_back: bool = False
    entries: list[UUID] = field(factory=list)
    told: list[Contested] = field(factory=list)

    def count(self, result: Result) -> None:
        """Count a row that was recorded."""
        setattr(self, result.became, getattr(self, result.became) + 1)
        self.contested += len(result.contested)
        self.told += result.contested[: MOST_TOLD - len(self.told)]

    @property
    def numbers(self) -> dict[str, int]:
        """The numbers, by name."""
        return {one.name: getattr(self, one.name) for one in fields(Tally) if one.type is int}
