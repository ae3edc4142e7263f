"""Edits to a record, typed as ``FIELD=VALUE``."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from attrs import AttrsInstance, evolve, fields
from attrs import has as is_facts
from msgspec import UNSET

from dragoman.domain import (
    PEOPLE,
    Kind,
    as_dict,
    declared,
    foreign,
    has_only_hours,
    hours_on_day_of,
    is_part,
    non_empty,
    placed_words,
    quoted,
    refuse_retired,
    text_of,
    united,
)
from dragoman.exchange.documents import RecordDocument, document_class
from dragoman.exchange.faults import Fault, at, converted, elsewhere, no_field, suggestion
from dragoman.exchange.field_paths import part_at
from dragoman.exchange.translate import Translator, direction_of, refuse_untimely
from dragoman.exchange.typed_fields import field_named
from dragoman.exchange.typed_participants import participant_of
from dragoman.exchange.value_types import Plain

_CHANGE = re.compile(r"([A-Za-z][A-Za-z0-9_.-]*?)(\+=|-=|=)(.*)", re.DOTALL)
_ACTS = ("rescheduled", "revised", "amended")
"""Words that a document may give as ``status``, but that name an event instead of a status."""

NameOf = Callable[[UUID], str]


def fields_that_change(state: AttrsInstance, kind: Kind) -> list[str]:
    """Return the fields of a record that a user can correct.

    A field that does not belong to the kind counts only if it has a value.
    """
    typed = {*declared(kind.state), "status"}
    settable = {field.name for field in fields(kind.corrected)} & set(as_dict(state)) & typed
    return sorted(settable - {name for name in foreign(kind.state) if not getattr(state, name)})


class FieldEdits:
    """Pending edits to a record: the edited document, and the names of the changed fields."""

    def __init__(self, state: AttrsInstance, kind: Kind, name_of: NameOf) -> None:
        self.state = state
        self.kind = kind
        self.document = {name: _plain(value, name_of) for name, value in non_empty(state).items()}
        self.touched: set[str] = set()
        self._begun: set[str] = set()
        self._rearranged: set[str] = set()
        """The lists whose items may have other places than in the record."""

    def take(self, changes: Iterable[str]) -> None:
        """Apply changes such as ``place=Baku``. Raises :class:`Fault` for an invalid change."""
        for change in changes:
            match = _CHANGE.fullmatch(change)
            if match is None:
                raise Fault(f"{quoted(change)} is not FIELD=VALUE", ("CHANGE",))
            self._take(match[1].replace("-", "_"), match[2], match[3].strip())

    def take_document(self, data: Mapping[str, Plain]) -> None:
        """Apply each field in which a complete document differs from the record. Raises Fault."""
        known_names = ["kind", *fields_that_change(self.state, self.kind)]
        for name in data:
            if name not in known_names:
                raise Fault(_instead(self.kind, name, known_names), (name,))
        for name in fields_that_change(self.state, self.kind):
            should, says = data.get(name) or "", self.document.get(name) or ""
            if _comparable(should) != _comparable(says):
                self.document[name] = should
                self.touched.add(name)
                self._rearranged.add(name)

    def _take(self, path: str, operator: str, value: str) -> None:
        name, *steps = path.split(".")
        name = field_named(self.kind.name, name)
        known_names = fields_that_change(self.state, self.kind)
        if name not in known_names:
            raise no_field(self.kind.name, name, known_names)
        with at(name):
            refuse_retired(self.kind.state, name, value)
            if steps:
                self._step(name, steps, value)
            elif isinstance(getattr(self.state, name), tuple):
                self._many(name, operator, value)
            elif operator != "=":
                raise Fault(f"holds one value; write {name}=VALUE")
            elif isinstance(getattr(self.state, name), dict) and value:
                raise Fault(f"write {name}.KEY=VALUE")
            else:
                awaited: Plain = {"mechanism": value} if name == "awaits" and value else value
                self.document[name] = awaited
        self.touched.add(name)

    def _many(self, name: str, operator: str, value: str) -> None:
        """Set (``=``), add (``+=``) or remove (``-=``) a value in a field with several values.

        The first ``=`` for a field replaces all values; further ``=`` add values.
        """
        known = self.document.get(name)
        items = list(known) if isinstance(known, list) else []
        item: Plain = {**participant_of(value)} if name == "participants" and value else value
        if operator != "+=":
            self._rearranged.add(name)
        if operator == "=" and name not in self._begun:
            items = []
        if operator == "-=":
            items = _without(items, value)
        elif value:
            items.append(item)
        self._begun.add(name)
        self.document[name] = items

    def _step(self, name: str, steps: Sequence[str], value: str) -> None:
        """Change a part of a field: ``participants.2.name``, ``as_written.place``."""
        holder = self.document.setdefault(name, {})
        key = ".".join(steps)
        if name == "as_written" and is_part(key):
            with at(key):
                key = str(part_at(self.kind.name, key))
        if isinstance(holder, list):
            if name not in PEOPLE:
                raise Fault(f"write {name}+=VALUE or {name}-=VALUE")
            number, *parts = steps
            if not (number.isdecimal() and 1 <= int(number) <= len(holder)) or len(parts) != 1:
                raise Fault(f"write {name}.1.name for the name of the first of {len(holder)}")
            holder, key = holder[int(number) - 1], parts[0]
        if not isinstance(holder, dict):
            raise Fault("has no parts")
        if value:
            holder[key] = value
        else:
            holder.pop(key, None)

    def facts(self, translator: Translator) -> tuple[dict[str, Any], list[str]]:
        """Return the corrected facts by field, and the fields to clear.

        A mapping that loses an item is also among the fields to clear: its facts replace it.
        """
        self._keep_day(translator.zone)
        document, cleared = self._as_document()
        changed = self.touched - set(cleared)
        refuse_untimely(document, sorted(changed))
        status = getattr(document, "status", UNSET) or getattr(self.state, "status", None)
        dated = evolve(translator, toward=direction_of(status))
        facts = dated.values(document, self.kind.state)
        if (status := getattr(document, "status", UNSET)) is not UNSET:
            facts["status"] = status
        corrected = {name: facts[name] for name in changed if name in facts}
        if "as_written" not in cleared:
            self._correct_words(facts, corrected, cleared)
        if self._loses_item("external_ids"):
            cleared.append("external_ids")
        return corrected, cleared

    def _loses_item(self, name: str) -> bool:
        """Return whether a mapping loses an item, but not all items."""
        items, known = self.document.get(name), getattr(self.state, name, {})
        return isinstance(items, dict) and bool(items) and not known.keys() <= items.keys()

    def _correct_words(
        self, facts: Mapping[str, Any], corrected: dict[str, Any], cleared: list[str]
    ) -> None:
        """Add the words of the source to the corrected facts, if they change.

        Words that were not edited stay with their part of the record. ``facts`` have all others.
        """
        had = as_dict(self.state)
        words = had.get("as_written") or {}
        has = {**had, **corrected, **dict.fromkeys(cleared)}
        has |= {name: united(one) for name, one in corrected.items() if isinstance(one, tuple)}
        given = placed_words(facts.get("as_written", {}), {**had, **facts}, has)
        typed = self._typed_words()
        kept = {path: said for path, said in words.items() if typed.get(path) == said}
        in_place = had.keys() - self._rearranged
        stay = placed_words(words, had, has)  # without a word in the correction
        moved = {path: said for path, said in stay.items() if typed.get(path) == said}
        wanted = moved | placed_words(kept, had, has, in_place) | given
        if stay.keys() <= wanted.keys():
            wanted = {path: said for path, said in wanted.items() if stay.get(path) != said}
        else:
            cleared.append("as_written")
        if wanted:
            corrected["as_written"] = wanted
        else:
            corrected.pop("as_written", None)

    def _typed_words(self) -> dict[str, Plain]:
        words = self.document.get("as_written")
        return words if isinstance(words, dict) else {}

    def _new_words(self) -> dict[str, Plain]:
        """Return the words that the record does not have at the same path."""
        known: Mapping[str, str] = getattr(self.state, "as_written", {})
        return {path: one for path, one in self._typed_words().items() if known.get(path) != one}

    def _keep_day(self, zone: str) -> None:
        """Replace hours without a day with these hours on the day of the record."""
        text, known = self.document.get("occurred"), getattr(self.state, "occurred", None)
        is_hours = "occurred" in self.touched and isinstance(text, str) and has_only_hours(text)
        if is_hours and known is not None:
            with at("occurred"):
                self.document["occurred"] = str(hours_on_day_of(known, str(text), zone))

    def _as_document(self) -> tuple[RecordDocument, list[str]]:
        """Return the document of the corrected record, and the fields to clear."""
        cleared = [name for name in self.touched if self.document.get(name) in ("", [], {})]
        given = {name: value for name, value in self.document.items() if name not in cleared}
        cls = document_class(self.kind.name)
        typed = {*cls.__struct_fields__, *self.touched} - {"positions"}
        given = {name: one for name, one in given.items() if name in typed}
        if "as_written" in given:
            given["as_written"] = self._new_words()
        given["kind"] = self.kind.name
        if given.get("status") in _ACTS:
            raise Fault(f"{given['status']} is not a status; use the command instead", ("status",))
        document: RecordDocument = converted(given, cls)
        return document, cleared


def _plain(value: Any, name_of: NameOf) -> Plain:
    """Convert a value of a record to the form that documents use."""
    if isinstance(value, UUID):
        return name_of(value)
    if isinstance(value, tuple):
        return [_plain(one, name_of) for one in value]
    if isinstance(value, dict):
        return dict(value)
    if is_facts(type(value)):
        return {name: _plain(one, name_of) for name, one in non_empty(value).items()}
    return value if isinstance(value, int) else text_of(value)


def _instead(kind: Kind, name: str, known_names: Sequence[str]) -> str:
    """Return the message for a field that a draft cannot change: what to do instead."""
    commands = {"source": "dragoman source cite", "positions": "dragoman party position"}
    if name in commands:
        return f"has its own command; run: {commands[name]}"
    unknown = f"unknown field{suggestion(name, known_names)}"
    return elsewhere(kind.name, name) or unknown


def _comparable(value: object) -> Plain:
    """Return a value of a document with numbers as strings, for comparison with other values."""
    if isinstance(value, list):
        return [_comparable(one) for one in value]
    if isinstance(value, Mapping):
        return {name: _comparable(one) for name, one in value.items()}
    return str(value)


def _without(items: list[Plain], value: str) -> list[Plain]:
    """Return ``items`` without the items that equal ``value`` or that it names; see :func:`_names`."""
    kept = [one for one in items if value not in (one, *_names(one))]
    if len(kept) == len(items):
        raise Fault(f"does not include {quoted(value)}")
    return kept


def _names(item: Plain) -> tuple[Plain, ...]:
    """Return what names a person or organisation: the name and the post, or else the side."""
    if not isinstance(item, dict):
        return ()
    named = (item.get("name"), item.get("post"))
    return named if any(named) else (item.get("side"),)
