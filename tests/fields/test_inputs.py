"""A field gets the same value, however people enter it."""

import csv
import io
import json
import shlex
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest
from attrs import fields

from dragoman.cli.record.options import OF_SOURCES
from dragoman.domain.dates import ImpreciseDate
from dragoman.domain.kinds import KINDS
from dragoman.exchange.field_edits import fields_that_change
from dragoman.exchange.typed_fields import OF_PARTICIPANTS, option_words
from tests.conftest import Desk
from tests.fields.declared import ALL, as_document, declared, full
from tests.fields.desk import at_a_desk, said, states

NO_OPTION = ("handle", "status", "readings", "distinct_from", "positions", "slot")
"""Fields that have no option: a dispatch holds the field, or a separate command sets it."""

SINGULAR = option_words()


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, Any]]:
    """Record the complete records from a dispatch, and yield their states for comparison."""
    with at_a_desk(tmp_path_factory.mktemp("dispatch")) as desk:
        desk.record(desk.write("full.yaml", said()))
        yield states(desk)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Yield a desk on which each way of entering fields uses its own register."""
    with at_a_desk(tmp_path_factory.mktemp("inputs")) as desk:
        yield desk


@pytest.mark.parametrize("kind", ALL)
def test_a_dispatch_loses_nothing(expected: Mapping[str, Any], kind: str) -> None:
    """A dispatch records every declared field with the value that a person typed."""
    state = expected[kind]
    for name in declared(kind):
        assert getattr(state, name), f"{name} of a {kind} was lost"
    for leaf in full(kind).leaves:
        name = "sources" if leaf.path[0] == "source" else leaf.path[0]
        if leaf.typed[1:2] != "-":  # a link is an id; the tests below compare links
            assert leaf.typed in texts_of(getattr(state, name)), f"{leaf.name} was lost"


def texts_of(value: Any) -> Sequence[str]:
    """Return all strings, numbers and dates within a value, as strings."""
    if isinstance(value, ImpreciseDate | str | int):
        return [str(value)]
    if isinstance(value, Mapping):
        return [text for one in value.values() for text in texts_of(one)]
    if isinstance(value, tuple):
        return [text for one in value for text in texts_of(one)]
    if hasattr(value, "__attrs_attrs__"):
        return [text for one in fields(type(value)) for text in texts_of(getattr(value, one.name))]
    return []


def assert_same(
    desk: Desk, expected: Mapping[str, Any], kind: str, but: Sequence[str] = ()
) -> None:
    """Check that the record of ``kind`` has the expected values in all fields except ``but``."""
    found = states(desk)
    assert kind in found, f"there is no {kind}"
    for name in (one for one in declared(kind) if one not in but):
        one, other = comparable(found[kind], name), comparable(expected[kind], name)
        assert one == other, f"{name} of a {kind}"


def comparable(state: Any, name: str) -> Any:
    """Return a field's value for comparison: sources without dispatch and row, parties sorted."""
    value = getattr(state, name)
    if name == "sources":
        parts = [one for one in fields(type(value[0])) if one.name not in ("dispatch", "row")]
        return [{one.name: getattr(source, one.name) for one in parts} for source in value]
    return sorted(value) if name == "parties" else value


# --- Options ------------------------------------------------------------------------------------

VERBS = {
    "visit": ["visit conclude"],
    "consultation": ["consultation hold"],
    "meeting": ["meeting hold"],
    "mechanism": ["mechanism establish", "mechanism dissolve {ref}"],
    "follow-up": ["follow-up agree", "follow-up fulfil {ref}"],
    "instrument": ["instrument terminate"],
    "demarche": ["demarche answer"],
    "party": ["party register"],
    "conference": ["conference close"],
    "series": ["series schedule", "series end {ref}"],
}
AFTER = {
    "mechanism": ("dissolved", "note"),
    "follow-up": ("by", "fulfilled", "note"),
    "series": ("since", "cause"),
}
REFS = {"mechanism": "B-4", "follow-up": "F-2", "party": "P-2", "series": "S-2"}
"""The refs of the records that the first of two commands creates."""
"""The fields that the second of two commands sets."""


def options(kind: str, names: Sequence[str]) -> list[str]:
    """Return the options that set the fields ``names``."""
    words: list[str] = []
    data = full(kind).data
    for name in names:
        if name == "source":
            own = {field: option for option, field in OF_SOURCES.items()}
            for part, value in data["source"].items():
                words += [f"--{own.get(part, 'source').replace('_', '-')}", value]
        else:
            words += _option(name, data[name])
    return words


def _option(name: str, value: Any) -> list[str]:
    option = f"--{SINGULAR.get(name, name).replace('_', '-')}"
    match value:
        case {"mechanism": body, "session": number}:
            return [option, body, f"{option}-session", str(number)]
        case dict():
            return [word for key, one in value.items() for word in (option, f"{key}={one}")]
        case [{**person}]:
            return [option, "; ".join(person[part] for part in OF_PARTICIPANTS)]
        case list():
            return [word for one in value for word in (option, one)]
    return [option, str(value)]


@pytest.mark.parametrize("kind", ALL)
def test_options_set_every_field(desk: Desk, expected: Mapping[str, Any], kind: str) -> None:
    """Options can set every field except posts, which have a command of their own."""
    names = [name for name in map(as_document, declared(kind)) if name not in NO_OPTION]
    after = AFTER.get(kind, ())
    with register(desk, f"options-{kind}"):
        first = options(kind, [name for name in names if name not in after])
        answer = desk.run(*VERBS[kind][0].split(), *first)
        assert answer.code == 0, answer.err
        ref = REFS.get(kind, "")
        for verb in VERBS[kind][1:]:
            answer = desk.run(*verb.format(ref=ref).split(), *options(kind, [*after, "source"]))
            assert answer.code == 0, answer.err
        if kind == "party":
            [post] = full(kind).data["positions"]
            words = ["--side", post["side"], "--assumed", post["assumed"], "--left", post["left"]]
            answer = desk.run("party", "position", ref, post["post"], *words)
            assert answer.code == 0, answer.err
        assert_same(desk, expected, kind, but=("slot",))


class register:  # noqa: N801
    """A context manager that makes the desk use a separate register.

    The register holds the records that the complete records link to.
    """

    def __init__(self, desk: Desk, name: str) -> None:
        self.desk, self.patch = desk, pytest.MonkeyPatch()
        self.path = desk.home / f"{name}.db"

    def __enter__(self) -> None:
        self.patch.setenv("DRAGOMAN_REGISTER", str(self.path))
        self.desk.record(self.desk.home / "prelude.yaml")

    def __exit__(self, *_: object) -> None:
        self.patch.undo()


# --- Drafts -------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ALL)
def test_a_draft_takes_every_field(
    desk: Desk, expected: Mapping[str, Any], kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Filling in every line of a draft from ``dragoman compose`` sets every field."""
    from dragoman.cli.record import editor

    def fill_in(path: Any, _: str) -> None:
        lines = path.read_text().splitlines()
        for name, value in full(kind).data.items():
            [number] = [n for n, line in enumerate(lines) if line.startswith(f"{name}:")]
            lines[number] = f"{name}: {json.dumps(value)}"
        path.write_text("\n".join(lines))

    monkeypatch.setattr(editor, "edit", fill_in)
    with register(desk, f"draft-{kind}"):
        answer = desk.run("compose", kind)
        assert answer.code == 0, answer.err
        assert_same(desk, expected, kind)


# --- Corrections --------------------------------------------------------------------------------

BARE: Mapping[str, Mapping[str, Any]] = {
    "visit": {"title": "Bare", "parties": ["AZ"]},
    "consultation": {"mechanism": "B-2"},
    "meeting": {"title": "Bare", "parties": ["AZ"]},
    "mechanism": {"body": "joint commission", "title": "Bare", "parties": ["AZ", "IQ"]},
    "follow-up": {"what": "Bare"},
    "instrument": {"title": "Bare", "parties": ["AZ", "IQ"]},
    "demarche": {"subject": "Bare", "sender": "AZ", "recipients": ["IQ"]},
    "party": {"name": "Bare"},
    "conference": {"title": "Bare"},
    "series": {
        "title": "Bare",
        "parties": ["AZ"],
        **{name: full("series").data[name] for name in ("every", "occurred", "until")},
    },
}
"""The smallest set of fields that a record of each kind needs."""


def changes(kind: str, names: Sequence[str]) -> Iterator[str]:
    """Yield arguments that correct the fields ``names`` to the values of the complete record."""
    for name in names:
        match full(kind).data[name]:
            case dict() as parts:
                first = [f"{name}={parts['mechanism']}"] if name == "awaits" else []
                yield from (*first, *(f"{name}.{key}={one}" for key, one in parts.items()))
            case [{**person}]:
                yield f"{name}={'; '.join(person[part] for part in OF_PARTICIPANTS)}"
            case list() as several:
                yield from (f"{name}={one}" for one in several)
            case value:
                yield f"{name}={value}"


def correctable(kind: str) -> list[str]:
    """Return the names, in documents, of the fields that a correction can change."""
    cls = KINDS[kind].state
    nothing = cls(**{one.name: None for one in fields(cls) if one.name == "status"})
    return [name for name in fields_that_change(nothing, KINDS[kind]) if name != "cleared"]


ALSO = {"party": ("aliases",), "consultation": ("parties",), "follow-up": ("parties",)}
"""Fields that also keep other values: a former name, or the parties of the body or engagement."""

UNCORRECTED = {"source": "dragoman source cite", "positions": "dragoman party position"}
"""The fields that no correction changes, and the commands that change these fields."""


@pytest.mark.parametrize("kind", ALL)
def test_a_correction_sets_every_field(desk: Desk, expected: Mapping[str, Any], kind: str) -> None:
    """A correction can set every field of a record that had only its required fields."""
    names = correctable(kind)
    assert {*names, *UNCORRECTED} >= set(map(as_document, declared(kind)))
    with register(desk, f"correct-{kind}"):
        bare = options_of(BARE[kind])
        assert desk.run(*VERBS[kind][0].split(), *bare).code == 0
        [ref] = [one["ref"] for one in bare_records(desk, kind)]
        answer = desk.run("correct", ref, *changes(kind, names), "--reason", "all of it")
        assert answer.code == 0, answer.err
        assert_same(desk, expected, kind, but=("sources", "positions", *ALSO.get(kind, ())))
        state, data = states(desk)[kind], full(kind).data
        assert set(ALSO.get(kind, ())) <= {"aliases", "parties"}
        assert {*getattr(state, "aliases", ())} >= {*data.get("aliases", ())}
        assert {*getattr(state, "parties", ())} >= {*data.get("parties", ())}


def options_of(data: Mapping[str, Any]) -> list[str]:
    """Return the options that set the fields of ``data``."""
    return [word for name, value in data.items() for word in _option(name, value)]


def bare_records(desk: Desk, kind: str) -> Iterator[Mapping[str, Any]]:
    """Yield the last exported record of a kind, which has only its required fields."""
    records = map(json.loads, desk.run("export", "--jsonl", "-").out.splitlines()[1:])
    yield [one for one in records if one["kind"] == kind][-1]


# --- Imports ------------------------------------------------------------------------------------


def mapped(name: str, value: Any, cells: dict[str, str]) -> Any:
    """Map each value of a field to a column of its own, and add the value to ``cells``."""
    match value:
        case dict():
            return {key: mapped(f"{name}.{key}", one, cells) for key, one in value.items()}
        case list():
            return [mapped(f"{name}.{n}", one, cells) for n, one in enumerate(value)]
    cells[name] = str(value)
    return {"column": name}


@pytest.mark.parametrize("kind", ALL)
def test_a_mapping_takes_every_field(desk: Desk, expected: Mapping[str, Any], kind: str) -> None:
    """A mapping that has a column for each value sets every field."""
    cells: dict[str, str] = {}
    plain = {name: one for name, one in full(kind).data.items() if name not in ("kind", "status")}
    record = {name: mapped(name, one, cells) for name, one in plain.items()}
    status = {"status": full(kind).data["status"]} if "status" in full(kind).data else {}
    mapping = {
        "dataset": "table",
        "source": {"title": "Table"},
        "record": {"kind": kind, **status, **record},
    }
    text = io.StringIO()
    writer = csv.DictWriter(text, list(cells))
    writer.writeheader()
    writer.writerow(cells)
    table, by = (
        desk.write("table.csv", text.getvalue()),
        desk.write("map.yaml", json.dumps(mapping)),
    )
    with register(desk, f"mapping-{kind}"):
        answer = desk.run("import", table, "--map", by)
        assert answer.code == 0, answer.err
        digest = ("sources",)  # the row's own digest replaces the digest of a kept copy
        words = ("as_written",)  # the original wording has additional words from the table
        assert_same(desk, expected, kind, but=(*digest, *words))
        state = states(desk)[kind]
        assert full(kind).data["source"]["publisher"] == state.sources[0].publisher
        assert state.as_written.items() >= expected[kind].as_written.items()


def test_values_are_typed_as_they_are_shown() -> None:
    for kind in ALL:
        for leaf in full(kind).leaves:
            assert shlex.split(shlex.quote(leaf.typed)) == [leaf.typed]
