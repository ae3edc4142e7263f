"""Drafts: what a file says of one record each, before anything is decided.

A reader turns a file into rows, a data set turns each row into drafts, and :mod:`dragoman.exchange.imports.run`
records those that are new or changed. What cannot be read as a record is rejected, with its place
and the reason; the others are not held up by it.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

from msgspec import Struct

Cells = Mapping[str, str]
"""A row as it was read, column by column, to be handed back if it is rejected."""


class TableRow(Struct, frozen=True):
    """A row of a file: the line (from 1) where it begins, and its cells by column."""

    line: int
    cells: dict[str, str]


class Draft(Struct, frozen=True):
    """What one row says of one record.

    ``key`` is what the row is known by when it comes again; ``data`` is the record as a dispatch
    holds it (see :mod:`dragoman.exchange.documents`), in which ``DATASET/KEY`` links to the record of another row.
    ``document`` is the same as a document, where it was converted to see whether it fits.
    """

    key: str
    line: int
    data: dict[str, Any]
    cells: Cells = {}
    inferred: bool = False
    """Whether it is told by no row of its own, but follows from several."""
    document: Any = None


class Rejected(Struct, frozen=True):
    """A row that is no record, with the reason in words that help."""

    line: int
    reason: str
    cells: Cells = {}


class Progress(Protocol):
    """How far a file has been read."""

    @property
    def done(self) -> int:
        """Bytes read so far."""

    @property
    def size(self) -> int:
        """Bytes in all; 0 when it is not known."""


class Dataset(Protocol):
    """A file as a data set: rows that are known by their keys."""

    @property
    def name(self) -> str:
        """The name under which the rows are known again: the id of the dispatch they come in."""

    @property
    def source(self) -> Mapping[str, object]:
        """The source that every record cites, as a :class:`dragoman.exchange.documents.SourceDocument`."""

    @property
    def numbered(self) -> bool:
        """Whether a key that stands twice stands for two records, the second known as ``KEY#2``.

        Elsewhere the second row is rejected.
        """

    @property
    def whole(self) -> bool:
        """Whether all rows stand in it that there are: what is not in it is gone."""

    def drafts(self) -> Iterator[Draft | Rejected]:
        """The rows, in the order of the file. Raises :class:`dragoman.exchange.faults.UsageError`."""

    @property
    def progress(self) -> Progress:
        """How far :meth:`drafts` has come."""

    @property
    def skipped(self) -> int:
        """How many rows were left out so far because they were to be."""

    @property
    def columns(self) -> Sequence[str]:
        """The columns of its rows, as far as they are known."""
