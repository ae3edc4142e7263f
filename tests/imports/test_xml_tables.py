"""Importing XML files by a mapping: rows are elements, and columns are paths."""

import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from dragoman.exchange.faults import UsageError
from dragoman.exchange.imports.drafts import Rejected, TableRow
from dragoman.exchange.tables.opening import open_table
from tests.conftest import Desk

EXAMPLES = Path(__file__).parents[2] / "docs/examples"


def cells(folder: Path, xml: str, element: str | None = None) -> list[dict[str, str]]:
    """Return the cells of all rows of a file."""
    path = folder / "list.xml"
    path.write_text(xml, "utf-8")
    found = list(open_table(path, element=element).rows())
    assert all(isinstance(row, TableRow) for row in found), found
    return [row.cells for row in found if isinstance(row, TableRow)]


def refusal(folder: Path, xml: str | bytes, **named: Any) -> str:
    """Return the message with which Dragoman refuses a file."""
    path = folder / "list.xml"
    path.write_bytes(xml.encode() if isinstance(xml, str) else xml)
    with pytest.raises(UsageError) as caught:
        list(open_table(path, **named).rows())
    return str(caught.value)


# --- Rows and columns -------------------------------------------------------------------------


def test_paths_name_elements_and_attributes(tmp_path: Path) -> None:
    """A column is a path from the row; white space in a text is a single space."""
    xml = '<list><p id="1"><name lang="en">A\n  B</name><born/></p><p id="2"/></list>'
    assert cells(tmp_path, xml) == [
        {"@id": "1", "name/@lang": "en", "name": "A B", "born": ""},
        {"@id": "2", "text()": ""},
    ]


def test_repeated_elements_have_a_line_each(tmp_path: Path) -> None:
    """Columns of a repeated element have equally many lines, also if some of them are empty."""
    xml = """<list><p><post><t>A</t></post><post><t>B</t><end when="2003">x</end></post></p>
        <p><post><t>C</t><t>D</t></post><post><t>E</t></post></p></list>"""
    first, second = cells(tmp_path, xml)
    assert first == {"post/t": "A\nB", "post/end/@when": "\n2003", "post/end": "\nx"}
    assert second == {"post/t": "C; D\nE"}


def test_a_row_knows_the_elements_around_it(tmp_path: Path) -> None:
    xml = """<mission code="7"><country>Iraq</country><chiefs><chief><id>1</id></chief>
        <chief><id>2</id></chief></chiefs><other><chief><id>3</id></chief></other></mission>"""
    found = cells(tmp_path, xml, "chiefs/chief")
    around = {"../../@code": "7", "../../country": "Iraq"}
    assert found == [{"id": "1"} | around, {"id": "2"} | around]


@pytest.mark.parametrize(
    ("xml", "row"),
    [
        ("<list><p><n>1</n></p><p><n>2</n></p></list>", "p"),
        ("<p><n>1</n><m>2</m></p>", "p"),
        ("<list><head/><p/><p/><p/></list>", "p"),
    ],
)
def test_the_element_of_a_row_is_recognised(tmp_path: Path, xml: str, row: str) -> None:
    """The element that the root repeats is a row; if there is none, the root is the only row."""
    path = tmp_path / "list.xml"
    path.write_text(xml)
    assert open_table(path).settings == {"format": "xml", "element": row}


def test_a_folder_is_a_table(tmp_path: Path) -> None:
    """All XML files in a folder and its folders are one table; ``file()`` names the file."""
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "1.xml").write_text("<p><n>1</n></p>")
    (tmp_path / "2.xml").write_text("<p><n>2</n></p>")
    (tmp_path / "note.txt").write_text("no")
    rows = [row.cells for row in open_table(tmp_path).rows() if isinstance(row, TableRow)]
    assert rows == [{"n": "2", "file()": "2.xml"}, {"n": "1", "file()": "a/1.xml"}]


def test_a_long_list_takes_little_memory(tmp_path: Path) -> None:
    """White space between rows does not count, and rows are read one by one."""
    path = tmp_path / "list.xml"
    path.write_text(
        f"<l>{'<p><n>1</n></p>' + chr(10) * 20}" + f"\n{' ' * 30}<p/>" * 20_000 + "</l>"
    )
    table = open_table(path, element="p")
    tracemalloc.start()
    assert sum(1 for _ in table.rows()) == 20_001
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8_000_000


# --- Hostile files ----------------------------------------------------------------------------

BOMB = '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><l><p>&b;</p></l>'
EXTERNAL = '<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]><l><p>&x;</p></l>'


@pytest.mark.parametrize(
    ("xml", "message"),
    [
        (BOMB, "a DOCTYPE is not allowed"),
        (EXTERNAL, "a DOCTYPE is not allowed"),
        ("<l><p>&x;</p></l>", "undefined entity"),
        ("<l><p></l>", "not well-formed XML"),
        ("<l>" + "<d>" * 40 + "</d>" * 40 + "</l>", "nested more than 32 levels deep"),
        (f"<l><p>{'x' * 1_100_000}</p><p/></l>", "is longer than 1,000,000 characters"),
        (f"<l><!--{'x' * 1_200_000}--><p/><p/></l>", "a tag or comment is longer"),
        (
            f"<l>{'x' * 300_000}<p/><p/></l>",
            "text outside the rows is longer than 100,000 characters",
        ),
        (b'<?xml version="1.0" encoding="utf-7"?><l><p/><p/></l>', "is not supported"),
        ("", "the file is empty"),
    ],
)
def test_a_hostile_file_is_refused(tmp_path: Path, xml: str | bytes, message: str) -> None:
    """The defences of other XML files hold for tables, too."""
    found = refusal(tmp_path, xml)
    assert message in found
    assert len(found) < 300


def test_a_missing_element_is_refused(tmp_path: Path) -> None:
    assert "has no <person>; name the element of a row with --element" in refusal(
        tmp_path, "<l><p/></l>", element="person"
    )
    assert "encoding utf-8: has no effect on xml files" in refusal(
        tmp_path, "<l><p/></l>", encoding="utf-8"
    )


def test_a_row_with_too_many_parts_is_rejected(tmp_path: Path) -> None:
    inner = "".join(f"<c{n}/>" for n in range(400))
    path = tmp_path / "list.xml"
    path.write_text(f"<l><p>{f'<q>{inner}</q>' * 300}</p><p><q>1</q></p></l>")
    first, second = open_table(path, element="p").rows()
    assert isinstance(first, Rejected)
    assert "'q' has too many parts" in first.reason
    assert isinstance(second, TableRow)


# --- The import -------------------------------------------------------------------------------


def posts(desk: Desk, ref: str) -> list[tuple[str, str | None, str | None]]:
    """Return the posts of a person, each with its first and its last day."""
    found = desk.read("show", ref)["record"]["positions"]
    return [(one["post"], one.get("assumed"), one.get("left")) for one in found]


def chiefs(desk: Desk, replace: tuple[str, str] = ("", "")) -> Path:
    """Copy the catalogue of the examples, with a change; return its folder."""
    desk.write("chiefs.yaml", (EXAMPLES / "chiefs/chiefs.yaml").read_text("utf-8"))
    for file in (EXAMPLES / "chiefs").glob("*.xml"):
        text = file.read_text("utf-8")
        desk.write(f"chiefs/{file.name}", text.replace(*replace) if replace[0] else text)
    return desk.home / "chiefs"


def imported(desk: Desk, path: Path, code: int = 0) -> Any:
    """Import the catalogue, and return the counts."""
    answer = desk.run("import", path, "--map", "chiefs.yaml", "--json")
    assert answer.code == code, answer.err
    return answer.json


AZERBAIJAN = ("Ambassador to Azerbaijan", "1992-08-11", None)
IRAQ = ("Ambassador to Iraq", "2001-09-16", "2003")


def test_a_catalogue_of_chiefs_of_mission(desk: Desk) -> None:
    """One file a person gives parties with their posts in time; again, it changes nothing."""
    folder = chiefs(desk)
    assert imported(desk, folder)["new"] == 2
    assert posts(desk, "P-1") == [AZERBAIJAN, IRAQ]
    assert posts(desk, "P-2") == [("Chargé d'affaires to Iraq", "1994-03", "1996-07-20")]
    assert imported(desk, folder)["unchanged"] == 2
    assert imported(desk, folder / "baker-bo.xml")["unchanged"] == 1
    assert desk.run("undo", "--yes").code == 0
    assert desk.read("party", "list")["parties"] == []


CHANGED_POST = (
    "'Ambassador to Azerbaijan' was imported before, from 1992-08-11 to 1995, but the file no"
    " longer says so; undo the earlier import first"
)


def test_a_post_that_ended_gets_its_end(desk: Desk) -> None:
    """A date that was unknown is added; a date that changed is rejected, not a second post."""
    imported(desk, chiefs(desk))
    ended = (
        "<appointed>1992-08-11</appointed>",
        "<appointed>1992-08-11</appointed><ended>1995</ended>",
    )
    assert imported(desk, chiefs(desk, ended))["changed"] == 1
    assert posts(desk, "P-1") == [(*AZERBAIJAN[:2], "1995"), IRAQ]
    moved = (f"{ended[0]}", ended[1].replace("1995", "1996"))
    assert imported(desk, chiefs(desk, moved), code=1)["rejected"] == 1
    assert CHANGED_POST in (desk.home / "chiefs.rejected.csv").read_text("utf-8-sig")
    assert posts(desk, "P-1") == [(*AZERBAIJAN[:2], "1995"), IRAQ]


def test_rejected_rows_are_repaired_and_imported(desk: Desk) -> None:
    """The file of rejected rows has a column for each path, and the same mapping reads it."""
    assert imported(desk, chiefs(desk, ("1994-03<", "next year<")), code=1)["rejected"] == 1
    rejected = desk.home / "chiefs.rejected.csv"
    fixed = rejected.read_text("utf-8-sig").replace("next year", "1994-03")
    assert imported(desk, desk.write("fixed.csv", fixed))["new"] == 1
    assert imported(desk, chiefs(desk))["unchanged"] == 2


def test_a_suggested_mapping_names_the_element(desk: Desk) -> None:
    answer = desk.run("import", chiefs(desk), "--suggest")
    assert "file: {format: xml, element: person}" in answer.out
    assert "posts/post/country" in answer.out


def test_a_column_that_no_row_has_is_refused_if_there_are_many_rows(desk: Desk) -> None:
    """Among many rows, a path that never occurs is a mistake; among few, it may be chance."""
    mapping = desk.write(
        "m.yaml",
        "dataset: m\nsource: {title: M}\nkey: '@id'\nrecord: {kind: party, name: {column: nmae}}\n",
    )
    many = "".join(f'<p id="{n}"><name>N {n}</name></p>' for n in range(30))
    answer = desk.run("import", desk.write("many.xml", f"<l>{many}</l>"), "--map", mapping)
    assert (answer.code, "has no column 'nmae'; did you mean name?" in answer.err) == (2, True)
    few = desk.write("few.xml", '<l><p id="1"><name>N</name></p><p id="2"><name>O</name></p></l>')
    assert desk.run("import", few, "--map", mapping).code == 1
