"""Drafts: records from the rows of a file, before the domain accepts or refuses them.

A table turns a file into rows, a data set turns each row into drafts, and
:mod:`dragoman.exchange.imports.run` records the new and changed drafts. The import rejects a row
that cannot become a record, reports its line and the reason, and imports all other rows.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any, Protocol, Union

from msgspec import Struct
from msgspec.json import Encoder

_canonical = Encoder(order="deterministic").encode

Surnames = Mapping[int, tuple[str, str]]
"""The surname and the post of participants, by index, of whom a row gives no full name."""

Cells = Mapping[str, str]
"""The cells of a row by column, exactly as in the file."""


class TableRow(Struct, frozen=True):
    """A row of a file: the number of its first line (from 1), and its cells by column."""

    line: int
    cells: dict[str, str]


class Draft(Struct, frozen=True):
    """A draft of a record, made from one row.

    ``key`` identifies the row in later imports. ``data`` is the record as in a dispatch (see
    :mod:`dragoman.exchange.documents`), where ``DATASET/KEY`` links to the record of another row.
    ``document`` is the converted ``data``, if validation has already converted it. If an earlier
    import made a draft from the same cells, the draft may have no ``data``, but only a ``digest``
    and a function ``makes`` that makes the complete draft. ``also`` has the other rows of the record,
    if several rows make up one record.
    """

    key: str
    line: int
    data: dict[str, Any]
    cells: Cells = {}
    inferred: bool = False
    """Whether the record has no row of its own but is inferred from several rows."""
    is_partial: bool = False
    """Whether the row only changes the status of a known record; other facts stay as they are."""
    document: Any = None
    surnames: Surnames = {}
    """The participants whom the register may know by the surname, the post, the side and the year.

    In ``data``, such a participant has only a post, which contains the surname.
    """
    digest: str = ""
    makes: Callable[[], Union["Draft", "Rejected"]] | None = None
    also: tuple[TableRow, ...] = ()


def digest_of(draft: Draft) -> str:
    """Return the SHA-256 of a draft as JSON with sorted keys: 64 hexadecimal digits."""
    return draft.digest or sha256(_canonical(draft.data)).hexdigest()


class Rejected(Struct, frozen=True):
    """A row that cannot become a record, and the reason.

    ``key`` is the key of the row; it is empty if Dragoman cannot read the key either.
    ``also`` has the other rows that would have been part of the same record.
    """

    line: int
    reason: str
    cells: Cells = {}
    also: tuple[TableRow, ...] = ()
    key: str = ""


class Progress(Protocol):
    """The progress of reading a file."""

    @property
    def done(self) -> int:
        """The number of bytes read so far."""

    @property
    def size(self) -> int:
        """The total number of bytes; 0 if unknown."""


class Dataset(Protocol):
    """A file as a data set, in which each row has a key."""

    @property
    def name(self) -> str:
        """The name of the data set, which is also the dispatch id in the sources of its records."""

    @property
    def source(self) -> Mapping[str, object]:
        """The source of every record, as the data of a ``SourceDocument``."""

    @property
    def numbered(self) -> bool:
        """Whether a second row with the same key becomes another record, with the key ``KEY#2``.

        If not, the import rejects the second row.
        """

    @property
    def whole(self) -> bool:
        """Whether the file has every row of the data set; if so, a missing row was deleted."""

    @property
    def covers(self) -> tuple[int, int] | None:
        """The first and the last day (ordinals) of the records in the file; ``None`` for all days.

        Only a row within these days can be gone.
        """

    def drafts(self) -> Iterator[Draft | Rejected]:
        """Yield a draft or a rejection for each row, in file order.

        Raises :class:`dragoman.exchange.faults.UsageError`.
        """

    @property
    def progress(self) -> Progress:
        """The progress of :meth:`drafts`."""

    @property
    def skipped(self) -> int:
        """The number of rows that the data set has skipped on purpose so far."""

    @property
    def notes(self) -> Sequence[str]:
        """What to tell the user about the rows read so far, such as hidden rows."""

    @property
    def columns(self) -> Sequence[str]:
        """The names of the columns, as far as they are known before all rows are read."""
