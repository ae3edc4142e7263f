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
from typing import TYPE_CHECKING, Any, ClassVar, cast

from attrs import define, field, frozen
from msgspec import UNSET
from msgspec.structs import replace as replaced

from dragoman import domain
from dragoman.domain import many, quoted
from dragoman.exchange.documents import record_documents
from dragoman.exchange.faults import Fault, Path, converted, place_of, suggestion
from dragoman.exchange.imports.drafts import Cells, Draft, Progress, Rejected, TableRow
from dragoman.exchange.imports.drafts import digest_of as digest_of_draft
from dragoman.exchange.mappings.cells import Unfit, spaced, trimmed
from dragoman.exchange.mappings.compiler import compiled_record, is_cell, with_lists
from dragoman.exchange.mappings.extractors import RecordExtractor
from dragoman.exchange.mappings.mapping_document import FileDocument, MappingDocument
from dragoman.exchange.mappings.row_keys import digest_of, key_of, visible
from dragoman.exchange.tables.joined import JoinedTable
from dragoman.exchange.tables.opening import open_table
from dragoman.exchange.tables.table import Table
from dragoman.exchange.usage_error import UsageError
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
        unread = ("skip", "missing")
        return list(dict.fromkeys(one for path, one in self.columns if path[0] not in unread))

    @property
    def joins_rows(self) -> bool:
        """Whether adjacent rows with the same key are one record."""
        return self.document.rows is not UNSET

    @cached_property
    def missing(self) -> Mapping[str, frozenset[str]]:
        """The case-folded texts that mean an empty cell, for each column that has such texts."""
        missing = self.document.missing
        if missing is UNSET:
            return {}
        if isinstance(missing, dict):
            return {column: _folded(texts) for column, texts in missing.items()}
        everywhere = _folded(missing)
        return {column: everywhere for _, column in self.columns}

    def aliases(self, table: Table) -> dict[str, str]:
        """Return the name in the table for each column that the mapping spells differently.

        The two spellings may differ in spaces of any kind, and in invisible characters.
        """
        others = {column for _, column in self.columns}.difference(table.columns)
        found: dict[str, list[str]] = {}
        for name in table.columns if others else ():
            found.setdefault(spaced(name), []).append(name)
        matches = {column: found.get(spaced(column), []) for column in others}
        return {column: names[0] for column, names in matches.items() if len(names) == 1}

    def check_columns(self, table: Table) -> None:
        """Raise :class:`UsageError` for a column that the table does not have."""
        if not table.complete:
            return
        aliases = self.aliases(table)
        for path, column in self.columns:
            if column not in table.columns and column not in aliases:
                why = f"the file has no column {quoted(column)}{suggestion(column, table.columns)}"
                raise self.file.error(Fault(why, path))


def _folded(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(text.strip().casefold() for text in texts)


def read_mapping(name: str, standard_input: Callable[[int], bytes], today: date) -> TableMapping:
    """Read the mapping in the file ``name``. Raises :class:`UsageError` with the line and field."""
    return mapping_of(read_yaml(name, standard_input), today)


def mapping_of(file: YamlFile, today: date) -> TableMapping:
    """Compile the mapping in a YAML file. Raises :class:`UsageError`."""
    try:
        document: MappingDocument = converted(
            _lists_of_missing(with_lists(file.data, "key", "missing")), MappingDocument
        )
        if document.rows is not UNSET and document.key is UNSET:
            raise Fault("needs a key: add key: [COLUMN]", ("rows",))
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


MOST_FAR_YEARS = 3
"""The maximum number of years that a note about distant dates names."""

LONGEST_TITLE = 500
"""The maximum length of a title, in characters."""


def with_short_title(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record with a short title, and with the whole title in the summary."""
    title = str(data["title"])
    short = title[: LONGEST_TITLE - 1]
    cut = short.rstrip() if title[len(short)].isspace() else short.rpartition(" ")[0].rstrip()
    short = cut or short
    texts = dict.fromkeys(filter(None, (title, data.get("summary"))))
    return {**data, "title": f"{short}…", "summary": "\n\n".join(texts)}


def _all_rejected(rows: Sequence[TableRow | Rejected]) -> Rejected:
    """Return the rejection of all rows of a record, because one of the rows is unreadable."""
    bad = next(one for one in rows if isinstance(one, Rejected))
    first, *others = [TableRow(one.line, dict(one.cells)) for one in rows]
    reason = bad.reason if len(rows) == 1 else f"line {bad.line}: {bad.reason}"
    return Rejected(first.line, reason, first.cells, tuple(others))


def _lists_of_missing(value: object) -> object:
    """Return a mapping in which ``missing`` has a list for every column that it names."""
    if not isinstance(value, dict) or "missing" not in value:
        return value
    missing = value["missing"]
    lists = with_lists(missing, *missing) if isinstance(missing, dict) else missing
    return value | {"missing": lists}


def _own_columns(document: MappingDocument) -> Iterator[tuple[Path, str]]:
    for column in document.missing if isinstance(document.missing, dict) else ():
        yield ("missing", column), column
    for n, column in enumerate(document.key or ()):
        yield ("key", n), column
    for n, skip in enumerate(document.skip or ()):
        yield ("skip", n, "column"), skip.column


DETECTED: Mapping[str, Any] = MappingProxyType({})


def open_mapped(
    path: str | FilePath,
    mapping: TableMapping,
    settings: Mapping[str, Any] = DETECTED,
    others: Sequence[FilePath] = (),
) -> "MappedTable":
    """Open a table with a mapping; ``settings`` (format, encoding …) override the mapping's.

    The rows of the ``others`` follow the rows of the table. Raises :class:`UsageError`.
    """
    own = mapping.document.file or FileDocument()
    mapped = {name: getattr(own, name) for name in own.__struct_fields__}
    chosen = {name: value for name, value in mapped.items() if value is not UNSET}
    chosen |= settings
    tables = [open_table(one, **chosen) for one in (path, *others)]
    for one in tables[1:]:
        mapping.check_columns(one)
        if mapping.aliases(one) != mapping.aliases(tables[0]):
            raise UsageError(f"{one.path}: spells columns otherwise than {path}; use one spelling")
    return MappedTable(JoinedTable(tables) if others else tables[0], mapping)


@define
class MappedTable:
    """A data set made from a table and a mapping.

    See :class:`dragoman.exchange.imports.drafts.Dataset`.
    """

    table: Table
    mapping: TableMapping
    memory: "RowMemory | None" = None
    """The memory of drafts that earlier imports made from rows; ``None`` to do without."""
    covers: ClassVar[None] = None
    name: str = field(init=False)
    source: Mapping[str, object] = field(init=False)
    numbered: bool = field(init=False)
    whole: bool = field(init=False)
    columns: Sequence[str] = field(init=False)
    skipped: int = field(default=0, init=False)
    """The number of rows that the mapping has skipped so far."""
    shortened: int = field(default=0, init=False)
    """The number of titles shortened so far."""
    joined: list[int] = field(factory=lambda: [0, 0], init=False)
    """The number of records that several rows make up, and the number of these rows, so far."""
    _aliases: Mapping[str, str] = field(init=False)
    _years: dict[str, list[int]] = field(factory=dict, init=False)
    """The number of dates in each year, and the line of the first of them, so far."""

    def __attrs_post_init__(self) -> None:
        self.mapping.check_columns(self.table)
        self.name = self.mapping.document.dataset
        self.source = cast("dict[str, dict[str, Plain]]", self.mapping.file.data)["source"]
        self.numbered = not self.mapping.key
        self.whole, self.columns = self.table.whole, self.table.columns
        self._aliases = self.mapping.aliases(self.table)

    @property
    def progress(self) -> Progress:
        """The progress of reading the rows."""
        return self.table.progress

    def drafts(self) -> Iterator[Draft | Rejected]:
        """Yield the rows as drafts or rejected rows, except rows that the mapping skips."""
        self.skipped = self.shortened = 0
        self.joined = [0, 0]
        self._years = {}
        return self._joint_drafts() if self.mapping.joins_rows else self._single_drafts()

    @property
    def notes(self) -> list[str]:
        """What to tell the user about the rows read so far."""
        notes = list(self.table.notes)
        records, rows = self.joined
        if records:
            notes.append(
                f"{many(rows, 'row')} with the same keys {'makes' if rows == 1 else 'make'} up"
                f" {many(records, 'record')}"
            )
        if self.shortened:
            titles = many(self.shortened, "title was", "titles were")
            notes.append(
                f"{titles} longer than {LONGEST_TITLE} characters; the summary has the whole text"
            )
        return notes + list(self._far_dates())

    def _count_year(self, year: str, line: int) -> None:
        if year in self._years:
            self._years[year][0] += 1
        else:
            self._years[year] = [1, line]

    def _far_dates(self) -> Iterator[str]:
        """Yield a note about the dates that are far from all others, which may be mistyped."""
        from dragoman.exchange.mappings.column_survey import in_words, usual_years

        found = {int(year): one for year, one in self._years.items() if year.isdecimal()}
        years = [year for year, (count, _) in found.items() for _ in range(count)]
        within = usual_years(years)
        far = sorted(year for year in found if within and year not in within)
        if within and far:
            named = ", ".join(f"{year} (line {found[year][1]})" for year in far[:MOST_FAR_YEARS])
            more = " …" if len(far) > MOST_FAR_YEARS else ""
            yield f"check the dates in {named}{more}: the others are from {in_words(within, years)}"

    def _rows(self) -> Iterator[TableRow | Rejected]:
        """Yield the rows; a cell also has the name by which the mapping calls its column."""
        if not self._aliases:
            return self.table.rows()
        return map(self._aliased, self.table.rows())

    def _aliased(self, row: TableRow | Rejected) -> TableRow | Rejected:
        cells = {name: row.cells.get(own, "") for name, own in self._aliases.items()}
        return replaced(row, cells={**row.cells, **cells})

    def _joint_drafts(self) -> Iterator[Draft | Rejected]:
        """Yield the drafts of records that adjacent rows make up."""
        for rows in self._joint_rows():
            if len(rows) > 1:
                self.joined[0] += 1
                self.joined[1] += len(rows)
            readable = [one for one in rows if isinstance(one, TableRow)]
            if len(readable) < len(rows):
                yield _all_rejected(rows)
            elif self.memory is None:
                yield self._draft(*readable)
            else:
                yield self._recalled(self.memory, *readable)

    def _joint_rows(self) -> Iterator[list[TableRow | Rejected]]:
        """Yield lists of adjacent rows with the same key; a row without a key joins the last."""
        group: list[TableRow | Rejected] = []
        last: list[str] = []
        for row in self._rows():
            if self._is_skipped(row.cells):
                self.skipped += 1
                continue
            key = [self._text_of(row.cells, column) for column in self.mapping.key]
            if group and (key == last or not any(key)):
                group.append(row)
                continue
            if group:
                yield group
            group, last = [row], key
        if group:
            yield group

    def _single_drafts(self) -> Iterator[Draft | Rejected]:
        for row in self._rows():
            if isinstance(row, Rejected):
                yield row
            elif self._is_skipped(row.cells):
                self.skipped += 1
            else:
                yield self._draft(row) if self.memory is None else self._recalled(self.memory, row)

    def _recalled(self, memory: "RowMemory", row: TableRow, *also: TableRow) -> Draft | Rejected:
        """Return the draft of a record; a draft from memory has a digest, but no data."""
        cells = self._identity_of(row, *also)
        if found := memory.recall(cells):
            key, digest = found
            again = partial(self._draft, row, *also)
            return Draft(key, row.line, {}, row.cells, digest=digest, makes=again, also=also)
        draft = self._draft(row, *also)
        if isinstance(draft, Draft):
            memory.remember(cells, draft.key, digest_of_draft(draft))
        return draft

    def _identity_of(self, *rows: TableRow) -> bytes:
        """Return a digest of everything on which the draft of a record depends."""
        hashed = self._fingerprint.copy()
        for row in rows:
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
        return any(self._text_of(cells, one.column) in one.values for one in skips)

    def _text_of(self, cells: Cells, column: str) -> str:
        """Return the text of a cell; empty if the text means an empty cell."""
        text = cells.get(column, "").strip()
        return "" if text.casefold() in self.mapping.missing.get(column, ()) else text

    def _draft(self, row: TableRow, *also: TableRow) -> Draft | Rejected:
        """Return the draft of the record that a row makes up, alone or with other rows."""
        try:
            cells = self._trimmed(row.cells)
            data = self.mapping.maker.made(cells)
            if also:
                data = self._together(data, cells, also)
            if len(str(data.get("title", ""))) > LONGEST_TITLE:
                data = with_short_title(data)
                self.shortened += 1
            document = converted(data, record_documents())
            key = self._key(cells, row)
            if "occurred" in data:
                self._count_year(str(data["occurred"])[:4], row.line)
            return Draft(key, row.line, data, row.cells, document=document, also=also)
        except Unfit as unfit:
            return Rejected(row.line, str(unfit), row.cells, also, self._readable_key(row))
        except Fault as fault:
            reason = f"{place_of(fault.path)}{fault.message}"
            return Rejected(row.line, reason, row.cells, also, self._readable_key(row))

    def _readable_key(self, row: TableRow) -> str:
        """Return the key of a rejected row; empty if the row has no readable key of its own."""
        if not self.mapping.key:
            return ""
        try:
            cells = trimmed(row.cells, self.mapping.key)
            return self._key({one: self._text_of(cells, one) for one in cells}, row)
        except Unfit:
            return ""

    def _together(
        self, data: dict[str, Any], first: Cells, also: Sequence[TableRow]
    ) -> dict[str, Any]:
        """Return the record that several rows make up; ``data`` is the record of the first row.

        An empty cell has the value of the first row, unless a list reads its column.
        """
        maker = self.mapping.maker
        records = [data]
        for row in also:
            cells = dict(self._trimmed(row.cells))
            cells |= {name: first[name] for name in maker.shared if not cells[name]}
            records.append(maker.made(cells))
        return maker.together(records)

    def _trimmed(self, cells: Cells) -> Cells:
        """Return the cells that the mapping reads, without space around them.

        Raises :class:`Unfit` for control characters.
        """
        found = trimmed(cells, self.mapping.read, self.mapping.lists)
        for column, texts in self.mapping.missing.items():
            if found.get(column, "").casefold() in texts:
                found[column] = ""
        return found

    def _key(self, cells: Cells, row: TableRow) -> str:
        """Return the key of the row. Raises :class:`Unfit` if the key is empty."""
        if not self.mapping.key:
            own = ((name, text) for name, text in row.cells.items() if name not in self._aliases)
            return digest_of(sorted((name, text) for name, text in own if text.strip()))
        values = [cells[column] for column in self.mapping.key]
        if not any(map(visible, values)):
            names = " and ".join(map(quoted, self.mapping.key))
            raise Unfit(f"column {names}: the key of the row is empty")
        return key_of(values)
