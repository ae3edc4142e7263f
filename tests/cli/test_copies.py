"""Copies of records in another register: an export with full history, and its import."""

import csv
import io
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from dragoman.cli.output import Output
from dragoman.cli.session import Session
from dragoman.domain.kinds import LETTERS
from dragoman.exchange.exports.export_format import Material
from dragoman.exchange.exports.records import LINES, TABLE
from dragoman.exchange.imports.copies import Counts, import_records, open_export, recognised
from dragoman.projections.facets import Facet
from dragoman.projections.reports.selection import Selection
from dragoman.projections.schema import metadata
from dragoman.projections.views import Views
from dragoman.store import Location
from dragoman.store.engines.database import Database
from dragoman.store.engines.opening import open_register
from tests.cli.chronicle import give_story
from tests.conftest import ARTICLE, Desk
from tests.projections.histories import histories, perform, recorder, shelf

pytestmark = pytest.mark.once

ARABIC = """\
dispatch: arabic
source: {title: وكالة الأنباء, language: ar}
records:
  - {kind: party, handle: uloom, name: محمد حسين بحر العلوم, side: IQ, type: person}
  - {kind: visit, handle: late, status: postponed, title: "=زيارة", parties: [AZ, IQ],
     occurred: 2026-05, marking: "TLP:RED", external_ids: {mfa: "١٢"}}
  - {kind: instrument, handle: pact, status: signed, title: "Pact; \\u202e signs, \\"quoted\\"",
     parties: [AZ, org:UN], signed: 2024}
"""


def tables(views: Views) -> dict[str, list[Any]]:
    """Return all rows of the views without positions, with ids in place of record numbers."""
    views.refresh()
    with views.engine.connect() as connection:
        refs = connection.execute(metadata.tables["refs"].select()).all()
        ids = {row.record: row.id for row in refs}
        found = {}
        for table in metadata.sorted_tables:
            if table.name != "progress":
                rows = [row._asdict() for row in connection.execute(table.select())]
                found[table.name] = sorted(str(_moved(row, ids)) for row in rows)
        return found


def _moved(row: dict[str, Any], ids: dict[int, str]) -> dict[str, Any]:
    positions = {"since", "until"}
    if row.get("facet") == Facet.SESSION:
        positions.add("day")  # on the same day, the session recorded last is the last session
    without = {name: one for name, one in row.items() if name not in positions}
    return without | {"record": ids.get(row["record"]), "stands": row.get("until", 0) > 2**61}


def session_on(path: Path) -> Session:
    """Return a session on a register that may not exist yet."""
    return Session(Location(path), Output(as_json=True), "copyist")


def copied(path: Path, file: Path, dry_run: bool = False) -> tuple[Counts, dict[str, list[Any]]]:
    """Import a file into the register at ``path``; return the result and the views."""
    session = session_on(path)
    try:
        if dry_run:
            session.rehearse()
        with file.open("rb") as raw:
            context = session.exchange_context()
            context.views.refresh()
            counts = import_records(context, file, raw, open_export(file, raw), dry_run)
        return counts, {} if dry_run else tables(session.views())
    finally:
        session.close()


def views_of(path: Path) -> dict[str, list[Any]]:
    """Return the rows of the views of a register."""
    session = session_on(path)
    try:
        return tables(session.views())
    finally:
        session.close()


@pytest.fixture(scope="module")
def _story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("story")


@pytest.fixture
def story(desk: Desk) -> Desk:
    """A desk with a register that has every kind of record."""
    give_story(desk)
    desk.record(desk.write("arabic.yaml", ARABIC), now="2026-03-01T12:00:00Z")
    return desk


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_everything_is_copied(story: Desk, form: str) -> None:
    """An export and an import into another register give the same views and refs."""
    file = story.home / f"all.{form}"
    report = story.read("export", f"--{form}", file)
    assert recognised(file)
    counts, views = copied(story.home / "other.db", file)
    assert (counts.new, counts.rejected) == (report["records"], [])
    assert counts.events == story.position
    assert views == views_of(story.register)


def test_a_copy_adds_only_new_events(story: Desk) -> None:
    """Importing the same file twice adds nothing; importing a later file adds only later events."""
    early, late = story.home / "early.jsonl", story.home / "late.jsonl"
    assert story.run("export", "--jsonl", early, "--as-of", "60").code == 0
    report = story.read("export", "--jsonl", late)
    other = story.home / "other.db"
    first, _ = copied(other, early)
    again, _ = copied(other, early)
    assert (again.new, again.extended, again.unchanged) == (0, 0, first.new)
    assert again.events == 0
    later, views = copied(other, late)
    assert later.new + later.extended + later.unchanged == report["records"]
    assert later.extended > 0
    assert first.events + later.events == story.position
    assert views["timeline"] == views_of(story.register)["timeline"]


def test_an_older_state_changes_nothing(story: Desk) -> None:
    """Importing an older export changes nothing, and later events stay."""
    early, late = story.home / "early.jsonl", story.home / "late.jsonl"
    story.run("export", "--jsonl", early, "--as-of", "60")
    story.run("export", "--jsonl", late)
    other = story.home / "other.db"
    _, before = copied(other, late)
    again, views = copied(other, early)
    assert (again.new, again.extended, again.events, again.rejected) == (0, 0, 0, [])
    assert again.unchanged > 0
    assert views == before


def test_a_dry_run_shows_what_recording_records(
    story: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A dry run of an import shows the same result as the import.

    The result includes records that are repeated in a later batch.
    """
    monkeypatch.setattr("dragoman.exchange.imports.copies.BATCH", 3)
    file, other = story.home / "all.jsonl", story.home / "other.db"
    story.run("export", "--jsonl", file)
    head, *lines = file.read_text("utf-8").splitlines()
    file.write_text("\n".join([head, *lines, *lines]) + "\n", "utf-8")
    would, _ = copied(other, file, dry_run=True)
    did, _ = copied(other, file)
    assert would == did
    assert (did.new, did.unchanged) == (len(lines), len(lines))


def test_a_copy_can_be_undone(desk: Desk) -> None:
    """``undo`` undoes a whole import, even if the imported events include an undo."""
    desk.record(ARTICLE)
    desk.run("correct", "V-1", "place=Basra", "--reason", "misread")
    assert desk.run("undo").code == 0
    file, other = desk.home / "all.jsonl", desk.home / "other.db"
    desk.run("export", "--jsonl", file)
    copied(other, file)
    undone = desk.run("--register", other, "undo", "1", "--yes", env={"DRAGOMAN_NOW": ""})
    assert (undone.code, undone.err) == (0, "")
    assert len(desk.run("--register", other, "timeline").lines) < 4


def test_a_dry_run_records_nothing(story: Desk) -> None:
    """A dry run of an import shows the result and creates no register."""
    file = story.home / "all.jsonl"
    story.run("export", "--jsonl", file)
    counts, _ = copied(story.home / "other.db", file, dry_run=True)
    assert counts.events == story.position
    assert not (story.home / "other.db").exists()


ANOTHER_WAY = "V-1 was not changed, because its history in this register is different"


def test_a_record_with_a_different_history_is_rejected(story: Desk) -> None:
    """An import rejects a record whose history differs from the history in this register.

    The import copies all other records.
    """
    file, other = story.home / "all.jsonl", story.home / "other.db"
    story.run("export", "--jsonl", file)
    story.run("--register", other, "record", ARTICLE)
    story.run("--register", other, "source", "cite", "V-1", "--source", "Elsewhere")
    counts, _ = copied(other, file)
    assert [item.line for item in counts.rejected] == [2]
    assert counts.rejected[0].reason == ANOTHER_WAY
    assert counts.unchanged + counts.extended > 0
    assert counts.new > 0


def changed(line: str, **facts: Any) -> str:
    """Return a line of an export with its first event changed."""
    record = json.loads(line)
    record["events"][0]["data"] |= facts
    return json.dumps(record)


def followed(line: str, topic: str, **facts: Any) -> str:
    """Return a line of an export with one more event at the end."""
    record = json.loads(line)
    record["events"].append({"type": topic, "data": facts})
    return json.dumps(record)


HOSTILE: dict[str, Any] = {
    "no JSON": lambda line: "{",
    "another kind": lambda line: line.replace('"kind":"visit"', '"kind":"meeting"'),
    "no kind": lambda line: line.replace('"kind":"visit"', '"kind":"fleet"'),
    "no events": lambda line: json.dumps(json.loads(line) | {"events": []}),
    "an event of an unknown class": lambda line: line.replace('"VisitConcluded"', '"VisitDreamt"'),
    "an event that creates no record": lambda line: json.dumps(
        json.loads(line) | {"events": json.loads(line)["events"][1:]}
    ),
    "no title": lambda line: changed(line, title=None),
    "no date": lambda line: changed(line, occurred="yesterday"),
    "no country": lambda line: changed(line, host="ZZ"),
    "an unknown field": lambda line: changed(line, weather="fine"),
    "a control character": lambda line: changed(line, title="a\x1b[31m"),
    "a long title": lambda line: changed(line, title="a" * 600),
    "an unnamed participant": lambda line: changed(line, participants=[{}]),
    "a number for a date": lambda line: changed(line, occurred=2025),
    "extra keys beside an event": lambda line: line.replace('"data":', '"at":1,"data":'),
    "an unknown field of a person": lambda line: line.replace('"post":', '"rank":'),
    "a part of itself": lambda line: changed(line, part_of=json.loads(line)["id"]),
    "an unknown disputed field": lambda line: line.replace(
        '"field":"occurred"', '"field":"weather"'
    ),
    "an unknown cleared field": lambda line: followed(line, "VisitCorrected", cleared=["weather"]),
}
REASONS = {
    "another kind": "the events do not form a valid meeting",
    "an event that creates no record": "the events do not form a valid visit",
    "no title": "title is missing",
    "no date": "'yesterday' is not a date",
    "no country": "'ZZ' is not the code of a country or an organisation",
    "an unknown field": "cannot read an event: unknown field weather",
    "no events": "it has no events",
    "a control character": "title: contains control character U+001B; remove it",
    "a long title": "title: is too long: at most 500 characters",
    "an unnamed participant": "a participant needs a name or a post",
    "a number for a date": "expected text, got 2025",
    "extra keys beside an event": "unknown field `at`",
    "an unknown field of a person": "cannot read an event: unknown field participants[0].rank",
    "a part of itself": "part_of would form a cycle back to 1",
    "an unknown disputed field": "there is no field 'weather'",
    "an unknown cleared field": "event 1 does not follow from the events before it",
}
"""The reasons for some of the rejections, with 1 in place of every id and number."""


@pytest.mark.parametrize("what", HOSTILE)
def test_an_invalid_line_is_rejected(story: Desk, what: str) -> None:
    """An import rejects a bad line and imports the other lines."""
    file = story.home / "one.jsonl"
    story.run("export", "--jsonl", file, "V-1", "I-1")
    head, *lines = file.read_text("utf-8").splitlines()
    spoilt = [HOSTILE[what](line) if '"ref":"V-1"' in line else line for line in lines]
    file.write_text("\n".join([head, *spoilt]) + "\n", "utf-8")
    counts, views = copied(story.home / "other.db", file)
    assert [item.line for item in counts.rejected] == [2]
    result = re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "1", counts.rejected[0].reason)
    result = re.sub(r"\bevent \d+", "event 1", result)
    assert REASONS.get(what, "") in result
    assert counts.new == len(views["refs"]) == 1


def test_parties_are_not_merged_in_a_cycle(story: Desk) -> None:
    """An import rejects the second of two merges if the two parties would merge into each other."""
    file = story.home / "two.jsonl"
    story.run("export", "--jsonl", file, "P-1", "P-2")
    head, *lines = file.read_text("utf-8").splitlines()
    one, two = map(json.loads, lines)
    for record, into in ((one, two), (two, one)):
        record["events"] = record["events"][:1]
        record["events"].append({"type": "PartiesMerged", "data": {"into": into["id"]}})
    file.write_text("\n".join([head, json.dumps(one), json.dumps(two)]), "utf-8")
    counts, _ = copied(story.home / "other.db", file)
    assert [item.line for item in counts.rejected] == [3]
    assert "a cycle back to" in counts.rejected[0].reason


def test_a_table_that_was_edited_elsewhere(story: Desk) -> None:
    """An import skips the blank rows of an edited table.

    If a row has invalid bytes, the message blames the file and not the register.
    """
    file, other = story.home / "all.csv", story.home / "other.db"
    count = story.read("export", "--csv", file)["records"]
    file.write_bytes(file.read_bytes() + b",,\r\n\r\nx\xff\r\n")
    head, _, rest = file.read_bytes().partition(b"\n")
    file.write_bytes(b'"' + head.strip().replace(b",", b'","') + b'"\n' + rest)
    counts, _ = copied(other, file)
    assert (counts.new, len(counts.rejected)) == (count, 1)
    assert "is not an exported record" in counts.rejected[0].reason


def test_other_files_are_not_recognised(desk: Desk) -> None:
    """Dragoman recognises only its own exports.

    Dragoman does not recognise an empty file, text, other JSON, another table or a folder.
    """
    for content in ("", "ref,kind\n", '{"schema":"dragoman/other/1","register":"x"}\n', "\0\0"):
        assert not recognised(desk.write("file", content))
    assert not recognised(desk.home)
    assert not recognised(desk.home / "nothing")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            '{"schema":"dragoman/records/2","register":"x"}\n',
            "has the schema 'dragoman/records/2'; update dragoman to read it",
        ),
        (
            '\ufeff{"schema":"dragoman/records/2","register":"x"}\n',
            "has the schema 'dragoman/records/2'; update dragoman to read it",
        ),
        ("ref;kind;title;id;register;as_of;events\n", "a spreadsheet has changed this export"),
        (
            "ref\tkind\ttitle\tid\tregister\tas_of\tevents\n",
            "a spreadsheet has changed this export",
        ),
        ('"ref";"kind";"title";"id";"register";"as_of";"events";\n', "a spreadsheet has changed"),
    ],
)
def test_an_unreadable_export_is_still_recognised(desk: Desk, content: str, expected: str) -> None:
    """If an export is unreadable, the import says so and does not ask for a mapping."""
    answer = desk.run("import", desk.write("file", content))

    assert answer.code == 2
    assert expected in answer.err


def test_a_table_can_be_read(story: Desk) -> None:
    """An exported table has a row for each record.

    No spreadsheet reads a cell of the table as a formula.
    """
    rows = list(csv.DictReader(io.StringIO(story.run("export", "--csv", "-").out)))
    assert len({row["ref"] for row in rows}) == len(rows) > 20
    [late] = [row for row in rows if row["title"].endswith("زيارة")]
    assert late["title"].startswith("'=")
    assert (late["parties"], late["status"]) == ("AZ; IQ", "postponed")
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "@"))]


def test_all_lines_of_a_kind_have_the_same_keys(story: Desk) -> None:
    """In an export, all lines of a kind have the same keys.

    No line has characters that control a terminal.
    """
    out = story.run("export", "--jsonl", "-").out
    assert "\u202e" not in out
    head, *records = map(json.loads, out.splitlines())
    assert head["complete"]
    keys = {(record["kind"], tuple(record)) for record in records}
    assert len(keys) == len({kind for kind, _ in keys}) == len(LETTERS)
    assert {record["retracted"] for record in records} == {True, False}


def test_an_incomplete_retracted_record_is_copied(desk: Desk) -> None:
    """An import copies a retracted record that an undo left incomplete.

    Dragoman refuses to undo the retraction, because the record would be incomplete.
    """
    desk.run("demarche", "deliver", "--subject", "Visas", "--from", "AZ", "--to", "IQ")
    first = desk.run("correct", "D-1", "sender=TR", "--reason", "misread").out.split()[3]
    desk.run("correct", "D-1", "recipients=AZ", "--reason", "misread")
    retraction = desk.run("retract", "D-1", "--reason", "never sent").out.split()[3]
    desk.run("undo", first.strip(":"), "--reason", "a mistake")
    file = desk.home / "all.jsonl"
    desk.run("export", "--jsonl", file)
    counts, _ = copied(desk.home / "other.db", file)
    assert (counts.new, counts.rejected) == (1, [])
    refused = desk.run("undo", retraction.strip(":"), "--reason", "it was sent")
    assert "recipients are missing" in refused.err


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(history=histories)
def test_any_history_is_copied(
    history: Any, desk: Desk, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """An import copies the exact history of every record."""
    with shelf() as place:
        engine = place.engine()
        views = place.views()
        perform(history, recorder(engine), views)
        for form, name in ((LINES, "all.jsonl"), (TABLE, "all.csv")):
            file = place.folder / name
            _write(form, engine, views, file)
            counts, found = copied(place.folder / f"{name}.db", file)
            assert counts.rejected == []
            assert found == tables(views)
            assert _stored(place.folder / f"{name}.db") == _stored(place.path)


def _write(form: Any, engine: Database, views: Views, file: Path) -> None:
    with views.reading() as reading, engine.connect() as register, file.open("wb") as draft:
        today = date(2026, 1, 1)
        form.write(
            Material(reading, register, Selection(), today, lambda *_: None, "", False), draft
        )


def _stored(path: Path) -> list[Any]:
    """Return the stored events of every record, in order of version."""
    engine = open_register(path)
    query = "SELECT originator_id, originator_version, topic, state FROM events ORDER BY 1, 2"
    with engine.connect() as connection:
        rows = [tuple(row) for row in connection.exec_driver_sql(query)]
    engine.dispose()
    return rows
