"""The fields of a record with their present values, from which the user chooses what to correct."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from attrs import frozen

from dragoman.cli.prompts import asked, can_ask
from dragoman.cli.record.naming import EVERY_KIND, ref_meant
from dragoman.cli.record.recording import by_option
from dragoman.domain import PEOPLE, SEVERAL, declared, parse_date
from dragoman.exchange import (
    Fault,
    FieldEdits,
    RecordNames,
    Translator,
    UsageError,
    at,
    fields_that_change,
)

if TYPE_CHECKING:
    from dragoman.cli.session import Session


_USUAL = ("type", "person")
"""The part of a participant that goes without saying."""


@frozen
class FieldMenu:
    """The fields of one record that a person can correct."""

    ref: str
    state: Any
    kind: Any
    names: RecordNames
    translator: Translator

    @property
    def document(self) -> dict[str, Any]:
        """The values of the record, as a document contains them."""
        return FieldEdits(self.state, self.kind, self.names.name).document

    def lines(self) -> Iterator[tuple[str, str]]:
        """Yield each field or part that has a value, with the value as text."""
        fields, document = declared(self.kind.state), self.document
        for name in self._fields():
            value = document.get(name)
            holds = fields[name].holds if name in fields else ""
            if name in PEOPLE and isinstance(value, list):
                for number, person in enumerate(value, 1):
                    parts = [one for key, one in person.items() if (key, one) != _USUAL]
                    yield f"{name}.{number}", "; ".join(map(str, parts))
            elif holds == "day" and value:
                yield name, f"{parse_date(str(value)).for_people()}  [{value}]"
            elif value:
                yield name, _in_words(value)

    def empty(self) -> list[str]:
        """Return the fields that have no value."""
        document = self.document
        return [name for name in self._fields() if not document.get(name)]

    def _fields(self) -> list[str]:
        """Return the fields that a user can correct, in the order of their declaration."""
        order = [*declared(self.kind.state)]
        known = fields_that_change(self.state, self.kind)
        return sorted(known, key=lambda name: order.index(name) if name in order else len(order))

    def check(self, changes: Sequence[str]) -> None:
        """Raise :class:`Fault` if the changes do not fit the record."""
        edits = FieldEdits(self.state, self.kind, self.names.name)
        edits.take(changes)
        edits.facts(self.translator)


def _in_words(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(map(_in_words, value))
    if isinstance(value, dict):
        return "; ".join(f"{name} {_in_words(one)}" for name, one in value.items())
    return str(value)


@contextmanager
def opened_menu(session: "Session", ref: str) -> Iterator[FieldMenu]:
    """Yield the fields of the record that ``ref`` names. Raises :class:`UsageError`."""
    from dragoman.projections import Snapshot

    if not session.location.exists():
        raise UsageError(f"{ref} does not exist: the register is empty")
    with by_option():
        ref = ref_meant(session, ref, EVERY_KIND, "ref")
        register, views = session.register(), session.views()
        views.refresh()
        with views.engine.connect() as connection:
            names = RecordNames(Snapshot(connection), register)
            with at("ref"):
                record = names.link(ref)
            loaded = register.load(record)
            if loaded is None or loaded.unread or loaded.kind is None:
                raise Fault(f"this version cannot read {ref}; type: dragoman show {ref}")
            translator = Translator(session.today, names.link, zone=session.zone)
            yield FieldMenu(names.name(record), loaded.state, loaded.kind, names, translator)


def chosen_changes(session: "Session", ref: str) -> tuple[str, ...]:
    """Show the fields of a record, and let the user choose changes.

    In a pipe, print the fields on stderr, and raise :class:`UsageError` that says what to type.
    """
    with opened_menu(session, ref) as menu:
        _show(session, menu)
        if not can_ask():
            field = next((name for name, _ in menu.lines() if "." not in name), "title")
            raise UsageError(
                f"nothing to correct; write FIELD=VALUE: dragoman correct {menu.ref}"
                f" {field}=VALUE --reason WHY"
            )
        return tuple(_asked_changes(session, menu))


def _show(session: "Session", menu: FieldMenu) -> None:
    output = session.output.beside()
    output.line((f"{menu.ref} {menu.kind.name}", "bold"))
    lines = list(menu.lines())
    width = max((len(name) for name, _ in lines), default=0) + 2
    for name, value in lines:
        output.paragraph((output.cell(name, width), "dim"), value, indent=2, hanging=2 + width)
    output.paragraph((f"without a value: {', '.join(menu.empty())}", "dim"), indent=2, hanging=4)


def _asked_changes(session: "Session", menu: FieldMenu) -> list[str]:
    """Ask for fields and their new values until the user presses Enter."""
    changes: list[str] = []
    question = "Which field do you want to change? (place, or place=Baku)"
    while field := _asked_field(session, menu, question, changes):
        changes += [field] if "=" in field else _asked_value(session, menu, field, changes)
        question = "Which other field? (Enter: no more)"
    return changes


def _asked_field(session: "Session", menu: FieldMenu, question: str, changes: Sequence[str]) -> str:
    def check(answer: str) -> None:
        if "=" in answer:
            menu.check([*changes, answer])
        else:
            menu.check([f"{answer}={_present(menu, answer)}"])

    return asked(session, "change", question, check=check, skips=bool(changes))


def _present(menu: FieldMenu, field: str) -> str:
    """Return a value that a field can surely have: its first present value, or nothing."""
    name, _, part = field.replace("-", "_").partition(".")
    value: Any = menu.document.get(name, "")
    if isinstance(value, list):
        if not part:
            return ""
        number, _, key = part.partition(".")
        if not key:
            raise Fault(f"write {name}.1.name for the name of the first, or {name}+=VALUE")
        known = number.isdecimal() and 0 < int(number) <= len(value)
        value = value[int(number) - 1].get(key, "") if known else ""
    return value if isinstance(value, str) else ""


def _asked_value(
    session: "Session", menu: FieldMenu, field: str, changes: Sequence[str]
) -> list[str]:
    """Ask for the new value of a field; return the changes that set it."""
    present = dict(menu.lines()).get(field.replace("-", "_")) or _present(menu, field)
    fields = declared(menu.kind.state)
    is_people = field in PEOPLE
    is_list = not is_people and field in fields and fields[field].holds in SEVERAL
    hint = "values separated by semicolons" if is_list else "- for no value"
    if is_people:
        hint = "one person or organisation; replaces all"
    now = f"; now: {present}" if present else ""

    def set_to(answer: str) -> list[str]:
        if answer == "-":
            return [f"{field}="]
        parts = [one.strip() for one in answer.split(";")] if is_list else [answer]
        return [f"{field}={one}" for one in parts if one]

    def check(answer: str) -> None:
        menu.check([*changes, *set_to(answer)])

    question = f"What is the new value of {field}? ({hint}{now})"
    return set_to(asked(session, "change", question, check=check))
