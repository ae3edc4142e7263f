"""Drafts: the records of a file before the domain decides on them.

A table turns a file into rows, a data set turns each row into drafts, and
:mod:`dragoman.exchange.imports.run` records the new and changed drafts. The import rejects a row
that is not a record, with its line and the reason, and imports all other rows.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any, Protocol, Union

from msgspec import Struct
from msgspec.json import Encoder

_canonical = Encoder(order="deterministic").encode

Cells = Mapping[str, str]
"""The cells of a row by column, as read. A rejected row also has these cells."""


class TableRow(Struct, frozen=True):
    """A row of a file: the first line (from 1), and the cells by column."""

    line: int
    cells: dict[str, str]


class Draft(Struct, frozen=True):
    """A record from one row.

    ``key`` identifies the row in later imports. ``data`` is the record as in a dispatch (see
    :mod:`dragoman.exchange.documents`), where ``DATASET/KEY`` links to the record of another row.
    ``document`` is the result if ``data`` was already converted for validation. If an earlier
    import made the draft from the same cells, the draft may have no record, but only a ``digest``,
    and a function ``makes`` that makes the complete draft.
    """

    key: str
    line: int
    data: dict[str, Any]
    cells: Cells = {}
    inferred: bool = False
    """Whether the record has no row of its own but is inferred from several rows."""
    document: Any = None
    digest: str = ""
    makes: Callable[[], Union["Draft", "Rejected"]] | None = None


def digest_of(draft: Draft) -> str:
    """Return the SHA-256 of a draft as JSON with sorted keys: 64 hexadecimal digits."""
    return draft.digest or sha256(_canonical(draft.data)).hexdigest()


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
    """A file as a data set, which has rows with keys."""

    @property
    def name(self) -> str:
        """The name of the data set, which is the dispatch id of its rows."""

    @property
    def source(self) -> Mapping[str, object]:
        """The source of every record, as data of a ``SourceDocument``."""

    @property
    def numbered(self) -> bool:
        """Whether a second row with the same key is another record with the key ``KEY#2``.

        If not, such a row is rejected.
        """

    @property
    def whole(self) -> bool:
        """Whether the file has all rows of the data set, so that a missing row counts as gone."""

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
        """The known columns of the rows."""
