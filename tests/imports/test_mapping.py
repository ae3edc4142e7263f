"""Mappings turn columns into fields, and records keep the original wording of the values."""

import unicodedata
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from babel.dates import get_month_names
from hypothesis import given
from hypothesis import strategies as st

from dragoman.domain.date_words import month_numbers
from dragoman.domain.dates import DateError
from dragoman.domain.text import fold
from dragoman.exchange.faults import UsageError
from dragoman.exchange.imports.drafts import Draft, Rejected
from dragoman.exchange.mappings.day_formats import day_format, day_formats, read_day
from dragoman.exchange.mappings.mapping import MappedTable, mapping_of, open_mapped
from dragoman.exchange.mappings.row_keys import key_of
from dragoman.exchange.yaml_file import parsed

TODAY = date(2026, 1, 15)
HEAD = """\
dataset: desk-visits
source: {title: Visits of the desk, language: de}
"""
VISIT = """\
record:
  kind: visit
  status: concluded
"""


def mapped(folder: Path, table: str, mapping: str) -> MappedTable:
    """Map a table whose cells are separated by semicolons; return the mapped table."""
    path = folder / "t.csv"
    path.write_text(table)
    file = parsed(str(folder / "m.yaml"), HEAD + mapping)
    return open_mapped(path, mapping_of(file, TODAY), {"delimiter": ";"})


def drafts(folder: Path, table: str, mapping: str) -> list[Draft]:
    """Return the drafts for all rows, after checking that the mapping rejects no row."""
    found = list(mapped(folder, table, mapping).drafts())
    assert all(isinstance(one, Draft) for one in found), found
    return [one for one in found if isinstance(one, Draft)]


def record(folder: Path, table: str, fields: str) -> dict[str, Any]:
    """Return the record for the only row: a concluded visit with the mapped ``fields``."""
    [draft] = drafts(folder, table, VISIT + "".join(f"  {one}\n" for one in fields.splitlines()))
    return {name: one for name, one in draft.data.items() if name not in ("kind", "status")}


SESSION = """\
record:
  kind: consultation
  status: held
"""


def reasons(folder: Path, table: str, fields: str, record: str = VISIT) -> list[str]:
    """Return the reasons for which a mapping of ``fields`` rejects rows of a table."""
    lines = "".join(f"  {one}\n" for one in fields.splitlines())
    found = mapped(folder, table, record + lines).drafts()
    return [one.reason for one in found if isinstance(one, Rejected)]


def fault(folder: Path, mapping: str, table: str = "A;B\n1;2\n") -> str:
    """Return the message about an error in a mapping, without the folder of the file."""
    with pytest.raises(UsageError) as caught:
        mapped(folder, table, mapping)
    return str(caught.value).replace(f"{folder}/", "")


def test_a_complete_mapping(tmp_path: Path) -> None:
    """A mapping that uses every feature of the format works as the documentation says."""
    table = (
        "Id;State;Level;Visitor;From;Until;Countries;Post;Country;Topic 1;Topic 2\n"
        "7;done;official;A. Müller/B. Köln;03.04.2025;05.04.2025;BRD;Minister;Irak;energy;\n"
        "8;draft;;;;;;;;;\n"
    )
    mapping = """\
key: [Id]
skip: [{column: State, values: [draft, ""]}]
record:
  kind: visit
  status: {column: State, values: {done: concluded, planned: announced}}
  title: {text: "{Level} visit[ of {Visitor}]"}
  occurred: {column: From, until: Until, format: [DD.MM.YYYY, YYYY]}
  parties: [AZ, {column: Countries, split: ";", values: {BRD: DE}}]
  host: IQ
  participants:
    - {name: {column: Visitor, split: "/"}, post: {column: Post}, side: {column: Country}}
  topics: {columns: [Topic 1, Topic 2]}
  external_ids: {desk: {column: Id}}
"""
    data = mapped(tmp_path, table, mapping)

    [draft] = data.drafts()

    assert isinstance(draft, Draft)
    assert (draft.key, draft.line, data.skipped) == ("7", 2, 1)
    assert (data.name, data.numbered) == ("desk-visits", False)
    assert data.source == {"title": "Visits of the desk", "language": "de"}
    assert draft.data == {
        "kind": "visit",
        "status": "concluded",
        "title": "official visit of A. Müller/B. Köln",
        "occurred": "2025-04-03/2025-04-05",
        "parties": ["AZ", "DE"],
        "host": "IQ",
        "participants": [
            {"name": "A. Müller", "post": "Minister", "side": "IQ"},
            {"name": "B. Köln", "post": "Minister", "side": "IQ"},
        ],
        "topics": ["energy"],
        "external_ids": {"desk": "7"},
        "as_written": {
            "status": "done",
            "occurred": "03.04.2025 – 05.04.2025",
            "parties": "BRD",
            "participants": "A. Müller/B. Köln; Irak",
        },
    }


# --- Dates --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "text", "edtf"),
    [
        ("DD.MM.YYYY", "03.04.2025", "2025-04-03"),
        ("D.M.YYYY", "3.4.2025", "2025-04-03"),
        ("MM/DD/YYYY", "03/04/2025", "2025-03-04"),
        ("YYYY", "2025", "2025"),
        ("MM.YYYY", "04.2025", "2025-04"),
        ("YYYYMMDD", "20250403", "2025-04-03"),
        ("D MMMM YYYY", "3 апреля 2025", "2025-04-03"),
        ("D. MMM YYYY", "3. Mrx. 2025", None),
        ("D. MMM YYYY", "3. Mär. 2025", "2025-03-03"),
        ("D [de] MMMM [de] YYYY", "3 de abril de 2025", "2025-04-03"),
        ("D MMMM YYYY", "3 Nisan 2025", "2025-04-03"),
        ("D MMMM YYYY", "3 أبريل 2025", "2025-04-03"),
        ("DD.MM.YYYY HH:mm", "03.04.2025 09:30", "2025-04-03T09:30:00"),
        ("DD.MM.YYYY", "2025-04", "2025-04"),
        ("DD.MM.YYYY", "about 2025", "2025~"),
        ("DD.MM.YYYY", "31.02.2025", None),
        ("MM/DD/YYYY", "13/04/2025", None),
        ("DD.MM.YYYY", "someday", None),
        ("D.M.YYYY", "3.-5.4.2025", "2025-04-03/2025-04-05"),
        ("D.M.YYYY", "3 – 5.4.2025", "2025-04-03/2025-04-05"),
        ("D.M.YYYY", "28.4.–2.5.2025", "2025-04-28/2025-05-02"),
        ("D.M.YYYY", "28.12.2025 bis 3.1.2026", "2025-12-28/2026-01-03"),
        ("D.M.YYYY", "3.-3.4.2025", "2025-04-03"),
        ("DD.MM.YYYY", "03.–05.04.2025", "2025-04-03/2025-04-05"),
        ("MMMM D, YYYY", "March 3–5, 2025", "2025-03-03/2025-03-05"),
        ("MMMM D, YYYY", "March 30 to April 2, 2025", "2025-03-30/2025-04-02"),
        ("MMMM D, YYYY", "Dec 30, 2024 - Jan 2, 2025", "2024-12-30/2025-01-02"),
        ("D MMMM YYYY", "3 au 5 avril 2025", "2025-04-03/2025-04-05"),
        ("D. MMMM YYYY", "3.–5. März 2025", "2025-03-03/2025-03-05"),
        ("M/D/YYYY", "3/4-3/6/2025", "2025-03-04/2025-03-06"),
        ("YYYY-M-D", "2025-4-3 - 2025-4-5", "2025-04-03/2025-04-05"),
        ("D.M.YYYY", "3.\u20115.4.2025", "2025-04-03/2025-04-05"),
        ("D [de] MMMM [de] YYYY", "3 a 5 de abril de 2025", "2025-04-03/2025-04-05"),
        ("D MMMM YYYY", "1er avril 2025", "2025-04-01"),
        ("D. MMMM YYYY", "3. Ma\u0308rz 2025", "2025-03-03"),
        ("D. MMMM YYYY", "3. Jänner 2025", "2025-01-03"),
        ("D. MMM YYYY", "3. Mrz 2025", "2025-03-03"),
        ("DMMYYYY", "3042025", "2025-04-03"),
        ("MMMM D, YYYY", "March 3, 2024 – 5, 2025", None),
        ("YYYY/MM", "2021/22", None),
        ("M/YYYY", "22/2025", None),
        ("M.YYYY", "24.2025", None),
        ("DD.MM.YYYY", "2019-21", None),
        ("D.M.YYYY", "28.12.-3.1.2026", None),
        ("D.M.YYYY", "3.-32.4.2025", None),
        ("D.M.YYYY", "3.4.2025-", None),
        ("D.M.YYYY", "1.-2.-3.4.2025", None),
        ("D-MMM-20YY", "29-Aug-25", "2025-08-29"),
        ("DD.MM.19YY", "20.04.25", "1925-04-20"),
    ],
)
def test_date_formats(form: str, text: str, edtf: str | None) -> None:
    """Dragoman reads a date in one of the given formats or as EDTF, and refuses any other date."""
    formats = day_formats([form])
    if edtf is None:
        with pytest.raises(DateError):
            read_day(text, formats)
    else:
        assert read_day(text, formats) == edtf


def test_the_suggested_years_are_in_their_own_century() -> None:
    """Dragoman refuses the date "1821-24" and suggests how to write a period or a winter."""
    with pytest.raises(DateError, match=r"write 1821/1824 or winter 1821"):
        read_day("1821-24", ())


@pytest.mark.parametrize(
    "form",
    [
        *("DD.MM.YY", "DD.MM", "MM.DD", "YYYY-DD", "yyyy", "YYYY HH", "YYYY YYYY", "", "YYYYY"),
        *("DMYYYY", "YYYYMD", "DYYYYM"),
    ],
)
def test_invalid_date_formats_are_refused(form: str) -> None:
    """Dragoman refuses a date format with incomplete, repeated or ambiguous units."""
    with pytest.raises(ValueError, match=r"is not a date format|lacks|twice|is ambiguous"):
        day_format(form)


@pytest.mark.parametrize(
    "pair",
    [
        ("DD/MM/YYYY", "MM/DD/YYYY"),
        ("YYYYMM", "MMYYYY"),
        ("YYYYMMDD", "DDMMYYYY"),
        ("MMYYYY", "YYYYMM"),
    ],
)
def test_conflicting_formats_are_refused(pair: tuple[str, str]) -> None:
    """Dragoman refuses two formats that read the same text as different dates."""
    with pytest.raises(ValueError, match="differently"):
        day_formats(pair)


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_written_day_is_read_back(day: date) -> None:
    """A day that is written in a date format can be read in the same format."""
    for form in ("DD.MM.YYYY", "M/D/YYYY", "D MMMM YYYY", "MMM D, YYYY", "YYYYMMDD"):
        assert day_format(form).read(day_format(form).written(day)) == day.isoformat()


@given(st.dates(date(1000, 1, 1), date(9000, 1, 1)), st.integers(0, 400))
def test_two_written_days_are_read_back(day: date, days: int) -> None:
    """A period that is written in a date format can be read in the same format.

    A period that starts and ends on the same day is read back as a single day.
    """
    last = day + timedelta(days)
    period = f"{day}/{last}" if days else f"{day}"
    for form in ("DD.MM.YYYY", "M/D/YYYY", "D MMMM YYYY", "MMM D, YYYY", "YYYYMMDD", "D-M-YYYY"):
        written = day_format(form).written
        assert day_format(form).read(f"{written(day)} – {written(last)}") == period


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_day_is_not_read_as_a_period(day: date) -> None:
    """No date format reads a single day with hyphens as a period."""
    for form in ("YYYY-MM-DD", "DD-MM-YYYY", "MM-DD-YYYY", "YYYY-M-D"):
        for other in ("YYYY-MM-DD", "DD-MM-YYYY", "MM-DD-YYYY", "D.M.YYYY", "MMMM D, YYYY"):
            try:
                found = day_format(other).read(day_format(form).written(day))
            except DateError:
                continue
            assert "/" not in (found or "")


def test_the_names_of_months_are_those_of_cldr() -> None:
    """The names of the months in ten languages equal the names in CLDR."""
    for language in ("en", "de", "fr", "es", "it", "pt", "ru", "tr", "az", "ar"):
        for width in ("wide", "abbreviated"):
            for number, name in get_month_names(width, locale=language).items():  # type: ignore[arg-type]
                assert month_numbers()[fold(name)] == number, (language, name)


def test_an_ambiguous_date_is_rejected(tmp_path: Path) -> None:
    """Without a date format, Dragoman rejects 03/04/2025 and lists possible formats."""
    [reason] = reasons(tmp_path, "A;B\n03/04/2025;x\n", "occurred: {column: A}")

    assert reason == (
        "column 'A': '03/04/2025' could be DD/MM/YYYY or MM/DD/YYYY; set format to one of them"
    )


def test_a_relative_date_is_rejected(tmp_path: Path) -> None:
    """Dragoman rejects a relative date such as "yesterday"."""
    [reason] = reasons(tmp_path, "A;B\nyesterday;x\n", "occurred: {column: A}")

    assert "depends on the current day" in reason


@pytest.mark.parametrize(
    ("start", "end", "edtf", "words"),
    [
        ("03.04.2025", "05.04.2025", "2025-04-03/2025-04-05", "03.04.2025 – 05.04.2025"),
        ("03.04.2025", "03.04.2025", "2025-04-03", "03.04.2025"),
        ("03.04.2025", "", "2025-04-03", "03.04.2025"),
        ("", "05.04.2025", "../2025-04-05", "05.04.2025"),
        ("2025-04-03", "2025-04-05", "2025-04-03/2025-04-05", None),
    ],
)
def test_a_period_in_two_columns(
    tmp_path: Path, start: str, end: str, edtf: str, words: str | None
) -> None:
    """A column for the first day and a column for the last day make a period.

    Either column may be empty.
    """
    found = record(tmp_path, f"A;B\n{start};{end}\n", "occurred: {column: A, until: B}")

    assert found.pop("occurred") == edtf
    assert found == ({"as_written": {"occurred": words}} if words else {})


def test_a_reversed_period_is_rejected(tmp_path: Path) -> None:
    """Dragoman rejects a period that ends before it begins; the message names both columns."""
    fields = "occurred: {column: A, until: B}"

    [reason] = reasons(tmp_path, "A;B\n2025-04-05;2025-04-03\n", fields)

    assert reason.startswith("column 'A' and 'B': ")
    assert "runs backwards" in reason


@pytest.mark.parametrize(
    ("kind", "day", "status"),
    [
        ("visit", "2026-02", "announced"),
        ("visit", "2026-01-15", "concluded"),
        ("meeting", "2026-01-16", "scheduled"),
        ("consultation", "2025", "held"),
        ("meeting", "2026-01", None),
        ("meeting", "", None),
    ],
)
def test_the_status_from_the_date(tmp_path: Path, kind: str, day: str, status: str | None) -> None:
    """A mapping can derive the status from the date.

    Future dates give a planned status, and past dates give a final status. Dragoman rejects a date
    that may be either past or future.
    """
    mapping = f"record: {{kind: {kind}, status: {{from_date: true}}, occurred: {{column: A}}}}"

    [found] = mapped(tmp_path, f"A;B\n{day};x\n", mapping).drafts()

    if status is None:
        assert isinstance(found, Rejected)
        assert "give a status" in found.reason
    else:
        assert isinstance(found, Draft)
        assert found.data["status"] == status


# --- Values -------------------------------------------------------------------------------------


def test_an_unknown_value_is_rejected_or_replaced(tmp_path: Path) -> None:
    """Dragoman rejects a value that the mapping does not list.

    With ``otherwise``, Dragoman records the given value instead. With ``keep``, Dragoman keeps the
    value from the file.
    """
    table, values = "A;B\nBER;x\nPAR;y\n", "values: {ber: Berlin}"

    [reason] = reasons(tmp_path, table, f"place: {{column: A, {values}}}")
    assert reason == "column 'A': 'PAR' is not among the values of place (ber)"

    for more, place in (("otherwise: elsewhere", "elsewhere"), ("keep: true", "PAR")):
        found = drafts(tmp_path, table, f"{VISIT}  place: {{column: A, {values}, {more}}}\n")
        assert [one.data["place"] for one in found] == ["Berlin", place]
        assert found[0].data["as_written"] == {"place": "BER"}


def test_values_from_a_file(tmp_path: Path) -> None:
    """A mapping can look up values in a separate table with two columns."""
    lookup = tmp_path / "countries.csv"
    lookup.write_text("written,code\nBRD,DE\n")

    found = record(
        tmp_path, "A;B\nBRD, Irak;x\n", 'parties: {column: A, split: ",", lookup: countries.csv}'
    )
    assert found == {"parties": ["DE", "IQ"], "as_written": {"parties": "BRD, Irak"}}

    lookup.write_text("written,code\nBRD,DE\nDDR,Irk\n")
    message = fault(tmp_path, f"{VISIT}  parties: {{column: A, lookup: countries.csv}}\n")
    assert message.startswith("m.yaml:6: record, parties, lookup: 'DDR': unknown country")


def test_an_empty_cell_has_no_value_unless_it_is_required(tmp_path: Path) -> None:
    """An empty cell gives no value; if the mapping requires the field, Dragoman rejects the row.

    ``values`` can give an empty cell a value.
    """
    assert record(tmp_path, "A;B\n ;x\n", "place: {column: A}\nsummary: {column: B}") == {
        "summary": "x"
    }
    [reason] = reasons(tmp_path, "A;B\n ;x\n", "place: {column: A, required: true}")
    assert reason == "column 'A' is empty"
    found = record(tmp_path, "A;B\n;x\n", 'place: {column: A, values: {"": Baku}}')
    assert found["place"] == "Baku"


def test_templates(tmp_path: Path) -> None:
    """A template leaves out a bracketed part whose column is empty; ``[[`` stands for ``[``."""
    table = "A;B\nx;\n"

    assert record(tmp_path, table, 'title: {text: "{A} visit[ of {B}] [[1]]"}') == {
        "title": "x visit [1]"
    }
    assert record(tmp_path, table, 'title: {text: "{A} {B}"}') == {}


def test_the_first_filled_column_or_all_columns(tmp_path: Path) -> None:
    """A field that holds a single value takes the first filled cell of several columns.

    A field that holds a list takes all filled cells.
    """
    fields = "place: {columns: [A, B, C]}\ntopics: {columns: [A, B, C]}"

    found = record(tmp_path, "A;B;C\n;x;x\n", fields)

    assert found == {"place": "x", "topics": ["x"]}


def test_people_and_posts_are_matched_by_order(tmp_path: Path) -> None:
    """The first name goes with the first post, the second with the second, and so on.

    If a row has different numbers of names and posts, Dragoman rejects the row.
    """
    fields = 'participants: [{name: {column: A, split: "/"}, post: {column: B, split: "/"}}]'

    found = record(tmp_path, "A;B\nx/y/z;p//q\n", fields)
    assert found["participants"] == [
        {"name": "x", "post": "p"},
        {"name": "y"},
        {"name": "z", "post": "q"},
    ]
    one_post = fields.replace(', split: "/"}}', "}}")
    several = record(tmp_path, "A;B\nx//z;p\n", one_post)
    assert several["participants"] == [{"name": "x", "post": "p"}, {"name": "z", "post": "p"}]
    [reason] = reasons(tmp_path, "A;B\nx/y/z;p/q\n", fields)
    assert reason == "3 values of 'name' do not match 2 of 'post'"
    assert record(tmp_path, "A;B;C\n;;c\n", fields.replace("}]", ", side: IQ}]")) == {}


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("IQ", ["IQ"]),
        ("Irak, U.K.", ["IQ", "GB"]),
        ("Fas", ["MA"]),
        ("USA, G7", ["US", "org:G7"]),
        ("Irak, Iran, u. a.", None),
        ("n/a", None),
        ("N/A", None),
        ("Mr", None),
        ("do.", None),
        ("and", None),
        ("iq", None),
    ],
)
def test_an_abbreviation_is_not_a_country(
    tmp_path: Path, text: str, parties: list[str] | None
) -> None:
    """Dragoman accepts country codes only in capitals and rejects other abbreviations."""
    table, field = f"A;B\n{text};x\n", 'parties: [{column: A, split: ","}]'
    if parties is None:
        [reason] = reasons(tmp_path, table, field)
        assert "only in capitals; write a name, or a code" in reason
    else:
        assert record(tmp_path, table, field)["parties"] == parties


def test_a_country_keeps_the_words_of_the_file(tmp_path: Path) -> None:
    """A country name may be in the source's language, and the record keeps the original wording."""
    found = record(tmp_path, "A;B\nIrak;x\n", "host: {column: A}\nparties: [{column: A}, AZ]")

    assert found == {
        "host": "IQ",
        "parties": ["IQ", "AZ"],
        "as_written": {"host": "Irak", "parties": "Irak"},
    }
    [reason] = reasons(tmp_path, "A;B\nIrk;x\n", "host: {column: A}")
    assert reason.startswith("column 'A': unknown country or organisation 'Irk'; did you mean")


def test_a_link_to_another_row(tmp_path: Path) -> None:
    """A cell with the key of another row becomes a link to that row's record."""
    table = "A;B\nN 1/25;\nN 2/25;N 1/25\n"

    first, second = drafts(tmp_path, table, f"key: A\n{VISIT}  part_of: {{row: B}}\n")

    assert second.data["part_of"] == f"desk-visits/{first.key}"
    assert "part_of" not in first.data


def test_the_cache_of_interpreted_texts_is_limited(tmp_path: Path) -> None:
    """The cache is limited, so reading many long cells takes less than 10 MB of memory."""
    import tracemalloc

    path = tmp_path / "t.csv"
    path.write_text("A;B\n" + "".join(f"{n}{'x' * 50_000};2\n" for n in range(400)))
    fields = "  host: {column: A}\n  occurred: {column: A}\n"
    mapping = mapping_of(parsed("m.yaml", HEAD + VISIT + fields), TODAY)
    tracemalloc.start()

    count = sum(isinstance(one, Rejected) for one in open_mapped(path, mapping).drafts())

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 400
    assert peak < 10_000_000


def test_kinds_from_a_column(tmp_path: Path) -> None:
    """A column of the table can give the kind of each row's record."""
    mapping = """\
record:
  kind: {column: A, values: {Besuch: visit, Treffen: meeting}}
  status: {column: A, values: {Besuch: concluded, Treffen: held}}
  title: {column: B}
"""
    found = drafts(tmp_path, "A;B\nBesuch;x\nTreffen;y\n", mapping)

    assert [(one.data["kind"], one.data["status"]) for one in found] == [
        ("visit", "concluded"),
        ("meeting", "held"),
    ]


def test_a_value_beyond_the_limits_of_its_field_is_rejected(tmp_path: Path) -> None:
    """A mapping rejects the values that a dispatch rejects, such as an unknown level."""
    [reason] = reasons(tmp_path, "A;B\nhigh;x\n", "level: {column: A}")
    assert "'high' is not one of state, official" in reason
    [reason] = reasons(tmp_path, "A;B\n\x07;x\n", "place: {column: A}")
    assert reason == "column 'A': contains control character U+0007"


def test_other_kinds_and_nested_parts(tmp_path: Path) -> None:
    """A mapping can describe follow-ups and people, with nested fields."""
    owed = """\
record:
  kind: follow-up
  what: {column: A}
  due: {column: B, format: DD.MM.YYYY}
  awaits: {mechanism: B-2, session: {column: C}}
  source: {title: {text: "Note {A}"}, published: {column: B, format: DD.MM.YYYY}}
"""
    person = """\
record:
  kind: party
  name: {column: A}
  positions: [{post: {column: C}, assumed: {column: B, format: DD.MM.YYYY}}]
"""
    table = "A;B;C\nx;03.04.2025;4\n"

    assert drafts(tmp_path, table, owed)[0].data == {
        "kind": "follow-up",
        "what": "x",
        "due": "2025-04-03",
        "awaits": {"mechanism": "B-2", "session": "4"},
        "source": {"title": "Note x", "published": "2025-04-03"},
        "as_written": {"due": "03.04.2025"},
    }
    assert drafts(tmp_path, table, person)[0].data == {
        "kind": "party",
        "name": "x",
        "positions": [{"post": "4", "assumed": "2025-04-03"}],
        "as_written": {"positions": "03.04.2025"},
    }


# --- Keys ---------------------------------------------------------------------------------------


def test_without_a_key_the_whole_row_is_the_key(tmp_path: Path) -> None:
    """Without a key in the mapping, a row's key depends on all its values, in any column order."""
    data = mapped(tmp_path, "A;B\n1;2\n1;2\n1;3\n", VISIT)
    keys = [one.key for one in data.drafts() if isinstance(one, Draft)]

    assert data.numbered
    assert keys[0] == keys[1] != keys[2]
    [other] = drafts(tmp_path, "B;A;C\n2;1;\n", VISIT)
    assert other.key == keys[0]


def seen(values: list[str]) -> tuple[str, ...]:
    """Return values as people see them: in one normal form, without invisible characters."""
    normal = (unicodedata.normalize("NFKC", one) for one in values)
    shown = ("".join(c for c in one if unicodedata.category(c) != "Cf") for one in normal)
    return tuple(" ".join(one.split()) for one in shown)


@given(st.lists(st.lists(st.text(max_size=5), min_size=1, max_size=2), unique_by=seen))
def test_keys_are_unique_handles(values: list[list[str]]) -> None:
    """Values that look different make different keys, and every key is a valid handle."""
    import re

    from dragoman.exchange.documents import Handle

    pattern = Handle.__metadata__[0].pattern
    keys = [key_of(one) for one in values]

    assert all(re.match(pattern, key) for key in keys)
    assert len(set(keys)) == len(keys)


def test_a_row_without_its_key_is_rejected(tmp_path: Path) -> None:
    """Dragoman rejects a row whose key is empty, because later imports need the key."""
    [found] = mapped(tmp_path, "A;B\n;2\n", f"key: [A]\n{VISIT}").drafts()

    assert isinstance(found, Rejected)
    assert found.reason == "column 'A': the key of the row is empty"


# --- Errors in the mapping ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ("places: Baku", "m.yaml:6: record, places: unknown field; did you mean place?"),
        ("place: {column: C}", "m.yaml:6: record, place, column: the file has no column 'C'"),
        ("place: {colum: A}", "m.yaml:6: record, place: expected text, or a column"),
        (
            "place: {column: A, spilt: x}",
            "record, place, spilt: unknown field; did you mean split?",
        ),
        ("place: {column: A, text: x}", "column and text cannot be combined"),
        ("place: {column: A, format: YYYY}", "record, place, format: only dates have a format"),
        ("place: {column: A, split: x}", "record, place, split: this field holds one value"),
        ("host: Irk", "record, host: unknown country"),
        ("host: {column: A, values: {x: Irk}}", "record, host, values, x: unknown country"),
        ("occurred: soon", "record, occurred: 'soon' is not a date"),
        (
            "occurred: {column: A, format: DD.MM.YY}",
            "record, occurred, format: 'DD.MM.YY' is not a date format",
        ),
        ("occurred: {column: A, format: DD.MM.YY}", "name the century: 20YY)"),
        ("level: {column: A, values: {x: high}}", "level, values, x: 'high' is not one of"),
        ("parties: AZ", "record, parties: expected a list"),
        ('title: {text: "{A"}', "record, title, text: unmatched '{'"),
        ("external_ids: {x: {column: A, split: y}}", "x, split: this field holds one value"),
        ("as_written: {plac: x}", "as_written, plac: unknown field; did you mean place?"),
        ("place: {column: A, required: maybe}", "required: 'maybe' is not one of: true, false"),
        ("participants: [{side: AZ}]", "participants 1: a participant needs a name or a post"),
        ("handle: x", "record, handle: unknown field"),
        ("place: {from_date: true}", "record, place: from_date works only for the status"),
        ("place: {columns: []}", "record, place, columns: is empty"),
        ("place: {column: A, values: [x]}", "record, place, values: expected fields and values"),
        ("place: {column: A, keep: true}", "record, place, keep: needs values or lookup"),
        ("place: {column: A, lookup: none.csv}", "record, place, lookup: "),
        ("awaits: {session: 1}", "record, awaits: unknown field"),
        ("session: {column: A}", "record, session: belongs to consultations; record it with: "),
        ("as_written: {session: x}", "as_written, session: belongs to consultations"),
        ("mode: phone", "record, mode: 'phone' is not one of: in person"),
        (
            "mode: {column: A, otherwise: phone}",
            "mode, otherwise: 'phone' is not one of: in person",
        ),
    ],
)
def test_faults_of_a_mapping_have_a_place(tmp_path: Path, fields: str, message: str) -> None:
    """The message about an error in a mapping names the file, the line and the field."""
    assert message in fault(tmp_path, f"{VISIT}  {fields}\n")


@pytest.mark.parametrize(
    ("mapping", "message"),
    [
        ("record: {kind: visit}", "status is missing; derive it with status: {from_date: true}"),
        ("record: {status: held}", "kind is missing; choose from: visit"),
        ("record: {kind: trip, status: held}", "'trip' is not one of"),
        ("key: [C]\nrecord: {kind: visit, status: concluded}", "m.yaml:3: key 1: the file has no"),
        ("record: {kind: visit, status: {from_date: true}}", "from_date needs an engagement"),
        ("records: {}", "records: unknown field; did you mean record?"),
        ("file: {header: 0}\nrecord: {}", "m.yaml:3: file, header: expected a whole number"),
    ],
)
def test_faults_of_the_frame_have_a_place(tmp_path: Path, mapping: str, message: str) -> None:
    """The message about a missing or unknown part of a mapping names this part."""
    assert message in fault(tmp_path, f"{mapping}\n")


def test_the_mapping_says_how_to_read_the_file(tmp_path: Path) -> None:
    """A mapping can set encoding, delimiter and header; command options override the mapping."""
    path = tmp_path / "t.csv"
    path.write_bytes("Visits\nA|B\npère|x\n".encode("cp1252"))
    text = HEAD + 'file: {encoding: cp1250, delimiter: "|", header: 2}\n' + VISIT
    mapping = mapping_of(parsed("m.yaml", text + "  place: {column: A}\n"), TODAY)

    [first] = open_mapped(path, mapping).drafts()
    [second] = open_mapped(path, mapping, {"encoding": "cp1252"}).drafts()

    assert isinstance(first, Draft)
    assert isinstance(second, Draft)
    assert (first.data["place"], second.data["place"]) == ("pčre", "père")


def test_digits_of_other_scripts_are_digits(tmp_path: Path) -> None:
    """Dragoman reads dates with Arabic or Persian digits, and keeps the original wording."""
    for text, form in (("٠٣/٠٤/٢٠٢٥", "DD/MM/YYYY"), ("۲۰۲۵-۰۴-۰۳", "DD.MM.YYYY")):
        fields = f"occurred: {{column: A, format: {form}}}"
        made = record(tmp_path, f"A;B\n{text};x\n", fields)
        assert made == {"occurred": "2025-04-03", "as_written": {"occurred": text}}
    assert "DD/MM/YYYY" in reasons(tmp_path, "A;B\n٠٣/٠٤/٢٠٢٥;x\n", "occurred: {column: A}")[0]


def test_a_serial_day_of_a_spreadsheet_is_rejected(tmp_path: Path) -> None:
    """Dragoman rejects a date that is a spreadsheet's serial number.

    The message gives the likely date.
    """
    [reason] = reasons(tmp_path, "A;B\n45750;x\n", "occurred: {column: A}")

    assert (
        "'45750' is not a date; it may be 2025-04-03 in a spreadsheet: format the column as"
        in reason
    )


def test_control_characters_count_only_in_used_columns(tmp_path: Path) -> None:
    """Dragoman rejects control characters only in columns that the mapping uses."""
    mapping = "skip: [{column: B, values: [draft]}]\n" + VISIT + "  title: {column: A}\n"
    [draft] = drafts(tmp_path, "A;B\nTalks;a\x07b\n", mapping)
    assert draft.data["title"] == "Talks"
    fields = "title: {columns: [A, B]}"
    [reason] = reasons(tmp_path, "A;B\nTalks;a\x07b\n", fields)
    assert reason == "column 'B': contains control character U+0007"


MEETING = VISIT.replace("visit", "meeting").replace("concluded", "held")
MIXED = """\
record:
  kind: {column: A, values: {v: visit, m: meeting}}
  status: {column: A, values: {v: concluded, m: held}}
  parties: [AZ, IQ]
"""


@pytest.mark.parametrize(
    ("record", "message"),
    [
        (MEETING + "  level: {column: A}\n", "m.yaml:6: record, level: belongs to visits;"),
        (MEETING + "  level: official\n", "m.yaml:6: record, level: belongs to visits;"),
        (MEETING + "  stay: {column: A}\n", "record, stay: belongs to visits;"),
        (
            MIXED + "  level: official\n",
            "announce --level official; the rows of this mapping are of kind meeting",
        ),
        (
            MEETING + "  mode: phone\n  place: {column: B}\n",
            "record, place: does not fit mode phone",
        ),
    ],
)
def test_a_constant_that_no_row_can_have_is_a_fault_of_the_mapping(
    tmp_path: Path, record: str, message: str
) -> None:
    """Dragoman refuses a mapping that sets a field which none of the rows can have."""
    assert message in fault(tmp_path, record)


def test_a_row_of_another_kind_with_the_field_is_rejected(tmp_path: Path) -> None:
    """Dragoman rejects a row with a value for a field of another kind, and reads the other rows."""
    record = MIXED + "  title: {column: B}\n  level: {column: C}\n"
    found = list(mapped(tmp_path, "A;B;C\nv;x;official\nm;y;\nm;z;official\n", record).drafts())
    assert [one.data["title"] for one in found if not isinstance(one, Rejected)] == ["x", "y"]
    assert found[2].reason.startswith("level: belongs to visits;")
