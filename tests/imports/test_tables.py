"""Dragoman reads tables from CSV, TSV, JSON Lines and workbooks."""

import csv
import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.exchange.faults import UsageError
from dragoman.exchange.imports.drafts import Rejected, TableRow
from dragoman.exchange.tables.opening import open_table
from tests.imports import workbooks


def written(folder: Path, name: str, content: str | bytes) -> Path:
    """Write a file in a folder, and return its path."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def cells(path: Path, **named: Any) -> list[dict[str, str]]:
    """Return the cells of all rows, after checking that Dragoman rejects no row."""
    rows = list(open_table(path, **named).rows())
    assert all(isinstance(row, TableRow) for row in rows), rows
    return [dict(row.cells) for row in rows]


def rejected(path: Path, **named: Any) -> list[tuple[int, str]]:
    """Return the line and the reason of each rejected row."""
    rows = open_table(path, **named).rows()
    return [(row.line, row.reason) for row in rows if isinstance(row, Rejected)]


def refusal(path: Path, **named: Any) -> str:
    """Return the message with which Dragoman refuses a file, without the folder of the file."""
    with pytest.raises(UsageError) as caught:
        list(open_table(path, **named).rows())
    message = str(caught.value)
    assert "\n" not in message
    return message.replace(f"{path.parent}/", "")


# --- CSV and TSV --------------------------------------------------------------------------------

TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t\"';,| "), max_size=12
)


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(st.lists(TEXT, min_size=3, max_size=3), min_size=1, max_size=8),
    delimiter=st.sampled_from(",;\t|"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_output_of_the_csv_module_is_read_back(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[list[str]],
    delimiter: str,
    encoding: str,
    end: str,
) -> None:
    """Dragoman reads a table that Python's csv module wrote, and gets the same cells and lines."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator=end)
    writer.writerow(["a", "b", "c"])
    lines = []
    for row in rows:
        lines.append(text.getvalue().replace("\r\n", "\n").count("\n") + 1)
        writer.writerow(row)
    path = written(tmp_path_factory.mktemp("csv"), "t.csv", text.getvalue().encode(encoding))

    read = list(open_table(path, delimiter=delimiter).rows())

    filled = [(line, row) for line, row in zip(lines, rows, strict=True) if any(row)]
    assert [(row.line, list(row.cells.values())) for row in read] == filled


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_recognised(tmp_path: Path, delimiter: str) -> None:
    """Dragoman chooses the delimiter that gives every row the same number of cells."""
    text = 'Id|Name|Note\n1|"a, b; c\td|e"|x\n2|f|"g, h"\n'.replace("|", delimiter)
    text = text.replace(f"d{delimiter}e", "d|e")

    [first, second] = cells(written(tmp_path, "t.csv", text))

    assert first == {"Id": "1", "Name": "a, b; c\td|e", "Note": "x"}
    assert second["Note"] == "g, h"


def test_ambiguous_delimiters_are_refused(tmp_path: Path) -> None:
    """If two delimiters are possible, Dragoman refuses the file and suggests ``--delimiter``."""
    path = written(tmp_path, "t.csv", "Name, first;Day\nMeier, Hans;2020\n")

    assert "--delimiter" in refusal(path)
    assert cells(path, delimiter="semicolon") == [{"Name, first": "Meier, Hans", "Day": "2020"}]


def test_a_single_column_needs_no_delimiter(tmp_path: Path) -> None:
    """A list of words is a table with one column and needs no delimiter."""
    assert cells(written(tmp_path, "t.txt", "Name\na\nb\n")) == [{"Name": "a"}, {"Name": "b"}]


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", "Land;Ort\nTürkei;Köln\n"),
        ("utf-8-sig", "Land;Ort\nTürkei;Köln\n"),
        ("utf-16", "Land;Ort\nTürkei;Köln\n"),
        ("utf-32", "Land;Ort\nTürkei;Köln\n"),
        ("cp1252", "Land;Ort\nTürkei;Köln – Altstadt\n"),
        ("cp1251", "Страна;Город\nИрак;Багдад\n"),
        ("cp1254", "Ülke;Şehir\nTürkiye;İstanbul\n"),
        ("cp1256", "الدولة;المدينة\nالعراق;بغداد\n"),
        ("koi8-r", "Страна;Город\nИрак;Багдад\n"),
    ],
)
def test_the_encoding_is_recognised_and_reported(tmp_path: Path, encoding: str, text: str) -> None:
    """Dragoman detects the encoding of a file and reports it."""
    path = written(tmp_path, "t.csv", text.encode(encoding))

    table = open_table(path)

    heads, values = (line.split(";") for line in text.splitlines())
    assert [row.cells for row in table.rows()] == [dict(zip(heads, values, strict=True))]
    assert encoding in table.description


def test_an_ambiguous_code_page_is_refused(tmp_path: Path) -> None:
    """If two code pages are possible, Dragoman refuses the file and shows both readings."""
    path = written(tmp_path, "t.csv", "nom;x\npère;1\n".encode("cp1252"))

    message = refusal(path)

    assert "--encoding cp1252 reads père" in message
    assert "--encoding cp1250 reads pčre" in message
    assert cells(path, encoding="cp1252") == [{"nom": "père", "x": "1"}]


def test_a_code_page_must_be_unambiguous_for_the_whole_file(tmp_path: Path) -> None:
    """A single ambiguous word far down in a file makes the code page uncertain."""
    plain = "Ort;x\nKöln;1\n" + "Bonn;2\n" * 60_000
    assert "cp1252" in open_table(written(tmp_path, "a.csv", plain.encode("cp1252"))).description

    path = written(tmp_path, "b.csv", (plain + "père;3\n").encode("cp1252"))

    assert "uncertain" in refusal(path)


def test_bytes_in_another_encoding_spoil_only_their_row(tmp_path: Path) -> None:
    """Dragoman rejects a row that has a byte in the wrong encoding; the message shows the byte."""
    raw = "Ort;x\nKöln;1\n".encode() + "Köln;2\n".encode("cp1252") + "Ürümqi;3\n".encode()
    path = written(tmp_path, "t.csv", raw)

    found = list(open_table(path).rows())

    assert [row.line for row in found] == [2, 3, 4]
    assert isinstance(found[1], Rejected)
    assert "byte 0xf6 is not utf-8" in found[1].reason
    assert found[1].cells == {"Ort": "K\\xf6ln", "x": "2"}


@pytest.mark.parametrize("name", ["utf-7", "rot13", "base64", "no-such", "unicode_escape", "a\0b"])
def test_an_unknown_encoding_is_refused(tmp_path: Path, name: str) -> None:
    """Dragoman refuses an encoding name that is unknown or not for text."""
    assert "unknown encoding" in refusal(written(tmp_path, "t.csv", "a,b\n1,2\n"), encoding=name)


def test_a_contradicting_byte_order_mark_is_refused(tmp_path: Path) -> None:
    """If a file's byte order mark contradicts the named encoding, Dragoman refuses the file."""
    path = written(tmp_path, "t.csv", "a;b\n1;2\n".encode("utf-16"))

    assert "has the byte order mark of utf-16" in refusal(path, encoding="cp1252")
    assert cells(path, encoding="UTF-16LE") == [{"a": "1", "b": "2"}]


def test_the_header_may_be_on_a_later_line(tmp_path: Path) -> None:
    """Dragoman skips lines above the header, and counts lines from the top of the file."""
    path = written(tmp_path, "t.csv", 'Visits "of the desk\n\nId,Name\n1,x\n')

    [row] = open_table(path, header=3).rows()

    assert (row.line, row.cells) == (4, {"Id": "1", "Name": "x"})


def test_rows_can_be_read_again_with_progress(tmp_path: Path) -> None:
    """A program can read a table twice; the reported progress ends at the size of the file."""
    path = written(tmp_path, "t.csv", "a,b\n" + "1,2\n" * 5_000)
    table = open_table(path)

    assert len(list(table.rows())) == len(list(table.rows())) == 5_000
    assert table.progress.done == table.progress.size == path.stat().st_size


def test_settings_without_effect_are_refused(tmp_path: Path) -> None:
    """Dragoman refuses a sheet name for a CSV file, and a delimiter of two characters."""
    path = written(tmp_path, "t.csv", "a,b\n1,2\n")

    assert "has no effect on csv files" in refusal(path, sheet="S")
    assert "give a single character" in refusal(path, delimiter="ab")


def test_a_sep_line_gives_the_delimiter(tmp_path: Path) -> None:
    """A first line ``sep=;`` sets the delimiter, and the next line is the header."""
    path = written(tmp_path, "t.csv", "sep=;\r\nDatum;Themen\r\n1.4.2025;a, b\r\n")

    table = open_table(path)

    assert list(table.columns) == ["Datum", "Themen"]
    assert [(row.line, row.cells["Themen"]) for row in table.rows()] == [(3, "a, b")]
    assert table.description == "csv, utf-8 (recognised), separated by ; (from line 1: sep=;)"
    assert cells(path, **{**table.settings, "header": 2}) == cells(path)
    assert table.settings["header"] == "2"


@pytest.mark.parametrize("title", ["Besuche 2025", "Besuche, 2025", "Besuche 2025;;", ";;Besuche"])
def test_a_title_above_the_table_is_not_a_header(tmp_path: Path, title: str) -> None:
    """Dragoman does not take a title above a table for the header, and suggests the right line."""
    text = f"{title}\n\nNr;Datum;Gast\n1;1.4.2025;A, B\n2;2.4.2025;\n3;2.4.2025;C\n"
    path = written(tmp_path, "t.csv", text)

    assert refusal(path) == (
        "t.csv:1: names 1 column, but the rows below have 3 cells;"
        " if line 3 is the header line, add --header 3"
    )
    assert cells(path, header=3)[0] == {"Nr": "1", "Datum": "1.4.2025", "Gast": "A, B"}


def test_a_title_above_a_sheet_is_not_a_header(tmp_path: Path) -> None:
    """Dragoman does not take a title in a merged cell for the header.

    The message suggests the right line.
    """
    rows = workbooks.rows(["Besuche 2025", "", ""], ["Nr", "Datum", "Gast"], ["1", "1.4.2025", "A"])
    path = workbooks.write(tmp_path / "t.xlsx", rows, merged=["A1:C1"])

    assert "if line 2 is the header line, add --header 2" in refusal(path)
    assert cells(path, header=2) == [{"Nr": "1", "Datum": "1.4.2025", "Gast": "A"}]


def test_a_list_of_words_with_some_commas_has_one_column(
    tmp_path: Path,
) -> None:
    """If the number of semicolons differs between rows, the table has a single column."""
    path = written(tmp_path, "t.csv", "Themen\nEnergie; Wasser\nHandel\nEnergie; Handel; Wasser\n")

    assert cells(path)[0] == {"Themen": "Energie; Wasser"}


# --- JSON Lines ---------------------------------------------------------------------------------


def test_objects_become_rows(tmp_path: Path) -> None:
    """A JSON object becomes a row.

    Dots join the names of nested fields, a list becomes lines in one cell, and numbers stay as
    they are written.
    """
    one = {"id": 7, "who": {"name": "A", "posts": ["x", "y"]}, "yes": True, "no": None}
    text = json.dumps(one)[:-1] + ', "n": 1.50e3, "people": [{"n": "p"}, {"s": "IQ"}]}\n\n'

    [row] = cells(written(tmp_path, "t.jsonl", text))

    assert row == {
        "id": "7",
        "who.name": "A",
        "who.posts": "x\ny",
        "yes": "true",
        "no": "",
        "n": "1.50e3",
        "people.n": "p\n",
        "people.s": "\nIQ",
    }


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"a": 1, "a": 2}', "'a' appears twice"),
        ('{"a": {"b": 1}, "a.b": 2}', "'a.b' appears twice"),
        ("[1]", "is not a JSON object"),
        ('{"a": 1', "is not JSON"),
        ('{"a": NaN}', "NaN is not a number"),
        ('{"a": [[1]]}', "lists within lists"),
        ('{"a": "\\ud800"}', "half a character"),
        ('{"a": "\\u0000"}', "NUL"),
        ('{"a":' * 12 + "1" + "}" * 12, "nested too deeply"),
        ('{"a":' * 100_000, "nested too deeply"),
        ('{"a": ["b\\nc"]}', "line break"),
    ],
)
def test_a_line_that_is_not_a_plain_object_is_rejected(
    tmp_path: Path, line: str, reason: str
) -> None:
    """Dragoman rejects a line that is not a plain JSON object and reads the other lines."""
    path = written(tmp_path, "t.jsonl", f'{{"a": 1}}\n{line}\n{{"a": 3}}\n')

    rows = list(open_table(path).rows())

    assert [type(row) for row in rows] == [TableRow, Rejected, TableRow]
    assert isinstance(rows[1], Rejected)
    assert (rows[1].line, reason in rows[1].reason) == (2, True), rows[1].reason


def test_a_json_array_is_refused(tmp_path: Path) -> None:
    """Dragoman refuses a JSON array; the message says to write one object per line."""
    assert "one object per line" in refusal(written(tmp_path, "t.json", '[{"a": 1}]'))


def test_columns_after_the_first_rows_are_read(tmp_path: Path) -> None:
    """Dragoman also reads a field that first occurs far down in a JSON Lines file.

    The list of columns, which comes from the first lines, does not contain the field.
    """
    path = written(tmp_path, "t.jsonl", '{"a": 1}\n' * 1_200 + '{"b": 2}\n')

    table = open_table(path)

    assert (list(table.columns), table.complete) == (["a"], False)
    assert list(table.rows())[-1].cells == {"b": "2"}


# --- Workbooks ----------------------------------------------------------------------------------


def test_cells_of_a_workbook_are_text(tmp_path: Path) -> None:
    """Cells of a workbook become text.

    Dates become ISO dates, integers have no decimal point, and a formula gives its value.
    """
    row = (
        workbooks.number("A2", 5.0)
        + workbooks.number("B2", 45767, workbooks.DAY)
        + workbooks.number("C2", 45767.5, workbooks.DAY)
        + workbooks.number("D2", "0.25")
        + '<c r="E2"><f>1+1</f><v>2</v></c><c r="F2" t="b"><v>1</v></c>'
    )
    head = "".join(workbooks.text(f"{letter}1", letter) for letter in "ABCDEF")
    path = workbooks.write(tmp_path / "t.xlsx", f'<row r="1">{head}</row><row r="2">{row}</row>')

    [found] = cells(path)

    assert list(found.values()) == ["5", "2025-04-20", "2025-04-20T12:00:00", "0.25", "2", "true"]


def test_errors_and_formulas_without_a_value_are_rejected(tmp_path: Path) -> None:
    """Dragoman rejects a row of a workbook if a cell has an error, or a formula without a value.

    The message names the cell.
    """
    rows = (
        workbooks.rows(["Id", "Sum"], ["1", "x"])
        + f'<row r="3">{workbooks.text("A3", "2")}<c r="B3" t="e"><v>#N/A</v></c></row>'
        + f'<row r="4">{workbooks.text("A4", "3")}<c r="B4"><f>SUM(A1)</f></c></row>'
    )

    found = rejected(workbooks.write(tmp_path / "t.xlsx", rows))

    assert [line for line, _ in found] == [3, 4]
    assert "column 'Sum': B3 contains an error" in found[0][1]
    assert "B4 has a formula without a value" in found[1][1]


def test_a_merged_cell_gives_its_value_to_all_covered_cells(tmp_path: Path) -> None:
    """A merged cell gives its value to every row that it covers."""
    rows = workbooks.rows(["Land", "Ort"], ["Irak", "Bagdad"], ["", "Basra"], ["", "Erbil"])
    path = workbooks.write(tmp_path / "t.xlsx", rows, merged=["A2:A4"])

    assert [row["Land"] for row in cells(path)] == ["Irak"] * 3


def test_one_of_several_sheets_must_be_named(tmp_path: Path) -> None:
    """Dragoman refuses a workbook that has several sheets unless the user names a sheet."""
    sheets = {"Old": workbooks.rows(["a"], ["1"]), "Neu": workbooks.rows(["b"], ["2"])}
    path = workbooks.write(tmp_path / "t.xlsx", sheets)

    assert refusal(path) == "t.xlsx: has 2 sheets; choose one with --sheet: Old, Neu"
    assert "did you mean Neu?" in refusal(path, sheet="Neue")
    assert cells(path, sheet="Neu") == [{"b": "2"}]


def test_a_sheet_may_begin_anywhere(tmp_path: Path) -> None:
    """The table may begin on any row of a sheet.

    Dragoman skips blank rows and keeps the row numbers.
    """
    rows = (
        f'<row r="3">{workbooks.text("A3", "Id")}{workbooks.text("B3", "N")}</row>'
        f'<row r="6">{workbooks.text("A6", "1")}</row>'
    )

    [row] = open_table(workbooks.write(tmp_path / "t.xlsx", rows), header=3).rows()

    assert (row.line, row.cells) == (6, {"Id": "1", "N": ""})


def test_without_the_extra_the_message_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If the library for workbooks is missing, the message says how to install the library."""
    monkeypatch.setitem(sys.modules, "python_calamine", None)

    message = refusal(workbooks.write(tmp_path / "t.xlsx", workbooks.rows(["a"], ["1"])))

    assert "pip install 'dragoman[xlsx]'" in message


def test_short_words_with_many_accents_are_words(tmp_path: Path) -> None:
    """Dragoman detects the code page even of short words with many accents, such as ``Süß``."""
    for word in ("Süß", "été", "Höß"):
        assert cells(written(tmp_path, "t.csv", f"A;B\n{word};über\n".encode("cp1252"))) == [
            {"A": word, "B": "über"}
        ]


def test_the_message_shows_a_word_that_differs(tmp_path: Path) -> None:
    """If the code page is uncertain, the message shows a word that depends on the code page."""
    table = "Gast;x\nJürgen;1\nGrößer;2\nÇelik;3\n".encode("cp1252")

    message = refusal(written(tmp_path, "t.csv", table))

    assert "--encoding cp1252 reads Çelik, --encoding cp1257 reads Ēelik" in message
