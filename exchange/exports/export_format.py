"""The parts of an export: the material, the format and the report."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import IO, TYPE_CHECKING

from attrs import field, frozen
from msgspec import UNSET, UnsetType

from dragoman.domain import LETTERS, Marking
from dragoman.projections import AsOf, Report, Shape, report_tag

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from dragoman.projections import Snapshot
    from dragoman.projections.reports.selection import SelectedRecord, Selection, SelectionBatch
    from dragoman.store import ProgressCallback


@frozen
class Material:
    """The input of an export: the views, the register, the selected records, and the current day.

    ``name`` is the title of the export; ``past`` says whether to include past records.
    """

    snapshot: "Snapshot"
    register: "Connection"
    selection: "Selection"
    today: date
    tell: "ProgressCallback"
    name: str
    past: bool

    def parts(self) -> "Iterator[SelectionBatch]":
        """Yield the records in batches, and report progress."""
        from dragoman.projections.reports.selection import counted, parts

        total, done = counted(self.snapshot, self.selection), 0
        for part in parts(self.snapshot, self.selection):
            yield part
            done += len(part.items)
            self.tell(done, total)

    def items(self) -> "Iterator[SelectedRecord]":
        """Return the records one by one."""
        return (item for part in self.parts() for item in part.items)


class WithheldRecords(Shape, frozen=True, kw_only=True):
    """The lowest withheld marking, and the number of withheld records of each kind."""

    marking: Marking
    kinds: dict[str, int]


class ExportReport(Report, tag=report_tag("export"), frozen=True, kw_only=True):
    """The contents of an exported ``file``, counted as required by the format.

    A calendar has events and tasks; some tasks are engagements ``without_day``. A table of events
    leaves out ``not_coded`` records. Entities are counted by schema, and records are counted by
    kind. For a dispatch, the ``linked`` records and the ``left_out`` facts are also counted.
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


@frozen
class Summary:
    """The contents of an export in words, with notices.

    ``report`` is a function that makes the report from the values that all formats share.
    """

    report: Callable[..., ExportReport]
    words: tuple[str, ...]
    notices: tuple[str, ...] = ()


@frozen
class ExportFormat:
    """A format: what a file contains, the mark that identifies such a file, and its writer.

    If ``is_copy`` is set, the format has the full history of its records, for another register.
    """

    what: str
    mark: bytes
    write: Callable[[Material, IO[bytes]], Summary] = field(eq=False)
    is_copy: bool = False


def number(count: int, noun: str) -> str:
    """Return a count with its noun: ``1 party``, ``3 parties``, ``0 visits``."""
    if count == 1:
        return f"1 {noun}"
    ends = [one for one in _AFTER if one in noun]
    first, *more = noun.partition(min(ends, key=noun.index, default="\0"))
    many = f"{first[:-1]}ies" if first.endswith("y") else f"{first}s"
    return f"{count} {many}{''.join(more)}"


_AFTER = (" of ", " to ", " beyond ", " after ", " without ")
"""The words that end a noun phrase; only the noun before these words gets a plural."""


def numbers(counts: Mapping[str, int]) -> str:
    """Return counts in words (``2 visits, 1 party``): kinds of records first, in order."""
    nouns = dict.fromkeys((*(kind for kind in LETTERS if kind in counts), *counts))
    return ", ".join(number(counts[noun], noun) for noun in nouns if counts[noun])
