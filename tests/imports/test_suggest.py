"""Suggested mappings work unchanged, and contain questions about the uncertain parts."""

import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import to_builtins

from dragoman.cli.page.markdown import markdown
from dragoman.cli.record.mapping_preview import preview, preview_page
from dragoman.exchange.faults import UsageError
from dragoman.exchange.imports.drafts import Draft, Rejected
from dragoman.exchange.mappings.column_types import formats_of, split_of_countries
from dragoman.exchange.mappings.header_words import role_of
from dragoman.exchange.mappings.mapping import mapping_of, open_mapped
from dragoman.exchange.mappings.suggest import Suggestion, handle_of, suggest
from dragoman.exchange.tables.opening import open_table
from dragoman.exchange.yaml_file import parsed

TODAY = date(2026, 1, 15)


def suggested(folder: Path, text: str, name: str = "Visits") -> Suggestion:
    """Return the suggested mapping for a table with this text."""
    path = folder / "t.csv"
    path.write_text(text)
    return suggest(open_table(path), name, TODAY)


def test_a_german_list_of_visits(tmp_path: Path) -> None:
    """The suggestion recognises the columns and values of a German list of visits."""
    text = (
        "Nr;Von;Bis;Gast;Amt;Land;Gastland;Ort;Themen;Status;Art des Besuchs;Aktenzeichen\n"
        "1;03.04.2025;05.04.2025;H. Müller;Minister;Türkei;Irak;Bagdad;Energie, Handel;erledigt;"
        "Staatsbesuch;q\n"
        "2;13.04.2025;;A. Ö.;Botschafter;Iran;Aserbaidschan;Baku;Handel;geplant;seltsam;r\n"
    )

    found = suggested(tmp_path, text, "Besuche 2025.csv")

    first, second = found.rows
    assert isinstance(first, Draft)
    assert first.key == "1"
    assert {name: one for name, one in first.data.items() if name != "as_written"} == {
        "kind": "visit",
        "status": "concluded",
        "title": "Visit of H. Müller to Bagdad",
        "occurred": "2025-04-03/2025-04-05",
        "place": "Bagdad",
        "host": "IQ",
        "parties": ["TR"],
        "participants": [{"name": "H. Müller", "post": "Minister"}],
        "level": "state",
        "topics": ["Energie", "Handel"],
    }
    assert isinstance(second, Rejected)
    assert "'seltsam' is not among the values of level" in second.reason
    assert found.unused == ["Aktenzeichen"]
    assert any("what do seltsam mean?" in one for one in found.questions)


def test_a_suggestion_works_unchanged(tmp_path: Path) -> None:
    """The suggested mapping works unchanged, and gives the rows that the preview shows."""
    found = suggested(tmp_path, "Date,Country,Notes: all\n2025-04-20,Iraq,x\n20 May 2025,Iran,y\n")

    mapping = mapping_of(parsed("m.yaml", found.text), TODAY)

    assert list(open_mapped(tmp_path / "t.csv", mapping).drafts()) == found.rows
    assert [type(one) for one in found.rows] == [Draft, Draft]


def test_at_most_five_rows_are_shown(tmp_path: Path) -> None:
    """A preview shows at most five rows."""
    assert len(suggested(tmp_path, "Date,Country\n" + "2025,Iraq\n" * 50).rows) == 5


def test_a_day_above_twelve_decides_the_order(tmp_path: Path) -> None:
    """A date with a number above twelve shows whether the day or the month comes first."""
    found = suggested(tmp_path, "When,Country\n04/03/2025,Iraq\n04/25/2025,Iran\n")

    assert 'format: ["MM/DD/YYYY"]' in found.text
    assert isinstance(found.rows[0], Draft)
    assert found.rows[0].data["occurred"] == "2025-04-03"


def test_an_undecided_order_is_a_question(tmp_path: Path) -> None:
    """If day and month could be either way round, the suggestion contains a question.

    Until the user answers, the suggested mapping rejects the rows.
    """
    found = suggested(tmp_path, "When,Country\n04/03/2025,Iraq\n05/06/2025,Iran\n")

    assert "# Question: When has dates such as 04/03/2025: is it DD/MM/YYYY or MM/DD" in found.text
    assert all(isinstance(row, Rejected) for row in found.rows)


@pytest.mark.parametrize(
    ("values", "formats", "asks"),
    [
        (["2025-04-20", "20.04.2025", "April 2025"], [], False),
        (["13/04/2025", "01/04/2025"], ["DD/MM/YYYY"], False),
        (["13/4/2025", "1/4/2025"], ["D/M/YYYY"], False),
        (["13/04/2025", "04/13/2025"], [], True),
        (["12/1/2025", "5/6/2025", "1/2-3/2025"], [], True),
        (["12/1/2025", "3-5/4/2025"], [], True),
        (["3.-5.4.2025", "3.4.2025"], [], False),
        (["4.13.2025", "13.4.–14.4.2025"], ["M.D.YYYY"], False),
        (["3 апреля 2025", "5 мая 2025"], [], False),
        (["20250420"], [], False),
        (["13/04/2025 09:30"], [], False),
        (["3 de abril de 2025"], [], False),
        (["soon", "later"], [], False),
    ],
)
def test_formats_are_found_by_trying(values: list[str], formats: list[str], asks: bool) -> None:
    """The suggestion lists date formats that can read every value.

    If the order of day and month is uncertain, the suggestion asks.
    """
    found, question = formats_of(values)

    assert (found, bool(question)) == (formats, asks)


@pytest.mark.parametrize(
    ("values", "sign"),
    [
        (["Iraq", "Iran"], ""),
        (["Iraq; Iran", "Turkey"], ";"),
        (["Iraq and Iran"], " and "),
        (["Irak/Iran", "Türkei"], "/"),
        (["Bosnia and Herzegovina", "Iraq"], ""),
        (["Müller", "Meier"], None),
    ],
)
def test_countries_are_recognised_by_their_values(values: list[str], sign: str | None) -> None:
    """The suggestion recognises a column of countries and the separator between countries."""
    assert split_of_countries(values) == sign


@pytest.mark.parametrize(
    ("column", "role"),
    [
        ("Date of visit", "date"),
        ("Besuchsdatum", "date"),
        ("Début", "from"),
        ("País anfitrión", "host"),
        ("Страна", "country"),
        ("Görevi", "post"),
        ("Mövzu 2", "topic"),
        ("الدولة", "country"),
        ("visitor_name", "name"),
        ("Xyz", None),
        ("visitor.post", "post"),
        ("Ref No", "id"),
    ],
)
def test_columns_are_recognised_in_eight_languages(column: str, role: str | None) -> None:
    """The suggestion recognises column names in eight languages."""
    assert role_of(column) == role


def test_a_key_is_suggested_only_if_it_is_unique(tmp_path: Path) -> None:
    """The suggestion takes a column as the key only if its values are unique."""
    assert "key: [Id]" in suggested(tmp_path, "Id,Date\n1,2025\n2,2025\n").text
    assert "\n# key:" in suggested(tmp_path, "Id,Date\n1,2025\n1,2025\n").text


@settings(max_examples=40, deadline=None)
@given(
    names=st.lists(
        st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8),
        min_size=2,
        max_size=4,
        unique_by=str.strip,
    ),
    values=st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=8), min_size=4),
)
def test_any_column_name_gives_a_readable_mapping(
    tmp_path_factory: pytest.TempPathFactory, names: list[str], values: list[str]
) -> None:
    """For any column names and values, the suggestion is a mapping that Dragoman can read."""
    import json

    path = tmp_path_factory.mktemp("suggest") / "t.jsonl"
    row = dict(zip([*names, "Status", "Level"], values, strict=False)) | {"Date": "2025"}
    path.write_text(json.dumps(row) + "\n")
    try:
        table = open_table(path)
    except UsageError:
        return

    found = suggest(table, names[0], TODAY)

    document = parsed("m.yaml", found.text).data
    assert set(document) <= {"dataset", "source", "file", "key", "record"}
    assert document["source"] == {"title": names[0][:500]}


def test_a_wide_table_takes_no_time(tmp_path: Path) -> None:
    """A suggestion for a table with a thousand columns takes less than 15 seconds."""
    heads = "Date," + ",".join(f"c{n}" for n in range(1_000))
    row = "2025," + ",".join(f"w{n}" for n in range(1_000))
    began = time.monotonic()

    found = suggested(tmp_path, f"{heads}\n" + f"{row}\n" * 60)

    assert len(found.unused) == 1_000
    assert time.monotonic() - began < 15


def test_names_of_data_sets_are_handles() -> None:
    """For any file name, the suggested name of the data set is a valid handle."""
    assert [handle_of(one) for one in ("Besuche 2025.csv", "Визиты.xlsx", "…")] == [
        "besuche-2025",
        "vizity",
        "table",
    ]


def test_a_preview_shows_every_field(tmp_path: Path) -> None:
    """A preview shows fields and the reasons for rejected rows, both as a page and as JSON."""
    text = "Id,Date,Country,Visitor\n1,2025-04-20,Iraq,A\n2,soon,Iran,B\n3,2025,Iran,C\n"
    text += "4,2024,Iran,D\n5,2023,Iran,E\n6,2022,Iran,F\n"
    found = suggested(tmp_path, text)

    message = markdown(preview_page(found.rows))
    shape = to_builtins(preview(found))

    assert "2025-04-20" in message
    assert "'soon' is not a date" in message
    assert shape["rows"][0]["record"]["participants"] == [{"name": "A"}]
    assert shape["rows"][1] == {"line": 3, "rejected": found.rows[1].reason}  # type: ignore[union-attr]


@pytest.mark.parametrize("value", ["45750", "Woche vierzehn", "03.04.25"])
def test_an_unreadable_date_column_is_kept(tmp_path: Path, value: str) -> None:
    """If no date in a column is readable, the mapping keeps the column and asks about the dates."""
    found = suggested(tmp_path, f"Nr,Datum,Gast\n1,{value},A\n2,{value},B\n")

    assert "  occurred: {column: Datum}\n" in found.text
    assert all(isinstance(row, Rejected) for row in found.rows)
    assert f"# Question: Datum has unreadable dates such as {value}" in found.text


def test_an_unreadable_end_is_kept(tmp_path: Path) -> None:
    """The suggestion uses the column of end dates even if the dates are unreadable."""
    text = "Von;Bis;Gast\n3.4.2025;wohl 5.4.2025;A\n4.4.2025;wohl 6.4.2025;B\n"

    assert "occurred: {column: Von, until: Bis}" in suggested(tmp_path, text).text


@pytest.mark.parametrize(
    ("header", "rows", "taken"),
    [
        ("Gast;Gastland;Kosten;Datum", ["A;Irak;1200;13.04.2025"], "Datum"),
        ("Zimmer;Datum;Gast;Gastland", ["1203;13.04.2025;A;Irak"], "Datum"),
        ("Aktenzeichen;Datum", ["2021/10;3.4.2022", "2021/11;4.4.2022"], "Datum"),
        ("Akte;Datum", ["2021-10;3.4.2022", "2021-11;4.4.2022"], "Datum"),
        ("Vorgang;Datum", ["3/2025;3.4.2022", "12/2025;4.4.2022"], "Datum"),
        ("Haushaltsjahr;Datum", ["2021/22;3.4.2022"], "Datum"),
        ("Gast;Geburtsdatum;Besuchsdatum", ["A;3.4.1960;3.4.2022"], "Besuchsdatum"),
        ("Datum;Besuch am", ["1.1.2025;3.4.2022"], "Besuch am"),
        ("Datum Rückmeldung;Datum", ["1.1.2025;3.4.2022"], "Datum"),
        ("Einladung vom;Datum", ["1.1.2025;3.4.2022"], "Datum"),
        ("Erstellt am;Datum", ["1.1.2025;3.4.2022"], "Datum"),
        ("Nr;Eingang;Besuch am", ["1;1.1.2025;3.4.2022"], "Besuch am"),
        ("Jahr;Datum", ["2025;13.04.2025"], "Datum"),
        ("Datum;Von;Bis", ["13.04.2025;09:00;10:30"], "Datum"),
        ("Von;Bis;Datum", ["Berlin;Bagdad;13.04.2025"], "Datum"),
        ("Tag;Datum", ["Montag;13.04.2025"], "Datum"),
        ("Besuch;Gast", ["13.04.2025;A"], "Besuch"),
        ("Jahr;Land", ["2025;Irak"], "Jahr"),
        (
            "Date of birth;Created;Date of meeting",
            ["1.2.1960;1.1.2025;3.4.2022"],
            "Date of meeting",
        ),
        ("Date de naissance;Date de la visite", ["1.2.1960;3.4.2022"], "Date de la visite"),
        ("Дата создания;Дата рождения;Дата визита", ["1.1.2025;1.2.1960;3.4.2022"], "Дата визита"),
        (
            "Kayıt Tarihi;Doğum Tarihi;Ziyaret Tarihi",
            ["1.1.2025;1.2.1960;3.4.2022"],
            "Ziyaret Tarihi",
        ),
        ("Fecha de registro;Fecha de la visita", ["1.1.2025;3.4.2022"], "Fecha de la visita"),
        ("تاريخ الميلاد;تاريخ الزيارة", ["1.2.1960;3.4.2022"], "تاريخ الزيارة"),
        ("Doğum tarixi;Səfər tarixi", ["1.2.1960;3.4.2022"], "Səfər tarixi"),
    ],
)
def test_the_date_is_the_column_with_that_name(
    tmp_path: Path, header: str, rows: list[str], taken: str
) -> None:
    """The suggestion recognises the date of the engagement by the name of the column."""
    found = suggested(tmp_path, "\n".join([header, *rows]) + "\n")

    occurred = parsed("m.yaml", found.text).data["record"]["occurred"]
    assert (occurred["column"], "until" in occurred) == (taken, False)


def test_several_possible_date_columns_are_a_question(tmp_path: Path) -> None:
    """If several columns may have the date, the suggestion takes the likeliest column and asks."""
    two = suggested(tmp_path, "Rückmeldung;Datum\n1.2.2025;3.4.2025\n")
    guessed = suggested(tmp_path, "Kalender;Gast\n1.2.2025;A\n")

    assert "is Datum or Rückmeldung the date of the engagement? (occurred)" in two.questions
    assert "is Kalender the date of the engagement? (occurred)" in guessed.questions


@pytest.mark.parametrize("name", ["Geburtsdatum", "Received", "Дата регистрации", "Modifié le"])
def test_another_date_is_not_used_even_if_it_is_the_only_one(tmp_path: Path, name: str) -> None:
    """The suggestion does not take another kind of date for the date of the engagement.

    If the only date is, for example, a date of birth, the suggestion asks for the date.
    """
    found = suggested(tmp_path, f"{name};Gast\n1.2.2025;A\n")

    assert "occurred:" not in found.text
    assert "which column has the date? (occurred)" in found.questions


@pytest.mark.parametrize("values", [["No", "No"], ["Mr", "Ms"], ["AM", "PM"], ["Mr/Ms", "Mr/Ms"]])
def test_short_words_are_not_countries(tmp_path: Path, values: list[str]) -> None:
    """The suggestion does not take short words such as "No", "Mr" and "AM" for countries."""
    text = "Date,X\n" + "".join(f"2025-04-03,{value}\n" for value in values)

    assert suggested(tmp_path, text).unused == ["X"]


def test_guests_that_are_countries_are_parties(tmp_path: Path) -> None:
    """If a column of delegations contains names of countries, the countries become the parties."""
    found = suggested(tmp_path, "Datum;Delegation\n3.4.2025;Irak\n4.4.2025;Türkei\n")

    assert "parties: [{column: Delegation}]" in found.text
    assert "participants" not in found.text


@pytest.mark.parametrize("text", ["Foo;Bar\nx;y\n", "Datum;Gast\n1;2;3\n"])
def test_a_table_without_usable_columns_is_refused(tmp_path: Path, text: str) -> None:
    """Dragoman suggests no mapping if no column is recognisable or no row is readable."""
    with pytest.raises(UsageError, match=r"cannot recognise any column|cannot read any of"):
        suggested(tmp_path, text)


def test_a_table_that_names_no_side_is_asked_about(tmp_path: Path) -> None:
    """If no column names a state or organisation, the suggestion asks who took part."""
    found = suggested(tmp_path, "Date,Guest\n2025-04-03,A. Example\n")

    assert "which states or organisations took part? (parties)" in found.questions
    assert "  # parties: [AZ, {column: COLUMN}]" in found.text
