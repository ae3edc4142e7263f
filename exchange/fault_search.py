"""Check a whole dispatch: find all faults of its records in one run, instead of only the first."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any
from uuid import uuid4

from attrs import field, frozen

from dragoman.exchange.dispatch_document import DispatchDocument
from dragoman.exchange.documents import RecordDocument, document_class, record_documents
from dragoman.exchange.faults import Fault, Faults, Path, converted, every, placed
from dragoman.exchange.translate import Translator
from dragoman.exchange.typed_fields import with_field_names
from dragoman.exchange.value_types import Annotation, Plain

MOST = 100
"""The maximum number of faults to report for one record."""


@frozen
class CheckedDispatch:
    """A dispatch, and the faults of its records.

    ``broken`` are the numbers of the records with faults; their documents lack the faulty fields.
    ``lost`` are the handles of records that are not even a document, each with the record's number.
    """

    document: DispatchDocument
    faults: tuple[Fault, ...] = ()
    broken: frozenset[int] = frozenset()
    lost: Mapping[str, int] = field(factory=dict)


def checked(data: Plain) -> CheckedDispatch:
    """Convert data to a dispatch. Raises :class:`Fault` if the faults leave nothing to check."""
    data = _with_field_names(data)
    try:
        return CheckedDispatch(converted(data, DispatchDocument))
    except Fault as fault:
        if not (isinstance(data, dict) and isinstance(data.get("records"), list)):
            raise
        return _of_parts(data, fault)


def _with_field_names(data: Plain) -> Plain:
    """Return a dispatch in which each record has the names of fields, not the words of options."""
    records = data.get("records") if isinstance(data, dict) else None
    if not (isinstance(data, dict) and isinstance(records, list)):
        return data
    named = [with_field_names(one) if isinstance(one, dict) else one for one in records]
    return {**data, "records": named}


def _of_parts(data: dict[str, Any], first: Fault) -> CheckedDispatch:
    """Return the dispatch without its faulty fields. Raises :class:`Fault` for a faulty heading."""
    records, found = data["records"], _head_faults(data)
    documents: list[RecordDocument | None] = []
    broken = set()
    for number, record in enumerate(records):
        document, faults = without_faults(record, record_documents())
        found += [placed(one, "records", number) for one in faults]
        broken |= {number} if faults else set()
        documents.append(document)
    present = [one for one in documents if one is not None]
    if not found:
        raise first
    if not present:
        raise Faults.of(found)
    lost = {
        str(record["handle"]): number
        for number, record in enumerate(records)
        if documents[number] is None and isinstance(record, dict) and "handle" in record
    }
    document = converted(_whole_head(data, found), DispatchDocument)
    document.records = [one or _stand_in() for one in documents]
    return CheckedDispatch(document, tuple(found), frozenset(broken), lost)


def _whole_head(data: dict[str, Any], found: Sequence[Fault]) -> dict[str, Any]:
    """Return the heading of a dispatch with stand-ins for faulty fields, and with one record."""
    faulty = {_place(one)[0] for one in found if _place(one)}
    head = {name: one for name, one in data.items() if name not in faulty}
    stand_ins = {"dispatch": "x", "source": {"title": "x"}}
    return {**stand_ins, **head, "records": [_STAND_IN]}


_STAND_IN = {"kind": "party", "name": "x"}


def _stand_in() -> RecordDocument:
    """Return an empty document in place of a record that is not a document."""
    return converted(_STAND_IN, document_class("party"))


def _head_faults(data: dict[str, Any]) -> list[Fault]:
    records = [_STAND_IN] if data["records"] else []
    _, faults = without_faults({**data, "records": records}, DispatchDocument)
    return list(faults)


def without_faults(data: Any, cls: Annotation) -> tuple[Any, Sequence[Fault]]:
    """Convert data to a document without its faulty fields; return the document and the faults.

    The document is ``None`` if the faults leave no document.
    """
    faults: list[Fault] = []
    rest = deepcopy(data)
    removed: set[Path] = set()
    for _ in range(MOST):
        try:
            return converted(rest, cls), faults  # type: ignore[call-overload]
        except Fault as fault:
            meant = f"did you mean {_missing(fault)}?"
            is_misspelt = any(one.message.endswith(meant) for one in faults)
            if _place(fault) not in removed and not is_misspelt:
                faults.append(fault)
            removed.add(_place(fault))
            if not _repair(rest, fault):
                return None, faults
    return None, faults


def _missing(fault: Fault) -> str:
    """Return the name of the field that a fault misses, or an empty string."""
    name, is_missing, _ = fault.message.partition(" is missing")
    return name if is_missing and " " not in name else ""


def _place(fault: Fault) -> Path:
    return (*fault.path, _missing(fault)) if _missing(fault) else fault.path


def _repair(data: Any, fault: Fault) -> bool:
    """Remove a faulty field from data, or fill a missing field; return whether that is possible."""
    *above, last = _place(fault) or ("",)
    for step in above:
        data = data[step]
    if isinstance(data, list) and isinstance(last, int):
        data[last] = "x"
        return True
    if not isinstance(data, dict):
        return False
    choices = fault.message.partition("choose from: ")[2].split(", ")
    if _missing(fault):
        is_filled = last in data
        data[last] = choices[0] if choices[0] else "x"
        return not is_filled and last != "kind"
    return data.pop(last, None) is not None


def all_faults(data: Mapping[str, Any], kind: str, translator: Translator) -> Fault:
    """Return all faults of the document of one record that has at least one."""
    document, faults = without_faults(data, document_class(kind))
    found = [*faults]
    if document is not None:
        try:
            translator.command(document, uuid4())
        except Fault as fault:
            found += every(fault)
    return Faults.of(found)
