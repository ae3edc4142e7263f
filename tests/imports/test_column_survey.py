"""A survey of a table finds marks for missing values, keys, centuries and distant dates."""

from pathlib import Path

import pytest

from dragoman.exchange.mappings.column_survey import century_of, marks_in
from dragoman.exchange.mappings.column_types import formats_of, split_of_countries
from dragoman.exchange.mappings.day_formats import day_format, read_day
from dragoman.exchange.mappings.header_words import role_of
from dragoman.exchange.mappings.suggest import suggest
from dragoman.exchange.tables.opening import open_table
from dragoman.exchange.yaml_file import parsed
from tests.imports import workbooks
from tests.imports.test_suggest import TODAY, suggested


@pytest.mark.parametrize(
    ("texts", "marks"),
    [
        (["Iraq", "NA", "n/a", "—", "?"], ["NA", "n/a", "—", "?"]),
        (["IQ", "AZ", "NA", "TR"], []),
        (["IQ", "AZ", "NA", "-"], ["-"]),
        (["министр", "нет данных", "н/д"], ["нет данных", "н/д"]),
        (["Bakan", "yok"], ["yok"]),
        (["Nantes", "Nan Goldin"], []),
        (["none", "none"], []),
        (["1", "2"], []),
    ],
)
def test_marks_for_missing_values(texts: list[str], marks: list[str]) -> None:
    """The survey finds marks; NA is Namibia only among two-letter codes of states."""
    assert marks_in(texts) == marks


def test_marks_are_in_the_mapping(tmp_path: Path) -> None:
    """The suggestion lists the marks of the used columns."""
    found = suggested(tmp_path, "Id,Date,Country,X\n1,2025-04-03,Iraq,q\n2,2025-04-04,NA,none\n")

    assert "missing: [NA]" in found.text


def test_marks_differ_by_column_where_a_mark_is_a_value(tmp_path: Path) -> None:
    """If NA is a state in one column and missing in another, the mapping says so by column."""
    rows = "1,2025-04-03,IQ,Baku\n2,2025-04-04,NA,NA\n3,2025-04-05,AZ,Baku\n"
    found = suggested(tmp_path, f"Id,Date,Host,City\n{rows}")

    assert "missing: {City: [NA]}" in found.text
    assert [row.data["host"] for row in found.rows] == ["IQ", "NA", "AZ"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("File,Date,Country\nA-1,2025-04-03,Iraq\nA-2,2025-04-03,Iraq\n", ["File"]),
        ("Id,File,Country\n1,A-1,Iraq\n1,A-2,Iraq\n", ["File"]),
        (",Date,Country\n0,2025-04-03,Iraq\n1,2025-04-03,Iraq\n", None),
        ("Unnamed: 0,Date,Country\n0,2025-04-03,Iraq\n1,2025-04-03,Iraq\n", None),
        ("Cost,Date,Country\n1.5,2025-04-03,Iraq\n2.5,2025-04-03,Iraq\n", None),
        ("Created,Country\n2025-04-03,Iraq\n2025-04-04,Iraq\n", None),
    ],
)
def test_the_key_is_a_unique_column_of_codes(
    tmp_path: Path, text: str, key: list[str] | None
) -> None:
    """The suggestion proposes a unique column of codes, but never the number of a row or a date."""
    mapping = parsed("m.yaml", suggested(tmp_path, text).text).data

    assert mapping.get("key") == key


def test_two_columns_may_be_a_key_together(tmp_path: Path) -> None:
    """If no column is unique, a comment names two columns that are unique together."""
    rows = "2025-04-03,A. Example,Iraq\n2025-04-03,B. Example,Iraq\n2025-04-04,A. Example,Iraq\n"

    found = suggested(tmp_path, f"Date,Guest,Country\n{rows}")

    assert "# key: [Date, Guest]   # together unique" in found.text


def test_rows_of_one_record_are_found(tmp_path: Path) -> None:
    """If adjacent rows share the key, the date and the host, they are one record."""
    rows = "1,2025-04-03,A. Example,Iraq\n1,2025-04-03,B. Example,Iraq\n2,2025-04-04,A,Iraq\n"

    found = suggested(tmp_path, f"Id,Date,Guest,Host\n{rows}")
    other = suggested(tmp_path, f"Id,Date,Guest,Host\n{rows}".replace("03,B", "09,B"))

    assert "rows: same-key" in found.text
    assert len(found.rows) == 2
    assert "rows: same-key" not in other.text


def test_merged_cells_show_which_rows_belong_together(tmp_path: Path) -> None:
    """Without numbers of rows, cells merged over rows show which rows are one record."""
    rows = workbooks.rows(
        ["Datum", "Teilnehmer", "Land"],
        ["3.4.2025", "A. Beispiel", "Irak"],
        ["", "B. Beispiel", ""],
        ["13.4.2025", "C. Beispiel", "Iran"],
    )
    path = workbooks.write(tmp_path / "t.xlsx", rows, merged=["A2:A3", "C2:C3"])

    found = suggest(open_table(path), "t", TODAY)

    assert "key: [Datum, Land]" in found.text
    assert [len(row.data["participants"]) for row in found.rows] == [2, 1]  # type: ignore[union-attr]


def test_a_number_that_is_not_unique_is_a_question(tmp_path: Path) -> None:
    """If almost every row has its own number, the suggestion says which rows share one."""
    rows = "".join(f"{8 if n == 9 else n},{n} April 2025,Iraq\n" for n in range(1, 13))

    asked = suggested(tmp_path, f"No,Date,Country\n{rows}").questions

    assert any("No is not different in every row ('8' is in lines 9 and 10)" in q for q in asked)


@pytest.mark.parametrize(
    ("column", "role"),
    [
        ("HostCountry", "host"),
        ("VisitorName", "name"),
        ("Zeitraum bis", "until"),
        ("İştirakçılar", "name"),
        ("Paese ospitante", "host"),
        ("País anfitrião", "host"),
        ("کشور میزبان", "host"),
        ("东道国", "host"),
        ("Страна пребывания", "host"),
        ("البلد المضيف", "host"),
    ],
)
def test_columns_of_other_languages(column: str, role: str) -> None:
    """The suggestion recognises the names of columns in twelve languages."""
    assert role_of(column) == role


@pytest.mark.parametrize(
    ("form", "text", "edtf"),
    [
        ("D MMMM YYYY", "du 3 au 5 avril 2025", "2025-04-03/2025-04-05"),
        ("D. MMMM YYYY", "vom 3. bis 5. April 2025", "2025-04-03/2025-04-05"),
        ("D MMMM YYYY [г.]", "с 3 по 5 апреля 2025 г.", "2025-04-03/2025-04-05"),
        ("DD/MM/YYYY", "من 03/04/2025 إلى 05/04/2025", "2025-04-03/2025-04-05"),
    ],
)
def test_periods_with_a_word_in_front(form: str, text: str, edtf: str) -> None:
    """A period may begin with a word such as "du" or "vom"."""
    assert day_format(form).read(text) == edtf


@pytest.mark.parametrize(
    ("text", "form", "edtf"),
    [
        ("Do, 03.04.2025", "", "2025-04-03"),
        ("lun 3 mars 2025", "", "2025-03-03"),
        ("Чт, 3.4.2025", "D.M.YYYY", "2025-04-03"),
        ("mar 3/4/2025", "D/M/YYYY", "2025-04-03"),
        ("Mar 2025", "", "2025-03"),
        ("Mar 3-5, 2025", "MMM D, YYYY", "2025-03-03/2025-03-05"),
    ],
)
def test_a_weekday_in_front_of_a_date(text: str, form: str, edtf: str) -> None:
    """A weekday in front of a date is no part of it, but a month is never a weekday."""
    assert read_day(text, [day_format(form)] if form else []) == edtf


@pytest.mark.parametrize(
    ("values", "formats"),
    [
        (["2025-04-03 00:00:00", "2025-04-04 00:00:00"], ["YYYY-MM-DD [00:00:00]"]),
        (["2025-04-03T00:00:00Z"], ["YYYY-MM-DD[T00:00:00Z]"]),
        (["03.04.2025 0:00:00"], ["DD.MM.YYYY [0:00:00]"]),
        (["03.04.2025 00:00", "13.04.2025 14:30"], ["DD.MM.YYYY [00:00]"]),
        (["4/3/2025 12:00:00 AM", "4/30/2025 12:00:00 AM"], ["M/D/YYYY [12:00:00 AM]"]),
        (["29-Aug-25", "3-Sep-25"], ["D-MMM-20YY"]),
        (["13/04/25", "01/02/25"], ["DD/MM/20YY"]),
        (["03.04.25", "3.4.2025"], ["DD.MM.20YY"]),
        (["2025年4月3日"], ["YYYY[年]M[月]D[日]"]),
    ],
)
def test_formats_of_exports_from_spreadsheets(values: list[str], formats: list[str]) -> None:
    """The time of midnight is no part of a date; years of two digits are in the given century."""
    assert formats_of(values, "20") == (formats, "")


def test_midnight_is_a_day_next_to_other_times(tmp_path: Path) -> None:
    """A mapping may read midnight as a day, and other times as times."""
    found = suggested(tmp_path, "Id,Date\n1,13.04.2025 00:00\n2,14.04.2025 14:30\n")

    mapping = found.text.replace("# parties: [AZ, {column: COLUMN}]", "parties: [AZ, IQ]")
    assert 'format: ["DD.MM.YYYY [00:00]"]' in mapping


@pytest.mark.parametrize(
    ("texts", "century"),
    [
        (["3.4.2025", "29-Aug-25"], "20"),
        (["1998", "03.04.97"], "19"),
        (["1998", "2003"], None),
        (["03.04.97"], None),
        (["room 1234"], None),
    ],
)
def test_a_century_is_never_guessed(texts: list[str], century: str | None) -> None:
    """The century of years with two digits comes from years with four digits in the table."""
    assert century_of(texts) == century


def test_years_of_two_digits_are_a_question(tmp_path: Path) -> None:
    """If nothing in the table names the century, the suggestion asks, with the format to add."""
    text = "Id,Date,Country\n1,29-Aug-25,Iraq\n2,3-Sep-25,Iran\n"

    asked = suggested(tmp_path, text, "visits").questions
    named = suggested(tmp_path, text, "visits 2025").text

    assert any("add format: [D-MMM-20YY], or 19YY" in one for one in asked)
    assert "format: [D-MMM-20YY]" in named


def test_a_departure_before_the_return_is_the_start(tmp_path: Path) -> None:
    """If the column of departures has the earlier dates, it has the start of the visit."""
    found = suggested(tmp_path, "Id,Arrival,Departure\n1,2025-04-05,2025-04-03\n")

    assert "occurred: {column: Departure, until: Arrival}" in found.text
    assert "kind: visit" in found.text


def test_distant_dates_are_a_question(tmp_path: Path) -> None:
    """A date that is far from all others is a question with its line."""
    rows = "".join(f"{n},2025-04-0{n},Iraq\n" for n in range(1, 9))

    asked = suggested(tmp_path, f"Id,Date,Country\n{rows}9,2052-04-09,Iraq\n").questions

    assert "Date: is 2052-04-09 (line 10) right? The other dates are from 2025 to 2025" in asked


@pytest.mark.parametrize(
    ("values", "sign"),
    [
        (["العراق، إيران"], "،"),
        (["伊拉克、伊朗", "土耳其"], "、"),
        (["Irak und Iran"], " und "),
        (["Ирак и Иран"], " и "),
        (["العراق وإيران"], " و"),
    ],
)
def test_separators_of_other_scripts(values: list[str], sign: str) -> None:
    """Countries may be separated by an Arabic or a Chinese comma, or by "and" in any language."""
    assert split_of_countries(values) == sign


def test_the_kind_may_be_in_a_column(tmp_path: Path) -> None:
    """If a column has words for the kinds of engagements, it gives the kind of each row."""
    text = "Nr;Art;Datum;Land\n1;Besuch;3.4.2025;Irak\n2;Telefonat;4.4.2025;Iran\n"

    found = suggested(tmp_path, text)

    assert "kind: {column: Art, values: {Besuch: visit, Telefonat: meeting}}" in found.text
