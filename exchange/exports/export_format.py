"""What every form of export has: what it is made of, how it is written, and what is told of it."""

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
    """What an export is made of: the views, the register, which records, and when it is today.

    ``name`` tells what it is about, ``past`` whether what is over belongs to it.
    """

    snapshot: "Snapshot"
    register: "Connection"
    selection: "Selection"
    today: date
    tell: "ProgressCallback"
    name: str
    past: bool

    def parts(self) -> "Iterator[SelectionBatch]":
        """The records, some at a time; how far they are is told."""
        from dragoman.projections.reports.selection import counted, parts

        total, done = counted(self.snapshot, self.selection), 0
        for part in parts(self.snapshot, self.selection):
            yield part
            done += len(part.items)
            self.tell(done, total)

    def items(self) -> "Iterator[SelectedRecord]":
        """The records, one after the other."""
        return (item for part in self.parts() for item in part.items)


class WithheldRecords(Shape, frozen=True, kw_only=True):
    """From which marking on records were withheld, and how many there were of each kind."""

    marking: Marking
    kinds: dict[str, int]


class ExportReport(Report, tag=report_tag("export"), frozen=True, kw_only=True):
    """What was written to a ``file``, counted as suits its format.

    A calendar has events and tasks, some of them ``without_day``; a table of events leaves out what
    is ``not_coded``; entities are counted by their schemata; records by their kinds. A dispatch
    tells how many records only hold links, and what it has ``left_out``.
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
    """What was written, in words, and what has to be known besides.

    ``report`` makes the report of it, given what is the same for every format.
    """

    report: Callable[..., ExportReport]
    words: tuple[str, ...]
    notices: tuple[str, ...] = ()


@frozen
class ExportFormat:
    """A form: what its files are called, by what they are known as written here, who writes them.

    One that ``is_copy`` has the whole history of its records, for another register.
    """

    what: str
    mark: bytes
    write: Callable[[Material, IO[bytes]], Summary] = field(eq=False)
    is_copy: bool = False


def number(count: int, noun: str) -> str:
    """``1 party``, ``3 parties``, ``0 visits``"""
    if count == 1:
        return f"1 {noun}"
    first, *more = noun.partition(next((one for one in _AFTER if one in noun), "\0"))
    many = f"{first[:-1]}ies" if first.endswith("y") else f"{first}s"
    return f"{count} {many}{''.join(more)}"


_AFTER = (" of ", " to ", " beyond ", " without ")
"""What follows a noun, and stays as it is where there are several."""


def numbers(counts: Mapping[str, int]) -> str:
    """``2 visits, 1 party``: kinds of records in their order, then whatever else is counted."""
    nouns = dict.fromkeys((*(kind for kind in LETTERS if kind in counts), *counts))
    return ", ".join(number(counts[noun], noun) for noun in nouns if counts[noun])
