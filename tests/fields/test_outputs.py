"""Every recorded field appears in show, search, history and every export.

``reasons`` lists the fields that an output leaves out, and the reason for each field.
"""

import csv
import html
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping

import pytest
from attrs import frozen

from tests.conftest import Desk
from tests.fields import reasons
from tests.fields.declared import ALL, Leaf, full
from tests.fields.desk import at_a_desk, folded, refs, said, states

Reasons = Mapping[str, str]


@frozen
class Said:
    """A desk whose register holds the complete records, and the refs of these records by kind."""

    desk: Desk
    refs: Mapping[str, str]

    def out(self, *arguments: str) -> str:
        """Run a command that must succeed, and return its output."""
        answer = self.desk.run(*arguments)
        assert answer.code == 0, answer.err
        return answer.out


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Said]:
    """Record a dispatch that fills every field; yield the desk and the refs of the records."""
    with at_a_desk(tmp_path_factory.mktemp("outputs")) as desk:
        desk.record(desk.write("full.yaml", said()))
        yield Said(desk, refs(desk))


def lost(kind: str, text: str, reasons: Reasons) -> list[str]:
    """Return the paths of the values that ``text`` should contain but does not."""
    return [
        leaf.name
        for leaf in full(kind).leaves
        if not (is_excused(leaf, reasons) or leaf.is_in(text))
    ]


def is_excused(leaf: Leaf, reasons: Reasons) -> bool:
    """Return whether ``reasons`` has a reason to leave out a value or its whole field."""
    return leaf.name in reasons or leaf.path[0] in reasons


NONE: Reasons = {}

# --- show ---------------------------------------------------------------------------------------


def _html(register: Said, ref: str) -> str:
    register.out("show", ref, "--html", "page.html")
    page = (register.desk.home / "page.html").read_text()
    return html.unescape(re.sub("<[^>]+>", " ", page.partition("<main")[2]))


SHOWN: Mapping[str, Callable[[Said, str], str]] = {
    "text": lambda register, ref: register.out("show", ref),
    "json": lambda register, ref: register.out("show", ref, "--json"),
    "markdown": lambda register, ref: register.out("show", ref, "--markdown").replace("\\", ""),
    "html": _html,
}


@pytest.mark.parametrize("kind", ALL)
@pytest.mark.parametrize("form", SHOWN)
def test_show_has_every_field(register: Said, kind: str, form: str) -> None:
    """Every format of ``dragoman show`` shows every field."""
    assert lost(kind, SHOWN[form](register, register.refs[kind]), NONE) == []


@pytest.mark.parametrize("kind", ALL)
def test_a_field_has_its_own_line(register: Said, kind: str) -> None:
    """``dragoman show`` shows each value on a line that begins with the label of its field."""
    from dragoman.cli.read.show import labels

    named = labels(kind)
    lines = register.out("show", register.refs[kind]).splitlines()[1:]
    for leaf in full(kind).leaves:
        label = named.get("fulfilled_by" if leaf.name == "by" else leaf.name)
        if label and len(leaf.path) == 1 and leaf.name != "as_written":
            found = [line for line in lines if line.startswith(f"{label} ")]
            assert any(map(leaf.is_in, found)), f"{leaf.name} is not in {found}"


@pytest.mark.parametrize("kind", ALL)
def test_the_history_has_every_field(register: Said, kind: str) -> None:
    """The history of a record shows every field."""
    text = register.out("show", register.refs[kind], "--history")
    assert lost(kind, text, reasons.HISTORY) == []


@pytest.mark.parametrize("kind", ALL)
def test_the_entry_has_every_field(register: Said, kind: str) -> None:
    """``dragoman audit diff`` shows every field of a new record."""
    text = register.out("audit", "diff", "--from", "8")
    assert lost(kind, text, reasons.HISTORY) == []


# --- search -------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ALL)
def test_search_finds_every_text(register: Said, kind: str) -> None:
    """Searching for the text of any field finds the record."""
    missing = []
    for leaf in full(kind).leaves:
        if not is_excused(leaf, reasons.SEARCH):
            found = json.loads(register.out("search", leaf.typed, "--json", "--limit", "50"))
            hits = [one for one in found["results"] if one["ref"] == register.refs[kind]]
            if not any(leaf.is_in(json.dumps(one, ensure_ascii=False)) for one in hits):
                missing.append(leaf.name)
    assert missing == []


# --- exports ------------------------------------------------------------------------------------


def exported(register: Said, kind: str, form: str, *more: str) -> str:
    """Return the export of one record in one format."""
    return register.out("export", register.refs[kind], f"--{form}", "-", *more)


def test_the_calendar_has_every_field(register: Said) -> None:
    """The calendar shows every field of the kinds of records that it contains."""
    for kind in (one for one in ALL if one not in reasons.KINDS_NOT_IN_CALENDAR):
        folded_lines = exported(register, kind, "ics", "--all")
        text = re.sub(
            r"\\(.)",
            lambda one: "\n" if one[1] == "n" else one[1],
            folded_lines.replace("\r\n ", ""),
        )
        assert lost(kind, text, reasons.CALENDAR) == []


@pytest.mark.parametrize("kind", ALL)
def test_entities_have_every_field(register: Said, kind: str) -> None:
    """The FollowTheMoney export has every field, as a property or as text."""
    text = exported(register, kind, "ftm")
    assert lost(kind, text, reasons.ENTITIES) == []


@pytest.mark.parametrize("form", ["cameo", "plover"])
def test_event_data_have_their_fields(register: Said, form: str) -> None:
    """The CAMEO and PLOVER exports have every field that these formats can hold."""
    for kind in (one for one in ALL if one not in reasons.KINDS_NOT_CODED):
        missing = lost(kind, exported(register, kind, form), NONE)
        assert not {*missing} & {*reasons.CODED}


@pytest.mark.parametrize("kind", ALL)
def test_a_spreadsheet_has_every_field(register: Said, kind: str) -> None:
    """The CSV export has each value in the column of its field."""
    [row] = csv.DictReader(io.StringIO(exported(register, kind, "csv")))
    for leaf in full(kind).leaves:
        column = "sources" if leaf.path[0] == "source" else leaf.path[0]
        plain = leaf.typed in re.split(r"[,;] ", row[column]) or leaf.is_in(row[column])
        assert is_excused(leaf, reasons.TABLE) or plain, f"{leaf.name}: {row[column]}"


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_a_copy_is_the_same(register: Said, form: str) -> None:
    """Exporting records and importing the copy into another register gives equal records."""
    desk = register.desk
    register.out("export", f"--{form}", f"copy.{form}")
    other = {"DRAGOMAN_REGISTER": str(desk.home / f"{form}.db")}
    assert desk.run("import", f"copy.{form}", env=other).code == 0
    again = desk.run("export", "--jsonl", "-", env=other).out.splitlines()[1:]
    assert again == register.out("export", "--jsonl", "-").splitlines()[1:]


def test_a_json_line_has_every_field_twice(register: Said) -> None:
    """A line of the JSON Lines export has each field in readable form and in stored form."""
    for kind in ALL:
        record = json.loads(exported(register, kind, "jsonl").splitlines()[1])
        readable = {name: one for name, one in record.items() if name != "events"}
        assert lost(kind, json.dumps(readable, ensure_ascii=False), NONE) == []
        state = folded(record)
        assert state == states(register.desk)[kind]


@pytest.mark.parametrize("kind", ALL)
def test_a_dispatch_records_the_same_again(register: Said, kind: str) -> None:
    """Recording an exported dispatch in another register gives the same values."""
    desk = register.desk
    register.out("export", "--dispatch", "all.yaml")
    other = {"DRAGOMAN_REGISTER": str(desk.home / f"again-{kind}.db")}
    assert desk.run("record", "all.yaml", env=other).code == 0
    lines = desk.run("export", "--jsonl", "-", env=other).out.splitlines()[1:]
    mine = states(desk)[kind]
    [other_state] = [
        folded(record)
        for record in map(json.loads, lines)
        if record["kind"] == kind and full(kind).called in json.dumps(record)
    ]
    for leaf in full(kind).leaves:
        if not is_excused(leaf, reasons.DISPATCH):
            name = "sources" if leaf.path[0] == "source" else leaf.path[0]
            assert comparable(other_state, name) == comparable(mine, name), leaf.name


def comparable(state: object, name: str) -> object:
    """Return a value as a string without ids, dispatches and rows, which vary by register."""
    text = repr(getattr(state, name))
    text = re.sub(r"UUID\('[0-9a-f-]+'\)", "UUID", text)
    return re.sub(r"(dispatch|row)=('[^']*'|None)", "", text)


def test_show_has_the_state_of_a_follow_up(desk: Desk) -> None:
    """``dragoman show`` describes a follow-up that has no date as undated."""
    assert desk.run("follow-up", "agree", "--what", "A reply", "--party", "AZ").code == 0
    assert ["state", "undated"] in [line.split() for line in desk.run("show", "F-1").lines]
