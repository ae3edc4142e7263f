"""``dragoman import``: tables from file to register, and what is said when they do not fit."""

import json

import pytest

from tests.conftest import EXAMPLES

MAPPING = """\
dataset: desk
source: {title: The list of the desk, language: de}
key: [Nr]
record:
  kind: visit
  status: {column: Stand, values: {geplant: announced, erledigt: concluded}}
  title: {column: Titel}
  occurred: {column: Tag, format: DD.MM.YYYY}
  parties: [AZ, {column: Land}]
  participants: [{name: {column: Gast}, side: {column: Land}}]
  topics: [{column: Themen, split: ","}]
"""
HEAD = "Nr;Titel;Tag;Land;Gast;Themen;Stand\n"
ROWS = (
    "1;Besuch;03.04.2025;Irak;F. Hussein;Energie, Handel;erledigt\n",
    "2;Besuch zwei;04.05.2025;Türkei;H. Fidan;;erledigt\n",
    "3;Besuch drei;05.06.2026;Iran;A. Araghchi;;geplant\n",
)


@pytest.fixture
def office(desk):
    """A desk with a list and its mapping."""
    desk.write("list.csv", HEAD + "".join(ROWS))
    desk.write("map.yaml", MAPPING)
    return desk


def imported(desk, *options, file="list.csv", code=0):
    """The numbers of an import."""
    answer = desk.run("import", file, "--map", "map.yaml", *options, "--json")
    assert answer.code == code, answer.err
    return answer.json


def test_a_table_becomes_records(office):
    """Each row is a record with its parts, and cites the list and the row."""
    assert imported(office)["new"] == 3
    record = office.read("show", "V-1")["record"]
    assert record["parties"] == ["AZ", "IQ"]
    assert record["topics"] == ["Energie", "Handel"]
    assert record["participants"][0]["name"] == "F. Hussein"
    assert record["sources"][0]["row"] == "1"
    assert record["sources"][0]["dispatch"] == "desk"
    assert office.read("show", "V-3")["record"]["status"] == "announced"
    assert office.read("search", "Araghchi")["results"]


def test_again_and_again(office):
    """The same list adds nothing; a mended row is a correction; a new one a record."""
    imported(office)
    before = office.position
    assert imported(office)["unchanged"] == 3
    assert office.position == before
    office.write(
        "list.csv",
        HEAD
        + ROWS[0].replace("03.04", "02.04")
        + ROWS[1]
        + ROWS[2]
        + "4;Neu;01.01.2024;Irak;;;erledigt\n",
    )
    again = imported(office)
    assert (again["new"], again["changed"], again["unchanged"]) == (1, 1, 2)
    assert office.read("show", "V-1")["record"]["occurred"]["edtf"] == "2025-04-02"


def test_a_plan_that_has_come_true(office):
    """The world moves on: what was announced in the list, and is done now, is concluded."""
    imported(office)
    office.write("list.csv", HEAD + ROWS[0] + ROWS[1] + ROWS[2].replace("geplant", "erledigt"))
    office.now = "2026-06-10T08:00:00Z"
    assert imported(office)["changed"] == 1
    assert office.read("show", "V-3")["record"]["status"] == "concluded"
    assert [one[3] for one in office.events()][-1] == "VisitConcluded"


def test_undo_of_an_import(office):
    """An import is an entry like any other: undone, its records are retracted, and stay so."""
    imported(office)
    assert office.run("undo").code == 0
    assert office.read("timeline")["entries"] == []
    again = imported(office)
    assert (again["new"], again["unchanged"]) == (0, 3)
    last = office.read("audit", "log")["entries"][-1]["entry"]
    assert office.run("undo", last).code == 0
    assert len(office.read("timeline")["entries"]) == 3


def test_rows_that_do_not_fit_stand_apart(office):
    """They stand in a file with line and reason; mended there, they are imported from it."""
    office.write(
        "list.csv",
        HEAD
        + ROWS[0]
        + "5;X;31.02.2025;Irak;;;erledigt\n6;Y;01.01.2024;Ruritanien;;;erledigt\n"
        + ROWS[1],
    )
    answer = imported(office, code=1)
    assert (answer["new"], answer["rejected"]) == (2, 2)
    path = office.home / "list.csv.rejected.csv"
    assert answer["rejected_rows"] == path.name
    told = path.read_text()
    assert "\n3,column 'Tag': 2025-02-31: February 2025 has 28 days,5," in told
    assert "\n4,\"column 'Land': unknown country" in told or "\n4,column 'Land': unknown" in told
    path.write_text(told.replace(",31.02.2025", ",28.02.2025").replace("Ruritanien", "Rumänien"))
    mended = imported(office, file=path)
    assert (mended["new"], mended["gone"]) == (2, 0)


def test_a_key_that_stands_twice(office):
    """The second row of a key is rejected, naming the line of the first."""
    office.write("list.csv", HEAD + ROWS[0] + ROWS[1] + ROWS[0].replace("Besuch", "Anderer"))
    assert imported(office, code=1)["rejected"] == 1
    assert (
        "the key '1' stands twice: line 2 has it too"
        in (office.home / "list.csv.rejected.csv").read_text()
    )


def test_strict_takes_all_or_nothing(office):
    """With one row that does not fit, none is recorded, and no register is made for nothing."""
    office.write("list.csv", HEAD + ROWS[0] + "5;X;31.02.2025;Irak;;;erledigt\n")
    answer = imported(office, "--strict", code=1)
    assert (answer["recorded"], answer["entries"]) == (False, [])
    assert office.position == 0


def test_a_list_of_which_nothing_fits_makes_no_register(office):
    """What would be empty is not made."""
    office.write("list.csv", HEAD + "5;X;31.02.2025;Irak;;;erledigt\n")
    assert imported(office, code=1)["new"] == 0
    assert not (office.home / "data" / "dragoman").exists()


def test_a_suggestion_is_a_mapping(desk):
    """What --suggest prints is taken by --map as it stands; the preview is beside it."""
    path = desk.write("visits.csv", (EXAMPLES / "visits.csv").read_bytes())
    answer = desk.run("import", path, "--suggest")
    assert answer.code == 0
    assert "As it would be recorded" in answer.err
    desk.write("map.yaml", answer.out)
    assert imported(desk, file=path, code=1)["new"] == 2
    shape = desk.read("import", path, "--suggest")
    assert shape["mapping"] == answer.out
    assert shape["rows"][2]["rejected"]


@pytest.mark.parametrize(
    ("options", "part"),
    [
        (["list.csv"], "say what it is"),
        (["nothing.csv"], "there is no such file"),
        (["nothing.csv", "--map", "map.yaml"], "there is no such file"),
        (["list.csv", "--map", "nothing.yaml"], "there is no such file"),
        (["list.csv", "--map", "list.csv"], "expected fields and values"),
        (["list.csv", "--map", "map.yaml", "--suggest"], "cannot go together"),
        (["list.csv", "--map", "map.yaml", "--profile", "historian-visits"], "cannot go together"),
        (["list.csv", "--profile", "historian-visits", "--delimiter", ";"], "does not take it"),
        (["list.csv", "--profile", "historian-visits"], "not well-formed XML"),
        (["list.csv", "--profile", "visits"], "Invalid value"),
        (["list.csv", "--map", "map.yaml", "--header", "zero"], "is no line"),
        (["list.csv", "--map", "map.yaml", "--encoding", "klingon"], "klingon"),
        (["-", "--map", "map.yaml"], "name a file"),
        ([".", "--map", "map.yaml"], "is no file of rows"),
    ],
)
def test_what_is_typed_wrong(office, options, part):
    """One line that says what and what instead; exit 2; nothing is recorded."""
    answer = office.run("import", *options)
    assert answer.code == 2, answer.out
    assert part in answer.err
    assert not (office.home / "data" / "dragoman").exists()


def test_a_mapping_that_names_no_column(office):
    """The fault is told with file, line and field, and what may be meant."""
    office.write("map.yaml", MAPPING.replace("column: Titel", "column: Title"))
    answer = office.run("import", "list.csv", "--map", "map.yaml")
    assert answer.code == 2
    assert "map.yaml:7: record, title" in answer.err
    assert "did you mean Titel?" in answer.err


def test_json_tells_the_numbers(office):
    """One document, whose keys scripts may rely on."""
    document = json.loads(office.run("import", "list.csv", "--map", "map.yaml", "--json").out)
    assert document["schema"] == "dragoman/import/1"
    assert {"dataset", "rows", "new", "changed", "unchanged", "gone", "rejected", "entries"} <= set(
        document
    )


NOTES = """\
dataset: notes
source: {title: Register of notes}
key: no
record:
  kind: demarche
  status: {column: status}
  subject: {column: subject}
  sender: {column: from}
  recipients: [{column: to}]
  reply_due: {column: due}
"""
NOTES_HEAD = "no,status,subject,from,to,due\n"


def test_messages_that_come_again_owe_one_reply(desk):
    """A row is about its message: what changes of it changes what is owed, and retracts it."""
    mapping = desk.write("notes.yaml", NOTES)

    def bring(rows, *options):
        table = desk.write("notes.csv", NOTES_HEAD + rows)
        answer = desk.run("import", table, "--map", mapping, *options)
        assert answer.code == 0, answer.err
        items = desk.read("follow-ups", "--all")["items"]
        return [(one["what"], one["due"]["edtf"], one["state"]) for one in items]

    other = "2,delivered,Water,IQ,AZ,\n"
    visas = "1,delivered,Visas,AZ,IQ,2024-02"
    first = [("Reply to: Visas", "2024-02", "overdue")]
    assert bring(f"{visas}\n{other}") == first
    assert bring(f"{visas}\n{other}") == first
    assert bring(f"1,delivered,Visas for drivers,AZ,IQ,2024-03\n{other}") == [
        ("Reply to: Visas for drivers", "2024-03", "overdue")
    ]
    assert bring(f"1,answered,Visas for drivers,AZ,IQ,2024-03\n{other}") == [
        ("Reply to: Visas for drivers", "2024-03", "fulfilled")
    ]
    assert bring(other, "--retract-gone") == []
