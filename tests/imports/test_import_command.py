"""``dragoman import`` makes records from tables, and says what is wrong with a table."""

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
    """Return a desk with a list and its mapping."""
    desk.write("list.csv", HEAD + "".join(ROWS))
    desk.write("map.yaml", MAPPING)
    return desk


def imported(desk, *options, file="list.csv", code=0):
    """Import a file and return the number of rows for each outcome."""
    answer = desk.run("import", file, "--map", "map.yaml", *options, "--json")
    assert answer.code == code, answer.err
    return answer.json


def test_a_table_becomes_records(office):
    """Each row becomes a complete record that cites the list and the row."""
    assert imported(office)["new"] == 3
    record = office.read("show", "V-1")["record"]
    assert record["parties"] == ["AZ", "IQ"]
    assert record["topics"] == ["Energie", "Handel"]
    assert record["participants"][0]["name"] == "F. Hussein"
    assert record["sources"][0]["row"] == "1"
    assert record["sources"][0]["dispatch"] == "desk"
    assert office.read("show", "V-3")["record"]["status"] == "announced"
    assert office.read("search", "Araghchi")["results"]


def test_repeated_imports(office):
    """Importing a list again adds nothing; importing a changed list corrects records."""
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


def test_a_plan_that_was_carried_out(office):
    """If a newer list says that an announced visit took place, the import concludes the visit."""
    imported(office)
    office.write("list.csv", HEAD + ROWS[0] + ROWS[1] + ROWS[2].replace("geplant", "erledigt"))
    office.now = "2026-06-10T08:00:00Z"
    assert imported(office)["changed"] == 1
    assert office.read("show", "V-3")["record"]["status"] == "concluded"
    assert [one[3] for one in office.events()][-1] == "VisitConcluded"


def test_undo_of_an_import(office):
    """Undoing an import retracts its records.

    Importing the list again does not restore the records, but undoing the undo does.
    """
    imported(office)
    assert office.run("undo").code == 0
    assert office.read("timeline")["entries"] == []
    again = imported(office)
    assert (again["new"], again["retracted"]) == (0, 3)
    last = office.read("audit", "log")["entries"][-1]["entry"]
    assert office.run("undo", last).code == 0
    assert len(office.read("timeline")["entries"]) == 3


def test_rejected_rows_go_to_a_separate_file(office):
    """The import writes rejected rows to a file, with their line numbers and the reasons.

    Users can correct this file and import it.
    """
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
    message = path.read_text()
    assert "\n3,column 'Tag': 2025-02-31: February 2025 has 28 days,5," in message
    assert (
        "\n4,\"column 'Land': unknown country" in message or "\n4,column 'Land': unknown" in message
    )
    path.write_text(message.replace(",31.02.2025", ",28.02.2025").replace("Ruritanien", "Rumänien"))
    mended = imported(office, file=path)
    assert (mended["new"], mended["gone"]) == (2, 0)


def test_a_duplicate_key(office):
    """The import rejects a second row with the same key.

    The message gives the line of the first row.
    """
    office.write("list.csv", HEAD + ROWS[0] + ROWS[1] + ROWS[0].replace("Besuch", "Anderer"))
    assert imported(office, code=1)["rejected"] == 1
    assert (
        "the key '1' appears twice; line 2 has the same key"
        in (office.home / "list.csv.rejected.csv").read_text()
    )


def test_strict_records_all_or_nothing(office):
    """With ``--strict``, one invalid row prevents the whole import."""
    office.write("list.csv", HEAD + ROWS[0] + "5;X;31.02.2025;Irak;;;erledigt\n")
    answer = imported(office, "--strict", code=1)
    assert (answer["recorded"], answer["entries"]) == (False, [])
    assert office.position == 0


def test_a_list_without_valid_rows_creates_no_register(office):
    """Importing a list that has no valid rows creates no register."""
    office.write("list.csv", HEAD + "5;X;31.02.2025;Irak;;;erledigt\n")
    assert imported(office, code=1)["new"] == 0
    assert not (office.home / "data" / "dragoman").exists()


def test_a_suggestion_is_a_mapping(desk):
    """``--map`` accepts the output of ``--suggest`` unchanged; the preview goes to stderr."""
    path = desk.write("visits.csv", (EXAMPLES / "visits.csv").read_bytes())
    answer = desk.run("import", path, "--suggest")
    assert answer.code == 0
    assert "Preview of the records" in answer.err
    desk.write("map.yaml", answer.out)
    assert imported(desk, file=path, code=1)["new"] == 2
    shape = desk.read("import", path, "--suggest")
    assert shape["mapping"] == answer.out
    assert shape["rows"][2]["rejected"]


@pytest.mark.parametrize(
    ("options", "part"),
    [
        (["list.csv"], "unknown kind of file"),
        (["nothing.csv"], "no such file"),
        (["nothing.csv", "--map", "map.yaml"], "no such file"),
        (["list.csv", "--map", "nothing.yaml"], "no such file"),
        (["list.csv", "--map", "list.csv"], "expected fields and values"),
        (["list.csv", "--map", "map.yaml", "--suggest"], "cannot be combined"),
        (["list.csv", "--map", "map.yaml", "--profile", "historian-visits"], "cannot be combined"),
        (
            ["list.csv", "--profile", "historian-visits", "--delimiter", ";"],
            "has no effect with --profile",
        ),
        (["list.csv", "--profile", "historian-visits"], "not well-formed XML"),
        (["list.csv", "--profile", "visits"], "Invalid value"),
        (["list.csv", "--map", "map.yaml", "--header", "zero"], "is not a line number"),
        (["list.csv", "--map", "map.yaml", "--encoding", "klingon"], "klingon"),
        (["-", "--map", "map.yaml"], "cannot import stdin"),
        ([".", "--map", "map.yaml"], "is not a file"),
    ],
)
def test_wrong_arguments(office, options, part):
    """If an argument is wrong, Dragoman prints a message, exits with code 2 and records nothing."""
    answer = office.run("import", *options)
    assert answer.code == 2, answer.out
    assert part in answer.err
    assert not (office.home / "data" / "dragoman").exists()


def test_a_mapping_with_an_unknown_column(office):
    """The message about an unknown column gives the file, line and field, and suggests a column."""
    office.write("map.yaml", MAPPING.replace("column: Titel", "column: Title"))
    answer = office.run("import", "list.csv", "--map", "map.yaml")
    assert answer.code == 2
    assert "map.yaml:7: record, title" in answer.err
    assert "did you mean Titel?" in answer.err


def test_json_has_the_counts(office):
    """With ``--json``, the import prints one document with the number of rows for each outcome."""
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


def test_messages_that_are_imported_again_owe_one_reply(desk):
    """Importing a démarche again updates the existing follow-up for the reply.

    The import changes, fulfils or retracts this follow-up instead of adding another.
    """
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
