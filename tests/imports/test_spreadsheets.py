"""Tables as people keep them: marks for missing values, headers of two lines, merged cells."""

from typing import Any

import pytest

from tests.conftest import Desk
from tests.imports import workbooks

HEAD = "dataset: desk\nsource: {title: The list of the desk}\n"
RECORD = """\
record:
  kind: visit
  status: concluded
  title: {column: Title}
  occurred: {column: Date}
  host: {column: Host}
  parties: [AZ]
"""


def imported(desk: Desk, file: str, mapping: str, *options: str, code: int = 0) -> str:
    """Import a file with a mapping; return the notes."""
    desk.write("map.yaml", HEAD + mapping)
    answer = desk.run("import", file, "--map", "map.yaml", *options)
    assert answer.code == code, (answer.out, answer.err)
    return answer.out + answer.err


def record_of(desk: Desk, ref: str) -> dict[str, Any]:
    """Return a record as ``show --json`` prints it."""
    record: dict[str, Any] = desk.read("show", ref)["record"]
    return record


# --- Missing values -----------------------------------------------------------------------------


def test_marks_for_missing_values_are_empty_cells(desk: Desk) -> None:
    """A text in ``missing`` is an empty cell, in any case, and in every column."""
    desk.write("t.csv", "Title,Date,Host\nA,2025-04-03,NA\nB,2025-04-04,n/a\nC,2025-04-05,-\n")

    imported(desk, "t.csv", 'missing: [NA, n/a, "-"]\n' + RECORD)

    assert [record_of(desk, f"V-{n}").get("host") for n in (1, 2, 3)] == [None] * 3


def test_missing_values_may_differ_by_column(desk: Desk) -> None:
    """In a column with two-letter codes, NA stays Namibia if ``missing`` lists other columns."""
    desk.write("t.csv", "Title,Date,Host,Place\nA,2025-04-03,NA,NA\n")

    imported(desk, "t.csv", "missing: {Place: NA}\n" + RECORD + "  place: {column: Place}\n")

    record = record_of(desk, "V-1")
    assert (record["host"], record.get("place")) == ("NA", None)


def test_a_missing_key_rejects_the_row(desk: Desk) -> None:
    """A mark in the column of the key is an empty key."""
    desk.write("t.csv", "No,Title,Date,Host\n-,A,2025-04-03,IQ\n")

    imported(desk, "t.csv", 'key: No\nmissing: "-"\n' + RECORD, code=1)

    assert "the key of the row is empty" in (desk.home / "t.csv.rejected.csv").read_text()


def test_a_mark_in_an_unknown_column_is_an_error(desk: Desk) -> None:
    """A column that the file does not have is an error in ``missing`` too."""
    desk.write("t.csv", "Title,Date,Host\nA,2025-04-03,IQ\n")

    answer = imported(desk, "t.csv", "missing: {Ort: NA}\n" + RECORD, code=2)

    assert "map.yaml:3: missing, Ort: the file has no column 'Ort'" in answer


# --- Headers ------------------------------------------------------------------------------------


def test_a_header_of_two_lines_names_the_columns(desk: Desk) -> None:
    """A group in the first line is part of the names of all its columns."""
    desk.write(
        "t.csv", "No,Visit,,Guest,\n,From,To,Name,Country\n1,2025-04-03,2025-04-05,A. Example,AZ\n"
    )
    mapping = """\
file: {header: [1, 2]}
key: [No]
record:
  kind: visit
  status: concluded
  title: {text: "Visit of {Guest Name}"}
  occurred: {column: Visit From, until: Visit To}
  parties: [IQ, {column: Guest Country}]
"""

    imported(desk, "t.csv", mapping)

    record = record_of(desk, "V-1")
    assert record["title"] == "Visit of A. Example"
    assert set(record["parties"]) == {"AZ", "IQ"}


@pytest.mark.parametrize("option", ["1-2", "1,2"])
def test_merged_cells_in_a_header_name_all_their_columns(desk: Desk, option: str) -> None:
    """A merged cell in the header is part of the name of every column below."""
    rows = workbooks.rows(
        ["Date", "Guest", "", "Title"], ["", "Name", "Host", ""], ["2025-04-03", "A", "IQ", "T"]
    )
    workbooks.write(desk.home / "t.xlsx", rows, merged=["A1:A2", "B1:C1", "D1:D2"])

    imported(
        desk, "t.xlsx", RECORD.replace("{column: Host}", "{column: Guest Host}"), "--header", option
    )

    assert record_of(desk, "V-1")["host"] == "IQ"


@pytest.mark.parametrize("option", ["1-3-5", "1,3", "1-9", "2-1"])
def test_header_lines_are_adjacent(desk: Desk, option: str) -> None:
    """Header lines that are not one below the other are an error of one line."""
    desk.write("t.csv", "Title,Date,Host\nA,2025-04-03,IQ\n")

    assert "header" in imported(desk, "t.csv", RECORD, "--header", option, code=2)


def test_a_second_header_line_is_named_in_the_error(desk: Desk) -> None:
    """If columns have their names in the second line, the error says which option to add."""
    desk.write("t.csv", "Title,Visit,\n,Date,Host\nA,2025-04-03,IQ\n")

    assert "add --header 1-2" in imported(desk, "t.csv", RECORD, code=2)


def test_spaces_of_any_kind_are_the_same_in_a_column_name(desk: Desk) -> None:
    """A mapping finds a column whose name has another kind of space or invisible characters."""
    desk.write("t.csv", "Title,Date,Host\u00a0 country\u200b\nA,2025-04-03,IQ\n")

    imported(desk, "t.csv", RECORD.replace("{column: Host}", "{column: Host country}"))

    assert record_of(desk, "V-1")["host"] == "IQ"


def test_an_index_without_a_name_is_a_column(desk: Desk) -> None:
    """A first column without a name has the name "column 1"."""
    desk.write("t.csv", ",Title,Date,Host\n0,A,2025-04-03,IQ\n1,B,2025-04-04,IQ\n")

    imported(desk, "t.csv", "key: [column 1]\n" + RECORD)

    assert record_of(desk, "V-2")["title"] == "B"


# --- Rows of a workbook -------------------------------------------------------------------------

VISITS = (["Title", "Date", "Host"], *([f"T{n}", f"2025-04-0{n}", "IQ"] for n in (1, 2, 3)))


@pytest.mark.parametrize("name", ["hidden", "struck"])
def test_hidden_and_struck_rows_are_mentioned_and_may_be_left_out(desk: Desk, name: str) -> None:
    """A note counts hidden and struck-through rows; an option leaves them out."""
    workbooks.write(desk.home / "t.xlsx", workbooks.rows(*VISITS, **{name: [3]}))  # type: ignore[arg-type]
    word = {"hidden": "hidden", "struck": "struck-through"}[name]

    kept = imported(desk, "t.xlsx", RECORD, "--dry-run")
    skipped = imported(desk, "t.xlsx", f"file: {{{name}: skip}}\n" + RECORD)

    assert f"note: read 1 {word} row (row 3) like other rows" in kept
    assert "desk, 3 rows: 3 new." in kept
    assert f"note: left out 1 {word} row (row 3)" in skipped
    assert "desk, 2 rows: 2 new." in skipped


def test_a_heading_over_all_columns_is_no_row(desk: Desk) -> None:
    """Dragoman passes over a cell that is merged over all columns, and counts it."""
    lines = [VISITS[0], ["April 2025", "", ""], *VISITS[1:]]
    workbooks.write(desk.home / "t.xlsx", workbooks.rows(*lines), merged=["A2:C2"])

    told = imported(desk, "t.xlsx", RECORD)

    assert "desk, 3 rows: 3 new." in told
    assert "note: 1 heading over the columns is not a record: row 2" in told


# --- Several rows for one record ----------------------------------------------------------------

TALKS = """\
rows: same-key
key: [No]
record:
  kind: meeting
  status: held
  title: {column: Title}
  occurred: {column: Date}
  parties: [AZ, IQ]
  participants: [{name: {column: Name}, post: {column: Post}}]
"""


def test_rows_with_the_same_key_are_one_record(desk: Desk) -> None:
    """Adjacent rows with the same key, or below without a key, make up one record."""
    desk.write(
        "t.csv",
        "No,Title,Date,Name,Post\n1,T,2025-04-03,A. Example,Minister\n,,,B. Example,\n"
        "1,T,,C. Example,Adviser\n2,U,2025-04-04,D. Example,\n",
    )

    told = imported(desk, "t.csv", TALKS)

    people = record_of(desk, "M-1")["participants"]
    assert [one["name"] for one in people] == ["A. Example", "B. Example", "C. Example"]
    assert [one["post"] for one in people] == ["Minister", None, "Adviser"]
    assert "desk, 4 rows: 2 new." in told
    assert "note: 3 rows with the same keys make up 1 record" in told
    assert "2 unchanged" in imported(desk, "t.csv", TALKS)


def test_cells_merged_over_rows_make_up_one_record(desk: Desk) -> None:
    """A workbook with merged cells for the talks, and a row per participant."""
    rows = workbooks.rows(
        ["No", "Title", "Date", "Name", "Post"],
        ["1", "T", "2025-04-03", "A. Example", "Minister"],
        ["", "", "", "B. Example", "Adviser"],
    )
    workbooks.write(desk.home / "t.xlsx", rows, merged=["A2:A3", "B2:B3", "C2:C3"])

    imported(desk, "t.xlsx", TALKS)

    assert len(record_of(desk, "M-1")["participants"]) == 2


def test_rows_of_one_record_are_rejected_together(desk: Desk) -> None:
    """If rows with the same key differ, all of them are in the file of rejected rows."""
    desk.write(
        "t.csv",
        "No,Title,Date,Name,Post\n1,T,2025-04-03,A,\n1,T,2025-04-09,B,\n2,U,2025-04-04,C,\n",
    )

    told = imported(desk, "t.csv", TALKS, code=1)

    rejected = (desk.home / "t.csv.rejected.csv").read_text().splitlines()
    assert "desk, 3 rows: 1 new, 2 rejected." in told
    assert [line.split(",")[0] for line in rejected[1:]] == ["2", "3"]
    assert "rows with the same key differ: '2025-04-03' and '2025-04-09'" in rejected[1]


def test_an_unreadable_row_rejects_its_record(desk: Desk) -> None:
    """If one row of a record is unreadable, no part of the record is recorded."""
    desk.write("t.csv", "No,Title,Date,Name,Post\n1,T,2025-04-03,A,\n1,T,2025-04-03,B,,more\n")

    imported(desk, "t.csv", TALKS, code=1)

    rejected = (desk.home / "t.csv.rejected.csv").read_text().splitlines()
    assert [line.split(",")[0] for line in rejected[1:]] == ["2", "3"]


def test_joined_rows_need_a_key(desk: Desk) -> None:
    """``rows: same-key`` without a key is an error in the mapping."""
    desk.write("t.csv", "No,Title,Date,Name,Post\n1,T,2025-04-03,A,\n")

    answer = imported(desk, "t.csv", TALKS.replace("key: [No]\n", ""), code=2)

    assert "rows: needs a key: add key: [COLUMN]" in answer


# --- Long titles --------------------------------------------------------------------------------


def test_a_long_title_is_shortened_and_kept_in_the_summary(desk: Desk) -> None:
    """A title over 500 characters is shortened at a word; the summary has the whole text."""
    title = "word " * 120 + "end"
    desk.write("t.csv", f"Title,Date,Host,Note\n{title},2025-04-03,IQ,More\n")

    told = imported(desk, "t.csv", RECORD + "  summary: {column: Note}\n")

    record = record_of(desk, "V-1")
    assert record["title"] == ("word " * 100).strip() + "…"
    assert record["summary"] == f"{title}\n\nMore"
    assert "note: 1 title was longer than 500 characters" in told


# --- Dates --------------------------------------------------------------------------------------


def test_a_date_far_from_all_others_is_mentioned(desk: Desk) -> None:
    """An import records a date that is far from all others, and says in which line it is."""
    rows = "".join(f"T{n},{1905 if n == 4 else 2025}-04-0{n},IQ\n" for n in range(1, 8))
    desk.write("t.csv", f"Title,Date,Host\n{rows}")

    told = imported(desk, "t.csv", RECORD, "--dry-run")

    assert "note: check the dates in 1905 (line 5): the others are from 2025 to 2025" in told


def test_months_of_two_words_fit_a_format(desk: Desk) -> None:
    """The months of the Levant have names of one or two words."""
    desk.write("t.csv", "Title,Date,Host\nA,3 كانون الثاني 2025,IQ\nB,20 نيسان 2025,IQ\n")

    imported(desk, "t.csv", RECORD.replace("{column: Date}", "{column: Date, format: D MMMM YYYY}"))

    assert record_of(desk, "V-1")["occurred"]["edtf"] == "2025-01-03"


# --- Words that are not codes -------------------------------------------------------------------


@pytest.mark.parametrize("word", ["n/a", "no", "in", "No"])
def test_words_are_not_codes_by_hand_or_in_a_dispatch(desk: Desk, word: str) -> None:
    """By hand and in a dispatch, "n/a" and "no" are not Namibia and Norway."""
    desk.write(
        "d.yaml",
        "dispatch: d\nsource: {title: News}\nrecords:\n- kind: meeting\n  handle: m\n"
        f"  status: held\n  title: T\n  occurred: 2025-04-03\n  host: {word}\n  "
        "parties: [AZ, IQ]\n",
    )
    meeting = ("--title", "T", "--party", "AZ", "--party", "IQ", "--occurred", "2025-04-03")

    by_hand = desk.run("meeting", "hold", *meeting, "--host", word)
    in_file = desk.run("record", "d.yaml")

    for answer in (by_hand, in_file):
        assert (answer.code, len(answer.err.splitlines())) == (2, 1)
        assert f"'{word}' means" in answer.err
        assert "only in capitals" in answer.err
