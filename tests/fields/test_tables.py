"""Tables that are derived from the declared fields are complete; every omission has a reason."""

from collections.abc import Iterable, Iterator
from typing import Any, get_args
from uuid import UUID

import pytest
from attrs import fields

from dragoman.cli.compiled_help import OPTIONS
from dragoman.cli.record.options import RECURRING, SourceOptions, options_class
from dragoman.domain.belonging import foreign
from dragoman.domain.dates import ImpreciseDate
from dragoman.domain.field import declared as declarations
from dragoman.domain.field import holding
from dragoman.domain.kinds import KINDS
from dragoman.domain.participant import Participant
from dragoman.domain.source import Source
from dragoman.exchange import drafts
from dragoman.exchange.documents import APART, document_class
from dragoman.exchange.value_types import choices_in
from dragoman.projections import shapes
from tests.fields import reasons
from tests.fields.declared import (
    ALL,
    PART_DOCUMENTS,
    PARTS,
    UNTYPED,
    as_document,
    declared,
    full,
    has_parts,
    hints_of,
)

STATES = {kind: KINDS[kind].state for kind in ALL}
CLASSES = [*STATES.values(), Source, Participant, *PARTS.values()]
NOT_DECLARED = {"status", "sources", *UNTYPED}
"""Fields that need no declaration: the kind sets the status, and facts carry the sources."""


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_every_field_is_declared(cls: Any) -> None:
    """Every field of a domain class has a declaration, except for fields that nobody types."""
    assert {one.name for one in fields(cls)} - declarations(cls).keys() <= NOT_DECLARED


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_a_declaration_has_the_type_of_its_field(cls: Any) -> None:
    """The declaration of a day, a link or a number matches the type of the field."""
    for one in fields(cls):
        if one.name in declarations(cls):
            types = {one.type, *get_args(one.type)}
            holds = declarations(cls)[one.name].holds
            assert (ImpreciseDate in types) == (holds == "day"), one.name
            assert (UUID in types) == (holds == "link"), one.name
            assert (int in types) == (holds == "number"), one.name


@pytest.mark.parametrize("kind", ALL)
def test_a_document_has_the_declared_fields_of_its_kind(kind: str) -> None:
    said = set(document_class(kind).__struct_fields__)
    wanted = set(map(as_document, declared(kind)))
    assert wanted - said == set()
    assert said - wanted <= {*APART, "status"}


@pytest.mark.parametrize("name", PARTS)
def test_a_document_of_a_part_has_its_declared_fields(name: str) -> None:
    """The document class of a part, such as a participant, has exactly the declared fields."""
    wanted = {one.name for one in fields(PARTS[name]) if one.name not in UNTYPED}
    assert set(PART_DOCUMENTS[name].__struct_fields__) == wanted


def taken_by(kind: str, option: str) -> set[str]:
    """Return what shell completion offers for an option of a kind's commands, such as refs."""
    return {
        takes
        for command, options in OPTIONS.items()
        if command.split()[:1] == [kind]
        for names, _, takes, _ in options
        if option in names
    }


def test_links_are_links_everywhere() -> None:
    """The views and shell completion treat every declared link as a link."""
    links = {name for state in STATES.values() for name in holding(state, "link")}
    assert set(shapes.LINKS) == links | {"merged_into"}
    for kind, state in STATES.items():
        for name in holding(state, "link", "awaits"):
            if name not in foreign(state):
                word = (declarations(state)[name].one or name).replace("_", "-")
                assert taken_by(kind, f"--{word}") == {"ref"}


def test_sides_are_completed() -> None:
    """Shell completion offers states and organisations for every option that takes a side."""
    for kind, state in STATES.items():
        for name in holding(state, "code", "codes"):
            word = declarations(state)[name].one or name
            assert taken_by(kind, f"--{word}") == {"side"}


def options(kind: str) -> Iterator[Any]:
    """Yield the options of every command that sets the status of a record of this kind."""
    for status in KINDS[kind].steps:
        yield from fields(options_class(kind, status))


@pytest.mark.parametrize("kind", ALL)
def test_every_field_has_an_option(kind: str) -> None:
    """Every field of a document has an option, except for the fields that the test lists."""
    taken = {one.name for one in options(kind)} - {"awaits_session"}
    taken -= {*RECURRING} if kind == "meeting" else set()
    said = set(document_class(kind).__struct_fields__)
    of_source = {one.name for one in fields(SourceOptions)}
    apart = {"handle", "status", "readings", "distinct_from", "positions", "slot"}
    assert said - taken == apart & said
    assert taken - of_source - said == set()


@pytest.mark.parametrize("kind", ALL)
def test_an_option_has_the_choices_of_its_field(kind: str) -> None:
    """An option has the same choices as the field that the option sets, except retired choices."""
    retired = {one for field in declarations(STATES[kind]).values() for one in field.retired}
    hints = hints_of(document_class(kind))
    for option in options(kind):
        if (taken := choices_in(option.type)) and option.name in hints:
            said = choices_in(hints[option.name])
            assert taken == tuple(one for one in said if one not in retired), option.name


@pytest.mark.parametrize("kind", ALL)
def test_every_field_is_in_a_draft(kind: str) -> None:
    """A draft has a line for every field, except for fields that only a dispatch can set."""
    text = drafts.draft("A record", kind, {}, "why").splitlines()
    for name in document_class(kind).__struct_fields__:
        lines = [line for line in text if line.startswith(f"{name}:")]
        assert len(lines) == (name not in drafts.LEFT_OUT)


REASONS = {
    "search": reasons.SEARCH,
    "calendar": reasons.CALENDAR,
    "FollowTheMoney": reasons.ENTITIES,
    "table": reasons.TABLE,
    "dispatch": reasons.DISPATCH,
    "history": reasons.HISTORY,
}


@pytest.mark.parametrize("output", REASONS)
def test_reasons_are_about_fields(output: str) -> None:
    """Every reason for leaving out a field names an existing field and is not empty."""
    every = {one.name for state in STATES.values() for one in fields(state)}
    parts = {
        f"{as_document(name)}.{one.name}" for name, cls in PARTS.items() for one in fields(cls)
    }
    assert REASONS[output].keys() <= every | parts
    assert all(REASONS[output].values())


def test_omitted_kinds_exist() -> None:
    """Every kind listed as left out of calendars or event data exists."""
    assert reasons.KINDS_NOT_IN_CALENDAR.keys() <= KINDS.keys()
    assert reasons.KINDS_NOT_CODED.keys() <= KINDS.keys()


def test_the_tests_know_every_part() -> None:
    """``PART_DOCUMENTS`` lists every field whose values have fields of their own."""
    known = {as_document(name) for name in PART_DOCUMENTS}
    found = {
        name
        for kind in ALL
        for name, hint in hints_of(document_class(kind)).items()
        if _structs(hint)
    }
    assert found == known
    assert all(full(kind).leaves for kind in ALL)


def _structs(hint: Any) -> bool:
    inner: Iterable[Any] = get_args(hint)
    return has_parts(hint) or any(map(_structs, inner))
