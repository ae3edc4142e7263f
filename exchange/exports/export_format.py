"""The parts of an export: its input, its format and its report."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import IO, TYPE_CHECKING

from attrs import field, frozen
from msgspec import UNSET, UnsetType

from dragoman.domain import LETTERS
from dragoman.projections import AsOf, Report, Shape, WithheldRecords, report_tag

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from dragoman.projections import Snapshot
    from dragoman.projections.reports.selection import SelectedRecord, Selection, SelectionBatch
    from dragoman.store import ProgressCallback


@frozen
class Material:
    """The input of an export: the views, the register, the selected records, and the current day.

    ``name`` is the title of the export; ``past`` says whether to include past records. If
    ``tasks_are_events`` is true, a calendar has events for what is due. Exports of records add the
    digests of the sources that they contain to ``cited``, and those of records that they leave out
    because their history would make no sense to ``withheld``.
    """

    snapshot: "Snapshot"
    register: "Connection"
    selection: "Selection"
    today: date
    tell: "ProgressCallback"
    name: str
    past: bool
    tasks_are_events: bool = False
    cited: set[str] = field(factory=set)
    withheld: set[str] = field(factory=set)

    def parts(self) -> "Iterator[SelectionBatch]":
        """Yield the selected records in batches, and report progress."""
        from dragoman.projections.reports.selection import counted, parts

        total, done = counted(self.snapshot, self.selection), 0
        for part in parts(self.snapshot, self.selection):
            yield part
            done += len(part.items)
            self.tell(done, total)

    def items(self) -> "Iterator[SelectedRecord]":
        """Yield the selected records one by one, and report progress."""
        return (item for part in self.parts() for item in part.items)


class ExportedSources(Shape, frozen=True, kw_only=True):
    """The ``folder`` with the kept texts of sources, how many it got, and what it did not get.

    ``withheld`` is the number of texts that withheld records also cite, and ``changed`` has the
    digests of texts that somebody changed.
    """

    folder: str
    kept: int
    withheld: int
    changed: list[str]


class ExportReport(Report, tag=report_tag("export"), frozen=True, kw_only=True):
    """The report of an export: its ``file``, and the counts that make sense for its format.

    For a calendar, the report counts events and tasks, and the engagements ``without_day`` among
    the tasks. For a table of events, the report counts the ``not_coded`` records that the table
    leaves out. The report counts entities by schema, and records by kind. For a dispatch, the
    report also counts the ``linked`` records and the ``left_out`` facts. ``sources`` is set if the
    user asked for the texts of sources.
    """

    as_of: AsOf
    context: list[str]
    file: str
    events: int | UnsetType = UNSET
    tasks: int | UnsetType = UNSET
    without_day: int | UnsetType = UNSET
    not_coded: dict[str, int] | UnsetType = UNSET
    entities: int | UnsetType = UNSET
    schemata: dict[str, int] | UnsetType = UNSET
    records: int | UnsetType = UNSET
    kinds: dict[str, int] | UnsetType = UNSET
    linked: int | UnsetType = UNSET
    left_out: dict[str, int] | UnsetType = UNSET
    withheld: WithheldRecords | UnsetType = UNSET
    sources: ExportedSources | UnsetType = UNSET


@frozen
class Summary:
    """A description of the result of an export, and the notices to print.

    ``report`` is a function that takes the values common to all formats, and returns the report.
    ``hints`` are notices for people, which an export to stdout does not print.
    """

    report: Callable[..., ExportReport]
    words: tuple[str, ...]
    notices: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()


@frozen
class ExportFormat:
    """An export format: the type of file, the mark that identifies such files, and the writer.

    If ``is_copy`` is true, the file has the full history of records, for import into another
    register. If ``cites`` is true, the file has the digests of sources, so their texts can go with
    it.
    """

    what: str
    mark: bytes
    write: Callable[[Material, IO[bytes]], Summary] = field(eq=False)
    is_copy: bool = False
    cites: bool = False


def number(count: int, noun: str) -> str:
    """Return a count with its noun: ``1 party``, ``3 parties``, ``0 visits``."""
    if count == 1:
        return f"1 {noun}"
    ends = [one for one in _AFTER if one in noun]
    first, *more = noun.partition(min(ends, key=noun.index, default="\0"))
    many = f"{first[:-1]}ies" if first.endswith("y") else f"{first}s"
    return f"{count} {many}{''.join(more)}"


_AFTER = (" (", " of ", " to ", " beyond ", " after ", " without ")
"""The words that may follow the noun in a phrase; only the noun before these words gets an "s"."""


def numbers(counts: Mapping[str, int]) -> str:
    """Return counts with their nouns, kinds of records first: ``2 visits, 1 party``."""
    nouns = dict.fromkeys((*(kind for kind in LETTERS if kind in counts), *counts))
    return ", ".join(number(counts[noun], noun) for noun in nouns if counts[noun])
