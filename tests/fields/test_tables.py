"""The tables in which fields stand name every declared field, or say why not; and nothing else.

The classes of the domain declare the fields. A field that is added there, and is missing in one of
the tables, fails here, before it can be lost.
"""

from collections.abc import Iterable, Mapping
from typing import Any, get_args, get_origin
from uuid import UUID

import pytest
from attrs import fields
from msgspec import UNSET

from dragoman.cli import completion
from dragoman.cli.read import show
from dragoman.cli.record import by_hand, options
from dragoman.domain import use_cases
from dragoman.domain.dates import ImpreciseDate
from dragoman.domain.fields import DATES
from dragoman.domain.kinds import KINDS
from dragoman.exchange import calendar, documents, drafts, typed_fields
from dragoman.exchange.documents import ONLY_WHEN, UNTYPED, Code, Link
from dragoman.exchange.drafts import document_class
from dragoman.exchange.exports import coded, dispatch, follow_the_money, records
from dragoman.exchange.translate import FACTS, HANDLED, LINKS, _shared
from dragoman.projections import shapes
from dragoman.projections.reports import calendar as calendar_of
from dragoman.projections.reports import history
from dragoman.projections.search import texts
from tests.fields.declared import (
    ALL,
    PART_DOCUMENTS,
    PARTS,
    as_document,
    declared,
    full,
    has_parts,
    hints_of,
)

STATES = {kind: KINDS[kind].state for kind in ALL}
EVERY = {one.name for state in STATES.values() for one in fields(state)}
"""Every field of every record."""
PART_PATHS = {
    f"{as_document(name)}.{one.name}" for name, cls in PARTS.items() for one in fields(cls)
}
PATHS = {*EVERY, *PART_PATHS}
"""Every field, and every field of a part."""


def of_type(wanted: Any) -> set[str]:
    """The fields whose values are of a type."""
    found = (one for state in STATES.values() for one in fields(state))
    return {one.name for one in found if wanted in (one.type, *get_args(one.type))}


# --- Documents, translation, options, drafts ----------------------------------------------------


@pytest.mark.parametrize("kind", ALL)
def test_a_document_says_what_its_kind_declares(kind: str) -> None:
    """No more, no less, but for what is handled apart."""
    said = set(document_class(kind).__struct_fields__)
    wanted = set(map(as_document, declared(kind)))
    assert wanted - said == set()
    assert said - wanted <= HANDLED.keys()


@pytest.mark.parametrize("name", PARTS)
def test_a_document_of_a_part_says_what_it_declares(name: str) -> None:
    """Participants, sources, posts and what is awaited."""
    wanted = {one.name for one in fields(PARTS[name]) if one.name not in UNTYPED}
    assert set(PART_DOCUMENTS[name].__struct_fields__) == wanted


def test_the_reasons_for_what_no_document_says_are_not_stale() -> None:
    """They name fields that there are, and that no document has."""
    own = {name for cls in FACTS for name in cls.__struct_fields__}
    names = EVERY | {path.partition(".")[2] for path in PART_PATHS}
    assert UNTYPED.keys() <= names
    assert not UNTYPED.keys() & own
    assert HANDLED.keys() <= own


@pytest.mark.parametrize(
    ("document", "facts"), [(document, facts) for document, some in FACTS.items() for facts in some]
)
def test_every_field_is_translated(document: Any, facts: Any) -> None:
    """The table of translations refuses to be built without."""
    own = {one.name for one in fields(facts)} & set(document.__struct_fields__)
    assert {name for name, _ in _shared(document, facts).fields} == own


def test_a_field_that_nothing_takes_is_refused() -> None:
    """It is not skipped: a value that was typed would be lost with exit 0."""

    class Wider(documents.PositionDocument, kw_only=True):
        purpose: str | Any = UNSET

    FACTS[Wider] = FACTS[documents.PositionDocument]
    try:
        with pytest.raises(TypeError, match="nothing takes purpose of Wider"):
            _shared(Wider, FACTS[Wider][0])
    finally:
        del FACTS[Wider]


def test_links_are_links_everywhere() -> None:
    """In documents, in the views, in what acts check, and in what a shell completes."""
    in_documents = {
        name
        for cls in FACTS
        for name, hint in hints_of(cls).items()
        if Link in (hint, *get_args(hint))
    }
    assert set(LINKS) == in_documents
    ids = of_type(UUID)
    assert set(shapes.LINKS) == ids
    assert {*use_cases._LINKS_TO_ENGAGEMENTS, *use_cases._LINKS_TO_MECHANISMS} == ids - {
        "merged_into"
    }
    by_option = {f"--{name.replace('_', '-')}" for name in (ids | {"awaits"}) - {"merged_into"}}
    assert set(completion._OF_REFS) == by_option | {"--duplicate-of"}


def test_sides_are_completed() -> None:
    """Every option that takes a state or organisation."""
    single = {several: one for one, several in typed_fields.PLURAL.items()}
    codes = {
        f"--{single.get(name, name)}"
        for kind in ALL
        for name, hint in hints_of(document_class(kind)).items()
        if Code in _within(hint)
    }
    assert set(completion._OF_SIDES) == codes | {"--between"}


def _within(hint: Any) -> set[Any]:
    found = {hint} if not get_args(hint) or hint == Code else set()
    return found or found.union(*map(_within, get_args(hint)))


def test_dates_are_dates_everywhere() -> None:
    """The fields that hold imprecise dates."""
    single = of_type(ImpreciseDate) - {"formerly"}
    assert set(DATES) == single


def test_choices_of_several_values_are_given_one_by_one() -> None:
    """The word for one of several."""
    several = {
        as_document(name)
        for kind in ALL
        for name, hint in hints_of(document_class(kind)).items()
        if get_origin(next(iter(one for one in get_args(hint) if get_origin(one)), hint)) is list
    }
    assert {*typed_fields.PLURAL.values()} - {"external_ids"} == several - options.NO_OPTION.keys()


OPTIONS: Mapping[str, tuple[type[Any], ...]] = {
    "visit": (options.VisitOptions,),
    "consultation": (options.SessionOptions,),
    "meeting": (options.EngagementOptions,),
    "mechanism": (options.MechanismOptions, options.DissolutionOptions),
    "follow-up": (options.FollowUpOptions, options.FulfilmentOptions),
    "instrument": (options.InstrumentOptions,),
    "party": (options.PartyOptions,),
}


@pytest.mark.parametrize("kind", ALL)
def test_every_field_has_an_option(kind: str) -> None:
    """Or a reason for none."""
    taken = {one.name for cls in OPTIONS[kind] for one in fields(cls)} - {"awaits_session"}
    said = set(document_class(kind).__struct_fields__)
    of_source = {*options.OF_SOURCES}
    assert said - taken - options.NO_OPTION.keys() == set()
    assert taken - of_source - said == set()
    assert options.NO_OPTION.keys() & taken == set()


@pytest.mark.parametrize("kind", ALL)
def test_an_option_takes_the_choices_of_its_field(kind: str) -> None:
    """A visit is in person, by options as in documents."""
    hints = hints_of(document_class(kind))
    for option in (one for cls in OPTIONS[kind] for one in fields(cls)):
        if (taken := drafts._choices(option.type)) and option.name in hints:
            assert taken == drafts._choices(hints[option.name]), option.name


def test_every_part_has_an_option() -> None:
    """Of a source and of a participant."""
    own = set(documents.SourceDocument.__struct_fields__)
    assert {*options.OF_SOURCES.values(), "title"} == own
    assert set(typed_fields.OF_PARTICIPANTS) == set(documents.ParticipantDocument.__struct_fields__)
    assert {one.name for one in fields(options.SourceOptions)} == {*options.OF_SOURCES, "source"}


@pytest.mark.parametrize("kind", ALL)
def test_every_field_stands_in_a_draft_with_a_hint(kind: str) -> None:
    """Or a choice, or a reason for none."""
    hints = hints_of(document_class(kind))
    text = drafts.draft("A record", kind, {}, "why").splitlines()
    for name, hint in hints.items():
        lines = [line for line in text if line.startswith(f"{name}:")]
        assert len(lines) == (name not in drafts.LEFT_OUT)
        helped = any("#" in line for line in lines)
        assert helped != (name in drafts.NO_HINT or name in drafts.LEFT_OUT), (name, hint)


def test_the_hints_of_drafts_are_of_fields() -> None:
    """None is stale."""
    own = {name for kind in ALL for name in document_class(kind).__struct_fields__}
    for table in (drafts.HINTS, drafts.NO_HINT, drafts.LEFT_OUT, options.NO_OPTION, ONLY_WHEN):
        assert set(table) <= own


# --- Outputs ------------------------------------------------------------------------------------


def test_show_has_a_place_for_every_field() -> None:
    """A line of its own, or another that is named."""
    parts = {path.partition(".")[2] for path in PART_PATHS}
    computed = {"state", "fulfilled_by"}
    assert {*show.LABELS, *show.ELSEWHERE} - computed >= EVERY
    assert show.LABELS.keys() - computed <= EVERY
    assert show.ELSEWHERE.keys() <= EVERY | parts
    assert not show.LABELS.keys() & show.ELSEWHERE.keys()


LEFT_OUT: Mapping[str, Mapping[str, str]] = {
    "history": history.LEFT_OUT,
    "search": texts.LEFT_OUT,
    "calendar": calendar.LEFT_OUT,
    "FollowTheMoney": follow_the_money.LEFT_OUT,
    "event data": coded.LEFT_OUT,
    "table": records.LEFT_OUT,
    "dispatch": dispatch.LEFT_OUT,
}


@pytest.mark.parametrize("output", LEFT_OUT)
def test_reasons_are_about_fields(output: str) -> None:
    """No reason is stale, and none is empty."""
    assert LEFT_OUT[output].keys() <= PATHS
    assert all(LEFT_OUT[output].values())


@pytest.mark.parametrize("kind", ALL)
def test_what_is_searched_is_not_left_out(kind: str) -> None:
    """A field is searched or has its reason, and not both."""
    searched = {text.text for text in texts.texts(_stored(kind))}
    for leaf in full(kind).leaves:
        if leaf.typed in searched:
            assert leaf.name not in texts.LEFT_OUT


def _stored(kind: str) -> dict[str, Any]:
    """The record that says everything, as far as it is plain, in the form in which it is stored."""
    data = full(kind).data
    return {**data, "sources": [data["source"]]}


def test_event_data_are_told_or_left_out() -> None:
    """Of what is coded, every field."""
    coded_kinds = [kind for kind in ALL if kind not in coded.KINDS_LEFT_OUT]
    own = {leaf.name for kind in coded_kinds for leaf in full(kind).leaves}
    assert own == {*coded.CODED, *coded.LEFT_OUT} & own
    assert not {*coded.CODED} & coded.LEFT_OUT.keys()


def test_a_table_tells_every_part() -> None:
    """Or says why not."""
    told = {
        f"{as_document(name)}.{part}" for name, parts in records.TOLD_OF.items() for part in parts
    }
    assert PART_PATHS - records.LEFT_OUT.keys() - told == set()
    assert records.LEFT_OUT.keys() & told == set()


def test_words_of_entities_are_of_fields() -> None:
    """What is told in notes is declared, and not left out as well."""
    assert set(follow_the_money.NOTED) <= EVERY
    assert not {*follow_the_money.NOTED} & follow_the_money.LEFT_OUT.keys()
    source = {one.name for one in fields(PARTS["sources"])}
    assert {*follow_the_money.NOTED_OF_SOURCE, *follow_the_money._KEY} <= source
    told_apart = {*follow_the_money._KEY, *follow_the_money._DETAILS}
    assert told_apart == source - {"dispatch", "row"}


def test_kinds_that_are_left_out_are_kinds() -> None:
    """By the calendar and by event data, with a reason."""
    assert calendar.KINDS_LEFT_OUT.keys() <= KINDS.keys()
    assert coded.KINDS_LEFT_OUT.keys() <= KINDS.keys()
    assert set(calendar_of._PLAIN) <= EVERY


def test_the_tests_know_every_part() -> None:
    """What has parts is said part by part."""
    known = {as_document(name) for name in PART_DOCUMENTS}
    found = {
        name
        for kind in ALL
        for name, hint in hints_of(document_class(kind)).items()
        if _structs(hint)
    }
    assert found == known
    assert by_hand is not None


def _structs(hint: Any) -> bool:
    inner: Iterable[Any] = get_args(hint)
    return has_parts(hint) or any(map(_structs, inner))
