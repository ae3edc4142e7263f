"""Faults in user input: one-line messages that say what is wrong, where, and what to type."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from types import UnionType
from typing import Any, TypeVar, get_args, get_type_hints, overload
from uuid import UUID

import msgspec

from dragoman.domain import KINDS, LETTERS, Refused, fold, quoted
from dragoman.exchange.synonyms import choice_meant, meant_by
from dragoman.exchange.usage_error import UsageError
from dragoman.exchange.value_types import Annotation, choices_in

T = TypeVar("T")

Path = tuple[str | int, ...]
"""A place in a document: ``("records", 0, "occurred")``."""


class Fault(Exception):
    """A fault at a ``path`` in a document."""

    def __init__(self, message: str, path: Path = ()) -> None:
        super().__init__(message)
        self.message = message
        self.path = path


class Faults(Fault):
    """Several faults in one input; the message and the path are those of the first fault."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(faults[0].message, faults[0].path)
        self.faults = tuple(faults)

    @classmethod
    def of(cls, faults: Iterable[Fault]) -> Fault:
        """Return the faults as one new fault; each place and message counts once.

        The result is never one of the given faults, which can therefore be its cause.
        """
        single = {(one.path, one.message): one for fault in faults for one in every(fault)}
        if len(single) > 1:
            return cls([*single.values()])
        [(path, message)] = single
        return Fault(message, path)


def every(fault: Fault) -> tuple[Fault, ...]:
    """Return the single faults of a fault."""
    return fault.faults if isinstance(fault, Faults) else (fault,)


class at:  # noqa: N801
    """Prepend ``path`` to the path of a :class:`Fault` or ``ValueError`` that the block raises."""

    __slots__ = ("path",)  # a class for speed: files have millions of fields

    def __init__(self, *path: str | int) -> None:
        self.path = path

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: object
    ) -> None:
        if isinstance(error, (Fault, ValueError)):
            raise placed(error, *self.path) from error


def placed(error: Fault | ValueError, *path: str | int) -> Fault:
    """Return an error as a fault at ``path``."""
    if isinstance(error, Faults):
        return Faults([Fault(one.message, (*path, *one.path)) for one in error.faults])
    if isinstance(error, Fault):
        return Fault(error.message, (*path, *error.path))
    return Fault(str(error), path)


def place_of(path: Path) -> str:
    """Return a path as the prefix of a message, counting from 1: ``participants.2.name: ``."""
    steps = [str(step + 1) if isinstance(step, int) else step for step in path]
    return f"{'.'.join(steps)}: " if steps else ""


def refuse_together(given: Sequence[str]) -> None:
    """Raise :class:`UsageError` if more than one of several exclusive options is given."""
    if len(given) > 1:
        raise UsageError(f"{' and '.join(given)} cannot be combined; choose one")


def refused(
    refusal: Refused,
    name: Callable[[UUID], str],
    way_on: Callable[[Sequence[str]], str] | None = None,
) -> Fault:
    """Convert a refusal by the domain to a fault; ``name`` is a function that names records.

    ``way_on`` is a function that names the records of a kind that the user can choose.
    """
    message = refusal.worded(name)
    if refusal.seeks and way_on:
        message = f"{message}; {way_on(refusal.seeks)}"
    return Fault(message, (refusal.field,) if refusal.field else ())


def suggestion(word: str, known: Sequence[str]) -> str:
    """Return ``; did you mean X?`` or, if no known word is similar, a list of the known words."""
    from rapidfuzz import process

    if meant := meant_by(word, known):
        return f"; did you mean {meant}?"
    near = process.extractOne(word, known, score_cutoff=70)
    if near:
        return f"; did you mean {near[0]}?"
    return f"; choose from: {', '.join(known)}" if known else ""


def resembles(word: str, known: Sequence[str]) -> bool:
    """Return whether a word is similar to a known word, so that it may be misspelt."""
    return suggestion(word, known).startswith("; did you mean ")


def unknown_field(kind: str | None, name: str, known: Sequence[str]) -> str:
    """Return the message for a field that a ``kind`` does not have, with a suggestion."""
    return elsewhere(kind, name) or f"unknown field{suggestion(name, known)}"


def elsewhere(kind: str | None, name: str) -> str | None:
    """Return the message that names the kinds that have a field; ``None`` if no kind has it."""
    from dragoman.domain import foreign

    owner = foreign(KINDS[kind].state).get(name) if kind and kind in KINDS else None
    return str(owner) if owner else None


def no_field(kind: str, name: str, known: Sequence[str]) -> Fault:
    """Return the fault for a field that a ``kind`` lacks; see :func:`unknown_field`."""
    if owner := elsewhere(kind, name):
        return Fault(owner, (name,))
    return Fault(f"unknown field {quoted(name)}{suggestion(name, known)}")


def unfit_value(kind: str | None, name: str, value: object) -> str | None:
    """Return why a ``kind`` does not allow a value; ``None`` if the value is allowed."""
    from dragoman.domain import refuse_value

    try:
        if kind and kind in KINDS:
            refuse_value(KINDS[kind].state, name, value)
    except Refused as refusal:
        return str(refusal)
    return None


def kind_of_document(cls: Annotation) -> str | None:
    """Return the kind of record that a document class describes, if any."""
    config = getattr(cls, "__struct_config__", None)
    return str(config.tag) if config and config.tag else None


@overload
def converted(data: object, cls: type[T]) -> T: ...
@overload
def converted(data: object, cls: UnionType) -> Any: ...
def converted(data: object, cls: type[object] | UnionType) -> Any:
    """Convert ``data`` to a document of class ``cls``. Raises :class:`Fault`."""
    try:
        return msgspec.convert(data, _fitting(cls, data), strict=False)
    except msgspec.ValidationError as error:
        message, _, place = str(error).partition(" - at `$")
        path = _path(place.rstrip("`"))
        if (meant := _with_choice(message, path, data, cls)) is not None:
            return converted(meant, cls)
        raise _fault(message, path, data, cls) from error


def _with_choice(message: str, path: Path, data: object, cls: Annotation) -> object:
    """Return data with the choice that the word at a path means; ``None`` if it means none.

    A record keeps the word as the words of the source.
    """
    word, choices = _at_path(data, path), choices_in(_hint_at(cls, data, path))
    is_choice = message.startswith("Invalid enum value") and isinstance(word, str)
    choice = choice_meant(word, choices) if is_choice and isinstance(word, str) else None
    if choice is None:
        return None
    found = _replaced(data, path, choice)
    holder = _at_path(found, path[:-1])
    if isinstance(holder, dict) and "kind" in holder and fold(str(word)) != fold(choice):
        words = holder.get("as_written")
        if words is None or isinstance(words, dict):
            holder["as_written"] = {path[-1]: word, **(words or {})}
    return found


def _replaced(data: Any, path: Path, value: object) -> Any:
    """Return a copy of data with another value at a path."""
    if not path:
        return value
    copy = data.copy()
    copy[path[0]] = _replaced(data[path[0]], path[1:], value)
    return copy


def _fitting(cls: Annotation, data: object) -> Annotation:
    """Return the document class of the kind that ``data`` names, if any.

    If msgspec chose the class, the conversion would take 15 times as long, because msgspec would
    analyse the union of classes on every conversion.
    """
    if isinstance(cls, UnionType) and isinstance(data, dict):
        kind = data.get("kind")
        return _by_kind(cls).get(kind, cls) if isinstance(kind, str) else cls
    return cls


@lru_cache
def _by_kind(union: UnionType) -> Mapping[str, type[msgspec.Struct]]:
    return {one.__struct_config__.tag: one for one in get_args(union)}


def _path(place: str) -> Path:
    steps = re.findall(r"\.([^.\[\]]+)|\[(\d+)\]", place)
    return tuple(name or int(index) for name, index in steps)


def _at_path(data: object, path: Path) -> object:
    """Return the value at a path in a document, or ``None`` if there is no such value."""
    for step in path:
        if isinstance(data, dict):
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int):
            data = data[step]
    return data


def _hint_at(hint: Annotation, data: object, path: Path) -> Annotation:
    """Return the type that a document expects at a path, such as a class or a ``Literal``."""
    for step in path:
        if isinstance(step, str):
            hint = _hints(_chosen(hint, data)).get(step, hint)
        data = _at_path(data, (step,))
    return _chosen(hint, data)


def _chosen(hint: Annotation, data: object) -> Annotation:
    """Return the document class in ``hint`` for the kind that ``data`` names."""
    options = list(_structs(hint))
    kind = data.get("kind") if isinstance(data, dict) else None
    tagged = [one for one in options if one.__struct_config__.tag == kind]
    candidates: Sequence[Annotation] = tagged or options or [hint]
    return candidates[0]


def _structs(hint: Annotation) -> Iterator[type[msgspec.Struct]]:
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        yield hint
    for inner in get_args(hint):
        yield from _structs(inner)


def _hints(cls: Annotation) -> dict[str, Annotation]:
    is_document = isinstance(cls, type) and issubclass(cls, msgspec.Struct)
    return get_type_hints(cls) if is_document else {}


def _fault(message: str, path: Path, data: object, cls: Annotation) -> Fault:
    value, hint = _at_path(data, path), _hint_at(cls, data, path)
    owner = kind_of_document(_hint_at(cls, data, path[:-1])) if path else None
    if owner and (why := unfit_value(owner, str(path[-1]), value)):
        return Fault(why, path)
    return _worded(message, path, value, hint)


def _worded(message: str, path: Path, value: object, hint: Annotation) -> Fault:
    if unknown := re.fullmatch(r"Object contains unknown field `(.*)`", message):
        known = sorted(_hints(hint) | _tag(hint))
        why = unknown_field(kind_of_document(hint), unknown[1], known)
        return Fault(why, (*path, unknown[1]))
    if missing := re.fullmatch(r"Object missing required field `(.*)`", message):
        return Fault(f"{missing[1]} is missing{_choices_of(hint, missing[1])}", path)
    return Fault(_expectation(message, value, hint, path), path)


def _tag(cls: Annotation) -> dict[str, Annotation]:
    config = getattr(cls, "__struct_config__", None)
    return {config.tag_field: str} if config and config.tag_field else {}


def _choices_of(cls: Annotation, field: str) -> str:
    choices = LETTERS if field == "kind" else choices_in(_hints(cls).get(field))
    return f"; choose from: {', '.join(choices)}" if choices else ""


def _expectation(message: str, value: object, hint: Annotation, path: Path) -> str:
    """Describe what a document expects instead of ``value``."""
    if message.startswith("Invalid"):
        known = LETTERS if path[-1] == "kind" else choices_in(hint)
        return f"{quoted(str(value))} is not one of: {', '.join(known)}"
    if length := re.search(r"of length (>=|<=) (\d+)", message):
        return _length(length[1], length[2], value)
    if "matching regex" in message:
        return f"{quoted(str(value))} {_form(path)}"
    return f"{_expected(message)}, got {_got(value)}{_instead(message, value, path)}"


_PARTS_OF = {"source": "title", "awaits": "mechanism"}
"""For fields with parts, the part that a plain text most likely gives."""


def _instead(message: str, value: object, path: Path) -> str:
    """Return what to write instead of a plain text: a list, or fields and values."""
    if not isinstance(value, str) or not value.strip():
        return ""
    field = next((step for step in reversed(path) if isinstance(step, str)), "")
    if "`array`" in message:
        return f"; write [{quoted_plainly(value)}]" if field not in _PARTS_OF else ""
    if "`object`" in message and field in _PARTS_OF:
        return f"; write {{{_PARTS_OF[field]}: {quoted_plainly(value)}}}"
    return ""


def quoted_plainly(text: str) -> str:
    """Return a text for YAML: in quotes if the text has characters with a meaning in YAML."""
    plain = re.fullmatch(r"[\w .()-]+(?:, [\w .()-]+)*", text)
    return text if plain and len(text) <= _LONGEST else quoted(text, _LONGEST)


_LONGEST = 60
"""The length of the longest text that a message repeats, in characters."""


def _length(comparison: str, length: str, value: Any) -> str:
    unit = "characters" if isinstance(value, str) else "items"
    if comparison == "<=":
        return f"is too long: at most {length} {unit}, got {len(value)}"
    return "is empty" if length == "1" else f"at least {length} {unit}, got {len(value)}"


_FORMS = {
    "dispatch": "an id; use letters, digits and . _ - (baghdad-2025)",
    "handle": "a handle; use letters, digits and . _ - (visit-1), or DISPATCH/HANDLE",
}


def _form(path: Path) -> str:
    """Return the message for text in a wrong format; give the right format if known."""
    from attrs import AttrsInstance

    from dragoman.domain import Source, declared

    name = str(path[-1]) if path else ""
    classes: list[type[AttrsInstance]] = [Source, *(kind.state for kind in KINDS.values())]
    found = (declared(cls)[name].form_in_words for cls in classes if name in declared(cls))
    form = _FORMS.get(name) or next(filter(None, found), "")
    return f"is not {form}" if form else "has the wrong format"


_EXPECTED = {
    "str": "text",
    "int": "a whole number",
    "array": "a list",
    "object": "fields and values",
}


def _expected(message: str) -> str:
    wanted = message.partition(", got ")[0]
    types = set(re.findall(r"\w+", wanted.partition("`")[2]))
    known = [words for name, words in _EXPECTED.items() if name in types]
    plain = f"expected {' or '.join(known)}" if known else message
    bound = re.search(r"(>=|<=) (\d+)", message)
    bounds = {">=": "at least", "<=": "at most"}
    return f"{plain} of {bounds[bound[1]]} {bound[2]}" if bound else plain


def _got(value: object) -> str:
    if isinstance(value, list):
        return "a list"
    if isinstance(value, dict):
        return "fields and values"
    return quoted(str(value))
