"""Drafts: the records of a file before the domain decides on them.

A reader turns a file into rows, a data set turns each row into drafts, and
:mod:`dragoman.exchange.imports.run` records the new and changed ones. A row that is not a record is
rejected with its line and the reason; the others are imported.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

from msgspec import Struct

Cells = Mapping[str, str]
"""The cells of a row by column, as they were read; they are returned if the row is rejected."""


class TableRow(Struct, frozen=True):
    """A row of a file: its first line (from 1), and its cells by column."""

    line: int
    cells: dict[str, str]


class Draft(Struct, frozen=True):
    """A record from one row.

    ``key`` identifies the row in later imports; ``data`` is the record as in a dispatch (see
    :mod:`dragoman.exchange.documents`), where ``DATASET/KEY`` links to the record of another row.
    ``document`` is the converted ``data``, if it was converted for validation.
    """

    key: str
    line: int
    data: dict[str, Any]
    cells: Cells = {}
    inferred: bool = False
    """Whether the record has no row of its own but follows from several."""
    document: Any = None


class Rejected(Struct, frozen=True):
    """A row that is not a record, with a helpful reason."""

    line: int
    reason: str
    cells: Cells = {}


class Progress(Protocol):
    """The progress of reading a file."""

    @property
    def done(self) -> int:
        """The number of bytes read so far."""

    @property
    def size(self) -> int:
        """The total number of bytes; 0 if unknown."""


class Dataset(Protocol):
    """A file as a data set: rows with keys."""

    @property
    def name(self) -> str:
        """The name of the data set: the id of the dispatch of its rows."""

    @property
    def source(self) -> Mapping[str, object]:
        """The source of every record, as data of a ``SourceDocument``."""

    @property
    def numbered(self) -> bool:
        """Whether a duplicate key means another record, ``KEY#2``.

        If not, the second row is rejected.
        """

    @property
    def whole(self) -> bool:
        """Whether the file has all rows, so that a missing row is gone."""

    def drafts(self) -> Iterator[Draft | Rejected]:
        """Yield the rows in file order. Raises :class:`dragoman.exchange.faults.UsageError`."""

    @property
    def progress(self) -> Progress:
        """The progress of :meth:`drafts`."""

    @property
    def skipped(self) -> int:
        """The number of rows skipped on purpose so far."""

    @property
    def columns(self) -> Sequence[str]:
        """The columns of the rows, as far as they are known."""
