"""Compile mappings, and check that each field exists in records of the mapped kind."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path as FilePath
from types import UnionType
from typing import (
    Annotated,
    Any,
    Literal,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

from attrs import frozen
from msgspec import UNSET, Meta, Struct, UnsetType, defstruct
from msgspec.structs import fields

from dragoman.domain import KINDS, Refused, field_of, is_part, quoted, refuse_by_mode, side
from dragoman.exchange.documents import (
    Code,
    Day,
    Document,
    Handle,
    ParticipantDocument,
    Words,
    document_class,
)
from dragoman.exchange.faults import (
    Fault,
    Path,
    at,
    converted,
    elsewhere,
    kind_of_document,
    placed,
    refused,
    unknown_field,
)
from dragoman.exchange.field_paths import part_at
from dragoman.exchange.imports.drafts import Rejected
from dragoman.exchange.mappings.cells import (
    CellReader,
    Interpret,
    Lookup,
    as_choice,
    as_code,
    as_day,
    template,
)
from dragoman.exchange.mappings.day_formats import day_formats
from dragoman.exchange.mappings.extractors import (
    Constant,
    Extractor,
    Many,
    RecordExtractor,
    RowLink,
    Single,
    StatusByDate,
    Thing,
)
from dragoman.exchange.mappings.mapping_document import MappingDocument
from dragoman.exchange.mappings.row_keys import key_of
from dragoman.exchange.tables.opening import open_table
from dragoman.exchange.typed_fields import field_named
from dragoman.exchange.usage_error import UsageError
from dragoman.exchange.value_types import Annotation, choices_in

MOST_VALUES = 100_000
"""The maximum number of rows in a lookup file."""


YesOrNo = Literal["true", "false"]


class CellDocument(Document, kw_only=True):
    """The settings for a field: the columns that have its value, and how to read the value."""

    column: Words | UnsetType = UNSET
    columns: Annotated[list[Words], Meta(min_length=1)] | UnsetType = UNSET
    text: Words | UnsetType = UNSET
    row: Annotated[list[Words], Meta(min_length=1)] | UnsetType = UNSET
    from_date: YesOrNo | UnsetType = UNSET
    dataset: Handle | UnsetType = UNSET
    until: Words | UnsetType = UNSET
    format: Annotated[list[Words], Meta(min_length=1, max_length=20)] | UnsetType = UNSET
    split: Annotated[list[Words], Meta(min_length=1)] | UnsetType = UNSET
    values: dict[str, str] | UnsetType = UNSET
    lookup: Words | UnsetType = UNSET
    otherwise: Words | UnsetType = UNSET
    keep: YesOrNo = "false"
    required: YesOrNo = "false"


_ORIGINS = ("column", "columns", "text", "row", "from_date")
_LISTS = ("columns", "row", "format", "split")


def is_cell(value: object) -> bool:
    """Return whether a value in a mapping comes from a row, instead of being a constant."""
    return isinstance(value, dict) and any(name in value for name in _ORIGINS)


@frozen
class _Compiler:
    document: MappingDocument
    folder: FilePath
    today: date
    columns: list[tuple[Path, str]]
    lists: set[str]
    """The columns whose cells the mapping splits into lines."""

    @property
    def language(self) -> str | None:
        """The language of the source, or ``None`` if the mapping does not give it."""
        language = getattr(self.document.source, "language", UNSET)
        return None if language is UNSET else language

    # --- values ---------------------------------------------------------------------------------

    def maker(self, name: str, hint: Annotation, value: object, path: Path) -> Extractor:
        """Return the extractor for the field ``name``, whose type is ``hint``."""
        inner = _list_of(hint)
        if inner is not None:
            return self._many(name, inner, value, path)
        hint = _fitting(hint, value)
        if is_cell(value):
            return self._of_cell(name, hint, value, path)
        if _is_struct(hint):
            return self._thing(hint, value, path, is_owner="owners" in path)
        if get_origin(_bare(hint)) is dict:
            return self._by_name(value, path)
        self._check_constant(name, hint, value, path)
        return Constant(value)

    def _many(self, name: str, inner: Annotation, value: object, path: Path) -> Extractor:
        if is_cell(value):
            hint = _fitting(inner, value)
            return Many((self._of_cell(name, hint, value, path, together=True),))
        if not isinstance(value, list):
            raise Fault("expected a list, or the column of the values: {column: …}", path)
        return Many(tuple(self._item(name, inner, one, (*path, n)) for n, one in enumerate(value)))

    def _item(self, name: str, inner: Annotation, value: object, path: Path) -> Extractor:
        hint = _fitting(inner, value)
        if is_cell(value) and not _is_struct(hint):
            return self._of_cell(name, hint, value, path, together=True)
        return self.maker(name, inner, value, path)

    def _thing(self, hint: Annotation, value: object, path: Path, is_owner: bool) -> Thing:
        cls = _bare(hint)
        assert isinstance(cls, type)
        assert issubclass(cls, Document)
        parts = self.fields((cls,), value, path)
        required = tuple(one.name for one in fields(cls) if one.required)
        missing = [name for name in required if name not in parts]
        if missing:
            raise Fault(f"{missing[0]} is missing", path)
        if cls is not ParticipantDocument:
            return Thing(parts, required)
        identity = ("name", "post", "party", *(("side",) if is_owner else ()))
        if not parts.keys() & set(identity):
            who = "an owner needs a side, a name" if is_owner else "a participant needs a name"
            raise Fault(f"{who} or a post", path)
        return Thing(parts, identity)

    def _by_name(self, value: object, path: Path) -> Extractor:
        """Return the extractor for a dictionary whose keys the user chooses."""
        if not isinstance(value, dict):
            raise Fault("expected names and values", path)
        made = {key: self.maker(key, Words, one, (*path, key)) for key, one in value.items()}
        return Thing(made, ())

    def fields(
        self,
        classes: Sequence[type[Document]],
        value: object,
        path: Path,
        besides: Sequence[str] = (),
    ) -> dict[str, Extractor]:
        """Return the extractor of each field. Raises :class:`Fault` if no class has the field."""
        if not isinstance(value, dict):
            raise Fault("expected fields and values", path)
        hints = _hints(classes)
        found = {}
        for name, one in value.items():
            if name in besides:
                continue
            if name not in hints or name == "handle":
                raise Fault(_unknown(classes, name, set(hints) - {"handle"}), (*path, name))
            found[name] = self.maker(name, hints[name], one, (*path, name))
        _refuse_misplaced(classes, value, path)
        return found

    def _check_constant(self, name: str, hint: Annotation, value: Any, path: Path) -> None:
        """Refuse a constant that would be wrong in every row."""
        if isinstance(value, dict):
            raise Fault("expected text, or a column: {column: …}", path)
        field = name if name.isidentifier() else "value"
        try:
            converted({field: value}, defstruct("One", [(field, hint)]))
        except Fault as fault:
            raise Fault(fault.message, (*path, *fault.path[1:])) from fault
        with at(*path):
            if _bare(hint) == Day:
                as_day(())(value)
            if _bare(hint) == Code:
                side(value, self.language)

    # --- cells ----------------------------------------------------------------------------------

    def _of_cell(
        self, name: str, hint: Annotation, value: object, path: Path, together: bool = False
    ) -> Extractor:
        if _is_struct(hint):
            raise Fault("expected fields, each with its own column", path)
        with at(*path):
            spec: CellDocument = converted(with_lists(value, *_LISTS), CellDocument)
        self._refuse_idle(spec, hint, together, path)
        if spec.from_date is not UNSET:
            raise Fault("from_date works only for the status of an engagement", path)
        if spec.row is not UNSET:
            return self._link(spec, path)
        return Single(self._reader(name, hint, spec, path, together))

    def _link(self, spec: CellDocument, path: Path) -> RowLink:
        columns = tuple(spec.row or ())
        self._note("row", columns, path)
        return RowLink(columns, key_of, spec.dataset or self.document.dataset)

    def _note(self, name: str, columns: Sequence[str], path: Path) -> None:
        """Note the columns that the mapping names, each with its path in the mapping."""
        for n, column in enumerate(columns):
            place = (*path, name) if name in ("column", "until", "text") else (*path, name, n)
            self.columns.append((place, column))

    def _reader(
        self, name: str, hint: Annotation, spec: CellDocument, path: Path, together: bool
    ) -> CellReader:
        with at(*path, "text"):
            text = template(spec.text) if spec.text else None
        columns = (spec.column,) if spec.column else tuple(spec.columns or ())
        self._note("column" if spec.column else "columns", columns, path)
        self._note("text", text.columns if text else (), path)
        self._note("until", (spec.until,) if spec.until else (), path)
        split = tuple(one.replace("\\n", "\n") for one in spec.split or ())
        if "\n" in split:
            self.lists.update((*columns, *(text.columns if text else ())))
        return CellReader(
            columns=columns,
            text=text,
            until=spec.until or None,
            split=split,
            lookup=self._lookup(name, hint, spec, path),
            otherwise=self._otherwise(name, hint, spec, path),
            keep=spec.keep == "true" or (_bare(hint) == Code and not spec.otherwise),
            required=spec.required == "true",
            together=together,
            interpret=self._interpret(hint, spec, path),
        )

    def _interpret(self, hint: Annotation, spec: CellDocument, path: Path) -> Interpret:
        bare = _bare(hint)
        if bare == Day:
            with at(*path, "format"):
                return as_day(day_formats(spec.format or ()))
        if bare == Code:
            return as_code(self.language)
        choices = choices_in(hint)
        return as_choice(choices) if choices else str

    def _otherwise(self, name: str, hint: Annotation, spec: CellDocument, path: Path) -> str | None:
        if spec.otherwise is UNSET:
            return None
        self._check_constant(name, hint, spec.otherwise, (*path, "otherwise"))
        return spec.otherwise

    def _lookup(self, name: str, hint: Annotation, spec: CellDocument, path: Path) -> Lookup | None:
        found: dict[str, str] = {}
        if spec.lookup:
            with at(*path, "lookup"):
                found = self._looked_up(spec.lookup)
        for key, value in found.items():
            try:
                self._check_constant(name, hint, value, (*path, "lookup"))
            except Fault as fault:
                raise Fault(f"{quoted(key)}: {fault.message}", (*path, "lookup")) from fault
        for key, value in (spec.values or {}).items():
            self._check_constant(name, hint, value, (*path, "values", key))
        found |= spec.values or {}
        where = f"the values of {name}" if not spec.lookup else f"those of {spec.lookup}"
        return Lookup(found, where) if found else None

    def _looked_up(self, name: str) -> dict[str, str]:
        """Read a lookup file, and return its values by text. Raises :class:`Fault`."""
        try:
            table = open_table(self.folder / name)
        except UsageError as error:
            raise Fault(str(error)) from error
        if len(table.columns) < 2:
            raise Fault(
                f"{quoted(name)} has one column; a look-up file needs two: the text and its value"
            )
        found: dict[str, str] = {}
        for row in table.rows():
            if isinstance(row, Rejected):
                raise Fault(f"{name}:{row.line}: {row.reason}")
            key, value = (row.cells.get(column, "").strip() for column in table.columns[:2])
            if found.setdefault(key, value) != value:
                raise Fault(f"{name}:{row.line}: {quoted(key)} appears twice with different values")
            if len(found) > MOST_VALUES:
                raise Fault(f"{quoted(name)} has more than {MOST_VALUES:,} rows")
        return {key: value for key, value in found.items() if value}

    # --- refusal of settings without effect -----------------------------------------------------

    def _refuse_idle(
        self, spec: CellDocument, hint: Annotation, together: bool, path: Path
    ) -> None:
        origins = [name for name in _ORIGINS if getattr(spec, name) is not UNSET]
        if len(origins) > 1:
            raise Fault(f"{' and '.join(origins)} cannot be combined; choose one", path)
        for name, fits, why in (
            ("format", _bare(hint) == Day, "only dates have a format"),
            ("until", _bare(hint) == Day and spec.column, "only a date in a column has an end"),
            ("split", together or _is_item(path), "this field holds one value"),
            ("dataset", spec.row is not UNSET, "add row too"),
        ):
            if getattr(spec, name) is not UNSET and not fits:
                raise Fault(why, (*path, name))
        table = spec.values is not UNSET or spec.lookup is not UNSET
        if spec.keep == "true" and (not table or spec.otherwise is not UNSET):
            raise Fault(
                "needs values or lookup, and cannot be combined with otherwise", (*path, "keep")
            )
        if spec.row is not UNSET and (table or spec.otherwise is not UNSET):
            raise Fault("a link to a row cannot have values, lookup or otherwise", path)


def _is_item(path: Path) -> bool:
    """Return whether the field at a path is inside an item of a list."""
    return any(isinstance(step, int) for step in path)


def with_lists(value: object, *names: str) -> object:
    """Return a document in which a string in one of the fields ``names`` is a one-item list."""
    if not isinstance(value, dict):
        return value
    return {
        name: [one] if name in names and isinstance(one, str) else one
        for name, one in value.items()
    }


def _bare(hint: Annotation) -> Annotation:
    """Strip ``UnsetType`` and ``Annotated`` from a type; leave ``Day`` and ``Code`` unchanged."""
    if hint in (Day, Code):
        return hint
    if get_origin(hint) in (Union, UnionType):
        options = [one for one in get_args(hint) if one is not UnsetType]
        return _bare(options[0]) if len(options) == 1 else hint
    return _bare(get_args(hint)[0]) if get_origin(hint) is Annotated else hint


def _list_of(hint: Annotation) -> Annotation:
    bare = _bare(hint)
    options = get_args(bare) if get_origin(bare) in (Union, UnionType) else (bare,)
    return next((get_args(one)[0] for one in options if get_origin(one) is list), None)


def _fitting(hint: Annotation, value: object) -> Annotation:
    """Return the type for a value that can be fields or a text: people can be both."""
    options = get_args(hint) if get_origin(hint) in (Union, UnionType) else ()
    structs = [one for one in options if _is_struct(one)]
    texts = [one for one in options if one is not UnsetType and not _is_struct(one)]
    if not (structs and texts):
        return hint
    return structs[0] if isinstance(value, dict) and not is_cell(value) else texts[0]


def _is_struct(hint: Annotation) -> bool:
    bare = _bare(hint)
    return isinstance(bare, type) and issubclass(bare, Struct)


def _hints(classes: Sequence[type[Document]]) -> dict[str, Annotation]:
    """Return the type of each field; merge the choices that several classes allow for a field."""
    hints: dict[str, Annotation] = {}
    for cls in classes:
        for name, hint in get_type_hints(cls, include_extras=True).items():
            both = (*choices_in(hints.get(name)), *choices_in(hint))
            hints[name] = Literal[tuple(dict.fromkeys(both))] if both else hint
    return hints


def compiled_record(
    document: MappingDocument,
    folder: FilePath,
    today: date,
    columns: list[tuple[Path, str]],
    lists: set[str],
) -> RecordExtractor:
    """Compile a mapping into an extractor of records.

    Adds every column that the mapping names to ``columns``, and those whose cells the mapping splits
    into lines to ``lists``. ``folder`` is the folder of the lookup
    files. Raises :class:`Fault`.
    """
    compiler = _Compiler(document, folder, today, columns, lists)
    record, path = document.record, ("record",)
    if "kind" not in record:
        raise Fault(f"kind is missing; choose from: {', '.join(KINDS)}", path)
    kind, named = _kind(compiler, record["kind"])
    classes = [document_class(name) for name in named]
    status = _status(compiler, record.get("status"), named)
    besides = ("kind", "status") if status else ("kind",)
    made = compiler.fields(classes, record, path, besides)
    _refuse_words_of_nothing(record.get("as_written"), classes)
    for cls in classes if len(named) < len(KINDS) else ():  # else each row has its own kind
        _refuse_missing(cls, record)
    return RecordExtractor(kind, made, status)


def _kind(compiler: _Compiler, value: Any) -> tuple[Extractor, Sequence[str]]:
    """Return the extractor of a row's kind, and the kinds that rows can have."""
    maker = compiler.maker("kind", Literal[tuple(KINDS)], value, ("record", "kind"))
    if isinstance(maker, Constant):
        return maker, (str(maker.value),)
    named = dict.fromkeys([*(value.get("values") or {}).values(), value.get("otherwise")])
    return maker, tuple(filter(None, named)) or tuple(KINDS)


def _status(compiler: _Compiler, value: object, kinds: Sequence[str]) -> StatusByDate | None:
    """Return the extractor that derives the status from the date, if the mapping asks for it."""
    path = ("record", "status")
    if not (isinstance(value, dict) and "from_date" in value):
        return None
    with at(*path):
        spec: CellDocument = converted(with_lists(value, *_LISTS), CellDocument)
    others = [name for name in value if name not in ("from_date", "otherwise")]
    if others or spec.from_date != "true":
        raise Fault("from_date must be true, alone or with otherwise", path)
    engagements = ("visit", "consultation", "meeting")
    if not set(kinds) <= set(engagements) or "occurred" not in compiler.document.record:
        raise Fault("from_date needs an engagement with a date (occurred)", path)
    if spec.otherwise is UNSET:
        return StatusByDate(compiler.today, None)
    for kind in kinds:
        hint = get_type_hints(document_class(kind), include_extras=True)["status"]
        compiler._check_constant("status", hint, spec.otherwise, (*path, "otherwise"))
    return StatusByDate(compiler.today, spec.otherwise)


def _unknown(classes: Sequence[type[Document]], name: str, known: Iterable[str]) -> str:
    """Return the message for a field that none of the document classes has."""
    return unknown_field(kind_of_document(classes[0]), name, sorted(known))


def _refuse_misplaced(
    classes: Sequence[type[Document]], given: Mapping[str, object], path: Path
) -> None:
    """Refuse fields of another kind, and fields that the given ``mode`` excludes."""
    said = {name: one for name, one in given.items() if isinstance(one, str | list)}
    for kind in filter(None, map(kind_of_document, classes)):
        for name in said:
            if owner := elsewhere(kind, name):
                raise Fault(f"{owner}; the rows of this mapping are of kind {kind}", (*path, name))
        if isinstance(mode := said.get("mode"), str):
            try:
                refuse_by_mode(KINDS[kind].state, mode, given)
            except Refused as refusal:
                raise placed(refused(refusal, str), *path) from refusal


def _refuse_words_of_nothing(as_written: object, classes: Sequence[type[Document]]) -> None:
    """Refuse an unknown field, or a path to no part of a value, in ``as_written``."""
    known = _hints(classes)
    kinds = [*filter(None, map(kind_of_document, classes))]
    for path in as_written if isinstance(as_written, dict) else ():
        with at("record", "as_written", path):
            name = field_named(kinds[0], field_of(path)) if is_part(path) else path
            if name not in known:
                raise Fault(_unknown(classes, name, known))
            for kind in kinds if is_part(path) else ():
                if name in document_class(kind).__struct_fields__:
                    part_at(kind, path)


def _refuse_missing(cls: type[Document], record: Mapping[str, object]) -> None:
    for one in fields(cls):
        if one.required and one.name not in record:
            hint = "; derive it with status: {from_date: true}" if one.name == "status" else ""
            raise Fault(f"{one.name} is missing{hint}", ("record",))
