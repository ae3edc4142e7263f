"""Records of another register, brought in with all that has happened to them.

Reads what :mod:`dragoman.exchange.exports.records` writes, JSON Lines or CSV. A record is known again by its id
and the number of its events: the same file may come as often as it likes.
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
from dragoman.exchange.faults import Fault, UsageError, at, place_of
from dragoman.exchange.imports.drafts import Rejected
from dragoman.exchange.record_names import RecordNames
from dragoman.exchange.translate import clean
from dragoman.exchange.value_types import Plain

if TYPE_CHECKING:
    from dragoman.store import RegisterUnitOfWork

T = TypeVar("T")

BATCH = 500
"""Records that are recorded as one entry."""

LONGEST_TEXT = 20_000
"""Characters of the longest text of a field that no document has."""

LONGEST = 1 << 26
"""Bytes of the longest line."""


class Event(msgspec.Struct, forbid_unknown_fields=True):
    """An event as it is stored: its topic, and the JSON of what it makes known."""

    type: str
    data: msgspec.Raw


class Copied(msgspec.Struct):
    """A record, with its history."""

    id: UUID
    kind: str
    events: list[Event]


class ExportHead(msgspec.Struct):
    """The first line of JSON Lines: of which schema they are, and which register."""

    schema: str
    register: str


@frozen
class ExportLine:
    """A record of a file, or why it is none; the line (from 1) where it begins."""

    number: int
    record: Copied | str


@frozen
class File:
    """A file that was recognised: the register that it comes from, and its records."""

    register: str
    lines: Iterator[ExportLine]


@define
class Counts:
    """What came of an import, in records; ``events`` are those that were recorded."""

    register: str
    new: int = 0
    extended: int = 0
    unchanged: int = 0
    events: int = 0
    rejected: list[Rejected] = field(factory=list)
    refused: list[tuple[int, Refused]] = field(factory=list)
    """Lines with what is wrong with them, before it is worded with refs: then ``rejected``."""


# --- Reading ----------------------------------------------------------------------------------


def recognised(path: Path) -> bool:
    """Whether a file is an export of records, by its first line.

    Raises :class:`UsageError` for one that is, but not as it was written here.
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
    """Why an export of records cannot be read; ``None`` where it can, or is another's file."""
    as_exported = first.replace(b";", b",").replace(b"\t", b",").strip(b", ")
    if _form_of(first) is None and _form_of(as_exported) is _table:
        return "was saved anew in another form, by a spreadsheet; import the file that was exported"
    with suppress(msgspec.MsgspecError):
        schema = msgspec.json.decode(first, type=ExportHead).schema
        if schema.startswith(SCHEMA.rstrip("1")) and schema != SCHEMA:
            return f"has the form {quoted(schema)}, which only a newer dragoman reads"
    return None


def _form_of(first: bytes) -> Callable[[IO[bytes], bytes], File] | None:
    """What reads a file with this first line; ``None`` when it is another's."""
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
        told = "is not UTF-8" if isinstance(error, UnicodeError) else error
        return ExportLine(number, f"is no record of an export: {told}")


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
    """The rows below the header, each with the line where it begins."""
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
    """The records of a file that is open for reading. Raises :class:`UsageError` for another's."""
    first = _first_line(file)
    read = _form_of(first)
    if read is None:
        raise UsageError(f"{path}: is no export of records; dragoman export writes them")
    return read(file, first)


def import_records(
    context: ExchangeContext, path: Path, raw: IO[bytes], file: File, dry_run: bool = False
) -> Counts:
    """Take over the records of a file, some at a time, each batch as one entry.

    A record that has gone another way here, or that does not fit, is rejected and left alone; the
    others are not held up by it.
    """
    from dragoman.store import NothingRecorded, bulk

    counts = Counts(file.register)
    size = path.stat().st_size
    reason = f"records of register {file.register}"
    with (
        context.progress("Taking over records") as tell,
        bulk(context.register, context.views, whole=dry_run) as recording,
    ):
        while batch := list(islice(file.lines, BATCH)):
            context.heed()
            recording.record(partial(_taken_over, batch=batch, counts=counts), reason)
            tell(raw.tell(), size)
        if dry_run:
            raise NothingRecorded
    counts.rejected = _worded(context, counts.refused)
    return counts


def _worded(context: ExchangeContext, refused: Sequence[tuple[int, Refused]]) -> list[Rejected]:
    """What was refused, in words in which records are called by their refs."""
    if not refused:
        return []
    with context.views.reading() as read:
        name = RecordNames(read, context.register).name
        return [Rejected(number, one.worded(name)) for number, one in refused]


def _taken_over(uow: "RegisterUnitOfWork", batch: Sequence[ExportLine], counts: Counts) -> None:
    """Take over some records, and count what came of each."""
    uow.expect(line.record.id for line in batch if isinstance(line.record, Copied))
    for line in batch:
        try:
            _take_over(uow, line, counts)
        except Refused as refusal:
            counts.refused.append((line.number, refusal))


def _take_over(uow: "RegisterUnitOfWork", line: ExportLine, counts: Counts) -> None:
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
        raise Refused(f"is no record of an export: kind {quoted(record.kind)}")
    if not record.events:
        raise Refused("is no record of an export: it has no events")
    return KINDS[record.kind]


def _history(record: Copied) -> list[AttrsInstance]:
    """The events of a record, each as the class that it is stored as."""
    from dragoman.store import UnreadableEvent

    try:
        return [_event(one) for one in record.events]
    except Fault as fault:
        raise Refused(f"{place_of(fault.path)}{fault.message}") from fault
    except (UnreadableEvent, ValueError, TypeError) as error:
        raise Refused(f"an event cannot be read: {error}") from error


def _event(one: Event) -> AttrsInstance:
    """An event as its class. Raises ``ValueError`` for what nobody could have typed."""
    from dragoman.store import codec

    event = codec.decode(one.type, bytes(one.data))
    _refuse_untyped(msgspec.json.decode(one.data), one.type)
    return event


def _refuse_untyped(told: Plain, name: str) -> None:
    """Raise ``ValueError`` for a text that nobody could have typed: its signs, or its length."""
    if isinstance(told, dict):
        for key, value in told.items():
            _refuse_untyped(value, key)
    elif isinstance(told, list):
        for value in told:
            _refuse_untyped(value, name)
    elif isinstance(told, str):
        with at(name):
            clean(told)
            if len(told) > (longest := _longest().get(name, LONGEST_TEXT)):
                raise ValueError(f"is too long: at most {longest:,} characters")


@cache
def _longest() -> Mapping[str, int]:
    """How long the texts of a field may be, by its name, as documents take them."""
    from dragoman.exchange import documents

    parts = (documents.SourceDocument, documents.ParticipantDocument, documents.PositionDocument)
    found: dict[str, int] = {}
    for cls in (*map(documents.document_class, KINDS), *parts):
        for field_ in msgspec.inspect.type_info(cls).fields:  # type: ignore[attr-defined]
            for length in _lengths(field_.type):
                found[field_.encode_name] = max(length, found.get(field_.encode_name, 0))
    return found


def _lengths(of: msgspec.inspect.Type) -> Iterator[int]:
    """The greatest lengths of the texts that a type is made of."""
    if isinstance(of, msgspec.inspect.StrType) and of.max_length:
        yield of.max_length
    inner = (getattr(of, name) for name in ("item_type", "value_type") if hasattr(of, name))
    for part in (*getattr(of, "types", ()), *inner):
        yield from _lengths(part)
