"""Mappings: files that map the columns of a table to the fields of a record.

Dragoman checks a mapping completely before it reads the first row: the columns and fields must
exist, and the constants must be valid. :mod:`dragoman.exchange.mappings.extractors` applies the
mapping to each row.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property, partial
from hashlib import blake2b
from operator import itemgetter
from pathlib import Path as FilePath
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

from attrs import define, field, frozen
from msgspec import UNSET

from dragoman import domain
from dragoman.domain import quoted
from dragoman.exchange.documents import record_documents
from dragoman.exchange.faults import Fault, Path, converted, place_of, suggestion
from dragoman.exchange.imports.drafts import Cells, Draft, Progress, Rejected, TableRow
from dragoman.exchange.imports.drafts import digest_of as digest_of_draft
from dragoman.exchange.mappings.cells import Unfit, trimmed
from dragoman.exchange.mappings.compiler import compiled_record, is_cell, with_lists
from dragoman.exchange.mappings.extractors import RecordExtractor
from dragoman.exchange.mappings.mapping_document import FileDocument, MappingDocument
from dragoman.exchange.mappings.row_keys import digest_of, key_of, visible
from dragoman.exchange.tables.opening import open_table
from dragoman.exchange.tables.table import Table
from dragoman.exchange.value_types import Plain
from dragoman.exchange.yaml_file import YamlFile, read_yaml

if TYPE_CHECKING:
    from dragoman.projections import RowMemory


@frozen
class TableMapping:
    """A mapping, and the file from which it was read."""

    document: MappingDocument
    file: YamlFile
    maker: RecordExtractor
    columns: tuple[tuple[Path, str], ...]
    """Every column that the mapping names, with the place of the name in the mapping."""
    lists: frozenset[str] = frozenset()
    """The columns whose cells the mapping splits into lines."""

    @property
    def key(self) -> tuple[str, ...]:
        """The columns that make up a row's key; empty if the entire row is the key."""
        return tuple(self.document.key or ())

    @cached_property
    def read(self) -> Sequence[str]:
        """The columns that the mapping uses for records and keys, without duplicates."""
        return list(dict.fromkeys(one for path, one in self.columns if path[0] != "skip"))

    def check_columns(self, table: Table) -> None:
        """Raise :class:`UsageError` for a column that the table does not have."""
        if not table.complete:
            return
        for path, column in self.columns:
            if column not in table.columns:
                why = f"the file has no column {quoted(column)}{suggestion(column, table.columns)}"
                raise self.file.error(Fault(why, path))


def read_mapping(name: str, standard_input: Callable[[int], bytes], today: date) -> TableMapping:
    """Read the mapping in the file ``name``. Raises :class:`UsageError` with the line and field."""
    return mapping_of(read_yaml(name, standard_input), today)


def mapping_of(file: YamlFile, today: date) -> TableMapping:
    """Compile the mapping in a YAML file. Raises :class:`UsageError`."""
    try:
        document: MappingDocument = converted(with_lists(file.data, "key"), MappingDocument)
        folder = FilePath(file.name).parent
        columns: list[tuple[Path, str]] = list(_own_columns(document))
        lists: set[str] = set()
        maker = compiled_record(document, folder, today, columns, lists)
    except Fault as fault:
        raise file.error(fault) from fault
    return TableMapping(document, file, maker, tuple(columns), frozenset(lists))


def fingerprint(mapping: TableMapping) -> str:
    """Return a string that changes if the same cells may result in a different draft.

    The string covers the mapping, its lookup files, the code of the program and, if the mapping
    derives the status from the date, the current day.
    """
    folder = FilePath(mapping.file.name).parent
    lookups = [(name, (folder / name).read_bytes()) for name in _lookups(mapping.document.record)]
    return repr([mapping.file.data, lookups, _program(), mapping.maker.today])


def _lookups(record: object) -> Iterator[str]:
    """Yield the names of the lookup files in a part of a mapping."""
    parts: Iterable[object] = ()
    if isinstance(record, dict):
        parts = record.values()
        if is_cell(record) and "lookup" in record:
            yield record["lookup"]
    elif isinstance(record, list):
        parts = record
    for part in parts:
        yield from _lookups(part)


def _program() -> list[tuple[str, int, int]]:
    """Return the modules that make drafts, with their sizes and modification times."""
    folders = (FilePath(__file__).parents[1], FilePath(domain.__file__ or "").parent)
    modules = sorted(path for folder in folders for path in folder.rglob("*.py"))
    return [(path.name, path.stat().st_size, path.stat().st_mtime_ns) for path in modules]


def _own_columns(document: MappingDocument) -> Iterator[tuple[Path, str]]:
    for n, column in enumerate(document.key or ()):
        yield ("key", n), column
    for n, skip in enumerate(document.skip or ()):
        yield ("skip", n, "column"), skip.column


DETECTED: Mapping[str, Any] = MappingProxyType({})


def open_mapped(
    path: str | FilePath, mapping: TableMapping, settings: Mapping[str, Any] = DETECTED
) -> "MappedTable":
    """Open a table with a mapping; ``settings`` (format, encoding …) override the mapping's.

    Raises :class:`UsageError`.
    """
    own = mapping.document.file or FileDocument()
    mapped = {name: getattr(own, name) for name in own.__struct_fields__}
    chosen = {name: value for name, value in mapped.items() if value is not UNSET}
    chosen |= settings
    return MappedTable(open_table(path, **chosen), mapping)


@define
class MappedTable:
    """A data set made from a table and a mapping.

    See :class:`dragoman.exchange.imports.drafts.Dataset`.
    """

    table: Table
    mapping: TableMapping
    memory: "RowMemory | None" = None
    """The memory of drafts that earlier imports made from rows; ``None`` to do without."""
    name: str = field(init=False)
    source: Mapping[str, object] = field(init=False)
    numbered: bool = field(init=False)
    whole: bool = field(init=False)
    columns: Sequence[str] = field(init=False)
    skipped: int = field(default=0, init=False)
    """The number of rows that the mapping has skipped so far."""

    def __attrs_post_init__(self) -> None:
        self.mapping.check_columns(self.table)
        self.name = self.mapping.document.dataset
        self.source = cast("dict[str, dict[str, Plain]]", self.mapping.file.data)["source"]
        self.numbered = not self.mapping.key
        self.whole, self.columns = self.table.whole, self.table.columns

    @property
    def progress(self) -> Progress:
        """The progress of reading the rows."""
        return self.table.progress

    def drafts(self) -> Iterator[Draft | Rejected]:
        """Yield the rows as drafts or rejected rows, except rows that the mapping skips."""
        self.skipped = 0
        for row in self.table.rows():
            if isinstance(row, Rejected):
                yield row
            elif self._is_skipped(row.cells):
                self.skipped += 1
            else:
                yield self._draft(row) if self.memory is None else self._recalled(row, self.memory)

    def _recalled(self, row: TableRow, memory: "RowMemory") -> Draft | Rejected:
        """Return the draft of a row; a draft from memory has a digest, but no data."""
        cells = self._identity_of(row)
        if found := memory.recall(cells):
            key, digest = found
            again = partial(self._draft, row)
            return Draft(key, row.line, {}, row.cells, digest=digest, makes=again)
        draft = self._draft(row)
        if isinstance(draft, Draft):
            memory.remember(cells, draft.key, digest_of_draft(draft))
        return draft

    def _identity_of(self, row: TableRow) -> bytes:
        """Return a digest of everything on which the draft of a row depends."""
        hashed = self._fingerprint.copy()
        hashed.update(repr(self._read(row.cells)).encode())
        return hashed.digest()

    @cached_property
    def _read(self) -> Callable[[Cells], object]:
        """A function that returns those cells of a row that can affect the draft.

        If the mapping has no key, all cells can affect the draft.
        """
        if not self.mapping.key:
            return lambda cells: cells
        if self.table.complete:
            return itemgetter(*self.mapping.read)
        return lambda cells: [cells.get(column) for column in self.mapping.read]

    @cached_property
    def _fingerprint(self) -> "blake2b":
        return blake2b(fingerprint(self.mapping).encode(), digest_size=16)

    def _is_skipped(self, cells: Cells) -> bool:
        skips = self.mapping.document.skip or ()
        return any(cells.get(one.column, "").strip() in one.values for one in skips)

    def _draft(self, row: TableRow) -> Draft | Rejected:
        try:
            cells = trimmed(row.cells, self.mapping.read, self.mapping.lists)
            data = self.mapping.maker.made(cells)
            document = converted(data, record_documents())
            key = self._key(cells, row)
            return Draft(key, row.line, data, row.cells, document=document)
        except Unfit as unfit:
            return Rejected(row.line, str(unfit), row.cells, self._readable_key(row))
        except Fault as fault:
            reason = f"{place_of(fault.path)}{fault.message}"
            return Rejected(row.line, reason, row.cells, self._readable_key(row))

    def _readable_key(self, row: TableRow) -> str:
        """Return the key of a rejected row; empty if the row has no readable key of its own."""
        if not self.mapping.key:
            return ""
        try:
            return self._key(trimmed(row.cells, self.mapping.key), row)
        except Unfit:
            return ""

    def _key(self, cells: Cells, row: TableRow) -> str:
        """Return the key of the row. Raises :class:`Unfit` if the key is empty."""
        if not self.mapping.key:
            filled = sorted((name, text) for name, text in row.cells.items() if text.strip())
            return digest_of(filled)
        values = [cells[column] for column in self.mapping.key]
        if not any(map(visible, values)):
            names = " and ".join(map(quoted, self.mapping.key))
            raise Unfit(f"column {names}: the key of the row is empty")
        return key_of(values)
