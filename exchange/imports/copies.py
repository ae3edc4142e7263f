"""Import records from another register, with their full history.

The module reads the files that :mod:`dragoman.exchange.exports.records` writes (JSON Lines or CSV).
The module identifies a record by its id, and imports only the events that this register does not
have. Therefore, importing a file twice is harmless.
"""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache, partial
from itertools import chain, islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, TypeVar
from uuid import UUID

import msgspec
from attrs import AttrsInstance, define, field, frozen

from dragoman.domain import KINDS, Kind, Refused, quoted
from dragoman.exchange.context import ExchangeContext
from dragoman.exchange.exports.records import ABOUT_THE_COPY, SCHEMA
from dragoman.exchange.faults import Fault, at, place_of
from dragoman.exchange.imports.drafts import Rejected
from dragoman.exchange.record_names import RecordNames
from dragoman.exchange.translate import clean
from dragoman.exchange.usage_error import UsageError
from dragoman.exchange.value_types import Plain

if TYPE_CHECKING:
    from dragoman.store import RegisterUnitOfWork

T = TypeVar("T")

BATCH = 500
"""The number of records in one entry."""

LONGEST_TEXT = 20_000
"""The maximum length of text, in characters, in a field that no document has."""

LONGEST = 1 << 26
"""The maximum length of a line, in bytes."""


class Event(msgspec.Struct, forbid_unknown_fields=True):
    """An event in its stored format: its topic (``type``), and its facts as JSON (``data``)."""

    type: str
    data: msgspec.Raw


class Copied(msgspec.Struct):
    """A record from another register, with its history."""

    id: UUID
    kind: str
    events: list[Event]


class ExportHead(msgspec.Struct):
    """The first line of an export in JSON Lines: the schema, and the id of the register."""

    schema: str
    register: str


@frozen
class ExportLine:
    """A line of an export: a record, or the reason why the line is not a record.

    ``number`` is the line number, from 1.
    """

    number: int
    record: Copied | str


@frozen
class File:
    """An export: the id of the register that it comes from, and its lines."""

    register: str
    lines: Iterator[ExportLine]


@define
class Counts:
    """The numbers of imported records by result, and the number of recorded ``events``."""

    register: str
    new: int = 0
    extended: int = 0
    unchanged: int = 0
    events: int = 0
    rejected: list[Rejected] = field(factory=list)
    refused: list[tuple[int, Refused]] = field(factory=list)
    """Refused lines; they move to ``rejected`` once their messages name records by ref."""

    def add(self, batch: "Counts") -> None:
        """Add the numbers of a batch."""
        self.new += batch.new
        self.extended += batch.extended
        self.unchanged += batch.unchanged
        self.events += batch.events
        self.refused += batch.refused


# --- Reading ----------------------------------------------------------------------------------


def recognised(path: Path) -> bool:
    """Return whether a file is an export of records, according to its first line.

    Raises :class:`UsageError` if a spreadsheet changed the export, or if a newer version of
    Dragoman wrote it.
    """
    try:
        with path.open("rb") as file:
            first = _first_line(file)
    except (FileNotFoundError, IsADirectoryError):
        return False
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}") from error
    if reason := _unread(first):
        raise UsageError(f"{path}: {reason}")
    return _form_of(first) is not None


def _first_line(file: IO[bytes]) -> bytes:
    return file.readline(LONGEST).removeprefix(b"\xef\xbb\xbf").strip()


def _unread(first: bytes) -> str | None:
    """Return why an export is unreadable; ``None`` if it is readable or not an export at all."""
    as_exported = first.replace(b";", b",").replace(b"\t", b",").strip(b", ")
    if _form_of(first) is None and _form_of(as_exported) is _table:
        return "a spreadsheet has changed this export; import the original file"
    with suppress(msgspec.MsgspecError):
        schema = msgspec.json.decode(first, type=ExportHead).schema
        if schema.startswith(SCHEMA.rstrip("1")) and schema != SCHEMA:
            return f"has the schema {quoted(schema)}; update dragoman to read it"
    return None


def _form_of(first: bytes) -> Callable[[IO[bytes], bytes], File] | None:
    """Return the function that reads a file with this first line; ``None`` if it is no export."""
    names = first.replace(b'"', b"")
    if names.startswith(b"ref,kind,") and names.endswith(",".join(ABOUT_THE_COPY).encode()):
        return _table
    with suppress(msgspec.MsgspecError):
        if msgspec.json.decode(first, type=ExportHead).schema == SCHEMA:
            return _json_lines
    return None


def _json_lines(file: IO[bytes], first: bytes) -> File:
    head = msgspec.json.decode(first, type=ExportHead)
    lines = enumerate(iter(partial(file.readline, LONGEST), b""), 2)
    return File(
        head.register, (_line(number, _decoded, raw) for number, raw in lines if raw.strip())
    )


def _line(number: int, read: Callable[[T], Copied], content: T) -> ExportLine:
    try:
        return ExportLine(number, read(content))
    except (msgspec.MsgspecError, ValueError) as error:
        why = "is not UTF-8" if isinstance(error, UnicodeError) else error
        return ExportLine(number, f"is not an exported record: {why}")


_decoded = msgspec.json.Decoder(Copied).decode


def _table(file: IO[bytes], first: bytes) -> File:
    csv.field_size_limit(LONGEST)
    columns = next(csv.reader([first.decode("utf-8", "surrogateescape")]))
    rows = _rows(file, columns)
    head = list(islice(rows, 1))
    register = head[0][1].get("register", "") if head else ""
    return File(
        register, (_line(number, _from_cells, cells) for number, cells in chain(head, rows))
    )


Cells = tuple[int, dict[str, str]]


def _rows(file: IO[bytes], columns: Sequence[str]) -> Iterator[Cells]:
    """Yield the rows below the header, each with its line number."""
    lines = iter(partial(file.readline, LONGEST), b"")
    reader = csv.reader(line.decode("utf-8", "surrogateescape") for line in lines)
    number = 2
    for cells in reader:
        if any(cells):
            yield number, dict(zip(columns, cells, strict=False))
        number = reader.line_num + 2


def _from_cells(cells: dict[str, str]) -> Copied:
    events = msgspec.json.decode(cells.get("events", "").encode(), type=list[Event])
    return Copied(UUID(cells.get("id", "")), cells.get("kind", ""), events)


# --- Recording --------------------------------------------------------------------------------


def open_export(path: Path, file: IO[bytes]) -> File:
    """Read an export from an open file. Raises :class:`UsageError` if the file is not an export."""
    first = _first_line(file)
    read = _form_of(first)
    if read is None:
        raise UsageError(f"{path}: is not an export of records; write one with: dragoman export")
    return read(file, first)


def import_records(
    context: ExchangeContext, path: Path, raw: IO[bytes], file: File, dry_run: bool = False
) -> Counts:
    """Import the records in a file in batches; each batch is one entry.

    The import rejects a record that is invalid or has a different history in this register, and
    imports all other records.
    """
    from dragoman.store import NothingRecorded, bulk

    counts = Counts(file.register)
    size = path.stat().st_size
    reason = f"records of register {file.register}"
    with (
        context.progress("Importing records") as advance,
        bulk(context.register, context.views, rehearses=dry_run) as recording,
    ):
        while batch := list(islice(file.lines, BATCH)):
            context.heed()
            counts.add(recording.record(partial(_replicate_all, batch=batch), reason).result)
            advance(raw.tell(), size)
        if dry_run:
            raise NothingRecorded
    counts.rejected = _worded(context, counts.refused)
    return counts


def _worded(context: ExchangeContext, refused: Sequence[tuple[int, Refused]]) -> list[Rejected]:
    """Return a :class:`Rejected` for each refused line, with a reason that names records by ref."""
    if not refused:
        return []
    with context.views.reading() as read:
        name = RecordNames(read, context.register).name
        return [Rejected(number, one.worded(name)) for number, one in refused]


def _replicate_all(uow: "RegisterUnitOfWork", batch: Sequence[ExportLine]) -> Counts:
    """Import a batch of records, and return the counted results."""
    counts = Counts("")
    uow.expect(line.record.id for line in batch if isinstance(line.record, Copied))
    for line in batch:
        try:
            _replicate(uow, line, counts)
        except Refused as refusal:
            counts.refused.append((line.number, refusal))
    return counts


def _replicate(uow: "RegisterUnitOfWork", line: ExportLine, counts: Counts) -> None:
    from dragoman.domain import copy_record

    record = line.record
    if isinstance(record, str):
        raise Refused(record)
    kind = _kind_of(record)
    before = len(uow.history(record.id))
    new = copy_record(uow, kind, record.id, _history(record))
    counts.events += len(new)
    if not new:
        counts.unchanged += 1
    elif before:
        counts.extended += 1
    else:
        counts.new += 1


def _kind_of(record: Copied) -> Kind:
    if record.kind not in KINDS:
        raise Refused(f"is not an exported record: unknown kind {quoted(record.kind)}")
    if not record.events:
        raise Refused("is not an exported record: it has no events")
    return KINDS[record.kind]


def _history(record: Copied) -> list[AttrsInstance]:
    """Decode the events of a record to instances of their classes."""
    from dragoman.store import UnreadableEvent

    try:
        return [_event(one) for one in record.events]
    except Fault as fault:
        raise Refused(f"{place_of(fault.path)}{fault.message}") from fault
    except (UnreadableEvent, ValueError, TypeError) as error:
        raise Refused(f"cannot read an event: {error}") from error


def _event(one: Event) -> AttrsInstance:
    """Decode an event to an instance of its class. Raises ``ValueError`` for impossible data."""
    from dragoman.store import codec

    event = codec.decode(one.type, bytes(one.data))
    _refuse_untyped(msgspec.json.decode(one.data), one.type)
    return event


def _refuse_untyped(data: Plain, name: str) -> None:
    """Raise ``ValueError`` for text that a user could not have typed: bad characters, too long."""
    if isinstance(data, dict):
        for key, value in data.items():
            _refuse_untyped(value, key)
    elif isinstance(data, list):
        for value in data:
            _refuse_untyped(value, name)
    elif isinstance(data, str):
        with at(name):
            clean(data)
            if len(data) > (longest := _longest().get(name, LONGEST_TEXT)):
                raise ValueError(f"is too long: at most {longest:,} characters")


@cache
def _longest() -> Mapping[str, int]:
    """Return the maximum length of a string in each document field, in characters."""
    from dragoman.exchange import documents

    parts = (documents.SourceDocument, documents.ParticipantDocument, documents.PositionDocument)
    found: dict[str, int] = {}
    for cls in (*map(documents.document_class, KINDS), *parts):
        for field_ in msgspec.inspect.type_info(cls).fields:  # type: ignore[attr-defined]
            for length in _lengths(field_.type):
                found[field_.encode_name] = max(length, found.get(field_.encode_name, 0))
    return found


def _lengths(of: msgspec.inspect.Type) -> Iterator[int]:
    """Yield the maximum lengths that a type sets for strings."""
    if isinstance(of, msgspec.inspect.StrType) and of.max_length:
        yield of.max_length
    inner = (getattr(of, name) for name in ("item_type", "value_type") if hasattr(of, name))
    for part in (*getattr(of, "types", ()), *inner):
        yield from _lengths(part)
